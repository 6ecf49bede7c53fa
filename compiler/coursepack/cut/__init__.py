"""Bound course in, the courses of its handouts out."""

from coursepack.cut.handouts import BY as BY
from coursepack.cut.handouts import Cut as Cut
from coursepack.cut.handouts import handouts as handouts
from coursepack.cut.select import select as select

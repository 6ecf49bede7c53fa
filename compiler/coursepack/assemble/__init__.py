"""Outline of cited works in, document out: one file a kind of document."""

from coursepack.assemble.assigned import assigned as assigned
from coursepack.assemble.index import FORMATS as FORMATS
from coursepack.assemble.index import Listed as Listed
from coursepack.assemble.index import index as index
from coursepack.assemble.reading_list import NAME as NAME
from coursepack.assemble.reading_list import VARIANTS as VARIANTS
from coursepack.assemble.reading_list import reading_list as reading_list

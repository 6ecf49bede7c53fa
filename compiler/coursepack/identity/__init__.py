"""Tell which works are one paper, by what identifies it; nothing is merged."""

from coursepack.identity.identifiers import Identifier as Identifier
from coursepack.identity.identifiers import of_url as of_url
from coursepack.identity.identifiers import of_work as of_work
from coursepack.identity.same import Group as Group
from coursepack.identity.same import Match as Match
from coursepack.identity.same import Works as Works

"""How a file of works is written, so that what is added to it looks like the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from coursepack.model.source import Span


class Layout(Enum):
    """How a file parts its entries."""

    BLOCK_KEYS = "a mapping whose names are the keys, by indentation"
    BLOCK_LIST = "a list, by indentation"
    FLOW_KEYS = "a mapping whose names are the keys, in brackets"
    FLOW_LIST = "a list, in brackets"


class People(Enum):
    """How a file writes the names of a work."""

    TEXT = "in natural order in one text: Ada Lee, Ben Ray, and Cy Coe"
    REVERSED = "family first in one text: Lee, Ada and Ray, Ben"
    SEMICOLONS = "family first in one text: Lee, Ada; Ray, Ben"
    NAMES = "a list of names in natural order"
    REVERSED_NAMES = "a list of names, family first"
    PARTS = "a list of names in CSL's parts"


class Quotes(Enum):
    """What stands around a text of YAML that needs no quotes."""

    NONE = ""
    SINGLE = "'"
    DOUBLE = '"'


@dataclass(frozen=True, slots=True)
class Habits:
    """Where the next entry of a file belongs, and how the others are written.

    `at` is the offset behind the last entry (in brackets: behind the last item, or the opening
    bracket). `indent` is where its key or its dash stands, `inner` where its fields do, both
    counted in characters. `names` holds the name that the file has for each CSL variable that it
    uses, `container_names` those for what a work appeared in, by the type of the work. `is_dated`
    says whether a venue has its year with it: "SC 21". `spaced` are the line ends between entries.
    """

    layout: Layout
    at: int
    indent: int = 0
    inner: int = 2
    is_empty: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    container_names: Mapping[str, str] = field(default_factory=dict)
    people: People = People.PARTS
    is_dated: bool = False
    quotes: Quotes = Quotes.NONE
    spaced: str = "\n\n"
    has_markdown: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry of a file may have more fields.

    `key` is where its key stands, or where it begins where it has none; `behind` the offset behind
    its last field; `indent` how many blanks stand before its fields.
    """

    key: Span
    behind: int
    indent: int
    in_brackets: bool

"""The modules of a course as they are placed in a learning system: every entry, with its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What an entry of a module is."""

    LINK = "link"
    PAGE = "page"
    FILE = "file"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a module; at *level* 1 it stands below the heading before it.

    A link has a *url*, a page a *body* of HTML, a file a *name* and its *data*. `key` stays the
    same from build to build.
    """

    key: str
    kind: Kind
    title: str
    level: int = 0
    url: str = ""
    body: str = ""
    name: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class PlacedModule:
    """A module with its entries in order; *body* is all of it as one page of HTML."""

    key: str
    title: str
    body: str
    entries: tuple[Entry, ...]

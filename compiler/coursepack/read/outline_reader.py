"""What a form of outline must declare, and what it may ask of the folder around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Node
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source
from coursepack.read.sites.site import Site


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was opened; `data` is what a page of YAML, JSON or CSV holds."""

    source: Source
    data: Node | None = None


@dataclass(frozen=True, slots=True)
class OutlineReader:
    """The file suffixes that this form has, whether a page has the form, and how it is read."""

    suffixes: tuple[str, ...]
    takes: Callable[[Page], bool]
    read: Callable[[Page, Pandoc, Site], Outcome[Outline[ReadingItem]]]

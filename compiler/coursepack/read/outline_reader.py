"""What a form of outline must declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source


@dataclass(frozen=True, slots=True)
class OutlineReader:
    """The file suffixes that this form has, and how it is read."""

    suffixes: tuple[str, ...]
    read: Callable[[Source, Pandoc], Outcome[Outline[ReadingItem]]]

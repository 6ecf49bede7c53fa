"""Marks that a page's text carries through pandoc, and what each of them stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursepack.adapters import pandoc_tree
from coursepack.model.outline import ReadingItem
from coursepack.model.source import Source, Span


@dataclass(frozen=True, slots=True)
class Place:
    """What follows was written at *span*; *source*, where given, tells where each word stands."""

    span: Span
    source: Source | None = None

    def of(self, words: str) -> Span:
        """Return the span of *words* where they stand in the line, else the whole span."""
        line = self.source.line(self.span.line) if self.source else ""
        at = line.find(words) if words else -1
        if at < 0:
            return self.span
        number = self.span.line
        return Span(self.span.source, number, at + 1, number, at + 1 + len(words))


def line_of(source: Source, number: int) -> Place:
    """Return the place of the words of line *number*."""
    text = source.line(number)
    indent = len(text) - len(text.lstrip())
    end = max(len(text.rstrip()), indent)
    return Place(Span(source.name, number, indent + 1, number, end + 1), source)


@dataclass(frozen=True, slots=True)
class Named:
    """Here a reading stands that is named by its key; `written` is what names it.

    `signs` stand with it.
    """

    item: ReadingItem
    written: str
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What follows shows fields of the work called *key*; of none where it is ""."""

    key: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Here an element of its own begins or ends."""


Mark = Place | Named | Shown


@dataclass(slots=True)
class Marks:
    """The marks of one text."""

    _marks: list[Mark] = field(default_factory=list)

    def put(self, mark: Mark) -> str:
        """Return what stands for *mark* in the text."""
        self._marks.append(mark)
        return pandoc_tree.mark(len(self._marks) - 1)

    def get(self, number: int) -> Mark | None:
        """Return the mark with that *number*."""
        return self._marks[number] if number < len(self._marks) else None

    def place_of(self, number: int | None) -> Place | None:
        """Return the place at the mark *number*, or at the nearest one before it."""
        at = min(number if number is not None else -1, len(self._marks) - 1)
        while at >= 0:
            if isinstance(mark := self._marks[at], Place):
                return mark
            at -= 1
        return next((mark for mark in self._marks if isinstance(mark, Place)), None)

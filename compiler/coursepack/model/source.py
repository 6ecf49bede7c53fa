"""Where text came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A region of a source; lines and columns count characters, from one.

    The end is exclusive: a span of one character ends one column after its start.
    """

    source: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Spanned(Generic[T]):
    """A value and the place it was written."""

    value: T
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """A named text, read once and never changed; its line ends are `\\n`."""

    name: str
    text: str
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        object.__setattr__(self, "_starts", tuple(starts))

    def line(self, number: int) -> str:
        """Return line *number* (from one) without its end; "" past the last."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]

    def span(self, start: int, end: int) -> Span:
        """Return the span of the characters from offset *start* up to *end*."""
        return Span(self.name, *self._position(start), *self._position(end))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of *line* and *column* (from one), kept inside the text."""
        if line > len(self._starts):
            return len(self.text)
        return min(self._starts[line - 1] + column - 1, len(self.text))

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Sources(Protocol):
    """What the report shows lines from: every source that was opened."""

    def find(self, name: str) -> Source | None:
        """Return the source called *name* if it was opened, else None."""

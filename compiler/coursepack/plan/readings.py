"""The readings of an outline by section and by key, and dealt out in even shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Section

T = TypeVar("T")


def title_of(section: Section[Reading]) -> str:
    """Return the title of *section* as plain words."""
    return " ".join(plain_text(section.title.value).split())


def sections_called(outline: Outline[Reading], title: str) -> list[Section[Reading]]:
    """Return the sections whose title is *title*, whatever its capitals."""
    wanted = " ".join(title.split()).casefold()
    return [section for section in outline.sections() if title_of(section).casefold() == wanted]


def shares(items: Sequence[T], count: int) -> Iterator[tuple[T, ...]]:
    """Yield *items* in *count* runs as even as can be, the longer ones first."""
    size, more = divmod(len(items), count)
    at = 0
    for number in range(count):
        end = at + size + (number < more)
        yield tuple(items[at:end])
        at = end

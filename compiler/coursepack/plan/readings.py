"""The readings of an outline by section and by key, and dealt out in even shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Readings, Section

T = TypeVar("T")


def of_body(section: Section[Reading]) -> Iterator[Reading]:
    """Yield the readings that stand right below the heading of *section*."""
    for block in section.body:
        if isinstance(block, Readings):
            yield from (item for item in block.items if isinstance(item, Reading))


def below(section: Section[Reading]) -> Iterator[Reading]:
    """Yield every reading of *section*, those of the sections in it too."""
    yield from of_body(section)
    for inner in section.sections:
        yield from below(inner)


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

"""The shape of a course, whatever its readings are made of yet.

The same tree goes through every stage; its type parameter says how far it
has come: `ReadingItem` (a key), `Reading` (a work), `CitedReading` (words).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from coursepack.model.document import Block, Inlines, ListItem, Text, merged, plain_text
from coursepack.model.source import Spanned
from coursepack.model.work import Work

R = TypeVar("R", covariant=True)
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Whether a reading must be read, and for what where a label says so."""

    required: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """A reading as written: nothing promises that its work exists.

    `described` is the work as the page itself tells of it, where it names no key; `key` is
    then one made for it, at the place where it stands. `locator` says which parts to read,
    in the author's words ("Sections 2–3"), `presenter` and `date` who presents it and when.
    `words` stand there instead where no work has the key, for words that only may be one.
    """

    key: Spanned[str]
    requirement: Requirement | None = None
    locator: str = ""
    note: Inlines = ()
    described: Work | None = None
    presenter: str = ""
    date: str = ""
    words: Inlines = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading bound to its work."""

    work: Work
    item: ReadingItem


@dataclass(frozen=True, slots=True)
class Reference:
    """A work's entry in the style of the course; `label` is its number or key, if any."""

    text: Inlines
    label: str = ""


@dataclass(frozen=True, slots=True)
class CitedReading:
    """A reading and the entry that cites it."""

    reading: Reading
    reference: Reference


@dataclass(frozen=True, slots=True)
class Readings(Generic[R]):
    """One list of readings, with the items of prose that stand among them."""

    items: tuple[R | ListItem, ...]


@dataclass(frozen=True, slots=True)
class Section(Generic[R]):
    """A heading and what stands under it; a section of the outline itself is a part.

    `level` is the heading level as written, which may jump; `date` says when the section
    meets, in the author's words ("Tue 1/14").
    """

    title: Spanned[Inlines]
    level: int
    body: tuple[Block | Readings[R], ...] = ()
    sections: tuple[Section[R], ...] = ()
    date: str = ""

    @property
    def printed_title(self) -> Inlines:
        """The title, behind its date where the title does not say it."""
        title = self.title.value
        if not self.date or self.date in plain_text(title):
            return title
        return merged((Text(f"{self.date}: "), *title))

    def own_readings(self) -> Iterator[R]:
        """Every reading right below this heading."""
        return readings_in(self.body)

    def readings(self) -> Iterator[R]:
        """Every reading of this section, those of the sections in it too."""
        return (r for section in _with_below(self) for r in section.own_readings())


@dataclass(frozen=True, slots=True)
class Outline(Generic[R]):
    """What stands before the first heading, then the parts; `title` is the page's own."""

    title: str = ""
    body: tuple[Block | Readings[R], ...] = ()
    parts: tuple[Section[R], ...] = ()

    def sections(self) -> Iterator[Section[R]]:
        """Every part and section, in the order of the page."""
        return (below for part in self.parts for below in _with_below(part))

    def readings(self) -> Iterator[R]:
        """Every reading, in the order a student meets them."""
        yield from readings_in(self.body)
        for part in self.parts:
            yield from part.readings()

    def replace_readings(self, new: Callable[[R], Iterable[S | ListItem]]) -> Outline[S]:
        """Return the same course with each reading replaced by zero or more, or by prose."""

        def body(blocks: tuple[Block | Readings[R], ...]) -> tuple[Block | Readings[S], ...]:
            return tuple(readings(b) if isinstance(b, Readings) else b for b in blocks)

        def readings(old: Readings[R]) -> Readings[S]:
            items: list[S | ListItem] = []
            for item in old.items:
                items += (item,) if isinstance(item, ListItem) else new(item)
            return Readings(tuple(items))

        def section(old: Section[R]) -> Section[S]:
            # The body before the sections below it: *new* sees readings in page order.
            blocks = body(old.body)
            below = tuple(map(section, old.sections))
            return Section(old.title, old.level, blocks, below, old.date)

        return Outline(self.title, body(self.body), tuple(map(section, self.parts)))


def readings_in(body: Iterable[Block | Readings[R]]) -> Iterator[R]:
    """Yield the readings that stand in *body*, without the prose among them."""
    for block in body:
        if isinstance(block, Readings):
            yield from (item for item in block.items if not isinstance(item, ListItem))


def _with_below(section: Section[R]) -> Iterator[Section[R]]:
    yield section
    for below in section.sections:
        yield from _with_below(below)

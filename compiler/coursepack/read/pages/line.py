"""The words of an item as one text whose every character knows its link, style and place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from coursepack.adapters.pandoc_tree import MARK
from coursepack.model import web_address
from coursepack.model.document import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Strong,
    Text,
    merged,
    plain_text,
)
from coursepack.model.outline import ReadingItem
from coursepack.read.pages.marks import Mark, Marks, Named, Nothing, Place, Shown
from coursepack.read.words import phrases

# Stands in the text where a reading is named by its key.
NAMED = "\ufffc"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that share what is known of them.

    `link` numbers the links of a line from one, 0 for none; `segment` the stretches that an
    element of their own sets apart; `shows` is the key of the work that the characters show a
    field of.
    """

    text: str
    url: str = ""
    link: int = 0
    strong: bool = False
    emphasis: bool = False
    place: Place | None = None
    named: Named | None = None
    shows: str = ""
    segment: int = 0

    def inline(self) -> Inline:
        """Return the run as it is printed."""
        if self.text == "\n":
            return LineBreak()
        inline: Inline = Text(self.named.written if self.named else self.text)
        if self.emphasis:
            inline = Emphasis((inline,))
        if self.strong:
            inline = Strong((inline,))
        return inline


@dataclass(frozen=True, slots=True)
class Line:
    """An item's words; a line break is one `\\n`, a named reading one `NAMED`."""

    runs: tuple[Run, ...]
    text: str = field(init=False)
    _starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        starts, at = [], 0
        for run in self.runs:
            starts.append(at)
            at += len(run.text)
        object.__setattr__(self, "text", "".join(run.text for run in self.runs))
        object.__setattr__(self, "_starts", tuple(starts))

    def part(self, start: int, end: int | None = None) -> Line:
        """Return the characters from *start* up to *end*."""
        end = len(self.text) if end is None else end
        if start <= 0 and end >= len(self.text):
            return self
        return Line(tuple(self._cut(start, end)))

    def trimmed(self, characters: str | None = None) -> Line:
        """Return the line without *characters* (by default white space) at either end."""
        left = len(self.text) - len(self.text.lstrip(characters))
        return self.part(left, max(len(self.text.rstrip(characters)), left))

    def run_at(self, offset: int) -> Run:
        """Return the run that the character at *offset* belongs to."""
        return self.runs[max(bisect_right(self._starts, offset) - 1, 0)]

    def spans(self) -> Iterator[tuple[int, int, Run]]:
        """Yield each run with its start and end."""
        for start, run in zip(self._starts, self.runs, strict=True):
            yield start, start + len(run.text), run

    def links(self) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and address of each link."""
        for number, found in groupby(self.spans(), lambda span: span[2].link):
            spans = list(found)
            if number:
                yield spans[0][0], spans[-1][1], spans[0][2].url

    def labels(self) -> list[tuple[int, int]]:
        """Return where the links stand whose words are mere labels, "slides" or "pdf"."""
        return [(a, b) for a, b, _ in self.links() if phrases.label_kind(self.text[a:b])]

    def inlines(self) -> Inlines:
        """Return the words as they are printed."""
        return _gathered(self.runs)

    def without(self, holes: Iterable[tuple[int, int]]) -> Line:
        """Return the line without the characters in *holes*."""
        holes = sorted(holes)
        if not holes:
            return self
        kept: list[Run] = []
        at = 0
        for start, end in holes:
            if start > at:
                kept += self._cut(at, start)
            at = max(at, end)
        return Line((*kept, *self._cut(at, len(self.text))))

    def written_lines(self) -> list[Line]:
        """Return the words of each line of the source apart."""
        grouped = groupby(self.runs, lambda run: run.place)
        return [Line(tuple(runs)).trimmed() for _, runs in grouped]

    def place(self) -> Place | None:
        """Return where the line's first character was written."""
        return next((run.place for run in self.runs if run.place), None)

    def _cut(self, start: int, end: int) -> Iterator[Run]:
        first = max(bisect_right(self._starts, start) - 1, 0)
        for number in range(first, len(self.runs)):
            run_start, run = self._starts[number], self.runs[number]
            if run_start >= end:
                return
            if run_start + len(run.text) > start:
                text = run.text[max(start - run_start, 0) : end - run_start]
                yield run if text == run.text else replace(run, text=text)


def line(children: Inlines, marks: Marks) -> Line:
    """Return *children* as a line, their *marks* read."""
    return Line(tuple(_Reader(marks).runs(children, Run(""))))


def join(lines: Iterable[Line]) -> Line:
    """Return *lines* as one, a line break between each two."""
    runs: list[Run] = []
    for number, each in enumerate(lines):
        if number:
            runs.append(Run("\n"))
        runs += each.runs
    return Line(tuple(runs))


def as_written(text: str, marks: Marks) -> str:
    """Return *text* without marks; what names a reading stands there as it is written."""
    return "".join(
        piece if mark is None else mark.written if isinstance(mark, Named) else ""
        for piece, mark in _pieces(text, marks)
    )


def named(run: Run) -> ReadingItem | None:
    """Return the reading that *run* names."""
    return run.named.item if run.named else None


def signs(run: Run) -> str:
    """Return the signs that stand with what *run* names."""
    return run.named.signs if run.named else ""


@dataclass(slots=True)
class _Reader:
    marks: Marks
    links: int = 0
    place: Place | None = None
    shows: str = ""
    segment: int = 0

    def runs(self, children: Inlines, style: Run) -> Iterator[Run]:
        for child in children:
            match child:
                case Text(text):
                    yield from self._text(text, style)
                case Code(text):
                    # Code shows an include as it is written; it assigns nothing.
                    yield replace(style, text=as_written(text, self.marks), place=self.place)
                case LineBreak():
                    yield replace(style, text="\n", url="", link=0, place=self.place)
                case Link(url, inner):
                    self.links += 1
                    if url == f"http://{plain_text(inner)}":
                        url = f"https://{plain_text(inner)}"  # "www.jstor.org/…", as it is typed
                    yield from self.runs(inner, replace(style, url=url, link=self.links))
                case Strong(inner):
                    yield from self.runs(inner, replace(style, strong=True))
                case Emphasis(inner):
                    yield from self.runs(inner, replace(style, emphasis=True))
                case _:
                    yield from self.runs(child.children, style)

    def _text(self, text: str, style: Run) -> Iterator[Run]:
        for piece, mark in _pieces(text, self.marks):
            match mark:
                case None if piece:
                    # `replace` would take a third of the time that a page is read in.
                    yield Run(
                        piece, style.url, style.link, style.strong, style.emphasis,
                        self.place, None, self.shows, self.segment,
                    )  # fmt: skip
                case Place() as place:
                    self.place = place
                case Shown(key):
                    self.shows = key
                case Named() as named:
                    yield replace(style, text=NAMED, place=self.place, named=named)
                case Nothing():
                    self.segment += 1
                case None:
                    pass


def _pieces(text: str, marks: Marks) -> Iterator[tuple[str, Mark | Nothing | None]]:
    """Yield the words of *text*, and its marks with "" for words."""
    mark: Mark | Nothing | None = None
    for number, piece in enumerate(MARK.split(text)):
        if number % 2:
            mark = marks.get(int(piece)) or Nothing()
            yield "", mark
        else:
            # A blank parts the mark of a line from its words, lest Markdown join the two.
            yield piece[1:] if isinstance(mark, Place) and piece[:1] == " " else piece, None


def _gathered(runs: Iterable[Run]) -> Inlines:
    """Return *runs* as inlines, what shares a link in one link."""
    found: list[Inline] = []
    for number, group in groupby(runs, lambda run: (run.link, run.url)):
        link, url = number
        inner = tuple(run.inline() for run in group)
        # What only the site can follow is words.
        if link and web_address.fault(url) is None:
            found.append(Link(url, merged(inner)))
        else:
            found += inner
    return merged(found)

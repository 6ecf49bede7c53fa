"""A page's blocks with their marks read: prose as it is printed, words with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coursepack.adapters.pandoc_tree import MARK
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    Text,
    merged,
)
from coursepack.model.web_address import Fault
from coursepack.pattern import pattern
from coursepack.read.pages.line import Line, as_written, line
from coursepack.read.pages.marks import Marks, Place

LOST_LINK = "lost-link"

_LINK = pattern(r"\[([^\[\]\n]{1,400})\]\((https?://[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")


def lost_link(url: str) -> str:
    """Say that *url* can be followed on its site only."""
    return f"the link to `{url}` leads nowhere outside its site and is not kept"


@dataclass(slots=True)
class PageText:
    """The text of a page after pandoc, which begins at *start*.

    `base` is the address that the site's own links begin at, "" where it is not known;
    `problems` gathers what is noticed.
    """

    start: Place
    marks: Marks
    base: str = ""
    problems: list[Diagnostic] = field(default_factory=list)
    _last: Place | None = None
    _relative: list[Diagnostic] = field(default_factory=list)

    def line(self, children: Inlines) -> Line:
        """Return *children* as one text that knows its places; links of the site stay in it."""
        return line(self._linked(children, keep=True), self.marks)

    def report(self, problems: Iterable[Diagnostic]) -> None:
        """Note *problems*, those of the site's own links apart."""
        for problem in problems:
            (self._relative if problem.code == LOST_LINK else self.problems).append(problem)

    def place(self, words: Line) -> Place:
        """Return where *words* were written."""
        place = words.place()
        if place:
            self._last = place
        return place or self._last or self.start

    def prose(self, block: Block) -> Block:
        """Return *block* as it is printed: without marks, and without links not to be followed."""
        match block:
            case Paragraph(children) | Heading(children=children):
                # A heading inside a list or a quotation heads no part of the course.
                return Paragraph(self.plain(children))
            case BulletList(items):
                return BulletList(tuple(self.blocks(item) for item in items))
            case OrderedList(start, items):
                return OrderedList(start, tuple(self.blocks(item) for item in items))
            case Quote(children):
                return Quote(self.blocks(children))
            case CodeBlock(text):
                return CodeBlock(self._as_written(text))
            case Table(header, rows):
                cells = [[self.plain(cell) for cell in row] for row in (header, *rows)]
                return Table(tuple(cells[0]), tuple(map(tuple, cells[1:])))
            case _:
                return block

    def blocks(self, blocks: Blocks) -> Blocks:
        """Return *blocks* as they are printed."""
        return tuple(self.prose(block) for block in blocks)

    def plain(self, children: Inlines) -> Inlines:
        """Return *children* as they are printed."""
        return merged(self._unmarked(self._linked(children)))

    def finished(self) -> list[Diagnostic]:
        """Return everything noticed, links of the site gathered in one note."""
        if self._relative:
            first = self._relative[0]
            more = len(self._relative) - 1
            others = "one more link" if more == 1 else f"{more} more links"
            message = first.message + (f", nor {others} of the page" if more else "")
            self.problems.append(
                Diagnostic(first.code, first.severity, message, first.span, (), first.hints)
            )
        return self.problems

    def _unmarked(self, children: Inlines) -> Iterator[Inline]:
        for child in children:
            match child:
                case Text(text):
                    yield Text(self._as_written(text))
                case Code(text):
                    yield Code(self._as_written(text))
                case LineBreak():
                    yield child
                case Link(url, inner):
                    yield Link(url, merged(self._unmarked(inner)))
                case _:
                    yield replace(child, children=merged(self._unmarked(child.children)))

    def _as_written(self, text: str) -> str:
        self._note_place(text)
        return as_written(text, self.marks)

    def _linked(self, children: Inlines, *, keep: bool = False) -> Inlines:
        """Return *children* without links that may not be followed, each one reported.

        With *keep* those that only the site can follow stay.
        """
        return merged(i for child in children for i in self._link(child, keep=keep))

    def _link(self, child: Inline, *, keep: bool) -> Iterator[Inline]:
        match child:
            case Text(text):
                self._note_place(text)
                yield from self._written_links(text, keep=keep)
            case Code() | LineBreak():
                yield child
            case Link(url, inner):
                linked = self._linked(inner, keep=keep)
                if safe := self._address(MARK.sub("", url), keep=keep):
                    yield Link(safe, linked)
                else:
                    yield from linked
            case _:
                yield replace(child, children=self._linked(child.children, keep=keep))

    def _note_place(self, text: str) -> None:
        for number in MARK.findall(text):
            if isinstance(mark := self.marks.get(int(number)), Place):
                self._last = mark

    def _written_links(self, text: str, *, keep: bool) -> Iterator[Inline]:
        """Read the links of Markdown that stands within HTML, where pandoc sees only text."""
        at = 0
        for found in _LINK.finditer(text) if "](" in text else ():
            yield Text(text[at : found.start()])
            yield from self._link(Link(found[2], (Text(found[1]),)), keep=keep)
            at = found.end()
        yield Text(text[at:]) if at else Text(text)

    def _address(self, url: str, *, keep: bool) -> str | None:
        """Return the address to link to; report one that may not stand, and return None."""
        if not url.strip():
            return None
        problem = web_address.fault(url)
        if problem is Fault.RELATIVE and self.base and not url.startswith("#"):
            return web_address.encoded(f"{self.base}/{url.lstrip('./')}")
        if problem not in (Fault.UNSAFE, Fault.RELATIVE):
            return web_address.encoded(url)
        place = self._last or self.start
        if problem is Fault.UNSAFE:
            message = f"a link may not lead to `{url}`"
            self._refuse("unsafe-url", Severity.ERROR, message, url, place, self.problems)
        elif keep:
            return url
        elif not url.startswith("#"):
            self._refuse(LOST_LINK, Severity.NOTE, lost_link(url), url, place, self._relative)
        return None

    def _refuse(
        self,
        code: str,
        severity: Severity,
        message: str,
        url: str,
        place: Place,
        into: list[Diagnostic],
    ) -> None:
        span = place.of(url)
        # Words of a paragraph are read more than once; what is wrong with them is said once.
        if any(d.span == span and d.message == message for d in into):
            return
        hints = ("write the whole address, `https://` and all",)
        into.append(Diagnostic(code, severity, message, span, (), hints))

"""What a rule is asked, and what it must declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from coursepack.identity import Works
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.outline import Outline, Reading
from coursepack.model.source import Sources, Span
from coursepack.model.work import Library, Work


@dataclass(frozen=True)
class Catalogue:
    """What the rules about works look at: every work there is, and where it was written.

    `papers` has the first work of each key, indexed by what tells which are one paper; `sources`
    the files themselves.
    """

    library: Library
    sources: Sources
    papers: Works

    def written(self, span: Span) -> str:
        """Return what stands at *span* in its file, quotes and all; "" where nothing does."""
        source = self.sources.find(span.source)
        if source is None:
            return ""
        start = source.offset(span.line, span.column)
        return source.text[start : source.offset(span.end_line, span.end_column)]

    def part(self, span: Span, start: int, end: int) -> Span:
        """Return the place of the characters *start* to *end* of what stands at *span*."""
        source = self.sources.find(span.source)
        if source is None:
            return span
        at = source.offset(span.line, span.column)
        return source.span(at + start, at + end)


@dataclass(frozen=True)
class Course(Catalogue):
    """What the other rules look at besides: the outline with its works.

    `assigned` holds every key that a reading names, known or not; `pages` the names of the
    files that the outline was read from. `each_unused` says whether works that no page assigns are
    wanted one by one.
    """

    outline: Outline[Reading]
    assigned: frozenset[str]
    pages: tuple[str, ...]
    each_unused: bool = False

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """Every work of the files, and those that only a page describes."""
        listed = set(map(id, self.library.works))
        described = (reading.work for reading in self.outline.readings())
        return (*self.library.works, *(work for work in described if id(work) not in listed))


def texts(work: Work) -> Iterator[tuple[str, Span]]:
    """Yield where the title and the names of *work* are written, and what they are called."""
    if work.title:
        yield "title", work.title.span
    for role, names in work.names.items():
        yield f"{role}s", names.span


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the code of its diagnostics, which is its file's name, and its question."""

    code: str
    check: Callable[[Course], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class WorksRule(Rule):
    """A rule about works alone: what it says stays true until a file of works changes."""

    check: Callable[[Catalogue], Iterator[Diagnostic]]

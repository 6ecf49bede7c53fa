"""A page's text as pandoc gets it, and how lines of any markup come to their marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from coursepack.adapters.pandoc_tree import unmarked
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source
from coursepack.read.pages.marks import Marks, Place, line_of
from coursepack.read.sites.site import Site

MOST_LINES = 20_000
"""A page of five thousand readings has half of it; ten times as much would take minutes."""

# What pandoc tries on a line costs the square of its length, and more with brackets left open.
_LONGEST_LINE = 50_000
_MOST_OPEN = 200
_MOST_INSIDE = 8  # files that include one another


@dataclass(slots=True)
class Laid:
    """A page's text for pandoc, and what its marks stand for.

    A page too long for anyone ends at `cut`; `problems` are what was noticed on the way. One of
    *html* that prints documents of Markdown is Markdown with HTML in it.
    """

    text: str
    marks: Marks = field(default_factory=Marks)
    cut: Place | None = None
    problems: tuple[Diagnostic, ...] = ()
    html: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a page, and where it was written."""

    text: str
    place: Place


@dataclass(slots=True)
class Lines:
    """The lines of *source*, those of a file where *included* finds its name in a line.

    There are no more than one beyond the last that is read, since files may include one another;
    `problems` gathers the names of files that are not there.
    """

    source: Source
    site: Site
    included: Callable[[str], str]
    problems: list[Diagnostic] = field(default_factory=list)

    def __iter__(self) -> Iterator[Written]:
        return islice(self._of(self.source, 0), MOST_LINES + 1)

    def _of(self, source: Source, depth: int) -> Iterator[Written]:
        for number, text in enumerate(source.text.split("\n"), start=1):
            name = self.included(text)
            if len(text) > _LONGEST_LINE or text.count("[") - text.count("]") > _MOST_OPEN:
                yield Written("", line_of(source, number))
                self._leave_out(text, line_of(source, number))
            elif not name:
                yield Written(unmarked(text), line_of(source, number))
            elif depth < _MOST_INSIDE and (inner := self._beside(source, name)):
                yield from self._of(inner, depth + 1)
            else:
                yield Written("", line_of(source, number))
                self._miss(name, line_of(source, number))

    def _beside(self, source: Source, name: str) -> Source | None:
        folder = PurePosixPath(source.name).parent
        return self.site.open(f"{folder / name}") or self.site.open(name)

    def _leave_out(self, text: str, place: Place) -> None:
        message = f"a line of {len(text):,} characters is not read"
        hint = "end each paragraph, and each bracket, before the next begins"
        span = place.of(text[:40])
        self.problems.append(
            Diagnostic("long-line", Severity.WARNING, message, span, hints=(hint,))
        )

    def _miss(self, name: str, place: Place) -> None:
        message = f"`{name}` is not read: it is no file of the course, or includes itself"
        if not any(problem.message == message for problem in self.problems):
            said = Diagnostic("unread-markup", Severity.WARNING, message, place.of(name))
            self.problems.append(said)


def citation(keys: str) -> str:
    """Return the citation of *keys*, parted by commas, as pandoc's Markdown has it."""
    names = (key.strip() for key in keys.split(","))
    return f"[{'; '.join(f'@{name}' for name in names if name)}]"


def laid(lines: Iterable[Written], marked: Callable[[Written, Marks], str]) -> Laid:
    """Return *lines* as one text, each as *marked* lays it out, up to the last that is read."""
    page = Laid("")
    kept: list[str] = []
    for line in lines:
        if len(kept) == MOST_LINES:
            page.cut = line.place
            break
        kept.append(marked(line, page.marks))
    page.text = "\n".join(kept) + "\n"
    return page

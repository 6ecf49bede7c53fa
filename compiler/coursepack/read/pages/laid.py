"""A page's text as pandoc gets it, and how lines of any markup come to their marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from coursepack.adapters.pandoc_tree import unmarked
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.source import Source
from coursepack.read.pages.marks import Marks, Place, line_of
from coursepack.read.sites.site import Site

MOST_LINES = 20_000
"""A page of five thousand readings has half of it; ten times as much would take minutes."""

_MOST_INSIDE = 8  # files that include one another


@dataclass(slots=True)
class Laid:
    """A page's text for pandoc, and what its marks stand for.

    A page too long for anyone ends at `cut`; `problems` are what was noticed on the way.
    """

    text: str
    marks: Marks = field(default_factory=Marks)
    cut: Place | None = None
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a page, and where it was written."""

    text: str
    place: Place


def lines_of(
    source: Source, site: Site, included: Callable[[str], str], depth: int = 0
) -> Iterator[Written]:
    """Yield the lines of *source*, those of a file where *included* finds its name in a line."""
    for number, text in enumerate(source.text.split("\n"), start=1):
        name = included(text)
        inner = _beside(source, name, site) if name and depth < _MOST_INSIDE else None
        if inner:
            yield from lines_of(inner, site, included, depth + 1)
        else:
            yield Written(unmarked(text), line_of(source, number))


def _beside(source: Source, name: str, site: Site) -> Source | None:
    folder = PurePosixPath(source.name).parent
    return site.open(f"{folder / name}") or site.open(name)


def citation(keys: str) -> str:
    """Return the citation of *keys*, parted by commas, as pandoc's Markdown has it."""
    names = (key.strip() for key in keys.split(","))
    return f"[{'; '.join(f'@{name}' for name in names if name)}]"


def laid(lines: Iterator[Written], marked: Callable[[Written, Marks], str]) -> Laid:
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

"""Works cited by themselves, and styles looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coursepack.adapters.programs import Programs
from coursepack.check import adjustable
from coursepack.cite import SAMPLE, references
from coursepack.model.diagnostic import Outcome, Severity
from coursepack.model.outline import Reference
from coursepack.pipeline import Wishes, with_programs
from coursepack.pipeline.front_end import style_of
from coursepack.read import course, library
from coursepack.read import style as styles
from coursepack.read.disk import Disk
from coursepack.read.words import venue_table
from coursepack.resolve import works_called
from coursepack.write import known


@dataclass(frozen=True, slots=True)
class FoundStyles:
    """Styles that were looked for, and an entry as the first of them prints it."""

    entries: tuple[styles.ListedStyle, ...]
    sample: Reference | None = None


def cite_works(disk: Disk, keys: Sequence[str], wishes: Wishes) -> Outcome[tuple[Reference, ...]]:
    """Return the entry of each work called one of *keys*, in their order."""

    def run(programs: Programs) -> Outcome[tuple[Reference, ...]]:
        found = course.find(disk, known(), adjustable(), wishes.pages, wishes.works)
        with venue_table.using(found.value.venues):
            works = library.read(found.value.works, found.value.called)
        bound = works_called(keys, works.value, found.value.settings.prefer)
        settings = found.value.settings
        style = style_of(disk, settings, wishes)
        # What the files hold besides is not asked: only what stops these entries is said.
        said = [d for d in works.diagnostics if d.severity is Severity.ERROR]
        said += [*bound.diagnostics, *style.diagnostics]
        if style.value is None:
            return Outcome((), tuple(said))
        formatted = references(
            bound.value,
            style.value,
            settings.language,
            settings.citation_engine,
            programs.pandoc,
        )
        return Outcome(formatted.value, (*said, *formatted.diagnostics))

    nothing: tuple[Reference, ...] = ()
    return with_programs(nothing, run)


def find_styles(disk: Disk, query: str) -> FoundStyles:
    """Return the styles that answer to *query*, and how the first of them prints a paper."""
    own = styles.own_styles()
    entries = styles.search(query, own, disk.root)
    if not entries or not query:
        return FoundStyles(entries)
    found = styles.find(entries[0].name, None, disk.root, own)
    if found.value is None:
        return FoundStyles(entries)
    style = found.value

    def run(programs: Programs) -> Outcome[tuple[Reference, ...]]:
        return references((SAMPLE,), style, "en-US", "pandoc", programs.pandoc)

    nothing: tuple[Reference, ...] = ()
    shown = with_programs(nothing, run).value
    return FoundStyles(entries, shown[0] if shown else None)

"""Format the entry of every reading, and lead its title to the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from coursepack.adapters import citeproc_py
from coursepack.adapters.pandoc import Pandoc
from coursepack.cite.partition import runs
from coursepack.cite.prepare import address, prepared
from coursepack.cite.signs import signed
from coursepack.cite.style import prepare
from coursepack.cite.whole_names import whole
from coursepack.model import web_address
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Code, Inline, Inlines, LineBreak, Link, Text, WorkTitle
from coursepack.model.outline import CitedReading, Outline, Reading, Reference
from coursepack.model.style import Style
from coursepack.model.work import Work

Entries = Callable[[tuple[Work, ...]], Outcome[tuple[Reference, ...]]]
"""What formats the entries of works, such as `references` in the style of a course."""


def cite(outline: Outline[Reading], format_entries: Entries) -> Outcome[Outline[CitedReading]]:
    """Return *outline* with the entry of each reading, as *format_entries* makes it.

    Works are numbered as they first appear; a work that comes again keeps its entry.
    """
    works = {reading.work.key.value: reading.work for reading in outline.readings()}
    entries = format_entries(tuple(works.values()))
    by_key = dict(zip(works, entries.value, strict=True)) if entries.value else {}

    def cited(reading: Reading) -> Iterator[CitedReading]:
        if reference := by_key.get(reading.work.key.value):
            yield CitedReading(reading, reference)

    return Outcome(outline.replace_readings(cited), entries.diagnostics)


def references(
    works: Sequence[Work], style: Style, language: str, engine: str, pandoc: Pandoc
) -> Outcome[tuple[Reference, ...]]:
    """Return the entry of each of *works*, in their order; none where the engine fails."""
    if not works:
        return Outcome(())
    ready = tuple(map(prepared, works))
    fitted = prepare(style)
    if engine == "citeproc-py":
        formatted = citeproc_py.cite(ready, fitted, language)
    else:
        formatted = Outcome(_by_pandoc(ready, fitted, language, pandoc))
    if not formatted.value:
        return formatted
    named = (whole(*pair) for pair in zip(formatted.value, ready, strict=True))
    linked = (
        _linked(signed(each, language), work) for each, work in zip(named, ready, strict=True)
    )
    return Outcome(tuple(linked), formatted.diagnostics)


def _by_pandoc(
    works: Sequence[Work], style: Style, language: str, pandoc: Pandoc
) -> tuple[Reference, ...]:
    parted = runs(works, style)
    in_runs = [work.key.value for run in parted for work in run.works]
    found = dict(zip(in_runs, pandoc.cite(parted, language), strict=True))
    return tuple(found[work.key.value] for work in works)


def _linked(reference: Reference, work: Work) -> Reference:
    # Some styles print nothing for kinds of works they do not know; a title is owed all the same.
    title = work.title.value if work.title else ()
    text = reference.text or (WorkTitle(title),)
    return Reference(_with_links(text, address(work)), reference.label)


def _with_links(children: Inlines, target: str | None) -> Inlines:
    return tuple(inline for child in children for inline in _with_link(child, target))


def _with_link(inline: Inline, target: str | None) -> Iterator[Inline]:
    """Yield *inline* with its title leading to *target*, and no other link round a title."""
    match inline:
        case Text() | Code() | LineBreak():
            yield inline
        case WorkTitle(children):
            inner = _without_links(children)
            yield WorkTitle((Link(target, inner),) if target else inner)
        case Link(url, children):
            safe = web_address.encoded(url)
            if safe is None or any(isinstance(child, WorkTitle) for child in _all(children)):
                yield from _with_links(children, target)
            else:
                yield Link(safe, children)
        case _:
            yield replace(inline, children=_with_links(inline.children, target))


def _without_links(children: Inlines) -> Inlines:
    return tuple(inline for child in children for inline in _bare(child))


def _bare(inline: Inline) -> Iterator[Inline]:
    match inline:
        case Text() | Code() | LineBreak():
            yield inline
        case Link(_, children):
            yield from _without_links(children)
        case _:
            yield replace(inline, children=_without_links(inline.children))


def _all(children: Inlines) -> Iterator[Inline]:
    for child in children:
        yield child
        if not isinstance(child, Text | Code | LineBreak):
            yield from _all(child.children)

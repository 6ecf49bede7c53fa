"""The controls of a page that can be searched, and under what each reading is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from coursepack import words
from coursepack.model.controls import Controls, Filter
from coursepack.model.document import (
    Blocks,
    Heading,
    ReadingEntry,
    ReadingList,
    plain_text,
)
from coursepack.model.outline import CitedReading
from coursepack.model.work import Work
from coursepack.pattern import pattern

REQUIREMENT, SECTION, YEAR, KIND, PRESENTER = "need", "section", "year", "kind", "presenter"
REQUIRED, OPTIONAL = "required", "optional"

_MOST_YEARS = 12  # beyond, one chooses among decades
_KINDS = {
    "article": (
        *("article-journal", "article-magazine", "article-newspaper"),
        *("periodical", "review", "review-book"),
    ),
    "paper": ("paper-conference",),
    "preprint": ("article",),
    "book": ("book", "classic", "collection", "pamphlet"),
    "chapter": ("chapter", "entry", "entry-dictionary", "entry-encyclopedia"),
    "report": ("report", "standard"),
    "thesis": ("thesis",),
    "web": ("webpage", "post", "post-weblog"),
}
_KIND_OF = {kind: group for group, kinds in _KINDS.items() for kind in kinds}
_VENUES = (
    *("container-title", "container-title-short", "event-title", "collection-title"),
    *("publisher", "archive", "arxiv", "DOI", "keyword"),
)
_SIGNS = pattern(r"[\W_]+")
_LEVEL = "\N{NO-BREAK SPACE}" * 3


class Finding:
    """Tells under what the readings of one document are found; a *public* one no presenter."""

    def __init__(self, readings: Iterable[CitedReading], *, public: bool) -> None:
        years = {year for each in readings if (year := _year(each.reading.work)) is not None}
        self._by_decade = len(years) > _MOST_YEARS
        self._public = public

    def filed(self, cited: CitedReading) -> tuple[tuple[str, str], ...]:
        """Return the choice of each filter, but for the section, under which *cited* is found."""
        item, work = cited.reading.item, cited.reading.work
        year = _year(work)
        binding = item.requirement
        told = (
            (REQUIREMENT, (REQUIRED if binding.required else OPTIONAL) if binding else ""),
            (YEAR, "" if year is None else self._span(year)),
            (KIND, _KIND_OF.get(work.kind, "other")),
            (PRESENTER, "" if self._public else " ".join(item.presenter.split())),
        )
        return tuple((name, value) for name, value in told if value)

    def _span(self, year: int) -> str:
        first = year // 10 * 10
        return f"{first}–{first + 9}" if self._by_decade else str(year)


def unprinted(work: Work, printed: str) -> str:
    """Return the words by which people look for *work* and that *printed* does not say."""
    said = _folded(printed)
    found: list[str] = []
    for told in _words(work):
        folded = _folded(told)
        if folded and folded not in said:
            found.append(" ".join(told.split()))
            said += f"| {folded}"
    return " | ".join(found)


def controls(blocks: Blocks) -> Controls | None:
    """Return the controls for the readings of *blocks*, None where it has none."""
    entries = [entry for _, entry in _placed(blocks)]
    if not entries:
        return None
    said = words.here()
    kinds = {kind: getattr(said, f"kind_{kind}") for kind in (*_KINDS, "other")}
    needs = {REQUIRED: said.required, OPTIONAL: said.optional}
    filters = (
        _filter(entries, REQUIREMENT, said.by_requirement, needs.get, [*needs].index),
        _sections(blocks, said.by_section),
        _filter(entries, YEAR, said.by_year, str, lambda span: int(span.partition("–")[0])),
        _filter(entries, KIND, said.by_kind, kinds.get, [*kinds].index),
        _filter(entries, PRESENTER, said.by_presenter, str, str.casefold),
    )
    return Controls(
        search=said.search,
        shortcut=said.shortcut,
        everything=said.everything,
        clear=said.clear,
        copy=said.copy,
        copied=said.copied,
        not_copied=said.not_copied,
        shown=said.forms("shown"),
        filters=tuple(each for each in filters if each),
    )


def _filter(
    entries: list[ReadingEntry],
    name: str,
    label: str,
    called: Callable[[str], str | None],
    rank: Callable[[str], Any],
) -> Filter | None:
    """Return the filter called *name*, None where no choice of it would leave a reading out.

    A choice is *called* so in words; *rank* is what the choices are put in order by.
    """
    values = [dict(entry.filed).get(name, "") for entry in entries]
    if len(set(values)) < 2:
        return None
    found = sorted({value for value in values if value}, key=rank)
    return Filter(name, label, tuple((value, called(value) or value) for value in found))


def _sections(blocks: Blocks, label: str) -> Filter | None:
    inside = {heading.anchor for headings, _ in _placed(blocks) for heading in headings}
    found = [b for b in blocks if isinstance(b, Heading) and b.anchor in inside]
    if len(found) < 2:
        return None
    top = min(heading.level for heading in found)
    choices = (
        (h.anchor, _LEVEL * (h.level - top) + " ".join(plain_text(h.children).split()))
        for h in found
    )
    return Filter(SECTION, label, tuple(choices))


def _placed(blocks: Blocks) -> Iterator[tuple[tuple[Heading, ...], ReadingEntry]]:
    """Yield each reading with the headings that it stands under."""
    above: list[Heading] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1].level >= block.level:
                above.pop()
            above.append(block)
        elif isinstance(block, ReadingList):
            for item in block.items:
                if isinstance(item, ReadingEntry):
                    yield tuple(above), item


def _words(work: Work) -> Iterator[str]:
    if work.title:
        yield plain_text(work.title.value)
    for names in work.names.values():
        yield from (name.in_order() for name in names.people)
    for name in _VENUES:
        yield work.text(name)
    year = _year(work)
    yield "" if year is None else str(year)


def _folded(text: str) -> str:
    return f" {_SIGNS.sub(' ', text.casefold()).strip()} " if text.strip() else ""


def _year(work: Work) -> int | None:
    issued = work.dates.get("issued")
    return issued.value.year if issued else None

"""Part the works into runs, so that a long list takes time in proportion to its length.

pandoc compares every two works of a run to tell their citations apart, which takes minutes
for thousands. Only works of one first name, and of one year where citations show it, can be
mistaken for each other; the others' entries are the same without the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from coursepack.adapters.pandoc import Run
from coursepack.cite.style import without_disambiguation
from coursepack.model.document import plain_text
from coursepack.model.style import Style
from coursepack.model.work import Person, Work

# Groups that collide are compared together up to this many works a run.
TOGETHER = 60

# Roles in the order in which styles look for who answers for a work.
_ROLES = ("author", "editor", "translator", "director", "composer", "container-author")

# What a citation calls a work by: a first name, and a year where it shows one.
_Call = tuple[str, int | None]


def runs(works: Sequence[Work], style: Style) -> tuple[Run, ...]:
    """Return *works* in runs; the works of each run keep their order."""
    apart = without_disambiguation(style.xml)
    if apart == style.xml or style.category == "label":
        # A label ("Knu84a") is made from every author: all labels must be compared.
        return (Run(style.xml, tuple(works)),)
    if _is_numbered(style):
        # Numbers tell works apart already, and must count through the whole list.
        return (Run(apart, tuple(works)),)
    with_year = style.category == "author-date"
    groups: dict[_Call, list[Work]] = {}
    for work in works:
        groups.setdefault(_cited_as(work, with_year), []).append(work)
    alone = tuple(group[0] for group in groups.values() if len(group) == 1)
    return (
        *([Run(apart, alone)] if alone else []),
        *(Run(style.xml, together) for together in _together(groups)),
    )


def _is_numbered(style: Style) -> bool:
    if style.category:
        return style.category == "numeric"
    return "citation-number" in style.xml


def _together(groups: Mapping[_Call, list[Work]]) -> Iterator[tuple[Work, ...]]:
    batch: list[Work] = []
    for group in groups.values():
        if len(group) == 1:
            continue
        if batch and len(batch) + len(group) > TOGETHER:
            yield tuple(batch)
            batch = []
        batch += group
    if batch:
        yield tuple(batch)


def _cited_as(work: Work, with_year: bool) -> _Call:
    """Return the name, and the year if there is one, by which a citation calls *work*."""
    issued = work.dates.get("issued") if with_year else None
    return _first_name(work).casefold(), issued.value.year if issued else None


def _first_name(work: Work) -> str:
    for role in _ROLES:
        names = work.names.get(role)
        if names and names.people:
            first = names.people[0]
            return first.family if isinstance(first, Person) else first.name
    return plain_text(work.title.value) if work.title else ""

"""Write a work as the fields of an entry, in the manner of the others of its file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from coursepack.adapters import csl_json
from coursepack.model.habits import Habits, People
from coursepack.model.work import Name, Names, Organization, Person, Work

Fields = dict[str, Any]
"""Names and values; a value is a text, a whole number, or a list or mapping of such."""

_VENUE = "venue"
_ORDER = (
    "type",
    "title",
    "author",
    "editor",
    "translator",
    "container-title",
    "container-title-short",
    "collection-title",
    "publisher",
    "publisher-place",
    "issued",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "version",
    "ISBN",
    "DOI",
    "arxiv",
    "URL",
)
_MARKDOWN = re.compile(r"([\\*_^~])")


def ways(work: Work, habits: Habits) -> Iterator[Fields]:
    """Yield the fields of *work* as its file would have them, then in ways less like the file's.

    The last has CSL's own names and parts, which no reader can take for something else.
    """
    yield dict(_fields(work, habits))
    parted = replace(habits, people=People.PARTS)
    yield dict(_fields(work, parted))
    plain = replace(parted, is_dated=False, container_names={})
    names = {name: text for name, text in habits.names.items() if name != _VENUE}
    yield dict(_fields(work, replace(plain, names=names)))
    yield dict(_fields(work, replace(plain, names={})))


def _fields(work: Work, habits: Habits) -> Iterator[tuple[str, Any]]:
    item = csl_json.item(work)
    if "URL" in habits.names and work.text("DOI"):
        # Where every work has an address, a page of the course may show nothing else.
        item.setdefault("URL", f"https://doi.org/{work.text('DOI')}")
    is_loose = _is_loose(habits)
    names = habits.names
    for variable in (*_ORDER, *(name for name in item if name not in _ORDER)):
        value = item.get(variable)
        if variable == "id" or not value:
            continue
        if variable == "type" and is_loose and "type" not in names:
            continue
        if variable == "title" and habits.has_markdown:
            value = _MARKDOWN.sub(r"\\\1", value)
        if variable in work.names:
            yield names.get(variable, variable), _people(work.names[variable], habits.people)
        elif variable == "container-title":
            yield _container_name(work, habits), _container(work, habits)
        elif variable == "container-title-short" and _VENUE in names:
            continue  # what is short stands where the venue does
        elif variable == "publisher" and _is_place(work) and _VENUE in names:
            yield _container_name(work, habits), _container(work, habits)
        elif variable == "issued":
            yield from _issued(work, habits)
        else:
            yield names.get(variable, variable.lower() if is_loose else variable), value


def _is_loose(habits: Habits) -> bool:
    """Say whether a file has names of its own rather than CSL's."""
    return _VENUE in habits.names or habits.names.get("author") == "authors"


def _is_place(work: Work) -> bool:
    """A preprint stands in no container: its archive is its publisher."""
    return work.kind == "article" and "container-title" not in work.fields


def _container_name(work: Work, habits: Habits) -> str:
    usual = habits.names.get("container-title") or habits.names.get(_VENUE)
    return habits.container_names.get(work.kind) or usual or "container-title"


def _container(work: Work, habits: Habits) -> str:
    name = work.text("container-title") or work.text("publisher")
    issued = work.dates.get("issued")
    if _VENUE not in habits.names or not habits.is_dated:
        return name
    short = re.sub(r"[\s'’]*\d{2,4}$", "", work.text("container-title-short")) or name
    return f"{short} {issued.value.year}" if issued else short


def _issued(work: Work, habits: Habits) -> Iterator[tuple[str, Any]]:
    date, names = work.dates["issued"].value, habits.names
    if habits.is_dated and ("container-title" in work.fields or _is_place(work)):
        return
    if "year" in names or (_is_loose(habits) and "issued" not in names):
        yield names.get("year", "year"), date.year
        if date.month and "month" in names:
            yield names["month"], date.month
        return
    parts = [date.year, *filter(None, (date.month, date.day))]
    if habits.people is People.PARTS and not _is_loose(habits):
        yield names.get("issued", "issued"), {"date-parts": [parts]}
        return
    text = "-".join((f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])))
    yield names.get("issued", "issued"), text


def _people(names: Names, form: People) -> str | list[str] | list[dict[str, str]]:
    people = names.with_others()
    match form:
        case People.TEXT:
            return _listed([_natural(name) for name in names.people], complete=names.complete)
        case People.REVERSED:
            return " and ".join(_reversed(name) for name in people)
        case People.SEMICOLONS:
            return "; ".join(_reversed(name) for name in people)
        case People.NAMES:
            return [_natural(name) for name in people]
        case People.REVERSED_NAMES:
            return [_reversed(name) for name in people]
        case People.PARTS:
            return [name.parts() for name in people]


def _listed(names: Sequence[str], *, complete: bool) -> str:
    if not complete:
        return f"{', '.join(names)}, et al."
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _natural(name: Name) -> str:
    if isinstance(name, Organization):
        return name.name
    family = " ".join(filter(None, (name.dropping_particle, name.particle, name.family)))
    return " ".join(filter(None, (name.given, family, name.suffix)))


def _reversed(name: Name) -> str:
    if not isinstance(name, Person):
        return name.name
    family = " ".join(filter(None, (name.dropping_particle, name.particle, name.family)))
    return ", ".join(filter(None, (family, name.suffix, name.given)))


_OF_BIBTEX = {"DOI": "doi", "page": "pages", "issue": "number", "number": "eid"}
_OF_RIS = {"DOI": "DO", "page": "SP", "volume": "VL", "issue": "IS", "number": "C7"}


def additions(fields: Mapping[str, str], suffix: str, habits: Habits | None) -> Fields:
    """Return CSL's *fields* by the names that a file of this *suffix* has for them."""
    if suffix == ".ris":
        made = {_OF_RIS[name]: text for name, text in fields.items() if name in _OF_RIS}
        first, dash, last = made.get("SP", "").partition("-")
        return made | ({"SP": first, "EP": last} if dash else {})
    if habits is None:
        return {
            _OF_BIBTEX.get(name, name): text.replace("-", "--") if name == "page" else text
            for name, text in fields.items()
        }
    is_loose = _is_loose(habits)
    return {
        habits.names.get(name, name.lower() if is_loose else name): text
        for name, text in fields.items()
    }

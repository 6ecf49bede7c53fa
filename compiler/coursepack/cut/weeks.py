"""Which week a reading is for, by what the headings above it say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Readings, Section
from coursepack.pattern import pattern

_NUMBERED = pattern(r"\b(?:week|wk)\.?\s*#?\s*(\d{1,2})\b", re.IGNORECASE)
_ISO = pattern(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMERIC = pattern(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/((?:19|20)?\d\d))?(?![\d/])")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_MONTH_DAY = pattern(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b", re.IGNORECASE)
_DAY_MONTH = pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH}", re.IGNORECASE)
_YEAR = pattern(r"\b((?:19|20)\d\d)\b")
_WEEKDAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_LETTERS = {"m": 0, "t": 1, "w": 2, "r": 3, "f": 4, "s": 5}
_WEEKDAY = pattern(
    r"\b(?:(mo|tu|we|th|fr|sa|su)(?:[a-z]*day|n|e|es|d|u|ur|urs|i|t|n)?\.?|([mtwrfs]))(?=[\s,]+\S)",
    re.IGNORECASE,
)


def weeks(outline: Outline[Reading]) -> dict[int, str]:
    """Return the week of each reading by its identity, "" where nothing tells one.

    A numbered week is called so ("Week 3"); others by the Monday that they begin with
    ("Week of 13 January"). Dates without a year lie in that in which most of their weekdays fit.
    """
    said = list(_told(outline))
    year = _likely_year([text for _, text in said])
    known: dict[int, str] = {}
    for reading, text in said:
        own = reading.item.date
        known[id(reading)] = _week(own, year) or _week(text, year) if own else _week(text, year)
    return known


def _told(outline: Outline[Reading]) -> Iterator[tuple[Reading, str]]:
    """Yield each reading with what the nearest heading that tells a week says."""
    for reading in _of(outline.body):
        yield reading, ""
    for part in outline.parts:
        yield from _below(part, "")


def _below(section: Section[Reading], above: str) -> Iterator[tuple[Reading, str]]:
    text = f"{section.date} {plain_text(section.title.value)}"
    told = text if _numbered(text) or _dates(text) else above
    for reading in _of(section.body):
        yield reading, told
    for inner in section.sections:
        yield from _below(inner, told)


def _of(body: tuple[object, ...]) -> Iterator[Reading]:
    for block in body:
        if isinstance(block, Readings):
            yield from (item for item in block.items if isinstance(item, Reading))


def _week(text: str, year: int) -> str:
    if number := _numbered(text):
        return f"Week {number}"
    for day in _dates(text, year):
        monday = day - dt.timedelta(days=day.weekday())
        return f"Week of {monday.day} {monday:%B}"
    return ""


def _numbered(text: str) -> str:
    found = _NUMBERED.search(text)
    return str(int(found[1])) if found else ""


def _dates(text: str, year: int = 2000) -> list[dt.date]:
    """Return the dates in *text*; those without a year lie in *year*."""
    found: list[tuple[int, int, int, int]] = []
    found += [(m.start(), int(m[1]), int(m[2]), int(m[3])) for m in _ISO.finditer(text)]
    stated = _YEAR.search(text)
    year = int(stated[1]) if stated else year
    for m in _NUMERIC.finditer(text):
        own = int(m[3]) if m[3] else year
        found.append((m.start(), own + 2000 if own < 100 else own, int(m[1]), int(m[2])))
    for m in _MONTH_DAY.finditer(text):
        found.append((m.start(), year, _MONTHS.index(m[1].lower()) + 1, int(m[2])))
    for m in _DAY_MONTH.finditer(text):
        found.append((m.start(), year, _MONTHS.index(m[2].lower()) + 1, int(m[1])))
    return [day for _, *parts in sorted(found) if (day := _date(*parts))]


def _date(year: int, month: int, day: int) -> dt.date | None:
    if month > 12:
        month, day = day, month  # "14/1": the day first.
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _likely_year(texts: list[str]) -> int:
    """Return the year that is stated, else the one in which most of the weekdays fit."""
    stated = [m[1] for text in texts for m in _YEAR.finditer(text)]
    if stated:
        return int(max(set(stated), key=stated.count))
    told = [(text, day) for text in texts if (day := _weekday(text)) is not None]

    def fitting(year: int) -> int:
        return sum(any(d.weekday() == day for d in _dates(text, year)[:1]) for text, day in told)

    # Every pairing of dates and weekdays comes back within eleven years.
    return max(range(2031, 2015, -1), key=fitting) if told else 2027


def _weekday(text: str) -> int | None:
    found = _WEEKDAY.search(text)
    if not found:
        return None
    return _WEEKDAYS[found[1].lower()] if found[1] else _LETTERS[found[2].lower()]

"""A day as people write it: with or without its year, beside its weekday or not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from coursepack.languages import dated
from coursepack.pattern import pattern

_ISO = pattern(r"\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = pattern(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/((?:19|20)?\d\d))?(?![\d/])")
_DOTTED = pattern(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)")
_DOTTED_ALONE = pattern(r"\W*(?:[^\W\d_]{2,10}\.?,?\s+)?(\d{1,2})\.\s?(\d{1,2})\.\W*")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_MONTH_DAY = pattern(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b", re.IGNORECASE)
_DAY_MONTH = pattern(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\.?\s+|-){_MONTH}", re.IGNORECASE)
_WEEK = pattern(r"\b(?:week|wk)\.?\s*#?\d{1,2}\b(?!/)", re.IGNORECASE)
_YEAR = pattern(r"\b((?:19|20)\d\d)\b")
_WEEKDAYS = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
_LETTERS = {"m": 0, "t": 1, "w": 2, "r": 3, "f": 4, "s": 5}
_WEEKDAY = pattern(
    r"\b(?:(mo|tu|we|th|fr|sa|su)(?:[a-z]*day|n|e|es|d|u|ur|urs|i|t|n)?\.?|([mtwrfs]))(?=[\s,]+\S)",
    re.IGNORECASE,
)


def days_in(text: str, year: int = 2000) -> list[dt.date]:
    """Return the days in *text*, in its order; those without a year lie in *year*."""
    text = _WEEK.sub(" ", dated(text))
    found: list[tuple[int, int, int, int]] = []
    found += [(m.start(), int(m[1]), int(m[2]), int(m[3])) for m in _ISO.finditer(text)]
    year = stated_year(text) or year
    for m in _NUMERIC.finditer(text):
        own = int(m[3]) if m[3] else year
        found.append((m.start(), own + 2000 if own < 100 else own, int(m[1]), int(m[2])))
    # Day and month, as much of Europe writes them; without a year only where nothing else is said.
    for m in _DOTTED.finditer(text):
        found.append((m.start(), int(m[3]), int(m[2]), int(m[1])))
    if alone := _DOTTED_ALONE.fullmatch(text):
        found.append((alone.start(1), year, int(alone[2]), int(alone[1])))
    for m in _MONTH_DAY.finditer(text):
        found.append((m.start(), year, _MONTHS.index(m[1].lower()) + 1, int(m[2])))
    for m in _DAY_MONTH.finditer(text):
        found.append((m.start(), year, _MONTHS.index(m[2].lower()) + 1, int(m[1])))
    return [day for _, *parts in sorted(found) if (day := _day(*parts))]


def stated_year(text: str) -> int | None:
    """Return the year that *text* states."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def likely_year(texts: Sequence[str]) -> int:
    """Return the year that is stated, else the one in which most of the weekdays fit."""
    stated = [m[1] for text in texts for m in _YEAR.finditer(text)]
    if stated:
        return int(max(set(stated), key=stated.count))
    told = [(text, day) for text in texts if (day := weekday_in(text)) is not None]

    def fitting(year: int) -> int:
        return sum(any(d.weekday() == day for d in days_in(text, year)[:1]) for text, day in told)

    # Every pairing of dates and weekdays comes back within eleven years.
    return max(range(2031, 2015, -1), key=fitting) if told else 2027


def weekday_in(text: str) -> int | None:
    """Return the weekday, from Monday as 0, that stands before a date in *text*."""
    found = _WEEKDAY.search(dated(text))
    if not found:
        return None
    return _WEEKDAYS[found[1].lower()] if found[1] else _LETTERS[found[2].lower()]


def _day(year: int, month: int, day: int) -> dt.date | None:
    if month > 12:
        month, day = day, month  # "14/1": the day first.
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

"""Which week a reading is for, by what the headings above it say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from coursepack import words
from coursepack.adapters import date_words
from coursepack.days import days_in, likely_year
from coursepack.languages import dated
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Section, readings_in
from coursepack.model.schedule import Schedule
from coursepack.pattern import pattern

_NUMBERED = pattern(r"\b(?:week|wk)\.?\s*#?\s*(\d{1,2})\b", re.IGNORECASE)


def weeks(outline: Outline[Reading], language: str) -> dict[int, str]:
    """Return the week of each reading by its identity, "" where nothing tells one.

    A numbered week is called so ("Week 3"); others by the Monday that they begin with
    ("Week of January 13"). Dates without a year lie in that in which most of their weekdays fit.
    """
    said = list(_told(outline))
    year = likely_year([text for _, text in said])
    known: dict[int, str] = {}
    for reading, text in said:
        own = reading.item.date
        known[id(reading)] = (_week(own, year, language) if own else "") or _week(
            text, year, language
        )
    return known


def planned(schedule: Schedule[Reading], language: str) -> dict[int, str]:
    """Return the week of each reading of *schedule* by its identity: "Week 3 (January 18)"."""
    numbers = {week.first: week.number for week in schedule.weeks}
    firsts: dict[dt.date, dt.date] = {}
    known: dict[int, str] = {}
    for session in schedule.sessions:
        week = schedule.timetable.week_of(session.day)
        first = firsts.setdefault(week, session.day)
        for reading in session.readings:
            day = date_words.month_day(first, language)
            title = words.here().week_from.format(number=numbers[week], day=day)
            known.setdefault(id(reading), title)
    return known


def _told(outline: Outline[Reading]) -> Iterator[tuple[Reading, str]]:
    """Yield each reading with what the nearest heading that tells a week says."""
    for reading in readings_in(outline.body):
        yield reading, ""
    for part in outline.parts:
        yield from _below(part, "")


def _below(section: Section[Reading], above: str) -> Iterator[tuple[Reading, str]]:
    text = f"{section.date} {plain_text(section.title.value)}"
    told = text if _numbered(text) or days_in(text) else above
    for reading in section.own_readings():
        yield reading, told
    for inner in section.sections:
        yield from _below(inner, told)


def _week(text: str, year: int, language: str) -> str:
    if number := _numbered(text):
        return words.here().week.format(number=number)
    for day in days_in(text, year):
        monday = day - dt.timedelta(days=day.weekday())
        return words.here().week_of.format(day=date_words.month_day(monday, language))
    return ""


def _numbered(text: str) -> str:
    found = _NUMBERED.search(dated(text))
    return str(int(found[1])) if found else ""

"""How much is read each week, and of which years, as charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from coursepack.adapters import date_words
from coursepack.assemble import words
from coursepack.model.document import Bar, Block, Chart, Paragraph, Strong, Text
from coursepack.model.outline import Reading
from coursepack.model.schedule import Load, Schedule, Week

_FEW = 3  # years or weeks: fewer are no picture


def load(schedule: Schedule[Reading], language: str) -> Iterator[Block]:
    """Yield a chart of the weeks: of pages where most are known, else of readings."""
    weeks = schedule.weeks
    total = sum(week.readings for week in weeks)
    if sum(week.readings > 0 for week in weeks) < _FEW:
        return
    by_pages = sum(week.unknown for week in weeks) * 2 <= total and any(
        week.required.pages or week.optional.pages for week in weeks
    )
    bars = (_week(week, language, by_pages=by_pages) for week in weeks)
    yield Chart(tuple(bars))


def years(readings: Iterable[Reading]) -> Iterator[Block]:
    """Yield a chart of the years in which the readings came out."""
    issued = (reading.work.dates.get("issued") for reading in readings)
    count = Counter(date.value.year for date in issued if date)
    if len(count) < _FEW:
        return
    yield Paragraph((Strong((Text(words.YEARS),)),))
    bars = (
        Bar(str(year), count[year], 0, _counted(count[year], words.READING, words.READINGS))
        for year in sorted(count, reverse=True)
    )
    yield Chart(tuple(bars))


def _week(week: Week, language: str, *, by_pages: bool) -> Bar:
    name = f"{words.WEEK} {week.number}, {date_words.short_day(week.monday, language)}"
    if not by_pages:
        required = week.readings - week.optional_readings
        return Bar(name, required, week.optional_readings, _of_readings(week))
    return Bar(name, week.required.pages, week.optional.pages, ", ".join(_of_pages(week)))


def _of_readings(week: Week) -> str:
    if not week.readings:
        return "–"
    told = _counted(week.readings, words.READING, words.READINGS)
    free = week.optional_readings
    return f"{told}, {free} {words.OPTIONAL.lower()}" if free else told


def _of_pages(week: Week) -> Iterator[str]:
    if not week.readings:
        yield "–"
        return
    if told := _load(week.required):
        yield told
    if told := _load(week.optional):
        yield f"{told} {words.OPTIONAL.lower()}"
    if week.unknown:
        yield f"{_counted(week.unknown, words.READING, words.READINGS)} {words.UNCOUNTED}"


def _load(load: Load) -> str:
    pages = _counted(load.pages, words.PAGE, words.PAGES) if load.pages else ""
    minutes = f"{load.minutes} {words.MINUTES}" if load.minutes else ""
    return ", ".join(filter(None, (pages, minutes)))


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

"""How much is read each week, and of which years, as charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from coursepack import words
from coursepack.adapters import date_words
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
    yield Paragraph((Strong((Text(words.here().years),)),))
    bars = (
        Bar(str(year), count[year], 0, words.here().counted("readings", count[year]))
        for year in sorted(count, reverse=True)
    )
    yield Chart(tuple(bars))


def _week(week: Week, language: str, *, by_pages: bool) -> Bar:
    number = words.here().week.format(number=week.number)
    name = f"{number}{words.here().comma}{date_words.short_day(week.first, language)}"
    if not by_pages:
        required = week.readings - week.optional_readings
        return Bar(name, required, week.optional_readings, _of_readings(week))
    return Bar(
        name, week.required.pages, week.optional.pages, words.here().comma.join(_of_pages(week))
    )


def _of_readings(week: Week) -> str:
    if not week.readings:
        return "–"
    told = words.here().counted("readings", week.readings)
    free = week.optional_readings
    said = words.here()
    return f"{told}{said.comma}{free} {said.as_optional}" if free else told


def _of_pages(week: Week) -> Iterator[str]:
    if not week.readings:
        yield "–"
        return
    if told := _load(week.required):
        yield told
    if told := _load(week.optional):
        yield f"{told} {words.here().as_optional}"
    if week.unknown:
        yield f"{words.here().counted('readings', week.unknown)} {words.here().uncounted}"


def _load(load: Load) -> str:
    pages = words.here().counted("pages", load.pages) if load.pages else ""
    minutes = words.here().counted("minutes", load.minutes) if load.minutes else ""
    return words.here().comma.join(filter(None, (pages, minutes)))

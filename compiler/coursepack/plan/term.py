"""The days of a term: on which the course meets, and which a date without a year means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coursepack.days import days_in, stated_year
from coursepack.languages import dated
from coursepack.model.schedule import DaysOff, Pattern, Timetable
from coursepack.pattern import pattern

_WEEK = pattern(r"\b(?:week|wk)\.?\s*#?\s*(\d{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A day on which the course meets, by one of its patterns."""

    day: dt.date
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Term:
    """A timetable, asked about days."""

    timetable: Timetable

    def meetings(self) -> tuple[Meeting, ...]:
        """Return every meeting from the first day to the last, without those of days off."""
        first, last = self.timetable.first, self.timetable.last
        if first is None or last is None:
            return ()
        count = (last - first).days + 1
        days = (first + dt.timedelta(days=number) for number in range(count))
        return tuple(self._of(day for day in days if not self.off(day)))

    def _of(self, days: Iterable[dt.date]) -> Iterator[Meeting]:
        for day in days:
            here = [p for p in self.timetable.patterns if day.weekday() in p.weekdays]
            for found in sorted(here, key=lambda p: (p.start is not None, p.start)):
                yield Meeting(day, found)

    def off(self, day: dt.date) -> DaysOff | None:
        """Return the holiday or break that *day* is."""
        return next((off for off in self.timetable.off if off.first <= day <= off.last), None)

    def pattern_of(self, day: dt.date) -> Pattern | None:
        """Return the pattern by which the course meets on the weekday of *day*."""
        patterns = self.timetable.patterns
        return next((p for p in patterns if day.weekday() in p.weekdays), None)

    def has(self, day: dt.date) -> bool:
        """Say whether *day* lies in the term, as far as its ends are known."""
        first, last = self.timetable.first, self.timetable.last
        return (first is None or first <= day) and (last is None or day <= last)

    def day(self, text: str) -> dt.date | None:
        """Return the day that *text* begins with, in the year in which it lies in the term.

        "Week 3" is the first meeting of that week.
        """
        ends = [day.year for day in (self.timetable.first, self.timetable.last) if day]
        years = [year] if (year := stated_year(text)) else list(dict.fromkeys(ends))
        found = [day for year in years for day in days_in(text, year)[:1]]
        inside = next((day for day in found if self.has(day)), None)
        return inside or next(iter(found), None) or self._of_week(text)

    def _of_week(self, text: str) -> dt.date | None:
        found = _WEEK.search(dated(text))
        if not found or self.timetable.first is None:
            return None
        first = self.timetable.week_of(self.timetable.first) + dt.timedelta(weeks=int(found[1]) - 1)
        last = first + dt.timedelta(days=6)
        return next((m.day for m in self.meetings() if first <= m.day <= last), None)

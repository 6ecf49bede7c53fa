"""When a course meets: as its author plans it, and as every session falls on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from coursepack.model.document import Inlines
from coursepack.model.outline import ReadingItem
from coursepack.model.source import Span, Spanned

R = TypeVar("R", covariant=True)


class Kind(Enum):
    """What a session is: a meeting as any other, one besides them, or an exam."""

    CLASS = "class"
    EXTRA = "extra"
    EXAM = "exam"


_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """Weekly meetings: on *weekdays* (Monday is 0), from *start* to *end*, if a time is known."""

    weekdays: tuple[int, ...]
    start: dt.time | None
    end: dt.time | None
    room: str
    span: Span


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A holiday or a break, both days included."""

    first: dt.date
    last: dt.date
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Planned:
    """A session as its author plans it; `count` sessions that share a title and readings.

    What is None or empty is taken from the pattern or left open. `section` is the title of a
    section of the outline whose readings are read for it, `readings` are single ones.
    """

    title: Inlines
    span: Span
    kind: Kind = Kind.CLASS
    section: Spanned[str] | None = None
    readings: tuple[ReadingItem, ...] = ()
    count: int = 1
    day: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    room: str = ""
    presenter: str = ""
    note: Inlines = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due on a day, by a time if one is said."""

    title: Inlines
    day: dt.date
    time: dt.time | None
    span: Span


@dataclass(frozen=True, slots=True)
class Timetable:
    """What an author writes of a term.

    `zone` is a name of the time zone database, "" where times are nobody's; `by_week` says
    that the schedule is shown a week at a time; `budget` is how many pages, and how many
    minutes, a week may ask for. `presenters` says who presents the session of that title or the
    reading of that key; those for nothing in particular take the sessions with readings in turn.
    """

    span: Span
    zone: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    patterns: tuple[Pattern, ...] = ()
    off: tuple[DaysOff, ...] = ()
    planned: tuple[Planned, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    presenters: tuple[tuple[Spanned[str] | None, str], ...] = ()
    by_week: bool = False
    budget: Load | None = None

    @property
    def week_begins(self) -> int:
        """The weekday that weeks begin with: Monday, Sunday or Saturday, as the course meets.

        It is the one before which most days are free, so that a course on Sundays and Tuesdays
        has both in one week.
        """
        met = {day for pattern in self.patterns for day in pattern.weekdays}

        def free_before(first: int) -> int:
            before = next((n for n in range(7) if (first - 1 - n) % 7 in met), 0)
            return before + next((n for n in range(7) if (first + n) % 7 in met), 0)

        return max((_MONDAY, _SUNDAY, _SATURDAY), key=free_before)

    def week_of(self, day: dt.date) -> dt.date:
        """Return the first day of the week in which *day* lies."""
        return day - dt.timedelta(days=(day.weekday() - self.week_begins) % 7)


@dataclass(frozen=True, slots=True)
class Load:
    """How much there is to read: pages, and minutes of what is watched or heard."""

    pages: int = 0
    minutes: int = 0

    def __add__(self, other: Load) -> Load:
        return Load(self.pages + other.pages, self.minutes + other.minutes)

    def __bool__(self) -> bool:
        return bool(self.pages or self.minutes)


@dataclass(frozen=True, slots=True)
class Week:
    """What a week asks for; `unknown` counts the readings whose length nobody says.

    `readings` counts all of them, `optional_readings` those that need not be read.
    """

    number: int
    first: dt.date
    required: Load = Load()
    optional: Load = Load()
    unknown: int = 0
    readings: int = 0
    optional_readings: int = 0


@dataclass(frozen=True, slots=True)
class Session(Generic[R]):
    """A session on its day, with what is read for it.

    `name` stays the same when the session moves to another day: calendars know it by that.
    """

    name: str
    day: dt.date
    start: dt.time | None
    end: dt.time | None
    title: Inlines
    kind: Kind
    span: Span
    room: str = ""
    presenter: str = ""
    note: Inlines = ()
    readings: tuple[R, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule(Generic[R]):
    """The sessions of a term in the order of their days, and what each week asks for.

    The weeks are all from the first session's to the last's, numbered from one.
    """

    timetable: Timetable
    sessions: tuple[Session[R], ...] = ()
    weeks: tuple[Week, ...] = ()


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of the week in which *day* lies."""
    return day - dt.timedelta(days=day.weekday())

"""What each week of a term asks its students to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from coursepack.model.outline import Reading
from coursepack.model.schedule import Load, Session, Timetable, Week
from coursepack.plan.load import load


def weeks(sessions: Sequence[Session[Reading]], timetable: Timetable) -> Iterator[Week]:
    """Yield the weeks from the first of *sessions*, which are in order, to the last."""
    if not sessions:
        return
    first, number = timetable.week_of(sessions[0].day), 1
    while first <= sessions[-1].day:
        inside = [s for s in sessions if timetable.week_of(s.day) == first]
        yield _week(number, first, [r for session in inside for r in session.readings])
        number, first = number + 1, first + dt.timedelta(days=7)


def _week(number: int, first: dt.date, readings: Sequence[Reading]) -> Week:
    required, optional, unknown, free = Load(), Load(), 0, 0
    for reading in readings:
        asked = load(reading)
        is_optional = bool(reading.item.requirement and not reading.item.requirement.required)
        free += is_optional
        if asked is None:
            unknown += 1
        elif is_optional:
            optional += asked
        else:
            required += asked
    return Week(number, first, required, optional, unknown, len(readings), free)

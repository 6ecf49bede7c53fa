"""What happens when, for a calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day, or from one time of it to another.

    `name` tells it from the other events of its calendar and stays the same when it moves.
    Times are those of the calendar's zone; `end` is None for what has no length.
    """

    name: str
    day: dt.date
    start: dt.time | None
    end: dt.time | None
    title: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Events of one course; `identity` tells its events from those of any other course.

    `zone` is a name of the time zone database, "" where times are those of whoever looks.
    """

    identity: str
    title: str
    zone: str
    events: tuple[Event, ...]

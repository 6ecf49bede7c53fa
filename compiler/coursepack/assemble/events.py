"""The schedule as events of a calendar: a session each, and what is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from coursepack import words
from coursepack.assemble.anchors import Anchors
from coursepack.assemble.short import address, title_words
from coursepack.model.calendar import Calendar, Event
from coursepack.model.document import plain_text
from coursepack.model.outline import CitedReading, Reading
from coursepack.model.schedule import Schedule, Session
from coursepack.model.settings import Settings


def calendar(
    schedule: Schedule[Reading],
    cited: Mapping[int, CitedReading],
    settings: Settings,
    title: str,
    *,
    public: bool,
) -> Calendar:
    """Return the events of *schedule*; *public* ones name nobody who presents.

    The identity is made of what a course is called in its term, so that next term's events are
    others, and a new calendar of this term takes the place of the old.
    """
    called = "\n".join((settings.institution, settings.code, title, settings.term))
    identity = hashlib.sha256(called.encode()).hexdigest()[:16]
    events = (*_sessions(schedule, cited, public=public), *_deadlines(schedule))
    name = f"{settings.code} {title}".strip()
    return Calendar(identity, name, schedule.timetable.zone, events)


def _sessions(
    schedule: Schedule[Reading], cited: Mapping[int, CitedReading], *, public: bool
) -> Iterator[Event]:
    for session in schedule.sessions:
        yield Event(
            name=session.name,
            day=session.day,
            start=session.start,
            end=session.end,
            title=plain_text(session.title),
            text="\n".join(_text(session, cited, public=public)),
            place=session.room,
        )


def _text(
    session: Session[Reading], cited: Mapping[int, CitedReading], *, public: bool
) -> Iterator[str]:
    """Yield lines of plain words: a calendar shows no markup, and loses what stands in `<…>`."""
    if session.note:
        yield plain_text(session.note)
    if session.presenter and not public:
        yield words.here().presented_by.format(who=session.presenter)
    for reading in session.readings:
        entry = cited.get(id(reading))
        if entry is None:
            continue
        binding = reading.item.requirement
        mark = (
            (words.here().required if binding.required else words.here().optional)
            if binding
            else words.here().read
        )
        located = f" ({reading.item.locator})" if reading.item.locator else ""
        yield f"{mark}: {title_words(entry)}{located}"
        if url := address(entry):
            yield url


def _deadlines(schedule: Schedule[Reading]) -> Iterator[Event]:
    names = Anchors()
    for deadline in schedule.timetable.deadlines:
        yield Event(
            name=names.name("due", plain_text(deadline.title)),
            day=deadline.day,
            start=deadline.time,
            end=None,
            title=f"{words.here().due}: {plain_text(deadline.title)}",
        )

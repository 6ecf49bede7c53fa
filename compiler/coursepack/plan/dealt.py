"""Sessions of a course that says only when it meets: its sections, dealt out over the days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursepack import words
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Inlines, Text, joined
from coursepack.model.outline import Outline, Reading, Section
from coursepack.model.schedule import Kind, Session
from coursepack.plan.names import Names
from coursepack.plan.readings import shares, title_of
from coursepack.plan.term import Meeting, Term

_Part = tuple[Inlines, str, tuple[Reading, ...]]


def dealt(
    outline: Outline[Reading], term: Term, names: Names
) -> Outcome[tuple[Session[Reading], ...]]:
    """Return a session for each day: each section has days in proportion to its readings."""
    taken = {planned.day for planned in term.timetable.planned if planned.kind is not Kind.EXTRA}
    meetings = [meeting for meeting in term.meetings() if meeting.day not in taken]
    sections = [
        section for section in outline.sections() if any(True for _ in section.own_readings())
    ]
    if not meetings or not sections:
        return Outcome(())
    parts = _parts(sections, len(meetings))
    sessions = (
        _session(part, meeting, names) for part, meeting in zip(parts, meetings, strict=False)
    )
    return Outcome(tuple(sessions))


def _parts(sections: Sequence[Section[Reading]], days: int) -> Iterator[_Part]:
    """Yield title, name and readings of each day's part."""
    if len(sections) > days:
        for group in shares(sections, days):
            titles = [section.title.value for section in group]
            readings = tuple(reading for section in group for reading in section.own_readings())
            yield tuple(joined(titles, Text("; "))), title_of(group[0]), readings
        return
    counts = _days_of([sum(1 for _ in section.own_readings()) for section in sections], days)
    for section, count in zip(sections, counts, strict=True):
        for number, share in enumerate(shares(tuple(section.own_readings()), count), 1):
            title = section.title.value
            if count > 1:
                title = (*title, Text(f" {words.here().one_of.format(number=number, count=count)}"))
            yield title, f"{title_of(section)} {number}", share


def _days_of(weights: Sequence[int], days: int) -> list[int]:
    """Return how many of *days* each part gets: at least one, and no more than its weight.

    The rest goes one by one to the part whose days are fullest.
    """
    counts = [1] * len(weights)
    for _ in range(min(days, sum(weights)) - len(weights)):
        fullest = max(range(len(weights)), key=lambda n: (weights[n] / counts[n], -n))
        counts[fullest] += 1
    return counts


def _session(part: _Part, meeting: Meeting, names: Names) -> Session[Reading]:
    title, name, readings = part
    span = readings[0].item.key.span if readings else meeting.pattern.span
    return Session(
        name=names.name(name),
        day=meeting.day,
        start=meeting.pattern.start,
        end=meeting.pattern.end,
        title=title,
        kind=Kind.CLASS,
        span=span,
        room=meeting.pattern.room,
        readings=readings,
    )

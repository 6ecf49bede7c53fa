"""Put every session of a course on a day, and every reading into a session."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, Reading
from coursepack.model.schedule import Schedule, Timetable
from coursepack.plan import noticed
from coursepack.plan.dated import dated
from coursepack.plan.dealt import dealt
from coursepack.plan.term import Term
from coursepack.plan.weeks import weeks
from coursepack.plan.written import written


def plan(outline: Outline[Reading], timetable: Timetable) -> Outcome[Schedule[Reading]]:
    """Return the sessions of a term in the order of their days.

    They are those that the timetable lists; where it lists none, those of the outline whose
    headings have dates; else the sections are dealt out over the days on which the course meets.
    """
    term = Term(timetable)
    if any(planned.day is None for planned in timetable.planned) or not timetable.patterns:
        made = written(outline, term)
        if not made.value and not timetable.planned:
            made = dated(outline, term)
    else:
        found = dated(outline, term)
        made = found if found.value else dealt(outline, term)
        besides = written(outline, term)
        made = Outcome((*made.value, *besides.value), (*made.diagnostics, *besides.diagnostics))
    sessions = sorted(made.value, key=lambda s: (s.day, s.start is not None, s.start or s.day))
    schedule = Schedule(timetable, tuple(sessions), tuple(weeks(sessions)))
    return Outcome(schedule, (*made.diagnostics, *noticed.about(schedule, outline)))

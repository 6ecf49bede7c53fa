"""Put every session of a course on a day, and every reading into a session."""

from __future__ import annotations

import datetime as dt

from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, Reading
from coursepack.model.schedule import Kind, Schedule, Timetable
from coursepack.plan import noticed, presenters
from coursepack.plan.dated import dated
from coursepack.plan.dealt import dealt
from coursepack.plan.names import Names
from coursepack.plan.term import Term
from coursepack.plan.weeks import weeks
from coursepack.plan.written import written


def plan(
    outline: Outline[Reading], timetable: Timetable
) -> Outcome[tuple[Outline[Reading], Schedule[Reading]]]:
    """Return the sessions of a term in the order of their days, and the outline beside them.

    They are those that the timetable lists; where it lists none but exams and the like, those of
    the outline whose headings have dates; else the sections are dealt out over the days on which
    the course meets. In the outline each reading has who presents it, as the timetable says.
    """
    outline = presenters.of_readings(outline, timetable)
    term = Term(timetable)
    names = Names()
    made = written(outline, term, names)
    if not any(planned.kind is Kind.CLASS for planned in timetable.planned):
        found = dated(outline, term, names)
        found = found if found.value else dealt(outline, term, names)
        made = Outcome((*made.value, *found.value), (*made.diagnostics, *found.diagnostics))
    ordered = sorted(made.value, key=lambda s: (s.day, s.start or dt.time()))
    sessions = tuple(presenters.of_sessions(ordered, timetable))
    schedule = Schedule(timetable, sessions, tuple(weeks(sessions, timetable)))
    said = (*made.diagnostics, *presenters.unknown(outline, sessions, timetable))
    return Outcome((outline, schedule), (*said, *noticed.about(schedule, outline)))

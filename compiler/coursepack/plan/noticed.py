"""What is wrong with a schedule as a whole, at the place where it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading
from coursepack.model.schedule import Schedule, Session
from coursepack.model.source import Span
from coursepack.plan.term import Term

_MOST_NAMED = 3
_AFTER = dt.timedelta(days=35)  # exams, and what is due when they are over


def about(schedule: Schedule[Reading], outline: Outline[Reading]) -> Iterator[Diagnostic]:
    """Yield what is noticed: days off and sessions that cannot be, people and readings."""
    term = Term(schedule.timetable)
    yield from _days_off(term)
    yield from _deadlines(term)
    yield from _sessions(schedule, term)
    yield from _presenters(schedule)
    yield from _unscheduled(schedule, outline)
    yield from _over_budget(schedule)


def _days_off(term: Term) -> Iterator[Diagnostic]:
    for off in term.timetable.off:
        if not term.has(off.first) and not term.has(off.last):
            what = f"`{off.name}`" if off.name else str(off.first)
            yield _warning(
                "holiday-outside-term",
                f"{what} is not in the term, {_ends(term)}",
                off.span,
                "leave it out, or correct its date",
            )


def _deadlines(term: Term) -> Iterator[Diagnostic]:
    for deadline in term.timetable.deadlines:
        if not term.has(deadline.day) and not term.has(deadline.day - _AFTER):
            yield _warning(
                "deadline-outside-term",
                f"`{plain_text(deadline.title)}` is due outside the term, {_ends(term)}",
                deadline.span,
                "correct its date, or the term's",
            )


def _sessions(schedule: Schedule[Reading], term: Term) -> Iterator[Diagnostic]:
    before: Session[Reading] | None = None
    for session in schedule.sessions:
        title = plain_text(session.title)
        if off := term.off(session.day):
            yield Diagnostic(
                "session-on-holiday",
                Severity.WARNING,
                f"`{title}` is on {session.day}, a day off",
                session.span,
                (Label(off.span, off.name or "a day off"),),
                ("move the session, or let the course meet on that day",),
            )
        elif session.kind.value == "class" and not term.has(session.day):
            hint = "correct its date, or the term's"
            message = f"`{title}` is on {session.day}, outside the term, {_ends(term)}"
            yield _warning("session-outside-term", message, session.span, hint)
        if before and _overlap(before, session):
            yield Diagnostic(
                "session-overlap",
                Severity.WARNING,
                f"`{title}` meets while `{plain_text(before.title)}` does, on {session.day}",
                session.span,
                (Label(before.span, "the other session"),),
                ("move one of them",),
            )
        before = session


def _overlap(one: Session[Reading], other: Session[Reading]) -> bool:
    if one.day != other.day:
        return False
    if one.start is None or other.start is None or one.end is None:
        return one.start == other.start
    return other.start < one.end


def _presenters(schedule: Schedule[Reading]) -> Iterator[Diagnostic]:
    """Yield who presents in two sessions of a day, or two readings of one."""
    seen: dict[tuple[dt.date, str], tuple[Span, str]] = {}
    for session in schedule.sessions:
        turns = [(session.presenter, session.span, plain_text(session.title))]
        turns += [
            (r.item.presenter, r.item.key.span, f"`{r.work.key.value}`")
            for r in session.readings
            if r.item.presenter != session.presenter
        ]
        for who, span, what in turns:
            if not who:
                continue
            first = seen.setdefault((session.day, who.casefold()), (span, what))
            if first != (span, what):
                yield Diagnostic(
                    "presenter-twice",
                    Severity.WARNING,
                    f"{who} presents twice on {session.day}",
                    span,
                    (Label(first[0], f"also presents {first[1]}"),),
                    ("let somebody else present one of them",),
                )


def _unscheduled(schedule: Schedule[Reading], outline: Outline[Reading]) -> Iterator[Diagnostic]:
    placed = {id(reading) for session in schedule.sessions for reading in session.readings}
    left = [reading for reading in outline.readings() if id(reading) not in placed]
    if not left or not schedule.sessions:
        return
    named = ", ".join(f"`{reading.work.key.value}`" for reading in left[:_MOST_NAMED])
    more = len(left) - _MOST_NAMED
    named += f" and {more} more" if more > 0 else ""
    count = "one reading is" if len(left) == 1 else f"{len(left)} readings are"
    yield _warning(
        "unscheduled-reading",
        f"{count} read on no day: {named}",
        left[0].item.key.span,
        "give a session its section or its key",
    )


def _over_budget(schedule: Schedule[Reading]) -> Iterator[Diagnostic]:
    budget = schedule.timetable.budget
    for week in schedule.weeks if budget else ():
        assert budget is not None
        over = [
            f"{asked} {unit} of {most}"
            for asked, most, unit in (
                (week.required.pages, budget.pages, "pages"),
                (week.required.minutes, budget.minutes, "minutes"),
            )
            if most and asked > most
        ]
        if over:
            yield _warning(
                "over-budget",
                f"week {week.number}, from {week.first}, asks for {' and '.join(over)}",
                schedule.timetable.span,
                "make a reading optional, or move it to another week",
            )


def _ends(term: Term) -> str:
    first, last = term.timetable.first, term.timetable.last
    return f"{first or '…'} to {last or '…'}"


def _warning(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.WARNING, message, span, (), (hint,))

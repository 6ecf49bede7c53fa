"""Sessions that the timetable lists; those without a date take the days of its meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from coursepack import words
from coursepack.adapters.nearest import nearest
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Inlines, Text, plain_text
from coursepack.model.outline import Outline, Reading
from coursepack.model.schedule import Kind, Planned, Session
from coursepack.model.source import Spanned
from coursepack.plan.names import Names
from coursepack.plan.readings import sections_called, shares, title_of
from coursepack.plan.term import Meeting, Term


def written(
    outline: Outline[Reading], term: Term, names: Names
) -> Outcome[tuple[Session[Reading], ...]]:
    """Return the listed sessions on their days; those that find none are reported."""
    planner = _Planner(outline, term, names)
    return Outcome(tuple(planner.sessions()), tuple(planner.problems))


@dataclass(slots=True)
class _Planner:
    outline: Outline[Reading]
    term: Term
    names: Names
    problems: list[Diagnostic] = field(default_factory=list)

    def sessions(self) -> Iterator[Session[Reading]]:
        planned = self.term.timetable.planned
        taken = {p.day for p in planned if p.day and p.kind is not Kind.EXTRA}
        free = [meeting for meeting in self.term.meetings() if meeting.day not in taken]
        waiting: list[Planned] = []
        at = 0
        for each in planned:
            for title, readings in self._parts(each):
                name = self.names.name(plain_text(title))
                if each.day:
                    yield self._on(each, each.day, None, name, title, readings)
                elif at < len(free):
                    yield self._on(each, free[at].day, free[at], name, title, readings)
                    at += 1
                else:
                    waiting.append(each)
        if waiting:
            self._report_overflow(waiting, len(free))
        elif at and at < len(free):
            self._report_open([meeting.day for meeting in free[at:]])

    def _on(
        self,
        planned: Planned,
        day: dt.date,
        meeting: Meeting | None,
        name: str,
        title: Inlines,
        readings: tuple[Reading, ...],
    ) -> Session[Reading]:
        pattern = meeting.pattern if meeting else None
        if pattern is None and planned.kind is Kind.CLASS:
            pattern = self.term.pattern_of(day)
        start, end = planned.start, planned.end
        if start is None and pattern:
            start, end = pattern.start, pattern.end
        return Session(
            name=name,
            day=day,
            start=start,
            end=end,
            title=title,
            kind=planned.kind,
            span=planned.span,
            room=planned.room or (pattern.room if pattern else ""),
            presenter=planned.presenter,
            note=planned.note,
            readings=readings,
        )

    def _parts(self, planned: Planned) -> Iterator[tuple[Inlines, tuple[Reading, ...]]]:
        """Yield title and readings of each session that *planned* stands for."""
        readings = [*self._of_section(planned), *self._single(planned)]
        title = planned.title or self._title(planned, readings)
        for number, share in enumerate(shares(readings, planned.count), 1):
            counted = Text(f" {words.here().one_of.format(number=number, count=planned.count)}")
            yield (*title, counted) if planned.count > 1 else title, share

    def _title(self, planned: Planned, readings: list[Reading]) -> Inlines:
        if planned.section:
            found = sections_called(self.outline, planned.section.value)
            return found[0].title.value if found else (Text(planned.section.value),)
        named = readings[0].work.title if readings else None
        return named.value if named else (Text("…"),)

    def _of_section(self, planned: Planned) -> Iterator[Reading]:
        if planned.section is None:
            return
        found = sections_called(self.outline, planned.section.value)
        if not found:
            titles = [title_of(section) for section in self.outline.sections()]
            close = nearest(planned.section.value, titles)
            hint = (
                f"did you mean {' or '.join(f'`{title}`' for title in close)}?"
                if close
                else "write the title as the page has it"
            )
            message = f"no section is called `{planned.section.value}`"
            self._error("unknown-section", message, planned.section, hint)
        for section in found[:1]:
            yield from section.readings()

    def _single(self, planned: Planned) -> Iterator[Reading]:
        """Yield the readings that *planned* names itself, those of unknown works left out."""
        for item in planned.readings:
            readings = self.outline.readings()
            called = (item.key.value, item.key.span)
            yield from islice(
                (r for r in readings if r.item.key.span in called or r.work.key.value in called), 1
            )

    # What is wrong.

    def _error(self, code: str, message: str, text: Spanned[str], hint: str) -> None:
        self.problems.append(Diagnostic(code, Severity.ERROR, message, text.span, (), (hint,)))

    def _report_overflow(self, waiting: list[Planned], days: int) -> None:
        count = len(waiting)
        sessions = "one session has no day" if count == 1 else f"{count} sessions have no day"
        timetable = self.term.timetable
        if not timetable.patterns or not timetable.first or not timetable.last:
            message = f"{sessions}: nothing says when the course meets"
            hint = "write `meets:`, `start:` and `end:`, or a `date:` for each"
        else:
            message = f"{sessions}: the course meets on {days} days"
            hint = "let the term end later, or plan fewer sessions"
        span = waiting[0].span
        self.problems.append(
            Diagnostic("session-overflow", Severity.ERROR, message, span, (), (hint,))
        )

    def _report_open(self, days: list[dt.date]) -> None:
        count = len(days)
        first = f"from {days[0]} on" if count > 1 else f"on {days[0]}"
        meetings = "one meeting is" if count == 1 else f"{count} meetings are"
        message = f"{meetings} without a session, {first}"
        hint = "plan what happens then, or let the term end earlier"
        span = self.term.timetable.span
        self.problems.append(Diagnostic("open-day", Severity.NOTE, message, span, (), (hint,)))

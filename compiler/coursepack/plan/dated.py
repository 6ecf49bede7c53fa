"""Sessions of an outline whose headings say when they are, as schedules of courses do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from coursepack.days import weekday_in
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Inlines, Text, joined, plain_text, trimmed
from coursepack.model.outline import Outline, Reading, Section
from coursepack.model.schedule import Kind, Session
from coursepack.plan.names import Names
from coursepack.plan.term import Term

_BETWEEN = " \t\u00a0:–—-·|,.()[]：，（）"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dated(
    outline: Outline[Reading], term: Term, names: Names
) -> Outcome[tuple[Session[Reading], ...]]:
    """Return a session for each section with a date; a date that cannot be is reported.

    Where readings have dates of their own instead, such as presentations, those of one day are a
    session.
    """
    reader = _Reader(term, names)
    sessions = [s for part in outline.parts for s in reader.sessions(part)]
    return Outcome(tuple(sessions or reader.by_reading(outline)), tuple(reader.problems))


@dataclass(slots=True)
class _Reader:
    term: Term
    names: Names
    problems: list[Diagnostic] = field(default_factory=list)

    def sessions(self, section: Section[Reading]) -> Iterator[Session[Reading]]:
        if not section.date:
            for inner in section.sections:
                yield from self.sessions(inner)
            return
        day = self.term.day(section.date)
        if day is None:
            self._report(
                section, f"`{section.date}` is no day", "write month and day: `14 January`"
            )
        else:
            self._check_weekday(section, day.weekday())
            pattern = self.term.pattern_of(day)
            readings = [*section.own_readings()]
            readings += [r for s in section.sections if not s.date for r in s.own_readings()]
            people = dict.fromkeys(r.item.presenter for r in readings if r.item.presenter)
            title = _without_day(section.title.value, section.date)
            yield Session(
                name=self.names.name(plain_text(title)),
                day=day,
                start=pattern.start if pattern else None,
                end=pattern.end if pattern else None,
                title=title,
                kind=Kind.CLASS,
                span=section.title.span,
                room=pattern.room if pattern else "",
                presenter=next(iter(people)) if len(people) == 1 else "",
                readings=tuple(readings),
            )
        for inner in section.sections:
            if inner.date:
                yield from self.sessions(inner)

    def by_reading(self, outline: Outline[Reading]) -> Iterator[Session[Reading]]:
        """Yield a session for each day on which readings are, called after their sections."""
        days: dict[dt.date, list[tuple[Section[Reading], Reading]]] = {}
        for section in outline.sections():
            for reading in section.own_readings():
                day = self.term.day(reading.item.date) if reading.item.date else None
                if day:
                    days.setdefault(day, []).append((section, reading))
        for day, found in days.items():
            titles = dict.fromkeys(section.title.value for section, _ in found)
            pattern = self.term.pattern_of(day)
            yield Session(
                name=self.names.name("; ".join(map(plain_text, titles))),
                day=day,
                start=pattern.start if pattern else None,
                end=pattern.end if pattern else None,
                title=tuple(joined(tuple(titles), Text("; "))),
                kind=Kind.CLASS,
                span=found[0][1].item.key.span,
                room=pattern.room if pattern else "",
                readings=tuple(reading for _, reading in found),
            )

    def _check_weekday(self, section: Section[Reading], weekday: int) -> None:
        said = weekday_in(section.date)
        if said is not None and said != weekday:
            message = f"`{section.date}` is a {_WEEKDAYS[weekday]} in this term"
            hint = "correct the day or the weekday; the dates may be those of another year"
            self._report(section, message, hint, "weekday-mismatch")

    def _report(
        self, section: Section[Reading], message: str, hint: str, code: str = "unread-date"
    ) -> None:
        span = section.title.span
        self.problems.append(Diagnostic(code, Severity.WARNING, message, span, (), (hint,)))


def _without_day(title: Inlines, day: str) -> Inlines:
    """Return *title* without the *day* that it begins or ends with, which stands beside it.

    One that is nothing else keeps it.
    """
    first, last = title[:1], title[-1:]
    rest = title
    match first, last:
        case (Text(text),), _ if _is_led_by(text, day):
            rest = (Text(text[len(day) :].lstrip(_BETWEEN)), *title[1:])
        case _, (Text(text),) if (bare := text.rstrip(_BETWEEN)).endswith(day):
            rest = (*title[:-1], Text(bare[: -len(day)].rstrip(_BETWEEN)))
    rest = trimmed(rest)
    return rest if plain_text(rest).strip() else title


def _is_led_by(text: str, day: str) -> bool:
    behind = text[len(day) :].lstrip()
    return text.startswith(day) and (not behind or behind[0] in _BETWEEN)

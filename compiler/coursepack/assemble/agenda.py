"""The schedule as rows of an agenda: sessions, days off and deadlines, by session or by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coursepack import words
from coursepack.adapters import date_words
from coursepack.assemble.anchors import Anchors
from coursepack.assemble.short import short
from coursepack.model.document import (
    Agenda,
    Block,
    BulletList,
    Emphasis,
    Heading,
    Inlines,
    Meeting,
    Paragraph,
    Strong,
    Text,
    plain_text,
)
from coursepack.model.outline import CitedReading, Reading
from coursepack.model.schedule import (
    DaysOff,
    Deadline,
    Kind,
    Schedule,
    Session,
    Timetable,
)


@dataclass(frozen=True, slots=True)
class _Row:
    day: dt.date
    order: int
    meeting: Meeting


def agenda(
    schedule: Schedule[Reading],
    cited: Mapping[int, CitedReading],
    anchors: Anchors,
    language: str,
    *,
    public: bool,
) -> Iterator[Block]:
    """Yield the schedule: one agenda, or a heading and an agenda each week.

    *cited* has the entry of each reading by its identity; a *public* document names nobody
    who presents.
    """
    rows = _Rows(schedule, cited, anchors, language, public)
    ordered = sorted(rows.all(), key=lambda row: (row.day, row.order))
    header = (words.here().day, words.here().session)
    if not schedule.timetable.by_week:
        if ordered:
            yield Agenda(header, tuple(row.meeting for row in ordered))
        return
    week_of = schedule.timetable.week_of
    for week in schedule.weeks:
        inside = tuple(r.meeting for r in ordered if week_of(r.day) == week.first)
        if inside:
            when = date_words.days(week.first, week.first + dt.timedelta(days=6), language)
            title = f"{words.here().week.format(number=week.number)}: {when}"
            yield Heading(2, anchors.name("week", str(week.number)), (Text(title),))
            yield Agenda(header, inside)
    known = {week.first for week in schedule.weeks}
    if rest := tuple(r.meeting for r in ordered if week_of(r.day) not in known):
        yield Heading(2, anchors.name("week", "other"), (Text(words.here().other_days),))
        yield Agenda(header, rest)


def usual(timetable: Timetable, language: str) -> Iterator[str]:
    """Yield when and where the course meets: "Tue, Thu, 12:30–14:00, Hall 3"."""
    for pattern in timetable.patterns:
        weekdays = sorted(pattern.weekdays, key=lambda day: (day - timetable.week_begins) % 7)
        pieces = [*date_words.weekdays(weekdays, language)]
        if pattern.start:
            pieces.append(date_words.times(pattern.start, pattern.end, language))
        pieces += [pattern.room] if pattern.room else []
        yield words.here().comma.join(pieces)


@dataclass(frozen=True, slots=True)
class _Rows:
    schedule: Schedule[Reading]
    cited: Mapping[int, CitedReading]
    anchors: Anchors
    language: str
    public: bool

    def all(self) -> Iterator[_Row]:
        timetable = self.schedule.timetable
        due: dict[dt.date, list[Deadline]] = {}
        for deadline in timetable.deadlines:
            due.setdefault(deadline.day, []).append(deadline)
        for number, session in enumerate(self.schedule.sessions):
            yield _Row(session.day, number, self._session(session, due.pop(session.day, [])))
        for off in timetable.off:
            yield _Row(off.first, -1, self._off(off))
        for day, deadlines in due.items():
            yield _Row(day, len(self.schedule.sessions), self._due(day, deadlines))

    def _session(self, session: Session[Reading], due: list[Deadline]) -> Meeting:
        title = session.title
        if (
            session.kind is Kind.EXAM
            and words.here().exam.casefold() not in plain_text(title).casefold()
        ):
            title = (Text(f"{words.here().exam}: "), *title)
        return Meeting(
            anchor=self.anchors.name("session", session.name),
            when=date_words.day(session.day, self.language),
            date=session.day.isoformat(),
            title=title,
            blocks=(*self._told(session), *self._readings(session), *self._lines(due)),
        )

    def _told(self, session: Session[Reading]) -> Iterator[Block]:
        """Where and when it is, unless as ever; who presents; the note."""
        usual = [p for p in self.schedule.timetable.patterns if session.day.weekday() in p.weekdays]
        pieces: list[str] = []
        if session.start and (session.start, session.end) not in {(p.start, p.end) for p in usual}:
            pieces.append(date_words.times(session.start, session.end, self.language))
        if session.room and session.room not in {p.room for p in usual}:
            pieces.append(session.room)
        if pieces:
            yield Paragraph((Text(f"{words.here().comma.join(pieces)}."),))
        if session.presenter and not self.public:
            yield Paragraph((Text(f"{words.here().presented_by.format(who=session.presenter)}."),))
        if session.note:
            yield Paragraph((Emphasis(session.note),))

    def _readings(self, session: Session[Reading]) -> Iterator[Block]:
        entries = [self.cited[id(r)] for r in session.readings if id(r) in self.cited]
        people = session.presenter if not self.public else None
        lines = (short(entry, told=people, public=self.public) for entry in entries)
        if items := tuple((Paragraph(line),) for line in lines):
            yield BulletList(items)

    def _lines(self, due: list[Deadline]) -> Iterator[Block]:
        for deadline in due:
            yield Paragraph((Strong((Text(f"{words.here().due}: "),)), *self._deadline(deadline)))

    def _deadline(self, deadline: Deadline) -> Inlines:
        if deadline.time is None:
            return deadline.title
        time = date_words.times(deadline.time, None, self.language)
        return (*deadline.title, Text(f"{words.here().comma}{time}"))

    def _due(self, day: dt.date, deadlines: list[Deadline]) -> Meeting:
        return Meeting(
            anchor=self.anchors.name("due", day.isoformat()),
            when=date_words.day(day, self.language),
            date=day.isoformat(),
            title=(),
            blocks=tuple(self._lines(deadlines)),
        )

    def _off(self, off: DaysOff) -> Meeting:
        said = words.here()
        is_told = off.name.casefold() not in ("", said.no_class.casefold())
        return Meeting(
            anchor=self.anchors.name("off", off.first.isoformat()),
            when=date_words.days(off.first, off.last, self.language),
            date=off.first.isoformat(),
            title=(Text(f"{off.name}: {said.no_class}" if is_told else said.no_class_alone),),
            off=True,
        )

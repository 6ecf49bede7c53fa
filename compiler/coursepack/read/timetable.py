"""Read the `schedule:` of a course: its meetings, days off, sessions, exams and deadlines."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field

from coursepack.adapters.nearest import nearest
from coursepack.definitions.schedule import DATE, DAY, MEETING, SCHEDULE, SESSION
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Text, flat, plain_text
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.outline import Outline, ReadingItem, Readings, Section
from coursepack.model.schedule import (
    DaysOff,
    Deadline,
    Kind,
    Load,
    Pattern,
    Planned,
    Timetable,
)
from coursepack.model.source import Spanned
from coursepack.pattern import pattern
from coursepack.read.data.readings import ReadingReader
from coursepack.read.data.texts import Texts
from coursepack.read.fields import BAD, Fields, bad, quoted, spanned
from coursepack.read.words import times

_DATE = pattern(DATE)
_RANGE = pattern(r"\s*(?:-|–|—|\.\.|to|until)\s*(?=\d{4}-)")
_LOAD = pattern(r"(\d+)\s*(pages?|pp\.?|minutes?|min\.?|hours?|h)\b", re.IGNORECASE)
_CENTURIES = ("19", "20", "21")  # others are slips of the keyboard
_MOST_SESSIONS = 400  # more than any term has days
_LONGEST_TERM = dt.timedelta(days=550)


def read(node: Node, texts: Texts, readings: ReadingReader) -> Outcome[Timetable]:
    """Return the timetable that *node* says; what is wrong is reported and left out.

    Titles, notes and readings are known once *texts* has read them.
    """
    if not isinstance(node, Mapping):
        hint = "write below it, indented, `meets: Tue Thu 12:30–14:00`, `start: …` and `end: …`"
        return Outcome(
            Timetable(node.span), (bad(node, "`schedule` should be names and values", hint),)
        )
    reader = _Reader(Fields(node, SCHEDULE), texts, readings)
    timetable = reader.timetable()
    return Outcome(timetable, tuple(reader.problems))


def assigned(outline: Outline[ReadingItem], timetable: Timetable) -> Outline[ReadingItem]:
    """Return *outline* with a section for each session that assigns what no page does."""
    known = {item.key.value for item in outline.readings()}
    added: list[Section[ReadingItem]] = []
    for planned in timetable.planned:
        if new := tuple(item for item in planned.readings if item.key.value not in known):
            known |= {item.key.value for item in new}
            title = planned.title or (Text(planned.section.value if planned.section else "…"),)
            added.append(Section(Spanned(title, planned.span), 1, (Readings(new),)))
    return Outline(outline.title, outline.body, (*outline.parts, *added))


@dataclass(slots=True)
class _Reader:
    fields: Fields
    texts: Texts
    readings: ReadingReader
    _problems: list[Diagnostic] = field(default_factory=list)

    @property
    def problems(self) -> list[Diagnostic]:
        return [*self.fields.problems, *self._problems]

    def timetable(self) -> Timetable:
        fields = self.fields
        first, last = self._day_of("start"), self._day_of("end")
        if first and last and not first.value <= last.value <= first.value + _LONGEST_TERM:
            before = last.value < first.value
            message = (
                f"the term ends on {last.value} before it starts on {first.value}"
                if before
                else f"the term lasts from {first.value} to {last.value}, more than a year"
            )
            self._wrong(last, message, "correct `start` or `end`")
            last = None
        planned = tuple(self._sessions("sessions", Kind.CLASS))
        planned += tuple(self._dated("exams", Kind.EXAM))
        planned += tuple(self._dated("extra", Kind.EXTRA))
        return Timetable(
            span=fields.span,
            zone=self._zone(),
            first=first.value if first else None,
            last=last.value if last else None,
            patterns=tuple(self._patterns()),
            off=tuple(self._off()),
            planned=planned,
            deadlines=tuple(self._deadlines()),
            presenters=tuple(self._presenters()),
            by_week=fields.choice("view") == "week",
            budget=self._budget(),
        )

    # Values.

    def _wrong(self, text: Spanned[str] | Spanned[dt.date], message: str, hint: str) -> None:
        self._problems.append(Diagnostic(BAD, Severity.ERROR, message, text.span, (), (hint,)))

    def _day_of(self, name: str) -> Spanned[dt.date] | None:
        text = self.fields.text(name)
        day = self._day(text) if text else None
        return Spanned(day, text.span) if text and day else None

    def _day(self, text: Spanned[str]) -> dt.date | None:
        """Return the day that *text* is, reported where it is none."""
        found = _DATE.fullmatch(text.value.strip())
        if not found:
            self._wrong(text, f"`{text.value}` is no date", "write it as `2027-01-19`")
            return None
        return self._date(text, found)

    def _date(self, text: Spanned[str], found: re.Match[str]) -> dt.date | None:
        try:
            if found[1][:2] in _CENTURIES:
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        hint = "write year, month and day, as in `2027-01-19`"
        self._wrong(text, f"there is no day `{found[0]}`", hint)
        return None

    def _zone(self) -> str:
        text = self.fields.text("timezone")
        if text is None:
            return ""
        try:
            return zoneinfo.ZoneInfo(text.value).key
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            # A list of them all takes a tenth of a second, which only a mistake needs.
            close = nearest(text.value, sorted(zoneinfo.available_timezones()))
        hint = f"did you mean {quoted(close)}?" if close else "write `Europe/Berlin` or the like"
        self._wrong(text, f"there is no time zone `{text.value}`", hint)
        return ""

    def _times(self, text: Spanned[str] | None) -> tuple[dt.time | None, dt.time | None]:
        if text is None:
            return None, None
        if found := times.times(text.value):
            return found
        if start := times.clock(text.value):
            return start, None
        both = re.split(r"\s*[-–—]\s*", text.value)
        parts = [times.clock(part) for part in both]
        if len(parts) == 2 and parts[0] and parts[1]:
            message = f"`{text.value}` ends before it starts"
        else:
            message = f"`{text.value}` is no time of day"
        self._wrong(text, message, "write `12:30–14:00` or `1:30–2:45 pm`")
        return None, None

    def _budget(self) -> Load | None:
        text = self.fields.text("budget")
        if text is None:
            return None
        pages = minutes = 0
        for amount, unit in _LOAD.findall(text.value):
            if unit.lower().startswith("p"):
                pages += int(amount)
            else:
                minutes += int(amount) * (60 if unit.lower().startswith("h") else 1)
        if not pages and not minutes:
            message = f"`{text.value}` is no amount of reading"
            self._wrong(text, message, "write `100 pages`, or `100 pages, 60 minutes`")
            return None
        return Load(pages, minutes)

    # Meetings and days off.

    def _patterns(self) -> Iterator[Pattern]:
        node = self.fields.node("meets")
        room = self.fields.words("room")
        for item in _items(node):
            if isinstance(item, Mapping):
                own = Fields(item, MEETING)
                days, time = own.text("days"), own.text("time")
                self._problems += own.problems
                yield from self._pattern(item, days, time, own.words("room") or room)
            elif isinstance(item, Scalar):
                text = spanned(item)
                rest = times.after_weekdays(text.value)
                time = Spanned(rest, text.span) if rest else None
                yield from self._pattern(item, text, time, room)

    def _pattern(
        self, node: Node, days: Spanned[str] | None, time: Spanned[str] | None, room: str
    ) -> Iterator[Pattern]:
        weekdays = times.weekdays(days.value) if days else ()
        if not weekdays:
            self._problems.append(
                bad(node, "a meeting names no weekday", "write `Tue Thu 12:30–14:00`")
            )
            return
        start, end = self._times(time)
        yield Pattern(weekdays, start, end, room, node.span)

    def _off(self) -> Iterator[DaysOff]:
        for item in _items(self.fields.node("off")):
            named = self._named(item)
            if named is None:
                continue
            text, name, _ = named
            first, *more = (d.strip() for d in _RANGE.split(text.value, maxsplit=1))
            start = self._day(Spanned(first, text.span))
            end = self._day(Spanned(more[0], text.span)) if more else start
            if not start or not end:
                continue
            if end < start:
                self._wrong(text, f"`{text.value}` ends before it starts", "swap the two days")
                continue
            yield DaysOff(start, end, name.value if name else "", item.span)

    def _deadlines(self) -> Iterator[Deadline]:
        for item in _items(self.fields.node("deadlines")):
            named = self._named(item)
            if named is None:
                continue
            text, name, fields = named
            day = self._day(text)
            if not name:
                hint = "write `2027-02-12 Project proposal`"
                self._problems.append(bad(item, "a deadline has no title", hint))
            elif day:
                start, end = self._times(fields.text("time")) if fields else (None, None)
                yield Deadline(self.texts.inlines(name), day, end or start, item.span)

    def _named(self, item: Node) -> tuple[Spanned[str], Spanned[str] | None, Fields | None] | None:
        """Return the date, the name, and the fields of a day that has a name.

        It is written `2027-02-15 Presidents' Day`, `2027-02-15: Presidents' Day`, or with
        `date:` and `title:`.
        """
        if isinstance(item, Scalar):
            text = spanned(item)
            found = re.match(rf"{_DATE.pattern}(?:{_RANGE.pattern}{_DATE.pattern})?", text.value)
            if not found:
                hint = "write `2027-02-15 Presidents' Day`"
                self._wrong(text, f"`{text.value}` begins with no date", hint)
                return None
            name = text.value[found.end() :].strip(" :–—-,")
            return Spanned(found[0], text.span), Spanned(name, text.span) if name else None, None
        if isinstance(item, Mapping) and len(item.entries) == 1:
            key, value = item.entries[0]
            if _DATE.match(key.value):
                called = spanned(value) if isinstance(value, Scalar) and value.text else None
                return key, called, None
        if isinstance(item, Mapping):
            fields = Fields(item, DAY)
            date, titled = fields.text("date"), fields.text("title") or fields.text("name")
            self._problems += fields.problems
            fields.problems = []
            if date:
                return date, titled, fields
        hint = "write `2027-02-15 Presidents' Day`, or `date: …` and `title: …`"
        self._problems.append(bad(item, "a day has no date", hint))
        return None

    def _presenters(self) -> Iterator[tuple[Spanned[str] | None, str]]:
        """Yield who presents what: by title or key, or a list of names that take turns."""
        node = self.fields.node("presenters")
        if isinstance(node, Mapping):
            for name, value in node.entries:
                people = [item.text for item in _items(value) if isinstance(item, Scalar)]
                yield name, ", ".join(" ".join(who.split()) for who in people if who.strip())
            return
        for item in _items(node):
            if isinstance(item, Scalar) and item.text.strip():
                yield None, " ".join(item.text.split())
            else:
                hint = "write a name an item, or `title of a session: name`"
                self._problems.append(bad(item, "an item of `presenters` names nobody", hint))

    # Sessions.

    def _sessions(self, name: str, kind: Kind) -> Iterator[Planned]:
        for item in _items(self.fields.node(name)):
            if isinstance(item, Scalar):
                yield from self._titled(spanned(item), kind)
            elif isinstance(item, Mapping):
                if len(item.entries) == 1 and _DATE.match(item.entries[0][0].value):
                    day, title = item.entries[0]
                    if isinstance(title, Scalar) and (date := self._day(day)):
                        yield Planned(self.texts.inlines(spanned(title)), item.span, kind, day=date)
                    continue
                yield from self._session(item, kind)
            else:
                hint = "write a title, or `title:`, `section:`, `readings:` and what else is known"
                self._problems.append(bad(item, f"an item of `{name}` is no session", hint))

    def _dated(self, name: str, kind: Kind) -> Iterator[Planned]:
        """Sessions of a list that no pattern of meetings gives days to."""
        for planned in self._sessions(name, kind):
            if planned.day:
                yield planned
            else:
                message = f"an item of `{name}` has no date"
                text = Spanned(message, planned.span)
                self._wrong(text, message, "write `2027-05-04 Final exam`, or `date: 2027-05-04`")

    def _titled(self, text: Spanned[str], kind: Kind) -> Iterator[Planned]:
        """A session of one text: its title, behind a date if it has one."""
        if not text.value:
            return
        found = _DATE.match(text.value)
        if not found:
            yield Planned(self.texts.inlines(text), text.span, kind)
        elif day := self._date(text, found):
            title = Spanned(text.value[found.end() :].strip(" :–—-,"), text.span)
            yield Planned(self.texts.inlines(title), text.span, kind, day=day)

    def _session(self, node: Mapping, kind: Kind) -> Iterator[Planned]:
        fields = Fields(node, SESSION)
        section, title = fields.text("section"), fields.text("title")
        date = fields.text("date")
        start, end = self._times(fields.text("time"))
        count = self._count(fields)
        said = fields.choice("kind")
        title = title or (None if section else fields.text("date"))
        note = fields.text("note")
        planned = Planned(
            title=self.texts.inlines(title) if title else (),
            span=(title or section or Spanned("", node.span)).span,
            kind=Kind(said) if said else kind,
            section=section,
            readings=tuple(self._readings(fields.node("readings"))),
            count=count,
            day=self._day(date) if date else None,
            start=start,
            end=end,
            room=fields.words("room"),
            presenter=", ".join(name.value for name in fields.texts("presenter")),
            note=self.texts.inlines(note) if note else (),
        )
        self._problems += fields.problems
        if not (title or section or fields.node("readings")):
            hint = "write `title: …`, or `section: …` for a section of your readings"
            self._problems.append(bad(node, "a session has no title and no readings", hint))
            return
        if planned.day or not date:
            yield planned

    def _readings(self, node: Node | None) -> Iterator[ReadingItem]:
        for entry in self.readings.read(node) if node else ():
            if isinstance(entry, ReadingItem):
                yield entry
            elif node:
                said = plain_text(flat(entry.children))
                hint = "write it as the `note:` of the session"
                self._problems.append(bad(node, f"`{said}` is no reading", hint))

    def _count(self, fields: Fields) -> int:
        text = fields.text("sessions")
        if text is None:
            return 1
        if text.value.isdigit() and 0 < int(text.value) <= _MOST_SESSIONS:
            return int(text.value)
        self._wrong(text, f"`{text.value}` is no number of sessions", "write `sessions: 2`")
        return 1


def _items(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list; a mapping by dates is one too, a lone text a list of one."""
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Mapping) and any(_DATE.match(name.value) for name, _ in node.entries):
        return tuple(Mapping((entry,), entry[0].span) for entry in node.entries)
    return (node,)

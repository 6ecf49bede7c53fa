"""Read a table of a page: a schedule with a row a session, or a list with a row a reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from coursepack import languages
from coursepack.model.document import (
    Block,
    Emphasis,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    Strong,
    Table,
    Text,
    flat,
    plain_text,
    trimmed,
)
from coursepack.model.outline import ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Spanned
from coursepack.pattern import pattern
from coursepack.read.pages import described, items, reference_text
from coursepack.read.pages.described import Parts
from coursepack.read.pages.items import Context
from coursepack.read.pages.line import NAMED, Line, Run, join
from coursepack.read.pages.marks import Place
from coursepack.read.pages.page_text import PageText
from coursepack.read.words import columns, phrases, schedule
from coursepack.read.words.schedule import ASSIGNING, Role, Session

_AUTHORS = frozenset(("author", "authors", "author(s)", "by"))
_VENUES = frozenset(
    (
        "venue",
        "conference",
        "journal",
        "where",
        "publication",
        "published",
        "source",
        "published in",
    )
)
_YEARS = frozenset(("year", "yr"))
_LINKS = frozenset(("link", "links", "url", "pdf", "paper link", "doi", "access"))
_NAMES = frozenset(
    (
        "title",
        "paper",
        "paper title",
        "papers",
        "reading",
        "readings",
        "name",
        "work",
        "article",
        "book",
        "text",
        "texts",
    )
)


@dataclass(frozen=True, slots=True)
class TableReadings:
    """What a table holds: readings of their own, and sessions with theirs."""

    readings: tuple[ReadingItem | ListItem, ...] = ()
    sections: tuple[Section[ReadingItem], ...] = ()


Row = tuple[Inlines, ...]

_WEEKDAY = pattern(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun|sat)(?:day)?s?", re.IGNORECASE
)
_PREPARE = pattern(
    r"\s*(?:(?:preparation|prep|readings?|read|papers?|required|before class)\b\s*:?\s*)+",
    re.IGNORECASE,
)
_PAUSE = pattern(
    r"\b(?:break|holiday|no class|recess|exams?|midterms?|finals?|thanksgiving|cancell?ed"
    r"|reading (?:week|day)s?|tb[ad]"
    r"|day off|vacation|easter|labor day|memorial day|veterans)\b",
    re.IGNORECASE,
)


def read(table: Table, page: PageText, context: Context, level: int) -> TableReadings | None:
    """Return what *table* holds, its sessions as sections of *level*; None where no readings."""
    header, rows = table.header, table.rows
    if rows and not any(plain_text(page.plain(cell)).strip() for cell in header):
        # HTML often has its names of columns in a row like any other.
        first = [plain_text(page.plain(cell)).strip() for cell in rows[0]]
        if sum(schedule.role(name) is not None for name in first) * 2 > len(first):
            header, rows = rows[0], rows[1:]
    names = [" ".join(page.line(cell).text.split()) for cell in header]
    if any(NAMED in name for name in names):
        return None
    if context.refuses or not rows:
        return None
    if any(name.lower() in _AUTHORS for name in names) and (
        listed := _list(names, rows, page, context)
    ):
        return listed
    if sum(bool(_WEEKDAY.fullmatch(name)) for name in names) > 1:
        sections = tuple(_calendar(rows, page, context, level))
        return TableReadings((), sections) if any(map(_assigns, sections)) else None
    roles = _roles(names, rows, page, context)
    if not ASSIGNING & set(roles):
        return None
    return _Schedule(page, context, names, roles, level).read(rows)


def _calendar(
    rows: Iterable[Row], page: PageText, context: Context, level: int
) -> Iterator[Section[ReadingItem]]:
    """A column a weekday: each cell is a session, its lines say what it is and what to read."""
    asking = replace(context, expects=True, demands=True)
    for row in rows:
        place = next((p for cell in row if (p := page.line(cell).place())), page.place(Line(())))
        for cell in row:
            lines = [each for each in lines_of(page.line(cell)) if each.text.strip()]
            date, staff = _day(lines[0]) if lines else ("", None)
            lines = lines[1:] if date else lines
            if not lines:
                continue
            title = _title(lines.pop(0))
            readings, body = told(lines, asking, page, place)
            if staff:
                body.insert(0, Paragraph(trimmed(staff.inlines())))
            session = Session(
                title,
                (page.line(cell).place() or place).span,
                date,
                "",
                tuple(readings),
                tuple(body),
            )
            yield schedule.part(session, level)


def told(
    lines: Sequence[Line], context: Context, page: PageText, place: Place
) -> tuple[list[ReadingItem | ListItem], list[Block]]:
    """Return what *lines* say to read, "Reading: …", "Optional: …", and what else they say."""
    readings: list[ReadingItem | ListItem] = []
    body: list[Block] = []
    for each in lines:
        asked = _PREPARE.match(each.text)
        start = asked.end() if asked else 0
        label = each.text.partition(":")[0]
        found = (
            items.read(each.part(start), replace(context, place=place))
            if asked or schedule.requirement_of(label)
            else None
        )
        if found and found.sure + found.likely:
            page.report(found.problems)
            readings += found.entries
        else:
            body.append(Paragraph(_in_line(trimmed(each.inlines()))))
    return readings, body


def _day(line: Line) -> tuple[str, Line | None]:
    """Return the date that *line* is, and in brackets behind it who teaches: "feb 6 (RM)"."""
    text = line.text
    behind = re.search(r"\s+\([A-Z/&, ]{1,12}\)\s*$", text)
    date = " ".join(text[: behind.start() if behind else len(text)].split())
    if not schedule.is_date(date) or len(date) >= 30:
        return "", None
    return date, line.part(behind.start()).trimmed() if behind else None


def _assigns(section: Section[ReadingItem]) -> bool:
    return any(isinstance(block, Readings) for block in section.body)


_MOST_LOOKED_AT = 200


def _roles(
    names: Sequence[str], rows: Sequence[Row], page: PageText, context: Context
) -> list[Role | None]:
    """Return what each column holds, by its name, else by what stands in its first rows."""
    rows = rows[:_MOST_LOOKED_AT]
    width = max([len(names), *(len(row) for row in rows)])
    texts = [
        [page.line(row[number]).text.strip() for row in rows if len(row) > number]
        for number in range(width)
    ]
    roles = columns.roles([*names, *[""] * (width - len(names))], texts)
    if ASSIGNING & set(roles):
        return roles
    for number in range(width):
        cells = [row[number] for row in rows if len(row) > number]
        filled = [words for cell in cells if (words := page.line(cell)).text.strip()]
        found = [items.read(words, replace(context, expects=False)) for words in filled]
        sure = sum(f.sure > 0 for f in found)
        if sure >= 2 and sure * 2 >= len(filled):
            roles[number] = Role.READINGS
    return roles


def _list(
    names: Sequence[str], rows: Sequence[Row], page: PageText, context: Context
) -> TableReadings | None:
    """A row a reading: title, authors, venue, year in columns of their own."""
    by_name = {name.lower(): number for number, name in enumerate(names)}

    def column(known: frozenset[str]) -> int | None:
        return next((number for name, number in by_name.items() if name in known), None)

    title_at, authors_at = column(_NAMES), column(_AUTHORS)
    if title_at is None or authors_at is None:
        return None
    taken = {title_at: "title", authors_at: "authors"}
    taken |= {at: "venue" for at in [column(_VENUES)] if at is not None}
    taken |= {at: "year" for at in [column(_YEARS)] if at is not None}
    taken |= {at: "link" for at in [column(_LINKS)] if at is not None}
    entries = [entry for row in rows for entry in _listed(row, names, taken, page, context)]
    return TableReadings(tuple(entries)) if entries else None


def _listed(
    row: Row, names: Sequence[str], taken: dict[int, str], page: PageText, context: Context
) -> Iterator[ReadingItem | ListItem]:
    parts = Parts(trust=2)
    item_note: list[Inlines] = []
    presenter = date = ""
    requirement = context.requirement
    place = None
    for number, cell in enumerate(row):
        words = page.line(cell).trimmed()
        text = " ".join(words.text.split())
        if not text:
            continue
        place = place or words.place()
        url = next((url for _, _, url in words.links()), "")
        what = taken.get(number)
        if what == "title":
            place = words.place() or place
            parts.title = plain_text(_title(words)).strip(' “”"')
            parts.url = url or parts.url
        elif what == "link":
            parts.url = parts.url or url
        elif what:
            setattr(parts, what, text)
            parts.url = parts.url or url
        elif (
            role := schedule.role(names[number]) if number < len(names) else None
        ) is Role.PRESENTER:
            presenter = "" if phrases.is_nothing(text) else text
        elif role in (Role.DATE, Role.WEEK):
            date = text
        elif role is Role.NOTES:
            item_note.append(trimmed(words.inlines()))
        elif found := schedule.requirement_of(text):
            requirement = found
        else:
            name = names[number] if number < len(names) else ""
            label = f"{name}: " if name and not phrases.label_kind(text) else ""
            item_note.append((Text(label), *trimmed(words.inlines())))
    if not parts.title:
        return
    if not (parts.url or parts.authors or parts.venue or parts.year):
        # "Cancelled", "Open discussion": said all the same, with its date.
        when = (Text(f"{date}: "),) if date else ()
        yield ListItem((Paragraph((*when, Text(parts.title))),))
        return
    place = place or page.place(Line(()))
    made = described.work(parts, place.of(parts.title))
    page.report(made.diagnostics)
    note = tuple(inline for words in item_note for inline in (*words, Text(" ")))
    yield ReadingItem(made.value.key, requirement, "", trimmed(note), made.value, presenter, date)


@dataclass(frozen=True, slots=True)
class _Group:
    """A row that heads those below it, and how many sessions and loose readings stand above."""

    title: Spanned[Inlines]
    sessions: int
    loose: int


@dataclass(slots=True)
class _Schedule:
    page: PageText
    context: Context
    names: Sequence[str]
    roles: list[Role | None]
    level: int
    sessions: list[Session] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    loose: list[ReadingItem | ListItem] = field(default_factory=list)
    week: str = ""
    date: str = ""

    def read(self, rows: Iterable[Row]) -> TableReadings | None:
        for row in rows:
            self._row(row)
        count = len(self.loose) + sum(len(s.readings) for s in self.sessions)
        if not count:
            return None
        first = self.groups[0].loose if self.groups else count
        return TableReadings(tuple(self.loose[:first]), tuple(self._sections()))

    def _row(self, row: Row) -> None:
        words = [self.page.line(cell).trimmed() for cell in row]
        filled = [number for number, cell in enumerate(words) if cell.text.strip()]
        if not filled:
            return
        place = next((p for w in words if (p := w.place())), self.page.place(words[filled[0]]))
        if self._is_group(words, filled):
            heading = _title(words[filled[0]])
            if len(heading) == 1 and isinstance(heading[0], (Strong, Emphasis)):
                heading = heading[0].children  # how a row is made a heading
            said = Spanned(heading, place.span)
            self.groups.append(_Group(said, len(self.sessions), len(self.loose)))
            return
        by_role: dict[Role, list[Line]] = {}
        told: list[Block] = []
        led: list[str] = []
        for cell, role in zip(words, self.roles, strict=False):
            if role and cell.text.strip():
                first, below = _headed(cell) if role is Role.TITLE else (cell, ())
                if role is Role.TITLE:
                    first, who = _with_who(first)
                    led += who
                by_role.setdefault(role, []).append(first)
                led += filter(None, (phrases.presenter_of(line.text) for line in below))
                told += (
                    Paragraph(trimmed(line.inlines()))
                    for line in below
                    if not phrases.presenter_of(line.text)
                )
        date, week, titles = self._when(by_role)
        self._join_venues(words)
        titles, leader = schedule.led(titles)
        leader = leader or "; ".join(led)
        readings = self._linked(tuple(self._readings(words, place)), words)
        presenters = (" ".join(w.text.split()) for w in by_role.get(Role.PRESENTER, []))
        presenter = "; ".join(w for w in presenters if not phrases.is_nothing(w)) or leader
        body = (*told, *self._body(words))
        is_new = bool(titles or Role.DATE in by_role or Role.WEEK in by_role)
        if is_new and not titles and readings and self.sessions and Role.TITLE in self.roles:
            # A topic that goes on over several meetings stands at the first.
            titles = self.sessions[-1].title
        if Role.TITLE not in self.roles and (head := self._head(words)):
            # The topic stands where its readings do, in a row of its own.
            titles, readings, is_new = head, (), True
        if Role.TITLE not in self.roles and self.sessions and not titles and date:
            # "Midterm Presentations" among the readings is what that day is about.
            prose = [entry for entry in readings if isinstance(entry, ListItem)]
            if len(prose) == len(readings) == 1:
                titles, readings = flat(prose[0].children), ()
        if Role.TITLE not in self.roles and not titles and not self.sessions:
            self._loose(date or week, readings, presenter)
            return
        if not is_new and self.sessions:
            last = self.sessions[-1]
            merged = replace(
                last,
                readings=(*last.readings, *_presented(readings, presenter)),
                body=(*last.body, *body),
            )
            self.sessions[-1] = merged
            return
        title = (
            titles or (Text(f"{_named(self.names, self.roles, Role.WEEK)}{week}"),)
            if week and not date
            else titles
        )
        self.sessions.append(
            Session(title, place.span, date, presenter, readings, body, len(self.sessions) + 1)
        )

    def _join_venues(self, words: list[Line]) -> None:
        """Put a venue or a year of a column of its own behind the reading that it is of."""
        at = next((n for n, role in enumerate(self.roles) if role in ASSIGNING), len(words))
        if at >= len(words) or len([*words[at].links()]) != 1 or "\n" in words[at].text:
            return
        for number, name in enumerate(self.names[: len(words)]):
            text = words[number].text.strip()
            is_of_work = name.casefold() in _VENUES | _YEARS
            if number != at and text and is_of_work and reference_text.is_venue(text):
                words[at] = Line((*words[at].runs, Run(", "), *words[number].runs))
                words[number] = words[number].part(0, 0)

    def _head(self, words: Sequence[Line]) -> Inlines:
        """Return the words of a column of readings, bold or italic, that head those below."""
        for cell, role in zip(words, self.roles, strict=False):
            runs = [run for run in cell.runs if run.text.strip()]
            if role in ASSIGNING and runs and len(cell.text) < 100 and not _PAUSE.search(cell.text):
                is_styled = all((run.strong or run.emphasis) and not run.url for run in runs)
                is_label = schedule.requirement_of(cell.text.strip(" :")) is not None
                return _title(cell) if is_styled and not is_label else ()
        return ()

    def _loose(
        self,
        date: str,
        readings: Sequence[ReadingItem | ListItem],
        presenter: str,
    ) -> None:
        """A row of a table without topics: its readings, each with its date."""
        date = date or self.date or self.week
        for entry in _presented(readings, presenter):
            if isinstance(entry, ReadingItem):
                self.loose.append(replace(entry, date=entry.date or date))
            else:
                lead = (Text(f"{date}: "),) if date else ()
                self.loose.append(ListItem((Paragraph((*lead, *flat(entry.children))),)))

    def _is_group(self, words: Sequence[Line], filled: Sequence[int]) -> bool:
        """A row of one text over all columns heads the rows below it."""
        if len(filled) != 1 or filled[0] != 0 or len(words) < 3:
            return False
        text = words[0].text.strip()
        if schedule.is_date(text) or _PAUSE.search(languages.english(text)) or len(text) > 100:
            return False
        if self.roles[0] in ASSIGNING:
            return False
        return not items.read(words[0], replace(self.context, expects=False)).sure

    def _when(self, by_role: dict[Role, list[Line]]) -> tuple[str, str, Inlines]:
        week = " ".join(" ".join(w.text.split()) for w in by_role.get(Role.WEEK, []))
        date = " ".join(" ".join(w.text.split()) for w in by_role.get(Role.DATE, []))
        self.week = week or self.week
        titles = list(by_role.get(Role.TITLE, []))
        is_new = bool(titles or date or week)
        if date:
            self.date = date
        elif is_new:
            # A blank date cell goes on with the date above.
            date = self.date if not week or not self.date else ""
        shown = [t for w in titles if (t := _title(w))]
        title: Inlines = tuple(
            inline
            for number, words in enumerate(shown)
            for inline in ((Text(": "), *words) if number else words)
        )
        return date, week, title

    def _readings(self, words: Sequence[Line], place: Place) -> Iterator[ReadingItem | ListItem]:
        for number, (cell, role) in enumerate(zip(words, self.roles, strict=False)):
            if role not in ASSIGNING or not cell.text.strip():
                continue
            requirement = {Role.REQUIRED: True, Role.OPTIONAL: False}.get(role) if role else None
            name = self.names[number].casefold() if number < len(self.names) else ""
            said = dict(self.context.legend.columns).get(name)
            context = replace(
                self.context,
                expects=True,
                demands=True,
                place=place,
                requirement=Requirement(requirement)
                if requirement is not None
                else said or self.context.requirement,
            )
            yield from cell_readings(cell, context, self.page)

    def _linked(
        self, readings: tuple[ReadingItem | ListItem, ...], words: list[Line]
    ) -> tuple[ReadingItem | ListItem, ...]:
        """Give a lone reading without an address that of the cell beside it: "JSTOR", "PDF".

        The cell is left empty: it says nothing besides.
        """
        lone = readings[0] if len(readings) == 1 else None
        if (
            not isinstance(lone, ReadingItem)
            or not lone.described
            or "URL" in lone.described.fields
        ):
            return readings
        for number, (cell, role) in enumerate(zip(words, self.roles, strict=False)):
            links = list(cell.links())
            if role in ASSIGNING or len(links) != 1:
                continue
            start, end, url = links[0]
            is_whole = cell.text.strip(" \n[]()") == cell.text[start:end].strip(" \n[]()")
            if is_whole and phrases.label_kind(cell.text[start:end]) == "paper":
                words[number] = cell.part(0, 0)
                fields = {**lone.described.fields, "URL": Spanned(url, lone.key.span)}
                return (replace(lone, described=replace(lone.described, fields=fields)),)
        return readings

    def _body(self, words: Sequence[Line]) -> Iterator[Block]:
        """What stands in other columns is printed below the session's title."""
        known = {Role.DATE, Role.WEEK, Role.TITLE, Role.PRESENTER, Role.TIME} | ASSIGNING
        for number, cell in enumerate(words):
            role = self.roles[number] if number < len(self.roles) else None
            if role in known or not cell.text.strip(" \n-–—"):
                continue
            name = self.names[number] if number < len(self.names) else ""
            inlines = _in_line(trimmed(cell.inlines()))
            if role is Role.NOTES or not name:
                yield Paragraph(inlines)
            else:
                yield Paragraph((Strong((Text(f"{name}:"),)), Text(" "), *inlines))

    def _sections(self) -> Iterator[Section[ReadingItem]]:
        if not self.groups:
            yield from (schedule.part(session, self.level) for session in self.sessions)
            return
        first = self.groups[0].sessions
        yield from (schedule.part(session, self.level) for session in self.sessions[:first])
        end = replace(self.groups[-1], sessions=len(self.sessions), loose=len(self.loose))
        for group, after in pairwise((*self.groups, end)):
            sessions = self.sessions[group.sessions : after.sessions]
            loose = tuple(self.loose[group.loose : after.loose])
            body = (Readings(loose),) if loose else ()
            below = tuple(schedule.part(session, self.level + 1) for session in sessions)
            yield Section(group.title, self.level, body, below)


def cell_readings(cell: Line, context: Context, page: PageText) -> Iterator[ReadingItem | ListItem]:
    """Yield the readings of a cell, whose lines may say which are required."""
    gathered: list[Line] = []

    def flush() -> Iterator[ReadingItem | ListItem]:
        if gathered:
            found = items.read(join(gathered), context)
            page.report(found.problems)
            yield from found.entries
            gathered.clear()

    for line in lines_of(cell):
        label = line.text.strip(" :*.–—-")
        if label and (requirement := schedule.requirement_of(label)):
            yield from flush()
            context = replace(context, requirement=requirement)
        elif label and schedule.role(label) is Role.READINGS and len(label.split()) < 3:
            yield from flush()
            context = replace(context, requirement=None)
        elif line.text.strip(" -–—"):
            gathered.append(line)
    yield from flush()


def lines_of(cell: Line) -> Iterator[Line]:
    """Yield the lines of *cell*."""
    at = 0
    for piece in cell.text.split("\n"):
        yield cell.part(at, at + len(piece)).trimmed()
        at += len(piece) + 1


def _presented(
    readings: Sequence[ReadingItem | ListItem], presenter: str
) -> Iterator[ReadingItem | ListItem]:
    for entry in readings:
        if isinstance(entry, ReadingItem) and presenter and not entry.presenter:
            yield replace(entry, presenter=presenter)
        else:
            yield entry


def _headed(cell: Line) -> tuple[Line, Sequence[Line]]:
    """Part a cell whose first line is in bold from what stands below that."""
    first, *below = lines_of(cell)
    is_bold = all(run.strong for run in first.runs if run.text.strip())
    return (first, [line for line in below if line.text.strip()]) if is_bold else (cell, ())


def _with_who(cell: Line) -> tuple[Line, list[str]]:
    """Part lines that say who presents from a title: "👤 Ola, Per"."""
    lines = list(lines_of(cell))
    who = [phrases.presenter_of(line.text) for line in lines]
    if not any(who[1:]):
        return cell, []
    return join([n for n, w in zip(lines, who, strict=True) if not w]), [*filter(None, who)]


def _title(words: Line) -> Inlines:
    """Return a cell as a title: one line, without links that are mere labels."""
    if words.without(words.labels()).text.rstrip().endswith(":"):
        return _in_line(trimmed(words.inlines()))  # "Due: Lab 1"
    bare = words.without(words.labels()).trimmed(" \n,;:|/-–—")
    # Of brackets only those that the labels have left behind.
    while bare.text and (
        bare.text[0] in ")]" or bare.text[-1] in "([" or bare.text in ("()", "[]")
    ):
        bare = bare.trimmed("()[]").trimmed(" \n,;:|/-–—")
    if bare.text.endswith((" ()", " []")):
        bare = bare.part(0, len(bare.text) - 3)
    behind = re.search(r"\s[(\[]([^()\[\]]{2,20})[)\]]$", bare.text)
    if behind and phrases.label_kind(behind[1]) == "extra":
        bare = bare.part(0, behind.start())  # of a link that leads nowhere
    return _in_line(trimmed(bare.inlines()))


def _in_line(children: Inlines) -> Inlines:
    """Return *children* with a comma for each line break."""
    return tuple(Text("; ") if isinstance(child, LineBreak) else child for child in children)


def _named(names: Sequence[str], roles: Sequence[Role | None], role: Role) -> str:
    name = next((n for n, r in zip(names, roles, strict=False) if r is role), "")
    return f"{name.strip(' #')} " if name.strip(" #") else ""

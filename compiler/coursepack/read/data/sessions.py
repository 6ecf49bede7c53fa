"""A schedule in YAML, JSON or a table: one entry a session, with its date and its readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from coursepack import words
from coursepack.adapters.pandoc import Pandoc
from coursepack.model import node as nodes
from coursepack.model.diagnostic import Outcome, Severity
from coursepack.model.document import Block, Inline, Inlines, ListItem, Text
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.outline import Outline, ReadingItem, Section
from coursepack.model.source import Span, Spanned
from coursepack.pattern import pattern
from coursepack.read.data import fields as names
from coursepack.read.data import texts as data_texts
from coursepack.read.data.readings import ReadingReader
from coursepack.read.data.shape import is_dated, is_table, unwrapped
from coursepack.read.data.texts import Texts
from coursepack.read.outline_reader import Page
from coursepack.read.sites.site import Site
from coursepack.read.words import csl_variables, phrases, schedule
from coursepack.read.words.schedule import Role, Session, is_date, presented

_DEEPEST = 4
_SEVERAL = pattern(r"\n|;\s|<br")
_ASSIGNED = (Role.READINGS, Role.REQUIRED)
_PAGES = ("pages", "page", "chapter", "chapters", "section", "sections")
_GLUED = pattern(r"^week(?=\d)", re.IGNORECASE)


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of *page*, a section each session; what is no reading is noted."""

    def walk(texts: Texts) -> Outline[ReadingItem]:
        reader = _Reader(texts, ReadingReader(texts, site, page.source), is_table(page.source))
        return reader.outline(page.data)

    return data_texts.read_twice(walk, pandoc)


@dataclass(slots=True)
class _Draft:
    """A session while its fields are read."""

    span: Span
    titles: list[Inlines] = field(default_factory=list)
    title_span: Span | None = None
    part: str = ""
    part_span: Span | None = None
    week: str = ""
    dates: list[str] = field(default_factory=list)
    time: str = ""
    number: int = 0
    presenters: list[str] = field(default_factory=list)
    entries: list[ReadingItem | ListItem] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)
    below: list[_Draft] = field(default_factory=list)
    is_row: bool = False

    @property
    def date(self) -> str:
        return ", ".join(filter(None, (" ".join(self.dates), self.time)))

    @property
    def is_continued(self) -> bool:
        """Whether this row of a table adds to the one above it."""
        return not self.titles and not self.dates

    def session(self, number: int, *, with_week: bool) -> Session:
        date = self.date
        if with_week and self.week and not (self.is_row and date):
            date = f"{self.week} ({date})" if date else self.week
        title = tuple(_joined(self.titles))
        span = self.title_span or self.span
        return Session(
            title, span, date, ", ".join(self.presenters), tuple(self.entries),
            tuple(self.prose), self.number or number,
        )  # fmt: skip


@dataclass(slots=True)
class _Reader:
    texts: Texts
    readings: ReadingReader
    is_table: bool

    def outline(self, node: Node | None) -> Outline[ReadingItem]:
        title, node = unwrapped(node)
        if not isinstance(node, Mapping):
            drafts = self._drafts(node, 1) if node else []
            return Outline("", (), tuple(_parts(drafts)))
        if is_dated(node):
            return self._dated(node, title)
        prose: list[Block] = []
        drafts = []
        for name, written, value in names.fields(node):
            text = names.text(value)
            if name in names.NESTED and not isinstance(value, Scalar):
                drafts += self._drafts(value, 1)
            elif text and name in ("title", "name", "course") and not title:
                title = text.value
            elif name == "course" and not title and (called := names.title_within(value)):
                title = called
            elif text and (name in names.TEXTS or name in names.NOTES):
                prose += self.texts.blocks(text)
            elif not isinstance(value, Scalar) or text:
                self.texts.unread(written)
        return Outline(title, tuple(prose), tuple(_sections(drafts, 1)))

    def _dated(self, node: Mapping, title: str) -> Outline[ReadingItem]:
        """Sessions by their dates, with what else is said beside them."""
        sessions: list[tuple[Spanned[str], Node]] = []
        for name, value in node.entries:
            text = names.text(value)
            if is_date(name.value.replace("_", " ")):
                sessions.append((name, value))
            elif text and name.value == "title":
                title = text.value
            else:
                self.texts.unread(name)
        drafts = [self._by_date(*session, 1) for session in sessions]
        return Outline(title, (), tuple(_sections(drafts, 1)))

    def _drafts(self, node: Node, depth: int) -> list[_Draft]:
        if isinstance(node, Mapping):
            return [self._by_date(name, value, depth) for name, value in node.entries]
        if not isinstance(node, nodes.Sequence):
            return []
        drafts = [draft for item in node.items for draft in self._item(item, depth)]
        return _carried(drafts) if self.is_table else drafts

    def _by_date(self, name: Spanned[str], node: Node, depth: int) -> _Draft:
        if isinstance(node, Mapping):
            draft = self._draft(node, depth)
        else:
            draft = _Draft(name.span, entries=[*self.readings.read(node)])
        draft.span = name.span
        said = " ".join(_GLUED.sub("Week ", name.value.replace("_", " ")).split())
        if said.isdigit():
            draft.week = draft.week or words.here().week.format(number=said)
        elif said.lower().startswith(("week", "wk")) and draft.dates:
            draft.week = draft.week or _capital(said)
        elif is_date(said) and not draft.dates:
            draft.dates = [_capital(said)]
        elif not draft.titles and said not in draft.dates:
            draft.titles = [self.texts.inlines(name)]
        return draft

    def _item(self, node: Node, depth: int) -> Iterator[_Draft]:
        if isinstance(node, Mapping):
            if len(node.entries) == 1 and is_date(node.entries[0][0].value):
                yield self._by_date(*node.entries[0], depth)
            else:
                yield self._draft(node, depth)
        elif text := names.text(node):
            # A line of its own, such as "Spring break".
            yield _Draft(text.span, titles=[self.texts.inlines(text)])
        elif not isinstance(node, Scalar):
            message = "a list stands where a session should"
            hint = "write `date: …`, and below it `title:` and `readings:`"
            self.texts.report("not-a-part", Severity.WARNING, message, node.span, hint)

    def _draft(self, node: Mapping, depth: int) -> _Draft:
        draft = _Draft(node.span, is_row=self.is_table)
        if self.is_table:
            node = _with_beside(node)
        for name, written, value in names.fields(node):
            is_blank = isinstance(value, Scalar) and names.text(value) is None
            if not is_blank and not self._field(draft, name, written, value, depth):
                self.texts.unread(written)
        if self.is_table:
            said = ", ".join(draft.presenters)
            draft.entries = [*presented(draft.entries, said)]
        return draft

    def _field(
        self, draft: _Draft, name: str, written: Spanned[str], value: Node, depth: int
    ) -> bool:
        """Put a field where it belongs; False where that is nowhere."""
        role = self.texts.role(written.value)
        text = names.text(value)
        said = names.joined(value)
        if name in names.SESSIONS and not text and depth < _DEEPEST:
            draft.below += self._drafts(value, depth + 1)
        elif (found := self.readings.of_field(written, value)) is not None:
            draft.entries += found
        elif not said:
            return False
        elif name == "about" and not draft.titles:
            self._title(draft, value)
        elif role is Role.TITLE and said.isdigit():
            draft.number = int(said[:6])
        elif role is Role.TITLE:
            self._title(draft, value)
        elif role is Role.WEEK:
            _count(draft, name, said)
        elif role is Role.DATE:
            draft.dates.append(words.here().nth_day.format(number=said) if said.isdigit() else said)
            # "Tue 1/14", in whichever order the columns stand.
            draft.dates.sort(key=lambda date: not date.isalpha())
        elif role is Role.TIME:
            draft.time = said
        elif role is None and self.is_table and name in names.TOPICS:
            draft.part, draft.part_span = said, value.span
        elif role is Role.PRESENTER:
            draft.presenters += filter(None, [names.people(value)])
        elif role is Role.NOTES:
            draft.prose += (b for t in names.texts(value) for b in self.texts.blocks(t))
        else:
            return False
        return True

    def _title(self, draft: _Draft, value: Node) -> None:
        for text in names.texts(value):
            draft.titles.append(self.texts.inlines(text))
            draft.title_span = draft.title_span or text.span


def _with_beside(row: Mapping) -> Mapping:
    """Return *row*, its readings with the address and the part to read that stand in other cells.

    "Link 2" is that of "Reading 2"; one without a number is that of the only reading.
    """
    told = [(w, v) for w, v in row.entries if isinstance(v, Scalar) and names.text(v)]
    beside = [(w, v) for w, v in told if _tells_of_reading(_without_number(w))]
    whole: dict[int, Mapping] = {}
    taken: list[Spanned[str]] = []
    for reading, said in told:
        if names.role(reading.value) not in _ASSIGNED or _SEVERAL.search(said.text):
            continue
        mine = [(w, v) for w, v in beside if w not in taken and _number(w) == _number(reading)]
        if mine and (_number(reading) or not whole):
            whole[id(reading)] = _joined_reading(reading, said, mine)
            taken += (written for written, _ in mine)
    if not whole:
        return row
    left = ((n, whole.get(id(n), v)) for n, v in row.entries if n not in taken)
    return Mapping(tuple(left), row.span)


def _joined_reading(
    reading: Spanned[str], said: Scalar, beside: Sequence[tuple[Spanned[str], Scalar]]
) -> Mapping:
    # "Charles Dickens, Bleak House" and "chs. 1–10": one text, as lists have it.
    places = [value.text for _, value in beside if phrases.locator_of(value.text)]
    text = Scalar(", ".join((said.text, *places)), said.span, quoted=True) if places else said
    left = (
        (Spanned(_without_number(written), written.span), value)
        for written, value in beside
        if not phrases.locator_of(value.text)
    )
    return Mapping(((Spanned("reading", reading.span), text), *left), said.span)


def _tells_of_reading(name: str) -> bool:
    is_address = csl_variables.variable(name) in ("URL", "DOI")
    return is_address or names.folded(name) in (*_PAGES, "locator")


def _number(name: Spanned[str]) -> str:
    return name.value[len(_without_number(name)) :].strip(" #")


def _without_number(name: Spanned[str]) -> str:
    return name.value.rstrip(" #0123456789")


def _count(draft: _Draft, name: str, said: str) -> None:
    """Take the number of a week, or of a session."""
    if "week" in name or "wk" in name.split():
        draft.week = words.here().week.format(number=said) if said.isdigit() else said
    elif said.isdigit():
        draft.number = int(said[:6])
    else:
        draft.week = said


def _parts(drafts: Sequence[_Draft]) -> Iterator[Section[ReadingItem]]:
    """Yield the sessions below the parts of the course that a column of their table names."""
    for part, found in groupby(_with_parts(drafts), lambda draft: draft.part):
        below = list(found)
        if part:
            title: Inlines = (Text(part),)
            span = below[0].part_span or below[0].span
            yield Section(Spanned(title, span), 1, (), tuple(_sections(below, 2)))
        else:
            yield from _sections(below, 1)


def _with_parts(drafts: Iterable[_Draft]) -> Iterator[_Draft]:
    part, span = "", None
    for draft in drafts:
        if draft.part:
            part, span = draft.part, draft.part_span
        draft.part, draft.part_span = part, span
        yield draft


def _carried(rows: Iterable[_Draft]) -> list[_Draft]:
    """Return the sessions of a table, where a blank cell says what the cell above it does."""
    sessions: list[_Draft] = []
    week = ""
    for row in rows:
        above = sessions[-1] if sessions else None
        if above and row.is_continued and row.week in ("", above.week):
            above.entries += row.entries
            above.prose += row.prose
            continue
        week = row.week = row.week or week
        if above and not row.dates:
            row.dates = [*above.dates]
        if above and not row.titles and row.entries:
            row.titles, row.title_span = [*above.titles], row.span
        sessions.append(row)
    return sessions


def _sections(drafts: Sequence[_Draft], level: int) -> Iterator[Section[ReadingItem]]:
    """Yield a section each session, those of one week below it where it has several."""
    weeks = [(week, list(found)) for week, found in groupby(drafts, lambda draft: draft.week)]
    by_week = any(week and len(found) > 1 for week, found in weeks)
    number = 0
    for week, found in weeks:
        below = [_section(draft, number + n, level + bool(by_week and week), not by_week)
                 for n, draft in enumerate(found, 1)]  # fmt: skip
        number += len(found)
        if by_week and week:
            yield Section(Spanned((Text(week),), found[0].span), level, (), tuple(below))
        else:
            yield from below


def _section(draft: _Draft, number: int, level: int, with_week: bool) -> Section[ReadingItem]:
    made = schedule.part(draft.session(number, with_week=with_week), level)
    below = tuple(_sections(draft.below, level + 1))
    return Section(made.title, level, made.body, below, made.date)


def _joined(titles: Iterable[Inlines]) -> Iterator[Inline]:
    for number, title in enumerate(titles):
        if number:
            yield Text(": ")
        yield from title


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

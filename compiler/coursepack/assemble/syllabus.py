"""The syllabus: what a course says of itself, its schedule, its readings, its policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from coursepack import words
from coursepack.adapters import date_words
from coursepack.assemble.agenda import agenda, usual
from coursepack.assemble.anchors import Anchors
from coursepack.assemble.controls import controls
from coursepack.assemble.events import calendar
from coursepack.assemble.load import load, years
from coursepack.assemble.reading_list import course_of, facts, list_blocks, sheet, works_of
from coursepack.model import web_address
from coursepack.model.document import (
    Block,
    Blocks,
    BulletList,
    Document,
    Fact,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Strong,
    Table,
    Text,
    plain_text,
)
from coursepack.model.outline import CitedReading, Outline, Reading
from coursepack.model.schedule import Schedule
from coursepack.model.settings import Settings
from coursepack.model.syllabus import Contact, Syllabus
from coursepack.model.theme import Theme

NAME = "syllabus"


def syllabus(
    outline: Outline[CitedReading],
    schedule: Schedule[Reading] | None,
    said: Syllabus,
    settings: Settings,
    theme: Theme,
    *,
    public: bool = False,
) -> Document:
    """Return the syllabus as a document, its sections in the order that the course wishes.

    A *public* one names nobody who presents.
    """
    title = settings.title or outline.title or words.here().syllabus
    cited = {id(entry.reading): entry for entry in outline.readings()}
    sections = _Sections(outline, schedule, said, settings, cited, Anchors(), public)
    subtitle = words.here().syllabus if title != words.here().syllabus else ""
    blocks = tuple(sections.all())
    return Document(
        name=NAME,
        title=title,
        subtitle=subtitle,
        facts=tuple(_facts(settings, schedule)),
        language=settings.language,
        sheet=replace(sheet(settings), columns=1),
        theme=theme,
        contents_title=words.here().contents,
        blocks=blocks,
        calendar=calendar(schedule, cited, settings, title, public=public) if schedule else None,
        instructors=tuple(person.name for person in settings.instructors),
        page_of=words.here().page_of,
        course=course_of(settings, settings.title or outline.title),
        works=works_of(outline),
        controls=controls(blocks) if settings.interactive else None,
    )


def _facts(settings: Settings, schedule: Schedule[Reading] | None) -> Iterator[Fact]:
    yield from facts(settings)
    if schedule is None:
        return
    timetable, language = schedule.timetable, settings.language
    if times := words.here().semicolon.join(usual(timetable, language)):
        yield Fact(words.here().meets, times)
    if timetable.first and timetable.last:
        ends = (date_words.long_day(day, language) for day in (timetable.first, timetable.last))
        yield Fact(words.here().dates, " – ".join(ends))


@dataclass(frozen=True, slots=True)
class _Sections:
    outline: Outline[CitedReading]
    schedule: Schedule[Reading] | None
    said: Syllabus
    settings: Settings
    cited: dict[int, CitedReading]
    anchors: Anchors
    public: bool

    def all(self) -> Iterator[Block]:
        made: dict[str, tuple[str, Callable[[], Iterator[Block]]]] = {
            "description": ("", self._description),
            "people": (words.here().people, self._people),
            "prerequisites": (words.here().prerequisites, lambda: _lines(self.said.prerequisites)),
            "texts": (words.here().texts, lambda: _lines(self.said.texts)),
            "tools": (words.here().tools, lambda: _lines(self.said.tools)),
            "links": (words.here().links, lambda: _lines(self.said.links)),
            "grading": (words.here().grading, self._grading),
            "schedule": (words.here().schedule, self._schedule),
            "load": (words.here().load, self._load),
            "readings": (words.here().reading_list, self._readings),
        }
        for name in self.said.sections:
            if name == "policies":
                yield from self._policies()
                continue
            title, section = made[name]
            blocks = tuple(section())
            if blocks and title:
                yield Heading(1, self.anchors.name("about", title), (Text(title),))
            yield from blocks

    def _description(self) -> Iterator[Block]:
        yield from self.settings.about

    def _people(self) -> Iterator[Block]:
        people = [(person, "") for person in self.said.instructors if person.is_told]
        people += [(person, words.here().assistant) for person in self.said.assistants]
        if people:
            yield BulletList(tuple((Paragraph(tuple(_contact(*each))),) for each in people))

    def _grading(self) -> Iterator[Block]:
        parts = self.said.grading
        if not parts:
            return
        noted = any(part.note for part in parts)
        header = (
            (Text(words.here().part),),
            (Text(words.here().share),),
            (Text(words.here().how),),
        )
        rows = (
            (part.name, (Text(date_words.share(part.share, self.settings.language)),), part.note)
            for part in parts
        )
        width = 3 if noted else 2
        yield Table(header[:width], tuple(row[:width] for row in rows))

    def _schedule(self) -> Iterator[Block]:
        if self.schedule:
            yield from agenda(
                self.schedule, self.cited, self.anchors, self.settings.language, public=self.public
            )

    def _load(self) -> Iterator[Block]:
        if self.schedule and (charts := tuple(load(self.schedule, self.settings.language))):
            yield from charts
            yield from years(entry.reading for entry in self.outline.readings())

    def _readings(self) -> Iterator[Block]:
        return list_blocks(self.outline, self.settings, self.anchors, below=1, public=self.public)

    def _policies(self) -> Iterator[Block]:
        for policy in self.said.policies:
            yield Heading(1, self.anchors.name("policy", plain_text(policy.title)), policy.title)
            yield from self._below(policy.blocks)

    def _below(self, blocks: Blocks) -> Iterator[Block]:
        """Yield *blocks* with their highest headings right below that of their policy."""
        highest = min((b.level for b in blocks if isinstance(b, Heading)), default=1)
        for block in blocks:
            if isinstance(block, Heading):
                anchor = self.anchors.name("policy", plain_text(block.children))
                yield replace(block, level=block.level - highest + 2, anchor=anchor)
            else:
                yield block


def _lines(lines: tuple[Inlines, ...]) -> Iterator[Block]:
    if len(lines) == 1:
        yield Paragraph(lines[0])
    elif lines:
        yield BulletList(tuple((Paragraph(line),) for line in lines))


def _contact(person: Contact, role: str) -> Iterator[Inline]:
    name: Inlines = (Text(person.name),)
    yield Strong((Link(person.page, name),) if person.page else name)
    if role:
        yield Text(f" ({role})")
    mail = web_address.encoded(f"mailto:{person.email}") if person.email else None
    told: list[Inlines] = []
    if person.email:
        told.append((Link(mail, (Text(person.email),)),) if mail else (Text(person.email),))
    if person.office:
        told.append((Text(f"{words.here().office}: {person.office}"),))
    if person.hours:
        told.append((Text(f"{words.here().hours}: {person.hours}"),))
    for number, piece in enumerate(told):
        yield Text(words.here().semicolon if number else ": ")
        yield from piece

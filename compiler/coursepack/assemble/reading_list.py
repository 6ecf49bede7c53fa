"""The reading list: every part, every section, each reading with its entry in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coursepack import words
from coursepack.assemble.anchors import Anchors
from coursepack.assemble.assigned import assigned
from coursepack.assemble.controls import Finding, controls, unprinted
from coursepack.assemble.identifier import identifier
from coursepack.assemble.open_copy import open_copy
from coursepack.model.assigned import Assigned
from coursepack.model.course import Course, Teacher
from coursepack.model.document import (
    Block,
    Blocks,
    Code,
    Document,
    Fact,
    Heading,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    Question,
    ReadingEntry,
    ReadingList,
    Text,
    flat,
    plain_text,
)
from coursepack.model.outline import (
    CitedReading,
    Outline,
    Reading,
    ReadingItem,
    Readings,
    Requirement,
    Section,
)
from coursepack.model.settings import Settings
from coursepack.model.theme import LARGE_PRINT, Sheet, Theme
from coursepack.model.work import Work
from coursepack.pattern import pattern

NAME = "reading-list"
VARIANTS = ("checklist", "questions", "annotated")
LINES_TO_WRITE = 2
LEAST_WORDS = 6

_SHORT_YEAR = pattern(r" (?=’\d\d\b)")


def reading_list(
    outline: Outline[CitedReading],
    settings: Settings,
    theme: Theme,
    *,
    name: str = NAME,
    subtitle: str = "",
    variant: str = "",
    public: bool = False,
) -> Document:
    """Return *outline* as the document called *name*.

    A handout of a part of the course says in *subtitle* which; *variant* is "checklist",
    "questions", "annotated" or "" for none. A *public* list names nobody who presents.
    """
    title = settings.title or outline.title or words.here().reading_list
    subtitle = subtitle or outline.title or words.here().reading_list
    entries = _Entries(settings, outline, variant, Anchors(), public=public)
    is_whole = name.startswith(NAME)
    blocks = (
        *(_described(settings, outline) if is_whole else ()),
        *_blocks(outline, entries),
    )
    return Document(
        name=name,
        title=title,
        subtitle=subtitle if subtitle != title else "",
        facts=tuple(facts(settings)),
        language=settings.language,
        sheet=sheet(settings),
        theme=theme,
        contents_title=words.here().contents,
        blocks=blocks,
        instructors=tuple(person.name for person in settings.instructors),
        page_of=words.here().page_of,
        course=course_of(settings, settings.title or outline.title),
        works=works_of(outline),
        controls=controls(blocks) if settings.interactive else None,
        address=settings.address if name == NAME else "",
    )


def list_blocks(
    outline: Outline[CitedReading],
    settings: Settings,
    anchors: Anchors,
    *,
    below: int,
    public: bool,
) -> Iterator[Block]:
    """Yield the list with its headings *below* as many levels, for a document around it."""
    return _blocks(outline, _Entries(settings, outline, "", anchors, public=public), below)


def course_of(settings: Settings, title: str) -> Course:
    """Return what a catalogue may say of the course called *title*."""
    return Course(
        title=title,
        code=settings.code,
        term=settings.term,
        institution=settings.institution,
        description=plain_text(flat(settings.about)),
        teachers=tuple(Teacher(person.name, person.page) for person in settings.instructors),
    )


def works_of(outline: Outline[CitedReading]) -> tuple[Assigned, ...]:
    """Return what *outline* assigns, as a library takes it."""
    return assigned(outline.replace_readings(lambda cited: (cited.reading,)))


def sheet(settings: Settings) -> Sheet:
    """Return the paper that the course wants its documents on."""
    return Sheet(
        settings.paper,
        1 if settings.large_print else settings.columns,
        LARGE_PRINT if settings.large_print else settings.type_size,
        settings.large_print,
    )


def _described(settings: Settings, outline: Outline[CitedReading]) -> Iterator[Block]:
    """Yield what the course says of itself, unless its page begins with it."""
    said = [plain_text(block.children) for block in outline.body if isinstance(block, Paragraph)]
    about = plain_text(flat(settings.about))
    if about and not any(about in text for text in said):
        yield from settings.about


def facts(settings: Settings) -> Iterator[Fact]:
    """Yield what the title block says of the course."""
    people = settings.instructors
    known = (
        (words.here().code, settings.code),
        (words.here().term, settings.term),
        (words.here().institution, settings.institution),
        (
            words.here().instructor if len(people) == 1 else words.here().instructors,
            words.here().comma.join(person.name for person in people),
        ),
    )
    return (Fact(name, text) for name, text in known if text)


def _questions() -> tuple[str, ...]:
    said = words.here()
    return said.question_1, said.question_2, said.question_3


class _Entries:
    """What the entries of one document share: the names of places, and what they show."""

    def __init__(
        self,
        settings: Settings,
        outline: Outline[CitedReading],
        variant: str,
        anchors: Anchors,
        *,
        public: bool,
    ) -> None:
        self.anchors = anchors
        self.finding = Finding(outline.readings(), public=public) if settings.interactive else None
        self.public = public
        self.with_open_copies = settings.prefer == "published"
        self.with_identifiers = settings.identifiers
        self.address = settings.address.partition("#")[0] if settings.qr else ""
        self.variant = variant
        self.questions = tuple(
            Question(text, LINES_TO_WRITE) for text in settings.questions or _questions()
        )


def _blocks(outline: Outline[CitedReading], entries: _Entries, below: int = 0) -> Iterator[Block]:
    yield from _body(outline.body, entries)
    for part in outline.parts:
        yield from _section(part, below + 1, entries)


def _section(section: Section[CitedReading], level: int, entries: _Entries) -> Iterator[Block]:
    title = section.printed_title
    prefix = "part" if level == 1 else "section"
    anchor = entries.anchors.name(prefix, plain_text(title))
    address = f"{entries.address}#{anchor}" if entries.address and level == 1 else ""
    yield Heading(level, anchor, title, address)
    yield from _body(section.body, entries)
    for below in section.sections:
        yield from _section(below, level + 1, entries)


def _body(body: tuple[Block | Readings[CitedReading], ...], entries: _Entries) -> Iterator[Block]:
    for block in body:
        if not isinstance(block, Readings):
            yield block
        elif block.items:
            items = block.items
            yield ReadingList(
                tuple(i if isinstance(i, ListItem) else _entry(i, entries) for i in items)
            )


def _entry(cited: CitedReading, entries: _Entries) -> ReadingEntry:
    item = cited.reading.item
    key = item.key.value
    entry = ReadingEntry(
        anchor=entries.anchors.name("reading", key),
        work=key,
        span=item.key.span,
        reference=_kept_together(cited.reference.text),
        identifier=_identifier(cited, entries),
        label=cited.reference.label,
        mark=_mark(item.requirement),
        required=bool(item.requirement and item.requirement.required),
        locator=" ".join(_told(item, entries)),
        note=_note(cited.reading, entries),
        box=_box(cited) if entries.variant == "checklist" else "",
        annotation=_annotation(cited.reading.work) if entries.variant == "annotated" else (),
        questions=entries.questions if entries.variant == "questions" else (),
        language=cited.reading.work.text("language").replace("_", "-"),
    )
    if entries.finding is None:
        return entry
    printed = " ".join(map(plain_text, (entry.reference, entry.identifier, entry.note)))
    words_besides = unprinted(cited.reading.work, printed)
    return replace(entry, filed=entries.finding.filed(cited), unprinted=words_besides)


def _box(cited: CitedReading) -> str:
    """Return what a box to tick is called for whoever does not see where it stands."""
    return words.here().tick.format(work=plain_text(cited.reference.text))


def _identifier(cited: CitedReading, entries: _Entries) -> Inlines:
    if not entries.with_identifiers:
        return ()
    return identifier(cited.reading.work, cited.reference.text)


def _annotation(work: Work) -> Blocks:
    """Return what the file of works says of *work* at length, a paragraph each."""
    told = dict.fromkeys(work.text(name).strip() for name in ("abstract", "annote", "note"))
    # A note such as "arXiv:2104.04473" or "Best paper" is no annotation.
    return tuple(Paragraph((Text(text),)) for text in told if len(text.split()) > LEAST_WORDS)


def _note(reading: Reading, entries: _Entries) -> Inlines:
    note = reading.item.note
    copy = open_copy(reading) if entries.with_open_copies else ()
    return (*note, Text(" "), *copy) if note and copy else (*note, *copy)


def _told(item: ReadingItem, entries: _Entries) -> Iterator[str]:
    """Yield in sentences what to read of a work, who presents it and when."""
    if item.locator:
        yield _sentence(f"{words.here().read}: {item.locator}")
    if item.presenter and not entries.public:
        told = words.here()
        form = told.presented_on if item.date else told.presented_by
        yield _sentence(form.format(who=item.presenter, date=item.date))
    elif item.date:
        yield _sentence(f"{words.here().date}: {item.date}")


def _mark(requirement: Requirement | None) -> str:
    if requirement is None:
        return ""
    word = words.here().required if requirement.required else words.here().optional
    return _sentence(f"{word} ({requirement.label})" if requirement.label else word)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _kept_together(children: Inlines) -> Inlines:
    """Return *children* with no line ending between a short venue and its year ("SC ’21")."""
    return tuple(
        Text(_SHORT_YEAR.sub("\N{NO-BREAK SPACE}", child.text))
        if isinstance(child, Text)
        else child
        if isinstance(child, Code | LineBreak)
        else replace(child, children=_kept_together(child.children))
        for child in children
    )

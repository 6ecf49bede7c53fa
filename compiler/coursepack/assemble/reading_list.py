"""The reading list: every part, every section, each reading with its entry in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coursepack.assemble import words
from coursepack.assemble.anchors import Anchors
from coursepack.assemble.open_copy import open_copy
from coursepack.model.document import (
    Block,
    Code,
    Document,
    Fact,
    Heading,
    Inlines,
    LineBreak,
    ListItem,
    Paragraph,
    ReadingEntry,
    ReadingList,
    Text,
    merged,
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
from coursepack.pattern import pattern

NAME = "reading-list"

_SHORT_YEAR = pattern(r" (?=’\d\d\b)")


def reading_list(outline: Outline[CitedReading], settings: Settings) -> Document:
    """Return *outline* as the document called `reading-list`."""
    title = settings.title or outline.title or words.READING_LIST
    subtitle = outline.title or words.READING_LIST
    entries = _Entries(settings.prefer == "published")
    return Document(
        name=NAME,
        title=title,
        subtitle=subtitle if subtitle != title else "",
        facts=tuple(_facts(settings)),
        language=settings.language,
        paper=settings.paper,
        contents_title=words.CONTENTS,
        blocks=(*_described(settings, outline), *_blocks(outline, entries)),
    )


def _described(settings: Settings, outline: Outline[CitedReading]) -> Iterator[Block]:
    """Yield what the course says of itself, unless its page begins with it."""
    said = [plain_text(block.children) for block in outline.body if isinstance(block, Paragraph)]
    if settings.description and not any(settings.description in text for text in said):
        yield Paragraph((Text(settings.description),))


def _facts(settings: Settings) -> Iterator[Fact]:
    people = settings.instructors
    facts = (
        (words.CODE, settings.code),
        (words.TERM, settings.term),
        (words.INSTITUTION, settings.institution),
        (words.INSTRUCTOR if len(people) == 1 else words.INSTRUCTORS, ", ".join(people)),
    )
    return (Fact(name, text) for name, text in facts if text)


class _Entries:
    """What the entries of one document share: the names of places, and what they show."""

    def __init__(self, with_open_copies: bool) -> None:
        self.anchors = Anchors()
        self.with_open_copies = with_open_copies


def _blocks(outline: Outline[CitedReading], entries: _Entries) -> Iterator[Block]:
    yield from _body(outline.body, entries)
    for part in outline.parts:
        yield from _section(part, 1, entries)


def _section(section: Section[CitedReading], level: int, entries: _Entries) -> Iterator[Block]:
    title = _dated(section)
    prefix = "part" if level == 1 else "section"
    yield Heading(level, entries.anchors.name(prefix, plain_text(title)), title)
    yield from _body(section.body, entries)
    for below in section.sections:
        yield from _section(below, level + 1, entries)


def _dated(section: Section[CitedReading]) -> Inlines:
    """Return the title of *section*, behind its date where the title does not say it."""
    title = section.title.value
    if not section.date or section.date in plain_text(title):
        return title
    return merged((Text(f"{section.date}: "), *title))


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
    return ReadingEntry(
        anchor=entries.anchors.name("reading", key),
        work=key,
        span=item.key.span,
        reference=_kept_together(cited.reference.text),
        label=cited.reference.label,
        mark=_mark(item.requirement),
        required=bool(item.requirement and item.requirement.required),
        locator=" ".join(_told(item)),
        note=_note(cited.reading, entries),
    )


def _note(reading: Reading, entries: _Entries) -> Inlines:
    note = reading.item.note
    copy = open_copy(reading) if entries.with_open_copies else ()
    return (*note, Text(" "), *copy) if note and copy else (*note, *copy)


def _told(item: ReadingItem) -> Iterator[str]:
    """Yield in sentences what to read of a work, who presents it and when."""
    if item.locator:
        yield _sentence(f"{words.READ}: {item.locator}")
    if item.presenter:
        when = f" {words.ON} {item.date}" if item.date else ""
        yield _sentence(f"{words.PRESENTED_BY} {item.presenter}{when}")
    elif item.date:
        yield _sentence(f"{words.DATE}: {item.date}")


def _mark(requirement: Requirement | None) -> str:
    if requirement is None:
        return ""
    word = words.REQUIRED if requirement.required else words.OPTIONAL
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

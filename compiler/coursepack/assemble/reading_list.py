"""The reading list: every part, every section, each reading with its entry in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coursepack.assemble import words
from coursepack.assemble.anchors import Anchors
from coursepack.model.document import (
    Block,
    Code,
    Document,
    Fact,
    Heading,
    Inlines,
    LineBreak,
    ListItem,
    ReadingEntry,
    ReadingList,
    Text,
    plain_text,
)
from coursepack.model.outline import CitedReading, Outline, Readings, Requirement, Section
from coursepack.model.settings import Settings
from coursepack.pattern import pattern

NAME = "reading-list"

_SHORT_YEAR = pattern(r" (?=’\d\d\b)")


def reading_list(outline: Outline[CitedReading], settings: Settings) -> Document:
    """Return *outline* as the document called `reading-list`."""
    title = settings.title or outline.title or words.READING_LIST
    subtitle = outline.title or words.READING_LIST
    anchors = Anchors()
    return Document(
        name=NAME,
        title=title,
        subtitle=subtitle if subtitle != title else "",
        facts=tuple(_facts(settings)),
        language=settings.language,
        paper=settings.paper,
        contents_title=words.CONTENTS,
        blocks=tuple(_blocks(outline, anchors)),
    )


def _facts(settings: Settings) -> Iterator[Fact]:
    people = settings.instructors
    facts = (
        (words.CODE, settings.code),
        (words.TERM, settings.term),
        (words.INSTITUTION, settings.institution),
        (words.INSTRUCTOR if len(people) == 1 else words.INSTRUCTORS, ", ".join(people)),
    )
    return (Fact(name, text) for name, text in facts if text)


def _blocks(outline: Outline[CitedReading], anchors: Anchors) -> Iterator[Block]:
    yield from _body(outline.body, anchors)
    for part in outline.parts:
        yield from _section(part, 1, anchors)


def _section(section: Section[CitedReading], level: int, anchors: Anchors) -> Iterator[Block]:
    title = section.title.value
    prefix = "part" if level == 1 else "section"
    yield Heading(level, anchors.name(prefix, plain_text(title)), title)
    yield from _body(section.body, anchors)
    for below in section.sections:
        yield from _section(below, level + 1, anchors)


def _body(body: tuple[Block | Readings[CitedReading], ...], anchors: Anchors) -> Iterator[Block]:
    for block in body:
        if not isinstance(block, Readings):
            yield block
        elif block.items:
            items = block.items
            yield ReadingList(
                tuple(i if isinstance(i, ListItem) else _entry(i, anchors) for i in items)
            )


def _entry(cited: CitedReading, anchors: Anchors) -> ReadingEntry:
    item = cited.reading.item
    key = item.key.value
    return ReadingEntry(
        anchor=anchors.name("reading", key),
        work=key,
        span=item.key.span,
        reference=_kept_together(cited.reference.text),
        label=cited.reference.label,
        mark=_mark(item.requirement),
        required=bool(item.requirement and item.requirement.required),
        locator=_sentence(f"{words.READ}: {item.locator}") if item.locator else "",
        note=item.note,
    )


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

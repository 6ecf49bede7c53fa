"""Characters that a PDF engine cannot print: found before it runs, and shown in its stead.

A character without a glyph must never be a silent box. What is printed for it is its
number, such as `[U+1F680]`, and the author is told which work it stands in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from coursepack.adapters import languages
from coursepack.adapters.fonts import Coverage, is_mark
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import (
    Agenda,
    Block,
    Blocks,
    BulletList,
    Chart,
    CodeBlock,
    Divider,
    Document,
    Heading,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    ReadingEntry,
    ReadingList,
    Table,
    plain_text,
)
from coursepack.model.source import Span
from coursepack.write.printed import BREAK, with_texts

# Of these every font that is used has a glyph, alone and in any dress.
PLAIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x17F), 0xA)))
JOINERS = frozenset("\u200c\u200d" + BREAK)

Absent = Callable[[str], Set[str]]


@dataclass(slots=True)
class Missing:
    """What an engine cannot print of one work; `work` is "" for the rest of the document."""

    work: str
    span: Span | None
    characters: set[str] = field(default_factory=set)


def missing(document: Document, absent: Absent) -> tuple[Missing, ...]:
    """Return where *document* holds what *absent* finds in a text, each work once."""
    found: dict[str, Missing] = {}
    for entry, text in _texts(document):
        if characters := absent(text):
            work, span = (entry.work, entry.span) if entry else ("", None)
            found.setdefault(work, Missing(work, span)).characters |= characters
    return tuple(found.values())


def diagnostics(
    places: Iterable[Missing], severity: Severity, engine: str, hint: str
) -> tuple[Diagnostic, ...]:
    """Return one `missing-character` for each of *places*.

    Where *hint* has `{packages}`, it names those of Debian in which such fonts are.
    """
    lack = f"characters that {engine} has no font for"
    hint = f"their numbers are printed instead; {hint}"
    return tuple(_diagnostic(place, severity, lack, hint) for place in places)


def makeshift(places: Sequence[Missing], hint: str) -> tuple[Diagnostic, ...]:
    """Return one where letters of *places* must be printed in the face of program text."""
    lack = "letters that Typst has no book face for, only a typewriter's"
    # One font mends all of them.
    whole = Missing("", None, {letter for place in places for letter in place.characters})
    said = (whole,) if len(places) > 1 else places
    return tuple(_diagnostic(place, Severity.WARNING, lack, hint) for place in said)


def replaced(document: Document, characters: Iterable[str]) -> Document:
    """Return *document* with each of *characters* shown as its number."""
    numbers = {ord(character): shown(character) for character in characters}
    return with_texts(document, lambda text: text.translate(numbers)) if numbers else document


def shown(character: str) -> str:
    """Return what is printed in place of *character*."""
    return f"[{_number(character)}]"


def absent_from(coverage: Coverage) -> Absent:
    """Return the function that finds what fonts of *coverage* cannot print of a text."""

    def absent(text: str) -> Set[str]:
        odd = set(text) - PLAIN - JOINERS
        found = {character for character in odd if not _has(coverage, character)}
        if any(map(is_mark, odd)):
            found |= _loose_marks(text, coverage)
        return found

    return absent


def _has(coverage: Coverage, character: str) -> bool:
    # Private use means something else in every font, a surrogate nothing in any.
    return unicodedata.category(character) not in ("Co", "Cs") and coverage.has(character)


def _loose_marks(text: str, coverage: Coverage) -> set[str]:
    """Return the marks for which no font also has the letter that they stand on."""
    return {
        mark
        for cluster in _clusters(text)
        if len(cluster) > 1 and not coverage.has_together(cluster)
        for mark in cluster[1:]
    }


def _clusters(text: str) -> Iterator[str]:
    start = 0
    for at, character in enumerate(text):
        if at > start and not is_mark(character):
            yield text[start:at]
            start = at
    yield text[start:]


def _diagnostic(place: Missing, severity: Severity, lack: str, hint: str) -> Diagnostic:
    what = f"`{place.work}`" if place.work else "the page"
    named = ", ".join(map(_named, sorted(place.characters)[:_MOST_NAMED]))
    if (others := len(place.characters) - _MOST_NAMED) > 0:
        named += f" and {others} more"
    called = " ".join(sorted({_package(character) for character in place.characters} - {""}))
    packages = f" (on Debian `{called}`)" if called else ""
    return Diagnostic(
        "missing-character",
        severity,
        f"{what} has {lack}: {named}",
        place.span,
        hints=(hint.format(packages=packages),),
    )


def _package(character: str) -> str:
    """Return the package of Debian with a font for *character*, "" where none is known."""
    script = languages.script(character)
    if unicodedata.category(character)[0] == "S" and character >= "\U0001f000":
        return "fonts-symbola"
    if script in _EAST_ASIAN or unicodedata.east_asian_width(character) in "WF":
        return "fonts-noto-cjk"
    return "" if unicodedata.category(character)[0] == "C" else "fonts-noto-core"


_MOST_NAMED = 12
_EAST_ASIAN = frozenset(("Bopo", "Hang", "Hani", "Hira", "Kana"))


def _named(character: str) -> str:
    # A lone mark would sit on the quote before it; controls and private use show nothing.
    visible = unicodedata.category(character)[0] not in "CMZ"
    return f"{character} ({_number(character)})" if visible else _number(character)


def _number(character: str) -> str:
    return f"U+{ord(character):04X}"


def _texts(document: Document) -> Iterator[tuple[ReadingEntry | None, str]]:
    """Every run of characters that is printed, and the reading that it stands in."""
    for text in (document.title, document.subtitle, document.contents_title, document.page_of):
        yield None, text
    for fact in document.facts:
        yield None, f"{fact.name}: {fact.text}"
    yield from _block_texts(document.blocks)


def _block_texts(blocks: Blocks) -> Iterator[tuple[ReadingEntry | None, str]]:
    for block in blocks:
        yield from _in_block(block)


def _in_block(block: Block) -> Iterator[tuple[ReadingEntry | None, str]]:
    match block:
        case Heading(children=children) | Paragraph(children):
            yield None, plain_text(children)
        case BulletList(items) | OrderedList(_, items):
            for item in items:
                yield from _block_texts(item)
        case Quote(inner):
            yield from _block_texts(inner)
        case CodeBlock(text):
            yield None, text
        case Table(header, rows):
            for cell in (cell for row in (header, *rows) for cell in row):
                yield None, plain_text(cell)
        case ReadingList(readings):
            for reading in readings:
                yield from _in_item(reading)
        case Agenda(header, meetings):
            yield None, " ".join(header)
            for meeting in meetings:
                yield None, f"{meeting.when} {plain_text(meeting.title)}"
                yield from _block_texts(meeting.blocks)
        case Chart(bars):
            for bar in bars:
                yield None, f"{bar.name} {bar.words}"
        case Divider():
            pass


def _in_item(item: ReadingEntry | ListItem) -> Iterator[tuple[ReadingEntry | None, str]]:
    if isinstance(item, ListItem):
        yield from _block_texts(item.children)
        return
    for text in (
        item.label,
        item.mark,
        plain_text(item.reference),
        plain_text(item.identifier),
        item.locator,
        plain_text(item.note),
        *(question.text for question in item.questions),
    ):
        yield item, text
    for _, text in _block_texts(item.annotation):
        yield item, text

"""What a document tells, and what was found of it in a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from coursepack.model.document import (
    PRINTED_NESTING,
    Agenda,
    Block,
    Blocks,
    BulletList,
    Code,
    Document,
    Heading,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    ReadingEntry,
    ReadingList,
    Table,
    Text,
    plain_text,
)
from coursepack.pattern import pattern

_NUMBER = pattern(r"\[U\+([0-9A-F]{4,5})\]")


@dataclass(slots=True)
class Told:
    """The headings, the targets of links, and how many readings and items of lists there are.

    None stands for what a format does not tell apart. `printed_items` are those of lists no deeper
    than print has them; a file that *is_print* has no others. `faults` says in words what is wrong
    with a file besides, such as a missing language; `lacks` what its maker could not give it.
    """

    title: str | None = ""
    headings: list[str] | None = field(default_factory=list)
    links: list[str] | None = field(default_factory=list)
    readings: int | None = 0
    items: int | None = 0
    printed_items: int = 0
    is_print: bool = False
    lacks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Verifier:
    """Reads the bytes of a format back; `suffix` is that of its files."""

    suffix: str
    read: Callable[[bytes], Told]


def told(document: Document) -> Told:
    """Return what *document* tells."""
    headings: list[str] = []
    links: list[str] = []
    readings = items = printed = 0
    for block, depth in _all_blocks(document.blocks):
        match block:
            case Heading(children=children) if plain(plain_text(children)):
                headings.append(plain(plain_text(children)))
                links += _links(children)
            case Paragraph(children):
                links += _links(children)
            case Table(header, rows):
                links += (u for row in (header, *rows) for c in row for u in _links(c))
            case Agenda(_, meetings):
                links += (url for meeting in meetings for url in _links(meeting.title))
            case BulletList(inner) | OrderedList(_, inner):
                items += len(inner)
                printed += len(inner) if depth < PRINTED_NESTING else 0
            case ReadingList(entries):
                items += len(entries)
                printed += len(entries)
            case ReadingEntry():
                readings += 1
                for children in (block.reference, block.identifier, block.note):
                    links += _links(children)
            case _:
                pass
    title = plain(document.title or document.name)
    return Told(title, headings, links, readings, items, printed)


def plain(text: str) -> str:
    """Return the letters and digits of *text*: what no format writes in a way of its own.

    A character that no font has is printed as its number.
    """
    text = _NUMBER.sub(lambda number: chr(int(number[1], 16)), text)
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKD", text)))


def target(url: str) -> str:
    """Return *url* as it is compared: formats percent-encode differently."""
    return unquote(url)


def _all_blocks(blocks: Blocks) -> Iterator[tuple[Block | ReadingEntry, int]]:
    """Yield each block, with how many lists and quotes it stands in."""
    waiting: list[tuple[Block | ReadingEntry, int]] = [(block, 0) for block in reversed(blocks)]
    while waiting:
        block, depth = waiting.pop()
        yield block, depth
        below: Iterable[Block | ReadingEntry] = ()
        match block:
            case BulletList(items) | OrderedList(_, items):
                below = [inner for item in items for inner in item]
            case Quote(children):
                below = children
            case ReadingList(entries):
                below = _inside(entries)
            case ReadingEntry():
                below = block.annotation
            case Agenda(_, meetings):
                below = [inner for meeting in meetings for inner in meeting.blocks]
            case _:
                pass
        deeper = depth if isinstance(block, ReadingEntry) else depth + 1
        waiting += [(inner, deeper) for inner in reversed([*below])]


def _inside(entries: tuple[ReadingEntry | ListItem, ...]) -> Iterator[Block | ReadingEntry]:
    for entry in entries:
        if isinstance(entry, ListItem):
            yield from entry.children
        else:
            yield entry


def _links(children: Inlines) -> Iterator[str]:
    for child in children:
        if isinstance(child, Link) and plain(plain_text(child.children)):
            yield target(child.url)
        elif not isinstance(child, Text | Code | LineBreak):
            yield from _links(child.children)

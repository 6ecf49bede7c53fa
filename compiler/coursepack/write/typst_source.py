"""The printed document as data for the Typst template: JSON, never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from coursepack.model.document import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Divider,
    Document,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    NoCase,
    OrderedList,
    Paragraph,
    Quote,
    ReadingEntry,
    ReadingList,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    WorkTitle,
)
from coursepack.write.printed import (
    is_long,
    running_head,
    tokens,
    wants_contents,
    widest_label,
)

Node = Mapping[str, Any]

# What Typst takes; it refuses a document in any other.
_LANGUAGE = re.compile("[A-Za-z]{2,3}")
_REGION = re.compile("[A-Za-z]{2}")

# Of Libertinus Serif, in ems. To let Typst measure the widest label would lay out every
# list again in each of its rounds.
_WIDTHS = {**dict.fromkeys("0123456789", 0.465), **dict.fromkeys("[]()", 0.36), ".": 0.23}


def typst_data(document: Document) -> Node:
    """Return what `handout.typ` reads; a plain string in it is text, a mapping a node."""
    language, _, region = document.language.partition("-")
    return {
        "title": document.title or document.name,
        "subtitle": document.subtitle,
        "running": running_head(document),
        "facts": [{"name": fact.name, "text": fact.text} for fact in document.facts],
        "language": language.lower() if _LANGUAGE.fullmatch(language) else "en",
        "region": region if _REGION.fullmatch(region) else "",
        "paper": "us-letter" if document.paper == "letter" else "a4",
        "contents": document.contents_title if wants_contents(document) else "",
        "gutter": sum(_WIDTHS.get(character, 0.6) for character in widest_label(document)),
        "tokens": tokens(),
        "blocks": _blocks(document.blocks),
    }


def _blocks(blocks: Blocks) -> list[Node]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> Node:
    match block:
        case Heading(level, children=children):
            return {"kind": "heading", "level": level, "children": _line(children)}
        case Paragraph(children):
            return {"kind": "paragraph", "children": _line(children)}
        case BulletList(items):
            return {"kind": "bullets", "items": [_blocks(item) for item in items]}
        case OrderedList(start, items):
            return {
                "kind": "numbers",
                "start": max(start, 0),
                "items": [_blocks(item) for item in items],
            }
        case Quote(children):
            return {"kind": "quote", "children": _blocks(children)}
        case CodeBlock(text):
            return {"kind": "code-block", "text": text}
        case Table(header, rows):
            return {
                "kind": "table",
                "columns": len(header or rows[0]),
                "header": [_line(cell) for cell in header],
                "rows": [[_line(cell) for cell in row] for row in rows],
            }
        case Divider():
            return {"kind": "divider"}
        case ReadingList(items):
            return {"kind": "readings", "items": [_item(item) for item in items]}


def _item(item: ReadingEntry | ListItem) -> Node:
    if isinstance(item, ListItem):
        return {"label": "", "long": True, "blocks": _blocks(item.children)}
    return {
        "label": item.label,
        "mark": item.mark,
        "required": item.required,
        "reference": _line(item.reference),
        "locator": item.locator,
        "note": _line(item.note),
        "long": is_long(item),
    }


def _line(children: Inlines) -> list[Node | str]:
    return _Line().inlines(children)


class _Line:
    """One run of inlines; Typst would print every space of two that meet."""

    def __init__(self) -> None:
        self._after_space = True

    def inlines(self, children: Inlines) -> list[Node | str]:
        return [self._inline(child) for child in children]

    def _inline(self, child: Inline) -> Node | str:
        match child:
            case Text(text):
                return self._text(text)
            case LineBreak():
                self._after_space = True
                return {"kind": "break"}
            case Code(text):
                return {"kind": "code", "text": self._text(text)}
            case Link(url, children):
                return {"kind": "link", "url": url, "children": self.inlines(children)}
            case Emphasis(children):
                return {"kind": "emphasis", "children": self.inlines(children)}
            case Strong(children):
                return {"kind": "strong", "children": self.inlines(children)}
            case SmallCaps(children):
                return {"kind": "small-caps", "children": self.inlines(children)}
            case Superscript(children):
                return {"kind": "superscript", "children": self.inlines(children)}
            case Subscript(children):
                return {"kind": "subscript", "children": self.inlines(children)}
            case NoCase(children):
                return {"kind": "plain", "children": self.inlines(children)}
            case WorkTitle(children):
                return {"kind": "work-title", "children": self.inlines(children)}

    def _text(self, text: str) -> str:
        if self._after_space:
            text = text.lstrip(" ")
        if text:
            self._after_space = text.endswith(" ")
        return text

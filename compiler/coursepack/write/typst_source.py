"""The printed document as data for the Typst template: JSON, never markup."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from coursepack import words
from coursepack.adapters import qr_code
from coursepack.model.document import (
    Agenda,
    Block,
    Blocks,
    BulletList,
    Chart,
    Code,
    CodeBlock,
    Divider,
    Document,
    Emphasis,
    Foreign,
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
    flat,
    plain_text,
)
from coursepack.write import scripts
from coursepack.write.printed import (
    LONG_ENTRY,
    gutter,
    is_long,
    is_short,
    running_head,
    tokens,
    wants_contents,
)

Node = Mapping[str, Any]

# What Typst takes; it refuses a document in any other.
_LANGUAGE = re.compile("[A-Za-z]{2,3}")
_REGION = re.compile("[A-Za-z]{2}")


def typst_data(document: Document) -> Node:
    """Return what `handout.typ` reads; a plain string in it is text, a mapping a node."""
    document = scripts.marked(document)
    hanging = gutter(document)
    return {
        "title": document.title or document.name,
        "masthead": _line(scripts.line(document.title or document.name, document)),
        "subtitle": _line(scripts.line(document.subtitle, document)) if document.subtitle else [],
        "running": running_head(document),
        "page-of": document.page_of,
        "qr-code": words.of(document.language).qr_code,
        "facts": [
            {"name": fact.name, "text": _line(scripts.line(fact.text, document))}
            for fact in document.facts
        ],
        **_spoken(document.language),
        "figures": scripts.has_small_letters(document.language),
        "dir": "rtl" if document.is_right_to_left else "ltr",
        "paper": "us-letter" if document.sheet.paper == "letter" else "a4",
        "columns": document.sheet.columns,
        "contents": document.contents_title if wants_contents(document) else "",
        "gutter": {"holds": hanging.holds, "width": hanging.width},
        "tokens": tokens(document),
        "blocks": _blocks(document.blocks),
    }


def _spoken(tag: str) -> dict[str, str]:
    """Return the language and the region of *tag*, "" for what Typst does not take."""
    language, *more = tag.split("-")
    region = next((part for part in more if _REGION.fullmatch(part)), "")
    return {"language": language.lower() if _LANGUAGE.fullmatch(language) else "", "region": region}


def _blocks(blocks: Blocks) -> list[Node]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> Node:
    match block:
        case Heading(level, _, children, address):
            code = {"address": address, "svg": qr_code.svg(address)} if address else None
            return {"kind": "heading", "level": level, "children": _line(children), "code": code}
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
        case Agenda(header, meetings):
            return {
                "kind": "agenda",
                "header": list(header),
                "rows": [
                    {
                        "when": meeting.when,
                        "title": _line(meeting.title),
                        "off": meeting.off,
                        "long": len(plain_text(flat(meeting.blocks))) > LONG_ENTRY,
                        "blocks": _blocks(meeting.blocks),
                    }
                    for meeting in meetings
                ],
            }
        case Chart(bars):
            return {
                "kind": "chart",
                "bars": [
                    {
                        "name": bar.name,
                        "full": bar.full / block.longest,
                        "light": bar.light / block.longest,
                        "words": bar.words,
                    }
                    for bar in bars
                ],
            }


def _item(item: ReadingEntry | ListItem) -> Node:
    if isinstance(item, ListItem):
        return {"label": "", "long": True, "blocks": _blocks(item.children)}
    return {
        "label": item.label,
        "mark": item.mark,
        "required": item.required,
        "reference": _line(item.reference),
        "identifier": _line(item.identifier),
        "short": is_short(item.identifier),
        "locator": item.locator,
        "note": _line(item.note),
        "long": is_long(item),
        "box": bool(item.box),
        "annotation": _blocks(item.annotation),
        "questions": [{"text": q.text, "lines": q.lines} for q in item.questions],
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
            case Foreign():
                return {
                    "kind": "foreign",
                    **_spoken(child.language),
                    "script": child.script,
                    "dir": child.direction,
                    "turned": child.turned,
                    "children": self.inlines(child.children),
                }

    def _text(self, text: str) -> str:
        if self._after_space:
            text = text.lstrip(" ")
        if text:
            self._after_space = text.endswith(" ")
        return text

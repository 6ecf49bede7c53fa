"""HTML that the rich-text boxes of learning management systems keep as it is.

Canvas and Moodle each clean what is pasted, uploaded or imported. Both keep the elements written
here, with no attribute but these: `a[href]`, `ol[start]`, `th[scope]`, `span[class]`, `div[class]`,
and `lang` and `dir` on a span or a div.
No id may be relied on, no style, no script; addresses are http, https or mailto. Blackboard
Ultra keeps fewer, and no tables: `reduced` writes only those.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from coursepack import words
from coursepack.model import web_address
from coursepack.model.document import (
    Agenda,
    Bar,
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
    Meeting,
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
    merged,
    plain_text,
    runs_right_to_left,
)
from coursepack.pattern import pattern
from coursepack.write import safe_markdown, scripts
from coursepack.write.entry import words_of
from coursepack.write.levels import levelled
from coursepack.write.xml import clean

_DEEPEST = 5  # h2 to h6; the title of a page is the system's


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a place for HTML takes.

    `reduced` is Blackboard Ultra's markup; `with_ids` keeps names of places, for a page that
    is not cleaned; `decoded` says that entities will be decoded once more than they should be.
    `language` is that of what is written, "" where nothing is to be said of any.
    """

    reduced: bool = False
    with_ids: bool = False
    decoded: bool = False
    language: str = ""


FULL = Dialect()
ULTRA = Dialect(reduced=True)


def page(document: Document, dialect: Dialect = FULL) -> str:
    """Return *document* below its title, which is that of the page it stands on."""
    dialect = replace(dialect, language=document.language)
    facts = tuple(
        Paragraph((Strong((Text(f"{fact.name}:"),)), Text(f" {fact.text}")))
        for fact in document.facts
        if fact.name.strip()
    )
    blocks = document.blocks
    if dialect.with_ids:
        blocks = _with_contents(blocks, document.contents_title)
    return fragment((*facts, *blocks), dialect)


def fragment(blocks: Blocks, dialect: Dialect = FULL) -> str:
    """Return *blocks* as HTML, a block a line, headings from `h2` on (`h4` where *reduced*)."""
    if dialect.language:
        blocks = scripts.marked_blocks(blocks, dialect.language)
    writer = _Writer(dialect)
    lines = "".join(f"{line}\n" for line in writer.blocks(levelled(blocks, _DEEPEST)))
    if not lines or dialect.reduced or not runs_right_to_left(dialect.language):
        return lines
    # The page it is put on may be read in the other direction.
    return f'<div lang="{_attribute(dialect.language)}" dir="rtl">\n{lines}</div>\n'


def _with_contents(blocks: Blocks, title: str) -> Blocks:
    """Return *blocks* below a list of their parts, for a page with names of places."""
    heads = [b for b in blocks if isinstance(b, Heading) and plain_text(b.children).strip()]
    if len(heads) < _FEW:
        return blocks
    least = min(head.level for head in heads)
    items = tuple(
        (Paragraph((Link(f"#{head.anchor}", head.children),)),)
        for head in heads
        if head.level == least
    )
    return (Paragraph((Strong((Text(title),)),)), BulletList(items), *blocks)


_FEW = 3
# What an HTML reader or Moodle's importer would take for more than it is, once decoded.
# A text may end where another goes on.
_AWAKENED = pattern(r"<(?=[A-Za-z/!?]|$)|&(?=#?\w+;?|#?$)")


def escaped(text: str, *, decoded: bool = False) -> str:
    """Return *text* as HTML text, in characters that XML can carry."""
    text = safe_markdown.split(clean(text))
    if decoded:
        text = _AWAKENED.sub(rf"\g<0>{safe_markdown.JOINER}", text)
    return html.escape(text, quote=False)


@dataclass(slots=True)
class _Writer:
    dialect: Dialect

    # --- blocks

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        reduced = self.dialect.reduced
        match block:
            case Heading(level, anchor, children):
                yield from self._heading(level, anchor, children)
            case Paragraph(children):
                if words := self._inlines(children):
                    yield f"<p>{words}</p>"
            case BulletList(items):
                yield from self._list("ul", "", [self._item(item) for item in items])
            case OrderedList(start, items):
                begin = f' start="{start}"' if start != 1 and not reduced else ""
                yield from self._list("ol", begin, [self._item(item) for item in items])
            case Quote(children):
                name = "div" if reduced else "blockquote"
                if inner := self._joined(children):
                    yield f"<{name}>{inner}</{name}>"
            case CodeBlock(text):
                yield from self._code(text)
            case Table():
                yield from self._table(block)
            case Divider():
                yield "<p>* * *</p>"
            case ReadingList(entries):
                yield from self._list("ul", "", [self._entry(entry) for entry in entries])
            case Agenda():
                yield from self._agenda(block)
            case Chart(bars):
                yield from self._list("ul", "", [self._text(_bar(bar)) for bar in bars])
            case _:
                assert_never(block)

    def _heading(self, level: int, anchor: str, children: Inlines) -> Iterator[str]:
        if not (words := self._inlines(children)):
            return
        name = f"h{min(level + (3 if self.dialect.reduced else 1), 6)}"
        yield f"<{name}{self._id(anchor)}>{words}</{name}>"

    def _id(self, anchor: str) -> str:
        return f' id="{_attribute(anchor)}"' if self.dialect.with_ids and anchor else ""

    def _list(self, name: str, attributes: str, items: list[str]) -> Iterator[str]:
        lines = [item if item.startswith("<li") else f"<li>{item}</li>" for item in items if item]
        if lines:
            yield f"<{name}{attributes}>{''.join(lines)}</{name}>"

    def _joined(self, blocks: Iterable[Block]) -> str:
        return "".join(self.blocks(blocks))

    def _item(self, blocks: Blocks) -> str:
        match blocks:
            case (Paragraph(children), *rest):
                # A first paragraph of its own would stand apart from its bullet in some systems.
                return self._inlines(children) + self._joined(rest)
        return self._joined(blocks)

    def _entry(self, entry: ReadingEntry | ListItem) -> str:
        if isinstance(entry, ListItem):
            return self._item(entry.children)
        line = self._inlines(words_of(entry))
        questions = tuple((Paragraph((Text(q.text),)),) for q in entry.questions)
        below = self._joined((*entry.annotation, *([BulletList(questions)] if questions else ())))
        return f"<li{self._id(entry.anchor)}>{line}{below}</li>" if line or below else ""

    def _code(self, text: str) -> Iterator[str]:
        decoded = self.dialect.decoded
        lines = [escaped(line.expandtabs(4), decoded=decoded) for line in text.splitlines()]
        if not any(lines):
            return
        if self.dialect.reduced:
            kept = (line.replace("  ", " \N{NO-BREAK SPACE}") for line in lines)
            yield f"<p>{'<br>'.join(kept)}</p>"
        else:
            side = ' dir="ltr"' if runs_right_to_left(self.dialect.language) else ""
            yield f"<pre{side}><code>{chr(10).join(lines)}</code></pre>"

    # --- tables

    def _table(self, table: Table) -> Iterator[str]:
        if self.dialect.reduced:
            rows = table.rows or (table.header,)
            yield from self._list("ul", "", [self._row_words(table.header, row) for row in rows])
            return
        heads = "".join(f'<th scope="col">{self._inlines(cell)}</th>' for cell in table.header)
        yield from self._rows(
            f"<tr>{heads}</tr>" if any(map(plain_text, table.header)) else "",
            ["".join(f"<td>{self._inlines(cell)}</td>" for cell in row) for row in table.rows],
        )

    def _rows(self, head: str, rows: list[str]) -> Iterator[str]:
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        if head or body:
            top = f"<thead>{head}</thead>" if head else ""
            yield f"<table>{top}<tbody>{body}</tbody></table>"

    def _row_words(self, header: tuple[Inlines, ...], row: tuple[Inlines, ...]) -> str:
        told = []
        for number, cell in enumerate(row):
            name = self._inlines(header[number]) if number < len(header) and row != header else ""
            if inner := self._inlines(cell):
                told.append(f"<strong>{name}:</strong> {inner}" if name else inner)
        return f"{words.of(self.dialect.language).semicolon.strip()} ".join(told)

    def _agenda(self, agenda: Agenda) -> Iterator[str]:
        if self.dialect.reduced:
            yield from self._list("ul", "", [self._meeting_item(m) for m in agenda.meetings])
            return
        day, about = map(self._text, agenda.header)
        rows = [
            f'<th scope="row"{self._id(m.anchor)}>{self._text(_unbroken(m.when))}</th>'
            f"<td>{self._about(m)}{self._joined(m.blocks)}</td>"
            for m in agenda.meetings
        ]
        yield from self._rows(
            f'<tr><th scope="col">{day}</th><th scope="col">{about}</th></tr>', rows
        )

    def _about(self, meeting: Meeting) -> str:
        name = "em" if meeting.off else "strong"
        words = self._inlines(meeting.title)
        return f"<p><{name}>{words}</{name}></p>" if words else ""

    def _meeting_item(self, meeting: Meeting) -> str:
        title = Emphasis(meeting.title) if meeting.off else Strong(meeting.title)
        words = self._inlines((Text(f"{meeting.when}: "), title))
        return words + self._joined(meeting.blocks)

    # --- inlines

    def _text(self, text: str) -> str:
        return escaped(_SPACES.sub(" ", text), decoded=self.dialect.decoded)

    def _inlines(self, inlines: Inlines) -> str:
        written = "".join(_depth_first(merged(inlines), self._leaf, self._wrapped))
        return written.strip(" ")

    def _leaf(self, inline: Text | Code | LineBreak) -> str:
        match inline:
            case Text(text):
                return self._text(text)
            case Code(text):
                words = self._text(text)
                return words if self.dialect.reduced or not words else f"<code>{words}</code>"
            case LineBreak():
                return "<br>" if self.dialect.reduced else " "

    def _wrapped(self, inline: Inline) -> tuple[str, str]:
        match inline:
            case Emphasis():
                return "<em>", "</em>"
            case Strong():
                return "<strong>", "</strong>"
            case Superscript():
                return "<sup>", "</sup>"
            case Subscript():
                return "<sub>", "</sub>"
            case Link(url):
                address = _address(url, with_ids=self.dialect.with_ids)
                return (f'<a href="{_attribute(address)}">', "</a>") if address else ("", "")
            case Foreign(language, _, _, turned, _) if not self.dialect.reduced:
                told = f' lang="{_attribute(language)}"' if language else ""
                told += f' dir="{inline.direction}"' if turned else ""
                return f"<span{told}>", "</span>"
            case SmallCaps() | NoCase() | WorkTitle() | Foreign() | Text() | Code() | LineBreak():
                return "", ""
            case _:
                assert_never(inline)


def _unbroken(day: str) -> str:
    """Return a short day in one line: no style may keep a narrow column from breaking it."""
    return day.replace(" ", "\N{NO-BREAK SPACE}") if len(day) < _LONGEST_DAY else day


_LONGEST_DAY = 20
_SPACES = pattern("[\t-\r\x1c-\x20\x85\u2028\u2029]+")


def _depth_first(
    inlines: Inlines,
    leaf: Callable[[Text | Code | LineBreak], str],
    wrapped: Callable[[Inline], tuple[str, str]],
) -> Iterator[str]:
    """Yield the pieces of *inlines* in order, by a stack: no depth may exhaust Python's.

    A link within a link, and emphasis within itself, print as their words.
    """
    stack: list[tuple[Inline | str, frozenset[type]]] = [(i, frozenset()) for i in inlines[::-1]]
    while stack:
        item, inside = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Text | Code | LineBreak):
            yield leaf(item)
        else:
            opening, closing = ("", "") if type(item) in inside else wrapped(item)
            has_words = plain_text(item.children).strip()
            yield opening if has_words else ""
            stack.append((closing if has_words else "", inside))
            below = inside | {type(item)} if opening else inside
            stack += [(child, below) for child in item.children[::-1]]


def _address(url: str, *, with_ids: bool) -> str:
    if url.startswith("#"):
        return url if with_ids else ""
    return web_address.encoded(url) or ""


def _attribute(text: str) -> str:
    return html.escape(text, quote=True).replace("&#x27;", "%27")


def _bar(bar: Bar) -> str:
    return f"{bar.name}: {bar.words}"

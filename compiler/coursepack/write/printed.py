"""The document as paper needs it, made once for both print engines.

They get the same tree, so that they print the same words in the same order: headings
without a skipped level, lists no deeper than LaTeX can set, white space and composed
letters in one form, and places where a word too long for its line may break.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import east_asian_width

from coursepack.model.document import (
    PRINTED_NESTING,
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
    Fact,
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
    flat,
    plain_text,
)
from coursepack.pattern import pattern
from coursepack.write.levels import levelled

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
Node = TypeVar("Node", bound="DataclassInstance")

TEMPLATES = Path(__file__).with_name("templates")
BREAK = "\u200b"  # a line may end here; either engine sets it as a gap of no width
LEVELS = 4  # of headings; what lies deeper looks the same
INLINE_NESTING = 20
LONG_ENTRY = 1500  # characters, about half a page: only such an entry may be split
MANY_READINGS = 60  # about five pages: from here on a list of contents is printed
_LONG_WORD = 30
_RUNNING_HEAD = 80
_SHORT_IDENTIFIER = 40
_WIDEST_GUTTER = 12
_LONGEST_URL = 2000
_TYPE_SIZE = 10.5  # of the themes' sizes
_UNSCALED = ("top", "bottom", "side", "masthead_rule", "part_rule", "section_rule")
_LOOSER = 1.08  # lines of large print
_BOX = 8.0  # the side of a box to tick

# Characters without ink that steer other programs: soft hyphens (nothing is hyphenated),
# directional marks, variation selectors, fillers. Joiners are kept: they shape letters.
_INKLESS = pattern(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# No-break spaces stay; the narrow, wide and rare ones are one space like any other.
_SPACES = pattern("[\t-\r\x1c-\x1f\x20\x85\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+")
_WORD = pattern(rf"[^\s{BREAK}]{{{_LONG_WORD},}}")
_BREAKABLE = pattern(r"([/?&=._~:;,+#%-]+)(?=[^/?&=._~:;,+#%-])")


def tokens(document: Document) -> dict[str, Any]:
    """The tokens that both templates use: sizes in points for this sheet, colours in RGB."""
    sheet, theme = document.sheet, document.theme
    scale = sheet.type_size / _TYPE_SIZE
    found: dict[str, Any] = {}
    for name, value in asdict(theme).items():
        is_size = isinstance(value, float) and name not in _UNSCALED
        found[name] = round(value * scale, 3) if is_size else value
    if sheet.large_print:
        found |= {name: found[name] * _LOOSER for name in ("line", "paragraph", "item", "reading")}
        # Whoever sees little reads upright letters better, and a wide line.
        found |= {"side": found["side"] * 0.75, "small": found["text"] * 0.9, "slant": False}
    if sheet.columns > 1:
        found["side"] *= 0.8
    return {"slant": True, **found, "box": round(_BOX * scale, 3)}


@dataclass(frozen=True, slots=True)
class Gutter:
    """What hangs in the margin of readings, a column of *width* points.

    `holds` is "labels" of the style, "marks" of what is required, or "" where neither does:
    what does not hang there is set before the reference.
    """

    holds: str
    width: float


def gutter(document: Document) -> Gutter:
    """Return the margin that every list of readings in *document* has."""
    lists = (block for block in document.blocks if isinstance(block, ReadingList))
    entries = [i for block in lists for i in block.items if isinstance(i, ReadingEntry)]
    scale = document.sheet.type_size / _TYPE_SIZE
    box = _BOX * 2 * scale if any(entry.box for entry in entries) else 0.0
    labels = max((entry.label for entry in entries), key=len, default="")
    if labels and len(labels) <= _WIDEST_GUTTER:
        wider = _WIDER[document.theme.fonts]
        return Gutter("labels", box + wider * _width(labels) * tokens(document)["text"])
    marks = max((entry.mark for entry in entries), key=len, default="")
    has_room = document.sheet.columns == 1 and not document.sheet.large_print
    if marks and not labels and has_room and len(marks) <= _WIDEST_GUTTER:
        # Small capitals and semibold italics are wider than upright letters.
        wider = _WIDER[document.theme.marks] * _WIDER[document.theme.fonts]
        return Gutter("marks", box + wider * _width(marks) * tokens(document)["small"])
    return Gutter("", box)


# Of Libertinus Serif, in ems. To let an engine measure the widest label would lay out every
# list again, and each would find another width.
_WIDTHS = {
    **dict.fromkeys("0123456789", 0.465), **dict.fromkeys("[]()", 0.36), ".": 0.23,
    **dict.fromkeys("abcdeghknopqsuvxyz", 0.53), **dict.fromkeys("fijlrt", 0.36),
}  # fmt: skip


_WIDER = {"italic": 1.06, "small-caps": 1.25, "libertinus": 1.0, "computer-modern": 1.16}


def _width(text: str) -> float:
    # A character of East Asia is as wide as the type is high.
    return sum(
        1.0 if east_asian_width(character) in "WF" else _WIDTHS.get(character, 0.75)
        for character in text
    )


def printed(document: Document) -> Document:
    """Return *document* as both engines shall print it."""
    blocks = document.blocks
    if document.sheet.columns > 1:
        blocks = tuple(inner for block in blocks for inner in _in_column(block))
    return replace(
        document,
        title=_one_line(document.title).strip(),
        subtitle=_one_line(document.subtitle).strip(),
        facts=tuple(Fact(_one_line(fact.name), _one_line(fact.text)) for fact in document.facts),
        contents_title=_one_line(document.contents_title),
        blocks=_spaced(levelled(_blocks(blocks, 0), LEVELS)),
    )


def is_long(entry: ReadingEntry) -> bool:
    """Say whether the entry may run over a page's end."""
    inlines = (entry.reference, entry.note, flat(entry.annotation))
    pieces = (entry.mark, entry.locator, *map(plain_text, inlines))
    asked = sum(len(question.text) + 90 * question.lines for question in entry.questions)
    return sum(map(len, pieces)) + asked > LONG_ENTRY


def is_short(identifier: Inlines) -> bool:
    """Say whether what identifies a work goes on one line even of a narrow column."""
    return len(plain_text(identifier).replace(BREAK, "")) <= _SHORT_IDENTIFIER


def wants_contents(document: Document) -> bool:
    """Say whether the printed list is long enough for a list of contents."""
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    readings = sum(len(b.items) for b in document.blocks if isinstance(b, ReadingList))
    return headings > 1 and readings >= MANY_READINGS


def running_head(document: Document) -> str:
    """What stands above every page but the first: the title, cut where it is long."""
    title = document.title or document.name
    if len(title) <= _RUNNING_HEAD:
        return title
    return title[:_RUNNING_HEAD].rpartition(" ")[0].rstrip(" ,;:" + BREAK) + "…"


# Characters


def _one_line(text: str) -> str:
    if text.isascii() and text.isprintable() and len(text) < _LONG_WORD and "  " not in text:
        return text
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", _INKLESS.sub("", text)))
    return _WORD.sub(lambda word: _breakable(word[0]), text)


def _code_text(text: str) -> str:
    lines = (_INKLESS.sub("", line) for line in text.expandtabs(4).splitlines())
    # One for one: in program text every column counts.
    spaced = (_SPACES.sub(lambda run: " " * len(run[0]), line) for line in lines)
    return unicodedata.normalize("NFC", "\n".join(spaced))


def _breakable(word: str) -> str:
    """Let a long word break: an address after its signs, else every so many letters."""
    pieces = _BREAKABLE.sub(rf"\1{BREAK}", word).split(BREAK)
    return BREAK.join(short for piece in pieces for short in _cut(piece))


def _cut(piece: str) -> Iterator[str]:
    start = 0
    while len(piece) - start > _LONG_WORD:
        end = start + _LONG_WORD
        while end < len(piece) and unicodedata.combining(piece[end]):
            end += 1
        yield piece[start:end]
        start = end
    yield piece[start:]


# The tree


def _spaced(blocks: Blocks) -> Blocks:
    """Leave out dividers at either end and beside a heading, whose own space is enough."""
    ends = (None, *blocks, None)
    return tuple(
        block
        for before, block, after in zip(ends, blocks, ends[2:], strict=False)
        if not isinstance(block, Divider)
        or not (before is None or after is None or isinstance(after, Heading))
    )


def _blocks(blocks: Blocks, depth: int) -> Blocks:
    """Leave out what is empty and set what is nested too deeply as paragraphs."""
    return tuple(shallow for block in blocks for shallow in _block(block, depth))


def _block(block: Block, depth: int) -> Iterator[Block]:
    match block:
        case BulletList() | OrderedList() | Quote() if depth >= PRINTED_NESTING:
            yield from _flat(block)
        case BulletList() | OrderedList():
            items = tuple(_blocks(item, depth + 1) for item in block.items)
            if any(items):
                yield replace(block, items=items)
        case Quote():
            if inner := _blocks(block.children, depth + 1):
                yield Quote(inner)
        case ReadingList():
            if block.items:
                yield ReadingList(tuple(_item(item, depth) for item in block.items))
        case Table():
            if block.header or any(block.rows):
                yield _even(block)
        case Heading() if depth:
            yield from _paragraph((Strong(block.children),))
        case Heading():
            yield replace(block, children=_inlines(block.children))
        case Paragraph():
            yield from _paragraph(block.children)
        case CodeBlock():
            if text := _code_text(block.text).strip("\n"):
                yield CodeBlock(text)
        case Agenda() if depth:
            yield from _blocks(tuple(_in_column(block)), depth)
        case Agenda():
            if block.meetings:
                yield replace(block, meetings=tuple(_meeting(m, depth) for m in block.meetings))
        case Chart():
            if block.bars:
                yield Chart(tuple(map(_bar, block.bars)))
        case Divider():
            yield block


def _flat(block: Block) -> Iterator[Block]:
    """Every paragraph of *block*, however deep it lies, one after the other."""
    waiting: list[Block] = [block]
    while waiting:
        match waiting.pop():
            case BulletList() | OrderedList() as below:
                waiting += (inner for item in reversed(below.items) for inner in reversed(item))
            case Quote() as below:
                waiting += reversed(below.children)
            case leaf:
                yield from _block(leaf, PRINTED_NESTING)


def _paragraph(children: Inlines) -> Iterator[Block]:
    inner = _inlines(children)
    if plain_text(inner).strip():
        yield Paragraph(inner)


def _item(item: ReadingEntry | ListItem, depth: int) -> ReadingEntry | ListItem:
    if isinstance(item, ListItem):
        return ListItem(_blocks(item.children, depth + 1))
    return replace(
        item,
        label=_one_line(item.label).strip(),
        mark=_one_line(item.mark).strip(),
        box=_one_line(item.box).strip(),
        locator=_one_line(item.locator).strip(),
        reference=_inlines(item.reference),
        identifier=_inlines(item.identifier),
        note=_inlines(item.note),
        annotation=_blocks(item.annotation, depth + 1),
        questions=tuple(replace(q, text=_one_line(q.text)) for q in item.questions),
    )


def _in_column(block: Block) -> Iterator[Block]:
    """Yield *block* for a place that has no room for the columns of an agenda."""
    for meeting in block.meetings if isinstance(block, Agenda) else ():
        yield Paragraph((Text(f"{meeting.when} "), Strong(meeting.title)))
        yield from meeting.blocks
    if not isinstance(block, Agenda):
        yield block


def _meeting(meeting: Meeting, depth: int) -> Meeting:
    return replace(
        meeting,
        when=_one_line(meeting.when),
        title=_inlines(meeting.title),
        blocks=_blocks(meeting.blocks, depth + 1),
    )


def _bar(bar: Bar) -> Bar:
    return replace(bar, name=_one_line(bar.name), words=_one_line(bar.words))


def _even(table: Table) -> Table:
    """Give every row as many cells as the widest has."""
    rows = (table.header, *table.rows)
    width = max(map(len, rows))
    header, *rest = (tuple(map(_inlines, row)) + ((),) * (width - len(row)) for row in rows)
    return Table(header if table.header else (), tuple(rest))


def _inlines(children: Inlines, depth: int = 0) -> Inlines:
    if depth >= INLINE_NESTING:
        return (Text(_one_line(plain_text(children))),)
    return tuple(shallow for child in _joined(children) for shallow in _inline(child, depth))


def _joined(children: Inlines) -> Iterator[Inline]:
    """Join neighbouring texts, so that a letter and its accent meet and spaces are one."""
    texts: list[str] = []
    for child in children:
        if isinstance(child, Text):
            texts.append(child.text)
            continue
        if texts:
            yield Text("".join(texts))
            texts.clear()
        yield child
    if texts:
        yield Text("".join(texts))


def _inline(child: Inline, depth: int) -> Iterator[Inline]:
    match child:
        case Text(text) | Code(text):
            if text := _one_line(text):
                yield replace(child, text=text)
        case LineBreak():
            yield child
        case Link(url, children) if not url or len(url) > _LONGEST_URL:
            yield from _inlines(children, depth + 1)  # no reader could follow it
        case _:
            if inner := _inlines(child.children, depth + 1):
                yield replace(child, children=inner)


# Any function of text, over the whole tree


def with_texts(
    document: Document, text: Callable[[str], str], code: Callable[[str], str] | None = None
) -> Document:
    """Return *document* with *text* applied to every string that is printed, *code* to code."""
    return TextMap(text, code or text).document(document)


class TextMap:
    """One pass over a tree that changes what is written in it and nothing else."""

    def __init__(self, text: Callable[[str], str], code: Callable[[str], str]) -> None:
        self._text = text
        self._code = code

    def document(self, old: Document) -> Document:
        """Return *old* with all that is written in it changed."""
        text = self._text
        return _with(
            old,
            title=text(old.title),
            subtitle=text(old.subtitle),
            facts=tuple(Fact(text(fact.name), text(fact.text)) for fact in old.facts),
            contents_title=text(old.contents_title),
            page_of=text(old.page_of),
            instructors=_each(text, old.instructors),
            blocks=self.blocks(old.blocks),
        )

    def blocks(self, blocks: Blocks) -> Blocks:
        """Return *blocks*, each changed."""
        return _each(self.block, blocks)

    def block(self, block: Block) -> Block:
        """Return *block* changed."""
        match block:
            case Heading() | Paragraph():
                return _with(block, children=self.inlines(block.children))
            case BulletList() | OrderedList():
                return _with(block, items=_each(self.blocks, block.items))
            case Quote():
                return Quote(self.blocks(block.children))
            case CodeBlock():
                return CodeBlock(self._code(block.text))
            case Table():
                rows = tuple(tuple(map(self.inlines, row)) for row in block.rows)
                return Table(tuple(map(self.inlines, block.header)), rows)
            case Divider():
                return block
            case ReadingList():
                return _with(block, items=_each(self.item, block.items))
            case Agenda((day, about), meetings):
                header = (self._text(day), self._text(about))
                return Agenda(header, tuple(map(self.meeting, meetings)))
            case Chart(bars):
                return Chart(
                    tuple(
                        replace(b, name=self._text(b.name), words=self._text(b.words)) for b in bars
                    )
                )

    def meeting(self, meeting: Meeting) -> Meeting:
        """Return a row of an agenda changed."""
        return replace(
            meeting,
            when=self._text(meeting.when),
            title=self.inlines(meeting.title),
            blocks=self.blocks(meeting.blocks),
        )

    def item(self, item: ReadingEntry | ListItem) -> ReadingEntry | ListItem:
        """Return an item of a list of readings changed."""
        if isinstance(item, ListItem):
            return _with(item, children=self.blocks(item.children))
        return _with(
            item,
            label=self._text(item.label),
            mark=self._text(item.mark),
            box=self._text(item.box),
            locator=self._text(item.locator),
            reference=self.inlines(item.reference),
            identifier=self.inlines(item.identifier),
            note=self.inlines(item.note),
            annotation=self.blocks(item.annotation),
            questions=_each(lambda q: _with(q, text=self._text(q.text)), item.questions),
        )

    def inlines(self, children: Inlines) -> Inlines:
        """Return *children* changed: a line, or what stands within one."""
        return _each(self._inline, children)

    def _inline(self, child: Inline) -> Inline:
        match child:
            case Text() | Code():
                return _with(child, text=self._text(child.text))
            case LineBreak():
                return child
            case (
                Emphasis()
                | Strong()
                | SmallCaps()
                | Superscript()
                | Subscript()
                | NoCase()
                | WorkTitle()
                | Foreign()
                | Link()
            ):
                return _with(child, children=self.inlines(child.children))


def _with(old: Node, **changed: object) -> Node:
    """Return *old* with what is *changed*; itself where nothing is, as in most of a tree."""
    if all(getattr(old, name) is value for name, value in changed.items()):
        return old
    return replace(old, **changed)


def _each(change: Callable[[T], T], items: tuple[T, ...]) -> tuple[T, ...]:
    """Return *items*, each changed; themselves where none is."""
    changed = tuple(map(change, items))
    return items if all(map(is_, changed, items)) else changed

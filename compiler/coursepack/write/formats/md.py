"""Markdown for upload to a learning management system, in the subset that all renderers share.

A block is one line, or one line an item; `write/safe_markdown.py` makes the lines. What
Markdown has but renderers disagree on is written with what they share: a table as a list of
its rows, further paragraphs of an item on the item's line, an ordered list that does not
count from one as bullets with its numbers as words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import assert_never

from coursepack import words
from coursepack.model.diagnostic import Outcome
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
    Fact,
    Heading,
    Inline,
    Inlines,
    ListItem,
    Meeting,
    OrderedList,
    Own,
    Paragraph,
    Quote,
    ReadingEntry,
    ReadingList,
    Strong,
    Table,
    Text,
)
from coursepack.write import safe_markdown
from coursepack.write.entry import words_of
from coursepack.write.format import Engines, Format

_DEEPEST = 6  # levels of lists; CommonMark renderers stop at some twenty levels of blocks
_LONGEST = 99  # items; a third digit would need more than four spaces before what is below
_RULE = "* * *"


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* as Markdown; every document can be written."""
    flavour = _FLAVOURS.get(engines.lms, _PLAIN)
    with words.using(document.language):
        blocks = (*_title_block(document), *_blocks(document.blocks, flavour))
        return Outcome("\n\n".join(_kept_apart(blocks)).encode() + b"\n")


@dataclass(frozen=True, slots=True)
class _Flavour:
    """What one system takes beyond what all do: tables, and boxes that are drawn as such."""

    tables: bool = False
    boxes: bool = False


_PLAIN = _Flavour()
_FLAVOURS = {"moodle": _Flavour(tables=True), "github": _Flavour(tables=True, boxes=True)}


@dataclass(frozen=True, slots=True)
class _Written:
    """A block as written, and what kind it is to the blocks beside it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list: its line, never empty, and the list below it."""

    line: str
    below: _List | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A list as it will be written; an ordered one counts from one."""

    ordered: bool
    items: tuple[_Item, ...]


# --- the page


def _title_block(document: Document) -> Iterator[_Written]:
    yield from _heading(1, (Text(document.title),))
    yield from _line((Emphasis((Text(document.subtitle),)),))
    yield from _list("facts", _List(False, _lines(map(_fact, document.facts))))


def _fact(fact: Fact) -> Inlines:
    name = (Strong((Text(f"{fact.name.strip()}:"),)),) if fact.name.strip() else ()
    return (*name, Text(f" {fact.text}"))


def _blocks(blocks: Blocks, flavour: _Flavour) -> Iterator[_Written]:
    for block in blocks:
        match block:
            case Table() if flavour.tables and block.rows and block.header:
                yield _table(block)
            case Heading(level, children=children):
                yield from _heading(min(max(level, 1) + 1, 4), children)
            case Paragraph(children):
                yield from _line(children)
            case BulletList() | OrderedList() | ReadingList() | Table() | Agenda() | Chart():
                listed = _listed(block, 1)
                if flavour.boxes:
                    listed = _with_boxes(listed)
                yield from _list("ordered" if listed.ordered else "bullets", listed)
            case Quote():
                yield from _quote(block)
            case CodeBlock(text):
                yield from _code(text)
            case Divider():
                yield _Written("rule", _RULE)
            case _:
                assert_never(block)


def _table(table: Table) -> _Written:
    """A table as GFM and PHP Markdown Extra have it; no cell holds a bar of its own."""
    width = max(len(table.header), *(len(row) for row in table.rows))
    rows = [[safe_markdown.line(cell) for cell in row] for row in (table.header, *table.rows)]
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    filled.insert(1, ["---"] * width)
    return _Written("table", "\n".join(f"| {' | '.join(row)} |" for row in filled))


def _with_boxes(listed: _List) -> _List:
    """The list with the boxes of its items as GFM draws them."""
    return replace(
        listed,
        items=tuple(
            replace(item, line=f"[ ] {item.line[2:]}") if item.line.startswith("☐ ") else item
            for item in listed.items
        ),
    )


def _heading(level: int, children: Inlines) -> Iterator[_Written]:
    if text := safe_markdown.heading(children):
        yield _Written("heading", f"{'#' * level} {text}")


def _line(children: Inlines) -> Iterator[_Written]:
    if text := safe_markdown.line(children):
        yield _Written("paragraph", text)


def _list(kind: str, listed: _List) -> Iterator[_Written]:
    if listed.items:
        yield _Written(kind, "\n".join(_item_lines(listed, 0)))


def _item_lines(listed: _List, depth: int) -> Iterator[str]:
    for number, item in enumerate(listed.items, 1):
        yield f"{'    ' * depth}{f'{number}.' if listed.ordered else '-'} {item.line}"
        if item.below:
            yield from _item_lines(item.below, depth + 1)


def _quote(quote: Quote) -> Iterator[_Written]:
    # Its lists lose their bullets: not every renderer reads lists inside of quotations.
    if lines := [text for leaf in _leaves(quote) if (text := safe_markdown.line(leaf))]:
        yield _Written("quote", "\n>\n".join(f"> {text}" for text in lines))


def _code(text: str) -> Iterator[_Written]:
    lines = [f"    {line}" if line else "" for line in _code_lines(text)]
    if lines:
        yield _Written("code", "\n".join(lines))


def _code_lines(text: str) -> list[str]:
    lines = [safe_markdown.clean(line.expandtabs(4)).rstrip() for line in text.splitlines()]
    while lines and not lines[0]:
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return lines


def _kept_apart(blocks: Iterable[_Written]) -> Iterator[str]:
    """The blocks, with something between those that would run together."""
    lists = ("facts", "bullets", "ordered")
    before = ""
    pending = ""
    for block in blocks:
        if before == block.kind == "bullets":
            pending += f"\n{block.text}"
        elif before == block.kind == "quote":
            pending += f"\n>\n{block.text}"
        elif before == block.kind == "code":
            pending += f"\n\n{block.text}"
        else:
            if pending:
                yield pending
            # markdown2 takes code that follows a quotation into it.
            runs_on = before in lists and block.kind in (*lists, "code")
            if runs_on or (before, block.kind) == ("quote", "code"):
                yield _RULE
            pending = block.text
        before = block.kind
    if pending:
        yield pending


# --- lists


def _listed(block: BulletList | OrderedList | Table | Own, depth: int) -> _List:
    match block:
        case BulletList(items):
            return _List(False, tuple(one for item in items for one in _items(item, depth)))
        case OrderedList(start, items):
            return _counted(start, items, depth)
        case ReadingList(entries):
            return _List(False, tuple(one for entry in entries for one in _entry(entry, depth)))
        case Table():
            return _List(False, _lines(_rows(block)))
        case Agenda(_, meetings):
            return _List(False, tuple(i for m in meetings for i in _items(_meeting(m), depth)))
        case Chart(bars):
            return _List(False, _lines(map(_bar, bars)))


def _meeting(meeting: Meeting) -> Blocks:
    title = Emphasis(meeting.title) if meeting.off else Strong(meeting.title)
    return (Paragraph((Text(f"{meeting.when}: "), title)), *meeting.blocks)


def _bar(bar: Bar) -> Inlines:
    return (Text(f"{bar.name}: {bar.words}"),)


def _entry(entry: ReadingEntry | ListItem, depth: int) -> tuple[_Item, ...]:
    if not isinstance(entry, ReadingEntry):
        return _items(entry.children, depth)
    told = (Paragraph(words_of(entry)), *entry.annotation)
    asked = BulletList(tuple((question,) for question in _questions(entry)))
    return _items((*told, asked) if asked.items else told, depth)


def _questions(entry: ReadingEntry) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Text(question.text),)) for question in entry.questions)


def _lines(lines: Iterable[Inlines]) -> tuple[_Item, ...]:
    return tuple(_Item(text) for line in lines if (text := safe_markdown.line(line)))


def _counted(start: int, items: tuple[Blocks, ...], depth: int) -> _List:
    """An ordered list, as one where every renderer counts as the document does."""
    written = tuple(_items(item, depth) for item in items)
    if start == 1 and len(items) <= _LONGEST and all(len(item) == 1 for item in written):
        return _List(True, tuple(one for (one,) in written))
    numbered = enumerate(written, start)
    return _List(False, tuple(_numbered(number, item) for number, item in numbered))


def _numbered(number: int, items: tuple[_Item, ...]) -> _Item:
    """One item with its number in words."""
    words = safe_markdown.line((Text(f"{number}."),))
    if len(items) == 1:
        return _Item(f"{words} {items[0].line}", items[0].below)
    return _Item(words, _List(False, items) if items else None)


def _items(blocks: Blocks, depth: int) -> tuple[_Item, ...]:
    """What an item holds, as one item; where it opens with no words, as those below it."""
    line: list[Inlines] = []
    below: list[_List] = []
    for block in blocks:
        if depth < _DEEPEST and isinstance(block, BulletList | OrderedList | Table | Own):
            below.append(_listed(block, depth + 1))
        elif below:
            # The words after a list stay after it, as one more item of it.
            below.append(_List(False, _lines(_leaves(block))))
        else:
            line += _leaves(block)
    below = [listed for listed in below if listed.items]
    text = safe_markdown.line(_spaced(line))
    if not text:
        return tuple(item for listed in below for item in _as_bullets(listed).items)
    return (_Item(text, _one_list(below)),)


def _one_list(lists: list[_List]) -> _List | None:
    """The lists as one, since two below one item would run together."""
    if len(lists) > 1:
        return _List(False, tuple(item for each in lists for item in _as_bullets(each).items))
    return lists[0] if lists else None


def _as_bullets(listed: _List) -> _List:
    if not listed.ordered:
        return listed
    numbered = enumerate(listed.items, 1)
    return _List(False, tuple(_numbered(number, (item,)) for number, item in numbered))


def _spaced(lines: Iterable[Inlines]) -> Inlines:
    return tuple(inline for line in lines for inline in (Text(" "), *line))


def _leaves(block: Block) -> Iterator[Inlines]:
    """The lines below *block* in order, by a stack: no depth may exhaust Python's."""
    stack: list[Block | ReadingEntry] = [block]
    while stack:
        match stack.pop():
            case Heading(children=children):
                yield (Strong(children),)
            case Paragraph(children):
                yield children
            case ReadingEntry() as entry:
                yield words_of(entry)
                stack += reversed((*entry.annotation, *_questions(entry)))
            case Table() as table:
                yield from _rows(table)
            case Agenda(_, meetings):
                stack += reversed([block for m in meetings for block in _meeting(m)])
            case Chart(bars):
                yield from map(_bar, bars)
            case CodeBlock(text):
                yield from ((Code(line),) for line in _code_lines(text))
            case Divider():
                pass
            case Quote(children):
                stack += reversed(children)
            case BulletList(items):
                stack += reversed([block for item in items for block in item])
            case OrderedList(start, items):
                stack += reversed(list(_with_numbers(start, items)))
            case ReadingList(entries):
                stack += reversed(list(_with_prose(entries)))
            case other:
                assert_never(other)


def _with_numbers(start: int, items: tuple[Blocks, ...]) -> Iterator[Block]:
    for number, item in enumerate(items, start):
        words = Text(f"{number}. ")
        match item:
            case (Paragraph(children), *rest):
                yield Paragraph((words, *children))
                yield from rest
            case _:
                yield Paragraph((words,))
                yield from item


def _with_prose(entries: tuple[ReadingEntry | ListItem, ...]) -> Iterator[Block | ReadingEntry]:
    for entry in entries:
        if isinstance(entry, ListItem):
            yield from entry.children
        else:
            yield entry


# --- lines


def _rows(table: Table) -> Iterator[Inlines]:
    """Each row as one line, every cell after the words that head its column."""
    if not table.rows:
        yield _row(((), cell) for cell in table.header)
    for row in table.rows:
        yield _row(zip_longest(table.header, row, fillvalue=()))


def _row(cells: Iterable[tuple[Inlines, Inlines]]) -> Inlines:
    told: list[Inline] = []
    for head, cell in cells:
        if not safe_markdown.line(cell):
            continue
        if told:
            # Between two that are strong there is a space in every script, else renderers see none.
            told.append(Text(f"{words.here().semicolon.strip()} "))
        if safe_markdown.line(head):
            told += (Strong((*head, Text(":"))), Text(" "))
        told += cell
    return tuple(told)


FORMAT = Format("md", ".md", write)

"""Our tree of a document and pandoc's JSON of it, each made from the other.

Pandoc's JSON is data of a foreign library, so it stays inside the adapters and the
writers that hand it back to pandoc; its nodes are `{"t": kind, "c": content}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeVar, assert_never

from coursepack.model.document import (
    Agenda,
    Block,
    Blocks,
    BulletList,
    Chart,
    Code,
    CodeBlock,
    Divider,
    Emphasis,
    Foreign,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoCase,
    OrderedList,
    Own,
    Paragraph,
    Quote,
    ReadingList,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    WorkTitle,
    flat,
    joined,
    merged,
)
from coursepack.pattern import pattern

API = [1, 23, 1, 1]
NO_ATTRIBUTES: list[Any] = ["", [], []]
TITLE_CLASS = "work-title"

# No table of a page is wider; a hostile cell claims to be.
_WIDEST = 100
# Whoever walks the tree may recurse; the pages of builders of sites are half as deep.
_DEEPEST = 60

Node = dict[str, Any]
T = TypeVar("T")

_WRAPPERS: dict[type[Inline], str] = {
    Emphasis: "Emph",
    Strong: "Strong",
    SmallCaps: "SmallCaps",
    Superscript: "Superscript",
    Subscript: "Subscript",
}
_WRAPPED: dict[str, Callable[[Inlines], Inline]] = {
    "Emph": Emphasis,
    "Underline": Emphasis,
    "Strong": Strong,
    "SmallCaps": SmallCaps,
    "Superscript": Superscript,
    "Subscript": Subscript,
}


def document(blocks: list[Node], meta: dict[str, Node] | None = None) -> Node:
    """Return a whole pandoc document."""
    return {"pandoc-api-version": API, "meta": meta or {}, "blocks": blocks}


def blocks(children: Iterable[Block], own: Callable[[Own], list[Node]]) -> list[Node]:
    """Return *children* for pandoc; *own* says how a format sets the blocks of ours."""
    return [node for child in children for node in _block(child, own)]


def raw(form: str, text: str) -> Node:
    """Return a block of *text* that only pandoc's writer of *form* prints, as it is."""
    return {"t": "RawBlock", "c": [form, text]}


def raw_inline(form: str, text: str) -> Node:
    """Return *text* within a line that only pandoc's writer of *form* prints, as it is."""
    return {"t": "RawInline", "c": [form, text]}


def plain(children: list[Node]) -> Node:
    """Return *children* as a block without a paragraph of its own."""
    return {"t": "Plain", "c": children}


def span(class_name: str, children: list[Node]) -> Node:
    """Return *children* under a class that a style sheet can name."""
    return {"t": "Span", "c": [["", [class_name], []], children]}


def styled(style: str, children: list[Node]) -> Node:
    """Return *children*, inlines, in the character style of a word processor."""
    return {"t": "Span", "c": [_in_style(style), children]}


def styled_block(style: str, children: list[Node]) -> Node:
    """Return *children*, blocks, in the paragraph style of a word processor."""
    return {"t": "Div", "c": [_in_style(style), children]}


def _in_style(style: str) -> list[Any]:
    return ["", [], [["custom-style", style]]]


def replaced(value: Any, instead: Callable[[Any], list[Any]]) -> Any:
    """Return *value*, any part of a tree, with what *instead* gives for each item of each list."""
    if isinstance(value, list):
        return [new for item in value for new in instead(item)]
    if isinstance(value, dict):
        return {key: replaced(item, instead) for key, item in value.items()}
    return value


def _block(block: Block, own: Callable[[Own], list[Node]]) -> list[Node]:
    match block:
        case Heading(level, anchor, children=children):
            return [{"t": "Header", "c": [level, [anchor, [], []], inlines(children)]}]
        case Paragraph(children):
            return [{"t": "Para", "c": inlines(children)}]
        case BulletList(items):
            return [{"t": "BulletList", "c": [_tight(blocks(i, own)) for i in items]}]
        case OrderedList(start, items):
            attributes = [start, {"t": "Decimal"}, {"t": "Period"}]
            return [
                {
                    "t": "OrderedList",
                    "c": [attributes, [_tight(blocks(i, own)) for i in items]],
                }
            ]
        case Quote(children):
            return [{"t": "BlockQuote", "c": blocks(children, own)}]
        case CodeBlock(text):
            return [{"t": "CodeBlock", "c": [NO_ATTRIBUTES, text]}]
        case Table(header, rows):
            return [_table(header, rows)]
        case Divider():
            return [{"t": "HorizontalRule"}]
        case ReadingList() | Agenda() | Chart():
            return own(block)
        case _ as never:
            assert_never(never)


def _tight(item: list[Node]) -> list[Node]:
    """Return *item* as one of a list without space between its items, if it is that short."""
    paragraphs = [node for node in item if node["t"] == "Para"]
    return item if len(paragraphs) > 1 else [plain(n["c"]) if n in paragraphs else n for n in item]


def _table(header: Sequence[Inlines], rows: Sequence[Sequence[Inlines]]) -> Node:
    columns = max(map(len, (header, *rows)), default=0)
    head, *body = ([[plain(inlines(cell))] for cell in row] for row in (header, *rows))
    return table(head, body, [{"t": "ColWidthDefault"}] * columns)


def table(
    header: Sequence[list[Node]],
    rows: Sequence[Sequence[list[Node]]],
    widths: Sequence[Node],
    style: str = "",
) -> Node:
    """Return a table whose cells are runs of blocks, *style* that of a word processor.

    It has as many columns as *widths*; the header may be empty.
    """
    specs = [[{"t": "AlignLeft"}, width] for width in widths]
    head = [_row(header, len(widths))] if header else []
    body = [NO_ATTRIBUTES, 0, [], [_row(row, len(widths)) for row in rows]]
    caption: list[Any] = [None, []]
    attributes = _in_style(style) if style else NO_ATTRIBUTES
    return {
        "t": "Table",
        "c": [attributes, caption, specs, [NO_ATTRIBUTES, head], [body], [NO_ATTRIBUTES, []]],
    }


def width(share: float) -> Node:
    """Return the width of a column that takes so much of its line."""
    return {"t": "ColWidth", "c": share}


def _row(cells: Sequence[list[Node]], columns: int) -> list[Any]:
    padded = [*cells, *[[plain([])]] * (columns - len(cells))]
    return [NO_ATTRIBUTES, [[NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, c] for c in padded]]


def inlines(
    children: Iterable[Inline], text: Callable[[str], list[Node]] | None = None
) -> list[Node]:
    """Return *children* for pandoc; *text* says how characters are handed over, as `words`."""
    return [node for child in children for node in _inline(child, text or words)]


def _inline(inline: Inline, of_text: Callable[[str], list[Node]]) -> list[Node]:
    match inline:
        case Text(text):
            return of_text(text)
        case LineBreak():
            return [{"t": "LineBreak"}]
        case Code(text):
            return [{"t": "Code", "c": [NO_ATTRIBUTES, text]}]
        case Emphasis() | Strong() | SmallCaps() | Superscript() | Subscript():
            return [{"t": _WRAPPERS[type(inline)], "c": inlines(inline.children, of_text)}]
        case NoCase(children):
            return [span("nocase", inlines(children, of_text))]
        case WorkTitle(children):
            return [span(TITLE_CLASS, inlines(children, of_text))]
        case Foreign(language, _, _, turned, children):
            pairs = [["lang", language]] if language else []
            pairs += [["dir", inline.direction]] if turned else []
            return [{"t": "Span", "c": [["", [], pairs], inlines(children, of_text)]}]
        case Link(url, children):
            return [{"t": "Link", "c": [NO_ATTRIBUTES, inlines(children, of_text), [url, ""]]}]
        case _ as never:
            assert_never(never)


def text(value: Any) -> str:
    """Return the characters of *value*, a node or many, a space for each that parts words."""
    match value:
        case {"t": "Str" | "Code" | "Math", "c": content}:
            return content if isinstance(content, str) else str(content[-1])
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case {"c": inner}:
            return text(inner)
        case list():
            return "".join(map(text, value))
        case _:
            return ""


def words(text: str) -> list[Node]:
    """Return *text* as pandoc's words and spaces; only the plain space is a space."""
    nodes: list[Node] = []
    for number, word in enumerate(text.split(" ")):
        if number:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


# Where typewriter quotes open and close; what is left of `'` is an apostrophe.
_DOUBLE = pattern(r'"([^"]*)"')
_SINGLE = pattern(r"(?<!\w)'(?=[^\s\d'])([^']*[^\s'])'(?!\w)")


def quoted(text: str) -> list[Node]:
    """Return *text* as words, with typewriter quotes made quotations and apostrophes.

    A citation style sets them in the marks of its language, and the inner ones differently.
    """
    if '"' not in text and "'" not in text:
        return words(text)
    return _quoted(text, ((_DOUBLE, "DoubleQuote"), (_SINGLE, "SingleQuote")))


def _quoted(text: str, kinds: Sequence[tuple[re.Pattern[str], str]]) -> list[Node]:
    if not kinds:
        return words(text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    (pattern, kind), *others = kinds
    nodes: list[Node] = []
    for number, piece in enumerate(pattern.split(text)):
        inner = _quoted(piece, others)
        nodes += [{"t": "Quoted", "c": [{"t": kind}, inner]}] if number % 2 else inner
    return nodes


def meta(text: str) -> Node:
    """Return *text* as a value for a template, which each writer escapes in its way."""
    return {"t": "MetaInlines", "c": words(text)}


def meta_inlines(children: Inlines) -> Node:
    """Return *children* as a value for a template."""
    return {"t": "MetaInlines", "c": inlines(children)}


def meta_raw(form: str, text: str) -> Node:
    """Return *text* as a value for a template that only the writer of *form* prints, as it is."""
    return {"t": "MetaInlines", "c": [raw_inline(form, text)]}


def meta_list(items: Iterable[dict[str, Node]]) -> Node:
    """Return *items* as a list of records for a template."""
    return {"t": "MetaList", "c": [{"t": "MetaMap", "c": item} for item in items]}


# Characters that no text has once `unmarked` is done, and that Markdown takes for punctuation,
# so that emphasis and links beside a mark are read as if it were not there.
_OPEN, _CLOSE = "\u2e28", "\u2e29"
_NOTHING = 999_999_999
MARK = pattern(f"{_OPEN}(\\d+){_CLOSE}")


def mark(number: int) -> str:
    """Return what stands for *number* in a text that pandoc reads, to be found by `MARK`."""
    return f"{_OPEN}{number}{_CLOSE}"


def unmarked(text: str) -> str:
    """Return *text* with nothing in it that could be taken for a mark."""
    return text.replace(_OPEN, "((").replace(_CLOSE, "))")


def _is_one_item(nodes: Sequence[Node]) -> bool:
    """Say whether a `div` holds the lines of one item: `<div>Title</div><div>Authors</div>`.

    Its lines are no paragraphs, each stands alone, and more than one of them does.
    """
    lines = [node["c"][1] if node["t"] == "Div" else [node] for node in nodes]
    return len(lines) > 1 and all(len(line) == 1 and line[0]["t"] == "Plain" for line in lines)


@dataclass(slots=True)
class Reader:
    """Reads pandoc's JSON back, and keeps what our tree has no place for.

    `unread` collects a description of each such thing with the number of the last mark
    before it, None where there is none.

    With *parted* a mark that stands for nothing parts the words of a span from their
    neighbours: `<span class="venue">` says no more than that they are something else.
    """

    unread: list[tuple[str, int | None]] = field(default_factory=list)
    parted: bool = False
    _last: int | None = None
    _depth: int = 0

    def blocks(self, nodes: Iterable[Node]) -> Blocks:
        """Return *nodes* as blocks of ours."""
        return self._within(nodes, self.block)

    def block(self, node: Node) -> Iterator[Block]:
        """Return what *node* becomes: mostly one block, none for what is left out."""
        content: Any = node.get("c")
        match node["t"]:
            case "Para" | "Plain":
                if children := self.inlines(content):
                    yield Paragraph(children)
            case "Header":
                yield Heading(content[0], "", self.inlines(content[2]))
            case "BulletList":
                yield BulletList(tuple(self.blocks(item) for item in content))
            case "OrderedList":
                yield OrderedList(content[0][0], tuple(self.blocks(item) for item in content[1]))
            case "DefinitionList":
                yield BulletList(tuple(self._definition(*item) for item in content))
            case "BlockQuote":
                yield Quote(self.blocks(content))
            case "CodeBlock":
                yield CodeBlock(content[1])
            case "HorizontalRule":
                yield Divider()
            case "Table":
                yield self._table(content)
            case "LineBlock":
                lines = [self.inlines(line) for line in content]
                yield Paragraph(tuple(joined(lines, LineBreak())))
            case "Div" if self.parted and _is_one_item(content[1]):
                together = [flat((line,)) for line in self.blocks(content[1])]
                yield Paragraph(tuple(joined(together, LineBreak())))
            case "Div":
                yield from self.blocks(content[1])
            case "Figure":
                yield from self.blocks(content[2])
            case "RawBlock":
                pass
            case other:
                self._leave(f"a {other}")

    def _definition(self, term: list[Node], definitions: list[list[Node]]) -> Blocks:
        name = Paragraph((Strong(self.inlines(term)),))
        return (name, *(b for nodes in definitions for b in self.blocks(nodes)))

    def _table(self, content: list[Any]) -> Table:
        _, _, _, head, bodies, foot = content
        rows = [row for body in bodies for row in (*body[2], *body[3])] + foot[1]
        grid = list(self._grid([*head[1], *rows]))
        # Of several header rows the last names the columns.
        headers = len(head[1])
        return Table(grid[headers - 1] if headers else (), tuple(grid[headers:]))

    def _grid(self, rows: list[Any]) -> Iterator[tuple[Inlines, ...]]:
        """Yield the cells of each row; a cell over several fields leaves the others empty."""
        below: dict[int, int] = {}
        for row in rows:
            cells: list[Inlines] = []
            for _, _, row_span, column_span, blocks in row[1]:
                while below.get(len(cells), 0):
                    below[len(cells)] -= 1
                    cells.append(())
                for number in range(min(column_span, _WIDEST)):
                    if row_span > 1:
                        below[len(cells)] = row_span - 1
                    cells.append(() if number else self._cell(blocks))
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append(())
            yield tuple(cells)

    def _cell(self, nodes: list[Node]) -> Inlines:
        """A cell as lines: one for each paragraph and each item of a list in it."""
        return merged(joined(list(_lines(self.blocks(nodes))), LineBreak()))

    def inlines(self, nodes: Iterable[Node]) -> Inlines:
        """Return *nodes* as inlines of ours, neighbouring text in one piece."""
        return merged(self._within(nodes, self._inline))

    def _inline(self, node: Node) -> Iterator[Inline]:
        content: Any = node.get("c")
        match node["t"]:
            case "Str":
                if marks := MARK.findall(content):
                    self._last = int(marks[-1])
                yield Text(content)
            case "Space" | "SoftBreak":
                yield Text(" ")
            case "LineBreak":
                yield LineBreak()
            case "Code":
                yield Code(content[1])
            case "Quoted":
                yield from self._quoted(content[0]["t"], content[1])
            case "Link":
                # A picture that leads somewhere is a sign for it, whose words say as much.
                label = (n["c"][1] if n["t"] == "Image" else [n] for n in content[1])
                yield Link(content[2][0], self.inlines(chain.from_iterable(label)))
            case "Span":
                yield from self._span(content[0][1], content[1])
            case "Image":
                self._leave("an image")
                yield from self.inlines(content[1])
            case "Note":
                yield from (Text(" ("), *flat(self.blocks(content)), Text(")"))
            case "Math":
                yield Text(content[1])
            case "Strikeout":
                self._leave("text that is struck out")
            case "Cite":
                yield from self.inlines(content[1])
            case "RawInline":
                # So the worker hands on what a form has no words for.
                if content[0] == "unread":
                    if found := MARK.match(content[1]):
                        self._last = int(found[1])
                    self._leave(MARK.sub("", content[1]))
            case kind if kind in _WRAPPED:
                yield _WRAPPED[kind](self.inlines(content))
            case other:
                self._leave(f"a {other}")

    def _quoted(self, kind: str, nodes: list[Node]) -> Iterator[Inline]:
        opening, closing = "‘’" if kind == "SingleQuote" else "“”"
        yield from (Text(opening), *self.inlines(nodes), Text(closing))

    def _span(self, classes: list[str], nodes: list[Node]) -> Iterator[Inline]:
        if TITLE_CLASS in classes:
            yield WorkTitle(self.inlines(nodes))
        elif "smallcaps" in classes:
            yield SmallCaps(self.inlines(nodes))
        elif self.parted and classes and "emoji" not in classes:
            yield from (Text(mark(_NOTHING)), *self.inlines(nodes), Text(mark(_NOTHING)))
        else:
            yield from self.inlines(nodes)

    def _within(self, nodes: Iterable[Node], read: Callable[[Node], Iterator[T]]) -> tuple[T, ...]:
        """Return what *read* makes of *nodes*, one level below those around; nothing too deep."""
        if self._depth == _DEEPEST:
            self._leave(f"what is nested {_DEEPEST} deep")
            return ()
        self._depth += 1
        found = tuple(new for node in nodes for new in read(node))
        self._depth -= 1
        return found

    def _leave(self, what: str) -> None:
        self.unread.append((what, self._last))


def _lines(blocks: Iterable[Block]) -> Iterator[Inlines]:
    for block in blocks:
        match block:
            case BulletList(items) | OrderedList(_, items):
                for item in items:
                    yield from _lines(item)
            case Quote(children):
                yield from _lines(children)
            case _:
                yield flat((block,))

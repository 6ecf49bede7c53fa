"""A page of a Jekyll site: Markdown and HTML with an include for each reading.

The page is read in three steps. Liquid goes first: each include that names a key leaves a
marker, and whatever else stands in braces is taken out and reported. Then pandoc reads what
is left as Markdown. Last, the headings make the outline and the markers its readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from coursepack.adapters import yaml_nodes
from coursepack.adapters.liquid_tags import Tag, Unclosed, Words, pieces
from coursepack.adapters.pandoc import Pandoc
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import (
    Block,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Divider,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    Text,
    flat,
    merged,
    plain_text,
    trimmed,
)
from coursepack.model.node import Mapping, Scalar
from coursepack.model.outline import Outline, ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Source, Span, Spanned
from coursepack.model.web_address import Fault
from coursepack.pattern import pattern
from coursepack.read.outline_reader import OutlineReader

# Private characters that no page has after `_guarded`: a reading is OPEN number CLOSE, and GAP
# stands where something was taken out, so that a line of nothing else can go with it.
_OPEN, _CLOSE, _GAP = "\ue0f0", "\ue0f1", "\ue0f2"
_MARKER = pattern(f"{_OPEN}(\\d+){_CLOSE}")

_FRONT_MATTER = pattern(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FENCE = r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)"
_COMMENT = pattern(_FENCE + r"|<!--.*?-->", re.DOTALL | re.MULTILINE)
_ATTRIBUTES = pattern(r"\{::?[^{}\n]*\}")
_PARAMETER = pattern(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))""")
_AFTER_HTML = pattern(r"\s*(?:#{1,6}(?:\s|$)|[-*_](?:\s*[-*_]){2,}\s*$|[-*+]\s|\d+[.)]\s|>)")
_HTML_END = pattern(r"</(?:ul|ol|dl|div|table|section|details|blockquote|p)>\s*$")

_BLOCK_TAGS = {
    "if", "unless", "case", "for", "tablerow", "capture", "highlight", "ifchanged", "block",
}  # fmt: skip


def read(source: Source, pandoc: Pandoc) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of the page; what was not understood is reported and left out."""
    page = _Page(source)
    title = page.front_matter()
    text = page.without_liquid()
    read_page = pandoc.read_page(text)
    blocks = [(block, page.line_of(line)) for block, (line, _) in read_page.blocks]
    for what, (line, _) in read_page.unread:
        page.report_unread_markup(what, page.line_of(line))
    outline = _Outliner(page, title).outline(blocks)
    return Outcome(outline, tuple(page.problems))


@dataclass(slots=True)
class _Page:
    """A page on its way through the steps, with the readings and problems found so far."""

    source: Source
    readings: list[ReadingItem] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    body: int = 0
    lines: list[int] = field(default_factory=list)

    def front_matter(self) -> str:
        """Step over the front matter; return the page's title."""
        match = _FRONT_MATTER.match(self.source.text)
        if match is None:
            return ""
        self.body = match.end()
        # Blank lines in place of what comes before keep every place in the source.
        before = "\n" * self.source.text.count("\n", 0, match.start(1))
        parsed = yaml_nodes.parse(Source(self.source.name, before + match[1]))
        self.problems += parsed.diagnostics
        node = parsed.value.get("title") if isinstance(parsed.value, Mapping) else None
        return node.text.strip() if isinstance(node, Scalar) else ""

    def without_liquid(self) -> str:
        """Return the body as Markdown, a marker for each reading; fills `lines`."""
        text = self.source.text
        guarded = re.sub(f"[{_OPEN}{_CLOSE}{_GAP}]", "\ufffd", text[self.body :])
        chunks = self._chunks(" " * self.body + _COMMENT.sub(_blanked, guarded))
        return self._laid_out(chunks)

    def _chunks(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield what stays of *text*, each piece with the offset it comes from."""
        opened: list[Tag] = []
        in_comment: Tag | None = None
        for piece in pieces(text):
            match piece:
                case Words(words, start):
                    if start < self.body:
                        words, start = words[self.body - start :], self.body
                    if not opened:
                        yield words, start
                case Unclosed(start):
                    self._unbalanced(start, start + 2, "this tag is never closed", "`%}` or `}}`")
                case Tag("comment"):
                    in_comment = piece
                case Tag("endcomment"):
                    in_comment = None
                    yield _GAP, piece.start
                case Tag("#"):
                    yield _GAP, piece.start
                case Tag(name) if name in _BLOCK_TAGS:
                    opened.append(piece)
                case Tag(name) if name.startswith("end"):
                    self._close(piece, opened)
                    yield _GAP, piece.start
                case Tag("include" | "include_relative" | "include_cached") if not opened:
                    yield self._include(piece), piece.start
                case Tag():
                    if not opened:
                        self._unread(piece, piece.end)
                    yield _GAP, piece.start
        for tag in [*opened, *([in_comment] if in_comment else [])]:
            end = f"`{{% end{tag.name} %}}`"
            self._unbalanced(tag.start, tag.end, f"`{tag.name}` is never ended", end)

    def _close(self, tag: Tag, opened: list[Tag]) -> None:
        if not opened or f"end{opened[-1].name}" != tag.name:
            name = tag.name.removeprefix("end")
            message = f"`{tag.name}` ends nothing that is open here"
            self._unbalanced(tag.start, tag.end, message, f"`{{% {name} %}}` before it")
            return
        start = opened.pop()
        if not opened:
            self._unread(start, tag.end)

    def _include(self, tag: Tag) -> str:
        """Note the reading that *tag* includes, and return its marker."""
        name, _, rest = tag.expression.partition(" ")
        start = tag.expression_start + len(name) + 1
        found: dict[str, Spanned[str]] = {}
        end = 0
        for match in _PARAMETER.finditer(rest):
            value, at = next((match[n], match.start(n)) for n in (2, 3, 4) if match[n] is not None)
            span = self.source.span(start + at, start + at + len(value))
            found[match[1]] = Spanned(value, span)
            end = match.end()
        if "key" not in found or rest[end:].strip():
            self._unread(tag, tag.end)
            return _GAP
        for parameter in sorted(found.keys() - {"key", "required", "locator", "note"}):
            self.problems.append(
                Diagnostic(
                    "unread-liquid",
                    Severity.WARNING,
                    f"the parameter `{parameter}` of an include is not understood",
                    found[parameter].span,
                    hints=("a reading takes `key`, `required`, `locator` and `note`",),
                )
            )
        self.readings.append(_reading_item(found))
        self.written.append(self.source.text[tag.start : tag.end])
        return f"{_OPEN}{len(self.readings) - 1}{_CLOSE}"

    def _unread(self, tag: Tag, end: int) -> None:
        span = self.source.span(tag.start, tag.end)
        what = f"the Liquid tag `{tag.name}`" if tag.name else "this Liquid output"
        inside = ""
        if end > tag.end:
            last = self.source.span(end, end).line
            inside = f", nor what it holds up to line {last}" if last > span.line else ""
        self.problems.append(
            Diagnostic(
                "unread-liquid",
                Severity.WARNING,
                f"{what} is not understood and not printed{inside}",
                span,
            )
        )

    def _unbalanced(self, start: int, end: int, message: str, missing: str) -> None:
        span = self.source.span(start, end)
        hint = f"add {missing}"
        self.problems.append(
            Diagnostic("unbalanced-liquid", Severity.ERROR, message, span, hints=(hint,))
        )

    def _laid_out(self, chunks: Iterable[tuple[str, int]]) -> str:
        """Join *chunks* into the text for pandoc, and note the source line of each line."""
        kept: list[str] = []
        line, line_start = "", self.body
        in_fence = ""

        def finish(text: str, offset: int) -> None:
            nonlocal in_fence
            fence = re.match(r" {0,3}(`{3,}|~{3,})", text)
            if fence and (not in_fence or text.strip().startswith(in_fence)):
                in_fence = "" if in_fence else fence[1]
            number = self.source.span(offset, offset).line
            if not in_fence:
                text = self._without_attributes(text, number)
            if _GAP in text and not text.replace(_GAP, "").strip():
                return
            # kramdown ends HTML at its closing tag, CommonMark only at a blank line.
            if kept and _HTML_END.search(kept[-1]) and _AFTER_HTML.match(text):
                kept.append("")
                self.lines.append(number)
            kept.append(text.replace(_GAP, ""))
            self.lines.append(number)

        for chunk, offset in chunks:
            first, *others = chunk.split("\n")
            if not line:
                line_start = offset
            line += first
            at = offset + len(first)
            for other in others:
                finish(line, line_start)
                line, line_start = other, at + 1
                at += 1 + len(other)
        finish(line, line_start)
        return "\n".join(kept) + "\n"

    def _without_attributes(self, text: str, number: int) -> str:
        """Return the line *text* without kramdown's attribute lists, each one reported."""
        if "{:" not in text:
            return text
        for match in _ATTRIBUTES.finditer(text):
            start = self.source.text.find(match[0], self.source.offset(number, 1))
            span = self.source.span(start, start + len(match[0])) if start >= 0 else None
            message = f"the attribute list `{match[0]}` is not printed"
            self.problems.append(
                Diagnostic("unread-markup", Severity.NOTE, message, span or self.line_span(number))
            )
        return _ATTRIBUTES.sub(_GAP, text)

    def line_of(self, laid_out: int) -> int:
        """Return the source line that the line *laid_out* of the Markdown came from."""
        return self.lines[min(laid_out, len(self.lines)) - 1] if self.lines else 1

    def line_span(self, number: int) -> Span:
        """Return the span of the words of source line *number*."""
        line = self.source.line(number)
        indent = len(line) - len(line.lstrip())
        return Span(
            self.source.name, number, indent + 1, number, max(len(line.rstrip()), indent) + 1
        )

    def report_unread_markup(self, what: str, number: int) -> None:
        """Report that *what* near line *number* is not printed."""
        message = f"{what} is not printed"
        self.problems.append(
            Diagnostic("unread-markup", Severity.WARNING, message, self.line_span(number))
        )


def _blanked(match: re.Match[str]) -> str:
    """Return a comment as gaps, one for each character; a fenced block as it is.

    A comment's line ends go too: a blank line left in a list would end it.
    """
    return match[0] if match["fence"] else _GAP * len(match[0])


def _reading_item(found: dict[str, Spanned[str]]) -> ReadingItem:
    locator = found.get("locator")
    note = found.get("note")
    return ReadingItem(
        key=found["key"],
        requirement=_requirement(found.get("required")),
        locator=locator.value.strip() if locator else "",
        note=(Text(note.value.strip()),) if note and note.value.strip() else (),
    )


def _requirement(value: Spanned[str] | None) -> Requirement | None:
    if value is None:
        return None
    word = value.value.strip()
    if word.lower() in ("true", "yes"):
        return Requirement(True)
    if word.lower() in ("false", "no", "nil", ""):
        return Requirement(False)
    return Requirement(True, word)


@dataclass(slots=True)
class _Open:
    """A section whose end has not been met yet."""

    title: Spanned[Inlines]
    level: int
    body: list[Block | Readings[ReadingItem]] = field(default_factory=list)
    sections: list[Section[ReadingItem]] = field(default_factory=list)

    def closed(self) -> Section[ReadingItem]:
        return Section(self.title, self.level, tuple(self.body), tuple(self.sections))


@dataclass(slots=True)
class _Outliner:
    """Makes the outline of placed blocks."""

    page: _Page
    title: str

    def outline(self, blocks: list[tuple[Block, int]]) -> Outline[ReadingItem]:
        """Return *blocks* under their headings, a section under the nearest higher heading."""
        blocks = self._without_title(blocks)
        body: list[Block | Readings[ReadingItem]] = []
        parts: list[Section[ReadingItem]] = []
        opened: list[_Open] = []

        def close(level: int) -> None:
            while opened and opened[-1].level >= level:
                done = opened.pop().closed()
                (opened[-1].sections if opened else parts).append(done)

        for block, line in blocks:
            if isinstance(block, Heading):
                close(block.level)
                span = self.page.line_span(line)
                title = trimmed(self._plain(block.children, line))
                opened.append(_Open(Spanned(title or (Text("…"),), span), block.level))
            else:
                (opened[-1].body if opened else body).extend(self._body(block, line))
        close(0)
        return Outline(self.title, _without_dividers(body), tuple(map(_tidy, parts)))

    def _without_title(self, blocks: list[tuple[Block, int]]) -> list[tuple[Block, int]]:
        """Take a lone first heading of level 1 for the title, as on a page of its own."""
        tops = [b for b, _ in blocks if isinstance(b, Heading) and b.level == 1]
        first = next((b for b, _ in blocks if isinstance(b, Heading)), None)
        if len(tops) != 1 or first is not tops[0]:
            return blocks
        # It says more than the front matter, whose title is made for menus.
        self.title = plain_text(tops[0].children).strip() or self.title
        return [(block, line) for block, line in blocks if block is not first]

    def _body(self, block: Block, line: int) -> Iterator[Block | Readings[ReadingItem]]:
        match block:
            case BulletList(items) | OrderedList(_, items) if _has_marker(block):
                yield Readings(tuple(e for item in items for e in self._item(item, line)))
            case Paragraph() | Quote() | Table() if _has_marker(block):
                yield from self._run(list(self._item((block,), line)))
            case _:
                yield self._prose(block, line)

    def _run(
        self, entries: list[ReadingItem | ListItem]
    ) -> Iterator[Block | Readings[ReadingItem]]:
        """Readings outside a list: words before the first are prose, the rest is a list."""
        while entries and isinstance(first := entries[0], ListItem):
            yield from first.children
            entries.pop(0)
        if entries:
            yield Readings(tuple(entries))

    def _item(self, blocks: Blocks, line: int) -> Iterator[ReadingItem | ListItem]:
        """Yield the readings of a list item, and its words as a note or an item before them."""
        if not any(map(_has_marker, blocks)):
            yield ListItem(tuple(self._prose(b, line) for b in blocks))
            return
        last: ReadingItem | None = None
        for block in blocks:
            match block:
                case BulletList(items) | OrderedList(_, items) if _has_marker(block):
                    if last:
                        yield last
                        last = None
                    for item in items:
                        yield from self._item(item, line)
                case _:
                    for piece in _split(flat((block,))):
                        if isinstance(piece, int):
                            if last:
                                yield last
                            last = self.page.readings[piece]
                        elif words := trimmed(self._plain(piece, line)):
                            if last:
                                last = _with_note(last, words)
                            else:
                                yield ListItem((Paragraph(words),))
        if last:
            yield last

    def _prose(self, block: Block, line: int) -> Block:
        match block:
            case Paragraph(children):
                return Paragraph(self._plain(children, line))
            case Heading(_, _, children):
                # A heading inside a list or a quotation heads no part of the course.
                return Paragraph(self._plain(children, line))
            case BulletList(items):
                return BulletList(tuple(self._blocks(item, line) for item in items))
            case OrderedList(start, items):
                return OrderedList(start, tuple(self._blocks(item, line) for item in items))
            case Quote(children):
                return Quote(self._blocks(children, line))
            case CodeBlock(text):
                return CodeBlock(self._as_written(text))
            case Table(header, rows):
                cells = [[self._plain(c, line) for c in row] for row in (header, *rows)]
                return Table(tuple(cells[0]), tuple(map(tuple, cells[1:])))
            case _:
                return block

    def _blocks(self, blocks: Blocks, line: int) -> Blocks:
        return tuple(self._prose(block, line) for block in blocks)

    def _plain(self, children: Inlines, line: int) -> Inlines:
        """Return *children* without markers and without links that may not be followed."""
        return merged(i for child in children for i in self._inline(child, line))

    def _inline(self, child: Inline, line: int) -> Iterator[Inline]:
        match child:
            case Text(text):
                yield Text(self._as_written(text))
            case Code(text):
                yield Code(self._as_written(text))
            case Link(url, children):
                inner = self._plain(children, line)
                if safe := self._address(url, line):
                    yield Link(safe, inner)
                else:
                    yield from inner
            case LineBreak():
                yield child
            case _:
                yield type(child)(self._plain(child.children, line))

    def _address(self, url: str, line: int) -> str | None:
        """Return the address to link to; report one that may not stand, and return None."""
        if not url.strip():
            return None
        problem = web_address.fault(url)
        if problem in (Fault.UNSAFE, Fault.RELATIVE):
            start = self.page.source.text.find(url, self.page.source.offset(line, 1))
            span = self.page.source.span(start, start + len(url)) if url and start >= 0 else None
            unsafe = problem is Fault.UNSAFE
            self.page.problems.append(
                Diagnostic(
                    "unsafe-url" if unsafe else "unread-markup",
                    Severity.ERROR if unsafe else Severity.NOTE,
                    f"a link may not lead to `{url}`"
                    if unsafe
                    else f"the link to `{url}` leads nowhere outside its site and is not kept",
                    span or self.page.line_span(line),
                    hints=("write the whole address, `https://` and all",),
                )
            )
            return None
        return web_address.encoded(url)

    def _as_written(self, text: str) -> str:
        return _MARKER.sub(lambda m: self.page.written[int(m[1])], text)


def _has_marker(block: Block) -> bool:
    return not isinstance(block, CodeBlock) and _OPEN in _shown(block)


def _shown(block: Block) -> str:
    # Code shows an include as it is written; it assigns nothing.
    return plain_text(i for i in flat((block,)) if not isinstance(i, Code))


def _split(children: Inlines) -> list[Inlines | int]:
    """Return *children* cut at the markers, each marker as the number of its reading."""
    pieces: list[Inlines | int] = []

    def add(inline: Inline) -> None:
        if pieces and isinstance(last := pieces[-1], tuple):
            pieces[-1] = (*last, inline)
        else:
            pieces.append((inline,))

    for child in children:
        match child:
            case Text(text):
                for number, part in enumerate(_MARKER.split(text)):
                    if number % 2:
                        pieces.append(int(part))
                    elif part:
                        add(Text(part))
            case LineBreak() | Code():
                add(child)
            case _:
                for inner in _split(child.children):
                    if isinstance(inner, int):
                        pieces.append(inner)
                    elif isinstance(child, Link):
                        add(Link(child.url, inner))
                    else:
                        add(type(child)(inner))
    return pieces


def _with_note(reading: ReadingItem, words: Inlines) -> ReadingItem:
    note = (*reading.note, Text(" "), *words) if reading.note else words
    return ReadingItem(reading.key, reading.requirement, reading.locator, merged(note))


def _tidy(section: Section[ReadingItem]) -> Section[ReadingItem]:
    body = _without_dividers(section.body)
    return Section(section.title, section.level, body, tuple(map(_tidy, section.sections)))


def _without_dividers(
    body: Iterable[Block | Readings[ReadingItem]],
) -> tuple[Block | Readings[ReadingItem], ...]:
    """Drop rules at either end of *body*: the headings around them part already."""
    kept = list(body)
    while kept and isinstance(kept[-1], Divider):
        kept.pop()
    while kept and isinstance(kept[0], Divider):
        kept.pop(0)
    return tuple(kept)


READER = OutlineReader((".md", ".markdown", ".html", ".htm"), read)

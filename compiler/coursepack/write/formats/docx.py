"""The Word file: every heading, list and table as Word's own, in styles of the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeGuard
from xml.etree import ElementTree as ET

from coursepack import words
from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters import qr_code
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import (
    Agenda,
    Block,
    Blocks,
    Chart,
    Document,
    Heading,
    ListItem,
    Own,
    ReadingEntry,
    ReadingList,
)
from coursepack.pattern import pattern
from coursepack.write import columns, scripts
from coursepack.write.archive import unzipped, zipped
from coursepack.write.format import Engines, Format
from coursepack.write.printed import (
    BREAK,
    TEMPLATES,
    Gutter,
    gutter,
    is_long,
    printed,
    tokens,
    wants_contents,
    with_texts,
)
from coursepack.write.word_reference import (
    CHART,
    CONTENTS_LEVELS,
    LONG_READING,
    READING,
    bar_end,
    is_slanted,
    line_length,
    reference,
    section,
)
from coursepack.write.xml import clean, element

_DOCUMENT, _NUMBERING = "word/document.xml", "word/numbering.xml"
_MENDED = {
    # A row is not split, as readings are not.
    b"<w:tr><w:tc>": b"<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>",
    # What stands behind a paragraph of ours in a cell, for pandoc does not know that it is one.
    b"</w:p><w:p /></w:tc>": b"</w:p></w:tc>",
    # A frame lets the heading stand where it would stand without. No program takes it of a style.
    b'<w:pStyle w:val="CodeToScan" />': b'<w:pStyle w:val="CodeToScan" /><w:framePr w:w="907"'
    b' w:wrap="around" w:hAnchor="margin" w:xAlign="SIDE" w:vAnchor="text" w:y="1" />',
}
# Without it the first column of a table stands at the left, whatever the direction of the page.
_TABLE = re.compile(rb'<w:tblPr><w:tblStyle w:val="[^"]*" />')
_LONGEST_NAME = 60  # of a box to tick; Word takes none that is longer
_BOX_FONT = "MS Gothic"  # in which Word looks for the box

_WIDEST_DAY = 0.3  # the part of a schedule's line in which days stand

# How pandoc's writer defines a list: one indent, and a bullet of another font for each level.
_PANDOCS_STEP = 720
_INDENT = pattern(r'<w:ind w:left="(\d+)" w:hanging="\d+" />')
_BULLET = pattern(r'<w:lvlText w:val="[^" ]" />')
_BULLET_FONT = pattern(r"<w:rPr><w:rFonts [^>]*/></w:rPr>")


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* as Word writes it, in a file that no program has to repair."""
    # Word breaks a word that is too long for its line by itself.
    paper = with_texts(printed(document), lambda text: clean(text.replace(BREAK, "")))
    paper = scripts.marked(paper)
    body = _Body(paper, gutter(paper), is_slanted(paper))
    nodes = [*_masthead(paper), *_contents(paper), *body.nodes()]
    files = {_picture(b): qr_code.png(b.address) for b in paper.blocks if _has_code(b)}
    files["reference.docx"] = reference(paper)
    meta: dict[str, Node] = {
        "title": tree.meta(paper.title or paper.name),
        "author": {"t": "MetaList", "c": [*map(tree.meta, paper.instructors)]},
        "lang": tree.meta(paper.language),
    }
    if paper.is_right_to_left:
        meta["dir"] = tree.meta("rtl")
    template = (TEMPLATES / "handout.openxml").read_text("utf-8")
    parts = unzipped(engines.pandoc.write_file("docx", nodes, template, meta, files))
    for found, instead in _MENDED.items():
        side = b"left" if paper.is_right_to_left else b"right"
        parts[_DOCUMENT] = parts[_DOCUMENT].replace(found, instead.replace(b"SIDE", side))
    if paper.is_right_to_left:
        parts[_DOCUMENT] = _TABLE.sub(rb"\g<0><w:bidiVisual />", parts[_DOCUMENT])
    parts[_NUMBERING] = _indented(parts[_NUMBERING], tokens(paper)["hang"])
    return Outcome(zipped(parts))


def _masthead(paper: Document) -> Iterator[Node]:
    yield _styled("Title", tree.inlines(scripts.line(paper.title or paper.name, paper)))
    if paper.subtitle:
        yield _styled("Subtitle", tree.inlines(scripts.line(paper.subtitle, paper)))
    for fact in paper.facts:
        name = tree.styled("Fact Name", tree.words(f"{fact.name}:"))
        yield _styled("Fact", [name, _SPACE, *tree.inlines(scripts.line(fact.text, paper))])
    if paper.sheet.columns > 1:
        yield _raw(element("w:p", element("w:pPr", section(paper))))


def _contents(paper: Document) -> Iterator[Node]:
    """Yield a field that Word can make anew, and what it holds: no prompt, no empty page."""
    if not wants_contents(paper):
        return
    heads = [b for b in paper.blocks if isinstance(b, Heading) and b.level <= CONTENTS_LEVELS]
    yield _styled("TOC Heading", tree.words(paper.contents_title))
    for number, head in enumerate(heads):
        link = [tree.NO_ATTRIBUTES, tree.inlines(head.children), [f"#{head.anchor}", ""]]
        begins = [_field("begin"), _instruction(), _field("separate")] if number == 0 else []
        ends = [_field("end")] if number == len(heads) - 1 else []
        yield _styled(f"toc {head.level}", [*begins, {"t": "Link", "c": link}, *ends])


def _field(kind: str) -> Node:
    return _raw_inline(element("w:r", element("w:fldChar", w_fldCharType=kind)))


def _instruction() -> Node:
    # Without numbers of pages, which only Word could know.
    text = f' TOC \\o "1-{CONTENTS_LEVELS}" \\n \\h '
    return _raw_inline(element("w:r", element("w:instrText", text, xml_space="preserve")))


def _has_code(block: Block) -> TypeGuard[Heading]:
    return isinstance(block, Heading) and bool(block.address)


def _picture(heading: Heading) -> str:
    return f"{heading.anchor}.png"


@dataclass(frozen=True, slots=True)
class _Body:
    """The blocks of a document, whose lists of readings share a margin."""

    paper: Document
    hanging: Gutter
    slant: bool

    def nodes(self) -> list[Node]:
        nodes = [node for block in self.paper.blocks for node in self._with_code(block)]
        found: list[Node] = tree.replaced(nodes, self._instead)
        return found

    def _with_code(self, block: Block) -> Iterator[Node]:
        if _has_code(block):
            called = words.of(self.paper.language).qr_code.format(address=block.address)
            size = ["", [], [["width", "16mm"]]]
            image = {"t": "Image", "c": [size, tree.words(called), [_picture(block), ""]]}
            yield _styled("Code to Scan", [image])
        yield from self._blocks((block,))

    def _blocks(self, blocks: Blocks) -> list[Node]:
        return tree.blocks(blocks, self._own)

    def _own(self, block: Own) -> list[Node]:
        match block:
            case ReadingList(items):
                return [node for item in items for node in self._item(item)]
            case Agenda():
                return [self._agenda(block)]
            case Chart():
                return [self._chart(block)]

    def _item(self, item: ReadingEntry | ListItem) -> Iterator[Node]:
        if isinstance(item, ListItem):
            yield tree.styled_block("Reading Prose", self._blocks(item.children))
        else:
            yield from self._entry(item)

    def _entry(self, entry: ReadingEntry) -> Iterator[Node]:
        """Box, label, mark, reference, identifier, locator, note, annotation, questions."""
        holds = self.hanging.holds
        binding = "Required Mark" if entry.required else "Optional Mark"
        label = _named("Label", tree.words(entry.label))
        mark = _named(binding, tree.words(entry.mark))
        hung = [_box(entry), _SPACE] if entry.box else []
        hung += {"labels": label, "marks": mark}.get(holds, [])
        if self.hanging.width:
            hung.append(_raw_inline(element("w:r", element("w:tab"))))
        first = _spaced(
            [] if holds == "labels" else label,
            [] if holds == "marks" else mark,
            tree.replaced(tree.inlines(entry.reference), _upright),
            [_identifier(node) for node in tree.inlines(entry.identifier)],
        )
        note = tree.inlines(entry.note)
        slanted = [{"t": "Emph", "c": note}] if note and self.slant else note
        below = _spaced(tree.words(entry.locator), slanted)
        line = [*hung, *first, *([{"t": "LineBreak"}, *below] if below else [])]
        yield _styled(LONG_READING if is_long(entry) else READING, line)
        if entry.annotation:
            yield tree.styled_block("Reading Annotation", self._blocks(entry.annotation))
        for question in entry.questions:
            yield _styled("Question", tree.words(question.text))
            yield from [_empty("Line to Write On")] * question.lines

    def _agenda(self, agenda: Agenda) -> Node:
        rows = []
        for meeting in agenda.meetings:
            title = tree.inlines(meeting.title)
            named = tree.styled("Day Off", title) if meeting.off else {"t": "Strong", "c": title}
            about = [tree.plain([named])] if title else []
            rows.append([[_cell("Day", meeting.when)], [*about, *self._blocks(meeting.blocks)]])
        header = [[_cell("Small Quiet", words)] for words in agenda.header]
        longest = max(columns.characters(meeting.when) for meeting in agenda.meetings)
        day = min((longest + 3) / line_length(self.paper), _WIDEST_DAY)
        return tree.table(header, rows, [*map(tree.width, (day, 1 - day))], "Agenda")

    def _chart(self, chart: Chart) -> Node:
        rows = [
            [
                [_cell("Small Quiet", bar.name)],
                [self._bar(bar.full / chart.longest, bar.light / chart.longest)],
                [_cell("Small", bar.words)],
            ]
            for bar in chart.bars
        ]
        return tree.table([], rows, [*map(tree.width, CHART)], "Chart")

    def _bar(self, full: float, light: float) -> Node:
        """Return tabs on coloured ground, which are no word to whoever listens."""
        ends = [("FullBar", full, full), ("LightBar", light, full + light)]
        drawn = [(style, bar_end(self.paper, end)) for style, length, end in ends if length]
        stops = [element("w:tab", w_val="left", w_pos=end) for _, end in drawn]
        tabs = element("w:tabs", *stops) if stops else None
        shape = element("w:pPr", element("w:pStyle", w_val="Bar"), tabs)
        runs = [
            element("w:r", element("w:rPr", element("w:rStyle", w_val=style)), element("w:tab"))
            for style, _ in drawn
        ]
        return _raw(element("w:p", shape, *runs))

    # What pandoc's writer leaves to be done, on pandoc's own tree

    def _instead(self, item: Any) -> list[Any]:
        content: Any = item.get("c") if isinstance(item, dict) else None
        match item:
            case {"t": "Span"} if tree.TITLE_CLASS in content[0][1]:
                return [{"t": "Strong", "c": tree.replaced(content[1], self._instead)}]
            case {"t": "Span", "c": [["", [], told], inner]} if {"lang", "dir"} & {*dict(told)}:
                return _foreign(dict(told), tree.replaced(inner, self._instead))
            case {"t": "Emph"} if not scripts.is_slanted(tree.text(content)):
                return [{"t": "Strong", "c": tree.replaced(content, self._instead)}]
            case {"t": "HorizontalRule"}:
                return [_empty("Divider")]
            case {"t": "Table"} if content[0] == tree.NO_ATTRIBUTES:
                widths = self._fitted(columns.longest(content))
                return [{"t": "Table", "c": [*content[:2], widths, *content[3:]]}]
            case _:
                return [tree.replaced(item, self._instead)]

    def _fitted(self, longest: list[int]) -> list[Any]:
        room = [(max(length, 6) + 4) / line_length(self.paper) for length in longest]
        shares = columns.shares(longest) if sum(room) > 1 else room
        return [[{"t": "AlignLeft"}, tree.width(share)] for share in shares]


def _foreign(told: dict[str, str], inner: list[Node]) -> list[Node]:
    """Return words of another language, those in the other direction with an order of their own."""
    # Word knows no language of which the script alone is known.
    pairs = [[name, tag] for name, tag in told.items() if not tag.startswith("und")]
    spoken = [{"t": "Span", "c": [["", [], pairs], inner]}]
    if "dir" not in told:
        return spoken
    # Word has embeddings of old; not each program that reads its files knows of isolates.
    begin = "\N{RIGHT-TO-LEFT EMBEDDING}" if told["dir"] == "rtl" else "\N{LEFT-TO-RIGHT EMBEDDING}"
    return [*tree.words(begin), *spoken, *tree.words("\N{POP DIRECTIONAL FORMATTING}")]


def _upright(item: Any) -> list[Any]:
    """Return a piece of a reference, a name of a journal upright where its script has no slant."""
    match item:
        case {"t": "Emph", "c": inner} if not scripts.is_slanted(tree.text(inner)):
            return [*tree.replaced(inner, _upright)]
        case _:
            return [tree.replaced(item, _upright)]


def _box(entry: ReadingEntry) -> Node:
    """Return a box that can be ticked in Word, named for whoever does not see its place."""
    name = entry.box[:_LONGEST_NAME]
    face = {f"w_{script}": _BOX_FONT for script in ("ascii", "hAnsi", "eastAsia")}
    box = element(
        "w14:checkbox",
        element("w14:checked", w14_val="0"),
        element("w14:checkedState", w14_val="2612", w14_font=_BOX_FONT),
        element("w14:uncheckedState", w14_val="2610", w14_font=_BOX_FONT),
    )
    shown = element(
        "w:r",
        element("w:rPr", element("w:rFonts", w_hint="eastAsia", **face)),
        element("w:t", "\N{BALLOT BOX}"),
    )
    properties = element("w:sdtPr", element("w:alias", w_val=name), box)
    return _raw_inline(element("w:sdt", properties, element("w:sdtContent", shown)))


def _identifier(node: Node) -> Node:
    # Of the styles of characters around a word, Word knows the innermost alone.
    match node:
        case {"t": "Link", "c": [attributes, words, target]}:
            inner = tree.styled("Linked Identifier", words)
            return {"t": "Link", "c": [attributes, [inner], target]}
        case _:
            return tree.styled("Identifier", [node])


def _cell(style: str, text: str) -> Node:
    return tree.plain([tree.styled(style, tree.words(text))])


def _indented(numbering: bytes, indent: float) -> bytes:
    """Return the lists that pandoc defines with bullets and indents of ours."""
    step = round(20 * indent)

    def deeper(found: re.Match[str]) -> str:
        level = int(found[1]) // _PANDOCS_STEP
        return f'<w:ind w:left="{level * step}" w:hanging="{step}" />'

    text = _BULLET.sub('<w:lvlText w:val="•" />', numbering.decode("utf-8"))
    return _INDENT.sub(deeper, _BULLET_FONT.sub("", text)).encode("utf-8")


_SPACE: Node = {"t": "Space"}


def _spaced(*parts: list[Node]) -> list[Node]:
    shown = [part for part in parts if part]
    return [node for n, part in enumerate(shown) for node in ([_SPACE, *part] if n else part)]


def _named(style: str, nodes: list[Node]) -> list[Node]:
    return [tree.styled(style, nodes)] if nodes else []


def _styled(style: str, nodes: list[Node]) -> Node:
    return tree.styled_block(style, [{"t": "Para", "c": nodes}])


def _empty(style: str) -> Node:
    return _raw(element("w:p", element("w:pPr", element("w:pStyle", w_val=style))))


def _raw(root: ET.Element) -> Node:
    return tree.raw("openxml", ET.tostring(root, encoding="unicode"))


def _raw_inline(root: ET.Element) -> Node:
    return tree.raw_inline("openxml", ET.tostring(root, encoding="unicode"))


FORMAT = Format("docx", ".docx", write)

"""The reference document from which pandoc's Word writer takes styles and paper.

It is made of the theme's tokens, as the templates of the print engines are. Every style leaves the
space of an item below itself and asks above itself for what it wants more, because Word adds what
is below one paragraph to what is above the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from coursepack.model.document import Document
from coursepack.write import scripts
from coursepack.write.archive import zipped
from coursepack.write.printed import gutter, running_head, tokens
from coursepack.write.xml import Child, element, written

HEADER, FOOTER = "header", "footer"
"""The names by which a section refers to its running head and foot."""

READING, LONG_READING = "Reading", "Long Reading"
CONTENTS_LEVELS = 2
CHART = (0.22, 0.4, 0.38)
"""The widths of a chart's columns, as shares of the line; bars are drawn in the second."""
_CELL_GAP = 10.0  # points between a cell of a table and the next

# What Word has on every system, in the spirit of the fonts of the print engines; then what stands
# in for it elsewhere; then how much wider it is than these.
_FONTS = {
    "libertinus": ("Palatino Linotype", "Palatino,Book Antiqua,Libertinus Serif", 1.12),
    "computer-modern": ("Century Schoolbook", "Century,New Century Schoolbook,C059", 1.12),
}
_MONO, _MONO_TOO = "Consolas", "Menlo,DejaVu Sans Mono"
_COMPLEX = "Times New Roman"  # for Arabic and Hebrew, which the others lack

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "settings", "fontTable", "numbering", HEADER, FOOTER)
_PAPER = {"a4": (11906, 16838), "letter": (12240, 15840)}
_BAR = 7.0  # points: how high bars are
_EDGE = 36.0  # points from the edge of the paper to the running head, and to the foot


def reference(paper: Document) -> bytes:
    """Return a Word file without words whose styles are those of *paper*, made by `printed`."""
    look = tokens(paper) | {"slant": is_slanted(paper)}
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships({part: f"{part}.xml" for part in _PARTS}),
        "word/document.xml": _root(
            "document", element("w:body", section(paper, paper.sheet.columns))
        ),
        "word/styles.xml": _root("styles", *_styles(paper, look)),
        "word/settings.xml": _root("settings", *_settings(look)),
        "word/fontTable.xml": _root("fonts", *_font_table(look)),
        "word/numbering.xml": _root("numbering", *_numbering()),
        "word/header.xml": _root("hdr", _paragraph("Header", _run(running_head(paper)))),
        "word/footer.xml": _root("ftr", _page_of_pages(paper)),
        "docProps/app.xml": element(
            "Properties",
            element("Application", "Coursepack"),
            xmlns=f"{_DOCUMENT.removesuffix('relationships')}extended-properties",
        ),
    }
    return zipped({name: written(root) for name, root in parts.items()})


def is_slanted(paper: Document) -> bool:
    """Say whether what stands out may be slanted: Arabic and Korean, say, know no slant."""
    return bool(tokens(paper)["slant"]) and scripts.has_small_letters(paper.language)


def section(paper: Document, columns: int = 1) -> ET.Element:
    """Return the properties of a section of *paper*; one of more columns begins on no new page."""
    look = tokens(paper)
    width, height = _PAPER[paper.sheet.paper]
    return element(
        "w:sectPr",
        element("w:headerReference", w_type="default", r_id=HEADER),
        element("w:footerReference", w_type="default", r_id=FOOTER),
        element("w:footerReference", w_type="first", r_id=FOOTER),
        element("w:type", w_val="continuous") if columns > 1 else None,
        element("w:pgSz", w_w=str(width), w_h=str(height)),
        element(
            "w:pgMar",
            w_top=_twips(look["top"]),
            w_bottom=_twips(look["bottom"]),
            w_left=_twips(look["side"]),
            w_right=_twips(look["side"]),
            w_header=_twips(_EDGE),
            w_footer=_twips(_EDGE),
            w_gutter="0",
        ),
        element("w:cols", w_num=str(columns), w_space=_twips(2 * look["hang"])),
        element("w:titlePg"),  # the first page has no running head
        element("w:bidi") if paper.is_right_to_left else None,
    )


def bar_end(paper: Document, share: float) -> str:
    """Return where a bar of a chart ends that takes such a *share* of its column."""
    return _twips(share * (_text_width(paper) * CHART[1] - _CELL_GAP))


def line_length(paper: Document) -> float:
    """Return how many characters a line of *paper* holds, about."""
    size: float = tokens(paper)["text"]
    return _text_width(paper) / (0.5 * size)


# Styles


def _styles(paper: Document, look: dict[str, Any]) -> Iterator[ET.Element]:
    font = _FONTS[look["fonts"]][0]
    language = {"w_val": paper.language, "w_eastAsia": paper.language, "w_bidi": paper.language}
    default = element(
        "w:rPr",
        _font(font),
        element("w:color", w_val=look["ink"]),
        *_sized(look["text"]),
        element("w:lang", **language),
    )
    side = element("w:pPr", element("w:bidi")) if paper.is_right_to_left else None
    yield element("w:docDefaults", element("w:rPrDefault", default), element("w:pPrDefault", side))
    yield from _prose_styles(paper, look)
    yield from _masthead_styles(look)
    yield from _heading_styles(look)
    yield from _reading_styles(paper, look)
    yield from _character_styles(look)
    yield from _table_styles(look)


def _prose_styles(paper: Document, look: dict[str, Any]) -> Iterator[ET.Element]:
    item = look["item"]
    lines = _spacing(0, item, look["line"])
    yield _style("Normal", lines, kind="paragraph", default=True)
    body = _spacing(look["paragraph"] - item, item, look["line"])
    for name in ("Body Text", "First Paragraph"):
        yield _style(name, body)
    yield _style("Compact", element("w:suppressAutoHyphens"))
    yield _style("Block Text", _spacing(item, item, look["line"]), _indent(left=look["hang"]))
    code = [_font(_MONO), *_sized(look["code"])]
    yield _style("Source Code", element("w:suppressAutoHyphens"), body, run=code)
    small = [element("w:color", w_val=look["quiet"]), *_sized(look["small"])]
    yield _style("header", run=small)
    yield _style("footer", element("w:jc", w_val="center"), run=small)
    side = (_text_width(paper) - 48) / 2
    rule = _border(look, bottom=0.5)
    yield _style(
        "Divider",
        rule,
        _spacing(0, look["paragraph"] + item, look["line"] / 2),
        _indent(side, right=side),
    )
    # As high as its line, which stands in the middle of those beside it.
    exact = {"w_line": _twips(_BAR), "w_lineRule": "exact", "w_before": "80", "w_after": "0"}
    yield _style("Bar", element("w:spacing", **exact), run=_sized(_BAR))
    yield _style("TOC Heading", element("w:keepNext"), run=[element("w:b"), element("w:bCs")])
    for level in range(1, CONTENTS_LEVELS + 1):
        indent = _indent(left=(level - 1) * look["hang"])
        yield _style(f"toc {level}", _spacing(0, 0, look["line"]), indent)


def _masthead_styles(look: dict[str, Any]) -> Iterator[ET.Element]:
    # Paragraphs of like borders share them: the rule is over the first, or below the last.
    thick = look["masthead_rule"] > 1
    sides = {"top" if thick else "bottom": look["masthead_rule"]}
    common = [
        _border(look, **sides) if look["masthead_rule"] else None,
        element("w:suppressAutoHyphens"),
    ]
    side = element("w:jc", w_val="center") if look["masthead"] == "centred" else None
    for name, after in (("Title", 4.0), ("Subtitle", 7.0)):
        size = look[name.lower()]
        bold = [element("w:b"), element("w:bCs")] if name == "Title" else []
        colour = [element("w:color", w_val=look["quiet"])] if name == "Subtitle" else []
        spacing = _spacing(0, after, size * 1.2)
        yield _style(name, *common, spacing, side, run=[*bold, *colour, *_sized(size)])
    # No space between facts, some below the last.
    close = element("w:contextualSpacing")
    yield _style("Fact", *common, _spacing(0, 14, look["line"]), close, side)


def _heading_styles(look: dict[str, Any]) -> Iterator[ET.Element]:
    for level in range(1, 5):
        name = "part" if level == 1 else "section"
        size = look[f"{name}_size"] if level < 3 else look["text"]
        form = {1: look["part"], 2: look["section"], 3: "semibold"}.get(level, "italic")
        rule = look[f"{name}_rule"] if level < 3 else 0
        yield _style(
            f"heading {level}",
            element("w:keepNext"),
            element("w:keepLines"),
            _border(look, top=rule) if rule else None,
            element("w:suppressAutoHyphens"),
            _spacing(
                look[f"{name}_above"] - look["item"],
                look[f"{name}_below"] - look["item"],
                size * 1.2,
            ),
            element("w:outlineLvl", w_val=str(level - 1)),
            run=[*_form(form, look), *_sized(size)],
            following="Body Text",
        )


def _reading_styles(paper: Document, look: dict[str, Any]) -> Iterator[ET.Element]:
    hanging = gutter(paper)
    wider = _FONTS[look["fonts"]][2]
    indent = hanging.width * wider + look["gutter"] if hanging.width else look["hang"]
    item = look["item"]
    spacing = _spacing(look["reading"] - item, item, look["line"])
    shape = [element("w:suppressAutoHyphens"), spacing, _indent(left=indent, hanging=indent)]
    quiet = element("w:color", w_val=look["quiet"])
    # The list has no marks of its own: it tells whoever listens how many readings there are.
    listed = element("w:numPr", element("w:numId", w_val="1"))
    yield _style(LONG_READING, listed, *shape, run=[quiet])
    yield _style(READING, element("w:keepLines"), listed, *shape, run=[quiet])
    yield _style("Reading Prose", spacing, _indent(indent if hanging.width else 0))
    below = _indent(left=indent if hanging.width else look["hang"])
    small = [quiet, *_sized(look["small"])]
    yield _style("Reading Annotation", _spacing(0, item, look["line"]), below, run=small)
    asked = _spacing(look["paragraph"] - item, item, look["line"])
    yield _style("Question", element("w:keepNext"), asked, below, run=small)
    room = _spacing(0, 0, 1.7 * look["line"])
    yield _style("Line to Write On", _border(look, bottom=0.5, between=0.5), room, below)
    yield _style("Code to Scan", element("w:keepNext"), _spacing(0, 0, 0))


def _character_styles(look: dict[str, Any]) -> Iterator[ET.Element]:
    def named(name: str, *run: Child) -> ET.Element:
        return _style(name, run=[*run], kind="character")

    quiet = element("w:color", w_val=look["quiet"])
    small = _sized(look["small"])
    slant = _form("italic", look)
    mark = [element("w:smallCaps")] if look["marks"] == "small-caps" else slant
    bold = [element("w:b"), element("w:bCs")]
    face = _sized(look["small"] * 0.9) if look["identifiers"] == "mono" else small
    yield named("Hyperlink", element("w:color", w_val=look["link"]))
    yield named("Fact Name", quiet)
    yield named("Required Mark", *bold, *mark, element("w:color", w_val=look["accent"]), *small)
    yield named("Optional Mark", *mark, quiet, *small)
    yield named("Label", quiet)
    mono = _font(_MONO) if look["identifiers"] == "mono" else None
    yield named("Identifier", mono, *face)
    yield named("Linked Identifier", mono, element("w:color", w_val=look["link"]), *face)
    for name, fill in (("Full Bar", look["accent"]), ("Light Bar", _lighter(look["accent"]))):
        yield named(name, element("w:shd", w_val="clear", w_fill=fill))
    yield named("Day", quiet)
    yield named("Day Off", *slant, quiet)
    yield named("Small", *small)
    yield named("Small Quiet", quiet, *small)
    yield named("Verbatim Char", _font(_MONO), *_sized(look["code"]))


def _table_styles(look: dict[str, Any]) -> Iterator[ET.Element]:
    line = {"w_val": "single", "w_color": look["rule"], "w_space": "0"}
    below = element("w:bottom", w_sz="4", **line)
    rules = element("w:tblBorders", below, element("w:insideH", w_sz="4", **line))
    for name, head in (("Table", [element("w:b"), element("w:bCs")]), ("Agenda", [])):
        first = element(
            "w:tblStylePr",
            element("w:rPr", *head) if head else None,
            element("w:tcPr", element("w:tcBorders", below)),
            w_type="firstRow",
        )
        yield _style(name, table=[rules, _cells(2.5)], rows=first, kind="table")
    yield _style("Chart", table=[_cells(0)], kind="table")


def _cells(high: float) -> ET.Element:
    sides = {"top": high, "left": 0, "bottom": high, "right": _CELL_GAP}
    margins = (element(f"w:{s}", w_w=_twips(v), w_type="dxa") for s, v in sides.items())
    return element("w:tblCellMar", *margins)


def _style(
    name: str,
    *paragraph: Child,
    run: Sequence[Child] = (),
    table: Sequence[Child] = (),
    rows: Child = None,
    kind: str = "paragraph",
    default: bool = False,
    following: str = "",
) -> ET.Element:
    """Return a style; *paragraph*, *run* and *table* are its properties, in the schema's order."""
    given = {"w_default": "1"} if default else {}
    based = kind == "paragraph" and not default
    return element(
        "w:style",
        element("w:name", w_val=name),
        element("w:basedOn", w_val="Normal") if based else None,
        element("w:next", w_val=_identity(following)) if following else None,
        element("w:qFormat"),
        element("w:pPr", *paragraph) if any(p is not None for p in paragraph) else None,
        element("w:rPr", *run) if run else None,
        element("w:tblPr", *table) if table else None,
        rows,
        w_type=kind,
        w_styleId=_identity(name),
        **given,
    )


def _identity(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _font(name: str) -> ET.Element:
    return element("w:rFonts", w_ascii=name, w_hAnsi=name, w_eastAsia=name, w_cs=_COMPLEX)


def _form(form: str, look: dict[str, Any]) -> list[ET.Element]:
    names = {"semibold": ("w:b", "w:bCs"), "small-caps": ("w:smallCaps",)}
    italic = ("w:i", "w:iCs") if look["slant"] else ()
    return [element(name) for name in names.get(form, italic)]


def _spacing(before: float, after: float, line: float) -> ET.Element:
    # "At least": letters of a stand-in font, or raised ones, are not cut off.
    space = {"w_before": _twips(max(before, 0)), "w_after": _twips(max(after, 0))}
    height = {"w_line": _twips(line), "w_lineRule": "atLeast"} if line else {}
    return element("w:spacing", **space, **height)


def _indent(left: float, hanging: float = 0, right: float = 0) -> ET.Element:
    return element("w:ind", w_left=_twips(left), w_right=_twips(right), w_hanging=_twips(hanging))


def _border(look: dict[str, Any], **sides: float) -> ET.Element:
    drawn = {"w_val": "single", "w_color": look["rule"]}
    return element(
        "w:pBdr",
        *(
            # In eighths of a point; the space between rule and text in whole ones.
            element(f"w:{side}", w_sz=str(max(round(8 * size), 2)), w_space="6", **drawn)
            for side, size in sides.items()
        ),
    )


def _text_width(paper: Document) -> float:
    look, columns = tokens(paper), paper.sheet.columns
    between: float = 2 * look["hang"] * (columns - 1)
    return (_PAPER[paper.sheet.paper][0] / 20 - 2 * float(look["side"]) - between) / columns


def _twips(points: float) -> str:
    return str(round(20 * points))


def _sized(points: float) -> list[ET.Element]:
    half = str(round(2 * points))
    return [element("w:sz", w_val=half), element("w:szCs", w_val=half)]


def _lighter(colour: str) -> str:
    shares = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return "".join(f"{round(255 - 0.4 * (255 - share)):02x}" for share in shares)


# The other parts


def _settings(look: dict[str, Any]) -> Iterator[ET.Element]:
    yield element("w:zoom", w_percent="100")
    if look["hyphenate"]:
        yield element("w:autoHyphenation")
    yield element("w:defaultTabStop", w_val="720")
    # Else Word takes the file for one of Word 2007.
    mode = {"w_uri": "http://schemas.microsoft.com/office/word", "w_val": "15"}
    yield element("w:compat", element("w:compatSetting", w_name="compatibilityMode", **mode))


def _font_table(look: dict[str, Any]) -> Iterator[ET.Element]:
    name, others, _ = _FONTS[look["fonts"]]
    for font, instead, family in ((name, others, "roman"), (_MONO, _MONO_TOO, "modern")):
        yield element(
            "w:font",
            element("w:altName", w_val=instead),
            element("w:family", w_val=family),
            w_name=font,
        )


def _numbering() -> Iterator[ET.Element]:
    level = element(
        "w:lvl",
        element("w:start", w_val="1"),
        element("w:numFmt", w_val="none"),
        element("w:suff", w_val="nothing"),
        element("w:lvlText", w_val=""),
        element("w:lvlJc", w_val="left"),
        w_ilvl="0",
    )
    single = element("w:multiLevelType", w_val="singleLevel")
    yield element("w:abstractNum", single, level, w_abstractNumId="1")
    yield element("w:num", element("w:abstractNumId", w_val="1"), w_numId="1")


def _page_of_pages(paper: Document) -> ET.Element:
    def counted(name: str) -> ET.Element:
        return element("w:fldSimple", _run("1"), w_instr=f" {name} ")

    fields = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
    pieces = re.split(r"(\{pages?\})", paper.page_of)
    runs = (counted(fields[piece]) if piece in fields else _run(piece) for piece in pieces if piece)
    return _paragraph("Footer", *runs)


def _paragraph(style: str, *runs: ET.Element) -> ET.Element:
    return element("w:p", element("w:pPr", element("w:pStyle", w_val=style)), *runs)


def _run(text: str) -> ET.Element:
    return element("w:r", element("w:t", text, xml_space="preserve"))


def _root(name: str, *children: Child) -> ET.Element:
    return element(f"w:{name}", *children, xmlns_w=_MAIN, xmlns_r=_DOCUMENT)


def _types() -> ET.Element:
    named = (("document", "document.main"), *((part, part) for part in _PARTS))
    return element(
        "Types",
        element("Default", Extension="xml", ContentType="application/xml"),
        element(
            "Default",
            Extension="rels",
            ContentType="application/vnd.openxmlformats-package.relationships+xml",
        ),
        *(
            element("Override", PartName=f"/word/{part}.xml", ContentType=f"{_TYPE}.{kind}+xml")
            for part, kind in named
        ),
        xmlns=f"{_PACKAGE}/content-types",
    )


def _relationships(targets: dict[str, str]) -> ET.Element:
    return element(
        "Relationships",
        *(
            element("Relationship", Id=name, Type=f"{_DOCUMENT}/{name}", Target=target)
            for name, target in targets.items()
        ),
        xmlns=f"{_PACKAGE}/relationships",
    )

"""The PDF by Typst: its words, its tags, its bytes, and what no font can print."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from coursepack.adapters import fonts
from coursepack.adapters.typst import Typst
from coursepack.model.diagnostic import Severity
from coursepack.model.document import (
    Bar,
    BulletList,
    Chart,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Fact,
    Heading,
    Link,
    Paragraph,
    Quote,
    ReadingList,
    SmallCaps,
    Strong,
    Table,
    Text,
    WorkTitle,
)
from coursepack.model.theme import Sheet
from coursepack.read import theme as themes
from coursepack.write.formats.pdf import by_typst
from handouts import SPAN, assert_whole, below, entries, entry, handout, sample, spoken, text
from strategies import documents
from tools import font_coverage, page_text, words

HOSTILE = (
    '\\input{/etc/passwd} \\write18{touch x} #read("/etc/passwd") \\directlua{os.exit()} ^^5cend '
    "$$x$$ 100% <script>alert(1)</script> #{sys} @cite *a* _b_ `c` ~d~ = e // f /* g */ \\u{41} "
    "\\end{document} {} }{ & # _ ^ \\ \" ' '' `` ,, << >> -- --- ?` !` [x] \\\\ \\item"
)


@pytest.fixture(scope="module")
def typst() -> Iterator[Typst]:
    with tempfile.TemporaryDirectory() as folder, Typst(Path(folder)) as running:
        yield running


def pdf(document: Document, typst: Typst) -> bytes:
    made = by_typst(document, typst)
    assert made.value is not None, made.diagnostics
    assert made.diagnostics == ()
    return made.value


@pytest.mark.parametrize("labels", [False, True])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_words_are_those_of_the_document_in_order(
    typst: Typst, tmp_path: Path, labels: bool, paper: str
) -> None:
    document = sample(labels, paper)
    assert words(page_text(pdf(document, typst), tmp_path)) == words(spoken(document))


def test_hostile_text_is_printed_as_text(typst: Typst, tmp_path: Path) -> None:
    run = text(HOSTILE)
    item = entry(1, HOSTILE, mark=HOSTILE, locator=HOSTILE, note=run, reference=(WorkTitle(run),))
    document = handout(
        Heading(1, "h", run), Paragraph((*run, Code(HOSTILE))), ReadingList((item,)), title=HOSTILE
    )
    # A hyphen or a space may fall at the end of any line of what is one long run.
    printed, meant = page_text(pdf(document, typst), tmp_path), spoken(document)
    assert "".join(words(printed)) == "".join(words(meant))


def test_running_head_from_page_two_and_page_x_of_y(typst: Typst, tmp_path: Path) -> None:
    pages = page_text(pdf(handout(entries(55)), typst), tmp_path, crop=False).split("\f")[:-1]
    total = len(pages)
    assert total > 2
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {total}" in page
        assert page.startswith("Systems and Generative AI\n")
    assert "Reading list" in pages[0]
    assert "Reading list" not in pages[1]


def test_contents_are_printed_for_a_long_list_only(typst: Typst, tmp_path: Path) -> None:
    heads = (Heading(1, "a", text("First")), Heading(1, "b", text("Last")))

    def has_contents(count: int) -> bool:
        document = handout(heads[0], entries(count), heads[1], entries(1))
        return "Contents" in page_text(pdf(document, typst), tmp_path)

    assert not has_contents(20)
    assert has_contents(60)


@pytest.mark.parametrize("labels", [False, True])
def test_no_entry_is_split_and_no_heading_stranded(
    typst: Typst, tmp_path: Path, labels: bool
) -> None:
    for filler in range(14, 34, 2):
        assert_whole(page_text(pdf(below(filler, labels), typst), tmp_path))


def test_what_a_chart_is_called_stays_with_it(typst: Typst, tmp_path: Path) -> None:
    chart = Chart(tuple(Bar(f"Bar{n}", 1, 0, f"{n} readings") for n in range(12)))
    split = 0
    for filler in range(20, 40):
        lines = (Paragraph(text(f"Line {n}")) for n in range(filler))
        document = handout(*lines, Paragraph((Strong(text("Called so")),)), chart)
        pages = page_text(pdf(document, typst), tmp_path).split("\f")
        (page,) = (page for page in pages if "Called so" in page)
        assert "Bar0" in page
        split += page is not pages[0]
    assert split  # where it did not fit, both are on the next page


def test_an_entry_longer_than_a_page_is_split(typst: Typst, tmp_path: Path) -> None:
    long = entry(1, "[1]", note=text("word " * 3000))
    document = handout(ReadingList((long,)))
    assert words(page_text(pdf(document, typst), tmp_path)) == words(spoken(document))


# Accessibility


def resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def tags(data: bytes) -> Counter[str]:
    """Count the structure elements of a tagged PDF by their names."""
    counted: Counter[str] = Counter()
    waiting = [resolved(PdfReader(io.BytesIO(data)).root_object["/StructTreeRoot"])]
    while waiting:
        node = resolved(waiting.pop())
        if isinstance(node, DictionaryObject):
            if "/S" in node:
                counted[str(node["/S"])] += 1
            below = resolved(node.get("/K", ()))
            waiting += below if isinstance(below, ArrayObject) else [below]
    return counted


@pytest.mark.parametrize("labels", [False, True])
def test_tags_match_the_document(typst: Typst, labels: bool) -> None:
    data = pdf(sample(labels), typst)
    found = tags(data)
    # 12 readings and one item of prose among them; 3 bullets and 1 number.
    assert (found["/H1"], found["/H2"], found["/H3"]) == (3, 2, 0)
    assert found["/LI"] == found["/LBody"] == 13 + 5
    assert found["/Link"] == 12 + 1
    # A table, an agenda of three days and a chart of two bars, whose drawing is no content.
    assert found["/TH"] == 2 + 2
    assert found["/TD"] == 2 + 3 * 2 + 2 * 3
    reader = PdfReader(io.BytesIO(data))
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert resolved(reader.root_object["/MarkInfo"])["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Systems and Generative AI"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert [item.title for item in reader.outline if not isinstance(item, list)] == [
        "Part 1 - Backbone of C#",
        "Part 2",
        "Part 3",
    ]


def test_links_lead_where_they_should(typst: Typst) -> None:
    reader = PdfReader(io.BytesIO(pdf(handout(entries(2)), typst)))
    found = [
        resolved(note)["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", ())
    ]
    assert found == [f"https://doi.org/10.1145/{n}.a_b?x=1&y=%20#z~" for n in (1, 2)]


def test_same_bytes_from_two_processes_in_two_folders() -> None:
    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder, Typst(Path(folder)) as typst:
            return pdf(sample(labels=True), typst)

    first = make()
    assert first == make()
    assert b"CreationDate(D:19700101" in first.replace(b" ", b"") or b"/CreationDate" not in first


# Characters


def test_the_table_of_characters_is_that_of_the_fonts_in_the_wheel() -> None:
    assert font_coverage.coverage() == font_coverage.written()


UNPRINTABLE = {
    "emoji": "\U0001f680",
    "cjk": "中",
    "private use": "\ue000",
    "private plane": "\U000f0000",
    "noncharacter": "\ufffe",
    "noncharacter in a high plane": "\U0001fffe",
    "unassigned": "\u0378",
    "surrogate": "\ud800",
}


@pytest.fixture
def no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "font_folders", lambda: ())


@pytest.mark.usefixtures("no_system_fonts")
@pytest.mark.parametrize("character", UNPRINTABLE.values(), ids=UNPRINTABLE.keys())
def test_a_character_without_a_font_is_shown_and_reported(
    typst: Typst, tmp_path: Path, character: str
) -> None:
    odd = entry(7, reference=text(f"On {character} and {character}"), note=text(character))
    made = by_typst(handout(ReadingList((entry(6), odd, odd))), typst)
    assert made.value is not None
    number = f"U+{ord(character):04X}"
    assert page_text(made.value, tmp_path).count(f"[{number}]") == 6
    (problem,) = made.diagnostics
    assert (problem.code, problem.severity) == ("missing-character", Severity.WARNING)
    assert (problem.span, problem.hints != ()) == (SPAN, True)
    assert problem.message.startswith("`work7` has characters that Typst has no font for: ")
    assert number in problem.message


@pytest.mark.usefixtures("no_system_fonts")
def test_characters_outside_works_are_reported_without_a_work(typst: Typst) -> None:
    made = by_typst(handout(Heading(1, "h", text("中")), Paragraph(text("🚀"))), typst)
    (problem,) = made.diagnostics
    assert problem.span is None
    assert "中 (U+4E2D), 🚀 (U+1F680)" in problem.message


INKLESS = "\0\x01\x08\x0e\x1b\x7f\x80\x9f\u00ad\u034f\u061c\u115f\u180e\u200e\u202e\u2060\u2066"
INKLESS += "\u3164\ufe0f\ufeff\ufff9\U000e0041\U000e0100"
SPACES = "\t\n\x0b\x0c\r\x1c\x85\u1680\u2000\u2009\u2028\u2029\u205f\u3000"
MARKS = ("e\u0301\u0323", "q\u0307", "\u0301", "a\u20dd", "1\u20e3", "x\u0489", "a" + "\u0301" * 9)


def everywhere(words: str) -> Document:
    run = text(words)
    item = entry(1, words, mark=words, locator=words, note=run, reference=(WorkTitle(run), *run))
    dressed = (Emphasis(run), Strong((Emphasis(run),)), SmallCaps(run), Code(words))
    facts = (Fact(words, words),)
    blocks = (
        Heading(1, "h", run),
        Paragraph((*run, *dressed)),
        CodeBlock(words),
        Table((run,), ((run,),)),
        ReadingList((item,)),
    )
    theme = themes.ours("folio")
    return Document("list", words, words, facts, "en", Sheet(), theme, words, blocks)


def test_characters_without_ink_neither_stop_nor_show(typst: Typst, tmp_path: Path) -> None:
    for character in INKLESS:
        printed = page_text(pdf(everywhere(f"ab{character}cd"), typst), tmp_path)
        assert "abcd" in printed, f"U+{ord(character):04X}"
        assert character not in printed


def test_any_white_space_is_a_space(typst: Typst, tmp_path: Path) -> None:
    for character in SPACES:
        printed = page_text(pdf(everywhere(f"ab{character}cd"), typst), tmp_path)
        assert printed.startswith("ab cd\n"), f"U+{ord(character):04X}"


@pytest.mark.usefixtures("no_system_fonts")
def test_marks_never_stop_the_build(typst: Typst) -> None:
    for marked in MARKS:
        made = by_typst(everywhere(f"n {marked} n"), typst)
        assert made.value is not None, ascii(marked)


def test_letters_with_marks_are_printed_composed(typst: Typst, tmp_path: Path) -> None:
    printed = page_text(pdf(everywhere("Vu\u0303 Đa\u0323\u0306ng"), typst), tmp_path)
    assert printed.startswith("Vũ Đặng\n")


def font_with(character: str, folder: Path) -> Path:
    """Make a font of one black square, which is its glyph for *character*."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((700, 700))
    pen.lineTo((700, 0))
    pen.closePath()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(character): "square"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (800, 0), "square": (800, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {"familyName": "One Square", "styleName": "Regular", "psName": "OneSquare"}
    )
    builder.setupOS2()
    builder.setupPost()
    path = folder / "square.ttf"
    builder.save(path)
    return path


@pytest.mark.usefixtures("no_system_fonts")
def test_a_font_of_the_course_is_used_where_a_character_needs_it(
    typst: Typst, tmp_path: Path
) -> None:
    own = font_with("中", tmp_path)
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0 not a font")
    document = handout(ReadingList((entry(1, reference=text("On 中")),)))
    made = by_typst(document, typst, (tmp_path / "absent.otf", broken, own))
    assert made.value is not None
    assert made.diagnostics == ()
    assert "On 中" in page_text(made.value, tmp_path)


@pytest.mark.usefixtures("no_system_fonts")
def test_letters_that_only_program_text_has_a_face_for_are_told(
    typst: Typst, tmp_path: Path
) -> None:
    """A page of Arabic in a typewriter's letters is printed, and says which font to install."""
    beh = ReadingList((entry(7, reference=text("On ب")),))
    made = by_typst(handout(beh), typst)
    assert made.value is not None
    assert "ب" in page_text(made.value, tmp_path)
    (problem,) = made.diagnostics
    assert (problem.code, problem.severity) == ("missing-character", Severity.WARNING)
    assert problem.message.startswith("`work7` has letters that Typst has no book face for")
    assert "ب (U+0628)" in problem.message
    assert "fonts-noto-core" in problem.hints[0]
    # Once for the whole page; signs and marks that program text alone has are no letters.
    many = handout(Heading(1, "h", text("ببب")), beh, Paragraph(text("├ ▲ x")))
    (problem,) = by_typst(many, typst).diagnostics
    assert problem.message.startswith("the page has letters")
    assert by_typst(handout(beh), typst, (font_with("ب", tmp_path),)).diagnostics == ()


@pytest.mark.usefixtures("no_system_fonts")
def test_a_page_of_unprintable_characters_names_a_dozen(typst: Typst) -> None:
    (problem,) = by_typst(
        handout(Paragraph(text("".join(map(chr, range(0x4E00, 0x4E20)))))), typst
    ).diagnostics
    assert problem.message.count("U+") == 12
    assert problem.message.endswith(" and 20 more")


# Shapes


def test_deep_and_wide_documents_are_printed(typst: Typst, tmp_path: Path) -> None:
    deep = BulletList(((Paragraph(text("Innermost")),),))
    quoted = Quote((Paragraph(text("Quoted")),))
    dressed = text("Dressed")
    for _ in range(60):
        deep = BulletList(((Paragraph(text("Item")), deep),))
        quoted = Quote((quoted,))
        dressed = (Emphasis(dressed),)
    linked = Link("https://example.org/" + "a" * 9000, text("Linked"))
    table = Table((text("A"),), ((text("B"), text("C")), ()))
    document = handout(deep, quoted, Paragraph(dressed), Paragraph((linked,)), table)
    printed = page_text(pdf(document, typst), tmp_path)
    for word in ("Innermost", "Quoted", "Dressed", "Linked", "C"):
        assert word in printed


def test_empty_blocks_are_left_out(typst: Typst) -> None:
    empty = (
        Heading(1, "h", ()),
        Paragraph(text(" ")),
        BulletList(()),
        BulletList(((),)),
        Quote(()),
        CodeBlock("\n"),
        Table((), ()),
        ReadingList(()),
    )
    found = tags(pdf(handout(*empty), typst))
    assert not {"/H1", "/L", "/Table", "/Code"} & found.keys()


def test_heading_levels_never_skip(typst: Typst) -> None:
    levels = (4, 6, 6, 2, 1, 3, 9)
    heads = (Heading(level, "h", text(f"Level {level}")) for level in levels)
    found = tags(pdf(handout(*heads), typst))
    assert [found[f"/H{n}"] for n in range(1, 5)] == [3, 3, 1, 0]


def test_a_long_title_and_a_long_label_are_printed(typst: Typst, tmp_path: Path) -> None:
    label = "[An unusually long label]"
    document = handout(ReadingList((entry(1, label),)), title="Word " * 2000)
    printed = words(page_text(pdf(document, typst), tmp_path))
    assert printed == words(spoken(document))


def test_a_long_word_breaks_and_stays_one_word(typst: Typst, tmp_path: Path) -> None:
    address = "https://example.org/" + "/".join("abcdefgh" for _ in range(30))
    printed = page_text(pdf(handout(Paragraph(text(address))), typst), tmp_path)
    assert address in printed.replace("\n", "")
    assert max(map(len, printed.split("\n"))) < 120


@pytest.mark.usefixtures("no_system_fonts")
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(document=documents)
def test_any_document_is_printed(typst: Typst, document: Document) -> None:
    made = by_typst(document, typst)
    assert made.value is not None, made.diagnostics
    assert made.value.startswith(b"%PDF-")
    assert {d.code for d in made.diagnostics} <= {"missing-character"}


def test_text_is_never_lost(typst: Typst, tmp_path: Path) -> None:
    every = "".join(map(chr, range(0x20, 0x17F)))
    document = handout(Paragraph(tuple(Text(f"x{c}y ") for c in every if c not in "\x7f\u00ad")))
    printed = page_text(pdf(document, typst), tmp_path)
    for character in every:
        if character.isprintable() and character != " ":
            assert f"x{character}y" in printed, f"U+{ord(character):04X}"

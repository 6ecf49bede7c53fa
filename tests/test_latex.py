"""The LaTeX source: it compiles by itself, prints the same words, and runs nothing."""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from coursepack.adapters import latex_characters, tex
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.tex import TexError
from coursepack.model.diagnostic import Severity
from coursepack.model.document import (
    BulletList,
    Code,
    Document,
    Emphasis,
    Heading,
    Link,
    OrderedList,
    Paragraph,
    Quote,
    ReadingList,
    Strong,
    Table,
    Text,
    WorkTitle,
)
from coursepack.write.format import Engines
from coursepack.write.formats.pdf import FORMAT as PDF
from coursepack.write.formats.tex import FORMAT as LATEX
from coursepack.write.latex_source import latex
from coursepack.write.printed import printed
from handouts import SPAN, assert_whole, below, entries, entry, handout, sample, spoken, text
from test_pdf import HOSTILE, INKLESS, SPACES, everywhere
from tools import need, page_text, words

ENGINES = pytest.mark.parametrize("engine", ["lualatex", "xelatex", "pdflatex"])
QUICK = pytest.mark.parametrize("engine", ["xelatex", "pdflatex"])  # of each family of engines


@pytest.fixture(scope="module")
def pandoc() -> Iterator[Pandoc]:
    with tempfile.TemporaryDirectory() as folder, Pandoc(Path(folder)) as running:
        yield running


Make = Callable[[Document, str], tex.Pages]


@pytest.fixture
def make(pandoc: Pandoc) -> Make:
    """Return what sets a document with an engine; a character without a glyph fails it."""

    def made(document: Document, engine: str) -> tex.Pages:
        need("xelatex" if engine == "xelatex" else engine)
        source = latex(printed(document), pandoc).replace(
            "\\begin{document}", "\\tracinglostchars=3 \\begin{document}", 1
        )
        return tex.compile_pdf(engine, source)

    return made


@ENGINES
def test_words_are_those_of_the_document_and_bytes_the_same_on_two_runs(
    make: Make, tmp_path: Path, engine: str
) -> None:
    labels = engine == "xelatex"
    document = sample(labels, "letter" if labels else "a4")
    pages = make(document, engine)
    assert words(page_text(pages.pdf, tmp_path)) == words(spoken(document))
    assert pages.unprinted == frozenset()
    assert make(document, engine).pdf == pages.pdf


@ENGINES
def test_hostile_text_is_printed_as_text(make: Make, tmp_path: Path, engine: str) -> None:
    run = text(HOSTILE)
    item = entry(1, HOSTILE, mark=HOSTILE, locator=HOSTILE, note=run, reference=(WorkTitle(run),))
    # One document holds all of it, since TeX is slow: also what Hypothesis found elsewhere.
    rough = " ".join(f"a{c}b{c}{c} {c}" for c in map(chr, range(0x21, 0x7F)))
    document = handout(
        Heading(1, "h", run),
        Paragraph((*run, Code(HOSTILE), Emphasis(run))),
        Paragraph((Text(rough), Strong((Code(rough),)))),
        BulletList(((Paragraph(text("[x] item")),), (Paragraph(text("* y")),))),
        Table((run,), ((run,),)),
        ReadingList((item,)),
        title=HOSTILE,
    )
    printed = "".join(words(page_text(make(document, engine).pdf, tmp_path)))
    assert printed == "".join(words(spoken(document)))


@QUICK
def test_characters_without_ink_neither_stop_nor_show(
    make: Make, tmp_path: Path, engine: str
) -> None:
    run = " ".join(f"ab{c}cd" for c in INKLESS) + " " + " ".join(f"ef{c}gh" for c in SPACES)
    printed = words(page_text(make(everywhere(run), engine).pdf, tmp_path))
    assert printed[: len(INKLESS)] == ["abcd"] * len(INKLESS)
    assert printed[len(INKLESS) :][:2] == ["ef", "gh"]


def test_letters_with_accents_stay_one_character(make: Make, tmp_path: Path) -> None:
    names = "Ngân Vũ, Đặng Thị Ngọc Ánh, Åse Ōtsuka, Ġorġ, ǧ ș ț ḍ ẑ – “x” ‘y’ … ½ x² ™ №"
    pages = make(handout(Heading(1, "h", text(names)), Paragraph(text(names))), "pdflatex")
    assert words(page_text(pages.pdf, tmp_path)).count("Vũ,") == 2
    assert names in " ".join(page_text(pages.pdf, tmp_path).split())
    assert PdfReader(io.BytesIO(pages.pdf)).outline[0].title == names  # type: ignore[union-attr]


def test_every_command_for_a_character_works(make: Make, tmp_path: Path) -> None:
    """Each in four kinds of letters, so that no font lacks its glyph."""
    candidates = [chr(n) for n in (*range(0xA0, 0x2600), *range(0x1D400, 0x1D440))]
    found = sorted(c for c in latex_characters.commands(candidates) if c.isprintable())
    composed = [c for c in found if unicodedata.normalize("NFC", c) == c]
    runs = [text(f"x{c}y ") for c in composed]
    blocks = [
        Paragraph((*run, Emphasis(run), Strong(run), Code(f"x{c}y ")))
        for c, run in zip(composed, runs, strict=True)
    ]
    pages = make(handout(*blocks), "pdflatex")
    assert pages.unprinted == frozenset()
    printed = page_text(pages.pdf, tmp_path)
    spaces = re.compile(r"\s")
    lost = [c for c in composed if printed.count(f"x{c}y") < 4 and not spaces.match(c)]
    assert lost == []
    assert len(composed) > 500


@QUICK
def test_what_no_font_has_is_shown_and_reported(
    pandoc: Pandoc, tmp_path: Path, engine: str
) -> None:
    need(engine)
    odd = "\U0001f680\U00017000\ue000\ufffe\U0001fffe\u0378"
    item = entry(7, reference=text(f"On {odd}"), note=text(odd))
    document = handout(Heading(1, "h", text("\U00017000")), ReadingList((entry(6), item)))
    made = PDF.write(document, Engines(pandoc, None, engine))
    assert made.value is not None
    printed = page_text(made.value, tmp_path)
    assert printed.count("[U+1F680]") == 2
    assert printed.count("[U+17000]") == 3
    assert [(d.code, d.severity, d.span) for d in made.diagnostics] == [
        ("missing-character", Severity.WARNING, None),
        ("missing-character", Severity.WARNING, SPAN),
    ]
    assert f"`work7` has characters that {engine} has no font for" in made.diagnostics[1].message


def test_the_source_alone_gives_a_note(pandoc: Pandoc) -> None:
    document = handout(ReadingList((entry(6), entry(7, note=text("中 α →")))))
    made = LATEX.write(document, Engines(pandoc, None, "typst"))
    (note,) = made.diagnostics
    assert (note.code, note.severity) == ("missing-character", Severity.NOTE)
    assert note.message == "`work7` has characters that pdflatex has no font for: 中 (U+4E2D)"
    assert LATEX.write(sample(), Engines(pandoc, None, "typst")).diagnostics == ()


@QUICK
def test_links_lead_where_they_should(make: Make, engine: str) -> None:
    urls = {
        "https://example.org/a_b?x=1&y=%20#z": "https://example.org/a_b?x=1&y=%20#z",
        "https://example.org/~me/$1{2}": "https://example.org/~me/%241%7B2%7D",
        "https://example.org/\\input{x}^^5c%": "https://example.org/%5Cinput%7Bx%7D%5E%5E5c%25",
        "https://example.org/é中": "https://example.org/%C3%A9%E4%B8%AD",
        "https://example.org/(SICI)1:1<1::AID>3.0;2-2": (
            "https://example.org/(SICI)1:1%3C1::AID%3E3.0;2-2"
        ),
        "mailto:a@example.org": "mailto:a@example.org",
    }
    links = [Link(url, text(f"L{n}")) for n, url in enumerate(urls)]
    items = tuple(entry(n, reference=(Emphasis((link,)),)) for n, link in enumerate(links))
    table = Table((), tuple(((link,), text("x")) for link in links))
    reader = PdfReader(io.BytesIO(make(handout(ReadingList(items), table), engine).pdf))
    found = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert found == [*urls.values()] * 2


@QUICK
def test_title_language_and_bookmarks(make: Make, engine: str) -> None:
    heads = (Heading(1, "a", text("Part: 100% “α” – Vũ & 中")), Heading(2, "b", text("C#_x")))
    title = "Systèmes & “GenAI” 100% – Vũ {x} \\y"
    pages = make(handout(*heads, Paragraph(text("x")), title=title), engine)
    reader = PdfReader(io.BytesIO(pages.pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert str(reader.root_object["/Lang"]) == "en-US"
    part, (section,) = reader.outline
    assert part.title == "Part: 100% “α” – Vũ & 中"  # type: ignore[union-attr]
    assert section.title == "C#_x"  # type: ignore[union-attr]


def test_a_long_list_has_contents_and_running_heads(make: Make, tmp_path: Path) -> None:
    heads = (Heading(1, "a", text("First")), Heading(1, "b", text("Last")))
    document = handout(heads[0], entries(60), heads[1], entries(1))
    pages = page_text(make(document, "pdflatex").pdf, tmp_path, crop=False).split("\f")[:-1]
    assert "Contents" in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in page
        assert page.startswith("Systems and Generative AI\n")


def test_no_entry_is_split_and_no_heading_stranded(make: Make, tmp_path: Path) -> None:
    for filler in (22, 25, 28):
        document = below(filler, labels=filler == 25)
        assert_whole(page_text(make(document, "pdflatex").pdf, tmp_path))


def test_deep_wide_long_and_empty_documents_are_printed(make: Make, tmp_path: Path) -> None:
    deep = BulletList(((Paragraph(text("Innermost")),),))
    for _ in range(30):
        deep = BulletList(((Paragraph(text("Item")), OrderedList(1, ((Quote((deep,)),),))),))
    long = entry(1, "[An unusually long label]", note=text("word " * 3000))
    wide = Table((text("A "),), ((text("B " * 90), text("C " * 400)), ()))
    document = handout(
        deep, wide, ReadingList((long,)), ReadingList(()), Heading(9, "", ()), title="Word " * 500
    )
    printed = words(page_text(make(document, "pdflatex").pdf, tmp_path))
    assert printed.count("word") == 3000
    assert (printed.count("B"), printed.count("C")) == (90, 400)
    assert "Innermost" in printed


# The engines


def test_tex_reads_and_writes_nothing_outside_its_folder(tmp_path: Path) -> None:
    need("pdflatex")
    body = "\\documentclass{article}\\begin{document}%s\\end{document}"
    with pytest.raises(TexError):
        tex.compile_pdf("pdflatex", body % "\\input{/etc/hostname}")
    with pytest.raises(TexError):
        tex.compile_pdf("pdflatex", body % f"\\newwrite\\x\\immediate\\openout\\x={tmp_path}/x")
    tex.compile_pdf("pdflatex", body % f"x\\immediate\\write18{{touch {tmp_path}/y}}")
    assert list(tmp_path.iterdir()) == []


def test_the_first_error_of_tex_is_said_in_its_words() -> None:
    need("pdflatex")
    source = "\\documentclass{article}\\begin{document}\\nonsense\\end{document}"
    with pytest.raises(TexError, match=r"^Undefined control sequence"):
        tex.compile_pdf("pdflatex", source)


@pytest.mark.parametrize("engine", ["lualatex", "auto"])
def test_an_engine_that_is_not_installed_is_named(
    pandoc: Pandoc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    made = PDF.write(handout(), Engines(pandoc, None, engine))
    assert made.value is None
    (problem,) = made.diagnostics
    assert (problem.code, problem.severity) == ("pdf-engine", Severity.ERROR)
    assert "installed" in problem.message
    assert "TeX Live" in problem.hints[0]
    assert "typst" in problem.hints[0]


def test_auto_takes_the_first_engine_there_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("pdflatex", "xelatex"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tex.installed() == "xelatex"

"""A build that checks its files finds what each lacks, and finds nothing in sound ones."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, TextStringObject

from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.typst import Typst
from coursepack.cli import main
from coursepack.model.document import Artifact, Document
from coursepack.pipeline import Wishes, compile_course
from coursepack.read.disk import Disk
from coursepack.verify import verify
from coursepack.write import Engines, write
from coursepack.write.archive import unzipped, zipped
from handouts import sample

CONTENT = Path(__file__).parents[1] / "content"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Document, dict[str, bytes]]:
    document = sample(labels=True)
    folders = [tmp_path_factory.mktemp(name) for name in ("pandoc", "typst")]
    with Pandoc(folders[0]) as pandoc, Typst(folders[1]) as typst:
        formats = ("docx", "epub", "html", "md", "pdf", "tex")
        written = write(document, formats, Engines(pandoc, typst, "typst"))
    return document, {artifact.name: artifact.data for artifact in written.value}


def said(document: Document, name: str, data: bytes) -> list[str]:
    return [d.message for d in verify([(document, [Artifact(name, data)])]).diagnostics]


def test_sound_files_are_found_sound(made: tuple[Document, dict[str, bytes]]) -> None:
    document, files = made
    found = verify([(document, [Artifact(*file) for file in files.items()])])
    assert found.diagnostics == ()
    assert (found.value.files, found.value.readings, found.value.headings) == (6, 72, 30)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (r"Serving</h\d>", "Served</h3>", "lacks the heading `Serving`"),
        (r'href="https://doi.org/10.1145/3\.', 'href="https://doi.org/x', "lacks a link to"),
        (r'<li id="[^"]*"', "<li", "has 11 of 12 readings"),
        (r"<html lang=", "<html class=", "does not say its language"),
        (r'<li id="r2"', '<li id="r1"', "gives two places one name"),
        (r"<main>", "<div>", "does not say where its main part is"),
        (r"</main>", '<a href="#nowhere">x</a></main>', "leads to `#nowhere`"),
        (r"</main>", '<a href="https://example.org/new"> </a></main>', "has a link without words"),
        (r"<h1>", "<h1>Not ", "does not have the title"),
        (r'role="list">', 'role="list"><li>more</li>', "items in lists"),
    ],
)
def test_what_a_damaged_page_lacks_is_said(
    made: tuple[Document, dict[str, bytes]], old: str, new: str, message: str
) -> None:
    document, files = made
    page = files["list.html"].decode()
    damaged = re.sub(old, new, page, count=1)
    assert damaged != page
    found = said(document, "list.html", damaged.encode())
    assert any(message in each for each in found), found


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("list.md", "Serving", "Served", "lacks the heading `Serving`"),
        ("list.md", "https://doi.org/10.1145/3.", "https://doi.org/", "lacks a link to"),
        ("list.tex", "\\end{readings}", "", "begins something"),
        ("list.tex", "\\begin{reading}", "\\begin{prose}", "has 11 of 12 readings"),
    ],
)
def test_what_a_damaged_source_lacks_is_said(
    made: tuple[Document, dict[str, bytes]], name: str, old: str, new: str, message: str
) -> None:
    document, files = made
    text = files[name].decode()
    at = text.rfind(old)
    assert at > 0
    found = said(document, name, (text[:at] + new + text[at + len(old) :]).encode())
    assert any(message in each for each in found), found


@pytest.mark.parametrize(
    ("name", "part", "old", "new", "message"),
    [
        ("docx", "word/document.xml", ">Serving<", ">Served<", "lacks the heading `Serving`"),
        ("docx", "word/document.xml", '"Heading2"', '"Heading3"', "skips a level of headings"),
        ("docx", "word/document.xml", '"Title"', '"Subtitle"', "does not have the title"),
        ("docx", "word/document.xml", '"Reading"', '"BodyText"', "has 11 of 12 readings"),
        ("docx", "word/styles.xml", "<w:lang ", "<w:kern ", "does not say its language"),
        ("docx", "word/_rels/document.xml.rels", "1145/3.", "1145/x", "lacks a link to"),
        ("epub", "EPUB/text/ch002.xhtml", "Serving</h2>", "Served</h2>", "lacks the heading"),
        ("epub", "EPUB/text/ch002.xhtml", '<li id="r1"', "<li", "has 11 of 12 readings"),
        ("epub", "EPUB/text/ch002.xhtml", 'id="three"', 'id="trois"', "which is nowhere in it"),
        ("epub", "EPUB/text/ch002.xhtml", "1145/3.", "1145/x", "lacks a link to"),
        ("epub", "EPUB/text/ch003.xhtml", ' lang="', ' class="', "say the language of"),
        ("epub", "EPUB/nav.xhtml", "ch004.xhtml#five", "ch003.xhtml#four", "has contents without"),
        ("epub", "EPUB/content.opf", ">en-US</dc:", "></dc:", "does not say its `dc:language`"),
    ],
)
def test_what_a_damaged_archive_lacks_is_said(
    made: tuple[Document, dict[str, bytes]], name: str, part: str, old: str, new: str, message: str
) -> None:
    document, files = made
    parts = unzipped(files[f"list.{name}"])
    text = parts[part].decode()
    assert old in text
    damaged = zipped({**parts, part: text.replace(old, new, 1).encode()})
    found = said(document, f"list.{name}", damaged)
    assert any(message in each for each in found), found


def damaged_pdf(data: bytes, how: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(data))
    root = writer.root_object
    if how == "language":
        del root[NameObject("/Lang")]
    elif how == "tags":
        del root[NameObject("/StructTreeRoot")]
    elif how == "title":
        writer.add_metadata({"/Title": "Another"})
    elif how == "links":
        for page in writer.pages:
            page[NameObject("/Annots")] = ArrayObject()
    else:
        for number in range(1, len(writer._objects) + 1):
            node = writer.get_object(number)
            if isinstance(node, dict) and node.get("/S") == "/H2":
                node[NameObject("/S")] = NameObject("/P")
                node[NameObject("/T")] = TextStringObject("no heading")
                break
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("language", "does not say its language"),
        ("tags", "has no tags"),
        ("title", "does not have the title"),
        ("links", "lacks a link to"),
        ("heading", "tags 4 of its 5 headings"),
    ],
)
def test_what_a_damaged_pdf_lacks_is_said(
    made: tuple[Document, dict[str, bytes]], how: str, message: str
) -> None:
    document, files = made
    assert PdfReader(io.BytesIO(files["list.pdf"])).pages
    found = said(document, "list.pdf", damaged_pdf(files["list.pdf"], how))
    assert any(message in each for each in found), found


def test_what_print_sets_as_paragraphs_is_no_item(tmp_path: Path) -> None:
    nested = "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(7))
    reading = "- [Paxos Made Simple](https://example.org/x.pdf), Leslie Lamport, 2001\n"
    (tmp_path / "list.md").write_text(f"## A\n\nHow:\n\n{nested}\n## B\n\n{reading}", "utf-8")
    formats = ("pdf", "html", "epub", "docx", "md", "tex")
    course = compile_course(Disk(tmp_path), Wishes(formats=formats, verify=True))
    assert [d.message for d in course.diagnostics if d.code == "verify-failed"] == []
    assert len(course.value.artifacts) == len(formats)


def test_a_build_says_what_was_found_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["build", str(CONTENT), "--to", "html,pdf", "--verify", "--out", str(tmp_path)]
    assert main(command) == 0
    assert "verified: 50 headings, 132 readings" in capsys.readouterr().out

"""Word files and EPUBs are sound for programs that are not ours, and look as the theme says."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import lxml.etree
import pytest
from docx.oxml.ns import qn

from coursepack.adapters import pdf_tags
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.document import (
    BulletList,
    Document,
    Emphasis,
    Fact,
    Heading,
    Link,
    Paragraph,
    Question,
    ReadingList,
    Table,
)
from coursepack.model.theme import LARGE_PRINT
from coursepack.pipeline import Wishes, compile_course, compile_handouts
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from coursepack.verify import verify
from coursepack.verify.told import plain, target, told
from coursepack.write import Engines, write
from coursepack.write.archive import unzipped, zipped
from handouts import entries, entry, handout, sample, text
from shown import shown
from test_accessible import browser
from tools import need, page_text, word_text, words

__all__ = ["browser"]  # a fixture of another module

CONTENT = Path(__file__).parents[1] / "content"
FORMATS = ("docx", "epub")
Made = dict[str, tuple[Document, dict[str, bytes]]]
ODD = "\x01a\x08\x0b\ufffe\U0001ffffb\ufeff\x1f"  # what no file can carry, and two letters
WHERE = "https://example.edu/list.html#part-1"


def arabic() -> Document:
    journal = (*text("طه حسين. "), Emphasis(text("مجلة الكاتب")), *text("."))
    read = ReadingList(
        (
            entry(1, mark="مطلوب.", required=True),
            entry(2, mark="اختياري."),
            replace(entry(3), reference=journal),
        )
    )
    stressed = (Emphasis(text("قصيرة")), *text(" في "), Emphasis(text("Galen")))
    blocks = (
        Heading(1, "one", text("الجزء الأول: الأنظمة"), WHERE),
        read,
        Paragraph((*text("مقدمة "), *stressed)),
        BulletList(((Paragraph(text("أول")),), (Paragraph(text("ثان")),))),
        Table((text("اليوم"), text("الموضوع")), ((text("الأحد"), text("بداية")),)),
    )
    made = handout(*blocks, title="قراءات في الأنظمة")
    return replace(made, language="ar", facts=(Fact("الفصل", "ربيع 2026"),))


def documents() -> Iterator[tuple[str, Document]]:
    for theme in themes.names():
        yield theme, sample(labels=theme == "folio", theme=theme)
    yield "letter", sample(labels=True, paper="letter", theme="lecture", columns=2)
    yield "large", sample(type_size=LARGE_PRINT, large_print=True)
    asked = (Question("Why?", 3),)
    first = entry(1, box="Read: Work1: A", mark="Required.", required=True, questions=asked)
    second = entry(2, box="Read: Work2: B", mark="Optional.")
    code = Heading(1, "part-1", text("Part 1"), WHERE)
    yield "codes", handout(code, ReadingList((first, second)), theme="bulletin")
    parts = (Heading(1, f"part-{n}" + "-long" * 20, text(f"Part {n}: <&>")) for n in (1, 2))
    first_part, second_part = parts
    yield "many", handout(first_part, entries(80), second_part, Paragraph(text("The end.")))
    yield "plain", handout(Paragraph(text("No heading, no reading.")))
    yield "arabic", arabic()
    table = Table((text(f"Day{ODD}"),), ((text(f"On{ODD}e"),),))
    heads = (Heading(1, "odd", text(f"Pa{ODD}rt")), Paragraph(text(f"{ODD}Words.")), table)
    yield "odd", handout(*heads, ReadingList((entry(1, mark=f"Re{ODD}d.", label=ODD),)), title=ODD)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return documents of every kind with their files, by the suffixes of these."""
    found = {}
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as pandoc:
        for name, document in documents():
            taught = replace(document, instructors=("Íñigo Goiri", "Ada & Co.\x01\ufffe"))
            written = write(taught, FORMATS, Engines(pandoc, None, "typst"))
            assert written.diagnostics == ()
            assert verify([(taught, written.value)]).diagnostics == ()
            files = {artifact.name.partition(".")[2]: artifact.data for artifact in written.value}
            found[name] = taught, files
    return found


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """Return the files of the sample in every theme, with its handouts, as built."""
    files: dict[str, bytes] = {}
    disk = Disk(CONTENT)
    for theme in themes.names():
        course = compile_course(disk, Wishes(FORMATS, theme=theme, verify=True, sign_up=True))
        assert course.diagnostics == ()
        files |= {f"{theme}-{a.name}": a.data for a in course.value.artifacts}
    for variant in ("checklist", "questions"):
        parts = compile_handouts(disk, Wishes(FORMATS, variant=variant, verify=True), "part")
        assert parts.diagnostics == ()
        files |= {a.name: a.data for a in parts.value.artifacts if not a.name.startswith("index")}
    return files


# Word


@pytest.fixture(scope="module")
def printed(
    made: Made,
    built: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[bytes, bytes]]:
    """Return Word files, each with what LibreOffice prints of it."""
    folder = tmp_path_factory.mktemp("printed")
    files = {name: data["docx"] for name, (_, data) in made.items()}
    files |= {name[:-5]: data for name, data in built.items() if name.endswith(".docx")}
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = {"UseTaggedPDF": {"type": "boolean", "value": "true"}}
    command = [need("soffice"), profile, "--headless", "--convert-to"]
    command += [f"pdf:writer_pdf_Export:{json.dumps(asked)}", "--outdir", str(folder)]
    paths = [str(folder / f"{name}.docx") for name in files]
    subprocess.run([*command, *paths], capture_output=True, check=True, timeout=500)
    return {name: (data, (folder / f"{name}.pdf").read_bytes()) for name, data in files.items()}


def test_libreoffice_prints_every_word_in_order(
    printed: dict[str, tuple[bytes, bytes]], tmp_path: Path
) -> None:
    # Bullets and numbers of lists are drawn, and headers of tables come again on every page.
    drawn = ("•", "☐", "3.", "Day", "Session", "Week", "Topic")

    def kept(found: str) -> str:
        # Small capitals are drawn as capitals.
        return "".join(word for word in words(found) if word not in drawn).casefold()

    for name, (file, pdf) in printed.items():
        on_paper, wanted = kept(page_text(pdf, tmp_path)), kept(word_text(file))
        assert (name, letters(on_paper)) == (name, letters(wanted))
        # What a second font prints, or what runs from right to left, pdftotext may tell later.
        on_paper, wanted = (re.sub("[^a-z0-9]", "", found) for found in (on_paper, wanted))
        assert (name, on_paper) == (name, wanted)


def letters(found: str) -> Counter[str]:
    return Counter(filter(str.isalpha, found))


def test_libreoffice_finds_every_heading_and_link(
    made: Made, printed: dict[str, tuple[bytes, bytes]]
) -> None:
    for name, (document, _) in made.items():
        tags = pdf_tags.read(printed[name][1])
        wanted = told(document)
        assert (name, [plain(t) for _, t in tags.headings]) == (name, wanted.headings)
        assert (name, {target(url) for url in tags.links}) == (name, set(wanted.links or ()))
        assert plain(tags.title) == plain(document.title)
        # A paragraph of a reading is an item of a list to whoever listens.
        assert tags.counts["LI"] >= (wanted.readings or 0)
        assert tags.language == document.language or name == "arabic"


def opened(made: Made, name: str) -> Any:
    return docx.Document(io.BytesIO(made[name][1]["docx"]))


def test_word_is_told_the_design(made: Made) -> None:
    for name in themes.names():
        document, _ = made[name]
        styles, theme = opened(made, name).styles, document.theme
        assert styles["Title"].font.size.pt == theme.title
        assert styles["Heading 1"].font.size.pt == theme.part_size
        assert str(styles["Hyperlink"].font.color.rgb) == theme.link.upper()
        assert styles["Heading 2"].font.small_caps is (
            True if theme.section == "small-caps" else None
        )
        (section,) = opened(made, name).sections
        assert round(section.left_margin.pt) == theme.side
        assert round(section.page_width.mm) == 210
    assert [round(s.page_width.mm) for s in opened(made, "letter").sections] == [216, 216]


def test_word_is_told_what_the_file_is(
    made: Made,
) -> None:
    properties = opened(made, "folio").core_properties
    assert properties.title == "Systems and Generative AI"
    assert properties.author == "Íñigo Goiri; Ada & Co."
    assert properties.created.year == 1970
    (section,) = opened(made, "folio").sections
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Systems and Generative AI"
    instructions = [
        f.get(qn("w:instr")).strip() for f in section.footer._element.iter(qn("w:fldSimple"))
    ]
    assert instructions == ["PAGE", "NUMPAGES"]


def test_files_are_dated_as_the_build_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    with Pandoc(tmp_path) as pandoc:
        written = write(arabic(), FORMATS, Engines(pandoc, None, "typst")).value
    word, epub = (unzipped(artifact.data) for artifact in written)
    assert b"2027-01-15T08:00:00Z</dcterms:modified>" in word["docProps/core.xml"]
    assert b">2027-01-15T08:00:00Z</meta>" in epub["EPUB/content.opf"]


def test_tables_have_headers_that_come_again(
    made: Made,
) -> None:
    table, agenda, chart = opened(made, "folio").tables
    marked = [len(list(t._tbl.iter(qn("w:tblHeader")))) for t in (table, agenda, chart)]
    assert marked == [1, 1, 0]
    whole = [len(list(t._tbl.iter(qn("w:cantSplit")))) for t in (table, agenda, chart)]
    assert whole == [1, 3, 2]
    assert [cell.text for cell in agenda.rows[0].cells] == ["Day", "Session"]


def test_boxes_can_be_ticked_and_have_names(
    made: Made,
) -> None:
    body = opened(made, "codes").element.body
    names = [alias.get(qn("w:val")) for alias in body.iter(qn("w:alias"))]
    assert names == ["Read: Work1: A", "Read: Work2: B"]
    assert len([*body.iter("{*}checkbox")]) == 2
    (picture,) = body.iter(qn("wp:docPr"))
    assert picture.get("descr") == f"QR code: {WHERE}"


def test_contents_lead_to_headings(made: Made) -> None:
    body = opened(made, "many").element.body
    led = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    inner = [place for place in led if place]
    assert len(inner) == 2
    assert set(inner) <= places
    kinds = [f.get(qn("w:fldCharType")) for f in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_words_from_right_to_left_are_marked_so(
    made: Made,
) -> None:
    body = opened(made, "arabic").element.body
    paragraphs = [p for p in body.iter(qn("w:p")) if p.find(qn("w:pPr")) is not None]
    assert all(p.find(qn("w:pPr")).find(qn("w:bidi")) is not None for p in paragraphs)
    assert body.sectPr.find(qn("w:bidi")) is not None
    tables = [*body.iter(qn("w:tbl"))]
    assert tables
    assert all(t.tblPr.find(qn("w:bidiVisual")) is not None for t in tables)
    # What a reader scans stands opposite to where the lines begin.
    sides = {name: _sides(made, name) for name in ("arabic", "codes")}
    assert sides == {"arabic": {"left"}, "codes": {"right"}}
    chapters = unzipped(made["arabic"][1]["epub"])
    assert b'page-progression-direction="rtl"' in chapters["EPUB/content.opf"]
    assert all(b'dir="rtl"' in data for name, data in chapters.items() if name.endswith(".xhtml"))


def _sides(made: Made, name: str) -> set[str]:
    frames = opened(made, name).element.body.iter(qn("w:framePr"))
    return {frame.get(qn("w:xAlign")) for frame in frames}


def test_letters_without_a_slant_stand_out_in_bold_in_word(made: Made) -> None:
    """Word would slant them all the same; a journal within a reference stands out by no more."""
    runs = [*opened(made, "arabic").element.body.iter(qn("w:r"))]

    def has(words: str, name: str) -> bool:
        (run,) = (r for r in runs if words in r.text)
        return run.rPr is not None and run.rPr.find(qn(name)) is not None

    assert (has("قصيرة", "w:i"), has("قصيرة", "w:b")) == (False, True)
    assert (has("مجلة", "w:i"), has("مجلة", "w:b")) == (False, False)
    assert (has("Galen", "w:i"), has("Galen", "w:b")) == (True, False)


def test_nothing_in_a_word_file_is_elsewhere(
    made: Made,
) -> None:
    for name, (_, files) in made.items():
        parts = docx.Document(io.BytesIO(files["docx"])).part.rels.values()
        outside = {rel.reltype.rpartition("/")[2] for rel in parts if rel.is_external}
        assert (name, outside - {"hyperlink"}) == (name, set())


# EPUB


def faulty(files: dict[str, bytes], folder: Path) -> dict[str, str]:
    """Return what epubcheck says of each of *files* that is not sound, by its name."""
    for name, data in files.items():
        (folder / f"{name}.epub").write_bytes(data)
    # Under this name Debian installs an archive that Java runs.
    checker = str(shutil.which(need("epubcheck")))
    driver = str(Path(__file__).parent / "tools" / "EpubRules.java")
    command = [need("java"), "-cp", checker, driver, *(str(folder / f"{n}.epub") for n in files)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, timeout=500
    )
    codes = re.findall(r"^(.+)\.epub\t(\d+)$", done.stdout.decode(), re.MULTILINE)
    assert len(codes) == len(files)
    return {Path(path).name: done.stdout.decode() for path, code in codes if code != "0"}


def test_epubcheck_finds_nothing(made: Made, built: dict[str, bytes], tmp_path: Path) -> None:
    files = {name: data["epub"] for name, (_, data) in made.items()}
    files |= {name[:-5]: data for name, data in built.items() if name.endswith(".epub")}
    assert faulty(files, tmp_path) == {}


def test_epubcheck_finds_what_is_broken(made: Made, tmp_path: Path) -> None:
    files = unzipped(made["folio"][1]["epub"])
    files["EPUB/text/ch002.xhtml"] = files["EPUB/text/ch002.xhtml"].replace(b"</li>", b"", 1)
    found = faulty({"broken": zipped(files), "sound": made["folio"][1]["epub"]}, tmp_path)
    assert list(found) == ["broken"]


def test_a_book_says_what_it_is_and_for_whom(
    made: Made,
) -> None:
    files = unzipped(made["folio"][1]["epub"])
    package = lxml.etree.fromstring(files["EPUB/content.opf"])
    said = [
        (element.get("property") or lxml.etree.QName(element).localname, element.text)
        for element in package[0]
    ]
    assert {name for name, _ in said} >= {
        "identifier",
        "title",
        "language",
        "dcterms:modified",
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        "schema:accessibilitySummary",
    }
    assert [text for name, text in said if name == "creator"] == ["Íñigo Goiri", "Ada & Co."]
    assert ("dcterms:modified", "1970-01-01T00:00:00Z") in said
    assert "date" not in dict(said)
    assert next(iter(files)) == "mimetype"
    assert not any(b"<script" in data for data in files.values())


def test_another_content_is_another_book(
    made: Made,
) -> None:
    packages = [unzipped(data["epub"])["EPUB/content.opf"] for _, data in made.values()]
    names = {package.partition(b"urn:uuid:")[2][:36] for package in packages}
    # Five are of one text in several looks, of which two have numbers.
    assert len(names) == len(packages) - 3


def test_a_long_address_stays_on_the_page_of_a_book(browser: Any, tmp_path: Path) -> None:
    address = "https://example.org/" + "%D0%BC" * 60
    document = handout(Heading(1, "one", text("One")), Paragraph((Link(address, text(address)),)))
    with Pandoc(tmp_path) as pandoc:
        (artifact,) = write(document, ("epub",), Engines(pandoc, None, "typst")).value
    for name, data in unzipped(artifact.data).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    context = browser.new_context(viewport={"width": 400, "height": 600})
    page = context.new_page()
    chapters = [*(tmp_path / "EPUB/text").glob("ch*.xhtml")]
    assert chapters
    for chapter in chapters:
        page.goto(chapter.as_uri())
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    context.close()


def test_contents_list_the_parts(made: Made) -> None:
    contents = unzipped(made["folio"][1]["epub"])["EPUB/nav.xhtml"].decode()
    chapters = [link.partition("#")[0] for link in shown(contents).links]
    # The title, a part of two sections, two parts of none.
    assert chapters == [f"text/ch00{n}.xhtml" for n in (1, 2, 2, 2, 3, 4)]

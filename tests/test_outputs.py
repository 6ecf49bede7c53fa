"""The files of a build: the same words in the same order in each, the same bytes each time."""

from __future__ import annotations

import functools
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from coursepack.adapters.yaml_nodes import parse
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.node import Mapping, Scalar
from coursepack.pipeline import Wishes, compile_course
from coursepack.read.disk import Disk
from coursepack.write.archive import unzipped
from shown import shown
from tools import epub_chapters, need, page_text, word_text, words
from works import COMMON_STYLES

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "content"
DOCUMENTS = ("reading-list", "syllabus")
TEXTS = (
    *(f"{name}.{form}" for name in DOCUMENTS for form in ("html", "md", "tex")),
    "syllabus.ics",
)
# What stands before a colon in a list, and by itself in a table or a column.
BOOKS = ("docx", "epub")
FACTS = ("Course:", "Term:", "Instructors:", "Meets:", "Dates:")
HEADINGS = [
    (1, "Systems and Generative AI"),
    (2, "Part 1 - LLMs: Backbone of Modern AI"),
    (3, "Scaling LLM Training"),
    (3, "Efficient LLM Serving"),
    (3, "Mixture-of-Experts"),
    (2, "Part 2 - GenAI: Beyond Simple Text Generation"),
    (3, "Multi-Modal Generation"),
    (3, "LLM-Augmented Agentic Systems"),
    (2, "Part 3 - GenAI for Systems"),
]

RICH = {
    "course.yaml": """\
title: Rich & <Strange>
code: CS 599
instructors: [Íñigo Goiri, "Ngân Vũ"]
pages: [list.md]
works: [works.yaml]
paper: letter
""",
    "list.md": """\
---
title: "All 100% of it"
---
Before *everything*: a [link](https://example.org/a_b?c=d&e=f#g), `code_{}` and "quotes".

# One
- {% include p.html key="a" required=true locator="Sections 2–3" %}
- {% include p.html key="b" required="Network" note="Mind $x_1$ & #2." %}
- plain item with a_b, 50% and #1
- {% include p.html key="c" required=false %}

Some prose between.

1. first
2. second
   - nested

> A quotation.

| Week | Topic |
|------|-------|
| 1    | Start |

# Two
***
### Deep
{% include p.html key="a" %}
""",
    "works.yaml": """\
a:
  title: "Money $ & 100% #1 {braces} ~tilde~ ^hat^ back\\\\slash <script>alert(1)</script>"
  author: ["Müller-Lüdenscheidt, Jürgen", "O'Neill, Pat"]
  container-title: Journal of A_B
  issued: 2001
  URL: https://example.org/~x/a_b%20c?d=1&e=2#f
b:
  title: "\\\\input{/etc/passwd} #read(\\"x\\")"
  author: ["Vũ, Ngân"]
  issued: 1999
  type: book
c: {title: "Plain", author: ["Đặng, Thị Ngọc Ánh"], issued: 2020-05, arxiv: "2005.00001"}
""",
}


@functools.cache
def built(
    course: Path, style: str = "", engine: str = "", formats: tuple[str, ...] = ()
) -> dict[str, bytes]:
    found, said = outcome(course, style, engine, formats)
    expected = {"repeated-reading", "heading-jump", "lost-capitals", "tex-left"}
    assert [d for d in said if d.code not in expected] == []
    return found


def outcome(
    course: Path, style: str, engine: str, formats: tuple[str, ...] = ()
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    made = compile_course(Disk(course), Wishes(formats, style=style, pdf_engine=engine))
    return {a.name: a.data for a in made.value.artifacts}, list(made.diagnostics)


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rich")
    for name, text in RICH.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def html(files: dict[str, bytes]) -> str:
    return files["reading-list.html"].decode()


def markdown_words(files: dict[str, bytes], name: str = "reading-list") -> list[str]:
    rendered = MarkdownIt("commonmark").render(files[f"{name}.md"].decode())
    return named(words(shown(rendered).text))


def named(found: list[str]) -> list[str]:
    """Words with the names of facts as the page has them, in a column of their own."""
    return [word.rstrip(":") if word in FACTS else word for word in found]


def book_words(course: Path, style: str = "", name: str = "reading-list") -> list[list[str]]:
    """Return the words of the Word file and of the EPUB, which have facts as Markdown has them."""
    files = built(course, style, "", BOOKS)
    word, epub = word_text(files[f"{name}.docx"]), epub_chapters(files[f"{name}.epub"])
    return [named(words(text)) for text in (word, "\n".join(shown(c).text for c in epub))]


def test_every_format_has_the_same_words_in_order(tmp_path: Path) -> None:
    files = built(SAMPLE)
    page = words(shown(html(files)).text)
    assert markdown_words(files) == page
    assert named(words(page_text(files["reading-list.pdf"], tmp_path))) == page
    assert book_words(SAMPLE) == [page, page]


SYLLABI = ("typst", "lualatex", "pdflatex")


@pytest.mark.parametrize("engine", SYLLABI)
def test_the_syllabus_has_the_same_words_in_every_format(engine: str, tmp_path: Path) -> None:
    if engine != "typst":
        need(engine)
    files = built(SAMPLE, "", engine)
    # Headers of columns come again on every page, and not in a list; bullets are drawn.
    drawn = ("Day", "Session", "Part", "Share", "•", "Part:", "Share:")

    def told(found: list[str]) -> str:
        kept = "".join(w for w in named(found) if w not in drawn)
        return re.sub("[:;]", "", kept)

    page = told(words(shown(files["syllabus.html"].decode()).text))
    assert told(markdown_words(files, "syllabus")) == page
    assert told(words(page_text(files["syllabus.pdf"], tmp_path))) == page
    assert [*map(told, book_words(SAMPLE, name="syllabus"))] == [page, page]
    assert "Introduction" in page
    assert "Springbreaknoclass" in page


@pytest.mark.parametrize("style", ["apa", "ieee", "nature", "modern-language-association"])
def test_every_style_has_the_same_words_in_every_format(style: str, tmp_path: Path) -> None:
    files = built(SAMPLE, style)
    page = words(shown(html(files)).text)
    assert markdown_words(files) == page
    # An address that a style prints may break at the end of a line of paper, without a hyphen.
    on_paper = named(words(page_text(files["reading-list.pdf"], tmp_path)))
    assert "".join(on_paper) == "".join(page)
    assert book_words(SAMPLE, style) == [page, page]


@pytest.mark.parametrize("engine", ["lualatex", "pdflatex", "xelatex"])
def test_tex_prints_the_same_words(engine: str, tmp_path: Path) -> None:
    need(engine)
    files = built(SAMPLE, "", engine)
    page = words(shown(html(files)).text)
    assert named(words(page_text(files["reading-list.pdf"], tmp_path))) == page


def test_strange_characters_are_the_same_words_in_every_format(rich: Path, tmp_path: Path) -> None:
    files = built(rich)
    # What shows an item of a list on paper is no word; numbers of lists are drawn by browsers.
    drawn = ("•", "–", "◦", "1.", "2.")
    page = words(shown(html(files)).text)
    on_paper = words(page_text(files["reading-list.pdf"], tmp_path))
    assert named([w for w in on_paper if w not in drawn]) == page
    assert book_words(rich) == [page, page]
    # The upload Markdown sets a table as a list, each cell after its header.
    cells = ("Week", "Topic", "1", "Start", "Week:", "Topic:", "1;")
    upload = markdown_words(files)
    assert [w for w in upload if w not in cells] == [w for w in page if w not in cells]
    assert "<script>" not in html(files).lower().replace("&lt;script&gt;", "")


def test_all_parts_sections_and_readings_stand_in_order() -> None:
    page = shown(html(built(SAMPLE)))
    assert page.headings == HEADINGS
    node = parse_sample()
    keys = re.findall(r'key="([^"]+)"', (SAMPLE / "reading-list.md").read_text("utf-8"))
    assert len(keys) == 33
    text = re.sub("[“”]", "", " ".join(page.text.split()))
    at = 0
    for key in keys:
        work = node.get(key)
        assert isinstance(work, Mapping)
        title = work.get("title")
        assert isinstance(title, Scalar)
        at = text.index(title.text.replace('"', ""), at) + 1
    assert page.tags.count("li") - len(re.findall("<li", contents())) == 33


def contents() -> str:
    return html(built(SAMPLE)).partition("<nav")[2].partition("</nav>")[0]


def parse_sample() -> Mapping:
    source = Disk(SAMPLE).open("papers.yaml").value
    assert source is not None
    node = parse(source).value
    assert isinstance(node, Mapping)
    return node


def test_the_page_is_whole(rich: Path) -> None:
    for course in (SAMPLE, rich):
        text = html(built(course))
        page = shown(text)
        assert len(page.ids) == len(set(page.ids))
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
        assert not set(page.tags) & {"link", "img", "iframe"}
        assert re.findall(r"<script[^>]*>", text) == ['<script type="application/ld+json">']
        assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
        levels = [level for level, _ in page.headings]
        assert all(below <= above + 1 for above, below in pairwise(levels))
        assert '<html lang="en-US">' in text
        outside = [link for link in page.links if not link.startswith("#")]
        assert outside
        assert all(re.match(r"https?://|mailto:", link) for link in outside)


def test_the_same_course_gives_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "elsewhere" / "course"))
    for name, data in built(SAMPLE).items():
        assert outcome(copy, "", "")[0][name] == data, name
    assert outcome(copy, "", "", BOOKS)[0] == built(SAMPLE, "", "", BOOKS)


@pytest.mark.parametrize("engine", ["lualatex", "pdflatex", "xelatex"])
def test_tex_gives_the_same_bytes_twice(engine: str) -> None:
    need(engine)
    again, _ = outcome(SAMPLE, "", engine)
    assert again["reading-list.pdf"] == built(SAMPLE, "", engine)["reading-list.pdf"]


def test_the_committed_outputs_are_those_of_today(accept: bool) -> None:
    for name in TEXTS:
        file = ROOT / "output" / name
        data = built(SAMPLE)[name]
        if accept:
            file.write_bytes(data)
        assert file.read_bytes() == data, f"`make` has not been run since {name} changed"


@pytest.mark.parametrize("style", COMMON_STYLES)
def test_common_styles_build_the_sample_without_a_diagnostic(style: str) -> None:
    files, said = outcome(SAMPLE, style, "")
    assert said == []
    assert set(files) == {*TEXTS, "reading-list.pdf", "syllabus.pdf"}


def test_nothing_of_this_machine_gets_into_a_file() -> None:
    archived = {
        f"{name}/{part}": data
        for name, archive in built(SAMPLE, "", "", BOOKS).items()
        for part, data in unzipped(archive).items()
    }
    for name, data in (built(SAMPLE) | archived).items():
        for word in (str(ROOT), f"{Path.home()}/", "/tmp/"):
            assert word.encode() not in data, (name, word)

"""`course.yaml` is read, and what is wrong with it is told and has its default."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.node import Mapping
from coursepack.model.settings import Settings
from coursepack.model.source import Source
from coursepack.model.syllabus import Contact
from coursepack.read import settings
from coursepack.read.data.shape import shape

CONTENT = Path(__file__).parents[1] / "content"


def read(text: str) -> tuple[Settings, list[Diagnostic]]:
    outcome = settings.read(Source("course.yaml", text))
    return outcome.value, list(outcome.diagnostics)


def test_every_field() -> None:
    found, problems = read(
        "title: Systems and\n  Generative AI\ncode: 010\nterm: Fall 2025\n"
        "institution: 'A: B'\ninstructors: [Jane Doe, 'Roe, John']\nlanguage: no\n"
        "pages: [one.md, two.md]\nworks:\n  - papers.yaml\nstyle: apa\n"
        "citation-engine: citeproc-py\nformats: [md, pdf]\npdf-engine: auto\npaper: letter\n"
        "fonts: [a.otf]\nrules: {heading-jump: off, unused-work: error}\n"
    )
    assert problems == []
    assert (found.title, found.code, found.term) == (
        "Systems and Generative AI",
        "010",
        "Fall 2025",
    )
    assert (found.institution, found.language) == ("A: B", "no")
    assert found.instructors == (Contact("Jane Doe"), Contact("Roe, John"))
    assert [(page.value, str(page.span)) for page in found.pages] == [
        ("one.md", "course.yaml:8:9"),
        ("two.md", "course.yaml:8:17"),
    ]
    assert [file.value for file in found.works] == ["papers.yaml"]
    assert (found.style, str(found.style_span)) == ("apa", "course.yaml:11:8")
    assert (found.citation_engine, found.pdf_engine) == ("citeproc-py", "auto")
    assert (found.formats, found.paper) == (("md", "pdf"), "letter")
    assert [font.value for font in found.fonts] == ["a.otf"]
    assert found.rules == {"heading-jump": "off", "unused-work": "error"}


def test_the_sample_course() -> None:
    found, problems = read((CONTENT / "course.yaml").read_text("utf-8"))
    assert problems == []
    assert found.title == "Systems and Generative AI"
    assert [page.value for page in found.pages] == ["reading-list.md"]
    assert [file.value for file in found.works] == ["papers.yaml"]
    assert (found.language, found.style) == ("en-US", "reading-list")
    assert found.rules == {"heading-jump": "off"}


@pytest.mark.parametrize("text", ["", "# a remark\n", "title:\nstyle: ~\nrules:\npages:\n"])
def test_every_field_has_a_default(text: str) -> None:
    assert read(text) == (Settings(), [])


def test_a_list_of_one_needs_no_list() -> None:
    found, problems = read("pages: page.md\nworks: papers.yaml\ninstructors: Jane Doe\n")
    assert problems == []
    assert [page.value for page in found.pages] == ["page.md"]
    assert found.instructors == (Contact("Jane Doe"),)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("titel", "title"), ("citation_engine", "citation-engine"), ("Pages", "pages")],
)
def test_an_unknown_setting_is_told_with_the_nearest(written: str, meant: str) -> None:
    found, problems = read(f"style: apa\n{written}: x\n")
    assert found.style == "apa"
    assert [(d.code, d.severity, str(d.span)) for d in problems] == [
        ("unknown-setting", Severity.WARNING, "course.yaml:2:1")
    ]
    assert f"`{meant}`" in problems[0].hints[0]


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("paper: A4", "1:8", "`a4` or `letter`"),
        ("pdf-engine: latex", "1:13", "`typst`, `lualatex`, `xelatex`, `pdflatex` or `auto`"),
        ("citation-engine: citeproc", "1:18", "`pandoc` or `citeproc-py`"),
        ("rules: {heading-jump: no}", "1:23", "`error`, `warning`, `note` or `off`"),
        ("rules: off", "1:8", "heading-jump: off"),
        ("language: American English", "1:11", "en-US"),
        ("title: [a, b]", "1:8", "title: …"),
        ("pages: [a.md, [b.md]]", "1:15", "one text an item"),
        ("- title", "1:1", "one name a line"),
        ("title", "1:1", "one name a line"),
    ],
)
def test_a_wrong_value_is_told_with_the_choices(line: str, place: str, hint: str) -> None:
    found, problems = read(line + "\n")
    assert [(d.code, d.severity) for d in problems] == [("bad-setting", Severity.ERROR)]
    assert str(problems[0].span) == f"course.yaml:{place}"
    assert hint in problems[0].hints[0]
    assert (found.paper, found.pdf_engine, found.rules) == ("a4", "typst", {})


def test_names_of_formats_and_rules_can_be_held_to() -> None:
    source = Source("course.yaml", "formats: [md, docx]\nrules: {heading-jmp: off}\n")
    outcome = settings.read(source, ("md", "pdf"), ("heading-jump", "unused-work"))
    assert outcome.value.formats == ("md",)
    assert [(d.code, str(d.span)) for d in outcome.diagnostics] == [
        ("bad-setting", "course.yaml:1:15"),
        ("unknown-rule", "course.yaml:2:9"),
    ]
    assert "heading-jump" in outcome.diagnostics[1].hints[0]


def test_a_setting_written_twice_is_told() -> None:
    found, problems = read("style: apa\nstyle: ieee\n")
    assert found.style == "apa"
    assert [(d.code, str(d.span)) for d in problems] == [("bad-setting", "course.yaml:2:1")]
    assert str(problems[0].labels[0].span) == "course.yaml:1:1"


def test_a_fault_leaves_the_other_settings() -> None:
    found, problems = read("title: A: B\nstyle: apa\n")
    assert found.style == "apa"
    assert [d.code for d in problems] == ["yaml-syntax"]


NAMES = st.sampled_from(["title", "pages", "rules", "paper", "style", "language", "formats", "x"])


@hypothesis_settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(NAMES, st.text() | st.sampled_from(["[a]", "{a: b}", "off", "[[1]]", "~"])))
)
def test_no_course_file_raises(fields: list[tuple[str, str]]) -> None:
    found, problems = read("".join(f"{name}: {value}\n" for name, value in fields))
    assert isinstance(found, Settings)
    assert all(d.message and d.span for d in problems)


@pytest.mark.parametrize(
    ("text", "pages", "codes"),
    [
        ("title: A\npapers: [{title: B, authors: D E, topic: c}]\n", ["course.yaml"], []),
        ("title: A\nschedule: [{date: 1/14, readings: [b]}]\n", ["course.yaml"], []),
        ("pages: [p.md]\nparts: [{title: B, readings: [c]}]\n", ["p.md"], ["unknown-setting"]),
        ("title: A\npapers: three\n", [], ["unknown-setting"]),
        ("title: A\nschedule: {start: 2026-01-12, end: 2026-05-01, meets: Mon}\n", [], []),
    ],
)
def test_a_course_file_may_be_its_own_page(text: str, pages: list[str], codes: list[str]) -> None:
    def is_outline(node: Mapping) -> bool:
        return shape(node) is not None

    outcome = settings.read(Source("course.yaml", text), is_outline=is_outline)
    assert [page.value for page in outcome.value.pages] == pages
    assert [problem.code for problem in outcome.diagnostics] == codes

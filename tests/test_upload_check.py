"""What a page of one's own would lose in an upload, and that the table of it is measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import renderers
from coursepack.check.upload import CONSTRUCTS, SYSTEMS, Construct, check_upload
from coursepack.cli import main
from coursepack.model.source import Source

OUTPUT = Path(__file__).parents[1] / "output"
# The engine that stands for each system here; Moodle's Markdown Extra is not among them.
ENGINES = {"GitHub": "gfm", "Open edX": "python-markdown", "CommonMark": "commonmark"}
# What an engine shows, and yet the system does not: names of places, and elements it takes out.
BY_THE_SYSTEM = {"html", "local-link", "inner-link"}
# What cmark-gfm leaves to the site around it.
BY_GITHUB = {"footnote", "mathematics", "emoji-code"}


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.code)
def test_each_construct_is_found_where_it_is(construct: Construct) -> None:
    found = check_upload(Source("page.md", f"# A\n\n{construct.example}"))
    assert f"upload-{construct.code}" in {d.code for d in found}
    told = next(d for d in found if d.code == f"upload-{construct.code}")
    assert told.span
    assert told.span.line >= 3
    assert all(name in told.message for name in construct.breaks) or "any system" in told.message
    assert told.hints == (construct.hint,)


@pytest.mark.parametrize(
    "construct", [c for c in CONSTRUCTS if c.code not in BY_THE_SYSTEM], ids=lambda c: c.code
)
def test_the_systems_are_those_whose_engine_shows_something_else(construct: Construct) -> None:
    html = renderers.renderings(construct.example)
    for system, engine in ENGINES.items():
        if system == "GitHub" and construct.code in BY_GITHUB:
            continue
        shown = bool(re.search(construct.shows, html[engine], re.MULTILINE))
        assert shown is (system not in construct.breaks), (system, html[engine])


def test_the_documentation_lists_each() -> None:
    text = (OUTPUT.parent / "docs" / "lms.md").read_text("utf-8")
    for construct in CONSTRUCTS:
        where = "any system" if construct.breaks == SYSTEMS else ", ".join(construct.breaks)
        assert f"| {construct.what} | {where} |\n" in text


@pytest.mark.parametrize("name", ["reading-list.md", "syllabus.md"])
def test_our_own_copies_have_none(name: str) -> None:
    assert check_upload(Source(name, (OUTPUT / name).read_text("utf-8"))) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\n---\n# A\n", ["front-matter 1:1"]),
        ("Text\n- a\n", ["list-not-parted 2:1"]),
        ("- a\n  - b\n", ["shallow-list 2:1"]),
        ("- a\n    - b\n        - c\n- d\n", []),
        ("1. a\n2. b\n", []),
        ("Text\n\n1986. A year\n", ["number-at-start 3:1"]),
        ("`{% raw %}` and `~~a~~`\n", []),
        ("    {% raw %}\n", []),
        (
            "```\n{% raw %}\n~~a~~\n```\n~~b~~\n",
            ["fenced-code 1:1", "fenced-code 4:1", "strikethrough 5:1"],
        ),
        ("A ~~b~~ and ~~c~~\n", ["strikethrough 1:3", "strikethrough 1:13"]),
        ("Ünï ~~b~~\n", ["strikethrough 1:5"]),
        ("[a](https://x.org) <https://y.org>\n", []),
        ("It costs $5 or $6, not 10% \\* 2\n", []),
        ("C# and F#\n", []),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    found = check_upload(Source("page.md", text))
    told = [
        f"{d.code.removeprefix('upload-')} {d.span.line}:{d.span.column}" for d in found if d.span
    ]
    assert [t for t in told if "fenced-code 4" not in t] == [
        e for e in expected if "fenced-code 4" not in e
    ]


@given(st.text(alphabet="ab \n`~[](){}#:-*|$@!<>/%^1.\\", max_size=120))
def test_no_page_raises(text: str) -> None:
    for diagnostic in check_upload(Source("page.md", text)):
        assert diagnostic.span


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", ["[" * 100_000, "`" * 100_000, "{%" * 50_000, "- a\n" * 50_000])
def test_hostile_pages_take_no_long(text: str) -> None:
    check_upload(Source("page.md", text))


def test_the_command_names_the_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "my page.md"
    page.write_text("# A\n\nSome ~~old~~ words.\n", "utf-8")
    assert main(["check", str(page), "--lms"]) == 0
    said = capsys.readouterr().out
    assert "my page.md:3:6" in said
    assert "~~old~~" in said
    assert "Moodle, Open edX or CommonMark" in said
    assert main(["check", str(page), "--lms", "--strict"]) == 1
    assert main(["check", str(tmp_path), "--lms"]) == 0
    assert "my page.md:3:6" in capsys.readouterr().out

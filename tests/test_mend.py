"""What is mended is what was told, once, and nothing else moves; programs are told in their way."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rules_page
from coursepack.check import adjustable
from coursepack.cli import main
from coursepack.commands.checking import mend_course
from coursepack.mend import mended
from coursepack.model.diagnostic import Diagnostic, Fix, Severity
from coursepack.model.source import Source, Span
from coursepack.pipeline import Wishes, check_course
from coursepack.read.disk import Disk
from coursepack.report import as_github, as_sarif

CASES = Path(__file__).parent / "cases" / "check"
FENCE = re.compile(r"^`([^`\n]+)`:\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MENDED = (
    *("double-space", "joined-authors", "lost-space", "mixed-address", "open-line", "tex-left"),
    "venue-spelling",
)


def course(code: str, folder: Path) -> Path:
    for name, content in FENCE.findall((CASES / f"{code}.md").read_text("utf-8")):
        if name != "report":
            (folder / name).write_text(content, "utf-8")
    return folder


def codes(folder: Path) -> list[str]:
    return sorted(d.code for d in check_course(Disk(folder)).diagnostics)


@pytest.mark.parametrize("code", MENDED)
def test_a_mended_course_has_no_such_problem_and_no_new_one(code: str, tmp_path: Path) -> None:
    before = codes(course(code, tmp_path))
    assert code in before
    files = mend_course(Disk(tmp_path), Wishes())
    for file in files.value:
        (tmp_path / file.name).write_bytes(file.data)
    after = codes(tmp_path)
    assert code not in after
    # What only the fault brought along may have gone with it.
    assert not Counter(after) - Counter(c for c in before if c != code)
    # A second time there is nothing to do.
    assert mend_course(Disk(tmp_path), Wishes()).value == ()


def test_every_rule_that_mends_is_among_them(tmp_path: Path) -> None:
    found = set()
    for page in CASES.glob("*.md"):
        folder = tmp_path / page.stem
        folder.mkdir()
        said = check_course(Disk(course(page.stem, folder))).diagnostics
        found |= {d.code for d in said if d.fix}
    assert found == set(MENDED)


WORDS = st.sampled_from(
    (
        "Alpha  Rays",
        "On {LLM}s",
        "inter-and intra-node Rays",
        "Beta",
        "Über  Größen",
        "A  B  C",
        "x",
    )
)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(WORDS, WORDS, st.sampled_from(("arXiv 2020", "Arxiv 2020")),
       st.sampled_from(("http://arxiv.org/abs/2001.00001", "https://arxiv.org/pdf/2001.00002"))),
       min_size=1, max_size=6), st.sampled_from(("\n", "\r\n")), st.booleans())  # fmt: skip
def test_what_is_not_mended_stays_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    works: list[tuple[str, str, str, str]],
    end: str,
    mark: bool,
) -> None:
    folder = tmp_path_factory.mktemp("c")
    lines = [
        f'k{n}: {{title: "{title}",   authors: "Ada Lee",  booktitle: {venue}, url: "{url}"}}'
        f"  # {note}"
        for n, (title, note, venue, url) in enumerate(works)
    ]
    data = (("\ufeff" if mark else "") + "# kept\n" + "\n".join(lines) + "\n").replace("\n", end)
    (folder / "works.yaml").write_bytes(data.encode())
    (folder / "list.md").write_text("## A\n\n- [@k0]\n")
    said = check_course(Disk(folder)).diagnostics
    fixes = [d.fix for d in said if d.fix]
    files = mend_course(Disk(folder), Wishes()).value
    assert bool(files) is bool(fixes)
    for file in files:
        after = file.data.decode()
        assert after.count(end) == data.count(end)
        assert after.startswith("\ufeff") is mark
        for one, other, (_, note, _, _) in zip(
            data.split(end)[1:], after.split(end)[1:], works, strict=False
        ):
            # Comments and the spaces between fields are nobody's business.
            assert other.endswith(f"  # {note}")
            assert ",   authors:" in other
            assert one == other or any(f.span.line > 0 for f in fixes)


def test_files_of_two_kinds_of_line_ends_are_left_alone(tmp_path: Path) -> None:
    course("double-space", tmp_path)
    text = (tmp_path / "works.yaml").read_text()
    (tmp_path / "works.yaml").write_bytes(text.replace("\n", "\r\n", 2).encode())
    assert mend_course(Disk(tmp_path), Wishes()).value == ()


def test_of_two_fixes_for_one_place_the_first_is_taken() -> None:
    source = Source("a", "one two three")

    class Sources:
        def find(self, name: str) -> Source | None:
            return source if name == "a" else None

    def fix(start: int, end: int, text: str) -> Diagnostic:
        span = Span("a", 1, start, 1, end)
        return Diagnostic("x-y", Severity.NOTE, "m", span, fix=Fix(span, text))

    found = mended([fix(5, 8, "2"), fix(6, 9, "?"), fix(1, 4, "1")], Sources())
    assert found == {"a": "1 2 three"}


def test_the_command_shows_what_it_mends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course("open-line", tmp_path)
    assert main(["check", str(tmp_path), "--fix"]) == 0
    said = capsys.readouterr()
    assert "-  url: http://doi.org/10.1145/1" in said.err
    assert "+  url: https://doi.org/10.1145/1" in said.err
    assert "no problems" in said.out
    assert "http://example.org/b" in (tmp_path / "works.yaml").read_text()


# --- programs


def noticed(tmp_path: Path) -> tuple[Diagnostic, ...]:
    (tmp_path / "list.md").write_text("## Ä\n\n- [@a] [@nobody]\n")
    (tmp_path / "works.yaml").write_text(
        'ä: &x 1\na: {title: "Größe  über alles", authors: Ada Lee, booktitle: CHI 2020}\n', "utf-8"
    )
    return check_course(Disk(tmp_path)).diagnostics


def test_sarif_has_what_its_specification_asks(tmp_path: Path) -> None:
    log = json.loads(as_sarif(noticed(tmp_path)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result.get("locations", []):
            region = location["physicalLocation"]["region"]
            assert 1 <= region["startLine"] <= region["endLine"]
            assert region["startColumn"] >= 1
            assert "\\" not in location["physicalLocation"]["artifactLocation"]["uri"]
    (fixed,) = [r for r in run["results"] if r["ruleId"] == "double-space"]
    (replacement,) = fixed["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": " "}
    line = (tmp_path / "works.yaml").read_text("utf-8").split("\n")[1]
    at = replacement["deletedRegion"]
    assert line[at["startColumn"] - 1 : at["endColumn"] - 1] == "  "
    assert run["columnKind"] == "unicodeCodePoints"


def test_github_is_told_lines_and_columns(tmp_path: Path) -> None:
    said = as_github(noticed(tmp_path), "courses/one")
    line = next(text for text in said.split("\n") if "double-space" in text)
    found = re.fullmatch(
        r"::warning title=double-space,file=courses/one/works.yaml,line=2,endLine=2,"
        r"col=(\d+),endColumn=(\d+)::(.*)",
        line,
    )
    assert found
    text = (tmp_path / "works.yaml").read_text("utf-8").split("\n")[1]
    assert text[int(found[1]) - 1 : int(found[2])] == "  "
    assert "%0A" in found[3]


def test_no_words_break_a_command_of_github() -> None:
    span = Span("a,b:c%.md", 1, 1, 2, 1)
    told = Diagnostic("x-y", Severity.ERROR, "100%\n::error::x", span)
    assert as_github([told]) == (
        "::error title=x-y,file=a%2Cb%3Ac%25.md,line=1,endLine=2::100%25%0A::error::x"
    )


@pytest.mark.parametrize("form", ["sarif", "github", "json"])
def test_the_command_says_it_to_programs(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noticed(tmp_path)
    assert main(["check", str(tmp_path), "--format", form]) == 1
    said = capsys.readouterr().out
    assert "double-space" in said
    if form != "github":
        json.loads(said)


def test_the_new_codes_can_be_set() -> None:
    assert set(MENDED) <= set(adjustable())


def test_the_page_of_the_rules_is_that_of_their_cases() -> None:
    """Run `python tests/rules_page.py` after changing a case."""
    assert rules_page.PAGE.read_text("utf-8") == rules_page.page()

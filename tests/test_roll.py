"""A course moves to another term, and what changed between two is said."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepack.cli import main
from coursepack.commands.terms import compare_courses
from coursepack.model.source import Source
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk
from coursepack.roll import roll
from tools import need

SAMPLE = Path(__file__).parents[1] / "content"
TEXT = (SAMPLE / "course.yaml").read_text("utf-8")


def rolled(text: str, start: str, *holidays: str, term: str = "") -> str:
    outcome = roll(Source("course.yaml", text), dt.date.fromisoformat(start), holidays, term)
    assert not [d for d in outcome.diagnostics if d.severity.value == "error"]
    return outcome.value


def days(text: str) -> list[dt.date]:
    return [dt.date.fromisoformat(found) for found in re.findall(r"\d{4}-\d\d-\d\d", text)]


@pytest.mark.parametrize("start", ["2027-08-25", "2028-01-19", "2026-09-02", "2027-09-02"])
def test_there_and_back_is_the_same_file(start: str) -> None:
    there = rolled(TEXT, start)
    assert there != TEXT
    assert rolled(there, "2027-01-20", term="Spring 2027") == TEXT


@given(st.dates(dt.date(1990, 1, 1), dt.date(2080, 1, 1)))
def test_nothing_but_dates_and_the_term_changes(start: dt.date) -> None:
    there = rolled(TEXT, start.isoformat())
    pattern = r"\d{4}-\d\d-\d\d|(?<=term: Spring )\d{4}"
    assert re.sub(pattern, "", there) == re.sub(pattern, "", TEXT)
    moved = [(new - old).days for old, new in zip(days(TEXT), days(there), strict=True)]
    assert days(there)[0] == start
    # Whatever is not the first day keeps its weekday.
    assert len(set(moved[1:])) == 1
    assert moved[1] % 7 == 0
    assert abs(moved[0] - moved[1]) < 7
    assert rolled(there, "2027-01-20") == TEXT


def test_a_rolled_course_is_still_one(tmp_path: Path) -> None:
    course = Path(shutil.copytree(SAMPLE, tmp_path / "course"))
    assert main(["roll", str(course), "--start", "2028-01-19"]) == 0
    assert check_course(Disk(course)).diagnostics == ()


def test_holidays_of_the_new_term_take_the_place_of_the_old() -> None:
    there = rolled(TEXT, "2027-08-25", "2027-09-06 Labor Day", "2027-11-24 – 2027-11-26 Thanks")
    assert "  off:\n    - 2027-09-06 Labor Day\n    - 2027-11-24 – 2027-11-26 Thanks\n" in there
    assert "Spring break" not in there
    flow = 'term: T\nschedule:\n  start: 2027-01-20\n  off: ["2027-03-01 A"] # kept\n'
    assert rolled(flow, "2027-08-25", "2027-09-06 B") == (
        'term: T\nschedule:\n  start: 2027-08-25\n  off: ["2027-09-06 B"] # kept\n'
    )


def test_dates_as_keys_and_comments_are_moved_and_kept() -> None:
    text = (
        "schedule:\n  start: 2027-01-20 # the 2027-01-20\n  off: {2027-03-01: A, '2027-03-02': B}\n"
    )
    assert rolled(text, "2027-01-27") == (
        "schedule:\n  start: 2027-01-27 # the 2027-01-20\n  off: {2027-03-08: A, '2027-03-09': B}\n"
    )


@pytest.mark.parametrize(
    ("text", "holidays", "code"),
    [
        ("title: A\n", (), "no-start"),
        ("schedule: {end: 2027-01-01}\n", (), "no-start"),
        ("schedule: [\n", (), "yaml-syntax"),
        ("schedule: {start: 2027-01-20}\n", ("soon",), "no-holiday"),
    ],
)
def test_what_cannot_be_moved_stays(text: str, holidays: tuple[str, ...], code: str) -> None:
    outcome = roll(Source("course.yaml", text), dt.date(2028, 1, 1), holidays)
    assert outcome.value == text
    assert [d.code for d in outcome.diagnostics] == [code]


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = Path(shutil.copytree(SAMPLE, tmp_path / "course"))
    assert main(["roll", str(course), "--start", "2028-01-19", "--dry-run"]) == 0
    assert (course / "course.yaml").read_text("utf-8") == TEXT
    assert "+  start: 2028-01-19" in capsys.readouterr().out


# -------------------------------------------------------------------------------- comparing

OLD = {
    "list.md": "# T\n\n## One\n- [@a]\n- [@b] (optional)\n- [@d]\n\n## Two\n- [@c]\n",
    "works.yaml": """\
a: {title: Alpha Paper, author: Ann Poe, issued: 2020}
b: {title: Beta Paper, author: Bob Roe, issued: 2021}
c: {title: Gamma Paper on Serving Large Models, author: Cy Dee, arxiv: "2101.00001", issued: 2021}
d: {title: Delta Paper, author: Di Fox, issued: 2021}
""",
}
NEW = {
    "list.md": "# T\n\n## One\n- [@b] (required)\n- [@a, sec. 2]\n\n## Two\n- [@e]\n\n"
    "## Three\n- [@c2]\n",
    "works.yaml": OLD["works.yaml"]
    + """\
c2: {title: Gamma Paper on Serving Large Models, author: Cy Dee, arxiv: "2101.00001", issued: 2022,
     container-title: OSDI}
e: {title: Epsilon Paper, author: Ed Gil, issued: 2023}
""",
}
SAID = """\
Added:
- “Epsilon Paper”, in “Two”

Dropped:
- “Delta Paper”, in “One”

Moved:
- “Gamma Paper on Serving Large Models”: from “Two” to “Three”

Newly required:
- “Beta Paper”

Other parts to read:
- “Alpha Paper”: sec. 2 instead of all of it

Now published:
- “Gamma Paper on Serving Large Models”, OSDI 2022
"""


def course(folder: Path, files: dict[str, str], said: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    settings = f"title: T\npages: [list.md]\nworks: [works.yaml]\n{said}"
    for name, text in {**files, "course.yaml": settings}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_what_changed_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = course(tmp_path / "old", OLD), course(tmp_path / "new", NEW)
    assert main(["diff", str(old), str(new)]) == 0
    assert capsys.readouterr().out == SAID


def test_a_course_is_not_changed_from_itself() -> None:
    assert compare_courses(Disk(SAMPLE), Disk(SAMPLE)).value.changes == ()


def test_sessions_that_move_within_the_term_are_said(tmp_path: Path) -> None:
    term = "schedule: {{meets: {}, start: {}, end: {}, sessions: [A, B{}]}}\n"
    old = course(tmp_path / "old", OLD, term.format("Tue", "2027-01-19", "2027-01-26", ""))
    later = course(tmp_path / "later", OLD, term.format("Tue", "2028-01-18", "2028-01-25", ""))
    other = course(tmp_path / "other", OLD, term.format("Thu", "2027-01-19", "2027-02-05", ", C"))
    assert compare_courses(Disk(old), Disk(later)).value.changes == ()
    assert [change.words for change in compare_courses(Disk(old), Disk(other)).value.changes] == [
        "“A” moves from 2027-01-19 to 2027-01-21",
        "“B” moves from 2027-01-26 to 2027-01-28",
        "“C” is new, on 2027-02-04",
    ]


def test_a_commit_is_compared_with_what_stands_now(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    need("git")
    folder = course(tmp_path / "course", OLD)
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@b.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "old"]):
        subprocess.run([*git, *command], check=True)
    course(folder, NEW)
    assert main(["diff", "HEAD", str(folder), "--course", str(folder)]) == 0
    assert capsys.readouterr().out == SAID
    assert main(["diff", "--course", str(folder), "no-such-commit", str(folder)]) == 2
    assert "is no folder, and no commit either" in capsys.readouterr().err


def test_line_ends_and_the_mark_stay(tmp_path: Path) -> None:
    course = Path(shutil.copytree(SAMPLE, tmp_path / "course"))
    file = course / "course.yaml"
    written = "\ufeff" + TEXT.replace("\n", "\r\n")
    file.write_bytes(written.encode())
    assert main(["roll", str(course), "--start", "2028-01-19"]) == 0
    assert file.read_bytes().startswith(written[:10].encode())
    assert main(["roll", str(course), "--start", "2027-01-20", "--term", "Spring 2027"]) == 0
    assert file.read_bytes() == written.encode()


def test_the_course_that_has_the_error_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    old = course(tmp_path / "old", {**OLD, "list.md": "# Old\n\n- [@gone]\n"})
    assert main(["diff", str(old), str(course(tmp_path / "new", NEW))]) == 1
    said = capsys.readouterr().err
    assert said.count("no work has the key `gone`") == 1
    assert "3 | - [@gone]" in said
    assert main(["diff", str(empty), str(tmp_path / "new")]) == 1
    assert "there is no page of readings" in capsys.readouterr().err


def test_a_course_with_errors_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {**NEW, "list.md": "- [@nobody]\n"}
    old, new = course(tmp_path / "old", OLD), course(tmp_path / "new", broken)
    assert main(["diff", str(old), str(new)]) == 1
    assert "no work has the key `nobody`" in capsys.readouterr().err

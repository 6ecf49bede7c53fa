"""A new course builds as it stands, with nothing wrong, and never overwrites another."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from coursepack.cli import main
from coursepack.commands.terms import new_course
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk


@pytest.fixture
def made(tmp_path: Path) -> Path:
    assert main(["new", str(tmp_path / "course")]) == 0
    return tmp_path / "course"


def test_a_new_course_builds_and_nothing_is_wrong_with_it(made: Path, tmp_path: Path) -> None:
    assert check_course(Disk(made)).diagnostics == ()
    out = tmp_path / "out"
    assert main(["build", str(made), "--out", str(out)]) == 0
    page = (out / "reading-list.md").read_text("utf-8")
    for said in ("How to Read a Paper", "**Required.**", "Read: ch. 5", "Ben Example", "Zobel"):
        assert said in page, said
    names = {file.name for file in out.iterdir()}
    assert {"syllabus.md", "syllabus.pdf", "syllabus.ics", "reading-list.tex"} <= names


@pytest.mark.parametrize("first", ["2026-09-14", "2027-01-04", "2028-12-25"])
def test_its_term_begins_when_it_is_told(first: str) -> None:
    day = dt.date.fromisoformat(first)
    files = {artifact.name: artifact.data.decode() for artifact in new_course(day)}
    days = re.findall(r"\d{4}-\d\d-\d\d", files["course.yaml"])
    assert min(days) == first
    assert max(days) == (day + dt.timedelta(weeks=4)).isoformat()
    assert f'term: "{first[:4]}"' in files["course.yaml"]


def test_the_term_of_a_course_begun_today_lies_ahead(made: Path) -> None:
    found = re.search(r"start: (\S+)", (made / "course.yaml").read_text("utf-8"))
    assert found
    ahead = (dt.date.fromisoformat(found[1]) - dt.date.today()).days
    assert 6 <= ahead <= 13


def test_what_is_there_stays(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (made / "works.bib").unlink()
    mine = made / "course.yaml"
    mine.write_text("title: Mine\n", "utf-8")
    assert main(["new", str(made)]) == 1
    assert "course-exists" in capsys.readouterr().err
    assert mine.read_text("utf-8") == "title: Mine\n"
    assert not (made / "works.bib").exists()


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "course").write_text("a file", "utf-8")
    assert main(["new", str(tmp_path / "course")]) == 1
    assert "is a file" in capsys.readouterr().err
    assert (tmp_path / "course").read_text("utf-8") == "a file"

"""A course is cut into handouts: no reading is lost, doubled or moved, no heading stands alone."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.cli import main
from coursepack.cut import BY, handouts, select
from coursepack.cut.select import has_readings
from coursepack.model.document import ListItem, Paragraph, Text
from coursepack.model.outline import Outline, Reading, ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Work
from coursepack.pipeline import Wishes, compile_course, compile_handouts
from coursepack.read.disk import Disk

SPAN = Span("page.md", 1, 1, 1, 2)


def reading(key: str, *, required: bool | None = None, presenter: str = "") -> Reading:
    binding = None if required is None else Requirement(required)
    return Reading(
        Work(Spanned(key, SPAN), "book", None),
        ReadingItem(Spanned(key, SPAN), binding, presenter=presenter),
    )


def section(title: str, *inside: Reading | Section[Reading], date: str = "") -> Section[Reading]:
    items = tuple(i for i in inside if isinstance(i, Reading))
    below = tuple(s for s in inside if isinstance(s, Section))
    body = (Readings(items),) if items else ()
    return Section(Spanned((Text(title),), SPAN), 2, body, below, date)


def keys(outline: Outline[Reading]) -> list[str]:
    return [each.work.key.value for each in outline.readings()]


COURSE = Outline(
    "Course",
    (),
    (
        section(
            "Part 1: Basics",
            section("Week 1: Start", reading("a", required=True), reading("b", presenter="Ada")),
            section("Week 2: On", reading("c", required=False, presenter="Ben")),
        ),
        section("Part 2: More", reading("d", required=True, presenter="Ada")),
    ),
)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("part", {"part-1-basics": "abc", "part-2-more": "d"}),
        ("section", {"week-1-start": "ab", "week-2-on": "c", "part-2-more": "d"}),
        ("week", {"week-1": "ab", "week-2": "c", "other-readings": "d"}),
        ("presenter", {"ada": "bd", "ben": "c", "other-readings": "a"}),
    ],
)
def test_a_course_is_cut(by: str, expected: dict[str, str]) -> None:
    assert {cut.name: "".join(keys(cut.outline)) for cut in handouts(COURSE, by)} == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Part 2", "d"), ("2", "d"), ("1", "abc"), ("week 2", "c"), ("Week 1: Start", "ab")],
)
def test_parts_and_sections_are_chosen_by_title_or_number(name: str, expected: str) -> None:
    chosen = select(COURSE, [name])
    assert "".join(keys(chosen.value)) == expected
    assert not chosen.diagnostics


@pytest.mark.parametrize("name", ["Feb 4: Storage", "feb 4", "storage"])
def test_a_dated_section_is_chosen_as_it_is_printed_and_as_it_is_written(name: str) -> None:
    sections = (
        replace(section("Storage", reading("a")), date="Feb 4"),
        replace(section("Networks", reading("b")), date="Feb 11"),
    )
    chosen = select(Outline("", (), sections), [name])
    assert keys(chosen.value) == ["a"]
    assert not chosen.diagnostics


def test_what_no_section_is_called_is_reported_with_the_nearest() -> None:
    (problem,) = select(COURSE, ["Part 1: Basic"]).diagnostics
    assert problem.code == "unknown-section"
    assert "“Part 1: Basics”" in problem.hints[0]


def test_a_number_begins_no_longer_number() -> None:
    course = Outline(
        "", (), (section("Week 10", reading("ten")), section("Week 1", reading("one")))
    )
    assert keys(select(course, ["week 1"]).value) == ["one"]


def test_only_what_is_required_is_left_with_its_headings() -> None:
    left = select(COURSE, required=True).value
    assert keys(left) == ["a", "d"]
    assert all(has_readings(s.body) or s.sections for s in left.sections())


def test_prose_stays_where_readings_do() -> None:
    words = ListItem((Paragraph((Text("words"),)),))
    body = (Readings((words, reading("a", required=True))), Readings((words, reading("b"))))
    part = Section(Spanned((Text("Part"),), SPAN), 2, body)
    (left,) = select(Outline("", (), (part,)), required=True).value.parts
    assert left.body == (body[0],)


sections = st.recursive(
    st.builds(
        lambda title, n, who, binding, date: section(
            title,
            *(reading(f"k{n}-{i}", required=binding, presenter=who) for i in range(n)),
            date=date,
        ),
        st.sampled_from(
            ("Week 3", "Wk 4: x", "Intro", "1/14", "2027-01-14: y", "Ünïcode", "…", "")
        ),
        st.integers(0, 3),
        st.sampled_from(("", "Ada Lee", "李")),
        st.sampled_from((None, True, False)),
        st.sampled_from(("", "T 01/14", "Jan 20", "31 February", "14/1")),
    ),
    lambda inner: st.builds(
        lambda title, below: section(title, *below),
        st.text(max_size=8),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)
courses = st.lists(sections, max_size=4).map(lambda parts: Outline("", (), tuple(parts)))


@settings(max_examples=150, deadline=None)
@given(courses, st.sampled_from(BY))
def test_no_reading_is_lost_doubled_or_moved(course: Outline[Reading], by: str) -> None:
    cuts = handouts(course, by)
    order = [id(each) for each in course.readings()]
    found = [[id(each) for each in cut.outline.readings()] for cut in cuts]
    assert sorted(key for cut in found for key in cut) == sorted(order)
    for cut in found:
        assert cut == sorted(cut, key=order.index)
    names = [cut.name for cut in cuts]
    assert len(set(names)) == len(names)
    assert len({unicodedata.normalize("NFKD", name).casefold() for name in names}) == len(names)
    for name in names:
        assert name == unicodedata.normalize("NFC", name)
        assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in name)
        assert 0 < len(name.encode()) < 200
    for cut in cuts if by != "part" else ():
        # A heading that the author left empty stays in its part.
        for each in cut.outline.sections():
            assert keys(Outline("", (), (each,)))


@settings(max_examples=200, deadline=None)
@given(st.dates(dt.date(2019, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 13))
def test_dates_of_one_week_meet_whatever_the_year(first: dt.date, days: int) -> None:
    second = first + dt.timedelta(days=days)
    dated = [
        section(f"S{n}", reading(f"k{n}"), date=f"{day:%a} {day.month}/{day.day}")
        for n, day in enumerate((first, second))
    ]
    cuts = handouts(Outline("", (), tuple(dated)), "week")
    in_one = first.isocalendar()[:2] == second.isocalendar()[:2]
    if first.year == second.year:
        assert (len(cuts) == 1) is in_one


def test_handouts_are_written_with_an_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = Path(__file__).parents[1] / "content"
    out = tmp_path / "out"
    assert (
        main(["handouts", str(content), "--by", "part", "--to", "md,html,pdf", "--out", str(out)])
        == 0
    )
    files = {file.name for file in out.iterdir()}
    assert {"index.html", "index.md"} <= files
    index = (out / "index.md").read_text("utf-8")
    linked = re.findall(r"\]\(([^)]+)\)", index)
    assert sorted(linked) == sorted(files - {"index.html", "index.md"})
    assert set(re.findall(r'href="([^"#]+)"', (out / "index.html").read_text("utf-8"))) == set(
        linked
    )
    part = (out / "part-3-genai-for-systems.md").read_text("utf-8")
    assert "Part 3 - GenAI for Systems" in part
    assert "Part 1" not in part


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Über Łódź: État & Größe", "uber-łodz-etat-grosse"),
        ("Неделя 3: Лёд и Йод", "неделя-3-лёд-и-йод"),
        ("الأسبوع 2 (14 فبراير)", "الأسبوع-2-14-فبراير"),
        ("제1주: 한글", "제1주-한글"),
        ("第3回：かな、ガ", "第3回-かな-ガ"),
        ("हिन्दी साहित्य", "हिन्दी-साहित्य"),
        ("!?", "handout"),
        ("漢" * 80, "漢" * 60),
        ("𠀀" * 80, "𠀀" * 45),
    ],
)
def test_a_file_is_called_by_letters_of_any_script(title: str, name: str) -> None:
    (cut,) = handouts(Outline("", (), (section(title, reading("a")),)), "part")
    assert cut.name == name


def test_an_index_leads_to_files_of_any_script(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(
        "## Неделя 1\n\n- [A](https://example.org/a), Ann Poe\n", "utf-8"
    )
    out = tmp_path / "out"
    told = ["--page", "list.md", "--by", "part", "--to", "md,html", "--out", str(out)]
    assert main(["handouts", str(tmp_path), *told]) == 0
    assert {file.name for file in out.iterdir()} == {
        "неделя-1.md", "неделя-1.html", "index.md", "index.html",
    }  # fmt: skip
    for name, pattern in (("index.md", r"\]\(([^)]+)\)"), ("index.html", r'href="([^"#]+)"')):
        linked = re.findall(pattern, (out / name).read_text("utf-8"))
        assert {unquote(link) for link in linked} == {"неделя-1.md", "неделя-1.html"}
        assert all(link.isascii() for link in linked)


def test_nothing_is_written_where_nothing_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = Path(__file__).parents[1] / "content"
    out = tmp_path / "out"
    assert main(["build", str(content), "--required", "--out", str(out)]) == 1
    assert "nothing-left" in capsys.readouterr().err
    assert not out.exists()


def test_what_only_a_whole_course_has_is_missed_where_it_is_asked_for(tmp_path: Path) -> None:
    """A part has no calendar and no cartridge; `course.yaml` lists them for the whole."""
    (tmp_path / "course.yaml").write_text(
        "formats: [md, ics, imscc]\nschedule: {meets: Mon, start: 2027-01-11, end: 2027-01-18}\n"
    )
    (tmp_path / "list.md").write_text("## One\n\n- [@a]\n\n## Two\n\n- [@b]\n")
    (tmp_path / "works.yaml").write_text(
        "".join(f"{k}: {{title: T {k}, author: ['A, B'], issued: 2001}}\n" for k in "ab")
    )
    disk = Disk(tmp_path)
    listed = compile_handouts(disk, Wishes(), "part")
    assert listed.diagnostics == ()
    names = {a.name for a in listed.value.artifacts}
    assert {n for n in names if not n.startswith("index.")} == {"one.md", "two.md"}
    asked = compile_handouts(disk, Wishes(formats=("md", "ics", "imscc")), "part")
    assert {d.code for d in asked.diagnostics} == {"no-schedule", "not-whole"}
    assert {a.name for a in compile_course(disk, Wishes()).value.artifacts} >= {"course.imscc"}

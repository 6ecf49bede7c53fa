"""The syllabus: what is read of `course.yaml`, on which day each session falls, what is said."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest
import vobject
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.adapters import date_words
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Text
from coursepack.model.outline import Outline, Reading, ReadingItem, Readings, Section
from coursepack.model.schedule import DaysOff, Load, Pattern, Timetable
from coursepack.model.source import Source, Span, Spanned
from coursepack.pipeline import Compiled, Wishes, check_course, compile_course
from coursepack.plan import plan
from coursepack.plan.load import load
from coursepack.read import settings as read_settings
from coursepack.read import timetable as read_timetable
from coursepack.read.data.readings import ReadingReader
from coursepack.read.data.texts import Texts
from coursepack.read.disk import Disk
from coursepack.read.sites.site import Site
from works import work

SPAN = Span("course.yaml", 1, 1, 1, 2)
WORKS = """\
a: {title: Alpha Paper, author: Ann Poe, container-title: J, page: 1-10, issued: 2020, URL: "https://a.org"}
b: {title: Beta Paper, author: Bob Roe, container-title: J, page: 117–28, issued: 2021}
c: {title: Gamma Paper, author: [Cy Dee, Di Fox, Ed Gil], container-title: J, issued: 2022}
"""
PAGE = """\
# One
- [@a]
- [@b] (optional)

# Two
- [@c]
"""
BASE = """\
title: A Course
code: X 1
term: Spring 2027
pages: [list.md]
works: [works.yaml]
"""


Build = Callable[..., Outcome[Compiled]]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Compile a course of three readings with the given settings."""

    def build(
        said: str,
        page: str = PAGE,
        to: tuple[str, ...] = ("md",),
        name: str = "list.md",
        **wishes: object,
    ) -> Outcome[Compiled]:
        folder = tmp_path / "course"
        folder.mkdir(exist_ok=True)
        (folder / "course.yaml").write_text(BASE.replace("list.md", name) + said, "utf-8")
        (folder / name).write_text(page, "utf-8")
        (folder / "works.yaml").write_text(WORKS, "utf-8")
        for name, text in POLICIES.items():
            (folder / name).write_text(text, "utf-8")
        return compile_course(Disk(folder), Wishes(formats=to, **wishes))  # type: ignore[arg-type]  # by name

    return build


POLICIES = {
    "late.md": "---\ntitle: Late work\n---\nAsk *early*.\n\n### How\n\n[Write](mailto:a@b.org).\n",
    "ill.md": "# Illness\n\nStay at home.\n",
    "plain.md": "No title.\n",
}


def syllabus(made: Outcome[Compiled], suffix: str = "md") -> str:
    files = {a.name: a.data for a in made.value.artifacts}
    return files[f"syllabus.{suffix}"].decode()


def codes(made: Outcome[Compiled]) -> list[str]:
    return [f"{d.code} {d.span.line if d.span else 0}" for d in made.diagnostics]


def messages(made: Outcome[Compiled]) -> str:
    return "\n".join(d.message for d in made.diagnostics)


# ------------------------------------------------------------------------------ course facts


def test_a_course_without_facts_has_no_syllabus(build: Build) -> None:
    names = [a.name for a in build("").value.artifacts]
    assert names == ["reading-list.md"]


def test_every_fact_stands_in_the_syllabus(build: Build) -> None:
    made = build("""\
instructors:
  - {name: Ada Lee, email: ada@x.org, office: Room 1, hours: Wed 2, page: "https://x.org/ada"}
assistants: [Ben Ray <ben@x.org>]
prerequisites: An *easy* course
texts: ["[Book](https://book.org)", Another]
tools: [Pen]
links: {Forum: "https://forum.org"}
grading: {Essay: 40%, Talk: 60}
policies: [late.md, ill.md, plain.md]
""")
    assert made.diagnostics == ()
    text = syllabus(made)
    for words in (
        "- **Instructor:** Ada Lee",
        "- **[Ada Lee](https://x.org/ada)**: [ada@x.org](mailto:ada@x.org); Office: Room 1;"
        " Office hours: Wed 2",
        "- **Ben Ray** (Assistant): [ben@x.org](mailto:ben@x.org)",
        "## Prerequisites\n\nAn *easy* course",
        "- [Book](https://book.org)\n- Another",
        "## Tools\n\nPen",
        "## Links\n\n[Forum](https://forum.org)",
        "- **Part:** Essay; **Share:** 40%\n- **Part:** Talk; **Share:** 60%",
        "## Late work\n\nAsk *early*.\n\n### How\n\n[Write](mailto:a@b.org).",
        "## Illness\n\nStay at home.",
        "## Plain\n\nNo title.",
        "## Reading list\n\n### One",
    ):
        assert words in text, words


def test_how_to_reach_an_instructor_is_enough_for_a_syllabus(build: Build) -> None:
    text = syllabus(build("instructors: [{name: Ada Lee, hours: Wed 2}]\n"))
    assert "- **Ada Lee**: Office hours: Wed 2" in text
    assert [a.name for a in build("instructors: [Ada Lee]\n").value.artifacts] == [
        "reading-list.md"
    ]


@pytest.mark.parametrize(
    ("said", "wishes", "what"),
    [
        ("", {"sign_up": True}, "sign-up sheet"),
        ("", {"to": ("md", "ics")}, "calendar"),
        ("grading: {A: 100}\n", {"sign_up": True, "to": ("ics",)}, "sign-up sheet"),
        ("schedule: {sessions: [2027-01-19 A]}\n", {"sign_up": True, "required": True}, "sign-up"),
    ],
)
def test_what_is_asked_for_and_not_made_is_said(
    build: Build, said: str, wishes: dict[str, object], what: str
) -> None:
    made = build(said, page="- [@a] (required)\n", **wishes)
    assert "no-schedule 0" in codes(made)
    assert what in messages(made)


def test_a_description_is_markdown(build: Build) -> None:
    said = (
        "description: |\n  What is *read*, and [why](https://example.org/why)?\n\n  - By whom\n"
        "grading: {Essay: 100%}\n"
    )
    made = build(said, to=("md", "html"))
    files = {a.name: a.data.decode() for a in made.value.artifacts}
    for name in ("syllabus.md", "reading-list.md"):
        assert "What is *read*, and [why](https://example.org/why)?\n\n- By whom\n" in files[name]
    assert '"description":"What is read, and why? By whom"' in files["reading-list.html"]


def test_a_description_leads_to_nothing_that_runs(build: Build) -> None:
    made = build("description: See [this](javascript:alert(1)).\ngrading: {Essay: 100%}\n")
    assert "unsafe-url 6" in codes(made)
    assert made.value.artifacts == ()


def test_an_order_of_ones_own_comes_first(build: Build) -> None:
    text = syllabus(
        build("tools: [Pen]\ntexts: [Book]\norder: [policies, tools]\npolicies: ill.md\n")
    )
    titles = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert titles == ["Illness", "Tools", "Texts", "Reading list"]


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("grading: {A: 40, B: 55}", "grading-total 6", "add up to 95"),
        ("grading: {A: lots}", "bad-setting 6", "`lots` is no share"),
        ("grading: [{part: A}]", "bad-setting 6", "no name and share"),
        ("links: {Forum: forum}", "bad-setting 6", "leads to no address"),
        ("order: [nonsense]", "bad-setting 6", "`nonsense` is no section"),
        ("instructors: [{email: a@b.org}]", "bad-setting 6", "a person has no name"),
        ("policies: [none.md]", "no-such-file 6", "none.md"),
        ("schedule: yes", "bad-setting 6", "names and values"),
        ("schedule: {meets: soon}", "bad-setting 6", "names no weekday"),
        ("schedule: {meets: Tue 14:00-12:00}", "bad-setting 6", "ends before it starts"),
        ("schedule: {meets: Tue late}", "bad-setting 6", "`late` is no time"),
        ("schedule: {start: 2027-02-31}", "bad-setting 6", "no day `2027-02-31`"),
        ("schedule: {start: 9999-12-31}", "bad-setting 6", "no day `9999-12-31`"),
        ("schedule: {deadlines: [0001-01-01 A]}", "bad-setting 6", "no day `0001-01-01`"),
        ("schedule: {start: 2/3}", "bad-setting 6", "`2/3` is no date"),
        ("schedule: {start: 2027-03-01, end: 2027-02-01}", "bad-setting 6", "ends on 2027-02-01"),
        ("schedule: {start: 2027-03-01, end: 2030-02-01}", "bad-setting 6", "more than a year"),
        ("schedule: {timezone: Europe/Berlim}", "bad-setting 6", "no time zone `Europe/Berlim`"),
        ("schedule: {off: [soon]}", "bad-setting 6", "begins with no date"),
        ("schedule: {off: [2027-03-05 – 2027-03-01 X]}", "bad-setting 6", "ends before it starts"),
        ("schedule: {deadlines: [2027-03-05]}", "bad-setting 6", "has no title"),
        ("schedule: {exams: [Final]}", "bad-setting 6", "has no date"),
        ("schedule: {sessions: [{room: 1}]}", "bad-setting 6", "no title and no readings"),
        ("schedule: {sessions: [{title: A, sessions: many}]}", "bad-setting 6", "no number"),
        ("schedule: {budget: much}", "bad-setting 6", "no amount of reading"),
        ("schedule: {view: month}", "bad-setting 6", "`view` cannot be `month`"),
        ("schedule: {meetz: Tue}", "unknown-setting 6", "no field of a schedule `meetz`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_at_its_place(
    build: Build, said: str, code: str, words: str
) -> None:
    made = build(said + "\n")
    assert code in codes(made), codes(made)
    assert words in messages(made)


# ------------------------------------------------------------------------------ the schedule

TERM = "schedule:\n  meets: Tue 10:00–11:30\n  start: 2027-01-19\n  end: 2027-02-09\n"


def test_sections_are_dealt_out_over_the_days(build: Build) -> None:
    text = syllabus(build(TERM))
    rows = [line for line in text.splitlines() if line.startswith(("- Tue", "    - "))]
    assert rows == [
        "- Tue, Jan 19: **One (1 of 2)**",
        "    - [Alpha Paper](https://a.org), Poe 2020",
        "- Tue, Jan 26: **One (2 of 2)**",
        "    - *Optional*: Beta Paper, Roe 2021",
        "- Tue, Feb 2: **Two**",
        "    - Gamma Paper, Dee et al. 2022",
    ]


def test_sessions_take_the_days_that_are_free(build: Build) -> None:
    made = build(
        TERM
        + """\
  off: [2027-01-26 Feast]
  sessions:
    - Opening
    - {section: One, presenter: Zoe, note: Read *well*.}
    - {title: On Friday, date: 2027-01-29, time: 9-10, room: Attic, readings: [c]}
  exams: [2027-02-16 Final]
  deadlines: [2027-02-02 Essay, {date: 2027-02-05, time: "23:59", title: Report}]
"""
    )
    assert codes(made) == ["open-day 7"]
    text = syllabus(made).replace("\N{NO-BREAK SPACE}", " ")
    assert (
        text[text.index("- Tue, Jan 19") : text.index("\n\n## Reading list")]
        == """\
- Tue, Jan 19: **Opening**
- Tue, Jan 26: *Feast: no class*
- Fri, Jan 29: **On Friday** 9:00 – 10:00 AM, Attic.
    - Gamma Paper, Dee et al. 2022
- Tue, Feb 2: **One** Presented by Zoe. *Read well.*
    - [Alpha Paper](https://a.org), Poe 2020
    - *Optional*: Beta Paper, Roe 2021
    - **Due:** Essay
- Fri, Feb 5: **Due:** Report, 11:59 PM
- Tue, Feb 16: **Exam: Final**"""
    )


@pytest.mark.parametrize(
    ("language", "day", "shown"),
    [
        ("en", "No class", "Jan 26: *No class*"),
        ("en", "Feast", "Jan 26: *Feast: no class*"),
        ("ko", "휴강", "1월 26일 (화): *휴강*"),
    ],
)
def test_a_day_off_says_no_more_than_that(
    build: Build, language: str, day: str, shown: str
) -> None:
    made = build(f"language: {language}\n{TERM}  off: [2027-01-26 {day}]\n")
    assert shown in syllabus(made)


def test_halves_of_the_day_are_words_of_the_language() -> None:
    told = date_words.times(dt.time(10, 30), dt.time(13, 45), "ko")
    assert (told, date_words.times(dt.time(9), None, "ko")) == (
        "오전 10:30 ~ 오후 1:45",
        "오전 9:00",
    )
    assert date_words.times(dt.time(9), None, "en").replace("\N{NO-BREAK SPACE}", " ") == "9:00 AM"
    assert date_words.times(dt.time(9), None, "pl") == "09:00"
    assert "9:00" in date_words.times(dt.time(9), None, "fil")  # its halves have no names


def test_a_schedule_that_the_page_has_is_taken(build: Build) -> None:
    page = "## Tue 1/19: One\n\n- [@a]\n\n## Wed 1/26: Two\n\n- [@b]\n- [@c]\n"
    made = build(TERM, page)
    assert codes(made) == ["weekday-mismatch 5"]
    assert "`Wed 1/26` is a Tuesday in this term" in messages(made)
    assert "- Tue, Jan 26: **" in syllabus(made)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Tue 1/19: One", "One"),
        ("Tuesday, January 19: *One* and all", "*One* and all"),
        ("January 19 – One", "One"),
        ("One (Tue 1/19)", "One"),
        ("Tue 1/19", "Tue 1/19"),
        ("Martes 19 de enero: ¿Qué es?", "¿Qué es?"),
    ],
)
def test_a_day_stands_once_in_a_row_of_the_schedule(build: Build, heading: str, title: str) -> None:
    made = build(TERM, f"## {heading}\n\n- [@a]\n\n## Tue 1/26: Two\n\n- [@b]\n- [@c]\n")
    text = syllabus(made)
    plain = text.replace("*", "")
    assert f"- Tue, Jan 19: {title.replace('*', '')}\n" in plain
    assert f"### {heading.replace('*', '')}\n" in plain  # the list keeps its headings


def test_an_event_keeps_its_name_when_the_page_moves_it(build: Build) -> None:
    def names(day: str) -> list[str]:
        page = f"## Tue {day}: One\n\n- [@a]\n\n## Tue 2/2: Two\n\n- [@b]\n- [@c]\n"
        made = build(TERM, page, to=("ics",))
        (artifact,) = made.value.artifacts
        events = icalendar.Calendar.from_ical(artifact.data).walk("VEVENT")
        return [str(event["UID"]) for event in events]

    assert names("1/19") == names("1/26")


def test_days_of_readings_are_sessions_too(build: Build) -> None:
    page = """\
parts:
  - title: One
    readings: [{key: a, date: 1/26, presenter: Zoe}, {key: b, date: 2/2}]
  - title: Two
    readings: [{key: c, date: 2/2, presenter: Yan}]
"""
    made = build(TERM, page, name="list.yaml")
    text = syllabus(made)
    rows = [line for line in text.splitlines() if line.startswith(("- Tue", "    - "))]
    assert rows == [
        "- Tue, Jan 26: **One**",
        "    - [Alpha Paper](https://a.org), Poe 2020. Presented by Zoe",
        "- Tue, Feb 2: **One; Two**",
        "    - Beta Paper, Roe 2021",
        "    - Gamma Paper, Dee et al. 2022. Presented by Yan",
    ]


def test_one_page_of_yaml_is_enough(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text(
        """\
title: A Course
policies: late.md
schedule:
  meets: MW 10-11:15
  start: 2027-09-20
  end: 2027-09-29
  sessions:
    - Introduction
    - title: Consensus
      readings:
        - "[Raft](https://raft.github.io/raft.pdf), Diego Ongaro, USENIX ATC 2014 (Sections 1–5)"
        - {title: Paxos Made Simple, authors: Leslie Lamport, year: 2001, required: false}
    - Holes
    - Recap
""",
        "utf-8",
    )
    (tmp_path / "late.md").write_text(POLICIES["late.md"], "utf-8")
    made = compile_course(Disk(tmp_path), Wishes(formats=("md",)))
    assert made.diagnostics == ()
    assert made.value.note == ""
    assert [a.name for a in made.value.artifacts] == ["reading-list.md", "syllabus.md"]
    text = syllabus(made)
    assert (
        """\
- Wed, Sep 22: **Consensus**
    - [Raft](https://raft.github.io/raft.pdf), Ongaro 2014. Read: Sections 1–5
    - *Optional*: Paxos Made Simple, Lamport 2001
"""
        in text
    )
    assert text.count("Leslie Lamport (2001)") == 1


def test_a_short_list_is_found_beside_what_a_syllabus_says(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("title: X\ngrading: {Essay: 100%}\n", "utf-8")
    (tmp_path / "list.md").write_text(
        "## A\n\n- [Alpha](https://example.org/a), Ann Poe, 2001\n", "utf-8"
    )
    made = compile_course(Disk(tmp_path), Wishes(formats=("md",)))
    assert [a.name for a in made.value.artifacts] == ["reading-list.md", "syllabus.md"]


def test_a_syllabus_needs_no_readings(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("title: T\ngrading: {Essay: 100}\n", "utf-8")
    made = compile_course(Disk(tmp_path), Wishes(formats=("md", "html", "pdf", "tex")))
    assert made.diagnostics == ()
    names = {a.name for a in made.value.artifacts}
    assert names == {f"syllabus.{form}" for form in ("html", "md", "pdf", "tex")}


def test_what_a_session_assigns_is_the_pages_reading_where_it_has_it(build: Build) -> None:
    said = TERM + "  sessions:\n    - {title: A, readings: [b, c, a]}\n"
    text = syllabus(build(said))
    assert text.count("Alpha Paper") == 2
    assert "- Tue, Jan 19: **A**\n    - *Optional*: Beta Paper, Roe 2021\n    - Gamma" in text


def test_an_exam_stands_beside_sessions_that_are_dealt_out(build: Build) -> None:
    data = calendar(build, TERM + "  exams: [2027-02-16 Two]\n")
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        "One (1 of 2)",
        "One (2 of 2)",
        "Two",
        "Two",
    ]
    assert len({str(event["uid"]) for event in events}) == 4


def test_dated_sessions_are_all_of_them(build: Build) -> None:
    text = syllabus(build(TERM + "  sessions: [{title: A, date: 2027-01-26, readings: [a]}]\n"))
    assert [line for line in text.splitlines() if line.startswith("- Tue")] == [
        "- Tue, Jan 26: **A**"
    ]


def test_by_week(build: Build) -> None:
    text = syllabus(build(TERM + "  view: week\n"))
    assert "### Week 1: Jan 18 – 24\n\n- Tue, Jan 19:" in text
    assert "### Week 2: Jan 25 – 31\n\n- Tue, Jan 26:" in text


@pytest.mark.parametrize(
    ("meets", "first"),
    [
        ("Sun Tue", "Sun, Tue, 10:00"),
        ("Sat Mon Wed", "Sat, Mon, Wed, 10:00"),
        ("Sat Sun Mon Tue Wed", "Sat, Sun, Mon, Tue, Wed, 10:00"),
        ("Mon Wed", "Mon, Wed, 10:00"),
        ("Mon Thu Sat", "Mon, Thu, Sat, 10:00"),
        ("Fri Sun", "Fri, Sun, 10:00"),
        ("Sat Sun", "Sat, Sun, 10:00"),
    ],
)
def test_a_week_begins_before_the_days_on_which_a_course_meets(
    build: Build, meets: str, first: str
) -> None:
    """Weeks that began on Monday would part the Sunday and the Tuesday of a course in Amman."""
    said = (
        f"language: en-GB\nschedule:\n  meets: {meets} 10–11\n  start: 2027-01-16\n"
        f"  end: 2027-02-26\n  view: week\n  sessions: {['S'] * 2 * len(meets.split())}\n"
    )
    text = syllabus(build(said))
    assert first in text
    weeks = text.split("### Week ")[1:]
    days = [re.findall(r"^- (\w{3}) ", week.partition("\n## ")[0], re.MULTILINE) for week in weeks]
    assert all(set(week) <= set(meets.split()) for week in days)
    assert days[1] == meets.split()


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        ("  sessions: [A, B, C, D, E]\n", "session-overflow 10", "meets on 4 days"),
        ("  sessions: [{section: Three}]\n", "unknown-section 10", "no section is called `Three`"),
        ("  sessions: [{title: A, readings: [aa]}]\n", "unknown-work 10", "key `aa`"),
        ("  off: [2028-01-01 Feast]\n", "holiday-outside-term 10", "`Feast` is not in the term"),
        ("  deadlines: [2026-01-01 Essay]\n", "deadline-outside-term 10", "due outside the term"),
        ("  off: [2027-01-26 Feast]\n  sessions:\n    - 2027-01-26 Anyway\n",
         "session-on-holiday 12", "a day off"),
        ("  sessions:\n    - 2027-06-01 Late\n", "session-outside-term 11", "outside the term"),
        ("  sessions:\n    - 2027-01-19 A\n    - 2027-01-19 B\n", "session-overlap 12",
         "meets while `A` does"),
        ("  sessions:\n    - {title: A, readings: [a]}\n", "unscheduled-reading 3", "on no day"),
        ("  presenters: {nobody: Zoe}\n", "unknown-presentation 10", "`nobody`"),
        ("  presenters: {a: Zoe, b: Zoe}\n  sessions: [{section: One}, {section: Two}]\n",
         "presenter-twice 3", "Zoe presents twice on 2027-01-19"),
        ("  budget: 9 pages\n", "over-budget 7", "asks for 10 pages of 9"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(build: Build, more: str, code: str, words: str) -> None:
    made = build(TERM + more)
    assert code in codes(made), codes(made)
    assert words in messages(made)


def test_a_public_syllabus_names_no_presenter(build: Build) -> None:
    said = TERM + "  presenters: {a: Zoe Quill, Two: Yan Roe}\n"
    private = build(said, to=("md", "ics"))
    public = build(said, to=("md", "ics"), public=True)
    for who in ("Zoe Quill", "Yan Roe"):
        assert any(who.encode() in a.data for a in private.value.artifacts)
        assert not any(who.encode() in a.data for a in public.value.artifacts)


def test_names_take_turns(build: Build) -> None:
    text = syllabus(build(TERM + "  presenters: [Ann, Bob]\n"))
    assert text.index("Presented by Ann") < text.index("Presented by Bob")
    assert text.count("Presented by") == 2


def test_the_sign_up_sheet_has_room_for_names(build: Build) -> None:
    made = build(TERM + "  presenters: {Two: Yan Roe}\n", sign_up=True)
    sheet = next(a.data.decode() for a in made.value.artifacts if a.name == "sign-up.md")
    assert "**Session:** Two; **Name:** Yan Roe" in sheet
    assert "**Session:** One (1 of 2)\n" in sheet


def test_the_example_of_the_docs_is_read_without_an_error(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    text = (root / "docs" / "syllabus.md").read_text("utf-8")
    course = Path(shutil.copytree(root / "content", tmp_path / "course"))
    example = text.partition("```yaml\n")[2].partition("```")[0]
    (course / "course.yaml").write_text(example.replace("raft-atc14", "oobleck-sosp23"), "utf-8")
    shutil.copy(course / "policies" / "reading.md", course / "policies" / "attendance.md")
    found = {d.code for d in check_course(Disk(course)).diagnostics}
    assert found == {"open-day", "unscheduled-reading", "heading-jump"}


EXAMPLE = (
    (Path(__file__).parents[1] / "docs" / "syllabus.md")
    .read_text("utf-8")
    .partition("```yaml\n")[2]
    .partition("```")[0]
)
ODD = ("", "2027-02-30", "0000-00-00", "9999-12-31", "[]", "{}", "- ", "99", "-1", "24:00")
ODD += ("'", "&a", "*a", "NaN", "100%", "Tue", "\N{NO-BREAK SPACE}", "é", "|", "no", "~")


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_reading_and_planning_end(data: st.DataObject) -> None:
    lines = EXAMPLE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        odd = data.draw(st.sampled_from(ODD) | st.text(max_size=8))
        cut = data.draw(st.integers(0, len(lines[at])))
        lines[at] = data.draw(
            st.sampled_from((lines[at][:cut] + odd, lines[at][:cut] + odd + lines[at][cut:], odd))
        )
    source = Source("course.yaml", "\n".join(lines))
    said = read_settings.read(source).value
    texts = Texts()
    readings = ReadingReader(texts, Site(Disk(Path("no-such-folder"))), source)
    if node := said.syllabus.get("schedule"):
        timetable = read_timetable.read(node, texts, readings).value
        planned = plan(course(5), timetable)
        for problem in planned.diagnostics:
            assert problem.message
        assert len(planned.value[1].weeks) < 600


# ---------------------------------------------------------------------- days, by another hand


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    first = draw(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)))
    last = first + dt.timedelta(days=draw(st.integers(0, 150)))
    days = draw(st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))))
    off = []
    for _ in range(draw(st.integers(0, 4))):
        start = first + dt.timedelta(days=draw(st.integers(0, 150)))
        off.append(DaysOff(start, start + dt.timedelta(days=draw(st.integers(0, 9))), "", SPAN))
    pattern = Pattern(days, dt.time(10), dt.time(11), "", SPAN)
    return Timetable(SPAN, "", first, last, (pattern,), tuple(off))


def course(count: int) -> Outline[Reading]:
    items = tuple(
        Reading(work(f"k{n}", f"Title {n}"), ReadingItem(Spanned(f"k{n}", SPAN)))
        for n in range(count)
    )
    return Outline("", (), (Section(Spanned((Text("S"),), SPAN), 1, (Readings(items),)),))


@given(timetables(), st.integers(1, 30))
@settings(max_examples=150)
def test_sessions_meet_when_dateutil_says(timetable: Timetable, count: int) -> None:
    assert timetable.first
    assert timetable.last
    rules = rrule.rruleset()
    start = dt.datetime.combine(timetable.first, dt.time())
    until = dt.datetime.combine(timetable.last, dt.time())
    rules.rrule(
        rrule.rrule(
            rrule.WEEKLY, dtstart=start, until=until, byweekday=timetable.patterns[0].weekdays
        )
    )
    for off in timetable.off:
        for number in range((off.last - off.first).days + 1):
            rules.exdate(dt.datetime.combine(off.first + dt.timedelta(number), dt.time()))
    meetings = [day.date() for day in rules]
    planned = plan(course(count), timetable).value[1]
    found = [session.day for session in planned.sessions]
    assert found == meetings[: min(count, len(meetings))]
    # Every reading is read once, in order, in shares as even as can be.
    read = [r.work.key.value for s in planned.sessions for r in s.readings]
    assert read == ([f"k{n}" for n in range(count)] if meetings else [])
    sizes = [len(session.readings) for session in planned.sessions]
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


# ------------------------------------------------------------------------------- the calendar


def calendar(build: Build, said: str) -> bytes:
    made = build(said, to=("ics",))
    (data,) = [a.data for a in made.value.artifacts if a.name == "syllabus.ics"]
    return data


def test_a_second_library_reads_the_same_instants_across_a_change_of_clocks(build: Build) -> None:
    said = (
        "schedule:\n  meets: Sun 1:30–3:30\n  timezone: America/New_York\n  start: 2027-03-07\n"
        "  end: 2027-03-21\n  sessions: [Before, On the day, After]\n"
        '  deadlines: [{date: 2027-03-14, time: "23:59", title: Essay}]\n'
    )
    data = calendar(build, said)
    events = list(vobject.readOne(data.decode()).vevent_list)
    starts = {e.summary.value: e.dtstart.value.astimezone(dt.UTC) for e in events}
    assert starts == {
        "Before": dt.datetime(2027, 3, 7, 6, 30, tzinfo=dt.UTC),
        "On the day": dt.datetime(2027, 3, 14, 6, 30, tzinfo=dt.UTC),
        "After": dt.datetime(2027, 3, 21, 5, 30, tzinfo=dt.UTC),
        "Due: Essay": dt.datetime(2027, 3, 15, 3, 59, tzinfo=dt.UTC),
    }
    read = icalendar.Calendar.from_ical(data)
    again = {str(e["summary"]): e["dtstart"].dt.astimezone(dt.UTC) for e in read.walk("VEVENT")}
    assert again == starts


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "Pacific/Apia", "Africa/Cairo", "UTC"],
)
def test_every_zone_gives_the_instants_of_its_clocks(build: Build, zone: str) -> None:
    from dateutil import tz

    said = (
        f"schedule:\n  meets: Mon Thu 8:15–9:45\n  timezone: {zone}\n  start: 2027-02-01\n"
        "  end: 2027-11-30\n  sessions: [{section: One, sessions: 80}]\n"
    )
    data = calendar(build, said)
    events = list(vobject.readOne(data.decode()).vevent_list)
    assert len(events) == 80
    for event in events:
        told = event.dtstart.value
        wall = told.replace(tzinfo=None)
        assert (wall.hour, wall.minute) == (8, 15)
        expected = wall.replace(tzinfo=tz.gettz(zone)).astimezone(dt.UTC)
        assert told.astimezone(dt.UTC) == expected, wall


def test_events_keep_their_names_when_they_move(build: Build) -> None:
    def names(said: str) -> dict[str, str]:
        read = icalendar.Calendar.from_ical(calendar(build, said))
        return {str(event["summary"]): str(event["uid"]) for event in read.walk("VEVENT")}

    sessions = (
        "  sessions: [Opening, {section: One}, {section: Two}]\n  deadlines: [2027-02-02 Essay]\n"
    )
    before = names(TERM + sessions)
    after = names(TERM.replace("Tue 10", "Thu 12").replace("11:30", "13:30") + sessions)
    assert before == after
    assert len(set(before.values())) == len(before) == 4
    other_term = names("schedule:" + TERM.partition("schedule:")[2] + sessions)
    assert other_term == before


def test_an_event_without_a_time_is_of_the_day(build: Build) -> None:
    said = "schedule:\n  sessions:\n    - 2027-01-19 Opening\n"
    read = icalendar.Calendar.from_ical(calendar(build, said))
    (event,) = read.walk("VEVENT")
    assert event["dtstart"].dt == dt.date(2027, 1, 19)
    assert event["dtend"].dt == dt.date(2027, 1, 20)


def test_an_event_lists_what_is_read_with_bare_addresses(build: Build) -> None:
    read = icalendar.Calendar.from_ical(calendar(build, TERM))
    texts = [str(event.get("description")) for event in read.walk("VEVENT")]
    assert texts == [
        "Read: Alpha Paper\nhttps://a.org",
        "Optional: Beta Paper",
        "Read: Gamma Paper",
    ]


def test_a_calendar_is_the_same_bytes_each_time(build: Build) -> None:
    assert calendar(build, TERM) == calendar(build, TERM)


# ------------------------------------------------------------------------------------ the load


@pytest.mark.parametrize(
    ("fields", "locator", "asked"),
    [
        ({"page": "1-10"}, "", Load(10)),
        ({"page": "117–28"}, "", Load(12)),
        ({"page": "S12-S19, 40-41"}, "", Load(10)),
        ({"page": "e1001"}, "", None),
        ({"page": "12"}, "", None),
        ({"page": "1-100"}, "pp. 12–20", Load(9)),
        ({"page": "1-100"}, "Sections 2–3", None),
        ({"number-of-pages": "xii, 240"}, "", Load(240)),
        ({"dimensions": "1 h 20 min"}, "", Load(0, 80)),
        ({"dimensions": "1:02:40"}, "", Load(0, 63)),
        ({}, "first 12 pages", Load(12)),
        ({}, "", None),
    ],
)
def test_what_a_reading_asks_for(fields: dict[str, str], locator: str, asked: Load | None) -> None:
    item = ReadingItem(Spanned("k", SPAN), locator=locator)
    assert load(Reading(work("k", "T", **fields), item)) == asked


def test_weeks_without_readings_stand_in_the_chart_too(build: Build) -> None:
    page = "# T\n\n## S\n- [@a]\n- [@b] (optional)\n- [@c]\n"
    said = TERM + "  off: [2027-01-26 Feast]\n  sessions: [{section: S, sessions: 3}]\n"
    text = syllabus(build(said, page))
    assert text[text.index("- Week 1") :].splitlines()[:4] == [
        "- Week 1, Jan 18: 10 pages",
        "- Week 2, Jan 25: –",
        "- Week 3, Feb 1: 12 pages optional",
        "- Week 4, Feb 8: 1 reading not counted",
    ]

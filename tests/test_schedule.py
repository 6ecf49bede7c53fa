"""The words of a schedule: columns, dates, what must be read, and the sections made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepack.model.document import ListItem, Paragraph, Text, plain_text
from coursepack.model.outline import ReadingItem, Readings, Requirement
from coursepack.model.source import Span, Spanned
from coursepack.read.words.schedule import Role, Session, is_date, part, requirement_of, role

PLACE = Span("schedule.md", 3, 1, 3, 9)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        *((h, Role.WEEK) for h in ("Week", "week #", "#", "No.", "Lecture #", "Wk")),
        *(
            (h, Role.DATE)
            for h in ("Date", "Day", "Week of", "Lecture date", "When", "Date & Time")
        ),
        *((h, Role.TIME) for h in ("Time", "hours")),
        *((h, Role.TITLE) for h in ("Topic", "Lecture topic", "SUBJECT", "Themes", "Content")),
        *((h, Role.TITLE) for h in ("Lecture", "Title", "Session", "Topic(s)")),
        *((h, Role.READINGS) for h in ("Readings", "Reading(s)", "Papers", "Paper title")),
        *((h, Role.READINGS) for h in ("Readings (before class)", "Assigned reading")),
        *((h, Role.READINGS) for h in ("Required and optional readings", "Literature")),
        *((h, Role.REQUIRED) for h in ("Required reading", "Main paper", "main", "Must-read")),
        *((h, Role.OPTIONAL) for h in ("Suggested / optional readings", "Further reading")),
        *((h, Role.OPTIONAL) for h in ("Background", "Related papers", "Optional materials")),
        *((h, Role.PRESENTER) for h in ("Presenter(s)", "Speaker", "Discussion lead", "Student")),
        *((h, Role.PRESENTER) for h in ("Paper presenter", "Discussants", "Instructor")),
        *((h, Role.NOTES) for h in ("Notes", "Comments", "Description")),
        *((h, Role.OTHER) for h in ("Slides", "Homework", "Due date", "Videos", "Lab")),
        *((h, Role.OTHER) for h in ("Materials", "Deadlines", "Reading response", "Lecture notes")),
        *((h, None) for h in ("", "   ", "Colour", "?", "x" * 100)),
    ],
)
def test_a_column_is_known_by_its_name(header: str, expected: Role | None) -> None:
    assert role(header) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *((w, Requirement(True)) for w in ("required", "Main", "PRIMARY", "must read", "core")),
        *((w, Requirement(True)) for w in ("mandatory", "Required readings:", "main paper 1")),
        *((w, Requirement(True)) for w in ("Required for all", "(Required)")),
        *((w, Requirement(False)) for w in ("optional", "Suggested", "supplementary", "further")),
        *((w, Requirement(False)) for w in ("recommended", "Additional reading", "extra")),
        *((w, Requirement(False)) for w in ("background", "Suggested / optional", "not required")),
        ("Required (Network)", Requirement(True, "Network")),
        ("Required for Network", Requirement(True, "Network")),
        ("optional (theory)", Requirement(False, "theory")),
        *((w, None) for w in ("", "Network", "required and optional", "Extra credit", "reading")),
        *((w, None) for w in ("the main idea", "Optional: read the appendix first", "x" * 100)),
    ],
)
def test_a_label_says_how_binding_a_reading_is(words: str, expected: Requirement | None) -> None:
    assert requirement_of(words) == expected


DATES = """
T 01/14|1/14|01-14|2025-01-14|2025-01-14T10:00:00-05:00|2025-01-14 10:00|Tue Jan 14|Jan 14
14 Jan 2025|Tuesday, January 14th|9/3 (Tue)|Week 3|Sept. 3|Mon, 9/2|2025/01/14|9/3 - 9/5
Jan 14-16|Week 3 (1/14)|Week of 9/3|Tuesday|Tue 1/14, 10:00-11:30am|14.1.2025|1/14/25|R 9/5
14. 1. 2025|September 3rd, 2025|Thu, 5 Sep|Tue 2025-01-14
"""


@pytest.mark.parametrize("text", DATES.strip().replace("\n", "|").split("|"))
def test_dates_in_every_form(text: str) -> None:
    assert is_date(text)


OTHERS = """
T|Intro|3|2-3|1.5|13/45|99/99|May the force|Sections 2-3|2025|Week 3 readings|Sun Microsystems
Chapter 1|No class|1/2/3/4|vllm-sosp23|January
"""


@pytest.mark.parametrize(
    "text", ["", " ", "1" * 200, *OTHERS.strip().replace("\n", "|").split("|")]
)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


@given(st.text(alphabet="1/ -Jan.t,:()WeekT", max_size=60), st.sampled_from([is_date, role]))
def test_nothing_takes_long_or_raises(text: str, function: object) -> None:
    assert callable(function)
    function(text)
    requirement_of(text)


READING = ReadingItem(Spanned("vllm", PLACE))
BY_BOB = ReadingItem(Spanned("orca", PLACE), presenter="Bob")
WORDS = Paragraph((Text("Bring a laptop."),))


def test_a_session_is_a_section_with_its_date_and_who_presents() -> None:
    made = part(Session((Text("Caching"),), PLACE, "1/14", "Ann", (READING, BY_BOB), (WORDS,)), 2)
    assert (plain_text(made.title.value), made.level, made.date) == ("Caching", 2, "1/14")
    prose, readings = made.body
    assert prose == WORDS
    assert isinstance(readings, Readings)
    presenters = [item.presenter for item in readings.items if isinstance(item, ReadingItem)]
    assert presenters == ["Ann", "Bob"]


def test_a_session_without_readings_is_a_section_still() -> None:
    made = part(Session((Text("No class"),), PLACE, "1/14"), 1)
    assert (plain_text(made.title.value), made.body) == ("No class", ())


def test_who_speaks_where_nothing_is_read_is_kept() -> None:
    made = part(Session((Text("Guest"),), PLACE, "", "Ann", (ListItem((WORDS,)),)), 1)
    assert made.body == (Paragraph((Text("Ann"),)), WORDS)


@pytest.mark.parametrize(("date", "title"), [("T 01/14", "T 01/14"), ("", "Session 7")])
def test_a_session_without_a_title_is_called_after_its_date_or_number(
    date: str, title: str
) -> None:
    assert plain_text(part(Session((), PLACE, date, number=7), 1).title.value) == title

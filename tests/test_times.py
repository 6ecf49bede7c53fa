"""Weekdays and times as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepack import languages
from coursepack.read.words import times

MON, TUE, WED, THU, FRI = range(5)


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("Tue Thu 12:30–14:00", (TUE, THU), "12:30–14:00"),
        ("TTh 9-10", (TUE, THU), "9-10"),
        ("MWF 1-1:50pm", (MON, WED, FRI), "1-1:50pm"),
        ("Mondays and Wednesdays, 4–6 pm", (MON, WED), "4–6 pm"),
        ("tues/thurs", (TUE, THU), ""),
        ("TuTh", (TUE, THU), ""),
        ("Fri.", (FRI,), ""),
        ("sat & sun", (5, 6), ""),
        ("Thu Tue", (TUE, THU), ""),
        ("Di Do 14:00–16:00", (TUE, THU), "14:00–16:00"),
        ("Mo. und Mi. 14–16", (MON, WED), "14–16"),
        ("So 10:00", (6,), "10:00"),
        ("lunes y miércoles 10:00–12:00", (MON, WED), "10:00–12:00"),
        ("mar, jeu 9h30–11h", (TUE, THU), "9h30–11h"),
        ("segunda-feira e quarta-feira 19:00", (MON, WED), "19:00"),
        ("понедельник и среда 9:00", (MON, WED), "9:00"),
        ("화 목 10:30–11:45", (TUE, THU), "10:30–11:45"),
        ("화·목 10:30", (TUE, THU), "10:30"),
        ("월수금 9:00", (MON, WED, FRI), "9:00"),
        ("周二、周四 10:00", (TUE, THU), "10:00"),
        ("火曜・木曜 10:40–12:10", (TUE, THU), "10:40–12:10"),
        ("Thứ Hai, Thứ Tư 7:30", (MON, WED), "7:30"),
        ("الأحد والثلاثاء 10:00", (TUE, 6), "10:00"),
        ("토론 3:00", (), "토론 3:00"),
        ("every day", (), "every day"),
        ("Wordle", (), "Wordle"),
        ("", (), ""),
    ],
)
def test_weekdays(text: str, days: tuple[int, ...], rest: str) -> None:
    assert (times.weekdays(text), times.after_weekdays(text)) == (days, rest)


def test_a_short_day_is_that_of_the_language_of_the_course() -> None:
    with languages.using(("cs",)):
        assert times.weekdays("so 10:00") == (5,)
    with languages.using(("de",)):
        assert times.weekdays("So 10:00") == (6,)
        assert languages.dated("So 24.10.") == "Sunday 24.10."


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("12:30–14:00", (12, 30), (14, 0)),
        ("12:30-1:45", (12, 30), (13, 45)),
        ("9–5", (9, 0), (17, 0)),
        ("4–6 pm", (16, 0), (18, 0)),
        ("11–1pm", (11, 0), (13, 0)),
        ("11am to 1 pm", (11, 0), (13, 0)),
        ("1:30-2:45 p.m.", (13, 30), (14, 45)),
        ("noon–1pm", (12, 0), (13, 0)),
        ("14.15 – 15.45", (14, 15), (15, 45)),
        ("9h30-11h", (9, 30), (11, 0)),
    ],
)
def test_ranges(text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    assert times.times(text) == (dt.time(*start), dt.time(*end))


@pytest.mark.parametrize("text", ["14:00–12:30", "25:00-26:00", "9:75–10", "soon", "", "13pm–14pm"])
def test_no_range(text: str) -> None:
    assert times.times(text) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14:00", (14, 0)),
        ("9am", (9, 0)),
        ("12 am", (0, 0)),
        ("noon", (12, 0)),
        ("23:59", (23, 59)),
    ],
)
def test_a_time(text: str, time: tuple[int, int]) -> None:
    assert times.clock(text) == dt.time(*time)


@given(st.times(), st.times())
def test_a_range_in_24_hours_is_read_back(one: dt.time, other: dt.time) -> None:
    first, last = sorted(
        (one.replace(second=0, microsecond=0), other.replace(second=0, microsecond=0))
    )
    if first < last:
        assert times.times(f"{first:%H:%M}–{last:%H:%M}") == (first, last)


@given(st.text(max_size=40))
def test_anything_else_is_no_time(text: str) -> None:
    times.weekdays(text)
    times.after_weekdays(text)
    times.clock(text)
    times.times(text)

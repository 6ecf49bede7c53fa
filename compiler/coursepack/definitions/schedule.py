"""The fields of `schedule:` in `course.yaml`: meetings, days off, sessions, exams, deadlines."""

from __future__ import annotations

from coursepack.definitions import outline
from coursepack.definitions.field import TEXT, TEXTS, ByName, Field, Many, Record, Text
from coursepack.model.schedule import Kind

DATE = r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)"

_DATE = (Text(pattern=DATE),)
_DATED = (Text(pattern=f"{DATE}.*"), ByName(TEXT, names=DATE))

MEETING = Record(
    "meeting",
    (
        Field("days", "The days of the week: `Tue Thu`."),
        Field("time", "From when to when: `12:30–14:00`."),
        Field("room", "Where, if not in the room of the schedule."),
    ),
)

DAY = Record(
    "day",
    (
        Field(
            "date",
            "The day: `2027-02-15`; of days off the first and the last.",
            (Text(pattern=f"{DATE}.*"),),
        ),
        Field("time", "The time of a deadline; the whole day without one."),
        Field("title", "What the day is, or what is due on it."),
        Field("name", "What the day is; the same as `title`."),
    ),
)

SESSION = Record(
    "session",
    (
        Field("title", "What the session is about; else that of its section."),
        Field("section", "The section of your list whose readings are read for it, by its title."),
        Field(
            "sessions",
            "How many meetings its readings are dealt out over.",
            (Text(pattern=r"[1-9]\d*"),),
        ),
        Field("readings", "What is read for it: keys, or readings as on a page.", outline.READ),
        Field("date", "A day of its own, if not the next on which the course meets.", _DATE),
        Field("time", "From when to when, if not as usual."),
        Field("room", "Where, if not in the usual room."),
        Field("presenter", "Who presents.", TEXTS),
        Field("note", "What else is to be said of it; Markdown may stand in it."),
        Field(
            "kind",
            "A meeting as any other, one besides them, or an exam.",
            (Text(choices=tuple(kind.value for kind in Kind)),),
        ),
    ),
)

_WITH_DATES = (Many((*_DATED, SESSION)),)

SCHEDULE = Record(
    "schedule",
    (
        Field(
            "meets",
            "The days of the week and the time: `Tue Thu 12:30–14:00`, or a list of such.",
            (Many((*TEXT, MEETING)),),
        ),
        Field("room", "Where the course meets."),
        Field("timezone", "The time zone, as its database calls it: `Europe/Berlin`."),
        Field("start", "The first day of the term: `2027-01-19`.", _DATE),
        Field("end", "The last day of the term: `2027-04-29`.", _DATE),
        Field(
            "off",
            "Holidays and breaks: `2027-03-15 – 2027-03-19 Spring break`.",
            (Many((*_DATED, DAY)),),
        ),
        Field(
            "sessions",
            "What happens at each meeting, in order; else the dates of the page, or its sections.",
            (Many((*TEXT, ByName(TEXT, names=DATE), SESSION)),),
        ),
        Field("exams", "Exams, each on its date.", _WITH_DATES),
        Field("extra", "Sessions besides those of the week, each on its date.", _WITH_DATES),
        Field(
            "deadlines",
            "What is due, each with its date: `2027-02-12 Project proposal`.",
            (Many((*_DATED, DAY)),),
        ),
        Field(
            "presenters",
            "Who presents what, by a session's title or a work's key; or names that take turns.",
            (ByName(TEXTS), *TEXTS),
        ),
        Field(
            "view",
            "What has a heading in the schedule.",
            (Text(choices=("week", "session")),),
        ),
        Field("budget", "How much a week may ask for: `100 pages, 60 minutes`."),
    ),
)

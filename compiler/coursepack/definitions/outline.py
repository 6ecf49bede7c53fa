"""The fields of an outline that is data: of its parts and sections, and of a reading.

A mapping there may as well hold readings by their keys or their labels, and sections by their
titles, so any name may stand beside these fields.
"""

from __future__ import annotations

from coursepack.definitions import works
from coursepack.definitions.field import (
    ANYTHING,
    TEXT,
    TEXTS,
    ByName,
    Field,
    Many,
    Named,
    Record,
    listed,
)

READ = (Many((*TEXT, Named("reading"))),)
"""Readings: keys of works, texts as on a page, or what is known of each by field."""

_SECTIONS = (Many((*TEXT, Named("section"))),)

KEY = Field(
    "key",
    "The work that is read, by its key in a file of works.",
    READ,
    listed("id, work, paper, ref, reading, citekey, citation key, bibkey, cite, citation")
    | listed("book, article"),
)
REQUIRED = Field(
    "required",
    "Whether it must be read, or what it must be read for; of a section, what must be.",
    READ,
)
OPTIONAL = Field(
    "optional",
    "Whether it may be left out; of a section, what may be.",
    READ,
)
CORE = Field(
    "core",
    "Whether it must be read: yes or no.",
    also=listed("star, starred, must, must read, mandatory, essential, compulsory"),
)
REQUIREMENT = Field(
    "requirement",
    "How binding it is, in a word such as `required` or `background`.",
    also=listed("importance, priority, level, type, kind, status, binding"),
)
LABEL = Field("label", "What it is required for, where that has a name: `Network`.")
INSTRUCTIONS = listed("part to read, what to read, pages to read, sections to read, to read, only")
INSTRUCTIONS |= listed("how much, how far, which part, portion")
LOCATOR = Field(
    "locator",
    "What to read of the work: `Sections 2–3`.",
    TEXTS,
    listed("section, sections, page, pages, chapter, chapters, pp, where") | INSTRUCTIONS,
)
NOTE = Field(
    "note",
    "What else is to be said; Markdown may stand in it.",
    TEXTS,
    listed("notes, comment, comments, remark, remarks, annotation"),
)
PRESENTER = Field(
    "presenter",
    "Who presents.",
    (Many((*TEXT, ByName(TEXT))),),
    listed("presenters, speaker, speakers, discussant, discussants, lead, leads")
    | listed("opening, opener, student, students, presented by, discussion lead")
    | listed("discussion leads, who"),
)
DATE = Field("date", "The day on which it is discussed, as you write dates.", TEXTS)
COMPANION = Field(
    "companion",
    "What may be read along with it.",
    READ,
    listed("companions, with, accompanied by"),
)

TITLE = Field(
    "title",
    "What it is called; Markdown may stand in it.",
    also=listed("name, heading, topic, subject, theme, lecture, part, section, unit, module"),
)
PROSE = Field(
    "text",
    "What stands below the title, in Markdown.",
    READ,
    listed("description, about, intro, introduction, summary, overview, body, blurb, content"),
)
READINGS = Field(
    "readings",
    "What is read: keys, texts as on a page, or fields of each.",
    READ,
    listed("papers, works, items, publications, references, bibliography, reading list"),
)
PARTS = Field(
    "parts",
    "The parts of the course: a list, each with a title, or a mapping by title.",
    _SECTIONS,
    listed("modules, units, blocks, chapters, topics"),
)
SECTIONS = Field(
    "sections",
    "The sections of a part: a list, each with a title, or a mapping by title.",
    _SECTIONS,
    listed("subsections"),
)
SESSIONS = Field(
    "sessions",
    "What meets at a date: a list, each with a date, or a mapping by date.",
    _SECTIONS,
    listed("schedule, lectures, classes, weeks, meetings, calendar, days"),
)

NESTED = PARTS.names | SECTIONS.names | SESSIONS.names
"""The names of lists of parts, of sections or of sessions."""

LISTS = NESTED | READINGS.names
"""The names of all that an outline is made of."""

OUTLINE = Record("outline", (TITLE, PROSE, PARTS, SECTIONS, SESSIONS, READINGS), ANYTHING)

SECTION = Record(
    "section",
    (
        TITLE,
        PROSE,
        NOTE,
        DATE,
        PRESENTER,
        READINGS,
        REQUIRED,
        OPTIONAL,
        SECTIONS,
        SESSIONS,
    ),
    ANYTHING,
)

_READING = (
    KEY,
    REQUIRED,
    OPTIONAL,
    CORE,
    REQUIREMENT,
    LABEL,
    LOCATOR,
    NOTE,
    PRESENTER,
    DATE,
    COMPANION,
)


def reading() -> Record:
    """Return the record of a reading: with the fields of a work, which it may describe itself."""
    own = frozenset().union(*(field.names for field in _READING))
    of_work = (field for field in works.fields() if field.name not in own)
    return Record("reading", (*_READING, *of_work), ANYTHING)

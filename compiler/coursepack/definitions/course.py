"""The settings of `course.yaml`."""

from __future__ import annotations

from coursepack.definitions import outline
from coursepack.definitions.engines import CITATION_ENGINES, PDF_ENGINES
from coursepack.definitions.field import FLAG, TEXT, TEXTS, ByName, Field, Many, Record, Text
from coursepack.definitions.schedule import SCHEDULE
from coursepack.model.diagnostic import Severity
from coursepack.model.syllabus import SECTIONS

LANGUAGE = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"
SHARE = r"(\d+(?:[.,]\d+)?)\s*%?"
SEVERITIES = (*(severity.value for severity in Severity), "off")

_ADDRESS = (Text(pattern="https?://.+"),)
_SHARE = (Text(pattern=SHARE),)

PERSON = Record(
    "person",
    (
        Field("name", "The name, as it is printed."),
        Field("email", "The address to write to."),
        Field("office", "The room in which the person is found."),
        Field("hours", "When the person can be met there."),
        Field("page", "The person's own page on the web.", _ADDRESS),
    ),
)
_PEOPLE = (Many((*TEXT, PERSON)),)

GRADE_PART = Record(
    "part of the grade",
    (
        Field("part", "What is graded."),
        Field("name", "What is graded; the same as `part`."),
        Field("share", "How much of the grade it is, in hundredths: `40%`.", _SHARE),
        Field("percent", "How much of the grade it is; the same as `share`.", _SHARE),
        Field("note", "How it is earned; Markdown may stand in it."),
    ),
)

SYLLABUS = (
    Field("prerequisites", "What students should know before; Markdown may stand in it.", TEXTS),
    Field("texts", "Books that the course goes by; Markdown may stand in each.", TEXTS),
    Field("tools", "What students need, such as a laptop; Markdown may stand in it.", TEXTS),
    Field(
        "links",
        "Places on the web, such as a forum: a name and an address each, or links in Markdown.",
        (ByName(_ADDRESS), *TEXTS),
    ),
    Field(
        "grading",
        "The parts of the grade with their shares, which make 100 together: `Essay: 40%`.",
        (ByName(_SHARE), Many((GRADE_PART, ByName(_SHARE)))),
    ),
    Field("policies", "Pages of the course that print its policies, each titled by itself.", TEXTS),
    Field(
        "order",
        "The sections of the syllabus that come first; the others follow in their usual order.",
        (Many((Text(choices=SECTIONS),)),),
    ),
    Field(
        "schedule",
        "When the course meets, and what happens then; it makes the syllabus and a calendar."
        " Where no `pages` are named, it may be a list of sessions with their readings.",
        (SCHEDULE, Many((outline.SECTION,), only=True)),
    ),
)
"""What is said of a course besides its readings, read later since Markdown stands in it."""

COURSE = Record(
    "course",
    (
        Field("title", "What the course is called; it stands over the reading list."),
        Field("description", "What the course is about, in a sentence or two of Markdown."),
        Field("code", "The number of the course, such as `CS 599`."),
        Field("term", "The term in which it is taught, such as `Fall 2027`."),
        Field("institution", "The school or university at which it is taught."),
        Field("instructors", "Who teaches the course: names, or fields of each.", _PEOPLE),
        Field("assistants", "Who assists: names, or fields of each.", _PEOPLE),
        *SYLLABUS,
        Field(
            "language",
            "The language of the course as a tag, such as `en-US` or `de`.",
            (Text(pattern=LANGUAGE),),
        ),
        Field("pages", "The files that list the readings; else the folder shows them.", TEXTS),
        Field("works", "The files that describe the works; else the folder shows them.", TEXTS),
        Field("venues", "Files of conferences and journals that our table lacks.", TEXTS),
        Field(
            "style",
            "The citation style: any that `coursepack styles` finds, or a `.csl` file of yours.",
        ),
        Field(
            "citation-engine",
            "The program that formats references; the usual one follows CSL more closely.",
            (Text(choices=CITATION_ENGINES),),
        ),
        Field(
            "formats",
            "What `coursepack build` makes where `--to` does not say.",
            (Many((Text(registered="formats"),)),),
        ),
        Field(
            "pdf-engine",
            "The program that makes the PDF; all but the first need TeX.",
            (Text(choices=PDF_ENGINES),),
        ),
        Field("paper", "The size of the paper.", (Text(choices=("a4", "letter")),)),
        Field("columns", "How many columns a page has.", (Text(choices=("1", "2")),)),
        Field(
            "type-size",
            "The size of the type in points.",
            (Text(choices=("10", "10.5", "11", "12")),),
        ),
        Field("large-print", "Whether to print large, in one column, nothing in italics.", FLAG),
        Field(
            "theme",
            "How handouts look: one of our designs, or a `.yaml` file that changes one.",
            (Text(registered="themes", pattern=r".+\.ya?ml"),),
        ),
        Field(
            "identifiers",
            "Whether DOIs, arXiv numbers or short addresses stand behind references in print.",
            (Text(choices=("shown", "hidden")),),
        ),
        Field("qr", "Whether parts have a QR code that leads to their place at `address`.", FLAG),
        Field("address", "Where the reading list stands on the web.", _ADDRESS),
        Field(
            "interactive",
            "Whether readers of the web page can search it, leave readings out and copy BibTeX.",
            FLAG,
        ),
        Field("questions", "What a handout of questions asks of each reading, not ours.", TEXTS),
        Field("fonts", "Files of fonts for characters that the handout's own lacks.", TEXTS),
        Field(
            "prefer",
            "Which version of a work that has two is cited: as listed, or the published one.",
            (Text(choices=("listed", "published")),),
        ),
        Field(
            "rules",
            "How much each problem matters to you, by the code that `coursepack check` prints.",
            (
                ByName(
                    (Text(choices=SEVERITIES),),
                    registered="rules",
                    description="How much it matters to you that `coursepack check` says `{}`.",
                ),
            ),
        ),
    ),
    # Where no pages are named, the file may hold the outline itself.
    besides="|".join(sorted(outline.LISTS)),
)

"""Outlines that are data: parts, schedules, and papers under topics or dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.document import Emphasis, Text, flat, plain_text
from coursepack.model.outline import Outline, ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Source
from coursepack.read import data_file
from coursepack.read.data import shape as data_shape
from coursepack.read.disk import Disk
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.outlines import parts, schedule, topics
from coursepack.read.sites.site import Site

READERS = {"parts": parts.READER, "schedule": schedule.READER, "topics": topics.READER}


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as running:
        yield running


Read = Callable[..., Outcome[Outline[ReadingItem]]]


@pytest.fixture
def read(pandoc: Pandoc, tmp_path: Path) -> Read:
    """Read a page by the reader that takes it, with other files beside it."""

    def read(text: str, name: str = "outline.yaml", **others: str) -> Outcome[Outline[ReadingItem]]:
        for other, content in others.items():
            (tmp_path / f"{other}.yaml").write_text(content, "utf-8")
        page = opened(text, name)
        (reader,) = takers(page)
        site = Site(Disk(tmp_path), frozenset(f"{other}.yaml" for other in others))
        return reader.read(page, pandoc, site)

    return read


def opened(text: str, name: str = "outline.yaml") -> Page:
    source = Source(name, text)
    return Page(source, data_file.parse(source).value)


def takers(page: Page) -> list[OutlineReader]:
    return [reader for reader in READERS.values() if reader.takes(page)]


def shown(outline: Outline[ReadingItem]) -> list[str]:
    """The outline as lines: titles with their dates, readings, prose."""
    lines = [line for block in outline.body for line in block_lines(block)]
    return lines + [line for part in outline.parts for line in section_lines(part)]


def section_lines(section: Section[ReadingItem]) -> Iterator[str]:
    date = f" @ {section.date}" if section.date else ""
    yield f"{'#' * section.level} {plain_text(section.title.value)}{date}"
    for block in section.body:
        yield from block_lines(block)
    for below in section.sections:
        yield from section_lines(below)


def block_lines(block: object) -> Iterator[str]:
    if not isinstance(block, Readings):
        yield plain_text(flat((block,)))  # type: ignore[arg-type]
        return
    for item in block.items:
        if isinstance(item, ReadingItem):
            yield f"- {item.key.value}{mark(item.requirement)}"
        else:
            yield f"- ({plain_text(flat(item.children))})"


def mark(requirement: Requirement | None) -> str:
    if requirement is None:
        return ""
    return (" !" if requirement.required else " ?") + requirement.label


def only(outcome: Outcome[Outline[ReadingItem]]) -> ReadingItem:
    (item,) = outcome.value.readings()
    return item


def noticed(problems: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(p.code, str(p.span).partition(":")[2], p.message) for p in problems]


# Which data is an outline, and of which form.

OUTLINES = [
    ("parts", "parts: [{title: A, readings: [a]}]"),
    ("parts", "- {title: A, readings: [a]}\n- {title: B, sections: [{title: C, papers: [b]}]}"),
    ("parts", "modules: [{name: A, required: [a]}]"),
    ("parts", "weeks: [{title: W1, sections: [{title: C, papers: [b]}]}]"),
    ("parts", "topics: [{name: A, papers: [a, b]}]"),
    ("parts", "title: T\nreadings: [a, b]"),
    ("parts", "- Intro: [a, b]\n- More: [c]"),
    ("parts", "parts: {Intro: [a], More: {readings: [b]}}"),
    ("parts", "parts: [{title: A, readings: [{title: T, authors: A B, url: 'https://x.org'}]}]"),
    ("schedule", "- {date: 1/14, title: A, readings: [a]}\n- {date: 1/16, title: No class}"),
    ("schedule", "schedule: [{date: 1/14, title: A, main: [a], suggested: [b]}]"),
    ("schedule", "lectures: [{title: A, readings: [a]}]"),
    ("schedule", "weeks: [{week: 1, topic: A, readings: [a]}]"),
    ("schedule", "2025-01-14: {topic: A, readings: [a]}\n2025-01-16: {topic: B}"),
    ("schedule", "week1: {topic: A, readings: [a]}\nweek2: {topic: B, readings: [b]}"),
    ("schedule", "- {date: 1/14, topic: A, paper: k, presenter: Z}"),
    ("schedule", "- {id: 3, week: 2, title: A, readings: [a], slides: x}"),
    ("schedule", "schedule: {1/14: [a], 1/16: {topic: b}}"),
    ("topics", "- {id: a, title: T, authors: A, topic: x}"),
    ("topics", "papers: [{id: a, title: T, authors: A, topic: x}]\ntopics: [{id: x, name: X}]"),
    ("topics", "- {paper: k, date: 1/14, presenter: Z}"),
    ("topics", "presentations: [{paper: k, date: 1/14, presenter: Z}]"),
    ("topics", "- {key: a, topic: x}\n- {key: b, topic: x}"),
    ("topics", "a: {title: T, authors: A, topic: x}"),
]

TABLES = [
    ("schedule", "Date,Topic,Required reading\n1/14,Intro,\n1/16,X,a\n"),
    ("schedule", "Week,Paper\n1,a\n"),
    ("schedule", "Date,Paper\n1/14,a\n"),
    ("schedule", "Topic,Readings\nA,a\n,b\n"),
    ("topics", "Topic,Paper\nA,a\n,b\n"),
    ("schedule", "Date,Topic,Readings,Presenter,Notes\n1/14,A,b,C,\n"),
    ("topics", "key,title,authors,topic,required\na,T,A,x,yes\n"),
    ("topics", "Paper,Date,Presenter\na,1/14,Z\n"),
    ("", "key,title,authors,venue,year,url\na,T,A B,SOSP,2020,https://x.org\n"),
    ("", "name,email,section\nJane,j@x.org,A\n"),
    ("", "Date,Topic,Slides\n1/14,Intro,a.pdf\n"),
]

NO_OUTLINES = {
    "works by key": "a: {title: T, authors: A B, venue: SOSP 23}\nb: {title: U, authors: C}",
    "works in a list": "- {id: a, title: T, authors: A, year: 2020, url: 'https://x.org'}",
    "works in CSL": "- {id: a, title: T, author: [{family: B}], issued: {date-parts: [[2020]]}}",
    "references": "references:\n- {id: a, title: T, author: [{family: B}]}",
    "papers": "papers:\n- {id: a, title: T, authors: X}",
    "dated works": "- {title: T, authors: A, date: 2020-01-02}",
    "settings of a site": """
title: My site
description: x
plugins: [a, b]
collections: {modules: {output: true}}
defaults: [{scope: {path: ''}, values: {layout: page}}]
exclude: [a, b]
""",
    "a menu": "- {title: Home, url: /}\n- {title: Readings, url: /readings}",
    "a menu by name": "main:\n- {title: Home, url: /}\n- {title: Readings, url: /readings}",
    "a menu of two levels": "- title: Docs\n  children:\n  - {title: A, url: /a}",
    "a menu of sections": "- title: Guide\n  sections:\n  - {title: A, url: /a}",
    "staff": "- {name: Jane, role: Instructor, email: j@x.org}\n- {name: Bob, section: A}",
    "staff by id": "- {id: jane, name: Jane, role: Instructor, section: A}",
    "a package": '{"name": "x", "files": ["a"], "dependencies": {"a": "1"}}',
    "locked packages": '{"name": "x", "lockfileVersion": 2, "packages": {"": {"name": "x"}}}',
    "news": "- {date: 2025-01-14, title: Hello, text: Hi}",
    "lectures that assign nothing": "- {date: 2025-01-14, title: Hello, slides: a.pdf}",
    "homework": "- {id: hw1, title: HW 1, week: 3, due: 1/14}",
    "words": "- a\n- b",
    "a word": "hello",
    "an empty list": "[]",
    "an empty mapping": "{}",
    "texts of a site": "en: {home: Home, readings: Readings}",
    "a course": "title: X\npages: [a.md]\nworks: [papers.yaml]\ninstructors: [A B]",
    "topics": "- {id: a, name: Serving}\n- {id: b, name: Train}",
    "a calendar": "calendar:\n- {date: 1/14, title: A}",
    "office hours": "- {day: Mon, time: '10:00', who: Jane, location: R1}",
    "nothing": "",
}


@pytest.mark.parametrize(("form", "text"), OUTLINES)
def test_each_form_is_taken_by_its_reader_alone(form: str, text: str) -> None:
    assert takers(opened(text)) == [READERS[form]]


@pytest.mark.parametrize(("form", "text"), TABLES)
def test_tables_are_schedules_or_lists_of_papers(form: str, text: str) -> None:
    assert takers(opened(text, "t.csv")) == ([READERS[form]] if form else [])


@pytest.mark.parametrize("text", NO_OUTLINES.values(), ids=NO_OUTLINES.keys())
def test_what_is_no_outline_is_left_alone(text: str) -> None:
    assert takers(opened(text)) == []


# Parts.

PARTS = """\
title: Systems for ML
description: "We read *papers*."
parts:
  - title: "Training: *big*"
    text: See the [notes](https://a.example/notes).
    readings:
      - megatron-sc21
      - key: zero-sc20
        required: Network
        companion: pipedream-sosp19
    sections:
      - name: Pipelines
        required: [gpipe, "dapple; chimera"]
        optional:
          - bfs-mlsys23
  - Serving: [vllm, orca]
  - Break
"""


def test_parts_hold_prose_readings_and_sections(read: Read) -> None:
    outcome = read(PARTS)
    assert outcome.diagnostics == ()
    assert outcome.value.title == "Systems for ML"
    assert shown(outcome.value) == [
        "We read papers.",
        "# Training: big",
        "See the notes.",
        "- megatron-sc21",
        "- zero-sc20 !Network",
        "- pipedream-sosp19 ?Network",
        "## Pipelines",
        "- gpipe !",
        "- dapple !",
        "- chimera !",
        "- bfs-mlsys23 ?",
        "# Serving",
        "- vllm",
        "- orca",
        "# Break",
    ]
    assert outcome.value.parts[0].title.value == (Text("Training: "), Emphasis((Text("big"),)))


def test_every_key_stands_at_its_place(read: Read) -> None:
    keys = [item.key for item in read(PARTS).value.readings()]
    for key in keys:
        line = PARTS.splitlines()[key.span.line - 1]
        assert line[key.span.column - 1 : key.span.end_column - 1] == key.value


READING = """\
readings:
  - key: zero-sc20
    sections: 2-3
    note: Skip the *proofs*.
    presenters: [Ann, Bob]
    date: 1/14
    label: Network
"""


def test_a_reading_carries_all_that_is_said_of_it(read: Read) -> None:
    item = only(read(READING))
    assert item.locator == "Sections 2-3"
    assert item.note == (Text("Skip the "), Emphasis((Text("proofs"),)), Text("."))
    assert (item.presenter, item.date) == ("Ann, Bob", "1/14")
    assert item.requirement == Requirement(True, "Network")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("required: true", Requirement(True)),
        ("required: no", Requirement(False)),
        ("required: Network", Requirement(True, "Network")),
        ("required: optional", Requirement(False)),
        ("optional: true", Requirement(False)),
        ("optional: false", Requirement(True)),
        ("type: Suggested", Requirement(False)),
        ("required: false, label: Network", Requirement(False, "Network")),
        ("required: ''", None),
    ],
)
def test_how_binding_a_reading_is(read: Read, fields: str, expected: Requirement | None) -> None:
    assert only(read(f"readings: [{{key: zero, {fields}}}]")).requirement == expected


@pytest.mark.parametrize(
    ("field", "locator"),
    [
        ("sections: '2'", "Section 2"),
        ("pages: 3-9", "Pages 3-9"),
        ("chapters: [1, 4]", "Chapters 1, 4"),
        ("locator: up to § 3", "up to § 3"),
        ("section: Introduction", "Introduction"),
    ],
)
def test_which_parts_to_read(read: Read, field: str, locator: str) -> None:
    assert only(read(f"readings: [{{key: zero, {field}}}]")).locator == locator


def test_a_work_may_be_told_in_the_outline_itself(read: Read) -> None:
    text = "readings:\n  - {title: Roofline, authors: S. Williams, year: 2009, pages: 65-76}\n"
    item = only(read(text))
    assert item.described
    assert item.described.title
    assert plain_text(item.described.title.value) == "Roofline"
    assert item.described.text("page") == "65-76"
    assert (item.key.value, item.locator) == ("roofline", "")
    assert (item.key.span.line, item.key.span.column) == (2, 13)


def test_a_key_with_a_title_keeps_both(read: Read) -> None:
    item = only(read("readings: [{id: k1, title: Roofline, authors: S. Williams}]"))
    assert (item.key.value, bool(item.described)) == ("k1", True)


def test_a_text_is_read_as_markdown(read: Read) -> None:
    text = (
        'readings:\n  - "[Attention Is All You Need](https://arxiv.org/abs/1706.03762),'
        ' Ashish Vaswani et al., NeurIPS 2017"\n'
    )
    item = only(read(text))
    assert item.described
    assert item.described.title
    assert plain_text(item.described.title.value) == "Attention Is All You Need"
    assert (item.key.span.source, item.key.span.line) == ("outline.yaml", 2)


def test_what_a_mapping_says_holds_for_its_text_too(read: Read) -> None:
    text = 'readings: [{text: "[Roofline](https://a.example/x.pdf), S. Williams", optional: yes}]'
    assert only(read(text)).requirement == Requirement(False)


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("vllm", ["vllm"]),
        ("vllm-23, orca-22", ["vllm-23", "orca-22"]),
        ("vllm; orca", ["vllm", "orca"]),
        ("vllm<br>orca<br/>", ["vllm", "orca"]),
        ("|\n    - vllm\n    - orca", ["vllm", "orca"]),
        ("|\n    vllm\n    orca\n", ["vllm", "orca"]),
        ("DBLP:conf/sosp/Kwon23", ["DBLP:conf/sosp/Kwon23"]),
        ("none", []),
        ("'-'", []),
    ],
)
def test_one_value_may_name_several_readings(read: Read, value: str, keys: list[str]) -> None:
    outcome = read(f"parts:\n- title: A\n  readings: [a]\n- title: B\n  readings: {value}\n")
    assert [item.key.value for item in outcome.value.readings()] == ["a", *keys]


def test_a_key_that_reads_as_words_is_one_if_a_work_has_it(read: Read) -> None:
    works = "DeepSeek V3: {title: A}\nconf/sosp/K23: {title: B}\nvllm: {title: C}\n"
    text = "readings:\n- DeepSeek V3\n- conf/sosp/K23\n- vllm: Sections 2-3\n"
    items = list(read(text, papers=works).value.readings())
    assert [item.key.value for item in items] == ["DeepSeek V3", "conf/sosp/K23", "vllm"]
    assert items[2].locator == "Sections 2-3"


def test_what_is_not_understood_is_noted_once_a_name(read: Read) -> None:
    text = """\
parts:
  - title: A
    colour: red
    readings: [{key: a, mood: good}, {key: b, mood: bad}, {note: no work}]
"""
    assert noticed(read(text).diagnostics) == [
        ("not-a-reading", "4:59", "a reading has neither a key nor a title"),
        ("unread-field", "3:5", "the field `colour` is not used"),
        ("unread-field", "4:25", "the field `mood` is not used (2 times)"),
    ]


def test_links_that_may_not_be_followed_are_reported(read: Read) -> None:
    text = "parts: [{title: A, text: 'See [x](javascript:alert)', readings: [a]}]"
    (problem,) = read(text).diagnostics
    assert problem.code == "unsafe-url"


# Schedules.

SCHEDULE = """\
title: Spring
schedule:
  - date: T 01/14
    title: Introduction
    notes: Bring a *laptop*.
  - date: 2025-01-16
    topic: Caching
    main: vllm
    suggested: |
      - orca
      - [Sarathi](https://arxiv.org/abs/2308.16369), Amey Agrawal et al., 2023
    presenter: Ann
    slides: x.pdf
  - date: 2025-01-21
    title: No class
"""


def test_a_schedule_has_a_section_each_session(read: Read) -> None:
    outcome = read(SCHEDULE)
    assert outcome.value.title == "Spring"
    assert shown(outcome.value) == [
        "# Introduction @ T 01/14",
        "Bring a laptop.",
        "# Caching @ 2025-01-16",
        "- vllm !",
        "- orca ?",
        "- sarathi ?",
        "# No class @ 2025-01-21",
    ]
    assert {item.presenter for item in outcome.value.readings()} == {"Ann"}
    assert noticed(outcome.diagnostics) == [
        ("unread-field", "13:5", "the field `slides` is not used")
    ]


TABLE = """\
Week,Date,Topic,Required readings,Optional,Presenter,Slides
1,1/14,Intro,vllm<br>orca,,Ann,s.pdf
,,,sarathi,,Bob,
,1/16,Caching,"a-1
b-2",x1; x2,,
2,1/21,,y-1,,,
,,Exam,,,,
"""


def test_a_blank_cell_of_a_table_continues_the_row_above(read: Read) -> None:
    outcome = read(TABLE, "schedule.csv")
    assert shown(outcome.value) == [
        "# Week 1",
        "## Intro @ 1/14",
        "- vllm !",
        "- orca !",
        "- sarathi !",
        "## Caching @ 1/16",
        "- a-1 !",
        "- b-2 !",
        "- x1 ?",
        "- x2 ?",
        "# Week 2",
        "## Caching @ 1/21",
        "- y-1 !",
        "## Exam @ 1/21",
    ]
    presenters = [item.presenter for item in outcome.value.readings()]
    assert presenters[:4] == ["Ann", "Ann", "Bob", ""]
    places = [(item.key.span.line, item.key.span.column) for item in outcome.value.readings()]
    assert places[:5] == [(2, 14), (2, 22), (3, 4), (4, 16), (5, 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2025-01-14: {topic: Intro, readings: [a, b]}\n2025-01-16: [c]\n",
            ["# Intro @ 2025-01-14", "- a", "- b", "# 2025-01-16 @ 2025-01-16", "- c"],
        ),
        (
            "week1: {topic: A, readings: [a], date: 1/14}\nweek2: {topic: B, readings: [b]}",
            ["# A @ Week 1 (1/14)", "- a", "# B @ Week 2", "- b"],
        ),
        (
            "weeks: [{week: 1, topic: A, date: 1/14, readings: a}, {week: 2, readings: [b]}]",
            ["# A @ Week 1 (1/14)", "- a", "# Week 2 @ Week 2", "- b"],
        ),
        (
            "weeks: [{week: 1, title: A, sessions: [{date: 1/14, topic: X, readings: [a]}]}]",
            ["# A @ Week 1", "## X @ 1/14", "- a"],
        ),
        (
            "sessions: [{date: 1/14, readings: TBD}, Spring break, {title: B, readings: [b]}]",
            ["# 1/14 @ 1/14", "TBD", "# Spring break", "# B", "- b"],
        ),
        (
            "- {day: Tue, date: 1/14, time: '10:00', lecture: 3, topic: A, readings: [a]}",
            ["# A @ Tue 1/14, 10:00", "- a"],
        ),
        (
            "- {lecture: 3, week: 2, readings: [a]}\n- {lecture: 4, week: 2, readings: [b]}",
            ["# Week 2", "## Session 3", "- a", "## Session 4", "- b"],
        ),
        (
            "weeks: {1: {topic: A, readings: [a]}, 2: [b]}",
            ["# A @ Week 1", "- a", "# Week 2 @ Week 2", "- b"],
        ),
        (
            "schedule: [{paper: a, date: 1/14, presenter: Ann}]",
            ["# 1/14 @ 1/14", "- a"],
        ),
        (
            "- {date: 1/14, topic: A, readings: {required: [a], optional: [b]}}",
            ["# A @ 1/14", "- a !", "- b ?"],
        ),
        (
            "Spring: {Week 1: {topic: A, readings: [a]}, Week 2: {topic: B, readings: [b]}}",
            ["# A @ Week 1", "- a", "# B @ Week 2", "- b"],
        ),
        (
            "title: T\nautumn: [{date: 1/14, who: Ann, paper: a}, {date: 1/15, who:, paper:}]",
            ["# autumn", "- a"],
        ),
        (
            "autumn: [{date: 1/14, topic: A, readings: [a]}]\nwinter: [{topic: B, readings: [b]}]",
            ["# autumn", "## A @ 1/14", "- a", "# winter", "## B", "- b"],
        ),
    ],
)
def test_sessions_in_every_form(read: Read, text: str, expected: list[str]) -> None:
    outcome = read(text)
    assert shown(outcome.value) == expected
    assert outcome.diagnostics == ()


# Topics and presentations.

TOPICS = """\
topics:
  - {id: serving, name: LLM *Serving*, description: How to serve.}
  - {id: training, name: Training}
papers:
  - {id: zero, title: ZeRO, authors: Sam Roe, topic: training}
  - {id: vllm, title: PagedAttention, authors: Jane Roe, topic: Serving, required: true}
  - {title: The Roofline Model, authors: Ann Poe, topic: hardware, presenter: Bob}
  - {id: lost, title: Lost, authors: Ann Poe}
"""


def test_papers_stand_under_their_topics_in_the_order_of_these(read: Read) -> None:
    outcome = read(TOPICS)
    assert shown(outcome.value) == [
        "# LLM Serving",
        "How to serve.",
        "- vllm !",
        "# Training",
        "- zero",
        "# hardware",
        "- the-roofline-model",
    ]
    assert [item.presenter for item in outcome.value.readings()] == ["", "", "Bob"]
    assert noticed(outcome.diagnostics) == [
        ("no-topic", "8:10", "one paper has no topic and no place in the outline")
    ]


def test_a_blank_topic_in_a_table_is_the_one_above(read: Read) -> None:
    text = "Topic,Paper,Required\nServing,vllm,yes\n,orca,\nTraining,zero,no\n"
    lines = ["# Serving", "- vllm !", "- orca", "# Training", "- zero ?"]
    assert shown(read(text, "papers.csv").value) == lines


def test_a_table_of_topics_and_readings(read: Read) -> None:
    text = "Topic,Readings\nServing,vllm\n,orca-22\nTraining,zero\n"
    lines = ["# Serving", "- vllm", "- orca-22", "# Training", "- zero"]
    assert shown(read(text, "papers.csv").value) == lines


def test_a_paper_under_a_topic_may_be_a_text(read: Read) -> None:
    text = "- {topic: x, paper: '[The Roofline Model](https://x.example/a.pdf), Ann Poe, 2009'}"
    assert shown(read(text).value) == ["# x", "- the-roofline-model"]


def test_a_paper_stands_under_its_first_topic(read: Read) -> None:
    outcome = read("- {id: a, title: T, authors: Ann Poe, topics: [x, y]}")
    assert shown(outcome.value) == ["# x", "- a"]
    assert [problem[:2] for problem in noticed(outcome.diagnostics)] == [("second-topic", "1:51")]


def test_presentations_give_papers_their_date_and_presenter(read: Read) -> None:
    text = """\
papers:
  - {id: a, title: T, authors: Ann Poe, topic: x}
  - {id: b, title: U, authors: Ann Poe, topic: x, presenter: Zoe}
presentations:
  - {paper: b, date: 1/16, presenter: Bob}
  - {paper: a, date: 1/14, presenters: [Cy, Di]}
"""
    items = list(read(text).value.readings())
    assert [(i.key.value, i.date, i.presenter) for i in items] == [
        ("a", "1/14", "Cy, Di"),
        ("b", "1/16", "Zoe"),
    ]


def test_a_table_of_papers_calls_a_title_as_it_likes(read: Read) -> None:
    text = """\
Date,Topic,Paper,Authors,Venue,Level,Presenter
9/8,Introduction,,,,,staff
9/10,Structure,The UNIX System,Ann Poe,CACM 1974,R,Greta Lind
,,A Second Paper,Bob Roe,CACM 1968,O,TBA
"""
    outcome = read(text, "schedule.csv")
    assert shown(outcome.value) == ["# Structure", "- the-unix-system !", "- a-second-paper ?"]
    assert [(i.date, i.presenter) for i in outcome.value.readings()] == [
        ("9/10", "Greta Lind"),
        ("9/10", ""),
    ]


@pytest.mark.parametrize(
    ("text", "page", "locator"),
    [
        ("{title: T, authors: A B, publisher: P, pages: chapter 1}", "", "chapter 1"),
        ("{title: T, authors: A B, publisher: P, pages: 12-40}", "", "Pages 12-40"),
        ("{title: T, authors: A B, journal: J, pages: 12-40}", "12-40", ""),
        ("{title: T, authors: A B, journal: J, note: Sections 1-3}", "", "Sections 1-3"),
    ],
)
def test_pages_are_to_be_read_or_tell_where_a_work_stands(
    read: Read, text: str, page: str, locator: str
) -> None:
    item = only(read(f"readings: [{text}]"))
    assert item.described
    assert (item.described.text("page"), item.locator) == (page, locator)


class Beside(Site):
    """A site that says which files lie beside a page."""

    def siblings(self, file: str) -> tuple[str, ...]:
        return ("outline.yaml", "people.yaml", "topics.yaml", "talks.yaml")


def test_topics_and_presentations_may_lie_beside_the_papers(pandoc: Pandoc, tmp_path: Path) -> None:
    papers = "[{id: a, title: T, authors: Z Y, topic: x}, {id: b, title: U, authors: Z, topic: y}]"
    files = {
        "people": "- {name: Ann, id: ann}",
        "topics": "- {id: y, name: Why}\n- {id: x, name: Ex}",
        "talks": "- {what: [a], when: 2/2, who: Bob}\n- {what: b, when: 2/3, who: TBD}",
    }
    for name, content in files.items():
        (tmp_path / f"{name}.yaml").write_text(content, "utf-8")
    outcome = topics.READER.read(opened(papers), pandoc, Beside(Disk(tmp_path)))
    assert shown(outcome.value) == ["# Why", "- b", "# Ex", "- a"]
    assert [(i.date, i.presenter) for i in outcome.value.readings()] == [
        ("2/3", ""),
        ("2/2", "Bob"),
    ]


@pytest.mark.parametrize(
    ("talks", "given"),
    [
        ("2026-02-03: {a: [Ann, Bob], b: Cem}",
         [("2026-02-03", "Ann, Bob"), ("2026-02-03", "Cem")]),
        ("- {date: Feb 3, talks: [{paper: a, who: Ann}, {paper: b, who: Bob}]}",
         [("Feb 3", "Ann"), ("Feb 3", "Bob")]),
        ("- {date: Feb 3, who: Ann, papers: [a, b]}", [("Feb 3", "Ann"), ("Feb 3", "Ann")]),
        ("a: {date: Feb 3, who: Ann}\nb: Feb 10", [("Feb 3", "Ann"), ("Feb 10", "")]),
        ("Feb 3: a\nFeb 10: [b]", [("Feb 3", ""), ("Feb 10", "")]),
        ("Ann Poe: a\nBob Roe: [b]", [("", "Ann Poe"), ("", "Bob Roe")]),
        ("- Feb 3:\n  - Ann Poe: a\n    Bob Roe: b", [("Feb 3", "Ann Poe"), ("Feb 3", "Bob Roe")]),
        ("- {topic: a, what: Nothing, who: Ann}\n- {other: b}", [("", "Ann"), ("", "")]),
    ],
)  # fmt: skip
def test_presentations_are_known_in_any_nesting(
    pandoc: Pandoc, tmp_path: Path, talks: str, given: list[tuple[str, str]]
) -> None:
    papers = "[{id: a, title: T, authors: Z Y, topic: x}, {id: b, title: U, authors: Z, topic: x}]"
    (tmp_path / "talks.yaml").write_text(talks, "utf-8")
    outcome = topics.READER.read(opened(papers), pandoc, Beside(Disk(tmp_path)))
    assert [(i.date, i.presenter) for i in outcome.value.readings()] == given


def test_a_file_of_anything_else_about_papers_names_nobody(pandoc: Pandoc, tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("a: Slides\nHandout: b", "utf-8")
    papers = "[{id: a, title: T, authors: Z Y, topic: x}, {id: b, title: U, authors: Z, topic: x}]"
    outcome = topics.READER.read(opened(papers), pandoc, Beside(Disk(tmp_path)))
    assert [i.presenter for i in outcome.value.readings()] == ["", ""]


def test_columns_are_known_by_what_people_write_over_them(read: Read) -> None:
    text = """\
No.,Block,Seminar date,Article,By,Published in,Yr,Get it at,Must-read?,Discussant
1,Doubt,14 Jan,Why Findings Are False,John P. A. Ioannidis,PLoS Medicine,2005,https://x.org,yes,Ana
,Doubt,,Estimating Reproducibility,Open Science Collaboration,Science,2015,,no,
"""
    outcome = read(text, "schedule.csv")
    first, second = outcome.value.readings()
    assert shown(outcome.value) == [
        "# Doubt",
        "- why-findings-are-false !",
        "- estimating-reproducibility ?",
    ]
    assert [(i.date, i.presenter) for i in (first, second)] == [("14 Jan", "Ana"), ("14 Jan", "")]
    assert first.described
    assert first.described.text("container-title") == "PLOS Medicine"
    assert first.described.text("URL") == "https://x.org"
    assert first.described.dates["issued"].value.year == 2005


def test_columns_are_known_by_what_stands_in_them(read: Read) -> None:
    text = """\
Mtg,Meets on,Question for the day,Come having read,Dig deeper,Opens discussion
1,Jan 19,What are we doing here?,,,
2,Jan 26,Who are we?,Thomas Kuhn. *Scientific Revolutions*. 1962.,Bruno Latour. *Aramis*. 1996.,W
"""
    assert shown(read(text, "plan.csv").value) == [
        "# What are we doing here? @ Jan 19",
        "# Who are we? @ Jan 26",
        "- scientific-revolutions !",
        "- aramis ?",
    ]


def test_readings_beside_optional_ones_are_required_and_alone_are_not(read: Read) -> None:
    beside = "Date,Readings,Optional\n1/14,kwon23,yu22\n1/16,,yu23\n"
    assert [line[-1] for line in shown(read(beside, "plan.csv").value) if line[0] == "-"] == list(
        "!??"
    )
    alone = "Date,Readings\n1/14,kwon23\n1/16,yu22\n"
    assert not any(i.requirement for i in read(alone, "plan.csv").value.readings())


def test_presentations_alone_are_an_outline_by_date(read: Read) -> None:
    text = """\
- {paper: vllm, date: 1/14, presenter: Ann}
- {paper: orca, date: 1/14, presenters: [Bob, Cy]}
- {title: The Roofline Model, url: 'https://x.example/a.pdf', date: 1/16, presenter: Di}
"""
    outcome = read(text)
    assert shown(outcome.value) == [
        "# 1/14 @ 1/14",
        "- vllm",
        "- orca",
        "# 1/16 @ 1/16",
        "- the-roofline-model",
    ]
    assert [i.presenter for i in outcome.value.readings()] == ["Ann", "Bob, Cy", "Di"]


# Anything at all.

WORDS = st.sampled_from(
    [
        "title",
        "readings",
        "date",
        "topic",
        "paper",
        "key",
        "parts",
        "sessions",
        "required",
        "x",
        "1/14",
    ]
)
DATA = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


@given(data=DATA)
def test_no_data_is_claimed_twice_or_breaks_a_reader(pandoc: Pandoc, data: object) -> None:
    page = opened(flow(data))
    readers = takers(page)
    assert len(readers) < 2
    for reader in readers:
        reader.read(page, pandoc, Site(Disk(Path("nowhere"))))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("readings: [" + "a, " * 50_000 + "b]", data_shape.Shape.PARTS),
        ("parts: " + "[{title: a, parts: " * 40 + "[]" + "}]" * 40, None),
        ("- {date: 1/14, readings: [a]}\n" * 10_000, data_shape.Shape.SCHEDULE),
        ("- {title: a, sections: [{title: b}]}\n" * 10_000, None),
    ],
    ids=["keys", "deep", "sessions", "sections"],
)
def test_the_form_of_large_data(text: str, form: data_shape.Shape | None) -> None:
    assert data_shape.form(opened(text)) is form


def test_a_numbered_link_is_that_of_the_reading_with_its_number(read: Read) -> None:
    table = """Date,Topic,Reading 1,Link 1,Reading 2,Link 2,Optional
8/28/2024,Why?,"Campbell, D. T. (1969). Reforms as experiments. American Psychologist, 24(4)",\
https://a.org/1,"Stone, D. A. (1989). Causal Stories. Political Science Quarterly, 104(2)",,
9/4/2024,How?,"Lipsky, M. (2010). Street-Level Bureaucracy. Russell Sage Foundation, pp. 3–25",,\
"Cobb, R. W. (1971). Agenda-Building. The Journal of Politics, 33(4)",https://a.org/2,
"""
    found = list(read(table, "schedule.csv").value.readings())
    urls = [item.described and item.described.text("URL") for item in found]
    assert urls == ["https://a.org/1", "", "", "https://a.org/2"]
    assert [item.locator for item in found] == ["", "", "Pages 3–25", ""]
    assert {item.requirement for item in found} == {Requirement(True)}


def test_a_cell_says_which_part_of_its_work_another_has(read: Read) -> None:
    table = """Date;Primary text;Pages;Criticism (required)
2024-09-02;Charles Dickens, Bleak House;chs. 1–10;
2024-09-04;Chinua Achebe, Things Fall Apart;all;"Achebe, C. (1977). An Image of Africa. MR, 18."
"""
    found = list(read(table, "schedule.csv").value.readings())
    titles = [
        plain_text(i.described.title.value) for i in found if i.described and i.described.title
    ]
    assert titles == ["Bleak House", "Things Fall Apart", "An Image of Africa"]
    assert [i.locator for i in found] == ["chs. 1–10", "", ""]
    assert [i.requirement for i in found] == [None, None, Requirement(True)]


def test_where_and_who_beside_a_name_tell_of_the_work(read: Read) -> None:
    item = only(read("""
- date: Sep 8
  title: Parsing
  reading:
    - name: An Efficient Algorithm
      who: Jay Earley
      where: "CACM 13(2), 1970"
      links: {pdf: https://a.org/x}
"""))  # fmt: skip
    assert item.described
    assert item.described.names["author"].people
    assert item.described.text("URL") == "https://a.org/x"
    assert (item.locator, item.presenter) == ("", "")
    open_yet = read(
        "- date: Sep 8\n  title: Parsing\n  main:\n    - paper: TBD\n    - name: A, B\n"
    )
    assert not open_yet.diagnostics

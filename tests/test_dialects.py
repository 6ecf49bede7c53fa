"""Sites of other generators, and what course sites write around their readings, are understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursepack.model.diagnostic import Diagnostic
from coursepack.model.document import Text, plain_text
from coursepack.model.outline import Outline, Reading, Readings, Section
from coursepack.model.work import Person
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk

PAXOS = "[Paxos Made Simple](https://lamport.azurewebsites.net/pubs/paxos-simple.pdf)"
RAFT = "[In Search of an Understandable Consensus Algorithm](https://raft.github.io/raft.pdf)"

Told = tuple[str, str, str, str]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return tmp_path / "course"


def read(
    course: Path, files: dict[str, str]
) -> tuple[Outline[Reading], list[Told], tuple[Diagnostic, ...]]:
    """Return the outline of *files*, and of each reading its section, title and what is said."""
    for name, text in files.items():
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    found = check_course(Disk(course))
    outline = found.value.outline
    told = [row for part in outline.parts for row in _told(part, (), "")] or [
        _row(r, "") for r in outline.readings()
    ]
    return outline, told, found.diagnostics


def _told(section: Section[Reading], above: tuple[str, ...], date: str) -> list[Told]:
    path = (*above, plain_text(section.title.value))
    date = section.date or date
    rows = [
        _row(item, " / ".join(path), date)
        for block in section.body
        if isinstance(block, Readings)
        for item in block.items
        if isinstance(item, Reading)
    ]
    return rows + [row for below in section.sections for row in _told(below, path, date)]


def _row(reading: Reading, path: str, date: str = "") -> Told:
    title = reading.work.title
    item = reading.item
    bound = item.requirement
    said = "" if bound is None else "required" if bound.required else "optional"
    words = filter(None, (said, item.locator, item.presenter, item.date or date))
    return (
        path,
        plain_text(title.value) if title else "",
        "; ".join(words),
        reading.work.text("URL"),
    )


def short(rows: list[Told]) -> list[tuple[str, str, str]]:
    return [(path, title.split()[0], said) for path, title, said, _ in rows]


def test_icons_mean_what_the_page_says_of_them(course: Path) -> None:
    page = (
        "---\ntitle: Readings\n---\nRead all with {{< fa book >}} before class;"
        " {{< fa binoculars >}} is optional.\n\n## Week 1\n\n"
        f"- {{{{< fa book >}}}} {PAXOS}\n- {{{{< fa binoculars >}}}} {RAFT}"
        " {{< fa file-pdf >}}\n"
    )
    _, rows, said = read(course, {"readings.qmd": page})
    assert short(rows) == [("Week 1", "Paxos", "required"), ("Week 1", "In", "optional")]
    assert said == ()


def test_a_full_and_an_empty_icon_are_two(course: Path) -> None:
    page = (
        '<h1>Readings</h1><p>A <i class="fas fa-star"></i> is required,'
        ' a <i class="far fa-star"></i> optional.</p><h2>Week 1</h2>'
        '<p><i class="fa fa-user"></i> Ada, Ben</p><ul>'
        '<li><i class="far fa-star"></i> <a href="https://a.edu/a.pdf">Logical Clocks</a></li>'
        '<li><i class="fas fa-star"></i> <a href="https://a.edu/b.pdf">Vector Clocks</a></li>'
        "</ul>"
    )
    _, rows, _ = read(course, {"readings.html": page})
    assert short(rows) == [
        ("Week 1", "Logical", "optional; Ada, Ben"),
        ("Week 1", "Vector", "required; Ada, Ben"),
    ]


def test_a_legend_in_a_table(course: Path) -> None:
    page = (
        "# Readings\n\n| Key | Meaning |\n|--|--|\n| 🟥 | required |\n| 🟦 | optional |\n\n"
        f"## Week 1\n\n- 🟥 {PAXOS}\n- 🟦 {RAFT}\n"
    )
    _, rows, _ = read(course, {"readings.md": page})
    assert [said for _, _, said in short(rows)] == ["required", "optional"]


def test_a_bold_week_with_its_date_heads_a_section(course: Path) -> None:
    page = (
        f"# Readings\n\n**Week 1 — Clocks** _(Jan 8)_\n\n* Read: {PAXOS}\n* Presenting: Ada\n\n"
        f"**Week 2 — no meeting** _(Jan 15)_\n\n**Week 3 — Logs** _(Jan 22)_\n\n* {RAFT}\n"
    )
    _, rows, _ = read(course, {"readings.md": page})
    assert short(rows) == [
        ("Week 1 — Clocks", "Paxos", "Ada; Jan 8"),
        ("Week 3 — Logs", "In", "Jan 22"),
    ]


def test_boxes_of_myst_and_quarto_label_what_stands_in_them(course: Path) -> None:
    page = (
        "# Readings\n\n## Week 1\n\n```{admonition} Required reading\n:class: tip\n"
        f"- {PAXOS}\n```\n\n"
        f"## Week 2\n\n::: {{.callout-tip}}\n## Optional reading\n- {RAFT}\n:::\n\n"
        "```{toctree}\nindex\n```\n"
    )
    outline, rows, said = read(course, {"readings.md": page})
    assert short(rows) == [("Week 1", "Paxos", "required"), ("Week 2", "In", "optional")]
    assert "index" not in repr(outline)
    assert said == ()


def test_a_shortcode_is_no_liquid(course: Path) -> None:
    page = (
        '+++\ntitle = "Schedule"\n+++\n\n## Week 1 {{< badge "new" >}}\n\n- **Required:** '
        f'{PAXOS}\n\n{{{{% details "Optional reading" %}}}}\n- {RAFT}\n{{{{% /details %}}}}\n'
    )
    outline, rows, said = read(course, {"content/schedule.md": page})
    assert outline.title == "Schedule"
    assert short(rows) == [("Week 1", "Paxos", "required"), ("Week 1", "In", "optional")]
    assert said == ()


def test_a_menu_is_no_file_of_works(course: Path) -> None:
    menu = "main:\n  - title: Schedule\n    url: /schedule/\n"
    files = {"readings.md": f"# Readings\n\n- {PAXOS}\n- {RAFT}\n", "_data/nav.yml": menu}
    _, rows, said = read(course, files)
    assert (len(rows), said) == (2, ())


SHOWN = """<h1>Seminar</h1>
<p>Papers with a &#9733; are the ones to review.</p>
{% for week in site.weeks %}<h2>{{ week.topic }}</h2>
  {{ week.content }}
  <ul>{% for key in week.read %}{% include paper.html key=key star=true %}{% endfor %}
  {% for key in week.more %}{% include paper.html key=key %}{% endfor %}</ul>
{% endfor %}
"""
PAPER = """{% assign p = site.data.papers | where: "id", include.key | first %}
<li>{% if include.star %}<b>&#9733;</b> {% endif %}<a href="{{ p.link }}">{{ p.title }}</a>,
{{ p.authors }} <small>{{ p.note }}</small></li>
"""
PAPERS = """- {id: paxos, title: Paxos Made Simple, authors: Leslie Lamport, link: "https://example.org/p.pdf"}
- {id: flp, title: Impossibility of Distributed Consensus, authors: Michael J. Fischer,
   link: "https://example.org/f.pdf", note: Section 2}
"""


def test_signs_of_an_include_and_markdown_in_html(course: Path) -> None:
    files = {
        "_config.yml": "title: Seminar\ncollections:\n  weeks:\n",
        "index.html": f"---\n---\n{SHOWN}",
        "_includes/paper.html": PAPER,
        "_data/papers.yml": PAPERS,
        "_weeks/1.md": "---\ntopic: Consensus\nread: [paxos]\nmore: [flp]\n---\n"
        "Bring *questions*.\n",
    }
    outline, rows, _ = read(course, files)
    assert short(rows) == [
        ("Consensus", "Paxos", "required"),
        ("Consensus", "Impossibility", "Section 2"),
    ]
    assert "Emphasis(children=(Text(text='questions'),))" in repr(outline)


def test_dates_before_their_headings(course: Path) -> None:
    page = (
        f"# Readings\n\n## Unit 1\n\nTue, Jan 7\n\n### Clocks [slides](a.pdf)\n\n- {PAXOS}\n\n"
        f"Thu, Jan 9\n\n### Logs\n\n- {RAFT}\n"
    )
    _, rows, _ = read(course, {"readings.md": page})
    assert short(rows) == [
        ("Unit 1 / Clocks", "Paxos", "Tue, Jan 7"),
        ("Unit 1 / Logs", "In", "Thu, Jan 9"),
    ]


def test_a_legend_below_a_heading_says_nothing_of_other_sections(course: Path) -> None:
    page = (
        f"# Readings\n\n## Week 1\n\n- {PAXOS}\n\n## Week 2\n\n- ⭐ {RAFT}\n"
        "- [Viewstamped Replication Revisited](https://example.org/vr.pdf)\n\n"
        "(⭐ = must read, the rest is optional)\n"
    )
    _, rows, _ = read(course, {"readings.md": page})
    assert [said for _, _, said in short(rows)] == ["", "required", "optional"]


def test_a_venue_in_a_column_of_its_own(course: Path) -> None:
    page = (
        "# Reading group\n\n| Date | Paper | Venue | Presenter |\n|--|--|--|--|\n"
        f"| 2024-03-06 | {PAXOS} | SOSP'15 | Ada |\n| 2024-03-13 | *cancelled* | | |\n"
        f"| 2024-03-20 | {RAFT} | ATC'14 | Ben |\n"
    )
    outline, _, _ = read(course, {"readings.md": page})
    works = [reading.work for reading in outline.readings()]
    assert [w.dates["issued"].value.year for w in works] == [2015, 2014]
    assert [w.text("container-title-short") for w in works] == ["SOSP", "USENIX ATC"]
    assert outline.parts == ()


@pytest.mark.parametrize(
    ("behind", "people", "year"),
    [
        ("(Sweeney '02)", ["Sweeney"], 2002),
        ("(de Montjoye et al. 2013)", ["Montjoye"], 2013),
        ("(Phase 2)", None, None),
        ("— Bansal, Chen, Herbert, Tomlin (2017)", ["Bansal", "Chen", "Herbert", "Tomlin"], 2017),
    ],
)
def test_names_and_a_year_in_brackets(
    behind: str, people: list[str] | None, year: int | None, course: Path
) -> None:
    page = f"# Readings\n\n- {PAXOS} {behind}\n- {RAFT}\n"
    outline, _, _ = read(course, {"readings.md": page})
    work = next(iter(outline.readings())).work
    names = work.names.get("author")
    families = (
        [p.family if isinstance(p, Person) else p.name for p in names.people] if names else None
    )
    assert families == people
    issued = work.dates.get("issued")
    assert (issued and issued.value.year) == year


@pytest.mark.parametrize(
    "item",
    [
        "Guest lecture by **Priya Natarajan** (Anyscale)",
        "[Submit your review](https://forms.gle/abc)",
        "[Homework 1](https://example.org/hw1.pdf)",
        "Slides: [pdf](https://example.org/s.pdf)",
        "Read one of the two:",
    ],
)
def test_what_stands_among_readings_is_none(item: str, course: Path) -> None:
    _, rows, _ = read(course, {"readings.md": f"# Readings\n\n## Week 1\n\n- {PAXOS}\n- {item}\n"})
    assert [title for _, title, _ in short(rows)] == ["Paxos"]


def test_a_row_over_all_columns_heads_rows_that_have_no_topic(course: Path) -> None:
    def row(day: str, title: str) -> str:
        link = f"<a href='https://a.org/{day}'>{title}</a>"
        return f"<tr><td>{day}</td><td>{link}, Ann Lee, 2001</td><td></td></tr>"

    rows = [
        "<tr><th>Date</th><th>Readings</th><th>Notes</th></tr>",
        row("Jan 5", "A Paper Before It"),
        "<tr><td colspan='3'><b>Week 1: Logs</b></td></tr>",
        row("Jan 12", "The First Paper"),
        "<tr><td colspan='3'><b>Week 2: Clocks</b></td></tr>",
        row("Jan 19", "The Second Paper"),
    ]
    page = f"<h1>Course</h1><h2>Schedule</h2><table>{''.join(rows)}</table>"
    outline, _, _ = read(course, {"index.html": page})
    (schedule,) = outline.parts
    titles = [plain_text(s.title.value) for s in outline.sections()]
    assert titles == ["Schedule", "Week 1: Logs", "Week 2: Clocks"]
    assert schedule.sections[0].title.value == (Text("Week 1: Logs"),)
    dates = [[r.item.date for r in s.own_readings()] for s in outline.sections()]
    assert dates == [["Jan 5"], ["Jan 12"], ["Jan 19"]]

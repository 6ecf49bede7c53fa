"""The Liquid of a page is evaluated as its site does, and every piece keeps its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Text
from coursepack.model.outline import Requirement
from coursepack.model.source import Source
from coursepack.read.disk import Disk
from coursepack.read.sites import liquid
from coursepack.read.sites.liquid import Assigned, Gap, Piece, Words
from coursepack.read.sites.site import Site, front_matter

Pieces = Outcome[tuple[Piece, ...]]
Evaluate = Callable[..., Pieces]

PAPERS = """\
turing37:
  title: "On Computable Numbers"
  authors: Alan Turing
  year: 1937
  url: "https://example.org/turing"
  topic: machines
  required: yes
  date: 2025-01-14
church36:
  title: An Unsolvable Problem
  authors: Alonzo Church
  year: 1936
  url: https://example.org/church
  topic: calculus
"""

ITEM = """\
{% assign p = site.data.papers[include.key] %}
<li><a href="{{ p.url }}">{{ p.title }}</a>, <em>{{ p.authors }}</em>. {{ include.remark }}</li>
"""


@pytest.fixture
def evaluate(tmp_path: Path) -> Evaluate:
    def run(
        page: str,
        files: Mapping[str, str] | None = None,
        works: str = "_data/papers.yml",
        layouts: bool = False,
    ) -> Pieces:
        for name, text in {"_data/papers.yml": PAPERS, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        source = Source("list.md", page)
        front = front_matter(source)
        site = Site(Disk(tmp_path), frozenset([works]))
        read = liquid.with_layouts if layouts else liquid.evaluate
        return read(source, front.body, front.matter, site)

    return run


def shown(found: Pieces) -> str:
    return "".join(_shown(piece) for piece in found.value)


def _shown(piece: Piece) -> str:
    match piece:
        case Words(text):
            return text
        case Assigned(item):
            return f"<{item.key.value}>"
        case Gap():
            return ""


def lines(found: Pieces) -> list[str]:
    return [line.strip() for line in shown(found).split("\n") if line.strip()]


def readings(found: Pieces) -> list[str]:
    return [piece.item.key.value for piece in found.value if isinstance(piece, Assigned)]


def fields(found: Pieces) -> list[tuple[str, str]]:
    words = (piece for piece in found.value if isinstance(piece, Words))
    return [(piece.text, piece.field_of) for piece in words if piece.field_of]


def codes(found: Pieces) -> list[str]:
    return [d.code for d in found.diagnostics]


def place(found: Pieces, text: str) -> str:
    piece = next(p for p in found.value if isinstance(p, Words) and text in p.text)
    return str(piece.source.span(piece.start, piece.start))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("{% assign x = 'a' %}{{ x }}", "a"),
        ("{% assign x = 1 | plus: 2 %}{{ x }}", "3"),
        ("{% capture x %}a{{ 1 }}{% endcapture %}[{{ x }}]", "[a1]"),
        ("{% if page.draft %}a{% else %}b{% endif %}", "b"),
        ("{% unless page.draft %}a{% endunless %}", "a"),
        ("{% case 2 %}{% when 1 %}a{% when 2, 3 %}b{% else %}c{% endcase %}", "b"),
        ("{% for i in (1..5) limit: 2 offset: 1 %}{{ i }}{% endfor %}", "23"),
        ("{% for i in (1..3) reversed %}{{ i }}{% endfor %}", "321"),
        ("{% for i in nothing %}a{% else %}none{% endfor %}", "none"),
        ("{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "12"),
        ("{% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% endfor %}", "13"),
        (
            "{% for i in (1..3) %}{{ forloop.index }}/{{ forloop.length }} {% endfor %}",
            "1/3 2/3 3/3 ",
        ),
        ("{% for i in (1..4) %}{% cycle 'a', 'b' %}{% endfor %}", "abab"),
        ("{% increment n %}{% increment n %}", "01"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{% comment %}x{% endcomment %}{{ 1 }}", "1"),
        ("{{ nothing.at.all }}{{ site.time }}{{ 'now' | date: '%Y' }}.", "."),
        ("{% link a.md %}{% post_url b %}{{ 1 }}", "1"),
        ("{{ '/schedule/' | relative_url }}", "/schedule/"),
        ("[schedule]({{ '/schedule/' | relative_url }})", "[schedule](/schedule/)"),
        ("{{ 'A B, c' | slugify }}", "a-b-c"),
        ("{{ 'a,b,c' | split: ',' | array_to_sentence_string }}", "a, b, and c"),
        ("{{ 'a,b' | split: ',' | push: 'c' | join: '-' }}", "a-b-c"),
        ("{{ '<b>x</b>' | strip_html }}{{ 'a & b' | xml_escape }}", "xa &amp; b"),
        ("{{ '**x**' | markdownify }}", "**x**"),
        ("{{ 'a\tb' | normalize_whitespace }}{{ 'a b c' | number_of_words }}", "a b3"),
        ("{{ page.title }} {{ page.url }}", "Readings /list.html"),
        ("{{ jekyll.environment }}", "production"),
        ("{{ site.data.papers.turing37.date | date: '%b %-d, %Y' }}", "Jan 14, 2025"),
        ("{{ site.data.papers.turing37.date | date_to_string }}", "14 Jan 2025"),
        ("{{ site.data.papers.turing37.date | date_to_long_string }}", "14 January 2025"),
        ("{{ site.data.papers['church36'].year | plus: 1 }}", "1937"),
        ("{% if site.data.papers.turing37.year > 1936 %}later{% endif %}", "later"),
        ("{% if site.data.papers.turing37.required %}yes{% endif %}", "yes"),
        ("{% if site.data.papers.turing37.required == true %}yes{% endif %}", "yes"),
        ("{{ site.data.papers.turing37.required }}", "yes"),
        ("{{ site.data.papers | size }}", "2"),
    ],
)
def test_liquid_is_evaluated(page: str, expected: str, evaluate: Evaluate) -> None:
    found = evaluate(f"---\ntitle: Readings\n---\n{page}")
    assert shown(found) == expected
    assert not found.diagnostics


LIST = """\
- id: a
  title: First
  year: 2021
  topic: x
  tags: [p, q]
- title: The Second, of Two
  year: 2020
  topic: y
- {id: c, title: Third, topic: x, year: 2022}
- {id: d, title: Undated, topic: y}
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("where: 'topic', 'x' | map: 'id' | join: ','", "a,c"),
        ("where: 'year', 2020 | map: 'title' | first", "The Second, of Two"),
        ("where: 'tags', 'q' | map: 'id' | join: ','", "a"),
        ("where_exp: 'p', 'p.year >= 2021' | map: 'id' | join: ','", "a,c"),
        ("where_exp: 'p', 'p.tags contains \"p\"' | map: 'id' | join: ','", "a"),
        ("sort: 'year' | map: 'title' | join: ','", "Undated,The Second, of Two,First,Third"),
        ("sort: 'year', 'last' | map: 'title' | last", "Undated"),
        ("sort: 'year' | reverse | map: 'title' | first", "Third"),
        ("sort_natural: 'title' | map: 'title' | first", "First"),
        ("group_by: 'topic' | map: 'name' | join: ','", "x,y"),
        ("group_by: 'topic' | map: 'size' | join: ','", "2,2"),
        ("group_by_exp: 'p', 'p.year | modulo: 2' | map: 'size' | join: ','", "1,3"),
        ("find: 'id', 'c' | map: 'title'", "Third"),
        ("find_exp: 'p', 'p.year == 2021' | map: 'title'", "First"),
        ("map: 'year' | compact | sum", "6063"),
    ],
)
def test_lists_are_chosen_and_ordered(expression: str, expected: str, evaluate: Evaluate) -> None:
    page = f"{{% assign found = site.data.list | {expression} %}}{{{{ found }}}}"
    assert shown(evaluate(page, {"_data/list.yml": LIST})) == expected


def test_a_loop_over_the_works_shows_them_at_their_places(evaluate: Evaluate) -> None:
    page = """
{% for p in site.data.papers %}
- [{{ p[1].title }}]({{ p[1].url }}) by {{ p[1].authors | upcase }}
{% endfor %}
"""
    found = evaluate(page)
    assert lines(found) == [
        "- [On Computable Numbers](https://example.org/turing) by ALAN TURING",
        "- [An Unsolvable Problem](https://example.org/church) by ALONZO CHURCH",
    ]
    assert fields(found) == [
        ("On Computable Numbers", "turing37"),
        ("ALAN TURING", "turing37"),
        ("An Unsolvable Problem", "church36"),
        ("ALONZO CHURCH", "church36"),
    ]
    assert place(found, "On Computable") == "_data/papers.yml:2:11"
    assert place(found, "example.org/church") == "_data/papers.yml:13:8"
    assert place(found, "ALAN") == "list.md:3:41"
    assert place(found, " by ") == "list.md:3:36"


def test_lines_of_tags_alone_leave_gaps(evaluate: Evaluate) -> None:
    found = evaluate("- a\n{% if true %}\n- b\n{% endif %}\n- c\n{{ x }}\n")
    kept: list[str] = []
    line, gap = "", False
    for piece in found.value:
        if isinstance(piece, Words):
            for number, part in enumerate(piece.text.split("\n")):
                if number:
                    kept += [line] if line or not gap else []
                    line, gap = "", False
                line += part
        else:
            gap = True
    assert kept == ["- a", "- b", "- c"]


@pytest.mark.parametrize(
    ("include", "page", "key", "at"),
    [
        (ITEM, '{% include item.html key="turing37" %}', "turing37", "list.md:2:27"),
        (
            ITEM.replace("key", "id"),
            '{% include item.html id="turing37" %}',
            "turing37",
            "list.md:2:26",
        ),
        (
            "{% assign i = include.ref %}{% assign p = site.data.papers[i] %}<b>{{ p.title }}</b>",
            "{% include item.html ref='church36' %}",
            "church36",
            "list.md:2:27",
        ),
        (
            "{{ include.paper.title }}",
            "{% include item.html paper=site.data.papers.church36 %}",
            "church36",
            "list.md:2:28",
        ),
        (
            ITEM,
            "{% for p in site.data.papers offset: 1 %}{% include item.html key=p[0] %}{% endfor %}",
            "church36",
            "_data/papers.yml:9:1",
        ),
        (ITEM, "{{ 1 }}{% include item.html key='gone' %}", "gone", "list.md:2:34"),
        (
            ITEM.replace("key", "id"),
            "{{ 1 }}{% include item.html id='gone' %}",
            "gone",
            "list.md:2:33",
        ),
        (
            "",
            '{% if true %}{% include item.html key="turing37" %}{% endif %}',
            "turing37",
            "list.md:2:40",
        ),
    ],
)
def test_an_include_that_shows_one_work_is_a_reading(
    include: str, page: str, key: str, at: str, evaluate: Evaluate
) -> None:
    found = evaluate(f"\n{page}", {"_includes/item.html": include})
    (reading,) = [piece for piece in found.value if isinstance(piece, Assigned)]
    assert (reading.item.key.value, str(reading.item.key.span)) == (key, at)
    assert reading.written.startswith("{% include")
    assert not found.diagnostics
    assert "<a" not in shown(found)


def test_the_works_of_a_list_have_their_ids_or_are_called_by_their_titles(
    evaluate: Evaluate,
) -> None:
    include = "{% assign p = site.data.list | where: 'id', include.id | first %}{{ p.title }}"
    page = "{% include i.html id='c' %}{% for p in site.data.list %}{{ p.title }} {% endfor %}"
    files = {"_data/list.yml": LIST, "_includes/i.html": include}
    found = evaluate(page, files, works="_data/list.yml")
    assert readings(found) == ["c"]
    assert fields(found) == [("First", "a"), ("Third", "c"), ("Undated", "d")]
    untitled = "- {title: 'The Second, of Two', url: u}\n- {title: First}\n"
    found = evaluate(page, {"_data/list.yml": untitled}, works="_data/list.yml")
    keys = [("The Second, of Two", "the-second-of-two"), ("First", "first")]
    assert fields(found) == keys


def test_parameters_say_how_it_is_read(evaluate: Evaluate) -> None:
    page = (
        '{% include item.html key="a" sections="2-3" notes="Skim." presenter="Ada" date="1/14" '
        'remark="x" required="Network" colour="red" %}{% include item.html key="b" optional=true %}'
    )
    for before in ("", "{{ nothing }}"):
        found = evaluate(before + page, {"_includes/item.html": ITEM})
        first, second = (p.item for p in found.value if isinstance(p, Assigned))
        assert (first.locator, first.note) == ("Sections 2-3", (Text("Skim."),))
        assert (first.presenter, first.date) == ("Ada", "1/14")
        assert first.requirement == Requirement(True, "Network")
        assert second.requirement == Requirement(False)
        (problem,) = found.diagnostics
        assert "`colour`" in problem.message


def test_an_include_of_many_works_prints_them(evaluate: Evaluate) -> None:
    include = (
        "{% for p in site.data.papers %}{% if p[1].topic == include.key %}"
        "{{ p[1].title }};{% endif %}{% endfor %}"
    )
    files = {"_includes/topic.html": include}
    found = evaluate('{% include topic.html key="machines" %}', files)
    assert (shown(found), readings(found)) == ("On Computable Numbers;", [])
    found = evaluate('{% include topic.html key="none" %}', files)
    assert (shown(found), readings(found)) == ("", [])


def test_includes_take_their_name_and_parameters_from_variables(evaluate: Evaluate) -> None:
    files = {
        "_includes/a/b.html": "[{{ include.x }} {{ include.y }}]",
        "near.html": "near",
    }
    page = """---
kind: b
what: [1, 2]
---
{% include a/{{ page.kind }}.html x=page.what.last y="q" %}
{% include "a/b.html" x=1.5 %}{% include_cached a/b.html %}{% include_relative near.html %}"""
    found = evaluate(page, files)
    assert lines(found) == ["[2 q]", "[1.5 ][ ]near"]


def test_a_schedule_with_readings_in_it(evaluate: Evaluate) -> None:
    schedule = """
- date: 2025-01-14
  topic: Machines
  readings: [turing37, church36]
- date: 2025-01-21
  topic: Break
"""
    page = """
{% for day in site.data.schedule %}
## {{ day.date | date: "%b %-d" }}: {{ day.topic }}
{% for r in day.readings %}
- {% include item.html key=r %}
{% else %}
No readings.
{% endfor %}
{% endfor %}
"""
    found = evaluate(page, {"_data/schedule.yml": schedule, "_includes/item.html": ITEM})
    assert lines(found) == [
        "## Jan 14: Machines",
        "- <turing37>",
        "- <church36>",
        "## Jan 21: Break",
        "No readings.",
    ]
    keys = [piece.item.key for piece in found.value if isinstance(piece, Assigned)]
    assert str(keys[1].span) == "_data/schedule.yml:4:24"


def test_a_collection_is_printed_with_its_own_liquid(evaluate: Evaluate) -> None:
    files = {
        "_config.yml": "title: CS 1\ncollections:\n  modules:\n    output: true\n",
        "_modules/week-01.md": "---\ntitle: Week 1\n---\nJan 1\n"
        ": {{ page.title }} {% include item.html key='turing37' %}\n",
        "_modules/week-02.md": "---\ntitle: Week 2\n---\nJan 8\n",
        "_includes/item.html": ITEM,
    }
    page = "{{ site.title }}\n{% for module in site.modules %}\n{{ module }}\n{% endfor %}"
    found = evaluate(page, files)
    assert lines(found) == ["CS 1", "Jan 1", ": Week 1 <turing37>", "Jan 8"]
    assert place(found, "Jan 8") == "_modules/week-02.md:4:1"


def test_data_of_folders_tables_and_odd_names(evaluate: Evaluate) -> None:
    files = {
        "_data/2024/reading-list.json": '{"a": [1, 2.50]}',
        "_data/plan.csv": 'week,topic\n1,"Sets, maps"\n2,010\n',
    }
    page = (
        "{{ site.data['2024']['reading-list'].a | last }} {{ site.data.2024.reading-list.a[0] }}"
        "{% for r in site.data.plan %} {{ r.week }}:{{ r.topic }}{% endfor %}"
    )
    found = evaluate(page, files)
    assert shown(found) == "2.50 1 1:Sets, maps 2:010"
    assert place(found, "Sets, maps") == "_data/plan.csv:2:4"


def test_a_captured_reading_stays_one(evaluate: Evaluate) -> None:
    page = "{% capture c %}\n{% include item.html key='turing37' %} x\n{% endcapture %}"
    files = {"_includes/item.html": ITEM}
    for use in ("{{ c }}", "{{ c | strip }}", "{{ c | markdownify }}"):
        assert shown(evaluate(page + use, files)).strip() == "<turing37> x"


def test_fields_in_markup_are_plain(evaluate: Evaluate) -> None:
    page = (
        "{% assign p = site.data.papers.turing37 %}"
        '<a href="{{ p.url }}" title="{{ p.title }}">{{ p.title }}</a> '
        "[x]({{ p.url }}) {{ p.year }}"
    )
    assert fields(evaluate(page)) == [("On Computable Numbers", "turing37"), ("1937", "turing37")]


def test_layouts_are_put_around_without_navigation(evaluate: Evaluate) -> None:
    files = {
        "_layouts/list.html": "---\nlayout: base\n---\n<h2>{{ page.title }}</h2>\n"
        "{% for r in page.readings %}\n- {{ r.title }}\n{% endfor %}\n{{ content }}\n",
        "_layouts/base.html": "<!DOCTYPE html><html><head><title>x</title></head><body>"
        "{% include nav.html %}\n{{ content }}<footer>end {{ page.title }}</footer></body></html>",
        "_includes/nav.html": "<nav><ul><nav>a</nav></ul> b</nav>",
    }
    page = "---\nlayout: list\ntitle: T\nreadings:\n- title: A\n- title: B\n---\n<nav>mine</nav>\n"
    found = evaluate(page, files, layouts=True)
    assert lines(found) == ["<h2>T</h2>", "- A", "- B", "<nav>mine</nav>"]
    assert place(found, "A") == "list.md:5:10"
    assert place(found, "mine") == "list.md:8:1"


def test_highlighted_code_is_fenced(evaluate: Evaluate) -> None:
    page = "{% highlight python %}\nx = 1\n{% endhighlight %}"
    assert lines(evaluate(page)) == ["~~~~ python", "x = 1", "~~~~"]


@pytest.mark.parametrize(
    ("page", "code", "at", "rest"),
    [
        ("a {% nonsense x %} b", "unread-liquid", "list.md:1:3", "a  b"),
        ("{% box %}x{% endbox %} b", "unread-liquid", "list.md:1:1", " b"),
        ("{{ 'x' | frobnicate }}", "unread-liquid", "list.md:1:1", "x"),
        ("{% include none.html %}b", "unread-liquid", "list.md:1:1", "b"),
        ("{% assign x | %}b", "liquid-fault", "list.md:1:1", "b"),
        ("a{{ 'x' | divided_by: 0 }}b", "liquid-fault", "list.md:1:2", "ab"),
        (
            "{% if x = 1 & 2 %}a{% if y %}{% endif %}b{% endif %}c",
            "liquid-fault",
            "list.md:1:1",
            "c",
        ),
        (
            "{% for i in (1..99999999999) reversed %}x{% endfor %}b",
            "liquid-fault",
            "list.md:1:1",
            "b",
        ),
        ("{% if (1..99999999999) contains 'x' %}x{% endif %}b", "liquid-fault", "list.md:1:1", "b"),
        ("{% include again.html %}", "liquid-fault", "_includes/again.html:1:1", ""),
        ("{% for a in x %}\nb", "unbalanced-liquid", "list.md:1:1", "b"),
        ("{{ 1 }}{% endif %}b", "unbalanced-liquid", "list.md:1:8", "1b"),
        ("{{ 1 }}{% else %}b", "unbalanced-liquid", "list.md:1:8", "1b"),
        ("{{ 1 }}{{ b\nc", "unbalanced-liquid", "list.md:1:8", "1\nc"),
    ],
)
def test_what_fails_is_told_and_the_rest_read(
    page: str, code: str, at: str, rest: str, evaluate: Evaluate
) -> None:
    found = evaluate(page, {"_includes/again.html": "{% include again.html %}"})
    assert [(d.code, str(d.span)) for d in found.diagnostics] == [(code, at)]
    assert shown(found).strip() == rest.strip()


def test_nothing_outside_the_folder_is_read(tmp_path: Path, evaluate: Evaluate) -> None:
    (tmp_path.parent / "secret.yml").write_text("x: secret\n")
    page = (
        "{% include ../../secret.yml %}{% include_relative ../secret.yml %}"
        "{{ site.data['../../secret'].x }}{% for x in site.data['..'] %}{{ x }}{% endfor %}"
    )
    found = evaluate(page)
    assert "secret" not in shown(found)
    assert set(codes(found)) == {"unread-liquid"}


@pytest.mark.parametrize(
    "page",
    [
        "{{" * 500_000,
        "{%" * 500_000,
        "{% if x %}" * 100_000,
        "{% endif %}" * 90_000,
        "{% raw %}" * 100_000,
        "{% a" + " " * 1_000_000 + "%}",
        "{% for a in (1..1000) %}" * 25 + "x" + "{% endfor %}" * 25,
        "{% for a in (1..90000) %}{% for b in (1..2) %}{% endfor %}{% endfor %}" * 20,
        "{% assign s = 'aaaaaaaaaa' %}" + "{% assign s = s | append: s %}" * 60,
        "{% assign s = 9 %}" + "{% assign s = s | times: s %}" * 60,
        "{% assign s = 'a' | split: '' %}" + "{% assign s = s | concat: s %}" * 60,
        "{% include twice.html %}",
        "{{ 1 }}" * 140_000,
    ],
    ids=range(13),
)
def test_hostile_pages_end_soon(page: str, evaluate: Evaluate) -> None:
    begun = perf_counter()
    evaluate(page, {"_includes/twice.html": "{% include twice.html %}" * 2})
    # Bound loosely: squares and powers take minutes.
    assert perf_counter() - begun < 20


WORDS = st.sampled_from(
    [
        "{%", "%}", "{{", "}}", "{%-", "-%}", " ", "\n", "if", "endif", "else", "elsif", "for p in",
        "endfor", "case", "when", "endcase", "include", "item.html", "key=", '"turing37"', "assign",
        "x", "=", "|", "where:", "'id'", ",", "sort", "first", "site.data.papers", "page", "(1..3)",
        "raw", "endraw", "comment", "endcomment", "capture", "endcapture", "<!--", "-->", "unknown",
        "[", "]", ".", "\ue0f0", "\ue0f2", "\ue0f3", "0", "highlight", "endhighlight",
        "tablerow p in",
        "endtablerow", "cycle", "<a href=", ">", "](", ")", "contains", "date:", "break",
    ]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(page=st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60))
@example(page="{% if %}")
@example(page="{{ ''| where: }}{% include %}{% for %}{% endfor %}")
@example(page="{% capture %}{% endcapture %}{% highlight %}{% endhighlight %}")
def test_any_page_is_read(page: str, evaluate: Evaluate) -> None:
    found = evaluate(page, {"_includes/item.html": ITEM})
    for piece in found.value:
        assert 0 <= piece.start <= len(piece.source.text)
        if isinstance(piece, Words) and piece.verbatim:
            written = piece.source.text[piece.start : piece.start + len(piece.text)]
            # Characters that the reader keeps for itself are replaced.
            assert piece.text == re.sub("[\ue0f0-\ue0f4]", "\ufffd", written)


def test_plain_pages_need_no_engine() -> None:
    plain = 'a {% include i.html key="x" required=true %} {% comment %}{% endcomment %}'
    assert liquid.is_plain(plain)
    assert not liquid.is_plain("{% include i.html key=page.x %}")
    assert not liquid.is_plain("{{ x }}")
    assert not liquid.is_plain("{% include nav.html %}")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (ITEM, ("papers",)),
        ("{% assign p = site.data.papers %}{{ p[include.key].title }}", ("papers",)),
        ("{% for x in site.data['2024'].papers %}", ("2024/papers",)),
        ("{% assign y = '2024' %}{{ site.data[y].papers }}{{ site.data.b }}", ("2024/papers", "b")),
        ("{% assign d = site.data %}{% for x in d.papers %}", ("papers",)),
        ("{{ page.data.papers }} {{ 'site.data.x' }}", ()),
    ],
)
def test_data_shown(text: str, names: tuple[str, ...]) -> None:
    assert liquid.data_shown([text]) == names


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (ITEM, {"url": "URL", "title": "title", "authors": "author"}),
        (
            '<a href="{{ p.link }}"><b>{{ p.name }}</b></a> by {{ p.who }}',
            {"link": "URL", "name": "title", "who": "author"},
        ),
        ("[{{ p.t }}]({{ p.pdf }})", {"pdf": "URL", "t": "title"}),
        ("<strong>{{ p.t | escape }}</strong> {{ p.when }}", {"t": "title"}),
        ("{{ include.title }}", {}),
    ],
)
def test_shown_fields(text: str, fields: dict[str, str]) -> None:
    assert liquid.shown_fields(Source("i.html", text)) == fields

"""A Jekyll page becomes an outline: every reading in its place, every word kept or reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coursepack.adapters.liquid_tags import Tag, Unclosed, Words, pieces
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Block, ListItem, Paragraph, plain_text
from coursepack.model.outline import Outline, ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Source
from coursepack.read.disk import Disk
from coursepack.read.outline_reader import Page
from coursepack.read.outlines import page as pages
from coursepack.read.pages import layout
from coursepack.read.sites.site import Site

Found = Outcome[Outline[ReadingItem]]


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as started:
        yield started


def read(source: Source, pandoc: Pandoc) -> Found:
    """Read a page that has no site around it."""
    nowhere = Site(Disk(Path("no-such-folder")))
    return pages.read(Page(source), pandoc, nowhere)


def include(key: str, rest: str = "") -> str:
    return f'{{% include paper_item.html key="{key}"{rest} %}}'


def keys(found: Found) -> list[str]:
    return [item.key.value for item in found.value.readings()]


def shape(sections: tuple[Section[ReadingItem], ...]) -> list[object]:
    return [(plain_text(s.title.value), shape(s.sections)) for s in sections]


def prose(found: Found) -> str:
    bodies = [found.value.body, *(s.body for s in found.value.sections())]
    return " ".join(_words(block) for body in bodies for block in body)


def _words(block: Block | Readings[ReadingItem]) -> str:
    match block:
        case Readings(items):
            blocks = [b for item in items if isinstance(item, ListItem) for b in item.children]
            return " ".join(map(_words, blocks))
        case Paragraph(children):
            return plain_text(children)
        case _:
            return repr(block)


def codes(found: Found) -> list[str]:
    return [d.code for d in found.diagnostics]


def test_headings_make_parts_and_sections(pandoc: Pandoc) -> None:
    page = f"## A\n#### B\n- {include('x')}\n## C\n### D\n##### E\n### F\n"
    found = read(Source("p.md", page), pandoc)
    assert shape(found.value.parts) == [
        ("A", [("B", [])]),
        ("C", [("D", [("E", [])]), ("F", [])]),
    ]


def test_a_lone_first_heading_is_the_title(pandoc: Pandoc) -> None:
    found = read(Source("p.md", "# Readings\n\n## A\n\n## B\n"), pandoc)
    assert found.value.title == "Readings"
    assert shape(found.value.parts) == [("A", []), ("B", [])]
    both = read(Source("p.md", "---\ntitle: Menu\n---\n# Readings\n## A\n"), pandoc)
    assert both.value.title == "Readings"
    several = read(Source("p.md", "# A\n\n# B\n"), pandoc)
    assert shape(several.value.parts) == [("A", []), ("B", [])]


def test_a_day_in_bold_heads_the_lines_below_it(pandoc: Pandoc) -> None:
    page = """
**Wed. 1/25: What is race?**
Morning, Ann. 2011. *The Nature of Race*. Berkeley: University of California Press. Chapter 1.
Ray, Victor. 2019. "A Theory of Racialized Organizations." *ASR* 84(1):26-53.
Response paper #1 due in class
"""
    found = read(Source("p.md", f"## Schedule\n{page}"), pandoc)
    assert shape(found.value.parts) == [("Schedule", [("Wed. 1/25: What is race?", [])])]
    assert keys(found) == ["the-nature-of-race", "a-theory-of-racialized-organizations"]
    assert prose(found) == "Response paper #1 due in class"


def test_bold_words_before_a_label_head_what_it_labels(pandoc: Pandoc) -> None:
    item = "- Zilsel, E. (1941). The Origins. *JHI*, 2.\n"
    page = f"# Stones\n\n**Week 1 (Oct 2).** *Required:*\n\n{item}"
    found = read(Source("p.md", page), pandoc)
    (reading,) = found.value.readings()
    (section,) = found.value.sections()
    assert (plain_text(section.title.value), section.date) == ("Week 1 (Oct 2)", "Oct 2")
    assert reading.requirement == Requirement(True)


def test_a_label_right_below_a_list_is_no_more_of_its_last_item(pandoc: Pandoc) -> None:
    one, other = "Lee, A. (2001). One Thing. *Mind*, 2.", "Ray, B. (2002). Another. *Mind*, 3."
    page = f"## Readings\n- {one}\nOptional:\n- {other}\n"
    found = read(Source("p.md", page), pandoc)
    assert [i.requirement for i in found.value.readings()] == [None, Requirement(False)]
    assert not any(i.note for i in found.value.readings())


def test_whoever_leads_as_a_heading_says_presents_what_is_below_it(pandoc: Pandoc) -> None:
    item = "- Lee, A. (2001). One Thing. *Mind*, 2.\n"
    page = f"## Week 2 – Fear (Discussion leaders: Kofi & Marianne)\n{item}"
    (reading,) = read(Source("p.md", page), pandoc).value.readings()
    assert reading.presenter == "Kofi & Marianne"


def test_keys_of_works_stand_behind_read_and_as_lone_words(pandoc: Pandoc, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{crip, title={A}}\n@book{juul, title={B}}", "utf-8")
    site = Site(Disk(tmp_path), frozenset(("a.bib",)))
    text = (
        "## A\n\n- crip (ch. 1)\n- prognosis\n\nRead @juul for Tuesday.\n\nWe meet @noon there.\n"
    )
    found = pages.read(Page(Source("p.md", text)), pandoc, site)
    assert [(i.key.value, i.locator) for i in found.value.readings()] == [
        ("crip", "ch. 1"),
        ("juul", ""),
    ]


def test_keys_in_running_words_are_on_the_day_before_them(pandoc: Pandoc, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{lal2004, title={A}}\n@book{dirt07, title={B}}", "utf-8")
    site = Site(Disk(tmp_path), frozenset(("a.bib",)))
    text = "## Meetings\n\n- **Feb 2** (Bas & Ngozi): `lal2004`; background: `dirt07` ch. 2\n"
    found = list(pages.read(Page(Source("p.md", text)), pandoc, site).value.readings())
    assert [(i.key.value, i.date, i.presenter, i.locator) for i in found] == [
        ("lal2004", "Feb 2", "Bas & Ngozi", ""),
        ("dirt07", "Feb 2", "Bas & Ngozi", "ch. 2"),
    ]
    assert [i.requirement for i in found] == [None, Requirement(False)]


def test_the_front_matter_gives_the_title(pandoc: Pandoc) -> None:
    found = read(Source("p.md", '---\ntitle: "No: 12:30"\nlayout: page\n---\n## A\n'), pandoc)
    assert found.value.title == "No: 12:30"
    assert str(found.value.parts[0].title.span) == "p.md:5:1"


def test_readings_know_their_place(pandoc: Pandoc) -> None:
    page = f"---\nx: y\n---\n<!-- gone\n -->\n<ul>\n  {include('a b:ü')}\n\n{include('c')}</ul>\n"
    found = read(Source("p.md", page), pandoc)
    places = [(item.key.value, str(item.key.span)) for item in found.value.readings()]
    assert places == [("a b:ü", "p.md:7:35"), ("c", "p.md:9:33")]


@pytest.mark.parametrize(
    ("rest", "requirement"),
    [
        ("", None),
        (" required=true", Requirement(True)),
        (" required=false", Requirement(False)),
        (' required="true"', Requirement(True)),
        (' required="Network"', Requirement(True, "Network")),
        (" required='Two words'", Requirement(True, "Two words")),
    ],
)
def test_requirements(rest: str, requirement: Requirement | None, pandoc: Pandoc) -> None:
    found = read(Source("p.md", f"<ul>{include('a', rest)}</ul>"), pandoc)
    assert [item.requirement for item in found.value.readings()] == [requirement]
    assert codes(found) == []


def test_locators_and_notes(pandoc: Pandoc) -> None:
    page = (
        f"<ul>\n{include('a', ' locator=' + repr('Sections 2–3') + ' note=' + repr('Skim.'))}\n"
        f"<li>{include('b')} with *stars* and <em>words</em></li></ul>\n\n"
        f"- {include('c')}\n  - nested **note**\n"
    )
    found = read(Source("p.md", page), pandoc)
    items = list(found.value.readings())
    assert [item.locator for item in items] == ["Sections 2–3", "", ""]
    # HTML is HTML: stars inside it are stars.
    notes = [plain_text(item.note) for item in items]
    assert notes == ["Skim.", "with *stars* and words", "nested note"]


def test_what_stands_between_readings_is_kept_in_order(pandoc: Pandoc) -> None:
    page = f"""Welcome.

- {include("a")}
- A [book](https://example.org/b) without an entry
- **Topic**
  - {include("b")}
  - {include("c")}

Then {include("d")} and more.

> {include("e")}

| {include("f")} | cell |
|---|---|
| x | {include("g")} |

<ul><li><b>(Required)</b> <a href="https://example.org">By hand</a><br/><em>People</em></li>
{include("h")}</ul>
## Next
"""
    found = read(Source("p.md", page), pandoc)
    assert [key for key in keys(found) if len(key) == 1] == list("abcdefgh")
    words = prose(found)
    for piece in ("Welcome.", "A book without an entry", "Topic", "Then"):
        assert piece in words
    (by_hand,) = [item for item in found.value.readings() if item.described]
    assert by_hand.described is not None
    assert by_hand.described.title is not None
    assert plain_text(by_hand.described.title.value) == "By hand"
    assert by_hand.requirement == Requirement(True)
    assert shape(found.value.parts) == [("Next", [])]


def test_comments_are_dropped_with_what_they_hide(pandoc: Pandoc) -> None:
    page = f"""<!-- {include("a")} -->
{{% comment %}} {include("b")} {{{{ x }}}} {{% if %}} {{% endcomment %}}
{{% # {include("c").replace("%", "")} %}}
<ul>
  {include("d")}
  <!--
  {include("e")}

  -->
  {include("f")}
</ul>
"""
    found = read(Source("p.md", page), pandoc)
    assert (keys(found), codes(found), prose(found)) == (["d", "f"], [], "")


def test_code_shows_liquid_and_comments_as_they_are(pandoc: Pandoc) -> None:
    page = f"```\n{include('a')} <!-- x -->\n```\n\nWrite `{include('b')}`.\n"
    found = read(Source("p.md", page), pandoc)
    assert keys(found) == []
    assert include("a") + " <!-- x -->" in prose(found)
    assert include("b") in prose(found)


def test_liquid_is_evaluated_and_what_it_cannot_be_is_told(pandoc: Pandoc) -> None:
    page = f"""See [it]({{{{ '/x' | relative_url }}}}) {{{{ site.title }}}}.
{{% assign x = "two" %}}{{{{ x }}}} {{% for p in q %}}{include("a")} loop{{% endfor %}}
{{% include nav.html %}} {{% unheard of %}} {{% raw %}}{{{{ kept }}}}{{% endraw %}}
"""
    found = read(Source("p.md", page), pandoc)
    assert keys(found) == []
    said = {(d.code, str(d.span)) for d in found.diagnostics}
    assert said == {
        ("lost-link", "p.md:1:14"),
        ("unread-liquid", "p.md:3:1"),
        ("unread-liquid", "p.md:3:24"),
    }
    assert "two" in prose(found)
    assert "loop" not in prose(found)
    assert "{{ kept }}" in prose(found)


@pytest.mark.parametrize(
    "page",
    [
        '{% include p.html key="a"\n{% include p.html key="b" %}\n',
        "{% if x %}\n\n{% endfor %}\n",
        "{{ x\n",
        "{% comment %}\n",
        "{% endif %}\n",
        "{%\n%}{% %}\n",
    ],
)
def test_unbalanced_liquid_is_an_error_with_its_place(page: str, pandoc: Pandoc) -> None:
    found = read(Source("p.md", page), pandoc)
    unbalanced = [d for d in found.diagnostics if d.code == "unbalanced-liquid"]
    assert unbalanced
    assert unbalanced[0].span is not None
    assert unbalanced[0].span.line == 1 or "if" in page


def test_links_are_limited(pandoc: Pandoc) -> None:
    page = (
        "[a](javascript:alert(1)) [b](/x) [c](https://example.org/ü) [d](mailto:a@b.org)"
        " <a href='data:text/html,x'>e</a> [f](ftp://x.org)\n"
    )
    found = read(Source("p.md", page), pandoc)
    assert sorted(codes(found)) == ["lost-link", "unsafe-url", "unsafe-url", "unsafe-url"]
    shown = repr(found.value.body)
    assert "https://example.org/%C3%BC" in shown
    assert "mailto:a@b.org" in shown
    for bad in ("javascript:", "data:", "ftp:"):
        assert bad not in shown
    assert prose(found) == "a b c d e f"


def test_html_ends_where_kramdown_ends_it(pandoc: Pandoc) -> None:
    first, second = (f"<ul>\n{include(key)}\n</ul>\n" for key in "ab")
    page = f"{first}## Next\n{second}***\n### Last\n- {include('c')}\n"
    found = read(Source("p.md", page), pandoc)
    assert shape(found.value.parts) == [("Next", [("Last", [])])]
    assert keys(found) == ["a", "b", "c"]


PIECES = (
    *(
        "{%",
        "%}",
        "{{",
        "}}",
        "{%-",
        "-%}",
        " ",
        "\n",
        "#",
        "include",
        "if",
        "endif",
        "key=",
        '"a"',
    ),
    *("comment", "endcomment", "raw", "endraw", "'", "p.html", "x", "<ul>", "</ul>", "<li>"),
    *("<!--", "-->", "```", "- ", "{:", "}", "* ", "|", "[", "](", ")"),
)
LIQUID = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LIQUID | st.text(max_size=60))
@example("\u2e285\u2e29 \ue0f2")
@example("---\na: [\n---\n")
@example(">" * 300)
@example("- " * 300)
def test_no_page_makes_it_raise(pandoc: Pandoc, page: str) -> None:
    found = read(Source("p.md", page), pandoc)
    assert not any(mark in repr(found.value) for mark in ("\u2e28", "\u2e29", "\\ue0f2"))


@settings(max_examples=200, deadline=None)
@given(LIQUID)
def test_pieces_lie_in_order_where_they_say(page: str) -> None:
    end = 0
    for piece in pieces(page):
        match piece:
            case Words(text, start):
                assert page[start : start + len(text)] == text
                assert start >= end
                end = start + len(text)
            case Tag(_, expression, start, tag_end, at):
                assert page[start:tag_end].startswith("{")
                assert page[start:tag_end].endswith("}")
                assert page[at : at + len(expression)] == expression
                assert start >= end
                end = tag_end
            case Unclosed(start):
                assert page[start : start + 2] in ("{%", "{{")


def test_a_page_too_long_for_anyone_ends_with_a_warning_at_its_place(
    pandoc: Pandoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "MOST_LINES", 4)
    lines = [f'- {{% include paper_item.html key="k{n}" %}}' for n in range(9)]
    found = read(Source("page.md", "## Part\n\n" + "\n".join(lines)), pandoc)
    assert keys(found) == ["k0", "k1"]
    (said,) = found.diagnostics
    assert (said.code, said.span and said.span.line) == ("long-page", 5)


@pytest.mark.parametrize(
    ("item", "key", "requirement", "locator"),
    [
        ("densenet-cvpr17", "densenet-cvpr17", None, ""),
        ("`He2016` (optional)", "He2016", Requirement(False), ""),
        ("**vgg_15**, sections 2-3", "vgg_15", None, "sections 2-3"),
        ("(Required) lamport78 — skim it", "lamport78", Requirement(True), ""),
    ],
)
def test_a_lone_word_may_be_a_key_where_there_are_works(
    pandoc: Pandoc, item: str, key: str, requirement: Requirement | None, locator: str
) -> None:
    source = Source("page.md", f"## Readings\n\n- {item}\n")
    site = Site(Disk(Path("no-such-folder")), frozenset(("works.bib",)))
    (found,) = pages.read(Page(source), pandoc, site).value.readings()
    assert (found.key.value, found.requirement, found.locator) == (key, requirement, locator)
    assert found.words
    assert found.described is None
    assert not any(reading.words for reading in read(source, pandoc).value.readings())


@pytest.mark.parametrize(
    "item", ["C-Store: A Column-oriented DBMS", "pre-training of nets", "nets"]
)
def test_a_title_is_no_key(pandoc: Pandoc, item: str) -> None:
    site = Site(Disk(Path("no-such-folder")), frozenset(("works.bib",)))
    found = pages.read(Page(Source("page.md", f"- {item}\n")), pandoc, site)
    assert not any(reading.words for reading in found.value.readings())


def test_a_paragraph_of_signs_is_named_and_what_stands_around_it_is_read(pandoc: Pandoc) -> None:
    text = f"{include('a')}\n\n{'*a' * 3000}\n\n{include('b')}\n"
    found = read(Source("page.md", text), pandoc)
    assert keys(found) == ["a", "b"]
    (said,) = found.diagnostics
    assert (said.code, said.span and said.span.line) == ("unread-markup", 3)

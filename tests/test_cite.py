"""Entries: each in its place, right across the whole list, led to the work by its title."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursepack.adapters.pandoc import Pandoc, Run
from coursepack.cite import cite, references
from coursepack.cite.partition import runs
from coursepack.cite.style import prepare
from coursepack.cite.whole_names import whole
from coursepack.model.document import Emphasis, Inlines, Link, NoCase, Text, WorkTitle, plain_text
from coursepack.model.outline import Reference
from coursepack.model.style import Style
from coursepack.model.work import Work
from coursepack.read import style as styles
from works import HERE, outline, work


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as started:
        yield started


def style(name: str) -> Style:
    found = styles.find(name, HERE, Path(), styles.own_styles())
    assert found.value is not None, found.diagnostics
    return found.value


def texts(pandoc: Pandoc, name: str, *works: Work) -> list[str]:
    made = references(works, style(name), "en-US", "pandoc", pandoc)
    assert made.diagnostics == ()
    return [plain_text(reference.text) for reference in made.value]


def links(children: Inlines) -> Iterator[Link]:
    for child in children:
        if isinstance(child, Link):
            yield child
        elif hasattr(child, "children"):
            yield from links(child.children)


CROWD = ["Ada", "Alan", "Barbara", "Chen"]


def crowded(count: int) -> tuple[Work, ...]:
    """Works of few names and years, so that many must be told apart."""
    draw = random.Random(count)

    def name() -> str:
        return f"{draw.choice('ABCDEF')}lton, {draw.choice(CROWD)}"

    return tuple(
        work(
            key=f"k{number}",
            title=f"{draw.choice(CROWD)} on {number}",
            authors=";".join(name() for _ in range(draw.randint(1, 9))),
            year=draw.choice((2001, 2002)),
            container_title="Journal",
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    "name",
    [
        "apa",
        "chicago-author-date",
        "chicago-notes-bibliography",
        "modern-language-association",
        "harvard-cite-them-right",
        "american-political-science-association",
        "elsevier-harvard",
    ],
)
def test_entries_are_the_same_in_runs_and_at_once(name: str, pandoc: Pandoc) -> None:
    works = crowded(80)
    fitted = prepare(style(name))
    parted = runs(works, fitted)
    assert len(parted) > 1
    keys = (w.key.value for run in parted for w in run.works)
    in_runs = dict(zip(keys, pandoc.cite(parted, "en-US"), strict=True))
    at_once = pandoc.cite([Run(fitted.xml, works)], "en-US")
    assert [in_runs[w.key.value] for w in works] == list(at_once)


def test_year_suffixes_go_through_the_list(pandoc: Pandoc) -> None:
    first = work("b", "Beta", "Moore, Gordon", 1965)
    other = work("x", "Other", "Shannon, Claude", 1948)
    second = work("a", "Alpha", "Moore, Gordon", 1965)
    found = texts(pandoc, "apa", first, other, second)
    assert [text.partition(")")[0].partition("(")[2] for text in found] == [
        "1965b",
        "1948",
        "1965a",
    ]


@pytest.mark.parametrize("name", ["ieee", "association-for-computing-machinery", "nature"])
def test_numbers_follow_first_appearance(name: str, pandoc: Pandoc) -> None:
    works = [work(key, key, f"{key}, X") for key in ("zuse", "abbe", "moore")]
    repeated = outline(works[0], works[1], works[0], works[2])
    cited = cite(repeated, lambda works: references(works, style(name), "en-US", "pandoc", pandoc))
    labels = [reading.reference.label for reading in cited.value.readings()]
    digits = ["".join(filter(str.isdigit, label)) for label in labels]
    assert digits == ["1", "2", "1", "3"]


def test_the_title_leads_to_the_doi_else_the_address(pandoc: Pandoc) -> None:
    doi = work("a", "First", DOI="10.1002/(SICI)1<2>3", URL="https://example.org/a")
    url = work("b", "Second", URL="https://example.org/bücher und mehr")
    none = work("c", "Third")
    made = references((doi, url, none), style("reading-list"), "en-US", "pandoc", pandoc).value
    assert [[link.url for link in links(m.text)] for m in made] == [
        ["https://doi.org/10.1002/(SICI)1%3C2%3E3"],
        ["https://example.org/b%C3%BCcher%20und%20mehr"],
        [],
    ]


@pytest.mark.parametrize("name", ["reading-list", "apa", "elsevier-harvard"])
def test_no_link_runs_anything(name: str, pandoc: Pandoc) -> None:
    bad = work("a", "First", URL="javascript:alert(1)", DOI="10.1/javascript:alert(1)")
    worse = work("b", "Second", URL="JaVa\tscript:alert(1)")
    made = references((bad, worse), style(name), "en-US", "pandoc", pandoc).value
    assert all(link.url.startswith("https://doi.org/") for m in made for link in links(m.text))
    assert "script:" not in plain_text(made[1].text)


def test_an_author_list_cut_short_prints_et_al(pandoc: Pandoc) -> None:
    cut = work("a", "First", "Moore, Gordon;Noyce, Robert", complete=False)
    for name in ("apa", "ieee", "reading-list", "modern-language-association"):
        (text,) = texts(pandoc, name, cut)
        assert "et al." in text
        assert "others" not in text
        assert "al.." not in text


def test_titles_keep_their_markup_and_their_characters(pandoc: Pandoc) -> None:
    title = (
        Text('<script> & *x* $a$ \\input{x} #read("x") '),
        NoCase((Text("iPhone"),)),
        Text(" "),
        Emphasis((Text("E. coli"),)),
    )
    made = references((work("a", title),), style("reading-list"), "en-US", "pandoc", pandoc).value
    (found,) = [piece for piece in made[0].text if isinstance(piece, WorkTitle)]
    assert plain_text(found.children) == "<script> & *x* $a$ \\input{x} #read(“x”) iPhone E. coli"
    assert Emphasis((Text("E. coli"),)) in found.children


def test_typewriter_quotes_become_those_of_the_language(pandoc: Pandoc) -> None:
    said = work(
        "a",
        "The \"Why\" of 'How' and O'Neill's",
        "O'Neill, Pat",
        container_title="J",
        URL="https://a.org/o'x",
    )
    (english,) = texts(pandoc, "reading-list", said)
    assert english.startswith("The “Why” of “How” and O’Neill’s. Pat O’Neill")
    made = references((said,), style("modern-language-association"), "de-DE", "pandoc", pandoc)
    assert "„The ‚Why‘ of ‚How‘" in plain_text(made.value[0].text)
    assert [link.url for link in links(made.value[0].text)] == ["https://a.org/o'x"] * 2


ARABIC = work(
    "said06", "الاستشراق, نص", "سعيد, إدوارد وديع", 2006, "book", publisher="رؤية",
)  # fmt: skip


@pytest.mark.parametrize("engine", ["pandoc", "citeproc-py"])
@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("apa", "ar", "سعيد، إدوارد وديع. (2006). الاستشراق, نص. رؤية."),
        ("ieee", "ar", "إدوارد وديع سعيد، الاستشراق, نص"),
        ("vancouver", "ar", "سعيد إدوارد وديع. الاستشراق, نص"),
        ("apa", "en-US", "سعيد, إدوارد وديع. (2006). الاستشراق, نص. رؤية."),
    ],
)
def test_names_without_capitals_have_no_initials(
    name: str, language: str, said: str, engine: str, pandoc: Pandoc
) -> None:
    """The commas of an Arabic course are its own; the title stays as it is written."""
    (entry,) = references((ARABIC,), style(name), language, engine, pandoc).value
    assert plain_text(entry.text).startswith(said)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("(عبد. السلام. هارون, تحقيق)", "(عبد السلام هارون, تحقيق)"),
        ("هارون, عبد. السلام., & X", "هارون, عبد السلام, & X"),
        ("هارون, عبد. السلام. (2000)", "هارون, عبد السلام. (2000)"),
        ("هارون عبدالسلام. في", "هارون عبد السلام. في"),
        ("عبد.السلام.هارون", "عبد السلام هارون"),
        ("قال عبد السلام هارون شيئا", "قال عبد السلام هارون شيئا"),
    ],
)
def test_points_of_no_initials_are_left_out(written: str, meant: str) -> None:
    named = work(authors="هارون, عبد السلام")
    assert plain_text(whole(Reference((Text(written),), ""), named).text) == meant


def test_signs_among_latin_letters_stay(pandoc: Pandoc) -> None:
    latin = work("gutas98", "Greek Thought", "Gutas, Dimitri", 1998, "book")
    (entry,) = references((latin,), style("apa"), "ar", "pandoc", pandoc).value
    assert plain_text(entry.text).startswith("Gutas, D. (1998)")


def test_a_style_that_prints_nothing_still_owes_the_title(pandoc: Pandoc) -> None:
    bare = work("a", "A talk", authors="", year=None, kind="document")
    ready = pandoc.cite([Run(style("chicago-notes-bibliography").xml, (bare,))], "en-US")
    assert plain_text(ready[0].text).strip() == ""
    assert texts(pandoc, "chicago-notes-bibliography", bare) == ["A talk"]


def test_keys_never_reach_the_engine(pandoc: Pandoc) -> None:
    keys = ["a b", "A B", "@x; *y*", "ü:{}", "w000001"]
    works = [work(key, f"Title {number}", year=1990 + number) for number, key in enumerate(keys)]
    found = texts(pandoc, "apa", *works)
    assert [f"Title {number}" in text for number, text in enumerate(found)] == [True] * len(keys)

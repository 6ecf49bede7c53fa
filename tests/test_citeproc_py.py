"""citeproc-py: its entries are pandoc's, its faults repaired, and nothing makes it raise."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coursepack.adapters import citeproc_py, style_collection
from coursepack.adapters.pandoc import Pandoc, Run
from coursepack.cite.style import prepare
from coursepack.model.diagnostic import Severity
from coursepack.model.document import (
    Emphasis,
    Inline,
    Inlines,
    NoCase,
    SmallCaps,
    Subscript,
    Text,
    WorkTitle,
    plain_text,
)
from coursepack.model.outline import Reference
from coursepack.model.source import Spanned
from coursepack.model.style import Style
from coursepack.model.work import Names, Organization, PartialDate, Person, Work
from coursepack.read import style as styles
from works import COMMON_STYLES, HERE, work


def style(name: str) -> Style:
    found = styles.find(name, HERE, Path("/nowhere"), styles.own_styles()).value
    assert found is not None
    return prepare(found)


def layout(body: str, name: str = "mine", options: str = "", before: str = "") -> Style:
    """Return a style whose entries are *body*."""
    xml = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        f"<info/>{before}<citation {options}><layout><text variable='title'/></layout></citation>"
        f"<bibliography><layout>{body}</layout></bibliography></style>"
    )
    return Style(name, "Mine", "author-date", "", xml)


def cited(chosen: Style, *works: Work, language: str = "en-US") -> tuple[Reference, ...]:
    outcome = citeproc_py.cite(works, chosen, language)
    assert not [d for d in outcome.diagnostics if d.severity is Severity.ERROR]
    assert len(outcome.value) == len(works)
    return outcome.value


def printed(body: str, *works: Work, language: str = "en-US") -> list[str]:
    return [plain_text(r.text) for r in cited(layout(body), *works, language=language)]


def named(*people: Person | Organization, complete: bool = True, role: str = "author") -> Work:
    return replace(work(), names={role: Names(people, HERE, complete)})


def nodes(children: Inlines) -> Iterator[Inline]:
    for child in children:
        yield child
        yield from nodes(getattr(child, "children", ()))


# ------------------------------------------------------------------------ held against pandoc

SHELF = (
    work("a", "Efficient training on GPU clusters", "Narayanan, Deepak;Shoeybi, Mohammad;"
         "Casper, Jared;LeGresley, Patrick;Patwary, Mostofa;Korthikanti, Vijay Anand;"
         "Vainbrand, Dmitri", 2021, "paper-conference", page="1–15", publisher="ACM",
         container_title="Proceedings of Storage and Analysis", DOI="10.1145/3458817.3476209"),
    work("b", "Is this a question?", "Doe, Jane Q.", 2022, volume="23", number="120",
         container_title="Journal of Machine Learning Research"),
    work("c", "Same year, another paper", "Doe, Jane Q.", 2022, volume="1", issue="2",
         page="101-109", container_title="Nature"),
    work("d", "Attention is all you need!", "Vaswani, Ashish;Shazeer, Noam", 2017, "article",
         number="arXiv:1706.03762", publisher="arXiv"),
    work("e", "Deep learning", "Goodfellow, Ian;Bengio, Yoshua;Courville, Aaron", 2016, "book",
         edition="2", publisher="MIT Press", publisher_place="Cambridge, MA"),
    work("f", "GPT-4 technical report", "OpenAI", 2023, "report", genre="white paper",
         publisher="OpenAI", number="R-1"),
    work("g", "Scalable systems", "Lee, Min-Jun", 2019, "thesis", genre="PhD thesis",
         publisher="Stanford University"),
    work("h", "CUDA programming guide", "NVIDIA", 2024, "webpage",
         container_title="NVIDIA Documentation", URL="https://docs.nvidia.com/cuda/"),
    work("i", "A page without author or date", "", None, "webpage", URL="https://example.org/"),
    work("j", "Reinforcement learning vs. the rest: a state-of-the-art view", "Roe, Ann;Li, Bo",
         2020, "chapter", container_title="The essential Roe", page="433-464", publisher="OUP"),
)  # fmt: skip


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as started:
        yield started


def whole(reference: Reference) -> str:
    return " ".join(f"{reference.label} {plain_text(reference.text)}".split())


@pytest.mark.parametrize("name", COMMON_STYLES)
def test_the_entries_of_common_styles_are_pandocs(name: str, pandoc: Pandoc) -> None:
    chosen = style(name)
    ours = cited(chosen, *SHELF)
    theirs = pandoc.cite((Run(chosen.xml, SHELF),), "en-US")
    assert list(map(whole, ours)) == list(map(whole, theirs))


@pytest.mark.parametrize("name", ["apa", "ieee", "nature"])
def test_what_is_set_apart_in_an_entry_is_what_pandoc_sets_apart(name: str, pandoc: Pandoc) -> None:
    chosen = style(name)
    theirs = pandoc.cite((Run(chosen.xml, SHELF),), "en-US")
    for kind in (Emphasis, WorkTitle):
        for mine, other in zip(cited(chosen, *SHELF), theirs, strict=True):
            sets = [
                [plain_text((node,)) for node in nodes(reference.text) if isinstance(node, kind)]
                for reference in (mine, other)
            ]
            assert sets[0] == sets[1]


def test_every_sixtieth_style_of_the_collection_runs() -> None:
    for name in style_collection.independent_names()[::60]:
        found = styles.find(name, HERE, Path("/nowhere"), styles.own_styles()).value
        if found is not None:
            cited(prepare(found), *SHELF)


# ---------------------------------------------------------------------------- one to a work


def test_entries_stand_in_the_order_given_and_numbers_follow_it() -> None:
    works = [work(f"Key{n}", f"Title {n}", f"{'ZYXW'[n]}oe, A") for n in range(4)]
    entries = cited(style("ieee"), *works)
    assert [entry.label for entry in entries] == ["[1]", "[2]", "[3]", "[4]"]
    assert [f"Title {n}" in plain_text(entries[n].text) for n in range(4)] == [True] * 4


def test_keys_that_differ_in_case_are_two_works() -> None:
    first, second = cited(style("ieee"), work("Moore65", "One"), work("moore65", "Two"))
    assert "One" in plain_text(first.text)
    assert "Two" in plain_text(second.text)


def test_the_label_is_parted_from_the_entry() -> None:
    number = "<text variable='citation-number' prefix='(' suffix=') '/>"
    (entry,) = cited(layout(f"{number}<text variable='title'/>"), work())
    assert (entry.label, plain_text(entry.text)) == ("(1)", "A title")
    (nature,) = cited(style("nature"), work())
    assert nature.label == "1."


def test_a_number_within_the_entry_is_no_label() -> None:
    body = "<text variable='title'/><text variable='citation-number' prefix=' no. '/>"
    (entry,) = cited(layout(body), work())
    assert (entry.label, plain_text(entry.text)) == ("", "A title no. 1")


def test_the_title_is_marked_once_and_alone() -> None:
    for name in COMMON_STYLES:
        for entry in cited(style(name), *SHELF[:3]):
            titles = [n for n in nodes(entry.text) if isinstance(n, WorkTitle)]
            assert len(titles) == 1, name


def test_no_works_no_entries() -> None:
    assert citeproc_py.cite((), style("apa"), "en-US").value == ()


# -------------------------------------------------------------------------------- the author


VAN_GOGH = Person("Gogh", "Vincent", particle="van")
LONG = "<names variable='author'><name {}/></names>"


@pytest.mark.parametrize(
    ("options", "people", "text"),
    [
        ("", [VAN_GOGH], "Vincent van Gogh"),
        ("name-as-sort-order='all'", [VAN_GOGH], "Gogh, Vincent van"),
        ("form='short'", [VAN_GOGH], "van Gogh"),
        ("", [Person("Beethoven", "Ludwig", dropping_particle="van")], "Ludwig van Beethoven"),
        ("form='short'", [Person("Beethoven", "L.", dropping_particle="van")], "Beethoven"),
        ("", [Person("King", "Martin Luther", suffix="Jr.")], "Martin Luther King Jr."),
        ("name-as-sort-order='all'", [Person("King", "M.", suffix="Jr.")], "King, M., Jr."),
        ("", [Person("", "Jean", particle="d'"), Person("Aubigné")], "Jean d’, Aubigné"),
        ("", [Person("Aubigné", "Théodore", particle="d'")], "Théodore d’Aubigné"),
        ("", [Person("王", "明")], "王明"),
        ("initialize-with='. '", [Person("Bondu", "Sai Jayesh")], "S. J. Bondu"),
        ("initialize-with='. '", [Person("Sartre", "Jean-Paul")], "J.-P. Sartre"),
        ("initialize-with=''", [Person("Sartre", "Jean-Paul")], "J-P Sartre"),
        ("initialize-with='. '", [Person("Li", "Guo-ping")], "G. Li"),
        ("initialize-with='. ' initialize='false'", [Person("Doe", "Jane Q")], "Jane Q. Doe"),
        ("initialize-with='. ' initialize='false'", [Person("Doe", "T.J.")], "T. J. Doe"),
        ("and='text'", [Person("A"), Person("B")], "A and B"),
        ("and='text'", [Person("A"), Person("B"), Person("C")], "A, B, and C"),
        ("and='symbol' delimiter='; '", [Person("A"), Person("B"), Person("C")], "A; B; & C"),
        ("et-al-min='3' et-al-use-first='1'", [Person("A"), Person("B"), Person("C")], "A et al."),
        (
            "et-al-min='3' et-al-use-first='1' et-al-use-last='true'",
            [Person("A"), Person("B"), Person("C")],
            "A, … C",
        ),
        ("", [Organization("The <b>Team</b> & Co.")], "The <b>Team</b> & Co."),
    ],
)
def test_names(options: str, people: list[Person | Organization], text: str) -> None:
    assert printed(LONG.format(options), named(*people)) == [text]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ("", "A, B, et al."),
        ("and='text'", "A, B, et al."),
        ("delimiter-precedes-et-al='never'", "A, B et al."),
        ("et-al-min='2' et-al-use-first='1'", "A et al."),
        ("et-al-min='5' et-al-use-first='1'", "A, B, et al."),
    ],
)
def test_an_unfinished_list_ends_in_et_al(options: str, text: str) -> None:
    assert printed(LONG.format(options), named(Person("A"), Person("B"), complete=False)) == [text]


def test_et_al_is_in_the_language_of_the_course() -> None:
    unfinished = named(Person("A"), complete=False)
    assert printed(LONG.format(""), unfinished, language="de-DE") == ["A u.\xa0a."]


def test_a_substitute_is_not_printed_twice() -> None:
    body = (
        "<group delimiter='. '><names variable='author'><name/><label form='short' prefix=', '/>"
        "<substitute><names variable='editor'/></substitute></names>"
        "<text variable='title'/><names variable='editor'/></group>"
    )
    editor = named(Person("Guyon", "Isabelle"), role="editor")
    assert printed(body, editor) == ["Isabelle Guyon, ed. A title"]


# --------------------------------------------------------------------------------- the years


SUFFIX = "disambiguate-add-year-suffix='true'"
YEAR = "<date variable='issued'><date-part name='year'/></date>"


def test_works_of_one_author_and_year_get_letters_in_the_order_of_the_style() -> None:
    xml = layout(YEAR, options=SUFFIX).xml.replace(
        "<bibliography>", "<bibliography><sort><key variable='title'/></sort>"
    )
    chosen = replace(layout(YEAR), xml=xml)
    works = [work("a", "Zebra"), work("b", "Ant"), work("c", "Cow", "Else, A"), work("d", "Bee")]
    entries = [plain_text(entry.text) for entry in cited(chosen, *works)]
    assert entries == ["1965c", "1965a", "1965", "1965b"]


def test_after_z_come_two_letters() -> None:
    works = [work(f"k{n}", f"T{n:02}") for n in range(28)]
    entries = cited(layout(YEAR, options=SUFFIX), *works)
    assert [plain_text(entry.text) for entry in entries[24:]] == [
        "1965y",
        "1965z",
        "1965aa",
        "1965ab",
    ]


def test_a_letter_stands_where_the_style_puts_it_and_nowhere_else() -> None:
    body = f"{YEAR}<text variable='year-suffix' prefix='-'/>"
    entries = cited(layout(body, options=SUFFIX), work("a", "A"), work("b", "B"))
    assert [plain_text(entry.text) for entry in entries] == ["1965-a", "1965-b"]


def dated(year: int, month: int | None = None, day: int | None = None) -> Work:
    return replace(work(), dates={"issued": Spanned(PartialDate(year, month, day), HERE)})


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en-US", "May 3, 2024", "May 2024"),
        ("en-GB", "3 May 2024", "May 2024"),
        ("de-DE", "3. Mai 2024", "Mai 2024"),
        ("fr-FR", "3 mai 2024", "mai 2024"),
        ("nonsense", "May 3, 2024", "May 2024"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(language: str, day: str, month: str) -> None:
    body = "<date variable='issued' form='text'/>"
    works = (dated(2024, 5, 3), dated(2024, 5), dated(2024))
    assert printed(body, *works, language=language) == [day, month, "2024"]


def test_a_date_in_one_entry_does_not_change_the_next() -> None:
    # The library wrote the style's forms into the locale's date, for good.
    body = (
        "<date variable='issued' form='text'><date-part name='month' form='short'/></date>"
        "<date variable='issued' form='text' prefix=' / '/>"
    )
    assert printed(body, dated(2024, 9, 3)) == ["Sept. 3, 2024 / September 3, 2024"]


def test_ordinals_are_of_one_language() -> None:
    body = "<number variable='edition' form='ordinal'/>"
    numbers = [work(edition=str(n)) for n in (1, 2, 3, 11, 21, 101, 112)]
    expected = ["1st", "2nd", "3rd", "11th", "21st", "101st", "112th"]
    assert printed(body, *numbers) == expected
    assert printed(body, numbers[1], language="de-DE") == ["2."]


# -------------------------------------------------------------------------------------- text


TITLE = "<text variable='title' text-case='{}'/>"


@pytest.mark.parametrize(
    ("case", "title", "text"),
    [
        ("title", "the state-of-the-art in low-latency systems",
         "The State-of-the-Art in Low-Latency Systems"),
        ("title", "a tale: of two cities", "A Tale: Of Two Cities"),
        ("title", "e-mail and the iPhone", "E-Mail and the iPhone"),
        ("title", "carpenter v. states", "Carpenter v. States"),
        ("sentence", "THE WHOLE TITLE", "The whole title"),
        ("sentence", "İSTANBUL İS", "İstanbul İs"),
        ("sentence", "learning with GPU clusters", "Learning with GPU clusters"),
        ("capitalize-first", "arXiv and others", "arXiv and others"),
        ("capitalize-first", "on others", "On others"),
        ("capitalize-all", "over all of it", "Over All Of It"),
        ("uppercase", "a title", "A TITLE"),
        ("lowercase", "A Title", "a title"),
    ],
)  # fmt: skip
def test_case(case: str, title: str, text: str) -> None:
    assert printed(TITLE.format(case), work(title=title)) == [text]


def test_title_case_is_for_english_only() -> None:
    body = TITLE.format("title")
    german = work(title="vom leben der tiere", language="de-DE")
    assert printed(body, work(title="vom leben"), language="de-DE") == ["vom leben"]
    assert printed(body, german, work(title="the life")) == ["vom leben der tiere", "The Life"]


def test_no_style_changes_the_case_of_what_is_marked() -> None:
    title = (Text("training on "), NoCase((Text("gpu"),)), Text(" clusters with "),
             Emphasis((Text("small"),)), Text(" x"), Subscript((Text("i"),)))  # fmt: skip
    (entry,) = cited(layout(TITLE.format("uppercase")), work(title=title))
    assert entry.text == (
        WorkTitle((
            Text("TRAINING ON gpu CLUSTERS WITH "),
            Emphasis((Text("SMALL"),)),
            Text(" X"),
            Subscript((Text("I"),)),
        )),
    )  # fmt: skip


def test_italics_within_italics_stand_upright() -> None:
    title = (Text("On "), Emphasis((Text("E. coli"),)), Text(" again"))
    body = "<text variable='title' font-style='italic'/>"
    (entry,) = cited(layout(body), work(title=title))
    upright = [n for n in entry.text if isinstance(n, WorkTitle)]
    assert [plain_text((n,)) for n in nodes(entry.text) if isinstance(n, Emphasis)] == [
        "On ",
        " again",
    ]
    assert [plain_text((n,)) for n in upright] == ["E. coli"]


def test_small_capitals_keep_their_characters() -> None:
    body = "<text variable='title' font-variant='small-caps'/>"
    (entry,) = cited(layout(body), work())
    assert entry.text == (SmallCaps((WorkTitle((Text("A title"),)),)),)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Why?", "“Why?” Next."),
        ("Wow!", "“Wow!” Next."),
        ("Acme Inc.", "“Acme Inc.” Next."),
        ("Wait...", "“Wait...” Next."),
        ('The "best" one', "“The ‘best’ one.” Next."),
        ("It's 'so'", "“It’s ‘so.’” Next."),
        ("SC '21", "“SC ’21.” Next."),
    ],
)
def test_punctuation_goes_inside_the_quotes_and_is_never_doubled(title: str, text: str) -> None:
    body = "<text variable='title' quotes='true' suffix='. '/><text value='Next.' suffix='.'/>"
    assert printed(body, work(title=title)) == [text]


def test_punctuation_stays_outside_where_that_is_custom() -> None:
    body = "<text variable='title' quotes='true' suffix='.'/>"
    assert printed(body, work(), language="de-DE") == ["„A title“."]


@pytest.mark.parametrize(
    ("rule", "pages", "text"),
    [
        ("expanded", "321-8", "321–328"),
        ("minimal", "321-328", "321–8"),
        ("minimal", "1-15", "1–15"),
        ("minimal-two", "101-108", "101–08"),
        ("chicago", "1103-1105", "1103–5"),
        ("chicago", "321-328", "321–28"),
        ("chicago", "100-104", "100–104"),
        ("chicago", "e11-e19", "e11–19"),
        ("expanded", "e11-e19", "e11–e19"),
        ("minimal", "x", "x"),
        ("expanded", "12, 15-18", "12, 15–18"),
    ],
)
def test_pages(rule: str, pages: str, text: str) -> None:
    chosen = layout("<text variable='page'/>")
    xml = chosen.xml.replace('class="in-text"', f'class="in-text" page-range-format="{rule}"')
    (entry,) = cited(replace(chosen, xml=xml), work(page=pages))
    assert plain_text(entry.text) == text


def test_a_group_without_values_is_left_out() -> None:
    body = (
        "<text variable='title'/><group prefix='. ' delimiter=' '><text term='in'/>"
        "<text variable='container-title'/></group><group prefix=', '>"
        "<label variable='page' form='short'/><text variable='page' prefix=' '/></group>"
    )
    works = (work(), work(container_title="C", page="1-2"), work(page="7"))
    assert printed(body, *works) == ["A title", "A title. in C, pp. 1–2", "A title, p. 7"]


def test_conditions() -> None:
    def body(condition: str) -> str:
        return (
            f"<choose><if {condition}><text value='yes'/></if><else><text value='no'/></else>"
            "</choose>"
        )

    given_work = work(volume="2", edition="second", chapter_number="4")
    for condition, answer in [
        ("type='book article-journal' match='any'", "yes"),
        ("type='book'", "no"),
        ("variable='volume edition'", "yes"),
        ("variable='volume issue'", "no"),
        ("variable='volume issue' match='any'", "yes"),
        ("variable='issue page' match='none'", "yes"),
        ("is-numeric='volume'", "yes"),
        ("is-numeric='edition'", "no"),
        ("variable='chapter-number'", "yes"),
        ("disambiguate='true'", "no"),
        ("position='first'", "no"),
        ("variable='volume' locator='page'", "no"),
    ]:
        assert printed(body(condition), given_work) == [answer], condition


def test_a_term_of_a_form_that_is_missing_is_printed_in_the_next() -> None:
    body = "<number variable='volume' prefix='['/><label variable='volume' form='symbol'/>"
    assert printed(body, work(volume="2")) == ["[2vol."]


# --------------------------------------------------------------------------------- hostile


HOSTILE = (
    "<script>alert(1)</script> & <i>x</i> &lt; </span> \ufdd0\ufdd5\ufdd8\uf8ff \x07 \\input{x}"
)


def test_markup_in_data_is_text() -> None:
    works = work(
        title=f'<span class="nocase">{HOSTILE}</span>',
        authors=f"{HOSTILE}, {HOSTILE};{HOSTILE}",
        container_title=HOSTILE,
        DOI=HOSTILE,
        URL=f"https://example.org/{HOSTILE}",
        volume=HOSTILE,
        page=HOSTILE,
    )
    for name in COMMON_STYLES:
        for entry in cited(style(name), works):
            text = plain_text(entry.text)
            assert "<script>alert(1)</script> & <i>x</i> &lt; </span>".casefold() in text.casefold()
            assert not any("\ufdd0" <= char <= "\ufdef" for char in text)


ANY = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)


@settings(derandomize=True, max_examples=30, deadline=None)
@given(title=ANY, family=ANY, given_name=ANY, venue=ANY, number=ANY, complete=some.booleans())
@pytest.mark.parametrize("name", ["apa", "ieee", "reading-list"])
def test_no_text_makes_it_fail(
    name: str, title: str, family: str, given_name: str, venue: str, number: str, complete: bool
) -> None:
    hard = work(title=title, container_title=venue, volume=number, page=number, edition=number)
    people = (Person(family, given_name), Person(given_name, family), Organization(venue))
    hard = replace(hard, names={"author": Names(people, HERE, complete)})
    outcome = citeproc_py.cite((hard, work()), style(name), "en-US")
    assert outcome.diagnostics == ()
    assert len(outcome.value) == 2


def test_long_texts_take_no_longer_than_they_are() -> None:
    long = work(title="a word? " * 20_000, volume="1" * 20_000, page="-" * 20_000,
                authors="." * 20_000 + ", " + "J." * 10_000)  # fmt: skip
    assert len(cited(style("chicago-author-date"), long)) == 1


@pytest.mark.parametrize(
    "xml",
    ["", "<style/>", "<html/>", "no xml", layout("<text macro='none'/>").xml],
)
def test_a_style_it_cannot_run_is_an_error_and_not_an_exception(xml: str) -> None:
    outcome = citeproc_py.cite((work(),), Style("mine", "", "note", "", xml), "en-US")
    assert outcome.value == ()
    (diagnostic,) = outcome.diagnostics
    assert (diagnostic.code, diagnostic.severity) == ("citation-engine", Severity.ERROR)
    assert "`mine`" in diagnostic.message
    assert "pandoc" in diagnostic.hints[0]


def test_a_style_nobody_compared_is_said_to_be_approximate() -> None:
    (note,) = citeproc_py.cite((work(),), layout("<text variable='title'/>"), "en-US").diagnostics
    assert (note.code, note.severity) == ("approximate-style", Severity.NOTE)
    assert citeproc_py.cite((work(),), style("apa"), "en-US").diagnostics == ()


def test_a_kind_that_the_style_leaves_out_has_an_empty_entry() -> None:
    untold = work(kind="document", authors="", year=None)
    (entry,) = cited(style("chicago-notes-bibliography"), untold)
    assert entry == Reference(())


def test_the_same_works_give_the_same_entries() -> None:
    assert cited(style("apa"), *SHELF) == cited(style("apa"), *SHELF)


def test_importing_the_adapter_does_not_load_the_library() -> None:
    program = (
        "import sys; import coursepack.adapters.citeproc_py;"
        "sys.exit('citeproc' in sys.modules or 'lxml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

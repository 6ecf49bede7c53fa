"""Which works are one paper: by what identifies them, and by their titles."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.adapters.nearest import likeness
from coursepack.identity import Identifier, Works, identifiers, of_url, of_work, titles
from coursepack.identity.isbn import isbns
from coursepack.identity.titles import MISSPELT, Title
from coursepack.model.source import Source
from coursepack.model.work import Work
from coursepack.read import library
from works import work

ROOT = Path(__file__).parent
ADDRESSES: dict[str, list[str]] = yaml.safe_load((ROOT / "identity/addresses.yaml").read_text())
TITLES: dict[str, list[list[str]]] = yaml.safe_load((ROOT / "identity/titles.yaml").read_text())
SAMPLE = ROOT.parent / "content" / "papers.yaml"


# --------------------------------------------------------------------------- identifiers


@pytest.mark.parametrize(
    ("identifier", "url"), [(name, url) for name, urls in ADDRESSES.items() for url in urls]
)
def test_what_an_address_identifies(identifier: str, url: str) -> None:
    found = of_url(url)
    assert (f"{found.scheme} {found.value}" if found else "none") == identifier


def test_the_addresses_are_many() -> None:
    assert sum(map(len, ADDRESSES.values())) >= 120


@pytest.mark.parametrize(
    "text",
    [
        "2104.04473",
        "2104.04473v2",
        "arXiv:2104.04473",
        "arXiv:2104.04473v1 [cs.LG]",
        "arXiv preprint arXiv:2104.04473",
        "CoRR abs/2104.04473",
        "doi:10.48550/arXiv.2104.04473",
        "10.48550/arXiv.2104.04473",
    ],
)
def test_arxiv_ids_in_texts(text: str) -> None:
    assert identifiers.arxiv(text) == "2104.04473"


@pytest.mark.parametrize("text", ["2113.04473", "1.2", "10.1145/2104.04473", "see 2104.04473", ""])
def test_what_is_no_arxiv_id(text: str) -> None:
    assert identifiers.arxiv(text) is None


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1145/1.2", "10.1145/1.2"),
        ("doi:10.1145/1.2", "10.1145/1.2"),
        ("DOI: 10.1145/1.2.", "10.1145/1.2"),
        (
            "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15",
            "10.1002/(SICI)1097-0258(19980815)17:15",
        ),
        ("10.1145", None),
        ("11.1145/1", None),
        ("", None),
    ],
)
def test_dois_in_texts(text: str, doi: str | None) -> None:
    assert identifiers.doi(text) == doi


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0-13-110362-8", ["9780131103627"]),
        ("0131103628", ["9780131103627"]),
        ("978-0-13-110362-7", ["9780131103627"]),
        ("ISBN-13: 978 0 13 110362 7 (paperback)", ["9780131103627"]),
        ("978\u20110\u201113\u2011110362\u20117", ["9780131103627"]),
        ("080442957x", ["9780804429573"]),
        ("0-13-110362-8, 0-8044-2957-X", ["9780131103627", "9780804429573"]),
        ("0131103629", []),
        ("9780131103628", []),
        ("12345678901234567890", []),
        ("", []),
    ],
)
def test_isbns(text: str, numbers: list[str]) -> None:
    assert [*isbns(text)] == numbers


def test_what_identifies_a_work() -> None:
    one = work(DOI="10.1145/A.B", URL="https://arxiv.org/abs/2104.04473", arxiv="2104.04473v3")
    preprint = work(URL="https://openreview.net/forum?id=B1ckMDqlg", PMID="123456", PMCID="PMC77")
    both = replace(one, versions={"preprint": preprint})
    own = {Identifier("doi", "10.1145/a.b"), Identifier("arxiv", "2104.04473")}
    assert of_work(one) == own
    assert of_work(both) == own | {
        Identifier("openreview", "B1ckMDqlg"),
        Identifier("pubmed", "123456"),
        Identifier("pmc", "77"),
    }


@pytest.mark.parametrize("kind", ["chapter", "paper-conference"])
def test_the_isbn_of_a_chapter_is_that_of_its_book(kind: str) -> None:
    assert of_work(work(kind="book", ISBN="0131103628"))
    assert not of_work(work(kind=kind, ISBN="0131103628"))


# -------------------------------------------------------------------------------- titles


def as_one(one: Title, other: Title) -> bool:
    return bool(
        titles.same(one, other) or titles.shortened(one, other) or titles.misspelt(one, other)
    )


@pytest.mark.parametrize("pair", TITLES["same"], ids=" | ".join)
def test_one_title_written_differently(pair: list[str]) -> None:
    one, other = map(titles.read, pair)
    assert as_one(one, other)
    assert as_one(other, one)
    assert {*titles.keys(one)} & {*titles.keys(other)}, "found without comparing all with all"
    assert not titles.contradict(one, other)


@pytest.mark.parametrize("pair", TITLES["different"], ids=" | ".join)
def test_titles_that_are_near(pair: list[str]) -> None:
    one, other = map(titles.read, pair)
    short = titles.shortened(one, other)
    assert not titles.same(one, other)
    assert not titles.misspelt(one, other)
    assert short is None or not short.is_telling


def test_the_threshold_stands_in_a_gap() -> None:
    """Misspelt words are on one side of it, other words on the other, none near it."""
    assert min(map(len, TITLES.values())) >= 150
    same, different = (
        [titles.likeness_of(*map(titles.read, pair)) for pair in TITLES[kind]]
        for kind in ("same", "different")
    )
    assert max(different) + 0.01 < MISSPELT < min(score for score in same if score) - 0.02


def test_no_score_of_whole_titles_would_do() -> None:
    """Whatever the threshold, likeness of whole titles takes some pairs for the other kind."""
    scored = [
        (likeness(*(" ".join(titles.read(title).words) for title in pair)), kind == "same")
        for kind, pairs in TITLES.items()
        for pair in pairs
    ]
    wrong = [sum((score >= least) != same for score, same in scored) for least, _ in scored]
    assert min(wrong) >= 20


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_titles(one: str, other: str) -> None:
    first, second = titles.read(one), titles.read(other)
    assert as_one(first, second) == as_one(second, first)
    assert titles.contradict(first, second) == titles.contradict(second, first)
    if first.words:
        assert titles.same(first, first)


# --------------------------------------------------------------------------------- works


def is_one(one: Work, other: Work) -> str | None:
    match = Works((one,)).find(other)
    return match.reason if match else None


LONG = "Efficient Memory Management for Large Language Model Serving"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (work(DOI="10.1145/A"), work(title="Another", URL="https://doi.org/10.1145/a"), "doi"),
        (
            work(title="One", DOI="10.1145/a", arxiv="2104.04473"),
            work(title="Another", URL="https://arxiv.org/pdf/2104.04473v2"),
            "arxiv",
        ),
        (
            work(title="Raft", URL="https://example.org/raft.pdf"),
            work(title=LONG, URL="http://www.example.org/raft.pdf"),
            "address",
        ),
        # Two works of several words each, none shared, at one address.
        (
            work(title="Time and Clocks in Systems", URL="https://example.org/a"),
            work(title=LONG, URL="https://example.org/a"),
            None,
        ),
        (
            work(title="Chapter 3", URL="https://example.org/book.pdf"),
            work(title="Chapter 4", URL="https://example.org/book.pdf"),
            None,
        ),
        (work(title=LONG), work(title=LONG.lower(), authors=""), "title"),
        (work(title=LONG, DOI="10.1145/a"), work(title=LONG, arxiv="2104.04473"), "title"),
        # Other authors, or too many years between.
        (work(title=LONG), work(title=LONG, authors="Turing, Alan"), None),
        (work(title=LONG, year=2016), work(title=LONG, year=2020), "title"),
        (work(title=LONG, year=2016), work(title=LONG, year=2021), None),
        (work(title=LONG, year=None), work(title=LONG, year=2021), "title"),
        # Names in another order, with accents, cut, or of a team.
        (
            work(title=LONG, authors="Kwon, Woosuk; Stoica, Ion"),
            work(title=LONG, authors="Woosuk, Kwon"),
            "title",
        ),
        (work(title=LONG, authors="Erdős, Pál"), work(title=LONG, authors="ERDOS, P."), "title"),
        (work(title=LONG, authors="Llama Team"), work(title=LONG, authors="Dubey, A."), "title"),
        # Two DOIs: only the very title with the same people.
        (work(title=LONG, DOI="10.1/a"), work(title=LONG, DOI="10.1/b"), "title"),
        (work(title=LONG, DOI="10.1000/a"), work(title=LONG + "s", DOI="10.1000/b"), None),
        (
            work(title=LONG, DOI="10.1000/a", authors=""),
            work(title=LONG, DOI="10.1000/b", authors=""),
            None,
        ),
        (
            work(title=LONG, authors="", URL="https://papers.nips.cc/paper/7181-a-b.pdf"),
            work(title=LONG, URL=f"https://papers.nips.cc/paper/2017/hash/{'3f5ee243' * 4}-x.html"),
            "title",
        ),
        # Short titles need their people.
        (work(title="Deep Learning"), work(title="Deep learning"), "title"),
        (
            work(title="Deep Learning", authors="LeCun, Yann; Bengio, Yoshua; Hinton, Geoffrey"),
            work(title="Deep Learning", authors="Goodfellow, Ian; Bengio, Yoshua; Courville, A."),
            None,
        ),
        (work(title="Introduction", authors=""), work(title="Introduction", authors=""), None),
        (work(title="Spanner", authors=""), work(title="Spanner", authors=""), "title"),
        (work(title="BERT: Pre-training of Transformers"), work(title="BERT"), "title"),
        (work(title="BERT: Pre-training of Transformers"), work(title="BERT", authors=""), None),
        (work(title=""), work(title=""), None),
        (replace(work(), title=None), replace(work(), title=None), None),
    ],
)
def test_two_works(one: Work, other: Work, reason: str | None) -> None:
    assert is_one(one, other) == reason
    assert is_one(other, one) == reason
    assert len(Works((one, other)).groups()) == (reason is not None)


def test_the_surest_reason_and_the_first_entry() -> None:
    by_title, by_arxiv, again = (
        work("a", LONG),
        work("b", LONG, arxiv="2104.04473"),
        work("c", "Other", arxiv="2104.04473"),
    )
    match = Works((by_title, by_arxiv, again)).find(work("d", LONG, arxiv="2104.04473"))
    assert match
    assert (match.work, match.reason) == (by_arxiv, "arxiv")
    assert match.because == "both have the arXiv id `2104.04473`"


def test_a_group_says_why_each_is_in_it() -> None:
    works = (
        work("a", LONG, DOI="10.1145/a"),
        work("b", "Something else entirely"),
        work("c", "Another name", DOI="10.1145/a", arxiv="2104.04473"),
        work("d", "A third name", URL="https://arxiv.org/abs/2104.04473"),
    )
    (group,) = Works(works).groups()
    assert group.first.key.value == "a"
    assert [(m.work.key.value, m.like.key.value, m.reason) for m in group.others] == [
        ("c", "a", "doi"),
        ("d", "c", "arxiv"),
    ]


def test_a_version_identifies_its_work() -> None:
    preprint = work("a", "A first name for it", URL="https://arxiv.org/abs/2104.04473")
    both = replace(work("a", LONG), versions={"preprint": preprint})
    assert is_one(both, work("b", "What?", arxiv="2104.04473")) == "arxiv"


def test_nothing_of_the_sample_is_one_paper_twice() -> None:
    read = library.read((Source("papers.yaml", SAMPLE.read_text("utf-8")),)).value
    assert len(read.works) == 33
    assert Works(read.works).groups() == ()
    assert all(Works(read.works).find(w) is None for w in read.works)


# ----------------------------------------------------------------------------- properties

SAMPLES = [
    work(f"k{number}", title, "Moore, G.", 2020, URL=url)
    for number, (title, url) in enumerate(
        [
            *((title, "") for pair in TITLES["same"][::8] for title in pair),
            *(("", url) for urls in [*ADDRESSES.values()][::6] for url in urls[:2]),
        ]
    )
]


def grouped(works: list[Work]) -> set[frozenset[str]]:
    return {
        frozenset((group.first.key.value, *(match.work.key.value for match in group.others)))
        for group in Works(works).groups()
    }


@settings(max_examples=50, deadline=None)
@given(st.permutations(SAMPLES))
def test_the_order_changes_nothing(works: list[Work]) -> None:
    assert grouped(works) == grouped(SAMPLES)


def test_groups_are_what_pairs_say() -> None:
    pairs = [(a, b) for a, b in combinations(SAMPLES, 2) if is_one(a, b)]
    assert len(pairs) >= 20
    together = [group for group in grouped(SAMPLES) if len(group) > 1]
    for one, other in pairs:
        assert is_one(other, one) == is_one(one, other)
        assert any({one.key.value, other.key.value} <= group for group in together)
    assert sum(map(len, together)) == len({w.key.value for pair in pairs for w in pair})


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=4, alphabet="bcdfghjklmnpqrstvwxz ", max_size=40), max_size=8))
def test_other_works_change_nothing(more: list[str]) -> None:
    others = [
        work(f"o{n}", f"unheard {title} {n} of", "Nobody, N.", 1900, DOI=f"10.9999/{n}")
        for n, title in enumerate(more)
    ]
    assert grouped([*others, *SAMPLES]) == grouped(SAMPLES)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_taken(title: str, url: str, doi: str) -> None:
    works = [
        work("a", title, URL=f"https://{url}", DOI=doi, ISBN=doi),
        work("b", title, URL=url, arxiv=doi, PMID=doi),
    ]
    Works(works).groups()


@pytest.mark.timeout(20)
def test_hostile_texts_take_no_time() -> None:
    long = 200_000
    texts = ["x" * long, "\\a{" * long, "a." * long, "/pdf" * long, "1-" * long, "&id=" * long]
    texts += ["a: " * long, "%2" * long, "- " * long, "(2020) " * long, "~/" * long]
    for text in texts:
        for url in (text, f"https://a.b/{text}", f"https://openreview.net/forum?{text}"):
            of_url(url)
        Works([work("a", text, DOI=text, ISBN=text, arxiv=text)] * 2).groups()


@pytest.mark.timeout(20)
@pytest.mark.parametrize("alike", ["Introduction to Things", "Chapter on Interface{}", "Part {}"])
def test_many_alike_take_no_time(alike: str) -> None:
    works = [
        work(f"k{n}", alike.format(_letters(n)), URL="https://example.org/book")
        for n in range(3000)
    ]
    Works(works).groups()


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))

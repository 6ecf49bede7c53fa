"""Venues are known by every name they have, and found in texts only where they surely stand."""

# One row a line, however long, so that the tables can be read.
# ruff: noqa: E501

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coursepack.model.diagnostic import Severity
from coursepack.model.source import Source, Span
from coursepack.model.work import PartialDate
from coursepack.read import library
from coursepack.read.words import venue_table, venues
from coursepack.read.words.venue_table import VenueTable

ACM = "Association for Computing Machinery"
USENIX = "USENIX Association"
PACMPL = "Proceedings of the ACM on Programming Languages"
PVLDB = "Proceedings of the VLDB Endowment"
NEURIPS = "Advances in Neural Information Processing Systems"


def short(name: str) -> str | None:
    listed = venue_table.ours().find(name)
    return listed.short if listed else None


# The table.


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SC", "SC"),
        ("sosp", "SOSP"),
        ("A.C.L.", "ACL"),
        ("NIPS", "NeurIPS"),
        ("SysML", "MLSys"),
        ("Oakland", "S&P"),
        ("IEEE S&P", "S&P"),
        ("ATC", "USENIX ATC"),
        ("usenix osdi", "OSDI"),
        ("ACM SIGCOMM", "SIGCOMM"),
        ("ACM SIGCOMM Conference", "SIGCOMM"),
        ("In OSDI", "OSDI"),
        ("Proc. of OSDI", "OSDI"),
        ("Proc. 26th SOSP", "SOSP"),
        ("J. ACM", "JACM"),
        ("Commun. ACM", "CACM"),
        ("IEEE Micro", "IEEE Micro"),
        ("Micro", "MICRO"),
        ("IEEE/ACM MICRO", "MICRO"),
        ("USENIX Security", "USENIX Security"),
        ("Symposium on Operating Systems Principles", "SOSP"),
        ("Proceedings of the 26th ACM Symposium on Operating Systems Principles", "SOSP"),
        ("In Proceedings of the Twenty-Sixth Symposium on Operating Systems Principles", "SOSP"),
        ("Proceedings of the ACM SIGCOMM 2024 Conference", "SIGCOMM"),
        ("2024 ACM/IEEE 51st Annual International Symposium on Computer Architecture", "ISCA"),
        ("Second Conference on Language Modeling", "COLM"),
        ("the 34th AAAI Conference on Artificial Intelligence", "AAAI"),
        ("IEEE Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("Proceedings of the IEEE", "Proc. IEEE"),
        ("Proceedings of the VLDB Endowment", "PVLDB"),
        ("Proc. ACM Program. Lang.", "PACMPL"),
        ("HotNets Workshop", "HotNets"),
        # What is not there is not found.
        ("NeurIPS Workshop", None),
        ("International Security", None),
        ("ACM Cell", None),
        ("1st Conference", None),
        ("Proceedings", None),
        ("International Conference", None),
        ("ACM", None),
        ("", None),
    ],
)
def test_a_venue_is_found_by_its_names(name: str, expected: str | None) -> None:
    assert short(name) == expected


def test_our_table_is_well_formed() -> None:
    source = Source("venues.txt", _our_text())
    outcome = VenueTable().with_own(source)
    assert outcome.diagnostics == ()
    rows = [line for line in _our_text().splitlines() if line and not line.startswith("#")]
    assert len(rows) > 500
    names: dict[str, str] = {}
    for row in rows:
        listed = outcome.value.find(row.split("|")[1].strip())
        assert listed
        # No row is hidden by another of the same name.
        assert listed.name == row.split("|")[2].strip()
        for name in {name.casefold() for name in listed.names}:
            assert names.setdefault(name, listed.short) == listed.short
        assert 1800 <= listed.first_year <= 2030 or listed.first_year in (0, 1731)


def _our_text() -> str:
    from pathlib import Path

    return Path(venue_table.__file__).with_name("venues.txt").read_text(encoding="utf-8")


OWN = """\
# Ours.
conference | PLoP | Conference on Pattern Languages of Programs | The Hillside Group | 1994

workshop | SC | Systems Colloquium
journal  |  JCP  | Journal of Course Packing | | | | J. Course Pack.; Course Packing
"""


def test_a_course_brings_its_own_venues() -> None:
    outcome = venue_table.ours().with_own(Source("my-venues.txt", OWN))
    assert outcome.diagnostics == ()
    table = outcome.value
    assert venues.read("PLoP '94", table=table) == venues.Venue(
        {
            "container-title": "Conference on Pattern Languages of Programs",
            "container-title-short": "PLoP",
            "publisher": "The Hillside Group",
        },
        1994,
        "paper-conference",
    )
    assert venues.read("SC 21", table=table).fields["container-title"] == "Systems Colloquium"
    assert venues.read("J. Course Pack. 3", table=table).fields["volume"] == "3"
    assert venues.is_journal("JCP", table)
    assert not venues.is_journal("JCP")
    assert venues.trailing("A Title, PLoP 2001", table) is not None
    assert venues.trailing("A Title, PLoP 2001") is None
    assert short("SC") == "SC"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("conference | PLoP", "the venue `conference | PLoP` needs a kind, a short name and a name"),
        ("conference | | Name", "the venue `conference | | Name` needs a kind, a short name and a name"),
        ("party | PLoP | Name", "the venue `PLoP` is of no known kind: `party`"),
        ("journal | J | Name | | soon", "the first year of the venue `J` is `soon`"),
        ("journal" + " | x" * 7, "the venue `journal | x | x | x | x | x | x | x` needs a kind, a short name and a name"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_left_out(line: str, message: str) -> None:
    outcome = VenueTable().with_own(Source("v.txt", f"\ufeff# x\r\n  {line}\r\nserver | A | B\n"))
    (problem,) = outcome.diagnostics
    assert (problem.code, problem.severity, problem.message) == (
        "bad-venue",
        Severity.WARNING,
        message,
    )
    assert problem.span == Span("v.txt", 2, 3, 2, 3 + len(line))
    assert outcome.value.find("A")


# What a venue text says.


def known(name: str, short: str = "", publisher: str = "", **more: str) -> dict[str, str]:
    fields = {"container-title": name}
    if short:
        fields["container-title-short"] = short
    if publisher:
        fields["publisher"] = publisher
    return fields | {key.replace("_", "-"): value for key, value in more.items()}


SC = known(
    "International Conference for High Performance Computing, Networking, Storage and Analysis",
    "SC",
    "ACM/IEEE",
)
SOSP = known("ACM Symposium on Operating Systems Principles", "SOSP", ACM)
OSDI = known("USENIX Symposium on Operating Systems Design and Implementation", "OSDI", USENIX)
ATC = known("USENIX Annual Technical Conference", "USENIX ATC", USENIX)
ICLR = known("International Conference on Learning Representations", "ICLR")
EUROSYS = known("European Conference on Computer Systems", "EuroSys", ACM)
JMLR = known("Journal of Machine Learning Research", "JMLR")
CACM = known("Communications of the ACM", "CACM")
NATURE = known("Nature")
SOSP26 = "Proceedings of the 26th ACM Symposium on Operating Systems Principles"
VLDB = known(PVLDB, "VLDB")
POPL = "ACM SIGPLAN Symposium on Principles of Programming Languages"
ARXIV = {"publisher": "arXiv"}
CONFERENCE, JOURNAL = "paper-conference", "article-journal"


@pytest.mark.parametrize(
    ("text", "fields", "year", "kind"),
    [
        ("SC 21", SC, 2021, CONFERENCE),
        ("SC'21", SC, 2021, CONFERENCE),
        ("SC ’21", SC, 2021, CONFERENCE),
        ("SC'99", SC, 1999, CONFERENCE),
        ("SC", SC, None, CONFERENCE),
        ("SOSP 2023", SOSP, 2023, CONFERENCE),
        ("SOSP, 2023", SOSP, 2023, CONFERENCE),
        ("SOSP (2023)", SOSP, 2023, CONFERENCE),
        ("ACM SOSP 2023.", SOSP, 2023, CONFERENCE),
        ("SOSP '67", SOSP, 1967, CONFERENCE),
        ("SOSP 2003, pp. 29–43", SOSP | {"page": "29–43"}, 2003, CONFERENCE),
        ("(OSDI '20)", OSDI, 2020, CONFERENCE),
        ("[OSDI 20]", OSDI, 2020, CONFERENCE),
        ("OSDI24", OSDI, 2024, CONFERENCE),
        ("In OSDI 2020", OSDI, 2020, CONFERENCE),
        (f"In {SOSP26} (SOSP '17)", SOSP | {"container-title": SOSP26}, 2017, CONFERENCE),
        (f"{SOSP26}, 2017", SOSP | {"container-title": SOSP26}, 2017, CONFERENCE),
        (f"SOSP '17: {SOSP26}", SOSP | {"container-title": SOSP26}, 2017, CONFERENCE),
        ("Proc. of the 26th SOSP, 2017", SOSP, 2017, CONFERENCE),
        ("ACM Symposium on Operating Systems Principles (SOSP), 2017", SOSP, 2017, CONFERENCE),
        ("USENIX ATC 2019", ATC, 2019, CONFERENCE),
        ("ATC'19", ATC, 2019, CONFERENCE),
        ("2024 IEEE 40th International Conference on Data Engineering (ICDE)", known("2024 IEEE 40th International Conference on Data Engineering", "ICDE", "IEEE"), 2024, CONFERENCE),
        ("arXiv 2024", ARXIV, 2024, "article"),
        ("Arxiv'23", ARXIV, 2023, "article"),
        ("CoRR 2017", ARXIV, 2017, "article"),
        ("arXiv preprint arXiv:2104.04473, 2021", ARXIV | {"arxiv": "2104.04473"}, 2021, "article"),
        ("CoRR abs/1706.03762, 2017", ARXIV | {"arxiv": "1706.03762"}, 2017, "article"),
        ("arXiv:1706.03762", ARXIV | {"arxiv": "1706.03762"}, None, "article"),
        ("arXiv:1706.03762 [cs.CL]", ARXIV | {"arxiv": "1706.03762"}, None, "article"),
        ("arXiv:cs/0112017", ARXIV | {"arxiv": "cs/0112017"}, None, "article"),
        ("bioRxiv 2021", {"publisher": "bioRxiv"}, 2021, "article"),
        ("preprint", {"genre": "Preprint"}, None, "article"),
        ("Preprint 2024", {"genre": "Preprint"}, 2024, "article"),
        ("NeurIPS 2020", known(NEURIPS, "NeurIPS"), 2020, CONFERENCE),
        ("ICML 2023 Workshop on X", known("ICML 2023 Workshop on X"), 2023, CONFERENCE),
        ("NeurIPS Workshop 2019", known("NeurIPS Workshop"), 2019, CONFERENCE),
        ("NeurIPS 2023 Workshop", known("NeurIPS 2023 Workshop"), 2023, CONFERENCE),
        ("Nature 2023", NATURE, 2023, JOURNAL),
        ("Nature, 2023", NATURE, 2023, JOURNAL),
        ("Nature 2023, vol. 620", NATURE | {"volume": "620"}, 2023, JOURNAL),
        ("Nature 620, 47–60 (2023)", NATURE | {"volume": "620", "page": "47–60"}, 2023, JOURNAL),
        ("Nature 2023; 620:47-60", NATURE | {"volume": "620", "page": "47-60"}, 2023, JOURNAL),
        ("Nature Communications 2020", known("Nature Communications"), 2020, JOURNAL),
        ("JMLR 23", JMLR | {"volume": "23"}, None, JOURNAL),
        ("JMLR 23(120) 2022", JMLR | {"volume": "23", "issue": "120"}, 2022, JOURNAL),
        ("JMLR 2022", JMLR, 2022, JOURNAL),
        ("CACM 51(1), 2008", CACM | {"volume": "51", "issue": "1"}, 2008, JOURNAL),
        ("CACM 51, no. 1 (2008)", CACM | {"volume": "51", "issue": "1"}, 2008, JOURNAL),
        ("Communications of the ACM, 1974", CACM, 1974, JOURNAL),
        ("VLDB 2021", VLDB, 2021, JOURNAL),
        ("VLDB'19", VLDB, 2019, JOURNAL),
        ("VLDB 1999", known("International Conference on Very Large Data Bases", "VLDB"), 1999, CONFERENCE),
        ("PVLDB 14(11)", known(PVLDB, "PVLDB", volume="14", issue="11"), None, JOURNAL),
        ("POPL 2019", known(PACMPL, "POPL"), 2019, JOURNAL),
        ("POPL 2010", known(POPL, "POPL", ACM), 2010, CONFERENCE),
        ("Wired, 2012", known("Wired"), 2012, "article-magazine"),
        ("DeepMind White Paper 2025", {"publisher": "DeepMind", "genre": "White Paper"}, 2025, "report"),
        ("Google Technical Report, 2020", {"publisher": "Google", "genre": "Technical Report"}, 2020, "report"),
        ("MIT Tech Report 1988", {"publisher": "MIT", "genre": "Tech Report"}, 1988, "report"),
        ("Technical Report CS-12, Yale, 1990", {"genre": "Technical Report", "number": "CS-12", "publisher": "Yale"}, 1990, "report"),
        ("RFC 793, 1981", {"genre": "RFC", "number": "793"}, 1981, "report"),
        ("PhD thesis, Stanford, 2015", {"genre": "PhD thesis", "publisher": "Stanford"}, 2015, "thesis"),
        ("UC Berkeley PhD Thesis 2018", {"publisher": "UC Berkeley", "genre": "PhD Thesis"}, 2018, "thesis"),
        ("Master's thesis, MIT", {"genre": "Master's thesis", "publisher": "MIT"}, None, "thesis"),
        ("O'Reilly 2017", {"publisher": "O'Reilly Media"}, 2017, "book"),
        ("MIT Press, 2016", {"publisher": "MIT Press"}, 2016, "book"),
        ("Island Press, 2016", {"publisher": "Island Press"}, 2016, "book"),
        ("Blog post 2023", {"genre": "Blog post"}, 2023, "post-weblog"),
        ("OpenAI Blog, 2019", {"container-title": "OpenAI Blog"}, 2019, "post-weblog"),
        ("To appear", {"status": "To appear"}, None, ""),
        ("under submission", {"status": "under submission"}, None, ""),
        ("NeverHeardOf 2024 (to appear)", known("NeverHeardOf") | {"status": "to appear"}, 2024, CONFERENCE),
        ("To appear in OSDI 2027", OSDI | {"status": "To appear"}, 2027, CONFERENCE),
        ("2019", {}, 2019, ""),
        # Unknown names with a year.
        ("FooConf 2020", known("FooConf"), 2020, CONFERENCE),
        ("FooConf '20", known("FooConf"), 2020, CONFERENCE),
        ("In Proceedings of the 3rd FooConf, 2020", known("Proceedings of the 3rd FooConf"), 2020, CONFERENCE),
        # There was no such venue in that year; what it means is not ours to say.
        ("OSDI 1970", known("OSDI 1970"), None, ""),
        ("ICLR 2003", known("ICLR 2003"), None, ""),
        ("Lecture Notes in Computer Science 45", known("Lecture Notes in Computer Science 45"), None, ""),
        ("Some Journal I Know", known("Some Journal I Know"), None, ""),
        ("", {}, None, ""),
    ],
)  # fmt: skip
def test_venues(text: str, fields: dict[str, str], year: int | None, kind: str) -> None:
    assert venues.read(text) == venues.Venue(fields, year, kind)


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("arXiv 2024 (v3 2025)", venues.Venue(ARXIV, 2024, "article", "v3 2025")),
        ("ICLR 2017 (Oral)", venues.Venue(ICLR, 2017, CONFERENCE, "Oral")),
        ("ICLR 2020 Spotlight", venues.Venue(ICLR, 2020, CONFERENCE, "Spotlight")),
        ("ICLR 2024, Notable Top 5%", venues.Venue(ICLR, 2024, CONFERENCE, "Notable Top 5%")),
        ("EuroSys '22 Best Paper", venues.Venue(EUROSYS, 2022, CONFERENCE, "Best Paper")),
        ("EuroSys 2022 [Best paper]", venues.Venue(EUROSYS, 2022, CONFERENCE, "Best paper")),
        (
            "EuroSys 2022 (Oral) (Best Paper Award)",
            venues.Venue(EUROSYS, 2022, CONFERENCE, "Oral; Best Paper Award"),
        ),
        (
            "SOSP 2003: 19th ACM Symposium",
            venues.Venue(SOSP, 2003, CONFERENCE, "19th ACM Symposium"),
        ),
        (
            "OSDI 2004, San Francisco, CA",
            venues.Venue(OSDI, 2004, CONFERENCE, "San Francisco, CA"),
        ),
        ("CACM, May 2019", venues.Venue(CACM, 2019, JOURNAL, "", 5)),
        ("May 2019", venues.Venue({}, 2019, "", "", 5)),
        ("OSDI 2024 (to appear)", venues.Venue(OSDI | {"status": "to appear"}, 2024, CONFERENCE)),
    ],
)
def test_what_is_said_beside_the_venue(text: str, venue: venues.Venue) -> None:
    assert venues.read(text) == venue


@pytest.mark.parametrize(
    ("text", "fields", "year"),
    [
        ("Journal of Foo 23", known("Journal of Foo", volume="23"), None),
        ("Journal of Foo 23(4), 2001", known("Journal of Foo", volume="23", issue="4"), 2001),
        ("Journal of Foo", known("Journal of Foo"), None),
        ("JMLR, 2022", JMLR, 2022),
    ],
)
def test_the_author_says_that_it_is_a_journal(
    text: str, fields: dict[str, str], year: int | None
) -> None:
    assert venues.read(text, in_journal=True) == venues.Venue(fields, year, JOURNAL)


def test_a_month_gets_into_the_date_of_the_work() -> None:
    source = Source("a.yaml", "a: {title: x, venue: 'CACM, May 2019'}")
    (work,) = library.read([source]).value.works
    assert work.dates["issued"].value == PartialDate(2019, 5)


# Venues at the end of free text.

ENDS = [
    ("Jeffrey Dean and Sanjay Ghemawat", ", ", "OSDI 2004"),
    ("Ongaro and Ousterhout. In search of...", " ", "USENIX ATC'14."),
    ("Vaswani et al.", " ", "NeurIPS 2017."),
    ("Vaswani et al", " ", "NeurIPS 2017"),
    ("Vaswani et al", ", ", "NeurIPS"),
    ("Attention Is All You Need", " ", "(NeurIPS 2017)"),
    ("Attention Is All You Need", " ", "[NIPS'17]"),
    ("Attention Is All You Need", " ", "(NeurIPS)"),
    ("Attention Is All You Need", " — ", "NeurIPS 2017"),
    ("Attention Is All You Need", " - ", "NeurIPS 2017"),
    ("Attention Is All You Need", " | ", "NeurIPS 2017"),
    ("Attention Is All You Need", "; ", "NeurIPS 2017"),
    ("Time, Clocks, and the Ordering of Events.", " ", "CACM, 1978"),
    ("Time, Clocks, and the Ordering of Events.", " ", "Communications of the ACM 21(7), 1978."),
    ("Time, Clocks, and the Ordering of Events.", " ", "Communications of the ACM"),
    ("What Is It?", " ", "SOSP 2003"),
    ("Do It!", " ", "HotOS 2019"),
    ("“A Title,”", " ", "SOSP 2003"),
    ("A Title", ", ", "SC 21"),
    ("A Title", ", ", "SC '21"),
    ("A Title", ", ", "SOSP, 2023"),
    ("A Title", ", ", "SOSP (2023)"),
    ("A Title", ", ", "SOSP ’23"),
    ("A Title", ", ", "SOSP'23"),
    ("A Title", ", ", "SOSP23"),
    ("A Title", ", ", "In SOSP 2023"),
    ("A Title", ", ", "ACM SOSP 2023"),
    ("A Title", ", ", "USENIX Security"),
    ("A Title", ", ", "USENIX Security 2020"),
    ("A Title", ", ", "IEEE S&P 2019"),
    ("A Title", ", ", "Oakland 2019"),
    ("A Title", ", ", "FAST 2020"),
    ("A Title", ", ", "MICRO '21"),
    ("A Title", ", ", "RSS 2020"),
    ("A Title", ", ", "ICLR 2017 (Oral)"),
    ("A Title", ", ", "ASPLOS 2025 [Best paper]"),
    ("A Title", " ", "(EuroSys '22, Best Paper)"),
    ("A Title", ", ", "NSDI 2024 (to appear)"),
    ("A Title.", " ", "Nature 2023"),
    ("A Title.", " ", "Nature, 2023"),
    ("A Title.", " ", "Nature 620, 47–60 (2023)."),
    ("A Title.", " ", "Science, 2011"),
    ("A Title.", " ", "Cell 2020"),
    ("A Title.", " ", "Patterns (2021)"),
    ("A Title.", " ", "IEEE Computer, 1992"),
    ("A Title.", " ", "Machine Learning, 1995"),
    ("A Title", ", ", "JMLR 23"),
    ("A Title", ", ", "JMLR 2022"),
    ("A Title", ", ", "JMLR"),
    ("A Title", ", ", "TACL 2020"),
    ("A Title", ", ", "PVLDB 14(11)"),
    ("A Title", ", ", "VLDB'19"),
    ("A Title", ", ", "PNAS"),
    ("A Title", ", ", "ACM Computing Surveys, 2021"),
    ("A Title", ", ", "IEEE Micro 2018"),
    ("A Title", ", ", "ACM Queue"),
    ("A Title", ", ", "IEEE Transactions on Computers"),
    ("A Title", ", ", "Wired, 2012"),
    ("A Title", ", ", "The New Yorker, 2019"),
    ("A Title", ", ", "arXiv 2024"),
    ("A Title", ", ", "arXiv preprint"),
    ("A Title", ", ", "arXiv:1706.03762"),
    ("A Title", " ", "arXiv:1706.03762"),
    ("A Title", " ", "(arXiv:1706.03762)"),
    ("A Title", " ", "[arXiv:1706.03762v5]"),
    ("A Title.", " ", "arXiv preprint arXiv:1706.03762 (2017)."),
    ("A Title", ", ", "arXiv:1706.03762 [cs.CL]"),
    ("A Title", ", ", "bioRxiv 2020"),
    ("A Title. The Authors.", " ", "In Proceedings of the 26th Symposium on Operating Systems Principles (SOSP '17), 2017."),
    ("A Title. The Authors.", " ", "In Proceedings of the Foo Conference, 2019"),
    ("A Title. The Authors.", " ", "Proceedings of the 5th Symposium on Foo, 2019"),
    ("A Title.", " ", "SOSP 2003: 19th ACM Symposium on Operating Systems Principles"),
    ("A Title", ", ", "OSDI 2004, San Francisco, CA"),
    ("A Title.", " ", "PhD thesis, Stanford, 2015"),
    ("A Title.", " ", "UC Berkeley PhD Thesis 2018"),
    ("A Title.", " ", "MIT Press, 2016"),
    ("A Title", ", ", "O'Reilly 2017"),
    ("A Title", " ", "(2017)"),
    ("A Title", " ", "(May 2017)."),
    ("", "", "OSDI 2004"),
    ("", "", "arXiv:1706.03762"),
    ("Deep Learning.", " ", "Nature Communications, 2020"),
    ("The Nature of Cells", ", ", "Cell, 2020"),
    ("From POPL 2010 to Now", ", ", "POPL 2020"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "cut", "venue"), ENDS)
def test_a_venue_at_the_end(before: str, cut: str, venue: str) -> None:
    found = venues.trailing(before + cut + venue)
    assert found is not None
    head, said = found
    assert head == before
    bare = venue.strip("()[].").removeprefix("In ")
    assert said.year == venues.read(bare).year or said.year == venues.read(venue).year
    assert said.fields or said.year


@pytest.mark.parametrize(
    ("text", "fields", "year"),
    [
        ("Dean and Ghemawat, OSDI 2004", OSDI, 2004),
        ("A Title. Nature 620, 47 (2023).", NATURE | {"volume": "620", "page": "47"}, 2023),
        ("A Title, arXiv:1706.03762", ARXIV | {"arxiv": "1706.03762"}, None),
        ("A Title (May 2017)", {}, 2017),
        ("A Title, SOSP", SOSP, None),
        ("A Title. In Proceedings of the Foo Conference, 2019.", known("Proceedings of the Foo Conference"), 2019),
    ],
)  # fmt: skip
def test_what_the_end_says(text: str, fields: dict[str, str], year: int | None) -> None:
    found = venues.trailing(text)
    assert found is not None
    assert (found[1].fields, found[1].year) == (fields, year)


@pytest.mark.parametrize(
    "text",
    [
        "The Nature of Statistical Learning Theory",
        "A History of Computer Science",
        "Time, Clocks, and the Ordering of Events",
        "Mathematics, Physics, Nature",
        "Art and Nature",
        "Man, Machine, and Nature",
        "The Structure of Scientific Revolutions, Science",
        "Really, Science",
        "Prison, Cell",
        "Design, Patterns",
        "Design Patterns",
        "Man and the Computer",
        "Body, Brain, Mind",
        "The Mythical Man-Month",
        "Computer",
        "Nature",
        "Science",
        "Machine Learning",
        "A Course in Statistics, Machine Learning",
        "Databases, Information Systems",
        "Concurrency, Distributed Computing",
        "RSS",
        "Feeds: Atom, RSS",
        "HTTP, HTML, WWW",
        "Really Simple Syndication (RSS)",
        "The Transmission Control Protocol (TCP)",
        "Access Control Lists (ACL)",
        "Boolean Satisfiability (SAT)",
        "Make it work, make it FAST",
        "Make it right, make it fast",
        "Highlights from ICML 2019",
        "Lessons of SIGCOMM 2017",
        "What Happened at NeurIPS 2020",
        "Blade Runner 2049",
        "Nineteen Eighty-Four",
        "1984",
        "The Year 2000",
        "Looking Back, 1984",
        "Deep Learning: A Review",
        "Man, Nature 2",
        "The Elements of Style, 4th edition",
        "Introduction to Algorithms, third edition",
        "Security, Privacy",
        "Web Security",
        "The Security of Oakland",
        "Attention Is All You Need",
        "A title that ends in the middle (of",
        "A title with brackets (and words)",
        "Write a PhD Thesis",
        "How to Write, and How to Finish, a PhD Thesis",
        "Preprint",
        "Fake proceedings of nothing",
        "in science, 1999",
        "",
        ", ",
    ],
)
def test_a_title_is_not_cut_at_its_end(text: str) -> None:
    assert venues.trailing(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "year"),
    [
        ("[OSDI'24] A Title", "A Title", 2024),
        ("(SIGMOD 2020) A Title", "A Title", 2020),
        ("[SOSP] A Title", "A Title", None),
        ("[arXiv 2024] A Title", "A Title", 2024),
        ("[arXiv:1706.03762] A Title", "A Title", None),
        ("[Nature 2020] A Title", "A Title", 2020),
        ("[ICLR 2017 Oral]: A Title", "A Title", 2017),
        ("OSDI '20: A Title", "A Title", 2020),
        ("NSDI 2020 - A Title", "A Title", 2020),
        ("SOSP 2003 | A Title", "A Title", 2003),
        ("USENIX Security 2020 – A Title: and More", "A Title: and More", 2020),
    ],
)
def test_a_venue_at_the_start(text: str, rest: str, year: int | None) -> None:
    found = venues.leading(text)
    assert found is not None
    assert (found[0], found[1].year) == (rest, year)


@pytest.mark.parametrize(
    "text",
    [
        "[Optional] A Title",
        "(Required) A Title",
        "(2020) A Title",
        "[1] A Title",
        "[Nature] A Title",
        "[RSS] A Title",
        "Nature 2020: A Review",
        "SC: A Title",
        "Science: The Endless Frontier",
        "ImageNet 2012: A Title",
        "WWW: Past, Present, and Future",
        "Attention: A Survey",
        "OSDI 2020",
        "[OSDI 2020]",
        "",
    ],
)
def test_a_title_is_not_cut_at_its_start(text: str) -> None:
    assert venues.leading(text) is None


# Any text.

WORDS = (
    "SOSP|SC|Nature|JMLR|arXiv|arXiv:1706.03762|2021|'21|(2021)|23|23(4)|In|Proc. of the 26th|,|;|:|.|(Oral)|[|]|(|)"
    "|pp. 1-2|vol.|Workshop|thesis,|Blog|Press|RFC|Foo"
)


@given(st.lists(st.sampled_from(WORDS.split("|")), max_size=8).map(" ".join) | st.text(max_size=60))
@example("( (")
@example("SOSP 2021 2021 21 21 '21 '21")
def test_any_text_is_read_without_raising(text: str) -> None:
    for in_journal in (False, True):
        venue = venues.read(text, in_journal=in_journal)
        assert all(value.strip() for value in venue.fields.values())
    for found in (venues.trailing(text), venues.leading(text)):
        assert found is None or found[0] in text


@given(st.text(alphabet="QZxy JK'’(),.:v[]2023 ", max_size=30))
def test_no_letter_of_an_unknown_venue_is_lost(text: str) -> None:
    venue = venues.read(text)
    kept = "".join(venue.fields.values()) + str(venue.year or "") + venue.remark
    for character in filter(str.isalpha, set(text)):
        assert kept.count(character) == text.count(character)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        *(
            "a" * 1_000_000,
            "(" * 1_000_000,
            " , " * 300_000,
            "2021 " * 200_000,
            "SOSP 2021, " * 90_000,
        ),
        *(
            "(((" * 100 + ")" * 90,
            ", " * 190,
            "In " * 130,
            "1:" * 190,
            "SC 21; " * 55,
            "vol. " * 79,
        ),
    ],
)
def test_long_texts_are_read_at_once(text: str) -> None:
    for _ in range(10):
        venues.read(text)
        venues.trailing(text)
        venues.leading(text)

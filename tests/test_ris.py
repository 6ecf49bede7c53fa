"""RIS is read with its places, as pandoc reads it but for what is listed here with a reason."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepack.adapters.pandoc import _program
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text
from coursepack.model.source import Source, Span
from coursepack.model.work import Name, Organization, PartialDate, Person, Work
from coursepack.read import library

CORPUS = Path(__file__).parent / "ris" / "corpus.ris"


def read(text: str) -> tuple[tuple[Work, ...], list[Diagnostic]]:
    outcome = library.read([Source("works.ris", text)])
    return outcome.value.works, list(outcome.diagnostics)


def record(*lines: str, kind: str = "JOUR", key: str = "a") -> str:
    return "\n".join((f"TY  - {kind}", f"ID  - {key}", *lines, "ER  - ", ""))


def one(*lines: str, kind: str = "JOUR") -> Work:
    (work,), problems = read(record(*lines, kind=kind))
    assert problems == []
    return work


def issued(work: Work) -> PartialDate | None:
    date = work.dates.get("issued")
    return date.value if date else None


def texts(work: Work) -> dict[str, str]:
    return {name: value.value for name, value in work.fields.items()}


def people(work: Work, role: str = "author") -> tuple[Name, ...]:
    return work.names[role].people if role in work.names else ()


# What pandoc's own reader makes of the same records.

DIFFERENCES = {
    "a day or a month stands in DA, or behind the year": """
        lamport1978/issued silver2016/issued karpathy2015/issued bush1945/issued markoff2012/issued
        page2001/issued season/issued y1slash/issued""",
    "we read the place, of a conference the one where it was": """
        lamport1978/publisher-place tanenbaum2015/publisher-place series/publisher-place
        dean2004/event-place""",
    "the number of a book is an ISBN": """
        decandia2007/ISBN decandia2007/ISSN tanenbaum2015/ISBN tanenbaum2015/ISSN bt/ISBN
        bt/ISSN""",
    "C3 is the title of the proceedings, T2 the name of the conference": """
        decandia2007/container-title decandia2007/event-title""",
    "SP of a book counts its pages": "tanenbaum2015/number-of-pages tanenbaum2015/page",
    "one page is no range": "onepage/page",
    "M3 says what kind of thesis or report it is": "fielding2000/genre patterson1987/genre",
    "a report and a standard have numbers, not issues": """
        patterson1987/issue patterson1987/number rfc793/issue rfc793/number page2001/number""",
    "Y2 is when it was looked at": "karpathy2015/accessed",
    "pandoc's type is none of CSL's": """
        karpathy2015/type linux/type mpct/type vaswani2017/type""",
    "CSL has a type that says more": """
        rfc793/type liskov/type gen1/type ejour1/type slide/type dict/type jfull/type""",
    "an address on arXiv has an id, and names the server": """
        vaswani2017/arxiv vaswani2017/publisher""",
    "a name without a comma, or with one at its end, is that of an institution": """
        anthropic2024/author collective/author""",
    "behind the second comma stands the suffix": "suffix/author",
    "a particle is a part of the name": "particle/author",
    "keywords keep their order": "keywords/keyword",
    "T3 is the series": "series/collection-title bt/collection-title",
    "we read short titles and notes": """
        bookedition/annote bookedition/container-title-short bookedition/title-short""",
}


def test_pandoc_reads_the_same_but_for_known_differences() -> None:
    text = CORPUS.read_text(encoding="utf-8")
    works, problems = read(text)
    assert problems == []
    command = [_program(), "-f", "ris", "-t", "csljson", str(CORPUS)]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    theirs = {item["id"]: _theirs(item) for item in json.loads(run.stdout)}
    assert len(works) >= 40
    assert [work.key.value for work in works] == list(theirs)
    different = {
        f"{work.key.value}/{name}"
        for work in works
        for ours in (_ours(work),)
        for name in {*ours, *theirs[work.key.value]}
        if ours.get(name) != theirs[work.key.value].get(name)
    }
    known = [place for places in DIFFERENCES.values() for place in places.split()]
    assert sorted(different) == sorted(known)


def _ours(work: Work) -> dict[str, Any]:
    said: dict[str, Any] = {"id": work.key.value, "type": work.kind}
    if work.title:
        said["title"] = plain_text(work.title.value)
    for role, found in work.names.items():
        said[role] = [_our_name(name) for name in found.people]
    for name, date in work.dates.items():
        said[name] = [part for part in (date.value.year, date.value.month, date.value.day) if part]
    return said | texts(work)


def _our_name(name: Name) -> tuple[str, ...]:
    if isinstance(name, Organization):
        return (name.name,)
    return (f"{name.particle} {name.family}".strip(), name.given, name.suffix)


def _theirs(item: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in item.items():
        if name in ("author", "editor"):
            said[name] = [
                (n["literal"],)
                if "literal" in n
                else (n["family"], n.get("given", ""), n.get("suffix", ""))
                for n in value
            ]
        elif isinstance(value, dict):
            said[name] = [part for parts in value["date-parts"] for part in parts]
        else:
            said[name] = value
    return said


# What stands in a record.


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("PY  - 2021",), PartialDate(2021)),
        (("PY  - 2021/11/03/",), PartialDate(2021, 11, 3)),
        (("PY  - 2021/11//",), PartialDate(2021, 11)),
        (("Y1  - 2021///",), PartialDate(2021)),
        (("Y1  - 2021///Spring",), PartialDate(2021)),
        (("DA  - 2021-11-03",), PartialDate(2021, 11, 3)),
        (("DA  - 2021 Nov 3",), PartialDate(2021, 11, 3)),
        (("PY  - 2021", "DA  - 2021/11/03/"), PartialDate(2021, 11, 3)),
        # Which of two years is right is not ours to say: that of the year's own tag is taken.
        (("PY  - 2021", "DA  - 2020/11/03/"), PartialDate(2021)),
        (("PY  - 2021/05", "DA  - 2021"), PartialDate(2021, 5)),
        (("PY  - 2021", "DA  - Winter"), PartialDate(2021)),
        ((), None),
    ],
)
def test_dates(lines: tuple[str, ...], expected: PartialDate | None) -> None:
    assert issued(one("TI  - x", *lines)) == expected


@pytest.mark.parametrize(
    ("kind", "line", "name", "value"),
    [
        ("JOUR", "SN  - 0001-0782", "ISSN", "0001-0782"),
        ("JOUR", "SN  - 00010782", "ISSN", "00010782"),
        ("JOUR", "SN  - 0001-0782 (Print); 1557-7317", "ISSN", "0001-0782"),
        ("BOOK", "SN  - 978-0-262-03384-8", "ISBN", "978-0-262-03384-8"),
        ("BOOK", "SN  - 0262033844 (hardcover)", "ISBN", "0262033844"),
        ("CONF", "SN  - 2168-9253", "ISSN", "2168-9253"),
        ("CONF", "SN  - 9781450350853", "ISBN", "9781450350853"),
        ("JOUR", "SP  - 1\nEP  - 20", "page", "1-20"),
        ("JOUR", "SP  - 1-20", "page", "1-20"),
        ("JOUR", "SP  - e12", "page", "e12"),
        ("JOUR", "IS  - 4", "issue", "4"),
        ("JOUR", "C7  - 120", "number", "120"),
        ("RPRT", "IS  - CS-12", "number", "CS-12"),
        ("RPRT", "M1  - CS-12", "number", "CS-12"),
        ("THES", "M3  - Ph.D.", "genre", "Ph.D."),
        ("JOUR", "DO  - https://doi.org/10.1145/1.2", "DOI", "10.1145/1.2"),
        ("JOUR", "KW  - one\nKW  - two", "keyword", "one, two"),
        ("JOUR", "KW  - one\ntwo\nthree", "keyword", "one, two, three"),
        ("JOUR", "N2  - What it is about", "abstract", "What it is about"),
        ("JOUR", "C2  - PMC12345", "PMCID", "PMC12345"),
        (
            "JOUR",
            "UR  - https://a.example/1\nUR  - https://a.example/2",
            "URL",
            "https://a.example/1",
        ),
        ("JOUR", "L2  - https://a.example/full", "URL", "https://a.example/full"),
        ("JOUR", "JF  - Journal", "container-title", "Journal"),
        ("JOUR", "JO  - J.", "container-title", "J."),
        ("JOUR", "JA  - J.", "container-title", "J."),
        ("JOUR", "JF  - Journal\nJO  - J.", "container-title-short", "J."),
        ("JOUR", "T2  - Journal\nJ2  - J.", "container-title-short", "J."),
        ("CHAP", "BT  - The Book", "container-title", "The Book"),
        ("CHAP", "T2  - Book\nT3  - Series", "collection-title", "Series"),
        ("BOOK", "T2  - Series", "collection-title", "Series"),
        ("CONF", "CY  - Vienna", "event-place", "Vienna"),
        ("BOOK", "CY  - Vienna", "publisher-place", "Vienna"),
        ("BOOK", "ET  - 2nd", "edition", "2nd"),
    ],
)
def test_fields(kind: str, line: str, name: str, value: str) -> None:
    assert texts(one("TI  - x", line, kind=kind))[name] == value


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("AU  - Narayanan, Deepak", Person("Narayanan", "Deepak")),
        ("AU  - King, Martin Luther, Jr.", Person("King", "Martin Luther", suffix="Jr.")),
        ("A1  - van Rossum, Guido", Person("Rossum", "Guido", "van")),
        ("AU  - Grace Hopper", Person("Hopper", "Grace")),
        ("AU  - OpenAI", Organization("OpenAI")),
        ("AU  - World Health Organization", Organization("World Health Organization")),
        ("AU  - International Business Machines,", Organization("International Business Machines")),
    ],
)
def test_names(line: str, name: Name) -> None:
    assert people(one("TI  - x", line)) == (name,)


def test_who_did_what() -> None:
    work = one("TI  - x", "AU  - A, B", "A2  - C, D", "A3  - E, F", "A4  - G, H", kind="CHAP")
    found = {role: people(work, role) for role in work.names}
    assert found == {
        "author": (Person("A", "B"),),
        "editor": (Person("C", "D"),),
        "collection-editor": (Person("E", "F"),),
        "translator": (Person("G", "H"),),
    }
    thesis = one("TI  - x", "AU  - A, B", "A3  - Adviser, The", kind="THES")
    assert list(thesis.names) == ["author"]


def test_a_file_of_ones_own_is_no_address() -> None:
    assert "URL" not in texts(one("TI  - x", "L1  - file:///home/me/a.pdf"))


def test_a_preprint_is_one() -> None:
    work = one("TI  - x", "UR  - https://arxiv.org/abs/1706.03762", kind="UNPB")
    assert (work.kind, texts(work)["publisher"], texts(work)["arxiv"]) == (
        "article",
        "arXiv",
        "1706.03762",
    )


# Where it stands.

PLACES = """\
TY  - JOUR
ID  - lamport
AU  - Lamport, Leslie
TI  - Time, Clocks, and
      the Ordering of Events
PY  - 1978
ER  -
"""


def test_every_value_has_its_place() -> None:
    (work,), problems = read(PLACES)
    assert problems == []
    assert work.key.span == Span("works.ris", 2, 7, 2, 14)
    assert work.names["author"].span == Span("works.ris", 3, 7, 3, 22)
    assert work.title is not None
    assert plain_text(work.title.value) == "Time, Clocks, and the Ordering of Events"
    assert work.title.span == Span("works.ris", 4, 7, 5, 29)
    assert work.dates["issued"].span == Span("works.ris", 6, 7, 6, 11)


@pytest.mark.parametrize(
    "text",
    [
        PLACES,
        "\ufeff" + PLACES,
        PLACES.replace("\n", "\r\n"),
        PLACES.replace("ER  -\n", ""),
        PLACES.replace("ER  -", "ER  - \n\n\n"),
        "\n\n" + PLACES,
        PLACES.replace("  - ", " - "),
        PLACES.replace("  - ", "  -  "),
        PLACES.replace("TI  - Time, Clocks, and\n", "TI  - \nTime, Clocks, and\n"),
    ],
)
def test_forms_of_one_record(text: str) -> None:
    (work,), problems = read(text)
    assert problems == []
    assert (work.key.value, work.kind, issued(work)) == (
        "lamport",
        "article-journal",
        PartialDate(1978),
    )
    assert work.title is not None
    assert plain_text(work.title.value) == "Time, Clocks, and the Ordering of Events"


def test_a_record_without_end_is_ended_by_the_next() -> None:
    works, problems = read("TY  - BOOK\nID  - a\nTI  - x\nTY  - BOOK\nID  - b\nTI  - y\n")
    assert [work.key.value for work in works] == ["a", "b"]
    assert problems == []


def test_a_line_of_an_abstract_is_no_tag() -> None:
    work = one("TI  - x", "AB  - We study", "AI - driven things", "and others", "PY  - 2020")
    assert texts(work)["abstract"] == "We study AI - driven things and others"


# Keys.


def keys(text: str) -> list[str]:
    works, problems = read(text)
    assert {d.code for d in problems} <= {"made-key"}
    return [work.key.value for work in works]


def made(*lines: str) -> str:
    return "\n".join(("TY  - JOUR", *lines, "ER  - ", ""))


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (("AU  - Narayanan, Deepak", "PY  - 2021/11/03/"), "narayanan2021"),
        (("AU  - Núñez Peña, María", "PY  - 2019"), "nunezpena2019"),
        (("AU  - The OpenAI Team", "PY  - 2019"), "openai2019"),
        (("AU  - Narayanan, Deepak",), "narayanan"),
        (("TI  - The Art of Programming", "PY  - 1968"), "programming1968"),
        (("ED  - Oram, Andy", "PY  - 2007"), "oram2007"),
        ((), "record"),
    ],
)
def test_a_key_is_made_of_author_and_year(lines: tuple[str, ...], key: str) -> None:
    assert keys(made("TI  - x", *lines) if "TI" not in "".join(lines) else made(*lines)) == [key]


def test_made_keys_differ() -> None:
    twice = made("AU  - Narayanan, D.", "TI  - x", "PY  - 2021")
    text = twice + record("TI  - y", key="narayanan2021-2") + twice * 2
    expected = ["narayanan2021", "narayanan2021-2", "narayanan2021-3", "narayanan2021-4"]
    assert keys(text) == expected


def test_made_keys_are_told_once() -> None:
    _, problems = read(made("AU  - Narayanan, D.", "TI  - x", "PY  - 2021") * 3)
    (note,) = problems
    assert (note.code, note.severity, str(note.span)) == (
        "made-key",
        Severity.NOTE,
        "works.ris:1:7",
    )
    assert note.message == "3 records have no `ID`; the first is called `narayanan2021`"


# What is not understood.


def test_an_unknown_tag_is_told_once() -> None:
    _, problems = read(record("TI  - x", "XX  - 1", "XX  - 2") + record("XX  - 3", key="b"))
    (note,) = [d for d in problems if d.code == "unread-field"]
    assert note.message == "the tag `XX` of 2 records is not used"
    assert (note.severity, str(note.span)) == (Severity.NOTE, "works.ris:4:1")


def test_lines_outside_of_records_are_told_once() -> None:
    text = "Provider: ACM\nContent: text/plain\n\n" + record("TI  - x") + "AU  - Late, Too\n"
    works, problems = read(text)
    assert len(works) == 1
    (note,) = problems
    assert note.message == "3 lines are outside of the records of `works.ris` and not used"
    assert (note.code, str(note.span)) == ("unread-text", "works.ris:1:1")


def test_an_unknown_type_is_told() -> None:
    _, problems = read(record("TI  - x", kind="FOOO"))
    (warning,) = problems
    assert (warning.code, str(warning.span)) == ("unknown-type", "works.ris:1:7")


def test_an_empty_record_is_no_work() -> None:
    works, problems = read("TY  - JOUR\nER  - \n" * 2 + record("TI  - x"))
    (warning,) = problems
    assert [work.key.value for work in works] == ["a"]
    assert (warning.code, warning.message, str(warning.span)) == (
        "empty-record",
        "2 records have nothing but a type",
        "works.ris:1:7",
    )


def test_a_file_of_something_else() -> None:
    works, problems = read("<html>\n<body>\n")
    (error,) = problems
    assert works == ()
    assert (error.code, error.severity, error.message) == (
        "ris-syntax",
        Severity.ERROR,
        "`works.ris` has no record of RIS",
    )
    assert error.span == Span("works.ris", 1, 1, 1, 7)
    assert [d.code for d in read(" \n\n")[1]] == ["no-works"]


TAG = st.sampled_from(
    ("TY", "AU", "A2", "TI", "JO", "PY", "DA", "SP", "UR", "SN", "ID", "ER", "XX")
)
LINE = st.builds("{}  - {}".format, TAG, st.text(max_size=12)) | st.text(max_size=12)


@given(st.lists(LINE, max_size=14), st.sampled_from(("\n", "\r\n", "\r")))
def test_any_text_is_read_without_raising(lines: list[str], end: str) -> None:
    works, problems = read(end.join(("TY  - JOUR", *lines)))
    assert len({work.key.value for work in works if work.key.value}) <= len(works)
    assert all(d.span and d.message for d in problems)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        record("AU  - Doe, Jane", "TI  - A title", "PY  - 2020", "AB  - " + "word " * 40) * 3000,
        made("AU  - Doe, Jane", "TI  - A title", "PY  - 2020") * 12000,
        "TY  - JOUR\nTI  - x\n" + "more\n" * 200_000,
        "TY  - JOUR\n" * 60_000,
        "TY  - JOUR\nKW  - " + "a;" * 500_000,
        "TY  - JOUR\nSN  - " + "97 " * 300_000,
        "TY  - JOUR\nPY  - " + "1" * 1_000_000,
        " " * 1_000_000,
        "A" * 1_000_000,
    ],
)
def test_a_megabyte_is_read_in_seconds(text: str) -> None:
    read(text)

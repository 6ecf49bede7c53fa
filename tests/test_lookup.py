"""What is looked up is written as the file is, and read back as what it is; or nothing is."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import registries
import strategies
from coursepack.adapters import feed
from coursepack.adapters.web import LARGEST
from coursepack.cli import main
from coursepack.commands.bibliography import Addition, Bibliography, add_works, complete_works
from coursepack.enter import new_key
from coursepack.lookup import Lookup
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Text, plain_text
from coursepack.model.source import Source, Span, Spanned
from coursepack.model.work import Names, Organization, PartialDate, Person, Work
from coursepack.read import library
from coursepack.read.disk import Disk
from registries import ALPHAFOLD, DATA, MEGATRON, Registries, Reply, running

PREPRINT = "2104.04473"
ATTENTION = "1706.03762"

# A file of works in every form, as its author might keep it; each has the work `gfs`.
FORMS = {
    "loose.yaml": """\
# Ours.
gfs:
  title: "The Google File System"
  authors: "Sanjay Ghemawat, Howard Gobioff, and Shun-Tak Leung"
  booktitle: "SOSP 2003"
  url: "https://example.org/gfs"   # a copy

# The end.
""",
    "wrapped.yml": """\
papers:
    gfs:
        title: 'The Google File System'
        authors: 'Ghemawat, Sanjay and Gobioff, Howard'
        venue: 'SOSP'
        year: 2003
other: stays
""",
    "list.yaml": """\
- id: gfs
  title: The Google File System
  authors: Ghemawat, Sanjay; Gobioff, Howard
  venue: SOSP
  year: 2003
""",
    "csl.yaml": """\
---
references:
  - id: gfs
    type: paper-conference
    title: The Google File System
    author:
      - {family: Ghemawat, given: Sanjay}
    issued: {date-parts: [[2003]]}
    abstract: |
      Of two
      lines.
...
""",
    "names.yaml": """\
gfs:
  type: paper-conference
  title: The Google File System
  author:
    - Ghemawat, Sanjay
    - Gobioff, Howard
  container-title: SOSP
  issued: 2003-10
""",
    "flow.yaml": "gfs: {title: The Google File System, authors: Sanjay Ghemawat, venue: SOSP 03}\n",
    "csl.json": """\
[
  {
    "id": "gfs",
    "type": "paper-conference",
    "title": "The Google File System",
    "author": [{"family": "Ghemawat", "given": "Sanjay"}],
    "issued": {"date-parts": [[2003]]}
  }
]
""",
    "line.json": '[{"id":"gfs","type":"book","title":"The Google File System"}]',
    "keyed.json": '{\n  "gfs": {"title": "The Google File System", "by": "Sanjay Ghemawat"}\n}\n',
    "works.bib": """\
@string{acm = {ACM}}
@inproceedings{gfs,
    author = {Ghemawat, Sanjay and Gobioff, Howard},
    title = {The {Google} File System},
    booktitle = {SOSP},
    publisher = acm,
    year = 2003
}
""",
    "works.ris": """\
TY  - CONF
ID  - gfs
AU  - Ghemawat, Sanjay
TI  - The Google File System
PY  - 2003
ER  -\x20
""",
    "empty.yaml": "",
    "blank.json": "",
    "empty.bib": "% Nothing yet.\n",
}


@pytest.fixture
def registry() -> Iterator[Registries]:
    with running() as found:
        yield found


def add(
    folder: Path, registry: Registries, *names: str, seconds: float = 10, **more: object
) -> Outcome[Bibliography]:
    addition = Addition(names, **more)  # type: ignore[arg-type]
    with Lookup(registry.addresses, "ada@example.org", lambda _: None, seconds) as lookup:
        return add_works(Disk(folder), addition, lookup)


def works_in(name: str, data: bytes) -> dict[str, Work]:
    read = library.read([Source(name, data.decode("utf-8").replace("\r\n", "\n"))])
    assert not [d for d in read.diagnostics if d.severity.value == "error"], read.diagnostics
    return {work.key.value: work for work in read.value.works}


# --- add


@pytest.mark.parametrize("name", FORMS)
def test_what_is_added_reads_as_what_it_is(name: str, tmp_path: Path, registry: Registries) -> None:
    (tmp_path / name).write_text(FORMS[name])
    added = add(tmp_path, registry, MEGATRON, ALPHAFOLD, DATA, ATTENTION, file=name)
    assert not added.diagnostics
    (file,) = added.value.files
    assert file.name == name
    works = works_in(name, file.data)
    assert len(works) == len(added.value.keys) + ("gfs" in works)
    megatron, alphafold, data, attention = (works[key] for key in added.value.keys)
    assert _people(megatron) == [
        "Deepak Narayanan", "Mohammad Shoeybi", "Jared Casper", "Matei Zaharia",
    ]  # fmt: skip
    assert megatron.text("DOI") == MEGATRON
    assert megatron.text("page").replace("–", "-") == "1-15"
    assert megatron.dates["issued"].value.year == 2021
    assert _people(alphafold) == ["John Jumper", "Richard Evans", "A Consortium & Friends"]
    assert (alphafold.text("volume"), alphafold.text("issue")) == ("596", "7873")
    assert alphafold.text("container-title") == "Nature"
    assert _title(data) == "readings per week: a data set"
    assert _people(data) == ["Ada Lee", "Reading Research Group"]
    assert attention.text("arxiv") == ATTENTION
    assert attention.dates["issued"].value.year == 2017


@pytest.mark.parametrize("name", [name for name in FORMS if FORMS[name]])
def test_nothing_else_of_the_file_moves(name: str, tmp_path: Path, registry: Registries) -> None:
    (tmp_path / name).write_bytes(FORMS[name].replace("\n", "\r\n").encode())
    (file,) = add(tmp_path, registry, MEGATRON, file=name).value.files
    lines = FORMS[name].replace("\n", "\r\n").splitlines(keepends=True)
    if name == "line.json":
        assert file.data.decode().startswith(lines[0][:-1])
        return
    at = 0
    for line in lines:
        # Only a comma may come behind the last item of a list in brackets.
        bare = line.rstrip("\r\n") if name.endswith(".json") else line
        at = file.data.decode().index(bare, at) + len(bare)
    assert b"\n" not in file.data.replace(b"\r\n", b"")


def _people(work: Work) -> list[str]:
    return [
        " ".join(filter(None, (n.given, n.family))) if isinstance(n, Person) else n.name
        for n in work.names["author"].people
    ]


def _title(work: Work) -> str:
    return plain_text(work.title.value).casefold() if work.title else ""


@pytest.mark.parametrize(
    "named",
    [
        MEGATRON,
        f"https://doi.org/{MEGATRON}",
        f"doi:{MEGATRON}",
        f"https://dl.acm.org/doi/pdf/{MEGATRON}",
        PREPRINT,
        f"arXiv:{PREPRINT}v5",
        f"https://arxiv.org/pdf/{PREPRINT}.pdf",
        f"10.48550/arXiv.{PREPRINT}",
    ],
)
def test_every_way_to_name_a_paper(named: str, tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.yaml").write_text(FORMS["csl.yaml"])
    added = add(tmp_path, registry, named)
    work = works_in("works.yaml", added.value.files[0].data)[added.value.keys[0]]
    assert work.text("DOI") == MEGATRON
    assert work.kind == "paper-conference"
    # What an author posted first stays linked.
    assert work.text("arxiv") == (PREPRINT if PREPRINT in named else "")


@pytest.mark.parametrize("path", ["paper", "moved"])
def test_a_page_says_which_paper_it_is_about(
    path: str, tmp_path: Path, registry: Registries
) -> None:
    added = add(tmp_path, registry, f"{registry.base}/{path}")
    assert added.value.keys == ("hunt2010",)
    (file,) = added.value.files
    assert file.name == "works.yaml"  # a course without works has one now
    work = works_in(file.name, file.data)["hunt2010"]
    assert _title(work).startswith("zookeeper: wait-free")
    assert _people(work)[2] == "Flavio Paiva Junqueira"
    assert work.kind == "paper-conference"
    assert work.text("URL") == f"{registry.base}/{path}"


def test_bibtex_is_taken_as_it_is(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.yaml").write_text(FORMS["loose.yaml"])
    entry = """@book{kuhn62, author = {Thomas S. Kuhn}, year = 1962, isbn = {978-0-226-45812-0},
      title = {The Structure of Scientific Revolutions}, publisher = {University of Chicago Press}}
    """
    added = add(tmp_path, registry, entry)
    assert added.value.keys == ("kuhn62",)
    work = works_in("works.yaml", added.value.files[0].data)["kuhn62"]
    assert work.text("publisher") == "University of Chicago Press"
    assert not registry.calls
    # In a file of BibTeX, to the letter.
    (tmp_path / "works.yaml").rename(tmp_path / "works.bib").write_text("% Ours.\n")
    (file,) = add(tmp_path, registry, entry, file="works.bib").value.files
    assert file.data.decode() == f"% Ours.\n\n{entry.strip()}\n"


def test_the_registries_know_whom_to_write_to(tmp_path: Path, registry: Registries) -> None:
    add(tmp_path, registry, MEGATRON)
    assert registry.agents[0].startswith("coursepack/")
    assert "(mailto:ada@example.org)" in registry.agents[0]


def test_what_is_there_is_not_added_again(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.yaml").write_text(
        f"mega:\n  title: Something\n  authors: Ada Lee\n  url: https://doi.org/{MEGATRON}\n"
    )
    added = add(tmp_path, registry, MEGATRON, ALPHAFOLD, ALPHAFOLD)
    assert [d.code for d in added.diagnostics] == ["already-there", "already-there"]
    assert "`mega` is this paper already: both have the DOI" in added.diagnostics[0].message
    assert len(added.value.keys) == 1
    again = add(tmp_path, registry, MEGATRON, anyway=True)
    assert again.value.keys == ("narayanan2021",)


def test_a_key_that_is_taken(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.yaml").write_text(FORMS["loose.yaml"])
    added = add(tmp_path, registry, MEGATRON, key="gfs")
    assert [d.code for d in added.diagnostics] == ["key-taken"]
    assert not added.value.files


def test_a_file_with_a_fault_is_left_alone(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.yaml").write_text('a:\n  title: "Not closed\n  authors: Ada Lee\n')
    added = add(tmp_path, registry, MEGATRON)
    assert [d.code for d in added.diagnostics] == ["not-entered"]
    assert not added.value.files


def test_nothing_is_written_outside_of_the_course(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "course").mkdir()
    added = add(tmp_path / "course", registry, MEGATRON, file="../works.yaml")
    assert [d.code for d in added.diagnostics] == ["outside-course"]
    assert not added.value.files


@pytest.mark.parametrize(
    ("taken", "key"),
    [
        ((), "lee2021"),
        (("lee2021",), "lee2021b"),
        (("Roe2019", "Kuhn1962"), "Lee2021"),
        (("megatron-sc21", "rago-isca25"), "neptune-osdi21"),
        (("roe2019deep", "kuhn1962structure"), "lee2021neptune"),
        (("roe19", "kuhn62"), "lee21"),
        (("roe:2019", "kuhn:1962"), "lee:2021"),
        (("one-osdi21", "neptune-osdi21"), "neptune-osdi21-b"),
    ],
)
def test_a_key_is_made_as_the_others_are(taken: tuple[str, ...], key: str) -> None:
    span = Span("x", 1, 1, 1, 2)
    work = Work(
        Spanned("found", span),
        "paper-conference",
        Spanned((Text("Neptune: On the Sea"),), span),
        {"author": Names((Person("Lee", "Ada"),), span)},
        {"issued": Spanned(PartialDate(2021), span)},
        {"container-title-short": Spanned("OSDI '21", span)},
    )
    assert new_key(work, taken) == key


# Names and words that mean something to YAML, JSON, BibTeX or RIS.
_WORDS = st.lists(
    st.one_of(st.sampled_from(strategies.SNIPPETS), st.text("aZéß中ø 'x", min_size=1, max_size=8)),
    min_size=1,
    max_size=5,
).map(lambda parts: " ".join(" ".join(parts).split()) or "x")
_NAMES = st.one_of(
    st.builds(
        Person,
        st.text("abcdéøß中-", min_size=2, max_size=9).map(lambda t: f"F{t.strip('-')}x"),
        st.text("abcdéøß-", min_size=1, max_size=9).map(lambda t: f"G{t.strip('-')}x"),
    ),
    _WORDS.map(lambda text: Organization(f"Team {text} Group")),
)


@settings(max_examples=60, deadline=None)
@given(
    title=_WORDS, people=st.lists(_NAMES, min_size=1, max_size=4), name=st.sampled_from([*FORMS])
)
def test_no_title_and_no_name_breaks_a_file(title: str, people: list[object], name: str) -> None:
    """It is entered and reads back the same, or it is said that it cannot be; never a mixture."""
    told = {
        "type": "article-journal",
        "title": title,
        "author": [n.parts() for n in people],  # type: ignore[attr-defined]
        "issued": {"date-parts": [[2021]]},
        "container-title": "Nature",
    }
    with running() as registry:
        registry.always = registries.reply({"message": {**_as_crossref(told)}})
        with _folder(name) as folder:
            added = add(folder, registry, "10.1000/182", file=name)
            for file in added.value.files:
                works = works_in(name, file.data)
                assert len(works) == 1 + ("gfs" in FORMS[name])
                assert {d.code for d in added.diagnostics} == set()
            if not added.value.files:
                assert {d.code for d in added.diagnostics} <= {"not-entered", "not-found"}


def _folder(name: str):  # type: ignore[no-untyped-def]
    import contextlib
    import tempfile

    @contextlib.contextmanager
    def made() -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, name).write_text(FORMS[name])
            yield Path(folder)

    return made()


def _as_crossref(told: dict[str, object]) -> dict[str, object]:
    people = told["author"]
    assert isinstance(people, list)
    author = [{"name": p["literal"]} if "literal" in p else p for p in people]
    return {
        "DOI": "10.1000/182",
        "type": "journal-article",
        "title": [told["title"]],
        "author": author,
        "container-title": ["Nature"],
        "issued": told["issued"],
    }


# --- what a server may do

_JSON = {"Content-Type": "application/json"}
HOSTILE: dict[str, tuple[Reply, str]] = {
    "empty": ((200, _JSON, b""), "no JSON"),
    "half": ((200, _JSON, b'{"message": {"DOI": "10.1'), "no JSON"),
    "deep": ((200, _JSON, b"[" * 200_000), "no JSON"),
    "list": ((200, _JSON, b"[1, 2]"), "no work"),
    "page": ((200, {"Content-Type": "text/html"}, b"<p>Sign in first</p>"), "no JSON"),
    "odd": ((200, _JSON, b'{"message": {"DOI": 7, "title": 3}}'), "no work"),
    "error": ((500, {}, b"oops"), "answered 500"),
    "teapot": ((418, {}, b'{"message": "short and stout"}'), "answered 418: short and stout"),
    "often": ((429, {"Retry-After": "1"}, b""), "answered 429"),
    "later": ((503, {"Retry-After": "86400"}, b""), "come back in 86400 seconds"),
    "huge": ((200, _JSON, b"[" + b" " * 100 * 2**20 + b"]"), "larger than any"),
    "shut": ((403, {}, b""), "does not let us in"),
}


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_bad_answer_is_told_and_nothing_written(
    fault: str, tmp_path: Path, registry: Registries
) -> None:
    (tmp_path / "works.yaml").write_text(FORMS["loose.yaml"])
    registry.always, said = HOSTILE[fault]
    added = add(tmp_path, registry, ALPHAFOLD)
    assert [d.code for d in added.diagnostics] == ["not-found"]
    assert said in added.diagnostics[0].message
    assert ALPHAFOLD in added.diagnostics[0].message
    assert not added.value.files
    assert len(HOSTILE["huge"][0][2]) > LARGEST


def test_a_server_that_says_nothing(tmp_path: Path, registry: Registries) -> None:
    registry.stalls = True
    added = add(tmp_path, registry, ALPHAFOLD, seconds=0.3)
    assert "takes too long" in added.diagnostics[0].message


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    registry = Registries(base="http://127.0.0.1:9")
    added = add(tmp_path, registry, ALPHAFOLD, PREPRINT)
    assert [d.code for d in added.diagnostics] == ["not-found", "not-found"]
    assert "cannot be reached" in added.diagnostics[0].message


def test_a_server_that_sends_us_round(tmp_path: Path, registry: Registries) -> None:
    registry.always = (302, {"Location": f"{registry.base}/again"}, b"")
    added = add(tmp_path, registry, f"{registry.base}/paper")
    assert "without end" in added.diagnostics[0].message
    registry.always = (302, {"Location": "http://example.org/open"}, b"")
    added = add(tmp_path, registry, f"{registry.base}/paper")
    assert "begins with https" in added.diagnostics[0].message


def test_a_page_that_is_none(tmp_path: Path, registry: Registries) -> None:
    registry.always = (200, {"Content-Type": "application/pdf"}, b"%PDF")
    assert "application/pdf" in add(tmp_path, registry, f"{registry.base}/x").diagnostics[0].message
    registry.always = (200, {"Content-Type": "text/html"}, b"<p>Nothing.")
    told = add(tmp_path, registry, f"{registry.base}/x").diagnostics[0].message
    assert "does not say which paper" in told


def test_a_busy_server_is_asked_again_when_it_says(tmp_path: Path, registry: Registries) -> None:
    in_a_while = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=20)
    dated = email.utils.format_datetime(in_a_while, usegmt=True)
    registry.faults = [
        (429, {"Retry-After": "7"}, b""),
        (503, {"Retry-After": dated}, b""),
        (503, {}, b""),
    ]
    slept: list[float] = []
    with Lookup(registry.addresses, wait=slept.append) as lookup:
        added = add_works(Disk(tmp_path), Addition((ALPHAFOLD,)), lookup)
    assert added.value.keys == ("jumper2021",)
    assert slept[0] == 7
    assert 15 < slept[1] <= 20
    assert slept[2] > 1


def test_no_feed_loads_or_swells_anything() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
    <feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&b;&f;x</title></entry></feed>"""
    found = feed.entries(bomb)
    assert not found or "root:" not in str(found)
    assert feed.entries(b"<html><body>") is None
    assert feed.entries(b"") is None


def test_what_is_no_name_of_a_paper(tmp_path: Path, registry: Registries) -> None:
    added = add(tmp_path, registry, "Attention is all you need", "10.1000/none", "9912.99999")
    said = [d.message for d in added.diagnostics]
    assert "no DOI, no arXiv id" in said[0]
    assert "neither Crossref nor DataCite" in said[1]
    assert "arXiv has no paper" in said[2]


# --- complete

LACKING = {
    "works.yaml": """\
alphafold:  # lacks all but its names
  title: Highly accurate protein structure prediction with AlphaFold
  authors: John Jumper, Richard Evans
  journal: Nature
  year: 2021   # of the web
mega:
  title: Efficient Large-Scale Language Model Training on GPU Clusters Using Megatron-LM
  authors: Deepak Narayanan, Mohammad Shoeybi, Jared Casper, and Matei Zaharia
  venue: arXiv
  year: 2021
  arxiv: "2104.04473"
other:
  title: Highly inaccurate protein structure guesses
  authors: Somebody Else
  journal: Science
  year: 2021
""",
    "works.bib": """\
@article{alphafold,
  author = {Jumper, John and Evans, Richard},
  title = {Highly accurate protein structure prediction with {AlphaFold}},
  journal = "Nature",
  year = 2021,
}
""",
    "works.ris": """\
TY  - JOUR
ID  - alphafold
AU  - Jumper, John
TI  - Highly accurate protein structure prediction with AlphaFold
JO  - Nature
PY  - 2021
ER  -\x20
""",
    "works.json": """\
[
  {
    "id": "alphafold",
    "type": "article-journal",
    "title": "Highly accurate protein structure prediction with AlphaFold",
    "author": [{"family": "Jumper", "given": "John"}],
    "container-title": "Nature",
    "issued": {"date-parts": [[2021]]}
  }
]
""",
    "flow.yaml": (
        "alphafold: {type: article-journal, author: 'John Jumper', container-title: Nature,"
        " title: Highly accurate protein structure prediction with AlphaFold, issued: 2021}\n"
    ),
}


def complete(
    folder: Path, registry: Registries, *keys: str
) -> tuple[Outcome[Bibliography], list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []
    with Lookup(registry.addresses, wait=lambda _: None) as lookup:
        done = complete_works(Disk(folder), keys, lookup, lambda done, of: told.append((done, of)))
    return done, told


@pytest.mark.parametrize("name", LACKING)
def test_what_a_work_lacks_is_added_behind_its_fields(
    name: str, tmp_path: Path, registry: Registries
) -> None:
    (tmp_path / name).write_text(LACKING[name])
    done, _ = complete(tmp_path, registry)
    assert not done.diagnostics
    (file,) = done.value.files
    works = works_in(name, file.data)
    work = works["alphafold"]
    assert work.text("DOI") == ALPHAFOLD
    assert (work.text("volume"), work.text("issue")) == ("596", "7873")
    assert work.text("page").replace("–", "-") == "583-589"
    # Only lines that are new, and what was there as it was.
    after = file.data.decode()
    for line in LACKING[name].splitlines():
        bare = line.rstrip(",}")
        assert bare in after
    # The second time there is nothing more to do.
    (tmp_path / name).write_bytes(file.data)
    again, _ = complete(tmp_path, registry)
    assert not again.value.files


def test_a_preprint_keeps_its_place_beside_what_became_of_it(
    tmp_path: Path, registry: Registries
) -> None:
    (tmp_path / "works.yaml").write_text(LACKING["works.yaml"])
    done, told = complete(tmp_path, registry)
    assert done.value.keys == ("alphafold", "mega")
    assert told == [(1, 3), (2, 3), (3, 3)]
    works = works_in("works.yaml", done.value.files[0].data)
    published = works["mega"].versions["published"]
    assert published.text("DOI") == MEGATRON
    assert works["mega"].text("DOI") == ""
    assert works["other"] == works_in("works.yaml", LACKING["works.yaml"].encode())["other"] or (
        works["other"].fields.keys() == {"container-title"}
    )


def test_bibtex_has_no_place_for_a_second_version(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.bib").write_text(
        "@misc{mega, author={Narayanan, Deepak and Zaharia, Matei}, eprint={2104.04473},"
        " archiveprefix={arXiv}, year=2021,\n title={Efficient Large-Scale Language Model Training"
        " on {GPU} Clusters Using {Megatron-LM}}}\n"
    )
    done, _ = complete(tmp_path, registry)
    assert [d.code for d in done.diagnostics] == ["published"]
    assert MEGATRON in done.diagnostics[0].message
    assert not done.value.files


def test_only_the_works_that_are_named(tmp_path: Path, registry: Registries) -> None:
    (tmp_path / "works.yaml").write_text(LACKING["works.yaml"])
    done, told = complete(tmp_path, registry, "alphafold", "nobody")
    assert told == [(1, 1)]
    assert [d.code for d in done.diagnostics] == ["unknown-work"]


def test_it_gives_up_on_registries_out_of_reach(tmp_path: Path, registry: Registries) -> None:
    works = "".join(
        f"w{n}:\n  title: Title {n}\n  authors: Ada Lee\n  journal: Nature\n" for n in range(9)
    )
    (tmp_path / "works.yaml").write_text(works)
    registry.always = (503, {}, b"")
    done, told = complete(tmp_path, registry)
    assert [d.code for d in done.diagnostics] == ["not-found"] * 3
    assert len(told) == 3
    assert not done.value.files


# --- the commands


@pytest.fixture
def course(tmp_path: Path, registry: Registries, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("coursepack.lookup.PUBLIC", registry.addresses)
    (tmp_path / "works.yaml").write_text(LACKING["works.yaml"])
    (tmp_path / "list.md").write_text("# Readings\n\n- @alphafold\n- @mega\n- @other\n")
    return tmp_path


def test_add_shows_the_entry_and_how_to_cite_it(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (course / "works.yaml").read_bytes()
    assert main(["add", DATA, "--course", str(course), "--dry-run"]) == 0
    assert "+lee2019:" in capsys.readouterr().out
    assert (course / "works.yaml").read_bytes() == before
    assert main(["add", DATA, "--course", str(course), "--key", "data"]) == 0
    said = capsys.readouterr().out
    assert "+data:" in said
    assert "cite as: @data" in said
    assert main(["add", "10.1000/none", "--course", str(course)]) == 1
    assert main(["add", "a", "b", "--key", "c", "--course", str(course)]) == 2


def test_complete_shows_first_and_writes_when_asked(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (course / "works.yaml").read_bytes()
    assert main(["complete", str(course)]) == 0
    said = capsys.readouterr().out
    assert f"+  doi: {ALPHAFOLD}" in said
    assert "2 works can have more; --apply writes it" in said
    assert (course / "works.yaml").read_bytes() == before
    assert main(["complete", str(course), "--apply"]) == 0
    assert (course / "works.yaml").read_bytes() != before
    capsys.readouterr()
    assert main(["complete", str(course)]) == 0
    assert capsys.readouterr().out == "nothing is known that lacks here\n"

"""What libraries and reference managers are handed, read back by pandoc and by our own readers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from coursepack.assemble import assigned
from coursepack.model.assigned import Assigned
from coursepack.model.document import Emphasis, Text, plain_text
from coursepack.model.source import Source, Span, Spanned
from coursepack.model.work import Names, Organization, PartialDate, Person, Work
from coursepack.pipeline import Wishes, check_course, compile_course, compile_handouts
from coursepack.read import library
from coursepack.read.disk import Disk

CONTENT = Path(__file__).parents[1] / "content"
SPAN = Span("papers.yaml", 1, 1, 1, 2)
SUFFIXES = {"ris": ".ris", "bib": ".bib", "csl": ".csl.json"}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    compiled = compile_course(Disk(CONTENT), Wishes(formats=tuple(SUFFIXES)))
    assert not [d for d in compiled.diagnostics if d.severity.value != "note"]
    return {a.name: a.data.decode("utf-8") for a in compiled.value.artifacts}


@pytest.fixture(scope="module")
def works() -> tuple[Assigned, ...]:
    return assigned(check_course(Disk(CONTENT)).value.outline)


def by_pandoc(text: str, form: str) -> list[dict[str, Any]]:
    """Return the items that pandoc reads in *text*."""
    command = [pypandoc.get_pandoc_path(), "--from", form, "--to", "csljson"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    items: list[dict[str, Any]] = json.loads(done.stdout)
    return items


def title_of(text: str) -> str:
    import re

    return " ".join(re.sub(r"<[^<>]*>|[“”\"'’‘]", "", text).split()).casefold()


@pytest.mark.parametrize(("form", "name"), [("ris", "ris"), ("bibtex", "bib"), ("csljson", "csl")])
def test_pandoc_reads_the_sample_back(
    form: str, name: str, files: dict[str, str], works: tuple[Assigned, ...]
) -> None:
    items = by_pandoc(files[f"reading-list{SUFFIXES[name]}"], form)
    if form == "bibtex":
        order = {each.work.key.value: n for n, each in enumerate(works)}
        items.sort(key=lambda item: order[item["id"]])
    assert len(items) == len(works)
    for item, each in zip(items, works, strict=True):
        work = each.work
        assert work.title
        assert title_of(item["title"]) == title_of(plain_text(work.title.value))
        families = [p.family for p in work.names["author"].people if isinstance(p, Person)]
        read = [who.get("family", "") for who in item["author"] if "family" in who]
        assert [f.split()[-1] for f in read[: len(families)]] == [f.split()[-1] for f in families]
        assert item["issued"]["date-parts"][0][0] == work.dates["issued"].value.year
        assert item.get("DOI", "").lower() == work.text("DOI").lower()


@pytest.mark.parametrize("name", SUFFIXES)
def test_we_read_them_back_ourselves(
    name: str, files: dict[str, str], works: tuple[Assigned, ...]
) -> None:
    file = f"reading-list{SUFFIXES[name]}"
    read = library.read((Source(file, files[file]),))
    assert [d for d in read.diagnostics if d.severity.value == "error"] == []
    found = read.value.works
    assert [w.key.value for w in found] == [each.work.key.value for each in works]
    for one, each in zip(found, works, strict=True):
        assert one.title
        assert each.work.title
        assert title_of(plain_text(one.title.value)) == title_of(plain_text(each.work.title.value))
        assert one.names["author"].people == each.work.names["author"].people
        assert one.text("DOI") == each.work.text("DOI")


def test_keywords_say_where_a_work_stands(files: dict[str, str]) -> None:
    first = files["reading-list.ris"].split("ER  -")[0]
    assert "KW  - Part 1 - LLMs: Backbone of Modern AI\r\n" in first
    assert "KW  - Scaling LLM Training\r\n" in first
    keywords = "{Part 1 - LLMs: Backbone of Modern AI, Scaling LLM Training}"
    assert f"keywords = {keywords}" in files["reading-list.bib"]
    assert json.loads(files["reading-list.csl.json"])[0]["keyword"] == keywords.strip("{}")


def course(folder: Path) -> Path:
    (folder / "list.md").write_text(
        "## One, two\n\n- **(Required)** [@a]\n- [@b]\n\n## Three\n\n- (optional) [@a]\n"
    )
    (folder / "papers.yaml").write_text(
        "a: {title: 'A & B', authors: Ada Lee, booktitle: SOSP 2003}\n"
        "b: {title: C, authors: 'Bo Xu, et al.', booktitle: Nature 2001}\n"
    )
    return folder


def test_a_work_stands_once_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    compiled = compile_course(Disk(course(tmp_path)), Wishes(formats=("csl", "bib", "ris"))).value
    made = {a.name: a.data.decode() for a in compiled.artifacts}
    items = json.loads(made["reading-list.csl.json"])
    assert [(i["id"], i["keyword"]) for i in items] == [
        ("a", "One – two, Required, Three, Optional"),
        ("b", "One – two"),
    ]
    assert "author = {Xu, Bo and others}" in made["reading-list.bib"]
    assert "A \\& {B}" in made["reading-list.bib"]


def test_each_part_and_what_is_required_by_themselves(tmp_path: Path) -> None:
    disk = Disk(course(tmp_path))
    parts = compile_handouts(disk, Wishes(formats=("ris",)), "part").value.artifacts
    counts = {a.name: a.data.count(b"TY  -") for a in parts if a.name.endswith(".ris")}
    assert counts == {"one-two.ris": 2, "three.ris": 1}
    required = compile_course(disk, Wishes(formats=("bib",), required=True)).value.artifacts
    assert [a.data.count(b"@") for a in required] == [1]


NASTY = "Ünï <b>x</b> & {y} $z$ 100% #1 a_b ~c ^d \\e \x0b\nTY  - JOUR\r\nER  - \n@book{x,"


def test_no_words_break_a_record(works: tuple[Assigned, ...]) -> None:
    names = Names((Person(NASTY, NASTY), Organization(NASTY)), SPAN, complete=False)
    fields = {n: Spanned(NASTY, SPAN) for n in ("container-title", "note", "publisher", "page")}
    work = Work(
        Spanned("k y{", SPAN),
        "article-journal",
        Spanned((Emphasis((Text(NASTY),)),), SPAN),
        {"author": names},
        {"issued": Spanned(PartialDate(2020), SPAN)},
        fields,
    )
    from coursepack.adapters import bibtex_file, csl_json, ris_file
    from coursepack.adapters.pandoc import Pandoc

    many = (Assigned(work, (NASTY, "b")), Assigned(work, ()), *works[:1])
    ris = ris_file.ris(many).decode()
    assert len(by_pandoc(ris, "ris")) == 3
    assert ris.count("\r\nER  - ") == 3
    assert [item["id"] for item in json.loads(csl_json.csl_json(many))][:2] == ["k y{", "k y{"]
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Pandoc(Path(folder)) as pandoc:
        keys = bibtex_file.keys(many)
        assert keys[:2] == ["k-y", "k-y-2"]
        text = pandoc.write_works("bibtex", keys, [each.work for each in many])
        whole = "".join(bibtex_file.completed(text, keys, many))
    assert {item["id"] for item in by_pandoc(whole, "bibtex")} == set(keys)
    read = library.read((Source("x.bib", whole),))
    assert {w.key.value for w in read.value.works} == set(keys)

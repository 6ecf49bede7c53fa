"""Editors are told what the readers know, by schemas that are made of the same definitions."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft7Validator, ValidationError

from corpus_score import CORPUS, names
from coursepack.adapters.pandoc import Pandoc
from coursepack.check import adjustable
from coursepack.cli import main
from coursepack.commands.terms import editor_schemas
from coursepack.definitions.works import OF_OUTLINES
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.source import Source
from coursepack.pipeline import check_course
from coursepack.read import course, library, outline, settings
from coursepack.read.data_file import SUFFIXES
from coursepack.read.disk import COURSE, Disk
from coursepack.read.sites.site import Site
from coursepack.write import known

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs" / "schemas"
KINDS = ("course", "outline", "works")
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


class Editor(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: `no`, `off`, `12:30` and `2027-01-19` are texts."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, starts in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?[0-9]+\.[0-9]*(?:[eE][-+]?[0-9]+)?", [*"-+0123456789"]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), starts)
Editor.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))


def seen(text: str) -> Any:
    return yaml.load(text, Editor)


@cache
def schema(kind: str) -> dict[str, Any]:
    found = {artifact.name: artifact.data for artifact in editor_schemas()}
    whole: dict[str, Any] = json.loads(found[f".schema/{kind}.json"])
    return whole


def errors(kind: str, data: Any) -> list[ValidationError]:
    return list(Draft7Validator(schema(kind)).iter_errors(data))


def faults(kind: str, data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in errors(kind, data)]


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as running:
        yield running


# The schemas as files.


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_the_committed_schemas_are_those_of_today(accept: bool) -> None:
    for artifact in editor_schemas():
        file = DOCS / Path(artifact.name).name
        if accept:
            file.write_bytes(artifact.data)
        assert file.read_bytes() == artifact.data, "run `pytest tests/test_schemas.py --accept`"
    assert {file.stem for file in DOCS.iterdir()} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_described_in_a_sentence(kind: str) -> None:
    whole = schema(kind)
    for record in (whole, *whole["definitions"].values()):
        for name, said in record.get("properties", {}).items():
            assert re.fullmatch(r"[A-Z].*\.|.*: `.*`\.", said["description"]), name


# Files that are there.


def kind_of(text: str, pandoc: Pandoc, site: Site) -> str:
    """Which reader takes *text* without a complaint."""
    if not settings.read(Source(COURSE, text)).diagnostics:
        return "course"
    source = Source("file.yaml", text)
    if not outline.read((source,), pandoc, site).diagnostics:
        return "outline"
    return "" if library.read((source,)).diagnostics else "works"


def test_every_example_of_the_docs_is_valid(pandoc: Pandoc, tmp_path: Path) -> None:
    told: dict[str, list[str]] = {}
    site = Site(Disk(tmp_path))
    for page in sorted((ROOT / "README.md", *(ROOT / "docs").glob("*.md"))):
        for example in FENCE.findall(page.read_text("utf-8")):
            kind = kind_of(example, pandoc, site)
            told.setdefault(page.name, []).append(kind)
            assert not kind or faults(kind, seen(example)) == [], example
    assert told == {
        "README.md": ["works", "works", "course", "course"],
        "languages.md": ["works"],
        "page.md": ["course"],
        "reading.md": ["outline"],
        "rules.md": ["", ""],  # settings of other programs
        "syllabus.md": ["course", "outline"],  # sessions of a schedule by themselves
        "themes.md": ["course", ""],  # a theme
    }


def pointed_at(file: Path) -> Path | None:
    found = LINE.match(file.read_text("utf-8"))
    return (file.parent / found[1]).resolve() if found else None


def test_every_file_of_the_sample_and_of_a_new_course_names_its_schema(tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert main(["new", str(new)]) == 0
    files = {*(ROOT / "content").glob("*.yaml"), *new.glob("*.yaml")}
    assert {f"{file.parent.name}/{file.name}" for file in files} == {
        "content/course.yaml",
        "content/papers.yaml",
        "new/course.yaml",
    }
    for file in files:
        path = pointed_at(file)
        assert path
        assert json.loads(path.read_text("utf-8")) == schema(path.stem)
        assert faults(path.stem, seen(file.read_text("utf-8"))) == []


def test_what_is_written_again_is_the_same(tmp_path: Path) -> None:
    assert main(["schemas", str(tmp_path)]) == 0
    assert main(["schemas", str(tmp_path)]) == 0
    for file in DOCS.iterdir():
        assert (tmp_path / ".schema" / file.name).read_bytes() == file.read_bytes()


def test_no_folder_is_made_for_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas", str(tmp_path / "cuorse")]) == 1
    assert "error[no-folder]" in capsys.readouterr().err
    assert not (tmp_path / "cuorse").exists()


@pytest.mark.parametrize("name", ["yaml-robotics", "jekyll-consensus", "works-loose-ai"])
def test_a_course_is_read_as_if_its_schemas_were_not_there(name: str, tmp_path: Path) -> None:
    folder = corpus_course(name, tmp_path)
    before = course.find(Disk(folder), (), ())
    assert main(["schemas", str(folder)]) == 0
    after = course.find(Disk(folder), (), ())
    assert before.value.pages
    assert after.value.pages == before.value.pages
    assert after.value.works == before.value.works
    assert after.diagnostics == before.diagnostics


def test_a_build_does_not_ask_for_them(tmp_path: Path) -> None:
    code = (
        "import sys; from coursepack.cli import main;"
        f"main(['build', {str(ROOT / 'content')!r}, '--to', 'md', '--out', {str(tmp_path)!r}]);"
        "print([name for name in sys.modules if name.startswith('coursepack.schema')])"
    )
    run = [sys.executable, "-c", code]
    said = subprocess.run(run, capture_output=True, text=True, check=True, timeout=300).stdout
    assert said.endswith("[]\n")


# The courses of the corpus.


def corpus_course(name: str, folder: Path) -> Path:
    ignored = shutil.ignore_patterns("expected.yaml")
    return Path(shutil.copytree(CORPUS / name, folder / name, ignore=ignored))


def data_files(sources: Iterable[Source]) -> list[Source]:
    return [s for s in sources if s.name.endswith(SUFFIXES) and not s.name.endswith("sv")]


def test_what_is_read_of_the_corpus_without_complaint_is_valid(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    counts = dict.fromkeys(KINDS, 0)
    for name in names():
        found = course.find(Disk(corpus_course(name, tmp_path)), known(), adjustable()).value
        for source in data_files(found.works):
            if not library.read((source,), found.called).diagnostics and not found.called:
                counts["works"] += 1
                assert faults("works", seen(source.text)) == [], (name, source.name)
        for source in data_files(found.pages):
            if not outline.read((source,), pandoc, found.site).diagnostics:
                kind = "course" if source.name == COURSE else "outline"
                counts[kind] += 1
                assert faults(kind, seen(source.text)) == [], (name, source.name)
    assert counts["works"] >= 15
    assert counts["outline"] >= 10


# What the reader knows, and what the schemas do.

TERM: dict[str, Any] = {"meets": "Mon", "start": "2027-01-18", "end": "2027-01-31"}


def placed(record: str, said: dict[str, Any]) -> dict[str, Any]:
    """A course that says this in a record of this name."""
    match record:
        case "person":
            return {"assistants": [{"name": "A"} | said]}
        case "part-of-the-grade":
            return {"grading": [{"part": "A", "share": 100} | said]}
        case "schedule":
            return {"schedule": TERM | said}
        case "meeting":
            return {"schedule": TERM | {"meets": [{"days": "Mon"} | said]}}
        case "day":
            return {"schedule": TERM | {"deadlines": [{"date": "2027-01-20", "title": "A"} | said]}}
        case "session":
            return {"schedule": TERM | {"sessions": [{"title": "A"} | said]}}
    return said


# Something to say in each field.
VALUES: dict[str, dict[str, Any]] = {
    "course": {
        "title": "A course",
        "description": "About it.",
        "code": 599,
        "term": 2027,
        "institution": "A school",
        "instructors": ["Ada Lee <ada@example.org>"],
        "assistants": [{"name": "Ben Ray", "email": "ben@example.org"}],
        "prerequisites": "Some *mathematics*.",
        "texts": ["A book"],
        "tools": ["A laptop"],
        "links": {"Forum": "https://forum.example.org"},
        "grading": {"Essay": "40%", "Exam": 60},
        "policies": ["policy.md"],
        "order": ["schedule", "people"],
        "schedule": TERM,
        "language": "en-GB",
        "pages": ["page.md"],
        "works": "works.yaml",
        "venues": [],
        "style": "apa",
        "citation-engine": "pandoc",
        "formats": ["md", "pdf"],
        "pdf-engine": "auto",
        "paper": "letter",
        "columns": 2,
        "type-size": "10.5",
        "large-print": "no",
        "interactive": "yes",
        "theme": "mine.yaml",
        "identifiers": "hidden",
        "qr": False,
        "address": "https://example.org/readings.html",
        "questions": ["What is new in it?"],
        "fonts": [],
        "prefer": "published",
        "rules": {"unused-work": "off"},
    },
    "person": {
        "name": "Ada Lee",
        "email": "ada@example.org",
        "office": 12,
        "hours": "Thu 10–11",
        "page": "https://example.org",
    },
    "part-of-the-grade": {
        "part": "A",
        "name": "A",
        "share": "100%",
        "percent": 100,
        "note": "By the *end*.",
    },
    "schedule": {
        "meets": ["Tue 9–10", {"days": "Thu", "time": "9–10"}],
        "room": 12,
        "timezone": "Europe/Berlin",
        "start": "2027-01-11",
        "end": "2027-02-28",
        "off": ["2027-01-20 A", {"2027-01-21": "B"}, {"date": "2027-01-22", "title": "C"}],
        "sessions": ["A", "2027-01-23 B", {"2027-01-24": "C"}, {"title": "D"}],
        "exams": ["2027-01-29 An exam"],
        "extra": [{"date": "2027-01-30", "title": "One more"}],
        "deadlines": {"2027-01-26": "An essay", "2027-01-27": "Another"},
        "presenters": {"A": ["Ada Lee", "Ben Ray"]},
        "view": "week",
        "budget": "100 pages, 1 hour",
    },
    "meeting": {"days": "Mon", "time": "9–10", "room": 12},
    "day": {"date": "2027-01-20", "time": "23:59", "title": "A", "name": "A"},
    "session": {
        "title": "A",
        "section": "Consensus",
        "sessions": 1,
        "readings": [
            "raft",
            {"key": "raft", "locator": "Section 2"},
            "[Paxos](https://example.org/paxos.pdf), Leslie Lamport, 2001",
        ],
        "date": "2027-01-20",
        "time": "9–10",
        "room": 12,
        "presenter": ["Ada Lee", "Ben Ray"],
        "note": "In the *other* room.",
        "kind": "extra",
    },
}
FIELDS = [(record, name) for record, values in VALUES.items() for name in values]
BESIDE = {
    "page.md": "# A course\n\n## Consensus\n\n- [@raft]\n",
    "works.yaml": "raft: {title: Raft, authors: Diego Ongaro, venue: ATC 2014}\n",
    "mine.yaml": "extends: folio\n",
    "policy.md": "# No\n",
}
OF_FIELDS = {
    *("bad-setting", "unknown-setting", "unknown-rule", "unknown-theme"),
    *("not-a-reading", "unread-field", "unread-date", "unread-text"),
}


def complaints(data: dict[str, Any], folder: Path) -> list[Diagnostic]:
    """What is said of the fields of a course."""
    named = {"pages": ["page.md"], "works": ["works.yaml"]}
    for name, text in {**BESIDE, COURSE: json.dumps(named | data)}.items():
        (folder / name).write_text(text, "utf-8")
    return [d for d in check_course(Disk(folder)).diagnostics if d.code in OF_FIELDS]


def in_course(record: str) -> dict[str, Any]:
    root = schema("course")
    found: dict[str, Any] = root if record == "course" else root["definitions"][record]
    properties: dict[str, Any] = found["properties"]
    return properties


@pytest.mark.parametrize("record", VALUES)
def test_the_schema_has_the_fields_that_the_reader_knows(record: str, tmp_path: Path) -> None:
    data = placed(record, {"qqqqqqqq": "A"})
    (said,) = complaints(data, tmp_path)
    assert said.code == "unknown-setting"
    assert said.hints[0].startswith("these are known: ")
    assert re.findall("`(.*?)`", said.hints[0]) == [*in_course(record)]
    assert faults("course", data)


def test_every_record_of_a_course_is_looked_at() -> None:
    others = {"section", "reading", "name", "date"}  # of an outline
    assert {"course", *schema("course")["definitions"]} - others == VALUES.keys()
    for record, values in VALUES.items():
        assert values.keys() == in_course(record).keys()


@pytest.mark.parametrize(("record", "name"), FIELDS)
def test_the_reader_knows_the_fields_that_the_schema_has(
    record: str, name: str, tmp_path: Path
) -> None:
    for value in (VALUES[record][name], *([None] if record in ("course", "schedule") else [])):
        data = placed(record, {name: value})
        assert [d.message for d in complaints(data, tmp_path)] == []
        assert faults("course", data) == []


def test_a_file_is_no_page_beside_others(tmp_path: Path) -> None:
    data = {"parts": [{"title": "A", "readings": ["raft"]}]}
    assert faults("course", data) == []
    data |= {"pages": ["page.md"]}
    assert [d.code for d in complaints(data, tmp_path)] == ["unknown-setting"]
    assert faults("course", data)


def choices(record: str, name: str) -> list[Any]:
    """What the schema lets one choose from for this field."""
    said = in_course(record)[name]
    items = (each["items"] for each in said["anyOf"] if "items" in each)
    found = (each.get("enum") for each in (*said["anyOf"], *items))
    return next(filter(None, found), [])


CHOSEN = [(record, name) for record, name in FIELDS if choices(record, name)]


def test_what_can_be_chosen() -> None:
    assert {name for _, name in CHOSEN} == {
        *("order", "citation-engine", "formats", "pdf-engine", "paper", "columns", "type-size"),
        *("large-print", "interactive", "theme", "identifiers", "qr", "prefer", "view", "kind"),
    }
    assert choices("course", "formats") == list(known())
    assert choices("course", "columns") == [1, 2]


@pytest.mark.parametrize(("record", "name"), CHOSEN)
def test_every_choice_is_one_for_both(record: str, name: str, tmp_path: Path) -> None:
    beside = {"address": "https://example.org"} if name == "qr" else {}
    for choice in choices(record, name):
        quoted = choice if isinstance(choice, str) else json.dumps(choice)
        for value in (choice, quoted):
            data = placed(record, {name: value} | beside)
            assert [d.message for d in complaints(data, tmp_path)] == []
            assert faults("course", data) == []
    data = placed(record, {name: "nonsense"} | beside)
    (said,) = complaints(data, tmp_path)
    assert "`nonsense`" in said.message
    assert faults("course", data)


@pytest.mark.parametrize("severity", ["error", "warning", "note", "off"])
def test_every_rule_can_be_set(severity: str, tmp_path: Path) -> None:
    rules = next(each["properties"] for each in in_course("course")["rules"]["anyOf"])
    data = {"rules": dict.fromkeys(rules, severity)}
    assert complaints(data, tmp_path) == []
    assert faults("course", data) == []


@pytest.mark.parametrize("rules", [{"unused-works": "off"}, {"unused-work": "nonsense"}, "off"])
def test_a_rule_that_is_none_is_one_for_neither(rules: Any, tmp_path: Path) -> None:
    assert len(complaints({"rules": rules}, tmp_path)) == 1
    assert faults("course", {"rules": rules})


@pytest.mark.parametrize(
    "data",
    [
        {"language": "American English"},
        {"address": "example.org"},
        {"title": ["A", "B"]},
        {"pages": [["page.md"]]},
        {"order": {"people": "first"}},
        {"grading": {"Essay": "much"}},
        {"links": {"Forum": "forum"}},
        {"assistants": [{"name": "A", "page": "here"}]},
        {"schedule": "Mondays"},
        {"schedule": TERM | {"start": "18 January"}},
        {"schedule": TERM | {"off": ["Easter"]}},
        {"schedule": TERM | {"exams": ["Final"]}},
        {"schedule": TERM | {"sessions": [{"title": "A", "sessions": "many"}]}},
    ],
)
def test_a_wrong_value_is_wrong_for_both(data: dict[str, Any], tmp_path: Path) -> None:
    assert complaints(data, tmp_path)
    assert faults("course", data)


# Works.


def read_works(data: Any) -> list[Diagnostic]:
    return list(library.read((Source("works.yaml", json.dumps(data)),)).diagnostics)


def fields_of(kind: str, record: str) -> dict[str, Any]:
    found: dict[str, Any] = schema(kind)["definitions"][record]["properties"]
    return found


def some(name: str, said: dict[str, Any]) -> Any:
    """Something that the field *name* of a work or a reading can be."""
    for kind, value in (("name", "Ada Lee"), ("version", {"title": "A"})):
        if f'"#/definitions/{kind}"' in json.dumps(said):
            return value
    usual = {"type": "book", "core": "yes", "requirement": "required", "month": 11, "day": 5}
    return usual.get(name, "2021")


def dated(name: str) -> dict[str, Any]:
    """What a work has besides where the field *name* is a part of its date."""
    return {"year": 2021, "month": 11} if name in ("month", "day") else {}


@pytest.mark.parametrize("record", ["work", "version", "listed-work"])
def test_the_reader_knows_every_field_of_a_work(record: str) -> None:
    for name, said in fields_of("works", record).items():
        work = dated(name) | {name: some(name, said)}
        data: Any = {"a": work}
        if record == "version":
            data = {"a": {"preprint": work}}
        elif record == "listed-work":
            data = [work if name in ("id", "key") else {"id": "a"} | work]
        assert [d.message for d in read_works(data)] == [], name
        assert faults("works", data) == [], name


def test_the_schema_has_every_field_of_a_work_that_the_reader_knows() -> None:
    """The names are those of the schema and those in all data of the corpus."""
    heard = {*fields_of("works", "work"), *OF_OUTLINES} - {"published", "preprint"}
    for path in CORPUS.rglob("*.y*ml"):
        heard |= set(re.findall(r"^[\s{-]*([\w-]+):", path.read_text("utf-8"), re.MULTILINE))
    unread = 0
    for name in sorted(heard):
        data = {"a": {"year": 2021, "month": 11, name: "1"}}
        is_read = not any(f"field `{name}`" in problem.message for problem in read_works(data))
        is_allowed = all(e.validator != "additionalProperties" for e in errors("works", data))
        if is_read or not re.search("[A-Z_]", name):
            assert is_allowed is is_read, name
        unread += not is_read
    assert unread > 50


def test_every_type_is_one_for_both() -> None:
    said = fields_of("works", "work")["type"]["anyOf"]
    (types,) = (each["enum"] for each in said if "enum" in each)
    assert "paper-conference" in types
    for kind in (*types, "inproceedings", "journalArticle", "legal-case", "Book"):
        data = {"a": {"title": "A", "type": kind}}
        assert read_works(data) == []
        assert faults("works", data) == []
    data = {"a": {"title": "A", "type": "nonsense"}}
    assert [d.code for d in read_works(data)] == ["unknown-type"]
    assert faults("works", data)


GOOD: dict[str, Any] = {
    "title": "A",
    "author": ["Lee, Ada", {"family": "Ray", "first": "Ben"}],
    "issued": 2021,
}


@pytest.mark.parametrize(
    "data",
    [
        {"a": GOOD},
        {"works": GOOD},
        {"id": "a"} | GOOD,
        [{"id": "a"} | GOOD, {"key": "b"} | GOOD],
        [{"title": "A", "authors": "Ada Lee"}],
        {"references": [{"id": "a"} | GOOD]},
        {"papers": [{"id": "a"} | GOOD], "course": "A course"},
        {"works": {"a": GOOD}},
        {"a": {"title": "A", "issued": {"date-parts": [[2021, 11]]}}},
        {"a": {"title": "A", "issued": [2021, 11]}},
        {"a": {"title": "A", "editor": {"literal": "The Society"}, "volume": None}},
    ],
)
def test_each_shape_of_works_is_one_for_both(data: Any) -> None:
    assert [d.message for d in read_works(data)] == []
    assert faults("works", data) == []


@pytest.mark.parametrize(
    "data",
    [
        {"a": "A title"},
        {"a": {"title": ["A", "B"]}},
        {"a": {"auther": "Ada Lee"}},
        {"a": {"author": [{"family": "Lee", "middle": "B."}]}},
        {"a": {"preprint": "arXiv"}},
        ["A title"],
        {"references": [{"id": "a"} | GOOD], "title": "A list"},
    ],
)
def test_what_is_no_work_is_one_for_neither(data: Any) -> None:
    assert read_works(data)
    assert faults("works", data)


# Outlines.


def read_outline(data: Any, pandoc: Pandoc, folder: Path) -> list[Diagnostic]:
    source = Source("outline.yaml", json.dumps(data))
    return list(outline.read((source,), pandoc, Site(Disk(folder))).diagnostics)


@pytest.mark.parametrize("record", ["outline", "section", "reading"])
def test_the_reader_knows_every_field_of_an_outline(
    record: str, pandoc: Pandoc, tmp_path: Path
) -> None:
    section: dict[str, Any] = {"title": "A", "readings": ["raft"]}
    of_work = fields_of("works", "work").keys()
    for name, said in fields_of("outline", record).items():
        is_list = "#/definitions/section" in json.dumps(said)
        value = [section] if is_list else some(name, said)
        data: Any = {"title": "A", "parts": [section]} | {name: value}
        if record == "section":
            data = {"parts": [section | {name: value}]}
        elif record == "reading":
            reading = {"title": "A"} | dated(name) if name in of_work else {"key": "raft"}
            data = {"parts": [section | {"readings": [reading | {name: value}]}]}
        assert [d.message for d in read_outline(data, pandoc, tmp_path)] == [], name
        assert faults("outline", data) == [], name


@pytest.mark.parametrize(
    "data", ["A title", {"title": ["A"], "parts": [{"title": "A", "readings": ["raft"]}]}]
)
def test_what_is_no_outline_is_one_for_neither(data: Any, pandoc: Pandoc, tmp_path: Path) -> None:
    assert read_outline(data, pandoc, tmp_path)
    assert faults("outline", data)

"""Programs find in every page what its readers see: the course, its readings, what each is."""

from __future__ import annotations

import base64
import hashlib
import html
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coursepack.model.assigned import Assigned
from coursepack.model.document import plain_text
from coursepack.model.source import Spanned
from coursepack.model.work import Organization, PartialDate, Person, Work
from coursepack.pipeline import Compiled, Wishes, compile_course, compile_handouts
from coursepack.read.disk import Disk
from coursepack.write.linked_data import _TYPES, linked_data
from coursepack.write.openurl import _GENRES, context_object, issued
from handouts import handout
from linked import linked
from shown import shown
from works import HERE, work

CONTENT = Path(__file__).parents[1] / "content"
MTX = "info:ofi/fmt:kev:mtx:"

NASTY = "</script><img src=x onerror=alert(1)> \"a\" 'b' ]]> <!-- &amp; \u2028\u2029 100%+1 日本"


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    made = compile_course(Disk(CONTENT), Wishes(formats=("html",)))
    assert not [d for d in made.diagnostics if d.severity.value != "note"]
    return made.value


def page_of(compiled: Compiled, name: str = "reading-list") -> str:
    (found,) = [a.data for a in compiled.artifacts if a.name == f"{name}.html"]
    return found.decode("utf-8")


def works_of(compiled: Compiled) -> list[Work]:
    return [reading.work for reading in compiled.outline.readings()]


def whole(name: Person | Organization) -> str:
    if isinstance(name, Organization):
        return name.name
    parts = (name.given, name.dropping_particle, name.particle, name.family, name.suffix)
    return " ".join(part for part in parts if part)


def date_of(work: Work) -> str:
    date = work.dates["issued"].value
    parts = [f"{date.year:04}", *(f"{part:02}" for part in (date.month, date.day) if part)]
    return "-".join(parts)


def names_in(told: Any) -> list[str]:
    return [each if isinstance(each, str) else each["name"] for each in told]


def test_the_list_is_told_in_the_words_of_schema_org(compiled: Compiled) -> None:
    for name, subtitle in (("reading-list", "Reading list"), ("syllabus", "Syllabus")):
        (data,) = linked(page_of(compiled, name)).data
        assert data["@context"] == "https://schema.org"
        assert data["name"] == f"Systems and Generative AI: {subtitle}"
        assert data["inLanguage"] == "en-US"
        course = data["isPartOf"]
        assert (course["@type"], course["name"]) == ("Course", "Systems and Generative AI")
        assert course["hasCourseInstance"]["name"] == "Spring 2027"
        items = data["mainEntity"]["itemListElement"]
        works = works_of(compiled)
        assert len(items) == len(works) == 33
        for item, each in zip(items, works, strict=True):
            assert each.title
            assert item["name"] == plain_text(each.title.value)
            assert names_in(item["author"]) == [whole(n) for n in each.names["author"].people]
            assert item["datePublished"] == date_of(each)
            assert item["@type"] == _TYPES[each.kind]
            said = item.get("identifier", [])
            assert (f"doi:{each.text('DOI')}" in said) == bool(each.text("DOI"))
            within = item.get("isPartOf", {})
            while "isPartOf" in within:
                within = within["isPartOf"]
            assert within.get("name", "") == each.text("container-title")
            assert item["url"].startswith("https://")


def test_reference_managers_find_every_reading(compiled: Compiled) -> None:
    for name in ("reading-list", "syllabus"):
        found = linked(page_of(compiled, name)).readings
        works = works_of(compiled)
        assert len(found) == len(works)
        for pairs, each in zip(found, works, strict=True):
            compare(pairs, each)


def compare(pairs: dict[str, list[str]], each: Work) -> None:
    """Hold what an OpenURL says of a work against the work, field by field."""
    assert pairs["ctx_ver"] == ["Z39.88-2004"]
    form, genre = _GENRES.get(each.kind, ("dc", ""))
    assert pairs["rft_val_fmt"] == [MTX + form]
    assert pairs.get("rft.genre", [""]) == [genre]
    assert each.title
    title = " ".join(plain_text(each.title.value).split())
    is_part = genre in ("article", "preprint", "bookitem", "proceeding")
    whole_as = {"book": "rft.btitle", "journal": "rft.jtitle"}.get(form, "rft.title")
    assert pairs["rft.atitle" if is_part else whole_as] == [title]
    container = each.text("container-title")
    if is_part and container:
        assert pairs["rft.jtitle" if form == "journal" else "rft.btitle"] == [container]
    people = each.names["author"].people if "author" in each.names else ()
    if form == "dc":
        assert len(pairs.get("rft.creator", [])) == len(people)
    else:
        inverted = [
            ", ".join(filter(None, (" ".join(filter(None, (p.particle, p.family))), p.given)))
            for p in people
            if isinstance(p, Person)
        ]
        assert pairs.get("rft.au", []) == inverted
        teams = [p.name for p in people if isinstance(p, Organization)]
        assert pairs.get("rft.aucorp", []) == teams
    if "issued" in each.dates:
        assert pairs["rft.date"] == [date_of(each)]
    if doi := each.text("DOI"):
        assert f"info:doi/{doi}" in pairs["rft_id"]
    for name, field in (("rft.volume", "volume"), ("rft.issue", "issue"), ("rft.pages", "page")):
        if name in pairs:
            assert pairs[name] == [each.text(field)]


FIELDS = {
    "page": "1–9",
    "publisher": "P & Q",
    "ISBN": "978-0-262-03384-8",
    "ISSN": "1234-5678",
    "DOI": "10.1000/x(1)<2>",
    "URL": "https://example.org/a?b=1&c=2",
    "edition": "2",
}
KINDS = sorted({*_TYPES, *_GENRES, "patent", "figure", "no-such-kind"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_work_is_told_with_what_it_has(kind: str) -> None:
    each = work(
        "k",
        "A title",
        "van der Berg, Ada;A Team",
        2021,
        kind,
        container_title="A & B",
        volume="3",
        issue="2",
        **FIELDS,
    )
    (pairs,) = linked(f'<span class="Z3988" title="{html.escape(context_object(each))}">').readings
    compare(pairs, each)
    assert all(value.strip() for values in pairs.values() for value in values)
    assert "https://example.org/a?b=1&c=2" in pairs["rft_id"]


def course(folder: Path, more: str = "", title: str = NASTY) -> Path:
    told = json.dumps(title)
    (folder / "course.yaml").write_text(
        f"title: {told}\npages: [list.md]\nworks: [works.json]\n{more}", "utf-8"
    )
    (folder / "list.md").write_text("## One\n\n- [@a]\n- [@b]\n\n## Two\n\n- [@a]\n", "utf-8")
    item = {
        "id": "a",
        "type": "article-journal",
        "title": title,
        "author": [{"family": title, "given": title}, {"literal": title}],
        "container-title": title,
        "issued": {"date-parts": [[2020, 6, 14]]},
        "page": title,
        "keyword": title,
        "URL": "https://example.org/<script>?a=\"&b='",
    }
    other = {"id": "b", "type": "book", "title": "B", "publisher": title}
    (folder / "works.json").write_text(json.dumps([item, other]), "utf-8")
    return folder


@pytest.mark.parametrize("is_interactive", [False, True])
def test_no_words_break_out(is_interactive: bool, tmp_path: Path) -> None:
    more = f"description: {json.dumps(NASTY)}\ninstitution: {json.dumps(NASTY)}\n"
    disk = Disk(course(tmp_path, more))
    made = compile_course(disk, Wishes(formats=("html",), interactive=is_interactive)).value
    page = page_of(made)
    found, told = linked(page), shown(page)
    assert told.tags.count("script") == 1 + is_interactive
    assert "img" not in told.tags
    assert "\u2028" not in page.partition("<body>")[0]
    words = " ".join(NASTY.split())
    (data,) = found.data
    assert data["isPartOf"]["provider"]["name"] == words
    first, second = data["mainEntity"]["itemListElement"]
    assert " ".join(first["name"].split()) == words
    assert first["author"] == [{"@type": "Person", "name": f"{words} {words}"}, words]
    assert first["url"] == "https://example.org/%3Cscript%3E?a=%22&b='"
    assert second["name"] == "B"
    # A work that stands twice is one work of the list, and two readings.
    assert len(found.readings) == 3
    assert found.readings[0] == found.readings[2]
    assert found.readings[0]["rft.atitle"] == [words]
    assert found.readings[0]["rft.jtitle"] == [words]
    assert found.readings[0]["rft.au"] == [f"{words}, {words}"]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ((2021, None, None), "2021"),
        ((2021, 6, None), "2021-06"),
        ((2021, 6, 4), "2021-06-04"),
        ((830, None, None), "0830"),
        ((-380, None, None), "-0380"),
    ],
)
def test_dates_are_those_of_iso_8601(date: tuple[int, int | None, int | None], told: str) -> None:
    each = replace(work("k"), dates={"issued": Spanned(PartialDate(*date), HERE)})
    assert issued(each) == told
    assert context_object(each).count(f"rft.date={told}&") == 1


def test_nothing_that_is_not_said_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text("## One\n\n- [@b]\n")
    (tmp_path / "works.yaml").write_text("b: {type: book, title: B}\n")
    made = compile_course(Disk(tmp_path), Wishes(formats=("html",))).value
    found = linked(page_of(made))
    (data,) = found.data
    assert data == {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": "Reading list",
        "inLanguage": "en-US",
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [{"@type": "Book", "name": "B"}],
        },
    }
    assert found.readings == [
        {
            "ctx_ver": ["Z39.88-2004"],
            "rft_val_fmt": [f"{MTX}book"],
            "rft.genre": ["book"],
            "rft.btitle": ["B"],
        }
    ]


def test_the_course_is_told_as_far_as_it_tells_of_itself(tmp_path: Path) -> None:
    more = (
        "code: CS 1\nterm: Fall\ninstitution: Uni\ndescription: About it.\nlanguage: de\n"
        "address: https://example.org/list\n"
        "instructors: [{name: Ada Lee, page: 'https://example.org/ada'}, Ben Ray]\n"
    )
    made = compile_course(Disk(course(tmp_path, more, "T")), Wishes(formats=("html",))).value
    for name in ("reading-list", "syllabus"):
        (data,) = linked(page_of(made, name)).data
        assert data["inLanguage"] == "de"
        assert data.get("url") == ("https://example.org/list" if "list" in name else None)
        assert data["isPartOf"] == {
            "@type": "Course",
            "name": "T",
            "courseCode": "CS 1",
            "description": "About it.",
            "provider": {"@type": "Organization", "name": "Uni"},
            "hasCourseInstance": {
                "@type": "CourseInstance",
                "name": "Fall",
                "instructor": [
                    {"@type": "Person", "name": "Ada Lee", "url": "https://example.org/ada"},
                    {"@type": "Person", "name": "Ben Ray"},
                ],
            },
        }


def test_handouts_tell_of_their_own_readings_and_the_index_of_the_course() -> None:
    made = compile_handouts(Disk(CONTENT), Wishes(formats=("html",)), "part").value
    counts = {}
    for artifact in (a for a in made.artifacts if a.name.endswith(".html")):
        (data,) = linked(artifact.data.decode("utf-8")).data
        assert data["isPartOf"]["name"] == "Systems and Generative AI"
        counts[artifact.name] = len(data.get("mainEntity", {}).get("itemListElement", ()))
    assert counts.pop("index.html") == 0
    assert sum(counts.values()) == 33
    assert all(counts.values())


def test_every_page_says_what_it_may_do(compiled: Compiled) -> None:
    for name in ("reading-list", "syllabus"):
        found = linked(page_of(compiled, name))
        assert found.policies == [
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        ]
        assert found.scripts == []
    made = compile_course(Disk(CONTENT), Wishes(formats=("html",), interactive=True)).value
    for name in ("reading-list", "syllabus"):
        found = linked(page_of(made, name))
        (script,), (policy,) = found.scripts, found.policies
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'; " in policy
        assert "innerHTML" not in script
        assert re.findall("unsafe[a-z-]*", policy) == ["unsafe-inline"]
        assert "style-src 'unsafe-inline'" in policy


def test_half_a_character_is_told_as_one_that_is_unknown() -> None:
    each = work("k", "A \ud800 B", "X \udfff, Y", kind="book")
    document = replace(handout(), works=(Assigned(each),))
    (item,) = json.loads(linked_data(document))["mainEntity"]["itemListElement"]
    assert item["name"] == "A \ufffd B"
    assert "btitle=A+%EF%BF%BD+B" in context_object(each)


# Which properties a type has and of what they are, by the classes made from the vocabulary.


def model(kind: str) -> type:
    found = getattr(importlib.import_module(f"pydantic2_schemaorg.{kind}"), kind)
    assert isinstance(found, type)
    return found


def misused(node: dict[str, Any]) -> Iterator[str]:
    """Yield what schema.org does not know, or knows of other things."""
    kinds = kinds_of(node)
    known: dict[str, str] = {}
    for each in (base for kind in kinds for base in model(kind).__mro__):
        known |= {n: str(of) for n, of in inspect.get_annotations(each).items()}
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{kinds} has no {name}"
            continue
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                wanted = {"str", "Text", "AnyUrl", "date"}
            else:
                wanted = {b.__name__ for kind in kinds_of(item) for b in model(kind).__mro__}
                yield from misused(item)
            if not wanted & set(re.findall(r"\w+", known[name])):
                yield f"{name} of {kinds} is no {item}"


def kinds_of(node: dict[str, Any]) -> list[str]:
    kinds = node["@type"]
    return [kinds] if isinstance(kinds, str) else kinds


def test_all_that_is_told_is_in_the_vocabulary(compiled: Compiled, tmp_path: Path) -> None:
    for name in ("reading-list", "syllabus"):
        (data,) = linked(page_of(compiled, name)).data
        assert [*misused(data)] == []
    more = "code: C\nterm: T\ninstitution: U\ninstructors: [{name: A, page: 'https://a.org'}]\n"
    made = compile_course(Disk(course(tmp_path, more, "T")), Wishes(formats=("html",))).value
    (data,) = linked(page_of(made)).data
    assert [*misused(data)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_work_is_in_the_vocabulary(kind: str) -> None:
    for volume, issue in (("", ""), ("3", ""), ("3", "2")):
        each = work("k", kind=kind, container_title="A", volume=volume, issue=issue, **FIELDS)
        told = json.loads(linked_data(replace(handout(), works=(Assigned(each),))))
        assert [*misused(told)] == []


def test_what_is_not_in_the_vocabulary_is_found() -> None:
    person = {"@type": "Person", "name": "A"}
    assert [*misused({"@type": "Book", "colour": "red"})] == ["['Book'] has no colour"]
    assert [*misused({"@type": "Book", "isPartOf": person})]
    assert not [*misused({"@type": "Book", "author": person})]

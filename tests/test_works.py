"""Works come out of every shape of metadata with all that was written, and its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.identity import identifiers
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import (
    Emphasis,
    NoCase,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from coursepack.model.source import Source, Span, Spanned
from coursepack.model.work import Library, Organization, PartialDate, Person, Work
from coursepack.read import library
from coursepack.read.entries import csl_text
from coursepack.read.words import dates, venues


def read(text: str, name: str = "papers.yaml") -> tuple[Library, list[Diagnostic]]:
    outcome = library.read([Source(name, text)])
    return outcome.value, list(outcome.diagnostics)


def one(text: str, name: str = "papers.yaml") -> Work:
    found, problems = read(text, name)
    assert problems == []
    (work,) = found.works
    return work


def title(work: Work) -> str:
    return plain_text(work.title.value) if work.title else ""


def issued(work: Work) -> PartialDate | None:
    date = work.dates.get("issued")
    return date.value if date else None


def texts(work: Work) -> dict[str, str]:
    return {name: value.value for name, value in work.fields.items()}


def authors(work: Work) -> list[str]:
    return [
        f"{n.given} {n.family}".strip() if isinstance(n, Person) else n.name
        for n in work.names["author"].people
    ]


def problem(text: str, code: str) -> Diagnostic:
    """The one problem of *text* with *code*; others may be there."""
    (found,) = [d for d in read(text)[1] if d.code == code]
    return found


# By key.

LOOSE = """\
megatron-sc21:
  title: "Efficient Training: Megatron-LM"
  authors: Deepak Narayanan, Mohammad Shoeybi, and Jared Casper
  booktitle: SC 21
  url: https://arxiv.org/pdf/2104.04473v5.pdf
"""

STRUCTURED = """\
megatron-sc21:
  type: paper-conference
  title: 'Efficient Training: Megatron-LM'
  author:
    - Narayanan, Deepak
    - Shoeybi, Mohammad
    - {family: Casper, given: Jared}
    - literal: Llama Team, AI @ Meta
  container-title: Proceedings of the Conference
  container-title-short: SC '21
  publisher: Association for Computing Machinery
  issued: 2021-11
  number: 058
  page: 1–15
  DOI: https://doi.org/10.1145/3458817.3476209
  arxiv: 2104.04470
  URL: https://example.org/a#b
  editor: Doe, Jane
  accessed: 2024-01-14
  preprint:
    issued: 2021-04
    URL: https://arxiv.org/abs/2104.04470
  published:
    title: Another Title
    author: ["Roe, John"]
    container-title: Nature
"""


SC = {
    "container-title": "International Conference for High Performance Computing, Networking,"
    " Storage and Analysis",
    "container-title-short": "SC",
    "publisher": "ACM/IEEE",
}


def test_the_loose_shape() -> None:
    work = one(LOOSE)
    assert (work.key.value, work.kind, title(work)) == (
        "megatron-sc21",
        "paper-conference",
        "Efficient Training: Megatron-LM",
    )
    assert authors(work) == ["Deepak Narayanan", "Mohammad Shoeybi", "Jared Casper"]
    assert issued(work) == PartialDate(2021)
    assert texts(work) == {
        **SC,
        "URL": "https://arxiv.org/pdf/2104.04473v5.pdf",
        "arxiv": "2104.04473",
    }


def test_every_value_has_its_place() -> None:
    work = one(LOOSE)
    assert work.title is not None
    assert str(work.key.span) == "papers.yaml:1:1"
    assert str(work.title.span) == "papers.yaml:2:10"
    assert str(work.names["author"].span) == "papers.yaml:3:12"
    assert str(work.dates["issued"].span) == "papers.yaml:4:14"
    assert str(work.fields["container-title"].span) == "papers.yaml:4:14"
    assert work.fields["arxiv"].span == work.fields["URL"].span
    assert str(work.fields["URL"].span) == "papers.yaml:5:8"


def test_the_structured_shape() -> None:
    work = one(STRUCTURED)
    assert authors(work) == [
        "Deepak Narayanan",
        "Mohammad Shoeybi",
        "Jared Casper",
        "Llama Team, AI @ Meta",
    ]
    assert isinstance(work.names["author"].people[3], Organization)
    assert work.names["editor"].people == (Person("Doe", "Jane"),)
    assert {name: date.value for name, date in work.dates.items()} == {
        "issued": PartialDate(2021, 11),
        "accessed": PartialDate(2024, 1, 14),
    }
    assert texts(work) == {
        "container-title": "Proceedings of the Conference",
        "container-title-short": "SC '21",
        "publisher": "Association for Computing Machinery",
        "number": "058",
        "page": "1–15",
        "DOI": "10.1145/3458817.3476209",
        "arxiv": "2104.04470",
        "URL": "https://example.org/a#b",
    }


def test_versions_inherit_title_and_names() -> None:
    work = one(STRUCTURED)
    preprint, published = work.versions["preprint"], work.versions["published"]
    assert (preprint.kind, title(preprint)) == ("article", title(work))
    assert preprint.names["author"] == work.names["author"]
    assert issued(preprint) == PartialDate(2021, 4)
    assert texts(preprint) == {
        "URL": "https://arxiv.org/abs/2104.04470",
        "arxiv": "2104.04470",
        "publisher": "arXiv",
    }
    assert (published.kind, title(published)) == ("article-journal", "Another Title")
    assert authors(published) == ["John Roe"]
    assert published.key.value == work.key.value
    assert preprint.versions == {}


def test_repeated_keys_are_both_there() -> None:
    found, problems = read("a: {title: x}\nb: {title: z}\na: {title: y}\n")
    assert [title(work) for work in found.works] == ["x", "z", "y"]
    assert problems == []
    first = found.get("a")
    assert first is not None
    assert title(first) == "x"


def test_files_come_in_order() -> None:
    sources = [Source("b.yaml", "b: {title: x}"), Source("a.json", '{"a": {"title": "y"}}')]
    assert list(library.read(sources).value.keys()) == ["b", "a"]


@pytest.mark.parametrize(
    "key", ["two words", "a: b", "ключ", "日本-24", "tab\tkey", "😀", "no", "1e3"]
)
def test_any_key_is_kept(key: str) -> None:
    written = json.dumps(key, ensure_ascii=False).replace("\t", "\\t")
    assert one(f"{written}: {{title: x}}\n").key.value == key


def test_empty_fields_are_none() -> None:
    work = one("a:\n  title:\n  authors: ''\n  booktitle: ~\n  url: \"\"\n  year:\n")
    assert (work.title, work.names, work.dates, work.fields) == (None, {}, {}, {})


@pytest.mark.parametrize(
    ("node", "said"),
    [("[x]", "a list"), ("3", "a number"), ("", "empty"), ("null", "empty"), ("text", "a text")],
)
def test_what_is_no_work_is_told(node: str, said: str) -> None:
    found = problem(f"good: {{title: x}}\nbad: {node}\n", "not-a-work")
    assert found.severity is Severity.ERROR
    assert found.message == f"`bad` is {said}, not a work"
    assert found.span is not None
    assert found.span.line == 2
    assert len(read(f"good: {{title: x}}\nbad: {node}\n")[0].works) == 1


def test_a_list_of_numbers_is_told_in_few_words() -> None:
    found, problems = read("- 1\n" * 5000)
    assert found.works == ()
    assert {d.code for d in problems} == {"not-a-work"}
    assert len(problems) == 21
    assert "4980 more" in problems[-1].message


@pytest.mark.parametrize("text", ["", "# a remark\n", "just text\n", "[]", "{}", "---\n"])
def test_a_file_without_works_is_told(text: str) -> None:
    _, problems = read(text)
    assert [(d.code, d.severity) for d in problems] == [("no-works", Severity.WARNING)]


def test_a_file_of_another_kind_is_told() -> None:
    _, problems = read("<works/>", "works.xml")
    assert [d.code for d in problems] == ["unread-file"]
    assert ".yaml" in problems[0].hints[0]


def test_a_field_of_another_shape_is_told() -> None:
    found = problem("a:\n  title: [x, y]\n", "not-text")
    assert (found.severity, str(found.span)) == (Severity.WARNING, "papers.yaml:2:10")
    assert found.message == "`title` of `a` is a list, not a text"


def test_unknown_fields_are_told_once_each() -> None:
    text = "a: {title: x, slides: s, colour: t}\nb: {title: y, slides: s, preprint: {slides: u}}\n"
    _, problems = read(text)
    assert [(d.code, d.severity, d.message, str(d.span)) for d in problems] == [
        (
            "unread-field",
            Severity.NOTE,
            "the field `slides` of 2 works is not used",
            "papers.yaml:1:15",
        ),
        (
            "unread-field",
            Severity.NOTE,
            "the field `colour` of one work is not used",
            "papers.yaml:1:26",
        ),
        (
            "unread-field",
            Severity.NOTE,
            "the field `preprint.slides` of one work is not used",
            "papers.yaml:2:37",
        ),
    ]


def test_a_field_written_twice_is_told() -> None:
    found = problem("a:\n  url: x\n  title: t\n  URL: y\n", "duplicate-field")
    assert (found.severity, str(found.span)) == (Severity.ERROR, "papers.yaml:4:3")
    assert str(found.labels[0].span) == "papers.yaml:2:3"


def test_a_type_that_csl_does_not_know_is_told() -> None:
    found = problem("a: {title: x, type: blah}\n", "unknown-type")
    assert str(found.span) == "papers.yaml:1:21"
    assert one("a: {title: x, type: inproceedings}\n").kind == "paper-conference"
    assert one("a: {title: x, type: Article-Journal}\n").kind == "article-journal"


def test_a_title_of_ten_thousand_characters() -> None:
    words = "Word " * 2000
    assert title(one(f"a:\n  title: {words}\n")) == words.strip()


def test_what_is_complete_is_read_beside_a_fault() -> None:
    found, problems = read("a: {title: x}\nb:\n  title: y: z\nc: {title: x}\n")
    assert list(found.keys()) == ["a", "c"]
    assert [d.code for d in problems] == ["yaml-syntax"]


# In a list.


def test_a_list_with_ids() -> None:
    text = (
        "- id: a\n  title: x\n  authors: Amar Jo\n  venue: SOSP\n  year: 2023\n  month: Oct\n"
        "  url: https://dl.acm.org/doi/pdf/10.1145/1.2\n- title: no id\n- id: c\n  year: soon\n"
    )
    found, problems = read(text)
    first = found.works[0]
    assert (first.key.value, first.kind, issued(first)) == (
        "a",
        "paper-conference",
        PartialDate(2023, 10),
    )
    assert texts(first)["DOI"] == "10.1145/1.2"
    assert texts(first)["container-title-short"] == "SOSP"
    assert str(first.key.span) == "papers.yaml:1:7"
    assert [(d.code, str(d.span)) for d in problems] == [
        ("missing-id", "papers.yaml:8:3"),
        ("unread-date", "papers.yaml:10:9"),
    ]
    assert issued(found.works[1]) is None


CSL_JSON = """[
 {"id": "http://zotero.org/x/1", "type": "article-journal",
  "title": "The <i>E. coli</i> H<sub>2</sub>",
  "author": [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
             {"literal": "WHO"}],
  "issued": {"date-parts": [["2023", 10, 2]]}, "journalAbbreviation": "Nat.", "volume": 12,
  "URL": "https://doi.org/10.1000%2Fxyz"}
]"""


@pytest.mark.parametrize("name", ["works.json", "works.yaml"])
def test_csl_json(name: str) -> None:
    work = one(CSL_JSON, name)
    assert work.key.value == "http://zotero.org/x/1"
    assert work.names["author"].people == (Person("Berg", "Jan", "van der"), Organization("WHO"))
    assert issued(work) == PartialDate(2023, 10, 2)
    assert texts(work) == {
        "container-title-short": "Nat.",
        "volume": "12",
        "URL": "https://doi.org/10.1000%2Fxyz",
        "DOI": "10.1000/xyz",
    }
    assert work.title is not None
    assert work.title.value == (
        Text("The "),
        Emphasis((Text("E. coli"),)),
        Text(" H"),
        Subscript((Text("2"),)),
    )


def test_csl_yaml_as_pandoc_writes_it() -> None:
    text = (
        "---\nnocite: x\nreferences:\n- author:\n  - family: Jo\n    given: Amar\n"
        "  id: jo\n  issued:\n  - year: 2021\n    month: 3\n"
        "  title: The *origin* of [GPT]{.nocase}, x^2^, H~2~O and A\\*\n  type: book\n...\n"
    )
    found, problems = read(text)
    (work,) = found.works
    assert work.title is not None
    assert work.title.value == (
        Text("The "),
        Emphasis((Text("origin"),)),
        Text(" of "),
        NoCase((Text("GPT"),)),
        Text(", x"),
        Superscript((Text("2"),)),
        Text(", H"),
        Subscript((Text("2"),)),
        Text("O and A*"),
    )
    assert (work.kind, issued(work)) == ("book", PartialDate(2021, 3))
    assert [d.message for d in problems] == ["`nocite` beside `references` is not used"]


def test_a_lone_csl_item() -> None:
    assert one('{"id": "a", "title": "T"}', "a.json").key.value == "a"


def test_brackets_that_tear_a_name_apart_are_told() -> None:
    found = problem("a:\n  author: [Roe, John]\n", "bad-name")
    assert str(found.span) == "papers.yaml:2:11"
    assert '["Roe, John"]' in found.hints[0]
    for text in ("a: {author: ['Plato', 'Aristotle']}", "a:\n  author:\n  - Plato\n  - Aristotle"):
        assert authors(one(text)) == ["Plato", "Aristotle"]


def test_names_in_parts() -> None:
    text = (
        "a:\n  title: x\n  author: [{name: Amar Jo}, {family: van Gogh, given: V.}, {first: Bo,"
        " last: Li}, {given: Plato}, {family: Null}, {}, 7, [x], et al.]\n"
    )
    found, problems = read(text)
    names = found.works[0].names["author"]
    assert names.people == (
        Person("Jo", "Amar"),
        Person("Gogh", "V.", "van"),
        Person("Li", "Bo"),
        Organization("Plato"),
        Person("Null"),
        Organization("7"),
    )
    assert not names.complete
    assert sorted(d.code for d in problems) == ["bad-name", "bad-name", "unsplit-authors"]


# Venues, dates, identifiers, titles.


def test_a_remark_behind_a_venue_is_told() -> None:
    assert venues.read("arXiv 2024 (v3 2025)") == venues.Venue(
        {"publisher": "arXiv"}, 2024, "article", "v3 2025"
    )
    found = problem("a: {title: x, booktitle: arXiv 2024 (v3 2025)}", "unread-field")
    assert "v3 2025" in found.message


def test_two_years_that_differ_are_both_kept() -> None:
    work = one("a: {title: x, venue: SC 21, year: 2022}")
    assert (issued(work), texts(work)) == (PartialDate(2022), {"container-title": "SC 21"})
    work = one("a: {title: x, venue: SC 21, year: 2021}")
    assert (issued(work), texts(work)) == (PartialDate(2021), SC)


def test_a_journal_counts_volumes() -> None:
    work = one("a: {title: x, journal: Journal of Foo 23, year: 2020}")
    assert work.kind == "article-journal"
    assert texts(work) == {"container-title": "Journal of Foo", "volume": "23"}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("url: https://example.org", "webpage"),
        ("url: https://arxiv.org/abs/2104.04473", "article"),
        ("booktitle: SOSP 2023", "paper-conference"),
        ("container-title: X, issue: 3", "article-journal"),
        ("isbn: 1", "book"),
        ("note: x", "document"),
    ],
)
def test_the_kind_is_guessed(fields: str, kind: str) -> None:
    assert one(f"a: {{title: x, {fields}}}").kind == kind


SPAN = Span("x", 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021", PartialDate(2021)),
        ("2021-11", PartialDate(2021, 11)),
        ("2021-11-05", PartialDate(2021, 11, 5)),
        ("2021-11-05T10:00:00Z", PartialDate(2021, 11, 5)),
        ("2021/11/05", PartialDate(2021, 11, 5)),
        ("11/2021", PartialDate(2021, 11)),
        ("Nov 2021", PartialDate(2021, 11)),
        ("Sept. 2021", PartialDate(2021, 9)),
        ("5 November 2021", PartialDate(2021, 11, 5)),
        ("November 5th, 2021", PartialDate(2021, 11, 5)),
        ("-0044", PartialDate(-44)),
    ],
)
def test_dates(text: str, date: PartialDate) -> None:
    found = dates.text(Spanned(text, SPAN))
    assert found.value == Spanned(date, SPAN)
    assert found.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "in press",
        "forthcoming",
        "21",
        "2021-13",
        "2021-02-30",
        "2021-00",
        "0000",
        "12345",
        "２０２１",
        "Smarch 2021",
        "2021-1-1-1",
        "1" * 10_000,
    ],
)
def test_what_is_no_date_is_told(text: str) -> None:
    found = dates.text(Spanned(text, SPAN))
    assert found.value is None
    assert [(d.code, d.severity, d.span) for d in found.diagnostics] == [
        ("unread-date", Severity.WARNING, SPAN)
    ]


@pytest.mark.parametrize("text", ["2021/2022", "2021-11/2022-01", "2021~", "circa 2021", "2021?"])
def test_what_a_date_cannot_hold_is_told(text: str) -> None:
    found = dates.text(Spanned(text, SPAN))
    assert found.value is not None
    assert found.value.value.year == 2021
    assert [d.severity for d in found.diagnostics] == [Severity.NOTE]


@pytest.mark.parametrize(
    "issued_field",
    [
        "{date-parts: [[2021, 11, 5]]}",
        "{year: 2021, month: 11, day: 5}",
        "[{year: 2021, month: nov, day: 5}]",
        "{raw: '2021-11-05'}",
        "{literal: 5 Nov 2021}",
        "'2021-11-05'",
        "[2021, 11, 5]",
    ],
)
def test_csl_dates(issued_field: str) -> None:
    assert issued(one(f"a: {{title: x, issued: {issued_field}}}")) == PartialDate(2021, 11, 5)


@pytest.mark.parametrize(
    ("address", "doi", "arxiv"),
    [
        ("https://arxiv.org/pdf/2104.04473.pdf", None, "2104.04473"),
        ("http://arxiv.org/abs/2104.04473v2", None, "2104.04473"),
        ("https://arxiv.org/html/2504.07247v1", None, "2504.07247"),
        ("https://arxiv.org/abs/cs/0701001", None, "cs/0701001"),
        ("https://arxiv.org/abs/2104.04473?context=cs", None, "2104.04473"),
        ("https://arxiv.org/list/cs.DC/2104", None, None),
        ("https://doi.org/10.48550/arXiv.2104.04473", "10.48550/arXiv.2104.04473", "2104.04473"),
        ("https://doi.org/10.1145/3458817.3476209", "10.1145/3458817.3476209", None),
        ("http://dx.doi.org/10.1016%2Fj.x.2020", "10.1016/j.x.2020", None),
        ("https://dl.acm.org/doi/pdf/10.1145/1.2", "10.1145/1.2", None),
        ("https://dl.acm.org/doi/abs/10.1145/1.2?x=1#y", "10.1145/1.2", None),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/abc", "10.1002/abc", None),
        ("https://link.springer.com/article/10.1007/s00453-020-1", "10.1007/s00453-020-1", None),
        ("https://link.springer.com/content/pdf/10.1007/s1.pdf", "10.1007/s1", None),
        ("https://www.nature.com/articles/s41586-023-06924-6", "10.1038/s41586-023-06924-6", None),
        ("https://openreview.net/forum?id=B1ckMDqlg", None, None),
        ("https://www.usenix.org/system/files/osdi24-x.pdf", None, None),
        ("https://example.org/10.1145/1.2", None, None),
    ],
)
def test_identifiers_in_addresses(address: str, doi: str | None, arxiv: str | None) -> None:
    assert (identifiers.doi(address), identifiers.arxiv(address)) == (doi, arxiv)


def test_an_identifier_that_is_given_wins() -> None:
    work = one(
        "a: {title: x, url: https://doi.org/10.1/a, doi: 10.1000/b, arxiv: arXiv:2104.04473v2}"
    )
    assert (texts(work)["DOI"], texts(work)["arxiv"]) == ("10.1000/b", "2104.04473")


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("a <i>b</i>", (Text("a "), Emphasis((Text("b"),)))),
        ("<b>a<sup>2</sup></b>", (Strong((Text("a"), Superscript((Text("2"),)))),)),
        ('<span class="nocase">GPT</span>', (NoCase((Text("GPT"),)),)),
        ('<span style="font-variant:small-caps">a</span>', (SmallCaps((Text("a"),)),)),
        ("<sc>a</sc>", (SmallCaps((Text("a"),)),)),
        ("<em>a</em><strong>b</strong>", (Emphasis((Text("a"),)), Strong((Text("b"),)))),
        ("a <i>b", (Text("a <i>b"),)),
        ("a</i> b", (Text("a</i> b"),)),
        ("<i>a<b>c</i>d</b>", (Emphasis((Text("a<b>c"),)), Text("d</b>"))),
        ("<script>x</script> & &amp; <i >", (Text("<script>x</script> & &amp; <i >"),)),
        ('<i onclick="x">a</i>', (Text('<i onclick="x">a</i>'),)),
        ("1 < 2 > 0", (Text("1 < 2 > 0"),)),
        ("<i></i>a", (Text("a"),)),
        ("", ()),
    ],
)
def test_tags_in_titles(text: str, inlines: object) -> None:
    assert csl_text.read(text) == inlines


def test_tags_nest_only_so_deep() -> None:
    assert plain_text(csl_text.read("<i>" * 5000 + "x" + "</i>" * 5000)).count("<i>") == 4992


# Whatever is written.


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(alphabet="<>/ibemsuprnoca =\"':x\n") | st.text())
def test_no_character_of_a_title_is_lost_but_tags(text: str) -> None:
    found = plain_text(csl_text.read(text))
    assert len(found) <= len(text)
    if "<" not in text:
        assert found == text


FIELD = st.sampled_from(
    [
        "title",
        "author",
        "authors",
        "issued",
        "year",
        "month",
        "booktitle",
        "venue",
        "journal",
        "url",
        "DOI",
        "arxiv",
        "type",
        "preprint",
        "published",
        "id",
        "references",
        "slides",
        "page",
    ]
)
VALUE = st.recursive(
    st.none()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(
        ["SC 21", "2021-11", "A B and C D", "et al.", "https://doi.org/10.1145/1", "book", "<i>"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            FIELD | st.sampled_from(["family", "given", "literal", "date-parts", "year"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(
    st.dictionaries(st.text(max_size=5), st.dictionaries(FIELD, VALUE, max_size=6))
    | st.lists(st.dictionaries(FIELD, VALUE))
    | VALUE
)
def test_any_data_is_read_without_raising(data: object) -> None:
    text = json.dumps(data)
    for name in ("works.json", "works.yaml"):
        found, problems = read(text, name)
        assert all(isinstance(work.key.value, str) and work.kind for work in found.works)
        assert all(d.message and d.span for d in problems)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet="ab:- \n\t\"'[]{}&*!|>%@#?,<~\\\x00") | st.text())
def test_any_text_is_read_without_raising(text: str) -> None:
    for name in ("works.json", "works.yaml"):
        read(text, name)
        read(f"a:\n  title: {text}\n  authors: {text}\n", name)
    venues.read(text)
    venues.read(text, in_journal=True)
    identifiers.doi(text)
    identifiers.arxiv(text)
    dates.text(Spanned(text, SPAN))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(alphabet="ARXiv JMLRSC'’(),.:v[]2023 ", max_size=30))
def test_no_letter_of_an_unknown_venue_is_lost(text: str) -> None:
    venue = venues.read(text)
    if {"publisher", "container-title-short"} & venue.fields.keys():
        return  # what the table knows is printed in full
    kept = "".join(venue.fields.values()) + str(venue.year or "") + venue.remark
    for character in set(text):
        if character.isalpha():
            assert kept.count(character) == text.count(character)


@pytest.mark.timeout(120)
def test_a_file_of_megabytes_is_read() -> None:
    entry = STRUCTURED.partition("  preprint:")[0].replace("megatron-sc21:", "")
    text = "".join(f"key-{n}:{entry}" for n in range(1500))
    found, problems = read(text)
    assert len(text) > 700_000
    assert len(found.works) == 1500
    assert problems == []


def test_references_to_a_large_work_are_bounded() -> None:
    people = ", ".join(f"{{family: F{n}}}" for n in range(500))
    text = f"a: &a {{title: x, author: [{people}]}}\n" + "".join(f"k{n}: *a\n" for n in range(5000))
    found, problems = read(text)
    assert len(found.works) < 1000
    assert "too large" in problems[0].message
    assert len(problems) < 30


@pytest.mark.parametrize(
    "last", ["{literal: et al.}", "{family: others}", "et al.", "{literal: 'et al'}", "others"]
)
def test_nobody_is_called_et_al(last: str) -> None:
    text = f"a:\n  title: T\n  author:\n    - Roe, John\n    - {last}\n"
    (work,) = library.read([Source("works.yaml", text)]).value.works
    names = work.names["author"]
    assert (names.people, names.complete) == ((Person("Roe", "John"),), False)

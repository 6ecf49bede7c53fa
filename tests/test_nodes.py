"""YAML and JSON become nodes that keep what was written and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.adapters import json_nodes, yaml_nodes
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source

Tree = str | list["Tree"] | list[tuple[str, "Tree"]] | None
Parse = Callable[[Source], Outcome[Node | None]]


def tree(node: Node | None) -> Tree:
    """The node without places: a text, a list, or a list of pairs."""
    if node is None or isinstance(node, Scalar):
        return node.text if node else None
    if isinstance(node, Sequence):
        return [tree(item) for item in node.items]
    return [(name.value, tree(value)) for name, value in node.entries]


def read_yaml(text: str) -> tuple[Tree, list[Diagnostic]]:
    outcome = yaml_nodes.parse(Source("works.yaml", text))
    return tree(outcome.value), list(outcome.diagnostics)


def read_json(text: str) -> tuple[Tree, list[Diagnostic]]:
    outcome = json_nodes.parse(Source("works.json", text))
    return tree(outcome.value), list(outcome.diagnostics)


def clean(text: str, parse: Parse = yaml_nodes.parse) -> Node:
    outcome = parse(Source("file", text))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def nodes_of(node: Node) -> list[Node]:
    found: list[Node] = [node]
    for below in found:  # grows while it is walked
        if isinstance(below, Sequence):
            found += below.items
        elif isinstance(below, Mapping):
            found += (value for _, value in below.entries)
    return found


# What YAML says.


@pytest.mark.parametrize(
    "text",
    ["no", "12:30", "010", "1e3", "2024-01-14", "0x1F", "2412.20990", "Null", "1_000", "yes"],
)
def test_text_stays_the_text_that_was_written(text: str) -> None:
    node = clean(f"field: {text}\n")
    assert tree(node) == [("field", text)]


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_told_from_a_quoted_word(text: str) -> None:
    plain, quoted = (clean(f"field: {value}") for value in (text, f"'{text}'"))
    assert isinstance(plain, Mapping)
    assert isinstance(quoted, Mapping)
    nothing, something = plain.get("field"), quoted.get("field")
    assert isinstance(nothing, Scalar)
    assert isinstance(something, Scalar)
    assert nothing.is_null
    assert not something.is_null
    assert something.quoted


def test_both_of_two_equal_keys_are_kept() -> None:
    node = clean("a: 1\nb: 2\na: 3\n")
    assert tree(node) == [("a", "1"), ("b", "2"), ("a", "3")]
    assert isinstance(node, Mapping)
    first = node.get("a")
    assert isinstance(first, Scalar)
    assert first.text == "1"


@pytest.mark.parametrize("loader", ["C", "Python"])
def test_places_count_characters(loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if loader == "Python":
        monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)
    text = "é: 😀 x\n'ключ': \"日本 \\u00e9\"\nlist: [𝒜, ﬁ]\n"
    source = Source("works.yaml", text)
    outcome = yaml_nodes.parse(source)
    assert outcome.diagnostics == ()
    assert isinstance(outcome.value, Mapping)
    written = []
    for node in nodes_of(outcome.value)[1:]:
        start = source.offset(node.span.line, node.span.column)
        written.append(text[start : source.offset(node.span.end_line, node.span.end_column)])
    assert written == ["😀 x", '"日本 \\u00e9"', "[𝒜, ﬁ]", "𝒜", "ﬁ"]
    assert [str(name.span) for name, _ in outcome.value.entries] == [
        "works.yaml:1:1",
        "works.yaml:2:1",
        "works.yaml:3:1",
    ]


def test_a_line_separator_in_a_title_ends_no_line() -> None:
    node = clean("a: x\u2028y\u2029z\x85w\nb: 1\n")
    assert tree(node) == [("a", "x y z w"), ("b", "1")]
    assert isinstance(node, Mapping)
    assert node.entries[1][0].span.line == 2


def test_a_block_ends_where_its_last_value_does() -> None:
    node = clean("a:\n  b: c\n\n# remark\n\nd: e\n")
    assert isinstance(node, Mapping)
    span = node.entries[0][1].span
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 3, 2, 7)


def test_aliases_share_their_node() -> None:
    node = clean("a: &x [1, 2]\nb: *x\n")
    assert isinstance(node, Mapping)
    assert node.get("a") is node.get("b")


def test_merged_entries_yield_to_written_ones() -> None:
    text = "base: &x {a: 1, b: 2}\nmore: &y {b: 9, c: 3}\nwork:\n  <<: [*x, *y]\n  a: own\n"
    node = clean(text)
    assert isinstance(node, Mapping)
    assert tree(node.get("work")) == [("a", "own"), ("b", "2"), ("c", "3")]


def test_a_quoted_merge_sign_is_a_name() -> None:
    assert tree(clean("x: {'<<': {a: b}}")) == [("x", [("<<", [("a", "b")])])]


def test_tags_build_nothing() -> None:
    assert tree(clean("a: !!python/object/apply:os.system ['exit 1']\nb: !!int '3'\n")) == [
        ("a", ["exit 1"]),
        ("b", "3"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n", "\ufeff"])
def test_a_file_without_data_is_none(text: str) -> None:
    value, problems = read_yaml(text)
    assert value in (None, "")
    assert problems == []


def test_only_the_first_document_is_read() -> None:
    value, problems = read_yaml("a: b\n---\nc: d\n")
    assert value == [("a", "b")]
    assert [(d.code, str(d.span)) for d in problems] == [("yaml-documents", "works.yaml:2:1")]
    assert read_yaml("a: b\n---\n") == ([("a", "b")], [])
    assert read_yaml("---\n---\na: b\n") == ([("a", "b")], [])


@pytest.mark.parametrize(
    "name", ["two words", "a: b", "ключ", "日本", "tab\there", "{curly}", "#hash", "-dash", "😀"]
)
def test_any_key_can_be_written(name: str) -> None:
    assert tree(clean(f"'{name}': {{title: x}}\n")) == [(name, [("title", "x")])]


# What YAML gets wrong: (file, place, a part of the message, a part of the hint).

FAULTS = {
    "a tab": ("a:\n\tb: c\n", "2:1", "a tab is used", "spaces"),
    "a later tab": ("a:\n  b: c\n\td: e\n", "3:1", "a tab is used", "spaces"),
    "a colon": ("a:\n  title: Megatron: Training\n", "2:18", "holds a `:`", "in quotes"),
    "an unclosed quote": ('a:\n  title: "Megatron\n', "2:10", 'quote " is not closed', "closing"),
    "a quote closed by a later one": (
        "a:\n  title: 'Megatron\n  venue: SC '21\n",
        "2:10",
        "quote ' is not closed",
        "closing",
    ),
    "an apostrophe": ("a: 'it's'\n", "1:8", "follows the closing quote", "twice"),
    "text after a quote": ('a: "x" y\n', "1:8", "follows the closing quote", "whole value"),
    "a backslash": ('a: "\\gamma"\n', "1:5", "`\\g` has no meaning", "between ' quotes"),
    "a deeper line": ("a:\n  b: c\n    d: e\n", "3:6", "part of the value above", "names"),
    "a shallower line": ("a:\n  b: c\n d: e\n", "3:2", "indentation", "same column"),
    "no colon": ("a:\n  b: c\nd\ne:\n  f: g\n", "3:1", "no `:`", "name: value"),
    "an open bracket": ("a: [x, y\nb: c\n", "1:4", "`[` that begins here is not", "]"),
    "an open brace": ("a: {x: y\nb: c\n", "1:4", "`{` that begins here is not", "}"),
    "a bracket too many": ("a: [x]]\n", "1:7", "follows the closing bracket", "quotes"),
    "an at sign": ("a: @x\n", "1:4", "begins with `@`", "quotes"),
    "a star": ("a: *Best* paper\n", "1:4", "begins with `*`", "quotes"),
    "an exclamation mark": ("a: !x! y\n", "1:4", "begins with `!`", "quotes"),
    "a per cent sign": ("a: %x\n", "1:4", "begins with `%`", "quotes"),
    "a bar": ("a: |x|\n", "1:4", "text follows `|`", "quotes"),
    "a list on the line of its name": ("a: - x\n", "1:4", "a list begins", "next line"),
    "a line that is no item": ("- a\nb: c\n", "2:1", "items of one list", "- "),
    "a template": ("a: {{ b }}\n", "1:5", "itself a list or a mapping", "quotes"),
    "an unknown reference": ("a: *b\n", "1:4", "nowhere before it", "quotes"),
    "a recursive reference": ("a: &x [*x]\n", "1:8", "inside the very value", "quotes"),
    "a NUL": ("a: b\x00c\n", "1:5", "U+0000", "invisible"),
    "a control character": ("a: b\nd: \x1b[0m\n", "2:4", "U+001B", "invisible"),
}


@pytest.mark.parametrize("loader", ["C", "Python"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_at_its_place(
    name: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, place, message, hint = FAULTS[name]
    _, problems = read_yaml(text)
    if loader == "Python":
        # Its own words differ here and there; it must stop at the same faults.
        monkeypatch.setattr(yaml_nodes, "_LOADER", yaml.SafeLoader)
        assert read_yaml(text)[1]
        return
    assert [(d.code, d.severity) for d in problems] == [("yaml-syntax", Severity.ERROR)]
    assert str(problems[0].span) == f"works.yaml:{place}"
    assert message in problems[0].message
    assert hint in " ".join(problems[0].hints)


def test_an_escape_that_makes_an_invisible_character_is_told() -> None:
    _, problems = read_yaml('a: "\\beta"\n')
    assert [(d.code, str(d.span)) for d in problems] == [("yaml-escape", "works.yaml:1:4")]


def test_reading_goes_on_at_the_next_entry() -> None:
    text = (
        "a:\n  title: fine\nb:\n  title: one: two\n  url: x\nc:\n  title: fine\n"
        'd:\n  title: "open\ne:\n  title: fine\nf:\n\ttitle: tab\ng: {title: fine}\n'
    )
    outcome = yaml_nodes.parse(Source("works.yaml", text))
    problems = outcome.diagnostics
    assert isinstance(outcome.value, Mapping)
    assert [name.value for name, _ in outcome.value.entries] == ["a", "c", "e", "g"]
    assert [d.span.line for d in problems if d.span] == [4, 9, 13]


def test_reading_goes_on_at_the_next_item() -> None:
    value, problems = read_yaml("- id: a\n- id: b: c\n- id: d\n")
    assert value == [[("id", "a")], [("id", "d")]]
    assert len(problems) == 1


def test_references_before_a_fault_are_kept() -> None:
    value, _ = read_yaml("references:\n- id: a\n- id: b\n  title: x: y\n")
    assert value == [("references", [[("id", "a")]])]


def test_anchors_outlive_a_fault() -> None:
    value, problems = read_yaml("a: &x {t: 1}\nb: @\nc: *x\n")
    assert value == [("a", [("t", "1")]), ("c", [("t", "1")])]
    assert len(problems) == 1


def test_the_number_of_faults_is_bounded() -> None:
    _, problems = read_yaml("a: b: c\n" * 5000)
    assert len(problems) == 20


def test_a_binary_file_is_told_in_a_few_words() -> None:
    _, problems = read_yaml("\x00\x01\x02" * 10_000)
    assert 1 < len(problems) < 10
    assert "text file" in problems[-1].hints[0]


# What is meant to break readers.


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 100_000, "[a, " * 100_000]
)
def test_deep_nesting_is_refused_at_its_place(text: str) -> None:
    _, problems = read_yaml(text)
    assert len(problems) == 1
    assert "100 deep" in problems[0].message
    assert problems[0].span is not None
    assert problems[0].span.line == 1


def test_a_hundred_levels_are_read() -> None:
    assert read_yaml("[" * 100 + "]" * 100)[1] == []
    assert read_yaml("[" * 101 + "]" * 101)[1] != []


def test_a_billion_laughs_stay_few() -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    outcome = yaml_nodes.parse(Source("works.yaml", "\n".join(lines)))
    assert ["too large" in d.message for d in outcome.diagnostics] == [True]
    assert outcome.value is not None
    # Whoever walks the tree, references and all, comes to an end.
    assert len(nodes_of(outcome.value)) < 300_000


@pytest.mark.parametrize(
    "text",
    [
        '"' * 99_999,
        "'" * 99_999,
        'a: "\n' * 20_000,
        "\t" * 100_000,
        "&a " * 100_000,
        "!" * 100_000,
        "%" * 100_000,
        "a: [\n" * 20_000,
        "a" * 1_000_000,
        "[]: " * 50_000,
        "\\" * 100_000,
    ],
    ids=lambda text: text[:6],
)
@pytest.mark.timeout(20)
def test_nonsense_ends_soon(text: str) -> None:
    yaml_nodes.parse(Source("works.yaml", text))
    json_nodes.parse(Source("works.json", text))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text() | st.text(alphabet="ab:- \n\t\"'[]{}&*!|>%@#?,<~\\\x00\x85\u2028"))
def test_any_text_is_read_without_raising(text: str) -> None:
    source = Source("file", text)
    for parse in (yaml_nodes.parse, json_nodes.parse):
        outcome = parse(source)
        for node in nodes_of(outcome.value) if outcome.value else ():
            assert 1 <= node.span.line <= node.span.end_line
        assert all(d.message and d.span for d in outcome.diagnostics)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_what_a_dumper_writes_is_read_back(text: str) -> None:
    if any(ord(c) < 32 or c in "\x7f\x85\ufeff\u2028\u2029" or "\x80" <= c <= "\x9f" for c in text):
        return  # written as escapes, of which some are told to the author
    written = yaml.safe_dump({"field": text}, allow_unicode=True, width=10**6)
    outcome = yaml_nodes.parse(Source("file", written))
    assert outcome.diagnostics == ()
    assert tree(outcome.value) == [("field", text)]


# JSON.


def test_json_keeps_what_was_written() -> None:
    text = '{"a": [1.50, -2e3, true, null, ""], "b": {"c": "\\ud83d\\ude00 \\u00e9\\n"}, "a": {}}'
    assert tree(clean(text, json_nodes.parse)) == [
        ("a", ["1.50", "-2e3", "true", "null", ""]),
        ("b", [("c", "😀 é\n")]),
        ("a", []),
    ]


def test_json_with_tabs_and_lines_has_places() -> None:
    text = '{\n\t"ключ":\t"😀",\r\n\t"b": [1,\n2]\n}'
    node = clean(text, json_nodes.parse)
    places = [(below.span.line, below.span.column) for below in nodes_of(node)]
    assert places == [(1, 1), (2, 10), (3, 7), (3, 8), (4, 1)]


JSON_FAULTS = {
    "a trailing comma": ('["a",]', "1:5", "comma stands before `]`"),
    "a trailing comma in a mapping": ('{"a": 1,}', "1:8", "comma stands before `}`"),
    "a missing comma": ('[{"a": 1} {"b": 2}]', "1:11", "comma is missing"),
    "a missing colon": ('{"a" 1}', "1:6", "`:` is missing"),
    "apostrophes": ("{\"a\": 'x'}", "1:7", "' quotes"),
    "a name without quotes": ("{a: 1}", "1:2", '" quotes'),
    "an open quote": ('{"a": "x\n}', "1:7", "not closed"),
    "a remark": ("// x\n[]", "1:1", "no comments"),
    "a word": ("[None]", "1:2", "no value"),
    "a number with a zero": ("[01]", "1:2", "no value"),
    "more after the end": ("[] []", "1:4", "follows the end"),
    "an early end": ('{"a": {"b": 1}', "1:15", "ends before a `}`"),
    "a backslash": ('["\\q"]', "1:3", "backslash"),
    "half a character": ('["\\ud800"]', "1:2", "half a character"),
    "a NUL": ('["a\x00"]', "1:4", "U+0000"),
    "depth": ("[" * 100_000, "1:101", "100 deep"),
}


@pytest.mark.parametrize("name", JSON_FAULTS)
def test_a_fault_in_json_is_named_at_its_place(name: str) -> None:
    text, place, message = JSON_FAULTS[name]
    _, problems = read_json(text)
    assert [d.code for d in problems] == ["json-syntax"]
    assert str(problems[0].span) == f"works.json:{place}"
    assert message in problems[0].message
    assert problems[0].hints


def test_json_before_a_fault_is_kept() -> None:
    assert read_json('[{"id": "a"}, {"id": "b"} {"id": "c"}]')[0] == [[("id", "a")], [("id", "b")]]
    assert read_json('{"a": {"t": 1}, "b": {"t": ')[0] == [("a", [("t", "1")])]

"""Tables as text become rows of named cells, each at its exact place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursepack.model.diagnostic import Diagnostic
from coursepack.model.node import Mapping, Scalar, Sequence
from coursepack.model.source import Source
from coursepack.read import data_file


def read(text: str, name: str = "schedule.csv") -> tuple[list[dict[str, str]], list[Diagnostic]]:
    outcome = data_file.parse(Source(name, text))
    rows = outcome.value.items if isinstance(outcome.value, Sequence) else ()
    return [cells(row) for row in rows if isinstance(row, Mapping)], list(outcome.diagnostics)


def cells(row: Mapping) -> dict[str, str]:
    return {name.value: node.text for name, node in row.entries if isinstance(node, Scalar)}


def rows(text: str, name: str = "schedule.csv") -> list[dict[str, str]]:
    found, problems = read(text, name)
    assert problems == []
    return found


def cell(text: str, row: int, name: str) -> Scalar:
    parsed = data_file.parse(Source("schedule.csv", text)).value
    assert isinstance(parsed, Sequence)
    mapping = parsed.items[row]
    assert isinstance(mapping, Mapping)
    node = mapping.get(name)
    assert isinstance(node, Scalar)
    return node


def codes(text: str) -> list[tuple[str, str]]:
    return [(d.code, str(d.span)) for d in read(text)[1]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_parts_the_cells_is_found_out(delimiter: str) -> None:
    text = "Date,Topic,Paper\n1/14,Intro,vllm\n1/16,Caching,orca\n".replace(",", delimiter)
    assert rows(text) == [
        {"Date": "1/14", "Topic": "Intro", "Paper": "vllm"},
        {"Date": "1/16", "Topic": "Caching", "Paper": "orca"},
    ]


def test_commas_in_cells_do_not_hide_the_semicolons_between_them() -> None:
    text = "Date;Readings\n1/14;Roe, Doe, and Poe, 2020\n1/16;Poe, 2021\n"
    assert [row["Readings"] for row in rows(text)] == ["Roe, Doe, and Poe, 2020", "Poe, 2021"]


def test_tsv() -> None:
    assert rows("Date\tPaper\n1/14\ta, b\n", "schedule.tsv") == [{"Date": "1/14", "Paper": "a, b"}]


def test_a_quoted_cell_keeps_separators_quotes_and_line_breaks() -> None:
    text = 'Date,Readings\n1/14,"One, ""two""\nthree"\n1/16,four\n'
    assert [row["Readings"] for row in rows(text)] == ['One, "two"\nthree', "four"]
    first, second = cell(text, 0, "Readings").span, cell(text, 1, "Readings").span
    assert (first.line, first.column, first.end_line, first.end_column) == (2, 6, 3, 7)
    assert str(second) == "schedule.csv:4:6"


def test_every_cell_knows_its_place_without_the_space_around_it() -> None:
    node = cell("Date, Topic\n1/14,  Intro  \n", 0, "Topic")
    assert (str(node.span), node.span.end_column) == ("schedule.csv:2:8", 13)


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert rows("\ufeffDate,Paper\n1/14,vllm\n") == [{"Date": "1/14", "Paper": "vllm"}]


def test_rows_without_a_word_are_left_out() -> None:
    assert len(rows("Date,Paper\n,\n\n1/14,vllm\n , \n")) == 1


def test_words_that_yaml_knows_are_words_here() -> None:
    assert not cell("Date,Paper\n1/14,null\n", 0, "Paper").is_null
    assert cell("Date,Paper,Notes\n1/14,vllm,\n", 0, "Notes").is_null


def test_a_column_without_a_name_is_called_after_its_number() -> None:
    assert rows("Date,,Paper\n1/14,x,vllm\n")[0]["column 2"] == "x"


def test_a_title_above_the_table_is_said_not_to_be_read() -> None:
    text = "Reading list,,\nDate,Topic,Paper\n1/14,Intro,vllm\n"
    assert codes(text) == [("unread-row", "schedule.csv:1:1")]
    assert read(text)[0][0]["Topic"] == "Intro"


def test_a_row_with_more_cells_than_columns_is_reported_at_what_is_lost() -> None:
    text = "Date,Paper\n1/14,Roe, 2020\n"
    (problem,) = read(text)[1]
    assert (problem.code, str(problem.span)) == ("ragged-row", "schedule.csv:2:11")
    assert problem.message == "a row has 3 cells, its table 2 columns"


def test_a_row_with_fewer_cells_is_reported_and_read() -> None:
    text = "Date,Topic,Paper\n1/14,Intro\n"
    assert codes(text) == [("ragged-row", "schedule.csv:2:1")]
    assert read(text)[0] == [{"Date": "1/14", "Topic": "Intro"}]


def test_a_quote_that_is_never_closed_loses_no_row() -> None:
    text = 'Date,Paper\n1/14,"vllm\n1/16,orca\n'
    assert codes(text) == [("csv-syntax", "schedule.csv:2:6")]
    assert [row["Paper"] for row in read(text)[0]] == ['"vllm', "orca"]


@pytest.mark.parametrize("text", ["", "\n\n", "Date,Paper", "Date,Paper\n", ",,,\n,,\n", '"'])
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert read(text)[0] == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('"' * 10**6, set()),
        ("," * 10**6, set()),
        ("a" * 10**6, set()),
        ('a,b\n"' + 'x\n"' * 250_001, {"ragged-row", "too-large"}),
        ('a,b\n"' + "x\n" * 250_001, {"csv-syntax", "ragged-row", "too-large"}),
        ("a" + "," * 10**6, {"too-large"}),
        ("a\n" * 500_000, {"too-large"}),
    ],
    ids=["quotes", "commas", "one word", "quoted", "open quote", "cells", "lines"],
)
def test_a_megabyte_of_anything(text: str, codes: set[str]) -> None:
    assert {problem.code for problem in read(text)[1]} == codes


@given(st.text(alphabet='a,;"\n\t |', max_size=40))
def test_cells_stand_where_they_say(text: str) -> None:
    source = Source("t.csv", text)
    parsed = data_file.parse(source).value
    for row in parsed.items if isinstance(parsed, Sequence) else ():
        assert isinstance(row, Mapping)
        for _, node in row.entries:
            span = node.span
            start = source.offset(span.line, span.column)
            end = source.offset(span.end_line, span.end_column)
            written = source.text[start:end]
            assert isinstance(node, Scalar)
            assert node.text.replace('"', "").strip() == written.replace('"', "").strip()


@pytest.mark.parametrize(
    ("name", "cells", "called"),
    [
        ("Meets on", "1/14 1/16", "date"),
        ("Day", "Mon Wed", "Day"),
        ("Seen", "https://x.org/a https://x.org/b", "url"),
        ("Came out", "1978 2003", "Came out"),  # known as it is
        ("Vintage", "1978 2003", "year"),
        ("Mtg", "1 1 2 3", "session"),
        ("Score", "3 1 2", "Score"),
        ("Mood", "good bad", "Mood"),
    ],
)
def test_a_column_is_called_after_what_stands_in_it(name: str, cells: str, called: str) -> None:
    text = f"Paper,{name}\n" + "".join(f"p{n},{c}\n" for n, c in enumerate(cells.split()))
    assert [*rows(text)[0]] == ["Paper", called]

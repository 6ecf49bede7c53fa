"""How a problem is said: to a person with the line it is about, to a program as data."""

from __future__ import annotations

import json

import pytest

from coursepack.check import with_severities
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.source import Source, Span
from coursepack.report import as_json, human, in_order


class Memory:
    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def find(self, name: str) -> Source | None:
        return Source(name, self.texts[name]) if name in self.texts else None


def problem(
    line: int, start: int, end: int, severity: Severity = Severity.ERROR, source: str = "page"
) -> Diagnostic:
    return Diagnostic("code", severity, "message", Span(source, line, start, line, end))


def carets(shown: str) -> tuple[str, str]:
    """Return the line and the line of carets under it, without the gutter."""
    lines = [line.partition("| ")[2] for line in shown.splitlines() if "| " in line]
    return lines[0], lines[1]


def test_the_line_the_place_and_the_hint() -> None:
    said = Diagnostic(
        "unknown-work",
        Severity.ERROR,
        "no work has the key `b`",
        Span("page", 2, 3, 2, 4),
        labels=(Label(Span("page", 1, 1, 1, 2), "first here"),),
        hints=("did you mean `a`?",),
    )
    assert human(said, Memory(page="a\n- b\n")) == (
        "error[unknown-work]: no work has the key `b`\n"
        " --> page:2:3\n"
        "  |\n"
        "2 | - b\n"
        "  |   ^\n"
        " --> page:1:1\n"
        "  |\n"
        "1 | a\n"
        "  | ^ first here\n"
        "  = hint: did you mean `a`?"
    )


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("abc", 2, 3, " ^"),
        ("abc", 2, 9, " ^^"),
        ("abc", 4, 4, "   ^"),
        ("日本 x", 4, 5, "     ^"),
        ("日本 x", 1, 3, "^^^^"),
        ("e\u0301x", 3, 4, " ^"),
        ("\tx", 2, 3, " ^"),
    ],
)
def test_carets_stand_under_what_is_meant(line: str, start: int, end: int, expected: str) -> None:
    assert carets(human(problem(1, start, end), Memory(page=line)))[1] == expected


def test_a_long_line_is_shown_in_part() -> None:
    shown, under = carets(
        human(problem(1, 5001, 5005), Memory(page="x" * 5000 + "here" + "y" * 5000))
    )
    assert len(shown) < 130
    assert shown[under.index("^") : under.rindex("^") + 1] == "here"
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_control_characters_do_not_reach_the_terminal() -> None:
    said = Diagnostic("code", Severity.NOTE, "\x1b[2J\u202e", Span("page", 1, 1, 1, 2))
    shown = human(said, Memory(page="\x1b]0;title\x07\u202e"))
    assert not set(shown) & {"\x1b", "\x07", "\u202e"}


def test_a_place_outside_the_text_is_said_without_a_line() -> None:
    assert "-->" in human(problem(99, 1, 2), Memory(page="one line"))
    assert "-->" in human(problem(1, 1, 2, source="other"), Memory())


def test_colour_is_only_added() -> None:
    plain = human(problem(1, 1, 2), Memory(page="abc"))
    coloured = human(problem(1, 1, 2), Memory(page="abc"), colour=True)
    assert "\x1b[1;31m" in coloured
    assert len(coloured) > len(plain)


def test_each_is_said_once_in_the_order_of_the_files() -> None:
    nowhere = Diagnostic("code", Severity.NOTE, "no place")
    later, first = problem(2, 1, 2), problem(1, 5, 6, Severity.WARNING)
    other = problem(1, 1, 2, source="a")
    assert in_order([later, first, later, other, nowhere]) == (nowhere, other, first, later)


def test_programs_get_places_and_counts() -> None:
    found = json.loads(as_json([problem(2, 3, 4), problem(1, 1, 2, Severity.NOTE)]))
    assert (found["errors"], found["warnings"], found["notes"]) == (1, 0, 1)
    place = {"file": "page", "line": 2, "column": 3, "end_line": 2, "end_column": 4}
    assert found["diagnostics"][0]["place"] == place


def test_a_course_sets_how_much_a_rule_matters_but_errors_stay() -> None:
    found = [problem(1, 1, 2, severity) for severity in Severity]
    raised = list(with_severities(found, {"code": "error"}))
    assert [d.severity for d in raised] == [Severity.ERROR] * 3
    assert [d.severity for d in with_severities(found, {"code": "off"})] == [Severity.ERROR]
    assert list(with_severities(found, {"other": "off"})) == found


def test_a_source_finds_places_and_lines() -> None:
    source = Source("page", "é\n\n日本\n")
    assert source.line(3) == "日本"
    assert (source.line(0), source.line(9)) == ("", "")
    assert str(source.span(3, 5)) == "page:3:1"
    assert source.span(4, 5) == Span("page", 3, 2, 3, 3)
    assert source.offset(3, 2) == 4

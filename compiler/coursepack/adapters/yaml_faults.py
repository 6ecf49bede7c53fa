"""Say in an author's words what a YAML parser found wrong, where, and what to do about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source
from coursepack.pattern import pattern

CODE = "yaml-syntax"

_QUOTE_IT = "put the value in quotes"
_NAME_AFTER_BREAK = pattern(r"\n *(?:- +)?[\w-]+:\s")


@dataclass(frozen=True, slots=True)
class Fault:
    """What the parser said, and the offsets it gave.

    `at` is where it noticed, `since` where the thing began that it was reading; `quoted`
    holds the last quoted value before that, if any.
    """

    problem: str
    context: str
    at: int
    since: int | None = None
    quoted: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    at: int
    message: str
    hints: tuple[str, ...] = ()


def error(source: Source, at: int, message: str, *hints: str) -> Diagnostic:
    """Return the diagnostic for a fault of syntax at the offset *at*."""
    at = min(at, len(source.text))
    end = at if source.text[at : at + 1] in ("", "\n") else at + 1
    return Diagnostic(CODE, Severity.ERROR, message, source.span(at, end), (), hints)


def explain(source: Source, fault: Fault) -> Diagnostic:
    """Return *fault* as a diagnostic: the first reading of it that fits."""
    text = source.text
    found = (
        _tab(text, fault)
        or _quotes(text, fault)
        or _colon(text, fault)
        or _start_of_value(text, fault)
        or _brackets(text, fault)
        or _layout(text, fault)
        or _Finding(
            fault.at,
            "the file cannot be read as YAML from here on",
            ("a value with unusual characters needs quotes",),
        )
    )
    return error(source, found.at, found.message, *found.hints)


def _tab(text: str, fault: Fault) -> _Finding | None:
    start = text.rfind("\n", 0, fault.at) + 1
    indentation = re.compile(r"[ \t]*").match(text, start)
    tab = text.find("\t", start, indentation.end() if indentation else start)
    if tab < 0:
        return None
    return _Finding(tab, "a tab is used for indentation", ("indent with spaces only",))


def _quotes(text: str, fault: Fault) -> _Finding | None:
    since = fault.at if fault.since is None else fault.since
    if "quoted scalar" in fault.context:
        if "escape" in fault.problem or "hex" in fault.problem:
            return _escape(text, fault)
        return _unclosed(text, since)
    if fault.quoted and fault.quoted[1] <= fault.at:
        start, end = fault.quoted
        if _NAME_AFTER_BREAK.search(text, start, end):
            # The quote was closed by that of a later value.
            return _unclosed(text, start)
        if not text[end : fault.at].strip(" ") and text[fault.at : fault.at + 1] != "\n":
            quote = text[start]
            other = "'" if quote == '"' else '"'
            hint = f"put the whole value between {other} quotes, or write {quote} inside it twice"
            if quote == '"':
                hint = "put the whole value between ' quotes, or write \\\" inside it"
            return _Finding(fault.at, "text follows the closing quote", (hint,))
    return None


def _unclosed(text: str, at: int) -> _Finding:
    return _Finding(
        at, f"the quote {text[at : at + 1]} is not closed", ("write the closing quote",)
    )


def _escape(text: str, fault: Fault) -> _Finding:
    at = text.rfind("\\", 0, fault.at + 1)
    return _Finding(
        max(at, 0),
        f"`{text[at : at + 2]}` has no meaning between double quotes",
        ("put the value between ' quotes, or write each backslash twice",),
    )


def _colon(text: str, fault: Fault) -> _Finding | None:
    if "mapping values are not allowed" in fault.problem:
        line = text[text.rfind("\n", 0, fault.at) + 1 : fault.at]
        if re.search(r":\s", line) or line.lstrip().startswith("- "):
            return _Finding(fault.at, "a value without quotes holds a `:`", (_QUOTE_IT,))
        return _Finding(
            fault.at,
            "this line reads as a part of the value above it, yet it has a `:`",
            ("begin it below the names it belongs to, or put the value above in quotes",),
        )
    if "could not find expected ':'" in fault.problem:
        return _Finding(
            fault.at if fault.since is None else fault.since,
            "this line has no `:` after a name",
            ("write `name: value`, or indent the line where it continues the value above",),
        )
    return None


def _start_of_value(text: str, fault: Fault) -> _Finding | None:
    since = fault.at if fault.since is None else fault.since
    words = f"{fault.context} {fault.problem}"
    if "cannot start any token" in words or re.search(r"(an alias|an anchor|a tag)\b", words):
        character = text[since : since + 1]
        return _Finding(since, f"a value without quotes begins with `{character}`", (_QUOTE_IT,))
    if "block scalar" in words:
        return _Finding(since, f"text follows `{text[since : since + 1]}`", (_QUOTE_IT,))
    if "directive" in words:
        return _Finding(since, "a line begins with `%`", ("put it in quotes, or remove it",))
    if "entries are not allowed" in fault.problem:
        return _Finding(
            fault.at,
            "a list begins on the line of its name",
            ("begin it on the next line, or put the value in quotes if `-` belongs to it",),
        )
    return None


def _brackets(text: str, fault: Fault) -> _Finding | None:
    if "flow" not in fault.context:
        return None
    since = fault.at if fault.since is None else fault.since
    bracket = text[since : since + 1]
    closing = {"[": "]", "{": "}"}.get(bracket)
    if closing is None:
        return None
    return _Finding(
        since,
        f"the `{bracket}` that begins here is not closed where it should be",
        (f"write the `{closing}`; a value with commas, brackets or colons needs quotes",),
    )


def _layout(text: str, fault: Fault) -> _Finding | None:
    line = text[text.rfind("\n", 0, fault.at) + 1 : fault.at]
    if "document start" in fault.problem:
        return _Finding(fault.at, "text follows the end of the value", (_QUOTE_IT,))
    if "block" not in fault.context:
        return None
    if line.rstrip(" ").endswith(("]", "}")):
        return _Finding(fault.at, "text follows the closing bracket", (_QUOTE_IT,))
    if line.strip():
        return _Finding(fault.at, "this cannot follow what stands before it", (_QUOTE_IT,))
    if "'-'" in fault.problem or text.startswith("- ", fault.at):
        return _Finding(
            fault.at,
            "this line and those above it are not items of one list",
            ("let every item begin with `- `, all in the same column",),
        )
    return _Finding(
        fault.at,
        "the indentation of this line fits no line above it",
        ("let names that belong together begin in the same column",),
    )

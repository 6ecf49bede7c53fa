"""Say a diagnostic to a person: what, where, the line itself, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Sources, Span

# A longer line is shown in part, around the place that is meant.
WIDEST = 110
BEFORE = 40

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def human(diagnostic: Diagnostic, sources: Sources, colour: bool = False) -> str:
    """Return *diagnostic* as lines of text, with the lines of *sources* it is about."""

    def paint(code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    strength = _COLOURS[diagnostic.severity]
    head = paint(strength, f"{diagnostic.severity.value}[{diagnostic.code}]")
    places = [(diagnostic.span, "")] if diagnostic.span else []
    places += [(label.span, label.text) for label in diagnostic.labels]
    gutter = " " * max((len(str(span.line)) for span, _ in places), default=1)
    lines = [f"{head}{paint('1', ': ' + _visible(diagnostic.message))}"]
    for span, text in places:
        lines.append(f"{gutter}{paint('34', '-->')} {_visible(str(span))}")
        for number, shown in _snippet(span, text, sources):
            bar = paint("34", f"{number:>{len(gutter)}} |")
            lines.append(f"{bar} {shown if number else paint(strength, shown)}".rstrip())
    lines += [f"{gutter} {paint('34', '=')} hint: {_visible(h)}" for h in diagnostic.hints if h]
    return "\n".join(lines)


def _snippet(span: Span, text: str, sources: Sources) -> Iterator[tuple[str, str]]:
    """Yield the number and words of the lines to show, "" for the line of carets."""
    source = sources.find(span.source)
    line = source.line(span.line) if source else ""
    if not line.strip():
        return
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(min(end, len(line)), start + 1)
    first, last = 0, len(line)
    if len(line) > WIDEST:
        first = max(0, min(start - BEFORE, len(line) - WIDEST))
        last = first + WIDEST
    shown = _visible(line[first:last])
    left, right = "…" if first else "", "…" if last < len(line) else ""
    indent = _width(left + shown[: start - first])
    carets = max(_width(shown[start - first : min(end, last) - first]), 1)
    yield "", ""
    yield str(span.line), f"{left}{shown}{right}"
    yield "", f"{' ' * indent}{'^' * carets} {text}".rstrip()


def _visible(text: str) -> str:
    """Return *text* with each control character as a visible one: it may drive a terminal."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char == "\t":
        return " "
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cf") else char


def _width(text: str) -> int:
    """Return how many columns *text* takes on a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )

"""Say diagnostics as commands of a GitHub workflow, which shows them beside the lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursepack.model.diagnostic import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_github(diagnostics: Sequence[Diagnostic], folder: str = "") -> str:
    """Return a line a diagnostic; *folder* is where the course lies in its repository."""
    return "\n".join(_line(diagnostic, folder) for diagnostic in diagnostics)


def _line(diagnostic: Diagnostic, folder: str) -> str:
    fields = ",".join(f"{name}={_field(value)}" for name, value in _fields(diagnostic, folder))
    words = "\n".join((diagnostic.message, *(hint for hint in diagnostic.hints if hint)))
    return f"::{_COMMANDS[diagnostic.severity]} {fields}::{_words(words)}"


def _fields(diagnostic: Diagnostic, folder: str) -> Iterator[tuple[str, str]]:
    yield "title", diagnostic.code
    if span := diagnostic.span:
        yield "file", f"{folder}/{span.source}".lstrip("/")
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:
            # GitHub counts from one and to the last character, both included.
            yield "col", str(span.column)
            yield "endColumn", str(max(span.end_column - 1, span.column))


def _words(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(text: str) -> str:
    return _words(text).replace(":", "%3A").replace(",", "%2C")

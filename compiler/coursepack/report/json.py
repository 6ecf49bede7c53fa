"""Say diagnostics to a program, as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Span


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return an object with `diagnostics` in order and the count of each severity.

    Lines and columns count characters from one; the end is exclusive.
    """
    counts = {s.value + "s": sum(d.severity is s for d in diagnostics) for s in Severity}
    found = {"diagnostics": [_diagnostic(d) for d in diagnostics], **counts}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "place": _place(diagnostic.span),
        "labels": [{"place": _place(at.span), "text": at.text} for at in diagnostic.labels],
        "hints": [hint for hint in diagnostic.hints if hint],
    }


def _place(span: Span | None) -> dict[str, str | int] | None:
    if span is None:
        return None
    return {
        "file": span.source,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }

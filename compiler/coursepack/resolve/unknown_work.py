"""A reading names a work that no file defines."""

from __future__ import annotations

from coursepack.adapters.nearest import nearest
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Span
from coursepack.model.work import Library


def unknown_work(key: str, span: Span | None, library: Library) -> Diagnostic:
    """Say that no work has the *key* named at *span*, and which keys come near."""
    close = [f"`{match}`" for match in nearest(key, library.keys())]
    hint = f"did you mean {' or '.join(close)}?" if close else "add it to a works file"
    return Diagnostic(
        "unknown-work",
        Severity.ERROR,
        f"no work has the key `{key}`",
        span,
        hints=(hint,),
    )

"""A reading is written by hand though a works file describes its work."""

from __future__ import annotations

from coursepack.identity import Match
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.document import plain_text
from coursepack.model.source import Span
from coursepack.model.work import Work

_SHOWN = 60


def listed_work(described: Work, span: Span, match: Match) -> Diagnostic:
    """Say that the reading at *span*, which the page *described*, is an entry that exists."""
    key = match.work.key.value
    title, listed = _title(described), _title(match.work)
    reading = f"the reading “{title}” is" if title else "a reading is"
    calls = f"; there the title is “{listed}”" if listed and listed != title else ""
    return Diagnostic(
        "listed-work",
        Severity.WARNING,
        f"{reading} written by hand, and `{key}` describes it: {match.because}",
        span,
        (Label(match.work.key.span, f"described here{calls}"),),
        (f"name it by its key, `{key}`, so that it is written once; the entry is what is printed",),
    )


def _title(work: Work) -> str:
    text = " ".join(plain_text(work.title.value).split()) if work.title else ""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"

"""Put diagnostics in the order in which an author works through them."""

from __future__ import annotations

from collections.abc import Iterable

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Span

_FIRST = Span("", 0, 0, 0, 0)
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return each of *diagnostics* once, by place; those of no place come first."""
    once = dict.fromkeys(diagnostics)
    return tuple(
        sorted(once, key=lambda d: (d.span or _FIRST, _WEIGHT[d.severity], d.code, d.message))
    )

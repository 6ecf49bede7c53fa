"""Let a course decide how much a rule matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from coursepack.model.diagnostic import Diagnostic, Severity


def with_severities(
    diagnostics: Iterable[Diagnostic], rules: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Return *diagnostics* as the course's *rules* set them: a severity by code, or "off".

    An error stays an error: what it stops cannot be printed rightly.
    """
    for diagnostic in diagnostics:
        wish = rules.get(diagnostic.code)
        if wish is None or diagnostic.severity is Severity.ERROR:
            yield diagnostic
        elif wish != "off":
            yield replace(diagnostic, severity=Severity(wish))

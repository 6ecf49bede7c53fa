"""Two spaces stand between two words of a title or a name, and print as one or as two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule, texts
from coursepack.model.diagnostic import Diagnostic, Fix, Severity
from coursepack.model.source import Span
from coursepack.model.work import Work

_SPACES = re.compile(r"(?<=[^\s\"'-])[ \t\u00a0]{2,}(?=[^\s\"'])")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report each run of spaces within a title, a name or a venue; one is enough."""
    for work in catalogue.library.works:
        for what, span in _texts(work):
            written = catalogue.written(span)
            if "\n" in written:
                continue  # a folded text may be indented
            for match in _SPACES.finditer(written):
                place = catalogue.part(span, *match.span())
                yield Diagnostic(
                    RULE.code,
                    Severity.WARNING,
                    f"{len(match[0])} spaces stand in a row in the {what} of `{work.key.value}`",
                    place,
                    hints=("leave one",),
                    fix=Fix(place, " "),
                )


def _texts(work: Work) -> Iterator[tuple[str, Span]]:
    yield from texts(work)
    if venue := work.fields.get("container-title"):
        yield "venue", venue.span


RULE = WorksRule("double-space", check)

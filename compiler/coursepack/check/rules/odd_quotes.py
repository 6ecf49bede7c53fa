"""A title has straight quotes or a typographic dash that its paper may not have."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report a straight quote that opens and never closes in a title."""
    for work in catalogue.library.works:
        title = plain_text(work.title.value) if work.title else ""
        marks = title.count('"') - title.count('\\"')  # TeX has one for a letter's dots
        if work.title and marks % 2:
            yield Diagnostic(
                RULE.code,
                Severity.NOTE,
                f"the title of `{work.key.value}` has a quotation mark without its other half",
                work.title.span,
                hints=("write both, or neither",),
            )


RULE = WorksRule("odd-quotes", check)

"""An author list was cut short in the data, so that no style can print the rest."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report name lists that end in "et al." or "and others"."""
    for work in catalogue.library.works:
        for role, names in work.names.items():
            if not names.complete:
                yield Diagnostic(
                    RULE.code,
                    Severity.WARNING,
                    f"the {role}s of `{work.key.value}` end in “et al.”",
                    names.span,
                    hints=("write out every name: the style shortens where it should",),
                )


RULE = WorksRule("truncated-authors", check)

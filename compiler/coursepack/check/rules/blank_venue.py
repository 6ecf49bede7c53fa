"""The field that says where a work appeared has nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity

_VENUES = ("container-title", "venue")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report an empty `booktitle`, `journal` or `venue`, unless another of them says it."""
    for work in catalogue.library.works:
        blank = next((work.blank[name] for name in _VENUES if name in work.blank), None)
        if blank and not work.text("container-title") and not work.text("publisher"):
            yield Diagnostic(
                RULE.code,
                Severity.WARNING,
                f"the `{blank.value}` of `{work.key.value}` is empty",
                blank.span,
                hints=("write where it appeared, or remove the field",),
            )


RULE = WorksRule("blank-venue", check)

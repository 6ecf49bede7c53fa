"""A space is lost behind a hyphen that stands for a word: "inter-and intra-node"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Fix, Severity

_LOST = re.compile(r"\b\w{2,}-(?=(?:and|or|to)\s+\w+-)")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report "x-and y-z" in titles; "rank-and-file" has no word with a hyphen behind it."""
    for work in catalogue.library.works:
        if work.title is None:
            continue
        written = catalogue.written(work.title.span)
        for match in _LOST.finditer(written):
            place = catalogue.part(work.title.span, match.start(), match.end())
            yield Diagnostic(
                RULE.code,
                Severity.WARNING,
                f"the title of `{work.key.value}` has lost a space behind “{match[0]}”",
                place,
                hints=(f"write `{match[0]} `",),
                fix=Fix(place, f"{match[0]} "),
            )


RULE = WorksRule("lost-space", check)

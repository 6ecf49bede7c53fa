"""A work has no year, which most styles print as "n.d."; a volume may have been taken for one."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity

# What has no date of its own.
_UNDATED = frozenset(("webpage", "software", "dataset", "entry", "entry-encyclopedia", "classic"))


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report works without `issued`: "JMLR 23" is a volume."""
    for work in catalogue.library.works:
        if work.kind in _UNDATED or work.dates.get("issued") or work.text("status"):
            continue
        volume = work.fields.get("volume")
        hint = "add `issued:` with its year"
        if volume and volume.value.isdigit():
            hint = f"`{volume.value}` is read as a volume: {hint}"
        yield Diagnostic(
            RULE.code,
            Severity.WARNING,
            f"`{work.key.value}` has no year",
            volume.span if volume else work.key.span,
            hints=(hint,),
        )


RULE = WorksRule("missing-year", check)

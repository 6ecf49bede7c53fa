"""A work names nobody: no author, no editor, no one who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report works without any name; pages of a site may go without."""
    for work in catalogue.library.works:
        if work.kind in ("webpage", "post", "post-weblog", "legislation", "software", "dataset"):
            continue
        if not any(names.people for names in work.names.values()):
            empty = work.names.get("author") or work.blank.get("author")
            yield Diagnostic(
                RULE.code,
                Severity.WARNING,
                f"`{work.key.value}` has no author",
                empty.span if empty else work.key.span,
                hints=("add `author:`, or `editor:` where that is who answers for it",),
            )


RULE = WorksRule("missing-author", check)

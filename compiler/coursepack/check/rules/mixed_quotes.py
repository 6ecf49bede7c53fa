"""Titles of one file quote with straight signs, and others with curly ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text
from coursepack.model.work import Work
from coursepack.pattern import pattern

_STRAIGHT = pattern(r'"[^"]+"|(?<!\w)\'[^\']+\'(?!\w)')
_CURLY = pattern(r"[“„«][^”“»]+[”“»]|(?<!\w)‘[^’]+’")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report titles with straight quotation marks in a file that has as many curly ones."""
    straight: dict[str, list[Work]] = defaultdict(list)
    curly: dict[str, list[str]] = defaultdict(list)
    for work in catalogue.library.works:
        title = plain_text(work.title.value) if work.title else ""
        if quoted := _CURLY.search(title):
            curly[work.key.span.source].append(quoted[0])
        elif _STRAIGHT.search(title):
            straight[work.key.span.source].append(work)
    for source, works in straight.items():
        for work in works if len(curly[source]) >= len(works) else ():
            assert work.title
            opened, closed = curly[source][0][0], curly[source][0][-1]
            yield Diagnostic(
                RULE.code,
                Severity.NOTE,
                f"the title of `{work.key.value}` has straight quotation marks, others curly ones",
                work.title.span,
                hints=(f"write {opened} and {closed} as there, so that the list looks alike",),
            )


RULE = WorksRule("mixed-quotes", check)

"""Two entries under different keys are one paper, so that what is mended in one stays wrong."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.identity import Match, of_work
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.work import Work


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report each entry that is the paper of an earlier one, unless a version says so."""
    for group in catalogue.papers.groups():
        for match in group.others:
            if not _is_version(match.work, match.like):
                yield _same_work(match)


def _is_version(one: Work, other: Work) -> bool:
    """Say whether the one entry tells of the other as its published version or its preprint."""
    return _tells_of(one, other) or _tells_of(other, one)


def _tells_of(one: Work, other: Work) -> bool:
    own = of_work(other)
    return any(own & of_work(version) for version in one.versions.values())


def _same_work(match: Match) -> Diagnostic:
    later, earlier = match.work.key, match.like.key
    perhaps = "are" if match.identifier else "are probably"
    return Diagnostic(
        RULE.code,
        Severity.WARNING,
        f"`{later.value}` and `{earlier.value}` {perhaps} one paper: {match.because}",
        later.span,
        labels=(Label(earlier.span, "the other entry"),),
        hints=("keep one; where the other is its preprint, write that below it as `preprint:`",),
    )


RULE = WorksRule("same-work", check)

"""Nothing says where to find a work: no address and no identifier, where all others have one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.work import Work

_FINDING = ("URL", "DOI", "arxiv", "ISBN", "ISSN", "PMID", "PMCID", "archive_location", "number")
# What stands in a library, or is handed out.
_ON_PAPER = frozenset(
    ("book", "chapter", "legal_case", "legislation", "manuscript", "personal_communication")
)
LEAST = 5
# What is older is found by its title, in a library.
FIRST_YEAR = 1995


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report works that cannot be found in a file of five or more, four in five of which can."""
    files: dict[str, list[Work]] = defaultdict(list)
    for work in catalogue.library.works:
        if work.kind not in _ON_PAPER and (_is_found(work) or not _is_old(work)):
            files[work.key.span.source].append(work)
    for works in files.values():
        lost = [work for work in works if not _is_found(work)]
        if len(works) < LEAST or len(lost) * 5 > len(works):
            continue
        for work in lost:
            yield Diagnostic(
                RULE.code,
                Severity.WARNING,
                f"`{work.key.value}` has no address and no identifier",
                work.key.span,
                hints=("add `url:` or `doi:`, as the other works of the file have",),
            )


def _is_old(work: Work) -> bool:
    issued = work.dates.get("issued")
    return issued is not None and issued.value.year < FIRST_YEAR


def _is_found(work: Work) -> bool:
    return any(work.text(name) for name in _FINDING) or any(map(_is_found, work.versions.values()))


RULE = WorksRule("no-address", check)

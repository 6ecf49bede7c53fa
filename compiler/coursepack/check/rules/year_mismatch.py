"""The year of a work contradicts what its key or its arXiv id says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.identity import identifiers
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.work import Work

# A key is often older than its paper: a preprint of the year before.
LEAST_YEARS = 2
_IN_KEY = re.compile(r"(?<!\d)(?:(19|20)(\d\d)|(\d\d))[a-z]?$")
_ARXIV = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report a year that is not the one in the key, or before the work was on arXiv.

    A preprint is as a rule earlier than what comes of it; the other way round one is wrong.
    """
    for work in catalogue.library.works:
        issued = work.dates.get("issued")
        if issued is None:
            continue
        year = issued.value.year
        told = _of_key(work.key.value, year)
        if told is not None and abs(told - year) >= LEAST_YEARS:
            message = f"`{work.key.value}` is dated {year}, and its key says {told}"
            hint = "mend the year, or the key where that is wrong (and the pages that name it)"
            yield Diagnostic(RULE.code, Severity.WARNING, message, issued.span, hints=(hint,))
        posted = _posted(work)
        if posted and posted > year:
            message = f"`{work.key.value}` is dated {year}, and is on arXiv since {posted}"
            hint = "one of the two is another paper's, or the year is wrong"
            # Proceedings of late in a year are often posted early in the next.
            softer = Severity.NOTE if posted - year < LEAST_YEARS else Severity.WARNING
            yield Diagnostic(RULE.code, softer, message, issued.span, hints=(hint,))


def _of_key(key: str, year: int) -> int | None:
    """Return the year that *key* ends in; two digits may be a number of anything else."""
    found = _IN_KEY.search(key)
    if found is None:
        return None
    if found[1]:
        return int(found[1] + found[2])
    told = int(found[3]) + year - year % 100
    return told if abs(told - year) <= 5 else None


def _posted(work: Work) -> int | None:
    ident = identifiers.arxiv(work.text("arxiv")) or identifiers.arxiv(work.text("URL"))
    found = _ARXIV.match(ident or "")
    return 2000 + int(found[1]) if found else None


RULE = WorksRule("year-mismatch", check)

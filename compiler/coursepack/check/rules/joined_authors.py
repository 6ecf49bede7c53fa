"""The last two authors are joined by a comma alone, where all other lists have an "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Fix, Severity
from coursepack.model.source import Span
from coursepack.model.work import Names, Person, Work

_AND = re.compile(r",?\s+(?:and|&)\s+", re.IGNORECASE)
_LAST = re.compile(r",\s+(?=[^,;]+$)")
LEAST = 4


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report lists of three authors and more that end in a comma, where few of their file do."""
    lists: dict[str, list[tuple[Work, Names, str]]] = {}
    for work in catalogue.library.works:
        names = work.names.get("author")
        if names and len(names.people) > 2 and names.complete and all(map(_is_plain, names.people)):
            written = catalogue.written(names.span)
            if written.count(",") >= len(names.people) - 2 and ";" not in written:
                lists.setdefault(names.span.source, []).append((work, names, written))
    for found in lists.values():
        odd = [each for each in found if not _AND.search(each[2]) and "\n" not in each[2]]
        if len(found) < LEAST or len(odd) * 4 > len(found):
            continue
        for work, names, written in odd:
            bare = written.rstrip("\"' ")
            last = _LAST.search(bare)
            if last is None or bare.count(",") != len(names.people) - 1:
                continue
            place: Span = catalogue.part(names.span, *last.span())
            yield Diagnostic(
                RULE.code,
                Severity.WARNING,
                f"the last two authors of `{work.key.value}` are joined by a comma alone",
                place,
                hints=("write `, and `, as the others do",),
                fix=Fix(place, ", and "),
            )


def _is_plain(name: object) -> bool:
    return isinstance(name, Person) and bool(name.given)


RULE = WorksRule("joined-authors", check)

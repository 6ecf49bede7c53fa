"""One venue is spelt in several ways, and prints so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Fix, Severity
from coursepack.model.source import Span
from coursepack.model.work import Work

_NAME = re.compile(r"[\"'{]?([^\W\d_][^\d\"'(\[]*[^\W\d_.])")
LEAST = 2


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report the rarer spellings of a name that differ in capitals or full stops alone."""
    found: dict[str, dict[str, list[tuple[Work, Span]]]] = defaultdict(lambda: defaultdict(list))
    for work in catalogue.library.works:
        for name in ("container-title", "publisher"):
            venue = work.fields.get(name)
            told = _NAME.match(catalogue.written(venue.span)) if venue else None
            if venue and told:
                place = catalogue.part(venue.span, *told.span(1))
                plain = re.sub(r"[\W_]+", "", told[1]).casefold()
                found[plain][told[1]].append((work, place))
                break
    for spellings in found.values():
        if len(spellings) < 2:
            continue
        usual = max(spellings, key=lambda name: len(spellings[name]))
        others = sum(len(v) for name, v in spellings.items() if name != usual)
        if len(spellings[usual]) < max(LEAST, others):
            continue
        for name, entries in spellings.items():
            for work, place in entries if name != usual else ():
                yield Diagnostic(
                    RULE.code,
                    Severity.WARNING,
                    f"the venue of `{work.key.value}` is spelt “{name}”, and elsewhere “{usual}”",
                    place,
                    hints=(f"write `{usual}`",),
                    fix=Fix(place, usual),
                )


RULE = WorksRule("venue-spelling", check)

"""An author's name is all in capitals, as some exports have it, and prints so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.work import Person

LEAST = 4
_VOWEL = re.compile(r"[AEIOUYÀ-Ý]")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report families of at least four letters, vowels among them, without a small one."""
    for work in catalogue.library.works:
        for role, names in work.names.items():
            shouted = [p.family for p in names.people if isinstance(p, Person) and _shouts(p)]
            if shouted:
                yield Diagnostic(
                    RULE.code,
                    Severity.WARNING,
                    f"the {role} {shouted[0]} of `{work.key.value}` is all in capitals",
                    names.span,
                    hints=("write the name as its owner does: no rule knows `McAfee`",),
                )


def _shouts(person: Person) -> bool:
    family = person.family
    return (
        len(family) >= LEAST
        and family == family.upper() != family.lower()
        and _VOWEL.search(family) is not None
        # Whose given name is not in capitals writes the family so on purpose, as the French do.
        and person.given == person.given.upper()
        and len(person.given.strip(". ")) > 1
    )


RULE = WorksRule("shouted-name", check)

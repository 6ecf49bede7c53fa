"""One person stands under two forms of a name, so that lists by author show two people."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.source import Span
from coursepack.model.work import Person

_MOST = 20


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report a family whose given names go on from one form to another: "Vijay A.", "Vijay Anand".

    A lone initial says too little: many share it.
    """
    found: dict[str, dict[str, Span]] = defaultdict(dict)
    for work in catalogue.library.works:
        for names in work.names.values():
            for person in names.people:
                if isinstance(person, Person) and person.given:
                    found[_plain(person.family)].setdefault(
                        f"{person.given} {person.family}", names.span
                    )
    told = 0
    for forms in found.values():
        for longer, shorter in _pairs(list(forms)):
            told += 1
            if told > _MOST:
                return
            yield Diagnostic(
                RULE.code,
                Severity.NOTE,
                f"“{shorter}” and “{longer}” may be one person",
                forms[shorter],
                labels=(Label(forms[longer], "the other form"),),
                hints=("write the name in one way",),
            )


def _pairs(forms: list[str]) -> Iterator[tuple[str, str]]:
    given = [_plain(name).replace(".", " ").split()[:-1] for name in forms]
    for one, other in combinations(range(len(forms)), 2):
        if _goes_on(given[one], given[other]):
            yield forms[one], forms[other]
        elif _goes_on(given[other], given[one]):
            yield forms[other], forms[one]


def _goes_on(full: list[str], cut: list[str]) -> bool:
    """Say whether the given names *cut* are those in *full*, cut short."""
    if len(cut) > len(full) or not cut or full[0] != cut[0] or len(cut[0]) < 2 or full == cut:
        return False
    return all(word.startswith(part) for word, part in zip(full, cut, strict=False))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))


RULE = WorksRule("person-twice", check)

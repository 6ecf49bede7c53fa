"""A title has lost its capitals, as some exports do, and prints so in every style."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text

LEAST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report titles of some words that begin small and have no capital, or have nothing else.

    Scripts without capitals have none to lose.
    """
    for work in catalogue.library.works:
        title = plain_text(work.title.value) if work.title else ""
        words = _WORD.findall(title)
        cased = [word for word in words if word.lower() != word.upper()]
        if work.title is None or len(cased) < LEAST_WORDS:
            continue
        first = next(letter for letter in title if letter.lower() != letter.upper())
        if first.islower() and all(word == word.lower() for word in cased):
            what, hint = "no capitals", "write it as its paper does; the style lowers what it must"
        elif all(word == word.upper() for word in cased):
            what, hint = "nothing but capitals", "write it as its paper does"
        else:
            continue
        message = f"the title of `{work.key.value}` has {what}"
        yield Diagnostic(RULE.code, Severity.WARNING, message, work.title.span, hints=(hint,))


RULE = WorksRule("lost-capitals", check)

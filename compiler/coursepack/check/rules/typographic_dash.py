"""A dash stands in a title where its paper has a hyphen: “pre–training”."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text
from coursepack.pattern import pattern

# A dash joins what is equal (cost–benefit, 1914–1918, Bose–Einstein); these only have a hyphen.
_BEFORE = (
    "anti|co|cross|fine|high|inter|intra|large|long|low|meta|micro|multi|non|one|open|peer|post|pre"
    "|real|re|self|semi|short|single|small|sub|super|two|un|well|zero|few"
)
_BEHIND = (
    "aware|based|centric|driven|efficient|free|friendly|grained|like|level|order|oriented|powered"
    "|preserving|scale|shot|specific|style|time|tuned|tuning|wide"
)
_DASHED = pattern(
    rf"(?i)\b(?:(?:{_BEFORE})[–—]\w+|\w+[–—](?:{_BEHIND})|\w+[–—]\w{{1,3}}(?:[–—]\w+)+)\b"
)


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report words of a title that are joined by a dash and elsewhere always by a hyphen."""
    for work in catalogue.library.works:
        found = _DASHED.search(plain_text(work.title.value)) if work.title else None
        if work.title and found:
            hyphenated = found[0].replace("–", "-").replace("—", "-")
            yield Diagnostic(
                RULE.code,
                Severity.NOTE,
                f"the title of `{work.key.value}` has “{found[0]}” with a dash",
                work.title.span,
                hints=(f"write `{hyphenated}` with a hyphen, if its paper does",),
            )


RULE = WorksRule("typographic-dash", check)

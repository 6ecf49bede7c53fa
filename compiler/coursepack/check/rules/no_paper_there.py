"""An address leads to a search or a programme, where the paper has yet to be found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Severity

_ELSEWHERE = re.compile(
    r"https?://(?:www\.)?(?:scholar\.google\.[a-z.]+/|google\.[a-z.]+/search|bing\.com/search"
    r"|duckduckgo\.com/\?|semanticscholar\.org/search|dblp\.(?:org|uni-trier\.de)/search"
    r"|[^?#]*/(?:technical-sessions|program(?:me)?|accepted-papers|call-for-papers)(?:\.html?)?/?(?:[?#]|$)"
    r"|arxiv\.org/(?:list|find)/)",
    re.IGNORECASE,
)


def check(course: Course) -> Iterator[Diagnostic]:
    """Report addresses of searches, of whole programmes and of listings."""
    for work in course.works:
        url = work.fields.get("URL")
        if url and _ELSEWHERE.match(url.value):
            yield Diagnostic(
                RULE.code,
                Severity.NOTE,
                f"the address of `{work.key.value}` leads to a list, not to the paper",
                url.span,
                hints=("write the paper's own address, or its DOI",),
            )


RULE = Rule("no-paper-there", check)

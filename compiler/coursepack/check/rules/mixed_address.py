"""One host is written in several ways, so that the same paper may look like two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Fix, Severity
from coursepack.model.source import Spanned
from coursepack.model.work import Work

# Forms of one address, by host: what each begins with, and how it is written in another form.
_ARXIV = re.compile(r"https?://(?:www\.)?arxiv\.org/(abs|pdf)/(.+?)(?:\.pdf)?$", re.IGNORECASE)
_DOI = re.compile(r"https?://(dx\.doi\.org|doi\.org|www\.doi\.org)/(.+)$", re.IGNORECASE)
LEAST = 3


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report the addresses whose form is not that of most of their host, where most have one."""
    for host, pattern in (("arXiv", _ARXIV), ("doi.org", _DOI)):
        forms: dict[str, list[tuple[Work, Spanned[str], str]]] = defaultdict(list)
        for work in catalogue.library.works:
            url = work.fields.get("URL")
            if url and (found := pattern.match(url.value)):
                forms[found[1].lower()].append((work, url, found[2]))
        if len(forms) < 2:
            continue
        usual = max(forms, key=lambda form: len(forms[form]))
        others = sum(len(entries) for form, entries in forms.items() if form != usual)
        if len(forms[usual]) < max(LEAST, 2 * others):
            continue
        for form, entries in forms.items():
            for work, url, rest in entries if form != usual else ():
                meant = _written(host, usual, rest)
                written = catalogue.written(url.span)
                at = written.find(url.value)
                place = catalogue.part(url.span, at, at + len(url.value)) if at >= 0 else url.span
                yield Diagnostic(
                    RULE.code,
                    Severity.NOTE,
                    f"the address of `{work.key.value}` has another form than most of {host} here",
                    place,
                    hints=(f"write `{meant}`",),
                    fix=Fix(place, meant) if at >= 0 else None,
                )


def _written(host: str, form: str, rest: str) -> str:
    if host == "arXiv":
        return f"https://arxiv.org/{form}/{rest}"
    return f"https://{form}/{rest}"


RULE = WorksRule("mixed-address", check)

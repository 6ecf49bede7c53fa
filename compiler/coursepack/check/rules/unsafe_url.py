"""A work's address would run or open something on the reader's machine."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.web_address import Fault


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report addresses whose scheme is none of http, https and mailto."""
    for work in catalogue.library.works:
        url = work.fields.get("URL")
        if url and web_address.fault(url.value) is Fault.UNSAFE:
            yield Diagnostic(
                RULE.code,
                Severity.ERROR,
                f"the address of `{work.key.value}` is neither http, https nor mailto",
                url.span,
                hints=("give the address of the work's own page",),
            )


RULE = WorksRule("unsafe-url", check)

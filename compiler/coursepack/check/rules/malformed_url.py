"""A work's address is not one that a browser could open as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.web_address import Fault


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report addresses with spaces, without a host, or without `https://`."""
    for work in catalogue.library.works:
        url = work.fields.get("URL")
        if url is None or not url.value.strip():
            continue
        if web_address.fault(url.value) not in (Fault.MALFORMED, Fault.RELATIVE):
            continue
        mended = web_address.encoded(url.value)
        hint = f"write `{mended}`" if mended else "write the whole address, `https://` and all"
        yield Diagnostic(
            RULE.code,
            Severity.WARNING,
            f"the address of `{work.key.value}` is malformed",
            url.span,
            hints=(hint,),
        )


RULE = WorksRule("malformed-url", check)

"""Fit a work for a citation style, which knows CSL's variables and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

from coursepack.model import web_address
from coursepack.model.source import Spanned
from coursepack.model.web_address import Fault
from coursepack.model.work import Work
from coursepack.pattern import pattern

_DOI_ADDRESS = pattern(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def prepared(work: Work) -> Work:
    """Return *work* as both engines shall see it."""
    fields = {name: _one_line(text) for name, text in work.fields.items() if text.value.strip()}
    arxiv = fields.pop("arxiv", None)
    if doi := fields.get("DOI"):
        fields["DOI"] = Spanned(_DOI_ADDRESS.sub("", doi.value, count=1), doi.span)
    if url := fields.get("URL"):
        if web_address.fault(url.value) in (Fault.UNSAFE, Fault.RELATIVE):
            del fields["URL"]
        else:
            fields["URL"] = Spanned(web_address.encoded(url.value) or url.value, url.span)
    elif arxiv:
        fields["URL"] = Spanned(f"https://arxiv.org/abs/{arxiv.value}", arxiv.span)
    if arxiv and work.kind == "article":
        # Reference managers write a preprint so, and the styles are made for what they write:
        # the server as its publisher, not as a journal that it would appear in.
        fields.setdefault("number", Spanned(f"arXiv:{arxiv.value}", arxiv.span))
        fields.setdefault("publisher", Spanned("arXiv", arxiv.span))
        if (journal := fields.get("container-title")) and journal.value.lower() == "arxiv":
            del fields["container-title"]
    return replace(work, fields=fields)


def address(work: Work) -> str | None:
    """Return where the title of the prepared *work* leads: its DOI, else its URL."""
    if doi := work.text("DOI"):
        # A DOI may hold any character; `#`, `?` and `%` would end or change the address.
        path = re.sub(r"[%#?]", lambda found: f"%{ord(found[0]):02X}", doi)
        return web_address.encoded(f"https://doi.org/{path}")
    return web_address.encoded(work.text("URL"))


def _one_line(text: Spanned[str]) -> Spanned[str]:
    return Spanned(" ".join(text.value.split()), text.span)

"""Find the copy of a reading that anyone may open, where another version is cited."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack import words
from coursepack.identity import Identifier, identifiers, of_url
from coursepack.model import web_address
from coursepack.model.document import Inlines, Link, Text
from coursepack.model.outline import Reading
from coursepack.model.work import Work
from coursepack.pattern import pattern

_ARXIV = "https://arxiv.org/abs/"

# Where what is published is open to all.
_OPEN = frozenset(
    (
        *("acl", "arxiv", "cvf", "iacr", "iclr", "jmlr", "mlsys", "neurips", "openreview"),
        *("pmc", "pmlr", "rfc", "usenix", "vldb"),
    )
)
_HOST = pattern(r"https?://(?:www\.)?([^/?#]+)")


def open_copy(reading: Reading) -> Inlines:
    """Return "Open copy: …" with its link, () where what is cited is open or nothing is known."""
    cited = reading.work
    if _is_open(cited):
        return ()
    for url in _copies(reading):
        encoded = web_address.encoded(url)
        host = _HOST.match(encoded or "")
        if encoded and host:
            arxiv = identifiers.arxiv(url)
            name = f"arXiv:{arxiv}" if arxiv else host[1]
            return (Text(f"{words.here().open_copy}: "), Link(encoded, (Text(name),)), Text("."))
    return ()


def _copies(reading: Reading) -> Iterator[str]:
    """The addresses of open copies, the surest first."""
    cited, described = reading.work, reading.item.described
    preprint = cited.versions.get("preprint")
    for work in (cited, preprint, described):
        if work and (arxiv := _arxiv(work)):
            yield _ARXIV + arxiv
    if preprint and preprint.text("URL") != cited.text("URL"):
        yield preprint.text("URL")
    if described and _is_open(described):
        yield described.text("URL")


def _arxiv(work: Work) -> str | None:
    return next(
        (found for name in ("arxiv", "URL") if (found := identifiers.arxiv(work.text(name)))), None
    )


def _is_open(work: Work) -> bool:
    """Say whether what the entry of *work* leads to is open to all."""
    if not work.text("URL") and not work.text("DOI"):
        return bool(work.text("arxiv"))
    leads_to: Identifier | None = of_url(work.text("URL") or f"https://doi.org/{work.text('DOI')}")
    return leads_to is not None and leads_to.scheme in _OPEN

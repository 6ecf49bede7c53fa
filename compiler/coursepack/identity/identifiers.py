"""Find what identifies a paper: in an address, in a text, in the fields of a work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from coursepack.identity import address, hosts
from coursepack.identity.isbn import isbns
from coursepack.model.work import Work
from coursepack.pattern import pattern

_DOI = pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_NAME = pattern(r"^doi:?\s*", re.IGNORECASE)
# Views of the same work, which publishers write after the DOI.
_VIEW = pattern(
    r"(?:\.pdf|/(?:pdf|epdf|full|fulltext|full\.pdf|abstract|summary|html|meta)|/?fulltext\.html)$",
    re.IGNORECASE,
)
_ARXIV_TEXT = pattern(
    r"(?:(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.48550/)?(?:corr,?\s+)?(?:arxiv preprint\s+)?"
    rf"(?:arxiv[:.]\s*)?(?:abs/)?{hosts.ARXIV_ID}(?:\s*\[[\w.;, -]{{1,80}}\])?",
    re.IGNORECASE,
)

# DOIs that say the id of another scheme.
_DOI_OF_ANOTHER = (
    ("arxiv", pattern(rf"10\.48550/arxiv\.{hosts.ARXIV_ID}")),
    ("acl", pattern(r"10\.(?:18653|3115)/v1/([a-z]\d\d-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9]+\.\d+)")),
    ("jstor", pattern(r"10\.2307/(\d+)")),
)
_SUBJECT = pattern(r"^([a-z-]+)\.[a-z]{2}/")
_SECURITY = pattern(r"^sec(?=\d\d/)")
_WITH_CAPITALS = frozenset(("openreview", "youtube", "url"))

# The ISBN of these is that of the book they stand in.
_IN_A_BOOK = frozenset(
    ("chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia")
)
_NUMBER = pattern(r"(?:pmc|pmid:?)?\s*(\d{1,12})(?:\.\d+)?", re.IGNORECASE)
_NUMBERS = (("PMID", "pubmed"), ("PMCID", "pmc"))


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """What two works share only where they are one: an id of a *scheme* such as "doi".

    The scheme "url" has addresses that hold no identifier; two works of one address are
    one only where their titles allow it.
    """

    scheme: str
    value: str


def doi(text: str) -> str | None:
    """Return the bare DOI that *text* is or that the address *text* leads to."""
    text = text.strip()
    found = _in_address(text)
    if found and found[0] == "doi":
        return _bare(found[1])
    return _sound(_DOI_NAME.sub("", text))


def arxiv(text: str) -> str | None:
    """Return the arXiv id, without its version, that *text* is or leads to."""
    text = text.strip()
    found = _in_address(text)
    if found and found[0] == "arxiv":
        return found[1]
    named = _ARXIV_TEXT.fullmatch(unquote(text))
    return named[1] if named else None


def of_url(url: str) -> Identifier | None:
    """Return what *url* identifies a paper by; None where it leads to a site or to a list."""
    where = address.read(url)
    if where is None:
        return None
    found = hosts.identified(where)
    if found is None:
        return None if address.is_listing(where) else Identifier("url", where.text)
    scheme, value = found
    if scheme == "isbn":
        return next((Identifier("isbn", number) for number in isbns(value)), None)
    if scheme == "doi":
        bare = _bare(value)
        return _of_doi(bare) if bare else Identifier("url", where.text)
    return _known(scheme, value)


def of_work(work: Work) -> frozenset[Identifier]:
    """Return everything that identifies *work* in any of its versions."""
    versions = (work, *work.versions.values())
    return frozenset(found for version in versions for found in _of_one(version))


def _of_one(work: Work) -> Iterator[Identifier]:
    if bare := doi(work.text("DOI")):
        yield _of_doi(bare)
    if found := of_url(work.text("URL")):
        yield found
    if found_id := arxiv(work.text("arxiv")):
        yield _known("arxiv", found_id)
    for name, scheme in _NUMBERS:
        if digits := _NUMBER.fullmatch(work.text(name)):
            yield Identifier(scheme, digits[1])
    if work.kind not in _IN_A_BOOK and not work.text("container-title"):
        yield from (Identifier("isbn", number) for number in isbns(work.text("ISBN")))


def _in_address(text: str) -> tuple[str, str] | None:
    # Most fields hold the bare identifier.
    where = None if text.startswith("10.") else address.read(text)
    return hosts.identified(where) if where else None


def _bare(doi_in_address: str) -> str | None:
    bare = doi_in_address
    while (shorter := _VIEW.sub("", bare.rstrip("/"))) != bare:
        bare = shorter
    return _sound(bare)


def _sound(bare: str) -> str | None:
    bare = bare.rstrip(".,;")
    return bare if _DOI.fullmatch(bare) else None


def _of_doi(bare: str) -> Identifier:
    folded = bare.lower()
    for scheme, of_another in _DOI_OF_ANOTHER:
        if found := of_another.fullmatch(folded):
            return _known(scheme, found[1])
    return Identifier("doi", folded)


def _known(scheme: str, value: str) -> Identifier:
    """Return the identifier as all of its spellings are written."""
    if scheme not in _WITH_CAPITALS:
        value = value.lower()
    if scheme == "arxiv":
        value = _SUBJECT.sub(r"\1/", value)
    elif scheme == "usenix":
        # The files of USENIX Security are called `sec24-…`, its pages `usenixsecurity24`.
        value = _SECURITY.sub("usenixsecurity", value).replace("_", "-")
    return Identifier(scheme, value)

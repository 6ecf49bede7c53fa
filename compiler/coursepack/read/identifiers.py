"""Find the DOI or the arXiv id that an address or a text carries."""

from __future__ import annotations

import re
from urllib.parse import unquote

from coursepack.pattern import pattern

_DOI = pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_HOST = pattern(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(.+)", re.IGNORECASE)
# Publishers keep the DOI in the path: /doi/pdf/10.…, /article/10.…, /chapter/10.….
_DOI_PATH = pattern(
    r"https?://[^/?#]+/(?:[^?#]*/)?(?:doi|articles?|chapter|book|content/pdf)/(?:[a-z]+/)?(10\.[^?#]+)",
    re.IGNORECASE,
)
# Views of the same work, which publishers write after the DOI.
_VIEW = pattern(r"(?:\.pdf|/(?:pdf|epdf|full|fulltext|abstract|html|meta))$", re.IGNORECASE)
_NATURE = pattern(r"https?://(?:www\.)?nature\.com/articles/([sd]\d{5}-\d{3}-\d{5}-[\dxw])\b")
_DOI_OF_NATURE = "10.1038/"

_ARXIV_ID = r"(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_ADDRESS = pattern(
    r"https?://(?:[a-z]+\.)*(?:arxiv\.org|alphaxiv\.org|huggingface\.co|ar5iv\.org)"
    rf"/(?:abs|pdf|html|format|ps|src|papers)/{_ARXIV_ID}(?:\.pdf)?(?:[?#/].*)?",
    re.IGNORECASE,
)
_ARXIV_TEXT = pattern(
    rf"(?:(?:https?://(?:dx\.)?doi\.org/)?10\.48550/)?(?:arxiv[:.]\s*)?{_ARXIV_ID}", re.IGNORECASE
)


def doi(text: str) -> str | None:
    """Return the bare DOI that *text* is or that the address *text* leads to."""
    text = text.strip()
    if nature := _NATURE.match(text):
        return _DOI_OF_NATURE + nature[1]
    found = _DOI_HOST.fullmatch(text) or _DOI_PATH.match(text)
    bare = unquote(found[1]) if found else re.sub(r"^doi:\s*", "", text, flags=re.IGNORECASE)
    if found:
        bare = _VIEW.sub("", bare.rstrip("/"))
    return bare if _DOI.fullmatch(bare) else None


def arxiv(text: str) -> str | None:
    """Return the arXiv id, without its version, that *text* is or leads to."""
    text = text.strip()
    found = _ARXIV_ADDRESS.fullmatch(unquote(text)) or _ARXIV_TEXT.fullmatch(text)
    return found[1] if found else None

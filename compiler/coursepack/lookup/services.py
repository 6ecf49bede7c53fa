"""Where the registries of papers answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Addresses:
    """The base address of each registry."""

    crossref: str
    datacite: str
    arxiv: str


PUBLIC = Addresses(
    "https://api.crossref.org", "https://api.datacite.org", "https://export.arxiv.org"
)

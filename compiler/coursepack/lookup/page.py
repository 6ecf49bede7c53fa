"""A paper's own page, by the tags that Google Scholar asks publishers for.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing: `citation_title` and others.
"""

from __future__ import annotations

import re

from coursepack.adapters import html_nodes
from coursepack.adapters.web import Answer, WebError
from coursepack.lookup.item import Item, dated, filled, titled

_WITHIN = {
    "citation_conference_title": "paper-conference",
    "citation_conference": "paper-conference",
    "citation_inbook_title": "chapter",
    "citation_book_title": "chapter",
    "citation_journal_title": "article-journal",
    "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report",
}
_LARGEST = 2 * 2**20  # bytes of a page that are looked through


def described(answer: Answer, url: str) -> Item:
    """Return the work that the page *answer*, found at *url*, says it is about. Raises WebError."""
    kind = answer.headers.get("content-type", "")
    if kind and "html" not in kind:
        raise WebError(f"`{url}` is no page but {kind.partition(';')[0].strip()}")
    tags: dict[str, list[str]] = {}
    for name, content in html_nodes.metas(answer.body[:_LARGEST].decode("utf-8", "replace")):
        if name.startswith("citation_") and content:
            tags.setdefault(name, []).append(content)
    if "citation_title" not in tags:
        raise WebError(f"the page `{url}` does not say which paper it is about")
    return _item(tags, url)


def _item(tags: dict[str, list[str]], url: str) -> Item:
    def first(*names: str) -> str:
        return next((tags[name][0] for name in names if name in tags), "")

    within = next((name for name in _WITHIN if name in tags), "")
    kind = _WITHIN.get(within, "book" if "citation_isbn" in tags else "article")
    is_from_a_house = kind in ("thesis", "report")
    people = tags.get("citation_author") or _parted(first("citation_authors"))
    pages = filter(None, (first("citation_firstpage"), first("citation_lastpage")))
    return filled(
        {
            "type": kind if within or "citation_isbn" in tags else "webpage",
            "title": titled(first("citation_title")),
            "author": people,
            "container-title": "" if is_from_a_house else titled(first(within)),
            "publisher": first(within) if is_from_a_house else first("citation_publisher"),
            "issued": _issued(
                first("citation_publication_date", "citation_date", "citation_online_date")
                or first("citation_year")
            ),
            "volume": first("citation_volume"),
            "issue": first("citation_issue"),
            "page": "-".join(pages),
            "ISBN": first("citation_isbn"),
            "DOI": first("citation_doi").removeprefix("doi:").strip(),
            "arxiv": first("citation_arxiv_id"),
            "URL": url,
        }
    )


def _parted(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _issued(text: str) -> Item | None:
    """Read `2021/06/14` and `2021-06`; of `14 June 2021` the year is enough."""
    if re.fullmatch(r"\d{4}(?:[/-]\d{1,2}){0,2}", text):
        return dated(re.split(r"[/-]", text))
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", text)
    return dated([year[0]]) if year else None

"""Crossref, which registers most papers and books.

https://api.crossref.org/swagger-ui/index.html; the fields of a work are described in
https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from coursepack.adapters.web import NotThereError, Web, WebError
from coursepack.lookup.item import Item, dated, filled, first, joined, titled, words

_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "chapter",
    "posted-content": "article",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "standard": "standard",
    "dataset": "dataset",
    "database": "dataset",
    "peer-review": "review",
}
_ROWS = 5  # what is not among the first is not what was looked for


def by_doi(web: Web, doi: str) -> Item | None:
    """Return the work called *doi*, None where Crossref has none. Raises WebError."""
    try:
        answer = web.ask("GET", f"/works/{quote(doi, safe='')}").json()
    except NotThereError:
        return None
    message = answer.get("message") if isinstance(answer, Mapping) else None
    if not isinstance(message, Mapping):
        raise WebError("Crossref answered with something that is no work")
    return _item(message)


def by_words(web: Web, text: str) -> Iterator[Item]:
    """Yield the works that Crossref finds for the words of *text*, best first. Raises WebError."""
    asked = urlencode({"query.bibliographic": text, "rows": _ROWS})
    answer = web.ask("GET", f"/works?{asked}").json()
    message = answer.get("message") if isinstance(answer, Mapping) else None
    items = message.get("items") if isinstance(message, Mapping) else None
    if not isinstance(items, list):
        raise WebError("Crossref answered with something that is no list of works")
    for each in items:
        if isinstance(each, Mapping) and (item := _item(each)):
            yield item


def _item(told: Mapping[str, Any]) -> Item | None:
    title = joined(titled(told.get("title")), titled(told.get("subtitle")))
    doi = words(told.get("DOI"))
    if not title or not doi:
        return None
    kind = _TYPES.get(words(told.get("type")), "document")
    containers = [titled(each) for each in told.get("container-title") or () if words(each)]
    event = told.get("event")
    acronym = words(event.get("acronym")) if isinstance(event, Mapping) else ""
    short = first(told.get("short-container-title")) or acronym
    container = containers[-1] if containers else ""
    is_book = kind in ("book", "chapter")
    return filled(
        {
            "type": kind,
            "title": title,
            "author": list(_people(told.get("author"))),
            "editor": list(_people(told.get("editor"))),
            "container-title": container,
            "container-title-short": short if short != container else "",
            # A volume of a series has the name of the series before its own.
            "collection-title": containers[0] if len(containers) > 1 else "",
            "publisher": _publisher(told, kind),
            "publisher-place": words(told.get("publisher-location")) if is_book else "",
            "issued": _issued(told),
            "volume": words(told.get("volume")),
            "issue": words(told.get("issue")),
            "page": words(told.get("page")).replace("--", "-"),
            "number": words(told.get("article-number")),
            "edition": words(told.get("edition-number")) if is_book else "",
            "ISBN": first(told.get("ISBN")).rpartition("/")[2] if is_book else "",
            "DOI": doi,
        }
    )


def _publisher(told: Mapping[str, Any], kind: str) -> str:
    if kind == "article":
        # A preprint is where it is posted; its publisher is who runs the place.
        place = told.get("institution")
        named = place[0] if isinstance(place, list) and place else place
        if isinstance(named, Mapping) and words(named.get("name")):
            return words(named["name"])
    return "" if kind == "article-journal" else words(told.get("publisher"))


def _issued(told: Mapping[str, Any]) -> Item | None:
    for name in ("issued", "published", "published-print", "published-online", "posted"):
        date = told.get(name)
        parts = date.get("date-parts") if isinstance(date, Mapping) else None
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            made = dated(parts[0])
            if made:
                return made
    return None


def _people(told: Any) -> Iterator[Item]:
    for each in told if isinstance(told, list) else ():
        if not isinstance(each, Mapping):
            continue
        if words(each.get("family")):
            person = {name: words(each.get(name)) for name in ("family", "given", "suffix")}
            yield filled(person)
        elif words(each.get("name")):
            yield {"literal": words(each["name"])}

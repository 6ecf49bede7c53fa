"""DataCite, which registers data, software, theses, reports and preprints.

https://support.datacite.org/reference/get_dois-id; the fields are those of the DataCite
Metadata Schema 4.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from coursepack.adapters.web import NotThereError, Web, WebError
from coursepack.lookup.item import Item, dated, filled, joined, titled, words

_TYPES = {
    "Audiovisual": "motion_picture",
    "Book": "book",
    "BookChapter": "chapter",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "book",
    "Dataset": "dataset",
    "Dissertation": "thesis",
    "JournalArticle": "article-journal",
    "Preprint": "article",
    "Report": "report",
    "Software": "software",
    "Standard": "standard",
}


def by_doi(web: Web, doi: str) -> Item | None:
    """Return the work called *doi*, None where DataCite has none. Raises WebError."""
    try:
        answer = web.ask("GET", f"/dois/{quote(doi, safe='')}").json()
    except NotThereError:
        return None
    data = answer.get("data") if isinstance(answer, Mapping) else None
    told = data.get("attributes") if isinstance(data, Mapping) else None
    if not isinstance(told, Mapping):
        raise WebError("DataCite answered with something that is no work")
    return _item(told)


def _item(told: Mapping[str, Any]) -> Item | None:
    title = _title(told.get("titles"))
    if not title or not words(told.get("doi")):
        return None
    types = told.get("types")
    general = words(types.get("resourceTypeGeneral")) if isinstance(types, Mapping) else ""
    container = told.get("container")
    inside = container if isinstance(container, Mapping) else {}
    pages = [words(inside.get(name)) for name in ("firstPage", "lastPage")]
    return filled(
        {
            "type": _TYPES.get(general, "document"),
            "title": title,
            "author": list(_people(told.get("creators"))),
            "container-title": titled(inside.get("title")),
            "publisher": _publisher(told.get("publisher")),
            "issued": _issued(told),
            "volume": words(inside.get("volume")),
            "issue": words(inside.get("issue")),
            "page": "-".join(filter(None, pages)),
            "version": words(told.get("version")) if general == "Software" else "",
            "DOI": words(told.get("doi")),
        }
    )


def _title(told: Any) -> str:
    main = subtitle = ""
    for each in told if isinstance(told, list) else ():
        if isinstance(each, Mapping):
            kind = each.get("titleType")
            if kind == "Subtitle":
                subtitle = subtitle or titled(each.get("title"))
            elif kind is None:
                main = main or titled(each.get("title"))
    return joined(main, subtitle)


def _publisher(told: Any) -> str:
    return words(told.get("name")) if isinstance(told, Mapping) else words(told)


def _issued(told: Mapping[str, Any]) -> Item | None:
    for each in told.get("dates") or ():
        if isinstance(each, Mapping) and each.get("dateType") == "Issued":
            made = dated(words(each.get("date")).partition("T")[0].split("-"))
            if made:
                return made
    return dated([told.get("publicationYear")])


def _people(told: Any) -> Iterator[Item]:
    for each in told if isinstance(told, list) else ():
        if not isinstance(each, Mapping):
            continue
        name = words(each.get("name"))
        family, given = words(each.get("familyName")), words(each.get("givenName"))
        if family:
            yield filled({"family": family, "given": given})
        elif each.get("nameType") != "Organizational" and ", " in name:
            family, _, given = name.partition(", ")
            yield {"family": family, "given": given}
        elif name:
            yield {"literal": name}

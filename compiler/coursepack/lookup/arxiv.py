"""arXiv, by its ids: https://info.arxiv.org/help/api/user-manual.html."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from coursepack.adapters import feed
from coursepack.adapters.web import Web, WebError
from coursepack.lookup.item import Item, dated, filled

MOST = 50
"""How many ids are asked for at once: arXiv wants three seconds between two requests."""

_ID = re.compile(r"arxiv\.org/abs/(.+?)(?:v\d+)?$")


def by_ids(web: Web, ids: Sequence[str]) -> dict[str, Item]:
    """Return the preprints called *ids*, at most `MOST`, by their ids. Raises WebError.

    A preprint whose author has named what became of it has the `DOI` of that.
    """
    asked = urlencode({"id_list": ",".join(ids), "max_results": len(ids)})
    entries = feed.entries(web.ask("GET", f"/api/query?{asked}").body)
    if entries is None:
        raise WebError("arXiv answered with something that is no feed")
    found: dict[str, Item] = {}
    for entry in entries:
        ident = _ID.search(_first(entry, "id"))
        if ident and _first(entry, "title"):
            found[ident[1]] = _item(ident[1], entry)
    return found


def _item(ident: str, entry: feed.Entry) -> Item:
    return filled(
        {
            "type": "article",
            "title": _first(entry, "title"),
            "author": list(entry.get("author", ())),
            "publisher": "arXiv",
            "issued": dated(_first(entry, "published").partition("T")[0].split("-")),
            "arxiv": ident,
            "URL": f"https://arxiv.org/abs/{ident}",
            "DOI": _first(entry, "doi"),
        }
    )


def _first(entry: feed.Entry, name: str) -> str:
    return next(iter(entry.get(name, ())), "")

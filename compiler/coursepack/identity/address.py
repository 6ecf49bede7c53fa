"""Take an address apart, so that two ways to write one address are equal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from coursepack.pattern import pattern

# No paper has a longer one; what a data: address or a slip of paste holds is not looked at.
_LONGEST = 4_000

_ADDRESS = pattern(
    r"(?:(?:https?:)?//(?:[^/?#@]*@)?)?"
    r"([a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]+)\.?(?::(\d*))?"
    r"([/?#].*)?",
    re.IGNORECASE,
)
_ARCHIVED = pattern(r"(?:https?://)?web\.archive\.org/web/\d+(?:[a-z]{2}_)?/(.+)", re.IGNORECASE)
_INDEX = pattern(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_USUAL_PORTS = ("", "80", "443")

# What tells where a reader came from, or how a file is shown, not which file it is.
_TRACKING = pattern(
    r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref|ref_src|ref_url|referrer|needaccess|casa_token"
    r"|usp|via|cmpid|si|download|dl|jsessionid|__cf_\w+)(?:=.*)?",
    re.IGNORECASE,
)
_LISTING_NAME = pattern(
    r"(?:search|results?|find|browse|list|listing|archives?|proceedings|program(?:me)?|schedule"
    r"|publications|papers|home|technical-sessions|toc|v(?:ol(?:ume)?)?\d+)(?:\.\w+)?",
    re.IGNORECASE,
)
_LISTS = frozenset(("list", "search", "group", "volumes", "events", "groups", "tag", "category"))
_QUESTION = pattern(r"(?:q|query|search|searchterm|s|term|keywords?)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A web address without what does not change where it leads.

    `host` is in small letters and without `www.`; `path`, `query` and `route` (a fragment
    that a page's own program reads) are decoded.
    """

    host: str
    path: str
    query: tuple[str, ...]
    route: str

    @property
    def place(self) -> str:
        """The path and the query, as the patterns of `hosts` read them."""
        return f"{self.path}?{'&'.join(self.query)}" if self.query else self.path

    @property
    def text(self) -> str:
        """The whole address; equal for two that lead to one page."""
        return f"{self.host}{self.place}{self.route}"


def read(text: str) -> Address | None:
    """Return the address that *text* is, None where it is none on the web."""
    text = text.strip()
    return _read(text) if len(text) <= _LONGEST else None


# Rules, entries and metadata all ask about the same addresses.
@lru_cache(2048)
def _read(text: str) -> Address | None:
    if archived := _ARCHIVED.fullmatch(text):
        text = archived[1]
    found = _ADDRESS.fullmatch(text)
    if found is None or (found[3] is None and "//" not in text):
        return None
    before, _, fragment = (found[3] or "").partition("#")
    path, _, query = before.partition("?")
    port = "" if (found[2] or "") in _USUAL_PORTS else f":{found[2]}"
    return Address(
        found[1].lower().removeprefix("www.") + port,
        re.sub(r"/{2,}", "/", _INDEX.sub("", unquote(path))).rstrip("/"),
        tuple(sorted(unquote(p) for p in query.split("&") if p and not _TRACKING.fullmatch(p))),
        f"#{unquote(fragment)}" if fragment.startswith(("/", "!")) else "",
    )


def is_listing(address: Address) -> bool:
    """Say whether *address* leads to a whole site, a person's page, a search or a list."""
    names = address.path.strip("/").split("/")
    if not address.path:
        return not (address.query or address.route) or _asks(address)
    is_home = len(names) == 1 and names[0].startswith("~")
    is_list = names[0] in _LISTS or _LISTING_NAME.fullmatch(names[-1]) is not None
    return is_home or is_list or _asks(address)


def _asks(address: Address) -> bool:
    return any(_QUESTION.match(part) for part in address.query)

"""Which addresses a document may link to, and how they are written.

RFC 3986 gives the characters of an address; what stands outside them is percent-encoded
as UTF-8, since learning systems and TeX stumble over anything else.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

SCHEMES = ("http", "https", "mailto")

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_OUTSIDE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]")
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?([^/?#]+)", re.IGNORECASE)
_PLAIN_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\](?::\d+)?|[^\s\[\]<>\"|\\^`{}]+)$")


class Fault(Enum):
    """Why an address cannot be used as it is written."""

    UNSAFE = "unsafe"
    MALFORMED = "malformed"
    RELATIVE = "relative"


def fault(address: str) -> Fault | None:
    """Return what is wrong with *address*, None when it is a sound http, https or mailto one.

    An address with spaces is malformed though `encoded` can mend it.
    """
    # A browser ignores control characters and spaces before and inside a scheme.
    bare = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]", "", address)
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return Fault.RELATIVE
    if scheme[1].lower() not in SCHEMES:
        # `localhost:8000/x` and `example.org:80` name a port, not a scheme.
        port = re.match(r"[\w.-]+:\d+(/|$)", bare)
        return Fault.MALFORMED if port else Fault.UNSAFE
    if bare != address or encoded(address) is None:
        return Fault.MALFORMED
    return None


# One address is asked about by its page, by its work and by whatever is written of it.
@lru_cache(maxsize=4096)
def encoded(address: str) -> str | None:
    """Return *address* with nothing but the characters of an address; None if it is none."""
    text = "".join(c for c in address.strip() if c >= " " and c != "\x7f")
    scheme = _SCHEME.match(text)
    if scheme is None or scheme[1].lower() not in SCHEMES:
        return None
    start = scheme.end()
    if scheme[1].lower() == "mailto":
        return _percent(text) if re.match(r"[^@\s]+@[^@\s]+", text[start:]) else None
    host = _HOST.match(text)
    if host is None or not _PLAIN_HOST.match(host[1]):
        return None
    return text[: host.start(1)] + _host(host[1]) + _percent(text[host.end(1) :])


def _host(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return _percent(host)


def _percent(text: str) -> str:
    def escape(match: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))

    before, mark, fragment = text.partition("#")
    # A second `#` stands in no address: RFC 3986 has it begin the fragment, once.
    return _OUTSIDE.sub(escape, before + mark + fragment.replace("#", "%23"))

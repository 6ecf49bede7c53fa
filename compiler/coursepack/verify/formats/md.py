"""The Markdown: its headings and links; its lists are told by no mark that is theirs alone."""

from __future__ import annotations

import html
import re

from coursepack.pattern import pattern
from coursepack.verify.told import Told, Verifier, plain, target

_HEADING = pattern(r"^(#{1,6}) (.*)$", re.MULTILINE)
_LINK = pattern(r"(?<!\\)\]\(([^()\s]*)\)")
_AUTOMATIC = pattern(r"(?<!\\)<((?:https?://|mailto:)[^<>\s]+)>")
_TARGET = pattern(r"(\]\()[^()\s]*\)")


def read(data: bytes) -> Told:
    """Read Markdown of ours back."""
    text = data.decode("utf-8", "replace")
    heads = [_words(found[2]) for found in _HEADING.finditer(text)]
    links = [*_LINK.findall(text), *_AUTOMATIC.findall(text)]
    return Told(
        title=heads[0] if heads else "",
        headings=heads[1:],
        links=[target(html.unescape(url)) for url in links],
        readings=None,
        items=None,
    )


def _words(line: str) -> str:
    return plain(html.unescape(_TARGET.sub(r"\1)", line)))


VERIFIER = Verifier(".md", read)

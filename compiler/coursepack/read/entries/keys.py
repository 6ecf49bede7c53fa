"""The key of a work: the id it has, or one made of its title."""

from __future__ import annotations

import unicodedata

from coursepack.model.node import Mapping, Scalar
from coursepack.model.source import Spanned
from coursepack.pattern import pattern

_WORD = pattern(r"[a-z0-9]+")
_MOST_WORDS = 6


def work_key(name: Spanned[str] | None, node: Mapping, number: int) -> Spanned[str]:
    """Return the key of the entry *node*, with the place where it is written.

    That is *name* where the entry stands under one, else its `id` or `key`, else the first
    words of its title; an entry with none of them is called by its *number* in its list.
    """
    if name is not None:
        return name
    for field in ("id", "key"):
        value = node.get(field)
        if isinstance(value, Scalar) and value.text.strip() and not value.is_null:
            return Spanned(value.text.strip(), value.span)
    title = node.get("title")
    if isinstance(title, Scalar) and (words := _words(title.text)):
        return Spanned("-".join(words), title.span)
    return Spanned(f"work-{number}", node.span)


def _words(title: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return _WORD.findall(plain.lower())[:_MOST_WORDS]

"""What is known of a work, under the names that CSL-JSON gives it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

Item = dict[str, Any]

_TAGS = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)[^<>]*>")
# What CSL-JSON calls the few tags of a title that are more than decoration.
_KEPT = {
    "i": "i",
    "em": "i",
    "italic": "i",
    "b": "b",
    "strong": "b",
    "bold": "b",
    "sub": "sub",
    "sup": "sup",
}


def words(value: Any) -> str:
    """Return *value* on one line where it is a text, "" where it is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def first(value: Any) -> str:
    """Return the first text of a list, or the text itself."""
    return words(value[0]) if isinstance(value, list) and value else words(value)


def titled(value: Any) -> str:
    """Return the text of a title whose tags and entities a registry left in.

    Tags that CSL-JSON knows stay; those of mathematics and layout go, not their words.
    """

    def tag(found: re.Match[str]) -> str:
        known = _KEPT.get(found[2].lower().rpartition(":")[2])
        return f"<{found[1]}{known}>" if known else ""

    text = html.unescape(first(value)) if "&" in first(value) else first(value)
    return " ".join(_TAGS.sub(tag, text).split())


def joined(title: str, subtitle: str) -> str:
    """Return a title with its subtitle, unless it has it already."""
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title.endswith(('?', '!', ':')) else ': '}{subtitle}"


def dated(parts: Iterable[Any]) -> Item | None:
    """Return year, month and day as CSL-JSON writes a date; None where there is no year."""
    numbers = [int(part) for part in parts if str(part).isdigit() and int(part)]
    return {"date-parts": [numbers[:3]]} if numbers and 1000 <= numbers[0] < 2200 else None


def filled(item: Item) -> Item:
    """Return *item* without what is empty."""
    return {name: value for name, value in item.items() if value}

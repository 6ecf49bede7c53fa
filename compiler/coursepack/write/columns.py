"""How wide the columns of a table are, for whoever does not measure its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

LINE = 80  # characters: what a line holds


def characters(text: str) -> int:
    """Return how many Latin characters are as wide as *text*, about; those of East Asia are two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def longest(content: Sequence[Any]) -> list[int]:
    """Return how many characters the longest cell of each column of pandoc's table has, about."""
    _, _, specs, head, bodies, _ = content
    rows = [row[1] for row in (*head[1], *(row for body in bodies for row in body[3]))]
    return [max(_length(row[n]) for row in rows) for n in range(len(specs))]


def shares(lengths: Sequence[int]) -> list[float]:
    """Return which part of a line columns of such *lengths* get."""
    # The square root lets a column of few words keep them on a line.
    roots = [max(length, 4) ** 0.5 for length in lengths]
    return [root / sum(roots) for root in roots]


def _length(value: Any) -> int:
    match value:
        case {"t": "Str", "c": str(text)}:
            return characters(text)
        case {"t": "Space"}:
            return 1
        case {"c": inner}:
            return _length(inner)
        case list():
            return sum(map(_length, value))
        case _:
            return 0

"""Find the ISBNs in a text; one that its check digit contradicts is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.pattern import pattern

# Hyphens of every width, as catalogues print them.
_GAP = "[\\s\u00ad\u2010-\u2015-]?"
_ISBN = pattern(rf"(?<![\d.])(?:97[89]{_GAP})?\d(?:{_GAP}\d){{8}}{_GAP}[\dX](?!\d)", re.IGNORECASE)
_LONGEST = 1_000


def isbns(text: str) -> Iterator[str]:
    """Return the thirteen digits of every ISBN in *text*, one of ten written as thirteen."""
    for found in _ISBN.finditer(text[:_LONGEST]):
        digits = "".join(c for c in found[0].upper() if c in "0123456789X")
        if whole := _thirteen(digits):
            yield whole


def _thirteen(digits: str) -> str | None:
    if len(digits) == 10:
        values = [10 if c == "X" else int(c) for c in digits]
        sound = sum(v * (10 - place) for place, v in enumerate(values)) % 11 == 0
        body = f"978{digits[:9]}"
        return f"{body}{_check(body)}" if sound else None
    sound = len(digits) == 13 and digits.isdigit() and _check(digits[:12]) == int(digits[12])
    return digits if sound else None


def _check(body: str) -> int:
    total = sum(int(c) * (3 if place % 2 else 1) for place, c in enumerate(body))
    return -total % 10

"""Numbers: what counts as one, as several, as an ordinal, as the end of a range of pages."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Figures with letters before or behind, and several of them: "4", "2nd", "B12", "1-3, 5".
_NUMERIC = re.compile(r"\s*[^\W\d_]*\d+[^\W\d_]*(?:\s*[-–,&]\s*[^\W\d_]*\d+[^\W\d_]*)*\s*")
_SEVERAL = re.compile(r"\d+[^\d.]+\d+|[ivxlcdm]+\s*[-–,&]\s*[ivxlcdm]+")
_LONGEST_NUMBER = 1000  # beyond it is none, and would be searched for long
_PAGE = re.compile(r"(.*\D|)(\d+)")


def is_plural(name: str, value: str) -> bool:
    """Say whether the *value* of the variable *name* is more than one."""
    if name.startswith("number-of"):
        return value.strip() not in ("0", "1")
    return bool(_SEVERAL.search(value[:_LONGEST_NUMBER]))


def is_numeric(value: object) -> bool:
    """Say whether *value* is figures, perhaps with letters."""
    return value is not None and bool(_NUMERIC.fullmatch(str(value)))


def last_page(first: str, last: str, rule: str) -> str:
    """Return the last page of a range in as many figures as *rule* keeps.

    The library's own rule takes the first figure of 15 for the figure of 1.
    """
    start, end = _PAGE.fullmatch(first), _PAGE.fullmatch(last)
    if not (rule and start and end) or end[1] not in ("", start[1]):
        return last
    before, figures = start[1], start[2]
    # "321–8" says 328, whatever the style does with it next.
    whole = figures[: max(0, len(figures) - len(end[2]))] + end[2]
    if rule == "expanded":
        return end[1] + whole
    if len(whole) != len(figures):
        return whole if before else last
    same = next((at for at, (a, b) in enumerate(zip(figures, whole, strict=True)) if a != b), 0)
    return whole[_kept_from(int(figures), same, len(whole), rule) :]


def _kept_from(start: int, same: int, length: int, rule: str) -> int:
    """Return how many of the figures of a last page may be left out."""
    if rule == "minimal":
        return same
    if rule == "minimal-two":
        return min(same, max(0, length - 2))
    if start < 100 or start % 100 == 0:
        return 0
    if start % 100 < 10:
        return same
    if rule != "chicago-16" and length == 4 and length - same > 2:
        return 0
    return min(same, length - 2)


def ordinal(number: int, endings: Mapping[str, str]) -> str:
    """Return *number* with the ending of its last two figures, its last one, or any."""
    names = (f"ordinal-{number % 100:02}", f"ordinal-{number % 10:02}", "ordinal")
    # An ending for one figure ("ordinal-01": 1st, 21st) must not meet 101 by its 01.
    candidates = names[1:] if number > 9 and number % 100 < 10 else names
    return f"{number}{next(filter(None, map(endings.get, candidates)), '')}"

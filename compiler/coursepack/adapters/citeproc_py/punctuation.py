"""Punctuation: what the parts of an entry leave doubled or misplaced where they meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coursepack.adapters.citeproc_py.marks import FIELD_END, GUARD, Char
from coursepack.adapters.citeproc_py.run import Run

# Of two marks that meet, the one that stays; pairs that are not here both stay.
_STAYS = {
    **{pair: pair[0] for pair in ("!.", "!:", "?.", "?:", ":.", ";.", ";:")},
    **{pair: pair[1] for pair in (":!", ":?", ";!", ";?", " ,", " .")},
    **{mark * 2: mark for mark in ".,:;!? "},
}


def tidied(chars: Iterable[Char], run: Run) -> list[Char]:
    """Take out doubled punctuation and spaces, and set marks inside quotes where customary."""
    quotes = (run.term("close-quote"), run.term("close-inner-quote"))
    moves = run.style_option("punctuation-in-quote") == "true"
    kept: list[Char] = []
    for char, path in chars:
        inside = _before_quotes(kept, quotes) if char in ".," else len(kept)
        if inside < len(kept) and kept[inside - 1][0] in "!?" and (moves or char == "."):
            continue  # “Why?” needs no stop behind it
        if inside < len(kept) and moves:
            _add(kept, inside, (char, kept[inside][1]))
        else:
            _add(kept, len(kept), (char, path))
    return trimmed([one for one in kept if one[0] != GUARD])


def _before_quotes(kept: Sequence[Char], quotes: Sequence[str]) -> int:
    """Return the place before the quotation marks that *kept* ends in, else its end."""
    if not kept or kept[-1][0] != quotes[0]:
        return len(kept)
    at = len(kept)
    while at > 1 and kept[at - 1][0] in quotes:
        at -= 1
    return at


def _add(kept: list[Char], at: int, new: Char) -> None:
    """Insert *new* unless it or what stands before it must yield to the other."""
    while at and (stays := _STAYS.get(kept[at - 1][0] + new[0])):
        if stays == kept[at - 1][0]:
            return
        at -= 1
        del kept[at]
    kept.insert(at, new)


def trimmed(chars: list[Char]) -> list[Char]:
    """Return *chars* without the spaces at both ends."""
    start, end = 0, len(chars)
    while start < end and chars[start][0] in (" ", FIELD_END):
        start += 1
    while end > start and chars[end - 1][0] in (" ", FIELD_END):
        end -= 1
    return chars[start:end]

"""Find the words that were probably meant by one that is unknown, and how like two words are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

# Jaro-Winkler, which trusts the beginning of a word, because renamed keys keep it. Measured:
# `rago-arxiv25` for `rago-isca25` 0.89, `Buhs1945` for `Bush1945` 0.97, `distserve` for
# `distserve-osdi24` 0.91, `apa-7th` for `apa` 0.87, `iee` for `ieee` 0.94, and letter case
# does not count; different works of one venue reach 0.84 (`netllm-sigcomm24` and
# `zoom2net-sigcomm24`), `acm` and `acta-medica` 0.81.
_CUTOFF = 0.84

# Beyond these lengths nobody compares names: they keep a hostile file from costing minutes.
_LONGEST = 100
_MOST_WORDS = 50_000


def nearest(word: str, words: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to *most* of *words* that resemble *word*, the likeliest first."""
    # Here, not above: it takes 40 ms to load, and only an author's mistake needs it.
    from rapidfuzz.distance import OSA, JaroWinkler

    meant = _folded(word)
    scored: list[tuple[float, float, str]] = []
    for candidate in dict.fromkeys(islice(words, _MOST_WORDS)):
        folded = _folded(candidate)
        likeness = JaroWinkler.similarity(meant, folded, score_cutoff=_CUTOFF)
        if likeness:
            # Equal beginnings often tie; fewer slips of the keyboard then decide.
            scored.append((-likeness, OSA.distance(meant, folded), candidate))
    return tuple(candidate for _, _, candidate in sorted(scored)[:most])


def likeness(one: str, other: str) -> float:
    """Return how much of the longer word is the other's, from 0 to 1, one for equal words.

    What counts are slips of the keyboard: a letter more, less, another, or two that changed
    places.
    """
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(one[:_LONGEST], other[:_LONGEST])


def _folded(word: str) -> str:
    return word[:_LONGEST].casefold()

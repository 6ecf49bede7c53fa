"""Tell the names of people from the words of a title, where each is capitalised as the other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from coursepack.pattern import pattern

# Words of titles by their ends; few families end so ("Manning" does: one word decides nothing).
_ENDS = pattern(
    r".{2,}(?:[ts]ions?|it(?:y|ies)|ments?|ness|[ae]nce|[ae]ncy|isms?|logy|graphy|ics?|ical|ional|ive"
    r"|ing|ed|able|ible|ful|less|ous|ware|ships?|bases?|works?|izing|ized|ization|ally|ary|ures?"
    r"|ators?|etic|tics|metry|words?)",
    re.IGNORECASE,
)
_OTHERS = pattern(r"\bet al\b|\band others\b")
_INITIAL = pattern(r"(?<!\w)[^\W\d_a-z]\.")
_BETWEEN = pattern(r",|;|&|\band\b|\bund\b|\bet\b")
_PART = pattern(r"[^\W\d_][^\W\d_'’-]*")
_WORD = pattern(r"[^\W\d_][\w'’]*")


@cache
def _listed(name: str) -> frozenset[str]:
    """Return the words of the file *name*, which stands beside this one."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word.casefold() for line in lines for word in line.split())


def is_given(word: str) -> bool:
    """Say whether *word* is a given name that many people have."""
    return word.casefold() in _listed("given_names.txt")


def likeness(text: str) -> float:
    """Return how much more *text* looks like a list of names than like a title.

    Above zero, it looks like names; below, like a title. Initials, "et al.", known given names
    and a list of several whole names speak for names; the words and the word ends of English
    titles against.
    """
    score = 0.0
    if _OTHERS.search(text):
        score += 3
    score += 1.5 * min(2, len(_INITIAL.findall(text)))
    members = [part for part in _BETWEEN.split(text) if part.strip()]
    if len(members) > 2 and all(2 <= len(part.split()) <= 4 for part in members):
        score += 1.5
    for member in members:
        words = _PART.findall(member)
        if words and len(words) > 1 and is_given(words[0]):
            score += 1
    for word in _WORD.findall(text):
        plain = word.casefold().removesuffix("'s").removesuffix("’s")
        if is_given(plain):
            continue
        if (
            plain in _listed("title_words.txt")
            or _ENDS.fullmatch(plain)
            or (word.isupper() and len(word) > 2)
        ):
            score -= 1
    return score


def is_title(text: str) -> bool:
    """Say whether *text* has so many of a title's words that it is no list of names."""
    score = likeness(text)
    return score <= -2 and score / len(text.split()) < -0.4

"""Text case: capitals as the style asks, where a text does not keep its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from coursepack.adapters.citeproc_py.marks import MARKS, NO_CASE, placed

# Words that a title keeps small, unless they begin it or one of its parts.
_SMALL_WORDS = frozenset(
    (
        *("a", "about", "an", "and", "as", "at", "but", "by", "c", "ca", "d", "de", "down", "et"),
        *("for", "from", "in", "into", "nor", "of", "on", "onto", "or", "over", "so", "the"),
        *("till", "to", "up", "van", "von", "via", "with", "yet"),
    )
)
_LETTER = re.compile(r"\w")


def cased(text: str, how: str, *, english: bool) -> str:
    """Return *text* in the case *how*; what is marked so keeps its own."""
    chars = list(text)
    free = list(_free(text))
    letters = "".join(chars[at] for at in free)
    match how:
        case "lowercase":
            changed = [char.lower() for char in letters]
        case "uppercase":
            changed = [char.upper() for char in letters]
        case "capitalize-first":
            changed = _capitalized(letters, islice(_small_words(letters), 1))
        case "capitalize-all":
            changed = _capitalized(letters, _small_words(letters))
        case "sentence":
            small = _lowered(letters) if letters.isupper() else letters
            changed = _capitalized(small, islice(_small_words(small), 1))
        case "title" if english:
            changed = _capitalized(letters, _title_words(letters))
        case _:
            changed = list(letters)
    for at, char in zip(free, changed, strict=True):
        chars[at] = char
    return "".join(chars)


def _lowered(letters: str) -> str:
    """Return *letters* in lower case, as many as they were: "İ" alone would become two."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in letters)


def _free(marked: str) -> Iterator[int]:
    """The places of the characters whose case may change."""
    for at, (char, path) in placed(marked):
        if not MARKS.match(char) and NO_CASE not in path:
            yield at


def _capitalized(text: str, starts: Iterable[re.Match[str] | None]) -> list[str]:
    chars = list(text)
    for start in starts:
        if start:
            chars[start.start()] = chars[start.start()].upper()
    return chars


def _small_words(text: str) -> Iterator[re.Match[str] | None]:
    """The first letter of each word, None for a word like "arXiv" that has capitals."""
    for word in re.finditer(r"\S+", text):
        if first := _LETTER.search(text, word.start(), word.end()):
            yield first if word.group() == word.group().lower() else None


def _title_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a title to begin with a capital: small words only after a break."""
    for word in re.finditer(r"[^\s\-–—/]+", text):
        before = text[max(0, word.start() - 2) : word.start()].rstrip()
        begins = not before or before[-1] in ":.?!"
        letters = re.sub(r"\W", "", word.group())
        # Letters that stand alone are names of things: "n-Gram", "A v. B".
        may_stay_small = len(letters) == 1 or letters in _SMALL_WORDS
        if letters == letters.lower() and (begins or not may_stay_small):
            yield from islice(_LETTER.finditer(text, word.start(), word.end()), 1)

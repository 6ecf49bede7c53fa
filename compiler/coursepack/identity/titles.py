"""Tell whether two titles are one, written differently.

Two are one where their words are the same but for case, punctuation and spaces; where one
word was misspelt; or where one leaves out what stands after the other's colon.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coursepack.adapters.nearest import likeness
from coursepack.pattern import pattern


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _numbered(words: str, first: int) -> dict[str, str]:
    return {word: str(number) for number, word in enumerate(words.split(), first)}


# Measured on the 306 pairs of tests/identity/titles.yaml. No score of whole titles has a
# threshold that parts them, since another word changes a long title less than a subtitle left
# out: at its best, RapidFuzz's ratio has 23 wrong, that of sorted words 28, that of sets of
# words 40, OSA with spaces 27 and without 22, Jaro-Winkler 38. OSA of the one word that
# differs has none wrong: misspelt words reach 0.875 and more, other words 0.834 and less.
MISSPELT = 0.85

# A shorter title ("Introduction") says too little without its authors.
_TELLING = 3
_TELLING_SUBTITLE = 5
_SHORTEST_MISSPELT = 4
# How much of a misspelt word is right at its beginning or its end.
_EDGE = 3
# Longer ones are abstracts, which are compared whole or not at all.
_MOST_WORDS = 30
_LONGEST = 1_000

_ACCENT = pattern(r"\\(?:[\"'`^~=.]|[cvHukrbdt](?=\s|\{))\s*")
_LETTER = pattern(r"\\(ss|aa|AA|ae|AE|oe|OE|o|O|l|L|i|j)(?![A-Za-z])\s*")
_COMMAND = pattern(r"\\([A-Za-z]+)\*?\s*")
_FORMATTING = pattern(r"(?:text|math)[a-z]*|emph|uppercase|bf|it|rm|sc|sf|tt|em|sl|protect|relax")
_TAG = pattern(r"</?(?:i|em|b|strong|sup|sub|sc|span|tt|code)\b[^<>]{0,60}>", re.IGNORECASE)
_APART = pattern(
    r":+(?!\d)(?=\s|\w)|\s+[-\u2010-\u2015]+\s+|\s*[\u2013-\u2015]\s+|\u2014|\s-{2,3}\s|-{3}|[?!]\s"
)
_APOSTROPHE = pattern("['\u2018\u2019\u02bc`\u00b4\u02b9]")
# Letters and digits apart: "GPT-3" and "GPT3" are one. Han, kana and Hangul one by one.
_EAST = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = pattern(rf"[{_EAST}]|[^\W\d_{_EAST}]+|\d+")
_THOUSANDS = pattern(r"(?<=\d),(?=\d{3}(?!\d))")
_YEAR_AFTER = pattern(r"\s*\((?:19|20)\d\d\)\s*\.?$")

_SPOKEN = str.maketrans(
    {"&": " and ", "+": " plus ", "#": " sharp ", "@": " at ", "%": " percent "}
)
_PLAIN_LETTERS = str.maketrans("øłđðıħŧ", "olddiht")
_ARTICLES = _set("a an the")
_COUNTED = _numbered("zero one two three four five six seven eight nine ten eleven twelve", 0)
_ROMAN = _numbered("i ii iii iv v vi vii viii ix x xi xii xiii", 1)
# A letter alone is a number only after these, or at the end.
_NUMBERED = _set("part volume vol chapter section book type level phase version edition episode")
_NEGATIONS = _set("never neither without cannot cant dont doesnt isnt arent wont")
_SPELLINGS = (
    (pattern(r"is(?=(?:e|es|ed|er|ers|ing|ation|ations|able)$)"), "iz"),
    (pattern(r"ys(?=(?:e|es|ed|er|ers|ing)$)"), "yz"),
    (pattern(r"(?<=[a-z]{3})our(?=s?$|ed$|ing$|ful$|able$|al$|ally$|ite$)"), "or"),
    (pattern(r"(?<=[a-z]{2}[bt])re(?=s?$|d$)"), "er"),
    (pattern(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers|or)$)"), "l"),
    (pattern(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),
    (pattern(r"(?<=defen|offen|licen)c(?=e$)"), "s"),
    (pattern(r"(?<=gram)me(?=s?$)"), ""),
)
_MAY_BE_BRITISH = pattern(r"(?:is|ys|ll)(?:e|a|i|or)|our|[bt]re|ogue|nce$|amme")
_GENERIC = _set(
    """
    abstract acknowledgements appendix article background basics blog book chapter class
    conclusion course definition demo discussion documentation essay example examples exercises
    faq handout here homepage homework intro introduction lecture lectures link manual note notes
    optional overview paper pdf policy post preface preliminaries project reading readings readme
    reference references required review slides summary survey syllabus tutorial video website
    wikipedia
    """
)


@dataclass(frozen=True)
class Title:
    """A title as the words by which it is told apart.

    `head` and `tail` are the words on both sides of its first colon, empty where it has none.
    """

    words: tuple[str, ...]
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()

    @cached_property
    def solid(self) -> str:
        """The words without the spaces, which hyphens and joined words would change."""
        return "".join(self.words)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in order, however they were written."""
        return tuple(word for word in self.words if word.isdigit())

    @property
    def is_telling(self) -> bool:
        """Whether no other paper is likely to have the title."""
        return len(self.words) >= _TELLING

    @property
    def is_generic(self) -> bool:
        """Whether many things are called so: "Introduction", "Lecture notes"."""
        return all(word in _GENERIC or word.isdigit() for word in self.words)


def read(text: str) -> Title:
    """Return the title that *text* is."""
    plain = _YEAR_AFTER.sub("", _without_markup(text[:_LONGEST]))
    for apart in _APART.finditer(plain):
        head, tail = _words(plain[: apart.start()]), _words(plain[apart.end() :])
        if head and tail:
            return Title(_words(plain), head, tail)
    return Title(_words(plain))


def same(one: Title, other: Title) -> bool:
    """Say whether both titles have the same words, with whatever between them."""
    return bool(one.words) and one.solid == other.solid and one.numbers == other.numbers


def misspelt(one: Title, other: Title) -> bool:
    """Say whether the titles are equal but for one word, which is misspelt in one of them."""
    return likeness_of(one, other) >= MISSPELT


def likeness_of(one: Title, other: Title) -> float:
    """Return how like the one word is by which the titles differ; 0 where more words differ."""
    if len(one.words) != len(other.words) or len(one.words) > _MOST_WORDS:
        return 0
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1:
        return 0 if differing else 1
    first, second = differing[0]
    if not _may_be_misspelt(first, second):
        return 0
    # A plural is a slip in short words too.
    return 1 if f"{first}s" == second or f"{second}s" == first else likeness(first, second)


def shortened(one: Title, other: Title) -> Title | None:
    """Return the shorter title where it is the other one's before or after its colon."""
    for short, long in ((one, other), (other, one)):
        if _is_part(short, long.head):
            return short
        if len(long.tail) >= _TELLING_SUBTITLE and _is_part(short, long.tail):
            return short
    return None


def contradict(one: Title, other: Title) -> bool:
    """Say whether the titles cannot be those of one work.

    So they are where their numbers differ, or where each has several words and none is shared.
    """
    if not one.words or not other.words or shortened(one, other):
        return False
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return True
    if one.is_telling and other.is_telling:
        return not {*_long(one)} & {*_long(other)}
    return False


def keys(title: Title) -> Iterator[str]:
    """Return marks of *title*; two titles that are one, by whatever rule, share a mark."""
    if not title.words:
        return
    yield title.solid
    if title.head:
        yield "".join(title.head)
    if len(title.tail) >= _TELLING_SUBTITLE:
        yield "".join(title.tail)
    if len(title.words) > _MOST_WORDS:
        return
    end = 0
    for word in title.words:
        start, end = end, end + len(word)
        if len(word) >= _SHORTEST_MISSPELT and not word.isdigit():
            before, after = title.solid[:start], title.solid[end:]
            yield f"{before} {word[:_EDGE]}- {after}"
            yield f"{before} -{word[-_EDGE:]} {after}"


def _without_markup(text: str) -> str:
    if "&" in text or "<" in text:
        text = _TAG.sub("", html.unescape(text))
    if "\\" in text:
        text = _LETTER.sub(r"\1", _ACCENT.sub("", text))
        text = _COMMAND.sub(_spoken_command, text).replace("\\", "")
    if "``" in text or "''" in text:
        text = text.replace("``", "").replace("''", "")
    return text.replace("{", "").replace("}", "").replace("$", "").replace("~", " ")


def _spoken_command(found: re.Match[str]) -> str:
    return "" if _FORMATTING.fullmatch(found[1]) else f"{found[1]} "


def _words(text: str) -> tuple[str, ...]:
    folded = _APOSTROPHE.sub("", _folded(text))
    words = _WORD.findall(_THOUSANDS.sub("", folded) if "," in folded else folded)
    # The last word may be a name: "Hepatitis A".
    kept = [*(word for word in words[:-1] if word not in _ARTICLES), *words[-1:]]
    return tuple(_one_spelling(word, kept, place) for place, word in enumerate(kept))


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold().translate(_SPOKEN)
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(_named(c) for c in apart if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", letters).translate(_PLAIN_LETTERS).translate(_SPOKEN)


def _named(character: str) -> str:
    """Return a Greek letter by its name, as TeX and those without its keys write it."""
    if "\u0370" <= character <= "\u03ff":
        name = unicodedata.name(character, "").removeprefix("GREEK SMALL LETTER ")
        return f"{name.lower().replace('final ', '')} " if name.isalpha() else character
    return character


def _one_spelling(word: str, words: list[str], place: int) -> str:
    if word in _COUNTED:
        return _COUNTED[word]
    if word in _ROMAN:
        is_numbered = place > 0 and (place == len(words) - 1 or words[place - 1] in _NUMBERED)
        return _ROMAN[word] if len(word) > 1 or is_numbered else word
    if word.isdigit():
        return word.lstrip("0") or "0"
    if len(word) > _SHORTEST_MISSPELT and word.isascii() and _MAY_BE_BRITISH.search(word):
        for spelling, american in _SPELLINGS:
            word = spelling.sub(american, word)
    return word


def _may_be_misspelt(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORTEST_MISSPELT or one.isdigit() or other.isdigit():
        return False
    if {one, other} & _NEGATIONS or one.endswith(other) or other.endswith(one):
        # Who adds letters at the beginning means another word: "unsupervised", "asynchronous".
        return False
    return one[:_EDGE] == other[:_EDGE] or one[-_EDGE:] == other[-_EDGE:]


def _is_part(short: Title, words: tuple[str, ...]) -> bool:
    if not words or not short.words:
        return False
    return short.solid == "".join(words) and short.numbers == tuple(w for w in words if w.isdigit())


def _long(title: Title) -> Iterator[str]:
    return (word for word in title.words if len(word) > _EDGE or word.isdigit())

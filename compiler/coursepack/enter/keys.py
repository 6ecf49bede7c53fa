"""Make up a key for a work, in the manner of the keys that there are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from coursepack.model.document import plain_text
from coursepack.model.work import Person, Work

_VENUE_YEAR = re.compile(r"[a-z][a-z0-9]*-[a-z]+\d\d", re.IGNORECASE)
_FAMILY_YEAR_WORD = re.compile(r"[a-z]+\d{4}[a-z]{2,}", re.IGNORECASE)
_FAMILY_SHORT_YEAR = re.compile(r"[a-z]+\d\d[a-z]?", re.IGNORECASE)
_FAMILY_COLON_YEAR = re.compile(r"[a-z]+:\d{4}(?::\w+)?", re.IGNORECASE)
# What says nothing at the beginning of a title.
_SMALL = re.compile(
    r"an?|the|on|of|in|to|for|and|towards?|from|with|is|are|how|what|why|do|does|can|should"
)
_NO_YEAR = "nd"


def new_key(work: Work, taken: Collection[str]) -> str:
    """Return a key for *work* that is none of *taken*, built as most of those are.

    `megatron-sc21`, `lamport1998part`, `lamport:1998`, `lamport98`; else `lamport1998`.
    """
    made = _made(work, taken)
    folded = {key.casefold() for key in taken}
    if made.casefold() not in folded:
        return made
    joint = "-" if made[-1].isdigit() and "-" in made else ""
    letters = (f"{made}{joint}{chr(letter)}" for letter in range(ord("b"), ord("z") + 1))
    numbers = (f"{made}-{number}" for number in range(2, len(folded) + 3))
    return next(key for key in (*letters, *numbers) if key.casefold() not in folded)


def _made(work: Work, taken: Iterable[str]) -> str:
    keys = list(taken)
    issued = work.dates.get("issued")
    year = f"{issued.value.year:04}" if issued else _NO_YEAR
    family, word = _family(work), _word(work)
    if _most(keys, _VENUE_YEAR):
        venue = _venue(work)
        return f"{word}-{venue}{year[2:]}" if venue else f"{word}-{year}"
    made = f"{family}{year}"
    if _most(keys, _FAMILY_YEAR_WORD):
        made += word
    elif _most(keys, _FAMILY_COLON_YEAR):
        made = f"{family}:{year}"
    elif _most(keys, _FAMILY_SHORT_YEAR):
        made = f"{family}{year[2:] if issued else year}"
    has_capital = 2 * sum(key[:1].isupper() for key in keys) > len(keys)
    return made[:1].upper() + made[1:] if has_capital else made


def _most(keys: list[str], form: re.Pattern[str]) -> bool:
    return 2 * sum(form.fullmatch(key) is not None for key in keys) > len(keys)


def _family(work: Work) -> str:
    for role in ("author", "editor"):
        names = work.names.get(role)
        if names and names.people:
            name = names.people[0]
            made = _plain(name.family if isinstance(name, Person) else name.name.split()[0])
            return made or _word(work)
    return _word(work)


def _word(work: Work) -> str:
    """Return the name that a title begins with (“Megatron-LM: …”), else its first telling word."""
    title = plain_text(work.title.value) if work.title else ""
    before, colon, _ = title.partition(":")
    if colon and len(before.split()) in (1, 2):
        return _plain(before.split()[0].split("-")[0]) or "work"
    words = (_plain(word) for word in title.split())
    return next((word for word in words if word and not _SMALL.fullmatch(word)), "work")


def _venue(work: Work) -> str:
    if work.text("arxiv") and work.kind == "article":
        return "arxiv"
    short = work.text("container-title-short") or work.text("container-title")
    words = re.findall(r"[^\W\d_]+", short)
    if len(words) == 1:
        return _plain(words[0])
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    initials = "".join(word[0] for word in words if word[0].isupper())
    return _plain(capitals[-1] if capitals else initials)


def _plain(text: str) -> str:
    """Return the letters and digits of *text* that every file format takes in a key."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^a-z0-9]", "", bare) or re.sub(r"\W", "", text.casefold())

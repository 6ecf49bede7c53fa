"""The words of CSL 1.0.2: which of its variables and types a name means."""

from __future__ import annotations

from coursepack import languages
from coursepack.definitions.works import (
    ALSO_CALLED,
    DATES,
    LOOSELY_CALLED,
    NAMES,
    OURS,
    TEXTS_OF_WORKS,
    TYPES,
    TYPES_ALSO_CALLED,
    VENUE,
    folded,
)
from coursepack.pattern import pattern

_THE_WORK = r"(?: (?:it|this|them|(?:the )?(?:paper|reading|text|article|work)s?))?"
_LOOSE_PHRASES = {
    "authors": rf"author\(s\)|(?:by whom|(?:who )?wr(?:ote|itten))(?: by)?{_THE_WORK}",
    "url": rf"(?:where to )?(?:get|find|access|download|obtain){_THE_WORK}(?: (?:at|here|online))?"
    r"|where to read(?: it)?",
    "venue": r"(?:where )?(?:it )?(?:was )?(?:appeared|published|came out)(?: (?:in|at|by))?"
    r"|where it (?:is|was) from",
    "year": r"year (?:of publication|published)|publication year|published when",
}


def meant(name: str) -> str:
    """Return the name that is meant by what people write over a column in whole words.

    "Who wrote it" are its authors; a name that means nothing else is only made `plain`.
    """
    words = plain(name)
    found = LOOSELY_CALLED.get(words)
    if found is None and (" " in words or "(" in words):
        found = next((n for n, said in _PHRASES.items() if said.fullmatch(words)), None)
    return found or _meant_by_either(words) or words


def _meant_by_either(words: str) -> str:
    """Return "journal" for "journal / outlet": two names of one field, "" for anything else."""
    either = [meant(name) for name in words.split("/")] if words.count("/") == 1 else []
    variables = {_PLAIN.get(folded(n)) or ALSO_CALLED.get(folded(n)) for n in either}
    return either[0] if len(variables) == 1 and None not in variables else ""


_PHRASES = {name: pattern(said) for name, said in _LOOSE_PHRASES.items()}

LOOSE = frozenset(
    (
        "authors",
        "booktitle",
        "by",
        "conference",
        "journal",
        "link",
        "name",
        "pdf",
        VENUE,
        "where",
        "year",
    )
)
"""What only authors of their own lists write; CSL has no such names."""

_PLAIN = {folded(name): name for name in (*NAMES, *DATES, *TEXTS_OF_WORKS, *OURS, "type")}
_TYPE_PLAIN = {folded(name): name for name in TYPES}


def plain(name: str) -> str:
    """Return *name* in small letters, one blank between its words, without `?` or `:` behind."""
    words = languages.english(name.replace("_", " ").replace("-", " ")).lower()
    return " ".join(words.split()).rstrip("?:")


def variable(name: str) -> str | None:
    """Return the variable that *name* means, whatever its capitals; None where none is."""
    called = folded(languages.english(name))
    known = _PLAIN.get(called) or ALSO_CALLED.get(called)
    return known or _PLAIN.get(loose := folded(meant(name))) or ALSO_CALLED.get(loose)


def type_of_work(name: str) -> str | None:
    """Return the CSL type that *name* means; None where none is."""
    called = folded(name)
    return _TYPE_PLAIN.get(called) or TYPES_ALSO_CALLED.get(called)

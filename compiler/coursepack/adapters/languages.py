"""What Unicode knows of scripts, and its locale data of the languages that use them."""

from __future__ import annotations

from collections.abc import Set
from functools import cache

from babel.core import get_global


@cache
def script_of(language: str) -> str:
    """Return the script (ISO 15924) in which *language*, a BCP 47 tag, is written: "Arab"."""
    primary, *tags = language.split("-")
    for tag in tags:
        if len(tag) == 4 and tag.isalpha():
            return tag.title()
    likely = get_global("likely_subtags")
    region = next((tag.upper() for tag in tags if len(tag) == 2), "")
    found: str = likely.get(f"{primary.lower()}_{region}") or likely.get(primary.lower(), "")
    return found.split("_")[1] if found.count("_") else "Latn"


@cache
def scripts(character: str) -> Set[str]:
    """Return the scripts that *character* is used in; none where any can use it."""
    from fontTools import unicodedata

    found: set[str] = unicodedata.script_extension(character)
    return frozenset(found - {"Zyyy", "Zinh", "Zzzz"})


@cache
def script(character: str) -> str:
    """Return the script that *character* belongs to, "" for one that several share."""
    # Only what is not written in Latin letters alone pays for this import.
    from fontTools import unicodedata

    found: str = unicodedata.script(character)
    return "" if found in ("Zyyy", "Zinh", "Zzzz") else found


@cache
def language_of(script: str) -> str:
    """Return the language that is written in *script* most often, "" for none: "ar"."""
    found: str = get_global("likely_subtags").get(f"und_{script}", "")
    return found.split("_")[0]

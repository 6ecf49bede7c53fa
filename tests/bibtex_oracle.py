"""How pandoc reads a BibTeX file, to be compared with how we do."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pypandoc

from coursepack.model.document import plain_text
from coursepack.model.work import Name, Person, Work

ASPECTS = (
    "type",
    "author",
    "editor",
    "issued",
    "title",
    "container-title",
    "volume",
    "issue",
    "page",
    "DOI",
    "URL",
    "publisher",
)

_TAG = re.compile(r"</?(?:i|b|sup|sub|sc|span)\b[^<>]*>")


def items(path: Path, dialect: str) -> dict[str, dict[str, str]]:
    """Return each aspect of each entry of *path*, as pandoc reads *dialect*."""
    command = [pypandoc.get_pandoc_path(), "-f", dialect, "-t", "csljson", str(path)]
    made = subprocess.run(command, capture_output=True, check=True)
    return {item["id"]: dict(_aspects_of_item(item)) for item in json.loads(made.stdout)}


def aspects(work: Work) -> dict[str, str]:
    """Return each aspect of *work* in the words that `items` has."""
    found = {"type": work.kind} | {name: text.value for name, text in work.fields.items()}
    if work.title:
        found["title"] = plain_text(work.title.value)
    for role, names in work.names.items():
        others = [] if names.complete else ["others"]
        found[role] = "; ".join((*map(_person, names.people), *others))
    if issued := work.dates.get("issued"):
        date = issued.value
        found["issued"] = "-".join(str(p) for p in (date.year, date.month, date.day) if p)
    return {name: _folded(name, found.get(name, "")) for name in ASPECTS}


def _aspects_of_item(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ASPECTS:
        value = item.get(name, "")
        if name in ("author", "editor"):
            value = "; ".join(map(_name, value or ()))
        elif name == "issued":
            value = _date(value or {})
        yield name, _folded(name, _TAG.sub("", str(value)))


def _folded(name: str, text: str) -> str:
    """Fold what prints alike in the end, and the case of titles, which pandoc changes."""
    text = " ".join(text.replace("’", "'").replace("‘", "'").split())
    if name in ("title", "container-title"):
        return text.casefold()
    if name == "page":
        return text.replace("–", "-")
    # Of an entry that is nothing in particular pandoc says no type.
    return text or ("document" if name == "type" else "")


def _person(name: Name) -> str:
    if not isinstance(name, Person):
        return name.name
    parts = (f"{name.particle} {name.family}".strip(), name.given, name.suffix)
    return "|".join(part for part in parts if part)


def _name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    # That a particle is dropped in lists or not is a matter of style, see `useprefix`.
    particle = name.get("non-dropping-particle", "") or name.get("dropping-particle", "")
    family = f"{particle} {name.get('family', '')}".strip()
    return "|".join(p for p in (family, name.get("given", ""), name.get("suffix", "")) if p)


def _date(date: Mapping[str, Any]) -> str:
    parts = date.get("date-parts") or [[]]
    return "-".join(str(part) for part in parts[0]) or str(date.get("literal", ""))

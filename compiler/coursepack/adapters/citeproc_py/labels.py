"""The number or key by which a style calls a work, and the people who make up the key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_ROLES = ("author", "editor", "translator", "director", "composer", "container-author")


def people_of(reference: Any) -> Sequence[Any]:
    """Return the people a work goes by, none where nobody made it."""
    return next((people for role in _ROLES if (people := reference.get(role))), ())


def family_of(name: Any) -> str:
    """Return the name by which somebody, or something, is looked up."""
    return str(name.get("family") or name.get("literal", ""))


def number_of(reference: Any) -> str:
    """Return the number of a work, which its id is made of."""
    return str(reference.key)[1:]


def label_of(reference: Any) -> str:
    """Return the key that label styles print ("Knu84"), made as other engines make it."""
    if label := reference.get("citation-label"):
        return str(label)
    families = [family_of(name).replace(" ", "") for name in people_of(reference)[:4]]
    lengths = {1: (4,), 2: (2, 2), 3: (2, 2, 2)}.get(len(families), (1, 1, 1, 1))
    names = "".join(family[:length] for family, length in zip(families, lengths, strict=False))
    date = reference.get("issued")
    year = f"{abs(date.year) % 100:02}" if date else ""
    return f"{names or 'Xyz'}{year}{reference.get('year-suffix', '')}"

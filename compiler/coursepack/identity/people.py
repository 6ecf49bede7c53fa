"""Tell whether two works can have the same authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from coursepack.model.work import Person, Work


@dataclass(frozen=True, slots=True)
class People:
    """The families of a work's authors, and every word of their names.

    A team has no family: papers by "OpenAI" are often listed by their people.
    """

    families: frozenset[str]
    words: frozenset[str]

    def shared(self, other: People) -> float | None:
        """Return which part of the fewer authors both have, None where one's are not known.

        A family counts where it is any part of a name, since some write it first.
        """
        if not self.families or not other.families:
            return None
        both = max(len(self.families & other.words), len(other.families & self.words))
        return both / min(len(self.families), len(other.families))


_ROLES = ("author", "editor", "director")


def of_work(work: Work) -> People:
    """Return the authors of *work*, or its editors or directors where it has none."""
    names = next((n for role in _ROLES if (n := work.names.get(role))), None)
    people = names.people if names else ()
    persons = [person for person in people if isinstance(person, Person)]
    words = (f"{person.given} {person.family}" for person in persons)
    return People(
        frozenset(family for person in persons if (family := _family(person.family))),
        frozenset(word for name in words for word in _plain(name)),
    )


def _family(name: str) -> str:
    return next(reversed([*_plain(name)]), "")


def _plain(name: str) -> Iterator[str]:
    if not name.isascii():
        apart = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in apart if not unicodedata.combining(c))
    return iter(re.findall(r"[^\W\d_]{2,}", name.casefold()))

"""Bibliographic data, independent of where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coursepack.model.document import Inlines
from coursepack.model.source import Span, Spanned


@dataclass(frozen=True, slots=True)
class Person:
    """A name in CSL's parts; particles such as "van der" stand apart from the family."""

    family: str
    given: str = ""
    particle: str = ""
    dropping_particle: str = ""
    suffix: str = ""

    def parts(self) -> dict[str, str]:
        """Return what there is of the name, by the parts that CSL-JSON gives a name."""
        parts = {
            "family": self.family,
            "given": self.given,
            "non-dropping-particle": self.particle,
            "dropping-particle": self.dropping_particle,
            "suffix": self.suffix,
        }
        return {part: text for part, text in parts.items() if text}

    def in_order(self) -> str:
        """Return the whole name as it is spoken: "Ludwig van Beethoven"."""
        parts = (self.given, self.dropping_particle, self.particle, self.family, self.suffix)
        return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Organization:
    """A name that is printed whole: a team, a company, or what could not be split."""

    name: str

    def parts(self) -> dict[str, str]:
        """Return the name by the part that CSL-JSON gives it."""
        return {"literal": self.name}

    def in_order(self) -> str:
        """Return the name."""
        return self.name


Name = Person | Organization


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one role, in order.

    `complete` is False where the source ends with "et al." or "and others".
    """

    people: tuple[Name, ...]
    span: Span
    complete: bool = True

    def with_others(self) -> tuple[Name, ...]:
        """Return the names and, where some are not written, the last one that BibTeX has."""
        return self.people if self.complete else (*self.people, Organization("others"))


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as coarse as a year."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Something one can read.

    `kind` is a CSL type ("paper-conference"). `title` is the text as written with CSL's
    few tags read; None where there is none. `names` and `dates` are keyed by CSL variable
    ("author", "issued"); `fields` holds every other CSL variable ("container-title", "DOI",
    "URL", and `arxiv`), each text with the place it was written. `versions` holds the other
    appearances of the same work, keyed "published" or "preprint". `blank` holds the variables
    that were written with nothing behind them, each with its name there and its place.
    """

    key: Spanned[str]
    kind: str
    title: Spanned[Inlines] | None
    names: Mapping[str, Names] = field(default_factory=dict)
    dates: Mapping[str, Spanned[PartialDate]] = field(default_factory=dict)
    fields: Mapping[str, Spanned[str]] = field(default_factory=dict)
    versions: Mapping[str, Work] = field(default_factory=dict)
    blank: Mapping[str, Spanned[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the field *name*, "" where the work has none."""
        value = self.fields.get(name)
        return value.value if value else ""


@dataclass(frozen=True, slots=True)
class Library:
    """Every work of the course in the order of its files, repeated keys included."""

    works: tuple[Work, ...] = ()
    _by_key: Mapping[str, Work] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, Work] = {}
        for work in self.works:
            by_key.setdefault(work.key.value, work)
        object.__setattr__(self, "_by_key", by_key)

    def get(self, key: str) -> Work | None:
        """Return the first work called *key*."""
        return self._by_key.get(key)

    def keys(self) -> Iterator[str]:
        """Every key once, in file order."""
        return iter(self._by_key)

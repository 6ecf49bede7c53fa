"""Find the works that are one paper."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from coursepack.identity import identifiers, people, titles
from coursepack.identity.identifiers import Identifier
from coursepack.identity.people import People
from coursepack.identity.titles import Title
from coursepack.model.document import plain_text
from coursepack.model.work import Work

# How the words for what two works share begin.
_NAMES = {
    "acl": "the ACL Anthology id",
    "arxiv": "the arXiv id",
    "cvf": "the CVF file",
    "doi": "the DOI",
    "ieee": "the IEEE Xplore number",
    "isbn": "the ISBN",
    "jmlr": "the JMLR number",
    "neurips": "the NeurIPS id",
    "openreview": "the OpenReview id",
    "pmc": "the PubMed Central id",
    "pmlr": "the PMLR id",
    "pubmed": "the PubMed id",
    "rfc": "the RFC",
    "s2": "the Semantic Scholar id",
    "url": "the address",
    "usenix": "the USENIX page",
}
# These may lead to what holds several works; titles that contradict one another then decide.
_SHARED = frozenset(("url", "isbn"))
# The surest first.
_SUREST = {"doi": 0, "arxiv": 1, "openreview": 2, "isbn": 8, "url": 9}

# Of these a paper has one as a rule; a USENIX or NeurIPS paper has several names.
_ONE_EACH = frozenset(("acl", "arxiv", "doi", "ieee", "isbn", "jmlr", "pmlr", "pubmed", "rfc"))

# From preprint to journal; a later work of the same title is another edition.
_YEARS_APART = 4
# So many works that share a title or an address are a series or a site, not one paper.
_SERIES = 100


@dataclass(frozen=True, slots=True)
class Match:
    """Why *work* is the paper that *like* is: by an *identifier*, or by their titles."""

    work: Work
    like: Work
    identifier: Identifier | None = None

    @property
    def reason(self) -> str:
        """One word for why: "doi", "arxiv", …, "address" or "title"."""
        if self.identifier is None:
            return "title"
        return "address" if self.identifier.scheme == "url" else self.identifier.scheme

    @property
    def because(self) -> str:
        """The reason as a clause: "both have the DOI `10.1000/1`"."""
        if self.identifier is None:
            return "their titles are alike"
        scheme, value = self.identifier.scheme, self.identifier.value
        return f"both have {_NAMES.get(scheme, 'the address')} `{value}`"


@dataclass(frozen=True, slots=True)
class Group:
    """Works that are one paper: the *first*, and why each of the *others* is with it."""

    first: Work
    others: tuple[Match, ...]


class Works:
    """An index of works that tells which are one paper, whatever their keys."""

    def __init__(self, works: Sequence[Work], known: Works | None = None) -> None:
        """Index *works*; what *known* has found out about any of them is not asked again."""
        found = {id(entry.work): entry for entry in known._entries} if known else {}
        self._entries: list[_Entry] = [found.get(id(work)) or _Entry(work) for work in works]
        self._by_identifier: dict[Identifier, list[int]] = {}
        self._by_title: dict[str, list[int]] = {}
        for place, entry in enumerate(self._entries):
            for identifier in entry.identifiers:
                self._by_identifier.setdefault(identifier, []).append(place)
            for key in entry.title_keys:
                self._by_title.setdefault(key, []).append(place)

    def find(self, work: Work) -> Match | None:
        """Return why an entry is the paper that *work* is; the surest reason, the first entry."""
        if not self._entries:
            return None
        wanted = _Entry(work)
        for identifier in wanted.by_surety:
            for place in self._by_identifier.get(identifier, ()):
                entry = self._entries[place]
                if entry.work is not work and wanted.allows(entry, identifier):
                    return Match(entry.work, work, identifier)
        places = {p for key in wanted.title_keys for p in _few(self._by_title.get(key, ()))}
        found = [
            (not titles.same(entry.title, wanted.title), place)
            for place in places
            if (entry := self._entries[place]).work is not work and wanted.is_titled_like(entry)
        ]
        return Match(self._entries[min(found)[1]].work, work) if found else None

    def groups(self) -> tuple[Group, ...]:
        """Return every group of two works or more that are one paper, in the works' order."""
        edges: dict[int, dict[int, Identifier | None]] = {}
        for one, other, identifier in (*self._by_titles(), *self._by_identifiers()):
            edges.setdefault(one, {})[other] = identifier
            edges.setdefault(other, {})[one] = identifier
        seen: set[int] = set()
        found: list[Group] = []
        for start in sorted(edges):
            if start not in seen:
                others = self._reached(start, edges, seen)
                found.append(Group(self._entries[start].work, others))
        return tuple(found)

    def _reached(
        self, start: int, edges: dict[int, dict[int, Identifier | None]], seen: set[int]
    ) -> tuple[Match, ...]:
        """Every work that is *start*'s paper, each with the work through which it is."""
        seen.add(start)
        found: list[tuple[int, Match]] = []
        waiting = deque((start,))
        while waiting:
            place = waiting.popleft()
            for other, identifier in sorted(edges[place].items(), key=lambda edge: edge[0]):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    works = self._entries[other].work, self._entries[place].work
                    found.append((other, Match(*works, identifier)))
        return tuple(match for _, match in sorted(found, key=lambda pair: pair[0]))

    def _by_identifiers(self) -> Iterator[tuple[int, int, Identifier]]:
        """Pairs of one paper; the surest reason for a pair comes last."""
        repeated = [key for key, places in self._by_identifier.items() if len(places) > 1]
        for identifier in sorted(repeated, key=_surety, reverse=True):
            places = self._by_identifier[identifier]
            if identifier.scheme not in _SHARED:
                # Each with the first: what is equal needs no more.
                yield from ((places[0], place, identifier) for place in places[1:])
                continue
            for one, other in combinations(_few(places), 2):
                if self._entries[one].allows(self._entries[other], identifier):
                    yield one, other, identifier

    def _by_titles(self) -> Iterator[tuple[int, int, None]]:
        seen: set[tuple[int, int]] = set()
        for places in self._by_title.values():
            if 1 < len(places) <= _SERIES:
                for pair in combinations(places, 2):
                    if pair in seen:
                        continue
                    seen.add(pair)
                    if self._entries[pair[0]].is_titled_like(self._entries[pair[1]]):
                        yield *pair, None


class _Entry:
    """A work and what it is compared by."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.identifiers = identifiers.of_work(work)

    @cached_property
    def by_surety(self) -> list[Identifier]:
        return sorted(self.identifiers, key=_surety)

    @cached_property
    def title(self) -> Title:
        return titles.read(plain_text(self.work.title.value) if self.work.title else "")

    @cached_property
    def title_keys(self) -> frozenset[str]:
        return frozenset(titles.keys(self.title))

    @cached_property
    def people(self) -> People:
        return people.of_work(self.work)

    @cached_property
    def years(self) -> frozenset[int]:
        versions = (self.work, *self.work.versions.values())
        return frozenset(v.dates["issued"].value.year for v in versions if "issued" in v.dates)

    def allows(self, other: _Entry, identifier: Identifier) -> bool:
        """Say whether *identifier*, which both have, is of one work."""
        return identifier.scheme not in _SHARED or not titles.contradict(self.title, other.title)

    def is_titled_like(self, other: _Entry) -> bool:
        """Say whether the titles are of one paper, and nothing else says otherwise."""
        shared = self.people.shared(other.people)
        if shared == 0 or self._far_from(other):
            return False
        if titles.same(self.title, other.title):
            if self._identified_otherwise(other):
                return shared is not None
            if self.title.is_telling:
                return True
            # Short titles are often used again, and by colleagues: "Deep Learning".
            return not self.title.is_generic if shared is None else shared >= 0.5
        if self._identified_otherwise(other):
            return False
        if short := titles.shortened(self.title, other.title):
            return short.is_telling or bool(shared)
        is_sure = self.title.is_telling or bool(shared)
        return is_sure and titles.misspelt(self.title, other.title)

    def _far_from(self, other: _Entry) -> bool:
        apart = [abs(one - two) for one, two in product(self.years, other.years)]
        return bool(apart) and min(apart) > _YEARS_APART

    def _identified_otherwise(self, other: _Entry) -> bool:
        """Say whether both have an identifier of one scheme, and no two are equal."""
        schemes = {i.scheme for i in self.identifiers} & {i.scheme for i in other.identifiers}
        return bool(schemes & _ONE_EACH) and not self.identifiers & other.identifiers


def _surety(identifier: Identifier) -> tuple[int, Identifier]:
    return _SUREST.get(identifier.scheme, 5), identifier


def _few(places: Sequence[int]) -> Iterable[int]:
    return places if len(places) <= _SERIES else ()

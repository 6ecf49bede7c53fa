"""The works that pages describe themselves: each paper once, under a key of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coursepack.identity import Match, Works
from coursepack.model.source import Spanned
from coursepack.model.work import Library, Work


class DescribedWorks:
    """Tells for each of the *described* works which work stands for its paper."""

    def __init__(self, described: Sequence[Work], library: Library) -> None:
        self._matches: dict[int, Match] = {}
        self._works: dict[int, Work] = {}
        if not described:
            return
        listed = Works(library.works)
        each = list({id(work): work for work in described}.values())
        for work in each:
            if match := listed.find(work):
                self._matches[id(work)] = match
        self._share([work for work in each if id(work) not in self._matches], library)

    def work(self, described: Work) -> tuple[Work, Match | None]:
        """Return the work that *described* is, and the match where the library lists it."""
        if match := self._matches.get(id(described)):
            return match.work, match
        return self._works[id(described)], None

    def _share(self, described: list[Work], library: Library) -> None:
        """Let the first description of a paper stand for the others."""
        first = {
            id(match.work): group.first
            for group in Works(described).groups()
            for match in group.others
        }
        taken = dict.fromkeys(library.keys(), 1)
        for work in described:
            if id(work) in first:
                self._works[id(work)] = self._works[id(first[id(work)])]
            elif id(work) not in self._works:
                self._works[id(work)] = _called(work, _free(work.key.value, taken))


def _called(work: Work, key: str) -> Work:
    return work if work.key.value == key else replace(work, key=Spanned(key, work.key.span))


def _free(key: str, taken: dict[str, int]) -> str:
    """Return *key*, with a number where another work has it, and take it.

    *taken* holds the number that was last tried behind each key.
    """
    free = key
    while free in taken:
        taken[key] += 1
        free = f"{key}-{taken[key]}"
    taken[free] = 1
    return free

"""Bind every reading to the work it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.outline import Outline, Reading, ReadingItem
from coursepack.model.work import Library, Work
from coursepack.resolve.unknown_work import unknown_work


def resolve(outline: Outline[ReadingItem], library: Library) -> Outcome[Outline[Reading]]:
    """Return the bound outline; readings of unknown works are reported and left out."""
    unknown: list[Diagnostic] = []

    def bind(item: ReadingItem) -> Iterator[Reading]:
        if work := library.get(item.key.value):
            yield Reading(work, item)
        else:
            unknown.append(unknown_work(item.key.value, item.key.span, library))

    return Outcome(outline.replace_readings(bind), tuple(unknown))


def works_called(keys: Sequence[str], library: Library) -> Outcome[tuple[Work, ...]]:
    """Return the work of each of *keys* once, in their order; unknown ones are reported."""
    once = dict.fromkeys(keys)
    found = {key: library.get(key) for key in once}
    unknown = (unknown_work(key, None, library) for key, work in found.items() if work is None)
    return Outcome(tuple(work for work in found.values() if work), tuple(unknown))

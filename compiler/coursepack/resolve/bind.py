"""Bind every reading to the work it names or describes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.document import ListItem, Paragraph
from coursepack.model.outline import Outline, Reading, ReadingItem
from coursepack.model.source import Spanned
from coursepack.model.work import Library, Work
from coursepack.resolve.described import DescribedWorks
from coursepack.resolve.listed_work import listed_work
from coursepack.resolve.unknown_work import unknown_work
from coursepack.resolve.version import preferred


def resolve(
    outline: Outline[ReadingItem], library: Library, prefer: str = "listed"
) -> Outcome[Outline[Reading]]:
    """Return the bound outline; readings of unknown works are reported and left out.

    A reading that the page describes is bound to the library's entry of that paper where
    there is one, which is reported, else to what the page says. *prefer* says which version
    of a work is cited, as in the settings. A key never stands for two works.

    Words that only may be keys are prose where no work has them, unless most of their kind are
    keys: then one that is not is a mistake.
    """
    guesses = [library.get(i.key.value) is not None for i in outline.readings() if i.words]
    are_keys = sum(guesses) * 2 > len(guesses)
    described = DescribedWorks([i.described for i in outline.readings() if i.described], library)
    said: list[Diagnostic] = []

    def bind(item: ReadingItem) -> Iterator[Reading | ListItem]:
        if item.described:
            work, match = described.work(item.described)
            # Data may name a key and tell of its work besides.
            if match and match.work.key.value != item.key.value:
                said.append(listed_work(item.described, item.key.span, match))
            key = Spanned(work.key.value, item.key.span)
            yield Reading(preferred(work, prefer), replace(item, key=key))
        elif listed := library.get(item.key.value):
            yield Reading(preferred(listed, prefer), item)
        elif item.words and not are_keys:
            yield ListItem((Paragraph(item.words),))
        else:
            said.append(unknown_work(item.key.value, item.key.span, library))

    return Outcome(outline.replace_readings(bind), tuple(said))


def works_called(
    keys: Sequence[str], library: Library, prefer: str = "listed"
) -> Outcome[tuple[Work, ...]]:
    """Return the work of each of *keys* once, in their order; unknown ones are reported."""
    once = dict.fromkeys(keys)
    found = {key: library.get(key) for key in once}
    unknown = (unknown_work(key, None, library) for key, work in found.items() if work is None)
    works = tuple(preferred(work, prefer) for work in found.values() if work)
    return Outcome(works, tuple(unknown))

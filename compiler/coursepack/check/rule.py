"""What a rule is asked, and what it must declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from coursepack.identity import Works
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.outline import Outline, Reading
from coursepack.model.work import Library


@dataclass(frozen=True)
class Course:
    """What the rules look at: the outline with its works, and every work there is.

    `assigned` holds every key that a reading names, known or not; `pages` the names of the
    files that the outline was read from.
    """

    outline: Outline[Reading]
    library: Library
    assigned: frozenset[str]
    pages: tuple[str, ...]

    @cached_property
    def papers(self) -> Works:
        """The first work of each key, indexed by what tells which are one paper."""
        library = self.library
        return Works([work for work in library.works if library.get(work.key.value) is work])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the code of its diagnostics, which is its file's name, and its question."""

    code: str
    check: Callable[[Course], Iterator[Diagnostic]]

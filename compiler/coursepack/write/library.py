"""What a format for libraries and reference managers must declare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned


@dataclass(frozen=True, slots=True)
class LibraryFormat:
    """A format of works: its name on the command line, which is its file's, and its suffix."""

    name: str
    suffix: str
    write: Callable[[Sequence[Assigned], Pandoc], bytes]

"""What a shape of metadata must declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Node
from coursepack.model.work import Work


@dataclass(frozen=True, slots=True)
class WorkReader:
    """The file suffixes a shape has, whether a file's data has that shape, and its reader.

    No two readers take the same data.
    """

    suffixes: tuple[str, ...]
    takes: Callable[[Node], bool]
    read: Callable[[Node], Outcome[tuple[Work, ...]]]

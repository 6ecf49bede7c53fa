"""What a shape of metadata must declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Node
from coursepack.model.source import Source
from coursepack.model.work import Work
from coursepack.read import data_file


@dataclass(frozen=True, slots=True)
class WorkReader:
    """The file suffixes a shape has, whether a file's data has that shape, and its reader.

    No two readers take the same data. Readers of one suffix share what parses its files.
    """

    suffixes: tuple[str, ...]
    takes: Callable[[Node], bool]
    read: Callable[[Node], Outcome[tuple[Work, ...]]]
    parse: Callable[[Source], Outcome[Node | None]] = data_file.parse

"""RIS: the records that library systems, publishers and reference managers export."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Node, Sequence
from coursepack.model.source import Source
from coursepack.model.work import Work
from coursepack.read.work_reader import WorkReader


def takes(node: Node) -> bool:
    """Take what the parser of RIS makes."""
    return isinstance(node, Sequence)


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each record as a work; a record without an ID is called by author and year."""
    # Imported only where a course has such a file: every build imports this one.
    from coursepack.read.entries import ris_works

    return ris_works.read(node)


def parse(source: Source) -> Outcome[Node | None]:
    """Return what *source* holds, every value with its place."""
    from coursepack.adapters import ris_nodes

    return ris_nodes.parse(source)


READER = WorkReader((".ris",), takes, read, parse)

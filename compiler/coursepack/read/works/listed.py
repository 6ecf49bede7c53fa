"""A list of works in a course site's own words: `- id: …`, `authors: …`, `venue: …`."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Node, Sequence
from coursepack.model.work import Work
from coursepack.read.entries import work_parts
from coursepack.read.work_reader import WorkReader


def takes(node: Node) -> bool:
    """Take a list in which a work has fields that CSL calls otherwise."""
    return isinstance(node, Sequence) and any(map(work_parts.is_loose, node.items))


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each item as a work."""
    return work_parts.by_id(node.items if isinstance(node, Sequence) else ())


READER = WorkReader((".yaml", ".yml", ".json"), takes, read)

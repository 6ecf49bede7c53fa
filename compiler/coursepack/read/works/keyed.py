"""Works by key, in the words of CSL or in those of a course site: `key: {title: …}`."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.work import Work
from coursepack.read.entries import work_parts
from coursepack.read.work_reader import WorkReader


def takes(node: Node) -> bool:
    """Take a mapping, unless it is a list of references or a lone one."""
    if not isinstance(node, Mapping):
        return False
    is_lone = isinstance(node.get("id"), Scalar)
    return not is_lone and not isinstance(node.get("references"), Sequence)


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each value of the mapping as the work that its name is the key of."""
    return work_parts.works(node.entries if isinstance(node, Mapping) else ())


READER = WorkReader((".yaml", ".yml", ".json"), takes, read)

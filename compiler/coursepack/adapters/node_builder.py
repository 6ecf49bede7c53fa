"""Put a tree of nodes together from what a parser meets, in the order it meets it."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source, Span, Spanned

DEEPEST = 100
"""How deep nodes may nest; hand-written data stays below ten."""


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end was not met yet."""

    is_mapping: bool
    start: int
    end: int
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Spanned[str], Node]] = field(default_factory=list)
    merged: list[Mapping] = field(default_factory=list)
    key: Spanned[str] | None = None
    key_start: int = 0
    awaits_value: bool = False
    is_merge: bool = False
    size: int = 1


class NodeBuilder:
    """A tree under construction; offsets count characters of *source*.

    When a parser stops early, `rescued` still gives what was complete by then.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._open: list[_Open] = []
        self.root: Node | None = None
        self.size = 0
        self.unusable_keys: list[Span] = []

    @property
    def depth(self) -> int:
        """How many lists and mappings are open."""
        return len(self._open)

    def open(self, start: int, end: int, *, is_mapping: bool) -> None:
        """Begin a list or a mapping, whose first character lies at *start*."""
        self._open.append(_Open(is_mapping, start, end))

    def scalar(self, text: str, start: int, end: int, *, quoted: bool) -> Scalar:
        """Add a single value."""
        node = Scalar(text, self._source.span(start, end), quoted)
        self.add(node, 1, start, end)
        return node

    def close(self, end: int | None = None) -> tuple[Node, int]:
        """End the innermost list or mapping; return it and how many nodes it holds.

        Without *end* it reaches as far as its last value.
        """
        level = self._open.pop()
        end = level.end if end is None else end
        node = self._finished(level, end)
        self.add(node, level.size, level.start, end)
        return node, level.size

    def add(self, node: Node, size: int, start: int, end: int) -> None:
        """Add a *node* of *size* nodes that is written from *start* to *end*."""
        if not self._open:
            self.root, self.size = node, size
            return
        level = self._open[-1]
        level.size += size
        level.end = max(level.end, end)
        if not level.is_mapping:
            level.items.append(node)
        elif not level.awaits_value:
            self._name(level, node, start)
        else:
            _fill(level, node)

    def rescued(self) -> Node | None:
        """Return what is complete: whole entries of the root, and of a list right in it."""
        if not self._open:
            return self.root
        root = self._open[0]
        below = self._open[1] if self.depth > 1 else None
        if root.is_mapping and root.key and below and not below.is_mapping:
            root.entries.append((root.key, self._finished(below, below.end)))
        return self._finished(root, root.end)

    def unfinished_from(self) -> int | None:
        """Return where the entry of the root begins at which the parser stopped."""
        if not self._open:
            return None
        root = self._open[0]
        if root.is_mapping and root.awaits_value:
            return root.key_start
        return self._open[1].start if self.depth > 1 else root.end

    def _name(self, level: _Open, node: Node, start: int) -> None:
        level.awaits_value = True
        level.key_start = start
        if isinstance(node, Scalar):
            level.key = Spanned(node.text, node.span)
            level.is_merge = node.text == "<<" and not node.quoted
        else:
            level.key, level.is_merge = None, False
            self.unusable_keys.append(node.span)

    def _finished(self, level: _Open, end: int) -> Node:
        span = self._source.span(level.start, end)
        if not level.is_mapping:
            return Sequence(tuple(level.items), span)
        if level.merged:
            _merge(level)
        return Mapping(tuple(level.entries), span)


def _fill(level: _Open, node: Node) -> None:
    level.awaits_value = False
    if level.key is None:
        return
    if level.is_merge and (merged := _mappings(node)):
        level.merged += merged
    else:
        level.entries.append((level.key, node))
    level.key = None


def _mappings(node: Node) -> tuple[Mapping, ...]:
    if isinstance(node, Mapping):
        return (node,)
    if isinstance(node, Sequence):
        return tuple(item for item in node.items if isinstance(item, Mapping))
    return ()


def _merge(level: _Open) -> None:
    """Add what the mappings named by `<<` say and the mapping itself does not."""
    said = {name.value for name, _ in level.entries}
    for mapping in level.merged:
        level.entries += (entry for entry in mapping.entries if entry[0].value not in said)
        said.update(name.value for name, _ in mapping.entries)

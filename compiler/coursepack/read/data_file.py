"""Parse a file of data, YAML, JSON or a table, into nodes that know their places."""

from __future__ import annotations

from coursepack import languages
from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Mapping, Node, Sequence
from coursepack.model.source import Source, Spanned

_LOOKED_AT = 4000
_DEEPEST = 5
SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".tsv")


def is_data(name: str) -> bool:
    """Say whether the file *name* holds data rather than a page to be read."""
    return name.lower().endswith(SUFFIXES)


def parse(source: Source) -> Outcome[Node | None]:
    """Return what *source* holds, None where nothing does; its suffix says how to read it."""
    # Each parser is imported only where a course has such a file.
    name = source.name.lower()
    # What fields are called is said at the beginning.
    spoken = languages.spoken("", (source.text[:_LOOKED_AT],))
    if name.endswith((".csv", ".tsv")):
        from coursepack.adapters import csv_nodes
        from coursepack.read.words import columns

        rows = csv_nodes.parse(source)
        with languages.using(spoken):
            return Outcome(columns.named(_renamed(rows.value, spoken)), rows.diagnostics)
    if name.endswith(".json"):
        from coursepack.adapters import json_nodes

        read = json_nodes.parse(source)
    else:
        from coursepack.adapters import yaml_nodes

        read = yaml_nodes.parse(source)
    return Outcome(_renamed(read.value, spoken), read.diagnostics)


def _renamed(node: Node | None, spoken: tuple[str, ...]) -> Node | None:
    """Return *node* with the fields of its items called as they would be in English."""
    return _items_renamed(node, spoken, 0) if node and spoken else node


def _items_renamed(node: Node, spoken: tuple[str, ...], depth: int) -> Node:
    if depth > _DEEPEST:
        return node
    match node:
        case Sequence(items, span):
            return Sequence(tuple(_items_renamed(i, spoken, depth + 1) for i in items), span)
        case Mapping(entries, span):
            named = [languages.name(name.value, spoken) for name, _ in entries]
            known = sum(new != name.value for new, (name, _) in zip(named, entries, strict=True))
            # One word alone may be the title of what it holds.
            renames = known > 1 and len(set(named)) == len(named)
            return Mapping(
                tuple(
                    (
                        Spanned(new, name.span) if renames else name,
                        _items_renamed(value, spoken, depth + 1),
                    )
                    for new, (name, value) in zip(named, entries, strict=True)
                ),
                span,
            )
        case _:
            return node

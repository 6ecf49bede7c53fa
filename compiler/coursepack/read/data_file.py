"""Parse a file of data, YAML, JSON or a table, into nodes that know their places."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Node
from coursepack.model.source import Source

SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".tsv")


def is_data(name: str) -> bool:
    """Say whether the file *name* holds data rather than a page to be read."""
    return name.lower().endswith(SUFFIXES)


def parse(source: Source) -> Outcome[Node | None]:
    """Return what *source* holds, None where nothing does; its suffix says how to read it."""
    # Each parser is imported only where a course has such a file.
    name = source.name.lower()
    if name.endswith((".csv", ".tsv")):
        from coursepack.adapters import csv_nodes
        from coursepack.read.words import columns

        rows = csv_nodes.parse(source)
        return Outcome(columns.named(rows.value), rows.diagnostics)
    if name.endswith(".json"):
        from coursepack.adapters import json_nodes

        return json_nodes.parse(source)
    from coursepack.adapters import yaml_nodes

    return yaml_nodes.parse(source)

"""Read the works of a course, whatever shape each of its files has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from coursepack import registry
from coursepack.definitions.works import LISTS
from coursepack.model import node as node_types
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Node
from coursepack.model.source import Source, Spanned
from coursepack.model.work import Library, Work
from coursepack.read import works
from coursepack.read.work_reader import WorkReader


def read(sources: Sequence[Source], called: Mapping[str, str] | None = None) -> Outcome[Library]:
    """Return the works of all *sources* in order, repeated keys included.

    *called* gives fields that a course names in its own way the names they are known by.
    """
    readers = registry.declared(works, "READER", WorkReader)
    found: list[Work] = []
    problems: list[Diagnostic] = []
    for source in sources:
        outcome = _read(source, readers, called or {})
        found += outcome.value
        problems += outcome.diagnostics
    return Outcome(Library(tuple(found)), tuple(problems))


def _read(
    source: Source, readers: Sequence[WorkReader], called: Mapping[str, str]
) -> Outcome[tuple[Work, ...]]:
    suffix = PurePosixPath(source.name).suffix.lower()
    fitting = [reader for reader in readers if suffix in reader.suffixes]
    if not fitting:
        known = sorted({suffix for reader in readers for suffix in reader.suffixes})
        return _nothing(
            source,
            "unread-file",
            Severity.ERROR,
            f"works cannot be read from `{source.name}`",
            f"give a file that ends in {', '.join(known)}",
        )
    parsed = fitting[0].parse(source)
    if parsed.value is None:
        return _without_works(source, parsed.diagnostics)
    data = unwrapped(parsed.value)
    data = _renamed(data, called) if called else data
    reader = next((reader for reader in fitting if reader.takes(data)), None)
    if reader is None:
        return _without_works(source, parsed.diagnostics)
    outcome = reader.read(data)
    problems = (*parsed.diagnostics, *outcome.diagnostics)
    return Outcome(outcome.value, problems) if outcome.value else _without_works(source, problems)


def unwrapped(node: Node) -> Node:
    """Return the works that stand in *node* under a name such as `papers`."""
    if not isinstance(node, node_types.Mapping):
        return node
    for name, value in node.entries:
        if name.value.lower() in LISTS and _holds_mappings(value):
            return value
    return node


def _holds_mappings(node: Node) -> bool:
    values: tuple[Node, ...] = ()
    if isinstance(node, node_types.Sequence):
        values = node.items
    elif isinstance(node, node_types.Mapping):
        values = tuple(value for _, value in node.entries)
    return bool(values) and all(isinstance(value, node_types.Mapping) for value in values)


def _renamed(node: Node, called: Mapping[str, str]) -> Node:
    """Return *node* with fields by the names they are known by, where nothing has these yet."""
    match node:
        case node_types.Sequence(items, span):
            return node_types.Sequence(tuple(_renamed(item, called) for item in items), span)
        case node_types.Mapping(entries, span):
            taken = {name.value for name, _ in entries}
            return node_types.Mapping(
                tuple(
                    (
                        Spanned(called[name.value], name.span)
                        if called.get(name.value, "") not in taken and name.value in called
                        else name,
                        _renamed(value, called),
                    )
                    for name, value in entries
                ),
                span,
            )
        case _:
            return node


def _without_works(source: Source, problems: tuple[Diagnostic, ...]) -> Outcome[tuple[Work, ...]]:
    if problems:
        return Outcome((), problems)
    return _nothing(
        source,
        "no-works",
        Severity.WARNING,
        f"there are no works in `{source.name}`",
        "write a key, and below it `title: …`, `author: …` and what else is known",
    )


def _nothing(
    source: Source, code: str, severity: Severity, message: str, hint: str
) -> Outcome[tuple[Work, ...]]:
    place = source.span(0, 0)
    return Outcome((), (Diagnostic(code, severity, message, place, (), (hint,)),))

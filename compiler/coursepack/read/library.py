"""Read the works of a course, whatever shape each of its files has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from coursepack import registry
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Node
from coursepack.model.source import Source
from coursepack.model.work import Library, Work
from coursepack.read import works
from coursepack.read.work_reader import WorkReader


def read(sources: Sequence[Source]) -> Outcome[Library]:
    """Return the works of all *sources* in order, repeated keys included."""
    readers = registry.declared(works, "READER", WorkReader)
    found: list[Work] = []
    problems: list[Diagnostic] = []
    for source in sources:
        outcome = _read(source, readers)
        found += outcome.value
        problems += outcome.diagnostics
    return Outcome(Library(tuple(found)), tuple(problems))


def _read(source: Source, readers: Sequence[WorkReader]) -> Outcome[tuple[Work, ...]]:
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
    parsed = _parse(source, suffix)
    if parsed.value is None:
        return _without_works(source, parsed.diagnostics)
    reader = next((reader for reader in fitting if reader.takes(parsed.value)), None)
    if reader is None:
        return _without_works(source, parsed.diagnostics)
    outcome = reader.read(parsed.value)
    problems = (*parsed.diagnostics, *outcome.diagnostics)
    return Outcome(outcome.value, problems) if outcome.value else _without_works(source, problems)


def _parse(source: Source, suffix: str) -> Outcome[Node | None]:
    # Each parser is imported only where a course has such a file.
    if suffix == ".json":
        from coursepack.adapters import json_nodes

        return json_nodes.parse(source)
    from coursepack.adapters import yaml_nodes

    return yaml_nodes.parse(source)


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

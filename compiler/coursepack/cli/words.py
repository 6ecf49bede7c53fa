"""What every command says: problems, numbers, names, lines that change."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Sources

if TYPE_CHECKING:
    from coursepack.model.document import Artifact
    from coursepack.read.disk import Disk

CLEAN, ERRORS, USAGE = 0, 1, 2
"""The exit codes."""

_MOST_NAMED = 8


def report(
    diagnostics: Iterable[Diagnostic], sources: Sources, stream: TextIO | None = None
) -> None:
    """Print *diagnostics* in words, with the lines of *sources*; on standard error by default."""
    out = stream or sys.stderr
    print(reported(diagnostics, sources, out), end="", file=out)


def reported(diagnostics: Iterable[Diagnostic], sources: Sources, stream: TextIO) -> str:
    """Return *diagnostics* in words, in colours where *stream* has any."""
    from coursepack.report import human, in_order

    colour = stream.isatty() and not os.environ.get("NO_COLOR")
    return "".join(f"{human(each, sources, colour)}\n\n" for each in in_order(diagnostics))


def stops(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether one of *diagnostics* is an error, or where *strict* a warning."""
    fatal = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(each.severity in fatal for each in diagnostics)


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many problems there are of each severity: "1 error, 2 notes"."""
    counts = ((s, sum(d.severity is s for d in diagnostics)) for s in Severity)
    return ", ".join(number(count, s.value) for s, count in counts if count) or "no problems"


def named(paths: Sequence[Path]) -> str:
    """Name *paths*; of very many the folder is enough."""
    if len(paths) <= _MOST_NAMED:
        return ", ".join(map(str, paths))
    return f"{paths[0].parent}{os.sep} ({len(paths)} files)"


def number(count: int, noun: str) -> str:
    """Return *count* with its noun in the singular or the plural."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Sequence[str]) -> str:
    """Return *names*, of which there is one at least, as a sentence has them: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def show_changes(files: Iterable[Artifact], disk: Disk, stream: TextIO) -> None:
    """Print the lines that change where *files* take the place of those of the course."""
    from difflib import unified_diff

    for file in files:
        opened = disk.open(file.name).value
        before = opened.text.splitlines(keepends=True) if opened else []
        after = file.data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True)
        for line in unified_diff(before, after, f"{file.name} before", f"{file.name} after", n=0):
            print(line, end="" if line.endswith("\n") else "\n", file=stream)

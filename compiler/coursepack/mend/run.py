"""Put what a fix says in place of what stands there, and touch nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from coursepack.model.diagnostic import Diagnostic, Fix
from coursepack.model.source import Sources


def mended(diagnostics: Iterable[Diagnostic], sources: Sources) -> dict[str, str]:
    """Return the text of each file that a fix of *diagnostics* changes, by its name.

    Of two fixes for one place the first is taken; the other may be due when the file is read again.
    """
    by_file: dict[str, list[Fix]] = defaultdict(list)
    for diagnostic in diagnostics:
        if diagnostic.fix:
            by_file[diagnostic.fix.span.source].append(diagnostic.fix)
    found: dict[str, str] = {}
    for name, fixes in by_file.items():
        source = sources.find(name)
        if source is None:
            continue
        places = [
            (
                source.offset(fix.span.line, fix.span.column),
                source.offset(fix.span.end_line, fix.span.end_column),
                fix.text,
            )
            for fix in fixes
        ]
        pieces: list[str] = []
        at = 0
        for start, end, text in sorted(places, key=lambda place: place[:2]):
            if start >= at:
                pieces += (source.text[at:start], text)
                at = end
        changed = "".join((*pieces, source.text[at:]))
        if changed != source.text:
            found[name] = changed
    return found

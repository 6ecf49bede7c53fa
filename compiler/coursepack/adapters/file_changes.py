"""watchfiles, reduced to the names of the files that changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

_QUIET = 20  # milliseconds without a change that end a group of them


def changes(folder: Path, besides: Sequence[Path], stop: threading.Event) -> Iterator[set[str]]:
    """Yield, until *stop* is set, what changed below *folder*: paths from there, with `/`.

    First comes an empty set, as soon as nothing more is missed. What is hidden, and what lies below
    one of *besides*, is left out: it is ours, or a program's.
    """
    from watchfiles import watch

    root = folder.resolve()
    ours = [path.resolve() for path in besides]
    is_first = True
    for group in watch(
        root,
        debounce=25 * _QUIET,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=10 * _QUIET,
        yield_on_timeout=True,
    ):
        found: set[str] = set()
        for _, name in group:
            path = Path(name)
            if not path.is_relative_to(root) or any(map(path.is_relative_to, ours)):
                continue
            inner = path.relative_to(root)
            if not any(part.startswith(".") for part in inner.parts):
                found.add(inner.as_posix())
        if found or is_first:
            yield found
        is_first = False

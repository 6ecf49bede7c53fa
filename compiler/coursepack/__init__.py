"""Compile a course outline and its paper metadata into documents for a class.

As a library: `coursepack.compile(…)` returns a `coursepack.Compilation` (docs/library.md).
"""

from __future__ import annotations

# As type checkers read it; importing `typing` for it would take a third of the start.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from coursepack.api import Compilation as Compilation
    from coursepack.api import compile as compile  # noqa: A004 - it is what the package does

__version__ = "0.1.0"
__all__ = ["Compilation", "__version__", "compile"]


def __getattr__(name: str) -> object:
    # Imported when it is asked for: the command needs none of it, and starts sooner so.
    if name in ("Compilation", "compile"):
        from coursepack import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

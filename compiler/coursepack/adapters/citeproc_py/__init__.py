"""citeproc-py, the citation engine that runs in this process.

The library reads a style and walks through it; where it is known to depart from the
specification, an element of ours stands in for its own. Each of those says why. They are
mixed into the library's classes when a style is loaded, so nothing of the library is
changed for anybody else. `entries.py` is where to begin reading; `load.py` alone imports
the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coursepack.model.diagnostic import Outcome
    from coursepack.model.outline import Reference
    from coursepack.model.style import Style
    from coursepack.model.work import Work


def cite(works: Sequence[Work], style: Style, language: str) -> Outcome[tuple[Reference, ...]]:
    """Return the entry of each of *works*, in their order, which also numbers them.

    No work may come twice. Where the engine cannot run *style* there are no entries, and
    an error says so.
    """
    # Here, because every build imports this module and few use the engine.
    from coursepack.adapters.citeproc_py.entries import entries

    return entries(works, style, language)

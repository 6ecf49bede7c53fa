"""Regular expressions that are compiled when they are first used.

A build uses some of the hundred that the readers and writers have, and to compile all of
them took a tenth of it.
"""

from __future__ import annotations

import re
from typing import cast


class _Pattern:
    """Stands in for a compiled expression until one of its methods is asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        method: object = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, method)
        return method


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return the expression *text*; what is wrong with it is raised at its first use."""
    return cast("re.Pattern[str]", _Pattern(text, flags))

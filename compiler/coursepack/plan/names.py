"""Names by which calendars know sessions: they stay when a session moves to another day."""

from __future__ import annotations

import re
import unicodedata


class Names:
    """Hands out names made of titles, each only once."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def name(self, title: str) -> str:
        """Return a name made of *title*; the second of one title is counted."""
        plain = unicodedata.normalize("NFKD", title).casefold()
        base = "-".join(re.findall(r"\w+", plain))[:80] or "session"
        self._count[base] = count = self._count.get(base, 0) + 1
        return base if count == 1 else f"{base}-{count}"

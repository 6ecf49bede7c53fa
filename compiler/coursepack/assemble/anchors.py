"""Names for the places of a document that an address can lead to."""

from __future__ import annotations

import re
import unicodedata


class Anchors:
    """Hands out names of ASCII letters, digits and hyphens, each only once."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def name(self, prefix: str, text: str) -> str:
        """Return a name made of *prefix* and *text*: "part" and "Wörter!" give `part-worter`."""
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
        words = re.findall(r"[a-z0-9]+", plain.lower())
        base = "-".join([prefix, *words])[:60].rstrip("-")
        self._count[base] = count = self._count.get(base, 0) + 1
        # `--` comes from no text, so a counted name never meets a written one.
        return base if count == 1 else f"{base}--{count}"

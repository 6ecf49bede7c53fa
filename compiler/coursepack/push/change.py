"""What a push would change, and what it remembers of the last one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum


class Verb(Enum):
    """What is done to a thing of the course."""

    CREATE = "create"
    UPDATE = "update"
    KEEP = "keep"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Change:
    """A thing in words, what is done to it, and how; `LEAVE` is what is there and not ours now."""

    verb: Verb
    what: str
    apply: Callable[[], None] = lambda: None


@dataclass(slots=True)
class State:
    """Which thing of the system each of ours is, and what it held, by keys that stay the same."""

    ids: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def note(self, key: str, ident: object, *content: object) -> None:
        """Remember that *key* is *ident* there, with *content*."""
        self.ids[key] = str(ident)
        self.digests[key] = digest(*content)

    def is_as(self, key: str, *content: object) -> bool:
        """Say whether *key* held *content* when it was last written."""
        return self.digests.get(key) == digest(*content)


def digest(*content: object) -> str:
    """Return a short sum of *content*."""
    told = "\0".join(part.hex() if isinstance(part, bytes) else str(part) for part in content)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:20]

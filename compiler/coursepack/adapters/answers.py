"""What programs have answered, kept by what they were asked: equal questions, equal answers."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable

ROOM = 64 * 2**20
"""How many bytes are kept in memory; what was asked for longest ago goes first."""


class Answers:
    """Answers by question; safe in threads. A program that is asked anew would say the same."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, question: bytes, ask: Callable[[], bytes]) -> bytes:
        """Return what is kept for *question*, or what *ask* returns, which is kept from then on."""
        key = hashlib.sha256(question).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = ask()
        with self._lock:
            if key not in self._kept and len(answer) <= self._room:
                self._kept[key] = answer
                self._size += len(answer)
                while self._size > self._room:
                    self._size -= len(self._kept.popitem(last=False)[1])
        return answer

"""What programs have answered, kept by what they were asked: equal questions, equal answers.

In memory for a course that is watched, and in the user's cache folder for the next build. What
lies there is checked when it is read, so it may be lost, broken or deleted at any time, and any
number of builds may use it at once.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

ROOM = 64 * 2**20
"""How many bytes are kept in memory; what was asked for longest ago goes first."""

_ROOM_IN_FOLDER = 128 * 2**20
_MOST_FILES = 4000
_DIGEST = hashlib.sha256().digest_size


class Answers:
    """Answers by question; safe in threads. A program that is asked anew would say the same."""

    def __init__(self, room: int = ROOM, folder: Folder | None = None) -> None:
        """Keep *room* bytes in memory, and everything in *folder*."""
        self._room = room
        self._folder = folder
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    @property
    def are_kept(self) -> bool:
        """Whether the next build has them too."""
        return self._folder is not None

    def get(self, question: bytes, ask: Callable[[], bytes]) -> bytes:
        """Return what is kept for *question*, or what *ask* returns, which is kept from then on."""
        key = hashlib.sha256(question).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = self._folder.read(key) if self._folder else None
        if answer is None:
            answer = ask()
            if self._folder:
                self._folder.write(key, answer)
        with self._lock:
            if key not in self._kept and len(answer) <= self._room:
                self._kept[key] = answer
                self._size += len(answer)
                while self._size > self._room:
                    self._size -= len(self._kept.popitem(last=False)[1])
        return answer

    def close(self) -> None:
        """Leave what is kept in the folder to the next build."""
        if self._folder:
            self._folder.tidy()


class Folder:
    """Answers in files, each behind the digest of its question and itself."""

    def __init__(
        self, path: Path, program: str, room: int = _ROOM_IN_FOLDER, most: int = _MOST_FILES
    ) -> None:
        """Use the folder at *path* for answers to *program*, which names everything that answers.

        Not much more than *room* bytes in *most* files are kept.
        """
        self._path = path
        self._program = program.encode("utf-8")
        self._room = room
        self._most = most
        self._has_more = False

    def read(self, key: bytes) -> bytes | None:
        """Return the answer to the question of *key*; None where there is none, or a broken one."""
        path = self._file(key)
        try:
            data = path.read_bytes()
            os.utime(path)  # it has been asked for
        except OSError:
            return None
        answer = data[_DIGEST:]
        return answer if _digest(key, answer) == data[:_DIGEST] else None

    def write(self, key: bytes, answer: bytes) -> None:
        """Keep *answer*, whole or not at all; a folder that cannot be written keeps none."""
        path = self._file(key)
        beside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_bytes(_digest(key, answer) + answer)
            beside.replace(path)
            self._has_more = True
        except OSError:
            return

    def tidy(self) -> None:
        """Remove what was asked for longest ago, where there is too much."""
        if not self._has_more:
            return
        self._has_more = False
        found: list[tuple[float, int, str]] = []
        try:
            with os.scandir(self._path) as entries:
                for entry in entries:
                    told = entry.stat()
                    found.append((told.st_mtime, told.st_size, entry.path))
            size = 0
            for number, (_, each, path) in enumerate(sorted(found, reverse=True)):
                size += each
                if number >= self._most or size > self._room:
                    Path(path).unlink()
        except OSError:
            return  # another build tidies too

    def _file(self, key: bytes) -> Path:
        return self._path / hashlib.sha256(self._program + key).hexdigest()


def _digest(key: bytes, answer: bytes) -> bytes:
    return hashlib.sha256(key + answer).digest()

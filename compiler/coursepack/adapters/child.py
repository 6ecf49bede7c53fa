"""Other programs, started in an empty folder with a clean environment and limits.

Only the adapters of such programs use this. A child that overstays its time or its
memory is killed; nothing of the course's folder is its current folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

MEMORY = 6 * 2**30  # bytes; thrice what the largest measured course needed


class ChildError(Exception):
    """A program could not be started, failed, or ran over its time; says which."""


class Closing(ABC):
    """Something to use in a `with` statement, at whose end it is closed."""

    @abstractmethod
    def close(self) -> None:
        """End what was started."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Worker(Closing):
    """A program that answers one line of JSON with one line of JSON until it is closed."""

    def __init__(self, name: str, argv: Sequence[str], folder: Path, seconds: float) -> None:
        """Start *argv* in *folder*; each answer may take at most *seconds*."""
        self._name = name
        self._seconds = seconds
        self._lock = threading.Lock()
        self._late = False
        self._errors = (folder / f"{name}.stderr").open("w+b")
        self._process = _start(name, argv, folder, stderr=self._errors.fileno())

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Send *request*, return the answer; threads take turns.

        Raises ChildError with the program's own words when it ends or is too late.
        """
        line = json.dumps(request, ensure_ascii=True).encode("ascii") + b"\n"
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            alarm = threading.Timer(self._seconds, self._give_up)
            alarm.start()
            try:
                self._process.stdin.write(line)
                self._process.stdin.flush()
                answer = self._process.stdout.readline()
            except BrokenPipeError:
                answer = b""
            finally:
                alarm.cancel()
        if not answer:
            raise ChildError(self._complaint())
        try:
            return json.loads(answer)
        except RecursionError:
            raise ChildError(f"{self._name} was given something nested too deeply") from None

    def close(self) -> None:
        """End the program; it has nothing left to do."""
        self._process.kill()
        self._process.communicate()
        self._errors.close()

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    def _complaint(self) -> str:
        if self._late:
            return f"{self._name} did not answer within {self._seconds:.0f} seconds"
        self._process.wait()
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace").strip()
        return f"{self._name} ended unexpectedly: {words or 'it said nothing'}"


def run(
    name: str, argv: Sequence[str], folder: Path, seconds: float, env: Mapping[str, str]
) -> tuple[int, bytes]:
    """Run *argv* to its end in *folder*; return its exit code and what it printed."""
    process = _start(name, argv, folder, stderr=subprocess.STDOUT, env=env)
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise ChildError(f"{name} did not end within {seconds:.0f} seconds") from None
    return process.returncode, output


def source_date() -> int:
    """Return the second since 1970 that files are dated: SOURCE_DATE_EPOCH, never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(epoch) if epoch.isdecimal() and len(epoch) < 11 else 0


def _start(
    name: str,
    argv: Sequence[str],
    folder: Path,
    stderr: int,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    keep = ("PATH", "HOME", "SYSTEMROOT", "LD_LIBRARY_PATH")
    clean = {name: os.environ[name] for name in keep if name in os.environ}
    # What a program leaves behind when it is ended goes with its folder.
    clean |= {
        "LC_ALL": "C.UTF-8",
        "TMPDIR": str(folder.resolve()),
        "SOURCE_DATE_EPOCH": str(source_date()),
        **(env or {}),
    }
    try:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env=clean,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
    except OSError as error:
        raise ChildError(f"{name} could not be started: {error.strerror}") from error
    _limit(process.pid)
    return process


def _limit(pid: int) -> None:
    """Bound the data of process *pid*, where the system can.

    From outside, just after the start: a function run between fork and exec is unsafe
    in a program with threads and would rule out the faster ways to start one.
    RLIMIT_DATA, because pandoc's runtime reserves a terabyte of addresses it never uses.
    """
    try:
        import resource  # not on Windows

        resource.prlimit(pid, resource.RLIMIT_DATA, (MEMORY, MEMORY))
    except (ImportError, AttributeError, OSError):
        return

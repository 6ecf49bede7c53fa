"""The only module that writes files of the user's: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Artifact


@dataclass(frozen=True, slots=True)
class Published:
    """A file of the output folder, and whether it had to be written."""

    path: Path
    changed: bool


def publish(artifacts: Sequence[Artifact], folder: Path) -> Outcome[tuple[Published, ...]]:
    """Write *artifacts* into *folder*; files that are the same already stay untouched.

    Every file is first written beside its place and then renamed into it, so that a full
    disk or an interruption leaves the last good files as they were.
    """
    waiting: list[tuple[Path, Path]] = []
    published: list[Published] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for artifact in artifacts:
            target = folder / artifact.name
            target.parent.mkdir(exist_ok=True)
            changed = not _holds(target, artifact.data)
            if changed:
                waiting.append((_beside(target, artifact.data), target))
            published.append(Published(target, changed))
        for beside, target in waiting:
            beside.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the output folder `{folder}` cannot be written: {reason}"
        hint = "choose another with --out"
        problem = Diagnostic("unwritable-output", Severity.ERROR, message, hints=(hint,))
        return Outcome((), (problem,))
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)
    return Outcome(tuple(published))


def _holds(target: Path, data: bytes) -> bool:
    return target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data


def _beside(target: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        path.chmod(0o666 & ~_umask())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

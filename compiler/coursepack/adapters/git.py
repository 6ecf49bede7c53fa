"""A folder as it stood at a commit, by git."""

from __future__ import annotations

import tarfile
from pathlib import Path

from coursepack.adapters import child
from coursepack.adapters.child import ChildError

_SECONDS = 60.0
_MOST_BYTES = 500_000_000
# No configuration but the repository's own, and no prompt.
_ENV = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}


def checkout(folder: Path, revision: str, target: Path) -> None:
    """Put the files of *folder* at *revision* into *target*, which is empty.

    Raises ChildError where git is missing, knows no such revision, or has what may not be
    unpacked.
    """
    if revision.startswith("-"):
        raise ChildError(f"`{revision}` is no commit")
    packed = target.with_name(f"{target.name}.tar")
    here = ["git", "-c", "core.fsmonitor=", "-C", str(folder.resolve()), "archive"]
    # Into a file: what git says besides must not get among the bytes.
    code, said = child.run(
        "git", [*here, "--format=tar", f"--output={packed}", revision, "."], target, _SECONDS, _ENV
    )
    if code:
        words = said.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ChildError(f"`{revision}` is no folder, and no commit either: {words}")
    if packed.stat().st_size > _MOST_BYTES:
        raise ChildError(f"the folder at `{revision}` is too large")
    try:
        with tarfile.open(packed) as archive:
            archive.extractall(target, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise ChildError(f"the folder at `{revision}` cannot be unpacked: {error}") from error

"""A folder as it stood at a commit, by git."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from coursepack.adapters import child
from coursepack.adapters.child import ChildError

_SECONDS = 60.0
_MOST_BYTES = 500_000_000
# No configuration of the user's, no prompt, no program that a repository names.
_ENV = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
}


def checkout(folder: Path, revision: str, target: Path) -> None:
    """Put the files of *folder* at *revision* into *target*, which is empty.

    Raises ChildError where git is missing, or knows no such revision.
    """
    if revision.startswith("-"):
        raise ChildError(f"`{revision}` is no commit")
    here = ["git", "-c", "core.fsmonitor=", "-C", str(folder.resolve())]
    code, output = child.run(
        "git", [*here, "archive", "--format=tar", revision, "."], target, _SECONDS, _ENV
    )
    if code:
        words = output.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ChildError(f"`{revision}` is no folder, and no commit either: {words}")
    if len(output) > _MOST_BYTES:
        raise ChildError(f"the folder at `{revision}` is too large")
    with tarfile.open(fileobj=io.BytesIO(output)) as archive:
        archive.extractall(target, filter="data")

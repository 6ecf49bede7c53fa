"""Build a course again whenever its files change, and show the author what came of it."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coursepack.adapters import file_changes
from coursepack.adapters.answers import Answers
from coursepack.adapters.preview_server import PreviewServer, Shown
from coursepack.adapters.programs import Programs
from coursepack.model.diagnostic import Diagnostic, Outcome, has_errors
from coursepack.model.document import Artifact
from coursepack.pipeline import Compiled, Wishes, compile_in_turn
from coursepack.publish import publish
from coursepack.read.disk import Disk
from coursepack.report import human, in_order


@dataclass(frozen=True, slots=True)
class Watching:
    """What is watched: the course in *folder*, as *wishes* want it, written into *out*."""

    folder: Path
    wishes: Wishes
    out: Path


@dataclass(frozen=True, slots=True)
class Built:
    """One build: what came of it, what was said, and of the files those that changed."""

    compiled: Compiled
    diagnostics: tuple[Diagnostic, ...]
    disk: Disk
    changed: tuple[Path, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the files are those of the course as it is now."""
        return not has_errors(self.diagnostics)


def watch(
    watching: Watching,
    tell: Callable[[Built], None],
    server: PreviewServer | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Build the course, and again whenever a file of it changes, until *stop* is set.

    Each build is told to *tell* and shown by *server*. What was written last stays while the course
    has errors.
    """
    ends = stop or threading.Event()
    wishes = replace(watching.wishes, pictures=server is not None)
    last = Compiled()
    disk: Disk | None = None
    with ExitStack() as stack:
        programs = stack.enter_context(Programs(Answers()))
        for _ in file_changes.changes(watching.folder, (watching.out,), ends):
            changed: tuple[Path, ...] = ()
            disk = Disk(watching.folder, disk)
            for compiled in compile_in_turn(disk, wishes, programs):
                built = _published(compiled, disk, watching.out)
                changed += built.changed
                if built.ok:
                    last = replace(
                        built.compiled, pictures=built.compiled.pictures or last.pictures
                    )
                if server:
                    server.show(shown(built, last))
            tell(replace(built, changed=changed))


def _published(compiled: Outcome[Compiled], disk: Disk, out: Path) -> Built:
    said = compiled.diagnostics
    changed: tuple[Path, ...] = ()
    if not has_errors(said):
        published = publish(compiled.value.artifacts, out)
        said = (*said, *published.diagnostics)
        changed = tuple(each.path for each in published.value if each.changed)
    return Built(compiled.value, tuple(in_order(said)), disk, changed)


def shown(built: Built, last: Compiled) -> Shown:
    """Return what the browser is to show: the files of the *last* good build, and what is wrong."""
    files: dict[str, bytes] = {}
    views: list[dict[str, Any]] = []
    for artifact in last.artifacts:
        address = f"files/{artifact.name}"
        files[address] = artifact.data
        if artifact.name.endswith(".html") and not artifact.name.endswith(".fragment.html"):
            views.append({"name": artifact.name, "page": address, "version": _version(artifact)})
    for document, pages in last.pictures:
        addresses = [f"sheets/{hashlib.sha256(page).hexdigest()[:24]}.svg" for page in pages]
        files |= dict(zip(addresses, pages, strict=True))
        views.append({"name": f"{document.name}.pdf", "sheets": addresses})
    news = {"views": views, "problems": _problems(built), "state": _state(built)}
    return Shown(news, files)


def _version(artifact: Artifact) -> str:
    return hashlib.sha256(artifact.data).hexdigest()[:24]


def _problems(built: Built) -> Sequence[dict[str, str]]:
    return [
        {"severity": each.severity.value, "report": human(each, built.disk)}
        for each in built.diagnostics
    ]


def _state(built: Built) -> str:
    if not built.ok:
        return "The course has errors: what you see is as it was before."
    count = len(built.diagnostics)
    found = "no problems" if not count else "1 problem" if count == 1 else f"{count} problems"
    return f"{built.compiled.readings} readings, {found}"

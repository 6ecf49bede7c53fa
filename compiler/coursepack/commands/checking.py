"""Courses checked and mended, and pages looked through before they are uploaded."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.check.upload import check_upload
from coursepack.mend import mended
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Artifact
from coursepack.pipeline import Wishes, check_course
from coursepack.read.disk import Disk


def mend_course(disk: Disk, wishes: Wishes) -> Outcome[tuple[Artifact, ...]]:
    """Return the files of the course in *disk* with all in them mended that can be for certain.

    What is mended shows what else can be, so the course is read again as often as that helps;
    where reading a mended file finds an error that was not there, nothing is.
    """
    texts: dict[str, str] = {}
    at_first: frozenset[str] | None = None
    said: tuple[Diagnostic, ...] = ()
    for _ in range(_MOST_ROUNDS):
        now = disk.with_texts(texts)
        said = check_course(now, wishes).diagnostics
        errors = frozenset(d.code for d in said if d.severity is Severity.ERROR)
        if at_first is not None and errors - at_first:
            return Outcome((), check_course(disk, wishes).diagnostics)
        at_first = errors if at_first is None else at_first
        # A file of two kinds of line ends would not be the same beside what is mended.
        found = {n: text for n, text in mended(said, now).items() if disk.keeps(n)}
        if not found:
            break
        texts |= found
    files = tuple(
        Artifact(name, disk.as_written(name, text)) for name, text in sorted(texts.items())
    )
    return Outcome(files, said)


_MOST_ROUNDS = 5


def check_pages(disk: Disk, pages: Sequence[str]) -> Outcome[int]:
    """Look through *pages* of Markdown for what no upload would keep; () for all of the course.

    Return how many they are.
    """
    found = pages or [n for n in disk.files() if n.lower().endswith((".md", ".markdown"))]
    said: list[Diagnostic] = []
    for name in found:
        opened = disk.open(name)
        said += opened.diagnostics
        if opened.value:
            said += check_upload(opened.value)
    return Outcome(len(found), tuple(said))

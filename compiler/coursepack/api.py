"""Coursepack as a library: a course in, its tree, its files and what is wrong with it out.

Nothing is printed, nothing remembered between two calls, and nothing written but in folders that
are gone afterwards; calls in several threads do not meet.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coursepack.model.diagnostic import Diagnostic, Severity, has_errors
from coursepack.model.document import Document
from coursepack.model.outline import Outline, Reading
from coursepack.pipeline import Wishes, compile_course
from coursepack.publish import publish
from coursepack.read.disk import Disk
from coursepack.report import human, in_order


@dataclass(frozen=True, slots=True)
class Compilation:
    """What came of a course.

    `files` holds the bytes of each file by its name, none where an error stopped the build;
    `documents` the trees that they print; `outline` the course itself, each reading with its
    work; `diagnostics` what is wrong, in the order of the files, with places counted in characters
    from one. `report` says the same in words.
    """

    outline: Outline[Reading]
    documents: tuple[Document, ...]
    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    report: str

    @property
    def ok(self) -> bool:
        """Whether no error stopped the build; there may be warnings and notes."""
        return not has_errors(self.diagnostics)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that stopped the build."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    def write(self, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write the files into *folder*, each whole or not at all; return their paths.

        Raises OSError where the folder cannot be written, ValueError where there are errors.
        """
        if not self.ok:
            raise ValueError(f"there is nothing to write: {self.errors[0].message}")
        from coursepack.model.document import Artifact

        published = publish([Artifact(n, data) for n, data in self.files.items()], Path(folder))
        if has_errors(published.diagnostics):
            raise OSError(published.diagnostics[0].message)
        return tuple(each.path for each in published.value)


def compile(  # noqa: A001 - it is what the package does
    course: str | os.PathLike[str] | Mapping[str, str | bytes],
    *,
    to: Sequence[str] = (),
    style: str = "",
    pages: Sequence[str] = (),
    works: Sequence[str] = (),
    theme: str = "",
    only: Sequence[str] = (),
    required: bool = False,
    variant: str = "",
    public: bool = False,
    lms: str = "",
    interactive: bool | None = None,
) -> Compilation:
    """Compile *course*: a folder, or files in memory by their names (with `/` between folders).

    *to* names the formats ("md", "tex", "pdf", "html", "ics" where none is named); the others
    are what the command's options of these names are. The author's mistakes are in the result,
    never raised; ValueError is, where *to* names no format, or a file in memory a place outside
    of the course.
    """
    from coursepack.write import known

    if unknown := [name for name in to if name not in known()]:
        raise ValueError(f"no format is called {unknown[0]!r}: {', '.join(known())}")
    wishes = Wishes(
        formats=tuple(to),
        style=style,
        pages=tuple(pages),
        works=tuple(works),
        theme=theme,
        only=tuple(only),
        required=required,
        variant=variant,
        public=public,
        lms=lms,
        interactive=interactive,
    )
    if not isinstance(course, Mapping):
        return _compiled(Path(course), wishes)
    with tempfile.TemporaryDirectory(prefix="coursepack-") as folder:
        for name, text in course.items():
            _put(Path(folder), name, text)
        return _compiled(Path(folder), wishes)


def _put(folder: Path, name: str, text: str | bytes) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise ValueError(f"{name!r} is no file inside of a course")
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)


def _compiled(folder: Path, wishes: Wishes) -> Compilation:
    disk = Disk(folder)
    outcome = compile_course(disk, wishes)
    said = tuple(in_order(outcome.diagnostics))
    return Compilation(
        outcome.value.outline,
        outcome.value.documents,
        {artifact.name: artifact.data for artifact in outcome.value.artifacts},
        said,
        "\n".join(f"{human(each, disk)}\n" for each in said),
    )

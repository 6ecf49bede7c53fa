"""The only module that opens input files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar, cast

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.once import Once, anew
from coursepack.model.source import Source, Span

T = TypeVar("T")

# A metadata file of 5,000 works has 4 MB; what is far larger is not one.
LARGEST = 10 * 2**20

COURSE = "course.yaml"
"""The file in which a course says what it is."""

_MOST_FILES = 5_000
_DEEPEST = 6
_NOT_OURS = frozenset(("_site", "node_modules", "vendor", "venv", "__pycache__", "build", "dist"))


class Disk:
    """The files of one folder, each opened once; nothing outside the folder is opened.

    What was made of a file alone when the folder was read *before* is not made again while its
    text is the same; *kept* may remember some of it from one build to the next.
    """

    def __init__(self, root: Path, before: Disk | None = None, kept: Once = anew) -> None:
        self.root = root
        self._kept = kept
        self._opened: dict[str, Outcome[Source | None]] = {}
        self._undecoded: dict[str, Source] = {}
        self._made: dict[tuple[str, str], tuple[Source, object]] = (
            {**before._made} if before else {}
        )

    def find(self, name: str) -> Source | None:
        """Return the source called *name* if it was opened, as well as it can be shown."""
        opened = self._opened.get(name)
        return opened.value if opened and opened.value else self._undecoded.get(name)

    def open(self, name: str, named_at: Span | None = None) -> Outcome[Source | None]:
        """Return the text of file *name*, a path from the folder with `/`.

        A file that cannot be read is reported where it was named, *named_at*.
        """
        if name not in self._opened:
            self._opened[name] = self._open(name, named_at)
        return self._opened[name]

    def locate(self, name: str, named_at: Span | None = None) -> Outcome[Path | None]:
        """Return where the file *name* of the course lies, without opening it.

        A file that is not there, or not inside the course, is reported where it was named.
        """
        path = self.root / PurePosixPath(name)
        try:
            # Resolved first: neither `..` nor a symbolic link may lead out.
            inside = path.resolve().is_relative_to(self.root.resolve())
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside:
            message = f"`{name}` lies outside the course's folder"
            return _failed(
                "outside-course", message, "copy the file into the course's folder", named_at
            )
        try:
            is_file = path.is_file()
        except OSError:
            is_file = False
        if not is_file:
            hint = f"the files there are {self._files()}" if self.root.is_dir() else ""
            return _failed("no-such-file", f"there is no file `{name}`", hint, named_at)
        return Outcome(path)

    def _open(self, name: str, named_at: Span | None) -> Outcome[Source | None]:
        located = self.locate(name, named_at)
        if located.value is None:
            return Outcome(None, located.diagnostics)
        try:
            if located.value.stat().st_size > LARGEST:
                message = f"`{name}` is larger than {LARGEST // 2**20} MB"
                return _failed("too-large", message, "split the file", named_at)
            data = located.value.read_bytes()
        except OSError as error:
            message = f"`{name}` cannot be read: {error.strerror or error}"
            return _failed("unreadable-file", message, "make it readable", named_at)
        found = decoded(name, data)
        if found.value is None:
            # Only to show the line in question: nothing is made of a guess.
            self._undecoded[name] = Source(name, data.decode("utf-8", "replace"))
        return found

    def with_texts(self, texts: Mapping[str, str]) -> Disk:
        """Return the same folder as if its files held *texts*."""
        other = Disk(self.root)
        other._opened = {name: Outcome(Source(name, text)) for name, text in texts.items()}
        return other

    def made(self, name: str, what: str, make: Callable[[Source], T]) -> T | None:
        """Return *what* there is to *make* of the file *name* alone; None where it has no text."""
        source = self.open(name).value
        if source is None:
            return None
        known = self._made.get((name, what))
        if known is None or known[0].text != source.text:
            known = self._made[name, what] = source, make(source)
        return cast("T", known[1])

    def noted(self, name: str, what: str, make: Callable[[Source], T]) -> T | None:
        """Return *what*, text or another simple value, as `made` does; it may be remembered."""

        def once(source: Source) -> T:
            return self._kept(what, source, lambda: make(source))

        return self.made(name, what, once)

    def opened(self) -> tuple[str, ...]:
        """Return the names of the files that were asked for, there or not."""
        return tuple(self._opened)

    def keeps(self, name: str) -> bool:
        """Say whether `as_written` gives the bytes of the file *name* for its own text."""
        source = self.open(name).value
        try:
            data = (self.root / name).read_bytes()
        except OSError:
            return False
        return source is not None and self.as_written(name, source.text) == data

    def as_written(self, name: str, text: str) -> bytes:
        """Return *text* with the line ends, and the mark before it, that file *name* has."""
        try:
            data = (self.root / name).read_bytes()
        except OSError:
            data = b""
        end = b"\r\n" if data.count(b"\r\n") * 2 > data.count(b"\n") else b"\n"
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        return mark + text.encode("utf-8").replace(b"\n", end)

    def _files(self) -> str:
        names = sorted(p.name for p in self.root.iterdir() if p.is_file())
        return ", ".join(f"`{name}`" for name in names[:12]) or "none"

    def files(self) -> tuple[str, ...]:
        """Return the paths of the files in the folder and those below it, sorted.

        Hidden folders, what programs keep for themselves, and what lies deeper or beyond
        what a course has are left out.
        """
        found: list[str] = []
        waiting = [""]
        while waiting and len(found) < _MOST_FILES:
            folder = waiting.pop()
            try:
                with os.scandir(self.root / folder) as entries:
                    here = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                continue
            found += (folder + entry.name for entry in here if entry.is_file())
            if folder.count("/") < _DEEPEST:
                waiting += (
                    f"{folder}{entry.name}/"
                    for entry in here
                    if entry.is_dir(follow_symlinks=False)
                    and not entry.name.startswith(".")
                    and entry.name.lower() not in _NOT_OURS
                )
        return tuple(sorted(found[:_MOST_FILES]))

    def listing(self, folder: str = "") -> tuple[str, ...]:
        """Return the names of the files in *folder*, sorted; () where there is none."""
        try:
            with os.scandir(self.root / folder) as entries:
                return tuple(sorted(e.name for e in entries if e.is_file()))
        except OSError:
            return ()


def _failed(code: str, message: str, hint: str, span: Span | None) -> Outcome[None]:
    return Outcome(None, (Diagnostic(code, Severity.ERROR, message, span, hints=(hint,)),))


def decoded(name: str, data: bytes) -> Outcome[Source | None]:
    """Return *data* as a source: UTF-8, with or without a mark; line ends made `\\n`."""
    for mark, encoding in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if data.startswith(mark):
            return _not_utf8(name, data, 0, f"`{name}` is {encoding}, not UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        return _not_utf8(name, data, start, f"`{name}` is not UTF-8: the byte {data[start]:02X}")
    if "\0" in text:
        at = data.index(b"\0")
        return _not_utf8(name, data, at, f"`{name}` is not text: it holds a NUL character")
    return Outcome(Source(name, text.replace("\r\n", "\n").replace("\r", "\n")))


def _not_utf8(name: str, data: bytes, at: int, message: str) -> Outcome[None]:
    before = data[:at].decode("utf-8-sig", "replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    span = Span(name, line, column, line, column + 1)
    return _failed("not-utf8", message, "save the file as UTF-8", span)

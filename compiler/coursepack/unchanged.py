"""Tell in a few milliseconds that a build would give what is there already.

A build leaves a record in the user's cache folder: of every file that it may have read, of the
program itself, of its settings, of the fonts of the system, and of what it wrote. While all of that
is as it was, the same command only says so. A record that is lost or broken costs a build, nothing
else.

Imported before anything else, so it imports next to nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys

from coursepack import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_COMMANDS = ("build", "handouts")
# They do more than write files, or ask programs whose versions nothing here knows.
_NEVER = ("--no-cache", "--copy", "--verify", "--pdf-engine")
_MOST_FILES = 20_000
_MOST_RECORDS = 200
# A file that was changed so shortly before its record may have been changed again since without a
# newer time: its bytes tell.
_RACY = 2_000_000_000
_SKIPPED = frozenset((".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__"))
_PACKAGE = os.path.dirname(os.path.abspath(__file__))

# Between the fields of a record: no path and no text of ours has it.
_END = "\0"

State = list[str]
"""Size, times and number of a file as texts, and perhaps its digest; [] where there is none."""


Said = tuple[str, str, str, str, str]
"""What a build told: its note, its report, and how many readings, which files, what was found."""


def again(argv: Sequence[str]) -> int | None:
    """Say that nothing has changed since *argv* was run, and return 0; else return None."""
    started = _now()
    name = _record_name(argv)
    if name is None:
        return None
    try:
        with open(name, encoding="utf-8", newline="") as file:
            told, inputs, outputs, said = _parsed(file.read())
    except (OSError, ValueError, StopIteration):
        return None
    here, folder = told
    if here != program() or not _holds(inputs, folder) or not _holds(outputs, None):
        return None
    note, report, readings, files, found = said
    for text in (note, report):
        if text:
            print(text, end="", file=sys.stderr)
    seconds = (_now() - started) / 1e9
    print(summary(readings, files, 0, len(outputs), seconds, found))
    return 0


def summary(
    readings: str, files: str, written: int, unchanged: int, seconds: float, found: str
) -> str:
    """Return the line that a build ends with."""
    kept = f", {unchanged} unchanged" if unchanged else ""
    told = f" ({found})" if found else ""
    return f"{readings} → {files}: {written} written{kept} in {seconds:.2f} s{told}"


class Record:
    """What a build has to do with; made before it begins, kept when it has ended well."""

    def __init__(self, argv: Sequence[str], folder: str) -> None:
        self._name = _record_name(argv)
        self._folder = os.path.abspath(folder)
        self._before = snapshot(self._folder) if self._name else None
        named = [part for word in argv for part in word.split("=", 1)]
        self._named = [os.path.abspath(part) for part in named if os.path.isfile(part)]
        self._before_named = [_state(path, 0) for path in self._named]

    def keep(self, outputs: Iterable[str], opened: Iterable[str], said: Said) -> None:
        """Keep that the command gave *outputs* and was *said* to; *opened* are files of the course.

        Nothing is kept where a file of the course changed in the meantime.
        """
        if self._name is None or self._before is None:
            return
        written = [os.path.abspath(path) for path in outputs]
        now = snapshot(self._folder)
        ours = set(written)
        if now is None or _without(now, ours) != _without(self._before, ours):
            return
        if [_state(path, 0) for path in self._named] != self._before_named:
            return
        moment = _now_of_files()
        beyond = {os.path.join(self._folder, name) for name in opened}
        inputs = {path: _state(path, moment) for path in (*now, *self._named, *beyond)}
        fields = [program(), self._folder]
        for states in (inputs, {path: _state(path, moment) for path in written}):
            fields.append(str(len(states)))
            for path, state in states.items():
                fields += (path, " ".join(map(str, state)))
        fields += said
        if not any(_END in field for field in fields):
            _write(self._name, _END.join(fields))


def _parsed(text: str) -> tuple[list[str], dict[str, State], dict[str, State], list[str]]:
    """Return what `Record.keep` has written. Raises ValueError or StopIteration where it is not."""
    fields = iter(text.split(_END))
    told = [next(fields), next(fields)]
    states: list[dict[str, State]] = []
    for _ in range(2):
        found: dict[str, State] = {}
        for _ in range(int(next(fields))):
            path = next(fields)
            found[path] = [*next(fields).split()]
        states.append(found)
    said = list(fields)
    if len(said) != 5:
        raise ValueError("this is no record")
    return told, states[0], states[1], said


def program() -> str:
    """Return what tells this program, its settings and the fonts it may use from any other."""
    told: list[object] = [sys.version, sys.prefix]
    told += [os.environ.get(name) for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "HOME", "LANG")]
    told += [sys.stderr.isatty()]
    for folder in (_PACKAGE, os.path.join(_PACKAGE, "..", "..", "csl")):
        told += _listed(folder, depth=9)
    for folder in sys.path:
        if folder.endswith(("site-packages", "dist-packages")):
            told += sorted(n for n in _names(folder) if n.endswith((".dist-info", ".egg-info")))
    for folder in places.font_folders():
        told += _folders(folder, depth=3)
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()


def snapshot(folder: str) -> dict[str, State] | None:
    """Return the state of every file below *folder*; None where they are too many to look at.

    What lies in the cache folder, which may be there too, is nothing of a course.
    """
    cache = os.path.abspath(places.cache_folder() or os.devnull)
    found: dict[str, State] = {}
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _SKIPPED and entry.path != cache:
                            waiting.append(entry.path)
                    else:
                        found[entry.path] = _state(entry.path, 0)
        except OSError:
            continue
        if len(found) > _MOST_FILES:
            return None
    return found


def _record_name(argv: Sequence[str]) -> str | None:
    cache = places.cache_folder()
    if not cache or not argv or argv[0] not in _COMMANDS:
        return None
    if any(word.split("=", 1)[0] in _NEVER for word in argv):
        return None
    try:
        asked = repr([os.getcwd(), *argv])
    except OSError:
        return None
    return os.path.join(
        cache, "builds", f"{hashlib.sha256(asked.encode('utf-8', 'replace')).hexdigest()}"
    )


def _holds(states: Mapping[str, State], folder: str | None) -> bool:
    """Say whether all files are as they were, and *folder* has no others."""
    if folder is not None:
        now = snapshot(folder)
        if now is None or any(path not in states for path in now):
            return False
    for path, state in states.items():
        here = _state(path, 0)
        if here[:4] != state[:4]:
            return False
        if len(state) > 4 and _digest(path) != state[4]:
            return False
    return True


def _state(path: str, moment: int) -> State:
    """Return what tells one content of the file from another; [] where there is none.

    Its digest is with it where it was changed shortly before *moment*.
    """
    try:
        found = os.stat(path)
    except OSError:
        return []
    numbers = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    state = [str(number) for number in numbers]
    if moment and max(found.st_mtime_ns, found.st_ctime_ns) > moment - _RACY:
        state.append(_digest(path))
    return state


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _without(states: Mapping[str, State], paths: set[str]) -> dict[str, State]:
    return {path: state for path, state in states.items() if path not in paths}


def _listed(folder: str, depth: int) -> Iterator[object]:
    """Yield every file below *folder* with its time and its size."""
    try:
        with os.scandir(folder) as entries:
            here = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in here:
        if entry.is_dir():
            if depth and entry.name not in _SKIPPED:
                yield from _listed(entry.path, depth - 1)
        else:
            found = entry.stat()
            yield entry.path, found.st_size, found.st_mtime_ns


def _folders(folder: str, depth: int) -> Iterator[object]:
    """Yield the folders below *folder* with their times, which change with what is in them."""
    try:
        yield folder, os.stat(folder).st_mtime_ns
        with os.scandir(folder) as entries:
            inner = sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return
    if depth:
        for path in inner:
            yield from _folders(path, depth - 1)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _write(name: str, text: str) -> None:
    """Write the record whole, whoever else does; a cache that cannot be written is none."""
    beside = f"{name}.{os.getpid()}"
    folder = os.path.dirname(name)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(beside, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(beside, name)
        records = [os.path.join(folder, other) for other in os.listdir(folder)]
        records.sort(key=os.path.getmtime, reverse=True)
        for old in records[_MOST_RECORDS:]:
            os.unlink(old)
    except OSError:
        return


def _now() -> int:
    import time

    return time.perf_counter_ns()


def _now_of_files() -> int:
    import time

    return time.time_ns()

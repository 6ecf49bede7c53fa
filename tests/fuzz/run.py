"""Look for a file that a reader cannot take, led by what of the code each try reaches.

`make fuzz`, or `python tests/fuzz/run.py TARGET --seconds N`; a find is written to `/tmp`, or
where `--keep` says, and ends the run.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import atheris

sys.path.append(str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["coursepack"]):
    import fragments
    import sound
    from coursepack.adapters.pandoc import Pandoc

Target = Callable[[Path], Callable[[bytes], Sequence[str]]]
"""Gets an empty folder and gives what reads bytes in it and tells what does not hold."""


def works(suffix: str) -> Target:
    def prepare(folder: Path) -> Callable[[bytes], Sequence[str]]:
        return lambda data: sound.works_faults(f"works{suffix}", data)

    return prepare


def outlines(suffix: str) -> Target:
    def prepare(folder: Path) -> Callable[[bytes], Sequence[str]]:
        (folder / "pandoc").mkdir()
        (folder / "course").mkdir()
        pandoc = Pandoc(folder / "pandoc")
        page = folder / "course" / f"page{suffix}"

        def read(data: bytes) -> Sequence[str]:
            page.write_bytes(data)
            return sound.outline_faults(page.parent, page.name, pandoc)

        return read

    return prepare


def courses(folder: Path) -> Callable[[bytes], Sequence[str]]:
    """Change files of a course of the corpus as the bytes say."""
    originals = fragments.courses()

    def read(data: bytes) -> Sequence[str]:
        dice = atheris.FuzzedDataProvider(data)
        original = originals[dice.ConsumeIntInRange(0, len(originals) - 1)]
        course = folder / "course"
        shutil.rmtree(course, ignore_errors=True)
        shutil.copytree(original, course, ignore=shutil.ignore_patterns("expected.yaml"))
        fragments.spoil(course, lambda below: dice.ConsumeIntInRange(0, below - 1))
        return sound.course_faults(course)

    return read


TARGETS: dict[str, Target] = {
    **{f"works{suffix}": works(suffix) for suffix in fragments.WORKS},
    **{f"outline{suffix}": outlines(suffix) for suffix in fragments.OUTLINES},
    "course": courses,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS, nargs="?")
    parser.add_argument("--list", action="store_true", help="print the names of the targets")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", default="/tmp/", help="where a find is written, ending in `/`")
    wishes = parser.parse_args()
    if wishes.list or not wishes.target:
        print(*TARGETS, sep="\n")
        return
    # The engine ends the process by itself: nothing that comes after would be run.
    folder = Path(tempfile.mkdtemp(prefix="coursepack-fuzz-"))
    faults = TARGETS[wishes.target](folder)

    def once(data: bytes) -> None:
        found = faults(data)
        if found:
            raise AssertionError(found[0])

    said = [f"-max_total_time={wishes.seconds}", "-timeout=20", "-max_len=12000", "-verbosity=0"]
    said += [f"-dict={_dictionary(wishes.target, folder)}", f"-artifact_prefix={wishes.keep}"]
    said += ["-print_final_stats=1", str(_seeds(wishes.target, folder))]
    atheris.Setup([sys.argv[0], *said], once)
    atheris.Fuzz()


def _dictionary(target: str, folder: Path) -> Path:
    path = folder / "words"
    # A course is chosen and changed by numbers; its dictionary is of no use, and not empty.
    pieces = fragments.FRAGMENTS.get(Path(target).suffix, ("0",))
    words = (piece.encode() for piece in pieces if len(piece) < 60)
    # The engine's own notation: quoted, each byte by its number.
    lines = ('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in words)
    path.write_text("".join(lines), "utf-8")
    return path


def _seeds(target: str, folder: Path) -> Path:
    seeds = folder / "seeds"
    seeds.mkdir()
    for number, path in enumerate(fragments.real(Path(target).suffix)):
        shutil.copyfile(path, seeds / str(number))
    return seeds


if __name__ == "__main__":
    main()

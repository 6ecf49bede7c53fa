"""Time what an author waits for: a build with nothing to do or after an edit, and a watched edit.

.venv/bin/python benchmarks/live.py [--rounds N] [--minutes N]
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from courses import synthetic

from coursepack.commands.watch import Built, Watching, watch
from coursepack.pipeline import Wishes

_PAUSE = 1.5  # seconds between two edits, about as long as an author takes
CONTENT = Path(__file__).parents[1] / "content"
COMMAND = shutil.which("coursepack", path=str(Path(sys.executable).parent)) or "coursepack"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--minutes", type=float, default=0, help="only the memory, for so long")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.minutes:
            memory(Path(scratch), arguments.minutes)
            return
        unchanged(Path(scratch), arguments.rounds)
        courses = {33: Path(shutil.copytree(CONTENT, Path(scratch, "course-33")))}
        Path(scratch, "course-330").mkdir()
        courses[330] = synthetic(330, Path(scratch, "course-330"))
        for count, folder in courses.items():
            edited(count, folder, Path(scratch), arguments.rounds)
        print("| readings | edit of a note until | seconds, median |")
        print("|---|---|---|")
        for count, folder in courses.items():
            for to in ("html", "pdf"):
                waited = edits(folder, Path(scratch, "out"), to, arguments.rounds)
                print(
                    f"| {count} | the {to.upper()} is written | {statistics.median(waited):.2f} |"
                )


def unchanged(scratch: Path, rounds: int) -> None:
    """Print how long a build takes that has nothing to do, against Python with nothing to do."""
    environment = {**os.environ, "COURSEPACK_CACHE": str(scratch / "cache")}
    ours = [COMMAND, "build", str(CONTENT), "--out", str(scratch / "out")]
    nothing = [sys.executable, "-c", "pass"]

    def spent(argv: list[str]) -> float:
        started = time.perf_counter()
        subprocess.run(argv, check=True, capture_output=True, env=environment)
        return time.perf_counter() - started

    spent(ours)
    pairs = [(spent(ours), spent(nothing)) for _ in range(rounds)]
    ratio = statistics.median(one / other for one, other in pairs)
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"nothing to do: {mine * 1000:.0f} ms, python -c pass {other * 1000:.0f} ms: {ratio:.1f}\n"
    )


def edited(count: int, folder: Path, scratch: Path, rounds: int) -> None:
    """Print how long `build` takes after an edit of the page, with what it kept and without."""
    environment = {**os.environ, "COURSEPACK_CACHE": str(scratch / f"cache-{count}")}
    page = next(folder.glob("*.md"))
    text = page.read_text("utf-8")

    def spent(number: int, *options: str) -> float:
        page.write_text(f"{text}\n\nA note, number {number}.\n", "utf-8")
        argv = [COMMAND, "build", str(folder), "--out", str(scratch / f"out-{count}"), *options]
        started = time.perf_counter()
        subprocess.run(argv, check=True, capture_output=True, env=environment)
        return time.perf_counter() - started

    spent(-1)
    pairs = [(spent(2 * n), spent(2 * n + 1, "--no-cache")) for n in range(rounds)]
    page.write_text(text, "utf-8")
    ratio = statistics.median(one / other for one, other in pairs)
    kept, anew = (statistics.median(column) for column in zip(*pairs, strict=True))
    told = f"{kept:.2f} s, without the cache {anew:.2f} s: {ratio:.2f}"
    print(f"{count} readings, a build after an edit: {told}\n")


def edits(folder: Path, out: Path, to: str, rounds: int) -> list[float]:
    """Return how long each of *rounds* edits took until its file was written."""
    page = next(folder.glob("*.md"))
    told: queue.Queue[Built] = queue.Queue()
    stop = threading.Event()
    watching = Watching(folder, Wishes(formats=(to,)), out)
    thread = threading.Thread(target=watch, args=(watching, told.put, None, stop))
    thread.start()
    told.get()
    text = page.read_text("utf-8")
    waited: list[float] = []
    for number in range(rounds):
        started = time.perf_counter()
        page.write_text(f"{text}\n\nA note, number {number}.\n", "utf-8")
        told.get()
        waited.append(time.perf_counter() - started)
    page.write_text(text, "utf-8")
    told.get()
    stop.set()
    thread.join()
    return waited


def memory(scratch: Path, minutes: float) -> None:
    """Print the memory of this process and what it started, a dozen times in *minutes* of edits."""
    folder = Path(shutil.copytree(CONTENT, scratch / "course"))
    told: queue.Queue[Built] = queue.Queue()
    stop = threading.Event()
    watching = Watching(folder, Wishes(formats=("html", "pdf")), scratch / "out")
    thread = threading.Thread(target=watch, args=(watching, told.put, None, stop))
    thread.start()
    told.get()
    page = next(folder.glob("*.md"))
    text = page.read_text("utf-8")
    started, number = time.monotonic(), 0
    for part in range(1, 13):
        while time.monotonic() - started < 60 * minutes * part / 12:
            number += 1
            page.write_text(f"{text}\n\nA note, number {number}.\n", "utf-8")
            told.get()
            time.sleep(_PAUSE)
        sizes = ", ".join(f"{name} {size:.0f}" for name, size in _memory())
        print(f"{minutes * part / 12:.0f} minutes, {number} edits, MiB: {sizes}", flush=True)
    stop.set()
    thread.join()


def _memory() -> list[tuple[str, float]]:
    """Return the name and the resident memory (MiB) of this process and of its children."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            name, pages = (folder / "comm").read_text().strip(), int(fields[21])
        except OSError:
            continue  # it has ended
        if os.getpid() in (int(folder.name), int(fields[1])):
            found.append((int(folder.name), name, pages))
    size = os.sysconf("SC_PAGE_SIZE") / 2**20
    return [(name, pages * size) for _, name, pages in sorted(found)]


if __name__ == "__main__":
    main()

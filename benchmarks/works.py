"""Time `coursepack check` of a course with 5,000 works against pandoc's reading of them, in turn.

The works stand once in BibTeX, once as loose YAML; a page assigns 2,000 of them. pandoc turns the
BibTeX file into CSL-JSON.

.venv/bin/python benchmarks/works.py [--works N] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from bibtex import PANDOC, made_up, spent
from coursepack.model.document import plain_text
from coursepack.model.source import Source
from coursepack.model.work import Name, Person, Work
from coursepack.read import library

READINGS = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bibtex, yaml = Path(scratch, "bibtex"), Path(scratch, "yaml")
        text = made_up(arguments.works)
        write_course(bibtex, "works.bib", text)
        write_course(yaml, "works.yaml", as_loose_yaml(text))
        check = [sys.executable, "-m", "coursepack", "check"]
        entries = str(bibtex / "works.bib")
        theirs = [PANDOC, "-f", "bibtex", "-t", "csljson", entries, "-o", "/dev/null"]
        commands = ([*check, str(bibtex)], [*check, str(yaml)], theirs)
        rounds = [[spent(command) for command in commands] for _ in range(arguments.rounds)]
    print("| works, read and checked with a page of their readings | coursepack | pandoc | ratio |")
    print("|---|---|---|---|")
    for name, column in (("BibTeX", 0), ("loose YAML", 1)):
        mine, other = (statistics.median(row[at] for row in rounds) for at in (column, 2))
        share = statistics.median(row[column] / row[2] for row in rounds)
        print(f"| {arguments.works:,} in {name} | {mine:.1f} s | {other:.1f} s | {share:.2f} |")


def write_course(folder: Path, name: str, works: str) -> None:
    folder.mkdir()
    (folder / name).write_text(works, "utf-8")
    page = "# Readings\n\n" + "".join(f"- [@key{n}]\n" for n in range(READINGS))
    (folder / "list.md").write_text(page, "utf-8")


def as_loose_yaml(bibtex: str) -> str:
    """Return the works of the text *bibtex* as a course site would keep them by hand."""
    works = library.read([Source("works.bib", bibtex)]).value.works
    return "".join(loose(work) for work in works)


def loose(work: Work) -> str:
    written = {
        "title": plain_text(work.title.value) if work.title else "",
        "authors": ", ".join(name(each) for each in work.names["author"].people),
        "year": str(work.dates["issued"].value.year),
        "venue": work.text("container-title") or work.text("publisher"),
        "doi": work.text("DOI"),
        "url": work.text("URL"),
        "abstract": work.text("abstract"),
    }
    lines = (
        f"  {field}: {json.dumps(text, ensure_ascii=False)}\n"
        for field, text in written.items()
        if text
    )
    return f"{work.key.value}:\n" + "".join(lines)


def name(person: Name) -> str:
    if not isinstance(person, Person):
        return person.name
    return " ".join(filter(None, (person.given, person.particle, person.family)))


if __name__ == "__main__":
    main()

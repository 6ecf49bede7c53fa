"""The two citation engines, held against each other on the sample in twelve common styles.

The default one is held against the pandoc command as well, run apart from all of ours: the
entries are equal word for word, but for the label where a style numbers by its own order.
Between the two, `engines/differences.txt` names every entry on which they differ, and how;
it is empty where they agree. It may only shrink: a new difference fails, and so does one
that is listed but gone; `--accept` takes lines out and never puts one in.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc
import pytest

from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters.pandoc import Pandoc
from coursepack.cite import references
from coursepack.cite.prepare import prepared
from coursepack.model.document import flat, plain_text
from coursepack.model.style import Style
from coursepack.model.work import Work
from coursepack.read import library
from coursepack.read import style as styles
from coursepack.read.disk import Disk
from csl_json import item
from works import COMMON_STYLES, HERE

SAMPLE = Path(__file__).parents[1] / "content"
LISTED = Path(__file__).parent / "engines" / "differences.txt"


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as started:
        yield started


@cache
def works() -> tuple[Work, ...]:
    source = Disk(SAMPLE).open("papers.yaml").value
    assert source is not None
    return library.read([source]).value.works


def style_named(name: str) -> Style:
    style = styles.find(name, HERE, SAMPLE, styles.own_styles()).value
    assert style is not None
    return style


def entries(name: str, engine: str, pandoc: Pandoc) -> list[str]:
    made = references(works(), style_named(name), "en-US", engine, pandoc)
    assert len(made.value) == len(works())
    return [f"{r.label} {plain_text(r.text)}".strip() for r in made.value]


def differing(one: str, other: str) -> str:
    """Return the words on which two entries differ, with a word of what is around them."""
    ours, theirs = one.split(), other.split()
    start = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), 0)
    back = zip(reversed(ours[start:]), reversed(theirs[start:]), strict=False)
    same = next((n for n, (a, b) in enumerate(back) if a != b), 0)
    first = max(start - 1, 0)
    return " ".join(f"«{' '.join(side[first : len(side) - same + 1])}»" for side in (ours, theirs))


def by_pandoc_itself(name: str, folder: Path) -> list[str]:
    """Return the entries that `pandoc --citeproc` makes of the same works, label and all."""
    items = [item(prepared(work), f"item{n}") for n, work in enumerate(works())]
    (folder / "works.json").write_text(json.dumps(items), "utf-8")
    (folder / "style.csl").write_text(style_named(name).xml, "utf-8")
    keys = ", ".join(f"@item{number}" for number in range(len(items)))
    (folder / "list.md").write_text(f"---\nnocite: '{keys}'\nlang: en-US\n---\n", "utf-8")
    command = [pypandoc.get_pandoc_path(), "--citeproc", "--bibliography=works.json"]
    command += ["--csl=style.csl", "--to=json", "list.md"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60)
    found: dict[str, str] = {}

    def walk(nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            if node["t"] == "Div":
                (ident, classes, _), content = node["c"]
                if "csl-entry" in classes:
                    lines = [plain_text(flat((b,))) for b in tree.Reader().blocks(content)]
                    found[ident] = " ".join(" ".join(lines).split())
                else:
                    walk(content)

    walk(json.loads(done.stdout)["blocks"])
    return [found[f"ref-item{number}"] for number in range(len(items))]


@pytest.mark.parametrize("name", COMMON_STYLES)
def test_entries_are_those_of_pandoc_itself(name: str, pandoc: Pandoc, tmp_path: Path) -> None:
    theirs = by_pandoc_itself(name, tmp_path)
    made = references(works(), style_named(name), "en-US", "pandoc", pandoc).value
    for reference, text in zip(made, theirs, strict=True):
        label = re.match(r"\[?\d+[\].]? ?", text) if reference.label else None
        assert bool(label) == bool(reference.label)
        assert plain_text(reference.text) == text[label.end() if label else 0 :]


@pytest.mark.parametrize("name", COMMON_STYLES)
def test_the_engines_differ_only_as_listed(name: str, pandoc: Pandoc, accept: bool) -> None:
    pairs = zip(
        works(), entries(name, "pandoc", pandoc), entries(name, "citeproc-py", pandoc), strict=True
    )
    found = {f"{name} {w.key.value}: {differing(a, b)}" for w, a, b in pairs if a != b}
    lines = LISTED.read_text("utf-8").splitlines()
    listed = {line for line in lines if line.startswith(f"{name} ")}
    assert found <= listed, "the engines differ in a new way"
    if accept and found != listed:
        kept = [line for line in lines if line not in listed - found]
        LISTED.write_text("\n".join(kept) + "\n", "utf-8")
        return
    assert listed <= found, "differences are gone: take them off the list with --accept"

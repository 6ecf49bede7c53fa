"""BibTeX and BibLaTeX: entries whose fields are LaTeX, and may stand in other entries."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Mapping, Node
from coursepack.model.source import Source
from coursepack.model.work import Work
from coursepack.read.work_reader import WorkReader


def takes(node: Node) -> bool:
    """Take the entries of a file; no other shape has its suffixes."""
    return isinstance(node, Mapping)


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each entry as a work, with what it takes from the entries that it names."""
    # Imported only where a course has such a file: every build imports this one.
    from coursepack.read.entries import bibtex_works

    return bibtex_works.read(node)


def parse(source: Source) -> Outcome[Node | None]:
    """Return what *source* holds, every value with its place."""
    from coursepack.adapters import bibtex_nodes

    return bibtex_nodes.parse(source)


READER = WorkReader((".bib", ".bibtex", ".biblatex"), takes, read, parse)

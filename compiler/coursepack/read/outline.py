"""Read the pages of a course, in whatever form each is, into one outline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from coursepack import registry
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source
from coursepack.read import outlines
from coursepack.read.outline_reader import OutlineReader


def read(sources: Sequence[Source], pandoc: Pandoc) -> Outcome[Outline[ReadingItem]]:
    """Return the pages one after the other as one outline, titled as the first that is."""
    readers = registry.declared(outlines, "READER", OutlineReader)
    pages: list[Outline[ReadingItem]] = []
    problems: list[Diagnostic] = []
    for source in sources:
        suffix = PurePosixPath(source.name).suffix.lower()
        reader = next((r for r in readers if suffix in r.suffixes), readers[0])
        page = reader.read(source, pandoc)
        pages.append(page.value)
        problems += page.diagnostics
    whole = Outline(
        next((page.title for page in pages if page.title), ""),
        tuple(block for page in pages for block in page.body),
        tuple(part for page in pages for part in page.parts),
    )
    return Outcome(whole, tuple(problems))

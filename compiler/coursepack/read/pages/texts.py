"""Read the readings that stand in texts of their own, all with one request to pandoc."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.document import Blocks, ListItem
from coursepack.model.outline import ReadingItem, Readings
from coursepack.model.source import Spanned
from coursepack.read.pages import outliner, prose
from coursepack.read.pages.marks import Marks, Place
from coursepack.read.pages.page_text import PageText
from coursepack.read.pages.prose import Asked

Entries = tuple[ReadingItem | ListItem, ...]


def read(pandoc: Pandoc, texts: Sequence[Spanned[str]]) -> Outcome[tuple[Entries, ...]]:
    """Return the readings of each text, with the prose that stands among them."""
    found = prose.parse(pandoc, [Asked(text) for text in texts])
    problems: list[Diagnostic] = list(found.diagnostics)
    entries: list[Entries] = []
    for text, blocks in zip(texts, found.value, strict=True):
        page = PageText(Place(text.span), Marks())
        entries.append(_entries(blocks, page))
        problems += page.finished()
    return Outcome(tuple(entries), tuple(problems))


def _entries(blocks: Blocks, page: PageText) -> Entries:
    outline = outliner.outline(blocks, page, "", expects=True, cites=True, assigned=True)
    entries: list[ReadingItem | ListItem] = []
    bodies = (outline.body, *(section.body for section in outline.sections()))
    for block in (block for body in bodies for block in body):
        entries += block.items if isinstance(block, Readings) else (ListItem((block,)),)
    return tuple(entries)

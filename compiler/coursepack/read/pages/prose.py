"""Read the prose that stands in data, all of it with one request to pandoc."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.pandoc_tree import MARK, mark, unmarked
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Block, Blocks, Paragraph, Text, trimmed
from coursepack.model.source import Spanned
from coursepack.read.pages.marks import Marks, Place
from coursepack.read.pages.page_text import PageText


@dataclass(frozen=True, slots=True)
class Asked:
    """A text of Markdown; one that is a *line* has no lists or headings in it."""

    text: Spanned[str]
    line: bool = False


def read(pandoc: Pandoc, texts: Sequence[Asked]) -> Outcome[tuple[Blocks, ...]]:
    """Return the blocks of each text; links that may not be followed are left out and reported."""
    parsed = parse(pandoc, texts)
    problems = list(parsed.diagnostics)
    cleaned: list[Blocks] = []
    for asked, blocks in zip(texts, parsed.value, strict=True):
        page = PageText(Place(asked.text.span), Marks())
        cleaned.append(page.blocks(blocks))
        problems += page.finished()
    return Outcome(tuple(cleaned), tuple(problems))


def parse(pandoc: Pandoc, texts: Sequence[Asked]) -> Outcome[tuple[Blocks, ...]]:
    """Return the blocks of each text as pandoc reads them, marks left in."""
    if not texts:
        return Outcome(())
    markdown = "\n\n".join(_markdown(number, asked) for number, asked in enumerate(texts))
    read_prose = pandoc.read_prose(markdown)
    pieces = _pieces(read_prose.blocks, len(texts))
    unread = [(what, texts[number or 0].text.span) for what, number in read_prose.unread]
    if pieces is None:
        # Markup that one text leaves open would swallow those behind it.
        unread = []
        pieces = []
        for asked in texts:
            alone = pandoc.read_prose(_markdown(0, asked))
            pieces.append([block for piece in _bared(alone.blocks) for block in piece[1]])
            unread += [(what, asked.text.span) for what, _ in alone.unread]
    problems = tuple(
        Diagnostic("unread-markup", Severity.WARNING, f"{what} is not printed", span)
        for what, span in unread
    )
    return Outcome(tuple(map(tuple, pieces)), problems)


def _markdown(number: int, asked: Asked) -> str:
    text = unmarked(asked.text.value)
    if asked.line:
        # Behind a mark nothing begins a list or a heading.
        return f"{mark(number)} {' '.join(text.split())}"
    return f"{mark(number)}\n\n{text}"


def _pieces(blocks: Blocks, count: int) -> list[list[Block]] | None:
    """Return what stands behind each of the *count* marks, None where one is not found."""
    pieces: list[list[Block]] = []
    for number, found in _bared(blocks):
        if number is not None:
            if number != len(pieces):
                return None
            pieces.append([])
        elif not pieces:
            return None
        pieces[-1] += found
    return pieces if len(pieces) == count else None


def _bared(blocks: Iterable[Block]) -> Iterator[tuple[int | None, list[Block]]]:
    """Yield each block without the mark that it begins with, and the mark's number."""
    for block in blocks:
        first = block.children[0] if isinstance(block, Paragraph) and block.children else None
        found = MARK.match(first.text) if isinstance(first, Text) else None
        if found is None or not isinstance(block, Paragraph) or not isinstance(first, Text):
            yield None, [block]
            continue
        rest = trimmed((Text(first.text[found.end() :]), *block.children[1:]))
        yield int(found[1]), [Paragraph(rest)] if rest else []

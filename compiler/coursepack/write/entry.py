"""A reading as one run of words, for formats that set nothing of it apart."""

from __future__ import annotations

from coursepack.model.document import Emphasis, Inline, Inlines, ReadingEntry, Strong, Text
from coursepack.write import safe_markdown


def words_of(entry: ReadingEntry) -> Inlines:
    """Return what stands on the line of *entry*, in the order that all formats keep."""
    mark = Text(entry.mark.strip())
    pieces: tuple[Inlines, ...] = (
        (Text(entry.label),) if entry.label else (),
        (Strong((mark,)) if entry.required else Emphasis((mark,)),) if mark.text else (),
        entry.reference,
        entry.identifier,
        (Text(entry.locator),) if entry.locator else (),
        entry.note,
    )
    words: list[Inline] = []
    for piece in filter(None, pieces):
        words += (Text(" "), *piece) if words else piece
    if entry.box and safe_markdown.line(tuple(words)):
        # A box of its own character: only some systems know others.
        return (Text("☐ "), *words)
    return tuple(words)

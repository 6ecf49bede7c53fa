"""The index of a course's handouts: what each holds, and where its files lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from coursepack import words
from coursepack.model.document import BulletList, Document, Link, Paragraph, ReadingEntry, Text
from coursepack.model.document import ReadingList as Readings

NAME = "index"
FORMATS = ("html", "md")
"""What an index is written in: its links lead to files beside it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A handout and the names of its files, by their format."""

    document: Document
    files: tuple[tuple[str, str], ...]


def index(handouts: Sequence[Listed]) -> Document:
    """Return the document that lists *handouts* in order; there is at least one."""
    first = handouts[0].document
    items = tuple((Paragraph(tuple(_line(listed))),) for listed in handouts)
    return Document(
        name=NAME,
        title=first.title,
        subtitle=words.here().handouts,
        facts=first.facts,
        language=first.language,
        sheet=first.sheet,
        theme=first.theme,
        contents_title="",
        blocks=(BulletList(items),),
        page_of=words.here().page_of,
        course=first.course,
    )


def _line(listed: Listed) -> Iterator[Text | Link]:
    document = listed.document
    entries = [
        item
        for block in document.blocks
        if isinstance(block, Readings)
        for item in block.items
        if isinstance(item, ReadingEntry)
    ]
    required = sum(entry.required for entry in entries)
    count = words.here().counted("readings", len(entries))
    said = words.here()
    told = f"{count}{said.comma}{required} {said.as_required}" if required else count
    (_, page), *others = sorted(listed.files, key=lambda file: file[0] != "html")
    yield Link(quote(page), (Text(document.subtitle or document.title),))
    yield Text(f": {told}")
    for number, (form, file) in enumerate(others):
        yield Text(said.comma if number else f". {said.also_as} ")
        yield Link(quote(file), (Text(form.upper()),))
    yield Text(".")

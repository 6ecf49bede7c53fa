"""An EPUB 3: a chapter a part, for readers of books on any screen."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from coursepack import words
from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Document
from coursepack.pattern import pattern
from coursepack.write import page, scripts
from coursepack.write.archive import unzipped, zipped
from coursepack.write.format import Engines, Format
from coursepack.write.levels import levelled
from coursepack.write.printed import TEMPLATES, with_texts
from coursepack.write.xml import clean

_STYLE = "book.css"
_PACKAGE = "EPUB/content.opf"
_ACCESS = {
    "accessModes": ("textual",),
    "accessModeSufficient": ("textual",),
    "accessibilityFeatures": (
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ),
    "accessibilityHazards": ("none",),
}
_TOKEN = pattern(r"\$([a-z-]+)\$")
# pandoc takes the day on which a file is dated for that of publication, which nobody knows.
_DATE = pattern(r"\s*<dc:date[^>]*>[^<]*</dc:date>")


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* as a book whose name is that of its content: another, where it changes."""
    book = scripts.marked(with_texts(document, clean))
    blocks = levelled(book.blocks, page.DEEPEST)
    nodes = [*_title(book), *page.body(blocks)]
    if book.is_right_to_left:
        nodes = tree.replaced(nodes, _program)
    direction = "rtl" if book.is_right_to_left else "ltr"
    told = json.dumps([nodes, book.language])
    meta = {
        "lang": tree.meta(book.language),
        "title": tree.meta(book.title or book.name),
        "identifier": tree.meta(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told)}"),
        "creator": _list(book.instructors),
        "toc-title": tree.meta(book.contents_title or book.title),
        "page-progression-direction": tree.meta(direction),
        "css": _list([_STYLE]),
        "accessibilitySummary": tree.meta(words.of(book.language).access),
        **{name: _list(values) for name, values in _ACCESS.items()},
    }
    template = (TEMPLATES / "book.xhtml").read_text("utf-8")
    # Of what is said here, pandoc tells the template of a chapter nothing.
    template = template.replace("DIRECTION", direction)
    files = {_STYLE: _style(book).encode("utf-8")}
    parts = unzipped(engines.pandoc.write_file("epub3", nodes, template, meta, files))
    parts[_PACKAGE] = _DATE.sub("", parts[_PACKAGE].decode("utf-8")).encode("utf-8")
    return Outcome(zipped(parts))


def _program(item: Any) -> list[Any]:
    """Return lines of a program read from left to right: a style sheet of a book may not say so."""
    match item:
        case {"t": "CodeBlock", "c": [_, text]}:
            return [{"t": "CodeBlock", "c": [["", [], [["dir", "ltr"]]], text]}]
        case _:
            return [tree.replaced(item, _program)]


def _title(book: Document) -> Iterator[Node]:
    """Yield the head of the first chapter, in which stands what comes before any part."""
    title = tree.inlines(scripts.line(book.title or book.name, book))
    yield {"t": "Header", "c": [1, ["title", ["title"], []], title]}
    if book.subtitle:
        yield from _paragraph("subtitle", tree.inlines(scripts.line(book.subtitle, book)))
    for fact in book.facts:
        name = tree.span("fact-name", tree.words(f"{fact.name}:"))
        yield from _paragraph(
            "fact", [name, {"t": "Space"}, *tree.inlines(scripts.line(fact.text, book))]
        )


def _paragraph(kind: str, words: list[Node]) -> Iterator[Node]:
    yield tree.raw("html", f'<p class="{kind}">')
    yield tree.plain(words)
    yield tree.raw("html", "</p>")


def _style(book: Document) -> str:
    look = page.look(book, scripts.spoken(book))
    sheet = (TEMPLATES / _STYLE).read_text("utf-8")
    return _TOKEN.sub(lambda token: look[token[1]], sheet)


def _list(texts: Iterable[str]) -> Node:
    return {"t": "MetaList", "c": [*map(tree.meta, texts)]}


FORMAT = Format("epub", ".epub", write)

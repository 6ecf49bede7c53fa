"""One plain HTML file: semantic, without script, readable without its style sheet."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Document, Heading, ListItem, ReadingEntry, ReadingList
from coursepack.write.format import Engines, Format

_TEMPLATE = Path(__file__).parent.parent / "templates" / "handout.html"
_DEEPEST = 6


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* as HTML; the title is its one heading of level 1."""
    shifted = (
        replace(b, level=min(b.level + 1, _DEEPEST)) if isinstance(b, Heading) else b
        for b in document.blocks
    )
    meta: dict[str, Node] = {
        "lang": tree.meta(document.language),
        "pagetitle": tree.meta(document.title),
        "title": tree.meta(document.title),
        "subtitle": tree.meta(document.subtitle),
        "contents-title": tree.meta(document.contents_title),
        "paper": tree.meta("letter" if document.paper == "letter" else "A4"),
        "facts": tree.meta_list(
            {"name": tree.meta(fact.name), "text": tree.meta(fact.text)} for fact in document.facts
        ),
    }
    has_headings = any(isinstance(block, Heading) for block in document.blocks)
    template = _TEMPLATE.read_text("utf-8")
    nodes = tree.blocks(shifted, _readings)
    text = engines.pandoc.write("html5", nodes, template, meta, contents=has_headings)
    return Outcome(text.encode("utf-8"))


def _readings(readings: ReadingList) -> list[Node]:
    # The role keeps it a list for Safari, which forgets so where CSS takes the bullets away.
    nodes = [tree.raw("html", '<ul class="readings" role="list">')]
    for item in readings.items:
        match item:
            case ReadingEntry():
                kind = ' class="required"' if item.required else ""
                nodes.append(tree.raw("html", f'<li id="{html.escape(item.anchor)}"{kind}>'))
                nodes.append(tree.plain(list(_entry(item))))
            case ListItem(children):
                nodes.append(tree.raw("html", '<li class="prose">'))
                nodes += tree.blocks(children, _readings)
        nodes.append(tree.raw("html", "</li>"))
    return [*nodes, tree.raw("html", "</ul>")]


def _entry(entry: ReadingEntry) -> Iterator[Node]:
    pieces = (
        ("label", tree.words(entry.label)),
        ("requirement", tree.words(entry.mark)),
        ("reference", tree.inlines(entry.reference)),
        ("locator", tree.words(entry.locator)),
        ("note", tree.inlines(entry.note)),
    )
    shown = [tree.span(name, nodes) for name, nodes in pieces if nodes]
    for number, node in enumerate(shown):
        if number:
            yield {"t": "Space"}
        yield node


FORMAT = Format("html", ".html", write)

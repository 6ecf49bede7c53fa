"""One plain HTML file: semantic, without script, readable without its style sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters import qr_code
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Block, Document, Heading
from coursepack.write import page, scripts
from coursepack.write.format import Engines, Format
from coursepack.write.levels import levelled
from coursepack.write.printed import TEMPLATES

FEW_HEADINGS = 3  # from here on a list of contents saves more than it takes


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* as HTML; the title is its one heading of level 1."""
    document = scripts.marked(document)
    shifted = (
        replace(b, level=b.level + 1) if isinstance(b, Heading) else b
        for b in levelled(document.blocks, page.DEEPEST - 1)
    )
    meta: dict[str, Node] = {
        "lang": tree.meta(document.language),
        "dir": tree.meta("rtl" if document.is_right_to_left else ""),
        "pagetitle": tree.meta(document.title),
        "title": _line(document.title, document),
        "subtitle": _line(document.subtitle, document),
        "contents-title": tree.meta(document.contents_title),
        "paper": tree.meta("letter" if document.sheet.paper == "letter" else "A4"),
        "facts": tree.meta_list(
            {"name": tree.meta(fact.name), "text": _line(fact.text, document)}
            for fact in document.facts
        ),
    }
    meta |= {name: tree.meta(value) for name, value in page.look(document).items()}
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    template = (TEMPLATES / "handout.html").read_text("utf-8")
    nodes = [node for block in shifted for node in _nodes(block)]
    text = engines.pandoc.write("html5", nodes, template, meta, contents=headings >= FEW_HEADINGS)
    return Outcome(text.encode("utf-8"))


def _line(text: str, document: Document) -> Node:
    return tree.meta_inlines(scripts.line(text, document))


def _nodes(block: Block) -> Iterator[Node]:
    yield from page.body((block,))
    if isinstance(block, Heading) and block.address:
        # Shown on paper only: on the screen one is there already.
        yield tree.raw("html", f'<div class="qr">{qr_code.svg(block.address)}</div>')


FORMAT = Format("html", ".html", write)

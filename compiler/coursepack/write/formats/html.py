"""One page of HTML that shows the whole document; its words need no script."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from dataclasses import replace

from coursepack import words
from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters import qr_code
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.controls import Controls
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Block, Document, Heading, ReadingEntry
from coursepack.model.work import Work
from coursepack.write import page, scripts
from coursepack.write.format import Engines, Format
from coursepack.write.levels import levelled
from coursepack.write.linked_data import linked_data
from coursepack.write.openurl import context_object
from coursepack.write.printed import TEMPLATES, with_texts
from coursepack.write.xml import clean

FEW_HEADINGS = 3  # from here on a list of contents saves more than it takes
_BIBTEX = "BibTeX"


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* as HTML; the title is its one heading of level 1."""
    document = scripts.marked(with_texts(document, clean))
    shifted = (
        replace(b, level=b.level + 1) if isinstance(b, Heading) else b
        for b in levelled(document.blocks, page.DEEPEST - 1)
    )
    script = (TEMPLATES / "handout.js").read_text("utf-8").strip() if document.controls else ""
    meta: dict[str, Node] = {
        "lang": tree.meta(document.language),
        "dir": tree.meta("rtl" if document.is_right_to_left else ""),
        "policy": tree.meta(_policy(script)),
        "pagetitle": tree.meta(document.title),
        "title": _line(document.title, document),
        "subtitle": _line(document.subtitle, document),
        "contents-title": tree.meta(document.contents_title),
        "paper": tree.meta("letter" if document.sheet.paper == "letter" else "A4"),
        "facts": tree.meta_list(
            {"name": tree.meta(fact.name), "text": _line(fact.text, document)}
            for fact in document.facts
        ),
        "linked-data": tree.meta_raw("html", linked_data(document)),
        "script": tree.meta_raw("html", script),
    }
    if document.controls:
        meta |= _controls(document.controls)
    meta |= {name: tree.meta(value) for name, value in page.look(document).items()}
    called = words.of(document.language).qr_code
    headings = sum(isinstance(block, Heading) for block in document.blocks)
    template = (TEMPLATES / "handout.html").read_text("utf-8")
    beside = _Beside(document, engines)
    nodes = [node for block in shifted for node in _nodes(block, called, beside)]
    text = engines.pandoc.write("html5", nodes, template, meta, contents=headings >= FEW_HEADINGS)
    return Outcome(text.encode("utf-8"))


def _line(text: str, document: Document) -> Node:
    return tree.meta_inlines(scripts.line(text, document))


def _nodes(block: Block, called: str, beside: page.Beside) -> Iterator[Node]:
    yield from page.body((block,), beside)
    if isinstance(block, Heading) and block.address:
        # Shown on paper only: on the screen one is there already.
        code = qr_code.svg(block.address, called.format(address=block.address))
        yield tree.raw("html", f'<div class="qr">{code}</div>')


def _policy(script: str) -> str:
    """Return what the page may do: nothing but look as it does, and run our own script."""
    allowed = ["default-src 'none'", "style-src 'unsafe-inline'", "base-uri 'none'"]
    allowed.append("form-action 'none'")
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        allowed.insert(1, f"script-src 'sha256-{digest}'")
    return "; ".join(allowed)


def _controls(controls: Controls) -> dict[str, Node]:
    """Return what the template puts on the controls, in its words."""
    shown = "".join(f' data-{form}="{html.escape(text)}"' for form, text in controls.shown)
    filters = (
        {
            "name": tree.meta(each.name),
            "label": tree.meta(each.label),
            "choices": tree.meta_list(
                {
                    "value": tree.meta_raw("html", html.escape(value)),
                    "words": tree.meta_raw("html", html.escape(words)),
                }
                for value, words in each.choices
            ),
        }
        for each in controls.filters
    )
    return {
        "search": tree.meta(controls.search),
        "shortcut": tree.meta(controls.shortcut),
        "everything": tree.meta(controls.everything),
        "clear": tree.meta(controls.clear),
        "copy": tree.meta(controls.copy),
        "copied": tree.meta(controls.copied),
        "not-copied": tree.meta(controls.not_copied),
        "shown": tree.meta_raw("html", shown),
        "filters": tree.meta_list(filters),
    }


class _Beside:
    """What stands beside a reading: what reference managers take, and its BibTeX where wished."""

    def __init__(self, document: Document, engines: Engines) -> None:
        self._works: dict[str, Work] = {a.work.key.value: a.work for a in document.works}
        self._bibtex: dict[str, str] = {}
        if document.controls:
            # Imported only where it is wished, with the library that reads BibTeX.
            from coursepack.write import bibtex

            written = bibtex.entries(document.works, engines.pandoc)
            self._bibtex = dict(zip(self._works, written, strict=True))

    def __call__(self, entry: ReadingEntry) -> list[Node]:
        """Return what stands beside *entry*."""
        if work := self._works.get(entry.work):
            return [tree.raw("html", self._item(entry, work))]
        return []

    def _item(self, entry: ReadingEntry, work: Work) -> str:
        found = [*entry.filed, *([("words", entry.unprinted)] if entry.unprinted else [])]
        data = "".join(f' data-{name}="{html.escape(clean(value))}"' for name, value in found)
        title = html.escape(context_object(work))
        item = f'<span class="Z3988" title="{title}"{data}></span>'
        if text := self._bibtex.get(entry.work):
            code = (
                f'<pre dir="ltr"><code>{html.escape(clean(text).strip(), quote=False)}</code></pre>'
            )
            item += f'<details class="bibtex"><summary>{_BIBTEX}</summary>{code}</details>'
        return item


FORMAT = Format("html", ".html", write)

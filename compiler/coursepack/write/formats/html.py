"""One page of HTML that shows the whole document; its words need no script."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from coursepack import words
from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters import qr_code
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.controls import Controls
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Blocks, Document, Heading, ReadingEntry
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
    """Return *document* as HTML; the title is its one heading of level 1.

    What stands between two headings is written by itself, so that it may be remembered.
    """
    head = with_texts(replace(document, blocks=()), clean)
    script = (TEMPLATES / "handout.js").read_text("utf-8").strip() if document.controls else ""
    called = words.of(document.language).qr_code
    beside = _Beside(document, engines)
    spoken = set(scripts.spoken(head))
    headings = 0
    nodes: list[Node] = []
    for number, part in enumerate(_parts(document)):
        match part:
            case Heading():
                headings += 1
                (heading,) = _ready((part,), head)
                nodes += page.body((heading,))
                if part.address:
                    # Shown on paper only: on the screen one is there already.
                    code = qr_code.svg(part.address, called.format(address=part.address))
                    nodes.append(tree.raw("html", f'<div class="qr">{code}</div>'))
            case _:
                between = engines.once(
                    f"{document.name}.html {number}",
                    (part, document.language, document.works, bool(document.controls)),
                    partial(_between, part, head, beside, engines),
                )
                nodes.append(tree.raw("html", between.text))
                spoken |= between.spoken
    about = engines.once(
        f"{document.name}.html data", _described(document), lambda: linked_data(head)
    )
    meta: dict[str, Node] = {
        "lang": tree.meta(document.language),
        "dir": tree.meta("rtl" if document.is_right_to_left else ""),
        "policy": tree.meta(_policy(script)),
        "pagetitle": tree.meta(head.title),
        "title": _line(head.title, document),
        "subtitle": _line(head.subtitle, document),
        "contents-title": tree.meta(head.contents_title),
        "paper": tree.meta("letter" if document.sheet.paper == "letter" else "A4"),
        "facts": tree.meta_list(
            {"name": tree.meta(fact.name), "text": _line(fact.text, document)}
            for fact in head.facts
        ),
        "linked-data": tree.meta_raw("html", about),
        "script": tree.meta_raw("html", script),
    }
    if document.controls:
        meta |= _controls(document.controls)
    meta |= {name: tree.meta(value) for name, value in page.look(document, spoken).items()}
    template = (TEMPLATES / "handout.html").read_text("utf-8")
    text = engines.pandoc.write("html5", nodes, template, meta, contents=headings >= FEW_HEADINGS)
    return Outcome(text.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class _Between:
    """What stands between two headings, as it is on the page, and the languages in it."""

    text: str
    spoken: frozenset[str]


def _parts(document: Document) -> Iterator[Heading | Blocks]:
    """Yield each heading at its level below the title, and the blocks between two."""
    levels = levelled(document.blocks, page.DEEPEST - 1)
    for is_heading, group in groupby(levels, lambda block: isinstance(block, Heading)):
        blocks = tuple(group)
        if not is_heading:
            yield blocks
            continue
        for block in blocks:
            assert isinstance(block, Heading)
            yield replace(block, level=block.level + 1)


def _ready(blocks: Blocks, head: Document) -> Blocks:
    return scripts.marked(with_texts(replace(head, blocks=blocks), clean)).blocks


def _between(blocks: Blocks, head: Document, beside: page.Beside, engines: Engines) -> _Between:
    ready = _ready(blocks, head)
    text = engines.pandoc.write("html5", page.body(ready, beside), "$body$", {})
    return _Between(text, scripts.spoken(replace(head, blocks=ready)))


def _described(document: Document) -> tuple[object, ...]:
    """Return what the linked data of *document* is made of."""
    of_page = (document.title, document.subtitle, document.language, document.address)
    return (*of_page, document.course, document.works)


def _line(text: str, document: Document) -> Node:
    return tree.meta_inlines(scripts.line(text, document))


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

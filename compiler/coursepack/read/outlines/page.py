"""A page of Markdown or HTML, of a Jekyll site or by itself: headings, lists and tables.

The page is read in three steps. Liquid goes first (`liquid`). Then pandoc reads what is left,
with a mark in each line that says where it was written (`layout`). Last, the headings make the
outline, and lists, tables and paragraphs its readings (`outlined`).
"""

from __future__ import annotations

import re
from html import unescape

from coursepack.adapters import html_repair
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Mapping
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.pages import layout
from coursepack.read.pages.outlined import outlined
from coursepack.read.sites import liquid
from coursepack.read.sites.site import Site, front_matter

_TITLE = pattern(r"<title>([^<]{3,150})</title>", re.IGNORECASE)
_WITHOUT_LIQUID = (".qmd", ".rmd", ".mdx")
_MARKDOWN = (".md", ".markdown", *_WITHOUT_LIQUID, ".mkd", ".mdown")
_HTML = (".html", ".htm")


def takes(page: Page) -> bool:
    """Take every page that is no data."""
    return page.data is None


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of the page; what was not understood is reported and left out."""
    source = page.source
    found = front_matter(source)
    body, front = found.body, found.matter
    is_plain = source.name.lower().endswith(_WITHOUT_LIQUID)
    pieces = (
        liquid.untouched(source, body) if is_plain else liquid.evaluate(source, body, front, site)
    )
    html = source.name.lower().endswith(_HTML)
    outline = _outline(source, pieces, front, pandoc, site, html=html)
    if not any(True for _ in outline.value.readings()) and front and front.get("layout"):
        inside = liquid.with_layouts(source, body, front, site)
        whole = _outline(source, inside, front, pandoc, site, html=False)
        if any(True for _ in whole.value.readings()):
            outline = whole
    return Outcome(outline.value, (*found.diagnostics, *outline.diagnostics))


def _outline(
    source: Source,
    pieces: Outcome[tuple[liquid.Piece, ...]],
    front: Mapping | None,
    pandoc: Pandoc,
    site: Site,
    *,
    html: bool,
) -> Outcome[Outline[ReadingItem]]:
    jsx = source.name.lower().endswith(".mdx")
    laid = layout.lay_out(pieces.value, html=html, jsx=jsx)
    if laid.html:
        prose = pandoc.read_prose(html_repair.repaired(laid.text), "html")
    else:
        prose = pandoc.read_prose(laid.text)
    outline = outlined(source, laid, prose, site, front, _title_of(source) if html else "")
    return Outcome(outline.value, (*pieces.diagnostics, *outline.diagnostics))


def _title_of(source: Source) -> str:
    """Return what a page of HTML is called, as its tab shows it."""
    found = _TITLE.search(source.text)
    return " ".join(unescape(found[1]).split()) if found and "{" not in found[1] else ""


READER = OutlineReader((*_MARKDOWN, *_HTML), takes, read)

"""A page of Markdown or HTML, of a Jekyll site or by itself: headings, lists and tables.

The page is read in three steps. Liquid goes first (`liquid`). Then pandoc reads what is left,
with a mark in each line that says where it was written (`layout`). Last, the headings make the
outline, and lists, tables and paragraphs its readings (`outliner`, `tables`, `items`).
"""

from __future__ import annotations

import re

from coursepack.adapters import html_repair
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Scalar
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.pages import layout, outliner
from coursepack.read.pages.marks import Marks, Place, line_of
from coursepack.read.pages.page_text import PageText
from coursepack.read.sites import liquid
from coursepack.read.sites.site import Site, front_matter

_OF_READINGS = pattern(
    r"\b(?:reading|paper|bibliograph|literature|references|syllabus|schedule|textbook)",
    re.IGNORECASE,
)
_MARKDOWN = (".md", ".markdown", ".qmd", ".rmd", ".mkd", ".mdown")
_HTML = (".html", ".htm")


def takes(page: Page) -> bool:
    """Take every page that is no data."""
    return page.data is None


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of the page; what was not understood is reported and left out."""
    source = page.source
    found = front_matter(source)
    body, front = found.body, found.matter
    pieces = liquid.evaluate(source, body, front, site)
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
    laid = layout.lay_out(pieces.value, html=html)
    prose = pandoc.read_prose(html_repair.repaired(laid.text) if html else laid.text, html=html)
    text = PageText(line_of(source, 1), laid.marks, _address(site))
    title = _text(front, "title")
    outline = outliner.outline(
        prose.blocks,
        text,
        title,
        expects=bool(_OF_READINGS.search(f"{title} {source.name}")),
        cites=bool(site.works) or bool(_text(front, "bibliography")),
    )
    unread = _unread(prose.unread, laid.marks, source)
    cut = _cut(laid.cut)
    return Outcome(outline, (*pieces.diagnostics, *unread, *cut, *text.finished()))


def _cut(place: Place | None) -> tuple[Diagnostic, ...]:
    """Say that a page is too long to be read to its end."""
    if place is None:
        return ()
    message = "the page is too long and is not read from here on"
    hint = "part it into several, and name each under `pages:` in `course.yaml`"
    return (Diagnostic("long-page", Severity.WARNING, message, place.span, hints=(hint,)),)


def _address(site: Site) -> str:
    """Return the address that the site says it has, where its own links begin."""
    config = site.config()
    url, base = _text(config, "url"), _text(config, "baseurl")
    return f"{url.rstrip('/')}/{base.strip('/')}".rstrip("/") if url else ""


def _text(front: Mapping | None, name: str) -> str:
    node = front.get(name) if front else None
    return node.text.strip() if isinstance(node, Scalar) else ""


def _unread(
    unread: tuple[tuple[str, int | None], ...], marks: Marks, source: Source
) -> tuple[Diagnostic, ...]:
    """Say once for each kind of thing that it is not printed, and how often it stands there."""
    kinds: dict[str, list[Place]] = {}
    for what, number in unread:
        kinds.setdefault(what, []).append(marks.place_of(number) or line_of(source, 1))
    return tuple(
        Diagnostic(
            "unread-markup",
            Severity.WARNING,
            f"{what} is not printed"
            + (f", {len(places)} times on this page" if len(places) > 1 else ""),
            places[0].span,
        )
        for what, places in kinds.items()
    )


READER = OutlineReader((*_MARKDOWN, *_HTML), takes, read)

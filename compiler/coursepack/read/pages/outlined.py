"""From a page as pandoc has read it to its outline, whatever its markup."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from coursepack.adapters.pandoc import Prose
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import plain_text
from coursepack.model.node import Mapping, Scalar
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages import outliner
from coursepack.read.pages.laid import Laid
from coursepack.read.pages.marks import Marks, Place, line_of
from coursepack.read.pages.page_text import PageText
from coursepack.read.sites.site import Site

_OF_READINGS = pattern(
    r"\b(?:reading|paper|bibliograph|literature|references|syllabus|schedule|textbook)",
    re.IGNORECASE,
)


def outlined(
    source: Source,
    laid: Laid,
    prose: Prose,
    site: Site,
    front: Mapping | None = None,
    called: str = "",
) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of *source*, *laid* out and read as *prose*, behind its *front* matter.

    It is *called* so where it says nothing else of itself.
    """
    text = PageText(line_of(source, 1), laid.marks, _address(site))
    title = said(front, "title") or plain_text(text.plain(prose.title)).strip() or called
    outline = outliner.outline(
        prose.blocks,
        text,
        title,
        expects=bool(_OF_READINGS.search(f"{title} {source.name}")),
        cites=bool(site.works) or bool(said(front, "bibliography")),
        known=site.known_keys,
        is_titled=bool(prose.title),
        is_one=PurePosixPath(source.name).parent.name.startswith("_"),
    )
    unread = _unread(prose.unread, laid.marks, source)
    return Outcome(outline, (*laid.problems, *unread, *_cut(laid.cut), *text.finished()))


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
    url, base = said(config, "url"), said(config, "baseurl")
    return f"{url.rstrip('/')}/{base.strip('/')}".rstrip("/") if url else ""


def said(front: Mapping | None, name: str) -> str:
    """Return what *front* matter says under *name*, "" for nothing."""
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

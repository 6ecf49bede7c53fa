"""Read the pages of a course, in whatever form each is, into one outline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from coursepack import registry
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Block, Inlines, Text
from coursepack.model.node import Mapping, Scalar
from coursepack.model.outline import Outline, ReadingItem, Readings, Section
from coursepack.model.source import Source, Spanned
from coursepack.read import data_file, outlines, settings
from coursepack.read.disk import COURSE
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.sites.site import Document, Front, Site, front_matter
from coursepack.read.words.schedule import without_clock


def read(sources: Sequence[Source], pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the pages one after the other as one outline, titled as the first that is.

    Pages of a series, such as one a week, are parts of it; so is a titled page after the first.
    """
    readers = registry.declared(outlines, "READER", OutlineReader)
    pages: list[Outline[ReadingItem]] = []
    problems: list[Diagnostic] = []
    for source in sources:
        read = _read(source, readers, pandoc, site)
        pages.append(read.value)
        problems += read.diagnostics
    if len(pages) == 1:
        return Outcome(pages[0], tuple(problems))
    is_series = len({_without_numbers(source.name) for source in sources}) == 1 or all(
        PurePosixPath(source.name).parent.name.startswith("_") for source in sources
    )
    title = "" if is_series else next((page.title for page in pages if page.title), "")
    body: list[Block | Readings[ReadingItem]] = []
    parts: list[Section[ReadingItem]] = []
    for number, (source, page) in enumerate(zip(sources, pages, strict=True)):
        if page.title and page.title != title and (is_series or number):
            parts.append(_part(source, page))
        else:
            body += page.body
            parts += page.parts
    return Outcome(Outline(title, tuple(body), tuple(parts)), tuple(problems))


def _without_numbers(name: str) -> str:
    return re.sub(r"[0-9]+", "#", name)


def _part(source: Source, page: Outline[ReadingItem]) -> Section[ReadingItem]:
    """Return *page* as a part of the outline; what its front matter dates is dated."""
    front = front_matter(source).matter
    node = front.get("date") if front else None
    date = node.text if isinstance(node, Scalar) and not node.is_null else ""
    date = date or Document(source, Front(front, 0)).date
    title: Inlines = (Text(page.title),)
    # The title stands in for the highest heading of the page, whatever level that has.
    top = min((section.level for section in page.parts), default=2)
    parts = tuple(_raised(section, top - 2) for section in page.parts)
    date = without_clock(date)
    return Section(Spanned(title, source.span(0, 0)), 1, page.body, parts, date)


def _raised(section: Section[ReadingItem], by: int) -> Section[ReadingItem]:
    below = tuple(_raised(each, by) for each in section.sections)
    return replace(section, level=section.level - by, sections=below)


def _read(
    source: Source, readers: Sequence[OutlineReader], pandoc: Pandoc, site: Site
) -> Outcome[Outline[ReadingItem]]:
    if not data_file.is_data(source.name):
        front = front_matter(source).matter
        # A page may hold its readings as data, for its layout to show.
        as_data = _as(Page(source, front), readers, pandoc, site) if front else None
        if as_data and any(True for _ in as_data.value.readings()):
            return as_data
        read = _as(Page(source), readers, pandoc, site)
        return read or Outcome(Outline(), (_not_an_outline(source),))
    parsed = data_file.parse(source)
    if parsed.value is None and parsed.diagnostics:
        return Outcome(Outline(), parsed.diagnostics)
    data = parsed.value
    if source.name == COURSE and isinstance(data, Mapping):
        data = settings.without_settings(data)
    read = _as(Page(source, data), readers, pandoc, site)
    if read is None:
        return Outcome(Outline(), (*parsed.diagnostics, _not_an_outline(source)))
    return Outcome(read.value, (*parsed.diagnostics, *read.diagnostics))


def _as(
    page: Page, readers: Sequence[OutlineReader], pandoc: Pandoc, site: Site
) -> Outcome[Outline[ReadingItem]] | None:
    """Return what the reader that takes *page* makes of it, None where none does."""
    suffix = PurePosixPath(page.source.name).suffix.lower()
    fitting = [r for r in readers if suffix in r.suffixes or page.data is not None]
    reader = next((reader for reader in fitting if reader.takes(page)), None)
    return reader.read(page, pandoc, site) if reader else None


def _not_an_outline(source: Source) -> Diagnostic:
    return Diagnostic(
        "not-an-outline",
        Severity.ERROR,
        f"`{source.name}` is not an outline of readings in a form that is known",
        source.span(0, 0),
        hints=("write `parts:` with `title:` and `readings:`, or one entry a session",),
    )

"""An outline of parts, sections and readings in YAML or JSON."""

from __future__ import annotations

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.read.data_file import SUFFIXES
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.sites.site import Site


def takes(page: Page) -> bool:
    """Take data in which titles stand over readings."""
    if page.data is None:
        return False
    # Imported only where a course has data: every build imports this file.
    from coursepack.read.data.shape import Shape, form

    return form(page) is Shape.PARTS


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of *page*; a field that says nothing known is noted."""
    from coursepack.read.data import parts as data_parts

    return data_parts.read(page, pandoc, site)


READER = OutlineReader(SUFFIXES, takes, read)

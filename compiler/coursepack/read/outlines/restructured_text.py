"""A page of reStructuredText: headings, lists and tables."""

from __future__ import annotations

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.pages import rst
from coursepack.read.pages.outlined import outlined
from coursepack.read.sites.site import Site


def takes(page: Page) -> bool:
    """Take every page of this form."""
    return page.data is None


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of the page; what was not understood is reported and left out."""
    laid = rst.lay_out(page.source, site)
    return outlined(page.source, laid, pandoc.read_prose(laid.text, "rst"), site)


READER = OutlineReader((".rst",), takes, read)

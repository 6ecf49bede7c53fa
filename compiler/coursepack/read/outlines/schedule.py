"""A schedule in YAML, JSON or a table: one entry a session, with its date and its readings."""

from __future__ import annotations

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.read.data_file import SUFFIXES
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.sites.site import Site


def takes(page: Page) -> bool:
    """Take data in which sessions have readings, and any table that assigns some."""
    if page.data is None:
        return False
    # Imported only where a course has data: every build imports this file.
    from coursepack.read.data.shape import Shape, form

    return form(page) is Shape.SCHEDULE


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of *page*, a section each session; what is no reading is noted."""
    from coursepack.read.data import sessions as data_schedule

    return data_schedule.read(page, pandoc, site)


READER = OutlineReader(SUFFIXES, takes, read)

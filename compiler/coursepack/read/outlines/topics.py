"""Papers that each carry a topic, or a date and a presenter: the outline is made of these."""

from __future__ import annotations

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.read.data_file import SUFFIXES
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.sites.site import Site


def takes(page: Page) -> bool:
    """Take papers that each have a topic, and lists of who presents which paper."""
    if page.data is None:
        return False
    # Imported only where a course has data: every build imports this file.
    from coursepack.read.data.shape import Shape, form

    return form(page) is Shape.TOPICS


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the papers of *page* under their topics; without topics, under their dates."""
    from coursepack.read.data import topics as data_topics

    return data_topics.read(page, pandoc, site)


READER = OutlineReader(SUFFIXES, takes, read)

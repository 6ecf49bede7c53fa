"""BibTeX, as pandoc writes it, with the DOI and the keywords that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.adapters import bibtex_file
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned


def entries(assigned: Sequence[Assigned], pandoc: Pandoc) -> tuple[str, ...]:
    """Return the entry of each work, with a line end behind it."""
    keys = bibtex_file.keys(assigned)
    text = pandoc.write_works("bibtex", keys, [each.work for each in assigned])
    return bibtex_file.completed(text, keys, assigned)

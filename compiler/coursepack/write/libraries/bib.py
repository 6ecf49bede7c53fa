"""BibTeX, as pandoc writes it, with the DOI and the keywords that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.adapters import bibtex_file
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned
from coursepack.write.library import LibraryFormat


def write(assigned: Sequence[Assigned], pandoc: Pandoc) -> bytes:
    """Return the works as BibTeX, in UTF-8."""
    keys = bibtex_file.keys(assigned)
    text = pandoc.write_works("bibtex", keys, [each.work for each in assigned])
    return bibtex_file.completed(text, keys, assigned).encode("utf-8")


LIBRARY = LibraryFormat("bib", ".bib", write)

"""BibTeX, which LaTeX and every reference manager read."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned
from coursepack.write import bibtex
from coursepack.write.library import LibraryFormat


def write(assigned: Sequence[Assigned], pandoc: Pandoc) -> bytes:
    """Return the works as BibTeX, in UTF-8."""
    return "\n\n".join(filter(None, bibtex.entries(assigned, pandoc))).encode("utf-8")


LIBRARY = LibraryFormat("bib", ".bib", write)

"""HTML for the rich-text box of a learning management system."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Document
from coursepack.write import fragment
from coursepack.write.format import Engines, Format


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Return *document* below its title; every document can be written."""
    dialect = fragment.ULTRA if engines.lms == "ultra" else fragment.FULL
    return Outcome(fragment.page(document, dialect).encode("utf-8"))


FORMAT = Format("fragment", ".fragment.html", write)

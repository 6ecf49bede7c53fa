"""CSL-JSON, as Zotero imports it and citation processors read it."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.adapters import csl_json
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned
from coursepack.write.library import LibraryFormat


def write(
    assigned: Sequence[Assigned],
    pandoc: Pandoc,  # noqa: ARG001 - what every format is given; this one needs no program
) -> bytes:
    """Return the works as CSL-JSON."""
    return csl_json.csl_json(assigned)


LIBRARY = LibraryFormat("csl", ".csl.json", write)

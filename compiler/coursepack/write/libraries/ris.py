"""RIS, for library systems and every reference manager."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack.adapters import ris_file
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned
from coursepack.write.library import LibraryFormat


def write(
    assigned: Sequence[Assigned],
    pandoc: Pandoc,  # noqa: ARG001 - what every format is given; this one needs no program
) -> bytes:
    """Return the works as RIS."""
    return ris_file.ris(assigned)


LIBRARY = LibraryFormat("ris", ".ris", write)

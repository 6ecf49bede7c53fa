"""The works of a course as a library or a reference manager takes them."""

from __future__ import annotations

from dataclasses import dataclass

from coursepack.model.work import Work


@dataclass(frozen=True, slots=True)
class Assigned:
    """A work, and under which headings and how bindingly the course assigns it, as keywords."""

    work: Work
    keywords: tuple[str, ...] = ()

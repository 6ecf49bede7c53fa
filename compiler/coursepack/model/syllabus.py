"""What a course says of itself besides its readings: who, what is needed, how it is graded."""

from __future__ import annotations

from dataclasses import dataclass

from coursepack.model.document import Blocks, Inlines
from coursepack.model.schedule import Timetable
from coursepack.model.source import Span


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone who teaches the course; `page` is an address of the web."""

    name: str
    email: str = ""
    office: str = ""
    hours: str = ""
    page: str = ""

    @property
    def is_told(self) -> bool:
        """Whether more is known than the name, which the title block has already."""
        return bool(self.email or self.office or self.hours or self.page)


@dataclass(frozen=True, slots=True)
class GradePart:
    """A part of the grade and its share in hundredths; `note` says how it is earned."""

    name: Inlines
    share: float
    note: Inlines = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A page of the course under its own title."""

    title: Inlines
    blocks: Blocks
    span: Span


SECTIONS = (
    "description", "people", "prerequisites", "texts", "tools", "links", "grading", "schedule",
    "load", "readings", "policies",
)  # fmt: skip
"""What a syllabus consists of, in the order in which it stands unless the course says another."""


@dataclass(frozen=True, slots=True)
class Syllabus:
    """Everything of a syllabus but its readings; what is empty is left out.

    `order` names sections of `SECTIONS` that come first, in that order.
    """

    instructors: tuple[Contact, ...] = ()
    assistants: tuple[Contact, ...] = ()
    prerequisites: tuple[Inlines, ...] = ()
    texts: tuple[Inlines, ...] = ()
    tools: tuple[Inlines, ...] = ()
    links: tuple[Inlines, ...] = ()
    grading: tuple[GradePart, ...] = ()
    policies: tuple[Policy, ...] = ()
    order: tuple[str, ...] = ()
    timetable: Timetable | None = None

    @property
    def sections(self) -> tuple[str, ...]:
        """Every section, in the order of this course."""
        return (*self.order, *(name for name in SECTIONS if name not in self.order))

    def __bool__(self) -> bool:
        """Whether the course says enough of itself for a syllabus."""
        said = (self.assistants, self.prerequisites, self.texts, self.tools, self.links)
        told = any(person.is_told for person in self.instructors)
        return any((told, *said, self.grading, self.policies, self.timetable))

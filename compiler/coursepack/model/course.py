"""What a catalogue says of a course."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who teaches the course; `page` is an address of the web, "" where none is told."""

    name: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """The course that a document belongs to; what it does not say of itself is empty."""

    title: str
    code: str = ""
    term: str = ""
    institution: str = ""
    description: str = ""
    teachers: tuple[Teacher, ...] = ()

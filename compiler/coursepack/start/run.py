"""The files of a new course, which stand in `course/` as their user gets them."""

from __future__ import annotations

from pathlib import Path

from coursepack.model.source import Source

_COURSE = Path(__file__).with_name("course")


def files() -> tuple[Source, ...]:
    """Return the files of a new course, by name."""
    names = sorted(path.name for path in _COURSE.iterdir())
    return tuple(Source(name, (_COURSE / name).read_text("utf-8")) for name in names)

"""What a package for learning management systems must declare, and what it may be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from coursepack.model.package import Package
from coursepack.write.xml import clean

LONGEST_TITLE = 255
"""Moodle breaks off a whole import at a longer one."""


@dataclass(frozen=True, slots=True)
class Packing:
    """How a package is made: with Canvas's own files, and what the days of modules become.

    `dates` is "restrict" for readings that open on the day, "label" for a line that names it, ""
    for neither.
    """

    canvas: bool = False
    dates: str = ""


@dataclass(frozen=True, slots=True)
class PackageFormat:
    """A kind of package: its name on the command line, which is its file's, and its suffix."""

    name: str
    suffix: str
    write: Callable[[Package, Packing], bytes]


def short(title: str) -> str:
    """Return *title* as a system keeps it: never empty, one line, cut at a word."""
    words = " ".join(clean(title).split()) or "…"
    if len(words) <= LONGEST_TITLE:
        return words
    cut = words[: LONGEST_TITLE - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[LONGEST_TITLE // 2 :] else cut}…"

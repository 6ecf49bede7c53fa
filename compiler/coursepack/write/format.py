"""What an output format must declare, and what it may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.typst import Typst
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Document
from coursepack.model.once import Once, anew


@dataclass(frozen=True, slots=True)
class Engines:
    """The programs that formats share for the length of one build.

    `pdf` names what makes the PDF: "typst", "lualatex", "xelatex", "pdflatex", or "auto" for
    the first of these TeX engines that is installed. `fonts` are font files of the course.
    `lms` names the learning management system that text is made for, "" for any. `once` may
    remember what was written, from one build of a course that is watched to the next.
    """

    pandoc: Pandoc
    typst: Typst | None
    pdf: str
    fonts: tuple[Path, ...] = ()
    lms: str = ""
    once: Once = anew


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, which is its file's, its suffix, its writer.

    The writer returns the bytes of the file, None where it could not be made.
    """

    name: str
    suffix: str
    write: Callable[[Document, Engines], Outcome[bytes | None]]

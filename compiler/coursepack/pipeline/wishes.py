"""What the command line, or a program, asks for besides what the course says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for in place of what the course says; "" or () for nothing.

    `pictures` are of the sheets of the PDF, `unused` works are told one by one; `interactive` is
    None where the course decides.
    """

    formats: Sequence[str] = ()
    style: str = ""
    pdf_engine: str = ""
    pages: Sequence[str] = ()
    works: Sequence[str] = ()
    theme: str = ""
    only: Sequence[str] = ()
    required: bool = False
    variant: str = ""
    verify: bool = False
    public: bool = False
    sign_up: bool = False
    lms: str = ""
    canvas: bool = False
    modules: str = ""
    dates: str = ""
    pictures: bool = False
    unused: bool = False
    interactive: bool | None = None

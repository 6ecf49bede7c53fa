"""What a course says of itself in `course.yaml`, every field with a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coursepack.model.document import Blocks
from coursepack.model.node import Node
from coursepack.model.source import Span, Spanned
from coursepack.model.syllabus import Contact


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a course.

    Paths are relative to the course folder, with `/`. `style` is the name of a CSL style
    or the path of a `.csl` file; `citation_engine` "pandoc" or "citeproc-py"; `pdf_engine`
    "typst", "lualatex", "xelatex", "pdflatex" or "auto"; `paper` "a4" or "letter"; `columns`
    one or two; `about` is the description, once it is read;
    `type_size` in points; `theme` the name of one of ours or the path of a file;
    `identifiers` says whether DOIs and the like are printed; `qr` whether parts have a code that
    leads to their place below `address`, where the list stands on the web; `questions` are what
    is asked of each reading on a handout of questions;
    `prefer` which version of a work is cited, "listed" or "published"; `interactive` whether pages
    of the web can be searched;
    `syllabus` is what is said besides, by name and as it is written: read once pandoc is there;
    `rules` maps the code of a rule to "error", "warning", "note" or "off".
    """

    title: str = ""
    description: Spanned[str] | None = None
    about: Blocks = ()
    code: str = ""
    term: str = ""
    institution: str = ""
    instructors: tuple[Contact, ...] = ()
    assistants: tuple[Contact, ...] = ()
    syllabus: Mapping[str, Node] = field(default_factory=dict)
    language: str = "en-US"
    pages: tuple[Spanned[str], ...] = ()
    works: tuple[Spanned[str], ...] = ()
    venues: tuple[Spanned[str], ...] = ()
    style: str = "reading-list"
    style_span: Span | None = None
    citation_engine: str = "pandoc"
    formats: tuple[str, ...] = ()
    pdf_engine: str = "typst"
    paper: str = "a4"
    columns: int = 1
    type_size: float = 10.5
    large_print: bool = False
    theme: str = "folio"
    theme_span: Span | None = None
    identifiers: bool = True
    qr: bool = False
    address: str = ""
    questions: tuple[str, ...] = ()
    fonts: tuple[Spanned[str], ...] = ()
    prefer: str = "listed"
    interactive: bool = False
    rules: Mapping[str, str] = field(default_factory=dict)

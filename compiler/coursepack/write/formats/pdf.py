"""The printable PDF: by the embedded Typst, or by a TeX engine from the LaTeX source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from coursepack.adapters import fonts
from coursepack.adapters.child import ChildError
from coursepack.adapters.typst import Typst, TypstError
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Document
from coursepack.write import characters, latex_source
from coursepack.write.characters import Missing
from coursepack.write.format import Engines, Format
from coursepack.write.printed import TEMPLATES, printed
from coursepack.write.typst_source import typst_data


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Make the PDF of *document* with the engine that was chosen."""
    if engines.pdf != "typst":
        return latex_source.pdf(document, engines)
    assert engines.typst is not None  # the pipeline starts what it names
    return by_typst(document, engines.typst)


def by_typst(
    document: Document, typst: Typst, own_fonts: Sequence[Path] = ()
) -> Outcome[bytes | None]:
    """Make a tagged PDF; *own_fonts* are the course's, used where a character needs one."""
    paper = printed(document)
    coverage = fonts.embedded()
    places = characters.missing(paper, characters.absent_from(coverage))
    found: tuple[fonts.FontFile, ...] = ()
    if places:
        found = fonts.find(_all(places), own_fonts)
        more = fonts.Coverage((*coverage.families, *(font.family for font in found)))
        places = characters.missing(paper, characters.absent_from(more))
    try:
        return _compiled(paper, typst, places, [font.path for font in found])
    except TypstError:
        # A font may have each character of a text and still fail to set them together.
        plain = characters.missing(paper, lambda text: set(text) - characters.PLAIN)
    except ChildError as error:
        return _failed(str(error))
    try:
        return _compiled(paper, typst, plain, ())
    except (TypstError, ChildError) as error:
        return _failed(str(error))


def _compiled(
    paper: Document, typst: Typst, places: tuple[Missing, ...], files: Sequence[Path]
) -> Outcome[bytes | None]:
    template = (TEMPLATES / "handout.typ").read_text("utf-8")
    data = typst_data(characters.replaced(paper, _all(places)))
    hint = "install a font that has them, or name one under `fonts` in `course.yaml`"
    problems = characters.diagnostics(places, Severity.WARNING, "Typst", hint)
    return Outcome(typst.compile(template, data, files), problems)


def _all(places: Iterable[Missing]) -> set[str]:
    return {character for place in places for character in place.characters}


def _failed(words: str) -> Outcome[bytes | None]:
    message = f"Typst could not make the PDF: {words}"
    return Outcome(None, (Diagnostic("pdf-engine", Severity.ERROR, message),))


FORMAT = Format("pdf", ".pdf", write)

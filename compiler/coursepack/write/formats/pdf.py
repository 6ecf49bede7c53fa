"""The printable PDF: by the embedded Typst, or by a TeX engine from the LaTeX source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from coursepack.adapters import fonts, tex
from coursepack.adapters.child import ChildError
from coursepack.adapters.typst import Typst, TypstError
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Document
from coursepack.write import characters, latex_source
from coursepack.write.characters import Missing
from coursepack.write.format import Engines, Format
from coursepack.write.printed import TEMPLATES, printed
from coursepack.write.typst_source import typst_data

T = TypeVar("T")

_FONTS_HINT = (
    "install a font that has them{packages}, or name its file under `fonts` in `course.yaml`"
)


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Make the PDF of *document* with the engine that was chosen."""
    if engines.pdf != "typst":
        return by_tex(document, engines)
    assert engines.typst is not None  # the pipeline starts what it names
    return by_typst(document, engines.typst, engines.fonts)


def by_typst(
    document: Document, typst: Typst, own_fonts: Sequence[Path] = ()
) -> Outcome[bytes | None]:
    """Make a tagged PDF; *own_fonts* are the course's, used where a character needs one."""

    def made(data: Mapping[str, Any], files: Sequence[Path]) -> bytes:
        return typst.compile(_template(), data, files)

    return _set(document, made, own_fonts)


def pictures(document: Document, engines: Engines) -> tuple[bytes, ...]:
    """Return a picture (SVG) of each sheet of the PDF; none where Typst makes none."""
    typst = engines.typst
    if typst is None:
        return ()

    def made(data: Mapping[str, Any], files: Sequence[Path]) -> tuple[bytes, ...]:
        return typst.pictures(_template(), data, files)

    return _set(document, made, engines.fonts).value or ()


def _set(
    document: Document,
    make: Callable[[Mapping[str, Any], Sequence[Path]], T],
    own_fonts: Sequence[Path],
) -> Outcome[T | None]:
    """Let *make* set the document with fonts that have its characters, or without those."""
    paper = printed(document)
    coverage = fonts.embedded(for_prose=True)
    places = characters.missing(paper, characters.absent_from(coverage))
    found: tuple[fonts.FontFile, ...] = ()
    said: tuple[Diagnostic, ...] = ()
    if places:
        found = fonts.find(_all(places), own_fonts)
        families = [font.family for font in found]
        in_prose = characters.absent_from(fonts.Coverage((*coverage.families, *families)))
        # No letter is left out that the face of program text has.
        last = fonts.embedded().families
        at_all = characters.absent_from(fonts.Coverage((*last, *families)))
        places = characters.missing(paper, at_all)
        said = characters.makeshift(
            characters.missing(
                paper, lambda text: {*filter(str.isalpha, in_prose(text) - at_all(text))}
            ),
            _FONTS_HINT,
        )
    try:
        made = _made(paper, make, places, [path for font in found for path in font.paths])
        return Outcome(made.value, (*made.diagnostics, *said))
    except TypstError:
        # A font may have each character of a text and still fail to set them together.
        plain = characters.missing(paper, lambda text: set(text) - characters.PLAIN)
    except ChildError as error:
        return _failed(f"Typst could not make the PDF: {error}")
    try:
        return _made(paper, make, plain, ())
    except (TypstError, ChildError) as error:
        return _failed(f"Typst could not make the PDF: {error}")


def by_tex(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Make the PDF from the LaTeX source with the engine of that name."""
    engine = tex.installed() if engines.pdf == "auto" else engines.pdf
    if engine is None or not tex.is_installed(engine):
        what = f"`{engine}` is not installed" if engine else "no TeX engine is installed"
        install = "install TeX Live (on Debian `texlive-luatex texlive-latex-recommended`)"
        return _failed(what, f"{install}, or use `pdf-engine: typst`, which needs nothing")
    paper = printed(document)
    try:
        pages = tex.compile_pdf(engine, latex_source.latex(paper, engines.pandoc))
    except (tex.TexError, ChildError) as error:
        return _failed(f"{engine} could not make the PDF: {error}")
    # Which font prints a character is known to the engine alone; it says so in its log.
    places = characters.missing(paper, pages.unprinted.intersection)
    hint = "`pdf-engine: typst` may print them, or install a font that has them{packages}"
    problems = characters.diagnostics(places, Severity.WARNING, engine, hint)
    if paper.is_right_to_left and engine != "lualatex":
        what = f"{engine} does not set pages from right to left as they should be"
        use = "use `pdf-engine: typst` or `lualatex`"
        problems += (Diagnostic("unmirrored-pages", Severity.WARNING, what, hints=(use,)),)
    return Outcome(pages.pdf, problems)


def _made(
    paper: Document,
    make: Callable[[Mapping[str, Any], Sequence[Path]], T],
    places: tuple[Missing, ...],
    files: Sequence[Path],
) -> Outcome[T | None]:
    data = typst_data(characters.replaced(paper, _all(places)))
    problems = characters.diagnostics(places, Severity.WARNING, "Typst", _FONTS_HINT)
    return Outcome(make(data, files), problems)


def _template() -> str:
    return (TEMPLATES / "handout.typ").read_text("utf-8")


def _all(places: Iterable[Missing]) -> set[str]:
    return {character for place in places for character in place.characters}


def _failed(message: str, *hints: str) -> Outcome[None]:
    return Outcome(None, (Diagnostic("pdf-engine", Severity.ERROR, message, hints=hints),))


FORMAT = Format("pdf", ".pdf", write)

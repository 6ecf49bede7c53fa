"""Ask each format for its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from coursepack import registry
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.assigned import Assigned
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.document import Artifact, Document
from coursepack.model.once import anew
from coursepack.model.package import Package
from coursepack.write import formats, libraries, packages
from coursepack.write.format import Engines, Format
from coursepack.write.library import LibraryFormat
from coursepack.write.package import PackageFormat, Packing

USUAL = ("html", "ics", "md", "pdf", "tex")
"""The formats that are written where none is asked for by name."""


def known() -> tuple[str, ...]:
    """Return the name of every format, importing none: those of documents first."""
    return tuple(name for kind in (formats, packages, libraries) for name in registry.names(kind))


def of_documents(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of *names* in which documents are written."""
    return tuple(name for name in names if name in registry.names(formats))


def of_packages(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of *names* that take a whole course."""
    return tuple(name for name in names if name in registry.names(packages))


def of_libraries(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of *names* that take the works of a course."""
    return tuple(name for name in names if name in registry.names(libraries))


def load(names: Iterable[str]) -> tuple[Format, ...]:
    """Return the formats called *names*, each as its file declares it."""
    return tuple(registry.one(formats, name, "FORMAT", Format) for name in names)


def write(
    document: Document, names: Sequence[str], engines: Engines
) -> Outcome[tuple[Artifact, ...]]:
    """Return *document* in each of the formats called *names*, side by side.

    The engines are programs of their own, so threads that wait for them do not wait for
    one another: the PDF is set while pandoc writes. A PDF is made anew each time: it depends on
    fonts too, and on programs that may be installed meanwhile.
    """
    chosen = load(names)

    def written(form: Format) -> Outcome[bytes | None]:
        once = anew if form.name == "pdf" else engines.once
        name = document.name + form.suffix
        return once(name, (document, engines.lms), lambda: form.write(document, engines))

    artifacts: list[Artifact] = []
    problems: list[Diagnostic] = []
    with ThreadPoolExecutor(max_workers=len(chosen) or 1) as pool:
        for form, made in zip(chosen, pool.map(written, chosen), strict=True):
            problems += made.diagnostics
            if made.value is not None:
                artifacts.append(Artifact(document.name + form.suffix, made.value))
    return Outcome(tuple(artifacts), tuple(problems))


def pictured(document: Document, engines: Engines) -> tuple[bytes, ...]:
    """Return a picture (SVG) of each sheet of the PDF of *document*; none where there is no PDF."""
    from coursepack.write.formats import pdf

    return pdf.pictures(document, engines)


def pack(package: Package, names: Iterable[str], packing: Packing) -> tuple[Artifact, ...]:
    """Return *package* in each of the formats called *names*."""
    chosen = [registry.one(packages, name, "PACKAGE", PackageFormat) for name in names]
    return tuple(Artifact(f"course{f.suffix}", f.write(package, packing)) for f in chosen)


def shelve(
    assigned: Sequence[Assigned], stem: str, names: Iterable[str], pandoc: Pandoc
) -> tuple[Artifact, ...]:
    """Return the works in each of the formats called *names*, in files called *stem*."""
    chosen = [registry.one(libraries, name, "LIBRARY", LibraryFormat) for name in names]
    return tuple(Artifact(stem + form.suffix, form.write(assigned, pandoc)) for form in chosen)

"""From a course to the package that a learning management system takes."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack import words
from coursepack.adapters.programs import Programs
from coursepack.check import with_severities
from coursepack.cut import Cut
from coursepack.model.diagnostic import Diagnostic, Outcome, has_errors
from coursepack.model.document import Artifact, Document
from coursepack.model.outline import CitedReading, Outline, Reading
from coursepack.model.package import Package
from coursepack.pipeline.documents import cited, cuts, documents
from coursepack.pipeline.front_end import Course
from coursepack.pipeline.wishes import Wishes
from coursepack.write import Engines, write


def packaged(read: Outcome[Course], wishes: Wishes, programs: Programs) -> Outcome[Package | None]:
    """Return the whole course that was *read* as a package; None where an error stops it."""
    course = read.value
    if has_errors(read.diagnostics) or course.style is None:
        return Outcome(None, read.diagnostics)
    with words.using(course.settings.language):
        whole = Cut("", "", course.outline)
        readings = cited(whole, course, programs)
        engines = Engines(programs.pandoc, programs.typst, "typst", course.fonts)
        made = [(each, ()) for each in documents(whole, readings.value, course, wishes)]
        printed = with_pdf(made, engines)
        package = package_of(whole.outline, readings.value, printed.value, course, wishes)
    said = (*read.diagnostics, *readings.diagnostics, *printed.diagnostics)
    return Outcome(package, tuple(dict.fromkeys(with_severities(said, course.settings.rules))))


def with_pdf(
    made: Sequence[tuple[Document, tuple[Artifact, ...]]], engines: Engines
) -> Outcome[tuple[tuple[Document, bytes | None], ...]]:
    """Return each document with its PDF, which is made where nobody has asked for one."""
    found: list[tuple[Document, bytes | None]] = []
    said: list[Diagnostic] = []
    for document, files in made:
        printed = [file for file in files if file.name.endswith(".pdf")]
        if not printed:
            written = write(document, ("pdf",), engines)
            said += written.diagnostics
            printed = [*written.value]
        found.append((document, printed[0].data if printed else None))
    return Outcome(tuple(found), tuple(said))


def package_of(
    outline: Outline[Reading],
    readings: Outline[CitedReading],
    printed: Sequence[tuple[Document, bytes | None]],
    course: Course,
    wishes: Wishes,
) -> Package:
    """Return the course, its *readings* cited and its documents *printed*, as one package."""
    from coursepack.assemble.package import in_cuts, package

    entries = {id(each.reading): each for each in readings.readings()}
    modules = cuts(outline, wishes.modules or _modules_of(outline), course)
    return package(
        tuple(in_cuts(((cut.title, cut.outline) for cut in modules), entries)),
        tuple(document for document, _ in printed),
        tuple((document, data) for document, data in printed if data),
        course.schedule,
        course.settings,
        public=wishes.public,
    )


def _modules_of(outline: Outline[Reading]) -> str:
    """Return what a module is where nobody says: a part, or a section of a lone part."""
    parts = [part for part in outline.parts if any(part.readings())]
    return "section" if len(parts) == 1 and len(parts[0].sections) > 1 else "part"

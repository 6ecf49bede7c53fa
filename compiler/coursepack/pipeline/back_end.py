"""From a course to its files: cut, cite, assemble, write, verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from coursepack import words
from coursepack.adapters.programs import Programs
from coursepack.assemble import FORMATS as INDEX_FORMATS
from coursepack.assemble import NAME, Listed, assigned, index
from coursepack.check import with_severities
from coursepack.cut import Cut, select
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity, has_errors
from coursepack.model.document import Artifact, Document
from coursepack.model.outline import Outline, Reading
from coursepack.model.settings import Settings
from coursepack.pipeline.documents import cited, cuts, documents
from coursepack.pipeline.front_end import Course
from coursepack.pipeline.packages import package_of, with_pdf
from coursepack.pipeline.wishes import Wishes
from coursepack.verify import Verified, verify
from coursepack.write import (
    USUAL,
    Engines,
    Packing,
    load,
    of_documents,
    of_libraries,
    of_packages,
    pack,
    pictured,
    shelve,
    write,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What came of a course: its files and what they are of, and what was guessed."""

    artifacts: tuple[Artifact, ...] = ()
    readings: int = 0
    note: str = ""
    verified: Verified | None = None
    outline: Outline[Reading] = field(default_factory=Outline)
    documents: tuple[Document, ...] = ()
    pictures: tuple[tuple[Document, tuple[bytes, ...]], ...] = ()
    is_repeatable: bool = False


def wanted(wishes: Wishes, settings: Settings) -> tuple[str, ...]:
    """Return the formats of a course: those wished for, or its own, or the usual ones."""
    return tuple(wishes.formats or settings.formats or USUAL)


def make(
    read: Outcome[Course],
    wishes: Wishes,
    programs: Programs,
    by: str = "",
    formats: Sequence[str] = (),
) -> Outcome[Compiled]:
    """Make the files of the course that was *read*, in its language.

    They are all that are wanted, or those in *formats* alone; with *by*, a handout for each part,
    section, week or presenter, and an index of them.
    """
    course = read.value
    with words.using(course.settings.language):
        chosen = select(course.outline, wishes.only, required=wishes.required)
        is_whole = not (by or wishes.only or wishes.required)
        handed_out = cuts(chosen.value, by, course) if by else (Cut("", "", chosen.value),)
        said = (*read.diagnostics, *chosen.diagnostics)
        has_readings = any(any(cut.outline.readings()) for cut in handed_out)
        if not has_errors(said) and not has_readings and not (course.syllabus and is_whole):
            said = (*said, _nothing_left(wishes))
        if has_errors(said) or course.style is None:
            return Outcome(Compiled(note=course.note, outline=course.outline), said)
        asked = tuple(formats) or wanted(wishes, course.settings)
        is_all = asked == wanted(wishes, course.settings)
        noticed: list[Diagnostic] = []
        if not is_whole and (packages := of_packages(asked)):
            # What `course.yaml` lists besides is meant for the whole course.
            noticed += [_not_whole(packages)] if wishes.formats else []
            asked = tuple(name for name in asked if name not in packages)
        making = _Making(wishes, programs, _engines(course, wishes, programs, asked), asked)
        with ThreadPoolExecutor(max_workers=1) as thread:
            # The formats get ready while pandoc formats the entries.
            thread.submit(load, of_documents(asked))
            each = [_made(cut, course, making) for cut in handed_out]
        made = [pair for outcome in each for pair in outcome.value.files]
        noticed += [one for outcome in each for one in outcome.diagnostics]
        if by and not has_errors(noticed):
            made.append(_indexed(made, making.engines))
        if is_all:
            noticed += _unmade(wishes, course.settings, made, is_whole=is_whole)
        verified = verify(made) if wishes.verify else None
        noticed += verified.diagnostics if verified else ()
        packed = [file for outcome in each for file in outcome.value.packages]
        compiled = Compiled(
            (*(file for _, files in made for file in files), *packed),
            sum(1 for _ in chosen.value.readings()),
            course.note,
            verified.value if verified else None,
            course.outline,
            tuple(document for document, _ in made),
            making.pictures(made),
            is_repeatable=making.is_repeatable,
        )
    adjusted = with_severities(noticed, course.settings.rules)
    return Outcome(compiled, tuple(dict.fromkeys((*said, *adjusted))))


_Files = Sequence[tuple[Document, tuple[Artifact, ...]]]


@dataclass(frozen=True, slots=True)
class _Making:
    """How files are made: as wished, by which programs, in which formats."""

    wishes: Wishes
    programs: Programs
    engines: Engines
    formats: tuple[str, ...]

    @property
    def is_repeatable(self) -> bool:
        """Whether what is made depends on the course and on us alone."""
        # What TeX gives depends on a distribution of which nothing is known here.
        return self.engines.pdf == "typst" or not _prints(self.formats)

    def pictures(self, made: _Files) -> tuple[tuple[Document, tuple[bytes, ...]], ...]:
        """Return the sheets of each document that Typst has printed, if they are wished for."""
        if not self.wishes.pictures or self.engines.typst is None:
            return ()
        return tuple((document, pictured(document, self.engines)) for document, _ in made)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is made of one cut: its documents with their files, and packages of it."""

    files: _Files
    packages: tuple[Artifact, ...] = ()


def _prints(formats: Sequence[str]) -> bool:
    return "pdf" in formats or bool(of_packages(formats))


def _engines(course: Course, wishes: Wishes, programs: Programs, formats: Sequence[str]) -> Engines:
    pdf = wishes.pdf_engine or course.settings.pdf_engine
    # Typst gets ready while pandoc formats the entries.
    typst = programs.typst if pdf == "typst" and _prints(formats) else None
    return Engines(programs.pandoc, typst, pdf, course.fonts, wishes.lms, programs.once)


def _made(cut: Cut, course: Course, making: _Making) -> Outcome[_Made]:
    wishes, engines = making.wishes, making.engines
    readings = cited(cut, course, making.programs)
    said = [*readings.diagnostics]
    files: list[tuple[Document, tuple[Artifact, ...]]] = []
    for document in documents(cut, readings.value, course, wishes):
        written = write(document, of_documents(making.formats), engines)
        said += written.diagnostics
        files.append((document, written.value))
    if files and (shelves := of_libraries(making.formats)):
        document, written_files = files[0]
        name = document.name if cut.name else NAME
        works = shelve(assigned(cut.outline), name, shelves, engines.pandoc)
        files[0] = (document, (*written_files, *works))
    packages = of_packages(making.formats)
    if not packages:
        return Outcome(_Made(files), tuple(said))
    printed = with_pdf(files, engines)
    package = package_of(cut.outline, readings.value, printed.value, course, wishes)
    packed = pack(package, packages, Packing(wishes.canvas, wishes.dates))
    return Outcome(_Made(files, packed), (*said, *printed.diagnostics))


def _indexed(made: _Files, engines: Engines) -> tuple[Document, tuple[Artifact, ...]]:
    """Return the index of the handouts that are *made*, and its files."""
    listed = [
        Listed(document, tuple((f.name.removeprefix(f"{document.name}."), f.name) for f in files))
        for document, files in made
    ]
    document = index(listed)
    return document, write(document, INDEX_FORMATS, engines).value


def _unmade(
    wishes: Wishes, settings: Settings, made: _Files, *, is_whole: bool
) -> Iterator[Diagnostic]:
    """Yield what was asked for by name and could not be made, because nothing says when."""
    names = [file.name for _, files in made for file in files]
    by_name = wishes.formats or (settings.formats if is_whole else ())
    asked = [("sign-up sheet", wishes.sign_up, any(name.startswith("sign-up.") for name in names))]
    asked.append(("calendar", "ics" in by_name, any(name.endswith(".ics") for name in names)))
    for what, is_asked, is_made in asked:
        if is_asked and not is_made:
            yield Diagnostic(
                "no-schedule",
                Severity.WARNING,
                f"there is no {what}, for want of a schedule",
                hints=("write `schedule:` in `course.yaml`, and build the whole course",),
            )


def _not_whole(packages: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "not-whole",
        Severity.WARNING,
        f"no {' and no '.join(packages)} is made of a part of a course",
        hints=("run `coursepack build` without --only and --required",),
    )


def _nothing_left(wishes: Wishes) -> Diagnostic:
    message = "no reading is left to hand out"
    hint = "mark some as required" if wishes.required else "the course assigns none"
    return Diagnostic("nothing-left", Severity.ERROR, message, hints=(hint,))

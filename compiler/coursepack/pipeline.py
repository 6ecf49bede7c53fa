"""The whole compiler on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coursepack import languages, words
from coursepack.adapters.child import ChildError
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.programs import Programs
from coursepack.assemble import FORMATS as INDEX_FORMATS
from coursepack.assemble import NAME, Listed, assigned, index, reading_list
from coursepack.check import adjustable, check, notice, with_severities
from coursepack.cite import SAMPLE, cite, references
from coursepack.cut import Cut, handouts, select
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity, has_errors
from coursepack.model.document import Artifact, Document
from coursepack.model.outline import CitedReading, Outline, Reading, ReadingItem, Reference
from coursepack.model.package import Package
from coursepack.model.schedule import Schedule
from coursepack.model.settings import Settings
from coursepack.model.style import Style
from coursepack.model.syllabus import Syllabus
from coursepack.model.theme import Theme
from coursepack.model.work import Library, Work
from coursepack.read import course, library, outline
from coursepack.read import style as styles
from coursepack.read import theme as themes
from coursepack.read.disk import COURSE, Disk
from coursepack.read.sites.site import Site
from coursepack.read.words import venue_table
from coursepack.resolve import resolve, works_called
from coursepack.verify import Verified, verify
from coursepack.write import (
    USUAL,
    Engines,
    Packing,
    known,
    load,
    of_documents,
    of_libraries,
    of_packages,
    pack,
    pictured,
    shelve,
    write,
)

if TYPE_CHECKING:
    from coursepack.compare import Change
    from coursepack.push import Pushed, State, Target

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for in place of what the course says; "" or () for nothing.

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


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two courses, and the errors of the one and of the other."""

    changes: tuple[Change, ...] = ()
    old: tuple[Diagnostic, ...] = ()
    new: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundStyles:
    """Styles that were looked for, and an entry as the first of them prints it."""

    entries: tuple[styles.ListedStyle, ...]
    sample: Reference | None = None


@dataclass(frozen=True, slots=True)
class _Course:
    """A course that was read, bound and checked."""

    settings: Settings
    outline: Outline[Reading]
    library: Library
    style: Style | None
    theme: Theme
    fonts: tuple[Path, ...]
    note: str
    syllabus: Syllabus
    schedule: Schedule[Reading] | None

    @property
    def readings(self) -> int:
        return sum(1 for _ in self.outline.readings())


def compile_course(
    disk: Disk, wishes: Wishes, programs: Programs | None = None
) -> Outcome[Compiled]:
    """Run every stage on the course in *disk*; nothing is written.

    *programs* that run already are used, and go on running.
    """
    return with_programs(
        Compiled(), lambda running: _compile(disk, wishes, running, None), programs
    )


def compile_in_turn(disk: Disk, wishes: Wishes, programs: Programs) -> Iterator[Outcome[Compiled]]:
    """Compile the course in *disk*, and yield what its author looks at first before the rest.

    What is yielded has all that was made until then. *programs* go on running.
    """

    def read(running: Programs) -> Outcome[_Course | None]:
        found = _read(disk, wishes, running)
        return Outcome(found.value, found.diagnostics)

    nothing: _Course | None = None
    found = with_programs(nothing, read, programs)
    if found.value is None:
        yield Outcome(Compiled(), found.diagnostics)
        return
    course = Outcome(found.value, found.diagnostics)
    for asked in _turns(_wanted(wishes, found.value.settings)):
        compose = partial(_composed, course, wishes, by=None, asked=asked)
        made = with_programs(Compiled(), compose, programs)
        yield made
        if has_errors(made.diagnostics):
            return


def compile_handouts(
    disk: Disk, wishes: Wishes, by: str, programs: Programs | None = None
) -> Outcome[Compiled]:
    """Run every stage for a handout *by* each part, section, week or presenter, and an index."""
    return with_programs(Compiled(), lambda running: _compile(disk, wishes, running, by), programs)


def check_course(disk: Disk, wishes: Wishes | None = None) -> Outcome[Compiled]:
    """Read, bind and check the course in *disk*; no file is made."""

    def run(programs: Programs) -> Outcome[Compiled]:
        read = _read(disk, wishes or Wishes(), programs)
        return Outcome(
            Compiled(readings=read.value.readings, note=read.value.note), read.diagnostics
        )

    return with_programs(Compiled(), run)


def mend_course(disk: Disk, wishes: Wishes) -> Outcome[tuple[Artifact, ...]]:
    """Return the files of the course in *disk* with all in them mended that can be for certain.

    What is mended shows what else can be, so the course is read again as often as that helps;
    where reading a mended file finds an error that was not there, nothing is.
    """
    from coursepack.mend import mended

    texts: dict[str, str] = {}
    at_first: frozenset[str] | None = None
    said: tuple[Diagnostic, ...] = ()
    for _ in range(_MOST_ROUNDS):
        now = disk.with_texts(texts)
        said = check_course(now, wishes).diagnostics
        errors = frozenset(d.code for d in said if d.severity is Severity.ERROR)
        if at_first is not None and errors - at_first:
            return Outcome((), check_course(disk, wishes).diagnostics)
        at_first = errors if at_first is None else at_first
        # A file of two kinds of line ends would not be the same beside what is mended.
        found = {n: text for n, text in mended(said, now).items() if disk.keeps(n)}
        if not found:
            break
        texts |= found
    files = tuple(
        Artifact(name, disk.as_written(name, text)) for name, text in sorted(texts.items())
    )
    return Outcome(files, said)


_MOST_ROUNDS = 5


def push_course(
    disk: Disk, wishes: Wishes, target: Target, state: State, *, apply: bool
) -> Outcome[Pushed]:
    """Bring a course of a learning system up to date with that in *disk*; see `push`."""
    from coursepack.push import Pushed, push
    from coursepack.write.fragment import FULL
    from coursepack.write.placed import placed

    def run(programs: Programs) -> Outcome[Pushed]:
        packaged = _packaged(disk, wishes, programs)
        package = packaged.value
        if package is None:
            return Outcome(Pushed(), packaged.diagnostics)
        backup = pack(package, ("mbz",), Packing())[0].data if target.system == "moodle" else b""
        pushed = push(target, placed(package, FULL), backup, state, apply=apply)
        return Outcome(pushed.value, (*packaged.diagnostics, *pushed.diagnostics))

    return with_programs(Pushed(), run)


def check_pages(disk: Disk, pages: Sequence[str]) -> Outcome[int]:
    """Look through *pages* of Markdown for what no upload would keep; () for all of the course.

    Return how many they are.
    """
    from coursepack.check.upload import check_upload

    found = pages or [n for n in disk.files() if n.lower().endswith((".md", ".markdown"))]
    said: list[Diagnostic] = []
    for name in found:
        opened = disk.open(name)
        said += opened.diagnostics
        if opened.value:
            said += check_upload(opened.value)
    return Outcome(len(found), tuple(said))


def read_course(disk: Disk, wishes: Wishes) -> Outcome[Outline[Reading]]:
    """Read, bind and check the course in *disk*; return its outline of works."""
    nothing: Outline[Reading] = Outline()

    def run(programs: Programs) -> Outcome[Outline[Reading]]:
        read = _read(disk, wishes, programs)
        return Outcome(read.value.outline, read.diagnostics)

    return with_programs(nothing, run)


def new_course(first: dt.date) -> tuple[Artifact, ...]:
    """Return the files of a course to begin with, whose term starts on *first*."""
    from coursepack.roll import roll
    from coursepack.start import files

    made = [*editor_schemas()]
    for file in files():
        text = file.text
        if file.name == COURSE:
            text = roll(file, first, term=str(first.year)).value
        made.append(Artifact(file.name, text.encode("utf-8")))
    return tuple(made)


def editor_schemas() -> tuple[Artifact, ...]:
    """Return the schemas by which an editor completes and checks the files of a course."""
    from coursepack.schema import schemas

    registered = {"formats": known(), "rules": adjustable(), "themes": themes.names()}
    return tuple(Artifact(f".schema/{made.name}", made.data) for made in schemas(registered))


def roll_course(
    disk: Disk, start: dt.date, holidays: Sequence[str] = (), term: str = ""
) -> Outcome[Artifact | None]:
    """Return `course.yaml` for a term that starts on *start*; see `roll`."""
    from coursepack.roll import roll

    opened = disk.open(COURSE)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    rolled = roll(opened.value, start, holidays, term)
    if has_errors(rolled.diagnostics):
        return Outcome(None, rolled.diagnostics)
    return Outcome(Artifact(COURSE, rolled.value.encode("utf-8")), rolled.diagnostics)


def compare_courses(old: Disk, new: Disk) -> Outcome[Compared]:
    """Return what changed from the course in *old* to that in *new*.

    Only what stops one of them from being read is told of it: both may have faults of their own.
    """
    from coursepack.compare import compare

    def run(programs: Programs) -> Outcome[Compared]:
        read = [_read(disk, Wishes(), programs) for disk in (old, new)]
        before, after = (
            tuple(d for d in each.diagnostics if d.severity is Severity.ERROR) for each in read
        )
        one, other = (each.value for each in read)
        changes = compare(one.outline, other.outline, (one.schedule, other.schedule))
        return Outcome(Compared(changes, before, after))

    return with_programs(Compared(), run)


def cite_works(disk: Disk, keys: Sequence[str], wishes: Wishes) -> Outcome[tuple[Reference, ...]]:
    """Return the entry of each work called one of *keys*, in their order."""

    def run(programs: Programs) -> Outcome[tuple[Reference, ...]]:
        found = course.find(disk, known(), adjustable(), wishes.pages, wishes.works)
        with venue_table.using(found.value.venues):
            works = library.read(found.value.works, found.value.called)
        bound = works_called(keys, works.value, found.value.settings.prefer)
        settings = found.value.settings
        style = _style(disk, settings, wishes)
        # What the files hold besides is not asked: only what stops these entries is said.
        said = [d for d in works.diagnostics if d.severity is Severity.ERROR]
        said += [*bound.diagnostics, *style.diagnostics]
        if style.value is None:
            return Outcome((), tuple(said))
        formatted = references(
            bound.value,
            style.value,
            settings.language,
            settings.citation_engine,
            programs.pandoc,
        )
        return Outcome(formatted.value, (*said, *formatted.diagnostics))

    nothing: tuple[Reference, ...] = ()
    return with_programs(nothing, run)


def find_styles(disk: Disk, query: str) -> FoundStyles:
    """Return the styles that answer to *query*, and how the first of them prints a paper."""
    own = styles.own_styles()
    entries = styles.search(query, own, disk.root)
    if not entries or not query:
        return FoundStyles(entries)
    found = styles.find(entries[0].name, None, disk.root, own)
    if found.value is None:
        return FoundStyles(entries)
    style = found.value

    def run(programs: Programs) -> Outcome[tuple[Reference, ...]]:
        return references((SAMPLE,), style, "en-US", "pandoc", programs.pandoc)

    nothing: tuple[Reference, ...] = ()
    shown = with_programs(nothing, run).value
    return FoundStyles(entries, shown[0] if shown else None)


def _compile(disk: Disk, wishes: Wishes, programs: Programs, by: str | None) -> Outcome[Compiled]:
    read = _read(disk, wishes, programs)
    return _composed(read, wishes, programs, by, _wanted(wishes, read.value.settings))


def _wanted(wishes: Wishes, settings: Settings) -> tuple[str, ...]:
    return tuple(wishes.formats or settings.formats or USUAL)


def _turns(wanted: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what of the formats *wanted* is made first, each time with those before; then all."""
    for number, name in enumerate(_FIRST):
        if name in wanted:
            turn = tuple(f for f in wanted if f in _FIRST[: number + 1])
            if turn != wanted:
                yield turn
    yield wanted


_FIRST = ("html", "pdf")
"""The formats that a browser shows an author who writes."""


def _composed(
    read: Outcome[_Course],
    wishes: Wishes,
    programs: Programs,
    by: str | None,
    asked: Sequence[str],
) -> Outcome[Compiled]:
    """Make the files that are *asked* for of the course that was *read*, in its language."""
    with words.using(read.value.settings.language):
        return _made_of(read, wishes, programs, by, asked)


def _made_of(
    read: Outcome[_Course],
    wishes: Wishes,
    programs: Programs,
    by: str | None,
    asked: Sequence[str],
) -> Outcome[Compiled]:
    pandoc = programs.pandoc
    found, said = read.value, list(read.diagnostics)
    settings = found.settings
    nothing = Compiled(note=found.note, outline=found.outline)
    chosen = select(found.outline, wishes.only, required=wishes.required)
    said += chosen.diagnostics
    cuts = _cuts(chosen.value, by, found) if by else (Cut("", "", chosen.value),)
    has_readings = any(any(cut.outline.readings()) for cut in cuts)
    is_whole = not (by or wishes.only or wishes.required)
    if not has_errors(said) and not has_readings and not (found.syllabus and is_whole):
        said.append(_nothing_left(wishes))
    if has_errors(said) or found.style is None:
        return Outcome(nothing, tuple(said))

    formats, packages, shelves = of_documents(asked), of_packages(asked), of_libraries(asked)
    if not is_whole:
        # What `course.yaml` lists besides is meant for the whole course.
        if packages and wishes.formats:
            said += with_severities((_not_whole(packages),), settings.rules)
        packages = ()
    engine = wishes.pdf_engine or settings.pdf_engine
    # Typst and the formats get ready while pandoc formats the entries.
    with_typst = engine == "typst" and ("pdf" in formats or packages)
    typst = programs.typst if with_typst else None
    engines = Engines(pandoc, typst, engine, found.fonts, wishes.lms, programs.once)
    made: _Made = []
    besides: list[Artifact] = []
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(load, formats)
        for cut in cuts:
            cited, documents = _documents(cut, found, wishes, programs)
            said += documents.diagnostics
            for document in documents.value:
                written = write(document, formats, engines)
                said += with_severities(written.diagnostics, settings.rules)
                made.append((document, written.value))
            if shelves and documents.value:
                name = documents.value[0].name if cut.name else NAME
                works = shelve(assigned(cut.outline), name, shelves, pandoc)
                first = len(made) - len(documents.value)
                made[first] = (made[first][0], (*made[first][1], *works))
            if packages:
                printed = _printed(made, engines)
                said += with_severities(printed.diagnostics, settings.rules)
                whole = _package(chosen.value, cited, printed.value, found, wishes)
                besides += pack(whole, packages, Packing(wishes.canvas, wishes.dates))
    if by and not has_errors(said):
        listed = [Listed(d, tuple((_format(d, a), a.name) for a in files)) for d, files in made]
        made.append((index(listed), write(index(listed), INDEX_FORMATS, engines).value))
    if asked == _wanted(wishes, settings):
        files = [artifact.name for _, artifacts in made for artifact in artifacts]
        named = wishes.formats or (settings.formats if is_whole else ())
        said += with_severities(_unmade(wishes, named, files), settings.rules)
    verified = verify(made) if wishes.verify else None
    said += with_severities(verified.diagnostics, settings.rules) if verified else ()
    compiled = Compiled(
        (*(artifact for _, files in made for artifact in files), *besides),
        sum(1 for _ in chosen.value.readings()),
        found.note,
        verified.value if verified else None,
        found.outline,
        tuple(document for document, _ in made),
        tuple((document, pictured(document, engines)) for document, _ in made)
        if wishes.pictures and typst
        else (),
        # What TeX gives depends on a distribution of which nothing is known here.
        is_repeatable=engine == "typst" or "pdf" not in formats,
    )
    return Outcome(compiled, tuple(dict.fromkeys(said)))


def _format(document: Document, artifact: Artifact) -> str:
    return artifact.name.removeprefix(f"{document.name}.")


def _not_whole(packages: Sequence[str]) -> Diagnostic:
    return Diagnostic(
        "not-whole",
        Severity.WARNING,
        f"no {' and no '.join(packages)} is made of a part of a course",
        hints=("run `coursepack build` without --only and --required",),
    )


def _packaged(disk: Disk, wishes: Wishes, programs: Programs) -> Outcome[Package | None]:
    """Return the whole course as a package; None where an error stops it."""
    read = _read(disk, wishes, programs)
    with words.using(read.value.settings.language):
        return _package_of(read, wishes, programs)


def _package_of(
    read: Outcome[_Course], wishes: Wishes, programs: Programs
) -> Outcome[Package | None]:
    pandoc = programs.pandoc
    found, said = read.value, list(read.diagnostics)
    if has_errors(said) or found.style is None:
        return Outcome(None, tuple(said))
    cited, documents = _documents(Cut("", "", found.outline), found, wishes, programs)
    engines = Engines(pandoc, programs.typst, "typst", found.fonts)
    printed = _printed([(document, ()) for document in documents.value], engines)
    said += (*documents.diagnostics, *printed.diagnostics)
    whole = _package(found.outline, cited, printed.value, found, wishes)
    return Outcome(whole, tuple(dict.fromkeys(with_severities(said, found.settings.rules))))


_Made = list[tuple[Document, tuple[Artifact, ...]]]


def _printed(made: _Made, engines: Engines) -> Outcome[tuple[tuple[Document, bytes | None], ...]]:
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


def _package(
    outline: Outline[Reading],
    cited: Outline[CitedReading],
    printed: Sequence[tuple[Document, bytes | None]],
    found: _Course,
    wishes: Wishes,
) -> Package:
    """Return the course as learning management systems take it whole."""
    from coursepack.assemble.package import in_cuts, package

    by = wishes.modules or _modules_of(outline)
    entries = {id(each.reading): each for each in cited.readings()}
    cuts = ((cut.title, cut.outline) for cut in _cuts(outline, by, found))
    return package(
        tuple(in_cuts(cuts, entries)),
        tuple(document for document, _ in printed),
        tuple((document, data) for document, data in printed if data),
        found.schedule,
        found.settings,
        public=wishes.public,
    )


def _cuts(outline: Outline[Reading], by: str, found: _Course) -> tuple[Cut, ...]:
    return handouts(outline, by, found.schedule, found.settings.language)


def _modules_of(outline: Outline[Reading]) -> str:
    """Return what a module is where nobody says: a part, or a section of a lone part."""
    parts = [part for part in outline.parts if any(part.readings())]
    return "section" if len(parts) == 1 and len(parts[0].sections) > 1 else "part"


def _documents(
    cut: Cut, found: _Course, wishes: Wishes, programs: Programs
) -> tuple[Outline[CitedReading], Outcome[tuple[Document, ...]]]:
    """Cite the readings of *cut* by themselves, so that numbers and years are right among them.

    Return them with the documents that they make. The whole course has a syllabus besides, where
    it says enough of itself.
    """
    settings, style, pandoc = found.settings, found.style, programs.pandoc
    assert style is not None  # its absence is an error, which ends the build before

    def entries(works: tuple[Work, ...]) -> Outcome[tuple[Reference, ...]]:
        asked = (works, style, settings.language, settings.citation_engine)
        return programs.kept(f"entries {cut.name}", asked, lambda: references(*asked, pandoc))

    cited = cite(cut.outline, entries)
    name = "-".join(filter(None, (cut.name or "reading-list", wishes.variant)))
    document = reading_list(
        cited.value,
        settings,
        found.theme,
        name=name,
        subtitle=cut.title,
        variant=wishes.variant,
        public=wishes.public,
    )
    is_whole = not (cut.name or wishes.variant or wishes.only or wishes.required)
    if not (found.syllabus and is_whole):
        return cited.value, Outcome((document,), cited.diagnostics)
    # Imported only where a course has one: dates in words take a tenth of a second.
    from coursepack.assemble.sign_up import sign_up
    from coursepack.assemble.syllabus import syllabus

    told = syllabus(
        cited.value,
        found.schedule,
        found.syllabus,
        settings,
        found.theme,
        public=wishes.public,
    )
    sheets = (
        (sign_up(found.schedule, settings, found.theme, public=wishes.public),)
        if wishes.sign_up
        else ()
    )
    lists = (document,) if found.readings else ()
    return cited.value, Outcome((*lists, told, *filter(None, sheets)), cited.diagnostics)


def _unmade(wishes: Wishes, formats: Sequence[str], files: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield what was asked for by name and could not be made, because nothing says when."""
    asked = [("sign-up sheet", wishes.sign_up, any(name.startswith("sign-up.") for name in files))]
    asked.append(("calendar", "ics" in formats, any(name.endswith(".ics") for name in files)))
    for what, is_asked, is_made in asked:
        if is_asked and not is_made:
            yield Diagnostic(
                "no-schedule",
                Severity.WARNING,
                f"there is no {what}, for want of a schedule",
                hints=("write `schedule:` in `course.yaml`, and build the whole course",),
            )


def _nothing_left(wishes: Wishes) -> Diagnostic:
    message = "no reading is left to hand out"
    hint = "mark some as required" if wishes.required else "the course assigns none"
    return Diagnostic("nothing-left", Severity.ERROR, message, hints=(hint,))


def _read(disk: Disk, wishes: Wishes, programs: Programs) -> Outcome[_Course]:
    """Read, bind and check: everything that can be said of a course before it is printed."""
    found = course.find(disk, known(), adjustable(), wishes.pages, wishes.works)
    with words.using(found.value.settings.language):
        return _read_found(found, disk, wishes, programs)


def _read_found(
    found: Outcome[course.Found], disk: Disk, wishes: Wishes, programs: Programs
) -> Outcome[_Course]:
    pandoc, settings = programs.pandoc, found.value.settings
    if wishes.interactive is not None:
        settings = replace(settings, interactive=wishes.interactive)
    spoken = languages.spoken(settings.language, (page.text for page in found.value.pages))
    with (
        languages.using(spoken),
        venue_table.using(found.value.venues),
        ThreadPoolExecutor(max_workers=1) as thread,
    ):
        # The works are read here while pandoc reads the pages, by the same venues.
        in_context = copy_context().run
        sources, site = found.value.pages, found.value.site
        reading = thread.submit(in_context, outline.read, sources, pandoc, site)
        inputs = (found.value.works, found.value.called, found.value.venues, spoken)
        works = programs.kept("works", inputs, lambda: library.read(*inputs[:2]))
        written = reading.result()
    style = _style(disk, settings, wishes)
    theme = themes.find(
        wishes.theme or settings.theme, None if wishes.theme else settings.theme_span, disk
    )
    with languages.using(spoken):
        told, planned_for = _syllabus(settings, disk, found.value.site, pandoc, written.value)
    bound = resolve(planned_for, works.value, settings.prefer)
    pages = [page.name for page in found.value.pages]
    of_works = programs.once("rules", inputs, lambda: notice(works.value, disk))
    noticed = check(planned_for, bound.value, of_works, pages, disk, each_unused=wishes.unused)
    planned = _planned(bound.value, told.value)
    outlined, schedule = planned.value
    stages = (found, written, works, style, theme)
    said = [*(d for stage in stages for d in stage.diagnostics), *noticed]
    said += told.diagnostics
    if not has_errors((*found.diagnostics, *works.diagnostics)):
        # Works that a faulty file hides are not unknown; the fault alone is worth saying.
        said += (*bound.diagnostics, *planned.diagnostics)
    return Outcome(
        _Course(
            settings,
            outlined,
            works.value,
            style.value,
            theme.value,
            found.value.fonts,
            found.value.note,
            told.value,
            schedule,
        ),
        tuple(with_severities(said, settings.rules)),
    )


def _syllabus(
    settings: Settings, disk: Disk, site: Site, pandoc: Pandoc, outline: Outline[ReadingItem]
) -> tuple[Outcome[Syllabus], Outline[ReadingItem]]:
    """Read what the course says of itself; its sessions may assign what no page does."""
    people = (*settings.instructors, *settings.assistants)
    if not settings.syllabus and not settings.assistants and not any(p.is_told for p in people):
        return Outcome(Syllabus()), outline
    # Imported only where a course says anything.
    from coursepack.read import syllabus, timetable

    told = syllabus.read(settings, disk, site, pandoc)
    planned = told.value.timetable
    return told, timetable.assigned(outline, planned) if planned else outline


def _planned(
    outline: Outline[Reading], told: Syllabus
) -> Outcome[tuple[Outline[Reading], Schedule[Reading] | None]]:
    """Put the sessions of the course on their days, if it says when it meets."""
    if told.timetable is None:
        return Outcome((outline, None))
    from coursepack.plan import plan

    planned = plan(outline, told.timetable)
    return Outcome(planned.value, planned.diagnostics)


def _style(disk: Disk, settings: Settings, wishes: Wishes) -> Outcome[Style | None]:
    named_at = None if wishes.style else settings.style_span
    return styles.find(wishes.style or settings.style, named_at, disk.root, styles.own_styles())


def with_programs(
    nothing: T, run: Callable[[Programs], Outcome[T]], programs: Programs | None = None
) -> Outcome[T]:
    """Run with programs that are ended, however it ends; with *programs* only if one fails."""
    running = programs or Programs()
    try:
        return run(running)
    except ChildError as error:
        running.close()
        problem = Diagnostic("program-failed", Severity.ERROR, str(error))
        return Outcome(nothing, (problem,))
    finally:
        if programs is None:
            running.close()

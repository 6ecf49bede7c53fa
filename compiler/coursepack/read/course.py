"""Find what a course is made of: what `course.yaml` says, or what its folder shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.settings import Settings
from coursepack.model.source import Source, Span, Spanned
from coursepack.pattern import pattern
from coursepack.read import settings as settings_file
from coursepack.read.disk import COURSE, Disk
from coursepack.read.sites import liquid
from coursepack.read.sites.site import Site
from coursepack.read.words import csl_variables, venue_table
from coursepack.read.words.venue_table import VenueTable

_INCLUDE = pattern(r"\{%-?\s*include(?:_cached)?\s+([\w./-]+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A course's settings and opened files; `note` says what was guessed, "" for nothing.

    `venues` is the table of them where the course brings its own; `called` gives
    fields of works that only this course names so the names they are known by; `fonts` are
    files, for a program that opens them itself.
    """

    settings: Settings
    pages: tuple[Source, ...]
    works: tuple[Source, ...]
    site: Site
    venues: VenueTable | None = None
    called: dict[str, str] = field(default_factory=dict)
    fonts: tuple[Path, ...] = ()
    note: str = ""


def find(
    disk: Disk,
    formats: Sequence[str],
    rules: Sequence[str],
    pages: Sequence[str] = (),
    works: Sequence[str] = (),
) -> Outcome[Found]:
    """Return the course in the folder of *disk*; files that cannot be read are reported.

    *formats* and *rules* are the names that a course may choose from; *pages* and *works*
    stand in place of the files that the course names or the folder shows.
    """
    problems: list[Diagnostic] = []
    settings = Settings()
    has_course = COURSE in disk.listing()
    if has_course:
        opened = disk.open(COURSE)
        problems += opened.diagnostics
        if opened.value is None:
            return Outcome(Found(settings, (), (), Site(disk)), tuple(problems))
        read = settings_file.read(opened.value, formats, rules, _is_outline)
        problems += read.diagnostics
        settings = read.value
    page_files = [(name, None) for name in pages] or _named(settings.pages)
    work_files = [(name, None) for name in works] or _named(settings.works)
    note = ""
    if not page_files or not work_files:
        # Imported only where a course does not name its files.
        from coursepack.read.guess import guess

        guessed = guess(
            disk,
            Site(disk),
            tuple(name for name, _ in page_files),
            tuple(name for name, _ in work_files),
            frozenset(settings_file.policies(settings)),
            needs_page=not settings.syllabus,
        )
        page_files = page_files or [(name, None) for name in guessed.pages]
        work_files = work_files or [(name, None) for name in guessed.works]
        note = _note(page_files, work_files) if page_files else ""
    if not page_files and not settings.syllabus:
        problems.append(_no_page(disk, has_course))
    sources = (_opened(disk, page_files, problems), _opened(disk, work_files, problems))
    site = Site(disk, frozenset(source.name for source in sources[1]))
    settings = _with_config(settings, site, sources[0])
    venues: VenueTable | None = None
    for source in _opened(disk, _named(settings.venues), problems):
        extended = (venues or venue_table.ours()).with_own(source)
        venues = extended.value
        problems += extended.diagnostics
    located = [disk.locate(font.value, font.span) for font in settings.fonts]
    problems += [problem for font in located for problem in font.diagnostics]
    fonts = tuple(font.value for font in located if font.value)
    return Outcome(
        Found(settings, *sources, site, venues, _called(sources[0], site), fonts, note),
        tuple(problems),
    )


def _is_outline(node: Mapping) -> bool:
    # Imported only where a course says more than its settings.
    from coursepack.read.data.shape import shape

    return shape(node) is not None


def _called(pages: Sequence[Source], site: Site) -> dict[str, str]:
    """Return what the fields are that the pages' includes show, where their names do not say."""
    called: dict[str, str] = {}
    for page in pages:
        for name in dict.fromkeys(_INCLUDE.findall(page.text)):
            include = site.include(name)
            if include and "site.data" in include.text:
                for own, known in liquid.shown_fields(include).items():
                    if csl_variables.variable(own) is None:
                        called.setdefault(own, known)
    return called


# A file, and where the course names it; None where the folder shows it.
_File = tuple[str, Span | None]


def _named(names: Sequence[Spanned[str]]) -> list[_File]:
    return [(name.value, name.span) for name in names]


def _words(node: Node | None) -> str:
    is_text = isinstance(node, Scalar) and not node.is_null
    return " ".join(node.text.split()) if isinstance(node, Scalar) and is_text else ""


def _with_config(settings: Settings, site: Site, pages: Sequence[Source]) -> Settings:
    """Take from a site's own settings what the course does not say of itself."""
    config = site.config()
    if config is None:
        return replace(settings, title=settings.title or site.called())
    title, described = _words(config.get("title")), config.get("description")
    description = (
        Spanned(described.text, described.span)
        if isinstance(described, Scalar) and _words(described)
        else None
    )
    if _is_one_of_many(pages):
        title, description = "", None
    settings = replace(
        settings,
        title=settings.title or title,
        description=settings.description or description,
    )
    language = config.get("lang") or config.get("locale")
    tag = settings_file.language(language.text) if isinstance(language, Scalar) else ""
    if tag and settings.language == Settings().language:
        settings = replace(settings, language=tag)
    return settings


def _is_one_of_many(pages: Sequence[Source]) -> bool:
    """Say whether the course is one document of a collection: the site is of its teacher."""
    folder = PurePosixPath(pages[0].name).parent.name if len(pages) == 1 else ""
    return folder.startswith("_") and folder not in ("_pages", "_includes")


def _opened(disk: Disk, files: Sequence[_File], problems: list[Diagnostic]) -> tuple[Source, ...]:
    sources: list[Source] = []
    for name, named_at in files:
        opened = disk.open(name, named_at)
        problems += opened.diagnostics
        if opened.value:
            sources.append(opened.value)
    return tuple(sources)


def _note(pages: Sequence[_File], works: Sequence[_File]) -> str:
    page = ", ".join(name for name, _ in pages)
    work = ", ".join(name for name, _ in works)
    return f"found {page} with {work}" if work else f"found {page}"


def _no_page(disk: Disk, has_course: bool) -> Diagnostic:
    hint = (
        f"name the pages under `pages:` in `{COURSE}`"
        if has_course
        else "give a folder with a page (`.md`) that lists the readings, and a file of their works"
    )
    message = f"there is no page of readings in `{disk.root}`"
    if not disk.root.is_dir():
        message, hint = f"there is no folder `{disk.root}`", "name the folder of your course"
    return Diagnostic("no-page", Severity.ERROR, message, hints=(hint,))

"""Find what a course is made of: what `course.yaml` says, or what its folder shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.settings import Settings
from coursepack.model.source import Source, Span, Spanned
from coursepack.read import settings as settings_file
from coursepack.read.disk import Disk

COURSE = "course.yaml"

_PAGES = (".md", ".markdown")
_WORKS = (".yaml", ".yml", ".json")
_FOLDERS = ("", "_data/")
_OTHERS = (COURSE, "_config.yml", "_config.yaml", "package.json", "package-lock.json")


@dataclass(frozen=True, slots=True)
class Found:
    """A course's settings and opened files; `note` says what was guessed, "" for nothing.

    `fonts` are files, for a program that opens them itself.
    """

    settings: Settings
    pages: tuple[Source, ...]
    works: tuple[Source, ...]
    fonts: tuple[Path, ...] = ()
    note: str = ""


def find(disk: Disk, formats: Sequence[str], rules: Sequence[str]) -> Outcome[Found]:
    """Return the course in the folder of *disk*; files that cannot be read are reported.

    *formats* and *rules* are the names that a course may choose from.
    """
    problems: list[Diagnostic] = []
    settings = Settings()
    has_course = COURSE in disk.listing()
    if has_course:
        opened = disk.open(COURSE)
        problems += opened.diagnostics
        if opened.value is None:
            return Outcome(Found(settings, (), ()), tuple(problems))
        read = settings_file.read(opened.value, formats, rules)
        problems += read.diagnostics
        settings = read.value
    pages = _named(settings.pages) or _guessed(_pages(disk))
    works = _named(settings.works) or _guessed(_works(disk))
    if not pages:
        problems.append(_no_page(disk, has_course))
    sources = (_opened(disk, pages, problems), _opened(disk, works, problems))
    named = settings.pages and settings.works
    note = "" if named or not pages else _note(pages, works)
    located = [disk.locate(font.value, font.span) for font in settings.fonts]
    problems += [problem for font in located for problem in font.diagnostics]
    fonts = tuple(font.value for font in located if font.value)
    return Outcome(Found(settings, *sources, fonts, note), tuple(problems))


# A file, and where the course names it; None where the folder shows it.
_File = tuple[str, Span | None]


def _named(names: Sequence[Spanned[str]]) -> list[_File]:
    return [(name.value, name.span) for name in names]


def _guessed(names: Sequence[str]) -> list[_File]:
    return [(name, None) for name in names]


def _pages(disk: Disk) -> list[str]:
    """Return the pages of the folder that assign readings; if none does, a lone page."""
    names = [name for name in disk.listing() if name.lower().endswith(_PAGES)]
    opened = ((name, disk.open(name).value) for name in names)
    with_readings = [name for name, source in opened if source and _assigns(source.text)]
    return with_readings or (names if len(names) == 1 else [])


def _assigns(text: str) -> bool:
    return "{%" in text and "include" in text and "key=" in text.replace(" ", "")


def _works(disk: Disk) -> list[str]:
    """Return the files of the folder, and of a site's data, that describe works."""
    names = (folder + name for folder in _FOLDERS for name in disk.listing(folder))
    opened = ((name, disk.open(name).value) for name in names if _may_be_works(name))
    # A file that cannot be read is kept, so that the reason is said; so are all where none
    # looks right, so that what is wrong with them is.
    found = [name for name, source in opened if source is None or _describes(source.text)]
    return found or [name for name in disk.listing() if _may_be_works(name)]


def _may_be_works(name: str) -> bool:
    return name.lower().endswith(_WORKS) and name not in _OTHERS


def _describes(text: str) -> bool:
    return "title" in text and ("author" in text or "editor" in text or "url" in text.lower())


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
    work = ", ".join(name for name, _ in works) or "no file of works"
    return f"found {page} with {work}"


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

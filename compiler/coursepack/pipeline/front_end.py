"""From files to a course: read, resolve, check, plan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path

from coursepack import languages, words
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.programs import Programs
from coursepack.check import adjustable, check, notice, with_severities
from coursepack.model.diagnostic import Outcome, has_errors
from coursepack.model.outline import Outline, Reading, ReadingItem
from coursepack.model.schedule import Schedule
from coursepack.model.settings import Settings
from coursepack.model.style import Style
from coursepack.model.syllabus import Syllabus
from coursepack.model.theme import Theme
from coursepack.pipeline.wishes import Wishes
from coursepack.read import course, description, library, outline
from coursepack.read import style as styles
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from coursepack.read.sites.site import Site
from coursepack.read.words import venue_table
from coursepack.resolve import resolve
from coursepack.write import known


@dataclass(frozen=True, slots=True)
class Course:
    """A course that was read, bound and checked."""

    settings: Settings
    outline: Outline[Reading]
    style: Style | None
    theme: Theme
    fonts: tuple[Path, ...]
    note: str
    syllabus: Syllabus
    schedule: Schedule[Reading] | None

    @property
    def readings(self) -> int:
        """How many readings the course assigns."""
        return sum(1 for _ in self.outline.readings())


def read(disk: Disk, wishes: Wishes, programs: Programs) -> Outcome[Course]:
    """Read, bind and check: everything that can be said of a course before it is printed."""
    found = course.find(disk, known(), adjustable(), wishes.pages, wishes.works)
    with words.using(found.value.settings.language):
        return _front(found, disk, wishes, programs)


def _front(
    found: Outcome[course.Found], disk: Disk, wishes: Wishes, programs: Programs
) -> Outcome[Course]:
    files, settings = found.value, found.value.settings
    if wishes.interactive is not None:
        settings = replace(settings, interactive=wishes.interactive)
    spoken = languages.spoken(settings.language, (page.text for page in files.pages))
    inputs = (files.works, files.called, files.venues, spoken)
    with languages.using(spoken), venue_table.using(files.venues):
        with ThreadPoolExecutor(max_workers=1) as thread:
            # The works are read here while pandoc reads the pages, by the same venues.
            in_context = copy_context().run
            reading = thread.submit(
                in_context, outline.read, files.pages, programs.pandoc, files.site
            )
            works = programs.kept("works", inputs, lambda: library.read(*inputs[:2]))
            written = reading.result()
        told, assigned = _syllabus(settings, disk, files.site, programs.pandoc, written.value)
    style = style_of(disk, settings, wishes)
    named_at = None if wishes.theme else settings.theme_span
    theme = themes.find(wishes.theme or settings.theme, named_at, disk)
    bound = resolve(assigned, works.value, settings.prefer)
    of_works = programs.once("rules", inputs, lambda: notice(works.value, disk))
    pages = [page.name for page in files.pages]
    noticed = check(assigned, bound.value, of_works, pages, disk, each_unused=wishes.unused)
    planned = _planned(bound.value, told.value)
    described = description.read(settings, programs.pandoc)
    stages = (found, written, works, style, theme, described)
    said = [*(d for stage in stages for d in stage.diagnostics), *noticed, *told.diagnostics]
    if not has_errors((*found.diagnostics, *works.diagnostics)):
        # Works that a faulty file hides are not unknown; the fault alone is worth saying.
        said += (*bound.diagnostics, *planned.diagnostics)
    outlined, schedule = planned.value
    read_course = Course(
        described.value,
        outlined,
        style.value,
        theme.value,
        files.fonts,
        files.note,
        told.value,
        schedule,
    )
    return Outcome(read_course, tuple(with_severities(said, settings.rules)))


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


def style_of(disk: Disk, settings: Settings, wishes: Wishes) -> Outcome[Style | None]:
    """Return the citation style that is wished for, or else the course's; None for an unknown."""
    named_at = None if wishes.style else settings.style_span
    return styles.find(wishes.style or settings.style, named_at, disk.root, styles.own_styles())

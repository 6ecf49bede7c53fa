"""From a course to its documents: cut, cite, assemble."""

from __future__ import annotations

from coursepack.adapters.programs import Programs
from coursepack.assemble import reading_list
from coursepack.cite import cite, references
from coursepack.cut import Cut, handouts
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Document
from coursepack.model.outline import CitedReading, Outline, Reading, Reference
from coursepack.model.work import Work
from coursepack.pipeline.front_end import Course
from coursepack.pipeline.wishes import Wishes


def cuts(outline: Outline[Reading], by: str, course: Course) -> tuple[Cut, ...]:
    """Return the readings of *outline* in handouts *by* part, section, week or presenter."""
    return handouts(outline, by, course.schedule, course.settings.language)


def cited(cut: Cut, course: Course, programs: Programs) -> Outcome[Outline[CitedReading]]:
    """Cite the readings of *cut* by themselves, so that numbers and years are right among them."""
    settings, style, pandoc = course.settings, course.style, programs.pandoc
    assert style is not None  # its absence is an error, which ends the build before

    def entries(works: tuple[Work, ...]) -> Outcome[tuple[Reference, ...]]:
        asked = (works, style, settings.language, settings.citation_engine)
        return programs.kept(f"entries {cut.name}", asked, lambda: references(*asked, pandoc))

    return cite(cut.outline, entries)


def documents(
    cut: Cut, readings: Outline[CitedReading], course: Course, wishes: Wishes
) -> tuple[Document, ...]:
    """Return what is made of *cut*, whose *readings* are cited: a list of them.

    The whole course has a syllabus besides, where it says enough of itself, and a list only where
    it assigns anything.
    """
    name = "-".join(filter(None, (cut.name or "reading-list", wishes.variant)))
    listed = reading_list(
        readings,
        course.settings,
        course.theme,
        name=name,
        subtitle=cut.title,
        variant=wishes.variant,
        public=wishes.public,
    )
    is_whole = not (cut.name or wishes.variant or wishes.only or wishes.required)
    if not (course.syllabus and is_whole):
        return (listed,)
    # Imported only where a course has one: dates in words take a tenth of a second.
    from coursepack.assemble.sign_up import sign_up
    from coursepack.assemble.syllabus import syllabus

    schedule, settings, theme = course.schedule, course.settings, course.theme
    told = syllabus(readings, schedule, course.syllabus, settings, theme, public=wishes.public)
    made = [listed, told] if course.readings else [told]
    if wishes.sign_up and (sheet := sign_up(schedule, settings, theme, public=wishes.public)):
        made.append(sheet)
    return tuple(made)

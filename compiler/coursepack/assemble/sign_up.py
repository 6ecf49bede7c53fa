"""A sheet on which students put their names down for sessions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coursepack import words
from coursepack.adapters import date_words
from coursepack.assemble.reading_list import course_of, facts, sheet
from coursepack.model.document import (
    Document,
    Inlines,
    LineBreak,
    Paragraph,
    Table,
    Text,
    merged,
)
from coursepack.model.outline import Reading
from coursepack.model.schedule import Schedule, Session
from coursepack.model.settings import Settings
from coursepack.model.theme import Theme

NAME = "sign-up"
_ROOM = "\N{NO-BREAK SPACE}" * 40


def sign_up(
    schedule: Schedule[Reading] | None, settings: Settings, theme: Theme, *, public: bool = False
) -> Document | None:
    """Return the sheet: a row each session with readings, None where there is none.

    Who has one already stands there, unless it is *public*; other rows have room for a name.
    """
    sessions = [s for s in schedule.sessions if s.readings] if schedule else []
    if not sessions:
        return None
    rows = tuple(tuple(_row(session, settings.language, public=public)) for session in sessions)
    header = ((Text(words.here().day),), (Text(words.here().session),), (Text(words.here().name),))
    return Document(
        name=NAME,
        title=settings.title or words.here().sign_up,
        subtitle=words.here().sign_up if settings.title else "",
        facts=tuple(facts(settings)),
        language=settings.language,
        sheet=replace(sheet(settings), columns=1),
        theme=theme,
        contents_title="",
        blocks=(Paragraph((Text(words.here().sign_up_how),)), Table(header, rows)),
        instructors=tuple(person.name for person in settings.instructors),
        page_of=words.here().page_of,
        course=course_of(settings, settings.title),
    )


def _row(session: Session[Reading], language: str, *, public: bool) -> Iterator[Inlines]:
    yield (Text(date_words.day(session.day, language)),)
    yield merged(session.title)
    people = dict.fromkeys(r.item.presenter for r in session.readings if r.item.presenter)
    named = "" if public else session.presenter or words.here().comma.join(people)
    # A blank second line leaves room to write.
    yield (Text(named),) if named else (Text(_ROOM), LineBreak(), Text("\N{NO-BREAK SPACE}"))

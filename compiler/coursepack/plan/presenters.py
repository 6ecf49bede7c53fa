"""Who presents what, as a list of the timetable says beside the outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from coursepack.adapters.nearest import nearest
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading
from coursepack.model.schedule import Session, Timetable


def of_readings(outline: Outline[Reading], timetable: Timetable) -> Outline[Reading]:
    """Return *outline* with who presents a reading, where the list names its key."""
    by_key = {name.value: who for name, who in timetable.presenters if name and who}
    if not any(reading.work.key.value in by_key for reading in outline.readings()):
        return outline

    def told(reading: Reading) -> Iterator[Reading]:
        who = by_key.get(reading.work.key.value, reading.item.presenter)
        yield replace(reading, item=replace(reading.item, presenter=who))

    return outline.replace_readings(told)


def of_sessions(
    sessions: Sequence[Session[Reading]], timetable: Timetable
) -> Iterator[Session[Reading]]:
    """Yield *sessions*, each with who presents it: by its title, else whose turn it is."""
    by_title = {_plain(name.value): who for name, who in timetable.presenters if name}
    turns = iter([who for name, who in timetable.presenters if name is None])
    for session in sessions:
        who = session.presenter or by_title.get(_plain(plain_text(session.title)), "")
        if not who and session.readings and not any(r.item.presenter for r in session.readings):
            who = next(turns, "")
        yield replace(session, presenter=who)


def unknown(
    outline: Outline[Reading], sessions: Sequence[Session[Reading]], timetable: Timetable
) -> Iterator[Diagnostic]:
    """Yield the names of the list that are neither the key of a reading nor a session's title."""
    keys = {reading.work.key.value for reading in outline.readings()}
    titles = {_plain(plain_text(s.title)): plain_text(s.title) for s in sessions}
    for name, _ in timetable.presenters:
        if name is None or name.value in keys or _plain(name.value) in titles:
            continue
        close = nearest(name.value, [*keys, *titles.values()])
        hint = (
            f"did you mean {' or '.join(f'`{near}`' for near in close)}?"
            if close
            else "write the title of a session, or the key of a reading"
        )
        message = f"nothing is called `{name.value}` that somebody could present"
        yield Diagnostic("unknown-presentation", Severity.WARNING, message, name.span, (), (hint,))


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()

"""Say in words what changed between two terms of a course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from coursepack.identity import Works
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Section, readings_in
from coursepack.model.schedule import Schedule, Session
from coursepack.model.work import Work


class Kind(Enum):
    """What happened to a reading or a session; the value heads its list."""

    ADDED = "Added"
    DROPPED = "Dropped"
    MOVED = "Moved"
    REQUIRED = "Newly required"
    OPTIONAL = "No longer required"
    PARTS = "Other parts to read"
    PUBLISHED = "Now published"
    SESSIONS = "Sessions"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed, in words."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class _Placed:
    reading: Reading
    section: str


def compare(
    old: Outline[Reading],
    new: Outline[Reading],
    schedules: tuple[Schedule[Reading] | None, Schedule[Reading] | None] = (None, None),
) -> tuple[Change, ...]:
    """Return what changed from *old* to *new*, and between their *schedules* if both have one.

    A work is the same by its key, or as `identity` tells: under another key, or published now.
    """
    before, after = list(_placed(old)), list(_placed(new))
    pairs = _pairs(before, after)
    paired = {id(one) for one, _ in pairs} | {id(other) for _, other in pairs}
    changes = [Change(Kind.ADDED, _where(p)) for p in after if id(p) not in paired]
    changes += [Change(Kind.DROPPED, _where(p)) for p in before if id(p) not in paired]
    for one, other in pairs:
        changes += _changed(one, other)
    was, is_ = schedules
    if was and is_:
        changes += _sessions(was, is_)
    elif is_ and is_.sessions:
        ends = f"{is_.sessions[0].day} to {is_.sessions[-1].day}"
        changes.append(
            Change(Kind.SESSIONS, f"there is a schedule now, of {len(is_.sessions)}, {ends}")
        )
    elif was and was.sessions:
        changes.append(Change(Kind.SESSIONS, "there is no schedule any more"))
    order = list(Kind)
    return tuple(sorted(changes, key=lambda change: order.index(change.kind)))


def _placed(outline: Outline[Reading]) -> Iterator[_Placed]:
    for reading in readings_in(outline.body):
        yield _Placed(reading, "")
    for part in outline.parts:
        yield from _below(part, ())


def _below(section: Section[Reading], above: tuple[str, ...]) -> Iterator[_Placed]:
    path = (*above, plain_text(section.title.value))
    for reading in section.own_readings():
        yield _Placed(reading, " › ".join(path))
    for inner in section.sections:
        yield from _below(inner, path)


def _pairs(before: list[_Placed], after: list[_Placed]) -> list[tuple[_Placed, _Placed]]:
    """Pair the readings of one work, those under one key first."""
    left = list(after)
    pairs: list[tuple[_Placed, _Placed]] = []
    waiting: list[_Placed] = []
    for one in before:
        key = one.reading.work.key.value
        found = next((other for other in left if other.reading.work.key.value == key), None)
        if found:
            left = [other for other in left if other is not found]
            pairs.append((one, found))
        else:
            waiting.append(one)
    works = Works(tuple(placed.reading.work for placed in left))
    for one in waiting:
        match = works.find(one.reading.work)
        same = (other for other in left if match and other.reading.work is match.work)
        if found := next(same, None):
            left = [other for other in left if other is not found]
            pairs.append((one, found))
    return pairs


def _changed(one: _Placed, other: _Placed) -> Iterator[Change]:
    title = _title(other.reading.work)
    if one.section != other.section:
        yield Change(Kind.MOVED, f"{title}: from {_in(one)} to {_in(other)}")
    was, is_ = (p.reading.item.requirement for p in (one, other))
    if (was.required if was else None) != (is_.required if is_ else None):
        if is_ and is_.required:
            yield Change(Kind.REQUIRED, title)
        elif was and was.required:
            yield Change(Kind.OPTIONAL, title)
    locators = one.reading.item.locator, other.reading.item.locator
    if locators[0] != locators[1]:
        told = locators[1] or "all of it"
        yield Change(Kind.PARTS, f"{title}: {told} instead of {locators[0] or 'all of it'}")
    if _is_preprint(one.reading.work) and not _is_preprint(other.reading.work):
        yield Change(Kind.PUBLISHED, f"{title}, {_venue(other.reading.work)}")


def _is_preprint(work: Work) -> bool:
    return bool(work.text("arxiv")) and not (work.text("container-title") or work.text("DOI"))


def _venue(work: Work) -> str:
    year = work.dates.get("issued")
    named = work.text("container-title-short") or work.text("container-title")
    return " ".join(filter(None, (named, str(year.value.year) if year else "")))


def _title(work: Work) -> str:
    title = plain_text(work.title.value) if work.title else work.key.value
    return f"“{title}”"


def _in(placed: _Placed) -> str:
    return f"“{placed.section}”" if placed.section else "the beginning"


def _where(placed: _Placed) -> str:
    title = _title(placed.reading.work)
    return f"{title}, in “{placed.section}”" if placed.section else title


def _sessions(old: Schedule[Reading], new: Schedule[Reading]) -> Iterator[Change]:
    """Yield sessions that are on another day of the term, new or gone.

    Two terms are compared from their first days, so that a course that only moved has not changed.
    """
    before = {session.name: session for session in old.sessions}
    after = {session.name: session for session in new.sessions}
    for name, session in after.items():
        was = before.get(name)
        if was is None:
            yield Change(Kind.SESSIONS, f"{_named(session)} is new, on {session.day}")
        elif _place(was, old) != _place(session, new):
            yield Change(Kind.SESSIONS, f"{_named(session)} moves from {was.day} to {session.day}")
    for name, session in before.items():
        if name not in after:
            yield Change(Kind.SESSIONS, f"{_named(session)} is gone, on {session.day} before")


def _place(session: Session[Reading], schedule: Schedule[Reading]) -> int:
    first = schedule.timetable.first or schedule.sessions[0].day
    return (session.day - first).days


def _named(session: Session[Reading]) -> str:
    return f"“{plain_text(session.title)}”"

"""A course from its beginning to its next term: new, rolled, compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from coursepack.adapters.programs import Programs
from coursepack.check import adjustable
from coursepack.compare import Change, compare
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity, has_errors
from coursepack.model.document import Artifact
from coursepack.pipeline import Wishes, front_end, with_programs
from coursepack.read import theme as themes
from coursepack.read.disk import COURSE, Disk
from coursepack.roll import roll
from coursepack.schema import schemas
from coursepack.start import files
from coursepack.write import known


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed between two courses, and the errors of the one and of the other."""

    changes: tuple[Change, ...] = ()
    old: tuple[Diagnostic, ...] = ()
    new: tuple[Diagnostic, ...] = ()


def new_course(first: dt.date) -> tuple[Artifact, ...]:
    """Return the files of a course to begin with, whose term starts on *first*."""
    made = [*editor_schemas()]
    for file in files():
        text = file.text
        if file.name == COURSE:
            text = roll(file, first, term=str(first.year)).value
        made.append(Artifact(file.name, text.encode("utf-8")))
    return tuple(made)


def editor_schemas() -> tuple[Artifact, ...]:
    """Return the schemas by which an editor completes and checks the files of a course."""
    registered = {"formats": known(), "rules": adjustable(), "themes": themes.names()}
    return tuple(Artifact(f".schema/{made.name}", made.data) for made in schemas(registered))


def roll_course(
    disk: Disk, start: dt.date, holidays: Sequence[str] = (), term: str = ""
) -> Outcome[Artifact | None]:
    """Return `course.yaml` for a term that starts on *start*; see `roll`."""
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

    def run(programs: Programs) -> Outcome[Compared]:
        read = [front_end.read(disk, Wishes(), programs) for disk in (old, new)]
        before, after = (
            tuple(d for d in each.diagnostics if d.severity is Severity.ERROR) for each in read
        )
        one, other = (each.value for each in read)
        changes = compare(one.outline, other.outline, (one.schedule, other.schedule))
        return Outcome(Compared(changes, before, after))

    return with_programs(Compared(), run)

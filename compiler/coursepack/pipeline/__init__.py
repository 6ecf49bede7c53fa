"""The whole compiler on one page: a course is read in the front end and made in the back end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from coursepack.adapters.child import ChildError
from coursepack.adapters.programs import Programs
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity, has_errors
from coursepack.pipeline import front_end
from coursepack.pipeline.back_end import Compiled, make, wanted
from coursepack.pipeline.front_end import Course
from coursepack.pipeline.wishes import Wishes
from coursepack.read.disk import Disk

__all__ = [
    "Compiled",
    "Wishes",
    "check_course",
    "compile_course",
    "compile_handouts",
    "compile_in_turn",
    "with_programs",
]

T = TypeVar("T")


def compile_course(
    disk: Disk, wishes: Wishes, programs: Programs | None = None
) -> Outcome[Compiled]:
    """Run every stage on the course in *disk*; nothing is written.

    *programs* that run already are used, and go on running.
    """
    return compile_handouts(disk, wishes, "", programs)


def compile_handouts(
    disk: Disk, wishes: Wishes, by: str, programs: Programs | None = None
) -> Outcome[Compiled]:
    """Run every stage for a handout *by* each part, section, week or presenter, and an index."""

    def run(running: Programs) -> Outcome[Compiled]:
        return make(front_end.read(disk, wishes, running), wishes, running, by)

    return with_programs(Compiled(), run, programs)


def compile_in_turn(disk: Disk, wishes: Wishes, programs: Programs) -> Iterator[Outcome[Compiled]]:
    """Compile the course in *disk*, and yield what its author looks at first before the rest.

    What is yielded has all that was made until then. *programs* go on running.
    """

    def read(running: Programs) -> Outcome[Course | None]:
        found = front_end.read(disk, wishes, running)
        return Outcome(found.value, found.diagnostics)

    nothing: Course | None = None
    found = with_programs(nothing, read, programs)
    if found.value is None:
        yield Outcome(Compiled(), found.diagnostics)
        return
    course = Outcome(found.value, found.diagnostics)
    for turn in _turns(wanted(wishes, found.value.settings)):
        made = with_programs(Compiled(), partial(make, course, wishes, formats=turn), programs)
        yield made
        if has_errors(made.diagnostics):
            return


def check_course(disk: Disk, wishes: Wishes | None = None) -> Outcome[Compiled]:
    """Read, bind and check the course in *disk*; no file is made."""

    def run(running: Programs) -> Outcome[Compiled]:
        read = front_end.read(disk, wishes or Wishes(), running)
        course = read.value
        compiled = Compiled(readings=course.readings, note=course.note, outline=course.outline)
        return Outcome(compiled, read.diagnostics)

    return with_programs(Compiled(), run)


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


def _turns(formats: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what of the *formats* is made first, each time with those before; then all."""
    for number, name in enumerate(_FIRST):
        if name in formats:
            turn = tuple(f for f in formats if f in _FIRST[: number + 1])
            if turn != formats:
                yield turn
    yield formats


_FIRST = ("html", "pdf")
"""The formats that a browser shows an author who writes."""

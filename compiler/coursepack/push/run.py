"""Find out what a push would change, and change it if that is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from coursepack.adapters.web import Web, WebError
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.placed import PlacedModule
from coursepack.push.canvas import Canvas
from coursepack.push.change import Change, State, Verb
from coursepack.push.moodle import Moodle

SYSTEMS = ("canvas", "moodle")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What was to change, how much of it is done, and what to remember of it."""

    changes: tuple[Change, ...] = ()
    done: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """A course of a learning system: its *system*, the address of its site, and its number."""

    system: str
    site: str
    course: str
    token: str


def push(
    target: Target,
    modules: tuple[PlacedModule, ...],
    backup: bytes,
    state: State,
    *,
    apply: bool,
    wait: Callable[[float], None] = time.sleep,
) -> Outcome[Pushed]:
    """Bring the course of *target* up to date with *modules*, only if *apply* is set.

    *state* is what the last push remembered; it is kept up to date as far as this one comes,
    so that what is done once is not done again.
    """
    changes: tuple[Change, ...] = ()
    done = 0
    headers = {"Authorization": f"Bearer {target.token}"} if target.system == "canvas" else {}
    try:
        with Web(target.site, headers, wait) as web:
            changes = tuple(_changes(target, web, modules, backup, state))
            for change in changes if apply else ():
                change.apply()
                done += change.verb in (Verb.CREATE, Verb.UPDATE)
    except WebError as error:
        hint = "nothing of yours is changed on this side; run the command again when it is mended"
        problem = Diagnostic("push-failed", Severity.ERROR, str(error), hints=(hint,))
        return Outcome(Pushed(changes, done), (problem,))
    return Outcome(Pushed(changes, done))


def _changes(
    target: Target, web: Web, modules: tuple[PlacedModule, ...], backup: bytes, state: State
) -> list[Change]:
    if target.system == "canvas":
        return list(Canvas(web, target.course, state).changes(modules))
    return list(Moodle(web, target.course, target.token, state, backup).changes(modules))

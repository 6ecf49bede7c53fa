"""`push`."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from coursepack.cli.words import CLEAN, ERRORS, USAGE, report
from coursepack.model.diagnostic import has_errors

if TYPE_CHECKING:
    from coursepack.push import Target


TOKEN = "COURSEPACK_TOKEN"


def push(arguments: argparse.Namespace) -> int:
    """Bring a course of a learning system up to date."""
    import json

    from coursepack.commands.pushing import push_course
    from coursepack.model.document import Artifact
    from coursepack.pipeline import Wishes
    from coursepack.publish import publish
    from coursepack.push import State, Target, Verb
    from coursepack.read.disk import Disk

    token = os.environ.get(TOKEN, "")
    if not token:
        print(f"coursepack push: put the token into {TOKEN}", file=sys.stderr)
        return USAGE
    disk = Disk(arguments.folder)
    target = Target(arguments.system, arguments.site, arguments.course, token)
    name = _state_name(target)
    opened = disk.open(name).value if (arguments.folder / name).is_file() else None
    try:
        state = State(**json.loads(opened.text)) if opened else State()
    except (ValueError, TypeError):
        state = State()  # what was remembered is lost; titles and addresses tell the rest
    before = json.dumps([state.ids, state.digests])
    wishes = Wishes(modules=arguments.modules, public=arguments.public)
    pushed = push_course(disk, wishes, target, state, apply=arguments.apply)
    said = list(pushed.diagnostics)
    for change in pushed.value.changes:
        if change.verb is not Verb.KEEP:
            print(f"{change.verb.value} {change.what}")
    counts = {verb: sum(c.verb is verb for c in pushed.value.changes) for verb in Verb}
    waiting = counts[Verb.CREATE] + counts[Verb.UPDATE]
    if arguments.apply and json.dumps([state.ids, state.digests]) != before:
        told = json.dumps({"ids": state.ids, "digests": state.digests}, indent=1, sort_keys=True)
        said += publish((Artifact(name, f"{told}\n".encode()),), arguments.folder).diagnostics
    report(said, disk)
    if pushed.value.changes:
        print(
            f"{pushed.value.done} of {waiting} changes made, {counts[Verb.KEEP]} as they should be"
            if arguments.apply
            else f"{waiting} to change, {counts[Verb.KEEP]} as they should be;"
            " --apply makes the changes"
        )
    return ERRORS if has_errors(said) else CLEAN


def _state_name(target: Target) -> str:
    """Return the file in which the course remembers what it has pushed to *target*."""
    import re

    called = re.sub(r"[^a-z0-9]+", "-", f"{target.system}-{target.site}-{target.course}".lower())
    return f".coursepack/{called.strip('-')}.json"

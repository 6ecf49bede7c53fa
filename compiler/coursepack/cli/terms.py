"""`new`, `schemas`, `roll` and `diff`."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

from coursepack.cli.words import CLEAN, ERRORS, USAGE, listed, report, show_changes
from coursepack.model.diagnostic import Diagnostic, Severity, has_errors


def new(arguments: argparse.Namespace) -> int:
    """Write a small course to begin with."""
    from coursepack.commands.terms import new_course
    from coursepack.model.schedule import monday_of
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    folder = arguments.folder
    disk = Disk(folder)
    # The first Monday that leaves a week to prepare.
    artifacts = new_course(monday_of(dt.date.today() + dt.timedelta(days=13)))
    taken = [artifact.name for artifact in artifacts if os.path.lexists(folder / artifact.name)]
    if taken or (os.path.lexists(folder) and not folder.is_dir()):
        message = f"`{folder}` is a file" if not taken else f"`{folder}` has {listed(taken)}"
        hint = "name a folder that is not there yet; nothing was written"
        report([Diagnostic("course-exists", Severity.ERROR, message, hints=(hint,))], disk)
        return ERRORS
    said = publish(artifacts, folder).diagnostics
    report(said, disk)
    if has_errors(said):
        return ERRORS
    print(f"{folder}: {listed([artifact.name for artifact in artifacts])} written")
    print(f"now: coursepack build {folder}")
    return CLEAN


def schemas(arguments: argparse.Namespace) -> int:
    """Write the schemas for an editor."""
    from coursepack.commands.terms import editor_schemas
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    folder = arguments.folder
    if not folder.is_dir():
        message, hint = f"there is no folder `{folder}`", "name the folder of your course"
        report([Diagnostic("no-folder", Severity.ERROR, message, hints=(hint,))], Disk(folder))
        return ERRORS
    published = publish(editor_schemas(), folder)
    report(published.diagnostics, Disk(folder))
    if has_errors(published.diagnostics):
        return ERRORS
    print(f"{listed([str(file.path) for file in published.value])} written")
    print("now begin course.yaml with: # yaml-language-server: $schema=.schema/course.json")
    return CLEAN


def roll(arguments: argparse.Namespace) -> int:
    """Move the dates of a course to another term."""
    from coursepack.commands.terms import roll_course
    from coursepack.model.document import Artifact
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    disk = Disk(arguments.folder)
    rolled = roll_course(disk, arguments.start, arguments.holiday, arguments.term)
    said = list(rolled.diagnostics)
    if rolled.value is None:
        report(said, disk)
        return ERRORS
    name = rolled.value.name
    file = Artifact(name, disk.as_written(name, rolled.value.data.decode("utf-8")))
    show_changes((file,), disk, sys.stdout)
    if not arguments.dry_run:
        said += publish((file,), arguments.folder).diagnostics
    report(said, disk)
    return ERRORS if has_errors(said) else CLEAN


def diff(arguments: argparse.Namespace) -> int:
    """Say what changed between two courses."""
    import tempfile

    from coursepack.adapters import git
    from coursepack.adapters.child import ChildError
    from coursepack.commands.terms import compare_courses
    from coursepack.read.disk import Disk

    with tempfile.TemporaryDirectory(prefix="coursepack-") as folder:
        disks: list[Disk] = []
        for number, named in enumerate((arguments.old, arguments.new)):
            if Path(named).is_dir():
                disks.append(Disk(Path(named)))
                continue
            target = Path(folder, str(number))
            target.mkdir()
            try:
                git.checkout(arguments.folder, named, target)
            except ChildError as error:
                print(f"coursepack diff: {error}", file=sys.stderr)
                return USAGE
            disks.append(Disk(target))
        compared = compare_courses(*disks)
        found = compared.value
        for disk, said in zip(disks, (found.old, found.new), strict=True):
            report((*said, *compared.diagnostics), disk)
        if found.old or found.new or compared.diagnostics:
            return ERRORS
    kind = None
    for change in found.changes:
        if change.kind is not kind:
            print(f"{'' if kind is None else chr(10)}{change.kind.value}:")
            kind = change.kind
        print(f"- {change.words}")
    if not found.changes:
        print("nothing that a student would notice")
    return CLEAN

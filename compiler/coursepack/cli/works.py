"""`add` and `complete`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from coursepack.cli.words import CLEAN, ERRORS, USAGE, number, report, show_changes
from coursepack.model.diagnostic import has_errors

if TYPE_CHECKING:
    from coursepack.commands.bibliography import Bibliography
    from coursepack.model.diagnostic import Outcome
    from coursepack.read.disk import Disk


def add(arguments: argparse.Namespace) -> int:
    """Look papers up and add them to a file of works."""
    from coursepack.commands.bibliography import Addition, add_works
    from coursepack.lookup import PUBLIC, Lookup
    from coursepack.read.disk import Disk

    if arguments.key and len(arguments.names) > 1:
        print("coursepack add: --key is for one work alone", file=sys.stderr)
        return USAGE
    disk = Disk(arguments.folder)
    names = [sys.stdin.read() if name == "-" else name for name in arguments.names]
    addition = Addition(names, arguments.to, arguments.key, arguments.anyway)
    with Lookup(PUBLIC, arguments.email) as lookup:
        added = add_works(disk, addition, lookup)
    code = _change(added, disk, write=not arguments.dry_run)
    if added.value.keys and code == CLEAN:
        named = " ".join(f"@{key}" for key in added.value.keys)
        print(f"cite as: {named}")
    return code


def complete(arguments: argparse.Namespace) -> int:
    """Look up what works lack."""
    from coursepack.commands.bibliography import complete_works
    from coursepack.lookup import PUBLIC, Lookup
    from coursepack.read.disk import Disk

    disk = Disk(arguments.folder)
    is_watched = sys.stderr.isatty()

    def progress(done: int, of: int) -> None:
        if is_watched:
            print(f"\rlooked up {done} of {of}", end="\n" if done == of else "", file=sys.stderr)

    with Lookup(PUBLIC, arguments.email) as lookup:
        completed = complete_works(disk, arguments.key, lookup, progress)
    code = _change(completed, disk, write=arguments.apply)
    found = number(len(completed.value.keys), "work")
    if not arguments.apply and completed.value.files:
        print(f"{found} can have more; --apply writes it")
    elif not has_errors(completed.diagnostics):
        print(f"{found} completed" if completed.value.keys else "nothing is known that lacks here")
    return code


def _change(changed: Outcome[Bibliography], disk: Disk, *, write: bool) -> int:
    """Show what changes in the files of works, and write it if that is asked for."""
    from coursepack.publish import publish

    said = list(changed.diagnostics)
    show_changes(changed.value.files, disk, sys.stdout)
    if write:
        said += publish(changed.value.files, disk.root).diagnostics
    report(said, disk)
    return ERRORS if has_errors(said) else CLEAN

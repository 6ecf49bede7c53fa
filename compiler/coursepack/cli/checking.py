"""`check`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coursepack.cli.words import CLEAN, ERRORS, counted, number, report, show_changes, stops
from coursepack.model.diagnostic import Diagnostic

if TYPE_CHECKING:
    from coursepack.read.disk import Disk


def check(arguments: argparse.Namespace) -> int:
    """Say what is wrong with a course, or mend it."""
    from coursepack.commands.checking import check_pages
    from coursepack.pipeline import Wishes, check_course
    from coursepack.read.disk import Disk

    pages, folder = list(arguments.page), arguments.folder
    if arguments.lms and folder.is_file():
        folder, pages = folder.parent, [folder.name, *pages]
    disk = Disk(folder)
    if arguments.lms:
        looked = check_pages(disk, pages)
        said, note, count = looked.diagnostics, "", number(looked.value, "page")
    else:
        wishes = Wishes(pages=pages, works=arguments.works, unused=arguments.unused)
        checked = check_course(disk, wishes)
        said, note = checked.diagnostics, checked.value.note
        count = number(checked.value.readings, "reading")
    if arguments.fix:
        said = _fix(arguments, disk, pages)
    if arguments.format != "human":
        _say_to_program(arguments.format, said, folder)
    else:
        if note:
            print(note, file=sys.stderr)
        report(said, disk, sys.stdout)
        seconds = time.perf_counter() - arguments.started
        print(f"{count}: {counted(said)} in {seconds:.2f} s")
    return ERRORS if stops(said, strict=arguments.strict) else CLEAN


def _fix(arguments: argparse.Namespace, disk: Disk, pages: Sequence[str]) -> tuple[Diagnostic, ...]:
    """Mend what can be mended for certain, show each line that changes, and return what is left."""
    from coursepack.commands.checking import mend_course
    from coursepack.pipeline import Wishes
    from coursepack.publish import publish

    mended = mend_course(disk, Wishes(pages=pages, works=arguments.works))
    show_changes(mended.value, disk, sys.stderr)
    return (*mended.diagnostics, *publish(mended.value, disk.root).diagnostics)


def _say_to_program(form: str, said: Sequence[Diagnostic], folder: Path) -> None:
    from coursepack.report import as_github, as_json, as_sarif, in_order

    match form:
        case "sarif":
            print(as_sarif(in_order(said)))
        case "github":
            place = "" if folder.is_absolute() else folder.as_posix().removeprefix(".")
            if lines := as_github(in_order(said), place):
                print(lines)
        case _:
            print(as_json(in_order(said)))

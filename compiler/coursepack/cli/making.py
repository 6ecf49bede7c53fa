"""`build`, `handouts` and `watch`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coursepack import places
from coursepack.cli.words import (
    CLEAN,
    ERRORS,
    USAGE,
    counted,
    named,
    number,
    report,
    reported,
    stops,
)
from coursepack.model.diagnostic import has_errors
from coursepack.unchanged import Record, program, summary

if TYPE_CHECKING:
    from coursepack.adapters.answers import Answers
    from coursepack.adapters.programs import Programs
    from coursepack.model.diagnostic import Outcome
    from coursepack.model.document import Artifact
    from coursepack.pipeline import Compiled, Wishes
    from coursepack.read.disk import Disk


def build(arguments: argparse.Namespace) -> int:
    """Compile a course into files."""
    from coursepack.pipeline import compile_course

    return _compile(arguments, compile_course)


def handouts(arguments: argparse.Namespace) -> int:
    """Cut a course into handouts, with an index."""
    from coursepack.pipeline import compile_course, compile_handouts

    if not arguments.by:
        return _compile(arguments, compile_course)
    by = arguments.by
    return _compile(arguments, lambda *told: compile_handouts(told[0], told[1], by, told[2]))


def _compile(
    arguments: argparse.Namespace,
    compile_files: Callable[[Disk, Wishes, Programs], Outcome[Compiled]],
) -> int:
    from coursepack.adapters.programs import Programs
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    if unknown := _unknown_format(arguments):
        return unknown
    record = Record(arguments.argv, str(arguments.folder))
    with Programs(_answers(arguments)) as programs:
        disk = Disk(arguments.folder, kept=programs.kept)
        compiled = compile_files(disk, _wishes(arguments), programs)
    said = list(compiled.diagnostics)
    if compiled.value.note:
        print(compiled.value.note, file=sys.stderr)
    if stops(said, strict=arguments.strict):
        report(said, disk)
        print(f"nothing was written: {counted(said)}", file=sys.stderr)
        return ERRORS
    published = publish(compiled.value.artifacts, arguments.out)
    said += published.diagnostics
    told = reported(said, disk, sys.stderr)
    print(told, end="", file=sys.stderr)
    if has_errors(said):
        return ERRORS
    files = named([p.path for p in published.value])
    changed = sum(p.changed for p in published.value)
    found = counted(said) if said else ""
    seconds = time.perf_counter() - arguments.started
    readings = number(compiled.value.readings, "reading")
    print(summary(readings, files, changed, len(published.value) - changed, seconds, found))
    note = f"{compiled.value.note}\n" if compiled.value.note else ""
    if compiled.value.is_repeatable:
        names = [str(each.path) for each in published.value]
        record.keep(names, disk.opened(), (note, told, readings, files, found))
    if arguments.copy:
        _copy(compiled.value.artifacts)
    if checked := compiled.value.verified:
        again = ", ".join(
            number(count, noun)
            for count, noun in (
                (checked.headings, "heading"),
                (checked.readings, "reading"),
                (checked.links, "link"),
            )
        )
        print(f"verified: {again} found again in {number(checked.files, 'file')}")
    return CLEAN


def _answers(arguments: argparse.Namespace) -> Answers | None:
    """Return what programs have answered before, from the cache folder; None where none is used."""
    cache = places.cache_folder()
    if not cache or arguments.no_cache:
        return None
    from coursepack.adapters.answers import Answers, Folder

    return Answers(folder=Folder(Path(cache, "answers"), program()))


def watch(arguments: argparse.Namespace) -> int:
    """Compile a course again whenever a file of it changes."""
    import webbrowser
    from contextlib import ExitStack

    from coursepack.adapters.preview_server import PreviewServer
    from coursepack.commands.watch import Built, Watching, watch

    if unknown := _unknown_format(arguments):
        return unknown
    if not arguments.folder.is_dir():
        print(f"coursepack watch: there is no folder `{arguments.folder}`", file=sys.stderr)
        return USAGE

    def tell(built: Built) -> None:
        report(built.diagnostics, built.disk, sys.stdout)
        files = named(built.changed) if built.changed else "no file"
        kept = "" if built.ok else "; the files are as they were"
        at = f"{dt.datetime.now():%H:%M:%S}"
        print(f"{at} {counted(built.diagnostics)}, {files} written{kept}", flush=True)

    with ExitStack() as stack:
        server = None
        if arguments.serve or arguments.open:
            try:
                server = stack.enter_context(PreviewServer(arguments.port))
            except OSError as error:
                message = f"port {arguments.port} cannot be had: {error.strerror}"
                print(f"coursepack watch: {message}", file=sys.stderr)
                return USAGE
            print(f"the preview is at {server.address} (Ctrl-C ends it)", flush=True)
            if arguments.open:
                webbrowser.open(server.address)
        watch(Watching(arguments.folder, _wishes(arguments), arguments.out), tell, server)
    return CLEAN


def _unknown_format(arguments: argparse.Namespace) -> int:
    """Say that a format which is asked for is none, and return the exit code; 0 where all are."""
    from coursepack.write import known

    unknown = [name for name in arguments.to if name not in known()]
    if not unknown:
        return CLEAN
    names = ", ".join(known())
    command = f"coursepack {arguments.command}"
    print(f"{command}: no format is called {unknown[0]!r}: {names}", file=sys.stderr)
    return USAGE


def _wishes(arguments: argparse.Namespace) -> Wishes:
    from coursepack.pipeline import Wishes

    return Wishes(
        formats=arguments.to,
        style=arguments.style,
        pdf_engine=arguments.pdf_engine,
        pages=arguments.page,
        works=arguments.works,
        theme=arguments.theme,
        only=arguments.only,
        required=arguments.required,
        variant=arguments.variant,
        verify=arguments.verify,
        public=arguments.public,
        sign_up=arguments.sign_up,
        lms=arguments.lms,
        canvas=arguments.canvas,
        modules=arguments.modules,
        dates=arguments.dates,
        interactive=arguments.interactive,
    )


def _copy(artifacts: Sequence[Artifact]) -> None:
    """Put the first fragment on the clipboard, ready for a box of the learning system."""
    from coursepack.adapters.clipboard import copied

    found = next((a for a in artifacts if a.name.endswith(".fragment.html")), None)
    if found is None:
        print("nothing is copied: add fragment to --to", file=sys.stderr)
    elif reason := copied(found.data.decode("utf-8")):
        print(f"{found.name} is not copied: {reason}", file=sys.stderr)
    else:
        print(f"{found.name} is on the clipboard, for the HTML view of the box")

"""The command line: arguments in; words, files and an exit code out."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from coursepack import __version__, places
from coursepack.definitions.engines import PDF_ENGINES
from coursepack.model.diagnostic import Diagnostic, Severity, has_errors
from coursepack.model.source import Sources
from coursepack.unchanged import Record, program, summary

if TYPE_CHECKING:
    from coursepack.adapters.answers import Answers
    from coursepack.adapters.programs import Programs
    from coursepack.bibliography import Bibliography
    from coursepack.model.diagnostic import Outcome
    from coursepack.model.document import Artifact
    from coursepack.pipeline import Compiled, Wishes
    from coursepack.push import Target
    from coursepack.read.disk import Disk

CLEAN, ERRORS, USAGE = 0, 1, 2
CUTS = ("part", "section", "week", "presenter")
TOKEN = "COURSEPACK_TOKEN"
EMAIL = "COURSEPACK_EMAIL"
MODULES = ("part", "section", "week")
SYSTEMS = ("moodle", "github", "openedx", "ultra", "plain")
VARIANTS = ("checklist", "questions", "annotated")
MOST_NAMED = 8

_EXAMPLES = """\
examples:
  coursepack new my-course                 a small course to begin with
  coursepack build                         compile the course in this folder to output/
  coursepack build my-course --style apa   the same for another folder, in APA style
  coursepack build --to pdf,html           only the PDF and the web page
  coursepack build site --page readings.md compile a course site, from this page of it
  coursepack watch --open                  write with the finished handout beside the editor
  coursepack handouts --by week --required what must be read, a handout a week
  coursepack check                         say what is wrong, write nothing
  coursepack add 10.1145/3477132.3483582    look up a paper and put it into the file of works
  coursepack complete                      show the DOIs and pages that works lack
  coursepack roll --start 2027-08-25       move the course to the next term
  coursepack diff HEAD~20                  say what changed since a commit
  coursepack styles chicago                find a citation style
  coursepack schemas                       let your editor complete and check course.yaml
  coursepack cite moore65 --style ieee     print a formatted reference

A course is a folder: a course site, a page of readings, a schedule, with or without files of
their works, and a `course.yaml` where you want to say more.
Exit code: 0 done, 1 errors in the course, 2 wrong usage.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that *argv* gives, by default the process's own; return the exit code."""
    started = time.perf_counter()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot print a character must not end the program.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    arguments.started = started
    # Only the process's own command is one that can be given again.
    arguments.argv = sys.argv[1:] if argv is None else []
    if not arguments.command:
        _parser().print_help()
        return USAGE
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        # Whoever read our words has stopped, as `head` does; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERRORS
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130


def _build(arguments: argparse.Namespace) -> int:
    from coursepack.pipeline import compile_course

    return _compile(arguments, compile_course)


def _handouts(arguments: argparse.Namespace) -> int:
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
    stopped = has_errors(said) or (
        arguments.strict and any(d.severity is Severity.WARNING for d in said)
    )
    if stopped:
        _report(said, disk)
        print(f"nothing was written: {_counted(said)}", file=sys.stderr)
        return ERRORS
    published = publish(compiled.value.artifacts, arguments.out)
    said += published.diagnostics
    report = _reported(said, disk, sys.stderr)
    print(report, end="", file=sys.stderr)
    if has_errors(said):
        return ERRORS
    files = _named([p.path for p in published.value])
    changed = sum(p.changed for p in published.value)
    found = _counted(said) if said else ""
    seconds = time.perf_counter() - arguments.started
    readings = _number(compiled.value.readings, "reading")
    print(summary(readings, files, changed, len(published.value) - changed, seconds, found))
    note = f"{compiled.value.note}\n" if compiled.value.note else ""
    if compiled.value.is_repeatable:
        names = [str(each.path) for each in published.value]
        record.keep(names, disk.opened(), (note, report, readings, files, found))
    if arguments.copy:
        _copy(compiled.value.artifacts)
    if checked := compiled.value.verified:
        told = ", ".join(
            _number(count, noun)
            for count, noun in (
                (checked.headings, "heading"),
                (checked.readings, "reading"),
                (checked.links, "link"),
            )
        )
        print(f"verified: {told} found again in {_number(checked.files, 'file')}")
    return CLEAN


def _answers(arguments: argparse.Namespace) -> Answers | None:
    """Return what programs have answered before, from the cache folder; None where none is used."""
    cache = places.cache_folder()
    if not cache or arguments.no_cache:
        return None
    from coursepack.adapters.answers import Answers, Folder

    return Answers(folder=Folder(Path(cache, "answers"), program()))


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


def _watch(arguments: argparse.Namespace) -> int:
    import webbrowser
    from contextlib import ExitStack

    from coursepack.adapters.preview_server import PreviewServer
    from coursepack.watch import Built, Watching, watch

    if unknown := _unknown_format(arguments):
        return unknown
    if not arguments.folder.is_dir():
        print(f"coursepack watch: there is no folder `{arguments.folder}`", file=sys.stderr)
        return USAGE

    def tell(built: Built) -> None:
        _report(built.diagnostics, built.disk, sys.stdout)
        files = _named(built.changed) if built.changed else "no file"
        kept = "" if built.ok else "; the files are as they were"
        at = f"{dt.datetime.now():%H:%M:%S}"
        print(f"{at} {_counted(built.diagnostics)}, {files} written{kept}", flush=True)

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


def _check(arguments: argparse.Namespace) -> int:
    from coursepack.pipeline import Wishes, check_course, check_pages
    from coursepack.read.disk import Disk

    pages, folder = list(arguments.page), arguments.folder
    if arguments.lms and folder.is_file():
        folder, pages = folder.parent, [folder.name, *pages]
    disk = Disk(folder)
    if arguments.lms:
        looked = check_pages(disk, pages)
        said, note, count = looked.diagnostics, "", _number(looked.value, "page")
    else:
        wishes = Wishes(pages=pages, works=arguments.works, unused=arguments.unused)
        checked = check_course(disk, wishes)
        said, note = checked.diagnostics, checked.value.note
        count = _number(checked.value.readings, "reading")
    stopped = has_errors(said) or (
        arguments.strict and any(d.severity is Severity.WARNING for d in said)
    )
    if arguments.fix:
        said = _fix(arguments, disk, pages)
        stopped = has_errors(said) or (
            arguments.strict and any(d.severity is Severity.WARNING for d in said)
        )
    if arguments.format != "human":
        _say_to_program(arguments.format, said, folder)
    else:
        if note:
            print(note, file=sys.stderr)
        _report(said, disk, sys.stdout)
        seconds = time.perf_counter() - arguments.started
        print(f"{count}: {_counted(said)} in {seconds:.2f} s")
    return ERRORS if stopped else CLEAN


def _fix(arguments: argparse.Namespace, disk: Disk, pages: Sequence[str]) -> tuple[Diagnostic, ...]:
    """Mend what can be mended for certain, show each line that changes, and return what is left."""
    from coursepack.pipeline import Wishes, mend_course
    from coursepack.publish import publish

    mended = mend_course(disk, Wishes(pages=pages, works=arguments.works))
    _show_changes(mended.value, disk, sys.stderr)
    return (*mended.diagnostics, *publish(mended.value, disk.root).diagnostics)


def _show_changes(files: Iterable[Artifact], disk: Disk, stream: TextIO) -> None:
    """Print the lines that change where *files* take the place of those of the course."""
    from difflib import unified_diff

    for file in files:
        opened = disk.open(file.name).value
        before = opened.text.splitlines(keepends=True) if opened else []
        after = file.data.decode("utf-8-sig").replace("\r\n", "\n").splitlines(keepends=True)
        for line in unified_diff(before, after, f"{file.name} before", f"{file.name} after", n=0):
            print(line, end="" if line.endswith("\n") else "\n", file=stream)


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


def _push(arguments: argparse.Namespace) -> int:
    import json

    from coursepack.model.document import Artifact
    from coursepack.pipeline import Wishes, push_course
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
    _report(said, disk)
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


def _styles(arguments: argparse.Namespace) -> int:
    from coursepack.model.document import plain_text
    from coursepack.pipeline import find_styles
    from coursepack.read.disk import Disk

    found = find_styles(Disk(arguments.folder), " ".join(arguments.query))
    if not found.entries:
        print(f"no style answers to “{' '.join(arguments.query)}”", file=sys.stderr)
        return ERRORS
    width = min(max(len(entry.name) for entry in found.entries), 48)
    for entry in found.entries:
        fields = f" · {', '.join(entry.fields)}" if entry.fields else ""
        category = f" ({entry.category})" if entry.category else ""
        print(f"{entry.name:<{width}}  {entry.title}{category}{fields}")
    if found.sample:
        shown = f"{found.sample.label} {plain_text(found.sample.text)}".strip()
        print(f"\n{found.entries[0].name} prints:\n  {shown}")
    return CLEAN


def _cite(arguments: argparse.Namespace) -> int:
    from coursepack.model.document import plain_text
    from coursepack.pipeline import Wishes, cite_works
    from coursepack.read.disk import Disk

    disk = Disk(arguments.folder)
    cited = cite_works(disk, arguments.keys, Wishes(style=arguments.style))
    for reference in cited.value:
        label = f"{reference.label} " if reference.label else ""
        print(f"{label}{plain_text(reference.text)}")
    _report(cited.diagnostics, disk)
    return ERRORS if has_errors(cited.diagnostics) else CLEAN


def _new(arguments: argparse.Namespace) -> int:
    from coursepack.model.schedule import monday_of
    from coursepack.pipeline import new_course
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    folder = arguments.folder
    disk = Disk(folder)
    # The first Monday that leaves a week to prepare.
    artifacts = new_course(monday_of(dt.date.today() + dt.timedelta(days=13)))
    taken = [artifact.name for artifact in artifacts if os.path.lexists(folder / artifact.name)]
    if taken or (os.path.lexists(folder) and not folder.is_dir()):
        message = f"`{folder}` is a file" if not taken else f"`{folder}` has {_listed(taken)}"
        hint = "name a folder that is not there yet; nothing was written"
        _report([Diagnostic("course-exists", Severity.ERROR, message, hints=(hint,))], disk)
        return ERRORS
    said = publish(artifacts, folder).diagnostics
    _report(said, disk)
    if has_errors(said):
        return ERRORS
    print(f"{folder}: {_listed([artifact.name for artifact in artifacts])} written")
    print(f"now: coursepack build {folder}")
    return CLEAN


def _add(arguments: argparse.Namespace) -> int:
    from coursepack.bibliography import Addition, add_works
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


def _complete(arguments: argparse.Namespace) -> int:
    from coursepack.bibliography import complete_works
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
    found = _number(len(completed.value.keys), "work")
    if not arguments.apply and completed.value.files:
        print(f"{found} can have more; --apply writes it")
    elif not has_errors(completed.diagnostics):
        print(f"{found} completed" if completed.value.keys else "nothing is known that lacks here")
    return code


def _change(changed: Outcome[Bibliography], disk: Disk, *, write: bool) -> int:
    """Show what changes in the files of works, and write it if that is asked for."""
    from coursepack.publish import publish

    said = list(changed.diagnostics)
    _show_changes(changed.value.files, disk, sys.stdout)
    if write:
        said += publish(changed.value.files, disk.root).diagnostics
    _report(said, disk)
    return ERRORS if has_errors(said) else CLEAN


def _schemas(arguments: argparse.Namespace) -> int:
    from coursepack.pipeline import editor_schemas
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    folder = arguments.folder
    if not folder.is_dir():
        message, hint = f"there is no folder `{folder}`", "name the folder of your course"
        _report([Diagnostic("no-folder", Severity.ERROR, message, hints=(hint,))], Disk(folder))
        return ERRORS
    published = publish(editor_schemas(), folder)
    _report(published.diagnostics, Disk(folder))
    if has_errors(published.diagnostics):
        return ERRORS
    print(f"{_listed([str(file.path) for file in published.value])} written")
    print("now begin course.yaml with: # yaml-language-server: $schema=.schema/course.json")
    return CLEAN


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _roll(arguments: argparse.Namespace) -> int:
    from coursepack.model.document import Artifact
    from coursepack.pipeline import roll_course
    from coursepack.publish import publish
    from coursepack.read.disk import Disk

    disk = Disk(arguments.folder)
    rolled = roll_course(disk, arguments.start, arguments.holiday, arguments.term)
    said = list(rolled.diagnostics)
    if rolled.value is None:
        _report(said, disk)
        return ERRORS
    name = rolled.value.name
    file = Artifact(name, disk.as_written(name, rolled.value.data.decode("utf-8")))
    _show_changes((file,), disk, sys.stdout)
    if not arguments.dry_run:
        said += publish((file,), arguments.folder).diagnostics
    _report(said, disk)
    return ERRORS if has_errors(said) else CLEAN


def _diff(arguments: argparse.Namespace) -> int:
    import tempfile

    from coursepack.adapters import git
    from coursepack.adapters.child import ChildError
    from coursepack.pipeline import compare_courses
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
            _report((*said, *compared.diagnostics), disk)
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


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date.min
    if not 1900 <= day.year < 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write 2027-01-19")
    return day


def _report(
    diagnostics: Iterable[Diagnostic], sources: Sources, stream: TextIO | None = None
) -> None:
    out = stream or sys.stderr
    print(_reported(diagnostics, sources, out), end="", file=out)


def _reported(diagnostics: Iterable[Diagnostic], sources: Sources, stream: TextIO) -> str:
    """Return *diagnostics* in words, in colours where *stream* has any."""
    from coursepack.report import human, in_order

    colour = stream.isatty() and not os.environ.get("NO_COLOR")
    return "".join(f"{human(each, sources, colour)}\n\n" for each in in_order(diagnostics))


def _counted(diagnostics: Sequence[Diagnostic]) -> str:
    counts = ((s, sum(d.severity is s for d in diagnostics)) for s in Severity)
    return ", ".join(_number(count, s.value) for s, count in counts if count) or "no problems"


def _named(paths: Sequence[Path]) -> str:
    """Name *paths*; of very many the folder is enough."""
    if len(paths) <= MOST_NAMED:
        return ", ".join(map(str, paths))
    return f"{paths[0].parent}{os.sep} ({len(paths)} files)"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coursepack",
        description="Compile a course outline and its paper metadata into Markdown for the LMS,"
        " LaTeX, PDF and HTML, with formatted citations.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"coursepack {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    build = commands.add_parser("build", help="compile a course to output/")
    build.set_defaults(run=_build)
    _folder(build)
    _files(build)
    _making(build, "output")
    build.add_argument(
        "--sign-up", action="store_true", help="a sheet to put one's name down for sessions, too"
    )
    build.add_argument("--copy", action="store_true", help="put the fragment on the clipboard, too")
    build.add_argument(
        "--canvas",
        action="store_true",
        help="a cartridge (imscc) whose pages Canvas takes for Pages",
    )
    build.add_argument(
        "--modules",
        choices=MODULES,
        default="",
        help="what is a module of a cartridge or backup (a part)",
    )
    build.add_argument(
        "--dates",
        choices=("restrict", "label"),
        default="",
        help="in a backup (mbz), open the readings of a module on its day, or name it (neither)",
    )

    handouts = commands.add_parser("handouts", help="cut a course into handouts, with an index")
    handouts.set_defaults(run=_handouts)
    _folder(handouts)
    _files(handouts)
    handouts.add_argument(
        "--by", choices=CUTS, help="one handout a part, section, week or presenter (one in all)"
    )
    _making(handouts, "output/handouts")
    handouts.set_defaults(sign_up=False, copy=False, canvas=False, modules="", dates="")

    watch = commands.add_parser("watch", help="build again whenever a file of the course changes")
    watch.set_defaults(run=_watch)
    _folder(watch)
    _files(watch)
    _making(watch, "output")
    watch.set_defaults(sign_up=False, copy=False, canvas=False, modules="", dates="")
    watch.add_argument(
        "--serve", action="store_true", help="show the page and the PDF in the browser, as they are"
    )
    watch.add_argument("--open", action="store_true", help="serve, and open the browser")
    watch.add_argument("--port", type=int, default=0, help="where to serve, on loopback (any)")

    check = commands.add_parser("check", help="say what is wrong with a course, write nothing")
    check.set_defaults(run=_check)
    _folder(check)
    _files(check)
    check.add_argument(
        "--lms",
        action="store_true",
        help="look through pages of Markdown for what learning systems would not show as meant",
    )
    check.add_argument(
        "--unused",
        action="store_true",
        help="tell each work that no page assigns, not their number",
    )
    check.add_argument(
        "--format",
        choices=("human", "json", "sarif", "github"),
        default="human",
        help="how to say it (human)",
    )
    check.add_argument(
        "--fix", action="store_true", help="mend what can be mended for certain, and show it"
    )
    _strict(check)

    new = commands.add_parser("new", help="write a small course to begin with")
    new.set_defaults(run=_new)
    new.add_argument("folder", type=Path, metavar="DIR", help="where it is to be")

    add = commands.add_parser("add", help="look up papers and add them to a file of works")
    add.set_defaults(run=_add)
    add.add_argument(
        "names",
        nargs="+",
        metavar="WHAT",
        help="a DOI, an arXiv id, an address, or an entry of BibTeX (- for one from a pipe)",
    )
    _course(add)
    add.add_argument("--to", default="", metavar="FILE", help="the file (the one with most works)")
    add.add_argument("--key", default="", help="its key (made as the others are)")
    add.add_argument("--anyway", action="store_true", help="add also what is there already")
    add.add_argument("--dry-run", action="store_true", help="show the entry, write nothing")
    _email(add)

    complete = commands.add_parser(
        "complete", help="look up DOIs, pages and published versions that works lack"
    )
    complete.set_defaults(run=_complete)
    _folder(complete)
    complete.add_argument(
        "--key", action="append", default=[], help="only this work; may be repeated (all that lack)"
    )
    complete.add_argument(
        "--apply", action="store_true", help="write it; without it, only show what would change"
    )
    _email(complete)

    schemas = commands.add_parser(
        "schemas", help="write the schemas by which an editor completes and checks a course"
    )
    schemas.set_defaults(run=_schemas)
    _folder(schemas)

    roll = commands.add_parser("roll", help="move the dates of a course to another term")
    roll.set_defaults(run=_roll)
    _folder(roll)
    roll.add_argument(
        "--start", type=_date, required=True, metavar="DATE", help="its first day: 2027-01-19"
    )
    roll.add_argument(
        "--holiday",
        action="append",
        default=[],
        metavar="DAYS",
        help='a day off: "2027-11-25 Thanksgiving"; may be repeated (the old ones, moved)',
    )
    roll.add_argument("--term", default="", help='what it is called: "Fall 2027"')
    roll.add_argument(
        "--dry-run", action="store_true", help="show what would change, write nothing"
    )

    diff = commands.add_parser("diff", help="say what changed between two terms or two commits")
    diff.set_defaults(run=_diff)
    diff.add_argument("old", metavar="OLD", help="a folder, or a commit")
    diff.add_argument("new", nargs="?", default=".", metavar="NEW", help="a folder or a commit (.)")
    diff.add_argument(
        "--course",
        dest="folder",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="whose commits (.)",
    )

    push = commands.add_parser(
        "push", help="bring a course in Canvas or Moodle up to date, after a dry run"
    )
    push.set_defaults(run=_push)
    push.add_argument("system", choices=("canvas", "moodle"))
    _folder(push)
    push.add_argument("--site", required=True, metavar="ADDRESS", help="https://lms.example.edu")
    push.add_argument("--course", required=True, metavar="NUMBER", help="its number there")
    push.add_argument(
        "--modules", choices=MODULES, default="", help="what is a module there (a part)"
    )
    push.add_argument(
        "--public", action="store_true", help="name nobody who presents, for the open web"
    )
    push.add_argument(
        "--apply", action="store_true", help="make the changes; without it, only say them"
    )

    styles = commands.add_parser("styles", help="find a citation style by name, title or field")
    styles.set_defaults(run=_styles)
    styles.add_argument("query", nargs="*", help="words to look for (all styles)")
    _course(styles)

    cite = commands.add_parser("cite", help="print formatted references")
    cite.set_defaults(run=_cite)
    cite.add_argument("keys", nargs="+", metavar="KEY", help="keys of works")
    cite.add_argument("--style", default="", help="citation style, by name or `.csl` path")
    _course(cite)
    return parser


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="DIR", help="the course (.)"
    )


def _course(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--course", dest="folder", type=Path, default=Path(), metavar="DIR", help="the course (.)"
    )


def _email(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--email",
        default=os.environ.get(EMAIL, ""),
        metavar="ADDRESS",
        help=f"yours, so that the registries can write to you (what {EMAIL} holds)",
    )


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--page",
        action="append",
        default=[],
        metavar="FILE",
        help="a page of the course with readings; may be repeated (what the folder shows)",
    )
    parser.add_argument(
        "--works",
        action="append",
        default=[],
        metavar="FILE",
        help="a file that describes works; may be repeated (what the folder shows)",
    )


def _making(parser: argparse.ArgumentParser, out: str) -> None:
    """Add what says which files are made, of what, and how they look."""
    parser.add_argument(
        "--required", action="store_true", help="only the readings that are required"
    )
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="TITLE",
        help='only the part or section of this title or number: "Part 2"; may be repeated',
    )
    parser.add_argument(
        "--variant",
        choices=VARIANTS,
        default="",
        help="boxes to tick, questions with room to write, or notes in full",
    )
    parser.add_argument(
        "--to",
        action="extend",
        type=_parted,
        default=[],
        metavar="FORMATS",
        help="formats to write, parted by commas: md, tex, pdf, html, ics (these five); docx, epub,"
        " fragment, imscc, mbz, ris, bib, csl",
    )
    parser.add_argument(
        "--lms",
        choices=SYSTEMS,
        default="",
        help="write Markdown and fragments for this learning management system (for any)",
    )
    parser.add_argument(
        "--public", action="store_true", help="name nobody who presents, for the open web"
    )
    parser.add_argument(
        "--interactive",
        action=argparse.BooleanOptionalAction,
        help="whether readers of the web page can search it (as the course says)",
    )
    parser.add_argument("--style", default="", help="citation style, by name or `.csl` path")
    parser.add_argument(
        "--theme", default="", help="how it looks: folio, lecture, bulletin or a `.yaml` file"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(out), metavar="FOLDER", help=f"where to write ({out})"
    )
    parser.add_argument(
        "--verify", action="store_true", help="read the PDF and the page back and compare them"
    )
    parser.add_argument(
        "--pdf-engine", choices=PDF_ENGINES, default="", help="what makes the PDF (typst)"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="build also where nothing has changed since"
    )
    _strict(parser)


def _strict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--strict", action="store_true", help="let warnings count as errors")


def _parted(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))

"""What can be said on the command line."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from pathlib import Path

from coursepack import __version__
from coursepack.cli import checking, citing, completing, making, pushing, terms, works
from coursepack.definitions.engines import PDF_ENGINES

CUTS = ("part", "section", "week", "presenter")
EMAIL = "COURSEPACK_EMAIL"
MODULES = ("part", "section", "week")
SYSTEMS = ("moodle", "github", "openedx", "ultra", "plain")
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
VARIANTS = ("checklist", "questions", "annotated")

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


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; `run` of what it reads is the command."""
    top = argparse.ArgumentParser(
        prog="coursepack",
        description="Compile a course outline and its paper metadata into Markdown for the LMS,"
        " LaTeX, PDF and HTML, with formatted citations.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"coursepack {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    build = commands.add_parser("build", help="compile a course to output/")
    build.set_defaults(run=making.build)
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
    handouts.set_defaults(run=making.handouts)
    _folder(handouts)
    _files(handouts)
    handouts.add_argument(
        "--by", choices=CUTS, help="one handout a part, section, week or presenter (one in all)"
    )
    _making(handouts, "output/handouts")
    handouts.set_defaults(sign_up=False, copy=False, canvas=False, modules="", dates="")

    watch = commands.add_parser("watch", help="build again whenever a file of the course changes")
    watch.set_defaults(run=making.watch)
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
    check.set_defaults(run=checking.check)
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
    new.set_defaults(run=terms.new)
    new.add_argument("folder", type=Path, metavar="DIR", help="where it is to be")

    add = commands.add_parser("add", help="look up papers and add them to a file of works")
    add.set_defaults(run=works.add)
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
    complete.set_defaults(run=works.complete)
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
    schemas.set_defaults(run=terms.schemas)
    _folder(schemas)

    roll = commands.add_parser("roll", help="move the dates of a course to another term")
    roll.set_defaults(run=terms.roll)
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
    diff.set_defaults(run=terms.diff)
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
    push.set_defaults(run=pushing.push)
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
    styles.set_defaults(run=citing.styles)
    styles.add_argument("query", nargs="*", help="words to look for (all styles)")
    _course(styles)

    cite = commands.add_parser("cite", help="print formatted references")
    cite.set_defaults(run=citing.cite)
    cite.add_argument("keys", nargs="+", metavar="KEY", help="keys of works")
    cite.add_argument("--style", default="", help="citation style, by name or `.csl` path")
    _course(cite)

    completion = commands.add_parser(
        "completion", help="print the script by which your shell completes all this"
    )
    completion.set_defaults(run=completing.completion)
    completion.add_argument("shell", choices=SHELLS)
    return top


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


def _date(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = dt.date.min
    if not 1900 <= day.year < 2200:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write 2027-01-19")
    return day

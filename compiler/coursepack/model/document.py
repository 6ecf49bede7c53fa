"""A document that knows nothing about its output format.

A closed union of inlines and one of blocks, pandoc's in spirit, with nodes for what
a course has. Whoever matches on them matches in full, so that a new kind of node
makes the type checker list every place that must learn it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from coursepack.model.calendar import Calendar
from coursepack.model.source import Span
from coursepack.model.theme import Sheet, Theme

if TYPE_CHECKING:
    from coursepack.model.assigned import Assigned
    from coursepack.model.controls import Controls
    from coursepack.model.course import Course

PRINTED_NESTING = 4
"""How deep lists and quotes lie in print: LaTeX stops at a fifth of one kind, a seventh of any."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain characters, never markup of any format."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Code:
    """A few characters of program text."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words set in italics."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Words set in bold."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class SmallCaps:
    """Words set in small capitals; the characters stay as written."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Superscript:
    """Characters raised above the line."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Subscript:
    """Characters lowered below the line."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class NoCase:
    """Words whose capitals no citation style may change; prints as its children."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class WorkTitle:
    """The title of a work within its reference, which may be set apart from the rest."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language, script or direction than those around them.

    `language` is a BCP 47 tag, "und-" and the script where only that is known, "" for that of the
    words around; `script` its code (ISO 15924), "Hani" for all that is written with Han characters.
    Where they are `turned`, they are read in the other direction: then neither may what stands
    around them change their order, nor they that of their surroundings.
    """

    language: str
    script: str
    right_to_left: bool
    turned: bool
    children: Inlines

    @property
    def direction(self) -> str:
        """The direction of the words as CSS and Typst call it."""
        return "rtl" if self.right_to_left else "ltr"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to *url*, which is http, https or mailto and percent-encoded."""

    url: str
    children: Inlines


Inline = (
    Text
    | LineBreak
    | Code
    | Emphasis
    | Strong
    | SmallCaps
    | Superscript
    | Subscript
    | NoCase
    | WorkTitle
    | Foreign
    | Link
)
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part (level 1), a section (level 2) or what lies below it.

    `address` is where a QR code beside it leads on paper, "" for no code.
    """

    level: int
    anchor: str
    children: Inlines
    address: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class BulletList:
    """An unordered list; each item is a run of blocks."""

    items: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list whose first number is *start*."""

    start: int
    items: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage quoted at length."""

    children: Blocks


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of program text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A header row (may be empty) and rows of as many cells, each a run of inlines."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A break in thought between two paragraphs."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to answer in writing, with room for so many lines."""

    text: str
    lines: int


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """One reading as it stands on the page.

    Formats show the fields that are there in this order: a box to tick, which for whoever does not
    see its place is called `box`; `label`, the style's
    number or key ("[3]"); `mark`, the requirement ("Required."); `reference`, the formatted
    entry; `identifier`, by which a reader on paper finds the work ("arXiv:2104.04473");
    `locator`, which parts to read ("Read: Sections 2–3."); `note`; then as blocks of their own
    `annotation`, what is known of the work at length, and `questions`. All in words as they
    are printed.
    `work` and `span` name the work to a diagnostic and are never printed; `language` is the tag
    of that in which the work is written, "" where it is not known.
    On a page that can be
    searched, `filed` is the choice of each filter, by the filter's name, under which the reading
    is found, and `unprinted` are words by which it is found besides those that are printed.
    """

    anchor: str
    work: str
    span: Span
    reference: Inlines
    label: str = ""
    mark: str = ""
    required: bool = False
    identifier: Inlines = ()
    locator: str = ""
    note: Inlines = ()
    box: str = ""
    annotation: Blocks = ()
    questions: tuple[Question, ...] = ()
    language: str = ""
    filed: tuple[tuple[str, str], ...] = ()
    unprinted: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A row of an agenda: when it is, in words and as an ISO 8601 *date*, and what it is about.

    *blocks* stand below the title: what is read, who presents, what is due. Nothing meets on a
    day that is *off*.
    """

    anchor: str
    when: str
    date: str
    title: Inlines
    off: bool = False
    blocks: Blocks = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The meetings of a course in order; *header* names the day and what is done on it."""

    header: tuple[str, str]
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart: a name, how long its bar is, and the same in words.

    The bar is drawn *full* and then, in a lighter colour, *light*, in the unit of its chart.
    """

    name: str
    full: int
    light: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under one another; who does not see them reads the words."""

    bars: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        """The length of the longest bar, at least one."""
        return max((bar.full + bar.light for bar in self.bars), default=1) or 1


@dataclass(frozen=True, slots=True)
class ListItem:
    """Prose that stands among readings, as an item of their list."""

    children: Blocks


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Readings in order, with the items of prose that stand among them."""

    items: tuple[ReadingEntry | ListItem, ...]


Block = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | Quote
    | CodeBlock
    | Table
    | Divider
    | ReadingList
    | Agenda
    | Chart
)
Blocks = tuple[Block, ...]
Own = ReadingList | Agenda | Chart
"""The blocks that no other document has; each format sets them in its own way."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the title block, such as the term or the instructors."""

    name: str
    text: str


# Languages, and the scripts in which any of them may be written.
_RIGHT_TO_LEFT = frozenset(
    [
        "ar",
        "ckb",
        "dv",
        "fa",
        "he",
        "iw",
        "ps",
        "sd",
        "syr",
        "ug",
        "ur",
        "yi",
        "Arab",
        "Hebr",
        "Nkoo",
        "Syrc",
        "Thaa",
    ]
)


def runs_right_to_left(language: str) -> bool:
    """Say whether lines of *language*, a BCP 47 tag, begin at the right."""
    primary, *tags = language.split("-")
    script = next((tag.title() for tag in tags if len(tag) == 4 and tag.isalpha()), "")
    return script in _RIGHT_TO_LEFT if script else primary.lower() in _RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True)
class Document:
    """Something to hand out, ready for any format.

    `name` is the stem of the files made from it; `language` a BCP 47 tag; `calendar` what of it
    happens at a time; `instructors` who a catalogue says made it; `page_of` what stands at the foot
    of a page. `course` is what it belongs to and `works` are what its readings assign, each once,
    both for programs that read it; `controls` are those of a page that can be searched;
    `address` is where the document itself stands on the web.
    """

    name: str
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    language: str
    sheet: Sheet
    theme: Theme
    contents_title: str
    blocks: Blocks
    calendar: Calendar | None = None
    instructors: tuple[str, ...] = ()
    page_of: str = "page {page} of {pages}"
    course: Course | None = None
    works: tuple[Assigned, ...] = ()
    controls: Controls | None = None
    address: str = ""

    @property
    def is_right_to_left(self) -> bool:
        """Say whether lines of its language begin at the right."""
        return runs_right_to_left(self.language)


@dataclass(frozen=True, slots=True)
class Artifact:
    """Bytes ready to be written, and the file name they want."""

    name: str
    data: bytes


def plain_text(children: Iterable[Inline]) -> str:
    """Return the characters of *children*, however deep they lie; a space for a line break."""
    waiting = list(children)[::-1]
    found: list[str] = []
    while waiting:
        match waiting.pop():
            case Text(text) | Code(text):
                found.append(text)
            case LineBreak():
                found.append(" ")
            case child:
                waiting += reversed(child.children)
    return "".join(found)


def trimmed(children: Inlines) -> Inlines:
    """Return *children* without white space at either end."""
    inner = list(children)
    if inner and isinstance(first := inner[0], Text):
        inner[0] = Text(first.text.lstrip())
    if inner and isinstance(last := inner[-1], Text):
        inner[-1] = Text(last.text.rstrip())
    return tuple(i for i in inner if i != Text(""))


def flat(children: Iterable[Block]) -> Inlines:
    """Return the inlines of *children*, a space between blocks, for a place of one line."""
    runs: list[Inlines] = []
    for block in children:
        match block:
            case Paragraph(inner) | Heading(children=inner):
                runs.append(inner)
            case BulletList(items) | OrderedList(_, items):
                runs += [flat(item) for item in items]
            case Quote(inner):
                runs.append(flat(inner))
            case CodeBlock(text):
                runs.append((Code(text),))
            case Table(header, rows):
                runs += [cell for row in (header, *rows) for cell in row]
            case ReadingList(entries):
                for entry in entries:
                    match entry:
                        case ReadingEntry():
                            runs.append(entry.reference)
                        case ListItem(inner):
                            runs.append(flat(inner))
            case Agenda(_, meetings):
                for meeting in meetings:
                    runs += [(Text(meeting.when),), meeting.title, flat(meeting.blocks)]
            case Chart(bars):
                runs += [(Text(f"{bar.name}: {bar.words}"),) for bar in bars]
            case Divider():
                pass
            case _ as never:
                assert_never(never)
    return merged(joined([run for run in runs if run], Text(" ")))


def joined(runs: Sequence[Inlines], between: Inline) -> Iterator[Inline]:
    """Yield the inlines of *runs* with *between* between each two."""
    for number, run in enumerate(runs):
        if number:
            yield between
        yield from run


def merged(children: Iterable[Inline]) -> Inlines:
    """Return *children* with neighbouring text made one."""
    given = tuple(children)
    if len(given) < 2:
        return given
    result: list[Inline] = []
    for is_text, run in groupby(given, lambda child: isinstance(child, Text)):
        if is_text:
            result.append(Text("".join(t.text for t in run if isinstance(t, Text))))
        else:
            result += run
    return tuple(result)

"""What the fields of an outline that is data are called, and how a field is looked up."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Spanned
from coursepack.pattern import pattern
from coursepack.read.words import csl_variables, schedule
from coursepack.read.words.schedule import Role


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(","))


SESSIONS = _names("schedule, sessions, lectures, classes, weeks, meetings, calendar, days")
"""The names of lists whose items meet at a date."""

NESTED = (
    _names("parts, sections, modules, units, blocks, weeks, chapters, topics, subsections")
    | SESSIONS
)
"""The names of lists of parts or of sections."""

TITLES = _names("title, name, heading, topic, subject, theme, lecture, part, section, unit, module")
TEXTS = _names(
    "text, description, about, intro, introduction, summary, overview, body, blurb, content"
)
NOTES = _names("note, notes, comment, comments, remark, remarks, annotation")
KEYS = _names("key, id, work, paper, ref, reading, citekey, citation key, bibkey, cite, citation")
KEYS |= _names("book, article")
IDS = _names("id, key, citekey, citation key, bibkey, ref, slug, code, abbr, short, handle")
"""The names of what a work or a topic is called by elsewhere in the data."""

NAMING = _names("paper, reading, article, work, paper title, name, book, text")
"""What a title may stand under, where other fields tell of its work."""

TOPICS = _names(
    "topic, topics, section, category, module, part, week, unit, track, theme, area, block, thread"
)
PAPERS = _names(
    "papers, readings, works, items, publications, references, bibliography, reading list"
)
PRESENTERS = _names(
    "presenter, presenters, speaker, speakers, discussant, discussants, lead, leads"
)
PRESENTERS |= _names(
    "opening, opener, student, students, presented by, discussion lead, discussion leads, who"
)
INSTRUCTIONS = _names("part to read, what to read, pages to read, sections to read, to read, only")
INSTRUCTIONS |= _names("how much, how far, which part, portion")
LOCATORS = _names("locator, section, sections, page, pages, chapter, chapters, pp, where")
LOCATORS |= INSTRUCTIONS

DESCRIBING = _names("author, authors, booktitle, venue, journal, doi, publisher, abstract, arxiv")
DESCRIBING |= _names("container title, conference, bibtex, editor, editors, isbn")
"""Only a work has one of these."""

BINDING = _names("core, star, starred, must, must read, mandatory, essential, compulsory")
"""The names of a yes or no that says whether a reading is required."""

LEVELS = _names("requirement, importance, priority, level, type, kind, status, binding")
"""The names of what says how binding a reading is."""

CONTAINERS = _names("booktitle, venue, journal, container title, conference, journaltitle, series")
"""The names of what a work appeared in."""

LINKS = _names("url, link, pdf, href, website, paper url, paper link")


def folded(name: str) -> str:
    """Return *name* however its words are joined and capitals set."""
    plain = csl_variables.plain(name)
    return _MEETING if _MEETS.fullmatch(plain) else csl_variables.meant(name)


_MEETING = "date"
_MEETS = pattern(r"(?:meeting|seminar|class|session|discussion|lecture) (?:date|day)|on")


def role(name: str) -> Role | None:
    """Return what the field *name* of a session holds."""
    if name in TEXTS or folded(name) in NOTES:
        return Role.NOTES
    if folded(name) in ("name", "heading"):
        return Role.TITLE
    if folded(name) == _MEETING:
        return Role.DATE
    return schedule.role(name.replace("_", " "))


def fields(node: Mapping) -> Iterator[tuple[str, Spanned[str], Node]]:
    """Yield each field of *node* with its folded name."""
    for name, value in node.entries:
        yield folded(name.value), name, value


def text(node: Node | None) -> Spanned[str] | None:
    """Return the text of *node*, None where it holds none."""
    if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
        return None
    return Spanned(node.text.strip(), node.span)


def texts(node: Node | None) -> Iterator[Spanned[str]]:
    """Yield the text of *node*, or those of its items."""
    for item in node.items if isinstance(node, Sequence) else (node,):
        if found := text(item):
            yield found
        elif isinstance(item, Mapping):
            name = item.get("name") or item.get("title")
            if found := text(name):
                yield found


def joined(node: Node | None) -> str:
    """Return the texts of *node*, a comma between each two."""
    return ", ".join(" ".join(found.value.split()) for found in texts(node))


def people(node: Node | None) -> str:
    """Return who *node* names, "" where nobody is found yet."""
    said = joined(node)
    return "" if said.lower().strip(" .?") in _OPEN else said


_OPEN = frozenset(
    ("tba", "tbd", "tbc", "", "todo", "open", "free", "nobody", "none", "n/a", "-", "–")
)
_TRUE = frozenset(("true", "yes", "y", "x", "*", "✓", "✔", "✅", "☑", "1", "on"))
_FALSE = frozenset(("false", "no", "n", "0", "off", "nil"))


def flag(node: Node | None) -> bool | None:
    """Return whether *node* says yes or no; None where it says something else."""
    word = node.text.strip().lower() if isinstance(node, Scalar) else None
    return True if word in _TRUE else False if word in _FALSE else None

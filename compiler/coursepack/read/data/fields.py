"""What the fields of an outline that is data are called, and how a field is looked up."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack import languages
from coursepack.definitions import outline
from coursepack.definitions.field import listed
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Spanned
from coursepack.pattern import pattern
from coursepack.read.words import csl_variables, schedule
from coursepack.read.words.schedule import Role

SESSIONS = outline.SESSIONS.names
NESTED = outline.NESTED
TITLES = outline.TITLE.names
TEXTS = outline.PROSE.names
NOTES = outline.NOTE.names
KEYS = outline.KEY.names
IDS = listed("id, key, citekey, citation key, bibkey, ref, slug, code, abbr, short, handle, pid")
IDS |= listed("paper id, reading id, work id")
"""The names of what a work or a topic is called by elsewhere in the data."""

NAMING = listed("paper, reading, article, work, paper title, name, book, text")
"""What a title may stand under, where other fields tell of its work."""

TOPICS = listed(
    "topic, topics, section, category, module, part, week, unit, track, theme, area, block, thread"
)
PAPERS = outline.READINGS.names
PRESENTERS = outline.PRESENTER.names
INSTRUCTIONS = outline.INSTRUCTIONS
LOCATORS = outline.LOCATOR.names

DESCRIBING = listed("author, authors, booktitle, venue, journal, doi, publisher, abstract, arxiv")
DESCRIBING |= listed("container title, conference, bibtex, editor, editors, isbn")
"""Only a work has one of these."""

BINDING = outline.CORE.names
"""The names of a yes or no that says whether a reading is required."""

LEVELS = outline.REQUIREMENT.names
"""The names of what says how binding a reading is."""

CONTAINERS = listed("booktitle, venue, journal, container title, conference, journaltitle, series")
"""The names of what a work appeared in."""

LINKS = listed("url, link, pdf, href, website, paper url, paper link")


def folded(name: str) -> str:
    """Return *name* however its words are joined and capitals set."""
    plain = csl_variables.plain(name)
    return _MEETING if _MEETS.fullmatch(plain) else csl_variables.meant(name)


_MEETING = "date"
_MEETS = pattern(
    r"(?:meeting|seminar|class|session|discussion|lecture) (?:date|day)|on|held(?: on)?"
)


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


def title_within(node: Node) -> str:
    """Return the title that a mapping such as that of `course` has, "" where it has none."""
    found = (text(node.get(n)) for n in ("title", "name")) if isinstance(node, Mapping) else ()
    return next((title.value for title in found if title), "")


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
    word = languages.english(node.text.strip()).lower() if isinstance(node, Scalar) else None
    return True if word in _TRUE else False if word in _FALSE else None

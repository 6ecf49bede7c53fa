"""Lay a page of Org out for pandoc, a mark in each line that has words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages import fielded
from coursepack.read.pages.laid import Laid, Lines, Written, citation, laid
from coursepack.read.pages.marks import Marks
from coursepack.read.sites.site import Site
from coursepack.read.words.schedule import requirement_of

# Without it, headings below the third are items of lists.
_OPTIONS = "#+OPTIONS: H:9\n"
_PREFIX = pattern(r"\*+\s+|\[fn:[^\]]+\]\s+|\s*(?:[-+]|\d+[.)]|(?<=\s)\*)\s+|\s*\|\s*|\s*")
_STATES = ("TODO", "DONE", "NEXT", "WAITING")
_DECLARES = pattern(r"\s*#\+(?:(?:seq|typ)_)?todo:(.*)", re.IGNORECASE)
_NO_WORDS = pattern(r"\s*(?:$|#|:[\w-]+:|\|[-+|]*\s*$)")
_OPENS = pattern(r"\s*#\+begin_(src|example|export|comment)\b", re.IGNORECASE)
_CLOSES = pattern(r"\s*#\+end_(src|example|export|comment)\b", re.IGNORECASE)
_INCLUDED = pattern(r"\s*#\+include:\s*\"?([^\"\s]+)\"?\s*$", re.IGNORECASE)
_BOX = pattern(r"^(\s*(?:[-+]|\d+[.)])\s+)\[[ xX-]\]\s+")
_PRIORITY = pattern(r"^(\*+\s+(?:[A-Z]+\s+)?)\[#[A-Z0-9]\]\s*")
_PLANNED = pattern(r"\s*(?:SCHEDULED|DEADLINE):\s*[<\[](\d{4}-\d\d-\d\d)[^>\]\n]*[>\]].*")
_STAMP = pattern(r"[<\[](\d{4}-\d\d-\d\d)(?:\s+[^\W\d_]+\.?)?(\s+\d\d?:\d\d(?:-\d\d?:\d\d)?)?[>\]]")
_TAGS = pattern(r"(?<=\S)\s+:([\w@#%:]+):\s*$")
# pandoc would follow them as often as they multiply.
_NESTED_MACRO = pattern(r"\s*#\+macro:\s*(\S+)\s.*\{\{\{", re.IGNORECASE)
_HEADING = pattern(r"(\*+)\s")
# Of what stands below such a heading Org prints nothing; what is cancelled is not read.
_HIDDEN = pattern(r"\*+\s+(?:(?:[A-Z]+\s+)?COMMENT|CANCELL?ED)\b")
_HIDING = frozenset(("noexport", "ARCHIVE"))
# A heading of its own that Org makes, and prints none of.
_FOOTNOTES = pattern(r"\*+\s+Footnotes\s*")
_DRAWER = pattern(r"\s*:(properties|logbook):\s*", re.IGNORECASE)
_DRAWER_END = pattern(r"\s*:end:\s*", re.IGNORECASE)
_PROPERTY = pattern(r"\s*:([\w-]+)\+?:\s+(.*)")
_TIMES = pattern(r"\s*(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):.*")
_LINKED = pattern(r"\s*\[\[(?:https?:|doi:)[^\[\]]+\]\[[^\[\]]+\]\]")
# What org-ref writes: [[cite:&lee2004 page 3]], [[citet:lee2004;ray2005]].
_CITED = pattern(r"\[\[(?:no)?cite\w*:([^\[\]]+)\](?:\[[^\[\]]*\])?\]")
_SHORT_LINK = pattern(
    r"(\[\[|(?<![\w/]))(doi|arxiv):(?=10\.\d{4,9}/|\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE
)
_LISTED = pattern(r"\s*(?:[-+]|\d+[.)])\s|\s*\|")
_AMPERSAND = pattern(r"^\s*&|;\s*&?")
_REGISTRIES = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}


def lay_out(source: Source, site: Site) -> Laid:
    """Return the page with its marks; what it includes stands where it does.

    A day on which a heading is scheduled, in a line of its own, is told behind the heading. A
    heading whose properties name a paper is an item.
    """
    lines: list[Written] = []
    found = Lines(source, site, _included)
    written = list(found)
    states = {*_STATES, *_declared(written)}
    shown = [replace(each, text=_simpler(each.text, states)) for each in _shown(written)]
    for line in _with_papers(shown):
        if macro := _NESTED_MACRO.match(line.text):
            found.problems.append(_unread(macro[1], line))
            continue
        planned = _PLANNED.fullmatch(line.text)
        if planned and lines and _HEADING.match(lines[-1].text):
            title = lines.pop()
            lines.append(Written(_behind(title.text, f"({planned[1]})"), title.place))
        else:
            lines.append(line)
    marker = _Marker()
    page = laid(lines, marker.marked)
    page.text = _OPTIONS + page.text
    page.problems = tuple(found.problems)
    return page


def _declared(lines: Sequence[Written]) -> Iterator[str]:
    """Yield the states of tasks that a page declares: `#+TODO: TODO READING(r) | DONE`."""
    for line in lines:
        if found := _DECLARES.match(line.text):
            yield from (word.partition("(")[0] for word in found[1].split() if word != "|")


def _simpler(text: str, states: Container[str]) -> str:
    """Return *text* without the state of its task, its links and citations as pandoc knows them."""
    if text.startswith("*"):
        stars, _, rest = text.partition(" ")
        state, _, title = rest.lstrip().partition(" ")
        if not stars.strip("*") and state in states and not state.startswith("CANCEL"):
            text = f"{stars} {title.lstrip()}"
        text = _PRIORITY.sub(r"\1", text)
    if "cite" in text:
        text = _CITED.sub(lambda found: citation(_AMPERSAND.sub(",", found[1])), text)
    if text.lstrip().startswith("#"):
        return text
    return _SHORT_LINK.sub(lambda found: f"{found[1]}{_REGISTRIES[found[2].lower()]}", text)


def _shown(lines: Iterable[Written]) -> Iterator[Written]:
    """Yield what Org prints of *lines*, and is still to be read."""
    hidden = 0
    for line in lines:
        heading = _HEADING.match(line.text)
        if heading and (not hidden or len(heading[1]) <= hidden):
            tags = _TAGS.search(line.text)
            is_hidden = _HIDDEN.match(line.text) or _HIDING & set(
                tags[1].split(":") if tags else ()
            )
            hidden = len(heading[1]) if is_hidden else 0
        if not hidden and not _FOOTNOTES.fullmatch(line.text):
            yield line


def _behind(title: str, words: str) -> str:
    """Return a heading with *words* behind its own, before its tags."""
    tags = _TAGS.search(title)
    at = tags.start() if tags else len(title.rstrip())
    return f"{title[:at]} {words}{title[at:]}"


def _with_papers(lines: Sequence[Written]) -> Iterator[Written]:
    """Yield *lines*, a heading that stands for a paper as an item, what is below it as its note."""
    starts = [n for n, line in enumerate(lines) if _HEADING.match(line.text)]
    yield from lines[: starts[0] if starts else len(lines)]
    for start, end in pairwise((*starts, len(lines))):
        heading, below = lines[start], lines[start + 1 : end]
        is_leaf = end == len(lines) or _level(lines[end]) <= _level(heading)
        paper = _paper(heading.text, below) if is_leaf else None
        if paper is None:
            yield from lines[start:end]
            continue
        yield Written(f"- {paper}", heading.place)
        for line in _without_drawers(below):
            yield replace(line, text=f"  {line.text.strip()}")
        yield Written("", heading.place)


def _level(line: Written) -> int:
    found = _HEADING.match(line.text)
    return len(found[1]) if found else 0


def _paper(heading: str, below: Sequence[Written]) -> str | None:
    """Return the item that the *heading* of a paper is, by its properties or its link."""
    tags = _TAGS.search(heading)
    title = heading[: tags.start() if tags else None].lstrip("*").strip()
    found = [each for line in below if (each := _PROPERTY.fullmatch(line.text))]
    item = fielded.words(title, [(each[1], each[2]) for each in found], _linked)
    if not item:
        if not _LINKED.match(title) or any(_LISTED.match(line.text) for line in below):
            return None
        item = title
    days = [day[1] for line in below if (day := _PLANNED.fullmatch(line.text))]
    said = [tag for tag in (tags[1].split(":") if tags else ()) if requirement_of(tag)]
    return " ".join((item, *(f"({each})" for each in (*days[:1], *said[:1]))))


def _linked(title: str, url: str) -> str:
    return f"“{title}” {url}" if "[" in title or "]" in title else f"[[{url}][{title}]]"


def _without_drawers(lines: Sequence[Written]) -> Iterator[Written]:
    """Yield the lines below a heading that are no properties, times or empty."""
    is_inside = False
    for line in lines:
        if _DRAWER.fullmatch(line.text):
            is_inside = True
        elif is_inside:
            is_inside = not _DRAWER_END.fullmatch(line.text)
        elif line.text.strip() and not _TIMES.fullmatch(line.text):
            yield line


def _unread(macro: str, line: Written) -> Diagnostic:
    message = f"the macro `{macro}` is not read: it stands for others"
    return Diagnostic("unread-markup", Severity.WARNING, message, line.place.span)


def _included(text: str) -> str:
    found = _INCLUDED.fullmatch(text)
    return found[1] if found else ""


class _Marker:
    """Marks lines; those of a program's text stay as they are."""

    def __init__(self) -> None:
        self._in_block = False

    def marked(self, line: Written, marks: Marks) -> str:
        if self._in_block or _OPENS.match(line.text):
            self._in_block = not _CLOSES.match(line.text)
            return line.text
        if _NO_WORDS.match(line.text):
            return line.text
        text = _STAMP.sub(r"\1\2", _BOX.sub(r"\1", line.text))
        found = _PREFIX.match(text)
        at = found.end() if found else 0
        return f"{text[:at]}{marks.put(line.place)} {text[at:]}" if text[at:].strip() else text

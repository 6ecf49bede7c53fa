"""Lay a page of reStructuredText out for pandoc, a mark in each line of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages import fielded
from coursepack.read.pages.laid import Laid, Lines, Written, citation, laid
from coursepack.read.pages.marks import Marks
from coursepack.read.sites.site import Site

_INCLUDED = pattern(r"\s*\.\.\s+include::\s*(\S+)\s*")
_RULE = pattern(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_TABLE = pattern(r"\s*=+(?:\s+=+)+\s*")
_GRID = pattern(r"\s*[+|].*[+|]\s*")
_GRID_RULE = pattern(r"\s*\+(?:[-=]+\+)+\s*")
_PREFIX = pattern(r"(?:\s+|[-*+•|](?=\s|$)|(?:\d+|#)[.)](?=\s))*")
_FIELD = pattern(r"(\s*):([A-Za-z][\w -]{0,40}):(?!`)(?:\s+(.*))?")
# Of the page, for Sphinx.
_SETTINGS = ("orphan", "tocdepth", "nosearch", "no-search", "nocomments")
_NO_WORDS = pattern(r"\s*(?:$|\.\.(?:\s|$)|:[\w -]+:(?!`)|__?\s)")
_ROLE = pattern(r":cite(?::[a-z]+)?:`([\w:.#$%&+?<>~/, -]+)`")


# Room for the mark of a title in the rules that must be as long as it.
_ROOM = 14


def lay_out(source: Source, site: Site) -> Laid:
    """Return the page with its marks; what it includes stands where it does."""
    found = Lines(source, site, _included)
    lines = list(_with_fields(_with_papers(list(found))))
    page = laid(lines, _Marker([line.text for line in lines]).marked)
    page.problems = tuple(found.problems)
    return page


def _with_papers(lines: Sequence[Written]) -> Iterator[Written]:
    """Yield *lines*, a title or a term whose fields name a paper as an item."""
    at = 0
    titles = 0
    while at < len(lines):
        line = lines[at]
        is_title = at + 1 < len(lines) and bool(_RULE.fullmatch(lines[at + 1].text))
        titles += is_title
        start = at + 1 + is_title
        while is_title and start < len(lines) and not lines[start].text.strip():
            start += 1
        # The fields below the first title are those of the page.
        fields = _fields(lines, start, _indent(line.text) + (not is_title))
        named = line.text.strip() if fields and not (is_title and titles == 1) else ""
        if item := fielded.words(named, [(name, value) for name, value, _ in fields], _linked):
            yield Written(f"{' ' * _indent(line.text)}- {item}", line.place)
            yield Written("", line.place)
            at = fields[-1][2]
        else:
            yield line
            at += 1


def _fields(lines: Sequence[Written], at: int, least: int) -> list[tuple[str, str, int]]:
    """Return name, value and end of the fields from *at* on, *least* blanks before them or more."""
    found: list[tuple[str, str, int]] = []
    indent = -1
    while at < len(lines):
        text = lines[at].text
        field = _FIELD.fullmatch(text)
        if field and len(field[1]) >= least and indent in (-1, len(field[1])):
            indent = len(field[1])
            found.append((field[2], field[3] or "", at + 1))
        elif found and text.strip() and _indent(text) > indent:
            name, value, _ = found[-1]
            found[-1] = (name, f"{value} {text.strip()}", at + 1)
        else:
            break
        at += 1
    return found


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _linked(title: str, url: str) -> str:
    return f"“{title}” {url}" if set("<>`") & set(title) else f"`{title} <{url}>`__"


def _with_fields(lines: Iterable[Written]) -> Iterator[Written]:
    """Yield *lines*, the fields of a page as a list of them."""
    is_field = False
    for line in lines:
        found = _FIELD.fullmatch(line.text)
        if found and not found[1]:
            is_field = True
            said = found[2].lower() not in _SETTINGS
            yield replace(line, text=f"- **{found[2]}:** {found[3] or ''}" if said else "")
        elif is_field and line.text[:1].isspace():
            yield replace(line, text=f"  {line.text.strip()}")
        else:
            is_field = False
            yield line


def _included(text: str) -> str:
    found = _INCLUDED.fullmatch(text)
    return found[1] if found else ""


class _Marker:
    """Marks lines; knows those around, which make a title or a table of one."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = -1
        self._grid = False
        self._column = 0  # where the last of a table begins, 0 outside of one

    def marked(self, line: Written, marks: Marks) -> str:
        self._at += 1
        text = line.text
        if _GRID.fullmatch(text) and (self._grid or _GRID_RULE.fullmatch(text)):
            self._grid = True
            return self._in_grid(line, marks)
        self._grid = False
        if _TABLE.fullmatch(text):
            self._column = text.rfind(" ") + 1 or len(text)
            return text
        if not text.strip():
            self._column = 0
        if self._column:
            # The columns of a table begin where its rules do; the last alone may be any length.
            at = self._column
            last = text[at:]
            return f"{text[:at]}{marks.put(line.place)} {last}" if last.strip() else text
        if _NO_WORDS.match(text):
            return text
        if rule := _RULE.fullmatch(text):
            return text.rstrip() + rule[1] * _ROOM if self._is_of_title() else text
        found = _PREFIX.match(text)
        at = found.end() if found else 0
        words = _ROLE.sub(lambda role: citation(role[1]), text[at:])
        if not words:
            return text
        return f"{text[:at]}{marks.put(line.place)} {words}"

    def _in_grid(self, line: Written, marks: Marks) -> str:
        """Give a line of a grid room for its mark in the first column, as all of them have."""
        text = line.text.strip()
        indent = line.text[: _indent(line.text)]
        if text[0] == "+":
            return f"{indent}+{text[1] * _ROOM}{text[1:]}"
        words = text[1:].partition("|")[0].strip()
        has_mark = words[:1].isalnum() or words[:1] in tuple("`[“\"'")
        mark = f" {marks.put(line.place)} " if has_mark else " "
        return f"{indent}|{mark.ljust(_ROOM)}{text[1:]}"

    def _is_of_title(self) -> bool:
        """Say whether the rule here stands below a title, or above one with another below."""
        before = self._lines[self._at - 1] if self._at else ""
        after = self._lines[self._at + 1 : self._at + 3]
        is_above = len(after) == 2 and bool(after[0].strip() and _RULE.fullmatch(after[1]))
        return is_above or bool(before.strip())

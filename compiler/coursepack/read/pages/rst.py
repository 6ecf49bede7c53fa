"""Lay a page of reStructuredText out for pandoc, a mark in each line of words."""

from __future__ import annotations

from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages.laid import Laid, Lines, Written, citation, laid
from coursepack.read.pages.marks import Marks
from coursepack.read.sites.site import Site

_INCLUDED = pattern(r"\s*\.\.\s+include::\s*(\S+)\s*")
_RULE = pattern(r"([!-/:-@\[-`{-~])\1{2,}\s*")
_TABLE = pattern(r"\s*(?:=+(?:\s+=+)+|\+[-=+]+\+)\s*")
_PREFIX = pattern(r"(?:\s+|[-*+•](?=\s)|(?:\d+|#)[.)](?=\s))*")
_NO_WORDS = pattern(r"\s*(?:$|\.\.(?:\s|$)|:[\w -]+:(?!`)|__?\s)")
_ROLE = pattern(r":cite(?::[a-z]+)?:`([\w:.#$%&+?<>~/, -]+)`")


# Room for the mark of a title in the rules that must be as long as it.
_ROOM = 14


def lay_out(source: Source, site: Site) -> Laid:
    """Return the page with its marks; what it includes stands where it does."""
    found = Lines(source, site, _included)
    lines = list(found)
    page = laid(lines, _Marker([line.text for line in lines]).marked)
    page.problems = tuple(found.problems)
    return page


def _included(text: str) -> str:
    found = _INCLUDED.fullmatch(text)
    return found[1] if found else ""


class _Marker:
    """Marks lines; knows those around, which make a title or a table of one."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = -1
        self._column = 0  # where the last of a table begins, 0 outside of one

    def marked(self, line: Written, marks: Marks) -> str:
        self._at += 1
        text = line.text
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
        return f"{text[:at]}{marks.put(line.place)} {words}"

    def _is_of_title(self) -> bool:
        """Say whether the rule here stands below a title, or above one with another below."""
        before = self._lines[self._at - 1] if self._at else ""
        after = self._lines[self._at + 1 : self._at + 3]
        is_above = len(after) == 2 and bool(after[0].strip() and _RULE.fullmatch(after[1]))
        return is_above or bool(before.strip())

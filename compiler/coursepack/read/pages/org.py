"""Lay a page of Org out for pandoc, a mark in each line that has words."""

from __future__ import annotations

import re

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages.laid import Laid, Lines, Written, laid
from coursepack.read.pages.marks import Marks
from coursepack.read.sites.site import Site

# Without it, headings below the third are items of lists.
_OPTIONS = "#+OPTIONS: H:9\n"
_PREFIX = pattern(
    r"\*+\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELL?ED)\s+)?"
    r"|\s*(?:[-+]|\d+[.)]|(?<=\s)\*)\s+|\s*\|\s*|\s*"
)
_NO_WORDS = pattern(r"\s*(?:$|#|:[\w-]+:|\|[-+|]*\s*$)")
_OPENS = pattern(r"\s*#\+begin_(src|example|export|comment)\b", re.IGNORECASE)
_CLOSES = pattern(r"\s*#\+end_(src|example|export|comment)\b", re.IGNORECASE)
_INCLUDED = pattern(r"\s*#\+include:\s*\"?([^\"\s]+)\"?\s*$", re.IGNORECASE)
_BOX = pattern(r"^(\s*(?:[-+]|\d+[.)])\s+)\[[ xX-]\]\s+")
_PRIORITY = pattern(r"^(\*+\s+(?:[A-Z]+\s+)?)\[#[A-Z0-9]\]\s*")
_PLANNED = pattern(r"\s*(?:SCHEDULED|DEADLINE):\s*[<\[](\d{4}-\d\d-\d\d)[^>\]\n]*[>\]].*")
_STAMP = pattern(r"[<\[](\d{4}-\d\d-\d\d)(?:\s+[^\W\d_]+\.?)?(\s+\d\d?:\d\d(?:-\d\d?:\d\d)?)?[>\]]")
_TAGS = pattern(r"\s+:[\w@#%:]+:\s*$")
# pandoc would follow them as often as they multiply.
_NESTED_MACRO = pattern(r"\s*#\+macro:\s*(\S+)\s.*\{\{\{", re.IGNORECASE)
_HEADING = pattern(r"(\*+)\s")
# Of what stands below such a heading Org prints nothing.
_HIDDEN = pattern(r"\*+\s+(?:[A-Z]+\s+)?COMMENT\b")


def lay_out(source: Source, site: Site) -> Laid:
    """Return the page with its marks; what it includes stands where it does.

    A day on which a heading is scheduled, in a line of its own, is told behind the heading.
    """
    lines: list[Written] = []
    found = Lines(source, site, _included)
    hidden = 0
    for line in found:
        heading = _HEADING.match(line.text)
        if heading and (not hidden or len(heading[1]) <= hidden):
            hidden = len(heading[1]) if _HIDDEN.match(line.text) else 0
        if hidden:
            continue
        if macro := _NESTED_MACRO.match(line.text):
            found.problems.append(_unread(macro[1], line))
            continue
        planned = _PLANNED.fullmatch(line.text)
        if planned and lines and _HEADING.match(lines[-1].text):
            title = lines.pop()
            tags = _TAGS.search(title.text)
            at = tags.start() if tags else len(title.text.rstrip())
            text = f"{title.text[:at]} ({planned[1]}){title.text[at:]}"
            lines.append(Written(text, title.place))
        else:
            lines.append(line)
    marker = _Marker()
    page = laid(lines, marker.marked)
    page.text = _OPTIONS + page.text
    page.problems = tuple(found.problems)
    return page


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
        text = _STAMP.sub(r"\1\2", _BOX.sub(r"\1", _PRIORITY.sub(r"\1", line.text)))
        found = _PREFIX.match(text)
        at = found.end() if found else 0
        return f"{text[:at]}{marks.put(line.place)} {text[at:]}" if text[at:].strip() else text

r"""Lay a page of LaTeX out for pandoc, a mark behind each `\item` and in each line of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages.laid import Laid, Lines, Written, laid
from coursepack.read.pages.marks import Marks, line_of
from coursepack.read.sites.site import Site

_INCLUDED = pattern(r"\s*\\(?:input|include|subfile)\s*\{\s*([\w./ -]+?)\s*\}\s*(?:%.*)?")
_DOCUMENT = r"\begin{document}"
_VERBATIM = ("comment", "lstlisting", "minted", "verbatim", "Verbatim")
_ITEM = pattern(
    r"\\(?P<end>begin|end)\s*\{(?P<name>[^{}]*)\}"
    r"|\\item\b\s*(?:<[^<>]*>\s*)?(?:\[(?P<label>(?:[^\[\]{}]|\{[^{}]*\})*)\])?[ \t]*"
)
_TITLE = pattern(
    r"\s*\\(?:part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*(?:\[[^\]]*\])?\{\s*"
)
# Slides are sections; what of them comes when is nothing to print.
_FRAME = pattern(r"\\begin\{frame\}(?:<[^<>]*>)?(?:\[[^\[\]]*\])*\{(?=[^{}]*[^{}\s])")
_AUTHOR_AND_YEAR = pattern(r"\\citeauthor\*?\{([^{}]*)\},?\s*\(?\\citeyear(?:par)?\*?\{\1\}\)?")
_WORDS = pattern(
    r"\s*(?:[&\w“‘\"`'(\[]|\\(?:href|url|emph|text\w+|enquote|fullcite|bibentry|\w*cite\w*)\b)"
)
_DEFINES = pattern(
    r"\\(?:(?:re|provide)?newcommand|DeclareRobustCommand|[egx]?def|(?:New|Renew|Provide)DocumentCommand)"
    r"\*?\s*\{?\\(?P<name>[A-Za-z]+)\}?[^{}]{0,200}?(?:\{[ mo]*\})?\{"
)
_BRACE = pattern(r"(?<!\\)[{}]")
_COMMAND = pattern(r"\\([A-Za-z]+)")
_MOST_COMMANDS = 500_000
_DEEPEST = 20  # commands that stand for commands; pandoc follows no more


def lay_out(source: Source, site: Site) -> Laid:
    """Return the page with its marks; what it inputs stands where it does.

    What stands before the document has commands of its own, but no words.
    """
    marker = _Marker(in_document=_DOCUMENT not in source.text)
    lines = Lines(source, site, _included)
    page = laid(lines, marker.marked)
    page.problems = tuple(lines.problems)
    return _without_endless_commands(page, source)


def _without_endless_commands(page: Laid, source: Source) -> Laid:
    """Take away what the page defines where it grows without end, which pandoc would wait for."""
    defined = tuple(_definitions(page.text))
    bodies = {each.name: page.text[each.body : each.end] for each in defined}
    if _length(page.text, bodies) < _MOST_COMMANDS:
        return page
    for each in reversed(defined):
        page.text = page.text[: each.start] + page.text[each.end :]
    message = "the commands that the page defines are not read: one stands for others without end"
    place = line_of(source, 1)
    said = Diagnostic("unread-tex", Severity.WARNING, message, place.span)
    page.problems = (said, *page.problems)
    return page


@dataclass(frozen=True, slots=True)
class _Definition:
    """A command that a page defines: where that starts, what it stands for, and where it ends."""

    name: str
    start: int
    body: int
    end: int


def _definitions(text: str) -> Iterator[_Definition]:
    at = 0
    while found := _DEFINES.search(text, at):
        end = _closing(text, found.end())
        if end is None:
            return  # pandoc does not get beyond it either
        yield _Definition(found["name"], found.start(), found.end(), end)
        at = end


def _closing(text: str, start: int) -> int | None:
    """Return where the brace ends that opens before *start*."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return None


def _length(text: str, bodies: Mapping[str, str]) -> int:
    """Return how many commands *text* comes to once those with *bodies* are carried out."""
    lengths: dict[str, int] = {}

    def length(name: str, depth: int) -> int:
        if name not in bodies:
            return 1
        if depth > _DEEPEST:
            return _MOST_COMMANDS
        if name not in lengths:
            lengths[name] = _MOST_COMMANDS  # as long as it is not known: it may name itself
            lengths[name] = 1 + sum_of(bodies[name], depth)
        return lengths[name]

    def sum_of(words: str, depth: int) -> int:
        total = 0
        for found in _COMMAND.finditer(words):
            total = min(total + length(found[1], depth + 1), _MOST_COMMANDS)
        return total

    return sum_of(text, 0)


def _simpler(text: str) -> str:
    """Return *text* in commands that pandoc knows."""
    if "\\cite" in text:
        text = _AUTHOR_AND_YEAR.sub(r"\\textcite{\1}", text)
    return _FRAME.sub(r"\\begin{frame}\\frametitle{", text)


def _included(text: str) -> str:
    found = _INCLUDED.fullmatch(text)
    name = found[1] if found else ""
    return name if not name or name.endswith(".tex") else f"{name}.tex"


class _Marker:
    """Marks lines; knows in which environment one stands."""

    def __init__(self, *, in_document: bool) -> None:
        self._in_document = in_document
        self._open: list[str] = []

    def marked(self, line: Written, marks: Marks) -> str:
        if not self._in_document:
            self._in_document = _DOCUMENT in line.text
            return line.text
        line = replace(line, text=_simpler(line.text))
        was_verbatim = self._open[-1:] and self._open[-1] in _VERBATIM
        text = _ITEM.sub(lambda found: self._item(found, line, marks), line.text)
        if was_verbatim or text != line.text or text.lstrip().startswith("%"):
            return text
        found = _TITLE.match(text)
        at = found.end() if found else 0
        if not found and not _WORDS.match(text):
            return text
        return f"{text[:at]}{marks.put(line.place)} {text[at:]}"

    def _item(self, found: re.Match[str], line: Written, marks: Marks) -> str:
        inside = self._open[-1] if self._open else ""
        if inside in _VERBATIM and found["name"] != inside:
            return found[0]
        match found["end"]:
            case "begin":
                self._open.append(found["name"])
                return found[0]
            case "end":
                if found["name"] in self._open:
                    while self._open.pop() != found["name"]:
                        pass
                return found[0]
        label = found["label"]
        if label is None:
            return f"\\item {marks.put(line.place)} "
        if inside == "description":
            return f"\\item[{label}] {marks.put(line.place)} "
        # A label in place of a bullet is a mark, such as a star, which pandoc would drop.
        return f"\\item {marks.put(line.place)} {{{label}}} "

"""BibTeX and BibLaTeX files, read as nodes that remember where they were written.

bibtexparser's splitter finds the blocks. It knows only lines, so every part of a block is
found again in the text, in the order in which it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.source import Source, Span, Spanned
from coursepack.pattern import pattern

if TYPE_CHECKING:
    from bibtexparser.model import Block

ENTRY_TYPE = "@"
"""The name under which an entry has its type; no field can be called so."""

# What BibTeX's styles define; a file that defines one of them means its own.
_MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}

_START = pattern(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
_COMMENTS = pattern(r"^[ \t]*%|@comment[ \t]*[{(]", re.MULTILINE | re.IGNORECASE)
_STRUCTURE = pattern(r"^[ \t]*%[^\n]*|^[ \t]*@(?P<kind>\w+)[ \t]*[{(]|(?<!\\)[{}\"]", re.MULTILINE)
_BRACES = pattern(r"(?<!\\)[{}]")
_QUOTED_END = pattern(r'(?<!\\)["{}]')
_PIECE = pattern(r"\s*(?:(?P<open>[{\"])|(?P<number>\d+(?=[\s#,]|$))|(?P<name>[^\s{}\"#%,=()']+))")
_JOINT = pattern(r"\s*#")
_NEXT_FIELD = pattern(r"[\s,]*(?P<name>[^\s{}\"#%,=()']+)\s*=\s*")
_HEAD = pattern(r"@(?P<kind>\w*)\s*[{(]\s*(?P<key>[^\s,={}\"]*)")

_FIELD_IN_VALUE = pattern(r",[ \t]*\n[ \t]*[\w-]+[ \t]*=[ \t]*[{\"\d]")

# A file with more faults is not BibTeX, or is cut to pieces.
_MOST_FAULTS = 500
# Blocks of one line; the rest of a file of one line is not read.
_MOST_IN_A_LINE = 20_000
# To read a block a second time costs as much as the first.
_LONGEST_MENDED = 100_000
# What names of strings may stand for, against the length of the file.
_MOST_GROWTH = 10


def parse(source: Source) -> Outcome[Node | None]:
    """Return the entries of *source* by key, in order, repeated ones too; None where none is.

    Each is a mapping of its fields as they are written, strings filled in; what LaTeX makes
    of them is left to others. An entry that cannot be read is reported, the others stay.
    """
    reader = _Reader(source)
    entries = tuple(reader.entries())
    end = len(source.text)
    root = Mapping(entries, source.span(0, end)) if entries else None
    return Outcome(root, tuple(reader.problems))


@dataclass(slots=True)
class _Value:
    """The text of a field, from where to where it is written."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Strings:
    """What names stand for, as far as the file may grow by them."""

    room: int
    meaning: dict[str, str] = field(default_factory=lambda: dict(_MONTHS))

    def filled(self, name: str) -> str | None:
        text = self.meaning.get(name.lower())
        if text is None or len(text) > self.room:
            return None
        self.room -= len(text)
        return text


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = _without_comments(source.text)
        self._strings = _Strings(_MOST_GROWTH * len(source.text) + 1000)
        self._undefined: set[str] = set()
        self._faults = 0
        self.problems: list[Diagnostic] = []

    def entries(self) -> Iterator[tuple[Spanned[str], Node]]:
        for start, end in self._chunks():
            if self._faults >= _MOST_FAULTS:
                message = f"after {self._faults} faults the rest is not read"
                self._report(start, start, message, "is this a BibTeX file?")
                return
            yield from self._chunk(start, end)

    def _chunks(self) -> Iterator[tuple[int, int]]:
        """Part the text before each line that begins a block.

        What one block lacks, a closing brace say, is then not looked for in the next.
        """
        start = 0
        for found in _START.finditer(self._text):
            if found.start() > start:
                yield start, found.start()
            start = found.start()
        yield start, len(self._text)

    def _chunk(self, start: int, end: int) -> Iterator[tuple[Spanned[str], Node]]:
        from bibtexparser.model import ParsingFailedBlock

        after = start
        for block in self._blocks(start, end):
            at = self._text.find(block.raw or "", after, end)
            if at < 0:
                continue
            stop = at + len(block.raw or "")
            yield from self._block(block, at, stop, end)
            # A block that cannot be read may have the next one in it.
            after = at + 1 if isinstance(block, ParsingFailedBlock) else stop

    def _blocks(self, start: int, end: int) -> list[Block]:
        if self._text.count("@", start, end) > _MOST_IN_A_LINE:
            hint = "begin each entry on a line of its own"
            self._report(start, start, "too many entries stand in one line", hint)
            return []
        return _split(self._text[start:end])

    def _block(
        self, block: Block, start: int, stop: int, end: int
    ) -> Iterator[tuple[Spanned[str], Node]]:
        from bibtexparser import model

        if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
            block = block.ignore_error_block or block
        if isinstance(block, model.Entry):
            yield self._entry(block, start, stop)
        elif isinstance(block, model.String):
            self._define(start, stop)
        elif isinstance(block, model.ParsingFailedBlock):
            yield from self._failed(start, end)

    def _failed(self, start: int, end: int) -> Iterator[tuple[Spanned[str], Node]]:
        """Report a block that cannot be read; where only its end is missing, it still counts."""
        from bibtexparser import model

        before = self._text[start - 1 : start]
        head = _HEAD.match(self._text, start, end)
        is_entry = head and head["kind"].lower() not in ("", "comment")
        if not head or not is_entry or before.isalnum():
            # An "@" in what stands between the entries.
            return
        self._faults += 1
        what = f"`{head['key']}`" if head["key"] else f"a `@{head['kind']}`"
        closed = "}" if "{" in head[0] else ")"
        body = self._text[start:end].rstrip().rstrip(",")
        blocks = _split(f"{body}\n{closed}") if len(body) < _LONGEST_MENDED else []
        whole = blocks[0] if len(blocks) == 1 else None
        swallowing = _swallowing(whole)
        if isinstance(whole, model.Entry) and not swallowing:
            message = f"{what} is not closed: its last `{closed}` is missing"
            self._report(start, head.end(), message, f"write `{closed}` after the last field")
            yield self._entry(whole, start, start + len(body))
        else:
            if swallowing:
                what = f"`{swallowing}` of {what}"
            self._report(start, head.end(), *_fault(what, self._text, head.end(), end))

    def _entry(self, block: Block, start: int, stop: int) -> tuple[Spanned[str], Node]:
        from bibtexparser.model import Entry

        assert isinstance(block, Entry)
        text, span = self._text, self._source.span
        # The splitter gives the type in small letters, which may be more: "İ" becomes two.
        head = _HEAD.match(text, start)
        assert head
        opened = head.end("kind")
        at = text.find(block.key, opened + 1, stop) if block.key else opened + 1
        key = Spanned(block.key, span(at, at + len(block.key)))
        at += len(block.key)
        kind = Scalar(block.entry_type, span(start + 1, opened), quoted=True)
        fields: list[tuple[Spanned[str], Node]] = [
            (Spanned(ENTRY_TYPE, span(start, start + 1)), kind)
        ]
        for written in block.fields:
            begins = text.find(written.key, at, stop)
            equals = text.find("=", begins + len(written.key), stop)
            value = _skipped(text, equals + 1)
            at = value + len(str(written.value))
            fields += self._fields(written.key, begins, value, at)
        return key, Mapping(tuple(fields), span(start, stop))

    def _fields(
        self, name: str, begins: int, start: int, stop: int
    ) -> Iterator[tuple[Spanned[str], Node]]:
        """Return the field *name*, and those after it that no comma parts from it."""
        while True:
            value = self._value(name, start, stop)
            place = self._source.span(begins, begins + len(name))
            where = self._source.span(value.start, value.end)
            yield Spanned(name.lower(), place), Scalar(value.text, where, quoted=True)
            if value.end == stop:
                return
            following = _NEXT_FIELD.match(self._text, value.end, stop)
            if not following:
                return
            name, begins, start = following["name"], following.start("name"), following.end()
            if "," not in following[0]:
                message = f"a comma is missing before `{name}`"
                self._report(begins, following.end("name"), message, "write `,` before it")

    def _define(self, start: int, stop: int) -> None:
        found = _NEXT_FIELD.match(self._text, _after_opening(self._text, start), stop - 1)
        if not found:
            return
        for name, value in self._fields(found["name"], found.start("name"), found.end(), stop - 1):
            if isinstance(value, Scalar):
                self._strings.meaning[name.value] = value.text

    def _value(self, name: str, start: int, stop: int) -> _Value:
        """Read a value: texts in braces or quotes, numbers and names, joined by `#`."""
        if self._text.startswith("{", start) and self._is_plain(start + 1, stop - 1):
            return _Value(self._text[start + 1 : stop - 1], start, stop)
        texts: list[str] = []
        at = start
        while found := _PIECE.match(self._text, at, stop):
            at, text = self._piece(found, stop)
            texts.append(text)
            joint = _JOINT.match(self._text, at, stop)
            if not joint:
                break
            at = joint.end()
        rest = _skipped(self._text, at)
        if rest >= stop or _NEXT_FIELD.match(self._text, at, stop):
            return _Value("".join(texts), start, at)
        raw = self._text[start:stop]
        message = f"the value of `{name}` is neither in braces nor in quotes as a whole"
        self._report(start, stop, message, "put all of it in braces", Severity.WARNING)
        return _Value(raw.strip(), start, stop)

    def _is_plain(self, start: int, stop: int) -> bool:
        """The braces around hold no others."""
        return (
            self._text.find("}", start) == stop
            and self._text.find("{", start, stop) < 0
            and self._text[stop - 1] != "\\"
        )

    def _piece(self, found: re.Match[str], stop: int) -> tuple[int, str]:
        """Return where the piece *found* ends, and its text."""
        if found["open"] == "{":
            end = self._text.find("}", found.end(), stop)
            if self._text.find("{", found.end(), end) >= 0 or self._text[end - 1] == "\\":
                end = _braces_end(self._text, found.end(), stop)
            return end + 1, self._text[found.end() : end]
        if found["open"]:
            end = _quotes_end(self._text, found.end(), stop)
            return end + 1, self._text[found.end() : end]
        if found["number"]:
            return found.end(), found["number"]
        return found.end(), self._named(found)

    def _named(self, found: re.Match[str]) -> str:
        name = found["name"]
        text = self._strings.filled(name)
        if text is not None:
            return text
        is_bare_number = name.isalnum() and name[0].isdigit()
        if not is_bare_number and name not in self._undefined:
            self._undefined.add(name)
            message = f"no `@string` says what `{name}` stands for"
            hint = f"put it in braces if it is text: `{{{name}}}`"
            where = (found.start("name"), found.end("name"))
            self._report(*where, message, hint, Severity.WARNING, "undefined-string")
        return str(name)

    def _report(
        self,
        start: int,
        stop: int,
        message: str,
        hint: str,
        severity: Severity = Severity.ERROR,
        code: str = "bibtex-syntax",
    ) -> None:
        if len(self.problems) > _MOST_FAULTS:
            return
        span: Span = self._source.span(start, stop)
        self.problems.append(Diagnostic(code, severity, message, span, (), (hint,)))


def _split(text: str) -> list[Block]:
    import logging

    from bibtexparser.splitter import Splitter

    # What it logs is in the blocks that it returns, and is reported from there.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return list(Splitter(text).split().blocks)


def _swallowing(block: Block | None) -> str:
    """Return the name of the last field of *block* where others seem to stand in its value."""
    from bibtexparser.model import Entry

    if not isinstance(block, Entry) or not block.fields:
        return ""
    last = block.fields[-1]
    return str(last.key) if _FIELD_IN_VALUE.search(str(last.value)) else ""


def _fault(what: str, text: str, start: int, end: int) -> tuple[str, str]:
    """Say why a block cannot be read whose key ends at *start*, and what to do."""
    at = _skipped(text, start)
    if text.startswith("=", at):
        return "an entry has no key", "write a key and a comma after the opening brace"
    depth = 1
    for found in _BRACES.finditer(text, start, end):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            hint = "write each field as `name = {text}`, with a comma after it"
            return f"{what} cannot be read: a `=`, a comma or a quote is not in its place", hint
    return f"{what} is not closed", "a `}` or a quote is missing in it"


def _without_comments(text: str) -> str:
    """Return *text* with blanks for lines after `%` and for `@comment` blocks.

    BibTeX itself reads an entry there; whoever wrote the mark before it wants it away.
    """
    if not _COMMENTS.search(text):
        return text
    blanks, unclosed = _comments(text)
    if unclosed is not None:
        # It would take the rest of the file away.
        blanks = [(start, end) for start, end in blanks if start < unclosed]
        later, _ = _comments(text, unclosed, with_blocks=False)
        blanks += later
    pieces: list[str] = []
    at = 0
    for start, end in blanks:
        kept = "".join("\n" if character == "\n" else " " for character in text[start:end])
        pieces += (text[at:start], kept)
        at = end
    return "".join((*pieces, text[at:]))


def _comments(
    text: str, start: int = 0, *, with_blocks: bool = True
) -> tuple[list[tuple[int, int]], int | None]:
    """Return where comments stand from *start* on, and where one begins that does not end."""
    blanks: list[tuple[int, int]] = []
    depth = 0
    in_quotes = False
    block: int | None = None
    for found in _STRUCTURE.finditer(text, start):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if block is not None and depth <= 0:
                blanks.append((block, found.end()))
                block = None
            depth = max(depth, 0)
        elif mark == '"':
            in_quotes = not in_quotes if depth == 1 else in_quotes
        elif found["kind"] is None:
            if depth < 2 and not in_quotes and block is None:
                blanks.append(found.span())
        elif block is not None:
            depth += mark.endswith("{")
        else:
            depth, in_quotes = 1, False
            if with_blocks and found["kind"].lower() == "comment" and mark.endswith("{"):
                block = found.start()
    return blanks, block


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _after_opening(text: str, start: int) -> int:
    found = re.compile(r"[^{(]*[{(]").match(text, start)
    return found.end() if found else start


def _braces_end(text: str, start: int, stop: int) -> int:
    """Return where the brace is closed that was opened before *start*."""
    depth = 1
    for found in _BRACES.finditer(text, start, stop):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return found.start()
    return stop - 1


def _quotes_end(text: str, start: int, stop: int) -> int:
    """Return where the quote is closed that was opened before *start*; braces hide quotes."""
    depth = 0
    for found in _QUOTED_END.finditer(text, start, stop):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            return found.start()
    return stop - 1

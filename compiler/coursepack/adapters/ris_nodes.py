"""RIS, read as nodes that remember where they were written: a list of records, tag by tag.

The parser is ours because rispy's gives no places, and stops at the first line it does not
expect, of which exported files have many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source, Spanned
from coursepack.pattern import pattern

_FIRST = "TY"
_LAST = "ER"
_TAGGED = pattern(r"[ \t\ufeff]*([A-Z][A-Z0-9])[ \t]{2,}-(?:[ \t]+|$)")
# Some files have a single space; in others a line of an abstract may look so.
_LOOSELY_TAGGED = pattern(r"[ \t\ufeff]*([A-Z][A-Z0-9])[ \t]*-(?:[ \t]+|$)")
_BLANK = " \t\r\ufeff"


def parse(source: Source) -> Outcome[Node | None]:
    """Read *source* as a list of mappings, None where there is nothing in it.

    A value that goes on in the next lines has their line ends in it.
    """
    reader = _Reader(source)
    reader.read()
    if not reader.records:
        return Outcome(None, tuple(_nothing(source)))
    place = source.span(0, len(source.text))
    return Outcome(Sequence(tuple(reader.records), place), tuple(reader.problems()))


def _nothing(source: Source) -> Iterator[Diagnostic]:
    text = source.text.strip(_BLANK + "\n")
    if text:
        start = source.text.index(text)
        place = source.span(start, start + len(text.split("\n", 1)[0].rstrip()))
        message = f"`{source.name}` has no record of RIS"
        hint = "a record begins with a line such as `TY  - JOUR`"
        yield Diagnostic("ris-syntax", Severity.ERROR, message, place, (), (hint,))


@dataclass(slots=True)
class _Value:
    """The value of a tag while its lines are read; offsets count from the file's start."""

    tag: Spanned[str]
    start: int
    end: int
    lines: list[str] = field(default_factory=list)


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._tagged = _TAGGED if _has_strict_tags(source.text) else _LOOSELY_TAGGED
        self._record: list[_Value] = []
        self._outside: list[tuple[int, int]] = []
        self.records: list[Mapping] = []

    def read(self) -> None:
        start = 0
        for line in self._source.text.split("\n"):
            self._line(line.rstrip(_BLANK), start)
            start += len(line) + 1
        self._close()

    def problems(self) -> Iterator[Diagnostic]:
        if self._outside:
            place = self._source.span(*self._outside[0])
            count = len(self._outside)
            lines = "a line is" if count == 1 else f"{count} lines are"
            message = f"{lines} outside of the records of `{self._source.name}` and not used"
            yield Diagnostic("unread-text", Severity.NOTE, message, place)

    def _line(self, line: str, start: int) -> None:
        found = self._tagged.match(line)
        if not found:
            self._more(line, start)
            return
        tag = found[1]
        if tag == _FIRST:
            # Where the end of a record is missing, the next one ends it.
            self._close()
        elif tag == _LAST:
            self._close()
            return
        elif not self._record:
            self._leave_out(line, start)
            return
        place = self._source.span(start + found.start(1), start + found.end(1))
        value = _Value(Spanned(tag, place), start + found.end(), start + len(line))
        value.lines.append(line[found.end() :])
        value.end = max(value.start, value.end)
        self._record.append(value)

    def _more(self, line: str, start: int) -> None:
        if not line:
            return
        if not self._record:
            self._leave_out(line, start)
            return
        value = self._record[-1]
        value.lines.append(line.strip(_BLANK))
        value.end = start + len(line)

    def _leave_out(self, line: str, start: int) -> None:
        self._outside.append((start + len(line) - len(line.lstrip(_BLANK)), start + len(line)))

    def _close(self) -> None:
        if not self._record:
            return
        entries = tuple((value.tag, self._scalar(value)) for value in self._record)
        first, last = self._record[0], self._record[-1]
        begin = self._source.offset(first.tag.span.line, first.tag.span.column)
        self.records.append(Mapping(entries, self._source.span(begin, last.end)))
        self._record = []

    def _scalar(self, value: _Value) -> Scalar:
        # Quoted, so that no text of RIS is ever taken for nothing: "null" may be a title.
        text = "\n".join(value.lines)
        return Scalar(text, self._source.span(value.start, value.end), quoted=True)


def _has_strict_tags(text: str) -> bool:
    return any(text.startswith("TY  -") or f"{before}TY  -" in text for before in ("\n", "\ufeff"))

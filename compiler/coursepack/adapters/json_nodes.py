"""JSON, read as nodes that remember where they were written.

The decoder of the standard library gives no places, drops the first of two equal names
and recurses; only its string scanner is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from json import JSONDecodeError, decoder

from coursepack.adapters.node_builder import DEEPEST, NodeBuilder
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Node
from coursepack.model.source import Source

_scan_string: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]  # typeshed leaves it out

_SPACE = re.compile(r"[ \t\n\r\ufeff]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])")
_WORD = re.compile(r"(?:true|false|null)(?!\w)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(source: Source) -> Outcome[Node | None]:
    """Read *source*, None where there is nothing in it.

    Where JSON stops at a fault, the entries that were complete by then are returned.
    """
    reader = _Reader(source)
    root = reader.read()
    return Outcome(root, tuple(reader.problems))


class _Expect(Enum):
    """What may come next."""

    VALUE = "a value"
    FIRST = "the first value or name of what was just opened, or its end"
    NEXT = "a comma or the end of what is open"


class _StopError(Exception):
    """The rest cannot be read."""

    def __init__(self, at: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.at = at
        self.hint = hint


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._builder = NodeBuilder(source)
        self._closers: list[str] = []
        self.problems: list[Diagnostic] = []

    def read(self) -> Node | None:
        self._refuse_controls()
        try:
            self._document()
        except _StopError as stop:
            self._report(stop.at, str(stop), stop.hint)
            return self._builder.rescued()
        return self._builder.root

    def _refuse_controls(self) -> None:
        if found := _CONTROL.search(self._text):
            name = f"U+{ord(found[0]):04X}"
            message = f"the character {name} cannot stand in JSON"
            self._report(found.start(), message, "is this a text file?")
            self._text = _CONTROL.sub("\ufffd", self._text)

    def _document(self) -> None:
        at = self._skip(0)
        if at == len(self._text):
            return
        expect = _Expect.VALUE
        while expect is not _Expect.NEXT or self._closers:
            at, expect = self._step(self._skip(at), expect)
        at = self._skip(at)
        if at < len(self._text):
            raise _StopError(at, "text follows the end of the data", "remove it")

    def _step(self, at: int, expect: _Expect) -> tuple[int, _Expect]:
        if expect is _Expect.VALUE:
            return self._value(at)
        if expect is _Expect.NEXT:
            return self._next(at)
        if self._text.startswith(self._closers[-1], at):
            return self._close(at)
        return (self._name(at) if self._closers[-1] == "}" else at), _Expect.VALUE

    def _value(self, at: int) -> tuple[int, _Expect]:
        start = self._text[at : at + 1]
        if start in ("{", "["):
            return self._open(at, start), _Expect.FIRST
        if start == '"':
            return self._string(at), _Expect.NEXT
        found = _NUMBER.match(self._text, at) or _WORD.match(self._text, at)
        if not found:
            raise self._no_value(at, start)
        self._builder.scalar(found[0], at, found.end(), quoted=False)
        return found.end(), _Expect.NEXT

    def _open(self, at: int, bracket: str) -> int:
        if self._builder.depth >= DEEPEST:
            hint = "a work needs only a few levels"
            raise _StopError(at, f"values nest more than {DEEPEST} deep here", hint)
        self._builder.open(at, at + 1, is_mapping=bracket == "{")
        self._closers.append("}" if bracket == "{" else "]")
        return at + 1

    def _close(self, at: int) -> tuple[int, _Expect]:
        self._closers.pop()
        self._builder.close(at + 1)
        return at + 1, _Expect.NEXT

    def _next(self, at: int) -> tuple[int, _Expect]:
        closer = self._closers[-1]
        if self._text.startswith(closer, at):
            return self._close(at)
        if not self._text.startswith(",", at):
            if at >= len(self._text):
                raise self._ended(at)
            raise _StopError(at, "a comma is missing before this", f"write `,` or `{closer}`")
        after = self._skip(at + 1)
        if self._text.startswith(closer, after):
            raise _StopError(at, f"a comma stands before `{closer}`", "remove the comma")
        return (self._name(after) if closer == "}" else after), _Expect.VALUE

    def _name(self, at: int) -> int:
        if not self._text.startswith('"', at):
            if at >= len(self._text):
                raise self._ended(at)
            raise _StopError(at, 'a name must stand between " quotes', 'write `"name": …`')
        end = self._skip(self._string(at))
        if not self._text.startswith(":", end):
            raise _StopError(end, "a `:` is missing after a name", 'write `"name": "value"`')
        return end + 1

    def _string(self, at: int) -> int:
        try:
            # Not strict: a raw tab in a string, which some exports write, does no harm.
            text, end = _scan_string(self._text, at + 1, False)
        except JSONDecodeError as error:
            raise self._bad_string(at, error) from error
        if self._text.find("\n", at, end) >= 0:
            raise self._unclosed(at)
        if self._text.find("\\u", at, end) >= 0 and _SURROGATE.search(text):
            text = _SURROGATE.sub("\ufffd", text)
            self._report(at, "a `\\u` escape is half a character here", "write the character")
        self._builder.scalar(text, at, end, quoted=True)
        return end

    def _bad_string(self, at: int, error: JSONDecodeError) -> _StopError:
        if "escape" in error.msg:
            return _StopError(
                min(error.pos, len(self._text)),
                "a backslash begins nothing that JSON knows here",
                "write each backslash twice",
            )
        return self._unclosed(at)

    def _unclosed(self, at: int) -> _StopError:
        return _StopError(at, 'the quote " is not closed on its line', "write the closing quote")

    def _no_value(self, at: int, start: str) -> _StopError:
        if not start:
            return self._ended(at)
        if start == "'":
            return _StopError(at, "a text stands between ' quotes", 'JSON has " quotes only')
        if start in ("/", "#"):
            return _StopError(at, "JSON has no comments", "remove the comment")
        return _StopError(at, "this is no value", 'put text between " quotes')

    def _ended(self, at: int) -> _StopError:
        closer = self._closers[-1] if self._closers else "}"
        return _StopError(at, f"the file ends before a `{closer}`", "is the file whole?")

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _report(self, at: int, message: str, hint: str) -> None:
        end = at if self._text[at : at + 1] in ("", "\n") else at + 1
        span = self._source.span(at, end)
        self.problems.append(Diagnostic("json-syntax", Severity.ERROR, message, span, (), (hint,)))

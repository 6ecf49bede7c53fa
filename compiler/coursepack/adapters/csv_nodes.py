"""Tables as text, with commas, semicolons or tabs between cells, read as a list of mappings.

The reader of the standard library says no place but a line; quotes are few enough to read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source, Span, Spanned

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 4000
_MOST_ALIKE = 20

# Five thousand works with all that is known of each; rows count as well.
_MOST_CELLS = 100_000

# Possessive: a quote that is never closed is found out in one pass.
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')


def parse(source: Source) -> Outcome[Node | None]:
    """Return each row of *source* as a mapping by the names in its first; None without rows.

    A cell keeps its line breaks. Rows without a word are left out, and a column without a
    name is called after its number.
    """
    reader = _Reader(source)
    value = reader.read()
    return Outcome(value, tuple(reader.problems))


_Row = list[Scalar]


@dataclass(slots=True)
class _Reader:
    source: Source
    problems: list[Diagnostic] = field(default_factory=list)
    alike: dict[str, int] = field(default_factory=dict)
    line: int = 1
    line_start: int = 0

    def read(self) -> Node | None:
        rows = [row for row in self._rows() if any(cell.text for cell in row)]
        if not rows:
            return None
        # Spreadsheets put a title above their tables, alone in its row.
        at = next((n for n, row in enumerate(rows) if sum(bool(c.text) for c in row) > 1), 0)
        for row in rows[:at]:
            self._report("unread-row", Severity.NOTE, "a row above the table is not read", row)
        names = tuple(_name(number, cell) for number, cell in enumerate(rows[at], 1))
        items = tuple(self._mapping(names, row) for row in rows[at + 1 :])
        if not items:
            return None
        return Sequence(items, _across(rows[at + 1][0].span, rows[-1][-1].span))

    def _mapping(self, names: tuple[Spanned[str], ...], row: _Row) -> Mapping:
        beyond = [cell for cell in row[len(names) :] if cell.text]
        if beyond:
            message = f"a row has {len(row)} cells, its table {len(names)} columns"
            hint = "a cell that holds the separator needs quotes"
            self._report("ragged-row", Severity.WARNING, message, beyond, hint)
        elif len(row) < len(names):
            message = f"a row has only {len(row)} of the {len(names)} cells of its table"
            self._report("ragged-row", Severity.NOTE, message, row)
        entries = tuple(zip(names, row, strict=False))
        return Mapping(entries, _across(row[0].span, row[-1].span))

    def _rows(self) -> Iterator[_Row]:
        text = self.source.text
        at = 1 if text.startswith("\ufeff") else 0
        self.line_start = 0
        delimiter = re.escape(self._delimiter(at))
        plain = re.compile(rf"[^{delimiter}\n]*")
        blank = re.compile(rf"[ {delimiter}]*+(?:\n|\Z)")
        cells = 0
        while at < len(text):
            if empty := blank.match(text, at):
                at = empty.end()
                self._next_line(at)
                continue
            row, at = self._row(plain, at)
            cells += len(row) + 1
            yield row
            if cells > _MOST_CELLS:
                self._too_large(at)
                return

    def _row(self, plain: re.Pattern[str], at: int) -> tuple[_Row, int]:
        """Return the row that begins at *at*, and where the next one does."""
        text = self.source.text
        row: _Row = []
        while True:
            quoted = self._quoted(at)
            found = plain.match(text, quoted.end() if quoted else at)
            assert found is not None  # it matches nothing too
            end = found.end()
            if quoted:
                row.append(self._cell(quoted[1].replace('""', '"') + found[0], at, end))
            else:
                bare = found[0].strip()
                start = at + len(found[0]) - len(found[0].lstrip()) if bare else at
                row.append(self._cell(bare, start, start + len(bare)))
            at = end + 1
            if text[end:at] in ("", "\n") or len(row) > _MOST_CELLS:
                self._next_line(at)
                return row, at

    def _quoted(self, at: int) -> re.Match[str] | None:
        if "csv-syntax" in self.alike or not self.source.text.startswith('"', at):
            return None
        found = _QUOTED.match(self.source.text, at)
        if found is None:
            message = 'the quote " of this cell is not closed'
            hint = "write the closing quote; a quote inside a quoted cell is written twice"
            quote = self._cell('"', at, at + 1)
            self._report("csv-syntax", Severity.ERROR, message, [quote], hint)
        return found

    def _cell(self, text: str, start: int, end: int) -> Scalar:
        line, column = self.line, start - self.line_start + 1
        if "\n" in text:
            self.line += self.source.text.count("\n", start, end)
            self.line_start = self.source.text.rindex("\n", start, end) + 1
        span = Span(self.source.name, line, column, self.line, end - self.line_start + 1)
        bare = text.strip()
        # A word in a cell is itself, whatever it means in YAML.
        return Scalar(bare, span, quoted=bool(bare))

    def _next_line(self, at: int) -> None:
        self.line += 1
        self.line_start = at

    def _delimiter(self, at: int) -> str:
        """Return what parts most of the first lines into as many cells each."""
        sample = _QUOTED.sub("", self.source.text[at : at + _SAMPLE])
        lines = sample.split("\n")[:20]

        def fitness(delimiter: str) -> tuple[int, int]:
            counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
            return max(((often, count) for count, often in counts.items()), default=(0, 0))

        return max(_DELIMITERS, key=fitness)

    def _too_large(self, at: int) -> None:
        span = self.source.span(at, at)
        message = "the table is too large and is not read from here on"
        hints = ("split the file",)
        self.problems.append(Diagnostic("too-large", Severity.ERROR, message, span, (), hints))

    def _report(
        self, code: str, severity: Severity, message: str, cells: _Row, hint: str = ""
    ) -> None:
        self.alike[code] = self.alike.get(code, 0) + 1
        if self.alike[code] > _MOST_ALIKE:
            return
        span = _across(cells[0].span, cells[-1].span)
        hints = (hint,) if hint else ()
        self.problems.append(Diagnostic(code, severity, message, span, (), hints))


def _name(number: int, cell: Scalar) -> Spanned[str]:
    return Spanned(" ".join(cell.text.split()) or f"column {number}", cell.span)


def _across(first: Span, last: Span) -> Span:
    return Span(first.source, first.line, first.column, last.end_line, last.end_column)

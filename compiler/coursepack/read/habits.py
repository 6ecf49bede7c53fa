"""Find out how a file of works is written, to write more of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from coursepack import registry
from coursepack.definitions.works import VENUE
from coursepack.model.diagnostic import Outcome, Severity
from coursepack.model.habits import Habits, Layout, People, Place, Quotes
from coursepack.model.node import Mapping as MappingNode
from coursepack.model.node import Node, Scalar, Sequence
from coursepack.model.source import Source, Span
from coursepack.read import library, works
from coursepack.read.words import csl_variables, venues
from coursepack.read.work_reader import WorkReader

_DATA = (".yaml", ".yml", ".json")
_KEYS = ("id", "key")
_JOURNALS = ("article-journal", "article-magazine", "article-newspaper")


def habits(source: Source) -> Habits | None:
    """Return the habits of *source*; None where it is no YAML or JSON, or cannot be read whole."""
    suffix = _suffix(source)
    if suffix not in _DATA:
        return None
    root = _root(source)
    if root is None or (isinstance(root, Scalar) and root.is_null):
        is_blank = root is not None or not source.text.strip() or suffix != ".json"
        return _of_nothing(source, suffix) if is_blank and not _faults(source) else None
    if _faults(source):
        return None
    holder = _holder(root)
    if not isinstance(holder, MappingNode | Sequence):
        return None
    return _Habits(source, holder).found(has_markdown=holder is not root and suffix != ".json")


def places(source: Source) -> tuple[Place, ...]:
    """Return where each entry of *source* may have more fields, in order."""
    root = _root(source)
    holder = _holder(root) if root else None
    found: list[Place] = []
    for key, entry in _keyed(holder):
        if isinstance(entry, MappingNode) and entry.entries:
            _, last = entry.entries[-1]
            name, _ = entry.entries[min(1, len(entry.entries) - 1)]
            start = source.offset(entry.span.line, entry.span.column)
            found.append(
                Place(
                    key or entry.span,
                    _behind(source, last.span),
                    name.span.column - 1,
                    source.text[start : start + 1] == "{",
                )
            )
    return tuple(found)


def _keyed(holder: Node | None) -> Iterator[tuple[Span | None, Node]]:
    if isinstance(holder, MappingNode):
        yield from ((key.span, value) for key, value in holder.entries)
    for item in holder.items if isinstance(holder, Sequence) else ():
        names = (item.get(name) for name in (*_KEYS, "ID")) if isinstance(item, MappingNode) else ()
        yield next((name.span for name in names if name), None), item


def _suffix(source: Source) -> str:
    return PurePosixPath(source.name).suffix.lower()


def _parsed(source: Source) -> Outcome[Node | None]:
    readers = registry.declared(works, "READER", WorkReader)
    reader = next((each for each in readers if _suffix(source) in each.suffixes), None)
    return reader.parse(source) if reader else Outcome(None)


def _root(source: Source) -> Node | None:
    node = _parsed(source).value
    return library.unwrapped(node) if node else None


def _faults(source: Source) -> bool:
    return any(problem.severity is Severity.ERROR for problem in _parsed(source).diagnostics)


def _holder(root: Node) -> Node:
    """Return what holds the entries: the root, or its `references`."""
    references = root.get("references") if isinstance(root, MappingNode) else None
    return references if isinstance(references, Sequence) else root


def _of_nothing(source: Source, suffix: str) -> Habits:
    if suffix == ".json":
        return Habits(Layout.FLOW_LIST, 0, is_empty=True)
    return Habits(Layout.BLOCK_KEYS, len(source.text), is_empty=True)


class _Habits:
    def __init__(self, source: Source, holder: MappingNode | Sequence) -> None:
        self.source = source
        self.holder = holder
        self.is_list = isinstance(holder, Sequence)
        values = (
            holder.items
            if isinstance(holder, Sequence)
            else tuple(value for _, value in holder.entries)
        )
        self.entries = [value for value in values if isinstance(value, MappingNode)]

    def found(self, *, has_markdown: bool) -> Habits | None:
        start = self._offset(self.holder.span)
        in_brackets = self.source.text[start : start + 1] in ("[", "{")
        layouts = (
            (Layout.FLOW_LIST, Layout.FLOW_KEYS)
            if in_brackets
            else (Layout.BLOCK_LIST, Layout.BLOCK_KEYS)
        )
        names = self._names()
        if not self.entries:
            return None if not in_brackets else Habits(layouts[not self.is_list], start + 1)
        last = self.entries[-1]
        at = self._end(last.span)
        first_field = last.entries[0][0].span if last.entries else last.span
        indent = self.holder.span.column - 1
        inner = first_field.column - 1
        if first_field.line == last.span.line and not self.is_list and not in_brackets:
            is_within = self.source.text[self._offset(last.span)] == "{"
            inner = indent + 2 if is_within else inner
        return Habits(
            layouts[not self.is_list],
            at,
            indent,
            inner if inner > indent or in_brackets else indent + 2,
            names=names,
            container_names=self._container_names(),
            people=self._people(names.get("author", "")),
            is_dated=self._is_dated(names),
            quotes=self._quotes(),
            spaced=self._spaced(),
            has_markdown=has_markdown,
        )

    def _offset(self, span: Span) -> int:
        return self.source.offset(span.line, span.column)

    def _end(self, span: Span) -> int:
        return _behind(self.source, span)

    def _fields(self) -> Iterator[tuple[str, str, Node, MappingNode]]:
        """Yield the variable, the written name and the value of each field of each entry."""
        for entry in self.entries:
            for name, value in entry.entries:
                if variable := csl_variables.variable(name.value):
                    yield variable, name.value, value, entry
                elif name.value in _KEYS:
                    yield "id", name.value, value, entry

    def _names(self) -> dict[str, str]:
        counts: dict[str, Counter[str]] = {}
        for variable, written, _, _ in self._fields():
            counts.setdefault(variable, Counter())[written] += 1
        return {variable: each.most_common(1)[0][0] for variable, each in counts.items()}

    def _container_names(self) -> dict[str, str]:
        """A journal is often called otherwise than what a conference prints."""
        counts: dict[str, Counter[str]] = {}
        for variable, written, _, _ in self._fields():
            if variable in (VENUE, "container-title"):
                is_journal = written.lower().startswith("journal")
                kinds = _JOURNALS if is_journal else ("paper-conference", "chapter")
                for kind in kinds:
                    counts.setdefault(kind, Counter())[written] += 1
        return {kind: each.most_common(1)[0][0] for kind, each in counts.items()}

    def _people(self, name: str) -> People:
        forms: Counter[People] = Counter()
        for _, written, value, _ in self._fields():
            if written == name:
                forms[_form(value)] += 1
        return forms.most_common(1)[0][0] if forms else People.PARTS

    def _is_dated(self, names: Mapping[str, str]) -> bool:
        """Say whether the year of a work stands with its venue, and not in a field of its own."""
        if VENUE not in names:
            return False
        texts = [v.text for n, _, v, _ in self._fields() if n == VENUE and isinstance(v, Scalar)]
        dated = sum(venues.read(text).year is not None for text in texts)
        apart = sum(name in ("year", "issued") for name, *_ in self._fields())
        return 2 * dated > len(texts) and dated > apart

    def _quotes(self) -> Quotes:
        """How texts are quoted that need not be: titles and venues of plain words."""
        forms: Counter[Quotes] = Counter()
        for variable, _, value, _ in self._fields():
            if variable in ("title", VENUE, "container-title") and isinstance(value, Scalar):
                sign = self.source.text[self._offset(value.span)]
                if sign in "'\"":
                    forms[Quotes(sign)] += 1
                elif not value.quoted:
                    forms[Quotes.NONE] += 1
        return forms.most_common(1)[0][0] if forms else Quotes.NONE

    def _spaced(self) -> str:
        if len(self.entries) < 2:
            return "\n\n" if len(self.entries) == 1 and not self.is_list else "\n"
        between = self.source.text[
            self._end(self.entries[-2].span) : self._offset(self.entries[-1].span)
        ]
        return "\n\n" if "\n\n" in between else "\n"


def _behind(source: Source, span: Span) -> int:
    """Return the offset behind *span*; a text of several lines ends before the line end."""
    start = source.offset(span.line, span.column)
    end = source.offset(span.end_line, span.end_column)
    return start + len(source.text[start:end].rstrip())


def _form(value: Node) -> People:
    if isinstance(value, Scalar):
        return _text_form(value.text)
    if isinstance(value, Sequence) and value.items:
        first = value.items[0]
        if isinstance(first, Scalar):
            return People.REVERSED_NAMES if ", " in first.text else People.NAMES
    return People.PARTS


def _text_form(text: str) -> People:
    if ";" in text:
        return People.SEMICOLONS
    parts = text.split(" and ")
    if len(parts) > 1 and all(part.count(",") == 1 and part.strip()[-1] != "," for part in parts):
        return People.REVERSED
    return People.TEXT

"""The entries of a BibTeX file, each with the fields that it takes from others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, replace

from coursepack.adapters.bibtex_nodes import ENTRY_TYPE
from coursepack.model.diagnostic import Diagnostic, Label, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.source import Span, Spanned
from coursepack.read.entries import bibtex_words as words

# Fields that a file may hand on, against what is written in it.
_MOST_GROWTH = 4
_LEAST_ROOM = 100_000
# How many entries may stand behind one another.
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name and its value, each where it was written."""

    name: Spanned[str]
    value: Scalar

    @property
    def text(self) -> str:
        """The value without the blanks around it."""
        return self.value.text.strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with its type; of two fields of one name it has the first.

    `blank` holds the names of those in which nothing is written.
    """

    key: Spanned[str]
    kind: Spanned[str]
    fields: Dictionary[str, Field]
    blank: tuple[Spanned[str], ...] = ()


def read(nodes: Iterable[tuple[Spanned[str], Node]]) -> Outcome[tuple[Entry, ...]]:
    """Return the entries that are works, in order, repeated ones too."""
    reader = _Reader()
    entries = [reader.entry(key, node) for key, node in nodes if isinstance(node, Mapping)]
    reader.learn(entries)
    works = [entry for entry in entries if entry.kind.value not in words.NO_WORKS]
    found = tuple(reader.completed(entry) for entry in works if reader.has_key(entry))
    return Outcome(found, tuple(reader.problems))


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self._entries: dict[str, Entry] = {}
        self._by_folded_key: dict[str, Entry] = {}
        self._completed: dict[int, Entry] = {}
        self._missing: set[str] = set()
        self._room = 0
        self._is_full = False

    def entry(self, key: Spanned[str], node: Mapping) -> Entry:
        kind = Spanned("misc", node.span)
        fields: dict[str, Field] = {}
        blank: list[Spanned[str]] = []
        for name, value in node.entries:
            if not isinstance(value, Scalar):
                continue
            if name.value == ENTRY_TYPE:
                kind = Spanned(value.text.lower(), value.span)
            elif name.value in fields:
                self._repeated(key.value, name, fields[name.value].name)
            elif value.text.strip():
                fields[name.value] = Field(name, value)
            else:
                blank.append(name)
        return Entry(key, kind, fields, tuple(blank))

    def learn(self, entries: Iterable[Entry]) -> None:
        """Remember *entries*, so that others may take fields from them."""
        for entry in entries:
            self._entries.setdefault(entry.key.value, entry)
            self._by_folded_key.setdefault(entry.key.value.casefold(), entry)
            self._room += sum(len(field.text) for field in entry.fields.values())
        self._room = _MOST_GROWTH * self._room + _LEAST_ROOM

    def completed(self, entry: Entry, depth: int = 0) -> Entry:
        """Return *entry* with the fields of the entries that it names, and of those these name."""
        known = self._completed.get(id(entry))
        if known or depth > _DEEPEST:
            return known or entry
        # One that is met again while it is being completed names itself in a circle.
        self._completed[id(entry)] = entry
        fields = dict(entry.fields)
        for name, other in self._named(entry):
            self._take(fields, entry, name, self.completed(other, depth + 1))
        complete = replace(entry, fields=fields) if len(fields) > len(entry.fields) else entry
        self._completed[id(entry)] = complete
        return complete

    def has_key(self, entry: Entry) -> bool:
        """Say whether *entry* can be called by a key; that it cannot is reported."""
        if not entry.key.value:
            message = f"an entry of the type `@{entry.kind.value}` has no key"
            hint = "write a key and a comma after the opening brace; pages call the work by it"
            self._report("missing-id", Severity.ERROR, message, entry.kind.span, hint)
        return bool(entry.key.value)

    def _named(self, entry: Entry) -> Iterator[tuple[str, Entry]]:
        """The entries that *entry* names, each with the field that names it."""
        for name in ("xdata", "crossref"):
            field = entry.fields.get(name)
            if not field:
                continue
            keys = field.text.split(",") if name == "xdata" else [field.text]
            for key in filter(None, map(str.strip, keys)):
                other = self._entries.get(key) or self._by_folded_key.get(key.casefold())
                if other:
                    yield name, other
                elif key not in self._missing:
                    self._missing.add(key)
                    message = f"`{entry.key.value}` names `{key}`, and no entry has that key"
                    hint = "write that entry in the same file, or correct the key"
                    place = field.value.span
                    self._report("unknown-crossref", Severity.WARNING, message, place, hint)

    def _take(self, fields: dict[str, Field], entry: Entry, by: str, other: Entry) -> None:
        """Add to *fields* of *entry* what *other* has and they have not."""
        names = {} if by == "xdata" else _other_names(entry.kind.value, other.kind.value)
        not_taken = _REFERENCES if by == "xdata" else words.NOT_TAKEN
        # What the other entry calls so itself comes before what it calls otherwise.
        ordered = sorted(other.fields.items(), key=lambda item: item[0] in names)
        for name, field in ordered:
            name = names.get(name, name)
            if name in not_taken or name in fields:
                continue
            if len(field.text) > self._room:
                self._full(entry)
                return
            self._room -= len(field.text)
            fields[name] = field

    def _full(self, entry: Entry) -> None:
        if not self._is_full:
            self._is_full = True
            message = f"from `{entry.key.value}` on entries take no more fields from others"
            hint = "the file would grow too much by them: write the long fields once"
            self._report("large-crossref", Severity.WARNING, message, entry.key.span, hint)

    def _repeated(self, key: str, written: Spanned[str], first: Spanned[str]) -> None:
        message = f"`{key}` has `{first.value}` and again `{written.value}`"
        labels = (Label(first.span, "first written here"),)
        self.problems.append(
            Diagnostic(
                "duplicate-field",
                Severity.ERROR,
                message,
                written.span,
                labels,
                ("keep one of them",),
            )
        )

    def _report(self, code: str, severity: Severity, message: str, span: Span, hint: str) -> None:
        self.problems.append(Diagnostic(code, severity, message, span, (), (hint,)))


_REFERENCES = frozenset(("xdata", "crossref", "ids"))


def _other_names(kind: str, other: str) -> Dictionary[str, str]:
    if kind in words.PARTS_OF_BOOKS:
        is_whole = other.startswith("mv")
        return words.TAKEN_AS_WHOLE if is_whole else words.TAKEN_AS_BOOK
    if kind in words.PARTS_OF_JOURNALS:
        return words.TAKEN_AS_JOURNAL
    return words.TAKEN_AS_WHOLE

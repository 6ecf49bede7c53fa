"""Data as templates see it: typed as Jekyll types it, printed as it was written, placed."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass

from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source, Span
from coursepack.pattern import pattern

_WHOLE = pattern(r"[-+]?(?:0|[1-9][0-9_]{0,17})")
_REAL = pattern(r"[-+]?(?:[0-9][0-9_]{0,30})?\.[0-9]{1,30}(?:[eE][-+]?[0-9]{1,3})?")
_TRUE = ("true", "yes", "on")
_FALSE = ("false", "no", "off")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a file of data."""

    source: Source
    span: Span
    quoted: bool = False

    @property
    def start(self) -> int:
        """The offset of its first character."""
        start = self.source.offset(self.span.line, self.span.column)
        return start + (self.quoted and self.source.text[start : start + 1] in ("'", '"'))


class Text(str):
    """A text that knows its place, and the work whose entry it is from.

    `parts` is what it was put together from, `document` the page whose body it is; both are
    for whoever prints it.
    """

    place: Place | None
    entry: str
    parts: tuple[object, ...]
    document: Record | None

    def __new__(
        cls,
        text: str,
        place: Place | None = None,
        entry: str = "",
        parts: tuple[object, ...] = (),
        document: Record | None = None,
    ) -> Text:
        """Return *text* with all that is known of it."""
        made = super().__new__(cls, text)
        made.place, made.entry, made.parts, made.document = place, entry, parts, document
        return made


class Whole(int):
    """A whole number that is printed as it was written."""

    written: Text

    def __str__(self) -> str:
        return self.written


class Real(float):
    """A number that is printed as it was written."""

    written: Text

    def __str__(self) -> str:
        return self.written


class Truth:
    """True or false, printed as it was written; Liquid asks for its value."""

    __slots__ = ("value", "written")

    def __init__(self, written: Text, value: bool) -> None:
        self.written, self.value = written, value

    def __liquid__(self) -> bool:
        return self.value

    def __bool__(self) -> bool:
        return self.value

    def __eq__(self, other: object) -> bool:
        value = other.value if isinstance(other, Truth) else other
        return isinstance(value, bool) and value == self.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        return self.written


class Record(dict[str, object]):
    """Values by name; `entry` is the key of the work that it describes.

    `document` is the file whose front matter it is, from the offset `body` on.
    """

    entry: str = ""
    place: Place | None = None
    document: Source | None = None
    body: int = 0

    def __missing__(self, name: object) -> object:
        # YAML's keys are text here: `2024:` is found by a number too.
        if isinstance(name, int | float) and str(name) in self:
            return self[str(name)]
        raise KeyError(name)

    def __hash__(self) -> int:  # type: ignore[override]  # told apart as objects
        return id(self)

    def __str__(self) -> str:
        """Print the body of a document as its site does; other mappings as nothing."""
        content = self.get("content") if self.document else None
        return str(content or "")


class Lazy(AnyMapping[str, object]):
    """Values by name that are made when they are asked for; none is found twice."""

    def __init__(self, names: Iterator[str] | tuple[str, ...] = ()) -> None:
        self._names = tuple(names)
        self._made: dict[str, object] = {}

    def make(self, name: str) -> object:
        """Return the value called *name*; raise KeyError where there is none."""
        raise KeyError(name)

    def __getitem__(self, name: str) -> object:
        name = str(name)
        if name not in self._made:
            self._made[name] = self.make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def value_of(node: Node | None, source: Source, entry: str = "") -> object:
    """Return *node* of *source* as a template's value; all of it describes the work *entry*."""
    match node:
        case Scalar():
            return _scalar(node, source, entry)
        case Sequence(items):
            return [value_of(item, source, entry) for item in items]
        case Mapping(entries, span):
            record = Record()
            record.entry, record.place = entry, Place(source, span)
            for name, value in entries:
                key = Text(name.value, Place(source, name.span))
                record[key] = value_of(value, source, entry)
            return record
        case _:
            return None


def entry_of(value: object) -> str:
    """Return the key of the work whose entry *value* is from, "" where it is from none or many."""
    match value:
        case Text() | Record():
            return value.entry
        case Whole() | Real() | Truth():
            return value.written.entry
        case list() if value and all(isinstance(item, Text | Record) for item in value):
            first = entry_of(value[0])
            return first if all(entry_of(item) == first for item in value) else ""
        case _:
            return ""


def place_of(value: object) -> Place | None:
    """Return where *value* stands in a file of data, None where it was made by a template."""
    match value:
        case Text() | Record():
            return value.place
        case Whole() | Real() | Truth():
            return value.written.place
        case _:
            return None


def _scalar(node: Scalar, source: Source, entry: str) -> object:
    text = Text(node.text, Place(source, node.span, node.quoted), entry)
    if node.quoted:
        return text
    if node.is_null:
        return None
    if node.text.lower() in (*_TRUE, *_FALSE):
        return Truth(text, node.text.lower() in _TRUE)
    number: Whole | Real
    if _WHOLE.fullmatch(node.text):
        number = Whole(node.text.replace("_", ""))
    elif _REAL.fullmatch(node.text):
        number = Real(node.text.replace("_", ""))
    else:
        return text
    number.written = text
    return number

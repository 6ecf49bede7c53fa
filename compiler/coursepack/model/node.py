"""Data as it was written in YAML or JSON: text, lists and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from coursepack.model.source import Span, Spanned


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as the text that was written: `no`, `12:30` and `010` stay so."""

    text: str
    span: Span
    quoted: bool = False

    @property
    def is_null(self) -> bool:
        """Nothing was written, or the word for nothing; "Null" may be a family name."""
        return not self.quoted and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values by name, in the order written; a name that was written twice is there twice."""

    entries: tuple[tuple[Spanned[str], Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """Return the first value called *key*."""
        return next((node for name, node in self.entries if name.value == key), None)


Node = Scalar | Sequence | Mapping

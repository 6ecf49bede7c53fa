"""An outline of parts, sections and readings in YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coursepack import words
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome, Severity
from coursepack.model.document import Block, Inlines, ListItem, Paragraph, Text, plain_text
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.outline import Outline, ReadingItem, Readings, Section
from coursepack.model.source import Span, Spanned
from coursepack.read.data import fields as names
from coursepack.read.data import texts as data_texts
from coursepack.read.data.readings import ReadingReader
from coursepack.read.data.shape import Shape, holds_sections, of_items, unwrapped
from coursepack.read.data.texts import Texts
from coursepack.read.outline_reader import Page
from coursepack.read.pages.texts import Entries
from coursepack.read.sites.site import Site
from coursepack.read.words.schedule import Role, presented

_DEEPEST = 6
_MET = (Shape.PARTS, Shape.SCHEDULE)

_Body = tuple[Block | Readings[ReadingItem], ...]


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the outline of *page*; a field that says nothing known is noted."""

    def walk(texts: Texts) -> Outline[ReadingItem]:
        return _Reader(texts, ReadingReader(texts, site, page.source)).outline(page.data)

    return data_texts.read_twice(walk, pandoc)


@dataclass(slots=True)
class _Draft:
    """A part while its fields are read."""

    title: Spanned[Inlines] | None = None
    date: str = ""
    presenter: str = ""
    prose: list[Block] = field(default_factory=list)
    entries: list[ReadingItem | ListItem] = field(default_factory=list)
    sections: list[Section[ReadingItem]] = field(default_factory=list)

    def body(self) -> _Body:
        entries = presented(self.entries, self.presenter)
        readings = (Readings(entries),) if entries else ()
        if self.presenter and not readings:
            return (Paragraph((Text(self.presenter),)), *self.prose)
        return (*self.prose, *readings)


@dataclass(slots=True)
class _Reader:
    texts: Texts
    readings: ReadingReader

    def outline(self, node: Node | None) -> Outline[ReadingItem]:
        name, node = unwrapped(node)
        if isinstance(node, Mapping):
            draft = self._draft(node, 0)
            title = plain_text(draft.title.value) if draft.title else name
            return Outline(title, draft.body(), tuple(draft.sections))
        return Outline("", (), tuple(self._sections(node, 1)) if node else ())

    def _sections(self, node: Node, level: int) -> Iterator[Section[ReadingItem]]:
        """Yield the sections of a list, or of a mapping by title."""
        if isinstance(node, Sequence):
            for item in node.items:
                yield from self._section(item, level)
        elif isinstance(node, Mapping):
            for name, value in node.entries:
                yield self._titled(name, value, level)

    def _section(self, node: Node, level: int) -> Iterator[Section[ReadingItem]]:
        if isinstance(node, Mapping) and level <= _DEEPEST:
            (name, value), *others = node.entries or (((None, None)),)
            if name and value and not others and self._is_title(name.value, value):
                yield self._titled(name, value, level)
            elif name:
                yield self._closed(self._draft(node, level), node.span, level)
        elif (text := names.text(node)) is not None:
            yield Section(Spanned(self.texts.inlines(text), text.span), level)
        elif not isinstance(node, Scalar):
            message = "a list stands where a part should"
            hint = "write `title: …`, and below it `readings:`"
            self.texts.report("not-a-part", Severity.WARNING, message, node.span, hint)

    def _is_title(self, name: str, value: Node) -> bool:
        """`- Introduction: [one, two]`: the only name is no field that we know."""
        is_field = names.folded(name) in names.NESTED | names.TITLES | names.TEXTS
        return not is_field and not isinstance(value, Scalar) and self.texts.role(name) is None

    def _titled(self, name: Spanned[str], value: Node, level: int) -> Section[ReadingItem]:
        draft = _Draft()
        if isinstance(value, Mapping) and level <= _DEEPEST:
            draft = self._draft(value, level)
        elif isinstance(value, Sequence) and of_items(value.items) in _MET and level <= _DEEPEST:
            draft.sections += self._sections(value, level + 1)
        else:
            draft.entries += self.readings.read(value)
        draft.title = draft.title or Spanned(self.texts.inlines(name), name.span)
        return self._closed(draft, name.span, level)

    def _closed(self, draft: _Draft, span: Span, level: int) -> Section[ReadingItem]:
        title = draft.title or Spanned((Text(draft.date or "…"),), span)
        return Section(title, level, draft.body(), tuple(draft.sections), draft.date)

    def _draft(self, node: Mapping, level: int) -> _Draft:
        draft = _Draft()
        for name, written, value in names.fields(node):
            if not self._field(draft, name, written, value, level):
                self.texts.unread(written)
        return draft

    def _field(
        self, draft: _Draft, name: str, written: Spanned[str], value: Node, level: int
    ) -> bool:
        """Put a field where it belongs; False where that is nowhere."""
        text = names.text(value)
        if isinstance(value, Scalar) and text is None:
            return True
        role = self.texts.role(written.value)
        if name in names.NESTED and not text and _are_sections(name, value, level):
            draft.sections += self._sections(value, level + 1)
        elif (text and (name in names.TITLES or role is Role.TITLE) and draft.title is None) or (
            text and name == "about" and draft.title is None
        ):
            draft.title = Spanned(self.texts.inlines(text), text.span)
        elif text and (name in names.TEXTS or role is Role.NOTES):
            draft.prose += self.texts.blocks(text)
        elif (found := self._readings(written, name, value)) is not None:
            draft.entries += found
        elif level and role in (Role.DATE, Role.WEEK):
            said = names.joined(value)
            if role is Role.WEEK and said.isdigit():
                said = words.here().week.format(number=said)
            draft.date = f"{draft.date} ({said})" if draft.date else said
        elif level and role is Role.PRESENTER:
            draft.presenter = names.people(value)
        elif level < _DEEPEST and holds_sections(value):
            # `autumn: …`: what it holds says that its name is a title.
            draft.sections.append(self._titled(written, value, level + 1))
        else:
            return False
        return True

    def _readings(self, written: Spanned[str], name: str, value: Node) -> Entries | None:
        if name in names.PAPERS or name == "keys":
            return self.readings.read(value)
        return self.readings.of_field(written, value)


def _are_sections(name: str, value: Node, level: int) -> bool:
    """Say whether *value* holds sections; a course's `topics:` may be mere words."""
    if name == "topics" and level and isinstance(value, Sequence):
        return not all(isinstance(item, Scalar) for item in value.items)
    return True

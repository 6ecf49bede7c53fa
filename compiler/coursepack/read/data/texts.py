"""The texts of a page that is data: gathered first, then read together.

The outline is walked twice. On the first way every text and every described work is noted
and nothing is known of it yet; then pandoc is asked once for all; on the second way each
answer is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Blocks, Inlines, ListItem, Text, flat
from coursepack.model.node import Mapping
from coursepack.model.outline import ReadingItem
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Work
from coursepack.pattern import pattern
from coursepack.read.data import fields as data_fields
from coursepack.read.entries import work_parts
from coursepack.read.pages import prose
from coursepack.read.pages import texts as item_texts
from coursepack.read.pages.prose import Asked
from coursepack.read.pages.texts import Entries
from coursepack.read.words.schedule import Role

T = TypeVar("T")

# Anything else is a character like any other, to Markdown too.
_PLAIN = pattern(r"[\w ,;:.!?()/+%=$|-]*")
# Blocks of their own: items, headings, tables, paragraphs and blocks of HTML.
_BLOCKS = pattern(r"(?:^|\n)\s*(?:[-*+•#|>]\s|\d{1,3}[.)]\s|<(?:ul|ol|li|p|div|table)\b)|\n\s*\n")
_DASHES = pattern(r"--|\.\.\.|(?:https?:|www\.|:\w+:)")


@dataclass(slots=True)
class Texts:
    """What the texts of an outline say, as far as that is known on this way through it."""

    problems: list[Diagnostic] = field(default_factory=list)
    _entries: dict[Spanned[str], Entries] = field(default_factory=dict)
    _prose: dict[Asked, Blocks] = field(default_factory=dict)
    _works: dict[Span, tuple[Spanned[str], Mapping]] = field(default_factory=dict)
    _made: dict[Span, Work] = field(default_factory=dict)
    _unread: dict[str, list[Span]] = field(default_factory=dict)
    _roles: dict[str, Role | None] = field(default_factory=dict)

    def role(self, name: str) -> Role | None:
        """Return what the field *name* of a session holds."""
        if name not in self._roles:
            self._roles[name] = data_fields.role(name)
        return self._roles[name]

    def readings(self, text: Spanned[str]) -> Entries:
        """Return the readings and the prose in *text*."""
        return self._entries.setdefault(text, ())

    def blocks(self, text: Spanned[str]) -> Blocks:
        """Return *text* as prose."""
        return self._prose.setdefault(Asked(text), ()) if text.value.strip() else ()

    def inlines(self, text: Spanned[str]) -> Inlines:
        """Return *text* as words within a line."""
        words = " ".join(text.value.split())
        if _PLAIN.fullmatch(words) and not _DASHES.search(words):
            return (Text(words),) if words else ()
        return flat(self._prose.setdefault(Asked(text, line=True), ()))

    def work(self, key: Spanned[str], node: Mapping) -> Work | None:
        """Return the work that *node* describes under *key*."""
        self._works[node.span] = (key, node)
        return self._made.get(node.span)

    def unread(self, name: Spanned[str]) -> None:
        """Note that the field *name* is not understood here."""
        self._unread.setdefault(name.value, []).append(name.span)

    def report(self, code: str, severity: Severity, message: str, span: Span, hint: str) -> None:
        """Report what is wrong at *span*."""
        self.problems.append(Diagnostic(code, severity, message, span, (), (hint,)))

    @property
    def has_questions(self) -> bool:
        """Whether there is anything to read."""
        return bool(self._entries or self._prose or self._works)

    def ask(self, pandoc: Pandoc) -> tuple[Diagnostic, ...]:
        """Read all that was noted; return what was noticed."""
        read = item_texts.read(pandoc, tuple(map(_as_item, self._entries)))
        found = zip(self._entries, read.value, strict=True)
        self._entries = {text: tuple(_placed(entries, text.span)) for text, entries in found}
        said = prose.read(pandoc, tuple(self._prose))
        self._prose = dict(zip(self._prose, said.value, strict=True))
        made = work_parts.works(self._works.values())
        self._made = dict(zip(self._works, made.value, strict=True))
        # What the first way noticed, the second notices again.
        self.problems.clear()
        self._unread.clear()
        return (*read.diagnostics, *said.diagnostics, *made.diagnostics)

    def noticed(self) -> tuple[Diagnostic, ...]:
        """Return what was noticed on the way, a field that is not read once a name."""
        return (*self.problems, *(_unread(*field) for field in self._unread.items()))


def read_twice(walk: Callable[[Texts], T], pandoc: Pandoc) -> Outcome[T]:
    """Return what *walk* makes of a page, once what its texts say is known."""
    texts = Texts()
    made = walk(texts)
    if not texts.has_questions:
        return Outcome(made, texts.noticed())
    problems = texts.ask(pandoc)
    made = walk(texts)
    return Outcome(made, (*problems, *texts.noticed()))


def _as_item(text: Spanned[str]) -> Spanned[str]:
    """Return *text* as an item of the list of readings that it stands in, unless it is one."""
    if _BLOCKS.search(text.value):
        return text
    return Spanned("- " + text.value.replace("\n", "\n  "), text.span)


def _placed(entries: Entries, span: Span) -> Iterator[ReadingItem | ListItem]:
    """Yield *entries*, each key at a place of the file."""
    for entry in entries:
        if isinstance(entry, ReadingItem) and not entry.key.span.source:
            yield replace(entry, key=Spanned(entry.key.value, span))
        else:
            yield entry


def _unread(name: str, spans: list[Span]) -> Diagnostic:
    times = f" ({len(spans)} times)" if len(spans) > 1 else ""
    message = f"the field `{name}` is not used{times}"
    return Diagnostic("unread-field", Severity.NOTE, message, spans[0])

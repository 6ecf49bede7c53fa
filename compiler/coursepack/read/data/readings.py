"""Readings as data says them: a key, a text, a mapping with all that a reading can carry."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from coursepack import words
from coursepack.definitions import outline
from coursepack.definitions.works import VENUE, VERSIONS
from coursepack.model.diagnostic import Severity
from coursepack.model.document import Inlines, ListItem, Paragraph, Text
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.outline import ReadingItem, Requirement
from coursepack.model.source import Source, Span, Spanned
from coursepack.pattern import pattern
from coursepack.read.data import fields as names
from coursepack.read.data.shape import is_table
from coursepack.read.data.texts import Texts
from coursepack.read.entries import keys as work_keys
from coursepack.read.pages import reference_text
from coursepack.read.pages.texts import Entries
from coursepack.read.sites.site import Site
from coursepack.read.words import csl_variables, dates, phrases
from coursepack.read.words.schedule import ASSIGNING, Role, level, requirement_of

_KEY = pattern(
    r"(?!(?:https?|mailto|doi|arxiv|isbn):|www\.|@)(?=.*\w)"
    r"(?:DBLP:\S+|[^\s/<>\[\](){}|\"`*,;]+)",
    re.IGNORECASE,
)
# Words of a language seldom look like this; keys of a library mostly do.
_SURELY_KEY = pattern(r"(?=.*[A-Za-z])(?=.*[\d_:-]).+")
_BETWEEN = pattern(r"<br\s*/?>|\n|;", re.IGNORECASE)
_LINES = pattern(r"<br\s*/?>|\n", re.IGNORECASE)
_ITEMS = pattern(r"\n(?=\s*(?:[-*+•]|\d{1,2}[.)])\s)")
_BULLET = pattern(r"(?:[-*+•]|\d{1,2}[.)])\s+")
_LONGEST_KEY = 200

_NOTHING = frozenset(("none", "-", "–", "—", "n/a", "no reading", "no readings", "nothing"))
_OPEN_YET = frozenset(("tbd", "tba", "tbc", "?", "todo"))

_TEXTS = frozenset(("text", "citation", "markdown", "html", "content"))
_ASKING = names.NOTES | {"read", "reading", "portion", "part", "skim", "focus"}
_TELLING = frozenset(("author", "editor", "issued", "year", "publisher", VENUE, "DOI"))
_WHOLE = frozenset(("all", "all of it", "everything", "whole", "whole paper", "in full", "-", "–"))
_COMPANIONS = outline.COMPANION.names
_RENAMED = {
    "name": "title", "link": "url", "pdf": "url", "href": "url", "paper url": "url",
    "source": "venue", "from": "venue", "at": "venue", "in": "venue", "web": "url",
    "publ": "publisher", "pub": "publisher", "press": "publisher",
}  # fmt: skip
_PAGES = pattern(
    r"(?:pp?\.?|pages?)?\s*[\w.:]*\d[\w.:]*(?:\s*[-–—,+]+\s*[\w.:]*\d[\w.:]*)*\+?", re.IGNORECASE
)
_UNITS = {
    "section": "section", "sections": "section", "page": "page", "pages": "page",
    "chapter": "chapter", "chapters": "chapter", "pp": "page",
}  # fmt: skip


@dataclass(slots=True)
class ReadingReader:
    """Reads the readings of one outline; *source* is the file that they stand in."""

    texts: Texts
    site: Site
    source: Source
    _count: int = 0

    def read(self, node: Node, requirement: Requirement | None = None) -> Entries:
        """Return the readings that *node* says, each with *requirement* if it says none itself."""
        if isinstance(node, Scalar):
            return self._scalar(node, requirement)
        if isinstance(node, Sequence):
            return tuple(entry for item in node.items for entry in self.read(item, requirement))
        if _is_reading(node):
            return self._mapping(node, requirement)
        return tuple(entry for e in node.entries for entry in self._named(*e, requirement))

    def of_field(self, name: Spanned[str], node: Node) -> Entries | None:
        """Return the readings of a field such as `main`, None where it holds none."""
        role = self.texts.role(name.value)
        is_blank = isinstance(node, Scalar) and names.text(node) is None
        if role not in ASSIGNING or (names.flag(node) is not None and not is_blank):
            return None
        binding = {Role.REQUIRED: Requirement(True), Role.OPTIONAL: Requirement(False)}
        return self.read(node, binding.get(role))

    def keyed(self, key: Spanned[str], node: Mapping) -> Entries:
        """Return the reading called *key*, with what *node* says of it beside its work."""
        slots = self._slots(node)
        return self._with_slots((ReadingItem(key),), slots, None)

    # Texts.

    def _scalar(self, node: Scalar, requirement: Requirement | None) -> Entries:
        text = names.text(node)
        if text is None or text.value.lower() in _NOTHING:
            return ()
        if text.value.lower() in _OPEN_YET:
            return (ListItem((Paragraph((Text(text.value),)),)),)
        if self._is_key(text.value):
            return (ReadingItem(self._placed(text), requirement),)
        return _bound(self._text(text), requirement)

    def _text(self, text: Spanned[str]) -> Entries:
        if keys := self._keys(text):
            return tuple(map(ReadingItem, keys))
        between = _ITEMS if _ITEMS.search(text.value) else _LINES
        bare = _bare_pieces(text.value, between)
        are_items = len(bare) > 1 and (between is _ITEMS or "\n" not in text.value)
        is_key = [
            self._is_key(piece) and (are_items or self._is_surely_key(piece)) for piece in bare
        ]
        is_cell = is_table(self.source) and "](" not in text.value
        if not any(is_key) and not (is_cell and len(bare) > 1 and _stand_alone(bare)):
            return self.texts.readings(text)
        pieces = self._pieces(text, between)
        # Keys stand among references that are written out.
        found: list[ReadingItem | ListItem] = []
        for piece, names_work in zip(pieces, is_key, strict=True):
            found += (ReadingItem(piece),) if names_work else self.texts.readings(piece)
        return tuple(found)

    def _keys(self, text: Spanned[str]) -> list[Spanned[str]]:
        """Return the keys that *text* is made of, none where it is made of anything else."""
        bare = _bare_pieces(text.value, _BETWEEN)
        if bare and all(self._is_key(piece) for piece in bare):
            return list(self._pieces(text, _BETWEEN))
        words = [word.strip() for word in text.value.split(",")]
        if len(words) > 1 and all(
            self._is_key(word) and self._is_surely_key(word) for word in words
        ):
            return list(self._pieces(text, re.compile(",")))
        if len(text.value) <= _LONGEST_KEY and self._are_words_keys(text.value):
            return list(self._pieces(text, re.compile(r"[\s,;]+")))
        return []

    def _pieces(self, text: Spanned[str], between: re.Pattern[str]) -> Iterator[Spanned[str]]:
        """Yield what stands between separators, without bullets, each at its own place."""
        at = self.source.offset(text.span.line, text.span.column)
        for bare in _bare_pieces(text.value, between):
            placed = self._placed(Spanned(bare, text.span), at)
            if placed.span != text.span:
                at = self.source.offset(placed.span.end_line, placed.span.end_column)
            yield placed

    def _placed(self, text: Spanned[str], start: int | None = None) -> Spanned[str]:
        """Return *text* at its exact place, which may be within that of a longer value."""
        span = text.span
        if span.source != self.source.name:
            return text
        if start is None:
            start = self.source.offset(span.line, span.column)
        end = self.source.offset(span.end_line, span.end_column)
        at = self.source.text.find(text.value, start, end)
        return Spanned(text.value, self.source.span(at, at + len(text.value))) if at >= 0 else text

    def _is_key(self, text: str) -> bool:
        if len(text) > _LONGEST_KEY or "\n" in text or "://" in text:
            return False
        if _KEY.fullmatch(text):
            return True
        # What could only be a key if a work had it: "DeepSeek V3", "conf/sosp/Kwon23".
        is_likely = not re.search(r"[<\[*`;]", text) and len(text.split()) <= 4
        return is_likely and text in self.site.known_keys()

    def _are_words_keys(self, text: str) -> bool:
        """Say whether keys stand side by side, one of them known: "clark88 saltzer84"."""
        words = re.split(r"[\s,;]+", text.strip(" \t\n,;"))
        return (
            len(words) > 1
            and any(self._is_known(word) for word in words)
            and all(self._is_key(word) and self._is_surely_key(word) for word in words)
        )

    def _is_surely_key(self, text: str) -> bool:
        return bool(_SURELY_KEY.match(text)) or text in self.site.known_keys()

    # Mappings.

    def _named(
        self, name: Spanned[str], node: Node, requirement: Requirement | None
    ) -> Iterator[ReadingItem | ListItem]:
        """Yield the readings of a field whose name is a label of theirs, or a key."""
        is_empty = isinstance(node, Scalar) and node.is_null
        if binding := requirement_of(name.value):
            yield from self.read(node, binding)
        elif self.texts.role(name.value) in ASSIGNING and not self._is_known(name.value):
            yield from self.read(node, requirement)
        elif isinstance(node, Mapping) and self._is_key(name.value):
            slots = self._slots(node)
            yield from self._with_slots((ReadingItem(name),), slots, requirement)
        elif is_empty:
            yield from self._scalar(Scalar(name.value, name.span, quoted=True), requirement)
        elif isinstance(node, Scalar):
            yield from self._colon(name, node, requirement)
        else:
            yield ListItem((Paragraph(self.texts.inlines(name)),))
            yield from self.read(node, requirement)

    def _colon(self, name: Spanned[str], node: Scalar, requirement: Requirement | None) -> Entries:
        """A title with a colon that has no quotes; behind a known key stands what to read."""
        if self._is_known(name.value):
            locator = phrases.locator_of(node.text)
            note = () if locator else self._inlines(node)
            return (ReadingItem(name, requirement, locator, note),)
        span = Span(*_start(name.span), node.span.end_line, node.span.end_column)
        return _bound(self._text(Spanned(f"{name.value}: {node.text}", span)), requirement)

    def _is_known(self, key: str) -> bool:
        return key in self.site.known_keys()

    def _mapping(self, node: Mapping, requirement: Requirement | None) -> Entries:
        slots = self._slots(node)
        main = self._main(node, slots)
        if not slots.names_reading and not slots.is_open:
            message = "a reading has neither a key nor a title"
            hint = "write `key: …` for a work of your files, or `title: …` and what else is known"
            self.texts.report("not-a-reading", Severity.WARNING, message, node.span, hint)
        return self._with_slots(main, slots, requirement)

    def _main(self, node: Mapping, slots: _Slots) -> Entries:
        title = names.text(slots.work.get("title"))
        if isinstance(slots.key, Mapping | Sequence):
            self._leave_out(slots)
            return self.read(slots.key)
        key = names.text(slots.key)
        if key and key.value.lower() in _OPEN_YET:
            self._leave_out(slots)
            return self._scalar(Scalar(key.value, key.span, quoted=True), None)
        if key and not title and not self._is_key(key.value) and _is_whole(key.value, slots):
            return self._text(_with_address(key, slots))
        if key and not title and _tells(slots.work) and not self._is_key(key.value):
            # `paper: …` with authors and venue beside it is the title.
            slots.work["title"] = Scalar(key.value, key.span, quoted=True)
            slots.spans["title"] = key.span
            return (self._described(None, node, slots),)
        if key and not self._is_key(key.value):
            self._leave_out(slots)
            return self._text(key)
        if key and not title:
            self._leave_out(slots)
            return (ReadingItem(self._placed(key)),)
        if text := slots.text or (title if title and "](" in title.value else None):
            self._leave_out(slots)
            return self._text(text)
        if title:
            return (self._described(key, node, slots),)
        if url := names.text(slots.work.get("url")):
            self._leave_out(slots)
            return self.texts.readings(url)
        return ()

    def _described(self, key: Spanned[str] | None, node: Mapping, slots: _Slots) -> ReadingItem:
        self._count += 1
        entries = ((Spanned(n, slots.spans[n]), value) for n, value in slots.work.items())
        work = Mapping(tuple(entries), node.span)
        made = key or work_keys.work_key(None, work, self._count)
        return ReadingItem(made, described=self.texts.work(made, work))

    def _leave_out(self, slots: _Slots) -> None:
        """Note the fields of a work that is not described here after all."""
        for name in slots.work:
            if name not in ("title", "url"):
                self.texts.unread(Spanned(name, slots.spans[name]))

    def _with_slots(self, main: Entries, slots: _Slots, requirement: Requirement | None) -> Entries:
        """Return *main* with what its mapping says of it, then what accompanies it."""
        requirement = slots.requirement or requirement
        found: list[ReadingItem | ListItem] = []
        is_first = True
        for entry in main:
            if isinstance(entry, ListItem):
                found.append(entry)
                continue
            found.append(
                replace(
                    entry,
                    requirement=slots.requirement or entry.requirement or requirement,
                    locator=(slots.locator if is_first else "") or entry.locator,
                    note=(*entry.note, *(slots.note if is_first else ())),
                    presenter=slots.presenter or entry.presenter,
                    date=slots.date or entry.date,
                )
            )
            is_first = False
        label = requirement.label if requirement else ""
        for companion in slots.companions:
            found += _bound(self.read(companion), Requirement(False, label))
        for name, node in slots.beside:
            found += (
                replace(
                    entry,
                    presenter=entry.presenter or slots.presenter,
                    date=entry.date or slots.date,
                )
                if isinstance(entry, ReadingItem)
                else entry
                for entry in self.of_field(name, node) or ()
            )
        return tuple(found)

    def _slots(self, node: Mapping) -> _Slots:
        slots = _Slots()
        for name, written, value in names.fields(node):
            if not isinstance(value, Scalar) or names.text(value):
                self._slot(slots, name, written, value)
            elif name in names.KEYS or name == "title":
                slots.is_open = True
        appeared = {names.folded(written) for written in slots.work} & _APPEARED
        if slots.who and appeared and not _AUTHORS & {n.lower() for n in slots.work}:
            # Beside a journal and a year, who wrote it is told before who speaks of it.
            slots.work["authors"], slots.presenter = slots.who, ""
            slots.spans["authors"] = slots.spans["who"]
        key = names.text(slots.key)
        if key and "title" in slots.work and (binding := requirement_of(key.value)):
            slots.key, slots.requirement = None, binding  # `reading: required`
        if slots.label:
            slots.requirement = requirement_of(slots.label) or Requirement(
                slots.requirement.required if slots.requirement else True, slots.label
            )
        if slots.date_node and not _is_issued(slots):
            slots.date = names.joined(slots.date_node)
        elif slots.date_node:
            slots.work["date"] = slots.date_node
        if names.joined(slots.pages).lower() in _WHOLE:
            slots.pages = None
        is_described = "title" in slots.work and slots.key is None
        fields = {names.folded(written) for written in slots.work}
        if slots.pages and is_described and not asks_pages(names.joined(slots.pages), fields):
            slots.work["pages"] = slots.pages
        elif slots.pages:
            slots.locator = _locator("pages", slots.pages)
        return slots

    def _slot(self, slots: _Slots, name: str, written: Spanned[str], value: Node) -> None:
        """Put the field *name* into the slot it belongs to."""
        slots.spans.setdefault(name, written.span)
        if name in names.KEYS and slots.key is None and not (name in _TEXTS and slots.work):
            slots.key = value
        elif name in ("required", "optional"):
            slots.requirement = _requirement(value, name == "required")
        elif name in names.BINDING and (says := names.flag(value)) is not None:
            slots.requirement = Requirement(says)
        elif name in names.BINDING | names.LEVELS and (found := level(names.joined(value))):
            slots.requirement = found
        elif name == "label":
            slots.label = names.joined(value)
        elif name in ("pages", "page", "pp"):
            slots.spans.setdefault("pages", written.span)
            slots.pages = value
        elif name in names.LOCATORS and not _is_venue(name, value):
            whole = names.joined(value).lower() in _WHOLE
            slots.locator = "" if whole else _locator(name, value)
        elif name in _ASKING and (asked := _asked(names.joined(value))):
            slots.locator = asked
        elif name in names.NOTES and (found := requirement_of(names.joined(value))):
            slots.requirement = slots.requirement or found
        elif name in names.NOTES:
            slots.note = self._notes(value)
        elif name in names.PRESENTERS:
            slots.presenter = names.people(value)
            slots.who = value if name == "who" else None
        elif name == "date":
            slots.date_node = value
        elif name in _COMPANIONS:
            slots.companions.append(value)
        elif name in _TEXTS and (text := names.text(value)):
            slots.text = text
        elif isinstance(value, Mapping) and (address := _address(name, value)):
            self._work_slot(slots, "url", Spanned("url", written.span), address)
        elif not isinstance(value, Scalar) and self.texts.role(written.value) in ASSIGNING:
            slots.beside.append((written, value))
        else:
            self._work_slot(slots, name, written, value)

    def _work_slot(self, slots: _Slots, name: str, written: Spanned[str], value: Node) -> None:
        renamed = _RENAMED.get(name, written.value)
        if name == "published" and isinstance(value, Scalar):
            renamed = "issued"  # a year; a version stands there as a mapping
        is_of_work = csl_variables.variable(renamed) or renamed in VERSIONS
        if not is_of_work:
            self.texts.unread(written)
            return
        plain = renamed.lower() if renamed.lower() in ("title", "url") else renamed
        slots.spans.setdefault(plain, written.span)
        if plain not in slots.work:
            slots.work[plain] = value
        else:
            self.texts.unread(written)

    def _notes(self, value: Node) -> Inlines:
        found: Inlines = ()
        for text in names.texts(value):
            words = self.texts.inlines(text)
            found = (*found, Text(" "), *words) if found else words
        return found

    def _inlines(self, node: Scalar) -> Inlines:
        text = names.text(node)
        return self.texts.inlines(text) if text else ()


_APPEARED = names.CONTAINERS | {"year", "doi", "where"}
_AUTHORS = frozenset(("author", "authors", "by", "writers", "editor", "editors"))


@dataclass(slots=True)
class _Slots:
    """What a mapping says of a reading; `work` holds what it tells of the work itself."""

    key: Node | None = None
    text: Spanned[str] | None = None
    requirement: Requirement | None = None
    label: str = ""
    locator: str = ""
    note: Inlines = ()
    presenter: str = ""
    who: Node | None = None
    date: str = ""
    date_node: Node | None = None
    pages: Node | None = None
    is_open: bool = False
    companions: list[Node] = field(default_factory=list)
    beside: list[tuple[Spanned[str], Node]] = field(default_factory=list)
    work: dict[str, Node] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)

    @property
    def names_reading(self) -> bool:
        """Whether it is said which work is read."""
        return bool(self.key or self.text or self.work.keys() & {"title", "url"})


def _is_whole(text: str, slots: _Slots) -> bool:
    """Say whether *text* is a reference with all that is known but its address."""
    only_address = {csl_variables.variable(name) for name in slots.work} <= {"URL", "DOI"}
    return bool(slots.work) and only_address and len(text.split()) > 5 and "](" not in text


def _with_address(text: Spanned[str], slots: _Slots) -> Spanned[str]:
    """Return *text* with the address that stands in a field beside it behind it."""
    said = text.value.rstrip()
    for name, value in slots.work.items():
        address = names.joined(value)
        is_doi = csl_variables.variable(name) == "DOI" and not address.startswith("http")
        is_doi = is_doi or bool(re.match(r"10\.\d{4,9}/", address))
        said += f" doi:{address}" if is_doi else f" {address}"
    return Spanned(said, text.span)


def _tells(work: Iterable[str]) -> bool:
    """Say whether the fields *work* tell more of a work than its title and its address."""
    return any(csl_variables.variable(name) in _TELLING for name in work)


def _is_reading(node: Mapping) -> bool:
    """Say whether *node* tells of one reading, and not of readings by name."""
    found = {name: value for name, _, value in names.fields(node)}
    said = names.KEYS | names.LINKS | _TEXTS | names.DESCRIBING | {"title", "name"}
    if any(isinstance(found[name], Scalar) for name in found.keys() & (said - {"reading"})):
        return True
    if found.keys() & {"paper", "work"} or found.keys() & _COMPANIONS:
        return True
    if found.keys() <= names.NOTES | names.PRESENTERS | names.LOCATORS | {"date", "label"}:
        return True
    return "reading" in found and len(found) > 1 and isinstance(found["reading"], Scalar | Mapping)


def asks_pages(pages: str, fields: AbstractSet[str]) -> bool:
    """Say whether *pages* are those to read, not those that a work with *fields* stands on."""
    if not _PAGES.fullmatch(pages):
        return bool(phrases.locator_of(pages))
    return bool(fields & {"publisher", "isbn"}) and not fields & names.CONTAINERS


def _requirement(value: Node, required: bool) -> Requirement | None:
    says = names.flag(value)
    if says is not None:
        return Requirement(says is required)
    words = names.joined(value)
    return level(words) or (Requirement(required, words) if words else None)


def _address(name: str, node: Mapping) -> Node | None:
    """Return the address of a work in a field such as `links: {pdf: …, slides: …}`."""
    if name.rstrip("s") not in names.LINKS:
        return None
    found = (v for n, _, v in names.fields(node) if n in names.LINKS | {"paper", "doi"})
    return next((value for value in found if names.text(value)), None)


def _is_venue(name: str, value: Node) -> bool:
    """Say whether a field called `where` says where a work appeared, not where to read in it."""
    return name == "where" and not phrases.locator_of(names.joined(value))


def _asked(text: str) -> str:
    """Return which part of a work to read, all that *text* says: "Introduction; ch. 2"."""
    parts = [phrases.only_locator(part) or phrases.part_of(part) for part in text.split("; ")]
    return text if len(parts) > 1 and all(parts) else phrases.only_locator(text)


def _locator(name: str, value: Node) -> str:
    """Return what to read of a work, with the word that was the name of the field."""
    said = names.joined(value)
    unit = _UNITS.get(name)
    if not said or unit is None or not said[0].isdigit():
        return said
    return words.here().located(unit, said)


def _is_issued(slots: _Slots) -> bool:
    """Say whether the date of a reading is that of the work which it describes."""
    if slots.key is not None or "title" not in slots.work:
        return False
    if {"year", "issued", "date"} & slots.work.keys() or slots.presenter:
        return False
    text = names.text(slots.date_node)
    return text is not None and dates.text(text).value is not None


def _bare_pieces(text: str, between: re.Pattern[str]) -> list[str]:
    """Return what stands between separators, without bullets."""
    pieces = (piece.strip() for piece in between.split(text))
    bare = (
        piece[found.end() :].strip() if (found := _BULLET.match(piece)) else piece
        for piece in pieces
    )
    return [piece for piece in bare if piece]


def _stand_alone(pieces: Iterable[str]) -> bool:
    """Say whether each line of a cell is a reading of its own."""
    return not any(reference_text.continues(*two) for two in itertools.pairwise(pieces))


def _bound(entries: Iterable[ReadingItem | ListItem], requirement: Requirement | None) -> Entries:
    if requirement is None:
        return tuple(entries)
    return tuple(
        replace(entry, requirement=entry.requirement or requirement)
        if isinstance(entry, ReadingItem)
        else entry
        for entry in entries
    )


def _start(span: Span) -> tuple[str, int, int]:
    return span.source, span.line, span.column

"""Make works of mappings, field by field, whatever shape their file has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coursepack.definitions.works import (
    ARXIV,
    DATE_PARTS,
    DATES,
    NAMES,
    OF_OUTLINES,
    VENUE,
    VERSIONS,
)
from coursepack.identity import identifiers
from coursepack.model.diagnostic import Diagnostic, Label, Outcome, Severity
from coursepack.model.document import Inlines
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Names, PartialDate, Work
from coursepack.read.entries import csl_text, name_nodes
from coursepack.read.entries import keys as work_keys
from coursepack.read.words import csl_variables, dates, venues

# A file of something else entirely would be told about line by line.
_MOST_ALIKE = 20


def works(entries: Iterable[tuple[Spanned[str], Node]]) -> Outcome[tuple[Work, ...]]:
    """Return the works that *entries* hold by key; what is none is reported."""
    reader = _Reader()
    found = tuple(work for key, node in entries if (work := reader.work(key, node)))
    return Outcome(found, reader.diagnostics())


def by_id(items: Iterable[Node]) -> Outcome[tuple[Work, ...]]:
    """Return the works that *items* hold, each of which says its own `id`."""
    reader = _Reader()
    found: list[Work] = []
    items = tuple(items)
    is_keyed = any(isinstance(item, Mapping) and _id(item) for item in items)
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            reader.report_no_work(item, "an item of the list")
        elif (key := _id(item)) is None and (is_keyed or not is_loose(item)):
            reader.report_no_id(item)
        elif key is None:
            # Nobody calls the works of such a list by a key; a page shows them one by one.
            made = work_keys.work_key(None, item, number)
            if work := reader.work(made, item):
                found.append(work)
        elif work := reader.work(key, _without_id(item)):
            found.append(work)
    return Outcome(tuple(found), reader.diagnostics())


def is_loose(node: Node) -> bool:
    """Say whether *node* has fields that CSL does not name so, such as `authors`."""
    return isinstance(node, Mapping) and any(
        name.value.lower() in csl_variables.LOOSE for name, _ in node.entries
    )


def _id(node: Mapping) -> Spanned[str] | None:
    for name in ("id", "key"):
        value = node.get(name)
        if isinstance(value, Scalar) and value.text.strip() and not value.is_null:
            return Spanned(value.text.strip(), value.span)
    return None


def _without_id(node: Mapping) -> Mapping:
    name = "id" if isinstance(node.get("id"), Scalar) else "key"
    return Mapping(tuple(entry for entry in node.entries if entry[0].value != name), node.span)


@dataclass(slots=True)
class _Draft:
    """A work while its fields are being read, under CSL's names."""

    key: Spanned[str]
    kind: str = ""
    kind_hint: str = ""
    title: Spanned[Inlines] | None = None
    names: dict[str, Names] = field(default_factory=dict)
    dates: dict[str, Spanned[PartialDate]] = field(default_factory=dict)
    fields: dict[str, Spanned[str]] = field(default_factory=dict)
    versions: dict[str, Work] = field(default_factory=dict)
    blank: dict[str, Spanned[str]] = field(default_factory=dict)


_Fields = dict[str, tuple[Spanned[str], Node]]


class _Reader:
    """Reads the works of one file, and gathers what its fields have in common."""

    def __init__(self) -> None:
        self._problems: list[Diagnostic] = []
        self._unread: dict[str, list[Span]] = {}
        self._no_works: list[Diagnostic] = []

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        shown = self._no_works[:_MOST_ALIKE]
        if more := len(self._no_works) - len(shown):
            message = f"{more} more values of the file are not works"
            place = self._no_works[_MOST_ALIKE].span
            shown.append(Diagnostic("not-a-work", Severity.ERROR, message, place))
        unread = (_unread(name, spans) for name, spans in self._unread.items())
        return (*self._problems, *shown, *unread)

    def report_no_work(self, node: Node, what: str) -> None:
        self._no_works.append(
            Diagnostic(
                "not-a-work",
                Severity.ERROR,
                f"{what} is {_said(node)}, not a work",
                node.span,
                (),
                ("a work has fields: write `title: …` and others below its key",),
            )
        )

    def report_no_id(self, node: Mapping) -> None:
        hint = "write `id: …`; pages call the work by it"
        self._report_no_key(node, "a work of the list has no `id`", hint)

    def _report_no_key(self, node: Mapping, message: str, hint: str) -> None:
        self._problems.append(
            Diagnostic("missing-id", Severity.ERROR, message, node.span, (), (hint,))
        )

    def work(self, key: Spanned[str], node: Node) -> Work | None:
        """Return the work called *key* that *node* holds, None where it holds none."""
        if not isinstance(node, Mapping):
            self.report_no_work(_at_key(node, key), f"`{key.value}`")
            return None
        if not key.value.strip():
            self._report_no_key(node, "a work has an empty key", "write a key before the `:`")
            return None
        fields = self._fields(key, node)
        draft = self._draft(key, fields)
        main = _finished(draft)
        for name in VERSIONS:
            if name in fields:
                self._version(draft, main, name, *fields[name])
        return _finished(draft)

    def _version(self, draft: _Draft, main: Work, name: str, key: Spanned[str], node: Node) -> None:
        """Add the version *name*; title and names that it does not give are the work's."""
        if not isinstance(node, Mapping):
            if not (isinstance(node, Scalar) and node.is_null):
                self.report_no_work(_at_key(node, key), f"`{name}` of `{draft.key.value}`")
            return
        place = Spanned(draft.key.value, key.span)
        version = self._draft(place, self._fields(place, node, f"{name}."))
        version.title = version.title or main.title
        version.names = {**main.names, **version.names}
        version.kind = version.kind or ("article" if name == "preprint" else "")
        draft.versions[name] = _finished(version)

    def _fields(self, key: Spanned[str], node: Mapping, prefix: str = "") -> _Fields:
        """The fields by the names CSL has for them; of two alike the first counts."""
        fields: _Fields = {}
        for written, value in node.entries:
            is_version = not prefix and written.value in VERSIONS
            name = written.value if is_version else csl_variables.variable(written.value)
            if name is None:
                if written.value.lower() not in OF_OUTLINES:
                    self._leave_out(prefix + written.value, written.span)
            elif name not in fields or _is_blank(fields[name][1]):
                fields[name] = (written, value)
            elif _is_blank(value):
                continue
            elif name == "URL" and written.value.lower() != fields[name][0].value.lower():
                # A page and a PDF of one work: the address called so is its own.
                if written.value.lower() == "url":
                    fields[name] = (written, value)
            else:
                self._repeated(key.value, written, fields[name][0])
        return fields

    def _repeated(self, key: str, written: Spanned[str], first: Spanned[str]) -> None:
        self._problems.append(
            Diagnostic(
                "duplicate-field",
                Severity.ERROR,
                f"`{key}` has `{first.value}` and again `{written.value}`",
                written.span,
                (Label(first.span, "first written here"),),
                ("keep one of them",),
            )
        )

    def _draft(self, key: Spanned[str], fields: _Fields) -> _Draft:
        draft = _Draft(key)
        for name, (written, value) in fields.items():
            if _is_blank(value):
                draft.blank[name] = Spanned(written.value, _at_key(value, written).span)
            self._field(draft, name, written, value)
        self._issued(draft, fields)
        if VENUE in fields:
            self._venue(draft, *fields[VENUE])
        _identify(draft)
        return draft

    def _field(self, draft: _Draft, name: str, written: Spanned[str], node: Node) -> None:
        if name in NAMES:
            names = name_nodes.read(node)
            self._problems += names.diagnostics
            if names.value.people or not names.value.complete:
                draft.names[name] = names.value
        elif name in DATES:
            date = dates.read(node)
            self._problems += date.diagnostics
            if date.value:
                draft.dates[name] = date.value
        elif name not in (*VERSIONS, *DATE_PARTS, VENUE) and (
            text := self._text(draft, written, node)
        ):
            self._text_field(draft, name, text)

    def _text(self, draft: _Draft, written: Spanned[str], node: Node) -> Spanned[str] | None:
        """Return the text of a field, None where nothing is written."""
        if not isinstance(node, Scalar):
            message = f"`{written.value}` of `{draft.key.value}` is {_said(node)}, not a text"
            hint = "write one text; put it in quotes if brackets belong to it"
            self._problems.append(
                Diagnostic("not-text", Severity.WARNING, message, node.span, (), (hint,))
            )
            return None
        text = node.text.strip()
        return Spanned(text, node.span) if text and not node.is_null else None

    def _text_field(self, draft: _Draft, name: str, text: Spanned[str]) -> None:
        if name == "title":
            draft.title = Spanned(csl_text.read(text.value), text.span)
        elif name != "type":
            draft.fields[name] = text
        elif kind := csl_variables.type_of_work(text.value):
            draft.kind = kind
        else:
            message = f"`{draft.key.value}` has the type `{text.value}`, which CSL does not know"
            hint = "write a type of CSL, such as paper-conference, article-journal or book"
            self._problems.append(
                Diagnostic("unknown-type", Severity.WARNING, message, text.span, (), (hint,))
            )

    def _issued(self, draft: _Draft, fields: _Fields) -> None:
        """Read a date whose parts are fields of their own."""
        if "issued" in fields or "year" not in fields:
            for name in DATE_PARTS:
                if name in fields:
                    self._leave_out(name, fields[name][0].span)
            return
        year, month, day = (fields[n][1] if n in fields else None for n in DATE_PARTS)
        if year is None or (isinstance(year, Scalar) and year.is_null):
            return
        date = dates.parts(year, month, day)
        self._problems += date.diagnostics
        if date.value:
            draft.dates["issued"] = date.value

    def _venue(self, draft: _Draft, written: Spanned[str], node: Node) -> None:
        text = self._text(draft, written, node)
        if text is None:
            return
        if "container-title" in draft.fields:
            self._leave_out(written.value, written.span)
            return
        venue = venues.read(text.value, in_journal=written.value.lower().startswith("journal"))
        issued = draft.dates.get("issued")
        if venue.year and issued and issued.value.year != venue.year:
            # Which of the two years is right is the author's to say: both stay to be seen.
            venue = venues.Venue({"container-title": text.value}, None, venue.kind)
        if venue.year and not issued:
            date = PartialDate(venue.year, venue.month)
            draft.dates["issued"] = Spanned(date, text.span)
        if venue.remark:
            message = f"`{venue.remark}` in the venue of `{draft.key.value}` is not used"
            self._problems.append(Diagnostic("unread-field", Severity.NOTE, message, text.span))
        for name, value in venue.fields.items():
            draft.fields.setdefault(name, Spanned(value, text.span))
        draft.kind_hint = venue.kind

    def _leave_out(self, name: str, span: Span) -> None:
        self._unread.setdefault(name, []).append(span)


def _identify(draft: _Draft) -> None:
    """Bring identifiers to their bare form, and find those that stand in addresses."""
    fields = draft.fields
    for name, find, places in (
        ("DOI", identifiers.doi, ("URL",)),
        (ARXIV, identifiers.arxiv, ("URL", "DOI", "number")),
    ):
        if written := fields.get(name):
            fields[name] = Spanned(find(written.value) or written.value, written.span)
            continue
        for place in places:
            text = fields.get(place)
            if text and (found := find(text.value)):
                fields[name] = Spanned(found, text.span)
                break


def _finished(draft: _Draft) -> Work:
    kind = draft.kind or draft.kind_hint or _guessed_kind(draft)
    fields = dict(draft.fields)
    if kind == "article" and ARXIV in fields and not {"publisher", "container-title"} & {*fields}:
        fields["publisher"] = Spanned("arXiv", fields[ARXIV].span)
    return Work(
        draft.key,
        kind,
        draft.title,
        draft.names,
        draft.dates,
        fields,
        dict(draft.versions),
        draft.blank,
    )


def _guessed_kind(draft: _Draft) -> str:
    fields = draft.fields
    if container := fields.get("container-title"):
        if "issue" in fields or venues.is_journal(container.value):
            return "article-journal"
        return "paper-conference" if "issued" in draft.dates else "document"
    if ARXIV in fields:
        return "article"
    if "ISBN" in fields:
        return "book"
    return "webpage" if "URL" in fields else "document"


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def _at_key(node: Node, key: Spanned[str]) -> Node:
    """Return *node*, placed at its *key* where nothing stands behind that."""
    is_empty = isinstance(node, Scalar) and not node.text
    return Scalar("", key.span) if is_empty else node


def _said(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if not isinstance(node, Scalar):
        return "a list"
    if node.is_null:
        return "empty"
    number = not node.quoted and node.text.lstrip("+-").replace(".", "", 1).isdigit()
    return "a number" if number else "a text"


def _unread(name: str, spans: list[Span]) -> Diagnostic:
    count = "one work" if len(spans) == 1 else f"{len(spans)} works"
    message = f"the field `{name}` of {count} is not used"
    return Diagnostic("unread-field", Severity.NOTE, message, spans[0])

"""Tell which form of outline data has, if it has one.

One function decides for all forms, so that no two of them claim the same data. What has no
reading is no outline: menus, staff, settings and files of works are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum, auto
from itertools import islice

from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source
from coursepack.read.data import fields as names
from coursepack.read.outline_reader import Page
from coursepack.read.words.schedule import ASSIGNING, Role, is_date


class Shape(Enum):
    """A form of outline: nested parts, a list of sessions, or papers with topics or dates."""

    PARTS = auto()
    SCHEDULE = auto()
    TOPICS = auto()


class _Kind(Enum):
    """What an item of a list looks like."""

    PART = auto()
    SESSION = auto()
    BARE_SESSION = auto()
    PAPER = auto()
    PRESENTATION = auto()


_TABLES = (".csv", ".tsv")

# Deeper than any course, so that hostile nesting is not searched to its end again and again.
_DEEPEST = 5

# What the first entries look like, all do.
_SAMPLE = 200

_FIELDS = names.NESTED | names.PAPERS | names.TITLES | names.TEXTS | {"presentations"}
_LOCATING = frozenset(("section", "part"))
_WEEKLY = frozenset((Role.DATE, Role.WEEK))


def form(page: Page) -> Shape | None:
    """Return the form of outline that *page* has; a table of parts is a schedule without dates."""
    found = shape(page.data)
    return Shape.SCHEDULE if found is Shape.PARTS and is_table(page.source) else found


def is_table(source: Source) -> bool:
    """Say whether *source* has rows, whose blank cells continue those above."""
    return source.name.lower().endswith(_TABLES)


def shape(node: Node | None) -> Shape | None:
    """Return the form of outline that *node* has, None where it is none."""
    if isinstance(node, Sequence):
        return of_items(node.items)
    return _of_mapping(node) if isinstance(node, Mapping) else None


def of_items(items: Iterable[Node], depth: int = 0) -> Shape | None:
    """Return the form of outline that a list of *items* has."""
    kinds = [_kind(item, depth) for item in islice(items, _SAMPLE)]
    count = Counter(kinds)
    half = len(kinds) / 2
    meeting = count[_Kind.SESSION] + count[_Kind.BARE_SESSION]
    if count[_Kind.SESSION] and meeting + count[_Kind.PART] >= half:
        return Shape.SCHEDULE
    if kinds and max(count[_Kind.PAPER], count[_Kind.PRESENTATION]) >= half:
        return Shape.TOPICS
    # A part may still wait for its readings.
    return Shape.PARTS if count[_Kind.PART] >= max(half / 2, 1) else None


def unwrapped(node: Node | None) -> tuple[str, Node | None]:
    """Return the outline in *node* without the lone name that it stands under, and that name."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return "", node
    name, value = node.entries[0]
    is_title = names.role(name.value) is None and names.folded(name.value) not in _FIELDS
    if not is_title or not isinstance(value, Mapping) or is_dated(node):
        return "", node
    return (name.value, value) if shape(value) in (Shape.SCHEDULE, Shape.PARTS) else ("", node)


def holds_sections(value: Node) -> bool:
    """Say whether *value* holds sessions or parts, whatever the name that it stands under."""
    if isinstance(value, Sequence):
        return presents(value) or of_items(value.items) in (Shape.SCHEDULE, Shape.PARTS)
    if not isinstance(value, Mapping):
        return False
    is_part = _kind(value, 0) in (_Kind.PART, _Kind.SESSION)
    return is_dated(value) or (is_part and any(isinstance(v, Sequence) for _, v in value.entries))


def presents(node: Node | None) -> bool:
    """Say whether *node* is a list that says who presents which paper."""
    if not isinstance(node, Sequence) or not node.items:
        return False
    kinds = [_kind(item, 0) for item in node.items[:_SAMPLE]]
    return kinds.count(_Kind.PRESENTATION) >= len(kinds) / 2


def is_dated(node: Mapping) -> bool:
    """Say whether *node* has sessions by their dates or weeks."""
    entries = node.entries[:_SAMPLE]
    dated = [value for name, value in entries if is_date(name.value.replace("_", " "))]
    if not dated or len(dated) * 2 < len(entries):
        return False
    return any(
        _kind(value, 0) in (_Kind.SESSION, _Kind.PART)
        if isinstance(value, Mapping)
        else isinstance(value, Sequence) and bool(value.items)
        for value in dated
    )


def has_topics(node: Node | None) -> bool:
    """Say whether *node*, a list or a mapping by key, holds papers that carry a topic."""
    values: tuple[Node, ...] = ()
    if isinstance(node, Sequence):
        values = node.items[:_SAMPLE]
    elif isinstance(node, Mapping):
        values = tuple(value for _, value in node.entries[:_SAMPLE])
    papers = sum(_kind(value, 0) is _Kind.PAPER for value in values)
    return papers > 0 and papers * 2 >= len(values)


def _of_mapping(node: Mapping) -> Shape | None:
    for name, _, value in names.fields(node):
        if name in names.PAPERS and has_topics(value):
            return Shape.TOPICS
    for name, _, value in names.fields(node):
        if name in names.NESTED and (found := _of_list(name, value)):
            return found
    for name, _, value in names.fields(node):
        if name == "presentations" and presents(value):
            return Shape.TOPICS
    if is_dated(node):
        return Shape.SCHEDULE
    if _has_works_with_topics(node):
        return Shape.TOPICS
    if _is_lone_part(node):
        return Shape.PARTS
    _, inside = unwrapped(node)
    if inside is not node:
        return shape(inside)
    lists = [v for n, _, v in names.fields(node) if not isinstance(v, Scalar) and n not in _FIELDS]
    sections = sum(map(holds_sections, lists[:_SAMPLE]))
    return Shape.PARTS if sections and sections * 2 >= len(lists[:_SAMPLE]) else None


def _of_list(name: str, value: Node) -> Shape | None:
    """Return the form of what stands under *name*, such as `schedule` or `parts`."""
    if isinstance(value, Mapping):
        are_weeks = name == "weeks" and all(key.value.isdigit() for key, _ in value.entries)
        if name in names.SESSIONS and (are_weeks or is_dated(value)) and value.entries:
            return Shape.SCHEDULE
        holds = any(_holds_readings(inner, 0) for _, inner in value.entries[:_SAMPLE])
        return Shape.PARTS if holds else None
    if not isinstance(value, Sequence) or (found := of_items(value.items)) is None:
        return None
    if found is Shape.PARTS and name in names.SESSIONS:
        has_sections = any(_nests(item) for item in value.items[:_SAMPLE])
        return Shape.PARTS if has_sections else Shape.SCHEDULE
    if name in names.SESSIONS:
        # Who presents what, and when, is a schedule where it is called one.
        return Shape.SCHEDULE if found is Shape.TOPICS else found
    return None if found is Shape.TOPICS else Shape.PARTS


def _nests(item: Node) -> bool:
    return isinstance(item, Mapping) and any(
        name in names.NESTED and isinstance(value, Sequence | Mapping)
        for name, _, value in names.fields(item)
    )


def _has_works_with_topics(node: Mapping) -> bool:
    return has_topics(node) and all(isinstance(value, Mapping) for _, value in node.entries)


def _is_lone_part(node: Mapping) -> bool:
    """A page with readings and no heading over them."""
    if {name for name, _, _ in names.fields(node)} & names.DESCRIBING:
        return False
    for name, _, value in names.fields(node):
        if not isinstance(value, Sequence) or not value.items:
            continue
        if name in ("readings", "reading list", "required readings", "optional readings"):
            return True
        if name == "papers" and all(isinstance(item, Scalar) for item in value.items):
            return True
    return False


def _holds_readings(node: Node, depth: int) -> bool:
    if isinstance(node, Sequence):
        are_texts = bool(node.items) and isinstance(node.items[0], Scalar)
        return are_texts or of_items(node.items, depth) is not None
    return _kind(node, depth) in (_Kind.PART, _Kind.SESSION)


def _kind(item: Node, depth: int) -> _Kind | None:
    if not isinstance(item, Mapping) or depth > _DEEPEST:
        return None
    if len(item.entries) == 1 and isinstance(item.entries[0][1], Sequence):
        # `- Introduction: [one, two]`: the name is the title.
        return _kind_of_titled(item.entries[0][0].value, item.entries[0][1])
    values = {name: value for name, _, value in names.fields(item)}
    roles = {names.role(name.value): value for name, value in item.entries}
    if _nests(item) and (nesting := _kind_of_nesting(values, roles, depth)):
        return nesting
    assigns = {name for name, value in values.items() if _assigns(name, value)}
    if values.keys() & names.DESCRIBING or _is_keyed(values, assigns):
        return _kind_of_paper(values, roles)
    presented = Role.PRESENTER in roles
    if presented and values.keys() & {"paper", "key"} and Role.TITLE not in roles:
        return _Kind.PRESENTATION
    if assigns:
        meets = roles.keys() & {*_WEEKLY, Role.PRESENTER, Role.TIME}
        if assigns == {"paper"} and not meets and values.keys() & {"topic", "category"}:
            return _Kind.PAPER
        return _Kind.SESSION if meets else _Kind.PART
    if presented and Role.DATE in roles and values.keys() & names.LINKS and "title" in values:
        return _Kind.PRESENTATION
    return _Kind.BARE_SESSION if roles.keys() & _WEEKLY and Role.TITLE in roles else None


def _kind_of_titled(name: str, value: Sequence) -> _Kind | None:
    if names.role(name) in ASSIGNING or names.folded(name) in names.NESTED:
        return _Kind.PART
    are_texts = bool(value.items) and all(isinstance(item, Scalar) for item in value.items)
    return _Kind.PART if are_texts else None


def _kind_of_nesting(
    values: dict[str, Node], roles: dict[Role | None, Node], depth: int
) -> _Kind | None:
    for name, value in values.items():
        if name not in names.NESTED or not _holds_nested(value, depth):
            continue
        is_weekly = name in names.SESSIONS and bool(roles.keys() & _WEEKLY)
        return _Kind.SESSION if is_weekly else _Kind.PART
    return None


def _holds_nested(value: Node, depth: int) -> bool:
    if isinstance(value, Sequence):
        return of_items(value.items, depth + 1) is not None
    if isinstance(value, Mapping):
        return any(_holds_readings(inner, depth + 1) for _, inner in value.entries[:_SAMPLE])
    return False


def _assigns(name: str, value: Node) -> bool:
    """Say whether a field holds readings, and not a mere yes or no."""
    if name in ("text", "reference", "references") or names.role(name) not in ASSIGNING:
        return False
    return names.flag(value) is None and (
        not isinstance(value, Scalar) or not value.is_null or value.quoted
    )


def _is_keyed(values: dict[str, Node], assigns: set[str]) -> bool:
    return bool(values.keys() & {"key", "citekey", "bibkey"}) and not assigns - {"paper"}


def _kind_of_paper(values: dict[str, Node], roles: dict[Role | None, Node]) -> _Kind | None:
    # `section: 2` of a mere key says which part of the work to read.
    called = names.TOPICS if values.keys() & names.DESCRIBING else names.TOPICS - _LOCATING
    has_topic = any(_is_topic(values[name]) for name in values.keys() & called)
    if has_topic:
        return _Kind.PAPER
    return _Kind.PRESENTATION if Role.PRESENTER in roles else None


def _is_topic(value: Node) -> bool:
    items = value.items if isinstance(value, Sequence) else (value,)
    return all(isinstance(item, Scalar) for item in items)

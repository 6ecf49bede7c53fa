"""Move the dates of a course to another term, and nothing else of its file.

The file is edited where its dates stand, so that comments, order and quoting stay as they are, and
rolling back gives the same file again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from coursepack.adapters import yaml_nodes
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.node import Sequence as Items
from coursepack.model.schedule import monday_of
from coursepack.model.source import Source, Span
from coursepack.pattern import pattern

_DATE = pattern(r"(?<!\d)((?:19|20|21)\d\d)-(\d{2})-(\d{2})(?!\d)")
_YEAR = pattern(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_HOLIDAY = pattern(r"\d{4}-\d{2}-\d{2}(?:\s*(?:-|–|—|\.\.|to)\s*\d{4}-\d{2}-\d{2})?(?:\s+\S.*)?")

_Edit = tuple[int, int, str]


def roll(
    source: Source, start: dt.date, holidays: Sequence[str] = (), term: str = ""
) -> Outcome[str]:
    """Return the text of *source*, a `course.yaml`, for a term that starts on *start*.

    The first day is *start*; every other date moves by whole weeks, so that it keeps its weekday.
    *holidays*, such as "2027-11-25 – 2027-11-26 Thanksgiving", stand in place of the old ones,
    *term* in place of the old name; without it the year in the name goes with the start.
    """
    parsed = yaml_nodes.parse(source)
    root = parsed.value
    schedule = root.get("schedule") if isinstance(root, Mapping) else None
    old = schedule.get("start") if isinstance(schedule, Mapping) else None
    first = _day(old.text) if isinstance(old, Scalar) else None
    if parsed.diagnostics or not isinstance(schedule, Mapping) or first is None:
        return Outcome(source.text, parsed.diagnostics or (_no_start(source, schedule),))
    wrong = [text for text in holidays if not _HOLIDAY.fullmatch(text.strip())]
    if wrong:
        return Outcome(source.text, (_no_holiday(wrong[0]),))
    assert isinstance(root, Mapping)
    assert isinstance(old, Scalar)
    moved = monday_of(start) - monday_of(first)
    off = schedule.get("off")
    edits = [(*_range(source, old.span), start.isoformat())]
    edits += _dates(source, schedule, moved, (old, *((off,) if off and holidays else ())))
    if off and holidays:
        edits.append(_listed(source, off, holidays))
    problems: list[Diagnostic] = []
    named = root.get("term")
    if isinstance(named, Scalar) and named.text:
        said = term or _YEAR.sub(lambda y: str(int(y[1]) + start.year - first.year), named.text)
        edits.append((*_range(source, named.span), _written(source, named, said)))
        if not term:
            problems.append(_check_term(named, said))
    if isinstance(off, Items) and not holidays:
        problems.append(_check_holidays(off, moved))
    return Outcome(_edited(source.text, edits), tuple(problems))


def _dates(
    source: Source, node: Node, moved: dt.timedelta, without: Sequence[Node]
) -> Iterator[_Edit]:
    """Yield the new date for each that stands in *node*, keys included."""
    if any(node is each for each in without):
        return
    match node:
        case Scalar():
            yield from _in(source, node.span, moved)
        case Items(items):
            for item in items:
                yield from _dates(source, item, moved, without)
        case Mapping(entries):
            for name, value in entries:
                yield from _in(source, name.span, moved)
                yield from _dates(source, value, moved, without)


def _in(source: Source, span: Span, moved: dt.timedelta) -> Iterator[_Edit]:
    start, end = _range(source, span)
    for found in _DATE.finditer(source.text, start, end):
        if day := _day(found[0]):
            yield found.start(), found.end(), (day + moved).isoformat()


def _listed(source: Source, off: Node, holidays: Sequence[str]) -> _Edit:
    """Write *holidays* where the list *off* stands, in the same form."""
    start, end = _range(source, off.span)
    if source.text[start : start + 1] == "[":
        return start, end, "[" + ", ".join(f'"{text.strip()}"' for text in holidays) + "]"
    indent = " " * (off.span.column - 1)
    lines = f"\n{indent}".join(f"- {text.strip()}" for text in holidays)
    if isinstance(off, Items):
        # The list reaches to the last character of its last item.
        inner = max((_range(source, item.span)[1] for item in off.items), default=end)
        return start, inner, lines
    return start, end, f"[{', '.join(text.strip() for text in holidays)}]"


def _written(source: Source, node: Scalar, text: str) -> str:
    """Return *text* quoted as *node* is."""
    quote = source.text[_range(source, node.span)[0]]
    if quote == "'":
        return "'" + text.replace("'", "''") + "'"
    plain = re.fullmatch(r"[\w][\w .,/()–-]*", text) is not None
    return text if plain and quote != '"' else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _range(source: Source, span: Span) -> tuple[int, int]:
    start = source.offset(span.line, span.column)
    return start, source.offset(span.end_line, span.end_column)


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip()) if _DATE.fullmatch(text.strip()) else None
    except ValueError:
        return None


def _no_start(source: Source, schedule: Node | None) -> Diagnostic:
    span = schedule.span if schedule else source.span(0, 0)
    hint = "write `schedule:`, and below it `start: 2027-01-19`"
    message = "the course does not say when its term starts"
    return Diagnostic("no-start", Severity.ERROR, message, span, (), (hint,))


def _no_holiday(text: str) -> Diagnostic:
    message = f"`{text}` begins with no date"
    hint = "write `2027-11-25 Thanksgiving`, or `2027-11-25 – 2027-11-26 Thanksgiving`"
    return Diagnostic("no-holiday", Severity.ERROR, message, None, (), (hint,))


def _check_term(named: Scalar, said: str) -> Diagnostic:
    message = f"the term is called `{said}` now"
    return Diagnostic(
        "term-renamed", Severity.NOTE, message, named.span, (), ("name it with `--term` if not",)
    )


def _check_holidays(off: Items, moved: dt.timedelta) -> Diagnostic:
    weeks = abs(moved.days) // 7
    way = "later" if moved.days > 0 else "earlier"
    message = f"the days off were moved with the rest, {weeks} weeks {way}"
    hint = "correct them, or give those of the term with `--holiday`"
    return Diagnostic("holidays-moved", Severity.NOTE, message, off.span, (), (hint,))

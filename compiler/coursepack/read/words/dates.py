"""Read dates as authors write them: a year, a month, CSL's parts, or words."""

from __future__ import annotations

import re
from datetime import date

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Span, Spanned
from coursepack.model.work import PartialDate
from coursepack.pattern import pattern

# Neither the locale's nor the calendar's names: what a file means must not depend on them.
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_Y, _M, _D = r"(?P<year>-?\d{4}|\d{3})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_Y}",
        rf"{_Y}-{_M}",
        rf"{_Y}-{_M}-{_D}(?:[T ].*)?",
        rf"{_Y}/{_M}(?:/{_D})?",
        rf"{_M}/{_Y}",
        rf"{_NAME},? {_Y}",
        rf"{_NAME} {_D}(?:st|nd|rd|th)?,? {_Y}",
        rf"{_D}\.? {_NAME},? {_Y}",
        rf"{_Y},? {_NAME}(?: {_D})?",
    )
)
_LONGEST = 60

# EDTF's marks for what is approximate or uncertain.
_DOUBT = pattern(r"(?:[?~%]|^(?:ca?\.|circa)) *")

_Date = Outcome[Spanned[PartialDate] | None]


def read(node: Node) -> _Date:
    """Return the date that *node* says, None and a warning where it says none."""
    if isinstance(node, Scalar):
        return _none() if node.is_null else text(Spanned(node.text, node.span))
    if isinstance(node, Mapping):
        return _mapping(node)
    return _first_of(node)


def text(written: Spanned[str]) -> _Date:
    """Return the date that the text *written* says, None and a warning where it says none."""
    words = " ".join(written.value.split())
    if not words:
        return _none()
    if len(words) > _LONGEST:
        return _unread(words, written.span)
    certain = _DOUBT.sub("", words)
    if date := _parsed(certain):
        return Outcome(Spanned(date, written.span), _doubt(words, certain, written.span))
    start, interval, _ = words.partition("/")
    if interval and (date := _parsed(_DOUBT.sub("", start.strip()))):
        message = f"of the dates `{_short(words)}` only the first is used"
        return Outcome(Spanned(date, written.span), (_problem(message, written.span),))
    return _unread(words, written.span)


def parts(year: Node, month: Node | None, day: Node | None) -> _Date:
    """Return the date of which each part is written on its own."""
    span = year.span
    if not isinstance(year, Scalar):
        return _unread("", span)
    date = text(Spanned(year.text, span))
    if date.value is None or not isinstance(month, Scalar) or month.is_null:
        return date
    number = _month(month.text.strip())
    if number is None or date.value.value.month:
        return Outcome(
            date.value, (*date.diagnostics, *_unread(month.text, month.span).diagnostics)
        )
    whole = day.text.strip() if isinstance(day, Scalar) and not day.is_null else ""
    of_day = int(whole) if re.fullmatch(r"[0-9]{1,2}", whole) else None
    found = _valid(date.value.value.year, number, of_day)
    if day is not None and whole and (found is None or of_day is None):
        coarse = Spanned(PartialDate(date.value.value.year, number), span)
        return Outcome(coarse, _unread(whole, day.span).diagnostics)
    return Outcome(Spanned(found, span) if found else date.value, date.diagnostics)


def _mapping(node: Mapping) -> _Date:
    """CSL's forms: `{date-parts: [[2021, 11]]}`, `{year: …, month: …}`, `{raw: …}`."""
    date_parts = node.get("date-parts")
    if isinstance(date_parts, Sequence):
        found = _first_of(date_parts)
    elif year := node.get("year"):
        found = parts(year, node.get("month"), node.get("day"))
    else:
        words = next((n for k in ("raw", "literal", "edtf") if (n := node.get(k))), None)
        found = read(words) if isinstance(words, Scalar) else _unread("", node.span)
    if found.value is None or not (season := node.get("season")):
        return found
    season_text = season.text if isinstance(season, Scalar) else ""
    note = _problem(f"the season `{_short(season_text)}` of a date is not used", season.span)
    return Outcome(found.value, (*found.diagnostics, note))


def _first_of(node: Sequence) -> _Date:
    """A list of numbers is one date; of lists or mappings, an interval of dates."""
    items = node.items
    if not items:
        return _none()
    first = items[0]
    if isinstance(first, Scalar):
        found = parts(
            first, items[1] if len(items) > 1 else None, items[2] if len(items) > 2 else None
        )
        more = items[3:]
    elif isinstance(first, Mapping) or _is_flat(first):
        found, more = read(first), items[1:]
    else:
        return _unread("", node.span)
    if not more or not found.value:
        return found
    note = _problem("of several dates only the first is used", node.span)
    return Outcome(found.value, (*found.diagnostics, note))


def _is_flat(node: Sequence) -> bool:
    return bool(node.items) and isinstance(node.items[0], Scalar)


def _parsed(words: str) -> PartialDate | None:
    if not words.isascii():
        return None
    for form in _FORMS:
        if found := form.fullmatch(words):
            said = found.groupdict()
            name = said.get("name")
            month = _month(name) if name else int(said["month"]) if said.get("month") else None
            if name and month is None:
                continue
            return _valid(int(said["year"]), month, int(said["day"]) if said.get("day") else None)
    return None


def _month(words: str) -> int | None:
    if re.fullmatch(r"0?[1-9]|1[0-2]", words):
        return int(words)
    name = words.lower().rstrip(".")
    for number, month in enumerate(_MONTHS, 1):
        # "Sept" is the longest short form.
        if name == month or (3 <= len(name) <= 4 and month.startswith(name)):
            return number
    return None


def _valid(year: int, month: int | None, day: int | None) -> PartialDate | None:
    if 0 in (year, month, day):
        return None
    try:
        # The calendar of `datetime` begins with year 1; before, only months are looked at.
        date(max(year, 1), month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def _doubt(words: str, certain: str, span: Span) -> tuple[Diagnostic, ...]:
    if words == certain:
        return ()
    return (_problem(f"that the date `{_short(words)}` is uncertain is not printed", span),)


def _unread(words: str, span: Span) -> _Date:
    what = f"the date `{_short(words)}`" if words else "a date"
    hint = "write a year, or `2021-11`, or `2021-11-05`"
    if re.fullmatch(r"['’]?\d\d", words):
        hint = "write all four digits of the year"
    message = f"{what} cannot be read and is left out"
    return Outcome(None, (Diagnostic("unread-date", Severity.WARNING, message, span, (), (hint,)),))


def _problem(message: str, span: Span) -> Diagnostic:
    return Diagnostic("unread-date", Severity.NOTE, message, span)


def _none() -> _Date:
    return Outcome(None)


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"

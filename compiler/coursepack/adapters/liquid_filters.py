"""The filters that Jekyll adds to Liquid's, and those of Liquid's that it makes anew."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from urllib.parse import quote, quote_plus

from coursepack.adapters.liquid_values import Lazy, Real, Record, Truth, Whole
from coursepack.pattern import pattern

Evaluate = Callable[[str, object, str], object]
"""Evaluates an expression in which a name stands for a value."""

_TAG = pattern(r"<script.*?</script>|<style.*?</style>|<!--.*?-->|<[^<>]*>", re.DOTALL)
_NOT_SLUG = pattern(r"[^\w]+|_")
_SPACE = pattern(r"\s+")
_DATE = pattern(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]\s*(\d\d?):(\d\d)(?::(\d\d))?.*)?")
_STRFTIME = pattern(r"%([-^0_#]*)(\d*)([a-zA-Z%+])")
_OTHER_DATES = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%m/%d/%Y", "%Y/%m/%d")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def items(value: object) -> list[object]:
    """Return *value* as a list: its values where it is a mapping, nothing of nothing."""
    match value:
        case None:
            return []
        case list() | tuple() | range():
            return list(value)
        case dict() | Lazy():
            return list(value.values())
        case _ if _is_nothing(value):
            return []
        case _:
            return [value]


def field(item: object, name: object) -> object:
    """Return the field *name* of *item*, which may lead down by full stops."""
    for step in str(name).split("."):
        try:
            item = item[step]  # type: ignore[index]  # what has no items says so
        except (KeyError, TypeError, IndexError):
            return None
    return item


def where(left: object, name: object, value: object = None) -> list[object]:
    """Keep the items whose field *name* is *value*, or a list that holds it."""
    return [item for item in items(left) if _is(field(item, name), value)]


def find(left: object, name: object, value: object = None) -> object:
    """Return the first item whose field *name* is *value*."""
    return next((item for item in items(left) if _is(field(item, name), value)), None)


def group_by(left: object, name: object) -> list[object]:
    """Return groups of items with an equal field *name*, in the order met."""
    return _groups((field(item, name), item) for item in items(left))


def sort(left: object, name: object = None, nils: object = "first") -> list[object]:
    """Sort by the field *name*, or the items themselves; nothing goes where *nils* says."""
    last = str(nils) == "last"

    def order(item: object) -> tuple[int, int, float, str]:
        return _order(item if name is None else field(item, name), last)

    return sorted(items(left), key=order)


def sort_natural(left: object, name: object = None) -> list[object]:
    """Sort without regard to capitals."""
    return sorted(
        items(left), key=lambda item: str(item if name is None else field(item, name)).lower()
    )


def map_(left: object, name: object) -> list[object]:
    """Return the field *name* of each item."""
    found = [left] if isinstance(left, dict) else items(left)
    return [field(item, name) for item in found]


def expression_filters(evaluate: Evaluate) -> dict[str, Callable[..., object]]:
    """Return the filters that take an expression."""

    def where_exp(left: object, name: object, expression: object) -> list[object]:
        return [i for i in items(left) if evaluate(str(name), i, f"?{expression}")]

    def find_exp(left: object, name: object, expression: object) -> object:
        return next((i for i in items(left) if evaluate(str(name), i, f"?{expression}")), None)

    def group_by_exp(left: object, name: object, expression: object) -> list[object]:
        return _groups((evaluate(str(name), i, str(expression)), i) for i in items(left))

    return {"where_exp": where_exp, "find_exp": find_exp, "group_by_exp": group_by_exp}


def date(left: object, form: object = "") -> object:
    """Write a date as *form* says; what is none stays as it is."""
    when = _date(left)
    return _strftime(when, str(form)) if when and form else _without_clock(left)


def date_to_string(left: object, *_: object) -> object:
    """Write a date as `14 Jan 2025`."""
    return date(left, "%d %b %Y")


def date_to_long_string(left: object, *_: object) -> object:
    """Write a date as `14 January 2025`."""
    return date(left, "%d %B %Y")


def date_to_xmlschema(left: object) -> object:
    """Write a date as ISO 8601 does."""
    return date(left, "%Y-%m-%dT%H:%M:%S+00:00")


def slugify(left: object, mode: object = "") -> str:
    """Return the words of a text in small letters, joined by hyphens."""
    text = _shown(left)
    return text if mode == "none" else _NOT_SLUG.sub("-", text).strip("-").lower()


def jsonify(left: object) -> str:
    """Write a value as JSON."""
    return json.dumps(_plain(left, 0), ensure_ascii=False)


def strip_html(left: object) -> str:
    """Return a text without its tags."""
    return _TAG.sub("", _shown(left))


def array_to_sentence_string(left: object, connector: object = "and") -> object:
    """Join items as a sentence does."""
    words = [_shown(item) for item in items(left)]
    if len(words) < 3:
        return f" {connector} ".join(words)
    return f"{', '.join(words[:-1])}, {connector} {words[-1]}"


def replace(left: object, old: object, new: object = "") -> str:
    """Replace *old* wherever it stands, as long as the result stays small."""
    text, old, new = _shown(left), _shown(old), _shown(new)
    if text.count(old) * len(new) > _MOST_CHARACTERS:
        raise ValueError("the text grows too long")
    return text.replace(old, new)


def join(left: object, glue: object = " ") -> str:
    """Join the items of a list."""
    words, glue = [_shown(item) for item in items(left)], _shown(glue)
    if len(words) * len(glue) > _MOST_CHARACTERS:
        raise ValueError("the text grows too long")
    return glue.join(words)


def to_integer(left: object) -> object:
    """Return a number as a whole one."""
    if isinstance(left, bool | Truth):
        return int(bool(left))
    return int(float(_shown(left)[:30]))


def number_of_words(left: object, *_: object) -> int:
    """Count the words of a text."""
    return len(_shown(left).split())


_MOST_CHARACTERS = 2_000_000


def _same(left: object, *_: object) -> object:
    return left


def _is_nothing(value: object) -> bool:
    return hasattr(value, "__liquid__") and value.__liquid__() is None


def _shown(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return value if isinstance(value, str) else str(value)


def _is(found: object, wanted: object) -> bool:
    if wanted is None or _is_nothing(wanted):
        return found is None or _is_nothing(found)
    if isinstance(found, list) and not isinstance(wanted, list):
        return any(_is(item, wanted) for item in found)
    if isinstance(wanted, bool):
        return found == wanted
    return found is not None and _shown(found) == _shown(wanted)


def _groups(pairs: Iterable[tuple[object, object]]) -> list[object]:
    groups: dict[str, Record] = {}
    for name, item in pairs:
        group = groups.setdefault(_shown(name), Record())
        if not group:
            group |= {"name": _shown(name) if name is None else name, "items": [], "size": 0}
        held = group["items"]
        if isinstance(held, list):
            held.append(item)
            group["size"] = len(held)
    return list(groups.values())


def _order(value: object, nils_last: bool) -> tuple[int, int, float, str]:
    if value is None or _is_nothing(value):
        return (2 if nils_last else 0), 0, 0, ""
    if isinstance(value, int | float):
        return 1, 0, float(value), ""
    text = _shown(value)
    if when := _DATE.fullmatch(text):
        text = "-".join(part.zfill(2) for part in when.groups()[:3]) + text[when.end(3) :]
    return 1, 1, 0, text


def _without_clock(left: object) -> object:
    return "" if str(left) in ("now", "today") else left


def _date(value: object) -> datetime | None:
    text = _shown(value).strip()[:60]
    try:
        if match := _DATE.fullmatch(text):
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    for form in _OTHER_DATES:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _strftime(when: datetime, form: str) -> str:
    # Written out: what the system's own makes of it depends on the system.
    hour = (when.hour + 11) % 12 + 1
    numbers = {
        "d": (when.day, 2), "e": (when.day, 2), "m": (when.month, 2), "y": (when.year % 100, 2),
        "H": (when.hour, 2), "I": (hour, 2), "l": (hour, 2),
        "M": (when.minute, 2), "S": (when.second, 2), "Y": (when.year, 4),
        "j": (when.timetuple().tm_yday, 3), "u": (when.isoweekday(), 1),
        "w": (when.isoweekday() % 7, 1), "V": (when.isocalendar()[1], 2),
    }  # fmt: skip
    day, month = _DAYS[when.weekday()], _MONTHS[when.month - 1]
    words = {
        "a": day[:3], "A": day, "b": month[:3], "h": month[:3], "B": month, "%": "%",
        "p": "AM" if when.hour < 12 else "PM", "P": "am" if when.hour < 12 else "pm",
    }  # fmt: skip
    whole = {"F": "%Y-%m-%d", "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "v": "%e-%b-%Y"}

    def written(match: re.Match[str]) -> str:
        flags, kind = match[1], match[3]
        if kind in whole:
            return _STRFTIME.sub(written, whole[kind])
        if kind in numbers:
            number, width = numbers[kind]
            blank = " " if "_" in flags or (kind in "el" and "0" not in flags) else "0"
            return str(number) if "-" in flags else str(number).rjust(width, blank)
        text = words.get(kind, match[0])
        return text.upper() if "^" in flags else text

    return _STRFTIME.sub(written, form)


def _plain(value: object, depth: int) -> object:
    if depth > 20:
        return None
    match value:
        case Truth():
            return value.value
        case Whole():
            return int(value)
        case Real():
            return float(value)
        case str() | None | bool() | int() | float():
            return value
        case list() | tuple():
            return [_plain(item, depth + 1) for item in value]
        case dict():
            return {str(name): _plain(item, depth + 1) for name, item in value.items()}
        case _:
            return None if _is_nothing(value) else str(value)


FILTERS: dict[str, Callable[..., object]] = {
    # A page's own addresses stay: where its site will stand is not known.
    **dict.fromkeys(("relative_url", "absolute_url", "strip_index"), _same),
    # What it makes is read as Markdown and typeset later.
    **dict.fromkeys(("markdownify", "smartify", "scssify", "sassify"), _same),
    "where": where,
    "find": find,
    "group_by": group_by,
    "sort": sort,
    "sort_natural": sort_natural,
    "map": map_,
    "date": date,
    "date_to_string": date_to_string,
    "date_to_long_string": date_to_long_string,
    "date_to_xmlschema": date_to_xmlschema,
    "date_to_rfc822": lambda left: date(left, "%a, %d %b %Y %H:%M:%S +0000"),
    "slugify": slugify,
    "jsonify": jsonify,
    "inspect": jsonify,
    "strip_html": strip_html,
    "xml_escape": lambda left: html.escape(_shown(left)),
    "cgi_escape": lambda left: quote_plus(_shown(left)),
    "uri_escape": lambda left: quote(_shown(left), safe="/:?#[]@!$&'()*+,;=%~"),
    "newline_to_br": lambda left: _shown(left).replace("\n", "<br />\n"),
    "normalize_whitespace": lambda left: _SPACE.sub(" ", _shown(left)).strip(),
    "number_of_words": number_of_words,
    "array_to_sentence_string": array_to_sentence_string,
    "to_integer": to_integer,
    "replace": replace,
    "join": join,
    "push": lambda left, item: [*items(left), item],
    "unshift": lambda left, item: [item, *items(left)],
    "pop": lambda left, count=1: items(left)[: max(len(items(left)) - int(count), 0)],
    "shift": lambda left, count=1: items(left)[int(count) :],
    "sample": lambda left, *_: next(iter(items(left)), None),
    "concat": lambda left, more: [*items(left), *items(more)],
    "reverse": lambda left: items(left)[::-1],
}
"""The filters by name, but for those that take an expression."""

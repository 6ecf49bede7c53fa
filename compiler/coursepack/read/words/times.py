"""Weekdays and times as people write them: "Tue Thu 12:30–14:00", "MWF 1-1:50pm", "Di 14–16"."""

from __future__ import annotations

import datetime as dt
import re

from coursepack import languages
from coursepack.pattern import pattern

_DAYS = {"mo": 0, "m": 0, "tu": 1, "t": 1, "we": 2, "w": 2, "th": 3, "r": 3, "fr": 4, "f": 4}
_DAYS |= {"sa": 5, "su": 6}
_DAY = (
    r"(?:mon(?:day)?s?|tue(?:s(?:day)?)?s?|wed(?:s|nesday)?s?|thu(?:r(?:s(?:day)?)?)?s?|fri(?:day)?s?"
    r"|sat(?:urday)?s?|sun(?:day)?s?|mo|tu|we|th|fr|sa|su|m|t|w|r|f)"
)
_WEEKDAYS = pattern(
    rf"{_DAY}(?:\.?(?:\s*[,/&+]\s*|\s+and\s+|\s*){_DAY})*\.?(?![a-z])", re.IGNORECASE
)
_ONE = pattern(_DAY, re.IGNORECASE)
_CLOCK = r"(\d{1,2})(?:[:.h](\d\d)|h(?!\d))?(?::\d\d)?\s*([ap])?\.?(?:m\.?)?(?![\w:])"
_TIME = pattern(_CLOCK, re.IGNORECASE)
_RANGE = pattern(rf"{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}", re.IGNORECASE)


def weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays that *text* begins with (Monday is 0), in order; () for none."""
    found = _WEEKDAYS.match(languages.met(text.strip()))
    if not found:
        return ()
    return tuple(sorted({_DAYS[_short(day[0])] for day in _ONE.finditer(found[0])}))


def after_weekdays(text: str) -> str:
    """Return what stands behind the weekdays in *text*."""
    put = languages.met(text.strip())
    found = _WEEKDAYS.match(put)
    return put[found.end() :].strip(" ,;") if found else text.strip()


def clock(text: str) -> dt.time | None:
    """Return the time of day that the whole of *text* says: "14:00", "9am", "noon"."""
    found = _TIME.fullmatch(_without_noon(text).strip())
    return _time(*found.groups()) if found else None


def times(text: str) -> tuple[dt.time, dt.time] | None:
    """Return the range that the whole of *text* says; None where it says none or is reversed.

    In "12:30–1:45" and "9–5" the end is that of an afternoon, in "1–2 pm" the start is too.
    """
    found = _RANGE.fullmatch(_without_noon(text).strip())
    if not found:
        return None
    one, other = found.groups()[:3], found.groups()[3:]
    last = _time(*other)
    if one[2] is None and other[2] is not None:
        # The half of the day is that of the end, unless that would turn the range round.
        same, plain = _time(one[0], one[1], other[2]), _time(*one)
        first = same if same and last and same < last else plain
    else:
        first = _time(*one)
    if first is None or last is None:
        return None
    if last <= first and other[2] is None and first.hour < 13 and last.hour < 12:
        last = last.replace(hour=last.hour + 12)
    return (first, last) if first < last else None


def _time(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    hours = int(hour)
    if half and not 1 <= hours <= 12:
        return None
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    minutes = int(minute or 0)
    return dt.time(hours, minutes) if hours < 24 and minutes < 60 else None


def _without_noon(text: str) -> str:
    return re.sub(r"\bnoon\b", "12:00", text, flags=re.IGNORECASE)


def _short(day: str) -> str:
    lowered = day.lower()
    return lowered if lowered in _DAYS else lowered[:2]

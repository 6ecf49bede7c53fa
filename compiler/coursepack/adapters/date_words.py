"""Days and times in the words of a language, by Babel."""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_day_names,
    get_period_names,
    get_time_format,
)
from babel.numbers import format_percent

# Signs that turn no letter: what is written stands in its direction already.
_DIRECTIONS = dict.fromkeys(map(ord, "\u061c\u200e\u200f"))


def day(date: dt.date, language: str) -> str:
    """Return *date* without its year: "Tue, Jan 19"."""
    return _plain(format_skeleton("MMMEd", date, locale=_locale(language)))


def short_day(date: dt.date, language: str) -> str:
    """Return month and day of *date*: "Jan 19"."""
    return _plain(format_skeleton("MMMd", date, locale=_locale(language)))


def month_day(date: dt.date, language: str) -> str:
    """Return month and day of *date* in full: "January 19"."""
    return _plain(format_skeleton("MMMMd", date, locale=_locale(language)))


def long_day(date: dt.date, language: str) -> str:
    """Return *date* with its year: "January 19, 2027"."""
    return _plain(format_date(date, "long", locale=_locale(language)))


def days(first: dt.date, last: dt.date, language: str) -> str:
    """Return the days from *first* to *last*: "Mar 15 – 19"."""
    if first == last:
        return day(first, language)
    return _plain(format_interval(first, last, "MMMd", locale=_locale(language)))


def weekdays(numbers: Iterable[int], language: str) -> tuple[str, ...]:
    """Return the weekdays of *numbers*, Monday as 0: "Tue" and "Thu"."""
    names = get_day_names("abbreviated", locale=_locale(language))
    return tuple(names[number] for number in numbers)


def times(start: dt.time, end: dt.time | None, language: str) -> str:
    """Return the time from *start* to *end* as the language's people write it."""
    locale = _locale(language)
    if end is None:
        return _halves(format_time(start, "short", locale=locale), locale)
    on = dt.date(2000, 1, 1)
    skeleton = "hm" if "a" in get_time_format("short", locale=locale).pattern else "Hm"
    first, last = dt.datetime.combine(on, start), dt.datetime.combine(on, end)
    return _halves(format_interval(first, last, skeleton, locale=locale), locale)


def _halves(text: str, locale: Locale) -> str:
    """Return a time, the halves of the day in words where CLDR is short in English: in Korean."""
    named = get_period_names(locale=locale)
    for half in ("am", "pm"):
        text = text.replace(half.upper(), named.get(half, half.upper()))
    return _plain(text)


def share(percent: float, language: str) -> str:
    """Return *percent* as the language's people write it: "20%", "20 %" in French."""
    part = decimal.Decimal(str(percent)) / 100
    text = format_percent(part, locale=_locale(language), decimal_quantization=False)
    return _plain(text.translate(_DIRECTIONS))


def plural_form(number: int, language: str) -> str:
    """Return the form that *number* asks for, by CLDR: "one", "few", "many", "other" …"""
    return str(_locale(language).plural_form(number))


def _plain(text: str) -> str:
    """Return *text* with spaces that every font has: a range breaks nowhere but at its dash."""
    return text.replace("\u202f", "\u00a0").replace("\u2009", " ")


def _locale(language: str) -> Locale:
    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en", "US")

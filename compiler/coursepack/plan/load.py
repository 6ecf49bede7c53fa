"""How much a reading asks for: pages that are counted, minutes that are said, or nobody knows."""

from __future__ import annotations

import re

from coursepack.languages import counts_pages
from coursepack.model.outline import Reading
from coursepack.model.schedule import Load
from coursepack.pattern import pattern

_SPAN = pattern(
    r"(?<![\w.])[A-Za-z]{0,2}(\d{1,5})\s*(?:-|–|—|to)\s*[A-Za-z]{0,2}(\d{1,5})(?!\w|\.\d)"
)
_PAGES = pattern(r"\bp(?:p|ages?)?\b", re.IGNORECASE)
_COUNT = pattern(r"(\d{1,5})\s*(?:pp?\b|pages?)", re.IGNORECASE)
_MINUTES = pattern(r"(\d{1,4})\s*min(?:ute)?s?\b", re.IGNORECASE)
_HOURS = pattern(r"(\d{1,2})\s*h(?:ours?|rs?)?\b", re.IGNORECASE)
_CLOCK = pattern(r"(?:(\d{1,2}):)?(\d{1,3}):(\d\d)")
_MOST = 3000


def load(reading: Reading) -> Load | None:
    """Return what *reading* asks for, None where neither it nor its work says so.

    Pages that its locator names count before those of the whole work; a locator that names
    sections or chapters leaves it open.
    """
    locator, work = reading.item.locator, reading.work
    minutes = _minutes(locator) or _minutes(work.text("dimensions"))
    if minutes:
        return Load(0, minutes)
    if locator:
        counts = _PAGES.search(locator) or counts_pages(locator)
        pages = _pages(locator) if counts else 0
        return Load(pages) if pages else None
    pages = _pages(work.text("page")) or _number(work.text("number-of-pages"))
    return Load(pages) if pages else None


def _pages(text: str) -> int:
    """Return how many pages the ranges in *text* are; "117–28" ends at 128."""
    if counted := _COUNT.search(text):
        return int(counted[1])
    count = 0
    for first, last in _SPAN.findall(text):
        if len(last) < len(first):
            last = first[: len(first) - len(last)] + last
        length = int(last) - int(first) + 1
        count += length if 0 < length <= _MOST else 0
    return count


def _number(text: str) -> int:
    found = re.match(r"\s*(?:[ivxlc]+\s*[,+]\s*)?(\d{1,5})\b", text)
    return int(found[1]) if found and int(found[1]) <= _MOST else 0


def _minutes(text: str) -> int:
    if clock := _CLOCK.fullmatch(text.strip()):
        return int(clock[1] or 0) * 60 + int(clock[2]) + (int(clock[3]) >= 30)
    hours, minutes = _HOURS.search(text), _MINUTES.search(text)
    return (int(hours[1]) * 60 if hours else 0) + (int(minutes[1]) if minutes else 0)

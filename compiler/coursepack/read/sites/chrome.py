"""Take out of a page what its layouts add for finding one's way on the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coursepack.adapters.liquid_engine import Event, Nothing, Printed, Put
from coursepack.pattern import pattern

_CHROME = ("head", "nav", "header", "footer", "script", "style", "aside")
_EDGE = pattern(rf"<(/?)({'|'.join(_CHROME)})(?![\w-])[^<>]*>?", re.IGNORECASE)
_FRAME = pattern(r"<!doctype[^<>]*>|</?(?:html|body|main)(?![\w-])[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a page itself printed, whatever its layouts put around it."""

    event: Event


def kept(events: Iterable[Event]) -> list[Event]:
    """Return *events* so that `without_chrome` leaves them as they are."""
    return [
        event
        if isinstance(event, Put) and isinstance(event.value, _Kept)
        else Put(_Kept(event), event.source, event.start)
        for event in events
    ]


def without_chrome(events: Iterable[Event]) -> list[Event]:
    """Return *events* without the elements that a layout adds for navigation."""
    return list(_without_chrome(events))


def _without_chrome(events: Iterable[Event]) -> Iterator[Event]:
    opened: list[str] = []
    for event in events:
        match event:
            case Put(_Kept(inner)):
                yield inner
            case Printed():
                yield from _outside(event, opened)
            case _ if not opened:
                yield event


def _outside(printed: Printed, opened: list[str]) -> Iterator[Event]:
    """Yield what of *printed* stands outside chrome; *opened* is what is open before it."""
    at = 0
    for match in _EDGE.finditer(printed.text):
        name = match[2].lower()
        if not match[1]:
            if not opened:
                yield from _framed(printed, at, match.start())
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                pass
        at = match.end()
    if not opened:
        yield from _framed(printed, at, len(printed.text))


def _framed(printed: Printed, start: int, end: int) -> Iterator[Event]:
    """Yield the text from *start* to *end* without the tags that make a file a page."""
    at = start
    for match in _FRAME.finditer(printed.text, start, end):
        yield from _part(printed, at, match.start())
        yield Nothing(printed.source, _place(printed, match.start()))
        at = match.end()
    yield from _part(printed, at, end)


def _part(printed: Printed, start: int, end: int) -> Iterator[Event]:
    if end > start:
        place = _place(printed, start)
        text = printed.text[start:end]
        yield Printed(text, printed.source, place, printed.verbatim, printed.entry)


def _place(printed: Printed, offset: int) -> int:
    return printed.start + (offset if printed.verbatim else 0)

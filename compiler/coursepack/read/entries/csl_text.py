"""Read text with CSL's few tags; whatever else looks like a tag is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby

from coursepack.model.document import (
    Emphasis,
    Inline,
    Inlines,
    NoCase,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from coursepack.pattern import pattern

_Wrap = Callable[[Inlines], Inline]

_OPENING: dict[str, tuple[str, _Wrap]] = {
    "<i>": ("</i>", Emphasis),
    "<em>": ("</em>", Emphasis),
    "<b>": ("</b>", Strong),
    "<strong>": ("</strong>", Strong),
    "<sup>": ("</sup>", Superscript),
    "<sub>": ("</sub>", Subscript),
    "<sc>": ("</sc>", SmallCaps),
    '<span class="nocase">': ("</span>", NoCase),
    '<span style="font-variant:small-caps">': ("</span>", SmallCaps),
    '<span style="font-variant:small-caps;">': ("</span>", SmallCaps),
    '<span style="font-variant: small-caps">': ("</span>", SmallCaps),
    '<span style="font-variant: small-caps;">': ("</span>", SmallCaps),
}
_CLOSING = {closing for closing, _ in _OPENING.values()}
_TAG = pattern("|".join(re.escape(tag) for tag in (*_OPENING, *sorted(_CLOSING))))

# No title needs more; whoever walks the tree may recurse.
_DEEPEST = 8


@dataclass(slots=True)
class _Level:
    tag: str
    closing: str
    wrap: _Wrap | None
    pieces: list[Inline | str] = field(default_factory=list)


def read(text: str) -> Inlines:
    """Return *text* as inlines; a tag that is not closed, or crosses another, is text."""
    levels = [_Level("", "", None)]
    end = 0
    for found in _TAG.finditer(text):
        levels[-1].pieces.append(text[end : found.start()])
        _take(levels, found[0])
        end = found.end()
    levels[-1].pieces.append(text[end:])
    while len(levels) > 1:
        _as_text(levels)
    return _joined(levels[0].pieces)


def _take(levels: list[_Level], tag: str) -> None:
    if tag in _OPENING and len(levels) <= _DEEPEST:
        levels.append(_Level(tag, *_OPENING[tag]))
    elif any(level.closing == tag for level in levels):
        while levels[-1].closing != tag:
            _as_text(levels)
        closed = levels.pop()
        children = _joined(closed.pieces)
        if closed.wrap and children:
            levels[-1].pieces.append(closed.wrap(children))
    else:
        levels[-1].pieces.append(tag)


def _as_text(levels: list[_Level]) -> None:
    """Give up the innermost level: its tag was text."""
    level = levels.pop()
    levels[-1].pieces += (level.tag, *level.pieces)


def _joined(pieces: list[Inline | str]) -> Inlines:
    """Return *pieces* with texts that stand side by side as one."""
    children: list[Inline] = []
    for is_text, run in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if not is_text:
            children += (piece for piece in run if not isinstance(piece, str))
        elif text := "".join(piece for piece in run if isinstance(piece, str)):
            children.append(Text(text))
    return tuple(children)

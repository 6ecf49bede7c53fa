"""Read text with CSL's few tags; whatever else looks like a tag is text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

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
_TAG = re.compile("|".join(re.escape(tag) for tag in (*_OPENING, *sorted(_CLOSING))))

# No title needs more; whoever walks the tree may recurse.
_DEEPEST = 8


@dataclass(slots=True)
class _Level:
    tag: str
    closing: str
    wrap: _Wrap | None
    children: list[Inline] = field(default_factory=list)


def read(text: str) -> Inlines:
    """Return *text* as inlines; a tag that is not closed, or crosses another, is text."""
    levels = [_Level("", "", None)]
    end = 0
    for found in _TAG.finditer(text):
        _add_text(levels[-1].children, text[end : found.start()])
        _take(levels, found[0])
        end = found.end()
    _add_text(levels[-1].children, text[end:])
    while len(levels) > 1:
        _as_text(levels)
    return tuple(levels[0].children)


def _take(levels: list[_Level], tag: str) -> None:
    if tag in _OPENING:
        if len(levels) > _DEEPEST:
            _add_text(levels[-1].children, tag)
        else:
            levels.append(_Level(tag, *_OPENING[tag]))
    elif any(level.closing == tag for level in levels):
        while levels[-1].closing != tag:
            _as_text(levels)
        closed = levels.pop()
        if closed.wrap and closed.children:
            levels[-1].children.append(closed.wrap(tuple(closed.children)))
    else:
        _add_text(levels[-1].children, tag)


def _as_text(levels: list[_Level]) -> None:
    """Give up the innermost level: its tag was text."""
    level = levels.pop()
    children = levels[-1].children
    _add_text(children, level.tag)
    for child in level.children:
        if isinstance(child, Text):
            _add_text(children, child.text)
        else:
            children.append(child)


def _add_text(children: list[Inline], text: str) -> None:
    """Add *text*, so that no two texts stand side by side."""
    if not text:
        return
    if children and isinstance(last := children[-1], Text):
        children[-1] = Text(last.text + text)
    else:
        children.append(Text(text))

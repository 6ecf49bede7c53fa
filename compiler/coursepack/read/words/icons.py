"""Icons by their names, as fonts of icons have them, and the signs that look as they do."""

from __future__ import annotations

import html
import re

from coursepack.pattern import pattern
from coursepack.read.words.phrases import SYMBOLS

EDGE = "\ue0f6"
"""Stands around the name of an icon."""

_OF_FONT = pattern(
    r"<(i|span)\b[^<>]*?\bclass(?:Name)?\s*=\s*[\"'][^\"'<>]*?\b(?:fa|bi)-([\w-]+)[^\"'<>]*[\"'][^<>]*>\s*</\1>"
)
_NAMED = pattern(rf"{EDGE}([\w-]*){EDGE} ?")
_EXPLAINS = (
    r"\b(?:required?|mandatory|must|optional|recommended|suggested|before class|read|review)\b"
)
_EXPLAINED = pattern(
    rf"{EDGE}([\w-]+){EDGE}(?=(?:(?!\]\(|<a\b|<li\b)[^\n]){{0,60}}?{_EXPLAINS})", re.IGNORECASE
)

# Signs that look as the icons do.
_SIGNS = {
    "asterisk": "*", "award": "🏆", "bell": "📢", "binoculars": "🔎", "bolt": "❗", "book": "📖",
    "bookmark": "🔖", "bullhorn": "📢", "certificate": "🏆", "check": "✔", "circle": "●",
    "comment": "📣", "exclamation": "❗", "eye": "👀", "file": "📄", "fire": "🔥", "flag": "🚩",
    "glasses": "📖", "graduation": "🎓", "heart": "❤️", "key": "🔑", "lightbulb": "💡",
    "newspaper": "📰", "pen": "✏️", "pencil": "✏️", "plus": "🔹", "search": "🔎", "square": "■",
    "star": "⭐", "thumbs": "👍", "thumbtack": "📌", "trophy": "🏆",
}  # fmt: skip


def with_signs(lines: list[str]) -> list[str]:
    """Return *lines* with a sign for each icon that they explain; other icons are no words."""
    if not any(EDGE in line for line in lines):
        return lines
    explained = {name for line in lines for name in _EXPLAINED.findall(line)}
    signs = {name: _sign(name) for name in explained}

    def shown(found: re.Match[str]) -> str:
        sign = signs.get(found[1], "")
        return f"{sign} " if sign else ""

    return [_NAMED.sub(shown, line) if EDGE in line else line for line in lines]


def _sign(name: str) -> str:
    """Return the sign for the icon *name*: `star`, `star-half-alt`, `solid-star`."""
    return next((_SIGNS[word] for word in name.split("-") if word in _SIGNS), "")


def named(line: str) -> str:
    """Return *line* of HTML with its icons by their names."""
    return _OF_FONT.sub(rf"{EDGE}\2{EDGE}", line) if "<" in line else line


def signs_in(printed: str) -> str:
    """Return the signs, and those of icons, that stand in *printed* HTML outside its tags."""
    text = _NAMED.sub(lambda found: _sign(found[1]), named(printed))
    return "".join(c for c in html.unescape(_TAG.sub(" ", text)) if c in SYMBOLS)


_TAG = pattern(r"<[^<>]*>")

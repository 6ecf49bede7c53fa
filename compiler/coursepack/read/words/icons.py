"""Icons by their names, as fonts of icons have them, and the signs that look as they do."""

from __future__ import annotations

import html
import re

from coursepack.pattern import pattern
from coursepack.read.words.phrases import SYMBOLS

EDGE = "\ue0f6"
"""Stands around the name of an icon."""

_OF_FONT = pattern(
    r"<(?P<tag>i|span)\b[^<>]*?\bclass(?:Name)?\s*=\s*[\"'](?P<classes>[^\"'<>]*?"
    r"\b(?:fa|bi)-(?P<name>[\w-]+)[^\"'<>]*)[\"'][^<>]*>\s*</(?P=tag)>"
)
_OUTLINED = pattern(r"(?<![\w-])(?:far|fa-regular)(?![\w-])")
_WHO = pattern(
    rf"{EDGE}(?:[\w-]*-)?(?:users?|person|people|teacher|microphone)(?:-[\w-]*)?{EDGE}"
    r" ?(?=[^\W\d_a-z])"
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

_EMPTY = {"⭐": "☆", "●": "○", "■": "□"}


def with_signs(lines: list[str]) -> list[str]:
    """Return *lines* with a sign for each icon that they explain; other icons are no words."""
    if not any(EDGE in line for line in lines):
        return lines
    explained = dict.fromkeys(name for line in lines for name in _EXPLAINED.findall(line))
    signs: dict[str, str] = {}
    for name in explained:
        # Two icons that look alike are told apart all the same.
        sign = _sign(name)
        signs[name] = "" if sign in signs.values() else sign
    lines = [_WHO.sub("👤 ", line) for line in lines]

    def shown(found: re.Match[str]) -> str:
        sign = signs.get(found[1], "")
        return f"{sign} " if sign else ""

    return [_NAMED.sub(shown, line) if EDGE in line else line for line in lines]


def _sign(name: str) -> str:
    """Return the sign for the icon *name*: `star`, `solid-star`, and `star-o` for an empty one."""
    words = name.split("-")
    sign = next((_SIGNS[word] for word in words if word in _SIGNS), "")
    is_empty = not {"o", "empty", "outline", "regular"}.isdisjoint(words)
    return _EMPTY.get(sign, "") if is_empty else sign


def named(line: str) -> str:
    """Return *line* of HTML with its icons by their names."""
    return _OF_FONT.sub(_name, line) if "<" in line else line


def _name(icon: re.Match[str]) -> str:
    is_empty = _OUTLINED.search(icon["classes"]) and _sign(icon["name"]) in _EMPTY
    return f"{EDGE}{icon['name']}{'-o' if is_empty else ''}{EDGE}"


def signs_in(printed: str) -> str:
    """Return the signs, and those of icons, that stand in *printed* HTML outside its tags."""
    text = _NAMED.sub(lambda found: _sign(found[1]), named(printed))
    return "".join(c for c in html.unescape(_TAG.sub(" ", text)) if c in SYMBOLS)


_TAG = pattern(r"<[^<>]*>")

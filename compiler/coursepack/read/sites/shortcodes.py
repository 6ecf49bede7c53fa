"""Keep the shortcodes of Hugo and Quarto, `{{< … >}}`, from being read as Liquid."""

from __future__ import annotations

import re

from coursepack.pattern import pattern

EDGE = "\ue0f5\ue0f5"
"""Stands around a shortcode in place of its braces."""

_SHORTCODE = pattern(r"\{\{([<%][^\n]{0,400}?[>%])\}\}")
_OF_LINES = pattern(r"\{\{[<%][^{}]{0,2000}?[>%]\}\}")


def guarded(text: str) -> str:
    """Return *text*, as long as it was, with `EDGE` around its shortcodes; one of lines goes."""
    if "{{<" not in text and "{{%" not in text:
        return text
    text = _SHORTCODE.sub(rf"{EDGE}\1{EDGE}", text)
    return _OF_LINES.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)

"""XML for other programs to read: the same bytes for the same words, whatever these hold."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from coursepack.pattern import pattern
from coursepack.write import safe_markdown

Child = ET.Element | str | None


def element(name: str, *children: Child, **attributes: str) -> ET.Element:
    """Return an element with *children*, elements or words; None is left out.

    An attribute of a namespace is named as Python can: `xmlns_lom` for `xmlns:lom`, `w_val` for
    `w:val`.
    """
    made = ET.Element(name, {_PREFIX.sub(r"\1:", n): clean(v) for n, v in attributes.items()})
    for child in children:
        if isinstance(child, str):
            made.text = (made.text or "") + clean(child)
        elif child is not None:
            made.append(child)
    return made


_SEPARATORS = pattern("[\x0b\x0c\x1c-\x1f]")
_PREFIX = pattern(r"^(xmlns|xml|w|w14|r)_")


def clean(text: str) -> str:
    """Return *text* in characters that XML 1.0 and HTML can carry."""
    return _SEPARATORS.sub(" ", safe_markdown.clean(text))


def written(root: ET.Element) -> bytes:
    """Return *root* as a file, an element a line."""
    ET.indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode").encode("utf-8") + b"\n"

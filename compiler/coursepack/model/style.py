"""A citation style, found and ready to be applied."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """An independent CSL 1.0.2 style.

    `name` is the name it has in its collection, or its file's stem; `title` its own;
    `category` CSL's citation format: "author-date", "author", "numeric", "label" or
    "note"; `locale` the BCP 47 tag it asks for, "" where it leaves that to the document;
    `xml` the text of the style, of the parent where the named style depends on one.
    """

    name: str
    title: str
    category: str
    locale: str
    xml: str

"""pypdf, reduced to what the tags of a PDF say; imported only where a PDF is read back."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tags:
    """What whoever listens to a PDF is told.

    `headings` are the levels and texts of its bookmarks, which our engines make of headings;
    `counts` how many structure elements it has of each name, such as "H1", "LI" or "Figure".
    """

    title: str
    language: str
    is_tagged: bool
    claims_ua: bool
    headings: tuple[tuple[int, str], ...]
    links: tuple[str, ...]
    counts: Counter[str]


def read(data: bytes) -> Tags:
    """Return what the PDF *data* says of itself."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    root = reader.root_object
    marked = _resolved(root.get("/MarkInfo", {})).get("/Marked", False)
    tree = root.get("/StructTreeRoot")
    return Tags(
        title=str(reader.metadata.title or "") if reader.metadata else "",
        language=str(root.get("/Lang", "")),
        is_tagged=bool(marked) and tree is not None,
        claims_ua=b"pdfuaid:part" in data,
        headings=tuple(_bookmarks(reader.outline, 1)),
        links=tuple(_links(reader)),
        counts=Counter(_names(tree)) if tree is not None else Counter(),
    )


def _bookmarks(outline: Any, level: int) -> Iterator[tuple[int, str]]:
    for item in outline:
        if isinstance(item, list):
            yield from _bookmarks(item, level + 1)
        else:
            yield level, str(item.title)


def _links(reader: Any) -> Iterator[str]:
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            action = _resolved(_resolved(note).get("/A", {}))
            if "/URI" in action:
                yield str(action["/URI"])


def _names(tree: Any) -> Iterator[str]:
    waiting = [_resolved(tree)]
    while waiting:
        node = _resolved(waiting.pop())
        if isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"]).removeprefix("/")
            below = _resolved(node.get("/K", ()))
            waiting += below if isinstance(below, list) else [below]


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value

"""The elements of a page of HTML, by the standard library's reader."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


@dataclass(slots=True)
class Element:
    """An element: its name, its attributes, the names of those around it, and its words."""

    name: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""


def elements(page: str) -> list[Element]:
    """Return every element of *page*, in order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


def metas(page: str) -> list[tuple[str, str]]:
    """Return what each `meta` element of *page* is called, in small letters, and what it says."""
    reader = _MetaReader()
    reader.feed(page)
    reader.close()
    return reader.found


class _MetaReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            said = {name: value or "" for name, value in attrs}
            name = said.get("name") or said.get("property") or ""
            self.found.append((name.lower(), " ".join(said.get("content", "").split())))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = tuple(element.name for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, around)
        self.found.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while any(element.name == tag for element in self._open):
            if self._open.pop().name == tag:
                break

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

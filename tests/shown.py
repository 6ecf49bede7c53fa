"""What a reader of an HTML page gets: its words in order, its headings, its links."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = {"head", "nav", "script", "style", "template"}
_BREAKS = {
    "p",
    "li",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "div",
    "td",
    "th",
    "tr",
    "ul",
}
_VOID = {"meta", "link", "br", "hr", "img", "col"}


@dataclass(slots=True)
class Shown:
    """The words outside the head and the navigation, headings as (level, words), links."""

    text: str
    headings: list[tuple[int, str]]
    links: list[str]
    ids: list[str]
    tags: list[str]


@dataclass(slots=True)
class _State:
    pieces: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.state = _State()
        self._open: list[str] = []
        self._heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.state.tags.append(tag)
        if ident := given.get("id"):
            self.state.ids.append(ident)
        if tag == "a" and (href := given.get("href")):
            self.state.links.append(href)
        if tag in _BREAKS:
            self.state.pieces.append("\n")
        if tag not in _VOID:
            self._open.append(tag)
        if tag[0] == "h" and tag[1:].isdigit() and not self._is_silent():
            self._heading = []

    def handle_endtag(self, tag: str) -> None:
        if self._heading is not None and tag[0] == "h" and tag[1:].isdigit():
            self.state.headings.append((int(tag[1:]), " ".join("".join(self._heading).split())))
            self._heading = None
        if tag in _BREAKS:
            self.state.pieces.append("\n")
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._is_silent():
            return
        self.state.pieces.append(data)
        if self._heading is not None:
            self._heading.append(data)

    def _is_silent(self) -> bool:
        return bool(_SILENT & set(self._open))


def shown(html: str) -> Shown:
    """Return what *html* shows."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    state = reader.state
    return Shown("".join(state.pieces), state.headings, state.links, state.ids, state.tags)

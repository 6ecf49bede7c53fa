"""What programs find in a page: its linked data and the OpenURLs of its readings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs


@dataclass(slots=True)
class Linked:
    """The data of each script, the OpenURL of each reading in order, and attributes of both."""

    data: list[Any] = field(default_factory=list)
    readings: list[dict[str, list[str]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Linked()
        self._kind = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "span" and given.get("class") == "Z3988":
            pairs = parse_qs(given["title"], strict_parsing=True, errors="strict")
            self.found.readings.append(pairs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.found.policies.append(given["content"])
        self._kind = given.get("type", "text/javascript") if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        self._kind = ""

    def handle_data(self, data: str) -> None:
        if self._kind == "application/ld+json":
            self.found.data.append(json.loads(data))
        elif self._kind:
            self.found.scripts.append(data)


def linked(html: str) -> Linked:
    """Return what programs find in *html*."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found

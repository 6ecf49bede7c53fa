"""The Word file: its headings, links and readings, and what people who do not see it need."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from xml.etree import ElementTree as ET

from coursepack.verify.told import Told, Verifier, plain, target

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEADING = "Heading"
_READINGS = ("Reading", "LongReading")


def read(data: bytes) -> Told:
    """Read a Word file of ours back; which items of lists it has, only its readings tell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body, styles, relations = (
            ET.fromstring(archive.read(f"word/{name}"))
            for name in ("document.xml", "styles.xml", "_rels/document.xml.rels")
        )
    styled = [(_style(paragraph), paragraph) for paragraph in body.iter(f"{_W}p")]
    heads = [(style, words(p)) for style, p in styled if style.startswith(_HEADING)]
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    found = Told(
        title="".join(plain(words(p)) for style, p in styled if style == "Title"),
        headings=[plain(text) for _, text in heads],
        links=[target(targets[link.get(f"{_R}id")]) for link in _links(body)],
        readings=sum(style in _READINGS for style, _ in styled),
        items=None,
    )
    levels = [int(style.removeprefix(_HEADING)) for style, _ in heads]
    if (levels and levels[0] != 1) or any(b > a + 1 for a, b in pairwise(levels)):
        found.faults.append("skips a level of headings")
    if not any(element.get(f"{_W}val") for element in styles.iter(f"{_W}lang")):
        found.faults.append("does not say its language")
    return found


def words(element: ET.Element) -> str:
    """Return the characters of *element*, a space for a tab or the end of a line."""
    kept = {f"{_W}tab": " ", f"{_W}br": " "}
    return "".join(
        (inner.text or "") if inner.tag == f"{_W}t" else kept.get(inner.tag, "")
        for inner in element.iter()
    )


def _style(paragraph: ET.Element) -> str:
    named = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return named.get(f"{_W}val", "") if named is not None else ""


def _links(body: ET.Element) -> Iterator[ET.Element]:
    """Yield the links that lead out of the file."""
    return (link for link in body.iter(f"{_W}hyperlink") if link.get(f"{_R}id"))


VERIFIER = Verifier(".docx", read)

"""The EPUB: the outline, links and lists of its chapters, and that it leads to each of them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping

from coursepack.adapters import html_nodes
from coursepack.adapters.html_nodes import Element
from coursepack.pattern import pattern
from coursepack.verify.told import Told, Verifier, plain, target

_FOLDER = "EPUB"
_ITEM = pattern(r'<item id="([^"]+)" href="([^"]+)"')
_IN_ORDER = pattern(r'<itemref idref="([^"]+)"')
_SAID = ("dc:identifier", "dc:title", "dc:language", "dcterms:modified", "schema:accessMode")
_HEADING = pattern(r"h[1-6]")


def read(data: bytes) -> Told:
    """Read a book of ours back, chapter by chapter as its spine has them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    package = files[f"{_FOLDER}/content.opf"].decode("utf-8")
    items = dict(_ITEM.findall(package))
    names = [posixpath.join(_FOLDER, items[item]) for item in _IN_ORDER.findall(package)]
    chapters = {name: _elements(files, name) for name in names}
    elements = [element for chapter in chapters.values() for element in chapter]
    heads = [e for e in elements if _HEADING.fullmatch(e.name)]
    links = [e.attributes["href"] for e in elements if e.name == "a" and "href" in e.attributes]
    found = Told(
        title=plain(heads[0].text) if heads else "",
        headings=[plain(head.text) for head in heads[1:]],
        links=[target(url) for url in links],
        readings=sum(e.name == "li" and "id" in e.attributes for e in elements),
        items=sum(e.name == "li" for e in elements),
    )
    found.faults = [*_faults(package, chapters, _elements(files, f"{_FOLDER}/nav.xhtml"))]
    return found


def _elements(files: Mapping[str, bytes], name: str) -> list[Element]:
    return html_nodes.elements(files[name].decode("utf-8"))


def _faults(
    package: str, chapters: Mapping[str, list[Element]], contents: list[Element]
) -> Iterator[str]:
    for name in _SAID:
        if not re.search(rf'[<"]{name}[^<>]*>[^<]', package):
            yield f"does not say its `{name}`"
    places = {
        f"{name}#{element.attributes['id']}"
        for name, elements in chapters.items()
        for element in elements
        if "id" in element.attributes
    }
    leading = (e.attributes["href"] for e in contents if e.name == "a" and "href" in e.attributes)
    named = {posixpath.join(_FOLDER, href) for href in leading}
    if lost := named - places:
        yield f"has contents that lead to `{min(lost)}`, which is nowhere in it"
    if unlisted := chapters.keys() - {place.partition("#")[0] for place in named}:
        yield f"has contents without `{min(unlisted)}`"
    for name, elements in chapters.items():
        if not any(e.name == "html" and e.attributes.get("lang") for e in elements):
            yield f"does not say the language of `{name}`"


VERIFIER = Verifier(".epub", read)

"""The web page: its outline, its links, and what people who do not see it need."""

from __future__ import annotations

from itertools import pairwise

from coursepack.adapters import html_nodes
from coursepack.adapters.html_nodes import Element
from coursepack.verify.told import Told, Verifier, plain, target


def read(data: bytes) -> Told:
    """Read a page of ours back."""
    elements = html_nodes.elements(data.decode("utf-8", "replace"))
    found = Told()
    heads = [e for e in elements if e.name in ("h1", "h2", "h3", "h4", "h5", "h6")]
    content = [e for e in heads if "nav" not in e.inside]
    found.title = "".join(plain(e.text) for e in content if e.name == "h1")
    found.headings = [plain(e.text) for e in content if e.name != "h1"]
    links = [e for e in elements if e.name == "a" and "href" in e.attributes]
    outside = [e for e in links if not e.attributes["href"].startswith("#")]
    found.links = [target(e.attributes["href"]) for e in outside]
    # Only a reading has a name for others to link to.
    found.readings = sum(e.name == "li" and "id" in e.attributes for e in elements)
    found.items = sum(e.name == "li" and "nav" not in e.inside for e in elements)
    found.faults = [*_faults(elements, content, links)]
    return found


def _faults(elements: list[Element], heads: list[Element], links: list[Element]) -> list[str]:
    faults = []
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    if len(set(ids)) < len(ids):
        faults.append("gives two places one name")
    inner = [e.attributes["href"][1:] for e in links if e.attributes["href"].startswith("#")]
    if lost := set(inner) - set(ids):
        faults.append(f"leads to `#{min(lost)}`, which is nowhere in it")
    if any(not plain(e.text) for e in links):
        faults.append("has a link without words")
    levels = [int(e.name[1]) for e in heads]
    if levels[:1] != [1] or any(b > a + 1 for a, b in pairwise(levels)):
        faults.append("skips a level of headings")
    if not any(e.name == "html" and e.attributes.get("lang") for e in elements):
        faults.append("does not say its language")
    if sum(e.name == "main" for e in elements) != 1:
        faults.append("does not say where its main part is")
    return faults


VERIFIER = Verifier(".html", read)

"""An independent reader and checker of IMS Common Cartridge 1.1 archives, for tests.

Nothing here is shared with any writer.  The rules are put in this module's own words; each
function's docstring names where its rule comes from:

* *CC 1.1*: IMS Common Cartridge Profile 1.1 (content packaging profile, web link profile, LOM
  profile, and the profile's additional assertions on items, files and dependencies);
* *RFC 3986*, *RFC 6068*: generic URI syntax and mailto addresses;
* *XML 1.0 names*: the NCName production of "Namespaces in XML";
* *Moodle*: how ``backup/cc`` and ``backup/converter/imscc11`` read a cartridge;
* *Canvas*: how ``lib/cc/importer`` reads a cartridge made by Canvas;
* *house*: a rule this project sets itself (fixed zip dates, allowed resource types and so on).
"""

from __future__ import annotations

import html
import io
import ipaddress
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from package_xml import UNREADABLE, xml

MANIFEST = "imsmanifest.xml"
CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
WEBLINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"

WEBCONTENT_TYPE = "webcontent"
WEBLINK_TYPE = "imswl_xmlv1p1"
ASSOCIATED_TYPE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"

SETTINGS_FOLDER = "course_settings/"
CANVAS_FLAG = SETTINGS_FOLDER + "canvas_export.txt"
MODULE_META = SETTINGS_FOLDER + "module_meta.xml"
HTML_SUFFIXES = (".html", ".htm", ".xhtml")
LONGEST_TITLE = 255
LONGEST_ADDRESS = 2000

_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(rf"[{_NAME_START}][{_NAME_START}\-.0-9\u00b7\u0300-\u036f\u203f\u2040]*")

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_LINK_ATTRIBUTES = frozenset(
    [
        "action",
        "background",
        "cite",
        "data",
        "formaction",
        "href",
        "longdesc",
        "poster",
        "src",
        "srcset",
        "xlink:href",
    ]
)


@dataclass
class Item:
    """One entry of a module, as an importer would get it.

    ``kind`` is ``link`` (``address`` is the href in the web link file), ``page`` (``text`` is the
    text of the HTML file's body), ``file`` (``address`` is the path in the zip) or ``group`` (a
    heading, title only).  ``level`` is 0 directly in the module and 1 in a group; ``group`` is the
    title of the group the item is in, or an empty string.
    """

    title: str
    kind: str
    address: str
    text: str
    level: int
    group: str


@dataclass
class Module:
    """One first-level entry of the organization with everything under it, in document order."""

    title: str
    items: list[Item] = field(default_factory=list)


@dataclass
class _Resource:
    """A ``resource`` element of the manifest: its attributes, files and dependencies."""

    identifier: str
    type: str
    href: str | None
    files: list[str]
    dependencies: list[str]


@dataclass
class _Node:
    """An ``item`` element of the organization with its children."""

    identifier: str
    title: str
    reference: str | None
    children: list[_Node]


@dataclass
class _Cartridge:
    """What could be read of the archive; parts that could not be read are empty."""

    files: dict[str, bytes] = field(default_factory=dict)
    readable: bool = False
    modules: list[_Node] = field(default_factory=list)
    resources: dict[str, _Resource] = field(default_factory=dict)


def faults(data: bytes) -> list[str]:
    """Return every breach found in the archive, one sentence each; empty when it is sound."""
    out: list[str] = []
    _read(data, out)
    return [re.sub(r"[\r\n]+", " ", sentence) for sentence in out]


def contents(data: bytes) -> list[Module]:
    """Return what an importer would get of the archive, whether or not it is wholly sound.

    Raises ``ValueError`` when there is no manifest to go by.
    """
    out: list[str] = []
    cartridge = _read(data, out)
    if not cartridge.readable:
        raise ValueError(" ".join(out) or "The cartridge has no manifest.")
    modules = []
    for node in cartridge.modules:
        module = Module(node.title)
        if node.reference is not None:
            module.items.append(_as_item(cartridge, node, 0, ""))
        _collect(cartridge, node, 0, "", module.items)
        modules.append(module)
    return modules


def _collect(
    cartridge: _Cartridge, parent: _Node, level: int, group: str, into: list[Item]
) -> None:
    """Append the items under ``parent`` depth first, which is document order."""
    for node in parent.children:
        into.append(_as_item(cartridge, node, level, group))
        _collect(cartridge, node, level + 1, node.title, into)


def _as_item(cartridge: _Cartridge, node: _Node, level: int, group: str) -> Item:
    """Turn an organization item into what an importer makes of it, by its resource's type."""
    if node.reference is None:
        return Item(node.title, "group", "", "", level, group)
    resource = cartridge.resources.get(node.reference)
    if resource is None:
        return Item(node.title, "file", "", "", level, group)
    if resource.type == WEBLINK_TYPE:
        name = resource.files[0] if resource.files else ""
        address = _weblink_address(cartridge.files.get(name, b""))
        return Item(node.title, "link", address, "", level, group)
    path = resource.href or (resource.files[0] if resource.files else "")
    if path.lower().endswith(HTML_SUFFIXES):
        text = _page_text(cartridge.files.get(path, b""))
        return Item(node.title, "page", "", text, level, group)
    return Item(node.title, "file", path, "", level, group)


def _read(data: bytes, out: list[str]) -> _Cartridge:
    """Read and check the whole archive, adding to ``out`` a sentence for every breach."""
    cartridge = _Cartridge()
    if not _read_zip(data, cartridge, out):
        return cartridge
    source = cartridge.files.get(MANIFEST)
    if source is None:
        out.append(f"The zip has no {MANIFEST} at its root.")
        return cartridge
    root = xml(MANIFEST, source, out)
    if root is None:
        return cartridge
    cartridge.readable = True
    _check_manifest(root, source, cartridge, out)
    _check_resources(cartridge, out)
    for name, content in cartridge.files.items():
        if name.lower().endswith(HTML_SUFFIXES):
            _check_html(name, content, out)
    if CANVAS_FLAG in cartridge.files:
        _check_canvas(cartridge, out)
    return cartridge


# --- the zip -------------------------------------------------------------------------------


def _read_zip(data: bytes, cartridge: _Cartridge, out: list[str]) -> bool:
    """Read the zip: it opens, every entry reads back, names are safe and unique, dates equal.

    Sources: CC 1.1 (the package interchange file is a PKZip 2.04g zip, so stored or deflated and
    unencrypted, with relative names); house (one fixed date for all entries, no duplicate names).
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE:
        out.append("The cartridge is not a readable zip archive.")
        return False
    with archive:
        infos = archive.infolist()
        dates = sorted({info.date_time for info in infos})
        if len(dates) > 1:
            out.append(
                f"The zip entries have {len(dates)} different dates: {dates[0]}, {dates[1]}"
                f"{', …' if len(dates) > 2 else ''}."
            )
        seen: set[str] = set()
        for info in infos:
            name = info.orig_filename
            _check_path(name, out)
            if name in seen:
                out.append(f"The zip has more than one entry named {name}.")
                continue
            seen.add(name)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                out.append(f"The zip entry {name} is neither stored nor deflated.")
            try:
                content = archive.read(info)
            except UNREADABLE:
                out.append(f"The zip entry {name} cannot be read back.")
                continue
            if not name.endswith("/"):
                cartridge.files[name] = content
    return True


def _check_path(name: str, out: list[str]) -> None:
    """A zip name is relative, uses forward slashes, and does not climb (source: house, CC 1.1)."""
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        out.append(f"The zip entry {name} has an absolute path.")
    if "\\" in name or "\0" in name:
        out.append(f"The zip entry {name!r} has a backslash or a null in its name.")
    parts = name.removesuffix("/").removeprefix("/").split("/")
    if ".." in parts:
        out.append(f"The zip entry {name} has .. in its path.")
    if "." in parts or "" in parts:
        out.append(f"The zip entry {name} has an empty or . step in its path.")


# --- XML -----------------------------------------------------------------------------------


def _elements(parent: etree._Element) -> list[etree._Element]:
    """The child elements, leaving out anything else a parser may put among them."""
    return [child for child in parent if isinstance(child.tag, str)]


def _named(parent: etree._Element, namespace: str, local: str) -> list[etree._Element]:
    """The child elements with this namespace and local name."""
    return [child for child in _elements(parent) if child.tag == f"{{{namespace}}}{local}"]


def _short(element: etree._Element) -> str:
    """An element's name for a sentence: its local name, with its identifier if it has one."""
    local = etree.QName(element).localname
    identifier = element.get("identifier")
    return f"<{local}>" if identifier is None else f'<{local} identifier="{identifier}">'


def _text(element: etree._Element) -> str:
    """The text of an element that should hold only text."""
    return element.text or ""


def _describe(tags: Iterable[str], namespace: str) -> str:
    """A list of tags for a sentence, local names where they are in the expected namespace."""
    return ", ".join(tag.replace(f"{{{namespace}}}", "") for tag in tags) or "nothing"


def _say(out: list[str], name: str, element: etree._Element | str, rest: str) -> None:
    """Add one sentence that names the file and the element."""
    what = element if isinstance(element, str) else _short(element)
    out.append(f"In {name}, {what} {rest}.")


# --- the manifest --------------------------------------------------------------------------


def _check_manifest(
    root: etree._Element, source: bytes, cartridge: _Cartridge, out: list[str]
) -> None:
    """The manifest's root, its three parts in order, its identifiers, and all that is in them.

    Sources: CC 1.1 (root, order, unique identifiers); Moodle (its detection of a 1.1 cartridge
    looks for the default namespace, with blanks and quotes taken out, in the first 1,024 bytes).
    """
    if root.tag != f"{{{CP}}}manifest":
        _say(out, MANIFEST, root, f"is not manifest in the namespace {CP}")
        return
    if root.nsmap.get(None) != CP:
        _say(out, MANIFEST, root, f"does not make {CP} the default namespace")
    head = re.sub(rb"[\s'\"]", b"", source[:1024]).lower()
    if f"xmlns={CP}".lower().encode() not in head:
        _say(out, MANIFEST, root, "does not show its default namespace in the first 1,024 bytes")
    found = [child.tag for child in _elements(root)]
    if found != [f"{{{CP}}}{part}" for part in ("metadata", "organizations", "resources")]:
        _say(
            out,
            MANIFEST,
            root,
            "must hold metadata, organizations and resources in this order, "
            f"but holds {_describe(found, CP)}",
        )
    for part in _named(root, CP, "metadata"):
        _check_metadata(part, out)
    for part in _named(root, CP, "resources"):
        for element in _elements(part):
            _read_resource(element, cartridge, out)
    for part in _named(root, CP, "organizations"):
        _check_organizations(part, cartridge, out)
    _check_identifiers(root, out)


def _check_identifiers(root: etree._Element, out: list[str]) -> None:
    """Manifest, organization, items and resources each have an identifier, unique, an NCName.

    Sources: CC 1.1 (the attribute is an XML ID); XML 1.0 names (an ID is an NCName).
    """
    seen: set[str] = set()
    for element in root.iter(
        *(f"{{{CP}}}{kind}" for kind in ("manifest", "organization", "item", "resource"))
    ):
        identifier = element.get("identifier")
        if identifier is None:
            _say(out, MANIFEST, element, "has no identifier")
            continue
        if not _NCNAME.fullmatch(identifier):
            _say(out, MANIFEST, element, "has an identifier that is not an NCName")
        if identifier in seen:
            _say(out, MANIFEST, element, "has an identifier used before in the document")
        seen.add(identifier)


def _check_metadata(metadata: etree._Element, out: list[str]) -> None:
    """Schema name, schema version and a LOM record with a title, in this order (CC 1.1)."""
    expected = [f"{{{CP}}}schema", f"{{{CP}}}schemaversion", f"{{{LOM}}}lom"]
    found = [child.tag for child in _elements(metadata)]
    if found != expected:
        _say(
            out,
            MANIFEST,
            metadata,
            "must hold schema, schemaversion and lom (in the manifest "
            f"LOM namespace) in this order, but holds {_describe(found, CP)}",
        )
    for element in _named(metadata, CP, "schema"):
        if _text(element) != "IMS Common Cartridge":
            _say(out, MANIFEST, element, f"is {_text(element)!r}, not 'IMS Common Cartridge'")
    for element in _named(metadata, CP, "schemaversion"):
        if _text(element) != "1.1.0":
            _say(out, MANIFEST, element, f"is {_text(element)!r}, not '1.1.0'")
    for lom in _named(metadata, LOM, "lom"):
        strangers = [
            element
            for element in lom.iter()
            if isinstance(element.tag, str) and not element.tag.startswith(f"{{{LOM}}}")
        ]
        for element in strangers:
            _say(out, MANIFEST, element, f"is in <lom> but not in the namespace {LOM}")
        titles = [
            string
            for general in _named(lom, LOM, "general")
            for title in _named(general, LOM, "title")
            for string in _named(title, LOM, "string")
        ]
        if not any(_text(string).strip() for string in titles):
            _say(out, MANIFEST, lom, "has no general/title/string with text")


def _check_organizations(
    organizations: etree._Element, cartridge: _Cartridge, out: list[str]
) -> None:
    """Exactly one rooted-hierarchy organization with one untitled root item (CC 1.1)."""
    found = _named(organizations, CP, "organization")
    if len(found) != 1 or len(_elements(organizations)) != 1:
        _say(out, MANIFEST, organizations, f"must hold exactly one organization, not {len(found)}")
    for organization in found[:1]:
        if organization.get("structure") != "rooted-hierarchy":
            _say(out, MANIFEST, organization, 'has no structure="rooted-hierarchy"')
        roots = _named(organization, CP, "item")
        if len(roots) != 1:
            _say(out, MANIFEST, organization, f"must hold one root item, not {len(roots)}")
        for item in roots[:1]:
            _check_root_item(item, cartridge, out)


def _check_root_item(item: etree._Element, cartridge: _Cartridge, out: list[str]) -> None:
    """The root item has no title and no resource, and holds the modules.

    Sources: CC 1.1 (the top item is untitled and cannot refer to a resource); house (there is at
    least one module).
    """
    if _named(item, CP, "title"):
        _say(out, MANIFEST, item, "is the root item and must have no title")
    if item.get("identifierref") is not None:
        _say(out, MANIFEST, item, "is the root item and must have no identifierref")
    children = _named(item, CP, "item")
    if not children:
        _say(out, MANIFEST, item, "is the root item and holds no module")
    cartridge.modules = [_check_item(child, 1, cartridge, out) for child in children]


def _check_item(item: etree._Element, depth: int, cartridge: _Cartridge, out: list[str]) -> _Node:
    """An item: one title, then either a resource or child items, not too deep.

    Sources: CC 1.1 (one title, first; only the attributes identifier and identifierref; an item
    with a resource has no child items; the reference names a resource); Moodle and Canvas (names
    are cut at 255 characters); house (an item without resource is a folder and has children; at
    most module, group and item below each other).
    """
    children = _elements(item)
    order = [child.tag for child in children]
    titles = _named(item, CP, "title")
    title = _text(titles[0]) if titles else ""
    if len(titles) != 1 or order[0] != f"{{{CP}}}title":
        _say(out, MANIFEST, item, "must begin with exactly one title")
    elif not title.strip():
        _say(out, MANIFEST, item, "has an empty title")
    if len(title) > LONGEST_TITLE:
        _say(out, MANIFEST, item, f"has a title of {len(title)} characters, more than 255")
    allowed = {f"{{{CP}}}{name}" for name in ("title", "item", "metadata")}
    if not set(order) <= allowed:
        _say(out, MANIFEST, item, f"holds elements it cannot have: {_describe(order, CP)}")
    for attribute in item.attrib:
        if attribute not in ("identifier", "identifierref"):
            _say(out, MANIFEST, item, f"has the attribute {attribute!s}, which the profile lacks")
    below = _named(item, CP, "item")
    reference = item.get("identifierref")
    if reference is None and not below:
        _say(out, MANIFEST, item, "has neither an identifierref nor child items")
    if reference is not None and below:
        _say(out, MANIFEST, item, "has an identifierref and so must have no child items")
    if reference is not None and reference not in cartridge.resources:
        _say(out, MANIFEST, item, f"refers to {reference}, which is no resource")
    if depth > 3:
        _say(out, MANIFEST, item, "lies deeper than module, group and item")
    nodes = [_check_item(child, depth + 1, cartridge, out) for child in below]
    return _Node(item.get("identifier") or "", title, reference, nodes)


# --- resources -----------------------------------------------------------------------------


def _read_resource(element: etree._Element, cartridge: _Cartridge, out: list[str]) -> None:
    """Read one resource and check its own shape: its children's order, names and type.

    Sources: CC 1.1 (metadata, then files, then dependencies; the intended use vocabulary; no file
    or dependency twice in one resource); house (only the three resource types this project
    writes).
    """
    if element.tag != f"{{{CP}}}resource":
        _say(out, MANIFEST, element, "is in <resources> but is no resource")
        return
    order = ["metadata", "file", "dependency"]
    places = []
    for child in _elements(element):
        local = etree.QName(child).localname
        if local not in order or child.tag != f"{{{CP}}}{local}":
            _say(out, MANIFEST, element, f"holds <{local}>, which it cannot have")
        else:
            places.append(order.index(local))
    if places != sorted(places):
        _say(out, MANIFEST, element, "must hold metadata, file and dependency in this order")
    resource = _Resource(
        element.get("identifier") or "",
        element.get("type") or "",
        element.get("href"),
        [child.get("href") or "" for child in _named(element, CP, "file")],
        [child.get("identifierref") or "" for child in _named(element, CP, "dependency")],
    )
    if resource.type not in (WEBCONTENT_TYPE, WEBLINK_TYPE, ASSOCIATED_TYPE):
        _say(out, MANIFEST, element, f"has the type {resource.type!r}, which is not allowed")
    if element.get("intendeduse", "unspecified") not in ("lessonplan", "syllabus", "unspecified"):
        _say(out, MANIFEST, element, "has an unknown intendeduse")
    if len(set(resource.files)) != len(resource.files):
        _say(out, MANIFEST, element, "lists the same file twice")
    if len(set(resource.dependencies)) != len(resource.dependencies):
        _say(out, MANIFEST, element, "has the same dependency twice")
    cartridge.resources.setdefault(resource.identifier, resource)


def _check_resources(cartridge: _Cartridge, out: list[str]) -> None:
    """Check resources against the zip, against each other and against the organization.

    Sources: CC 1.1 (a resource's href is one of its files; web links have one file, no href and
    no dependency; web content may depend on web content only; all files are in the package and
    declared); house (nothing in the zip that no resource lists, no resource that no item uses,
    but for associated content and what serves ``course_settings``).
    """
    used = set(_references(cartridge.modules))
    waiting = list(used)
    while waiting:
        reached = cartridge.resources.get(waiting.pop())
        for reference in reached.dependencies if reached else ():
            if reference not in used:
                used.add(reference)
                waiting.append(reference)
    listed: set[str] = set()
    for resource in cartridge.resources.values():
        what = f'<resource identifier="{resource.identifier}">'
        listed.update(resource.files)
        for path in resource.files:
            if path not in cartridge.files:
                _say(out, MANIFEST, what, f"lists the file {path!r}, which is not in the zip")
        if resource.href is not None and resource.href not in resource.files:
            _say(out, MANIFEST, what, f"has the href {resource.href!r} but no such file child")
        _check_dependencies(resource, what, cartridge, out)
        if resource.type == WEBCONTENT_TYPE and resource.href is None:
            _say(out, MANIFEST, what, "is web content and has no href")
        if resource.type == WEBLINK_TYPE:
            if resource.href is not None:
                _say(out, MANIFEST, what, "is a web link and must have no href")
            if len(resource.files) != 1:
                _say(
                    out,
                    MANIFEST,
                    what,
                    f"is a web link and must have one file, not {len(resource.files)}",
                )
            for path in resource.files:
                if path in cartridge.files:
                    _check_weblink(path, cartridge.files[path], out)
        for_settings = bool(resource.files) and all(
            path.startswith(SETTINGS_FOLDER) for path in resource.files
        )
        spared = resource.type == ASSOCIATED_TYPE or for_settings
        if resource.identifier not in used and not spared:
            _say(out, MANIFEST, what, "is used by no item")
    for name in cartridge.files:
        if name not in listed and name != MANIFEST and not name.startswith(SETTINGS_FOLDER):
            out.append(f"The file {name} is in the zip but no resource in {MANIFEST} lists it.")


def _references(nodes: Iterable[_Node]) -> Iterator[str]:
    """Every identifierref in the organization."""
    for node in nodes:
        if node.reference is not None:
            yield node.reference
        yield from _references(node.children)


def _check_dependencies(
    resource: _Resource, what: str, cartridge: _Cartridge, out: list[str]
) -> None:
    """Dependencies name another resource, of a type the profile lets one depend on (CC 1.1)."""
    for reference in resource.dependencies:
        target = cartridge.resources.get(reference)
        if target is None:
            _say(out, MANIFEST, what, f"has a dependency on {reference}, which is no resource")
        elif target is resource:
            _say(out, MANIFEST, what, "has a dependency on itself")
        elif target.type != WEBCONTENT_TYPE:
            _say(out, MANIFEST, what, f"must not depend on {reference}, which is no web content")
    if resource.type == WEBLINK_TYPE and resource.dependencies:
        _say(out, MANIFEST, what, "is a web link and must have no dependency")


def _weblink_address(data: bytes) -> str:
    """The address in a web link file as importers read it (webLink/url/@href), or nothing."""
    root = xml("", data, [])
    if root is None:
        return ""
    for url in _named(root, WEBLINK, "url"):
        return url.get("href") or ""
    return ""


def _check_weblink(name: str, data: bytes, out: list[str]) -> None:
    """A web link file: webLink holding title, then url with an address.

    Sources: CC 1.1 web link profile (structure, normalized strings); the HTML frame target names
    and window names for ``target``, of which the four reserved ones are allowed (house).
    """
    root = xml(name, data, out)
    if root is None:
        return
    if root.tag != f"{{{WEBLINK}}}webLink":
        _say(out, name, root, f"is not webLink in the namespace {WEBLINK}")
        return
    found = [child.tag for child in _elements(root)]
    if found != [f"{{{WEBLINK}}}title", f"{{{WEBLINK}}}url"]:
        _say(
            out,
            name,
            root,
            f"must hold title and url in this order, but holds {_describe(found, WEBLINK)}",
        )
    for title in _named(root, WEBLINK, "title"):
        if not _text(title).strip():
            _say(out, name, title, "is empty")
        if re.search(r"[\t\r\n]", _text(title)):
            _say(out, name, title, "has a tab or a line break")
    for url in _named(root, WEBLINK, "url"):
        if _elements(url) or _text(url).strip():
            _say(out, name, url, "must be empty")
        for attribute in url.attrib:
            if attribute not in ("href", "target", "windowFeatures"):
                _say(out, name, url, f"has the unknown attribute {attribute!s}")
        for breach in _address_breaches(url.get("href") or ""):
            _say(out, name, url, f"has an href which {breach}")
        if url.get("target", "_self") not in ("_blank", "_self", "_parent", "_top"):
            _say(out, name, url, f"has the unknown target {url.get('target')!r}")


# --- addresses -----------------------------------------------------------------------------

_UNRESERVED = r"A-Za-z0-9\-._~"
_SUBDELIMS = r"!$&'()*+,;="
_SPLIT = re.compile(r"(?:([^:/?#]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


def _address_breaches(address: str) -> list[str]:
    """What is wrong with a link's address, each as the end of a sentence ("has no host").

    Sources: RFC 3986 (characters, percent encoding, authority, IP literals, one fragment);
    RFC 6068 (mailto names a recipient); Canvas (addresses of at most 2,000 characters, which it
    keeps without change only if they are valid); house (http, https and mailto only).
    """
    if not address:
        return ["is missing or empty"]
    out = []
    if len(address) > LONGEST_ADDRESS:
        out.append(f"has {len(address)} characters, more than 2,000")
    if any(ord(character) > 126 for character in address):
        out.append("has characters outside ASCII")
    raw = sorted(
        {character for character in address if ord(character) <= 126}
        - set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"
        )
    )
    if raw:
        out.append(f"has characters that must be percent-encoded: {' '.join(map(repr, raw))}")
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        out.append("has a percent sign without two hexadecimal digits")
    match = _SPLIT.fullmatch(address)
    scheme, authority, path, query, fragment = match.groups() if match else (None,) * 5
    path = path or ""
    if (scheme or "").lower() not in ("http", "https", "mailto"):
        return [*out, "is not an absolute http, https or mailto address"]
    if "#" in (fragment or ""):
        out.append("has more than one #")
    if re.search(r"[\[\]]", path + (query or "") + (fragment or "")):
        out.append("has brackets outside an IPv6 host")
    if (scheme or "").lower() == "mailto":
        out.extend(_mailto_breaches(authority, path, query or ""))
    else:
        out.extend(_authority_breaches(authority or ""))
    return out


def _mailto_breaches(authority: str | None, path: str, query: str) -> list[str]:
    """A mailto address has recipients, each with an @ between two parts (RFC 6068)."""
    if authority is not None:
        return ["is a mailto address with //"]
    if path:
        good = all(re.fullmatch(r"[^@]+@[^@]+", part) for part in path.split(","))
    else:
        good = re.search(r"(?:^|&)to=[^&]*(?:@|%40)", query, re.IGNORECASE) is not None
    return [] if good else ["is a mailto address without a recipient"]


def _authority_breaches(authority: str) -> list[str]:
    """The host part: user information, then a name or an IP literal, then a port (RFC 3986)."""
    userinfo, _, rest = authority.rpartition("@")
    out = []
    if "@" in userinfo or re.search(r"[\[\]]", userinfo):
        out.append("has @ or brackets in its user information")
    literal = re.fullmatch(r"\[([^\[\]]*)\](?::(.*))?", rest, re.DOTALL)
    if literal:
        host, port = literal.groups()
        future = re.fullmatch(rf"[vV][0-9A-Fa-f]+\.[{_UNRESERVED}{_SUBDELIMS}:]+", host)
        if not future:
            try:
                if "%" in host:
                    raise ValueError(host)
                ipaddress.IPv6Address(host)
            except ValueError:
                out.append("has brackets that hold no IPv6 address")
    else:
        host, _, port = rest.partition(":")
        if re.search(r"[\[\]]", rest):
            out.append("has brackets outside an IPv6 host")
    if not host:
        out.append("has no host")
    if port and not (re.fullmatch(r"[0-9]{1,9}", port) and int(port) <= 65535):
        out.append("has a port that is no number up to 65535")
    return out


# --- HTML ----------------------------------------------------------------------------------


def _tree(source: str) -> etree._Element | None:
    """Parse HTML, or return nothing when there is nothing to parse."""
    parser = lxml_html.HTMLParser(encoding="utf-8")
    try:
        return lxml_html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _body_source(source: str) -> str:
    """What Moodle takes for the page: between the body tags, else the html tags, else all."""
    for tag in ("body", "html"):
        match = re.search(rf"<{tag}[^>]*>(.+)</{tag}>", source, re.DOTALL | re.IGNORECASE)
        if match:
            return match.group(1)
    return source


def _tags(source: str) -> Counter[str]:
    """How often each element is in the parsed source."""
    tree = _tree(source)
    if tree is None:
        return Counter()
    return Counter(element.tag for element in tree.iter() if isinstance(element.tag, str))


def _check_html(name: str, data: bytes, out: list[str]) -> None:
    """An HTML file: UTF-8, titled, with nothing active, and the same after Moodle's decoding.

    Sources: house (no active content); Canvas (the title names the wiki page); Moodle (see
    ``_check_awakening``).
    """
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError:
        out.append(f"The file {name} is not UTF-8.")
        return
    tree = _tree(source)
    if tree is None:
        out.append(f"The file {name} cannot be parsed as HTML.")
        return
    if not _title(tree):
        _say(out, name, "<title>", "is missing or empty")
    for element in tree.iter():
        if isinstance(element.tag, str):
            _check_html_element(name, element, out)
    _check_awakening(name, _body_source(source), out)


def _title(tree: etree._Element) -> str:
    """The text of the first title element."""
    title = next(iter(tree.iter("title")), None)
    return "" if title is None else "".join(str(part) for part in title.itertext()).strip()


def _check_html_element(name: str, element: etree._Element, out: list[str]) -> None:
    """No script or style element, no event handler, no script or data address (house).

    Browsers skip blanks and control characters in a scheme, so these are dropped first.
    """
    tag = f"<{element.tag}>"
    if element.tag in ("script", "style"):
        _say(out, name, tag, "is not allowed in a page")
    if element.tag == "meta":
        declared = element.get("charset")
        if (element.get("http-equiv") or "").lower() == "content-type":
            match = re.search(r"charset=\s*([^\s;]+)", (element.get("content") or "").lower())
            declared = match.group(1) if match else declared
        if declared is not None and declared.lower() != "utf-8":
            _say(out, name, tag, f"declares the encoding {declared}, not UTF-8")
    for key, value in element.attrib.items():
        attribute = str(key).lower()
        if attribute.startswith("on"):
            _say(out, name, tag, f"has the event handler {attribute}")
        plain = re.sub(r"[\x00-\x20]", "", str(value)).lower()
        is_link = attribute in _LINK_ATTRIBUTES or attribute.endswith("}href")
        if is_link and plain.startswith(("javascript:", "vbscript:", "data:")):
            _say(out, name, tag, f"has a {plain.split(':')[0]}: address in {attribute}")


def _check_awakening(name: str, body: str, out: list[str]) -> None:
    """No text of a page turns into an element in Moodle.

    Source: Moodle, ``backup/cc/entities.class.php``.  It decodes the entities of the page's
    source once and then encodes for XML, but leaves alone what already looks like an entity, so
    that an entity that is itself encoded is decoded a second time when the XML is read.  Both are
    tried; either way the elements must be those of the original, none may be added.
    """
    before = _tags(body)
    once = html.unescape(body)
    twice = html.unescape(once)
    for source, times in ((once, "once"), (twice, "twice")):
        added = _tags(source) - before
        if added:
            listed = ", ".join(f"<{tag}>" for tag in sorted(added))
            _say(
                out,
                name,
                "<body>",
                f"has text that comes alive as {listed} when its entities are decoded {times}",
            )
            return


def _page_text(data: bytes) -> str:
    """The text of the body: one line a block, blanks run together outside ``pre``."""
    tree = _tree(data.decode("utf-8", "replace"))
    body = None if tree is None else next(iter(tree.iter("body")), None)
    if body is None:
        return ""
    pieces: list[str] = []
    _gather_text(body, False, pieces)
    lines = (re.sub(r"[ \t\r\f]+$", "", line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather_text(element: etree._Element, kept: bool, pieces: list[str]) -> None:
    """Append the text of an element and, around blocks, line breaks; skip scripts and styles."""
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "title"):
        return
    kept = kept or element.tag == "pre"
    block = element.tag in _BLOCKS

    def add(text: str | None) -> None:
        """Append text with its blanks run together, and none at the start of a line."""
        if not text:
            return
        if not kept:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
            if not pieces or pieces[-1].endswith(("\n", " ")):
                text = text.lstrip(" ")
        if text:
            pieces.append(text)

    if block:
        pieces.append("\n")
    add(element.text)
    for child in element:
        _gather_text(child, kept, pieces)
        add(child.tail)
    if block:
        pieces.append("\n")


# --- Canvas --------------------------------------------------------------------------------


@dataclass
class _Meta:
    """A module or an item of Canvas's ``module_meta.xml`` with the texts of its children."""

    element: etree._Element
    values: dict[str, str]


def _check_canvas(cartridge: _Cartridge, out: list[str]) -> None:
    """What Canvas reads besides the manifest when the cartridge says it was made by Canvas.

    Source: Canvas, ``lib/cc/importer/canvas`` (the flag file turns these readers on; the course
    settings and the syllabus would overwrite those of the course imported into).
    """
    for name in ("course_settings.xml", "syllabus.html"):
        if SETTINGS_FOLDER + name in cartridge.files:
            out.append(f"The file {SETTINGS_FOLDER}{name} would overwrite the course's own.")
    source = cartridge.files.get(MODULE_META)
    if source is None:
        out.append(f"The file {CANVAS_FLAG} is there but {MODULE_META} is not.")
    else:
        root = xml(MODULE_META, source, out)
        if root is not None:
            _check_module_meta(root, cartridge, out)
    _check_wiki_pages(cartridge, out)


def _check_wiki_pages(cartridge: _Cartridge, out: list[str]) -> None:
    """Every wiki page names its own resource in a meta element, and has a title.

    Source: Canvas, ``wiki_converter`` (the meta element identifier is the page's migration id,
    by which module items find it).  The title is checked for every HTML file.
    """
    owners = {resource.href: resource.identifier for resource in cartridge.resources.values()}
    for name, data in cartridge.files.items():
        if not name.startswith("wiki_content/") or not name.lower().endswith(HTML_SUFFIXES):
            continue
        tree = _tree(data.decode("utf-8", "replace"))
        found = (
            []
            if tree is None
            else [
                meta.get("content")
                for meta in tree.iter("meta")
                if meta.get("name") == "identifier"
            ]
        )
        if len(found) != 1 or found[0] != owners.get(name):
            _say(
                out,
                name,
                '<meta name="identifier">',
                f"must be there once with the resource's identifier {owners.get(name)!r}",
            )


def _read_meta(element: etree._Element, needed: Iterable[str], out: list[str]) -> _Meta:
    """Read a module or item: it has an identifier, and each needed child exactly once."""
    if not element.get("identifier"):
        _say(out, MODULE_META, element, "has no identifier")
    values: dict[str, str] = {}
    for child in _elements(element):
        local = etree.QName(child).localname
        if child.tag != f"{{{CANVAS}}}{local}":
            _say(out, MODULE_META, element, f"holds <{local}> outside Canvas's namespace")
        elif local in values:
            _say(out, MODULE_META, element, f"has more than one <{local}>")
        else:
            values[local] = _text(child)
    for name in needed:
        if name not in values:
            _say(out, MODULE_META, element, f"has no <{name}>")
    if "title" in values and not values["title"].strip():
        _say(out, MODULE_META, element, "has an empty title")
    if len(values.get("title", "")) > LONGEST_TITLE:
        _say(out, MODULE_META, element, "has a title of more than 255 characters")
    if values.get("workflow_state", "active") not in ("active", "unpublished"):
        _say(out, MODULE_META, element, f"has the unknown state {values['workflow_state']!r}")
    return _Meta(element, values)


def _check_positions(parent: etree._Element, entries: list[_Meta], out: list[str]) -> None:
    """Positions count 1, 2, 3 … in document order (Canvas sorts by them)."""
    found = [entry.values.get("position", "") for entry in entries]
    if found != [str(number) for number in range(1, len(entries) + 1)]:
        _say(
            out,
            MODULE_META,
            parent,
            f"has the positions {', '.join(found)}, not 1 to {len(entries)} in order",
        )


def _check_module_meta(root: etree._Element, cartridge: _Cartridge, out: list[str]) -> None:
    """The modules file has the shape Canvas reads and agrees with the organization.

    Sources: Canvas, ``module_converter`` (names and meaning of the elements) and ``module_meta``
    (which of them Canvas itself writes); house (the two descriptions of the course agree).
    """
    if root.tag != f"{{{CANVAS}}}modules":
        _say(out, MODULE_META, root, f"is not modules in the namespace {CANVAS}")
        return
    identifiers = Counter(
        element.get("identifier") for element in root.iter() if element.get("identifier")
    )
    for identifier, times in identifiers.items():
        if times > 1:
            _say(out, MODULE_META, f'the identifier "{identifier}"', f"is used {times} times")
    modules = [
        _read_meta(element, ("title", "position", "items"), out)
        for element in _named(root, CANVAS, "module")
    ]
    if len(modules) != len(_elements(root)):
        _say(out, MODULE_META, root, "holds something that is no module")
    _check_positions(root, modules, out)
    titles = [module.values.get("title", "") for module in modules]
    expected = [node.title for node in cartridge.modules]
    if titles != expected:
        _say(
            out,
            MODULE_META,
            root,
            f"has the module titles {titles}, but the organization has {expected}",
        )
    for number, module in enumerate(modules):
        items = [
            _read_meta(
                element, ("content_type", "workflow_state", "title", "position", "indent"), out
            )
            for holder in _named(module.element, CANVAS, "items")
            for element in _named(holder, CANVAS, "item")
        ]
        _check_positions(module.element, items, out)
        for item in items:
            _check_meta_item(item, cartridge, out)
        if titles == expected:
            _check_agreement(module, items, cartridge.modules[number], cartridge, out)


def _check_meta_item(item: _Meta, cartridge: _Cartridge, out: list[str]) -> None:
    """One item: a known type, with the reference or address which that type needs (Canvas)."""
    values, element = item.values, item.element
    kind = values.get("content_type", "")
    reference = values.get("identifierref")
    resource = cartridge.resources.get(reference or "")
    if not re.fullmatch(r"[0-9]+", values.get("indent", "0")):
        _say(out, MODULE_META, element, f"has the indent {values['indent']!r}, no number")
    if values.get("new_tab", "") not in ("", "true", "false"):
        _say(out, MODULE_META, element, f"has the new_tab {values['new_tab']!r}, not true or false")
    if reference is not None and resource is None:
        _say(
            out,
            MODULE_META,
            element,
            f"has the identifierref {reference!r}, which is no resource of the manifest",
        )
    folders = {"WikiPage": "wiki_content/", "Attachment": "web_resources/"}
    if kind in folders:
        if reference is None:
            _say(out, MODULE_META, element, f"is a {kind} without identifierref")
        elif resource is not None and not (resource.href or "").startswith(folders[kind]):
            _say(
                out,
                MODULE_META,
                element,
                f"is a {kind} whose resource's href {resource.href!r} is not in {folders[kind]}",
            )
    elif kind == "ExternalUrl":
        for breach in _address_breaches(values.get("url", "")):
            _say(out, MODULE_META, element, f"has a url which {breach}")
    elif kind == "ContextModuleSubHeader":
        if reference is not None or "url" in values:
            _say(out, MODULE_META, element, "is a heading and must have no identifierref or url")
    else:
        _say(out, MODULE_META, element, f"has the unknown content_type {kind!r}")


def _flat(node: _Node) -> Iterator[_Node]:
    """The items below a module, depth first: Canvas's modules are flat lists."""
    for child in node.children:
        yield child
        yield from _flat(child)


def _check_agreement(
    module: _Meta, items: list[_Meta], node: _Node, cartridge: _Cartridge, out: list[str]
) -> None:
    """A module's items agree with the organization in titles, references and addresses (house)."""
    nodes = list(_flat(node))
    titles = [item.values.get("title", "") for item in items]
    expected = [child.title for child in nodes]
    if titles != expected:
        _say(
            out,
            MODULE_META,
            module.element,
            f"has the item titles {titles}, but the organization has {expected}",
        )
        return
    for item, child in zip(items, nodes, strict=True):
        reference = item.values.get("identifierref")
        heading = item.values.get("content_type") == "ContextModuleSubHeader"
        if heading != (child.reference is None):
            _say(
                out,
                MODULE_META,
                item.element,
                "is a heading here or in the organization, but not in both",
            )
        if reference is not None and reference != child.reference:
            _say(
                out,
                MODULE_META,
                item.element,
                f"refers to {reference!r}, but the organization to {child.reference!r}",
            )
        resource = cartridge.resources.get(child.reference or "")
        if resource is not None and item.values.get("content_type") == "ExternalUrl":
            if resource.type != WEBLINK_TYPE or not resource.files:
                _say(out, MODULE_META, item.element, "is a link, but no web link in the manifest")
            elif item.values.get("url") != _weblink_address(
                cartridge.files.get(resource.files[0], b"")
            ):
                _say(
                    out,
                    MODULE_META,
                    item.element,
                    f"has another url than the web link file {resource.files[0]}",
                )

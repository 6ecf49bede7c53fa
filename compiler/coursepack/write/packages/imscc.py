"""A Common Cartridge 1.1, which Moodle, Canvas, Blackboard, Sakai and Open edX import.

IMS Common Cartridge Profile 1.1; of later versions Moodle takes none. What the profile leaves open
is settled by what these systems did with it: the namespace stands within the first bytes, where
Moodle looks for it; no title is longer than it can store or empty; addresses have no character
that it would call invalid; and what it decodes once more than it should cannot come alive.

With Canvas's own files beside the manifest, its pages become Pages and not files. Nothing that
would replace the title or the syllabus of a course is written.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from coursepack.model.document import Blocks
from coursepack.model.package import Download, Group, Item, Module, Package, Page, WebLink
from coursepack.write import archive, fragment
from coursepack.write.fragment import Dialect
from coursepack.write.package import OVERVIEW, PackageFormat, Packing, short
from coursepack.write.xml import element, written

_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_OF_CANVAS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_PAGE = Dialect(decoded=True)

REFERENCES = "References and notes"


def write(package: Package, packing: Packing) -> bytes:
    """Return *package* as a zip; the same course gives the same bytes."""
    cartridge = _Cartridge(package, packing.canvas)
    cartridge.add_modules()
    if packing.canvas:
        cartridge.add_canvas_files()
    manifest = written(cartridge.manifest())
    return archive.zipped({"imsmanifest.xml": manifest, **cartridge.files})


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item of a module, as it was written: at *level* 1 below a group."""

    identifier: str
    title: str
    level: int
    kind: str = ""
    resource: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Resource:
    identifier: str
    kind: str
    href: str
    files: tuple[str, ...]


@dataclass(slots=True)
class _Cartridge:
    package: Package
    canvas: bool
    files: dict[str, bytes] = field(default_factory=dict)
    resources: list[_Resource] = field(default_factory=list)
    modules: list[tuple[str, str, list[_Entry]]] = field(default_factory=list)

    # --- what stands in it

    def add_modules(self) -> None:
        """Write every item of every module, what stands for the whole course first."""
        self.modules.append((self._id("module", "overview"), OVERVIEW, list(self._overview())))
        for module in self.package.modules:
            entries = list(self._module(module))
            self.modules.append((self._id("module", module.key), short(module.title), entries))

    def _overview(self) -> Iterator[_Entry]:
        for document in self.package.documents:
            title = document.subtitle or document.title
            yield self._page(document.name, title, fragment.page(document, _PAGE), 0)
        for download in self.package.downloads:
            yield self._download(download, 0)

    def _module(self, module: Module) -> Iterator[_Entry]:
        title = f"{REFERENCES}: {module.title}"
        yield self._page(f"{module.key}-page", title, self._words(module.whole), 0)
        for group in module.groups:
            yield from self._group(group)

    def _group(self, group: Group) -> Iterator[_Entry]:
        level = 1 if group.title else 0
        if group.title:
            yield _Entry(self._id("group", group.key), short(group.title), 0, "group")
        for item in group.items:
            yield self._item(item, level)

    def _item(self, item: Item, level: int) -> _Entry:
        match item:
            case WebLink():
                return self._link(item, level)
            case Page():
                return self._page(item.key, item.title, self._words(item.blocks), level)
            case Download():
                return self._download(item, level)

    def _words(self, blocks: Blocks) -> str:
        return fragment.fragment(blocks, _PAGE)

    # --- each of its kinds

    def _link(self, link: WebLink, level: int) -> _Entry:
        title = short(link.title)
        identifier = self._id("link", link.key)
        name = f"links/{identifier}.xml"
        root = element(
            "webLink",
            element("title", title),
            element("url", href=link.url, target="_blank"),
            xmlns=_LINK,
        )
        self._add(identifier, "imswl_xmlv1p1", "", name, written(root))
        item = self._id("item", link.key)
        return _Entry(item, title, level, "ExternalUrl", identifier, link.url)

    def _page(self, key: str, title: str, body: str, level: int) -> _Entry:
        title = short(title)
        identifier = self._id("page", key)
        name = f"{'wiki_content' if self.canvas else 'pages'}/{key}.html"
        shown = fragment.escaped(title, decoded=True)
        language = html.escape(self.package.language, quote=True)
        text = (
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{shown}</title>\n"
            f'<meta name="identifier" content="{identifier}">\n'
            '<meta name="editing_roles" content="teachers">\n'
            '<meta name="workflow_state" content="active">\n'
            f"</head>\n<body>\n{body}</body>\n</html>\n"
        )
        self._add(identifier, "webcontent", name, name, text.encode("utf-8"))
        return _Entry(self._id("item", key), title, level, "WikiPage", identifier)

    def _download(self, download: Download, level: int) -> _Entry:
        title = short(download.title)
        identifier = self._id("file", download.key)
        name = f"web_resources/{download.name}"
        self._add(identifier, "webcontent", name, name, download.data)
        return _Entry(self._id("item", download.key), title, level, "Attachment", identifier)

    def _add(self, identifier: str, kind: str, href: str, name: str, data: bytes) -> None:
        self.files[name] = data
        self.resources.append(_Resource(identifier, kind, href, (name,)))

    def _id(self, kind: str, key: str) -> str:
        """Return an identifier that stays the same when the course is built again."""
        told = f"{self.package.identity}/{kind}/{key}"
        return f"i{hashlib.sha256(told.encode()).hexdigest()[:31]}"

    # --- the manifest

    def manifest(self) -> ET.Element:
        """Return the manifest: what the cartridge is, its modules in order, its files."""
        root = element("item", identifier=self._id("item", "root"))
        for identifier, title, entries in self.modules:
            root.append(_nested(identifier, title, entries))
        return element(
            "manifest",
            element(
                "metadata",
                element("schema", "IMS Common Cartridge"),
                element("schemaversion", "1.1.0"),
                element(
                    "lomimscc:lom",
                    element(
                        "lomimscc:general",
                        element(
                            "lomimscc:title",
                            element(
                                "lomimscc:string",
                                short(self.package.title),
                                language=self.package.language,
                            ),
                        ),
                    ),
                ),
            ),
            element(
                "organizations",
                element(
                    "organization",
                    root,
                    identifier=self._id("organization", ""),
                    structure="rooted-hierarchy",
                ),
            ),
            element("resources", *map(_resource, self.resources)),
            identifier=self._id("manifest", ""),
            xmlns=_CP,
            xmlns_lomimscc=_LOM,
        )

    # --- Canvas

    def add_canvas_files(self) -> None:
        """Add what makes Canvas take its pages for Pages: its own list of the modules."""
        settings = "course_settings"
        meta = f"{settings}/module_meta.xml"
        flag = f"{settings}/canvas_export.txt"
        modules = element("modules", xmlns=_CANVAS)
        for position, (identifier, title, entries) in enumerate(self.modules, 1):
            modules.append(
                element(
                    "module",
                    element("title", title),
                    element("workflow_state", "active"),
                    element("position", str(position)),
                    element("items", *(_of_canvas(n, e) for n, e in enumerate(entries, 1))),
                    identifier=identifier,
                )
            )
        self.files[flag] = b"Made for Canvas; see imsmanifest.xml for what is in it.\n"
        self.files[meta] = written(modules)
        identifier = self._id("canvas", "")
        self.resources.append(_Resource(identifier, _OF_CANVAS, flag, (flag, meta)))


def _nested(identifier: str, title: str, entries: list[_Entry]) -> ET.Element:
    """Return a module as the manifest has it, the items of a group within it."""
    module = element("item", element("title", title), identifier=identifier)
    group = module
    for entry in entries:
        item = element("item", element("title", entry.title), identifier=entry.identifier)
        if entry.resource:
            item.set("identifierref", entry.resource)
        if entry.level == 0:
            module.append(item)
            group = item
        else:
            group.append(item)
    return module


def _resource(resource: _Resource) -> ET.Element:
    made = element(
        "resource",
        *(element("file", href=name) for name in resource.files),
        identifier=resource.identifier,
        type=resource.kind,
    )
    if resource.href:
        made.set("href", resource.href)
    return made


def _of_canvas(position: int, entry: _Entry) -> ET.Element:
    kind = "ContextModuleSubHeader" if entry.kind == "group" else entry.kind
    return element(
        "item",
        element("content_type", kind),
        element("workflow_state", "active"),
        element("title", entry.title),
        element("identifierref", entry.resource) if entry.resource else None,
        element("url", entry.url) if entry.url else None,
        element("position", str(position)),
        element("new_tab", "true") if entry.url else None,
        element("indent", str(entry.level)),
        identifier=entry.identifier,
    )


PACKAGE = PackageFormat("imscc", ".imscc", write)

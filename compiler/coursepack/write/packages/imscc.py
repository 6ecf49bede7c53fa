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
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from coursepack.model.package import Package
from coursepack.model.placed import Entry, Kind
from coursepack.write import archive, fragment
from coursepack.write.fragment import Dialect
from coursepack.write.package import PackageFormat, Packing, short
from coursepack.write.placed import placed
from coursepack.write.xml import element, written

_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_OF_CANVAS = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
_PAGE = Dialect(decoded=True)


def write(package: Package, packing: Packing) -> bytes:
    """Return *package* as a zip; the same course gives the same bytes."""
    cartridge = _Cartridge(package, packing.canvas)
    cartridge.add_modules()
    if packing.canvas:
        cartridge.add_canvas_files()
    manifest = written(cartridge.manifest())
    return archive.zipped({"imsmanifest.xml": manifest, **cartridge.files})


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of a module with its identifier, and that of its resource, "" for none."""

    identifier: str
    entry: Entry
    resource: str = ""


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
    modules: list[tuple[str, str, list[_Item]]] = field(default_factory=list)

    def add_modules(self) -> None:
        """Write every entry of every module, what stands for the whole course first."""
        for module in placed(self.package, _PAGE):
            entries = [self._entry(entry) for entry in module.entries]
            self.modules.append((self._id("module", module.key), module.title, entries))

    def _entry(self, entry: Entry) -> _Item:
        item = self._id("item", entry.key)
        match entry.kind:
            case Kind.HEADING:
                return _Item(item, entry)
            case Kind.LINK:
                identifier = self._id("link", entry.key)
                root = element(
                    "webLink",
                    element("title", entry.title),
                    element("url", href=entry.url, target="_blank"),
                    xmlns=_LINK,
                )
                name = f"links/{identifier}.xml"
                self._add(identifier, "imswl_xmlv1p1", "", name, written(root))
            case Kind.PAGE:
                identifier = self._id("page", entry.key)
                name = f"{'wiki_content' if self.canvas else 'pages'}/{entry.key}.html"
                data = self._page(identifier, entry).encode("utf-8")
                self._add(identifier, "webcontent", name, name, data)
            case Kind.FILE:
                identifier = self._id("file", entry.key)
                name = f"web_resources/{entry.name}"
                self._add(identifier, "webcontent", name, name, entry.data)
        return _Item(item, entry, identifier)

    def _page(self, identifier: str, entry: Entry) -> str:
        title = fragment.escaped(entry.title, decoded=True)
        language = html.escape(self.package.language, quote=True)
        return (
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{title}</title>\n"
            f'<meta name="identifier" content="{identifier}">\n'
            '<meta name="editing_roles" content="teachers">\n'
            '<meta name="workflow_state" content="active">\n'
            f"</head>\n<body>\n{entry.body}</body>\n</html>\n"
        )

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
        for module in self.modules:
            root.append(_nested(*module))
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
        for position, (identifier, title, items) in enumerate(self.modules, 1):
            modules.append(
                element(
                    "module",
                    element("title", title),
                    element("workflow_state", "active"),
                    element("position", str(position)),
                    element("items", *(_of_canvas(n, i) for n, i in enumerate(items, 1))),
                    identifier=identifier,
                )
            )
        self.files[flag] = b"Made for Canvas; see imsmanifest.xml for what is in it.\n"
        self.files[meta] = written(modules)
        identifier = self._id("canvas", "")
        self.resources.append(_Resource(identifier, _OF_CANVAS, flag, (flag, meta)))


def _nested(identifier: str, title: str, items: list[_Item]) -> ET.Element:
    """Return a module as the manifest has it, the items of a group within it."""
    module = element("item", element("title", title), identifier=identifier)
    group = module
    for each in items:
        item = element("item", element("title", each.entry.title), identifier=each.identifier)
        if each.resource:
            item.set("identifierref", each.resource)
        if each.entry.level == 0:
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


_CANVAS_KINDS = {
    Kind.HEADING: "ContextModuleSubHeader",
    Kind.LINK: "ExternalUrl",
    Kind.PAGE: "WikiPage",
    Kind.FILE: "Attachment",
}


def _of_canvas(position: int, item: _Item) -> ET.Element:
    entry = item.entry
    return element(
        "item",
        element("content_type", _CANVAS_KINDS[entry.kind]),
        element("workflow_state", "active"),
        element("title", entry.title),
        element("identifierref", item.resource) if item.resource else None,
        element("url", entry.url) if entry.url else None,
        element("position", str(position)),
        element("new_tab", "true") if entry.url else None,
        element("indent", str(entry.level)),
        identifier=item.identifier,
    )


PACKAGE = PackageFormat("imscc", ".imscc", write)

"""A package as the list of what a learning system shows: the whole course, then its modules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coursepack.model.package import Download, Group, Item, Module, Package, Page, WebLink
from coursepack.model.placed import Entry, Kind, PlacedModule
from coursepack.write import fragment
from coursepack.write.fragment import Dialect
from coursepack.write.package import short


def placed(package: Package, dialect: Dialect) -> tuple[PlacedModule, ...]:
    """Return the modules of *package* with their pages in *dialect*.

    Every module begins with a page that has its references and notes.
    """
    dialect = replace(dialect, language=package.language)
    first = PlacedModule("overview", package.overview, "", tuple(_overview(package, dialect)))
    return (first, *(_module(module, dialect) for module in package.modules))


def _overview(package: Package, dialect: Dialect) -> Iterator[Entry]:
    for document in package.documents:
        title = short(document.subtitle or document.title)
        yield Entry(document.name, Kind.PAGE, title, body=fragment.page(document, dialect))
    for download in package.downloads:
        yield _file(download, 0)


def _module(module: Module, dialect: Dialect) -> PlacedModule:
    body = fragment.fragment(module.whole, dialect)
    title = short(module.references)
    page = Entry(f"{module.key}-page", Kind.PAGE, title, body=body)
    entries = (e for group in module.groups for e in _group(group, dialect))
    return PlacedModule(module.key, short(module.title), body, (page, *entries))


def _group(group: Group, dialect: Dialect) -> Iterator[Entry]:
    level = 1 if group.title else 0
    if group.title:
        yield Entry(group.key, Kind.HEADING, short(group.title))
    for item in group.items:
        yield _item(item, level, dialect)


def _item(item: Item, level: int, dialect: Dialect) -> Entry:
    match item:
        case WebLink():
            return Entry(item.key, Kind.LINK, short(item.title), level, item.url)
        case Page():
            body = fragment.fragment(item.blocks, dialect)
            return Entry(item.key, Kind.PAGE, short(item.title), level, body=body)
        case Download():
            return _file(item, level)


def _file(download: Download, level: int) -> Entry:
    title = short(download.title)
    return Entry(download.key, Kind.FILE, title, level, name=download.name, data=download.data)

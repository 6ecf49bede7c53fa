"""The values that a site's templates see: `site`, `page`, and what lies below them."""

from __future__ import annotations

from pathlib import PurePosixPath

from coursepack.adapters.liquid_values import Lazy, Place, Record, Text, value_of
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source
from coursepack.read.entries.keys import work_key
from coursepack.read.sites.site import Document, Front, Site


def values(site: Site) -> dict[str, object]:
    """Return the values that every page of *site* sees."""
    return {
        "site": _SiteValue(site),
        "jekyll": {"environment": "production", "version": "4.3.3"},
        "paginator": None,
    }


def page_value(source: Source, body: int, front: Mapping | None) -> Record:
    """Return the page *source* as its templates see it."""
    return _record(Document(source, Front(front, body)), is_page=True)


class _SiteValue(Lazy):
    """`site`: the settings, the data, the collections and the pages."""

    def __init__(self, site: Site) -> None:
        super().__init__(("data", "pages", "collections"))
        self._site = site

    def make(self, name: str) -> object:
        """Return what `site` has under *name*; nothing has a time here."""
        match name:
            case "data":
                return _Data(self._site, "")
            case "pages" | "html_pages":
                return [_record(page) for page in self._site.pages()]
            case "time":
                return None
            case "collections":
                return [
                    Record({"label": label, "docs": self[label]})
                    for label in self._site.collections()
                ]
            case _ if name in self._site.collections():
                return [_record(document) for document in self._site.documents(name)]
        config, source = self._site.config(), self._site.config_source()
        node = config.get(name) if config else None
        if node is None or source is None:
            raise KeyError(name)
        return value_of(node, source)


class _Data(Lazy):
    """`site.data`, or a folder of it: each file is read when it is asked for."""

    def __init__(self, site: Site, folder: str) -> None:
        super().__init__(site.data_names(folder))
        self._site = site
        self._folder = folder

    def make(self, name: str) -> object:
        """Return what the file, or the folder, called *name* holds."""
        path = f"{self._folder}/{name}" if self._folder else name
        file = self._site.data_file(path)
        if not file and self._site.data_names(path):
            return _Data(self._site, path)
        source, node = (self._site.open(file), self._site.data(file)) if file else (None, None)
        if source is None or node is None:
            raise KeyError(name)
        return _works(node, source) if file in self._site.works else value_of(node, source)


def _works(node: Node, source: Source) -> object:
    """Return a file of works, each value of which knows the work that it describes."""
    match node:
        case Sequence(items):
            # Where some have an id, the others are no works.
            has_ids = any(map(_has_id, items))
            return [
                _work(item, source, number)
                if _has_id(item) or not has_ids
                else value_of(item, source)
                for number, item in enumerate(items, 1)
            ]
        case Mapping(entries, span) if not isinstance(node.get("id"), Scalar):
            record = Record()
            record.place = Place(source, span)
            for name, value in entries:
                key = Text(name.value, Place(source, name.span))
                is_list = name.value == "references" and isinstance(value, Sequence)
                held = _works(value, source) if is_list else value_of(value, source, name.value)
                record[key] = held
            return record
        case _:
            return _work(node, source, 1)


def _has_id(node: Node) -> bool:
    found = (node.get("id"), node.get("key")) if isinstance(node, Mapping) else ()
    return any(isinstance(id_, Scalar) and id_.text.strip() and not id_.is_null for id_ in found)


def _work(node: Node, source: Source, number: int) -> object:
    entry = work_key(None, node, number).value if isinstance(node, Mapping) else ""
    return value_of(node, source, entry)


def _record(document: Document, *, is_page: bool = False) -> Record:
    source, front = document.source, document.front
    record = Record()
    matter = value_of(front.matter, source) if front.matter else None
    if isinstance(matter, Record):
        record.update(matter)
    path = PurePosixPath(source.name)
    said = {
        "slug": document.slug,
        "url": document.url,
        "path": source.name,
        "relative_path": source.name,
        "name": path.name,
        "date": document.date or None,
        "collection": document.collection or None,
    }
    if document.collection:
        said["title"] = " ".join(word.capitalize() for word in document.slug.split("-"))
    for name, value in said.items():
        if value is not None:
            record.setdefault(name, value)
    record.place = Place(source, source.span(front.body, front.body))
    if not is_page:
        record.document, record.body = source, front.body
        record["content"] = Text(source.text[front.body :], document=record)
    return record

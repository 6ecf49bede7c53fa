"""What a page may ask of the course's folder: its includes, its data, its settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from coursepack.model.diagnostic import Diagnostic
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source, Spanned
from coursepack.pattern import pattern
from coursepack.read import data_file
from coursepack.read.disk import Disk

MOST_FILES = 2000
"""How many files a site may have opened; a course's has tens."""

_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm")
_FRONT_MATTER = pattern(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = pattern(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_PLAIN_PATH = pattern(r"(?!.*(?:^|/)\.\.?(?:/|$))[^/\\\x00][^\\\x00]*")
_TITLES = (
    ("mkdocs.yml", "site_name"),
    ("_quarto.yml", "website", "title"),
    ("_quarto.yml", "book", "title"),
    ("myst.yml", "project", "title"),
    ("hugo.yaml", "title"),
    ("hugo.yml", "title"),
    ("config.yaml", "title"),
)
_SETTINGS_WITH_TITLE = (
    "hugo.toml",
    "config.toml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "book.toml",
)
_TITLE = pattern(r"""(?:^\s*|[{,]\s*)title\s*[=:]\s*(["'`])([^"'`\n]{2,200})\1""", re.MULTILINE)
_ENTRY = pattern(r"^\s*@\w+\s*[{(]\s*([^,\s]+)|^ID\s+-\s+(\S+)", re.MULTILINE)
_DATED = pattern(r"(\d{4}-\d\d?-\d\d?)-(.+)")


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a page, None where it has none, and where its body begins."""

    matter: Mapping | None
    body: int
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A page of a collection, or any other of the site."""

    source: Source
    front: Front
    collection: str = ""

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        stem = PurePosixPath(self.source.name).stem
        dated = _DATED.fullmatch(stem)
        return dated[2] if dated else stem

    @property
    def date(self) -> str:
        """The date in the name of its file, "" for none."""
        dated = _DATED.fullmatch(PurePosixPath(self.source.name).stem)
        return dated[1] if dated else ""

    @property
    def url(self) -> str:
        """Its address on the site, as Jekyll makes it without further settings."""
        if self.collection:
            return f"/{self.collection}/{self.slug}.html"
        path = PurePosixPath(self.source.name)
        return "/" if self.source.name == "index.md" else f"/{path.with_suffix('.html')}"


class Site:
    """A course's folder, laid out as Jekyll lays out a site; each file is opened once.

    `works` names the files of works, whose entries a page shows rather than describes.
    """

    def __init__(self, disk: Disk, works: frozenset[str] = frozenset()) -> None:
        self._disk = disk
        self._parsed: dict[str, Node | None] = {}
        self._documents: dict[str, tuple[Document, ...]] = {}
        self._asked: set[str] = set()
        self._files: tuple[str, ...] | None = None
        self._keys: frozenset[str] | None = None
        self.works = works

    def open(self, name: str) -> Source | None:
        """Return the file *name* of the folder, None where it is not there or not inside."""
        if not _PLAIN_PATH.fullmatch(name):
            return None
        if name not in self._asked:
            if len(self._asked) >= MOST_FILES:
                return None
            self._asked.add(name)
        return self._disk.open(name).value

    def include(self, name: str) -> Source | None:
        """Return the file of `_includes/` called *name*."""
        return self.open(f"_includes/{name}") if _PLAIN_PATH.fullmatch(name) else None

    def layout(self, name: str) -> Source | None:
        """Return the layout called *name*."""
        if not _PLAIN_PATH.fullmatch(name):
            return None
        tries = (
            self.open(f"_layouts/{name}{suffix}") for suffix in (".html", ".liquid", ".md", "")
        )
        return next((source for source in tries if source), None)

    def data(self, file: str) -> Node | None:
        """Return what *file* of the course holds, None where it cannot be read."""
        if file not in self._parsed:
            opened = self.open(file)
            self._parsed[file] = self._disk.made(file, "data", _data) if opened else None
        return self._parsed[file]

    def known_keys(self) -> frozenset[str]:
        """Return the keys of the works in the files that have them."""
        if self._keys is None:
            self._keys = frozenset(key for file in self.works for key in self._keys_in(file))
        return self._keys

    def _keys_in(self, file: str) -> Iterator[str]:
        if file.lower().endswith(data_file.SUFFIXES):
            yield from _keys_of(self.data(file))
        elif source := self.open(file):
            yield from (found[1] or found[2] for found in _ENTRY.finditer(source.text))

    def data_file(self, name: str) -> str:
        """Return the file that `site.data` has as *name*, a path with `/`; "" for none."""
        if not _PLAIN_PATH.fullmatch(name):
            return ""
        folder, _, base = name.rpartition("/")
        files = self._disk.listing(f"_data/{folder}".rstrip("/"))
        found = next((base + suffix for suffix in data_file.SUFFIXES if base + suffix in files), "")
        if not found:
            # Jekyll drops what cannot stand in a name from that of a file.
            found = next(
                (file for file in files if data_file.is_data(file) and _named(file) == base), ""
            )
        return f"_data/{folder}/{found}".replace("//", "/") if found else ""

    def data_names(self, folder: str = "") -> tuple[str, ...]:
        """Return what *folder* of the data holds, "" for all of it, by the names it has there."""
        if folder and not _PLAIN_PATH.fullmatch(folder):
            return ()
        inside = f"_data/{folder}/".replace("//", "/")
        below = filter(data_file.is_data, self._below(inside))
        files = [name.removeprefix(inside) for name in below]
        names = (_named(name) if "/" not in name else name.split("/")[0] for name in files)
        return tuple(dict.fromkeys(names))

    def siblings(self, file: str) -> tuple[str, ...]:
        """Return the other files that lie in the folder of *file*."""
        folder = PurePosixPath(file).parent.as_posix()
        prefix = "" if folder == "." else f"{folder}/"
        return tuple(prefix + name for name in self._disk.listing(prefix) if prefix + name != file)

    def config(self) -> Mapping | None:
        """Return what `_config.yml` says."""
        for file in ("_config.yml", "_config.yaml"):
            if isinstance(node := self.data(file), Mapping):
                return node
        return None

    def called(self) -> str:
        """Return the title that a generator other than Jekyll gives the site, "" for none."""
        for file, *steps in _TITLES:
            node = self.data(file) if file in self._disk.listing() else None
            for step in steps:
                node = node.get(step) if isinstance(node, Mapping) else None
            if isinstance(node, Scalar) and not node.is_null:
                return node.text
        for file in _SETTINGS_WITH_TITLE:
            source = self.open(file) if file in self._disk.listing() else None
            found = _TITLE.search(source.text) if source else None
            if found:
                return found[2]
        return ""

    def config_source(self) -> Source | None:
        """Return the file of `config`."""
        return self.open("_config.yml") or self.open("_config.yaml")

    def collections(self) -> tuple[str, ...]:
        """Return the names of the site's collections, `posts` among them."""
        config = self.config()
        named = config.get("collections") if config else None
        return ("posts", *dict.fromkeys(_names(named)))

    def documents(self, collection: str) -> tuple[Document, ...]:
        """Return the documents of *collection* in the order that its site gives them."""
        if collection not in self._documents:
            folder = f"{self._collections_folder()}_{collection}"
            found = tuple(self._found(folder, collection))
            self._documents[collection] = self._ordered(collection, found)
        return self._documents[collection]

    def pages(self) -> tuple[Document, ...]:
        """Return the pages at the top of the folder."""
        if "" not in self._documents:
            pages = self._found("", "")
            self._documents[""] = tuple(page for page in pages if page.front.matter)
        return self._documents[""]

    def _below(self, folder: str) -> Iterator[str]:
        """Yield the files of data and the pages in *folder* and below it."""
        if self._files is None:
            self._files = self._disk.files()
        kinds = (*data_file.SUFFIXES, *_PAGE_SUFFIXES)
        return (
            name for name in self._files if name.startswith(folder) and name.lower().endswith(kinds)
        )

    def _collections_folder(self) -> str:
        config = self.config()
        node = config.get("collections_dir") if config else None
        folder = node.text.strip("/") if isinstance(node, Scalar) else ""
        return f"{folder}/" if folder and _PLAIN_PATH.fullmatch(folder) else ""

    def _found(self, folder: str, collection: str) -> Iterator[Document]:
        if folder and not _PLAIN_PATH.fullmatch(folder):
            return
        inside = f"{folder}/" if folder else ""
        for name in self._below(inside):
            if name.lower().endswith(_PAGE_SUFFIXES) and (inside or "/" not in name):
                source = self.open(name)
                front = front_matter(source) if source else None
                if source and front and not _is_draft(front):
                    yield Document(source, front, collection)

    def _ordered(self, collection: str, documents: tuple[Document, ...]) -> tuple[Document, ...]:
        if collection == "posts":
            return documents[::-1]
        config = self.config()
        all_ = config.get("collections") if config else None
        said = all_.get(collection) if isinstance(all_, Mapping) else None
        if not isinstance(said, Mapping):
            return documents
        if isinstance(field := said.get("sort_by"), Scalar):
            return tuple(sorted(documents, key=lambda document: _field(document, field.text)))
        if isinstance(order := said.get("order"), Sequence):
            names = [item.text for item in order.items if isinstance(item, Scalar)]
            last = len(names)
            place = {name: number for number, name in reversed(list(enumerate(names)))}
            return tuple(
                sorted(documents, key=lambda d: place.get(PurePosixPath(d.source.name).name, last))
            )
        return documents


def _data(source: Source) -> Node | None:
    return data_file.parse(source).value


def front_matter(source: Source) -> Front:
    """Return the front matter of the page *source*, read with its places."""
    match = _FRONT_MATTER.match(source.text)
    if match is None:
        toml = _TOML.match(source.text)
        return Front(_values(toml[1], source), toml.end()) if toml else Front(None, 0)
    # Blank lines in place of what comes before keep every place in the source.
    before = "\n" * source.text.count("\n", 0, match.start(1))
    parsed = data_file.parse(Source(source.name, before + match[1]))
    node = parsed.value if isinstance(parsed.value, Mapping) else None
    empty = Mapping((), source.span(match.start(1), match.start(1)))
    return Front(node or empty, match.end(), parsed.diagnostics)


def _values(toml: str, source: Source) -> Mapping:
    """Return the values of Hugo's front matter, all of them placed at its beginning."""
    span = source.span(0, 0)
    try:
        read = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return Mapping((), span)
    single = {name: value for name, value in read.items() if not isinstance(value, dict | list)}
    entries = ((Spanned(n, span), Scalar(str(v), span, quoted=True)) for n, v in single.items())
    return Mapping(tuple(entries), span)


def _is_draft(front: Front) -> bool:
    """Say whether a page is kept off the site by `published: false`."""
    said = front.matter.get("published") if front.matter else None
    return isinstance(said, Scalar) and said.text == "false"


def _named(file: str) -> str:
    stem = PurePosixPath(file).stem
    return "".join(c for c in stem.replace(" ", "_") if c.isalnum() or c in "_-")


def _names(node: Node | None) -> Iterator[str]:
    match node:
        case Mapping(entries):
            yield from (name.value for name, _ in entries)
        case Sequence(items):
            yield from (item.text for item in items if isinstance(item, Scalar))


def _field(document: Document, name: str) -> tuple[int, float, str]:
    """Return what to sort *document* by: numbers before texts, nothing last."""
    node = document.front.matter.get(name) if document.front.matter else None
    if not isinstance(node, Scalar):
        return 2, 0, ""
    try:
        return 0, float(node.text), ""
    except ValueError:
        return 1, 0, node.text


def _keys_of(node: Node | None) -> Iterator[str]:
    """Yield the keys of the works in a file."""
    if isinstance(node, Mapping):
        for name, value in node.entries:
            yield name.value
            if isinstance(value, Sequence):
                yield from _keys_of(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            key = (item.get("id") or item.get("key")) if isinstance(item, Mapping) else None
            if isinstance(key, Scalar) and not key.is_null and key.text.strip():
                yield key.text.strip()

"""Find a citation style by name or path, and list the styles there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

from coursepack.adapters import style_collection
from coursepack.adapters.nearest import nearest
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.source import Span
from coursepack.model.style import Style
from coursepack.pattern import pattern

_CSL = "{http://purl.org/net/xbiblio/csl}"

# The largest style known has 246 kB, nests 25 deep and calls 11 macros in one another; an
# entry of the richest meets 3,600 elements. What goes far beyond is a mistake or an attack.
_LARGEST = 4 * 2**20
_DEEPEST = 200
_LONGEST_CHAIN = 60
_MOST_ELEMENTS = 200_000

# A name is looked up as a file name, so it must not be able to say more than that.
_NAME = pattern(r"\w[\w.+-]*")

# `<info>` as text: parsing 2,851 whole files as XML takes some ten times as long.
_TITLE = pattern(r"<title(?:\s[^>]*)?>\s*([^<]*?)\s*</title>")
_CATEGORY = pattern(r'citation-format="([^"]*)"')
_FIELD = pattern(r'<category\s[^>]*?field="([^"]*)"')


@dataclass(frozen=True, slots=True)
class ListedStyle:
    """What a list of styles says of one; a dependent style has the fields it declares."""

    name: str
    title: str
    category: str
    fields: tuple[str, ...]


def own_styles() -> Path:
    """The folder of the styles that Coursepack brings along."""
    package = Path(__file__).resolve().parents[1]
    # The wheel carries them inside the package; a checkout has them at its top level.
    inside = package / "csl"
    return inside if inside.is_dir() else package.parents[1] / "csl"


def find(name: str, span: Span | None, course: Path, own: Path) -> Outcome[Style | None]:
    """Return the style *name* says: a `.csl` path in the *course*, or a style's name.

    A name is looked for in the course's `csl/`, in *own*, in the collection, and among the
    names that styles once had; a dependent style is returned with the text of its parent.
    """
    shelf = _Shelf(course, own)
    try:
        style, notes = _find(name, shelf)
    except _UnknownError as problem:
        return _failed("unknown-style", str(problem), span, _hints(name, shelf))
    except _BrokenError as problem:
        hint = "choose another style: `coursepack styles` lists them"
        return _failed("broken-style", str(problem), span, (hint,))
    said = (
        Diagnostic("renamed-style", Severity.NOTE, text, span, (), hints) for text, hints in notes
    )
    return Outcome(style, tuple(said))


def search(query: str, own: Path, course: Path | None = None) -> tuple[ListedStyle, ...]:
    """Return the styles whose name, title or fields hold every word of *query*.

    The course's and our own styles come first, then the collection by name, then its
    dependent styles: thrice as many, so that only their names are looked through.
    """
    words = query.casefold().replace("_", " ").split()
    folders = [folder for folder in (course and course / "csl", own) if folder]
    local = {entry.name: entry for entry in chain.from_iterable(map(_local, reversed(folders)))}
    collected = (
        _listed(name, style_collection.head(name))
        for name in style_collection.independent_names()
        if name not in local
    )
    found = [entry for entry in chain(local.values(), collected) if _matches(entry, words)]
    return (*found, *_dependents(words))


class _UnknownError(Exception):
    """There is no style of that name; the sentence says where it was looked for."""


class _BrokenError(Exception):
    """The style cannot be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where styles are looked for, in this order."""

    course: Path
    own: Path

    def text(self, name: str) -> str | None:
        """Return the CSL of the style called *name*, None where there is none."""
        for folder in (self.course / "csl", self.own):
            file = folder / f"{name}.csl"
            if _is_within(file, self.course if folder != self.own else folder) and _is_file(file):
                return _read(file, name)
        return style_collection.text(name)


_Note = tuple[str, tuple[str, ...]]


def _find(name: str, shelf: _Shelf) -> tuple[Style, tuple[_Note, ...]]:
    if name.endswith(".csl"):
        style = _style(name, _by_path(name, shelf.course), shelf)
        return replace(style, name=Path(name).stem), ()
    if _NAME.fullmatch(name):
        if (text := shelf.text(name)) is not None:
            return _style(name, text, shelf), ()
        if (now := style_collection.renamed(name)) and (text := shelf.text(now)) is not None:
            note = f"the style `{name}` is now called `{now}`"
            return _style(now, text, shelf), ((note, (f"write `style: {now}`",)),)
    raise _UnknownError(f"no citation style is called `{name}`" if name else "no style is named")


def _by_path(name: str, course: Path) -> str:
    file = course / name
    if not _is_within(file, course):
        raise _UnknownError(f"the style `{name}` lies outside the course folder")
    if not _is_file(file):
        raise _UnknownError(f"the course has no file `{name}`")
    return _read(file, name)


def _is_within(file: Path, folder: Path) -> bool:
    try:
        # Resolved first: neither `..` nor a symbolic link may lead out.
        return file.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def _read(file: Path, name: str) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except OSError as error:
        raise _BrokenError(f"the style `{name}` cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise _BrokenError(f"the style `{name}` is larger than {_LARGEST // 2**20} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _BrokenError(f"the style `{name}` is not UTF-8 text") from error


def _style(name: str, text: str, shelf: _Shelf) -> Style:
    """Return the style that *text* is, or that it depends on."""
    root = _parsed(name, text)
    parent = _parent(root)
    if parent is None or root.find(f"{_CSL}bibliography") is not None:
        _check(name, root)
        return Style(name, _title(root) or name, _category(root), _locale(root), text)
    parent_text = shelf.text(parent) if _NAME.fullmatch(parent) else None
    if parent_text is None and (now := style_collection.renamed(parent)):
        parent_text = shelf.text(now)
    if parent_text is None:
        raise _BrokenError(f"the style `{name}` depends on `{parent}`, which does not exist")
    parent_root = _parsed(parent, parent_text)
    if _parent(parent_root) and parent_root.find(f"{_CSL}bibliography") is None:
        raise _BrokenError(f"the style `{name}` depends on `{parent}`, which is dependent too")
    _check(parent, parent_root)
    return Style(
        name,
        _title(root) or name,
        _category(root) or _category(parent_root),
        _locale(root) or _locale(parent_root),
        parent_text,
    )


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree that is not too deep, and refuses a document type.

    Entities are declared in a document type; no style has one, and a harmless-looking file
    could grow through them to gigabytes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:  # noqa: ARG002 - the parser gives them
        """Refuse: called as soon as the declaration begins."""
        raise _BrokenError("has a document type, which no style needs")

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        """Open an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _BrokenError("nests too deeply")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        """Close an element."""
        self._depth -= 1
        return super().end(tag)


def _parsed(name: str, text: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(text, ElementTree.XMLParser(target=_Builder()))
    except ElementTree.ParseError as error:
        line, column = error.position
        raise _BrokenError(
            f"the style `{name}` is not well-formed XML (line {line}, column {column + 1})"
        ) from error
    except _BrokenError as error:
        raise _BrokenError(f"the style `{name}` {error}") from error
    except ValueError as error:  # a lone surrogate or an unheard-of encoding
        raise _BrokenError(f"the style `{name}` is not XML") from error
    if root.tag != f"{_CSL}style":
        raise _BrokenError(f"the style `{name}` is XML, but no CSL style")
    return root


def _check(name: str, root: ElementTree.Element) -> None:
    """Raise unless both engines can run the style to an end."""
    for part in ("bibliography", "citation"):
        if root.find(f"{_CSL}{part}/{_CSL}layout") is None:
            raise _BrokenError(f"the style `{name}` has no {part}")
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{_CSL}macro")}
    sizes: dict[str, int] = {}
    for part in ("citation", "bibliography"):
        for element in root.iterfind(f"{_CSL}{part}"):
            if _size(name, element, macros, sizes, ()) > _MOST_ELEMENTS:
                raise _BrokenError(f"the style `{name}` calls macros without measure")


def _size(
    style: str,
    element: ElementTree.Element,
    macros: dict[str, ElementTree.Element],
    sizes: dict[str, int],
    callers: tuple[str, ...],
) -> int:
    """The most elements that one rendering of *element* meets, macros followed."""
    called = element.get("macro")
    below = [_size(style, child, macros, sizes, callers) for child in element]
    # One branch of a choice is taken.
    total = 1 + (max(below, default=0) if element.tag == f"{_CSL}choose" else sum(below))
    if called is None:
        return total
    if called not in macros:
        raise _BrokenError(f"the style `{style}` calls the macro `{called}`, which it lacks")
    if called in callers or len(callers) > _LONGEST_CHAIN:
        raise _BrokenError(f"the style `{style}` has the macro `{called}` call itself")
    if called not in sizes:
        sizes[called] = _size(style, macros[called], macros, sizes, (*callers, called))
    return total + sizes[called]


def _parent(root: ElementTree.Element) -> str | None:
    for link in root.iterfind(f"{_CSL}info/{_CSL}link[@rel='independent-parent']"):
        return link.get("href", "").rstrip("/").rpartition("/")[2]
    return None


def _title(root: ElementTree.Element) -> str:
    return " ".join(root.findtext(f"{_CSL}info/{_CSL}title", "").split())


def _category(root: ElementTree.Element) -> str:
    for category in root.iterfind(f"{_CSL}info/{_CSL}category[@citation-format]"):
        return category.get("citation-format", "")
    return ""


def _locale(root: ElementTree.Element) -> str:
    return root.get("default-locale", "")


def _failed(
    code: str, message: str, span: Span | None, hints: tuple[str, ...]
) -> Outcome[Style | None]:
    return Outcome(None, (Diagnostic(code, Severity.ERROR, message, span, (), hints),))


def _hints(name: str, shelf: _Shelf) -> tuple[str, ...]:
    near = nearest(Path(name).stem if name.endswith(".csl") else name, _all_names(shelf))
    if not near:
        return ("`coursepack styles QUERY` finds styles by name, title or field",)
    return (f"did you mean {' or '.join(f'`{one}`' for one in near)}?",)


def _all_names(shelf: _Shelf) -> Iterable[str]:
    return chain(
        (entry.name for entry in _local(shelf.course / "csl")),
        (entry.name for entry in _local(shelf.own)),
        style_collection.names(),
        style_collection.old_names(),
    )


def _local(folder: Path) -> Iterator[ListedStyle]:
    """The styles that lie in *folder*, by name; what cannot be read is left out."""
    try:
        found = (file for file in folder.iterdir() if file.suffix == ".csl")
        files = sorted(found, key=lambda file: file.stem)
    except OSError:
        return
    for file in files:
        try:
            yield _listed(file.stem, _read(file, file.stem))
        except _BrokenError:
            continue


def _listed(name: str, text: str) -> ListedStyle:
    head = text.partition("</info>")[0]
    return ListedStyle(
        name, _first(_TITLE, head) or name, _first(_CATEGORY, head), tuple(_FIELD.findall(head))
    )


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return _unescaped(found.group(1)) if found else ""


def _unescaped(text: str) -> str:
    from xml.sax.saxutils import unescape  # only a list of styles needs it

    return unescape(text, {"&quot;": '"', "&apos;": "'"})


def _matches(entry: ListedStyle, words: list[str]) -> bool:
    told = f"{entry.name} {entry.title} {' '.join(entry.fields)}".casefold().replace("_", " ")
    return all(word in told for word in words)


def _dependents(words: list[str]) -> Iterator[ListedStyle]:
    """The dependent styles whose name holds every word, if there is any word."""
    for name in style_collection.dependent_names() if words else ():
        if all(word in name for word in words):
            yield _listed(name, style_collection.head(name))

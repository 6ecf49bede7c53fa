"""What must hold of whatever was read, however broken it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TypeVar

from coursepack import languages
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.pandoc_tree import MARK
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.outline import Outline, ReadingItem
from coursepack.model.source import Source, Span
from coursepack.pipeline import check_course
from coursepack.read import library, outline
from coursepack.read.disk import Disk, decoded
from coursepack.read.sites.site import Site

T = TypeVar("T")
Find = Callable[[str], Source | None]


def works_faults(name: str, data: bytes) -> list[str]:
    """Read *data* as a file of works; return what does not hold of the outcome."""
    source = decoded(name, data).value
    if source is None:
        return []
    with languages.using(languages.spoken("", [source.text])):
        read = library.read([source])
    return [
        *_faults(read, lambda wanted: source if wanted == name else None),
        *(f"a key is empty: {w}" for w in read.value.works if not w.key.value.strip()),
    ]


def outline_faults(folder: Path, name: str, pandoc: Pandoc) -> list[str]:
    """Read the page *name* of *folder*; return what does not hold of the outcome."""
    disk = Disk(folder)
    source = disk.open(name).value
    if source is None:
        return []
    with languages.using(languages.spoken("", [source.text])):
        read = outline.read([source], pandoc, Site(disk))
    return [
        *_faults(read, disk.find),
        *_item_faults(read.value, disk.find),
        *_marks(read, disk),
    ]


def course_faults(folder: Path) -> list[str]:
    """Read the course in *folder*; return what does not hold of the outcome."""
    disk = Disk(folder)
    checked = check_course(disk)
    read = Outcome(checked.value.outline, checked.diagnostics)
    failed = [d.message for d in read.diagnostics if d.code == "program-failed"]
    return [*failed, *_faults(read, disk.find), *_marks(read, disk)]


def _item_faults(read: Outline[ReadingItem], find: Find) -> Iterator[str]:
    for item in read.readings():
        if not item.key.value.strip():
            yield f"a key is empty: {item}"
        if not _inside(item.key.span, find):
            yield f"a reading stands nowhere: {item.key}"
        if item.described and not item.described.key.value.strip():
            yield f"a described work has an empty key: {item.described}"


def _faults(read: Outcome[object], find: Find) -> Iterator[str]:
    for span in _of_type(read, Span):
        if not _inside(span, find):
            yield f"a span lies outside its source: {span!r}"
    for problem in _of_type(read, Diagnostic):
        if not problem.message.strip():
            yield f"a diagnostic says nothing: {problem!r}"


def _marks(read: Outcome[object], disk: Disk) -> Iterator[str]:
    """Tell of marks in what was read, but for what an author wrote that looks like one."""
    opened = [source.text for name in disk.files() if (source := disk.find(name))]
    for text in _of_type(read, str):
        for mark in MARK.finditer(text):
            if not any(mark[0] in written for written in opened):
                yield f"a mark is left: {text!r}"


def _inside(span: Span, find: Find) -> bool:
    source = find(span.source)
    if source is None:
        return False
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    lines = source.text.count("\n") + 1
    return start <= end and all(
        1 <= line <= lines and 1 <= column <= len(source.line(line)) + 1
        for line, column in (start, end)
    )


def _of_type(value: object, kind: type[T]) -> Iterator[T]:
    """Yield everything of *kind* in *value*, however deep."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, kind):
            yield each
        if isinstance(each, Mapping):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, (tuple, list, frozenset)):
            waiting += each
        elif is_dataclass(each) and not isinstance(each, type):
            waiting += [getattr(each, field.name) for field in fields(each)]

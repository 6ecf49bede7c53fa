"""Look through the lines of a page for what would not survive an upload."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.upload.constructs import CONSTRUCTS, SYSTEMS, Construct
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source, Span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_BULLET = re.compile(r"( *)(?:[-*+]|\d{1,9}[.)])( +)\S")
_BLOCK = re.compile(r"\s*(?:#{1,6}\s|>|[-*+] |\d{1,9}[.)] |\||```|~~~|$|<|\{|:::)")
_NUMBER = re.compile(r"(\d{2,9})[.)] ")
_MATTER = re.compile(r"---\s*\n(?:.*\n)*?(?:---|\.\.\.)\s*\n")
_LONGEST_LINE = 5_000
_MOST = 500


def check_upload(source: Source) -> tuple[Diagnostic, ...]:
    """Return what of the page *source* some learning system would not show as it is meant.

    Each is named with its place, what it is, and the systems; code is left alone.
    """
    found: list[Diagnostic] = []
    for diagnostic in _noticed(source):
        found.append(diagnostic)
        if len(found) == _MOST:
            break
    return tuple(found)


def _noticed(source: Source) -> Iterator[Diagnostic]:
    body = 0
    if matter := _MATTER.match(source.text):
        body = matter.end()
        yield _told(source, 0, 3, "front-matter", "front matter", SYSTEMS,
                    "leave the lines from `---` to `---` out")  # fmt: skip
    fence, before, list_indents = "", "", [0]
    at = 0
    for line in source.text.split("\n"):
        start, at = at, at + len(line) + 1
        if start < body or len(line) > _LONGEST_LINE:
            continue
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and line.strip() == opened[1]:
                fence = ""
            continue
        if opened:
            fence = opened[1]
        is_code = line.startswith(("    ", "\t")) and not before.strip() and list_indents == [0]
        if not is_code:
            yield from _constructs(source, start, line, fenced=bool(fence))
            if not fence:
                yield from _layout(source, start, line, before, list_indents)
        before = line


def _constructs(source: Source, start: int, line: str, *, fenced: bool) -> Iterator[Diagnostic]:
    # What stands in code is code, its place kept.
    bare = line if fenced else _CODE.sub(lambda code: " " * len(code[0]), line)
    taken: list[tuple[int, int]] = []
    for construct in CONSTRUCTS:
        if fenced and construct.code != "fenced-code":
            continue
        for match in construct.found.finditer(bare):
            if any(match.start() < end and begin < match.end() for begin, end in taken):
                continue
            taken.append(match.span())
            yield _of(source, start + match.start(), start + match.end(), construct)


def _of(source: Source, start: int, end: int, construct: Construct) -> Diagnostic:
    return _told(
        source, start, end, construct.code, construct.what, construct.breaks, construct.hint
    )


def _layout(
    source: Source, start: int, line: str, before: str, indents: list[int]
) -> Iterator[Diagnostic]:
    """What a line is beside the one above it: lists that are not parted, or not far enough in."""
    bullet = _BULLET.match(line)
    if not line.strip():
        return
    if not bullet:
        if not line.startswith(" "):
            indents[:] = [0]
        return
    indent = len(bullet[1])
    if not _BULLET.match(before) and not before.startswith(" ") and not _BLOCK.match(before):
        yield _told(source, start, start + len(line.rstrip()), "list-not-parted",
                    "a list right below a paragraph", ("Moodle", "Open edX"),
                    "put a blank line between")  # fmt: skip
    while indents and indents[-1] > indent:
        indents.pop()
    if indent and (not indents or indent > indents[-1]):
        above = indents[-1] if indents else 0
        if indent - above < 4:
            yield _told(source, start, start + indent + 1, "shallow-list",
                        f"a list that is nested by {indent - above} spaces", ("Open edX",),
                        "indent it by four")  # fmt: skip
        indents.append(indent)
    number = _NUMBER.match(line)
    if number and not _BULLET.match(before) and int(number[1]) > 1 and len(number[1]) > 2:
        yield _told(source, start, start + len(number[1]) + 1, "number-at-start",
                    "a number and a dot, which begin a list", SYSTEMS,
                    f"write `{number[1]}\\.`")  # fmt: skip


def _told(
    source: Source, start: int, end: int, code: str, what: str, breaks: tuple[str, ...], hint: str
) -> Diagnostic:
    where = "any system" if breaks == SYSTEMS else _joined(breaks)
    message = f"{what} is not shown as meant by {where}"
    span: Span = source.span(start, max(end, start + 1))
    return Diagnostic(f"upload-{code}", Severity.WARNING, message, span, hints=(hint,))


def _joined(names: tuple[str, ...]) -> str:
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last

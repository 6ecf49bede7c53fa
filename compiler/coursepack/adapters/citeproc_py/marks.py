"""Marks: how formatting travels through the strings of the library and becomes a tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from types import SimpleNamespace

from coursepack.model.document import (
    Emphasis,
    Inline,
    Inlines,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    WorkTitle,
)

# Noncharacters, which no text may hold: the library escapes nothing, so its own HTML could
# not be told from a title that reads `<i>`. They are taken out of whatever goes in.
OPEN: dict[str, type[Inline] | None] = {
    "\ufdd0": Emphasis,
    "\ufdd1": Strong,
    "\ufdd2": SmallCaps,
    "\ufdd3": Superscript,
    "\ufdd4": Subscript,
    "\ufdd5": WorkTitle,
    "\ufdd6": None,  # characters whose case stays
    "\ufdd7": None,  # the number or key that the style gives the work
}
MARK = {kind: mark for mark, kind in OPEN.items() if kind}
NO_CASE, LABEL = "\ufdd6", "\ufdd7"
CLOSE = "\ufdd8"
FIELD_END = "\ufdd9"  # the end of the first field of an entry
GUARD = "\ufdda"  # keeps the punctuation of data ("...") as it is
FORBIDDEN = re.compile("[\ufdd0-\ufdef\x00-\x08\x0e-\x1f\x7f]")
MARKS = re.compile("[\ufdd0-\ufdda]")

# A character and the marks it stands in.
Char = tuple[str, tuple[str, ...]]


def marked(mark: str, text: object) -> str:
    """Return *text* within *mark* and its end."""
    return f"{mark}{text}{CLOSE}"


def new_formatter() -> SimpleNamespace:
    """Return what the library calls to format text; light and plain text stay as they are."""

    def setter(kind: type[Inline]) -> Callable[[object], str]:
        return lambda text: marked(MARK[kind], text)

    return SimpleNamespace(
        preformat=str,
        Italic=setter(Emphasis),
        Oblique=setter(Emphasis),
        Underline=setter(Emphasis),
        Bold=setter(Strong),
        Light=str,
        SmallCaps=setter(SmallCaps),
        Superscript=setter(Superscript),
        Subscript=setter(Subscript),
    )


def placed(text: str) -> Iterator[tuple[int, Char]]:
    """Yield the place of every character of *text*, and the marks it stands in."""
    stack: list[str] = []
    for at, char in enumerate(text):
        if char in OPEN:
            stack.append(char)
        elif char == CLOSE:
            if stack:
                stack.pop()
        else:
            yield at, (char, tuple(stack))


def chars(text: str) -> Iterator[Char]:
    """Yield every character of *text* with the marks it stands in."""
    return (char for _, char in placed(text))


def tree(characters: Iterable[Char]) -> Inlines:
    """Return *characters* as a tree, with a node for each mark that shows."""
    return tuple(_nodes(((char, _toggled(path)) for char, path in characters), 0))


def _toggled(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the marks that show: italics within italics are upright again."""
    shown: list[str] = []
    for mark in path:
        if OPEN[mark] is None:
            continue
        if mark not in shown:
            shown.append(mark)
        elif mark in (MARK[Emphasis], MARK[Strong]):
            shown.remove(mark)
    return tuple(shown)


def _nodes(characters: Iterable[Char], depth: int) -> Iterator[Inline]:
    for mark, run in groupby(
        characters, lambda one: one[1][depth] if len(one[1]) > depth else None
    ):
        kind = OPEN.get(mark) if mark else None
        if kind is None:
            yield Text("".join(char for char, _ in run))
        else:
            yield kind(tuple(_nodes(run, depth + 1)))  # type: ignore[call-arg, arg-type]  # all of these have children

"""python-liquid's lexer, reduced to pieces of a page that remember where they stood."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liquid import Token

# Past so many unclosed tags a page is not Liquid; each one costs a pass over what follows.
MOST_UNCLOSED = 20

Lexer = Callable[[str], "Iterator[Token]"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text outside Liquid; `start` is the offset of its first character."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Tag:
    """`{% name expression %}`, or `{{ expression }}` with the name "".

    Offsets are of the whole tag and of its expression.
    """

    name: str
    expression: str
    start: int
    end: int
    expression_start: int


@dataclass(frozen=True, slots=True)
class Unclosed:
    """The offset of a `{%` or `{{` that nothing closes; its line is not read further."""

    start: int


Piece = Words | Tag | Unclosed


def pieces(text: str) -> Iterator[Piece]:
    """Return *text* cut into words and tags; the insides of comments are left out."""
    if "{%" not in text and "{{" not in text:
        yield Words(text, 0)
        return
    lexer = _lexer()
    begin = 0
    for _ in range(MOST_UNCLOSED):
        stop = yield from _until_unclosed(lexer, text, begin)
        if stop is None:
            return
        yield Unclosed(stop)
        line_end = text.find("\n", stop)
        begin = line_end if line_end >= 0 else len(text)


def _until_unclosed(
    lexer: Lexer, text: str, begin: int
) -> Generator[Words | Tag, None, int | None]:
    """Yield the pieces from *begin*; return the offset of the first unclosed tag, if any."""
    tokens = _tokens(lexer, text[begin:])
    token = next(tokens, None)
    while token is not None:
        kind, value, at = token[0], token[1], begin + token[2]
        token = next(tokens, None)
        if kind == "error":
            return at
        if kind in ("tag", "output"):
            name, name_end = (value, at + len(value)) if kind == "tag" else ("", at + 2)
            expression, expression_at = "", name_end
            if token is not None and token[0] == "expression":
                expression, expression_at = token[1], begin + token[2]
                token = next(tokens, None)
            tag = _tag(text, name, name_end, expression, expression_at)
            if "{%" in expression or "{{" in expression:
                # The tag ran on to the end of a later one: it is not closed itself.
                return tag.start
            yield tag
        elif kind == "content":
            # Tags with a hyphen trim their neighbours: find where the rest begins.
            yield Words(value, text.find(value, at))
    return None


def _tokens(lexer: Lexer, text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind, text and offset of each token; an "error" where the lexer gives up."""
    try:
        for token in lexer(text):
            yield token.kind, token.value, token.start_index
    except Exception as error:
        # The lexer's own error class cannot be named without its package, see below.
        place = getattr(error, "token", None)
        if place is None:
            raise
        yield "error", "", place.start_index


def _tag(text: str, name: str, name_end: int, expression: str, expression_start: int) -> Tag:
    opening, closing = ("{%", "%}") if name else ("{{", "}}")
    start = text.rfind(opening, 0, name_end)
    end = text.find(closing, expression_start + len(expression)) + len(closing)
    return Tag(name, expression, start, end, expression_start)


@cache
def _lexer() -> Lexer:
    """Return python-liquid's lexer without the rest of its package.

    The package's own `__init__` imports the whole engine, asyncio and Babel: 0.2 s of a build
    that takes 0.4. The lexer needs none of it, so its module is imported under a bare package,
    which is taken away again lest anyone else meet it.
    """
    if "liquid" in sys.modules:
        from liquid.lex import get_lexer

        return get_lexer()
    spec = importlib.util.find_spec("liquid")
    assert spec is not None, "python-liquid is a dependency"
    sys.modules["liquid"] = importlib.util.module_from_spec(spec)
    try:
        from liquid.lex import get_lexer

        return get_lexer()
    finally:
        # Copied first: another thread may be importing something at this moment.
        for name in [n for n in list(sys.modules) if n.partition(".")[0] == "liquid"]:
            del sys.modules[name]

"""python-liquid's lexer, reduced to pieces of a page that remember where they stood."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from coursepack.pattern import pattern

if TYPE_CHECKING:
    from liquid import Token

GAP = "\ue0f2"
"""A private character that stands in a text wherever something was taken out of it."""

# Past so many unclosed tags a page is not Liquid; each one costs a pass over what follows.
MOST_UNCLOSED = 20

Lexer = Callable[[str], "Iterator[Token]"]

_BLANKS = pattern(r"\s{64,}")
_PARAMETER = pattern(r"""([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'=]+))""")
_ESCAPED = pattern(r"\\([\"'])")
_VERBATIM = pattern(r"\{%-?\s*(end)?(raw|doc)\s*-?%\}")


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
    lexed = lexable(text)
    begin = 0
    for _ in range(MOST_UNCLOSED):
        stop = yield from _until_unclosed(lexer, text, lexed, begin)
        if stop is None:
            return
        yield Unclosed(stop)
        line_end = text.find("\n", stop)
        begin = line_end if line_end >= 0 else len(text)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A `name=value` of an include; offsets are those of the value, without its quotes."""

    name: str
    value: str
    start: int
    end: int
    is_quoted: bool


def parameters(text: str) -> tuple[list[Parameter], str]:
    """Return the parameters that *text* gives to an include, and what stands after them."""
    found: list[Parameter] = []
    end = 0
    for match in _PARAMETER.finditer(text):
        which = next(n for n in (2, 3, 4) if match[n] is not None)
        value = match[which] if which == 4 else _ESCAPED.sub(r"\1", match[which])
        place = match.start(which), match.end(which)
        found.append(Parameter(match[1], value, *place, which != 4))
        end = match.end()
    return found, text[end:].strip()


def lexable(text: str) -> str:
    """Return *text*, as long as it was, without what costs the lexer the square of its length.

    Its expressions try every part of a run of blanks, and look for the end of each `raw` anew.
    """
    ended = {match[2]: match.start() for match in _VERBATIM.finditer(text) if match[1]}

    def struck(match: re.Match[str]) -> str:
        if match[1] or match.start() < ended.get(match[2], 0):
            return match[0]
        return match[0].replace(match[2], "_" * len(match[2]))

    return _BLANKS.sub(_filled, _VERBATIM.sub(struck, text))


def _filled(blanks: re.Match[str]) -> str:
    return f" {'_' * (len(blanks[0]) - 2)} "


def _until_unclosed(
    lexer: Lexer, text: str, lexed: str, begin: int
) -> Generator[Words | Tag, None, int | None]:
    """Yield the pieces from *begin*; return the offset of the first unclosed tag, if any."""
    end = _first_open(text, begin)
    tokens = _tokens(lexer, lexed[begin : len(text) if end is None else end])
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
            tag = _tag(text, text[at:name_end] if name else "", name_end, expression, expression_at)
            if "{%" in expression or expression.count("{{") > expression.count("}}"):
                # The tag ran on to the end of a later one: it is not closed itself.
                return tag.start
            yield tag
        elif kind == "content":
            # Tags with a hyphen trim their neighbours: find where the rest begins.
            start = lexed.find(value, at)
            yield Words(text[start : start + len(value)], start)
    return end


def _first_open(text: str, begin: int) -> int | None:
    """Return the first of the openings after which their kind is never closed, if many are.

    The lexer looks for the end of each; a few cost little, and may stand in a comment.
    """
    found = []
    for opening, closing in (("{%", "%}"), ("{{", "}}")):
        last = max(text.rfind(closing, begin), begin)
        if text.count(opening, last) > MOST_UNCLOSED:
            found.append(text.find(opening, last))
    return min(found, default=None)


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

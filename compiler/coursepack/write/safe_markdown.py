"""One line of Markdown that every common renderer reads alike, from any inlines.

What is written was measured on CommonMark, GFM, PHP Markdown, Python-Markdown bare and
extended, kramdown, pandoc, markdown2 and mistune:

- A backslash stands only before ``\\ ` * _ { } [ ] ( ) # + - . ! >``, the characters that all
  of them know; any other special character is written as a character reference.
- Emphasis that some of them would not see, because of what stands beside its stars, is left out.
- A bare address would become a link in some of them only, so it is written as one for all.
- A word joiner (U+2060, no width) splits what the filters of Moodle and Canvas would turn
  into a picture or a formula, and ends a heading whose last character would be cut off.

Controls, noncharacters and byte order marks cannot be carried by Markdown or by XML and are
dropped; lone surrogates become U+FFFD; a run of breaking white space becomes one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import assert_never

from coursepack.model.document import (
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoCase,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    WorkTitle,
    plain_text,
)
from coursepack.pattern import pattern

JOINER = "\u2060"

_SURROGATES = pattern("[\ud800-\udfff]")
_UNPRINTABLE = pattern(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_BREAKING_SPACE = pattern("[\t-\r\x1c-\x20\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one look: their styles (outermost first) and the link they belong to."""

    text: str
    styles: tuple[str, ...] = ()
    link: tuple[int, str] | None = None  # which link of the line, and where it leads
    code: bool = False

    def look(self) -> tuple[object, ...]:
        return self.styles, self.link, self.code

    def with_styles(self, styles: tuple[str, ...]) -> _Run:
        # Most runs stay as they are; copies cost more than all else that is done here.
        return self if styles == self.styles else replace(self, styles=styles)


def line(inlines: Inlines) -> str:
    """Return *inlines* as one line that may open a block, "" where they have no words."""
    runs = _merged(_settled(_merged(_spaced(_flat(inlines)))))
    return _opened(_joined(_markup(_merged(_code_apart(runs)))))


def heading(inlines: Inlines) -> str:
    """Return *inlines* as the text of an ATX heading."""
    text = line(inlines)
    # Renderers drop closing `#`s, PHP Markdown even an escaped one; after a last backslash,
    # markdown2 sees no heading.
    return text + JOINER if text.endswith(("#", "\\")) else text


def clean(text: str) -> str:
    """Return *text* in NFC without characters that Markdown or XML cannot carry."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNPRINTABLE.sub("", _SURROGATES.sub("\ufffd", text))
    return unicodedata.normalize("NFC", text)


def target(url: str) -> str | None:
    """Return *url* percent-encoded for every renderer, None unless it is safe to follow."""
    if not _FOLLOWED.match(url):
        return None
    encoded = _UNSAFE_IN_URL.sub(_percent, url)
    # mistune reads a character reference in an address even where `&` is written as one.
    return _REFERENCE_IN_URL.sub(r"\1%3B", encoded)


# Addresses, and files beside this one as an index names them.
_FOLLOWED = pattern(
    r"(?:https?://[^/?#\s]|mailto:[^\s])|[a-z0-9%-]+(?:\.fragment|\.csl)?\.[a-z]+$", re.IGNORECASE
)
# Beside what breaks a link somewhere: an apostrophe opens a title in Python-Markdown, a star
# may end emphasis in mistune, a dollar may open a formula in pandoc.
_UNSAFE_IN_URL = pattern(r"%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9._~:/?#@!+,;=&-]")
_REFERENCE_IN_URL = pattern(r"(&#?[\w:.-]+);")


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


# --- from a tree to runs


def _flat(inlines: Inlines) -> Iterator[_Run]:
    """Every leaf in order; by a stack, since no depth of nesting may exhaust Python's."""
    links = 0
    stack: list[tuple[Inline, _Run]] = [(inline, _Run("")) for inline in reversed(inlines)]
    while stack:
        inline, look = stack.pop()
        children: Inlines = ()
        match inline:
            case Text(text):
                yield _Run(clean(text), look.styles, look.link)
            case Code(text):
                yield _code(clean(text), look)
            case LineBreak():
                yield _Run(" ", look.styles, look.link)
            case Emphasis(children):
                look = _with_style(look, "*")
            case Strong(children):
                look = _with_style(look, "**")
            case Link(url, children):
                to = target(url)
                if to and not look.link:
                    links += 1
                    look = replace(look, link=(links, to))
            case Superscript(children):
                children = _shifted(children, _RAISED)
            case Subscript(children):
                children = _shifted(children, _LOWERED)
            case (
                SmallCaps(children)
                | NoCase(children)
                | WorkTitle(children)
                | Foreign(children=children)
            ):
                pass
            case _:
                assert_never(inline)
        stack.extend((child, look) for child in reversed(children))


# Markdown has no such thing everywhere, and "n2" is another number than "n²".
_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))


def _shifted(children: Inlines, letters: Mapping[str, str]) -> Inlines:
    """The words in *letters* that are raised or lowered themselves, where there are all of them."""
    text = plain_text(children)
    is_bare = all(isinstance(child, Text) for child in children)
    if not (is_bare and letters.keys() >= set(text)):
        return children
    return (Text("".join(letters[character] for character in text)),)


def _code(text: str, look: _Run) -> _Run:
    """Code as a span where one pair of backquotes can hold it, else as plain characters."""
    words = _BREAKING_SPACE.sub(" ", text).strip()
    return replace(look, text=words, code=bool(words) and "`" not in words)


def _with_style(look: _Run, style: str) -> _Run:
    return look if style in look.styles else replace(look, styles=(*look.styles, style))


def _spaced(runs: Iterable[_Run]) -> Iterator[_Run]:
    """The runs with single spaces between words, each in the innermost look that both share."""
    before: _Run | None = None
    gap = False
    for run in runs:
        text = _BREAKING_SPACE.sub(" ", run.text)
        words = text.strip(" ") if before else text.lstrip()
        gap = gap or text.startswith(" ")
        if words:
            words = words.rstrip(" ")
            after = run if words == run.text else replace(run, text=words)
            if before and gap:
                yield _Run(
                    " ",
                    _shared(before.styles, after.styles),
                    before.link if before.link == after.link else None,
                )
            yield after
            before, gap = after, text.endswith(" ")


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The styles that both begin with."""
    return one if one == other[: len(one)] else _shared(one[:-1], other)


def _merged(runs: Iterable[_Run]) -> list[_Run]:
    """The runs with neighbours of one look joined, and no white space at the line's end."""
    merged = [_one(list(same)) for _, same in groupby(runs, _Run.look)]
    while merged and not merged[-1].text.rstrip():
        merged.pop()
    if merged and merged[-1].text[-1].isspace():
        merged[-1] = replace(merged[-1], text=merged[-1].text.rstrip())
    return merged


def _one(runs: Sequence[_Run]) -> _Run:
    if len(runs) == 1:
        return runs[0]
    # What meets for the first time may have to be composed.
    return replace(runs[0], text=clean("".join(run.text for run in runs)))


# --- which emphasis every renderer sees

_BEFORE = frozenset("([\"'“‘„‚«‹—– ")
_AFTER = frozenset(")].,;:!?\"'”’»›—–…،؛؟ ")
_EDGE = ""  # the end of a line, or of the text of a link
_MARKUP = "*"  # stands for any markup, which emphasis may not touch


def _settled(runs: Sequence[_Run]) -> Iterator[_Run]:
    """The runs without the emphasis that some renderer would print as stars."""
    mixed = _mixed_links(runs)
    by_look = groupby(runs, lambda run: (_scope(run, mixed), run.styles[:1]))
    segments = [(scope, styles, list(same)) for (scope, styles), same in by_look]
    for at, (scope, styles, segment) in enumerate(segments):
        before = _last(segments[at - 1], scope) if at else _EDGE
        after = _first(segments[at + 1], scope) if at + 1 < len(segments) else _EDGE
        if not styles or not _is_seen(segment, before, after):
            yield from (run.with_styles(()) for run in segment)
        elif scope:
            yield from (run.with_styles(styles) for run in segment)
        else:
            yield from _settled_within(segment)


_LinkOfLine = tuple[int, str]
_Segment = tuple[_LinkOfLine | None, tuple[str, ...], list[_Run]]


def _mixed_links(runs: Sequence[_Run]) -> frozenset[_LinkOfLine]:
    """The links whose words are not all of one outer style: emphasis stands inside them."""
    styles: dict[_LinkOfLine, set[tuple[str, ...]]] = {}
    for run in runs:
        if run.link:
            styles.setdefault(run.link, set()).add(run.styles[:1])
    return frozenset(link for link, found in styles.items() if len(found) > 1)


def _scope(run: _Run, mixed: frozenset[_LinkOfLine]) -> _LinkOfLine | None:
    return run.link if run.link in mixed else None


def _last(segment: _Segment, scope: _LinkOfLine | None) -> str:
    return _EDGE if scope and scope != segment[0] else _plain_end(segment[2][-1], -1, scope)


def _first(segment: _Segment, scope: _LinkOfLine | None) -> str:
    return _EDGE if scope and scope != segment[0] else _plain_end(segment[2][0], 0, scope)


def _plain_end(run: _Run, end: int, scope: _LinkOfLine | None, depth: int = 0) -> str:
    """The character at the *end* of a neighbour, as far as it is plain."""
    if run.code or run.link != scope or len(run.styles) > depth:
        return _MARKUP
    return run.text[end]


def _is_seen(segment: Sequence[_Run], before: str, after: str) -> bool:
    return (
        (before == _EDGE or before in _BEFORE)
        and (after == _EDGE or after in _AFTER)
        and _bears_star(segment[0], 0)
        and segment[0].text[0] not in ".,:;"  # PHP Markdown takes such a star for a plain one
        and _bears_star(segment[-1], -1)
        and any(character.isalnum() for run in segment for character in run.text)
    )


def _bears_star(run: _Run, end: int) -> bool:
    """Say whether a star may touch the character at the *end* of *run* from outside."""
    character = run.text[end]
    return (
        not run.code
        and character not in "*_`\\"
        and unicodedata.category(character)[0] not in "MCZ"
    )


def _settled_within(segment: Sequence[_Run]) -> Iterator[_Run]:
    """The runs of one emphasis; another inside it stays between words and out of links."""
    groups = [list(same) for _, same in groupby(segment, lambda run: run.styles)]
    for at, group in enumerate(groups):
        nested = (
            len(group[0].styles) > 1
            and 0 < at < len(groups) - 1
            and not any(run.link for run in group)
            and _is_seen(
                group,
                _plain_end(groups[at - 1][-1], -1, None, depth=1),
                _plain_end(groups[at + 1][0], 0, None, depth=1),
            )
        )
        yield from (run.with_styles(run.styles[: 2 if nested else 1]) for run in group)


def _code_apart(runs: Sequence[_Run]) -> Iterator[_Run]:
    """The runs, code as plain characters where some renderer would not see where it ends."""
    quoted = any("`" in run.text for run in runs)
    for at, run in enumerate(runs):
        before = runs[at - 1].text[-1] if at else ""
        after = runs[at + 1].text[0] if at + 1 < len(runs) else ""
        unsafe = (
            before in ("`", "\\")
            or after in ("`", "\\")
            or (quoted and "|" in run.text)  # kramdown sees a table
            or re.search(_DEFINES, run.text)
        )
        yield replace(run, code=False) if run.code and unsafe else run


# --- from runs to markup


def _markup(runs: Sequence[_Run]) -> Iterator[str]:
    mixed = _mixed_links(runs)
    for link, group in groupby(runs, lambda run: _scope(run, mixed)):
        if link:
            yield from ("[", *_styled(group, 0, _in_link), f"]({link[1]})")
        else:
            yield from _styled(group, 0, _linked)


def _styled(
    runs: Iterable[_Run], depth: int, words: Callable[[Iterable[_Run]], Iterator[str]]
) -> Iterator[str]:
    for style, group in groupby(runs, lambda run: "".join(run.styles[depth : depth + 1])):
        yield from (style, *words(group), style)


def _linked(runs: Iterable[_Run]) -> Iterator[str]:
    for link, group in groupby(runs, lambda run: run.link):
        if not link:
            yield from _styled(group, 1, _free)
            continue
        of_link = list(group)
        if not any(run.code for run in of_link):
            yield _link("".join(run.text for run in of_link), link[1])
        else:
            yield from ("[", *_in_link(of_link), f"]({link[1]})")


def _in_link(runs: Iterable[_Run]) -> Iterator[str]:
    return (f"`{run.text}`" if run.code else _escaped(run.text) for run in runs)


def _free(runs: Iterable[_Run]) -> Iterator[str]:
    for run in runs:
        if run.code:
            yield f"`{run.text}`"
        else:
            yield from _with_addresses(run.text)


def _link(words: str, to: str) -> str:
    if words == to and to.startswith("http") and split(words) == words:
        return f"<{to}>"
    return f"[{_escaped(words)}]({to})"


def _joined(pieces: Iterable[str]) -> str:
    """The pieces as one text; an exclamation mark before a link does not make it a picture."""
    parts: list[str] = []
    for piece in filter(None, pieces):
        if piece.startswith("[") and parts and parts[-1].endswith("!"):
            parts[-1] = parts[-1][:-1] + "\\!"
        parts.append(piece)
    return "".join(parts)


# --- addresses in plain words

_ADDRESS = pattern(
    r"""(?P<web>(?<![A-Za-z])(?:https?://|www\.)[^\W_][^\s<>"`|\\^{}\[\]“”«»]*)"""
    r"""|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]+@[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+""",
    re.IGNORECASE,
)


def _with_addresses(text: str) -> Iterator[str]:
    done = 0
    for match in _ADDRESS.finditer(text):
        words = _without_closing(match[0]) if match["web"] else match[0]
        to = target(words if "://" in words else f"{_scheme(words)}{words}")
        if to:
            yield _plain(text[done : match.start()])
            yield _link(words, to)
            done = match.start() + len(words)
    yield _plain(text[done:])


def _without_closing(address: str) -> str:
    """The address without the punctuation of the sentence that it ends."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in ".,:;!?*_~'’…" or (address[end - 1] == ")" and unopened > 0):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _scheme(address: str) -> str:
    return "http://" if address[:4].lower() == "www." else "mailto:"


# --- plain words

# Moodle's emoticons, by the character after which a joiner splits them (`-)` ends many of
# them, and makes one of the `;` of any character reference), and the marks of MathJax.
_TAKEN_FOR_MORE = pattern(
    r":(?=[()]|-[D/PpIX(]|o\))|-(?=\))|V(?=-\.)|8(?=-[.o\[])|P(?=-\|)|x(?=x-P)|\|(?=-\.)|\}(?=-\])"
    r"|\((?=(?:grr|h|heart|y|n|martin| )\))|\\(?=[(\[])|\$(?=\$)"
)
# Two `-` or `>` and three dots would become a dash, a quotation mark, an ellipsis in kramdown.
_BACKSLASHED = pattern(r"[\\`*_{}\[\]]|-(?=-)|>(?=>)|\.(?=\.\.)")
# A bracket before a colon makes the line define a link or an abbreviation, if it can.
_DEFINES = r"(?:(?<=\])|(?<=\] )):"
_REFERENCED = pattern(rf"[<~|^$]|&(?=#?[\w:.-]+;)|{_DEFINES}")
_REFERENCES = {"<": "&lt;", "&": "&amp;"}
# What is left of an address that cannot be followed, before GFM makes a link of it.
_LEFT_ADDRESS = pattern(r"((?<=http)|(?<=https)|(?<=ftp)):(?=//)|(?<=www)\.", re.IGNORECASE)
# A dot or bracket after what pandoc or another may take for the number of an item; a lone
# capital and its dot are the initial of a name to all of them.
_NUMBER = pattern(r"(\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)))([.)])(?=\s|$)")
_OPENING = pattern(r"[#+>-]|\((?=[^\s)]*\))")


def _plain(text: str) -> str:
    return _LEFT_ADDRESS.sub(
        lambda match: "\\." if match[0] == "." else _reference(match[0]), _escaped(text)
    )


def _escaped(text: str) -> str:
    text = _BACKSLASHED.sub(r"\\\g<0>", split(text))
    return _REFERENCED.sub(lambda match: _reference(match[0]), text)


def split(text: str) -> str:
    """Return *text* with a joiner in what the filters of a system would turn into a picture."""
    return _TAKEN_FOR_MORE.sub(rf"\g<0>{JOINER}", text)


def _reference(character: str) -> str:
    return _REFERENCES.get(character) or f"&#{ord(character)};"


def _opened(text: str) -> str:
    """The line with its first characters kept from opening another kind of block."""
    if text.startswith((":", "%")):
        return _reference(text[0]) + text[1:]
    if _OPENING.match(text):
        return f"\\{text}"
    return _NUMBER.sub(r"\1\\\2", text, count=1) if _NUMBER.match(text) else text

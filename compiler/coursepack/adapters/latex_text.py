"""Text that was written for LaTeX, as the characters it prints.

pylatexenc brings the table of commands. Its walker recurses and keeps silent about commands
it does not know, so the text is walked here, in one pass with a stack of our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from coursepack.pattern import pattern


@dataclass(frozen=True, slots=True)
class Printed:
    """What a text prints, and what of it was not understood: commands, lone braces."""

    text: str
    unread: tuple[str, ...] = ()


def tagged(text: str) -> Printed:
    """Return what *text* prints, with CSL's tags for its markup and its protective braces."""
    return _printed(text, with_tags=True)


def plain(text: str) -> Printed:
    """Return what *text* prints, without markup."""
    return _printed(text, with_tags=False)


def verbatim(text: str) -> Printed:
    """Return *text*, an address or an identifier, with nothing but its escapes undone."""
    text = text.strip()
    if not _ESCAPED.search(text):
        return Printed(text)
    walker = _Walker("", with_tags=False, in_address=True)
    return walker.walked(text)


_MARKED = pattern(r"[\\{}$~\t\n\r\f\v]|--|``|''|  |\ufdd0|\ufdd1")
_COMMANDS = pattern(r"[\\{}$]|``|''|\ufdd0|\ufdd1")
_ESCAPED = pattern(r"[\\{}]")
_SPACE = pattern(r"[ \t\n\r\f\v]+")
# Between two commands a run of plain text is one token, braces with nothing else in them another.
_TOKEN = pattern(
    r"\\(?:[A-Za-z]+ *|[^A-Za-z]|$)|\{[^\\{}$~^_'`-]*\}|[{}$~^_]|''|`+|--+"
    r"|(?:[^\\{}$~^_'`-]++|-(?!-)|'(?!'))++",
    re.DOTALL,
)

# Characters that no text may hold stand for the protective braces until all is read.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"

# No text needs more; every open brace costs memory.
_DEEPEST = 100


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SMALL_CAPS = '<span style="font-variant:small-caps">', "</span>"
_ITALIC = "<i>", "</i>"
_BOLD = "<b>", "</b>"
_NO_CASE = '<span class="nocase">', "</span>"
_TAGS = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), _ITALIC),
    **dict.fromkeys(("textbf", "mkbibbold"), _BOLD),
    "textsc": _SMALL_CAPS,
}
_SWITCHES = {
    **dict.fromkeys(("it", "em", "sl", "itshape", "slshape"), _ITALIC),
    **dict.fromkeys(("bf", "bfseries"), _BOLD),
    **dict.fromkeys(("sc", "scshape"), _SMALL_CAPS),
}
_RAISED = frozenset(("textsuperscript", "mkbibsuperscript", "sp"))
_LOWERED = frozenset(("textsubscript", "mkbibsubscript", "sb"))

# Commands that print their last argument and no other: how many they have.
_LAST_OF: dict[str, int] = {
    **dict.fromkeys(
        _words("""acro ac emphasize hbox lowercase mathbf mathcal mathfrak mathit mathnormal mathrm
        mathscr mathsf mathtt mbox operatorname overline text textmd textnormal textrm textsf
        texttt textup underline uppercase MakeLowercase MakeUppercase NoCaseChange uline vphantom
        boldsymbol bm mathord mathop mathbin mathrel"""),
        1,
    ),
    **dict.fromkeys(_words("bibinfo foreignlanguage href textcolor texorpdfstring"), 2),
}
# The argument is for sorting, for spacing or for the eye only.
_WITHOUT_ARGUMENT = _words("noopsort SortNoop hspace hspace* vspace phantom hphantom")
_SILENT = _words("""
    protect relax leavevmode unskip ignorespaces xspace displaystyle textstyle scriptstyle left
    right big Big bigg Bigg bigl bigr Bigl Bigr limits nolimits allowbreak break sloppy noindent rm
    tt sf normalfont upshape mdseries rmfamily ttfamily sffamily selectfont cal small footnotesize
    large nobreak hfill bibnamedelima bibnamedelimb bibnamedelimi bibinitdelim boldmath
    unboldmath - / ! @ +""") | {"\n"}
_SPACES = frozenset((" ", "\\", "quad", "qquad", "newline", "linebreak", "par", "space", "hskip"))
_FIXED_SPACES = frozenset((",", ":", ";", ">", "thinspace", "nobreakspace", "enspace"))
_OWN_SYMBOLS = {
    **{character: character for character in "{}$%&#_[]()|*.\"'"},
    **{name: name for name in _words("TeX LaTeX BibTeX XeTeX LuaTeX pdfTeX ConTeXt")},
    "bibinitperiod": ".",
    "bibinithyphendelim": ".-",
    "bibrangedash": "–",
    "dash": "–",
    "textendash": "–",
    "textemdash": "—",
    "slash": "/",
    "hyphen": "-",
    "LaTeXe": "LaTeX2ε",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "backslash": "\\",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "lbrace": "{",
    "rbrace": "}",
    "copyright": "©",
    "pounds": "£",
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "textunderscore": "_",
    "lq": "‘",
    "rq": "’",
    "cdots": "⋯",
    "dots": "…",
    "ldots": "…",
    "varepsilon": "ε",
    "epsilon": "ϵ",
    "eps": "ε",
    "times": "×",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "i": "ı",
    "j": "ȷ",
    "mod": "mod",
    "bmod": "mod",
}
# pylatexenc answers `\today` with the clock, and others with a placeholder.
_NOT_CHARACTERS = _words(
    "today title author date maketitle item includegraphics ref autoref cref Cref eqref "
    "cite citet citep exercise uebung hint hints hinweis hinweise input include"
)
_PRINTED = {"--": "–", "---": "—", "~": "\N{NO-BREAK SPACE}"} | {
    "`": "‘",
    "``": "“",
    "```": "“‘",
    "''": "”",
}
_SUPERSCRIPTS = str.maketrans("0123456789+−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans("0123456789+−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def _printed(text: str, *, with_tags: bool) -> Printed:
    if not _MARKED.search(text):
        return Printed(text.strip(" "))
    text = _SPACE.sub(" ", text)
    if not _COMMANDS.search(text):
        # Dashes and ties need no walk; most marked texts have nothing else.
        text = text.replace("---", "—").replace("--", "–").replace("~", "\N{NO-BREAK SPACE}")
        return Printed(text.strip(" "))
    text = _without_marks(text)
    return _Walker(text, with_tags=with_tags).walked(text)


@dataclass(slots=True)
class _Awaiting:
    """A command whose arguments were not all met yet."""

    needs: int
    finish: Callable[[Sequence[str]], str]
    is_address: bool = False
    is_math: bool = False
    arguments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Level:
    """What is open: the text itself, braces, or mathematics."""

    closer: str
    is_math: bool = False
    is_address: bool = False
    protects: bool = False
    pieces: list[str] = field(default_factory=list)
    awaiting: list[_Awaiting] = field(default_factory=list)
    switched: list[tuple[int, tuple[str, str]]] = field(default_factory=list)


class _Walker:
    """Walks one text; what is complete goes to the innermost level as a piece."""

    def __init__(self, text: str, *, with_tags: bool, in_address: bool = False) -> None:
        self._with_tags = with_tags
        # A lone dollar is one; nothing else says where its mathematics would end.
        dollars = text.count("$") - text.count("\\$")
        self._has_math = dollars > 0 and dollars % 2 == 0
        self._levels = [_Level("", is_address=in_address)]
        self._ignored = 0
        self._unread: list[str] = []
        self._after_unknown = False

    def walked(self, text: str) -> Printed:
        for found in _TOKEN.finditer(text):
            self._take(found[0])
        while len(self._levels) > 1:
            self._unread.append("$" if self._levels[-1].is_math else "{")
            self._close()
        whole = _content(self._levels[0], self._with_tags)
        whole = _protected(whole, with_tags=self._with_tags)
        return Printed(_SPACE.sub(" ", whole).strip(" "), tuple(dict.fromkeys(self._unread)))

    def _take(self, token: str) -> None:
        level = self._levels[-1]
        after_unknown, self._after_unknown = self._after_unknown, False
        if token == "{":
            self._open(level, in_text=not after_unknown)
        elif token[0] == "{":
            self._braced(token[1:-1], level, in_text=not after_unknown)
        elif token == "}":
            self._brace()
        elif level.is_address:
            self._unit(_IN_ADDRESSES.get(token.rstrip(" "), token))
        elif token[0] == "\\":
            self._command(token[1:], level)
        elif token == "$":
            self._dollar(level)
        elif token in ("^", "_") and level.is_math:
            level.awaiting.append(self._script("sp" if token == "^" else "sb"))
        else:
            self._characters(token, level)

    def _characters(self, token: str, level: _Level) -> None:
        text = _PRINTED.get(token, token)
        if level.is_math:
            text = token.replace("-", "−").replace("'", "′")
        while level.awaiting and (text := text.lstrip(" ")):
            self._unit(text[0])
            text = text[1:]
        if text:
            level.pieces.append(text)

    def _unit(self, text: str) -> None:
        """Hand *text* to the command that waits for it, or to the level."""
        level = self._levels[-1]
        while level.awaiting:
            command = level.awaiting[-1]
            command.arguments.append(text)
            if len(command.arguments) < command.needs:
                return
            level.awaiting.pop()
            text = command.finish(command.arguments)
        level.pieces.append(text)

    def _open(self, level: _Level, *, in_text: bool) -> None:
        if len(self._levels) >= _DEEPEST:
            self._ignored += 1
            return
        command = level.awaiting[-1] if level.awaiting else None
        is_first = command is not None and not command.arguments
        self._levels.append(
            _Level(
                "}",
                is_math=level.is_math or (command is not None and command.is_math),
                is_address=level.is_address
                or (command is not None and command.is_address and is_first),
                # In BibTeX braces keep the case of what stands in them, an argument aside.
                protects=command is None and in_text and not (level.is_math or level.is_address),
            )
        )

    def _braced(self, text: str, level: _Level, *, in_text: bool) -> None:
        """Take a group with nothing in it but *text*, the commonest by far."""
        if level.awaiting or level.is_math or level.is_address or not in_text:
            self._unit(text)
        else:
            level.pieces.append(_in_marks(text))

    def _brace(self) -> None:
        if self._ignored:
            self._ignored -= 1
            return
        if self._levels[-1].is_math and self._levels[-1].closer != "}":
            self._unread.append("$")
            self._close()
        if len(self._levels) > 1:
            self._close()
        else:
            self._unread.append("}")

    def _close(self) -> None:
        level = self._levels.pop()
        content = _content(level, self._with_tags)
        self._unit(_in_marks(content) if level.protects else content)

    def _dollar(self, level: _Level) -> None:
        if not self._has_math:
            self._unit("$")
        elif level.closer == "$":
            self._close()
        else:
            self._levels.append(_Level("$", is_math=True))

    def _command(self, written: str, level: _Level) -> None:
        name = written.rstrip(" ") or written
        if level.closer == "}" and not level.pieces and not level.awaiting:
            # BibTeX's special character: the braces only hold the command together.
            level.protects = False
        if name == "(":
            self._levels.append(_Level("$", is_math=True))
        elif name == ")" and level.closer == "$":
            self._close()
        elif name in _SWITCHES:
            level.switched.append((len(level.pieces), _SWITCHES[name]))
        elif name in _SILENT:
            return
        elif name in _SPACES or name in _FIXED_SPACES:
            self._unit(" " if name in _SPACES else "\N{NO-BREAK SPACE}")
        elif len(level.awaiting) < _DEEPEST and (awaiting := self._awaiting(name)):
            level.awaiting.append(awaiting)
        else:
            self._symbol(name, level)
        if level.is_math and name != written and not level.awaiting:
            level.pieces.append(" ")

    def _symbol(self, name: str, level: _Level) -> None:
        symbol = _symbols().get(name)
        if symbol is None:
            self._unread.append(f"\\{name}")
            self._after_unknown = True
        elif level.is_math and symbol.isalpha() and symbol.isascii() and len(symbol) > 1:
            before = level.pieces[-1][-1:] if level.pieces else ""
            self._unit(f" {symbol}" if before.isalnum() else symbol)
        else:
            self._unit(symbol)

    def _awaiting(self, name: str) -> _Awaiting | None:
        if mark := _ACCENTS.get(name):
            return _Awaiting(1, lambda given: _accented(given[0], mark))
        if name in _TAGS:
            return _Awaiting(1, lambda given: self._wrapped(given[0], _TAGS[name]))
        if name in _RAISED or name in _LOWERED:
            return self._script(name)
        if name in ("url", "path", "nolinkurl"):
            return _Awaiting(1, lambda given: given[0], is_address=True)
        if name in _LAST_OF:
            return _Awaiting(_LAST_OF[name], lambda given: given[-1], is_address=name == "href")
        if name in _WITHOUT_ARGUMENT:
            return _Awaiting(1, lambda _: "")
        return _MADE[name]() if name in _MADE else None

    def _script(self, name: str) -> _Awaiting:
        tag, table = ("sup", _SUPERSCRIPTS) if name in _RAISED else ("sub", _SUBSCRIPTS)

        def finish(given: Sequence[str]) -> str:
            if self._with_tags:
                return self._wrapped(given[0], (f"<{tag}>", f"</{tag}>"))
            small = given[0].translate(table)
            has_all = all(ord(character) in table for character in given[0])
            return small if has_all else given[0]

        return _Awaiting(1, finish)

    def _wrapped(self, text: str, tags: tuple[str, str]) -> str:
        return f"{tags[0]}{text}{tags[1]}" if self._with_tags and text.strip() else text


_IN_ADDRESSES = {f"\\{character}": character for character in "{}$%&#_~"} | dict.fromkeys(
    ("\\textasciitilde", "\\sim"), "~"
)

_MADE: dict[str, Callable[[], _Awaiting]] = {
    "frac": lambda: _Awaiting(2, "/".join),
    "nicefrac": lambda: _Awaiting(2, "/".join),
    "tfrac": lambda: _Awaiting(2, "/".join),
    "sqrt": lambda: _Awaiting(
        1, lambda given: f"√{given[0]}" if len(given[0]) < 2 else f"√({given[0]})"
    ),
    "enquote": lambda: _Awaiting(1, lambda given: f"“{given[0]}”"),
    "mkbibquote": lambda: _Awaiting(1, lambda given: f"“{given[0]}”"),
    "ensuremath": lambda: _Awaiting(1, lambda given: given[0], is_math=True),
    "mathbb": lambda: _Awaiting(1, lambda given: _double_struck(given[0])),
    "not": lambda: _Awaiting(1, lambda given: unicodedata.normalize("NFC", f"{given[0]}\u0338")),
}


def _content(level: _Level, with_tags: bool) -> str:
    """Return what *level* holds, with the fonts that were switched to in it."""
    while level.awaiting:
        command = level.awaiting.pop()
        missing = [""] * (command.needs - len(command.arguments))
        level.pieces.append(command.finish([*command.arguments, *missing]))
    for start, (opening, closing) in reversed(level.switched if with_tags else []):
        inner = "".join(level.pieces[start:])
        level.pieces[start:] = [f"{opening}{inner}{closing}" if inner.strip() else inner]
    return "".join(level.pieces)


def _in_marks(text: str) -> str:
    has_letters = text.isalpha() or any(map(str.isalpha, text))
    return f"{_OPEN}{text}{_CLOSE}" if has_letters else text


def _without_marks(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _accented(text: str, mark: str) -> str:
    """Return *text* with the accent *mark* on its first letter."""
    letter = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1])
    if not letter.isalpha():
        # What prints an accent over nothing writes a tilde or a circumflex so.
        return (_ALONE.get(mark, "") if not letter.strip() else letter) + text[1:]
    return unicodedata.normalize("NFC", letter + mark) + text[1:]


_ACCENTS = {
    "'": "\u0301",
    "acute": "\u0301",
    "`": "\u0300",
    "grave": "\u0300",
    "^": "\u0302",
    "hat": "\u0302",
    '"': "\u0308",
    "ddot": "\u0308",
    "~": "\u0303",
    "tilde": "\u0303",
    "=": "\u0304",
    "bar": "\u0304",
    ".": "\u0307",
    "dot": "\u0307",
    "u": "\u0306",
    "breve": "\u0306",
    "v": "\u030c",
    "check": "\u030c",
    "H": "\u030b",
    "r": "\u030a",
    "c": "\u0327",
    "k": "\u0328",
    "d": "\u0323",
    "b": "\u0331",
    "t": "\u0361",
    "vec": "\u20d7",
    "G": "\u030f",
    "f": "\u0311",
    "h": "\u0309",
    "U": "\u030e",
}
_ALONE = {"\u0303": "~", "\u0302": "^", "\u0301": "´", "\u0300": "`", "\u0308": "¨"}


def _double_struck(text: str) -> str:
    from pylatexenc.latex2text import fmt_math_text_style

    struck = str(fmt_math_text_style(text, "doublestruck"))
    # Beyond the first plane few fonts have them.
    return struck if all(ord(character) < 0x10000 for character in struck) else text


@cache
def _symbols() -> dict[str, str]:
    from pylatexenc.latex2text import get_default_latex_context_db

    context = get_default_latex_context_db()
    found = {
        spec.macroname: spec.simplify_repl
        for category in reversed(list(context.categories()))
        for spec in context.iter_macro_specs([category])
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl
    }
    known = {name: text for name, text in found.items() if name not in _NOT_CHARACTERS}
    return {name: unicodedata.normalize("NFC", text) for name, text in known.items()} | _OWN_SYMBOLS


def _protected(text: str, *, with_tags: bool) -> str:
    """Return *text* with tags for its protective braces, each widened to whole words."""
    if _OPEN not in text:
        return text
    if not with_tags:
        return _without_marks(text)
    flat, kept = _kept(text)
    pieces: list[str] = []
    end = 0
    for start, stop in _widened(flat, kept):
        pieces += (flat[end:start], _NO_CASE[0], flat[start:stop], _NO_CASE[1])
        end = stop
    return "".join((*pieces, flat[end:]))


def _kept(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return *text* without its marks, and from where to where the outermost reach in it."""
    pieces: list[str] = []
    kept: list[tuple[int, int]] = []
    at = start = depth = 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", text):
        if piece == _OPEN:
            start = start if depth else at
            depth += 1
        elif piece == _CLOSE:
            depth -= 1
            if not depth:
                kept.append((start, at))
        else:
            pieces.append(piece)
            at += len(piece)
    return "".join(pieces), kept


def _widened(text: str, kept: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Let each kept piece of *text* have the rest of the words that it begins or ends in.

    A style that changes case would take the rest of `{B}ayesian` for a word of its own.
    """
    wide: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(kept):
        least = wide[-1][1] if wide else 0
        most = kept[number + 1][0] if number + 1 < len(kept) else len(text)
        if text[start].isalnum():
            while start > least and text[start - 1].isalnum():
                start -= 1
        if text[end - 1].isalnum():
            while end < most and text[end].isalnum():
                end += 1
        if wide and start == least:
            start = wide.pop()[0]
        wide.append((start, end))
    return wide

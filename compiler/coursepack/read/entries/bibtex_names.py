"""Read names by the rules of BibTeX: `First von Last`, `von Last, First`, `von Last, Jr, First`.

Braces keep a name or a part of one whole. What these rules were not made for, a team without
braces or names with commas between them, stays whole and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Name, Names, Organization, Person
from coursepack.pattern import pattern
from coursepack.read.words import names

_SPACE = pattern(r"[ \t\n\r\f\v]+")
_AND = pattern(r"(?:^| )and(?= |$)", re.IGNORECASE)
_DEEP_AND = pattern(r"\\.|[{}]|(?:^| )and(?= |$)", re.IGNORECASE | re.DOTALL)
_ET_AL = pattern(r",? et\.? al\.*$")
_MARK = pattern(r"\\.|[{}, ~]", re.DOTALL)
_COMMAND_END = pattern(r"\\[A-Za-z]+$")
_GROUP = pattern(r"\\.|[{}]", re.DOTALL)
_PART = pattern(r' ?"?(family|given|prefix|suffix|[a-z]+(?:-i)?) ?= ?', re.IGNORECASE)
_EXTENDED = pattern(r' ?"?(?:family|given|prefix|suffix)(?:-i)? ?=', re.IGNORECASE)
_SUFFIX = pattern(r"(?:jr|sr|[ivx]{1,4}|\d(?:st|nd|rd|th)|ph\.?d|m\.?d|esq)\.?", re.IGNORECASE)
_ODD = pattern(r"[;&@:()\[\]<>/\\=|…!?\d_+]")
_EAST_ASIAN = pattern("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]")
_MOST_COMMAS = 2
# What is longer is no name, whatever it is.
_LONGEST = 1000

Prints = Callable[[str], str]
"""What turns LaTeX into the characters it prints."""

_Tokens = list[str]


class NameReader:
    """Reads the names of one file; a name that comes again is not read again."""

    def __init__(self, prints: Callable[[str, Span], str]) -> None:
        self._prints = prints
        self._known: dict[str, Name] = {}

    def read(self, written: Spanned[str]) -> Outcome[Names]:
        """Return the names that `and` parts in *written*, in order."""
        people: list[Name] = []
        problems: list[Diagnostic] = []
        complete = True
        has_doubled = False
        for text in _items(_SPACE.sub(" ", written.value).strip(" ")):
            shorter = _ET_AL.sub("", text)
            complete = complete and shorter == text
            if names.means_others(shorter):
                complete = False
            elif not shorter:
                has_doubled = True
            else:
                people += self._name(shorter, written.span, problems)
        if has_doubled:
            message = f"the names `{_short(written.value)}` have an `and` too many"
            problems.append(_problem("doubled-separator", message, written.span, "remove it"))
        return Outcome(Names(tuple(people), written.span, complete), tuple(problems))

    def _name(self, text: str, span: Span, problems: list[Diagnostic]) -> Iterator[Name]:
        if known := self._known.get(text):
            yield known
            return

        def prints(tex: str) -> str:
            return " ".join(self._prints(tex, span).split())

        name = _name(text, prints)
        if name is None:
            whole = prints(text).strip(" ,")
            problems.append(_unsplit(whole, span) if whole else _empty(text, span))
            if whole:
                yield Organization(whole)
            return
        self._known[text] = name
        yield name


def _items(text: str) -> Iterator[str]:
    """Part *text* at each `and` that stands outside of braces."""
    start = depth = 0
    if not text:
        return
    for found in (_DEEP_AND if "{" in text else _AND).finditer(text):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth = max(depth - 1, 0)
        elif depth == 0 and mark[0] != "\\":
            yield text[start : found.start()].strip(" ")
            start = found.end()
    yield text[start:].strip(" ")


def _name(text: str, prints: Prints) -> Name | None:
    """Return the one name in *text*, None where that is not sure."""
    if len(text) > _LONGEST:
        return None
    if _EXTENDED.match(text):
        return _extended(text, prints)
    parts = _parts(text)
    if len(parts) == 1:
        return _natural(text, parts[0], prints)
    if len(parts) > _MOST_COMMAS + 1 or not parts[0]:
        return None
    suffix = prints(" ".join(parts[1])) if len(parts) > _MOST_COMMAS else ""
    if suffix and not _SUFFIX.fullmatch(suffix):
        return None
    von = _von_ends(parts[0], prints)
    return _person(parts[0][:von], parts[0][von:], parts[-1], suffix, prints)


def _natural(text: str, tokens: _Tokens, prints: Prints) -> Name | None:
    """Read `First von Last`: von is what begins in lower case."""
    whole = prints(text)
    if len(tokens) < 2 or _EAST_ASIAN.search(whole):
        # Where family and given name part is not written.
        return Organization(whole) if whole else None
    if _SUFFIX.fullmatch(prints(tokens[-1])) or _is_odd(tokens, whole):
        return None
    start = next((i for i, t in enumerate(tokens[:-1]) if _is_lower(t, prints)), len(tokens) - 1)
    end = start + _von_ends(tokens[start:], prints)
    return _person(tokens[start:end], tokens[end:], tokens[:start], "", prints)


def _is_odd(tokens: _Tokens, whole: str) -> bool:
    """Say whether a name that no braces protect is that of a team, or no name at all."""
    if any(token[0] == "{" and token[-1] == "}" and token[1] != "\\" for token in tokens):
        return False
    return bool(_ODD.search(whole)) or names.is_collective(whole)


def _person(
    von: Sequence[str], last: Sequence[str], first: Sequence[str], suffix: str, prints: Prints
) -> Name | None:
    particle, family, given = (prints(" ".join(tokens)) for tokens in (von, last, first))
    if not family:
        return None
    if not (given or particle or suffix):
        return Organization(family)
    return Person(family, given, particle, "", suffix)


def _von_ends(tokens: _Tokens, prints: Prints) -> int:
    """Return behind which of *tokens* the particle ends; the last one is the family name's."""
    end = len(tokens) - 1
    while end > 0 and not _is_lower(tokens[end - 1], prints):
        end -= 1
    return max(end, 0)


def _is_lower(token: str, prints: Prints) -> bool:
    """Say whether the first letter of *token* is small; braces without a command have none."""
    if "{" in token:
        token = _without_groups(token)
    if "\\" in token:
        token = prints(token)
    return next((letter.islower() for letter in token if letter.isalpha()), False)


def _without_groups(token: str) -> str:
    """Return *token* without the braces that begin with no command, and what they hold."""
    kept: list[str] = []
    at = depth = 0
    for found in _GROUP.finditer(token):
        if found[0] == "{":
            if depth == 0 and not token.startswith("\\", found.end()):
                kept.append(token[at : found.start()])
                at = len(token)
            depth += 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0 and at == len(token):
                at = found.end()
    return "".join((*kept, token[at:]))


def _parts(text: str) -> list[_Tokens]:
    """Part *text* at its commas, each part at its spaces, both outside of braces."""
    if "{" not in text and "\\" not in text:
        return [part.replace("~", " ").split() for part in text.split(",")]
    parts: list[_Tokens] = [[]]
    start = depth = 0
    for found in _MARK.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(depth - 1, 0)
        elif depth == 0 and found[0][0] != "\\":
            if found.start() > start:
                parts[-1].append(text[start : found.start()])
            start = found.end()
            if found[0] == ",":
                parts.append([])
    if start < len(text):
        parts[-1].append(text[start:])
    return [_rejoined(tokens) for tokens in parts] if "\\" in text else parts


def _rejoined(tokens: _Tokens) -> _Tokens:
    """Join what a space parts that only ends a command: `\\L ukasz`."""
    joined: list[_Tokens] = []
    for token in tokens:
        if joined and _COMMAND_END.search(joined[-1][-1]):
            joined[-1].append(token)
        else:
            joined.append([token])
    return list(map(" ".join, joined))


def _extended(text: str, prints: Prints) -> Name | None:
    """Read BibLaTeX's `family=…, given=…, prefix=…, suffix=…`."""
    given: dict[str, str] = {}
    for tokens in _parts(text):
        part = " ".join(tokens)
        found = _PART.match(part)
        if not found or found[1].lower() in given:
            return None
        given[found[1].lower()] = prints(part[found.end() :].strip(' "'))
    family = given.get("family", "")
    if not family:
        return None
    first, prefix, suffix = (given.get(part, "") for part in ("given", "prefix", "suffix"))
    if not (first or prefix or suffix):
        return Organization(family)
    return Person(family, first, prefix, "", suffix)


def _unsplit(whole: str, span: Span) -> Diagnostic:
    message = f"the name `{_short(whole)}` cannot be told apart and is printed as it stands"
    hint = "part names by ` and `; write `Family, Given` or, for a team, `{Name}`"
    return _problem("unsplit-authors", message, span, hint)


def _empty(text: str, span: Span) -> Diagnostic:
    return _problem("bad-name", f"the name `{_short(text)}` is empty", span, "write a name")


def _problem(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.WARNING, message, span, (), (hint,))


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"

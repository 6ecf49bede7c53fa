"""Words of another script, language or direction, found so that each is set as its readers do.

A text is cut where the script changes; what no script owns (digits, signs, spaces) goes with the
words on both sides of it. The title of a work is one such run, whatever stands in it, and so is a
whole reference, or a line of prose, that is read against the direction of its page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coursepack.adapters import languages
from coursepack.model.document import (
    Blocks,
    Code,
    Document,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    ListItem,
    ReadingEntry,
    Text,
    WorkTitle,
    plain_text,
    runs_right_to_left,
)
from coursepack.pattern import pattern
from coursepack.write.printed import BREAK, INLINE_NESTING, TextMap

HAN = "Hani"
_FOLDED = dict.fromkeys(("Hira", "Kana", "Bopo", "Jpan", "Hans", "Hant"), HAN) | {"Kore": "Hang"}
# Scripts of many languages, of which none is likely enough to be told to a screen reader.
_SHARED = frozenset(("Cyrl", "Deva", "Ethi", "Latn"))
# Letters that one language of many has in its script; the first that has one of them is meant.
_TELLTALES = (
    ("ur", "ٹڈڑںے"),
    ("fa", "پچژگ"),
    ("be", "ўЎ"),
    ("uk", "іїєґІЇЄҐ"),
    ("ru", "ыэъЫЭЪ"),
)
_KANA = pattern("[\u3041-\u30ff]")
_HANGUL = pattern("[\uac00-\ud7a3]")
_TWO_SIZES = ("Latn", "Grek", "Cyrl", "Armn")
_WITH_HAN = ("zh", "ja", "ko", "yue")
# What texts in Latin letters are made of; nothing else is asked for its script.
_ODD = pattern("[^\0-\u02ff\u1e00-\u1eff\u2000-\u2bff\u2e00-\u2e7f\u0300-\u036f\ufb00-\ufb06]")
# A new sentence, or the next name: what begins there is no longer the same words.
_NEW = pattern(r"[.;?!]\s")
# What belongs to words from left to right within a line from right to left: "10.1145/34", "C++",
# and the number behind them.
_BEHIND = pattern(
    rf"(?:[^\s()\[\]{{}}«»“”„‘’\"{BREAK}]*[\w/+#%=*]|[+#%*]+)?"
    rf"(?:{BREAK}[^\s()\[\]{{}}«»“”„\"]*[\w/+#%=*])*(?:\s\d+(?:[.,:/–-]\d+)*)?"
)
# What is shortened before a number belongs to it: "pp. 75–79", "Kap. 3".
_SHORTENED = pattern(r"(?<![^\W\d_])[^\W\d_]{1,4}\.\s?\d+(?:[.,:/–-]\d+)*")
_BEFORE = pattern(r"(?:(?<=[(\[{])\d[\d.,:–-]*\s|[\d.]*\d|[@#.$/~-])$")
_RANGE = pattern(r"\d+(?:[:.,/]\d+)*(?:[–-]\d+(?:[:.,/]\d+)*)+")
_OPENED = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "‘": "’", "„": "“", "（": "）"}
_TO_CLOSE = pattern(r"[^\w\s]+(?=[)\]}])")


def marked(document: Document) -> Document:
    """Return *document* with each run of another script or direction told apart."""
    return _Marker(document.language).document(document)


def marked_blocks(blocks: Blocks, language: str) -> Blocks:
    """Return *blocks* of a page in *language* with such runs told apart."""
    return _Marker(language).blocks(blocks)


def line(text: str, document: Document) -> Inlines:
    """Return *text*, a string that is printed of *document*, with such runs told apart."""
    return _Marker(document.language).inlines((Text(text),))


def spoken(document: Document) -> frozenset[str]:
    """Return the tags of all languages that *document*, a marked one, is known to be in."""
    found = _Spoken(document.language)
    found.document(document)
    for text in (document.title, document.subtitle, *(fact.text for fact in document.facts)):
        found.inlines(line(text, document))
    return frozenset(found.tags)


@dataclass(frozen=True, slots=True)
class _Around:
    """What the words around a run are: their language, its script, their direction."""

    language: str
    script: str
    right_to_left: bool


class _Marker(TextMap):
    """One pass over a tree that wraps runs."""

    def __init__(self, language: str, work: str = "") -> None:
        super().__init__(lambda text: text, lambda text: text)
        script = folded(languages.script_of(language))
        self._page = _Around(language, script, runs_right_to_left(language))
        self._work = work  # the language of the work whose reading this is

    def item(self, item: ReadingEntry | ListItem) -> ReadingEntry | ListItem:
        """Return a reading, what of it is in the language of its work told apart."""
        if isinstance(item, ListItem):
            return super().item(item)
        of_work = _Marker(self._page.language, item.language)
        prose = super().item(replace(item, reference=(), identifier=()))
        assert isinstance(prose, ReadingEntry)
        return replace(
            prose,
            reference=of_work._reference(item.reference),
            identifier=of_work._reference(item.identifier),
        )

    def inlines(self, children: Inlines) -> Inlines:
        """Return a line of prose: one run, where it is read against the direction of the page."""
        text = plain_text(children)
        if _is_plain(text, self._page, self._work):
            return children
        first = _first_direction(text)
        turned = first is not None and first != self._page.right_to_left
        if turned and (self._page.right_to_left or _direction(text)):
            return self._whole(children, text)
        return self._run(children, self._page)

    def _reference(self, children: Inlines) -> Inlines:
        text = plain_text(children)
        if _is_plain(text, self._page, self._work):
            return children
        if self._page.right_to_left and _first_direction(text) is False:
            return self._whole(children, text)
        return self._run(children, self._page)

    def _whole(self, children: Inlines, text: str) -> Inlines:
        """Return *children* as one run in the direction of most of its letters."""
        around = self._page
        right_to_left = not around.right_to_left
        script = _script(text, right_to_left=right_to_left)
        language = self._language(script, text)
        inner = self._run(children, _Around(language, script, right_to_left))
        return (Foreign(language, script, right_to_left, True, inner),)

    def _run(self, children: Inlines, around: _Around, depth: int = 0) -> Inlines:
        if depth > INLINE_NESTING:
            return children  # nobody nests so deep but who means harm
        return tuple(new for child in children for new in self._child(child, around, depth))

    def _child(self, child: Inline, around: _Around, depth: int) -> Iterator[Inline]:
        match child:
            case Text(text):
                yield from self._pieces(text, around)
            case Code(text):
                right_to_left = bool(_first_direction(text))
                turned = right_to_left != around.right_to_left
                script = "Latn" if not right_to_left else _script(text, right_to_left=True)
                yield Foreign("", script, right_to_left, True, (child,)) if turned else child
            case LineBreak():
                yield child
            case WorkTitle(children):
                yield WorkTitle(self._title(children, around))
            case _:
                yield replace(child, children=self._run(child.children, around, depth + 1))

    def _title(self, children: Inlines, around: _Around) -> Inlines:
        text = plain_text(children)
        right_to_left = _direction(text)
        if right_to_left is None:
            return self._run(children, around)
        script = _script(text, right_to_left=right_to_left)
        turned = right_to_left != around.right_to_left
        language = self._language(script, text)
        written = bool(self._work) and language == self._work
        if not turned and not (written and _primary(language) != _primary(around.language)):
            return self._run(children, around)
        inner = self._run(children, _Around(language, script, right_to_left))
        return (Foreign(language, script, right_to_left, turned, inner),)

    def _pieces(self, text: str, around: _Around) -> Iterator[Inline]:
        done = 0
        for start, end, script in _runs(text, around):
            words = text[start:end]
            right_to_left = bool(_first_direction(words))
            turned = right_to_left != around.right_to_left
            language = self._language(script, words, text)
            if turned or not _is_own(script, language, words, around):
                yield from _plain(text[done:start], around)
                inner = tuple(_plain(words, _Around(language, script, right_to_left)))
                yield Foreign(language, script, right_to_left, turned, inner)
                done = end
        yield from _plain(text[done:], around)

    def _language(self, script: str, words: str, context: str = "") -> str:
        """Return the language of *words*, as far as it can be told."""
        page = self._page
        if self._work and _writes(self._work, script):
            return self._work
        if script == HAN:
            if _KANA.search(words) or (_KANA.search(context) and page.script != HAN):
                return page.language if _primary(page.language) == "ja" else "ja"
            if _primary(page.language) in _WITH_HAN:
                return page.language
            return "ko" if _HANGUL.search(context) else "zh"
        if page.script == script:
            return page.language
        for language, letters in _TELLTALES:
            if not set(letters).isdisjoint(words) and _writes(language, script):
                return language
        likely = "" if script in _SHARED else languages.language_of(script)
        return likely or f"und-{script}"


class _Spoken(TextMap):
    """One pass that only reads the languages of runs."""

    def __init__(self, language: str) -> None:
        super().__init__(lambda text: text, lambda text: text)
        self.tags = {language}

    def inlines(self, children: Inlines) -> Inlines:
        """Read *children* and leave them as they are."""
        for child in children:
            if isinstance(child, Foreign) and child.language:
                self.tags.add(child.language)
            if not isinstance(child, Text | Code | LineBreak):
                self.inlines(child.children)
        return children


def has_small_letters(language: str) -> bool:
    """Say whether *language* is written in letters of two sizes, which old figures go with."""
    return languages.script_of(language) in _TWO_SIZES


def is_slanted(text: str) -> bool:
    """Say whether letters such as most of those in *text* are slanted where they stand out."""
    if text.isascii():
        return True
    letters = [character for character in text if character.isalpha()]
    return sum(languages.script(c) in _TWO_SIZES for c in letters) * 2 >= len(letters)


def folded(script: str) -> str:
    """Return *script*, one name for those that are written together."""
    return _FOLDED.get(script, script)


def _is_plain(text: str, page: _Around, work: str) -> bool:
    """Say whether *text* needs no second look: Latin letters on a page of such."""
    return not (page.right_to_left or work or _ODD.search(text))


def _writes(language: str, script: str) -> bool:
    return folded(languages.script_of(language)) == script or (
        script == HAN and _primary(language) in _WITH_HAN
    )


def _is_own(script: str, language: str, words: str, around: _Around) -> bool:
    """Say whether *words*, read in the direction of those around, need nothing of their own."""
    if script == "Latn":
        return True
    if script in (HAN, "Hang"):
        return _primary(language) == _primary(around.language)
    # A lone letter is a sign of science: λ-calculus.
    return script == around.script or sum(map(str.isalpha, words)) < 2


def _runs(text: str, around: _Around) -> Iterator[tuple[int, int, str]]:
    """Yield where runs of one script begin and end, and the script."""
    found: list[tuple[int, int, str]] = []
    for at, character in enumerate(text):
        script = folded(languages.script(character))
        before = found[-1] if found else (0, 0, "")
        if not script:
            shared = {folded(name) for name in languages.scripts(character)}
            is_mark = unicodedata.category(character)[0] == "M"
            if before[1] == at and before[2] and (is_mark or before[2] in shared):
                found[-1] = (before[0], at + 1, before[2])
        elif script == before[2] and not _NEW.search(text, before[1], at):
            found[-1] = (before[0], at + 1, script)
        else:
            found.append((at, at + 1, script))
    ends = [*(start for start, _, _ in found[1:]), len(text)][: len(found)]
    done = 0
    for (start, end, script), limit in zip(found, ends, strict=True):
        is_latin = around.right_to_left and not _first_direction(text[start:end])
        if is_latin:
            if before_it := _BEFORE.search(text, done, start):
                start = before_it.start()
            last = text.rfind(" ", start, end) + 1
            behind = _SHORTENED.match(text, max(last, start), limit) or _BEHIND.match(
                text, end, limit
            )
            end = behind.end() if behind else end
        done = end = _closed(text, start, end, limit)
        yield start, end, script


def _closed(text: str, start: int, end: int, limit: int) -> int:
    """Return where the run ends with the brackets that it opens and the signs before one."""
    if start and text[start - 1] in _OPENED and (signs := _TO_CLOSE.match(text, end, limit)):
        return signs.end()
    open_ones = [_OPENED[c] for c in text[start:end] if c in _OPENED]
    for c in text[start:end]:
        if c in open_ones:
            open_ones.remove(c)
    if open_ones and (signs := _TO_CLOSE.match(text, end, limit)):
        end = signs.end()
    while end < limit and text[end] in open_ones:
        open_ones.remove(text[end])
        end += 1
    return end


def _plain(text: str, around: _Around) -> Iterator[Inline]:
    """Yield *text*, of the script around; of a range in Hebrew, the lesser number is first."""
    done = 0
    if around.script == "Hebr":
        for found in _RANGE.finditer(text):
            yield from (Text(t) for t in (text[done : found.start()],) if t)
            yield Foreign("", "Latn", False, True, (Text(found[0]),))
            done = found.end()
    if text[done:]:
        yield Text(text[done:])


def _first_direction(text: str) -> bool | None:
    """Say whether the first letter of *text* runs from right to left; None without letters."""
    return next(_directions(text), None)


def _direction(text: str) -> bool | None:
    """Say whether most letters of *text* run from right to left; None without letters."""
    found = [*_directions(text)]
    return None if not found else 2 * sum(found) + (found[0]) > len(found)


def _directions(text: str) -> Iterator[bool]:
    classes = map(unicodedata.bidirectional, text)
    return (kind != "L" for kind in classes if kind in ("L", "R", "AL"))


def _script(text: str, *, right_to_left: bool) -> str:
    """Return the script of most letters of *text* that run in that direction."""
    letters = (c for c in text if unicodedata.bidirectional(c) in ("L", "R", "AL"))
    fitting = [c for c in letters if (unicodedata.bidirectional(c) != "L") == right_to_left]
    return _most(folded(languages.script(c)) for c in fitting)


def _most(scripts: Iterable[str]) -> str:
    found = [script for script in scripts if script]
    return max(dict.fromkeys(found), key=found.count, default="Latn")


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()

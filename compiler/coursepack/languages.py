"""What courses in other languages write, told in the words of an English one.

The readers know English words alone. Where a course speaks another language, what they look at is
put into English first, by a table, and what they keep of it stays as it was written. Dates are
understood in every language at any time: no English page writes "14. Oktober".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from coursepack.pattern import pattern

TABLE = Path(__file__).with_name("languages.txt")

_PLACE = " of"
_FORM = "*"
_JOINING = ("and", "to")
_TIMES = ("months", "weekdays")
# Every course that has as many words of a language is in it, whatever it says of itself.
_ENOUGH = 2
_LONGEST_LOOKED_AT = 100_000

_MONTHS = "January February March April May June July August September October November December"
_ENGLISH_MONTHS = frozenset(name[:3].lower() for name in _MONTHS.split())
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
# Letters that tell the language, or those that might be meant.
_SCRIPTS = {
    "ru": "\u0400-\u04ff", "uk": "\u0400-\u04ff", "el": "\u0370-\u03ff", "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff", "ko": "\uac00-\ud7af", "ja": "\u3040-\u30ff", "zh": "\u4e00-\u9fff",
}  # fmt: skip
# Letters that only one of two languages in the same script has.
_OWN_LETTERS = {"ru": frozenset("ыэъё"), "uk": frozenset("іїєґ")}
_BEYOND_LATIN = pattern("[\u0370-\u06ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_UNSPACED = pattern("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_WIDE = {ord(a): b for a, b in zip("：，、（）。；／［］　", ":,,().;/[] ", strict=True)}
_NARROW = {ord(a): b for a, b in zip("：，（）；　", ":,(); ", strict=True)}
_LETTERS = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Language:
    """The lines of one section: English words, and what is written for them."""

    lines: tuple[tuple[str, tuple[str, ...]], ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    telling: frozenset[str]


def spoken(tag: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the languages besides English of a course with *texts*, whose own tag is *tag*.

    A language is spoken if the course says so, or if *texts* have two words that are no others',
    or one letter of a script that is not Latin. Russian and Ukrainian are told apart by the letters
    that only one of them has.
    """
    own = tag.lower().partition("-")[0]
    text = "\n".join(texts)[:_LONGEST_LOOKED_AT]
    found = [own] if own in _languages() else []
    if text.isascii():
        letters: frozenset[str] = frozenset()
    else:
        letters = frozenset(_BEYOND_LATIN.findall(text.lower()))
    words = frozenset(map(_folded, _LETTERS.findall(text)))
    told = {name for name, owned in _OWN_LETTERS.items() if letters & owned}
    for name, language in _languages().items():
        if script := _SCRIPTS.get(name):
            is_other = bool(told) and name in _OWN_LETTERS and name not in told
            is_spoken = not is_other and any(re.match(f"[{script}]", each) for each in letters)
        else:
            is_spoken = len(words & language.telling) >= _ENOUGH
        if is_spoken and name not in found:
            found.append(name)
    return tuple(found)


def here() -> tuple[str, ...]:
    """Return the languages besides English of the course that is read just now."""
    return _SPOKEN.get()


@contextmanager
def using(languages: tuple[str, ...]) -> Iterator[None]:
    """Read in *languages* besides English for a while."""
    token = _SPOKEN.set(languages)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


_SPOKEN: ContextVar[tuple[str, ...]] = ContextVar("languages of the course", default=())


def english(text: str) -> str:
    """Return *text* with all words that are known in English, to be looked at and not kept."""
    languages = _SPOKEN.get()
    if not languages:
        return text
    put = _phrasebook(languages).sub(text.translate(_WIDE))
    return " ".join(put.split())


def led(text: str) -> str:
    """Return *text* with the words that it begins with in English, the rest as it is."""
    languages = _SPOKEN.get()
    if not languages:
        return text
    bare = text.translate(_NARROW)
    book = _phrasebook(languages)
    found = book.match(bare)
    if not found:
        return text
    behind = bare[found.end() :]
    return f"{book.of(found)}{re.sub(r'^ *: *', ': ', behind)}"


def narrow(text: str) -> str:
    """Return *text* with brackets, commas and colons of the width that Latin letters have."""
    return text if text.isascii() else text.translate(_NARROW)


def name(text: str, languages: tuple[str, ...]) -> str:
    """Return what a field called *text* in one of *languages* is called in English, else *text*."""
    return _phrasebook(languages).name(text.replace("_", " "), text)


def places(text: str) -> Iterator[re.Match[str]]:
    """Yield what in *text* says in a language spoken here which parts of a work to read."""
    languages = _SPOKEN.get()
    if languages:
        yield from _places(languages).find(text)


def is_place(text: str) -> bool:
    """Say whether the whole of *text* says in a language spoken here which parts to read."""
    languages = _SPOKEN.get()
    return bool(languages and _places(languages).expression.fullmatch(text))


def joiners() -> re.Pattern[str] | None:
    """Return what joins two words in the languages spoken here, None where it is "and" alone."""
    languages = _SPOKEN.get()
    return _joiners_of(languages) if languages else None


def counts_pages(text: str) -> bool:
    """Say whether *text* tells pages, in any language."""
    return any(_places(tuple(_languages()), ("page",)).find(text))


def dated(text: str) -> str:
    """Return *text* with days, weekdays and weeks in English, whatever the language."""
    if not any(map(str.isdigit, text)):
        weekday = _weekdays().get(_folded(text.strip(" .,")))
        return _WEEKDAYS.split()[weekday] if weekday is not None else text
    if not text.isascii():
        text = _DAY_SIGNS.sub(_of_signs, text.translate(_NARROW))
        text = _OF_VIETNAM.sub(lambda m: f"{m[1]} {_name(int(m[2]) - 1)} {m[3] or ''}", text)
    # No expression is made for words of which none is known: most pages are English.
    said = {_folded(word) for word in _LETTERS.findall(text)}
    if not (said.isdisjoint(_months()) and said.isdisjoint(_weekdays())):
        text = _WEEKDAY_BEFORE.sub(_of_weekday, _DAY_MONTH.sub(_in_english, text))
    if not said.isdisjoint(_of_weeks()):
        text = _week_of().sub(lambda m: f"Week {next(filter(None, m.groups()))}", text)
    return text


def met(text: str) -> str:
    """Return *text* with the weekdays that it begins with in English, whatever the language."""
    numbered = _DIGIT.search(text)
    end = numbered.start() if numbered else len(text)
    put = _weekday_forms(_SPOKEN.get()).sub(_of_met, text[:end].translate(_NARROW))
    if put == text[:end]:
        return text
    return " ".join((_joiners().sub(",", put) + text[end:]).split())


def _of_met(found: re.Match[str]) -> str:
    name = re.sub(r"\s", "-", _folded(found[1] or found[2]))
    return f" {_WEEKDAYS.split()[_weekdays()[name]]} "


_DIGIT = pattern(r"\d")
_DAY_SIGNS = pattern(
    r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?"
    r"(?:\s?\(?(?:周|週|星期)?[月火水木金土日一二三四五六월화수목금토일](?:曜日?|요일)?\)|\s?[月火水木金土日]曜日?)?"
)
_OF_VIETNAM = pattern(r"(?:ngày\s)?(\d{1,2})\stháng\s(\d{1,2})(?:,?\s(?:năm\s)?(\d{4}))?", re.I)
_DAY_MONTH = pattern(
    r"(?<![\w.])(\d{1,2})(?:er|ère|º|ª|°|\.|-?(?:го|ого|е))?(\s+(?:de\s+|d['’]\s?|ב)?)([^\W\d_]{3,14})\b\.?"
    r"(?:,?\s+(?:de\s+|del\s+)?(\d{4})\b(?:\s?(?:г|р|r)\.(?!\w))?)?"
)
_WEEKDAY_BEFORE = pattern(
    r"^(\s*)([^\W\d_]{1,14}(?:-feira)?)\.?"
    rf"(?=,?\s+\d{{1,2}}(?:[./]\s?\d|\.?\s+(?:{_MONTHS.replace(' ', '|')})))"
)


def _of_signs(found: re.Match[str]) -> str:
    year = f" {found[1]}" if found[1] else ""
    month = int(found[2]) - 1
    return f"{found[3]} {_name(month)}{year}" if 0 <= month < 12 else found[0]


def _name(month: int) -> str:
    return _MONTHS.split()[month % 12]


def _in_english(found: re.Match[str]) -> str:
    month = _months().get(_folded(found[3]))
    if month is None:
        return found[0]
    return f"{found[1]} {_name(month)}" + (f" {found[4]}" if found[4] else "")


def _of_weekday(found: re.Match[str]) -> str:
    word = _folded(found[2])
    # "Mar 4" is a day in March; Tuesday in Spanish, French and Italian is no less.
    weekday = None if word in _ENGLISH_MONTHS else _weekdays().get(word)
    return found[0] if weekday is None else f"{found[1]}{_WEEKDAYS.split()[weekday]}"


_WORD = pattern(r"[^\W\d_]+")
_HAN_NUMBERS = "一二三四五六七八九十"
# Digits of any script: Japanese pages have wide ones.
_OF_NUMBERS = rf"[\dIVXLCivxlc{_HAN_NUMBERS}]"
# Where no number goes on.
_NO_NUMBER = rf"(?<![\dA-Za-z{_HAN_NUMBERS}])(?<!\d\.)"


class _Forms:
    """Words and phrases, found in a text by how they begin: few words of it are any of theirs."""

    def __init__(self, forms: Iterable[str]) -> None:
        """Look for *forms*, of which "#" stands for a number."""
        self._by_word: dict[str, list[str]] = {}
        self._by_sign: dict[str, list[str]] = {}
        self._by_number: list[str] = []
        for form in sorted(forms, key=_longest_first):
            word = None if _UNSPACED.match(form.replace("#", "")) else _WORD.match(form)
            if word:
                self._by_word.setdefault(_folded(word[0]), []).append(form)
            elif form[0] == "#":
                self._by_number.append(form)
            else:
                self._by_sign.setdefault(form[0], []).append(form)
        begins = [r"(?<!\w)[^\W\d_]"]
        if self._by_sign:
            begins.append(f"[{''.join(map(re.escape, self._by_sign))}]")
        if self._by_number:
            begins.append(_NO_NUMBER + _OF_NUMBERS)
        self._begins = re.compile("|".join(begins))

    def at(self, text: str, place: int) -> list[str]:
        """Return the forms that may begin at *place*, longer ones before shorter ones."""
        character = text[place : place + 1]
        is_inside = place and (text[place - 1].isalnum() or text[place - 1] == "_")
        word = None if is_inside else _WORD.match(text, place)
        found = [
            *(self._by_word.get(_folded(word[0]), ()) if word else ()),
            *self._by_sign.get(character, ()),
            *(self._by_number if re.match(_OF_NUMBERS, character) else ()),
        ]
        return sorted(found, key=_longest_first)

    def found(
        self, text: str, match: Callable[[str, int], re.Match[str] | None]
    ) -> Iterator[re.Match[str]]:
        """Yield what *match* finds where a form may begin, one behind the other."""
        done = 0
        for begin in self._begins.finditer(text):
            place = begin.start()
            if place >= done and self.at(text, place) and (found := match(text, place)):
                yield found
                done = found.end()


def _longest_first(form: str) -> tuple[int, str]:
    return -len(form), form


class _Phrasebook:
    """What is written in some languages, and what each phrase means."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """Know phrases without capitals, and the English of each."""
        self._known = known
        self._forms = _Forms(known)

    def match(self, text: str, place: int = 0) -> re.Match[str] | None:
        """Return the longest phrase of *text* that begins at *place*."""
        tried = (_bounded(form).match(text, place) for form in self._forms.at(text, place))
        return next(filter(None, tried), None)

    def of(self, found: re.Match[str]) -> str:
        """Return the English of a phrase that was found."""
        return self.name(found[0], "")

    def name(self, text: str, otherwise: str) -> str:
        """Return the English of *text*, a whole phrase."""
        return self._known.get(_folded(" ".join(text.split())), otherwise)

    def sub(self, text: str) -> str:
        """Return *text* with every phrase in English."""
        pieces: list[str] = []
        done = 0
        for found in self._forms.found(text, self.match):
            pieces += (text[done : found.start()], f" {self.of(found)} ")
            done = found.end()
        return "".join((*pieces, text[done:]))


@cache
def _phrasebook(languages: tuple[str, ...]) -> _Phrasebook:
    known: dict[str, str] = {}
    for name in languages:
        for meaning, forms in _languages()[name].lines:
            if not meaning.endswith(_PLACE) and meaning not in _JOINING:
                for form in forms:
                    if "#" not in form:
                        known.setdefault(_folded(form), meaning)
    return _Phrasebook(known)


@cache
def _bounded(form: str) -> re.Pattern[str]:
    """Return *form* as an expression that does not begin or end within a word."""
    written = r"\s+".join(map(re.escape, form.split()))
    if not _UNSPACED.match(form):
        written = rf"(?<!\w){written}" + (r"(?!\w)" if form[-1].isalnum() else "")
    return re.compile(written, re.IGNORECASE)


# Numbers of chapters and pages: "3", "2.1", "IV", "三"; none gives back what it has taken.
_NUMBER = rf"(?:\d++(?:\.\d++)*+[a-z]?|[IVXLC]{{1,6}}(?![\w])|[{_HAN_NUMBERS}]{{1,3}})"


class _Places:
    """What says in some languages which parts of a work to read."""

    def __init__(self, forms: frozenset[str], expression: str) -> None:
        """Look for *expression* where one of *forms* may begin."""
        self._forms = _Forms(forms)
        self.expression = re.compile(expression, re.IGNORECASE)

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each place that *text* tells."""
        return self._forms.found(text, self.expression.match)


@cache
def _places(
    languages: tuple[str, ...], units: tuple[str, ...] = ("page", "chapter", "section", "part")
) -> _Places:
    told: dict[str, list[str]] = {}
    for name in languages:
        for meaning, forms in _languages()[name].lines:
            told.setdefault(meaning, []).extend(forms)
    to = "|".join(rf"\s+{re.escape(word)}\s+" for word in told.get("to", ()))
    number = rf"{_NUMBER}(?:(?:\s*[-–—~〜～]\s*|{to}){_NUMBER})?" if to else _NUMBER
    joining = "|".join(rf"\s*{re.escape(w)}\s*" if _UNSPACED.match(w) or not w.isalnum()
                       else rf"\s+{re.escape(w)}\s+" for w in told.get("and", ()))  # fmt: skip
    # With the longest first, "pp." is not taken for "p.".
    written = frozenset(form for unit in units for form in told.get(unit + _PLACE, ()))
    one = "|".join(_placed(form, number) for form in sorted(written, key=_longest_first))
    more = (
        rf"(?:(?:\s*[,;&，、]\s*|{joining})(?:(?:{one})|{number}(?![\w年月日])))*+"
        if joining
        else ""
    )
    return _Places(written, rf"(?>{one}){more}")


def _placed(form: str, number: str) -> str:
    before, has_number, after = form.partition("#")
    if not has_number:
        after = ""
    begins, ends = (r"\s*".join(map(re.escape, part.split())) for part in (before, after))
    start = r"(?<![\w.])"
    if _UNSPACED.match(form.replace("#", "")):
        start = "" if begins else _NO_NUMBER
    end = "" if _UNSPACED.match(after.strip() or "x") else r"(?![\w–-])"
    return start + r"\s*".join(filter(None, (begins, number, ends))) + end


@cache
def _week_of() -> re.Pattern[str]:
    return re.compile("|".join(_placed(form, r"(\d{1,2})") for form in _weeks()), re.IGNORECASE)


@cache
def _of_weeks() -> frozenset[str]:
    """Return the words for a week but those that are English."""
    said = {_folded(word) for form in _weeks() for word in _LETTERS.findall(form)}
    return frozenset(said - {"week"})


def _weeks() -> list[str]:
    return [
        form
        for language in _languages().values()
        for meaning, written in language.lines
        for form in written
        if meaning == "week" and "#" in form
    ]


@cache
def _months() -> Mapping[str, int]:
    return dict(chain.from_iterable(each.months.items() for each in _languages().values()))


def _weekdays() -> Mapping[str, int]:
    return _weekdays_of(_SPOKEN.get())


@cache
def _weekdays_of(spoken: tuple[str, ...]) -> Mapping[str, int]:
    """Return weekdays by their names; "so" is a Sunday, but where Czech alone is spoken."""
    known = _languages()
    names = (*spoken, *known)
    return dict(chain.from_iterable(known[name].weekdays.items() for name in reversed(names)))


@cache
def _weekday_forms(spoken: tuple[str, ...]) -> re.Pattern[str]:
    forms = sorted(_weekdays_of(spoken), key=len, reverse=True)
    words = "|".join(re.escape(form).replace(r"\-", r"[\s-]") for form in forms if len(form) > 1)
    # "And" is a letter of the next word in Arabic and Hebrew; syllables stand together: 화목.
    alone = "".join(form for form in forms if len(form) == 1)
    return re.compile(
        rf"(?<![^\W\d_])[وו]?({words})(?![^\W\d_])\.?|([{alone}])(?=[{alone}\W]|$)", re.IGNORECASE
    )


@cache
def _joiners() -> re.Pattern[str]:
    lines = chain.from_iterable(each.lines for each in _languages().values())
    forms = chain.from_iterable(written for meaning, written in lines if meaning == "and")
    return re.compile(rf"(?<=\s)(?:{'|'.join(sorted(map(re.escape, forms)))}|[·・])(?=\s)")


@cache
def _joiners_of(languages: tuple[str, ...]) -> re.Pattern[str] | None:
    lines = chain.from_iterable(_languages()[name].lines for name in languages)
    forms = chain.from_iterable(written for meaning, written in lines if meaning == "and")
    # Signs, and what is written at the next word, join more than names.
    apart = sorted(form for form in set(forms) if not _UNSPACED.match(form))
    words = "|".join(map(re.escape, apart))
    return re.compile(rf"(?<=\s)(?:{words})(?=\s)") if words else None


@cache
def _languages() -> Mapping[str, _Language]:
    found: dict[str, _Language] = {}
    lines: list[tuple[str, tuple[str, ...]]] = []
    times: dict[str, dict[str, int]] = {}
    telling: set[str] = set()
    name = ""

    def close() -> None:
        if name:
            shared = frozenset(telling)
            found[name] = _Language(tuple(lines), times["months"], times["weekdays"], shared)

    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            close()
            name, lines, telling = line[1:-1], [], set()
            times = {kind: {} for kind in _TIMES}
        elif " = " in line and not line.startswith("#"):
            meaning, _, written = line.partition(" = ")
            if meaning in _TIMES:
                for number, each in enumerate(written.split()):
                    times[meaning] |= {
                        _folded(form): number for form in each.split("/") if form != "-"
                    }
                continue
            forms = tuple(form.strip() for form in written.split("|"))
            if not meaning.endswith(_PLACE) and meaning not in _JOINING:
                telling |= {
                    _folded(form)
                    for form in forms
                    if not form.endswith(_FORM) and "#" not in form and len(form) > 3
                }
            lines.append((meaning, tuple(form.removesuffix(_FORM) for form in forms)))
    close()
    return found


def _folded(text: str) -> str:
    """Return *text* without capitals; the dotted and the dotless i of Turkish are one."""
    return text.casefold().replace("i\N{COMBINING DOT ABOVE}", "i").replace("ı", "i")

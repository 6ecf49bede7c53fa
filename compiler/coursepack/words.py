"""The words that are added to a course's own, in the language of the course."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from coursepack.pattern import pattern

TABLE = Path(__file__).with_name("words.txt")
_ENGLISH = "en"
_ONE = pattern(r"[\d.]+")
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; `{who}` and the like stand for what is put in.

    `counted` says numbers of things: "1 reading", "2 readings"; `located` which of them: "Page 3".
    """

    language: str
    question_1: str
    question_2: str
    question_3: str
    handouts: str
    also_as: str
    reading_list: str
    other_readings: str
    contents: str
    required: str
    optional: str
    as_optional: str
    as_required: str
    read: str
    tick: str
    open_copy: str
    code: str
    term: str
    institution: str
    instructor: str
    instructors: str
    presented_by: str
    presented_on: str
    date: str
    both: str
    et_al: str
    comma: str
    semicolon: str
    syllabus: str
    day: str
    session: str
    week: str
    week_from: str
    week_of: str
    nth_session: str
    nth_day: str
    one_of: str
    other_days: str
    exam: str
    due: str
    no_class: str
    no_class_alone: str
    meets: str
    dates: str
    people: str
    assistant: str
    office: str
    hours: str
    prerequisites: str
    texts: str
    tools: str
    links: str
    overview: str
    references: str
    grading: str
    part: str
    share: str
    how: str
    schedule: str
    load: str
    years: str
    uncounted: str
    sign_up: str
    sign_up_how: str
    name: str
    page_of: str
    search: str
    shortcut: str
    everything: str
    clear: str
    copy: str
    copied: str
    not_copied: str
    by_requirement: str
    by_section: str
    by_year: str
    by_kind: str
    by_presenter: str
    kind_article: str
    kind_paper: str
    kind_preprint: str
    kind_book: str
    kind_chapter: str
    kind_report: str
    kind_thesis: str
    kind_web: str
    kind_other: str
    qr_code: str
    access: str
    _forms: Mapping[str, Mapping[str, str]] = field(repr=False)

    def counted(self, what: str, number: int) -> str:
        """Return *number* of *what*, "readings", "pages" or "minutes", in the form it asks for."""
        forms = self._forms[what]
        form = "one" if number == 1 else "other"
        if self.language != _ENGLISH:
            # Imported only where it is not known: it takes longer than the rest of a document.
            from coursepack.adapters import date_words

            form = date_words.plural_form(number, self.language)
        return forms.get(form, forms["other"]).format(number=number)

    def forms(self, what: str) -> tuple[tuple[str, str], ...]:
        """Return the forms of *what*, by the names that CLDR gives them, with `{number}` open."""
        return tuple(self._forms[what].items())

    def located(self, what: str, numbers: str) -> str:
        """Return which parts to read, *what* being "page", "section" or "chapter": "Pages 3–7"."""
        form = "one" if _ONE.fullmatch(numbers) else "other"
        return self._forms[f"at_{what}"][form].format(number=numbers)


def of(language: str) -> Words:
    """Return the words of *language*, a tag such as "pt-BR"; English where there are none."""
    tag = language.lower()
    if tag.startswith(_TRADITIONAL):
        return _read("zh-Hant")
    plain = tag.partition("-")[0]
    return _read(plain if plain in languages() else _ENGLISH)


def languages() -> tuple[str, ...]:
    """Return the languages that there are words of."""
    return tuple(line[1:-1] for line in _lines() if line.startswith("["))


def here() -> Words:
    """Return the words of the course that is put together just now."""
    return _USED.get() or of(_ENGLISH)


@contextmanager
def using(language: str) -> Iterator[None]:
    """Put documents together in the words of *language* for a while."""
    token = _USED.set(of(language))
    try:
        yield
    finally:
        _USED.reset(token)


_USED: ContextVar[Words | None] = ContextVar("words of the course", default=None)


@cache
def _lines() -> tuple[str, ...]:
    return tuple(TABLE.read_text("utf-8").splitlines())


@cache
def _read(language: str) -> Words:
    told: dict[str, str] = {}
    forms: dict[str, dict[str, str]] = {}
    section = ""
    for line in _lines():
        if line.startswith("["):
            section = line[1:-1]
        elif section == language and " = " in line:
            name, _, text = line.partition(" = ")
            what, _, form = name.partition(".")
            if form:
                forms.setdefault(what, {})[form] = text
            else:
                told["both" if name == "and" else name] = text.strip('"')
    names = {each.name for each in fields(Words)} - {"language", "_forms"}
    assert told.keys() == names, (language, told.keys() ^ names)
    return Words(language, _forms=forms, **told)

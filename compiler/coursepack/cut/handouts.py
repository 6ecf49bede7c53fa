"""Cut a course into handouts: one a part, a section, a week or a presenter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from coursepack import words
from coursepack.cut import weeks
from coursepack.cut.select import has_readings, keep
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Section
from coursepack.model.schedule import Schedule

BY = ("part", "section", "week", "presenter")
_LONGEST = 60
_MOST_BYTES = 180  # of the 255 that a file system takes: `-questions-2.fragment.html` comes behind


@dataclass(frozen=True, slots=True)
class Cut:
    """One handout: the stem of its files, what it is called, and its readings in place."""

    name: str
    title: str
    outline: Outline[Reading]


def handouts(
    outline: Outline[Reading],
    by: str,
    schedule: Schedule[Reading] | None = None,
    language: str = "en-US",
) -> tuple[Cut, ...]:
    """Return the handouts of *outline*, one *by* each of what it names; no reading is lost.

    Weeks are those of the *schedule* where the course has one, their days told in *language*.
    """
    made: dict[str, Callable[[], Iterator[tuple[str, Outline[Reading]]]]] = {
        "part": lambda: _parts(outline),
        "section": lambda: _sections(outline),
        "week": lambda: _weeks(outline, schedule, language),
        "presenter": lambda: _presenters(outline),
    }
    cuts = [(title, cut) for title, cut in made[by]() if any(True for _ in cut.readings())]
    names = _Names()
    return tuple(Cut(names.name(title), title, cut) for title, cut in cuts)


def _parts(outline: Outline[Reading]) -> Iterator[tuple[str, Outline[Reading]]]:
    if has_readings(outline.body):
        yield words.here().other_readings, replace(outline, parts=())
    for part in outline.parts:
        yield plain_text(part.title.value), replace(outline, body=(), parts=(part,))


def _sections(outline: Outline[Reading]) -> Iterator[tuple[str, Outline[Reading]]]:
    """One a heading right above readings, below the headings that it stands under."""
    if has_readings(outline.body):
        yield words.here().other_readings, replace(outline, parts=())

    def below(
        section: Section[Reading], above: tuple[Section[Reading], ...]
    ) -> Iterator[tuple[str, Outline[Reading]]]:
        path = (*above, section)
        if has_readings(section.body):
            inner: tuple[Section[Reading], ...] = ()
            for number, each in enumerate(reversed(path)):
                body = each.body if number == 0 else ()
                inner = (replace(each, body=body, sections=inner),)
            yield plain_text(section.title.value), replace(outline, body=(), parts=inner)
        for each in section.sections:
            yield from below(each, path)

    for part in outline.parts:
        yield from below(part, ())


def _weeks(
    outline: Outline[Reading], schedule: Schedule[Reading] | None, language: str
) -> Iterator[tuple[str, Outline[Reading]]]:
    week_of = weeks.weeks(outline, language)
    planned = weeks.planned(schedule, language) if schedule else {}
    week_of |= planned
    told = (week_of[id(reading)] for reading in outline.readings())
    # Those of the schedule in its order, then what the page alone tells.
    found = dict.fromkeys((*planned.values(), *told))
    for week in found:
        of_week = {key for key, told in week_of.items() if told == week}
        yield week or words.here().other_readings, keep(outline, _among(of_week))


def _presenters(outline: Outline[Reading]) -> Iterator[tuple[str, Outline[Reading]]]:
    people = dict.fromkeys(reading.item.presenter for reading in outline.readings())
    for who in [*filter(None, people), *([""] if "" in people else [])]:
        of_them = {id(r) for r in outline.readings() if r.item.presenter == who}
        yield who or words.here().other_readings, keep(outline, _among(of_them))


def _among(chosen: set[int]) -> Callable[[Reading], bool]:
    return lambda reading: id(reading) in chosen


class _Names:
    """Hands out names of files: short, of letters and digits of any script, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = {"index"}

    def name(self, title: str) -> str:
        """Return a name made of *title*."""
        base = _shortened("-".join(_words(title))) or "handout"
        name, number = base, 2
        while name in self._taken:
            name, number = f"{base}-{number}", number + 1
        self._taken.add(name)
        return name


def _words(title: str) -> list[str]:
    """Return the words of *title*: Latin letters without accents, others with all their marks."""
    kept, base = "", ""
    for character in unicodedata.normalize("NFKD", title).casefold():
        is_mark = unicodedata.category(character)[0] == "M"
        base = base if is_mark else character
        if not (is_mark and base.isascii()):
            kept += character if is_mark or character.isalnum() else " "
    return unicodedata.normalize("NFC", kept).split()


def _shortened(name: str) -> str:
    """Return *name*, cut where a file system would not take what is put behind it."""
    return name[:_LONGEST].encode()[:_MOST_BYTES].decode(errors="ignore").strip("-")

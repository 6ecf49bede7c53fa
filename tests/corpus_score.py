"""How much of the corpus is read, and how much of what is read is right.

Each folder of `corpus/` holds a course as its author keeps it and, in `expected.yaml`, what a
careful reader finds in it. `python tests/corpus_score.py [NAME…]` prints what is missed.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from coursepack.days import days_in, stated_year
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Readings, Section
from coursepack.model.work import Name, Person
from coursepack.pipeline import Wishes, check_course
from coursepack.read.disk import Disk
from coursepack.read.words import venue_table

CORPUS = Path(__file__).parent / "corpus"
FIELDS = (
    "title",
    "authors",
    "url",
    "year",
    "venue",
    "requirement",
    "locator",
    "section",
    "date",
    "presenter",
    "line",
)


@dataclass(frozen=True)
class Read:
    """A reading as the program sees it."""

    reading: Reading
    section: tuple[str, ...]
    date: str


@dataclass
class Score:
    """Counts of one form: readings expected, found and matched; fields stated and right."""

    expected: int = 0
    found: int = 0
    matched: int = 0
    stated: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        self.expected += other.expected
        self.found += other.found
        self.matched += other.matched
        self.stated += other.stated
        self.right += other.right


def names() -> list[str]:
    """Return the courses of the corpus."""
    return sorted(f.parent.name for f in CORPUS.glob("*/expected.yaml"))


def expected(name: str) -> dict[str, Any]:
    """Return what is expected of the course called *name*."""
    data: dict[str, Any] = yaml.safe_load((CORPUS / name / "expected.yaml").read_text("utf-8"))
    return data


def read(name: str, wishes: Wishes | None = None) -> tuple[list[Read], tuple[Diagnostic, ...], str]:
    """Return the readings of the course called *name*, what was said, and its title."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, name)
        shutil.copytree(CORPUS / name, course, ignore=shutil.ignore_patterns("expected.yaml"))
        outcome = check_course(Disk(course), wishes)
    outline = outcome.value.outline
    return list(_readings(outline)), outcome.diagnostics, outline.title


def _readings(outline: Outline[Reading]) -> Iterator[Read]:
    yield from _of(outline.body, (), "")
    for part in outline.parts:
        yield from _below(part, (), "")


def _below(section: Section[Reading], above: tuple[str, ...], date: str) -> Iterator[Read]:
    path = (*above, plain_text(section.title.value))
    date = section.date or date
    yield from _of(section.body, path, date)
    for inner in section.sections:
        yield from _below(inner, path, date)


def _of(body: Iterable[Any], path: tuple[str, ...], date: str) -> Iterator[Read]:
    for block in body:
        if isinstance(block, Readings):
            for item in block.items:
                if isinstance(item, Reading):
                    yield Read(item, path, item.item.date or date)


def compare(name: str, found: list[Read], problems: list[str] | None = None) -> Score:
    """Compare *found* with what is expected; what differs is told in *problems*."""
    wanted = [w for w in expected(name)["readings"] if w.get("title") or w.get("key")]
    bare = [w for w in expected(name)["readings"] if not (w.get("title") or w.get("key"))]
    left = [r for r in found if not any(_is_bare(want, r) for want in bare)]
    score = Score(expected=len(wanted), found=len(left))
    said = problems if problems is not None else []
    for want in wanted:
        match = max(left, key=lambda r: _likeness(want, r), default=None)
        if match is None or _likeness(want, match) < 0.85:
            said.append(f"missed: {want.get('key') or want.get('title')}  [{want.get('section')}]")
            continue
        left.remove(match)
        score.matched += 1
        for what in FIELDS:
            if (ask := _wanted(want, what)) is None:
                if what in ("requirement", "locator", "presenter") and (got := _got(match, what)):
                    score.stated[what] += 1
                    said.append(f"{what} of {want.get('title')!r}: unexpected {got!r}")
                continue
            got = _got(match, what)
            score.stated[what] += 1
            if _same(what, ask, got):
                score.right[what] += 1
            else:
                said.append(f"{what} of {want.get('title')!r}: wanted {ask!r}, got {got!r}")
    for unwanted in expected(name).get("not_readings", []):
        if any(_plain(unwanted) == _plain(_title(r)) for r in left):
            said.append(f"no reading: {unwanted!r}")
    for read in left:
        said.append(f"extra: {_title(read)!r} {read.section}")
    return score


def _is_bare(want: dict[str, Any], read: Read) -> bool:
    """Say whether *read* is the item of a mere address that *want* expects."""
    return bool(want.get("url")) and _same("url", want["url"], _got(read, "url"))


def _title(read: Read) -> str:
    title = read.reading.work.title
    return plain_text(title.value) if title else ""


def _plain(text: object) -> str:
    folded = unicodedata.normalize("NFKD", str(text)).casefold()
    return " ".join(re.findall(r"\w+", re.sub(r"[̀-ͯ'’]", "", folded)))


def _likeness(want: dict[str, Any], read: Read) -> float:
    if want.get("key") and want["key"] == read.reading.work.key.value:
        return 2.0
    bonus = 0.01 * (_wanted(want, "section") == _got(read, "section"))
    bonus += 0.005 * bool(
        want.get("locator") and _same("locator", want["locator"], _got(read, "locator"))
    )
    one, other = _plain(want.get("title", "")), _plain(_title(read))
    if one == other:
        return 1.0 + bonus
    return SequenceMatcher(None, one, other).ratio() + bonus


def _wanted(want: dict[str, Any], what: str) -> Any:
    if what == "section":
        return tuple(_plain(s) for s in want.get("section", []))
    if what == "authors":
        if not want.get("authors"):
            return None
        return (
            (*sorted(_author(a) for a in want["authors"]), "et al")
            if want.get("et_al")
            else tuple(sorted(_author(a) for a in want["authors"]))
        )
    value = want.get(what)
    return None if value is None else str(value)


def _author(text: str) -> str:
    # Families stand first or last; which words a name has is what counts here.
    return " ".join(sorted(_plain(text).split()))


def _got(read: Read, what: str) -> Any:
    work, item = read.reading.work, read.reading.item
    match what:
        case "title":
            return _title(read)
        case "authors":
            # A volume without an author stands under its editors.
            found = work.names.get("author") or work.names.get("editor")
            if not found:
                return ()
            people = tuple(sorted(_author(_name(person)) for person in found.people))
            return people if found.complete else (*people, "et al")
        case "url":
            urls = [work.text("URL")]
            if doi := work.text("DOI"):
                urls.append(f"https://doi.org/{doi}")
            return urls
        case "year":
            issued = work.dates.get("issued")
            return str(issued.value.year) if issued else ""
        case "venue":
            return [
                work.text(n)
                for n in (
                    "container-title",
                    "container-title-short",
                    "publisher",
                    "event-title",
                    "genre",
                    "collection-title",
                )
                if work.text(n)
            ]
        case "requirement":
            if not item.requirement:
                return ""
            if not item.requirement.required:
                return "optional"
            word = "required"
            return f"{word} ({item.requirement.label})" if item.requirement.label else word
        case "locator":
            return item.locator
        case "section":
            return tuple(_plain(s) for s in read.section)
        case "line":
            return str(item.key.span.line)
        case "date":
            return read.date
        case _:
            return item.presenter


def _name(name: Name) -> str:
    if isinstance(name, Person):
        return " ".join(
            filter(
                None, [name.given, name.dropping_particle, name.particle, name.family, name.suffix]
            )
        )
    return name.name


def _same(what: str, ask: Any, got: Any) -> bool:
    if what == "url":
        wanted = str(ask).rstrip("/")
        return any(url.rstrip("/").endswith(wanted.lstrip("./")) for url in got if url)
    if what == "venue":
        wanted = _plain(ask)
        return any(
            wanted and (wanted == (p := _plain(g)) or wanted in p or p in wanted) for g in got
        ) or _listed(wanted, got)
    if what == "locator":
        ask, got = (_locator(str(each)) for each in (ask, got))
    if what == "presenter":
        ask, got = (re.sub(r"\band\b|&", ",", str(each)) for each in (ask, got))
    if what in ("section", "authors", "requirement"):
        return bool(ask == got)
    if what == "date" and re.fullmatch(r"\d\d-\d\d", str(ask)):
        # A month and a day, where the page states no year.
        return days_in(str(got))[:1] == days_in(f"2000-{ask}")[:1]
    if what == "date" and (days := days_in(str(ask))) and stated_year(str(ask)):
        # "2024-01-22" is "January 22, 2024", and "Jan 22" where the page states no year.
        year = days[0].year
        return days_in(str(got), year)[:1] == days[:1]
    return _plain(ask) == _plain(got)


_UNITS = {"chapters?|chaps?": "ch", "chs": "ch", "sections?|secs": "sec", "pages?|p": "pp"}


def _locator(text: str) -> str:
    """Return *text* in one of the ways that a locator can be written: "ch. 4, 8"."""
    text = re.sub(r"\b(?:only|just|and)\b|&|\.", " ", text.lower())
    for said, unit in _UNITS.items():
        text = re.sub(rf"\b(?:{said})\b", unit, text)
    return text


def _listed(wanted: str, got: list[str]) -> bool:
    # "CACM" is the Communications of the ACM.
    found = venue_table.ours().find(wanted)
    return found is not None and any(venue_table.ours().find(g) == found for g in got)


def total(courses: Iterable[str], told: bool = False) -> dict[str, Score]:
    """Return the score of each form."""
    scores: dict[str, Score] = {}
    for name in courses:
        problems: list[str] = []
        found, diagnostics, _ = read(name)
        score = compare(name, found, problems)
        scores.setdefault(str(expected(name)["form"]), Score()).add(score)
        if told:
            print(f"== {name}: {score.matched} of {score.expected}, {score.found} found")
            for line in problems:
                print("  ", line)
            for d in diagnostics:
                print("   #", d.severity.value, d.code, d.message[:140], d.span)
    return scores


def rows(scores: dict[str, Score]) -> Iterator[str]:
    """Yield a table of *scores*, a line a form and one for all."""
    whole = Score()
    for score in scores.values():
        whole.add(score)
    yield "| form | readings | recall | precision | " + " | ".join(FIELDS) + " |"
    yield "|---|---|---|---|" + "---|" * len(FIELDS)
    for form, score in [*sorted(scores.items()), ("all", whole)]:
        cells = [_share(score.right[f], score.stated[f]) for f in FIELDS]
        recall, precision = (
            _share(score.matched, score.expected),
            _share(score.matched, score.found),
        )
        yield f"| {form} | {score.expected} | {recall} | {precision} | " + " | ".join(cells) + " |"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


if __name__ == "__main__":
    chosen = sys.argv[1:] or names()
    print(*rows(total(chosen, told=bool(sys.argv[1:]))), sep="\n")

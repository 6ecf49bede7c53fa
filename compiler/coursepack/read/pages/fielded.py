"""A paper whose parts stand in fields of its own, as the words that a list would have for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from coursepack.pattern import pattern
from coursepack.read.words import csl_variables, schedule
from coursepack.read.words.schedule import Role

_YEAR = pattern(r"(?:1[5-9]|20)\d\d")
_ADDRESS = pattern(r"https?://[^\s<>\[\]]+")
_AND = pattern(r",?\s+and\s+")
_TOLD = ("chapter", "chapters", "section", "sections")


@dataclass(slots=True)
class _Paper:
    authors: str = ""
    venue: str = ""
    year: str = ""
    url: str = ""
    date: str = ""
    behind: list[str] = field(default_factory=list)


def words(title: str, fields: Sequence[tuple[str, str]], linked: Callable[[str, str], str]) -> str:
    """Return *title*, *linked* to its address, with what *fields* say; "" where they name no paper.

    A paper is what has authors, and a year, a venue or an address.
    """
    paper = _Paper()
    for name, value in fields:
        _take(paper, name, value.strip())
    if not (title and paper.authors and (paper.year or paper.venue or paper.url)):
        return ""
    appeared = ", ".join(filter(None, (paper.venue, paper.year)))
    if paper.url:
        pieces = [f"{linked(title, paper.url)}.", f"{paper.authors}."]
    else:
        pieces = [f"{paper.authors}.", f"“{title}.”"]
    when = [f"{paper.date}:"] if paper.date else []
    return " ".join((*when, *pieces, *([f"{appeared}."] if appeared else ()), *paper.behind))


def _take(paper: _Paper, name: str, value: str) -> None:
    if not value:
        return
    variable = csl_variables.variable(name)
    meant = csl_variables.meant(name)
    if variable == "author":
        paper.authors = _people(value).rstrip(".")
    elif meant == "year" or (variable == "issued" and _YEAR.fullmatch(value)):
        paper.year = value
    elif variable in ("venue", "publisher", "container-title"):
        paper.venue = paper.venue or value.rstrip(".")
    elif variable in ("URL", "DOI"):
        url = f"https://doi.org/{value}" if value.startswith("10.") else value
        found = _ADDRESS.search(url)
        paper.url = paper.url or (found[0] if found else "")
    elif meant in _TOLD:
        paper.behind.append(f"({meant} {value})")
    elif schedule.role(name) is Role.PRESENTER:
        paper.behind.append(f"(presenter: {value})")
    elif schedule.role(name) in (Role.DATE, Role.WEEK) and schedule.is_date(value):
        paper.date = value
    elif schedule.requirement_of(value):
        paper.behind.append(f"({value})")


def _people(value: str) -> str:
    """Return names in the order of speech: of BibTeX's "Lee, Ada and Ray, Ben" each is turned."""
    names = _AND.split(value)
    if all(name.count(",") == 1 for name in names):
        names = [" ".join(reversed([part.strip() for part in name.split(",")])) for name in names]
    return ", ".join(names)

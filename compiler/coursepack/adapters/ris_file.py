"""RIS, which library systems such as Leganto and Talis import, written by rispy."""

from __future__ import annotations

from collections.abc import Sequence

import rispy

from coursepack.model.assigned import Assigned
from coursepack.model.document import plain_text
from coursepack.model.work import Name, Names, Person, Work
from coursepack.pattern import pattern

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "JFULL",
    "personal_communication": "PCOMM",
    "post": "BLOG",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_RANGE = pattern(r"\s*(\w+)\s*[-–—]+\s*(\w+)\s*")


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy has no types
    def set_header(self, _: int) -> str:
        """Return nothing: a number before a record is no RIS."""
        return ""


def ris(assigned: Sequence[Assigned]) -> bytes:
    """Return a record a work, in their order, in UTF-8 with the line ends that RIS has."""
    records = [_record(each) for each in assigned]
    text: str = rispy.dumps(records, implementation=_Writer)
    return text.replace("\n", "\r\n").encode("utf-8", "replace")


def _record(each: Assigned) -> dict[str, object]:
    work = each.work
    pages = work.text("page")
    span = _RANGE.fullmatch(pages)
    is_part = work.kind in ("chapter", "paper-conference")
    container = work.text("container-title")
    title = plain_text(work.title.value) if work.title else work.key.value
    record: dict[str, object] = {
        "type_of_reference": _TYPES.get(work.kind, "GEN"),
        "id": work.key.value,
        "title": title,
        "authors": _names(work.names.get("author")),
        "secondary_authors": _names(work.names.get("editor")),
        "year": _year(work),
        "date": _date(work),
        "journal_name": container if work.kind.startswith("article") else "",
        "secondary_title": container if is_part or not work.kind.startswith("article") else "",
        "alternate_title1": work.text("container-title-short"),
        "tertiary_title": work.text("collection-title"),
        "volume": work.text("volume"),
        "number": work.text("issue") or work.text("number"),
        "start_page": span[1] if span else pages,
        "end_page": span[2] if span else "",
        "publisher": work.text("publisher"),
        "place_published": work.text("publisher-place") or work.text("event-place"),
        "edition": work.text("edition"),
        "issn": work.text("ISBN") or work.text("ISSN"),
        "doi": work.text("DOI"),
        "urls": [url] if (url := _address(work)) else [],
        "abstract": work.text("abstract"),
        "notes": [note] if (note := work.text("note")) else [],
        "keywords": list(each.keywords),
    }
    return {name: _lined(value) for name, value in record.items() if value}


def _lined(value: object) -> object:
    """Return *value* with each of its texts on one line."""
    if isinstance(value, list):
        return [" ".join(str(text).split()) for text in value]
    return " ".join(str(value).split())


def _names(names: Names | None) -> list[str]:
    """Return "Family, Given, Suffix" for each; RIS has no word for those who are left out."""
    return [_name(name) for name in names.people] if names else []


def _name(name: Name) -> str:
    if not isinstance(name, Person):
        return name.name
    family = " ".join(filter(None, (name.dropping_particle, name.particle, name.family)))
    return ", ".join(filter(None, (family, name.given, name.suffix)))


def _year(work: Work) -> str:
    issued = work.dates.get("issued")
    return str(issued.value.year) if issued else ""


def _date(work: Work) -> str:
    """Return "2021/06/14/", as far as it is known; only of a day or a month besides the year."""
    issued = work.dates.get("issued")
    if not issued or issued.value.month is None:
        return ""
    day = f"{issued.value.day:02}" if issued.value.day else ""
    return f"{issued.value.year}/{issued.value.month:02}/{day}/"


def _address(work: Work) -> str:
    arxiv = work.text("arxiv")
    return work.text("URL") or (f"https://arxiv.org/abs/{arxiv}" if arxiv else "")

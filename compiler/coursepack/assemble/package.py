"""The package that a learning management system takes: a module a part, a section or a week."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coursepack import words
from coursepack.assemble.anchors import Anchors
from coursepack.assemble.reading_list import list_blocks
from coursepack.assemble.short import address, authors_and_year, title_words
from coursepack.days import days_in, likely_year
from coursepack.model.document import (
    Block,
    Blocks,
    Document,
    Heading,
    ListItem,
    Paragraph,
    ReadingEntry,
    ReadingList,
    plain_text,
)
from coursepack.model.outline import CitedReading, Outline, Reading
from coursepack.model.package import Download, Group, Item, Module, Package, Page, WebLink
from coursepack.model.schedule import Schedule
from coursepack.model.settings import Settings

# What Canvas keeps of an address.
_LONGEST_ADDRESS = 2000


def package(
    modules: Sequence[tuple[str, Outline[CitedReading]]],
    documents: Sequence[Document],
    files: Sequence[tuple[Document, bytes]],
    schedule: Schedule[Reading] | None,
    settings: Settings,
    *,
    public: bool,
) -> Package:
    """Return the course as a package: *documents* for all of it, then its *modules* by title.

    *files* are documents as printed. A *public* one names nobody who presents.
    """
    title = settings.title or documents[0].title
    called = "\n".join((settings.institution, settings.code, title, settings.term))
    days = _Days(schedule, [name for name, _ in modules])
    timetable = schedule.timetable if schedule else None
    names = Anchors()
    return Package(
        identity=hashlib.sha256(called.encode()).hexdigest()[:16],
        title=title,
        code=settings.code,
        language=settings.language,
        zone=timetable.zone if timetable else "",
        first=timetable.first if timetable else None,
        last=timetable.last if timetable else None,
        overview=words.here().overview,
        documents=tuple(documents),
        downloads=tuple(
            Download(
                f"file-{document.name}", f"{_named(document)} (PDF)", f"{document.name}.pdf", data
            )
            for document, data in files
        ),
        modules=tuple(
            _module(names.name("module", name), name, outline, days, settings, public=public)
            for name, outline in modules
        ),
    )


def _named(document: Document) -> str:
    """Return what a document is called beside others of the same course."""
    return document.subtitle or document.title


@dataclass(frozen=True, slots=True)
class _Days:
    """The first day of each module: when its readings are discussed, or what its title says."""

    schedule: Schedule[Reading] | None
    titles: Sequence[str]

    def first(self, title: str, outline: Outline[CitedReading]) -> dt.date | None:
        of_readings = {
            id(reading): session.day
            for session in (self.schedule.sessions if self.schedule else ())
            for reading in session.readings
        }
        known = (of_readings.get(id(cited.reading)) for cited in outline.readings())
        if days := [day for day in known if day]:
            return min(days)
        year = likely_year(self.titles)
        told = [title, *(section.date for section in outline.sections())]
        return next((day for text in told for day in days_in(text, year)), None)


def _module(
    key: str,
    title: str,
    outline: Outline[CitedReading],
    days: _Days,
    settings: Settings,
    *,
    public: bool,
) -> Module:
    blocks = tuple(list_blocks(outline, settings, Anchors(), below=0, public=public))
    blocks = _without_title(blocks, title)
    cited = iter(outline.readings())
    shelf = _Shelf(key)
    for block in blocks:
        match block:
            case Heading(children=children):
                shelf.head(plain_text(children))
            case ReadingList(items):
                for item in items:
                    if isinstance(item, ReadingEntry):
                        shelf.put(next(cited), item)
            case _:
                pass
    return Module(
        key=key,
        title=title,
        references=words.here().references.format(title=title),
        prose=_prose(blocks),
        whole=blocks,
        day=days.first(title, outline),
        groups=shelf.groups(),
    )


def _without_title(blocks: Blocks, title: str) -> Blocks:
    """Return *blocks* without the heading that says what the module is called."""
    match blocks:
        case (Heading(children=children), *rest) if plain_text(children) == title:
            return tuple(rest)
    return blocks


def _prose(blocks: Iterable[Block]) -> Blocks:
    """Return what is said beside the readings, headings that are left alone gone."""
    kept: list[Block] = []
    for block in blocks:
        match block:
            case ReadingList(items):
                kept += (b for item in items if isinstance(item, ListItem) for b in item.children)
            case Heading():
                while kept and isinstance(last := kept[-1], Heading) and last.level >= block.level:
                    kept.pop()
                kept.append(block)
            case Paragraph(children) if not plain_text(children).strip():
                pass
            case _:
                kept.append(block)
    while kept and isinstance(kept[-1], Heading):
        kept.pop()
    return tuple(kept)


@dataclass(slots=True)
class _Shelf:
    """The readings of a module, put together by section and by whether they must be read."""

    key: str
    section: str = ""
    found: dict[tuple[str, str], list[Item]] = field(default_factory=dict)
    keys: Anchors = field(default_factory=Anchors)

    def head(self, title: str) -> None:
        """Begin a section called *title*."""
        self.section = title

    def put(self, cited: CitedReading, entry: ReadingEntry) -> None:
        """Add a reading to the group that it belongs to."""
        binding = cited.reading.item.requirement
        word = (
            (words.here().required if binding.required else words.here().optional)
            if binding
            else ""
        )
        item = _item(self.keys.name(self.key, entry.work), cited, entry)
        self.found.setdefault((self.section, word), []).append(item)

    def groups(self) -> tuple[Group, ...]:
        """Return the groups in the order of their first readings, the required ones first."""
        order = {words.here().required: 0, "": 1, words.here().optional: 2}
        sections = list(dict.fromkeys(section for section, _ in self.found))
        ranked = sorted(self.found, key=lambda told: (sections.index(told[0]), order[told[1]]))
        names = Anchors()
        return tuple(
            Group(
                names.name(self.key, f"group {' '.join(told)}"),
                ": ".join(filter(None, told)),
                tuple(self.found[told]),
            )
            for told in ranked
        )


def _item(key: str, cited: CitedReading, entry: ReadingEntry) -> Item:
    """Return a reading as a link, as a page of its own where there is nothing to lead to."""
    work = cited.reading.work
    who = authors_and_year(work)
    locator = cited.reading.item.locator
    title = "".join(
        (
            title_words(cited),
            f" ({who})" if who else "",
            f"{words.here().comma}{locator}" if locator else "",
        )
    )
    url = address(cited)
    if not url.startswith("http") or len(url) > _LONGEST_ADDRESS:
        return Page(key, title, (ReadingList((entry,)),))
    return WebLink(key, title, url, entry)


def in_cuts(
    cuts: Iterable[tuple[str, Outline[Reading]]], cited: Mapping[int, CitedReading]
) -> Iterator[tuple[str, Outline[CitedReading]]]:
    """Yield each outline with its readings as they are cited in the whole course."""
    for title, outline in cuts:
        yield title, outline.replace_readings(lambda reading: (cited[id(reading)],))

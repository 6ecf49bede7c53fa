"""A reading in a line of a schedule: title, who and when, and what to read of it."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack import words
from coursepack.model.document import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Strong,
    Text,
    WorkTitle,
    plain_text,
)
from coursepack.model.outline import CitedReading
from coursepack.model.work import Name, Person, Work


def short(entry: CitedReading, *, told: str | None = None, public: bool = False) -> Inlines:
    """Return *entry* in a line; a presenter is named unless it is *told* or *public*."""
    item, work = entry.reading.item, entry.reading.work
    pieces: list[Inline] = []
    if entry.reference.label:
        pieces.append(Text(f"{entry.reference.label} "))
    if item.requirement:
        word = words.here().required if item.requirement.required else words.here().optional
        mark = Text(f"{word} ({item.requirement.label})" if item.requirement.label else word)
        pieces += [Strong((mark,)) if item.requirement.required else Emphasis((mark,)), Text(": ")]
    pieces += next(titles(entry.reference.text), ()) or work_title(work)
    if who := authors_and_year(work):
        pieces.append(Text(f"{words.here().comma}{who}"))
    if item.locator:
        pieces.append(Text(f". {words.here().read}: {item.locator}"))
    if item.presenter and item.presenter != told and not public:
        pieces.append(Text(f". {words.here().presented_by.format(who=item.presenter)}"))
    return tuple(pieces)


def titles(children: Inlines) -> Iterator[Inlines]:
    """Yield the titles of works within an entry, with the link round each."""
    for child in children:
        match child:
            case Text() | Code() | LineBreak():
                continue
            case WorkTitle(inner):
                yield inner
            case Link(url, inner):
                yield from ((Link(url, title),) for title in titles(inner))
            case _:
                yield from titles(child.children)


def work_title(work: Work) -> Inlines:
    """Return the title of *work* as its file has it, its key where it has none."""
    return work.title.value if work.title else (Text(work.key.value),)


def address(entry: CitedReading) -> str:
    """Return where the title of *entry* leads, else where any of its words do, "" for nowhere."""
    for title in titles(entry.reference.text):
        if url := _first_link(title):
            return url
    return _first_link(entry.reference.text)


def _first_link(children: Inlines) -> str:
    for child in children:
        match child:
            case Text() | Code() | LineBreak():
                continue
            case Link(url):
                return url
            case _:
                if url := _first_link(child.children):
                    return url
    return ""


def title_words(entry: CitedReading) -> str:
    """Return the title of *entry* as plain words."""
    return plain_text(next(titles(entry.reference.text), ()) or work_title(entry.reading.work))


def authors_and_year(work: Work) -> str:
    """Return the authors and the year: "Narayanan et al. 2021"."""
    named = work.names.get("author") or work.names.get("editor")
    people = [_family(name) for name in named.people] if named else []
    if named and (len(people) > 2 or not named.complete) and people:
        people = [f"{people[0]} {words.here().et_al}"]
    issued = work.dates.get("issued")
    year = str(issued.value.year) if issued else ""
    return " ".join(filter(None, [f" {words.here().both} ".join(people), year]))


def _family(name: Name) -> str:
    if isinstance(name, Person):
        particle = " ".join(filter(None, (name.dropping_particle, name.particle)))
        return f"{particle} {name.family}".strip()
    return name.name

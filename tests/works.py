"""Works and readings for tests, written short."""

from __future__ import annotations

from coursepack.model.document import Inlines, Text
from coursepack.model.outline import Outline, Reading, ReadingItem, Readings
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Names, Organization, PartialDate, Person, Work

HERE = Span("test.yaml", 1, 1, 1, 2)

# The twelve styles that entries are compared in.
COMMON_STYLES = (
    "apa",
    "ieee",
    "association-for-computing-machinery",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "modern-language-association",
    "nature",
    "elsevier-vancouver",
    "harvard-cite-them-right",
    "american-political-science-association",
    "springer-lecture-notes-in-computer-science",
    "elsevier-harvard",
)


def work(
    key: str = "moore65",
    title: str | Inlines = "A title",
    authors: str = "Moore, Gordon",
    year: int | None = 1965,
    kind: str = "article-journal",
    complete: bool = True,
    **fields: str,
) -> Work:
    """Return a work; *authors* are "Family, Given" parted by ";", `_` in *fields* is `-`."""
    inlines = (Text(title),) if isinstance(title, str) else title
    people = tuple(person(name) for name in authors.split(";") if name.strip())
    return Work(
        key=Spanned(key, HERE),
        kind=kind,
        title=Spanned(inlines, HERE),
        names={"author": Names(people, HERE, complete)} if people else {},
        dates={"issued": Spanned(PartialDate(year), HERE)} if year else {},
        fields={name.replace("_", "-"): Spanned(text, HERE) for name, text in fields.items()},
    )


def person(name: str) -> Person | Organization:
    family, comma, given = name.strip().partition(",")
    return Person(family.strip(), given.strip()) if comma else Organization(family)


def outline(*works: Work) -> Outline[Reading]:
    """Return an outline that assigns *works* in order."""
    items = tuple(Reading(w, ReadingItem(w.key)) for w in works)
    return Outline(body=(Readings(items),))

"""Works as the library wants them: its own objects, whose texts hold marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from coursepack.adapters.citeproc_py.marks import FORBIDDEN, GUARD, MARK, NO_CASE, marked
from coursepack.adapters.citeproc_py.run import Run
from coursepack.model.document import (
    Code,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoCase,
    Text,
    WorkTitle,
)
from coursepack.model.work import Name, Names, PartialDate, Person, Work


class People(list[Any]):
    """The names of one role, and whether that is all of them."""

    complete = True


def citation_items(works: Sequence[Work], run: Run) -> list[Any]:
    """Return *works* as items to cite, in their order, which also numbers them."""
    source = run.library.source
    shelf = source.BibliographySource()
    book = SimpleNamespace(source=shelf, keys=[], formatter=run.formatter)
    items = []
    for number, work in enumerate(works, start=1):
        # Ids of our own: the library folds the author's to lower case.
        ident = f"w{number}"
        shelf.add(_reference(ident, work, run))
        book.keys.append(ident)
        item = source.CitationItem(ident)
        source.Citation([item]).bibliography = book
        items.append(item)
    return items


# Apostrophes belong to these as they are.
_IDENTIFIERS = frozenset(("URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "language"))


def _reference(ident: str, work: Work, run: Run) -> Any:
    reference = run.library.source.Reference(ident, work.kind)
    values: dict[str, Any] = {
        name: _clean(value.value) if name in _IDENTIFIERS else _text(value.value, run)
        for name, value in work.fields.items()
        if value.value.strip()
    }
    if work.title and (title := _title(work.title.value, run)):
        values["title"] = marked(MARK[WorkTitle], title)
    texts = {name: run.library.string.String(value) for name, value in values.items()}
    people = {name: _people(names, run) for name, names in work.names.items()}
    dates = {name: _date(date.value, run) for name, date in work.dates.items()}
    for name, value in {**texts, **people, **dates}.items():
        if isinstance(value, list) and not value:
            continue
        # Under both spellings: some parts of the library look for "chapter-number", others
        # for "chapter_number".
        reference.update({name: value, name.replace("-", "_"): value})
    return reference


def _title(children: Inlines, run: Run) -> str:
    return _typographic(" ".join(_marked_inlines(children).split()), run)


def _marked_inlines(children: Inlines) -> str:
    return "".join(map(_marked_inline, children))


def _marked_inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return _guarded(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
        case LineBreak():
            return " "
        case NoCase(children):
            return marked(NO_CASE, _marked_inlines(children))
        case WorkTitle(children) | Link(_, children) | Foreign(children=children):
            return _marked_inlines(children)
        case _:
            return marked(MARK[type(inline)], _marked_inlines(inline.children))


def _clean(text: str) -> str:
    kept = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return _guarded(" ".join(kept.split()))


def _text(text: str, run: Run) -> str:
    return _typographic(_clean(text), run)


def _guarded(text: str) -> str:
    """Keep the punctuation within *text* from being taken for a slip of the style."""
    return re.sub(r"(?<=[.,:;!?])(?=[.,:;!?])", GUARD, text)


def _people(names: Names, run: Run) -> People:
    people = People(_name(name, run) for name in names.people)
    people.complete = names.complete
    return people


_PARTICLE = re.compile(r"((?:[a-zß-öø-ÿ’']+\s+)+)(.+)")


def _name(name: Name, run: Run) -> Any:
    parts = name.parts()
    if isinstance(name, Person) and not name.particle and (found := _PARTICLE.match(name.family)):
        # Written as one word with the family by whoever did not know of particles.
        parts |= {"non-dropping-particle": found[1], "family": found[2]}
    given = {part: _text(text, run) for part, text in parts.items() if text.strip()}
    return run.library.source.Name(**given)


def _date(date: PartialDate, run: Run) -> Any:
    parts = {"year": date.year, "month": date.month, "day": date.day if date.month else None}
    known = {part: number for part, number in parts.items() if number is not None}
    return run.library.source.Date(**known)


def _typographic(text: str, run: Run) -> str:
    """Replace typewriter quotes, as the specification asks; the library leaves them."""
    if "'" not in text and '"' not in text:
        return text
    pieces = re.split(r'("[^"]*")', text)
    for at in range(1, len(pieces), 2):
        pieces[at] = f"{run.term('open-quote')}{pieces[at][1:-1]}{run.term('close-quote')}"
    inner = f"{run.term('open-inner-quote')}\\1{run.term('close-inner-quote')}"
    joined = re.sub(r"(?<!\w)'(?=[^\s\d'])([^']*[^\s'])'(?!\w)", inner, "".join(pieces))
    return joined.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")

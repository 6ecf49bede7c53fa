"""Make a work of what a page tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Name, Work
from coursepack.read.entries import keys as work_keys
from coursepack.read.entries import work_parts
from coursepack.read.words import names


@dataclass(slots=True)
class Parts:
    """What a page tells of a work, as texts; `fields` by their names in CSL.

    `trust` is 2 where nothing but a reading is written so, 1 where a list of readings is
    likely to hold it, 0 for anything else; a title *in_italics* is that of a whole book, where
    those of articles stand in quotation marks.
    """

    title: str = ""
    authors: str = ""
    venue: str = ""
    year: str = ""
    url: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    trust: int = 0
    in_italics: bool = False


def work(parts: Parts, span: Span) -> Outcome[Work]:
    """Return the work that *parts* describe; every value was written at *span*."""
    texts = {"title": parts.title, "venue": parts.venue}
    texts |= {"year": parts.year, "URL": parts.url, **parts.fields}
    entries: list[tuple[Spanned[str], Node]] = [
        (Spanned(name, span), Scalar(text, span, quoted=True))
        for name, text in texts.items()
        if text
    ]
    problems: tuple[Diagnostic, ...] = ()
    if parts.authors:
        found = names.split(Spanned(parts.authors, span), in_reference=True)
        problems = found.diagnostics
        people = tuple(_name(name, span) for name in found.value.people)
        others = () if found.value.complete else (Scalar("others", span, quoted=True),)
        entries.append((Spanned("author", span), Sequence((*people, *others), span)))
    node = Mapping(tuple(entries), span)
    key = work_keys.work_key(None, node, 1)
    made = work_parts.works([(Spanned(key.value, span), node)])
    return Outcome(made.value[0], (*problems, *made.diagnostics))


def _name(name: Name, span: Span) -> Node:
    parts = name.parts()
    said = ((Spanned(part, span), Scalar(parts[part], span, quoted=True)) for part in parts)
    return Mapping(tuple(said), span)

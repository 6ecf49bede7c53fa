"""Make a work of what a page tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursepack.definitions.works import NAMES
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Name, Work
from coursepack.pattern import pattern
from coursepack.read.entries import keys as work_keys
from coursepack.read.entries import work_parts
from coursepack.read.words import names

_PARTIES = pattern(r"\sv\.?\s|^(?:In re|Ex parte|Matter of)\s")


@dataclass(slots=True)
class Parts:
    """What a page tells of a work, as texts; `fields` by their names in CSL.

    `locator` is which pages of it to read.
    `trust` is 2 where nothing but a reading is written so, 1 where a list of readings is
    likely to hold it, 0 for anything else; a title *in_italics* is that of a whole book, where
    those of articles stand in quotation marks.
    """

    title: str = ""
    authors: str = ""
    venue: str = ""
    year: str = ""
    url: str = ""
    locator: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    trust: int = 0
    in_italics: bool = False


def work(parts: Parts, span: Span) -> Outcome[Work]:
    """Return the work that *parts* describe; every value was written at *span*."""
    texts = {"title": parts.title, "venue": parts.venue}
    texts |= {"year": "" if "issued" in parts.fields else parts.year, "URL": parts.url}
    texts |= {name: text for name, text in parts.fields.items() if name not in NAMES}
    if not parts.authors and _PARTIES.search(parts.title) and "volume" in texts:
        texts["type"] = "legal_case"  # its volume is that of a reporter
    entries: list[tuple[Spanned[str], Node]] = [
        (Spanned(name, span), Scalar(text, span, quoted=True))
        for name, text in texts.items()
        if text
    ]
    problems: tuple[Diagnostic, ...] = ()
    people = {name: text for name, text in parts.fields.items() if name in NAMES}
    for role, said in {"author": parts.authors, **people}.items():
        if not said:
            continue
        found = names.split(Spanned(said, span), in_reference=True)
        problems += found.diagnostics
        each = tuple(_name(name, span) for name in found.value.people)
        others = () if found.value.complete else (Scalar("others", span, quoted=True),)
        entries.append((Spanned(role, span), Sequence((*each, *others), span)))
    node = Mapping(tuple(entries), span)
    key = work_keys.work_key(None, node, 1)
    made = work_parts.works([(Spanned(key.value, span), node)])
    return Outcome(made.value[0], (*problems, *made.diagnostics))


def _name(name: Name, span: Span) -> Node:
    parts = name.parts()
    said = ((Spanned(part, span), Scalar(parts[part], span, quoted=True)) for part in parts)
    return Mapping(tuple(said), span)

"""Say what a work lacks that is known of it, and of a preprint what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coursepack.identity import Works, identifiers
from coursepack.model.document import plain_text
from coursepack.model.work import Person, Work

_REGISTERED = frozenset(
    (
        "article",
        "article-journal",
        "book",
        "chapter",
        "dataset",
        "document",
        "paper-conference",
        "report",
        "thesis",
        "webpage",
    )
)
_IN_PARTS = ("article-journal", "paper-conference", "chapter")
# An issue often appears in the year after its papers were put on the web.
_YEARS_APART = 1
# What is registered as of no kind may be any.
_ANY = frozenset(("document", "webpage"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What *work* lacks: CSL variables with their texts, or the *published* version of it."""

    work: Work
    fields: Mapping[str, str] = field(default_factory=dict)
    published: Work | None = None


def is_open(work: Work) -> bool:
    """Say whether a registry may know more of *work* than its entry says."""
    if work.kind not in _REGISTERED or not work.title or "author" not in work.names:
        return False
    if "published" in work.versions:
        return False
    if not work.text("DOI") or _is_preprint(work):
        return True
    return work.kind in _IN_PARTS and not (work.text("page") or work.text("number"))


def question(work: Work) -> str:
    """Return the words by which to look for *work*: its title, its first author, its year."""
    first = work.names["author"].people[:1]
    name = first[0] if first else None
    who = name.family if isinstance(name, Person) else name.name if name else ""
    issued = work.dates.get("issued")
    title = plain_text(work.title.value) if work.title else ""
    return " ".join(filter(None, (title, who, str(issued.value.year) if issued else "")))


def proposed(work: Work, known: Work) -> Proposal | None:
    """Return what *known*, a registered work, adds to *work*; None where it is another's.

    Nothing that is written is ever changed, and what may be another version adds no field.
    """
    if not _is_same(work, known):
        return None
    if _is_preprint(work) and not _is_preprint(known):
        return Proposal(work, published=known)
    if not _is_same_version(work, known):
        return None
    fields = {"DOI": known.text("DOI")}
    if work.kind == known.kind and work.kind in _IN_PARTS:
        fields |= {name: known.text(name) for name in ("volume", "issue")}
        if not work.text("page") and not work.text("number"):
            fields |= {name: known.text(name) for name in ("page", "number")}
    lacking = {name: text for name, text in fields.items() if text and not work.text(name)}
    return Proposal(work, lacking) if lacking else None


def _is_same(work: Work, known: Work) -> bool:
    one, other = (identifiers.doi(each.text("DOI")) for each in (work, known))
    if one and other and not _is_preprint(work):
        return one.lower() == other.lower()
    return Works([known]).find(work) is not None


def _is_preprint(work: Work) -> bool:
    return work.kind == "article"


def _is_same_version(work: Work, known: Work) -> bool:
    if work.kind != known.kind and work.kind not in _ANY:
        return False
    years = [each.dates["issued"].value.year for each in (work, known) if "issued" in each.dates]
    return len(years) < 2 or abs(years[0] - years[1]) <= _YEARS_APART

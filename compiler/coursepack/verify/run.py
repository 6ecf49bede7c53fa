"""Hold each file against the document that it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coursepack import registry
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Artifact, Document
from coursepack.verify import formats
from coursepack.verify.told import Told, Verifier, told


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was found again in how many files."""

    files: int = 0
    readings: int = 0
    headings: int = 0
    links: int = 0


def verify(made: Sequence[tuple[Document, Sequence[Artifact]]]) -> Outcome[Verified]:
    """Read every file back; what it lacks of its document is reported."""
    readers = {v.suffix: v for v in registry.declared(formats, "VERIFIER", Verifier)}
    problems: list[Diagnostic] = []
    counts = Verified()
    for document, artifacts in made:
        wanted = told(document)
        for artifact in artifacts:
            if reader := readers.get(artifact.name.removeprefix(document.name)):
                problems += _compared(artifact.name, wanted, reader.read(artifact.data))
                counts = Verified(
                    counts.files + 1,
                    counts.readings + (wanted.readings or 0),
                    counts.headings + len(wanted.headings or ()),
                    counts.links + len(wanted.links or ()),
                )
    return Outcome(counts, tuple(problems))


def _compared(name: str, wanted: Told, found: Told) -> Iterator[Diagnostic]:
    def fault(message: str) -> Diagnostic:
        hint = "this is a fault of Coursepack: please report it with your course"
        return Diagnostic("verify-failed", Severity.ERROR, f"`{name}` {message}", hints=(hint,))

    def lack(message: str) -> Diagnostic:
        hint = "`pdf-engine: typst` makes one for everybody"
        return Diagnostic("less-accessible", Severity.WARNING, f"`{name}` {message}", hints=(hint,))

    if found.title is not None and found.title != wanted.title:
        yield fault("does not have the title of its document")
    headings, links = wanted.headings or [], wanted.links or []
    if found.headings is not None and found.headings != headings:
        missing = [heading for heading in headings if heading not in found.headings]
        what = f"lacks the heading `{missing[0]}`" if missing else "has its headings in disorder"
        yield fault(what)
    if found.links is not None:
        if lost := [url for url in links if url not in set(found.links)]:
            yield fault(f"lacks a link to {lost[0]}")
        if more := [url for url in found.links if url not in set(links)]:
            yield fault(f"has a link to {more[0]} that its document has not")
    if found.readings is not None and found.readings != wanted.readings:
        yield fault(f"has {found.readings} of {wanted.readings} readings")
    items = wanted.printed_items if found.is_print else wanted.items
    if found.items is not None and found.items != items:
        yield fault(f"has {found.items} of {items} items in lists")
    yield from map(fault, found.faults)
    yield from map(lack, found.lacks)

"""The files of works of a course, with more in them: what `add` and `complete` do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from coursepack.adapters.programs import Programs
from coursepack.adapters.web import WebError
from coursepack.complete import Proposal, is_open, proposed, question
from coursepack.enter import (
    Fields,
    additions,
    appended,
    entered,
    extended,
    new_key,
    tidied,
    ways,
)
from coursepack.identity import Works, identifiers
from coursepack.lookup import Lookup
from coursepack.model.assigned import Assigned
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Artifact, plain_text
from coursepack.model.habits import Place, Quotes
from coursepack.model.source import Source, Spanned
from coursepack.model.work import Library, Work
from coursepack.pipeline import with_programs
from coursepack.read import course, habits, library
from coursepack.read.disk import Disk
from coursepack.read.words import venue_table
from coursepack.write import shelve

USUAL_FILE = "works.yaml"
"""Where the first work goes of a course that has no file of works."""

_APPENDED = {".bib": "bib", ".ris": "ris"}
# After so many failures in a row the registries are taken to be out of reach.
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The files of works that changed, and the key of each work that is new or has more."""

    files: tuple[Artifact, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be added: what *names* it, the *file* it goes to and its *key*, "" for the usual.

    Where *anyway*, also what is there already.
    """

    names: Sequence[str]
    file: str = ""
    key: str = ""
    anyway: bool = False


def add_works(disk: Disk, addition: Addition, lookup: Lookup) -> Outcome[Bibliography]:
    """Look up what is named, and add it to a file of works: a DOI, an arXiv id, an address.

    BibTeX is taken as it is. What cannot be found is reported, and the rest added.
    """

    def run(programs: Programs) -> Outcome[Bibliography]:
        found = course.find(disk, (), (), works=(addition.file,) if addition.file else ())
        sources = found.value.works
        said = [d for d in found.diagnostics if d.code not in _OF_PAGES]
        if addition.file and any(d.code == "no-such-file" for d in said):
            said = [d for d in said if d.code != "no-such-file"]
            sources = (Source(addition.file, ""),)
        if said:
            return Outcome(Bibliography(), tuple(said))
        with venue_table.using(found.value.venues):
            return _Adding(disk, sources, addition, programs).added(lookup)

    return with_programs(Bibliography(), run)


# What a course lacks besides its works hinders nobody from adding one.
_OF_PAGES = ("no-page", "unknown-setting", "bad-setting", "unknown-rule")


class _Adding:
    def __init__(
        self, disk: Disk, sources: Sequence[Source], addition: Addition, programs: Programs
    ) -> None:
        self.disk = disk
        self.sources = sources or (Source(USUAL_FILE, ""),)
        self.addition = addition
        self.programs = programs
        self.known = library.read(sources).value
        self.problems: list[Diagnostic] = []

    def added(self, lookup: Lookup) -> Outcome[Bibliography]:
        source = max(self.sources, key=self._size)
        before = source
        keys: list[str] = []
        for named in self.addition.names:
            works = tuple(self._works(named, lookup))
            # A lone entry of BibTeX goes into a file of BibTeX as it was written.
            written = named if len(works) == 1 and _is_bibtex(named) else ""
            for work in works:
                if entered_in := self._entered(source, work, written):
                    source, key = entered_in
                    keys.append(key)
        files: tuple[Artifact, ...] = ()
        if source.text != before.text:
            files = (Artifact(source.name, self.disk.as_written(source.name, source.text)),)
        return Outcome(Bibliography(files, tuple(keys)), tuple(self.problems))

    def _size(self, source: Source) -> int:
        return sum(work.key.span.source == source.name for work in self.known.works)

    def _works(self, named: str, lookup: Lookup) -> Iterator[Work]:
        if _is_bibtex(named):
            read = library.read([Source("entry.bib", named)])
            self.problems += [d for d in read.diagnostics if d.severity is Severity.ERROR]
            yield from read.value.works
            return
        try:
            item = lookup.find(named.strip())
        except WebError as error:
            hint = "look it up in your browser, or give its BibTeX; nothing is added for it"
            self._report("not-found", Severity.ERROR, f"`{named}` is not found: {error}", hint)
            return
        yield from _read(item).works

    def _report(self, code: str, severity: Severity, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(code, severity, message, hints=(hint,)))

    def _entered(self, source: Source, work: Work, written: str) -> tuple[Source, str] | None:
        """Return *source* with *work* in it and its key; None where it is not added."""
        match = None if self.addition.anyway else Works(self.known.works).find(work)
        if match:
            key = match.work.key.value
            message = f"`{key}` is this paper already: {match.because}"
            hint = f"cite it as `@{key}`; with --anyway it is added all the same"
            self._report("already-there", Severity.NOTE, message, hint)
            return None
        taken = tuple(self.known.keys())
        key = self.addition.key or _own_key(work, taken) or new_key(work, taken)
        if key in taken:
            message, hint = f"there is a work called `{key}` already", "choose another key"
            self._report("key-taken", Severity.ERROR, message, hint)
            return None
        named = replace(work, key=Spanned(key, work.key.span))
        for text in self._texts(source, named, written):
            made = Source(source.name, text)
            read = library.read([made]).value
            new = read.get(key)
            if new and _says(new, named) and len(read.works) == 1 + self._size(source):
                others = (w for w in self.known.works if w.key.span.source != source.name)
                self.known = Library((*others, *read.works))
                return made, key
        message = f"`{source.name}` cannot be written on, as it stands"
        hint = "run `coursepack check`, mend what it says of the file, and try again"
        self._report("not-entered", Severity.ERROR, message, hint)
        return None

    def _texts(self, source: Source, work: Work, written: str) -> Iterator[str]:
        form = _APPENDED.get(_suffix(source.name))
        if written and form == "bib":
            yield appended(source, written)
        if form:
            made = shelve((Assigned(work),), "entry", (form,), self.programs.pandoc)[0].data
            entry = made.decode("utf-8").replace("\r\n", "\n")
            found = habits.places(source)
            yield appended(source, tidied(entry, found[-1].indent if found else 2))
        elif way := habits.habits(source):
            for fields in ways(work, way):
                yield entered(source, way, work.key.value, fields)


def _is_bibtex(text: str) -> bool:
    return text.lstrip().startswith("@")


def _own_key(work: Work, taken: Sequence[str]) -> str:
    """Return the key that an entry of BibTeX came with, "" where it had none or it is taken."""
    key = work.key.value
    return key if work.key.span.source == "entry.bib" and key not in taken else ""


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def _read(item: dict[str, object]) -> Library:
    """Return the work that *item*, in CSL-JSON, is; read as a file of the user's would be."""
    text = json.dumps([{"id": "found", **item}], ensure_ascii=False)
    return library.read([Source("found.json", text)]).value


def _says(new: Work, meant: Work) -> bool:
    """Say whether *new*, read back, is what was *meant*: nothing of it lost or changed."""

    def told(work: Work) -> tuple[object, ...]:
        issued = work.dates.get("issued")
        return (
            # BibTeX has the capitals of a heading where all others have those of a sentence.
            plain_text(work.title.value).casefold() if work.title else "",
            {role: (n.people, n.complete) for role, n in work.names.items() if n.people},
            issued.value.year if issued else None,
            (identifiers.doi(work.text("DOI")) or "").lower(),
            work.text("arxiv"),
        )

    return told(new) == told(meant)


# --- what works lack


def complete_works(
    disk: Disk,
    keys: Sequence[str],
    lookup: Lookup,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Outcome[Bibliography]:
    """Look up what the works called *keys*, or all, lack: DOI, pages, the published version.

    *progress* is told how many of how many have been looked up.
    """
    found = course.find(disk, (), ())
    with venue_table.using(found.value.venues):
        known = library.read(found.value.works)
        said = [d for d in known.diagnostics if d.severity is Severity.ERROR]
        if said:
            return Outcome(Bibliography(), tuple(said))
        works = [w for w in known.value.works if known.value.get(w.key.value) is w]
        unknown = [key for key in keys if known.value.get(key) is None]
        said += [
            Diagnostic("unknown-work", Severity.ERROR, f"no work has the key `{key}`")
            for key in unknown
        ]
        asked = [w for w in works if (w.key.value in keys if keys else is_open(w))]
        proposals = _proposals(asked, lookup, progress)
        said += proposals.diagnostics
        return _completed(disk, found.value.works, proposals.value, said)


def _proposals(
    works: Sequence[Work], lookup: Lookup, progress: Callable[[int, int], None]
) -> Outcome[tuple[Proposal, ...]]:
    said: list[Diagnostic] = []
    made: list[Proposal] = []
    failures = 0
    named: dict[str, str] = {}
    try:
        ids = [work.text("arxiv") for work in works if work.text("arxiv")]
        preprints = lookup.by_arxiv(ids) if ids else {}
        named = {ident: item["DOI"] for ident, item in preprints.items() if "DOI" in item}
    except WebError as error:
        said.append(_unanswered("arXiv", error))
    for number, work in enumerate(works, 1):
        progress(number, len(works))
        try:
            if proposal := _proposal(work, named.get(work.text("arxiv"), ""), lookup):
                made.append(proposal)
            failures = 0
        except WebError as error:
            said.append(_unanswered(f"`{work.key.value}`", error, work))
            failures += 1
            if failures == _MOST_FAILURES:
                break
    return Outcome(tuple(made), tuple(said))


def _unanswered(what: str, error: WebError, work: Work | None = None) -> Diagnostic:
    message = f"{what} cannot be looked up: {error}"
    hint = "try again later; nothing is changed for it"
    span = work.key.span if work else None
    return Diagnostic("not-found", Severity.ERROR, message, span, hints=(hint,))


def _proposal(work: Work, named: str, lookup: Lookup) -> Proposal | None:
    """Return what is known of *work* by its DOI, by the one *named* on arXiv, or by its words."""
    for doi in (named, work.text("DOI")):
        if doi and not identifiers.arxiv(doi):
            item = lookup.by_doi(doi)
            return proposed(work, _read(item).works[0]) if item else None
    for item in lookup.like(question(work)):
        for known in _read(item).works:
            if proposal := proposed(work, known):
                return proposal
    return None


def _completed(
    disk: Disk, sources: Sequence[Source], proposals: Sequence[Proposal], said: list[Diagnostic]
) -> Outcome[Bibliography]:
    files: list[Artifact] = []
    keys: list[str] = []
    for source in sources:
        way = habits.habits(source)
        places = {place.key: place for place in habits.places(source)}
        more: list[tuple[Place, Fields]] = []
        for proposal in proposals:
            work = proposal.work
            place = places.get(work.key.span)
            if place is None:
                continue
            if proposal.published and way is None:
                said.append(_published(work, proposal.published))
                continue
            fields = (
                {"published": next(iter(ways(proposal.published, replace(way, is_dated=False))))}
                if proposal.published and way
                else additions(proposal.fields, _suffix(source.name), way)
            )
            if fields:
                more.append((place, fields))
                keys.append(work.key.value)
        text = extended(source, more, way.quotes if way else Quotes.NONE)
        if text != source.text and _reads_as_well(source, text):
            files.append(Artifact(source.name, disk.as_written(source.name, text)))
    return Outcome(Bibliography(tuple(files), tuple(keys)), tuple(said))


def _reads_as_well(source: Source, text: str) -> bool:
    before, after = (library.read([Source(source.name, each)]) for each in (source.text, text))
    worse = {d.code for d in after.diagnostics} - {d.code for d in before.diagnostics}
    return not worse and [w.key.value for w in before.value.works] == [
        w.key.value for w in after.value.works
    ]


def _published(work: Work, published: Work) -> Diagnostic:
    where = published.text("container-title") or published.text("publisher")
    doi = published.text("DOI")
    message = f"`{work.key.value}` has been published: {where}, doi:{doi}"
    hint = f"`coursepack add {doi}` adds that version"
    return Diagnostic("published", Severity.NOTE, message, work.key.span, hints=(hint,))

"""BibTeX and BibLaTeX: entries whose fields are LaTeX, and may stand in other entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import replace

from coursepack.adapters import latex_text
from coursepack.adapters.latex_text import Printed
from coursepack.definitions.works import ARXIV, TYPES, VENUE
from coursepack.identity import identifiers
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Names, Work
from coursepack.pattern import pattern
from coursepack.read.entries import bibtex_entries, work_parts
from coursepack.read.entries import bibtex_words as words
from coursepack.read.entries.bibtex_entries import Entry, Field
from coursepack.read.entries.bibtex_names import NameReader
from coursepack.read.words import csl_variables

# `arXiv preprint arXiv:2104.04473`, `CoRR, abs/1706.03762`, `arXiv e-prints`.
_SERVER = pattern(
    r"(?:arxiv|corr)\b(?:[ -](?:e-?prints?|preprint(?: server)?))?(?: \(cornell university\))?"
    r"[ ,]*(?:(?:arxiv[:.]|abs/) ?|(?<=arxiv):)?(?P<id>[\w./-]*\d)?(?: *\[[\w.-]+\])?",
    re.IGNORECASE,
)
_SERVER_NOTE = pattern(
    r"(?:arxiv(?: e-?prints?| preprint)?,? )?arxiv[:.] ?(?P<id>[\w./-]+)(?: *\[[\w.-]+\])?\.?",
    re.IGNORECASE,
)
_ADDRESS = pattern(
    r"(?:[\w ]{0,30}:? ?)?\\(?:url|path) ?\{([^{}]*)\}\.?|\\href ?\{([^{}]*)\}.*|(https?://[^\s{}]+)"
)
_RANGE = pattern(r"(?<=[\w.]) *(?:-{2,}|[–—]) *(?=[\w.])")
_NUMBER_RANGE = pattern(r"(?<=\d) ?- ?(?=\d)")
_YEARS = pattern(r"(\d{4}) ?(?:[–—/]|-{1,2}) ?(\d{4})")
# BibLaTeX's months 21 to 24 are spring to winter.
_SEASON = pattern(r"(\d{4})-2[1-4]")
_WORD = pattern(r"[^\W\d_]+")
_NUMBER = pattern(r"\d+")
_LANGUAGE = pattern(r"[a-z]{2,3}(?:-[A-Za-z]{2,8}){0,2}")

_NUMBERED_ISSUES = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "periodical")
)
_WHOLE_BOOKS = frozenset(("book", "periodical", "pamphlet"))
_DEGREES = frozenset(("phdthesis", "mastersthesis"))
_SHORT_OF_ARTICLE = frozenset(("webpage", "manuscript", ""))
_ENDS = ("?", "!", ".", ":", "…", "–", "—")


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each entry as a work, with what it takes from the entries that it names."""
    entries = bibtex_entries.read(node.entries if isinstance(node, Mapping) else ())
    texts = _Texts()
    people = NameReader(texts.text)
    problems: list[Diagnostic] = []
    roles: list[Dictionary[str, Names]] = []
    converted: list[tuple[Spanned[str], Node]] = []
    for entry in entries.value:
        names = {role: people.read(written) for role, written in _roles(entry)}
        problems += (problem for found in names.values() for problem in found.diagnostics)
        roles.append(
            {r: n.value for r, n in names.items() if n.value.people or not n.value.complete}
        )
        variables = _Variables(entry, texts, problems).read()
        converted.append((entry.key, Mapping(variables, entry.key.span)))
    made = work_parts.works(converted)
    # BibTeX's rules part names; what is lenient in other shapes would move some of their words.
    works = tuple(replace(w, names=names) for w, names in zip(made.value, roles, strict=True))
    return Outcome(
        works, (*entries.diagnostics, *problems, *made.diagnostics, *texts.diagnostics())
    )


def _roles(entry: Entry) -> Iterator[tuple[str, Spanned[str]]]:
    for name, role in words.NAMES.items():
        if field := entry.fields.get(name):
            yield role, Spanned(field.text, field.value.span)


class _Texts:
    """Turns LaTeX into text, and remembers what of it was not understood."""

    def __init__(self) -> None:
        self._unread: dict[str, Span] = {}

    def diagnostics(self) -> Iterator[Diagnostic]:
        for what, span in self._unread.items():
            if what in "{}$":
                message, hint = (
                    f"a `{what}` has no partner here",
                    "write the other one, or remove it",
                )
            else:
                message = f"the command `{what}` is not known; what stands in its braces is kept"
                hint = "write the character itself, or plain text"
            yield Diagnostic("unread-tex", Severity.WARNING, message, span, (), (hint,))

    def text(self, tex: str, span: Span) -> str:
        """Return what *tex*, written at *span*, prints."""
        return self._kept(latex_text.plain(tex), span)

    def plain(self, field: Field) -> str:
        """Return what *field* prints, without markup."""
        return self._kept(latex_text.plain(field.text), field.value.span)

    def tagged(self, field: Field) -> str:
        """Return what *field* prints, its markup as CSL's tags."""
        return self._kept(latex_text.tagged(field.text), field.value.span)

    def verbatim(self, field: Field) -> str:
        """Return *field*, an address or an identifier, to the letter."""
        return self._kept(latex_text.verbatim(field.text), field.value.span)

    def _kept(self, printed: Printed, span: Span) -> str:
        for what in printed.unread:
            self._unread.setdefault(what, span)
        return printed.text


_CONTAINERS = ("journal", "journaltitle", "booktitle")


class _Variables:
    """The fields of one entry under CSL's names, but for its people."""

    def __init__(self, entry: Entry, texts: _Texts, problems: list[Diagnostic]) -> None:
        self._entry = entry
        self._texts = texts
        self._problems = problems
        self._fields = dict(entry.fields)
        self._made: dict[str, tuple[Spanned[str], Node]] = {}
        self._kind = self._type()

    def read(self) -> tuple[tuple[Spanned[str], Node], ...]:
        """Return the variables in no particular order, and the fields that are none."""
        for name in words.NAMES:
            self._fields.pop(name, None)
        self._title()
        self._preprint()
        self._container()
        self._addresses()
        self._numbers()
        self._publisher()
        for variable, names in words.FIELDS.items():
            if field := self._first(names):
                self._add(variable, field, self._texts.plain(field))
        self._genre()
        self._language()
        self._dates()
        if self._kind:
            place = self._entry.kind.span
            self._made["type"] = (Spanned("type", place), Scalar(self._kind, place, quoted=True))
        return (*self._made.values(), *self._others(), *self._blank())

    def _type(self) -> str:
        kind = self._entry.kind.value
        if kind in words.TYPES:
            subtype = self._fields.get("entrysubtype")
            special = f"article-{subtype.text.lower()}" if subtype and kind == "article" else ""
            return special if special in TYPES else words.TYPES[kind]
        if kind not in words.UNDECIDED:
            message = f"`{self._entry.key.value}` has the type `@{kind}`, which is not known"
            hint = "write `@article`, `@inproceedings`, `@book`, `@misc` or another known type"
            self._report("unknown-type", Severity.WARNING, message, self._entry.kind.span, hint)
        return ""

    def _title(self) -> None:
        field = self._fields.pop("title", None)
        if not field:
            return
        text = self._texts.tagged(field)
        for name in ("subtitle", "titleaddon"):
            if more := self._fields.pop(name, None):
                text = _joined(text, self._texts.tagged(more), ": " if name == "subtitle" else ". ")
        self._add("title", field, text)

    def _preprint(self) -> None:
        """Find the arXiv id wherever exports write it."""
        self._eprint()
        self._journal_of_preprints()
        note = self._fields.get("note")
        found = _SERVER_NOTE.fullmatch(note.text) if note else None
        if note and found and (ident := identifiers.arxiv(found["id"])):
            del self._fields["note"]
            self._add(ARXIV, note, ident)
        is_preprint = ARXIV in self._made and not self._has_venue()
        if is_preprint and self._kind in (*_SHORT_OF_ARTICLE, "article-journal", "report"):
            self._kind = "article"

    def _has_venue(self) -> bool:
        return not {"journal", "journaltitle", "booktitle", "institution"}.isdisjoint(self._fields)

    def _eprint(self) -> None:
        field = self._fields.get("eprint")
        if not field:
            return
        kind = self._fields.get("eprinttype") or self._fields.get("archiveprefix")
        server = kind.text.lower() if kind else ""
        ident = self._texts.verbatim(field)
        found = identifiers.arxiv(ident)
        if server == "arxiv" or (found and not server):
            self._add(ARXIV, field, found or ident)
        elif server == "pubmed":
            self._add("PMID", field, ident)
        elif server in _ADDRESSES_OF and "url" not in self._fields:
            self._add("URL", field, _ADDRESSES_OF[server] + ident)

    def _journal_of_preprints(self) -> None:
        """`arXiv preprint arXiv:2104.04473` of Google Scholar, `CoRR` and `abs/…` of DBLP."""
        for name in ("journal", "journaltitle", "howpublished", "publisher"):
            field = self._fields.get(name)
            found = _SERVER.fullmatch(self._texts.plain(field)) if field else None
            if not field or not found:
                continue
            del self._fields[name]
            if "publisher" not in self._fields:
                self._add("publisher", field, "arXiv")
            ident = identifiers.arxiv(found["id"] or "")
            if ident and ARXIV not in self._made:
                self._add(ARXIV, field, ident)
            if name.startswith("journal"):
                self._kind = "article"
                for place in ("volume", "eid", "pages", "number"):
                    self._preprint_in(place)

    def _preprint_in(self, name: str) -> None:
        field = self._fields.get(name)
        text = field.text.lower().removeprefix("abs/") if field else ""
        if field and (ident := identifiers.arxiv(text)):
            del self._fields[name]
            if ARXIV not in self._made:
                self._add(ARXIV, field, ident)

    def _container(self) -> None:
        journal, book = ("journaltitle", "journal"), ("booktitle", "maintitle")
        is_article = self._kind in _NUMBERED_ISSUES
        field = self._first((*journal, *book) if is_article else (*book, *journal))
        if not field or self._kind in _WHOLE_BOOKS:
            return
        text = self._texts.plain(field)
        for name, mark in (
            ("journalsubtitle", ": "),
            ("booksubtitle", ": "),
            ("booktitleaddon", ". "),
        ):
            if more := self._fields.pop(name, None):
                text = _joined(text, self._texts.plain(more), mark)
        self._add("container-title", field, text)

    def _addresses(self) -> None:
        for variable, names in words.ADDRESSES.items():
            if field := self._first(names):
                found = _ADDRESS.fullmatch(field.text) if variable == "URL" else None
                text = _address(found) if found else self._texts.verbatim(field)
                self._add(variable, field, latex_text.verbatim(text).text)
        for name in ("howpublished", "note"):
            field = self._fields.get(name)
            found = _ADDRESS.fullmatch(field.text) if field else None
            if field and found and "URL" not in self._made:
                del self._fields[name]
                self._add("URL", field, latex_text.verbatim(_address(found)).text)

    def _numbers(self) -> None:
        number, issue = self._fields.pop("number", None), self._fields.pop("issue", None)
        issues = [issue] if issue else []
        if number and self._kind in _NUMBERED_ISSUES:
            issues.insert(0, number)
            number = None
        elif number and "series" in self._fields:
            self._add("collection-number", number, self._texts.plain(number))
            number = None
        number = number or self._fields.pop("articleno", None)
        if number:
            self._add("number", number, self._texts.plain(number))
        if issues:
            self._add("issue", issues[0], ", ".join(map(self._texts.plain, issues)))
        if field := self._first(("pages", "eid")):
            text = _RANGE.sub("–", self._texts.plain(field))
            self._add("page", field, text if "–" in text else _NUMBER_RANGE.sub("–", text))

    def _publisher(self) -> None:
        is_paper = self._kind in ("thesis", "report")
        order = (*words.PUBLISHERS[1:3], words.PUBLISHERS[0]) if is_paper else words.PUBLISHERS
        names = dict.fromkeys((*order, *words.PUBLISHERS))
        field = next((self._fields[name] for name in names if name in self._fields), None)
        if field and "publisher" not in self._made:
            del self._fields[field.name.value]
            self._add("publisher", field, self._texts.plain(field))
        if "address" in self._fields and "location" in self._fields:
            # The exports of ACM: one is the publisher's place, the other that of the event.
            field = self._fields.pop("location")
            self._add("event-place", field, self._texts.plain(field))

    def _genre(self) -> None:
        if field := self._fields.pop("type", None):
            text = self._texts.plain(field)
            self._add("genre", field, words.GENRES.get(text.lower(), text))
        elif self._entry.kind.value in _DEGREES:
            kind = self._entry.kind
            self._add("genre", Field(kind, Scalar("", kind.span)), words.GENRES[kind.value])

    def _language(self) -> None:
        field = self._first(("langid", "language", "hyphenation"))
        if not field:
            return
        text = self._texts.plain(field)
        code = words.LANGUAGES.get(text.lower(), text.replace("_", "-"))
        if _LANGUAGE.fullmatch(code):
            self._add("language", field, code)
        else:
            message = f"the language `{text[:40]}` of `{self._entry.key.value}` is not used"
            place = field.value.span
            self._problems.append(Diagnostic("unread-field", Severity.NOTE, message, place))

    def _dates(self) -> None:
        for variable, names in words.DATES.items():
            if field := self._first(names):
                self._add(variable, field, self._texts.plain(field))
        year, month, day = (self._fields.pop(name, None) for name in ("year", "month", "day"))
        date = self._fields.pop("date", None) or year
        if not date:
            return
        text = self._texts.plain(date).replace("\N{NO-BREAK SPACE}", " ")
        if date is year and (years := _YEARS.fullmatch(text)):
            text = f"{years[1]}/{years[2]}"
        if season := _SEASON.fullmatch(text):
            message = f"the season of the date `{text}` is not used"
            self._problems.append(
                Diagnostic("unread-date", Severity.NOTE, message, date.value.span)
            )
            text = season[1]
        if date is not year or not month or not _NUMBER.fullmatch(text):
            self._add("issued", date, text)
            return
        parts = [(year, text), *self._month(month, day)]
        entries = zip(("year", "month", "day"), parts, strict=False)
        mapping = Mapping(
            tuple(
                (Spanned(name, f.value.span), Scalar(part, f.value.span, quoted=True))
                for name, (f, part) in entries
                if f
            ),
            date.value.span,
        )
        self._made["issued"] = (Spanned("issued", date.name.span), mapping)

    def _month(self, month: Field, day: Field | None) -> Iterator[tuple[Field, str]]:
        """The month and perhaps the day in `nov`, `11`, `10~nov` or `November 10--12`."""
        text = self._texts.plain(month)
        names, numbers = _WORD.findall(text), _NUMBER.findall(text)
        if names:
            yield month, names[0]
            if numbers or day:
                yield (day, self._texts.plain(day)) if day else (month, numbers[0])
            return
        yield month, numbers[0] if numbers else text
        if day:
            yield day, self._texts.plain(day)

    def _first(self, names: tuple[str, ...]) -> Field | None:
        """Take the first field called one of *names*; the others stay."""
        return next((self._fields.pop(name) for name in names if name in self._fields), None)

    def _add(self, variable: str, field: Field, text: str) -> None:
        node = Scalar(text, field.value.span, quoted=True)
        self._made.setdefault(variable, (Spanned(variable, field.name.span), node))

    def _others(self) -> Iterator[tuple[Spanned[str], Node]]:
        """What is left: bookkeeping is passed over, the rest goes on under its own name."""
        for name, field in self._fields.items():
            if name in words.BOOKKEEPING or name.startswith(words.BOOKKEEPING_STARTS):
                continue
            if (csl_variables.variable(name) or name) not in self._taken():
                yield Spanned(name, field.name.span), self._plain_node(field)

    def _blank(self) -> Iterator[tuple[Spanned[str], Node]]:
        """A container that is named and not written, so that this can be said."""
        for name in self._entry.blank:
            if name.value in _CONTAINERS and "container-title" not in self._made:
                yield name, Scalar("", name.span, quoted=True)

    def _taken(self) -> frozenset[str]:
        return frozenset((*self._made, VENUE, *words.NAMES.values()))

    def _plain_node(self, field: Field) -> Scalar:
        return Scalar(self._texts.plain(field), field.value.span, quoted=True)

    def _report(self, code: str, severity: Severity, message: str, span: Span, hint: str) -> None:
        self._problems.append(Diagnostic(code, severity, message, span, (), (hint,)))


_ADDRESSES_OF = {
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}


def _address(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)


def _joined(text: str, more: str, mark: str) -> str:
    """Return *text* and *more* with *mark* between them, unless *text* ends in one."""
    bare = re.sub(r"(?:</[a-z]+>)+$", "", text[-60:])
    return f"{text} {more}" if bare.endswith(_ENDS) else f"{text}{mark}{more}"

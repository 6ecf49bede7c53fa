"""RIS: the records that library systems, publishers and reference managers export."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from coursepack.identity import identifiers
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Person, Work
from coursepack.pattern import pattern
from coursepack.read.entries import work_parts
from coursepack.read.words import names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TYPES = {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CHART": "figure",
    "CLSWK": "classic",
    "COMP": "software",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DATA": "dataset",
    "DBASE": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "EQUA": "figure",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "GRANT": "document",
    "HEAR": "hearing",
    "ICOMM": "personal_communication",
    "INPR": "article-journal",
    "INTV": "interview",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MULTI": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "PREP": "article",
    "PREPRINT": "article",
    "RPRT": "report",
    "SER": "book",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
_IN_JOURNAL = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "periodical", "article")
)
_WHOLE = frozenset(("book", "classic", "pamphlet", "report", "thesis", "map", "software"))
_IN_BOOK = frozenset(("chapter", "entry-dictionary", "entry-encyclopedia", "paper-conference"))

# For each variable the tags that may hold it, the best first.
_FIELDS = (
    ("title-short", ("ST",)),
    ("volume", ("VL", "VO")),
    ("publisher", ("PB",)),
    ("edition", ("ET",)),
    ("language", ("LA",)),
    ("DOI", ("DO", "DI")),
    ("abstract", ("AB", "N2")),
    ("annote", ("N1", "RN")),
    ("call-number", ("CN",)),
    ("number-of-volumes", ("NV",)),
    ("section", ("SE",)),
)
_AUTHORS = ("AU", "A1")
_TITLES = ("TI", "T1", "CT")
_CONTAINERS = ("T2", "JF", "BT", "JO")
_SHORT_CONTAINERS = ("J2", "JA", "J1", "JO")
_ADDRESSES = ("UR", "L2", "LK", "L1")
# These are read, or say nothing of the work: accession numbers, who provided the record.
_KNOWN = _words(
    """
    A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CR CT CY DA DB DI DO DP ED EP
    ET H1 H2 ID IS J1 J2 JA JF JO KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OP PB PP PY RI RN
    RP SE SN SP SR ST T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR VL VO WT WV Y1 Y2
    """
)

_DATE = pattern(r"(\d{4})(?:[/-](\d{0,2}))?(?:[/-](\d{0,2}))?(?:/.*)?")
_ISSN = pattern(r"\b\d{4}-?\d{3}[\dXx]\b")
_ISBN = pattern(r"\b(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]\b")
_WEB = pattern(r"https?://", re.IGNORECASE)
_PMCID = pattern(r"PMC\d+")

_Field = tuple[Spanned[str], Node]


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each record as a work; a record without an ID is called by author and year."""
    items = node.items if isinstance(node, Sequence) else ()
    written = [_Record.of(item) for item in items if isinstance(item, Mapping)]
    records = [record for record in written if record.says_something]
    keys = _Keys(frozenset(record.own_key.value for record in records if record.own_key))
    found = work_parts.works((keys.key(record), record.node()) for record in records)
    empty = [record for record in written if not record.says_something]
    problems = (*found.diagnostics, *keys.diagnostics(), *_unread(records), *_empty(empty))
    return Outcome(found.value, problems)


@dataclass(frozen=True, slots=True)
class _Record:
    """The values of a record by tag, and the CSL type of the work."""

    kind: str
    tags: dict[str, list[_Field]]
    span: Span

    @classmethod
    def of(cls, node: Mapping) -> _Record:
        tags: dict[str, list[_Field]] = {}
        for tag, value in node.entries:
            if isinstance(value, Scalar) and value.text.strip():
                tags.setdefault(tag.value, []).append((tag, value))
        written = _text(tags["TY"][0][1]) if "TY" in tags else ""
        record = cls(_TYPES.get(written.upper(), written), tags, node.span)
        # Reference managers write preprints as unpublished works.
        address = _address(record) if record.kind == "manuscript" else None
        is_preprint = address is not None and identifiers.arxiv(_text(address[1])) is not None
        return replace(record, kind="article") if is_preprint else record

    @property
    def says_something(self) -> bool:
        """Say whether the record has more than a type."""
        return self.tags.keys() != {"TY"} and bool(self.tags)

    @property
    def own_key(self) -> Spanned[str] | None:
        """The key that the record gives itself."""
        found = self.first("ID")
        return Spanned(_text(found[1]), found[1].span) if found else None

    def first(self, *tags: str) -> _Field | None:
        """Return the first value of the first of *tags* that has one."""
        return next((self.tags[tag][0] for tag in tags if tag in self.tags), None)

    def all(self, *tags: str) -> list[_Field]:
        """Return every value of *tags*."""
        return [value for tag in tags for value in self.tags.get(tag, ())]

    @property
    def place(self) -> Span:
        """Return where the record begins: its type, if it says one."""
        found = self.first("TY")
        return found[1].span if found else self.span

    def node(self) -> Mapping:
        """Return the record in the words of CSL."""
        return Mapping(tuple(_entries(self)), self.span)


def _entries(record: _Record) -> Iterator[_Field]:
    if kind := record.first("TY"):
        yield _named("type", kind, record.kind)
    yield from _names(record)
    yield from _titles(record)
    for name, tags in _FIELDS:
        if found := record.first(*tags):
            yield _named(name, found)
    yield from _dates(record)
    yield from _numbers(record)
    yield from _place(record)
    if found := _address(record):
        yield _named("URL", found)
    if keywords := record.all("KW"):
        words = (line.strip(" ;,") for _, value in keywords for line in _lines(value))
        yield _named("keyword", keywords[0], ", ".join(filter(None, words)))


def _names(record: _Record) -> Iterator[_Field]:
    editors = ("ED",) if record.kind == "thesis" else ("ED", "A2")
    for name, tags in (
        ("author", _AUTHORS),
        ("editor", editors),
        # Of a thesis the third author is who advised.
        ("collection-editor", () if record.kind == "thesis" else ("A3",)),
        ("translator", ("A4", "TA")),
    ):
        if found := record.all(*tags):
            people = tuple(_name(value) for _, value in found)
            yield Spanned(name, found[0][0].span), Sequence(people, found[0][1].span)


def _name(value: Node) -> Node:
    text = _text(value)
    if text.endswith(",") and text.count(",") == 1:
        # So reference managers say that a name is that of an institution.
        literal = Scalar(text.rstrip(" ,"), value.span, quoted=True)
        return Mapping(((Spanned("literal", value.span), literal),), value.span)
    return Scalar(text, value.span, quoted=True)


def _titles(record: _Record) -> Iterator[_Field]:
    title = record.first(*_TITLES) or (record.first("BT") if record.kind in _WHOLE else None)
    if title:
        yield _named("title", title)
    containers = ("C3", *_CONTAINERS) if record.kind == "paper-conference" else _CONTAINERS
    container = record.first(*containers)
    if record.kind in _WHOLE:
        # The series of a book stands where others have what contains them.
        series = record.first("T3", "T2")
        if series and series != title:
            yield _named("collection-title", series)
        return
    if container and container != title:
        yield _named("container-title", container)
        event = record.first("T2")
        if container[0].value == "C3" and event:
            yield _named("event-title", event)
    if series := record.first("T3"):
        yield _named("collection-title", series)
    short = record.first(*(tag for tag in _SHORT_CONTAINERS if container != record.first(tag)))
    if short and container and _text(short[1]) != _text(container[1]):
        yield _named("container-title-short", short)
    elif short and not container:
        yield _named("container-title", short)


def _dates(record: _Record) -> Iterator[_Field]:
    year, day = record.first("PY", "Y1"), record.first("DA")
    if chosen := _finer(year, day):
        yield _named("issued", chosen, _date(_text(chosen[1])))
    if accessed := record.first("Y2"):
        yield _named("accessed", accessed, _date(_text(accessed[1])))


def _finer(year: _Field | None, day: _Field | None) -> _Field | None:
    """Return the date of which more is written, if both are of one year."""
    if not year or not day:
        return year or day
    first, second = (_DATE.fullmatch(_text(found[1])) for found in (year, day))
    if not first or not second or first[1] != second[1]:
        return year
    return day if _count(second) > _count(first) else year


def _count(date: re.Match[str]) -> int:
    return sum(bool(part) for part in date.groups())


def _date(text: str) -> str:
    """Return the date *text*, `2021/11/03/`, as others write it."""
    found = _DATE.fullmatch(text)
    if not found:
        return text.strip(" /")
    year, month, day = found.groups()
    return "-".join(filter(None, (year, month, day if month else "")))


def _numbers(record: _Record) -> Iterator[_Field]:
    issue = record.first("IS", "CP")
    if issue:
        yield _named("issue" if record.kind in _IN_JOURNAL | _IN_BOOK else "number", issue)
    number = record.first("C7", "M1")
    if number and (record.kind in _IN_JOURNAL or not issue):
        yield _named("number", number)
    if pages := _pages(record):
        yield pages
    if (genre := record.first("M3", "U1")) and record.kind in ("thesis", "report", "manuscript"):
        yield _named("genre", genre)
    if found := record.first("SN"):
        yield from _standard_numbers(record, found)
    if (found := record.first("C2")) and _PMCID.fullmatch(_text(found[1])):
        yield _named("PMCID", found)


def _pages(record: _Record) -> _Field | None:
    start, end = record.first("SP"), record.first("EP")
    if not start:
        return None
    first, last = _text(start[1]), _text(end[1]) if end else ""
    if record.kind in _WHOLE and not last:
        return _named("number-of-pages", start)
    is_range = not last or last == first or re.search(r"[-–]", first)
    return _named("page", start, first if is_range else f"{first}-{last}")


def _standard_numbers(record: _Record, found: _Field) -> Iterator[_Field]:
    """An ISBN or an ISSN, whichever was written."""
    text = " ".join(_lines(found[1]))
    issn, isbn = _ISSN.search(text), _ISBN.search(text)
    if isbn:
        yield _named("ISBN", found, isbn[0])
    elif issn:
        yield _named("ISSN", found, issn[0])
    else:
        yield _named("ISSN" if record.kind in _IN_JOURNAL else "ISBN", found, text)


def _place(record: _Record) -> Iterator[_Field]:
    found = record.first("PP", "CY")
    if found:
        is_event = record.kind == "paper-conference" and found[0].value == "CY"
        yield _named("event-place" if is_event else "publisher-place", found)
    elif record.kind == "paper-conference" and (event := record.first("C1")):
        yield _named("event-place", event)


def _address(record: _Record) -> _Field | None:
    """The first address on the web; a file of the author's own machine is none."""
    found = record.all(*_ADDRESSES)
    web = (item for item in found if _WEB.match(_text(item[1])))
    return next(web, record.first("UR"))


def _named(name: str, found: _Field, text: str | None = None) -> _Field:
    tag, value = found
    words = _text(value) if text is None else text
    return Spanned(name, tag.span), Scalar(words, value.span, quoted=True)


def _text(value: Node) -> str:
    return " ".join(value.text.split()) if isinstance(value, Scalar) else ""


def _lines(value: Node) -> list[str]:
    return value.text.split("\n") if isinstance(value, Scalar) else []


@dataclass(slots=True)
class _Keys:
    """The keys of a file: those written, and those made for records that have none."""

    taken: frozenset[str]
    made: list[Spanned[str]] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def key(self, record: _Record) -> Spanned[str]:
        """Return the key of *record*, as no other made one is."""
        if record.own_key:
            return record.own_key
        key = Spanned(self._free(_stem(record)), record.place)
        self.made.append(key)
        return key

    def _free(self, stem: str) -> str:
        while True:
            number = self._counts[stem] = self._counts.get(stem, 0) + 1
            key = stem if number == 1 else f"{stem}-{number}"
            if key not in self.taken:
                return key

    def diagnostics(self) -> Iterator[Diagnostic]:
        """Say once that keys were made, since pages must name them."""
        if self.made:
            first = self.made[0]
            count = len(self.made)
            records = "a record has" if count == 1 else f"{count} records have"
            message = f"{records} no `ID`; the first is called `{first.value}`"
            hint = "author and year make the key; write an `ID  - …` to choose another"
            yield Diagnostic("made-key", Severity.NOTE, message, first.span, (), (hint,))


def _stem(record: _Record) -> str:
    """Return the family name and the year, `narayanan2021`."""
    author = record.first(*_AUTHORS, "ED", "A2")
    title = record.first(*_TITLES, "BT")
    words = _family(author[1]) if author else ""
    if not words and title:
        words = next((w for w in map(_folded, _text(title[1]).split()) if len(w) > 3), "")
    date = record.first("PY", "Y1", "DA")
    year = re.match(r"\d{4}", _text(date[1])) if date else None
    return (words + (year[0] if year else "")) or "record"


def _family(author: Node) -> str:
    found = names.one(Spanned(_text(author), author.span)).value.people
    if not found:
        return ""
    first = found[0]
    if isinstance(first, Person):
        return _folded(first.family)
    words = first.name.split()
    return _folded(words[1] if len(words) > 1 and words[0].lower() == "the" else words[0])


def _folded(words: str) -> str:
    """Return the letters and digits of *words*, small and without accents."""
    letters = unicodedata.normalize("NFKD", words.lower())
    return "".join(letter for letter in letters if letter.isalnum())


def _empty(records: list[_Record]) -> Iterator[Diagnostic]:
    if records:
        count = "a record has" if len(records) == 1 else f"{len(records)} records have"
        message = f"{count} nothing but a type"
        hint = "write what the record is of, or remove it"
        place = records[0].place
        yield Diagnostic("empty-record", Severity.WARNING, message, place, (), (hint,))


def _unread(records: list[_Record]) -> Iterator[Diagnostic]:
    """Say of each tag that is not known where it first stands."""
    found: dict[str, list[_Field]] = {}
    for record in records:
        for tag, values in record.tags.items():
            if tag not in _KNOWN:
                found.setdefault(tag, []).append(values[0])
    for tag, values in found.items():
        count = "one record" if len(values) == 1 else f"{len(values)} records"
        message = f"the tag `{tag}` of {count} is not used"
        yield Diagnostic("unread-field", Severity.NOTE, message, values[0][0].span)

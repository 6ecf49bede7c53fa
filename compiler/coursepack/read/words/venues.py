"""Read a venue and a year written as one text, such as `SOSP 2023` or `SC 21`.

What a venue is called in full, and of which kind it is, the table of venues says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from coursepack.definitions.works import ARXIV
from coursepack.pattern import pattern
from coursepack.read.words import venue_table
from coursepack.read.words.venue_table import Listed, VenueTable

# Longer texts are sentences; and what is tried below may cost the square of the length.
_LONGEST = 400
# How many texts are known again: few venues stand behind the works of a course.
_MOST_KEPT = 2048

_YEAR = r"(?:19|20)\d\d"
_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_JAN_TO_DEC = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = rf"(?:({_MONTHS})\.?,? )?({_YEAR})"
_DATE_ALONE = pattern(rf"\(?{_DATE}\)?", re.IGNORECASE)
_DATE_AT_END = pattern(rf"(?:[\s,]+|(?<=[^\s,])(?=\())\(?{_DATE}\)?$", re.IGNORECASE)
_SHORT_YEAR_AT_END = pattern(r"\s*['’‘]\s?(\d\d)$")

_YEAR_ALONE = pattern(r"1[6-9]\d\d|20\d\d")

# Behind the name of a journal: pages, a volume and its issue, or one of them.
_PAGE = r"[A-Za-z]?\d{1,6}(?:\s?[-–—]+\s?[A-Za-z]?\d{1,6})?"
_NUMBERS = (
    (pattern(rf"[\s,:;]+(?:pp?\.?|pages?)\s*({_PAGE})$", re.IGNORECASE), ("page",)),
    (pattern(rf"\s*\((?:pp?\.?|pages?)\s*({_PAGE})\)$", re.IGNORECASE), ("page",)),
    (
        # "21, 7 (July 1978), 558–565", as ACM has it
        pattern(
            rf"[\s,]+(\d{{1,4}}),\s*(\d{{1,4}}(?:[-–/]\d{{1,4}})?)\s*"
            rf"\(((?:(?:{_MONTHS})\.?,? )?{_YEAR})\)(?:\s*[:,]\s*({_PAGE}))?$",
            re.IGNORECASE,
        ),
        ("volume", "issue", "issued", "page"),
    ),
    (
        pattern(
            rf"[\s,]+(?:vol(?:ume|\.)?\s*)?(\d{{1,4}})\s*\((\d{{1,4}}(?:[-–/]\d{{1,4}})?)\)"
            rf"(?:\s*[:,]\s*({_PAGE}))?$",
            re.IGNORECASE,
        ),
        ("volume", "issue", "page"),
    ),
    (pattern(rf"[\s,]+(\d{{1,4}})(?:\s*:\s*|,\s+)({_PAGE})$"), ("volume", "page")),
    (
        pattern(r"[\s,]+(?:no|nr|iss|issue|number)\b\.?\s*(\d{1,4})$", re.IGNORECASE),
        ("issue",),
    ),
    (pattern(r"[\s,]+vol(?:ume|\.)?\s*(\d{1,4})$", re.IGNORECASE), ("volume",)),
    (pattern(r"[\s,]+(\d{1,4})$"), ("number",)),
)

# What stands behind a venue and has no field.
_TALK = (
    r"(?:oral|spotlight|poster|highlight|keynote|demo|notable top[- ]?\d+%"
    r"|(?:short|long|full|invited|position) (?:paper|talk)|extended abstract)"
    r"(?: (?:presentation|paper|talk|track))?"
)
_AWARD = (
    r"(?:(?:best|outstanding|distinguished|influential)"
    r"(?: (?:student|demo|short|research|systems?))? papers?"
    r"|test[- ]of[- ]time|honou?rable mention|hall of fame)"
    r"(?:[- ](?:paper|award|winner|runner[- ]up|honou?rable mention|nominee|finalist|candidate))*!?"
)
_STATUS = (
    r"to appear|in press|forthcoming|accepted|under submission|under review|submitted|in submission"
)
_REMARK = pattern(
    rf"(?:[\s,;]+|(?<=\S)(?=[(\[]))(?:[(\[]\s*((?:{_TALK}|{_AWARD})|v\d+\b[^()\[\]]{{0,40}})\s*[)\]]"
    rf"|({_TALK}|{_AWARD}))\.?$",
    re.IGNORECASE,
)
_STATUS_AT_END = pattern(rf"(?:[\s,;]+|(?<=\S)(?=[(\[]))[(\[]?({_STATUS})[)\]]?\.?$", re.IGNORECASE)
_STATUS_FIRST = pattern(rf"({_STATUS})(?:[:,]| (?:in|at|to|by|for))(?: the)? (.+)", re.IGNORECASE)
_STATUS_ALONE = pattern(rf"[(\[]?({_STATUS})[)\]]?\.?", re.IGNORECASE)

_ARXIV_ID = (
    r"(?:arxiv(?:\.org)?[:.\s/]\s*|abs/)(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(v\d+)?"
    r"(?:\s*\[[\w.-]+\])?"
)
_ARXIV = pattern(
    rf"(?:(?:arxiv|corr)(?: e-?prints?| preprints?)?[\s,:]+)?{_ARXIV_ID}[\s,.]*", re.IGNORECASE
)
_EPRINT = pattern(
    r"(?:IACR\s+)?(?:Cryptology\s+)?ePrint(?:\s+Archive)?[\s,:]+(?:(?:report|paper)\s+)?"
    r"((?:19|20)\d\d)/\d{1,4}",
    re.IGNORECASE,
)
_REPORT = pattern(
    r"(?:(.+?)[\s,]+)?(white ?paper|tech(?:nical|\.)? report|research report|working paper)"
    r"(?:[\s,]+(?:no\.? ?)?([A-Z][\w./-]*\d[\w./-]*|\d{1,6}))?(?:,\s*([^,\d]+))?",
    re.IGNORECASE,
)
_RFC = pattern(r"(?:(IETF)[\s,]+)?(RFC)[\s-]?(\d{1,5})")
_DEGREE = (
    r"ph\.? ?d\.?|doctoral|master['’]?s?|m\.? ?sc?\.?|m\.? ?eng\.?|bachelor['’]?s?|b\.? ?sc?\.?"
    r"|diploma|undergraduate|senior|honors"
)
_THESIS = pattern(
    rf"(?:(.+?)[\s,]+)?((?:{_DEGREE}) (?:thesis|dissertation)|dissertation)"
    r"(?:(?:,\s*|\s+at\s+|\s+)(\D+))?",
    re.IGNORECASE,
)
_BLOG = pattern(r"(?:(.+?)[\s,]+)?(blog ?post|blog)(?:,\s*([^,\d]+))?", re.IGNORECASE)
_PRESS = pattern(r"(.+ Press)")
# Of a name that no table has, such as a publisher's: older works are books.
_ANY_YEAR = r"(?:1[5-9]|20)\d\d"
_NAME_AND_YEAR = pattern(rf"(.*?[^\s,(])(?:\s*,\s*|\s+)(?:\(({_ANY_YEAR})\)|({_ANY_YEAR}))")
_SHORT_YEAR = pattern(r"(.*?[^\s,'’])(?:\s*['’]|\s+)(\d\d)")
_BRACKETS = pattern(r"(.+?)[\s,:]*[(\[]([^()\[\]]+)[)\]]")
# `OSDI24`, where the letters alone are a venue.
_GLUED = pattern(r"([A-Z][A-Za-z&-]*[A-Z])(\d\d)")
_YEARS = pattern(rf"\b{_YEAR}\b")
_THEN_MORE = pattern(rf"(.{{2,}}?)(?:[\s,]+\(?({_YEAR})\)?|\s?['’‘](\d\d))(?=[\s:,;–—-])(.+)")
_LEAD_IN = pattern(r"(?:in:? |@ ?)(?:the )?(?=\S)", re.IGNORECASE)
_LEAD_IN_OF_PROCEEDINGS = pattern(r"in:? (?=(?:the )?proc(?:eedings|\.)?\b)", re.IGNORECASE)
_PROCEEDINGS = pattern(r"(?:in:? )?(?:the )?proc(?:eedings|\.) ?(?:of\b)? ?\S", re.IGNORECASE)

# Which century two digits mean is fixed, not the clock's: the same text, the same year.
_FIRST_SHORT_YEAR = 60
# Where the venue is known to have been there, two digits may mean years before that.
_FIRST_KNOWN_SHORT_YEAR = 40
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Venue:
    """What a venue text says: CSL fields, a year, and the type of work they suggest.

    `remark` is what was understood and has no field, such as "v3 2025".
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    kind: str = ""
    remark: str = ""
    month: int | None = None


def read(text: str, *, in_journal: bool = False, table: VenueTable | None = None) -> Venue:
    """Return what *text* says; what follows no known pattern is one whole name.

    With *in_journal* the author says that it is a journal, whether known or not. Venues are
    those of *table*, or ours.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return Venue({"container-title": text} if text else {})
    return _read(text, table or venue_table.current(), in_journal)


@lru_cache(maxsize=_MOST_KEPT)
def _read(text: str, table: VenueTable, in_journal: bool) -> Venue:
    whole = Venue({"container-title": text})
    said = _Said.of(text)
    if not said.text:
        return Venue({"status": said.status}) if said.status else whole
    found = _understood(said.text, table, in_journal=in_journal)
    if found is None and said.status:
        found = Venue({"container-title": said.text})
    if found is None:
        return Venue({"container-title": text}, None, "article-journal") if in_journal else whole
    remark = "; ".join(filter(None, (found.remark, said.remark)))
    status = {"status": said.status} if said.status else {}
    return replace(found, fields={**found.fields, **status}, remark=remark)


def is_journal(name: str, table: VenueTable | None = None) -> bool:
    """Say whether *name* is a journal known to count volumes."""
    listed = (table or venue_table.current()).find(name)
    return listed is not None and listed.kind == "journal"


@dataclass(frozen=True, slots=True)
class _Said:
    """A venue text apart from what is said of the work: an award, that it is to appear."""

    text: str
    remark: str = ""
    status: str = ""

    @classmethod
    def of(cls, text: str) -> _Said:
        text = _bare(text)
        if alone := _STATUS_ALONE.fullmatch(text):
            return cls("", "", alone[1])
        remarks: list[str] = []
        status = ""
        if first := _STATUS_FIRST.fullmatch(text):
            status, text = first[1], first[2]
        while True:
            if found := _REMARK.search(text):
                remarks.insert(0, (found[1] or found[2]).strip())
            elif not status and (found := _STATUS_AT_END.search(text)):
                status = found[1]
            else:
                return cls(_bare(text), "; ".join(remarks), status)
            text = text[: found.start()]


def _bare(text: str) -> str:
    """Return *text* without brackets around it and a stop that no name ends with."""
    text = text.strip(" ,;")
    if text[-2:-1] and text.endswith(".") and (text[-2].isdigit() or text[-2] in ")]"):
        text = text[:-1]
    is_wrapped = text[:1] + text[-1:] in ("()", "[]")
    if is_wrapped and not any(bracket in text[1:-1] for bracket in "()[]"):
        return text[1:-1].strip(" ,;")
    return text


def _understood(text: str, table: VenueTable, *, in_journal: bool) -> Venue | None:
    if date := _DATE_ALONE.fullmatch(text):
        return Venue({}, int(date[2]), "", "", _month(date[1]))
    if venue := _preprint(text) or _plain_kind(text):
        return venue
    known = _Known(table)
    if venue := known.read(text):
        return venue
    if in_journal:
        return _journal(text)
    return None if known.contradicts(text) else _conference(text)


def _month(name: str | None) -> int | None:
    return _JAN_TO_DEC.index(name[:3].lower()) + 1 if name else None


def _split_date(text: str) -> tuple[str, int | None, int | None]:
    """Return *text* without the date at its end, its year and its month."""
    found = _DATE_AT_END.search(text) if _ends_in_number(text) else None
    if not found or not text[: found.start()].strip(" ,"):
        return text, None, None
    return text[: found.start()].rstrip(" ,"), int(found[2]), _month(found[1])


def _ends_in_number(text: str) -> bool:
    """Say whether a date or a number can stand at the end of *text*."""
    return text[-1:].isdecimal() or text[-2:-1].isdecimal()


def _preprint(text: str) -> Venue | None:
    head, year, month = _split_date(text)
    if found := _ARXIV.fullmatch(head):
        fields = {"publisher": "arXiv", ARXIV: found[1]}
        return Venue(fields, year, "article", found[2] or "", month)
    if found := _EPRINT.fullmatch(text):
        return Venue({"publisher": "Cryptology ePrint Archive"}, int(found[1]), "article")
    if head.casefold() == "preprint":
        return Venue({"genre": "Preprint"}, year, "article", "", month)
    return None


def _plain_kind(text: str) -> Venue | None:
    """A report, a thesis, an entry of a blog or a book: what says of itself what it is."""
    head, year, month = _split_date(text)
    for form, kind, names in (
        (_REPORT, "report", ("publisher", "genre", "number", "publisher")),
        (_RFC, "report", ("publisher", "genre", "number")),
        (_THESIS, "thesis", ("publisher", "genre", "publisher")),
    ):
        if found := form.fullmatch(head):
            return _of_parts(zip(names, found.groups(), strict=True), year, kind, month)
    if found := _BLOG.fullmatch(head):
        return _blog(found, year, month)
    if year and _PRESS.fullmatch(head):
        return Venue({"publisher": head}, year, "book", "", month)
    return None


def _of_parts(
    parts: Iterator[tuple[str, str | None]], year: int | None, kind: str, month: int | None
) -> Venue:
    fields: dict[str, str] = {}
    for name, words in parts:
        if words:
            fields[name] = f"{fields[name]}, {words}" if name in fields else words
    return Venue(fields, year, kind, "", month)


def _blog(found: re.Match[str], year: int | None, month: int | None) -> Venue | None:
    before, what, behind = found.groups()
    if what.lower() == "blog":
        # "Blog" alone says nothing; with a name before it, it is that of a site.
        if not before or behind:
            return None
        return Venue({"container-title": f"{before} {what}"}, year, "post-weblog", "", month)
    parts = zip(("container-title", "genre", "container-title"), found.groups(), strict=True)
    return _of_parts(parts, year, "post-weblog", month)


@dataclass(slots=True)
class _Peeled:
    """A name, and the date and numbers that stood behind it."""

    name: str
    year: int | None = None
    month: int | None = None
    digits: str = ""
    numbers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> _Peeled:
        peeled = cls(text)
        while peeled._date() or peeled._short_year() or peeled._numbers():
            pass
        return peeled

    def _date(self) -> bool:
        if self.year:
            return False
        self.name, self.year, self.month = _split_date(self.name)
        return self.year is not None

    def _short_year(self) -> bool:
        found = None if self.year or self.digits else _SHORT_YEAR_AT_END.search(self.name)
        if not found or not found.start():
            return False
        self.name, self.digits = self.name[: found.start()].rstrip(" ,"), found[1]
        return True

    def _numbers(self) -> bool:
        for form, names in _NUMBERS if _ends_in_number(self.name) else ():
            found = form.search(self.name)
            if found and found.start() and self.numbers.keys().isdisjoint(names):
                self.numbers |= {
                    n: words for n, words in zip(names, found.groups(), strict=True) if words
                }
                self.name = self.name[: found.start()].rstrip(" ,:;")
                if date := _DATE_ALONE.fullmatch(self.numbers.pop("issued", "")):
                    self.year, self.month = self.year or int(date[2]), _month(date[1])
                if not self.year and _YEAR_ALONE.fullmatch(self.numbers.get("issue", "")):
                    # "Nature 506 (2014): 150–152", as Chicago has it
                    self.year = int(self.numbers.pop("issue"))
                return True
        return False


@dataclass(frozen=True, slots=True)
class _Sure:
    """A venue of the table, as it was found in a text, and what the text says with it."""

    listed: Listed
    peeled: _Peeled
    year: int | None

    @property
    def written(self) -> str:
        """The name as written."""
        return self.peeled.name


class _Known:
    """Reads texts that are, or begin with, a venue of a table."""

    def __init__(self, table: VenueTable) -> None:
        self._table = table

    def read(self, text: str) -> Venue | None:
        if sure := self.sure(text):
            return self._venue(sure)
        return self._in_brackets(text) or self._then_more(text)

    def sure(self, text: str) -> _Sure | None:
        """Return what *text* is from end to end."""
        peeled = _Peeled.of(text)
        listed = self._find(peeled.name)
        if listed is None and (glued := _GLUED.fullmatch(peeled.name)) and not peeled.digits:
            peeled.name, peeled.digits = glued[1], glued[2]
            listed = self._find(glued[1])
        if listed is None:
            return None
        year = peeled.year
        if not year and peeled.digits:
            year = _century(int(peeled.digits), listed.first_year)
            if year is None:
                return None
        if "number" in peeled.numbers:
            number = peeled.numbers.pop("number")
            if listed.counts_volumes or not _is_short_name(peeled.name):
                peeled.numbers.setdefault("volume", number)
            elif year is None and len(number) == 2:
                year = _century(int(number), listed.first_year)
            else:
                return None
        if year and year < listed.first_year:
            return None
        years = _YEARS.findall(peeled.name)
        if not year and len(years) == 1:
            year = int(years[0])
        return _Sure(listed, peeled, year)

    def contradicts(self, text: str) -> bool:
        """Say whether *text* names a venue of the table in a year in which there was none."""
        return self._find(_Peeled.of(text).name) is not None

    def _find(self, name: str) -> Listed | None:
        found = self._table.find(name)
        if found is None and (lead_in := _LEAD_IN.match(name)):
            return self._table.find(name[lead_in.end() :])
        return found

    def _in_brackets(self, text: str) -> Venue | None:
        """`Proceedings of the 26th ACM Symposium … (SOSP '17), 2017`."""
        peeled = _Peeled.of(text)
        parts = _BRACKETS.fullmatch(peeled.name)
        inner = self.sure(parts[2]) if parts else None
        if not parts or not inner or len({*filter(None, (peeled.year, inner.year))}) > 1:
            return None
        outer = self.sure(parts[1])
        is_same = outer is not None and outer.listed is inner.listed
        if not is_same and not _PROCEEDINGS.match(parts[1]):
            return None
        if "number" in peeled.numbers:
            return None
        numbers = {**(outer.peeled.numbers if outer else {}), **peeled.numbers}
        name = outer.written if outer else parts[1]
        month = peeled.month or inner.peeled.month
        peeled = replace(peeled, name=name, month=month, numbers=numbers)
        year = peeled.year or inner.year or (outer.year if outer else None)
        return self._venue(_Sure(inner.listed, peeled, year))

    def _then_more(self, text: str) -> Venue | None:
        """`SOSP 2003: 19th ACM Symposium`, `ICML 2023 Workshop on X`, `Nature 2023; 620:47`."""
        found = _THEN_MORE.fullmatch(text)
        sure = self.sure(text[: found.start(4)]) if found else None
        if not found or not sure:
            return None
        more = found[4]
        if sure.listed.counts_volumes:
            behind = _Peeled.of("X " + more.lstrip(" ,;:"))
            if behind.name == "X" and behind.numbers and not behind.year and not behind.digits:
                volume = behind.numbers.pop("number", None)
                numbers = {**({"volume": volume} if volume else {}), **behind.numbers}
                peeled = replace(sure.peeled, numbers={**sure.peeled.numbers, **numbers})
                return self._venue(replace(sure, peeled=peeled))
        if not more.startswith(" "):
            words = more.strip(" ,;:–—-")
            if self._table.find(words) is sure.listed:
                sure = replace(sure, peeled=replace(sure.peeled, name=words))
                return self._venue(sure)
            return replace(self._venue(sure), remark=words)
        if sure.listed.counts_volumes or more.lstrip(" ,;:–—-") == "":
            return None
        # A workshop or a track beside the conference has a name of its own.
        kind = venue_table.TYPES[sure.listed.kind]
        return Venue({"container-title": _without_lead_in(text)}, sure.year, kind)

    def _venue(self, sure: _Sure) -> Venue:
        listed, year = sure.listed, sure.year
        kind = venue_table.TYPES[listed.kind]
        if listed.kind in ("server", "publisher"):
            fields = {"publisher": listed.name}
        else:
            fields = self._container(sure)
            journal = self._journal_of(listed, year)
            if journal:
                kind = venue_table.TYPES["journal"]
            publisher = listed.publisher.at(year)
            if publisher and not journal and not listed.counts_volumes:
                fields["publisher"] = publisher
        fields |= sure.peeled.numbers
        return Venue(fields, year, kind, "", sure.peeled.month)

    def _container(self, sure: _Sure) -> dict[str, str]:
        listed = sure.listed
        journal = self._journal_of(listed, sure.year)
        papers_in = journal.name if journal else listed.papers_in.at(sure.year)
        own = "" if journal else _own_title(sure)
        # The event is left out: styles print it beside the title, which nearly repeats it.
        title = own or papers_in or listed.name
        short = {} if listed.short == title else {"container-title-short": listed.short}
        return {"container-title": title, **short}

    def _journal_of(self, listed: Listed, year: int | None) -> Listed | None:
        """Return the journal in which the papers of a conference stand in *year*."""
        papers_in = listed.papers_in.at(year)
        found = self._table.find(papers_in) if papers_in else None
        return found if found and found.counts_volumes else None


def _own_title(sure: _Sure) -> str:
    """Return the title as written where it says more than the table, such as "the 26th"."""
    written = _without_lead_in(sure.written)
    words = written.casefold()
    known = any(
        name.casefold() in (words, words.removeprefix("the ")) for name in sure.listed.names
    )
    has_name = max(len(name.split()) for name in sure.listed.names) > _MOST_WORDS
    is_title = len(written.split()) > _MOST_WORDS and bool(re.search(r"\bProc|\d", written))
    is_acronym = words.split()[-1:] == [sure.listed.short.casefold()]
    return written if has_name and is_title and not known and not is_acronym else ""


def _without_lead_in(text: str) -> str:
    lead_in = _LEAD_IN.match(text)
    return text[lead_in.end() :] if lead_in else text


def _century(digits: int, first_year: int) -> int | None:
    """Return the year that two *digits* mean; None where the venue was not there yet."""
    early, late = 1900 + digits, 2000 + digits
    if not first_year:
        return early if digits >= _FIRST_SHORT_YEAR else late
    if digits >= _FIRST_KNOWN_SHORT_YEAR and early >= first_year:
        return early
    return late if digits < _FIRST_SHORT_YEAR else None


def _journal(text: str) -> Venue:
    """Return the journal that *text* is said to be, which the table does not have."""
    peeled = _Peeled.of(text)
    if not peeled.name:
        return Venue({"container-title": text}, None, "article-journal")
    year = peeled.year or (_century(int(peeled.digits), 0) if peeled.digits else None)
    if "number" in peeled.numbers:
        peeled.numbers.setdefault("volume", peeled.numbers.pop("number"))
        peeled.numbers.pop("number", None)
    fields = {"container-title": peeled.name, **peeled.numbers}
    return Venue(fields, year, "article-journal", "", peeled.month)


def _conference(text: str) -> Venue | None:
    """A name that the table does not have, and a year."""
    lead_in = _LEAD_IN_OF_PROCEEDINGS.match(text)
    text = text[lead_in.end() :] if lead_in else text
    if found := _NAME_AND_YEAR.fullmatch(text):
        year = int(found[2] or found[3])
        return Venue({"container-title": found[1]}, year, "paper-conference")
    found = _SHORT_YEAR.fullmatch(text)
    if found and (_is_short_name(found[1]) or re.search(r"['’]\d\d$", text)):
        fields = {"container-title": found[1]}
        return Venue(fields, _century(int(found[2]), 0), "paper-conference")
    return Venue({"container-title": text}, None, "paper-conference") if lead_in else None


def _is_short_name(name: str) -> bool:
    """Say whether *name* is one that people put two digits behind: `USENIX ATC`."""
    words = name.split()
    return len(words) <= _MOST_WORDS and all(
        word[0].isupper() and word[-1].isalpha() and word.lower() != "vol" for word in words
    )


# Venues at the end or the start of free text.

_LOOK_AT = 300
_CUTS = pattern(r"(?:(?<=[.,;?!:])|(?<=[.,?!]['\"”’]))\s+|\s+[-–—|]+\s+|\s*(?=[(\[])|(?<=\bet al) ")
_ARXIV_AT_END = pattern(
    rf"[\s,;]*[(\[]?(?:\b(?:arxiv|corr)(?: e-?print| preprint)?[\s,:]+)?\b{_ARXIV_ID}"
    rf"(?:[\s,]*\(?{_YEAR}\)?)?[)\]]?\.?$",
    re.IGNORECASE,
)
_YEAR_AT_END = pattern(rf"\s*\({_DATE}\)\.?$", re.IGNORECASE)
_IN_BRACKETS_FIRST = pattern(r"\s*[(\[]([^()\[\]]{2,80})[)\]]\s*[:.–—|-]?\s*(?=\S)")
_COLON_FIRST = pattern(r"\s*([^:|–—]{2,80}?)\s*(?::|\s[-–—|])\s+(?=\S)")
_PLACE = pattern(r",( [A-Z][\w.'’-]*,?){1,6}")
_EVENT = re.compile(r"\b(?:conference|symposium|workshop|proceedings|meeting)\b", re.IGNORECASE)
_SERIES = pattern(
    r"\b(?:Conference|Symposium|Workshop|Proceedings|Transactions|Journal|Letters|Meeting"
    r"|Communications of)\b"
)
# Short names that are words of titles as well, in capitals too.
_WORDS = frozenset(("FAST", "MICRO", "DATE", "PODS", "PETS", "GROUP", "CASES", "RAID", "MODELS"))
_SIDES = " \t\n,;:|–—-"


def trailing(text: str, table: VenueTable | None = None) -> tuple[str, Venue] | None:
    """Return what stands before the venue at the end of *text*, and the venue.

    None where the end is not surely one: known to *table* and set apart from what stands
    before, an arXiv id, a title of proceedings, or a year in brackets.
    """
    table = table or venue_table.current()
    text = text.rstrip()
    if found := _ARXIV_AT_END.search(text, max(0, len(text) - _LOOK_AT)):
        preprint = read(found[0].strip(" ,.;()[]"), table=table)
        if preprint.fields.get(ARXIV):
            return text[: found.start()].rstrip(_SIDES), preprint
    for start in _starts(text):
        if venue := _tail(text[start:], table):
            return text[:start].rstrip(_SIDES), venue
    if found := _YEAR_AT_END.search(text, max(0, len(text) - _LOOK_AT)):
        dated = Venue({}, int(found[2]), "", "", _month(found[1]))
        return text[: found.start()].rstrip(_SIDES), dated
    return None


def leading(text: str, table: VenueTable | None = None) -> tuple[str, Venue] | None:
    """Return what stands behind the venue that *text* begins with, and the venue.

    It stands in brackets, `[OSDI'24] Title`, or with its year before a colon.
    """
    table = table or venue_table.current()
    if found := _IN_BRACKETS_FIRST.match(text):
        bracketed = _tail(found[1], table)
        return (text[found.end() :], bracketed) if bracketed else None
    start = _COLON_FIRST.match(text)
    # "Nature 2020: a review" may be a title, "OSDI '20: A Title" is none.
    if not start or sum(character.isupper() for character in start[1]) < 2:
        return None
    venue = _tail(start[1], table)
    return (text[start.end() :], venue) if venue and venue.year else None


def _starts(text: str) -> Iterator[int]:
    """Return where a venue at the end of *text* may begin, the earliest first."""
    since = max(0, len(text) - _LOOK_AT)
    if not since:
        yield 0
    for cut in _CUTS.finditer(text, since):
        yield cut.end()


@lru_cache(maxsize=_MOST_KEPT)
def _tail(text: str, table: VenueTable) -> Venue | None:
    """Return the venue that *text* surely is."""
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return None
    said = _Said.of(" ".join(text.split()))
    bare = said.text
    if bare.endswith(".") and not (bare[:-1].endswith(".") or "." in bare[:-1]):
        bare = bare[:-1]
    if not bare or len(bare) > _LONGEST:
        return None
    if _is_sure(bare, _Known(table)):
        return read(text if bare == said.text else text.rstrip().rstrip("."), table=table)
    return None


def _is_sure(text: str, known: _Known) -> bool:
    if _ARXIV.fullmatch(_split_date(text)[0]):
        return True
    if sure := known.sure(text):
        return _is_told_apart(sure)
    if _PROCEEDINGS.match(text):
        return text[:2].lower() == "in" or bool(_EVENT.search(text))
    if found := _THEN_MORE.fullmatch(text):
        head, more = text[: found.start(4)], found[4]
        apart = (sure := known.sure(head)) and _is_told_apart(sure)
        return bool(apart) and (bool(_PLACE.fullmatch(more)) or bool(_EVENT.search(more)))
    has_brackets = "(" in text or "[" in text
    if has_brackets and (parts := _BRACKETS.fullmatch(_Peeled.of(text).name)):
        outer, inner = known.sure(parts[1]), known.sure(parts[2])
        return bool(outer and inner and outer.listed is inner.listed)
    head, year, _ = _split_date(text)
    thesis = _THESIS.fullmatch(head) if year else None
    return bool(thesis and not re.search(r"[.,;:?!]", thesis[1] or ""))


def _is_told_apart(sure: _Sure) -> bool:
    """Say whether *sure* cannot be the words of a title: "Nature", "SC" alone may be."""
    name = _without_lead_in(sure.written)
    if sure.listed.kind == "server":
        return True
    if not any(character.isupper() for character in name):
        return False
    if sure.listed.kind == "publisher":
        return sure.year is not None
    if sure.year or "issue" in sure.peeled.numbers or "page" in sure.peeled.numbers:
        return True
    first, *more = name.split()
    if more:
        return bool(_SERIES.search(name)) or (first.isupper() and len(first) >= 3)
    capitals = sum(character.isupper() for character in first)
    is_as_listed = first in sure.listed.names
    return is_as_listed and capitals > 1 and len(first) > _MOST_WORDS and first not in _WORDS

"""The venues that are known by name: conferences, workshops, journals, servers, publishers.

Ours stand in `venues.txt`, one a line; a course may add a file of the same form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.source import Source
from coursepack.pattern import pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPES: Mapping[str, str] = {
    "conference": "paper-conference",
    "workshop": "paper-conference",
    "journal": "article-journal",
    "magazine": "article-magazine",
    "server": "article",
    "publisher": "book",
}
"""What is said of a venue to be, and the CSL type of a work that appears there."""

_COLUMNS = 7
_NEEDED = 3
_SEPARATOR = "|"
# More words than the longest venue has; what is longer is a sentence.
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Since:
    """A text that holds from a year on, or always where the year is 0."""

    text: str = ""
    year: int = 0

    def at(self, year: int | None) -> str:
        """Return the text as it is in *year*; "" before, or where no year is known."""
        return self.text if self.year <= (year or 0) else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A venue of the table.

    `papers_in` is the title of the volume that its papers stand in, or the short name of a
    journal; `first_year` is 0 where it is not known.
    """

    kind: str
    short: str
    name: str
    publisher: Since = field(default_factory=Since)
    first_year: int = 0
    papers_in: Since = field(default_factory=Since)
    also: tuple[str, ...] = ()

    @property
    def counts_volumes(self) -> bool:
        """Say whether a number behind the name is that of a volume."""
        return self.kind in ("journal", "magazine")

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of it, the short one first."""
        return (self.short, self.name, *self.also)


@dataclass(frozen=True, slots=True, eq=False)
class VenueTable:
    """Venues by every name they have."""

    _by_name: Mapping[str, Listed] = field(default_factory=dict, repr=False)

    def find(self, name: str) -> Listed | None:
        """Return the venue called *name*.

        Capitals, full stops, "Proceedings of the", ordinals, years and the names of the
        societies before it may differ.
        """
        return _found(self, name) if len(name) <= _LONGEST else None

    def called(self, form: str) -> Listed | None:
        """Return the venue that has *form*, a plain name, among its names."""
        return self._by_name.get(form)

    def with_own(self, source: Source) -> Outcome[VenueTable]:
        """Return the table with the lines of *source* before ours; a bad one is reported."""
        lines, problems = _lines(source)
        return Outcome(VenueTable({**self._by_name, **_index(lines)}), problems)


# A list names few venues, each many times.
@lru_cache(maxsize=2048)
def _found(table: VenueTable, name: str) -> Listed | None:
    return table.called(_plain(name)) or next(
        (
            found
            for form in _shorter_forms(name)
            if (found := table.called(form.text)) and form.may_be(found)
        ),
        None,
    )


_USED: ContextVar[VenueTable | None] = ContextVar("venues of the course", default=None)


def current() -> VenueTable:
    """Return the table that venues are read by at the moment."""
    return _USED.get() or ours()


@contextmanager
def using(table: VenueTable | None) -> Iterator[None]:
    """Read venues by *table*, by ours where it is None, as long as this lasts in this context."""
    token = _USED.set(table)
    try:
        yield
    finally:
        _USED.reset(token)


@cache
def ours() -> VenueTable:
    """Return the table that comes with the program.

    It is a file of ours that never changes, so that reading it once is enough.
    """
    text = Path(__file__).with_name("venues.txt").read_text(encoding="utf-8")
    return VenueTable().with_own(Source("venues.txt", text)).value


def _lines(source: Source) -> tuple[tuple[Listed, ...], tuple[Diagnostic, ...]]:
    found: list[Listed] = []
    problems: list[Diagnostic] = []
    start = 0
    for line in source.text.split("\n"):
        words = line.strip("\ufeff \t\r")
        if words and not words.startswith("#"):
            listed = _listed(words)
            if isinstance(listed, Listed):
                found.append(listed)
            else:
                at = start + line.index(words)
                problems.append(_bad(listed, source, at, at + len(words)))
        start += len(line) + 1
    return tuple(found), tuple(problems)


def _listed(line: str) -> Listed | str:
    """Return the venue that *line* describes, or what is wrong with it."""
    columns = [column.strip() for column in line.split(_SEPARATOR)]
    if not _NEEDED <= len(columns) <= _COLUMNS or not all(columns[:_NEEDED]):
        return f"the venue `{_short(line)}` needs a kind, a short name and a name"
    columns += [""] * (_COLUMNS - len(columns))
    kind, short, name, publisher, first, papers_in, also = columns
    if kind not in TYPES:
        return f"the venue `{_short(short)}` is of no known kind: `{_short(kind)}`"
    if first and not _is_year(first):
        return f"the first year of the venue `{_short(short)}` is `{_short(first)}`"
    return Listed(
        kind,
        short,
        name,
        _since(publisher),
        int(first or 0),
        _since(papers_in),
        tuple(filter(None, (words.strip() for words in also.split(";")))) if also else (),
    )


def _since(words: str) -> Since:
    text, said, year = words.rpartition(" from ")
    return Since(text.strip(), int(year)) if said and _is_year(year) else Since(words)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit()


def _bad(message: str, source: Source, start: int, end: int) -> Diagnostic:
    hint = (
        f"write `kind {_SEPARATOR} short name {_SEPARATOR} name`, "
        f"where the kind is one of {', '.join(TYPES)}"
    )
    place = source.span(start, end)
    return Diagnostic("bad-venue", Severity.WARNING, message, place, (), (hint,))


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"


def _index(lines: tuple[Listed, ...]) -> dict[str, Listed]:
    """Every name of the venues; a name without its society is one only where no other has it."""
    exact: dict[str, Listed] = {}
    shorter: dict[str, Listed] = {}
    for listed in lines:
        for name in listed.names:
            # Names by which two venues go belong to the first.
            exact.setdefault(_plain(name), listed)
        if listed.kind in ("conference", "workshop"):
            for name in listed.names[1:]:
                form = _plain(name).replace("annual ", "").removeprefix("the ")
                for bare in (form, *_without_societies(form)):
                    # One word more is needed than "conference", which all have.
                    if " " in bare:
                        shorter.setdefault(bare, listed)
    return shorter | exact


@dataclass(frozen=True, slots=True)
class _Form:
    """A name without words that may not belong to it."""

    text: str
    is_without_society: bool = False
    end: str = ""

    def may_be(self, listed: Listed) -> bool:
        """Say whether *listed* may have stood with the words that are gone."""
        # Of a journal the society is a part: "ACM Cell" is not "Cell". And what is held beside
        # a conference is not that conference: "NeurIPS Workshop".
        is_own = not (self.is_without_society and listed.counts_volumes)
        return is_own and self.end in _ENDS[listed.kind]


_SOCIETIES = _words(
    """
    aaai acm and cvf ieee ieee-cs iacr ifip rsj siam spec usenix sigact sigai sigarch sigart
    sigbed sigchi sigcomm sigda siggraph sigir sigkdd sigmetrics sigmicro sigmm sigmobile sigmod
    sigops sigplan sigsac sigsoft sigweb eurographics international
    """
)
_DOTS = str.maketrans({".": "", "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-"})
_ONES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy"
_TEENTHS = (
    "tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    "|(?:twen|thir|for|fif|six|seven)tieth"
)
# What frames the name of a conference in the title of its proceedings.
_FRAME = pattern(
    r"\b(?:(?:in )?(?:the )?proc(?:eedings)? (?:of )?(?:the )?|\d{1,3} ?(?:st|nd|rd|th)\b|annual"
    rf"|(?:19|20)\d\d|(?:(?:{_TENS})[- ])?(?:{_ONES})|{_TEENTHS})(?= |$)"
    r"|\bproc(?:eedings)? (?:of )?(?:the )?|^in (?:the )?|^the |'\d\d\b|\(\)"
)
_ENDS: Mapping[str, tuple[str, ...]] = {
    "conference": ("", " conference", " symposium", " proceedings"),
    "workshop": ("", " workshop", " proceedings"),
    "journal": ("", " journal"),
    "magazine": ("", " magazine"),
    "server": ("",),
    "publisher": ("",),
}


def _plain(name: str) -> str:
    """Return *name* without what nobody tells names apart by."""
    words = name.translate(_DOTS).casefold().replace("&", " and ").replace(",", " ").split()
    return " ".join(words)


def _shorter_forms(name: str) -> Iterator[_Form]:
    """Return what may be the name in a title such as `Proc. of the 26th ACM SOSP`."""
    form = _without_frame(_plain(name))
    if not form:
        return
    yield _Form(form)
    for bare in _without_societies(form):
        yield _Form(bare, is_without_society=True)
    bare, space, end = form.rpartition(" ")
    if bare:
        yield _Form(bare, end=space + end)
        for barer in _without_societies(bare):
            yield _Form(barer, is_without_society=True, end=space + end)


def _without_frame(form: str) -> str:
    bare = _FRAME.sub(" ", form)
    if bare != form:
        # A frame within a frame: "in proceedings of the 26th annual".
        bare = _FRAME.sub(" ", " ".join(bare.split()))
    return " ".join(bare.split())


def _without_societies(form: str) -> Iterator[str]:
    """Return *form* without the first society before it, without the first two, and so on."""
    words = form.split()
    while len(words) > 1 and all(word in _SOCIETIES for word in _parts(words[0])):
        # "International Security" is a journal, and not what is called "Security" in short.
        is_whole = words[0] == "international" and len(words) == 2
        words = words[1:]
        if not is_whole:
            yield " ".join(words)


def _parts(word: str) -> list[str]:
    return word.replace("/", " ").replace("-", " ").split()

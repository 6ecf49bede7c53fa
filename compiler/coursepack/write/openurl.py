"""A work as an OpenURL, which reference managers find in a page (COinS).

ANSI/NISO Z39.88-2004, as keys and values, in the format that comes nearest to the kind of work.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from coursepack.identity import identifiers
from coursepack.identity.isbn import isbns
from coursepack.model import web_address
from coursepack.model.document import plain_text
from coursepack.model.work import Organization, Person, Work
from coursepack.write.xml import clean

_FORMAT = "info:ofi/fmt:kev:mtx:"

# The format and, within it, the genre; what stands nowhere is told as Dublin Core.
_GENRES = {
    "article": ("journal", "preprint"),
    "article-journal": ("journal", "article"),
    "article-magazine": ("journal", "article"),
    "article-newspaper": ("journal", "article"),
    "review": ("journal", "article"),
    "review-book": ("journal", "article"),
    "periodical": ("journal", "journal"),
    "book": ("book", "book"),
    "classic": ("book", "book"),
    "collection": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "entry": ("book", "bookitem"),
    "entry-dictionary": ("book", "bookitem"),
    "entry-encyclopedia": ("book", "bookitem"),
    "paper-conference": ("book", "proceeding"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
}
_END, _IS = "\x01", "\x02"
_WITHIN = ("bookitem", "proceeding")

Pairs = Iterator[tuple[str, str]]


def context_object(work: Work) -> str:
    """Return what is known of *work* as pairs, encoded as those of a form are."""
    form, genre = _GENRES.get(work.kind, ("dc", ""))
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", _FORMAT + form)]
    pairs += [("rft_id", each) for each in _identifiers(work)]
    own = _page(work) if form == "dc" else _printed(work, form, genre)
    pairs += [(f"rft.{name}", " ".join(clean(text).split())) for name, text in own if text.strip()]
    # All at once: that is several times as fast as pair by pair. No text has such signs.
    told = _END.join(_IS.join(pair) for pair in pairs)
    encoded = quote_plus(told, safe=f"/:,(){_END}{_IS}", errors="replace")
    return encoded.replace(_IS, "=").replace(_END, "&")


def _identifiers(work: Work) -> Iterator[str]:
    if doi := identifiers.doi(work.text("DOI")) or identifiers.doi(work.text("URL")):
        yield f"info:doi/{doi}"
    if arxiv := identifiers.arxiv(work.text("arxiv")):
        yield f"info:arxiv/{arxiv}"
    url = web_address.encoded(work.text("URL")) or ""
    if url.startswith("http") and identifiers.doi(url) is None:
        yield url


def _printed(work: Work, form: str, genre: str) -> Pairs:
    title, container = _title(work), work.text("container-title")
    is_journal = form == "journal"
    yield "genre", genre
    if is_journal and genre != "journal":
        yield "atitle", title
        yield "jtitle", container
    elif is_journal:
        yield "jtitle", title
    elif genre in _WITHIN:
        yield "atitle", title
        yield "btitle", container or work.text("event-title")
    else:
        yield "title" if form == "dissertation" else "btitle", title
    if is_journal:
        yield "stitle", work.text("container-title-short")
        yield "volume", work.text("volume")
        yield "issue", work.text("issue")
        yield "issn", work.text("ISSN")
    elif form == "book":
        yield "series", work.text("collection-title")
        yield "edition", work.text("edition")
        yield "place", work.text("publisher-place")
        yield "pub", work.text("publisher")
        yield "isbn", next(isbns(work.text("ISBN")), "")
    else:
        yield "inst", work.text("publisher")
        yield "degree", work.text("genre")
    if form != "dissertation":
        yield "pages", work.text("page")
    yield "date", issued(work)
    yield from _authors(work)


def _page(work: Work) -> Pairs:
    yield "type", work.kind
    yield "title", _title(work)
    yield "source", work.text("container-title")
    yield "publisher", work.text("publisher")
    yield "date", issued(work)
    yield "language", work.text("language")
    yield from (("creator", name) for _, name in _authors(work))


def _authors(work: Work) -> Pairs:
    names = work.names.get("author")
    for name in names.people if names else ():
        match name:
            case Person(family, given, particle, dropping, suffix):
                whole = " ".join(filter(None, (dropping, particle, family)))
                yield "au", ", ".join(filter(None, (whole, given, suffix)))
            case Organization(whole):
                yield "aucorp", whole


def issued(work: Work) -> str:
    """Return when *work* appeared, as far as it is known: "2021", "2021-06", "2021-06-14".

    A year before our era is written as ISO 8601 has it, "-0380".
    """
    date = work.dates.get("issued")
    if date is None:
        return ""
    parts = (date.value.month, date.value.day) if date.value.month else ()
    year = date.value.year
    return "-".join([f"{year:0{4 if year >= 0 else 5}}", *(f"{part:02}" for part in parts if part)])


def _title(work: Work) -> str:
    return plain_text(work.title.value) if work.title else work.key.value

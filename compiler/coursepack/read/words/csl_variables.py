"""The words of CSL 1.0.2: its variables and types, and what else people call them."""

from __future__ import annotations

from coursepack.pattern import pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES = _words(
    """
    author chair collection-editor compiler composer container-author contributor curator
    director editor editorial-director editor-translator executive-producer guest host
    illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator
    """
)

DATES = _words("accessed available-date event-date issued original-date submitted")

# Without those that a citation processor fills itself, such as the citation number.
TEXTS = _words(
    """
    abstract annote archive archive_collection archive_location archive-place authority
    call-number chapter-number citation-key collection-number collection-title container-title
    container-title-short dimensions division DOI edition event event-place event-title genre
    ISBN ISSN issue jurisdiction keyword language license medium note number number-of-pages
    number-of-volumes original-publisher original-publisher-place original-title page
    page-first part-number part-title PMCID PMID printing-number publisher publisher-place
    references reviewed-genre reviewed-title scale section source status supplement-number
    title title-short URL version volume volume-title
    """
)

TYPES = _words(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture
    musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song
    speech standard thesis treaty webpage
    """
)

# Ours, beside CSL's: the arXiv id, and a venue and a year written as one text.
ARXIV = "arxiv"
VENUE = "venue"

_ALSO_CALLED = {
    "arxiv-id": ARXIV,
    "arxivid": ARXIV,
    "authors": "author",
    "booktitle": VENUE,
    "by": "author",
    "conf": VENUE,
    "conference": VENUE,
    "date": "issued",
    "editors": "editor",
    "journal": VENUE,
    "journal-title": VENUE,
    "journalabbreviation": "container-title-short",
    "journaltitle": VENUE,
    "keywords": "keyword",
    "link": "URL",
    "name": "title",
    "pages": "page",
    "paper-title": "title",
    "paper-url": "URL",
    "pdf": "URL",
    "pdf-url": "URL",
    "proceedings": VENUE,
    "publication": VENUE,
    "shorttitle": "title-short",
    "translators": "translator",
    "where": VENUE,
    "writers": "author",
}

_LOOSELY_CALLED = {
    "outlet": "venue",
    "paper link": "url",
    "publication venue": "venue",
    "web address": "url",
    "yr": "year",
}
_THE_WORK = r"(?: (?:it|this|them|(?:the )?(?:paper|reading|text|article|work)s?))?"
_LOOSE_PHRASES = {
    "authors": rf"author\(s\)|(?:by whom|(?:who )?wr(?:ote|itten))(?: by)?{_THE_WORK}",
    "url": rf"(?:where to )?(?:get|find|access|download|obtain){_THE_WORK}(?: (?:at|here|online))?"
    r"|where to read(?: it)?",
    "venue": r"(?:where )?(?:it )?(?:was )?(?:appeared|published|came out)(?: (?:in|at|by))?"
    r"|where it (?:is|was) from",
    "year": r"year (?:of publication|published)|publication year|published when",
}


def meant(name: str) -> str:
    """Return the name that is meant by what people write over a column in whole words.

    "Who wrote it" are its authors; a name that means nothing else is only made `plain`.
    """
    words = plain(name)
    found = _LOOSELY_CALLED.get(words)
    if found is None and (" " in words or "(" in words):
        found = next((n for n, said in _PHRASES.items() if said.fullmatch(words)), None)
    return found or words


_PHRASES = {name: pattern(said) for name, said in _LOOSE_PHRASES.items()}

_TYPE_ALSO_CALLED = {
    "booksection": "chapter",
    "conference": "paper-conference",
    "conferencepaper": "paper-conference",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "journal-article": "article-journal",
    "journalarticle": "article-journal",
    "mastersthesis": "thesis",
    "misc": "document",
    "online": "webpage",
    "phdthesis": "thesis",
    "preprint": "article",
    "techreport": "report",
    "video": "motion_picture",
    "website": "webpage",
}

LOOSE = frozenset(
    (
        "authors",
        "booktitle",
        "by",
        "conference",
        "journal",
        "link",
        "name",
        "pdf",
        VENUE,
        "where",
        "year",
    )
)
"""What only authors of their own lists write; CSL has no such names."""


def _folded(name: str) -> str:
    return name.strip().lower().replace("_", "-")


_PLAIN = {_folded(name): name for name in (*NAMES, *DATES, *TEXTS, ARXIV, VENUE, "type")}
_PLAIN |= {name: name for name in ("year", "month", "day")}
_TYPE_PLAIN = {_folded(name): name for name in TYPES}


def plain(name: str) -> str:
    """Return *name* in small letters, one blank between its words, without `?` or `:` behind."""
    return " ".join(name.replace("_", " ").replace("-", " ").lower().split()).rstrip("?:")


def variable(name: str) -> str | None:
    """Return the variable that *name* means, whatever its capitals; None where none is."""
    folded = _folded(name)
    known = _PLAIN.get(folded) or _ALSO_CALLED.get(folded)
    return known or _PLAIN.get(loose := _folded(meant(name))) or _ALSO_CALLED.get(loose)


def type_of_work(name: str) -> str | None:
    """Return the CSL type that *name* means; None where none is."""
    folded = _folded(name)
    return _TYPE_PLAIN.get(folded) or _TYPE_ALSO_CALLED.get(folded)


OF_OUTLINES = _words(
    """
    topic topics section category module part week unit theme required optional requirement
    presenter presenters speaker speakers locator session meeting mtg wk requirement
    remark remarks comment comments
    """
)
"""What a list of works says of its course rather than of the works; outlines read it."""

"""The fields of a work: the variables and types of CSL 1.0.2, and what else people call them."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.definitions.field import (
    ANYTHING,
    TEXT,
    TEXTS,
    Field,
    Many,
    Record,
    Text,
    Value,
    listed,
)


def _described(table: str) -> dict[str, str]:
    """Return the lines of *table* as names and what they mean."""
    pairs = (line.split(maxsplit=1) for line in table.strip().splitlines())
    return dict(pairs)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = _described(
    """
    author                 Who wrote the work.
    chair                  Who chaired the event.
    collection-editor      Who edits the series in which the work appeared.
    compiler               Who put the work together from those of others.
    composer               Who composed the music.
    container-author       Who wrote the book that the work is a chapter of.
    contributor            Who had a smaller share in the work.
    curator                Who curated the exhibition.
    director               Who directed the film or the play.
    editor                 Who edited the work, or the volume in which it stands.
    editorial-director     Who directed the editing of the volume.
    editor-translator      Who both edited and translated the work.
    executive-producer     Who was in charge of the production.
    guest                  Who was a guest of the programme.
    host                   Who led through the programme.
    illustrator            Who drew the pictures.
    interviewer            Who asked the questions of the interview.
    narrator               Who reads or tells the work aloud.
    organizer              Who organized the event.
    original-author        Who wrote what this work was made from.
    performer              Who performs the work.
    producer               Who produced the film or the recording.
    recipient              To whom the letter was written.
    reviewed-author        Who wrote the work that is reviewed here.
    script-writer          Who wrote the script.
    series-creator         Who created the series.
    translator             Who translated the work.
    """
)
"""The roles of people, each with what it means."""

DATES = _described(
    """
    accessed               The day on which the address was last looked at.
    available-date         The day on which it became available, before it was in print.
    event-date             The day of the event: a conference, a talk, a performance.
    issued                 When it was published: a year, a month or a day, as in `2021-11-05`.
    original-date          When it was first published, of a new edition or a translation.
    submitted              The day on which it was submitted.
    """
)

# Without those that a citation processor fills itself, such as the citation number.
TEXTS_OF_WORKS = _described(
    """
    abstract               What the work says, in short.
    annote                 A remark of yours on the work.
    archive                The archive that keeps it.
    archive_collection     The collection of the archive in which it lies.
    archive_location       Where in the archive it lies: a box, a shelf mark.
    archive-place          The town of the archive.
    authority              The court or the office that issued it.
    call-number            Where it stands in a library.
    chapter-number         The number of the chapter.
    citation-key           The key by which another program knows it.
    collection-number      Its number in the series.
    collection-title       The series in which it appeared.
    container-title        What it stands in: a journal, proceedings, a book, a site.
    container-title-short  The same in short, such as `SOSP '23`.
    dimensions             How large it is or how long it lasts, such as `45 min`.
    division               The part of the court or office.
    DOI                    Its digital object identifier, such as `10.1145/3458817.3476209`.
    edition                Which edition it is.
    event                  The event, by the name that older files give the field.
    event-place            Where the event was.
    event-title            What the event was called.
    genre                  What kind of work it is, such as `PhD thesis` or `White paper`.
    ISBN                   The number of the book.
    ISSN                   The number of the journal.
    issue                  The issue of the journal.
    jurisdiction           Where the law applies.
    keyword                Words to find it by.
    language               The language of the work as a tag, such as `en`.
    license                On what terms it may be used.
    medium                 What it is recorded on.
    note                   Something to be printed behind the reference.
    number                 Its number, of a report, a patent or a paper in proceedings.
    number-of-pages        How many pages it has.
    number-of-volumes      How many volumes it has.
    original-publisher     Who published it first.
    original-publisher-place  Where it was published first.
    original-title         Its title before it was translated.
    page                   The pages on which it stands: `611–626`.
    page-first             The first of these pages.
    part-number            The number of the part.
    part-title             What the part is called.
    PMCID                  Its identifier in PubMed Central.
    PMID                   Its identifier in PubMed.
    printing-number        Which printing it is.
    publisher              Who published it.
    publisher-place        Where it was published.
    references             Laws and cases that it refers to.
    reviewed-genre         What kind of work is reviewed here.
    reviewed-title         What the work is called that is reviewed here.
    scale                  The scale of the map.
    section                The section of the newspaper or of the law.
    source                 Where the entry was taken from, such as a catalogue.
    status                 How far it has come, such as `forthcoming`.
    supplement-number      The number of the supplement.
    title                  What it is called.
    title-short            The title in short.
    URL                    Where it is on the web.
    version                Which version it is, of a program or a data set.
    volume                 The volume of the journal or of the series.
    volume-title           What the volume is called.
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
DATE_PARTS = _described(
    """
    year                   The year in which it was published.
    month                  The month in which it was published.
    day                    The day of the month.
    """
)
OURS = {
    ARXIV: "Its number in arXiv, such as `2104.04473`.",
    VENUE: "Where and when it appeared, in one text: `SOSP 2023`.",
    **DATE_PARTS,
}

VERSIONS = _described(
    """
    published              The published version, where the work itself is a preprint.
    preprint               The preprint, where the work itself was published.
    """
)
"""The other version of a work that has two; what it does not say is as in the work."""

ALSO_CALLED = {
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
"""What else people call the fields, in small letters."""

LOOSELY_CALLED = {
    "outlet": "venue",
    "paper link": "url",
    "publication venue": "venue",
    "web address": "url",
    "yr": "year",
}
"""What is written over a column in whole words."""

TYPES_ALSO_CALLED = {
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

OF_OUTLINES = _words(
    """
    topic topics section category module part week unit theme required optional requirement
    presenter presenters speaker speakers locator session meeting mtg wk
    remark remarks comment comments
    """
)
"""What a list of works says of its course rather than of the works; outlines read it."""

LISTS = ("papers", "works", "publications", "bibliography", "readings", "entries")
"""The names that the works of a file may stand under."""

NAME_PARTS = {
    "family": Field("family", "The family name.", also=listed("last")),
    "given": Field("given", "The given names.", also=listed("first")),
    "particle": Field(
        "non-dropping-particle",
        "What belongs to the family name, such as `van`.",
        also=listed("particle"),
    ),
    "dropping_particle": Field(
        "dropping-particle", "What is left out where only the family name stands, such as `de`."
    ),
    "suffix": Field("suffix", "What follows the name, such as `Jr`."),
}
"""The parts of a person's name, by the attribute of `Person` that each is."""

NAME_BEHAVIOUR = ("comma-suffix", "static-ordering", "parse-names")
"""What pandoc and CSL-JSON say besides of how a name behaves; it reads the same."""

NAME = Record(
    "name",
    (
        *NAME_PARTS.values(),
        Field("literal", "A name that is printed whole, such as that of an organization."),
        Field("name", "A name as it is said: `Ada Lee`."),
    ),
    besides="|".join(NAME_BEHAVIOUR),
)

DATE = Record(
    "date",
    (
        Field("date-parts", "Year, month and day as numbers: `[[2021, 11, 5]]`.", (Many(TEXTS),)),
        Field("year", "The year."),
        Field("month", "The month, as a number or a word."),
        Field("day", "The day of the month."),
        Field("raw", "The date as one text."),
        Field("literal", "The date as one text."),
        Field("edtf", "The date as one text, in the form of EDTF."),
    ),
    besides=ANYTHING,
)


def folded(name: str) -> str:
    """Return *name* without capitals and underscores, which do not tell fields apart."""
    return name.strip().lower().replace("_", "-")


def fields() -> Iterator[Field]:
    """Yield the fields of a work, but for its other version."""
    types = {folded(name) for name in TYPES} | TYPES_ALSO_CALLED.keys()
    kind = Text(choices=TYPES, pattern=rf"{'|'.join(sorted(types))}|.*[A-Z].*")
    yield _field("type", "What kind of work it is, as CSL calls it.", kind)
    for name, description in NAMES.items():
        yield _field(name, description, Many((*TEXT, NAME)))
    for name, description in DATES.items():
        yield _field(name, description, *TEXT, DATE, Many((*TEXTS, DATE)))
    for name, description in (TEXTS_OF_WORKS | OURS).items():
        yield _field(name, description, *TEXT)


def _field(name: str, description: str, *values: Value) -> Field:
    plain = folded(name)
    also = {also for also, meant in ALSO_CALLED.items() if meant == name}
    also |= {also.replace(" ", "-") for also, meant in LOOSELY_CALLED.items() if meant == plain}
    return Field(name, description, values, frozenset(also | {plain} - {name}))


def work() -> Record:
    """Return the record of a work."""
    version = Record("version", tuple(fields()), _BESIDES)
    versions = (Field(name, said, (version,)) for name, said in VERSIONS.items())
    return Record("work", (*fields(), *versions), _BESIDES)


def listed_work() -> Record:
    """Return the record of a work in a list, which says itself what it is called."""
    key = Field("id", "What pages call the work by.", also=listed("key"))
    return Record("listed work", (key, *work().fields), _BESIDES)


# A capital, an underscore or a blank in a name: the reader alone tells what it means.
_BESIDES = "|".join((".*[A-Z_ ].*", *OF_OUTLINES))

"""The words of BibTeX and BibLaTeX: types of entries, fields, and what CSL calls them."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "database": "dataset",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "newspaper": "article-newspaper",
    "book": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "webpage": "webpage",
    "www": "webpage",
}

# What such an entry is depends on its fields.
UNDECIDED = _words("misc custom other general document")

# Entries that others take fields from, or that only gather others.
NO_WORKS = _words("xdata set bibnote control")

GENRES = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "resreport": "Research report",
    "techreport": "Technical report",
    "software": "Computer software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
    "patent": "Patent",
    "patentus": "U.S. patent",
    "patenteu": "European patent",
}
"""BibLaTeX's words in the field `type`, which stand for others."""

NAMES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "director": "director",
    "compiler": "compiler",
    "origauthor": "original-author",
}

TITLES = ("title", "subtitle", "titleaddon")

# Each variable is in the first of these fields that an entry has; the others are not used.
FIELDS = {
    "title-short": ("shorttitle",),
    "container-title-short": ("shortjournal",),
    "collection-title": ("series",),
    "volume": ("volume",),
    "number-of-volumes": ("volumes",),
    "number-of-pages": ("pagetotal", "numpages"),
    "chapter-number": ("chapter",),
    "part-number": ("part",),
    "edition": ("edition",),
    "version": ("version",),
    "publisher-place": ("address", "location"),
    "event-title": ("eventtitle",),
    "event-place": ("venue",),
    "original-title": ("origtitle",),
    "original-publisher": ("origpublisher",),
    "original-publisher-place": ("origlocation",),
    "note": ("note", "addendum"),
    "annote": ("annotation", "annote"),
    "abstract": ("abstract",),
    "keyword": ("keywords", "keyword"),
    "status": ("pubstate",),
    "call-number": ("library",),
}

ADDRESSES = {
    "DOI": ("doi",),
    "URL": ("url", "ee", "link"),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "PMID": ("pmid",),
    "PMCID": ("pmcid",),
}
"""As FIELDS; their values are read to the letter."""

DATES = {
    "accessed": ("urldate", "lastchecked", "lastaccessed"),
    "event-date": ("eventdate",),
    "original-date": ("origdate",),
}

PUBLISHERS = ("publisher", "institution", "school", "organization", "howpublished")

LANGUAGES = {
    "acadian": "fr-CA",
    "american": "en-US",
    "arabic": "ar",
    "australian": "en-AU",
    "austrian": "de-AT",
    "basque": "eu",
    "brazil": "pt-BR",
    "brazilian": "pt-BR",
    "british": "en-GB",
    "bulgarian": "bg",
    "canadian": "en-CA",
    "catalan": "ca",
    "chinese": "zh",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "francais": "fr",
    "french": "fr",
    "galician": "gl",
    "german": "de",
    "greek": "el",
    "hebrew": "he",
    "hungarian": "hu",
    "icelandic": "is",
    "irish": "ga",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "latin": "la",
    "latvian": "lv",
    "lithuanian": "lt",
    "magyar": "hu",
    "naustrian": "de-AT",
    "newzealand": "en-NZ",
    "ngerman": "de",
    "norsk": "nb",
    "norwegian": "no",
    "nynorsk": "nn",
    "polish": "pl",
    "portuges": "pt",
    "portuguese": "pt",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "slovak": "sk",
    "slovene": "sl",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
    "swissgerman": "de-CH",
    "turkish": "tr",
    "ukenglish": "en-GB",
    "ukrainian": "uk",
    "usenglish": "en-US",
    "vietnamese": "vi",
    "welsh": "cy",
}

BOOKKEEPING = _words(
    """
    acknowledgement added-at adsnote adsurl archivedate archiveprefix articletype author+an
    biburl bibdate bibsource bookpagination bookmark catalog category citation-count citeseerx
    citeulike-article-id citeulike-linkout-0 citeulike-linkout-1 cited-by code coden
    comment comments copyright coverimage creationdate creator crossref crossrefonly da
    date-added date-modified day doi-url entryset entrysubtype eprint eprintclass eprinttype
    execute file fileattachment fjournal folder foreword-note gender groups hyphenation ids image
    impactfactor indexsorttitle indextitle interhash internal-note intrahash isbn10 isbn13
    issue_date journalabbr journal-iso keywords+an label langidopts lccn listing local-url
    localfile lr master-id mendeley-groups mendeley-tags modificationdate modified mrclass
    mrnumber mrreviewer namea nameaddon numpages opt options owner paper pagination pdf poster
    posted-at preprintdate presort preview primaryclass priority printed privnote ps
    publication-type qualityassured ranking rating read readstatus refid related relatedoptions
    relatedstring relatedtype research-areas researcherid-numbers review reviewedtitle rights
    search select selected sentelink shelf shorthand shorthandintro shortauthor shorteditor
    skimmed slaccitation slides sortkey sortname sortshorthand sorttitle sortyear source
    sourceid status subject tags times-cited timestamp ts unique-id urn usera userb userc userd
    usere userf username uuid verba verbb verbc video web-of-science-categories
    web-of-science-index wos xdata xref year-sort zblnumber zotero-id
    """
)
"""Fields for the programs and habits that keep a file, of no use in a reference."""

BOOKKEEPING_STARTS = ("bdsk-", "__", "mendeley-", "opt", "jabref-", "citeulike-", "zotero-")

# BibLaTeX: under which names a work in a book or volume takes the titles of the entry that it
# names by `crossref`.
TAKEN_AS_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
TAKEN_AS_WHOLE = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
TAKEN_AS_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
PARTS_OF_BOOKS = _words(
    """
    inproceedings conference inbook bookinbook suppbook incollection suppcollection inreference
    """
)
PARTS_OF_JOURNALS = _words("article suppperiodical")

# They say where or what the other entry is; here they would be wrong.
NOT_TAKEN = _words(
    """
    abstract annotation annote archiveprefix chapter crossref doi ee eid entryset eprint
    eprintclass eprinttype execute file ids indextitle key keywords label note numpages options
    pages pagetotal presort primaryclass related relatedoptions relatedstring relatedtype
    shorthand shorttitle sortkey sorttitle url urldate xdata xref
    """
)

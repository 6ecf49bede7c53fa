"""A document in the words of schema.org, for whatever reads pages without looking at them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from coursepack.identity import identifiers
from coursepack.identity.isbn import isbns
from coursepack.model import web_address
from coursepack.model.assigned import Assigned
from coursepack.model.course import Course
from coursepack.model.document import Document, plain_text
from coursepack.model.work import Name, Person, Work
from coursepack.pattern import pattern
from coursepack.write.openurl import issued
from coursepack.write.xml import clean

Data = dict[str, object]

_TYPES = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "classic": "Book",
    "collection": "Collection",
    "dataset": "Dataset",
    "entry": "Article",
    "entry-dictionary": "Article",
    "entry-encyclopedia": "Article",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Movie",
    "musical_score": "SheetMusic",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "review": "Review",
    "review-book": "Review",
    "software": "SoftwareApplication",
    "song": "MusicRecording",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
_IN_PERIODICALS = ("article", "periodical", "review")
_IN_BOOKS = ("chapter", "entry", "paper-conference")

# No character of a text may end the script that it stands in, or a line of it.
_BREAKING = pattern("[<>&\u2028\u2029]")


def linked_data(document: Document) -> str:
    """Return *document*, its course and its works as JSON-LD that may stand in a script element."""
    subtitle = f": {document.subtitle}" if document.subtitle else ""
    told = _node(
        "LearningResource",
        name=document.title + subtitle,
        inLanguage=document.language,
        url=document.address,
        isPartOf=_course(document.course) if document.course else None,
        mainEntity=_list(document.works),
    )
    told = {"@context": "https://schema.org", **told}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return _BREAKING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def _node(kind: str | list[str], **told: object) -> Data:
    words = {name: _words(v) if isinstance(v, str) else v for name, v in told.items()}
    return {"@type": kind, **{name: value for name, value in words.items() if value}}


def _course(course: Course) -> Data | None:
    if not course.title:
        return None
    taught = _node(
        "CourseInstance",
        name=course.term,
        instructor=[_node("Person", name=each.name, url=each.page) for each in course.teachers],
    )
    return _node(
        "Course",
        name=course.title,
        courseCode=course.code,
        description=course.description,
        provider=_organization(course.institution),
        hasCourseInstance=taught if len(taught) > 1 else None,
    )


def _list(works: Sequence[Assigned]) -> Data | None:
    if not works:
        return None
    return _node("ItemList", itemListElement=[_work(each.work) for each in works])


def _work(work: Work) -> Data:
    kind = _TYPES.get(work.kind, "CreativeWork")
    within = _within(work)
    return _node(
        kind,
        name=plain_text(work.title.value) if work.title else work.key.value,
        author=_people(work, "author"),
        editor=None if within else _people(work, "editor"),
        translator=_people(work, "translator"),
        datePublished=issued(work),
        isPartOf=within,
        bookEdition=work.text("edition") if kind == "Book" else "",
        isbn=next(isbns(work.text("ISBN")), "") if kind == "Book" else "",
        inLanguage=work.text("language"),
        identifier=list(_identifiers(work)),
        url=_address(work),
    )


def _within(work: Work) -> Data | None:
    name = work.text("container-title").strip()
    if work.kind.startswith(_IN_PERIODICALS):
        volume, issue = work.text("volume").strip(), work.text("issue").strip()
        if not (name or volume or issue):
            return None
        kinds = ["PublicationVolume", "Periodical"] if volume else "Periodical"
        found = _node(kinds, name=name, issn=work.text("ISSN"), volumeNumber=volume)
        if not issue:
            return found
        return _node("PublicationIssue", issueNumber=issue, isPartOf=found if name else None)
    if not name:
        return None
    if work.kind.startswith(_IN_BOOKS):
        isbn = next(isbns(work.text("ISBN")), "")
        return _node("Book", name=name, editor=_people(work, "editor"), isbn=isbn)
    return _node("WebSite" if work.kind in ("webpage", "post") else "CreativeWork", name=name)


def _people(work: Work, role: str) -> list[Data | str]:
    names = work.names.get(role)
    return [_name(name) for name in names.people] if names else []


def _name(name: Name) -> Data | str:
    """Return a person as one; whether a name that stands whole is a person's, nobody knows."""
    if isinstance(name, Person):
        return _node("Person", name=name.in_order())
    return _words(name.name)


def _organization(name: str) -> Data | None:
    return _node("Organization", name=name) if name.strip() else None


def _identifiers(work: Work) -> Iterator[str]:
    url = work.text("URL")
    if doi := identifiers.doi(work.text("DOI")) or identifiers.doi(url):
        yield f"doi:{doi}"
    if arxiv := identifiers.arxiv(work.text("arxiv")) or identifiers.arxiv(url):
        yield f"arXiv:{arxiv}"


def _address(work: Work) -> str:
    if url := web_address.encoded(work.text("URL")):
        return url
    if doi := identifiers.doi(work.text("DOI")):
        return web_address.encoded(f"https://doi.org/{doi}") or ""
    arxiv = identifiers.arxiv(work.text("arxiv"))
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else ""


def _words(text: str) -> str:
    return " ".join(clean(text).split())

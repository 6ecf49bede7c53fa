"""No English word of ours stands in any output of a course in another language.

All that the author of this course writes is in invented words, so whatever else is in its
outputs is ours, or the citation style's in the language of the course.
"""

from __future__ import annotations

import html
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest

from coursepack import words
from coursepack.model.diagnostic import Severity
from coursepack.pipeline import Wishes, compile_course, compile_handouts
from coursepack.read.disk import Disk
from test_languages import table

# What these languages say in citations is a word of English, too.
_BY_CHANCE = {"fr": {"in"}, "ko": {"in"}}
LANGUAGES = [name for name in words.languages() if name != "en"]

_COURSE = """\
title: Zorvek
description: Quimbal drovenk.
code: ZQ9
term: Plimmet
institution: Krandoz
language: {language}
pages: [list.md, more.yaml]
works: [works.yaml]
address: https://q.invalid/
qr: true
interactive: true
prefer: published
formats: [md, html, tex, docx, epub, ics, fragment, bib, ris, csl, imscc, mbz]
instructors: [{{name: Velzk Drunt, email: v@q.invalid, office: Gral 3, hours: Zilt 7}}, Brin Yost]
assistants: [Prukk Smolv]
prerequisites: [Flimzak]
texts: [Gravok]
tools: [Twirvel]
links: ["[Blonq](https://q.invalid/b)"]
grading: [{{part: Skelp, share: 40%, note: Trumb}}, {{part: Wroxil, share: 60%}}]
schedule:
  meets: Mon 14:00–16:00
  room: Gral 4
  start: 2027-01-11
  end: 2027-03-01
  view: week
  off: ["2027-02-01 Frolm", 2027-02-08]
  sessions:
    - {{section: Vashti, sessions: 2}}
    - {{section: Nurgle, sessions: 1, presenter: Yolm Tazz, note: Zim.}}
    - {{title: Hompf, kind: exam, date: 2027-02-22, room: Gral 9, time: "10:00–11:00"}}
  deadlines: [2027-01-18 Klorp, 2027-04-05 Spreng, 2027-01-21 Brenk]
  presenters: {{qo: Yolm Tazz}}
"""
_PAGE = """\
## Vashti

Drell.

- [@qa] (required)
- [@qb] (optional)

### Krimmel

- [@qc] (required) ([zup](https://q.invalid/z))

## Nurgle

- [@qo] (required)
- [@qm]
- [@qn] (optional)

## Oltrem

- [@qr]
- [@qs]
- [@qt]
- [@qu]
"""
_MORE = """\
- week: 3
  readings: [{key: qa, pages: 3-7}, {key: qb, chapter: 4}, {key: qc, sections: 2-3}]
- week: 3
  readings: [{key: qd, section: 9, presenter: Yolm Tazz}, {key: qe, date: 2027-05-01}]
- readings: [{key: qo, chapters: 3-4, presenter: Yolm Tazz, date: 2027-05-02}]
"""
_WORKS = """\
qa: {type: book, title: Ploothe, author: [Zarn Kelm], issued: 1987, publisher: Wexil}
qb:
  {title: Grimph, author: [Tolv Erz, Mirn Olp], issued: 1990, journal: Vorpel, page: 1-20}
qc:
  title: Snorgle
  author: [Tolv Erz, Mirn Olp, Hask Vimm, Zarn Kelm]
  issued: 2001
  DOI: 10.5555/zz.1
  abstract: Brill zonk trelk vimp harnt golm plick dwenk.
qd:
  title: Hovvel
  arxiv: "2104.04473"
  DOI: 10.5555/zz.2
  container-title: Vorpel
  issued: 2021
  author: [Mirn Olp]
qe: {title: Wuzzle, issued: 1999, author: [Hask Vimm], dimensions: 50 min}
qm: {title: Drazzle, issued: 1998, author: [Hask Vimm], dimensions: 1 min}
qn: {title: Fozzle, issued: 1997, author: [Hask Vimm], dimensions: 7 min}
qo:
  title: Ixnar
  author: [Zarn Kelm]
  issued: 2003
  container-title: Vorpel
  page: 1-9
  type: chapter
qr: {type: thesis, title: Yindle, author: [Zarn Kelm], issued: 2004, publisher: Wexil}
qs: {type: report, title: Blontz, author: [Zarn Kelm], issued: 2005, publisher: Wexil}
qt: {type: webpage, title: Quorvil, author: [Zarn Kelm], issued: 2006, URL: "https://q.invalid/t"}
qu: {type: article, title: Strimble, author: [Zarn Kelm], issued: 2007}
"""
_VARIANTS = ("", "checklist", "questions")
_BY = ("part", "section", "week", "presenter")
# Of the XML of packages and of a Word file, what somebody sees or hears.
_SEEN = {
    "title", "string", "name", "fullname", "shortname", "summary", "intro", "content", "t",
    "subject", "creator", "description", "meta", "h1", "h2", "h3", "p", "span", "a", "li",
}  # fmt: skip
_INSIDE = (".xml", ".html", ".xhtml", ".opf", ".ncx")
_FOR_PROGRAMS = re.compile(
    r'<style.*?</style>|<script.*?</script>|<span class="Z3988".*?</span>'
    r'|<pre dir="ltr"><code>.*?</code></pre>',
    re.DOTALL,
)
_SAID_BY_SCRIPT = ("data-one", "data-other", "data-copied", "data-failed")
_SPOKEN = ("aria-label", "alt", "title", "descr", "val")


def course(folder: Path, language: str) -> Disk:
    (folder / "course.yaml").write_text(_COURSE.format(language=language), "utf-8")
    (folder / "list.md").write_text(_PAGE, "utf-8")
    (folder / "more.yaml").write_text(_MORE, "utf-8")
    (folder / "works.yaml").write_text(_WORKS, "utf-8")
    return Disk(folder)


def outputs(folder: Path, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file that can be made of the course, by a name that says how."""
    disk = course(folder, language)
    for variant in _VARIANTS:
        made = compile_course(disk, Wishes(variant=variant, sign_up=not variant, modules="week"))
        assert [d.message for d in made.diagnostics if d.severity is Severity.ERROR] == []
        yield from ((f"{variant} {a.name}", a.data) for a in made.value.artifacts)
    for by in _BY:
        cut = compile_handouts(disk, Wishes(formats=("html", "md")), by)
        yield from ((f"{by} {a.name}", a.data) for a in cut.value.artifacts)


def said(name: str, data: bytes) -> set[str]:
    """Return the words that somebody sees or hears of a file, in small letters."""
    return {
        word.casefold()
        for text in _texts(name, data)
        for word in re.findall(
            r"[^\W\d_]+", re.sub(r"https?://\S+|\S+@\S+|\S+[-.]\w+\.\w+", " ", text)
        )
    }


def _texts(name: str, data: bytes) -> Iterator[str]:
    if data[:2] in (b"PK", b"\x1f\x8b"):
        for inner, content in _members(data):
            if inner != "moodle_backup.xml" and inner.endswith(
                (".xml", ".html", ".xhtml", ".opf", ".ncx")
            ):
                yield from _texts(inner, content)
    elif name.endswith(".pdf"):
        yield from (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    elif name.endswith((".xml", ".opf", ".ncx")):
        yield from _of_xml(ET.fromstring(data))
    elif name.endswith(("html", "xhtml")):
        yield from _of_html(data.decode("utf-8"))
    else:
        text = data.decode("utf-8")
        yield from (_READ_OF[name.rpartition(".")[2]])(text)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from ((inner, archive.read(inner)) for inner in archive.namelist())
        return
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            if opened := archive.extractfile(member):
                yield member.name, opened.read()


def _of_xml(root: ET.Element) -> Iterator[str]:
    for node in root.iter():
        if node.tag.rpartition("}")[2] in _SEEN:
            yield from _of_html(node.text or "")
        is_style = node.tag.rpartition("}")[2] in ("style", "name")
        for name, value in node.attrib.items():
            plain = name.rpartition("}")[2]
            if plain in _SPOKEN and not is_style and (plain != "val" or node.tag.endswith("alias")):
                yield value


def _of_html(page: str) -> Iterator[str]:
    page = _FOR_PROGRAMS.sub(" ", page)
    for tag in re.findall(r"<[^<>]*>", page):
        for name, value in re.findall(r"([\w-]+)=[\"']([^\"']*)[\"']", tag):
            if name in (*_SPOKEN, *_SAID_BY_SCRIPT):
                yield html.unescape(value)
    yield html.unescape(re.sub(r"<[^<>]*>", " ", page))


def _of_tex(source: str) -> Iterator[str]:
    body = source.partition("\\begin{document}")[2]
    body = re.sub(
        r"\\(?:begin|end|label|hypertarget|hyperref|href|url)\s*(?:\[[^]]*\])?\{[^{}]*\}", " ", body
    )
    body = re.sub(r"\\(?:begin|end)\{[^{}]*\}|\[[^]]*\]|%.*", " ", body)
    yield re.sub(r"\\[A-Za-z]+", " ", body)


def _of_calendar(source: str) -> Iterator[str]:
    lines = source.replace("\r\n ", "").split("\r\n")
    seen = ("SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME", "NAME")
    yield from (
        line.partition(":")[2].replace("\\n", " ") for line in lines if line.startswith(seen)
    )


_READ_OF: dict[str, Callable[[str], Iterator[str]]] = {
    "md": lambda text: iter([text]),
    "tex": _of_tex,
    "ics": _of_calendar,
    "ris": lambda text: (line[6:] for line in text.splitlines() if line.startswith("KW")),
    "bib": lambda text: iter(re.findall(r"keywords = \{([^{}]*)\}", text)),
    "json": lambda text: (str(work.get("keyword", "")) for work in json.loads(text)),
}


def english() -> set[str]:
    return _words_of("en")


def _words_of(language: str) -> set[str]:
    # "Open copy", "{number} pages": what is put in is no word.
    told = (re.sub(r"\{\w+\}", " ", text) for text in table()[language].values())
    return {word.casefold() for text in told for word in re.findall(r"[^\W\d_]{2,}", text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_word_of_ours_is_in_another_language(language: str, tmp_path: Path) -> None:
    ours = english() - _words_of(language) - _BY_CHANCE.get(language, set())
    found = {name: said(name, data) & ours for name, data in outputs(tmp_path, language)}
    assert len(found) > 50
    assert {name: sorted(left) for name, left in found.items() if left} == {}


def test_all_of_these_words_would_be_found(tmp_path: Path) -> None:
    """In English they are there: each output is looked into, and nearly all words are made."""
    found = {name: said(name, data) for name, data in outputs(tmp_path, "en")}
    for name, words_there in found.items():
        assert words_there & english(), name
    made = set().union(*found.values())
    assert english() - made == {"instructor"}  # there are two

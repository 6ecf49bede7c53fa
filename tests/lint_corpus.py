"""Lists with one fault put into each, and the same lists without: how well the rules tell them.

`lint/works.yaml` holds works of eight subjects. Each subject is written in every form that a course
may have, once clean and once for each fault that the form can have. `python tests/lint_corpus.py`
prints how many faults are found at their line, and what else is said.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from coursepack.model.diagnostic import Diagnostic
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk

WORKS = Path(__file__).parent / "lint" / "works.yaml"


@dataclass(frozen=True)
class Paper:
    """A work as an author would know it; `raw` holds fields that a fault writes as they stand."""

    key: str
    authors: tuple[str, ...]
    title: str
    venue: str
    kind: str
    year: int
    volume: str
    pages: str
    doi: str
    url: str
    raw: tuple[tuple[str, str], ...] = ()

    def said(self, name: str, usual: str) -> str:
        return dict(self.raw).get(name, usual)


# A line of a file and what stands in it: the key of a work and one of its fields.
Line = tuple[str, str, str]


@dataclass
class List:
    """A course: the lines of its page and of its works, and where faults are expected."""

    form: str
    page: str
    works: str
    page_lines: list[Line] = field(default_factory=list)
    work_lines: list[Line] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        for name, lines in ((self.page, self.page_lines), (self.works, self.work_lines)):
            if name:
                (folder / name).write_text("".join(f"{text}\n" for text, *_ in lines), "utf-8")

    def line(self, key: str, name: str) -> tuple[str, int]:
        """Return the file and the line in which *name* of the work *key* stands."""
        for file, lines in ((self.works, self.work_lines), (self.page, self.page_lines)):
            for number, (_, own, what) in enumerate(lines, 1):
                if own == key and what == name:
                    return file, number
        raise LookupError(f"{self.form} has no {name} of {key}")


def papers() -> dict[str, tuple[Paper, ...]]:
    """Return the works of each subject."""
    told = yaml.safe_load(WORKS.read_text("utf-8"))
    return {subject: tuple(_paper(*row) for row in rows) for subject, rows in told.items()}


def _paper(
    key: str, authors: str, title: str, venue: str, year: int, numbers: str, place: str
) -> Paper:
    kind = {"=": "book", "@": "paper-conference"}.get(venue[0], "article-journal")
    *volume, pages = numbers.split(", ")
    is_address = place.startswith("http")
    return Paper(
        key,
        tuple(authors.split("; ")),
        title,
        venue.lstrip("=@"),
        kind,
        year,
        "".join(volume),
        pages,
        "" if is_address else place,
        place if is_address else (f"https://doi.org/{place}" if place else ""),
    )


# --- forms


def _reversed(name: str) -> str:
    if name.startswith("{") or " " not in name:
        return name
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}"


def _natural(names: Sequence[str]) -> str:
    plain = [name.strip("{}") for name in names]
    if len(plain) < 3:
        return " and ".join(plain)
    return f"{', '.join(plain[:-1])}, and {plain[-1]}"


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _page(papers: Sequence[Paper]) -> list[Line]:
    lines: list[Line] = [("# Readings", "", ""), ("", "", "")]
    for number, paper in enumerate(papers):
        if number % 3 == 0:
            lines += [(f"## Week {number // 3 + 1}", "", "heading"), ("", "", "")]
        lines.append((f"- [@{paper.said('cited', paper.key)}]", paper.key, "item"))
        if number % 3 == 2:
            lines.append(("", "", ""))
    return lines


def _loose(paper: Paper, indent: str, venue: str, *, dated: bool) -> list[Line]:
    at = paper.said("venue", paper.venue)
    year = paper.said("year", str(paper.year))
    rows = [
        ("title", _yaml(paper.said("title", paper.title))),
        ("authors", _yaml(paper.said("authors", _natural(paper.authors)))),
        (venue, _yaml(f"{at} {year}" if dated and at else at)),
    ]
    if not dated:
        rows.append(("year", year))
    if url := paper.said("url", paper.url):
        rows.append(("url", _yaml(url)))
    names = {"title": "title", "authors": "authors", venue: "venue", "year": "year", "url": "url"}
    lines = [(f"{indent}{name}: {text}", paper.key, names[name]) for name, text in rows]
    return [line for line in lines if line[2] not in paper.said("without", "").split()]


def keyed(papers: Sequence[Paper]) -> list[Line]:
    lines: list[Line] = [("# The works, by key.", "", "")]
    for paper in papers:
        lines += [(f"{paper.said('key', paper.key)}:", paper.key, "key")]
        lines += _loose(paper, "  ", "booktitle", dated=True)
    return lines


def listed(papers: Sequence[Paper]) -> list[Line]:
    lines: list[Line] = []
    for paper in papers:
        lines.append((f"- id: {paper.said('key', paper.key)}", paper.key, "key"))
        lines += _loose(paper, "  ", "venue", dated=False)
    return lines


def _csl(paper: Paper) -> dict[str, object]:
    def name(text: str) -> dict[str, str]:
        family, _, given = _reversed(text).partition(", ")
        return {"family": family, "given": given} if given else {"literal": text.strip("{}")}

    people = paper.said("authors", "")
    item: dict[str, object] = {
        "id": paper.said("key", paper.key),
        "type": paper.kind,
        "title": paper.said("title", paper.title),
        "author": [name(each) for each in paper.authors],
    }
    if people:
        item["author"] = json.loads(people)
    at = "publisher" if paper.kind == "book" else "container-title"
    item[at] = paper.said("venue", paper.venue)
    item["issued"] = {"date-parts": [[int(paper.said("year", str(paper.year)))]]}
    item |= {"volume": paper.volume, "page": paper.pages} if paper.volume else {}
    url = paper.said("url", "")
    item |= {"DOI": paper.doi} if paper.doi and not url else {}
    item |= {"URL": url or paper.url} if url or not paper.doi else {}
    missing = paper.said("without", "").split()
    dropped = {"title": ["title"], "url": ["URL", "DOI"], "year": ["issued"], "authors": ["author"]}
    gone = [real for name in missing for real in dropped[name]]
    return {k: v for k, v in item.items() if (v or k == at) and k not in gone}


_TAGS = {"title": "title", "author": "authors", "container-title": "venue", "publisher": "venue",
         "issued": "year", "URL": "url", "DOI": "url", "id": "key"}  # fmt: skip


def csl_yaml(papers: Sequence[Paper]) -> list[Line]:
    lines: list[Line] = [("references:", "", "")]
    for paper in papers:
        for number, (name, value) in enumerate(_csl(paper).items()):
            dash = "- " if number == 0 else "  "
            text = f"{dash}{name}: {json.dumps(value, ensure_ascii=False)}"
            lines.append((text, paper.key, _TAGS.get(name, name)))
    return lines


def csl_json(papers: Sequence[Paper]) -> list[Line]:
    lines: list[Line] = [("[", "", "")]
    for paper in papers:
        lines.append(("  {", paper.key, "open"))
        items = list(_csl(paper).items())
        for number, (name, value) in enumerate(items, 1):
            comma = "," if number < len(items) else ""
            text = f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}{comma}"
            lines.append((text, paper.key, _TAGS.get(name, name)))
        lines.append(("  }" + ("," if paper is not papers[-1] else ""), paper.key, "close"))
    return [*lines, ("]", "", "")]


def _tex(text: str) -> str:
    return text.replace("&", r"\&").replace("“", "``").replace("”", "''")


def _bib(paper: Paper, kinds: dict[str, str], names: dict[str, str]) -> list[Line]:
    key = paper.said("key", paper.key)
    lines: list[Line] = [(f"@{kinds[paper.kind]}{{{key},", paper.key, "key")]
    people = " and ".join(map(_reversed, paper.authors))
    title = paper.said("title", paper.title).replace("BERT", "{BERT}")
    fields = [
        ("authors", "author", paper.said("authors", people)),
        ("title", "title", paper.said("tex", _tex(title))),
        ("venue", names[paper.kind], paper.said("venue", _tex(paper.venue))),
        ("year", names["year"], paper.said("year", str(paper.year))),
    ]
    if paper.volume:
        pages = paper.pages.replace("-", "--")
        fields += [("volume", "volume", paper.volume), ("pages", "pages", pages)]
    url = paper.said("url", "")
    if paper.doi and not url:
        fields.append(("url", "doi", paper.doi))
    elif url or paper.url:
        fields.append(("url", "url", url or paper.url))
    for tag, name, text in fields:
        if tag not in paper.said("without", "").split():
            lines.append((f"  {name} = {{{text}}},", paper.key, tag))
    return [*lines, ("}", paper.key, "close"), ("", "", "")]


def bibtex(papers: Sequence[Paper]) -> list[Line]:
    kinds = {"article-journal": "article", "paper-conference": "inproceedings", "book": "book"}
    names = {"article-journal": "journal", "paper-conference": "booktitle", "book": "publisher"}
    lines: list[Line] = [("% Works of the course.", "", ""), ("", "", "")]
    return [*lines, *(ln for p in papers for ln in _bib(p, kinds, names | {"year": "year"}))]


def biblatex(papers: Sequence[Paper]) -> list[Line]:
    kinds = {"article-journal": "article", "paper-conference": "inproceedings", "book": "book"}
    names = {"article-journal": "journaltitle", "paper-conference": "booktitle"}
    names |= {"book": "publisher", "year": "date"}
    return [line for paper in papers for line in _bib(paper, kinds, names)]


def ris(papers: Sequence[Paper]) -> list[Line]:
    kinds = {"article-journal": "JOUR", "paper-conference": "CONF", "book": "BOOK"}
    lines: list[Line] = []
    for paper in papers:
        people = paper.said("authors", "")
        names = people.split("; ") if people else map(_reversed, paper.authors)
        rows = [("type", "TY", kinds[paper.kind])]
        rows += [("key", "ID", paper.said("key", paper.key))]
        rows += [("authors", "AU", name.strip("{}")) for name in names]
        rows += [("title", "TI", paper.said("title", paper.title))]
        at = {"article-journal": "JO", "paper-conference": "T2", "book": "PB"}[paper.kind]
        rows += [("venue", at, paper.said("venue", paper.venue))]
        rows += [("year", "PY", paper.said("year", str(paper.year)))]
        if paper.volume:
            first, _, last = paper.pages.partition("-")
            rows += [("volume", "VL", paper.volume), ("pages", "SP", first)]
            rows += [("pages", "EP", last)] if last else []
        url = paper.said("url", "")
        if paper.doi and not url:
            rows += [("url", "DO", paper.doi)]
        elif url or paper.url:
            rows += [("url", "UR", url or paper.url)]
        missing = paper.said("without", "").split()
        lines += [(f"{t}  - {text}", paper.key, tag) for tag, t, text in rows if tag not in missing]
        lines += [("ER  - ", paper.key, "close"), ("", "", "")]
    return lines


def linked(papers: Sequence[Paper]) -> list[Line]:
    """A page that describes its works itself."""
    lines: list[Line] = [("# Readings", "", ""), ("", "", "")]
    for number, paper in enumerate(papers):
        if number % 3 == 0:
            lines += [(f"## Week {number // 3 + 1}", "", "heading"), ("", "", "")]
        title = paper.said("title", paper.title)
        url = paper.said("url", paper.url).replace("<", "%3C").replace(">", "%3E")
        shown = f"[{title}]({url})" if url else f"*{title}*"
        told = f"{paper.said('authors', _natural(paper.authors))}, {paper.venue}, {paper.year}"
        lines.append((f"- {shown}, {told}", paper.key, "item"))
        if number % 3 == 2:
            lines.append(("", "", ""))
    return lines


def in_fields(papers: Sequence[Paper]) -> list[Line]:
    """An outline of data that describes its works in fields."""
    lines: list[Line] = [
        ("parts:", "", ""),
        ("  - title: Week 1", "", ""),
        ("    readings:", "", ""),
    ]
    for paper in papers:
        (first, *where), *rest = _loose(paper, "        ", "venue", dated=False)
        lines.append((f"      - {first.lstrip()}", *where))  # type: ignore[arg-type]
        lines += rest
    return lines


WITH_KEYS: dict[str, tuple[str, Callable[[Sequence[Paper]], list[Line]]]] = {
    "YAML by key": ("works.yaml", keyed),
    "YAML list": ("works.yaml", listed),
    "CSL-YAML": ("refs.yaml", csl_yaml),
    "CSL-JSON": ("refs.json", csl_json),
    "BibTeX": ("refs.bib", bibtex),
    "BibLaTeX": ("refs.bib", biblatex),
    "RIS": ("refs.ris", ris),
}
ALONE: dict[str, tuple[str, Callable[[Sequence[Paper]], list[Line]]]] = {
    "links on a page": ("list.md", linked),
    "fields of an outline": ("outline.yaml", in_fields),
}
FORMS = (*WITH_KEYS, *ALONE)


def made(form: str, papers: Sequence[Paper], page: Sequence[Paper] | None = None) -> List:
    """Return a course of *papers* in *form*, whose page names *page*, all of them if not told."""
    if form in ALONE:
        name, lines = ALONE[form]
        return List(form, name, "", lines(papers))
    name, lines = WITH_KEYS[form]
    return List(form, "list.md", name, _page(papers if page is None else page), lines(papers))


# --- faults


@dataclass(frozen=True)
class Fault:
    """A fault: what it is called, the rules that may tell it, where, and in which forms it can be.

    `make` puts it into a course in a form and returns where it is to be told: pairs of a key and
    a field, of which one is enough.
    """

    name: str
    codes: frozenset[str]
    make: Callable[[str, tuple[Paper, ...]], tuple[List, list[tuple[str, str]]] | None]


def _with(paper: Paper, **raw: str) -> Paper:
    return replace(paper, raw=(*paper.raw, *raw.items()))


def _in_work(
    name: str,
    codes: str,
    change: Callable[[Paper, str], Paper | None],
    *where: str,
    forms: Sequence[str] = FORMS,
) -> Fault:
    """Return a fault within the first work of a list that can have it."""

    def make(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
        if form not in forms:
            return None
        for number, paper in enumerate(papers):
            if changed := change(paper, form):
                course = made(form, (*papers[:number], changed, *papers[number + 1 :]))
                places = where if form != "links on a page" else ("item",)
                return course, [(paper.key, place) for place in (*places, "key")]
        return None

    return Fault(name, frozenset(codes.split()), make)


_YAML = ("YAML by key", "YAML list", "fields of an outline")
_LOOSE = (*_YAML, "links on a page")
_CSL = ("CSL-YAML", "CSL-JSON")
_BIB = ("BibTeX", "BibLaTeX")
_FILES = tuple(WITH_KEYS)


def _joined(paper: Paper, form: str) -> Paper | None:
    names = paper.authors
    if len(names) < 3:
        return None
    if form in _BIB:
        return None
    return _with(paper, authors=f"{', '.join(names[:-2])} and {names[-2]}, {names[-1]}")


def _et_al(paper: Paper, form: str) -> Paper | None:
    if form in _BIB:
        return _with(paper, authors=f"{_reversed(paper.authors[0])} and others")
    if form in _CSL:
        family, _, given = _reversed(paper.authors[0]).partition(", ")
        people = [{"family": family, "given": given}, {"literal": "et al."}]
        return _with(paper, authors=json.dumps(people))
    if form == "RIS":
        return _with(paper, authors=f"{_reversed(paper.authors[0])}; et al.")
    return _with(paper, authors=f"{paper.authors[0]} et al.")


def _title(change: Callable[[str], str]) -> Callable[[Paper, str], Paper | None]:
    def changed(paper: Paper, form: str) -> Paper | None:
        title = change(paper.title)
        return None if title == paper.title else _with(paper, title=title)

    return changed


def _lower(title: str) -> str:
    return (
        title.lower()
        if title[0].isupper() and title.istitle() and len(title.split()) > 3
        else title
    )


def _shout(paper: Paper, form: str) -> Paper | None:
    if len(paper.authors) != 1 or " " not in paper.authors[0] or "{" in paper.authors[0]:
        return None
    name = paper.authors[0].upper()
    if form in _BIB:
        return _with(paper, authors=_reversed(name))
    if form in _CSL:
        family, _, given = _reversed(name).partition(", ")
        return _with(paper, authors=json.dumps([{"family": family, "given": given}]))
    return _with(paper, authors=_reversed(name) if form == "RIS" else name)


def _url(change: Callable[[Paper], str]) -> Callable[[Paper, str], Paper | None]:
    return lambda paper, form: _with(paper, url=change(paper)) if paper.url else None


def _page_fault(
    name: str,
    codes: str,
    change: Callable[[list[Line], tuple[Paper, ...]], tuple[list[Line], list[int]]],
    forms: Sequence[str],
) -> Fault:
    """Return a fault of the page, told at one of the lines that *change* returns."""

    def make(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
        if form not in forms:
            return None
        course = made(form, papers)
        lines, at = change(list(course.page_lines), papers)
        for number in at:
            text, *_ = lines[number]
            lines[number] = (text, "fault", str(number))
        course.page_lines = lines
        return course, [("fault", str(number)) for number in at]

    return Fault(name, frozenset(codes.split()), make)


def _twice(lines: list[Line], papers: tuple[Paper, ...]) -> tuple[list[Line], list[int]]:
    first = next(n for n, line in enumerate(lines) if line[2] == "item")
    while lines[-1][0] == "":
        lines.pop()
    return [*lines, lines[first]], [len(lines), first]


def _deeper(lines: list[Line], papers: tuple[Paper, ...]) -> tuple[list[Line], list[int]]:
    at = [n for n, line in enumerate(lines) if line[2] == "heading"][-1]
    lines[at] = (f"##{lines[at][0]}", "", "heading")
    return lines, [at]


def _tagged(lines: list[Line], papers: tuple[Paper, ...]) -> tuple[list[Line], list[int]]:
    at = next(n for n, line in enumerate(lines) if line[2] == "item")
    lines[at:at] = [("{% gallery photos %}", "", ""), ("", "", "")]
    return lines, [at]


def _by_hand(lines: list[Line], papers: tuple[Paper, ...]) -> tuple[list[Line], list[int]]:
    paper = next(paper for paper in papers if paper.url)
    at = next(n for n, line in enumerate(lines) if line[1] == paper.key)
    url = paper.url.replace("<", "%3C").replace(">", "%3E")
    lines[at] = (f"- [{paper.title}]({url}), {_natural(paper.authors)}", paper.key, "item")
    return lines, [at]


def _unknown(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
    if form not in _FILES:
        return None
    first = papers[0]
    renamed = _with(first, key=f"{first.key}-new")
    course = made(form, (renamed, *papers[1:]), papers)
    course.work_lines = [
        (text, f"{key}-file" if key == first.key else key, what)
        for text, key, what in course.work_lines
    ]
    return course, [(first.key, "item")]


def _again(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
    if form not in _FILES:
        return None
    other = replace(_with(papers[1], key=papers[0].key), key="second")
    course = made(form, (*papers, other), papers)
    return course, [("second", "key"), (papers[0].key, "key")]


def _two_keys(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
    if form not in _FILES:
        return None
    paper = next(paper for paper in papers if paper.doi or paper.url)
    other = replace(paper, key=f"{paper.key}-again")
    course = made(form, (*papers, other))
    return course, [(k, w) for k in (other.key, paper.key) for w in ("key", "item", "title", "url")]


def _unused(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
    if form not in _FILES:
        return None
    return made(form, papers, papers[:-1]), [(papers[-1].key, "key")]


def _misspelt(form: str, papers: tuple[Paper, ...]) -> tuple[List, list[tuple[str, str]]] | None:
    if form not in _FILES:
        return None
    venues = Counter(paper.venue for paper in papers)
    venue = next((name for name, count in venues.items() if count > 2 and " " in name), "")
    paper = next((paper for paper in papers if paper.venue == venue), None)
    if paper is None:
        return None
    at = papers.index(paper)
    changed = _with(paper, venue=venue.lower())
    return made(form, (*papers[:at], changed, *papers[at + 1 :])), [(paper.key, "venue")]


def _forms_of_name(
    form: str, papers: tuple[Paper, ...]
) -> tuple[List, list[tuple[str, str]]] | None:
    """One person in two forms: "George A. Akerlof", and "George Akerlof" beside another."""
    if form not in _FILES:
        return None
    for paper in papers:
        names = paper.authors[0].split()
        if len(names) == 3 and len(names[0]) > 2 and len(paper.authors) == 1:
            plain = (p for p in papers if p is not paper and " " in p.authors[0] and p.volume)
            other = next(p for p in plain if "{" not in p.authors[0])
            changed = replace(other, authors=(*other.authors, f"{names[0]} {names[2]}"))
            course = made(form, tuple(changed if p is other else p for p in papers))
            return course, [(key, "authors") for key in (paper.key, other.key)]
    return None


FAULTS = (
    Fault("a key that no entry has", frozenset({"unknown-work"}), _unknown),
    Fault("a key twice", frozenset({"duplicate-work"}), _again),
    Fault("an entry that no page uses", frozenset({"unused-work"}), _unused),
    Fault("one paper under two keys", frozenset({"same-work", "repeated-reading"}), _two_keys),
    Fault("a venue spelt otherwise", frozenset({"venue-spelling"}), _misspelt),
    Fault("one person in two forms", frozenset({"person-twice"}), _forms_of_name),
    _page_fault("a paper of an entry by hand", "listed-work", _by_hand, _FILES),
    _page_fault("a reading twice", "repeated-reading", _twice, (*_FILES, "links on a page")),
    _page_fault("a heading that jumps", "heading-jump", _deeper, (*_FILES, "links on a page")),
    _page_fault("a tag of Liquid", "unread-liquid", _tagged, (*_FILES, "links on a page")),
    _in_work("no title", "missing-title", lambda p, f: _with(p, title=""), "title",
             forms=(*_YAML[:2], *_CSL, *_BIB, "RIS")),
    _in_work("no authors", "missing-author", lambda p, f: _with(p, without="authors"), "key",
             forms=(*_YAML[:2], *_CSL, *_BIB)),
    _in_work("no venue in its field", "blank-venue",
             lambda p, f: _with(p, venue="") if p.kind != "book" else None, "venue",
             forms=(*_YAML[:2], *_CSL, *_BIB)),
    _in_work("no address", "no-address",
             lambda p, f: _with(p, without="url") if p.doi and p.year > 1994 else None, "key",
             forms=_FILES),
    _in_work("et al. in the data", "truncated-authors", _et_al, "authors", forms=_FILES),
    _in_work("the last two authors joined", "joined-authors unsplit-authors", _joined, "authors",
             forms=("YAML by key", "YAML list")),
    _in_work("a doubled separator", "doubled-separator",
             lambda p, f: _with(p, authors=f"{p.authors[0]},, {p.authors[1]}, and Ada Lee")
             if len(p.authors) == 2 else None, "authors", forms=("YAML by key", "YAML list")),
    _in_work("a footnote mark", "footnote-marks",
             lambda p, f: _with(p, authors=f"{p.authors[0]}*, {p.authors[1]}")
             if len(p.authors) == 2 and "{" not in p.authors[0] else None, "authors",
             forms=("YAML by key", "YAML list")),
    _in_work("a collective with a comma", "unsplit-authors",
             lambda p, f: _with(p, authors="Llama Team, AI @ Meta"), "authors",
             forms=("YAML by key", "YAML list")),
    _in_work("a name in capitals", "shouted-name", _shout, "authors", forms=_FILES),
    _in_work("capitals lost", "lost-capitals", _title(_lower), "title", forms=_FILES),
    _in_work("a space lost", "lost-space",
             _title(lambda t: t.replace(" and ", " inter-and intra-", 1)), "title", forms=_FILES),
    _in_work("two spaces", "double-space", _title(lambda t: t.replace(" ", "  ", 1)), "title",
             forms=_FILES),
    _in_work("TeX left over", "tex-left", _title(lambda t: t.replace("o", r"\"{o}", 1)), "title",
             forms=(*_YAML[:2], *_CSL, "RIS")),
    _in_work("a dash for a hyphen", "typographic-dash",
             _title(lambda t: t.replace("Pre-training", "Pre–training")
                    .replace("Jupiter-mass", "Jupiter–mass companion–based")), "title",
             forms=_FILES),
    _in_work("a year of two digits", "unread-date",
             lambda p, f: _with(p, year=str(p.year)[2:]), "year",
             forms=("YAML list", *_BIB, "RIS")),
    _in_work("a year that contradicts the key", "year-mismatch",
             lambda p, f: _with(p, year=str(p.year + 3)) if p.kind != "book" else None,
             "year", "venue", forms=_FILES),
    _in_work("an open line", "open-line", _url(lambda p: p.url.replace("https", "http")), "url"),
    _in_work("an address with spaces", "malformed-url",
             _url(lambda p: p.url.replace("org/", "org/a b/")), "url",
             forms=(*_YAML[:2], *_CSL, *_BIB, "RIS")),
    _in_work("an address that runs", "unsafe-url", _url(lambda p: "javascript:alert(1)"), "url",
             forms=(*_YAML[:2], *_CSL, *_BIB, "RIS")),
    _in_work("a search, no paper", "no-paper-there",
             _url(lambda p: "https://scholar.google.com/scholar?q=paper"), "url",
             forms=(*_YAML[:2], *_CSL, *_BIB, "RIS")),
)  # fmt: skip


# --- the score


@dataclass
class Score:
    """Faults of one kind: how many there are, how many are told at their line; other words."""

    faults: int = 0
    found: int = 0
    other: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


# What one fault brings along is no false alarm: no year where it cannot be read, and so on.
CONSEQUENCES = {
    "a year of two digits": {"missing-year"},
    "a key that no entry has": {"unused-work"},
    "no venue in its field": {"missing-year"},
    "a paper of an entry by hand": {"unused-work"},
    "an address that runs": {"no-address"},
    "a key twice": {"same-work", "missing-year", "year-mismatch"},
    "TeX left over": {"odd-quotes"},
    "no title": {"no-title"},
}


def said_of(course: List) -> tuple[Diagnostic, ...]:
    """Return what is said of *course*."""
    with tempfile.TemporaryDirectory() as folder:
        course.write(Path(folder))
        return check_course(Disk(Path(folder))).diagnostics


def faulty(name: str) -> Iterator[tuple[Fault, str, List, set[tuple[str, int]]]]:
    """Yield the courses with the fault called *name*, one in each form that can have it."""
    subjects = list(papers().values())
    for number, fault in enumerate(FAULTS):
        if fault.name != name:
            continue
        for shift, form in enumerate(FORMS):
            # Not always the same subject: begin with another for each fault and form.
            start = (number + shift) % len(subjects)
            for chosen in (*subjects[start:], *subjects[:start]):
                if put := fault.make(form, chosen):
                    course, places = put
                    yield fault, form, course, set(_lines(course, places))
                    break


def _lines(course: List, places: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    for key, what in places:
        try:
            yield course.line(key, what)
        except LookupError:
            continue


def clean() -> Iterator[List]:
    """Yield each subject in each form, without a fault."""
    for chosen in papers().values():
        for form in FORMS:
            yield made(form, chosen)


def score(name: str) -> Score:
    """Return how well the fault called *name* is told."""
    found = Score()
    for fault, form, course, places in faulty(name):
        found.faults += 1
        said = said_of(course)
        hit = any(
            d.code in fault.codes and d.span and (d.span.source, d.span.line) in places
            for d in said
        )
        found.found += hit
        allowed = fault.codes | CONSEQUENCES.get(fault.name, set())
        found.other += [f"{form}: {d.code} {d.message}" for d in said if d.code not in allowed]
        if not hit:
            told = [(d.code, str(d.span)) for d in said]
            found.missed.append(f"{form}: at {sorted(places)}: {told}")
    return found


def row(name: str, score: Score) -> str:
    """Return the row of the table in the docs."""
    return f"| {name} | {score.faults} | {score.found} | {len(score.other)} |"


def table() -> str:
    """Return the table in the docs."""
    scores = {fault.name: score(fault.name) for fault in FAULTS}
    every = Score(
        sum(each.faults for each in scores.values()),
        sum(each.found for each in scores.values()),
        [other for each in scores.values() for other in each.other],
    )
    rows = [row(name, each) for name, each in scores.items()]
    head = ("| fault | files | found at their line | said besides |", "|---|---|---|---|")
    return "\n".join((*head, *rows, row("all", every)))


if __name__ == "__main__":
    for fault in FAULTS:
        print(row(fault.name, (told := score(fault.name))))
        print(*told.missed, *told.other, sep="\n", end="\n" if told.missed or told.other else "")

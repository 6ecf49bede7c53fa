"""Guess from a folder which of its files hold the readings and which describe works.

Nothing is parsed for it: a page is weighed by what its text shows, and the files that share a
folder and a numbered name, such as `week-01.md` and `week-02.md`, are weighed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from coursepack.model import node as nodes
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read import data_file
from coursepack.read.data import shape as data_shape
from coursepack.read.disk import Disk
from coursepack.read.outline_reader import Page
from coursepack.read.sites import liquid
from coursepack.read.sites.site import Site, front_matter
from coursepack.read.words import paper_address

PAGES = (".md", ".markdown", ".qmd", ".rmd", ".mdx", ".mkd", ".mdown", ".html", ".htm")
# Taken where no other page is one of readings: beside those, they are handouts and notes.
OTHER_PAGES = (".org", ".rst", ".tex", ".latex", ".ltx")
WORKS = (".yaml", ".yml", ".json", ".bib", ".bibtex", ".ris")

_NO_PAGE = re.compile(
    r"(?:^|/)(?:licen[cs]e|contributing|code_of_conduct|changelog|security|404|_includes/.*|_layouts/.*|_sass/.*"
    r"|output/.*|tests?/.*|\.[^/]+)(?:\.\w+)?$",
    re.IGNORECASE,
)
_NO_DATA = frozenset(
    (
        "course.yaml",
        "_config.yml",
        "_config.yaml",
        "package.json",
        "package-lock.json",
        "mkdocs.yml",
        "docker-compose.yml",
        "environment.yml",
        "_quarto.yml",
        "tsconfig.json",
        "_toc.yml",
    )
)
_KEYED = pattern(
    r"\{%-?\s*include(?:_cached|_relative)?\s+\S+\s[^%]*?\b(?:key|id|paper|ref|cite|bib\w*|slug)\s*="
)
_CITED = pattern(
    r"\{cite(?::[a-z]+)?\}`|\[[^\[\]\n]*(?<![\w.])@[\w{][^\[\]\n]*\]|^\s*[-*+]\s+@\w", re.MULTILINE
)
_CITED_THERE = pattern(
    r"\\[a-z]*cite[a-z]*\*?(?:\[[^\]]*\])*\{|:cite(?::[a-z]+)?:`|\bcite:[@&\w]|\\bibentry\{"
)
_LISTED_THERE = pattern(
    r"^\s*(?:[-+*]|\d+[.)]|#\.|\\item\b)\s.{12,}\b(?:19|20)\d\d\b|``[^`\n]{12,400}''"
    # A work under a key of its own, or one told in fields.
    r"|\\bibitem\b|^\.\. \[[A-Za-z]\w*\]\s|^\s*:(?:authors|venue|booktitle|journal|year|doi):\s",
    re.MULTILINE | re.IGNORECASE,
)
_KEY = pattern(
    r"(?:\b(?:key|id|paper|ref|cite|slug)\s*=\s*[\"']?|(?<![\w.])@|\{cite(?::[a-z]+)?\}`)([\w:.#$%&+?~/-]*\w)"
)
_LONE_KEY = pattern(
    r"^\s*(?:[-*+]|\d+[.)])\s+[`*]*(?=[^\s`*]*\d)[A-Za-z][\w.+:-]{3,}[`*]*\s*(?:$|[,(–—])",
    re.MULTILINE,
)
_ADDRESS = pattern(r"https?://[^\s<>()\"'\]]+|(?<=[\"'(])[\w./-]+\.pdf\b")
_TYPED = pattern(
    r"\((?:19|20)\d\d[a-z]?\)|[\"“][^\"“”\n]{12,400}[\"”]|\bet al\.?|\*[^*\n]{12,}\*.{0,40}(?:19"
    r"|20)\d\d"
)
_LINKED_ITEM = pattern(
    r"^\s*(?:[-*+]|\d+[.)])\s+(?:<li>\s*)?(?:\[[^\]\n]+\]\(|<a\s[^>]*href=)", re.MULTILINE
)
_COLLECTION = pattern(r"\bin\s+site\.(\w+)|site\.(\w+)\s*\|")
_OWN_MATTER = pattern(r"\bin\s+page\.\w+|\bpage\.\w+\s*\|")
_MORE_READINGS = pattern(
    r"reading|background|bibliograph|papers|references|literature|optional|further", re.IGNORECASE
)
_TITLES = pattern(r"\btitle\b", re.IGNORECASE)
_OF_PAPERS = pattern(
    r"@\w+\s*[{(]|^TY\s+-|\b(?:authors?|editors?|doi|venue|booktitle|year|journal)\b",
    re.IGNORECASE | re.MULTILINE,
)

_POSTS = pattern(r"\b_(?:posts|drafts|announcements)/")
_CALLED = frozenset(("title", "name", "id", "key", "citation", "paper", "reference", "text"))
_MOST_WEIGHED = 400
_OF_WORKS = (None, data_shape.Shape.TOPICS)


@dataclass(frozen=True, slots=True)
class Guess:
    """The files that hold a course's readings, in order, and those that describe its works."""

    pages: tuple[str, ...]
    works: tuple[str, ...]


def guess(
    disk: Disk,
    site: Site,
    pages: tuple[str, ...] = (),
    works: tuple[str, ...] = (),
    besides: frozenset[str] = frozenset(),
    *,
    needs_page: bool = True,
) -> Guess:
    """Return the files of the course in *disk*.

    *pages* and *works* are those it names itself; those *besides* are something else. A course
    that *needs_page* has one even where nothing looks like readings.
    """
    all_files = frozenset(disk.files())
    files = [f for f in disk.files() if f not in besides and not _is_output(f, all_files)]
    chosen = pages or _pages(files, disk, site, needs_page=needs_page)
    return Guess(chosen, works or _works(chosen, files, disk, site))


def _is_output(name: str, files: frozenset[str]) -> bool:
    """Say whether a file lies beside others of its name that only a build of ours makes."""
    stem = name.rpartition(".")[0]
    return f"{stem}.tex" in files and f"{stem}.html" in files


def _pages(files: Iterable[str], disk: Disk, site: Site, *, needs_page: bool) -> tuple[str, ...]:
    """Return the pages that hold the most readings, with those that belong to them."""
    names = [n for n in files if n.lower().endswith(PAGES) and not _NO_PAGE.search(n)]
    weights = {name: _weight(name, disk, site) for name in names[:_MOST_WEIGHED]}
    # What a page shows is read there, as its visitors see it.
    shown = {
        file
        for name in names[:_MOST_WEIGHED]
        if (source := disk.open(name).value)
        for data in liquid.data_shown(_templates(source, site))
        for file in _data_files(data, disk)
    }
    for name in [n for n in files if _may_be_data(n) and n not in shown][:_MOST_WEIGHED]:
        weights[name] = _weight_of_data(name, disk, site)
    if not any(weights.values()):
        others = (n for n in files if n.lower().endswith(OTHER_PAGES) and not _NO_PAGE.search(n))
        weights = {name: _weight_of_other(name, disk) for name in others}
    families: dict[str, list[str]] = {}
    for name, weight in weights.items():
        if weight > 0:
            families.setdefault(_family(name), []).append(name)
    if not families:
        lone = [n for n in names if "/" not in n]
        return tuple(lone) if len(lone) == 1 and (needs_page or _lists_links(lone[0], disk)) else ()
    totals = {family: sum(weights[n] for n in members) for family, members in families.items()}
    # A page in the folder itself comes before a copy below it.
    best = max(totals, key=lambda f: (totals[f], -f.count("/")))
    chosen = sorted(families[best], key=_natural)
    if len(chosen) > 1 and best.endswith("/*") and not _POSTS.search(best):
        # The site shows every document of a collection, whether many readings stand in it or few.
        chosen = sorted((name for name in names if _family(name) == best), key=_natural)
    if len(chosen) == 1 and not data_file.is_data(chosen[0]):
        chosen += _continued(chosen[0], weights, disk)
    if all(_names_keys(name, disk) for name in chosen) and "/" not in best:
        beside = [n for n in weights if "/" not in n and _names_keys(n, disk)]
        chosen = sorted({*chosen, *beside}, key=_natural)
    return tuple(chosen)


def _lists_links(name: str, disk: Disk) -> bool:
    source = disk.open(name).value
    return bool(source and _LINKED_ITEM.search(source.text))


def _continued(name: str, weights: Mapping[str, int], disk: Disk) -> list[str]:
    """Return the pages of readings beside the page *name* that it leads to."""
    source = disk.open(name).value
    folder = name.rpartition("/")[0]
    linked = re.findall(r"\]\(\.?/?([\w./-]+\.(?:md|html))\)", source.text) if source else []
    files = (f"{folder}/{link}" if folder else link for link in dict.fromkeys(linked))
    return [
        file
        for file in files
        if file != name and weights.get(file, 0) > 1 and _MORE_READINGS.search(file)
    ]


def _is_of_collection(name: str) -> bool:
    return PurePosixPath(name).parent.name.startswith("_")


def _family(name: str) -> str:
    path = PurePosixPath(name)
    folder = str(path.parent)
    if _is_of_collection(name) and not data_file.is_data(name):
        return f"{folder}/*"
    return f"{folder}/{re.sub(r'[0-9]+', '#', path.name)}"


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(p), "") if p.isdigit() else (0, p) for p in re.split(r"([0-9]+)", name) if p]


def _names_keys(name: str, disk: Disk) -> bool:
    source = disk.open(name).value
    return bool(source and _KEYED.search(source.text))


def _weight(name: str, disk: Disk, site: Site) -> int:
    """Return how many readings the page seems to have."""
    source = disk.open(name).value
    if source is None:
        return 0
    templates = list(_templates(source, site))
    text = source.text
    if _is_of_collection(name) and not _shows_own_matter(source, site):
        # What its layout does not print stands there for the pages that do.
        text = text[front_matter(source).body :]
    weight = _weight_of_text(text)
    for shown in liquid.data_shown(templates):
        weight += _weight_of_shown(shown, disk, site)
    named = {one or other for each in templates for one, other in _COLLECTION.findall(each)}
    for collection in named.intersection(site.collections()):
        # The documents themselves where their words hold the readings, this page where it
        # prints them of what they say of themselves and their layouts do not.
        weight += sum(
            _weight_of_text(document.source.text[: document.front.body])
            for document in site.documents(collection)
            if not _shows_own_matter(document.source, site)
        )
    return weight


def _shows_own_matter(source: Source, site: Site) -> bool:
    return any(_OWN_MATTER.search(each) for each in _templates(source, site))


def _weight_of_other(name: str, disk: Disk) -> int:
    """Return how many readings a page in other markup seems to have."""
    source = disk.open(name).value
    if source is None:
        return 0
    cited = 3 * len(_CITED_THERE.findall(source.text))
    return _weight_of_text(source.text) + cited + len(_LISTED_THERE.findall(source.text))


def _weight_of_text(text: str) -> int:
    weight = 3 * len(_KEYED.findall(text)) + 3 * len(_CITED.findall(text))
    weight += len(_LONE_KEY.findall(text))
    weight += 2 * sum(paper_address.is_paper(url) for url in _ADDRESS.findall(text))
    return weight + len(_TYPED.findall(text))


def _templates(source: Source, site: Site) -> Iterator[str]:
    """Yield the page, its includes and its layouts."""
    yield source.text
    for name in dict.fromkeys(re.findall(r"\{%-?\s*include\s+([\w./-]+)", source.text)):
        if include := site.include(name):
            yield include.text
    seen: set[str] = set()
    text = source.text
    while (name := _layout(text)) and name not in seen:
        seen.add(name)
        layout = site.layout(name)
        if layout is None:
            return
        text = layout.text
        yield text


def _layout(text: str) -> str:
    found = re.match(r"---\n(?:.*?\n)?layout:\s*[\"']?([\w./-]+)", text, re.DOTALL)
    return found[1] if found else ""


def _weight_of_shown(shown: str, disk: Disk, site: Site) -> int:
    weight = 0
    for name in _data_files(shown, disk):
        source = disk.open(name).value
        if source and (_describes(source.text) or _form(name, disk, site)):
            weight = max(weight, 2) + len(_TITLES.findall(source.text))
    return weight


def _data_files(shown: str, disk: Disk) -> list[str]:
    folder, _, stem = f"_data/{shown}".rpartition("/")
    if below := disk.listing(f"_data/{shown}"):
        # A folder with a file for each paper.
        return [f"_data/{shown}/{name}" for name in below]
    return [f"{folder}/{name}" for name in disk.listing(folder) if PurePosixPath(name).stem == stem]


def _may_be_data(name: str) -> bool:
    path = PurePosixPath(name)
    return data_file.is_data(name) and path.name not in _NO_DATA and not _NO_PAGE.search(name)


def _weight_of_data(name: str, disk: Disk, site: Site) -> int:
    """Return how many readings an outline of data seems to have; 0 for any other data."""
    source = disk.open(name).value
    if source is None or _form(name, disk, site) is None:
        return 0
    urls = sum(paper_address.is_paper(url) for url in _ADDRESS.findall(source.text))
    # Where the site shows the data on a page, that page is what its visitors see.
    return max(2 * urls + len(_TITLES.findall(source.text)), source.text.count("\n") // 3, 1)


def _works(pages: Iterable[str], files: Iterable[str], disk: Disk, site: Site) -> tuple[str, ...]:
    """Return the files of works that the pages show, name or cite; else all that describe some."""
    opened = [source for name in pages if (source := disk.open(name).value)]
    templates = [text for source in opened for text in _templates(source, site)]
    shown = [
        name
        for data in liquid.data_shown(templates)
        for name in _data_files(data, disk)
        if name.lower().endswith(WORKS)
        and (source := disk.open(name).value)
        and _describes(source.text)
        and _form(name, disk, site) in _OF_WORKS
        and _lists_works(name, disk, site)
    ]
    keys = {key for text in templates for key in _KEY.findall(text)}
    keys |= {key for source in opened if data_file.is_data(source.name) for key in _words(source)}
    candidates = [
        name
        for name in files
        if name.lower().endswith(WORKS)
        and PurePosixPath(name).name not in _NO_DATA
        and not _NO_PAGE.search(name)
        and name not in {source.name for source in opened}
        and _lists_works(name, disk, site)
    ]
    # A file that cannot be read is kept, so that the reason is said.
    sources = [(name, disk.open(name).value) for name in candidates]
    named = [name for name, source in sources if source and keys and _defines(source.text, keys)]
    described = [
        name
        for name, source in sources
        if source is None
        or (_tells_of_papers(source.text) and _form(name, disk, site) in _OF_WORKS)
    ]
    found = dict.fromkeys([*shown, *(named or ([] if shown else described))])
    # Where no file looks right, all are read, so that what is wrong with them is said.
    beside = (name for name in candidates if "/" not in name.removeprefix("_data/"))
    describe = any(data_file.is_data(source.name) and _describes(source.text) for source in opened)
    return tuple(found or (beside if keys and not describe else ()))


def _form(name: str, disk: Disk, site: Site) -> data_shape.Shape | None:
    if not data_file.is_data(name):
        return None

    def form(source: Source) -> str:
        found = data_shape.form(Page(source, site.data(name)))
        return found.name if found else ""

    told = disk.noted(name, "form", form)
    return data_shape.Shape[told] if told else None


def _words(source: Source) -> set[str]:
    return set(re.findall(r"[\w:.+/-]*\w", source.text))


def _defines(text: str, keys: set[str]) -> bool:
    """Say whether *text* has an entry of one of *keys*."""
    defined = re.findall(
        r"^\s*(?:-\s*)?(?:id|key)\s*:\s*[\"']?([^\s\"'#]+)|^[\"']?([\w:.+/-]+)[\"']?\s*:\s*(?:$|\{)"
        r"|@\w+\s*[{(]\s*([^,\s]+)|\"(?:id|citation-key)\"\s*:\s*\"([^\"]+)|^ID\s+-\s+(\S+)",
        text,
        re.MULTILINE,
    )
    return any(part in keys for found in defined for part in found if part) and _describes(text)


def _lists_works(name: str, disk: Disk, site: Site) -> bool:
    """Say whether *name* may hold works: mappings of a list have a title each, or a key."""
    if not data_file.is_data(name):
        return True
    lists = disk.noted(name, "lists works", lambda _: _are_works(site.data(name)))
    return lists is not False


def _are_works(node: nodes.Node | None) -> bool:
    if isinstance(node, nodes.Mapping):
        # `main:` with a list below it is a menu; a work alone is data of its page.
        values = [value for name, value in node.entries if name.value != "references"]
        lists = [value for value in values if isinstance(value, nodes.Sequence)]
        has_menu = any(isinstance(item, nodes.Mapping) for each in lists for item in each.items)
        is_alone = any(map(node.get, _CALLED)) and not any(map(node.get, ("id", "key")))
        has_works = any(isinstance(value, nodes.Mapping) for value in values)
        return has_works or not (has_menu or is_alone)
    if not isinstance(node, nodes.Sequence):
        return True
    entries = [item for item in node.items if isinstance(item, nodes.Mapping)]
    if any(map(_holds_entries, entries)):
        return False
    fields = {name.value.casefold() for entry in entries for name, _ in entry.entries}
    return not entries or not _CALLED.isdisjoint(fields)


def _holds_entries(entry: nodes.Mapping) -> bool:
    """Say whether *entry* is a unit with its weeks, or the like: what it lists has lists too."""
    inner = [
        item
        for _, value in entry.entries
        if isinstance(value, nodes.Sequence)
        for item in value.items
        if isinstance(item, nodes.Mapping)
    ]
    return any(
        isinstance(value, nodes.Sequence) and any(isinstance(i, nodes.Mapping) for i in value.items)
        for item in inner
        for _, value in item.entries
    )


def _tells_of_papers(text: str) -> bool:
    """Say whether *text* describes works for sure: a menu has titles and addresses too."""
    return _describes(text) and (
        _OF_PAPERS.search(text) is not None
        or any(map(paper_address.is_paper, _ADDRESS.findall(text)))
    )


def _describes(text: str) -> bool:
    """Say whether *text* seems to describe works."""
    return bool(re.search(r"@\w+\s*[{(]|^TY\s+-", text, re.MULTILINE)) or (
        re.search(r"\b(?:title|name)\b", text, re.IGNORECASE) is not None
        and re.search(
            r"\b(?:authors?|editors?|url|link|by|pdf|doi|venue|booktitle)\b", text, re.IGNORECASE
        )
        is not None
    )

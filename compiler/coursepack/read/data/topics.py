"""Papers that each carry a topic, or a date and a presenter: the outline is made of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coursepack import words
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Block, Blocks, Inlines, ListItem, Text
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.outline import Outline, ReadingItem, Readings, Section
from coursepack.model.source import Source, Span, Spanned
from coursepack.pattern import pattern
from coursepack.read.data import fields as names
from coursepack.read.data import texts as data_texts
from coursepack.read.data.readings import ReadingReader, asks_pages
from coursepack.read.data.shape import has_topics, is_table, presents
from coursepack.read.data.texts import Texts
from coursepack.read.data_file import SUFFIXES
from coursepack.read.entries import keys as work_keys
from coursepack.read.outline_reader import Page
from coursepack.read.pages.texts import Entries
from coursepack.read.sites.site import Site
from coursepack.read.words.schedule import ASSIGNING, Role, is_date, level

_IDS = (*sorted(names.IDS), "label", "tag")
_TITLES = ("name", "title", "heading", "label")
_CALLED = ("citekey", "id", "key", *sorted(names.IDS - {"citekey", "id", "key"}))
_LISTS = ("topics", "themes", "tracks", "categories", "units", "modules", "sections", "areas")
_PAPERS = names.KEYS | names.PAPERS | names.NAMING | {"talk", "talks"}
_DEEPEST = 6
_OF_PRESENTERS = pattern(
    r"present|speaker|sign-?_?up|talk|discuss|student|lead|volunteer", re.IGNORECASE
)
_YEAR = pattern(r"\b(?:19|20)\d\d\b|'\d\d\b")
_DESCRIPTIONS = ("description", "text", "intro", "summary", "blurb")


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the papers of *page* under their topics; without topics, under their dates."""

    def walk(texts: Texts) -> Outline[ReadingItem]:
        return _Reader(texts, site, page.source).outline(page.data)

    return data_texts.read_twice(walk, pandoc)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper of the list as a reading, and the topic that it carries."""

    entries: Entries
    span: Span
    topic: Spanned[str] | None


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic as a list of topics tells of it; its papers call it by one of *ids*."""

    ids: frozenset[str]
    title: Spanned[str]
    description: Spanned[str] | None = None


@dataclass(frozen=True, slots=True)
class _Talk:
    """Readings that are presented on a date."""

    date: str
    span: Span
    entries: Entries


# The date and the presenter of papers, by their keys.
_Given = dict[str, tuple[str, str]]


@dataclass(slots=True)
class _Data:
    """The lists that a file holds side by side."""

    title: str = ""
    prose: list[Spanned[str]] = field(default_factory=list)
    papers: Node | None = None
    topics: Node | None = None
    presentations: Node | None = None


@dataclass(slots=True)
class _Reader:
    texts: Texts
    site: Site
    source: Source

    def outline(self, node: Node | None) -> Outline[ReadingItem]:
        data = self._data(node)
        body: Blocks = tuple(b for text in data.prose for b in self.texts.blocks(text))
        papers = list(self._papers(data.papers)) if data.papers else []
        if papers:
            topics = self._topics(data, papers)
            parts = self._parts(_presented(papers, self._given(data, papers)), topics)
            return Outline(data.title, body, tuple(parts))
        talks = list(self._talks(data.presentations))
        undated = tuple(entry for talk in talks if not talk.date for entry in talk.entries)
        first: tuple[Block | Readings[ReadingItem], ...] = body
        if undated:
            first = (*first, Readings(undated))
        return Outline(data.title, first, tuple(_by_date(talks)))

    def _data(self, node: Node | None) -> _Data:
        data = _Data()
        if presents(node):
            data.presentations = node
        elif isinstance(node, Sequence) or not isinstance(node, Mapping) or _is_by_key(node):
            data.papers = node
        else:
            for name, written, value in names.fields(node):
                self._list(data, name, written, value)
        return data

    def _list(self, data: _Data, name: str, written: Spanned[str], value: Node) -> None:
        text = names.text(value)
        if name in names.PAPERS and data.papers is None and has_topics(value):
            data.papers = value
        elif name == "presentations" and not text:
            data.presentations = value
        elif name in names.TOPICS and not isinstance(value, Scalar):
            data.topics = value
        elif text and name in ("title", "name", "course"):
            data.title = text.value
        elif text and (name in names.TEXTS or name in names.NOTES):
            data.prose.append(text)
        elif text or not isinstance(value, Scalar):
            self.texts.unread(written)

    # Papers.

    def _papers(self, node: Node) -> Iterator[_Paper]:
        entries: Iterable[tuple[Spanned[str] | None, Node]] = ()
        if isinstance(node, Mapping):
            entries = node.entries
        elif isinstance(node, Sequence):
            entries = ((None, item) for item in node.items)
        above: dict[str, tuple[Spanned[str], Node]] = {}
        without: list[Span] = []
        for number, (name, value) in enumerate(entries, 1):
            if not isinstance(value, Mapping):
                continue
            if is_table(self.source):
                value = _continued(value, above)
            if _is_blank(value) and name is None:
                continue
            paper = self._paper(name, value, number)
            if paper.topic is None:
                without.append(paper.span)
            yield paper
        if without:
            self._report_without(without)

    def _paper(self, name: Spanned[str] | None, node: Mapping, number: int) -> _Paper:
        node = _titled(node)
        found = {folded: value for folded, _, value in names.fields(node)}
        key = name or _key(found) or work_keys.work_key(None, node, number)
        topic_name = next((n for n in _topic_order(found) if n in names.TOPICS), "")
        topics = list(names.texts(found.get(topic_name)))
        for more in topics[1:]:
            message = f"`{key.value}` stands under its first topic only, not under `{more.value}`"
            self.texts.problems.append(
                Diagnostic("second-topic", Severity.NOTE, message, more.span)
            )
        if ("paper" in found and not found.keys() & names.DESCRIBING) or _is_typed(found):
            entries = self._named(node, topic_name)
        else:
            entries = self._item(key, node, found)
        topic = topics[0] if topics else None
        if topic and topic_name == "week" and topic.value.isdigit():
            topic = Spanned(words.here().week.format(number=topic.value), topic.span)
        return _Paper(entries, key.span, topic)

    def _named(self, node: Mapping, topic_name: str) -> Entries:
        """The reading of an entry that names a paper, by its key or by a text."""
        kept = (e for e in node.entries if names.folded(e[0].value) != topic_name)
        reader = ReadingReader(self.texts, self.site, self.source)
        return reader.read(Mapping(tuple(kept), node.span))

    def _item(self, key: Spanned[str], node: Mapping, found: dict[str, Node]) -> Entries:
        """The reading of a paper whose work is read elsewhere: what the outline alone says."""
        kept = {
            "required", "optional", "locator", *names.BINDING, *names.LEVELS,
            *names.PRESENTERS, *names.INSTRUCTIONS, *names.NOTES - {"note"},
        }  # fmt: skip
        said = {
            name: found[name]
            for name in kept & found.keys()
            # The type of a paper is its own, unless it says how binding the reading is.
            if name not in ("type", "kind") or level(names.joined(found[name]))
        }
        pages = names.joined(found.get("pages"))
        if pages and asks_pages(pages, found.keys()):
            said["pages"] = found["pages"]
        if "date" in found and _meets(found):
            said["date"] = found["date"]
        entries = tuple((Spanned(name, key.span), value) for name, value in sorted(said.items()))
        reader = ReadingReader(self.texts, self.site, self.source)
        told = reader.keyed(key, Mapping(entries, key.span))
        taken = {*said, *names.TOPICS, *(n for n in names.IDS if names.text(found.get(n)) == key)}
        rest = (e for e in node.entries if names.folded(e[0].value) not in taken)
        work = self.texts.work(key, Mapping(tuple(rest), node.span)) if "title" in found else None
        return tuple(
            replace(entry, described=work) if isinstance(entry, ReadingItem) else entry
            for entry in told
        )

    def _report_without(self, spans: list[Span]) -> None:
        count = "one paper has" if len(spans) == 1 else f"{len(spans)} papers have"
        message = f"{count} no topic and no place in the outline"
        hint = "write `topic: …`, or list the paper on another page"
        self.texts.report("no-topic", Severity.NOTE, message, spans[0], hint)

    # Topics.

    def _topics(self, data: _Data, papers: list[_Paper]) -> list[_Topic]:
        """The list of topics: beside the papers, or else in a file that has all of them."""
        if data.topics:
            return list(_listed(data.topics))
        wanted = {_plain(paper.topic.value) for paper in papers if paper.topic}
        best: list[_Topic] = []
        most = len(wanted) / 2
        for _, node in self._siblings():
            listed = list(_listed(node))
            told = len(wanted & frozenset().union(*(topic.ids for topic in listed)))
            if told > most or (told == most and not best):
                best, most = listed, told
        return best if wanted else []

    def _parts(self, papers: list[_Paper], topics: list[_Topic]) -> Iterator[Section[ReadingItem]]:
        """Yield a part each topic, those that are listed first."""
        by_topic: dict[str, list[_Paper]] = {}
        for paper in papers:
            if paper.topic:
                by_topic.setdefault(_plain(paper.topic.value), []).append(paper)
        for topic in topics:
            named = [by_topic.pop(name) for name in [*by_topic] if name in topic.ids]
            body: tuple[Block | Readings[ReadingItem], ...] = ()
            if topic.description:
                body = self.texts.blocks(topic.description)
            items = tuple(entry for group in named for paper in group for entry in paper.entries)
            readings = (Readings(items),) if items else ()
            yield Section(self._title(topic.title), 1, (*body, *readings))
        for group in by_topic.values():
            if title := group[0].topic:
                items = tuple(entry for paper in group for entry in paper.entries)
                yield Section(self._title(title), 1, (Readings(items),))

    def _title(self, text: Spanned[str]) -> Spanned[Inlines]:
        return Spanned(self.texts.inlines(text), text.span)

    # Presentations.

    def _given(self, data: _Data, papers: list[_Paper]) -> _Given:
        """What a list of who presents what says: in the file itself, or beside it."""
        keys = frozenset(key for paper in papers for key in _keys(paper.entries))
        if data.presentations:
            return _by_key(data.presentations, keys, "presentations")
        found = (_by_key(node, keys, file) for file, node in self._siblings())
        return max(found, key=len, default={})

    def _talks(self, node: Node | None) -> Iterator[_Talk]:
        reader = ReadingReader(self.texts, self.site, self.source)
        for item in node.items if isinstance(node, Sequence) else ():
            if not isinstance(item, Mapping):
                continue
            entries = reader.read(item)
            date = names.joined(item.get("date") or item.get("Date"))
            yield _Talk(date, item.span, entries)

    def _siblings(self) -> Iterator[tuple[str, Node]]:
        for file in self.site.siblings(self.source.name):
            if file.lower().endswith(SUFFIXES):
                node = self.site.data(file)
                if node is not None:
                    yield file, node


def _is_by_key(node: Mapping) -> bool:
    return has_topics(node) and all(isinstance(value, Mapping) for _, value in node.entries)


def _continued(row: Mapping, above: dict[str, tuple[Spanned[str], Node]]) -> Mapping:
    """Return *row* of a table with the topic and the date of the row above where it has none."""
    entries = list(row.entries)
    for number, (written, value) in enumerate(entries):
        name = names.folded(written.value)
        if name not in names.TOPICS and name != "date":
            continue
        if names.text(value):
            above[name] = (written, value)
        elif name in above:
            entries[number] = above[name]
    return Mapping(tuple(entries), row.span)


def _is_blank(node: Mapping) -> bool:
    """Say whether *node* tells of no paper: a session without one, in a table of papers."""
    of_work = {"title", *_PAPERS, *names.DESCRIBING, *names.LINKS} - names.TOPICS
    return not any(
        names.text(value) or not isinstance(value, Scalar)
        for name, _, value in names.fields(node)
        if name in of_work
    )


def _titled(node: Mapping) -> Mapping:
    """Return *node*, its title called so: "Paper", beside its authors and its venue."""
    found = {name: value for name, _, value in names.fields(node)}
    if "title" in found or not found.keys() & names.DESCRIBING:
        return node
    name = next((n for n in names.NAMING if n in found and _is_words(found[n])), None)
    if name is None:
        assigning = (
            f
            for f, w, v in names.fields(node)
            if names.role(w.value) in ASSIGNING and _is_words(v) and "citation" not in f
        )
        name = next(assigning, None)
    return Mapping(
        tuple(
            (Spanned("title", written.span), value) if folded == name else (written, value)
            for folded, written, value in names.fields(node)
        ),
        node.span,
    )


def _is_words(node: Node) -> bool:
    text = names.text(node)
    return text is not None and " " in text.value


def _is_typed(found: dict[str, Node]) -> bool:
    """Say whether a text names the paper, authors, title and all, and no field its title."""
    texts = (names.joined(found.get(name)) for name in ("citation", "reference", "paper"))
    return "title" not in found and any(len(text.split()) > 3 for text in texts)


def _key(found: dict[str, Node]) -> Spanned[str] | None:
    """Return what a paper is called by elsewhere."""
    return next((text for name in _CALLED if (text := names.text(found.get(name)))), None)


def _meets(found: dict[str, Node]) -> bool:
    """Say whether the `date` of a paper is that of a session, and not when it was published."""
    if found.keys() & {"year", "issued", *names.PRESENTERS}:
        return True
    venue = next((names.joined(found[n]) for n in sorted(names.CONTAINERS) if n in found), "")
    said = names.joined(found["date"])
    return is_date(said) and (bool(_YEAR.search(venue)) or not _YEAR.search(said))


def _topic_order(found: dict[str, Node]) -> list[str]:
    """The fields of a paper, those first that say nothing but its topic."""
    return sorted(found, key=lambda name: name not in ("topic", "topics"))


def _listed(node: Node) -> Iterator[_Topic]:
    """Yield the topics that *node* lists, by name or by id."""
    if isinstance(node, Mapping):
        inside = [v for n, _, v in names.fields(node) if n in _LISTS and not isinstance(v, Scalar)]
        if inside:
            yield from _listed(inside[0])
            return
        for name, value in node.entries:
            if text := names.text(value):
                yield _Topic(_ids(name.value, text.value), text)
            elif isinstance(value, Mapping):
                yield _topic(value, name)
    elif isinstance(node, Sequence):
        for item in node.items:
            if text := names.text(item):
                yield _Topic(_ids(text.value), text)
            elif isinstance(item, Mapping):
                yield _topic(item, None)


def _topic(node: Mapping, name: Spanned[str] | None) -> _Topic:
    ids = [*([name] if name else []), *_texts(node, _IDS)]
    titles = [*_texts(node, _TITLES), *ids]
    descriptions = _texts(node, _DESCRIPTIONS)
    title = titles[0] if titles else Spanned("…", node.span)
    called = (text.value for text in (*ids, *titles))
    return _Topic(_ids(*called), title, descriptions[0] if descriptions else None)


def _texts(node: Mapping, fields: Iterable[str]) -> list[Spanned[str]]:
    return [text for name in fields if (text := names.text(node.get(name)))]


def _ids(*called: str) -> frozenset[str]:
    return frozenset(map(_plain, called))


def _plain(topic: str) -> str:
    return re.sub(r"[\W_]+", " ", topic.casefold()).strip()


def _keys(entries: Entries) -> Iterator[str]:
    return (entry.key.value for entry in entries if isinstance(entry, ReadingItem))


def _by_key(node: Node, keys: frozenset[str], file: str) -> _Given:
    """Return who presents the papers called *keys*, and when, as the list *node* of *file* says."""
    told = _Told(keys, names_people=bool(_OF_PRESENTERS.search(file)))
    if not file.lower().endswith((".csv", ".tsv")):
        told.of(node)
        return told.given
    for row in node.items if isinstance(node, Sequence) else ():
        # A blank cell goes on with the date above it, and not with who presents there.
        told.presenter = ""
        told.of(row)
    return told.given


@dataclass(slots=True)
class _Told:
    """What is said of papers, whatever is nested in what: date, presenter, the papers' keys.

    A date or a presenter holds for all that stands beside it and below it. Only a list that
    *names_people* says so without a word for it: `raft-atc14: Ana Ruiz`.
    """

    keys: frozenset[str]
    names_people: bool
    date: str = ""
    presenter: str = ""
    given: _Given = field(default_factory=dict)
    depth: int = 0

    def of(self, node: Node) -> None:
        """Gather what *node* says."""
        if self.depth > _DEEPEST:
            return
        if isinstance(node, Mapping):
            self._mapping(node)
        else:
            for item in node.items if isinstance(node, Sequence) else ():
                self._below(item)

    def _mapping(self, node: Mapping) -> None:
        roles = {names.role(name.value): value for name, value in node.entries}
        self.date = names.joined(roles.get(Role.DATE)) or self.date
        self.presenter = names.people(roles.get(Role.PRESENTER)) or self.presenter
        are_people = self.names_people and not self.presenter and self._all_papers(node)
        for name, value in node.entries:
            texts = [text.value for text in names.texts(value)]
            if name.value in self.keys:
                self._of_paper(name.value, value)
            elif texts and all(text in self.keys for text in texts):
                when = name.value if is_date(name.value) else ""
                self._give(texts, when, name.value if are_people and not when else "")
            elif isinstance(value, Mapping | Sequence):
                self._below(value, name.value if is_date(name.value) else "")

    def _all_papers(self, node: Mapping) -> bool:
        """Say whether *node* is like `Ana Ruiz: raft-atc14`: names, of which none is a field's."""
        texts = [text.value for _, value in node.entries for text in names.texts(value)]
        are_fields = any(
            names.folded(name.value) in _PAPERS
            or names.role(name.value)
            or not name.value[:1].isupper()
            for name, _ in node.entries
        )
        return not are_fields and bool(texts) and all(text in self.keys for text in texts)

    def _of_paper(self, key: str, value: Node) -> None:
        """`raft-atc14: Ana Ruiz`, `raft-atc14: 3 Feb`, or a mapping of both."""
        if isinstance(value, Mapping):
            roles = {names.role(name.value): inner for name, inner in value.entries}
            date, who = names.joined(roles.get(Role.DATE)), names.people(roles.get(Role.PRESENTER))
        else:
            said = names.people(value)
            date = said if is_date(said) else ""
            who = said if self.names_people and not date else ""
        self._give([key], date, who)

    def _give(self, keys: Iterable[str], date: str, presenter: str) -> None:
        date, presenter = date or self.date, presenter or self.presenter
        if date or presenter:
            self.given.update(dict.fromkeys(keys, (date, presenter)))

    def _below(self, node: Node, date: str = "") -> None:
        below = replace(self, date=date or self.date, depth=self.depth + 1)
        below.of(node)


def _presented(papers: Iterable[_Paper], by_key: _Given) -> list[_Paper]:
    """Return *papers*, each with the date and the presenter that *by_key* has for it."""
    return [
        replace(paper, entries=tuple(_given(entry, by_key) for entry in paper.entries))
        for paper in papers
    ]


def _given(entry: ReadingItem | ListItem, by_key: _Given) -> ReadingItem | ListItem:
    if not isinstance(entry, ReadingItem):
        return entry
    date, presenter = by_key.get(entry.key.value, ("", ""))
    return replace(entry, date=entry.date or date, presenter=entry.presenter or presenter)


def _by_date(talks: Iterable[_Talk]) -> Iterator[Section[ReadingItem]]:
    """Yield a section each date, in the order in which they first appear."""
    dates: dict[str, tuple[Span, list[ReadingItem | ListItem]]] = {}
    for talk in talks:
        if talk.date:
            _, entries = dates.setdefault(talk.date, (talk.span, []))
            entries += talk.entries
    for date, (span, entries) in dates.items():
        title: Inlines = (Text(date),)
        yield Section(Spanned(title, span), 1, (Readings(tuple(entries)),), (), date)

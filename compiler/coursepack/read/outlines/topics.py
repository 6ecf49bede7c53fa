"""Papers that each carry a topic, or a date and a presenter: the outline is made of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Block, Blocks, Inlines, ListItem, Text
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.outline import Outline, ReadingItem, Readings, Section
from coursepack.model.source import Source, Span, Spanned
from coursepack.read import data_fields as names
from coursepack.read import data_texts, work_keys
from coursepack.read.data_file import SUFFIXES
from coursepack.read.data_readings import ReadingReader
from coursepack.read.data_shape import Shape, form, has_topics, is_table, presents
from coursepack.read.data_texts import Texts
from coursepack.read.outline_reader import OutlineReader, Page
from coursepack.read.site import Site
from coursepack.read.texts import Entries

_IDS = ("id", "slug", "key", "label", "tag")
_TITLES = ("name", "title", "heading", "label")
_DESCRIPTIONS = ("description", "text", "intro", "summary", "blurb")


def takes(page: Page) -> bool:
    """Take papers that each have a topic, and lists of who presents which paper."""
    return form(page) is Shape.TOPICS


def read(page: Page, pandoc: Pandoc, site: Site) -> Outcome[Outline[ReadingItem]]:
    """Return the papers of *page* under their topics; without topics, under their dates."""

    def walk(texts: Texts) -> Outline[ReadingItem]:
        return _Reader(texts, site, page.source).outline(page.data)

    return data_texts.outline(walk, pandoc)


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
        talks = list(self._talks(self._presentations(data, papers)))
        if papers:
            topics = self._topics(data, papers)
            parts = self._parts(_presented(papers, talks), topics)
            return Outline(data.title, body, tuple(parts))
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
        above: Spanned[str] | None = None
        without: list[Span] = []
        for number, (name, value) in enumerate(entries, 1):
            if not isinstance(value, Mapping):
                continue
            paper = self._paper(name, value, number)
            if is_table(self.source) and paper.topic is None:
                paper = replace(paper, topic=above)
            above = paper.topic
            if paper.topic is None:
                without.append(paper.span)
            yield paper
        if without:
            self._report_without(without)

    def _paper(self, name: Spanned[str] | None, node: Mapping, number: int) -> _Paper:
        found = {folded: value for folded, _, value in names.fields(node)}
        key = name or names.text(found.get("citekey")) or work_keys.work_key(None, node, number)
        topic_name = next((n for n in _topic_order(found) if n in names.TOPICS), "")
        topics = list(names.texts(found.get(topic_name)))
        for more in topics[1:]:
            message = f"`{key.value}` stands under its first topic only, not under `{more.value}`"
            self.texts.problems.append(
                Diagnostic("second-topic", Severity.NOTE, message, more.span)
            )
        if "paper" in found and not found.keys() & names.DESCRIBING:
            entries = self._named(node, topic_name)
        else:
            entries = self._item(key, node, found)
        topic = topics[0] if topics else None
        if topic and topic_name == "week" and topic.value.isdigit():
            topic = Spanned(f"Week {topic.value}", topic.span)
        return _Paper(entries, key.span, topic)

    def _named(self, node: Mapping, topic_name: str) -> Entries:
        """The reading of an entry that names a paper, by its key or by a text."""
        kept = (e for e in node.entries if names.folded(e[0].value) != topic_name)
        reader = ReadingReader(self.texts, self.site, self.source)
        return reader.read(Mapping(tuple(kept), node.span))

    def _item(self, key: Spanned[str], node: Mapping, found: dict[str, Node]) -> Entries:
        """The reading of a paper whose work is read elsewhere: what the outline alone says."""
        kept = {
            "required", "optional", "requirement", "presenter", "presenters", "speaker",
            "speakers", "locator",
        }  # fmt: skip
        said = {name: found[name] for name in kept & found.keys()}
        # The date of a paper that says no other is when it was published.
        if "date" in found and {"year", "issued", "presenter", "presenters"} & found.keys():
            said["date"] = found["date"]
        entries = tuple((Spanned(name, key.span), value) for name, value in sorted(said.items()))
        reader = ReadingReader(self.texts, self.site, self.source)
        told = reader.keyed(key, Mapping(entries, key.span))
        rest = (e for e in node.entries if names.folded(e[0].value) not in (*said, *names.TOPICS))
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
        for node in self._siblings():
            listed = list(_listed(node))
            if wanted and all(any(w in topic.ids for topic in listed) for w in wanted):
                return listed
        return []

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

    def _presentations(self, data: _Data, papers: list[_Paper]) -> Node | None:
        """The list of who presents what: in the file itself, or beside it."""
        if data.presentations or not papers:
            return data.presentations
        keys = {key for paper in papers for key in _keys(paper.entries)}
        for node in self._siblings():
            if presents(node) and any(key in keys for key in _presented_keys(node)):
                return node
        return None

    def _talks(self, node: Node | None) -> Iterator[_Talk]:
        reader = ReadingReader(self.texts, self.site, self.source)
        for item in node.items if isinstance(node, Sequence) else ():
            if not isinstance(item, Mapping):
                continue
            entries = reader.read(item)
            date = names.joined(item.get("date") or item.get("Date"))
            yield _Talk(date, item.span, entries)

    def _siblings(self) -> Iterator[Node]:
        for file in self.site.siblings(self.source.name):
            if file.lower().endswith(SUFFIXES):
                node = self.site.data(file)
                if node is not None:
                    yield node


def _is_by_key(node: Mapping) -> bool:
    return has_topics(node) and all(isinstance(value, Mapping) for _, value in node.entries)


def _topic_order(found: dict[str, Node]) -> list[str]:
    """The fields of a paper, those first that say nothing but its topic."""
    return sorted(found, key=lambda name: name not in ("topic", "topics"))


def _listed(node: Node) -> Iterator[_Topic]:
    """Yield the topics that *node* lists, by name or by id."""
    if isinstance(node, Mapping):
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


def _presented_keys(node: Node | None) -> Iterator[str]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Mapping):
            yield from (text.value for text in _texts(item, ("paper", "key", "id")))


def _presented(papers: Iterable[_Paper], talks: Iterable[_Talk]) -> list[_Paper]:
    """Return *papers*, each with the date and the presenter that *talks* give it."""
    by_key: dict[str, tuple[str, str]] = {}
    for talk in talks:
        for entry in talk.entries:
            if isinstance(entry, ReadingItem):
                by_key[entry.key.value] = (talk.date, entry.presenter)
    return [
        replace(paper, entries=tuple(_given(entry, by_key) for entry in paper.entries))
        for paper in papers
    ]


def _given(
    entry: ReadingItem | ListItem, by_key: dict[str, tuple[str, str]]
) -> ReadingItem | ListItem:
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


READER = OutlineReader(SUFFIXES, takes, read)

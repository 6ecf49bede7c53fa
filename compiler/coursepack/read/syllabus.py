"""Read what `course.yaml` says of a course besides its readings, and its pages of policies."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from coursepack.adapters.pandoc import Pandoc
from coursepack.definitions.course import GRADE_PART, SHARE
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Block, Heading, Inlines, Link, Text, plain_text
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.settings import Settings
from coursepack.model.source import Source, Spanned
from coursepack.model.syllabus import SECTIONS, GradePart, Policy, Syllabus
from coursepack.read import timetable
from coursepack.read.data import texts as data_texts
from coursepack.read.data.readings import ReadingReader
from coursepack.read.data.texts import Texts
from coursepack.read.disk import COURSE, Disk
from coursepack.read.fields import BAD, Fields, bad, quoted, spanned
from coursepack.read.pages import layout
from coursepack.read.pages.marks import line_of
from coursepack.read.pages.page_text import PageText
from coursepack.read.sites import liquid
from coursepack.read.sites.site import Site, front_matter

_SHARE = re.compile(SHARE)
_WHOLE = 100.0


def read(settings: Settings, disk: Disk, site: Site, pandoc: Pandoc) -> Outcome[Syllabus]:
    """Return the syllabus of the course; what is wrong is reported and left out."""
    source = disk.open(COURSE).value or Source(COURSE, "")

    def walk(texts: Texts) -> Syllabus:
        return _Reader(settings, texts, ReadingReader(texts, site, source)).syllabus()

    told = data_texts.read_twice(walk, pandoc)
    pages: list[Policy] = []
    problems = list(told.diagnostics)
    for name in _files(settings.syllabus.get("policies"), problems):
        opened = disk.open(name.value, name.span)
        problems += opened.diagnostics
        if opened.value:
            policy = _policy(opened.value, site, pandoc)
            pages.append(policy.value)
            problems += policy.diagnostics
    return Outcome(replace(told.value, policies=tuple(pages)), tuple(problems))


@dataclass(slots=True)
class _Reader:
    settings: Settings
    texts: Texts
    readings: ReadingReader
    problems: list[Diagnostic] = field(default_factory=list)

    def syllabus(self) -> Syllabus:
        said = self.settings.syllabus
        schedule = said.get("schedule")
        table = timetable.read(schedule, self.texts, self.readings) if schedule else None
        made = Syllabus(
            instructors=self.settings.instructors,
            assistants=self.settings.assistants,
            prerequisites=tuple(self._lines("prerequisites")),
            texts=tuple(self._lines("texts")),
            tools=tuple(self._lines("tools")),
            links=tuple(self._links()),
            grading=tuple(self._grading()),
            order=tuple(self._order()),
            timetable=table.value if table else None,
        )
        self.texts.problems += (*self.problems, *(table.diagnostics if table else ()))
        return made

    def _lines(self, name: str) -> Iterator[Inlines]:
        node = self.settings.syllabus.get(name)
        for item in _items(node):
            if isinstance(item, Scalar) and item.text.strip():
                yield self.texts.inlines(spanned(item))
            else:
                hint = "write one text an item; Markdown may stand in it"
                self.problems.append(bad(item, f"an item of `{name}` is no text", hint))

    def _links(self) -> Iterator[Inlines]:
        node = self.settings.syllabus.get("links")
        if not isinstance(node, Mapping):
            yield from self._lines("links")
            return
        for name, value in node.entries:
            url = web_address.encoded(value.text.strip()) if isinstance(value, Scalar) else None
            if url:
                yield (Link(url, self.texts.inlines(name) or (Text(url),)),)
            else:
                hint = "write the whole address, `https://` and all"
                message = f"`{name.value}` leads to no address of the web"
                self.problems.append(bad(value, message, hint))

    def _order(self) -> Iterator[str]:
        seen: set[str] = set()
        for item in _items(self.settings.syllabus.get("order")):
            text = spanned(item) if isinstance(item, Scalar) else None
            if text is None or text.value not in SECTIONS:
                what = f"`{text.value}`" if text else "this"
                hint = f"choose of {quoted(SECTIONS)}"
                self.problems.append(bad(item, f"{what} is no section of a syllabus", hint))
            elif text.value not in seen:
                seen.add(text.value)
                yield text.value

    # Grading.

    def _grading(self) -> Iterator[GradePart]:
        node = self.settings.syllabus.get("grading")
        parts = [part for part in self._parts(node) if part is not None]
        total = sum(part.share for part in parts)
        if node and parts and not math.isclose(total, _WHOLE, abs_tol=0.05):
            message = f"the parts of the grade add up to {total:g}, not to 100"
            hint = "change a share, so that all are 100 together"
            self.problems.append(
                Diagnostic("grading-total", Severity.ERROR, message, node.span, (), (hint,))
            )
        yield from parts

    def _parts(self, node: Node | None) -> Iterator[GradePart | None]:
        if isinstance(node, Mapping):
            for name, value in node.entries:
                yield self._part(name, value, None)
            return
        for item in _items(node):
            lone = item.entries[0] if isinstance(item, Mapping) and len(item.entries) == 1 else None
            if lone and lone[0].value not in GRADE_PART.names:
                yield self._part(*lone, None)
            elif isinstance(item, Mapping):
                fields = Fields(item, GRADE_PART)
                called = fields.text("part") or fields.text("name")
                share = fields.node("share") or fields.node("percent")
                self.problems += fields.problems
                if called and share:
                    yield self._part(called, share, fields.text("note"))
                else:
                    self._no_part(item)
            else:
                self._no_part(item)

    def _no_part(self, node: Node) -> None:
        hint = "write `Essay: 40%`, or `part:`, `share:` and `note:`"
        self.problems.append(bad(node, "a part of the grade has no name and share", hint))

    def _part(self, name: Spanned[str], value: Node, note: Spanned[str] | None) -> GradePart | None:
        text = value.text.strip() if isinstance(value, Scalar) else ""
        found = _SHARE.fullmatch(text)
        if found:
            share = float(found[1].replace(",", "."))
            return GradePart(
                self.texts.inlines(name), share, self.texts.inlines(note) if note else ()
            )
        message = (
            f"`{text}` is no share of the grade" if text else "a share of the grade is no text"
        )
        self.problems.append(bad(value, message, f"write `{name.value}: 40%`"))
        return None


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def _files(node: Node | None, problems: list[Diagnostic]) -> Iterator[Spanned[str]]:
    for item in _items(node):
        if isinstance(item, Scalar) and item.text.strip():
            yield spanned(item)
        else:
            hint = "write the name of a page, such as `policies/attendance.md`"
            problems.append(
                Diagnostic(BAD, Severity.ERROR, "a policy is no page", item.span, (), (hint,))
            )


def _policy(source: Source, site: Site, pandoc: Pandoc) -> Outcome[Policy]:
    """Return the page as a policy: its title is its front matter's, else its first heading's."""
    front = front_matter(source)
    pieces = liquid.evaluate(source, front.body, front.matter, site)
    laid = layout.lay_out(pieces.value)
    prose = pandoc.read_prose(laid.text)
    page = PageText(line_of(source, 1), laid.marks)
    blocks = [_block(block, page) for block in prose.blocks]
    said = front.matter.get("title") if front.matter else None
    title: Inlines = (Text(said.text),) if isinstance(said, Scalar) and said.text else ()
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and plain_text(title) in ("", plain_text(first.children)):
        title = first.children
        del blocks[0]
    if not title:
        stem = source.name.rpartition("/")[2].partition(".")[0]
        title = (Text(stem.replace("-", " ").replace("_", " ").capitalize()),)
    unread = tuple(
        Diagnostic(
            "unread-markup",
            Severity.WARNING,
            f"{what} is not printed",
            (laid.marks.place_of(number) or line_of(source, 1)).span,
        )
        for what, number in prose.unread
    )
    policy = Policy(title, tuple(blocks), source.span(0, 0))
    problems = (*front.diagnostics, *pieces.diagnostics, *unread, *page.finished())
    return Outcome(policy, problems)


def _block(block: Block, page: PageText) -> Block:
    if isinstance(block, Heading):
        return Heading(block.level, "", page.plain(block.children))
    return page.prose(block)

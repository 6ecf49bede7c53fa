"""Make the outline of a page: its headings, and the readings of its lists and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise, starmap

from coursepack import languages
from coursepack.model.document import (
    Block,
    Blocks,
    BulletList,
    Divider,
    Heading,
    Inline,
    Inlines,
    Link,
    ListItem,
    OrderedList,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    flat,
    plain_text,
    trimmed,
)
from coursepack.model.outline import Outline, ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Spanned
from coursepack.pattern import pattern
from coursepack.read.pages import items, reference_text
from coursepack.read.pages.items import Context, Found, Legend
from coursepack.read.pages.line import NAMED, Line, Run, join
from coursepack.read.pages.page_text import PageText
from coursepack.read.words import phrases, schedule
from coursepack.read.words.schedule import Role, requirement_of

_REFUSES = pattern(
    r"\b(?:office hours?|grading|course staff|instructors?|teaching staff|logistics"
    r"|assignments?|homeworks?"
    r"|announcements?|prerequisites?|contact|accommodations?|academic integrity|deadlines?"
    r"|course info\w*"
    r"|administrivia|licen[cs]e|acknowledg\w*|related courses|other courses|similar courses"
    r"|late days|honor code"
    r"|learning (?:goals|objectives|outcomes)|table of contents|quick links|useful links"
    r"|house rules"
    r"|previous (?:offerings|years|terms)|past (?:offerings|years|terms)|course project)\b"
    r"|^\W*(?:(?:the|our|course|final|class|some|useful)\s+)*(?:communication|software|tools?|build|usage|polic(?:y|ies)|projects?|labs?"
    r"|exams?|midterms?|contents?|collaboration|credits|installation|staff|attendance|accessibility|contribut\w*"
    r"|resources|links|navigation|assessment|evaluation|grades?|faq|misc\w*|about)\W*$",
    re.IGNORECASE,
)
_EXPECTS = pattern(
    r"\b(?:readings?|papers?|literature|bibliography|references|textbooks?|articles?|books?"
    r"|further reading"
    r"|required|optional|suggested|recommended|supplementary|reading list|works cited|texts?)\b",
    re.IGNORECASE,
)
_DEMANDS = pattern(
    r"(?:the |weekly |class |course |required |optional |suggested |recommended )*(?:readings?"
    r"|reading list|papers|bibliography|references"
    r"|further reading|textbooks?|books)",
    re.IGNORECASE,
)
_LABELS = frozenset(
    ("read", "watch", "listen", "view", "browse", "discuss", "listen to", "also", "see also")
)
_LEGEND = pattern(
    r"\b(required|everybody reads|everyone reads|must be read|mandatory|must[- ]read|must read"
    r"|compulsory|optional|recommended|suggested|supplementary|background)\b",
    re.IGNORECASE,
)
# What a mark may stand for without such a word: "papers in bold are to be reviewed".
_BINDS = pattern(
    r"\b(?:(?:to be|ones? to) (?:read|review|reviewed|discuss|discussed|present|presented)"
    r"|read (?:it|them|these|this|before|.{3,60} before class)"
    r"|we (?:will )?discuss|expected (?:of|from) (?:every|all)"
    r"|(?:is|are|be) discussed|on the (?:exam|quiz|final|midterm)|have to (?:be )?read)\b",
    re.IGNORECASE,
)
_FREES = pattern(
    r"\b(?:for (?:those|anyone|people) who want|(?:if|when) you (?:want|like|have time)"
    r"|(?:going|go|dig) deeper"
    r"|not required|for fun|if interested|for the curious|extra credit)\b",
    re.IGNORECASE,
)
# "Read everything unless it says (optional)."
_ALL_BUT = pattern(
    r"\b(?:everything|all (?:of )?(?:the )?(?:readings|papers))\b.*\b(?:unless|except)\b"
    r".*\boptional\b",
    re.IGNORECASE,
)


_OPTIONAL = ("optional", "recommended", "suggested", "supplementary", "background")
_MAY_BE_DATE = pattern(
    r"\s*(?:\d|(?:week|wk|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
    r"|[mtwrf]h?\b)",
    re.IGNORECASE,
)
_LED = pattern(
    r"\b(?:(?:led|presented|chaired|opened|moderated|introduced) by"
    r"|(?:presenters?|speakers?|leaders?|discussants?):)\s+"
    r"([^·•|;()\d]{3,80})",
    re.IGNORECASE,
)
_LED_ALONE = pattern(
    r"(?i:(?:presenters?|presenting|discussants?|respondents?|(?:discussion )?(?:leaders?|leads?))"
    r":\s+"
    r"|(?:(?:the |our |today's )?(?:discussion|session|seminar|class|meeting|week)\b.{0,20}?\s)?"
    r"(?:led|presented|chaired|facilitated|opened|run|moderated|introduced) by:?\s+)"
    r"((?:[A-Z][^\s,;:.()]*\.?(?:,? (?:and |& )?)?){1,9})\.?",
)
_PAUSE = pattern(
    r"\W*(?:no (?:class|meeting|lecture|seminar|session|reading)s?\b|(?:class )?cancell?ed\b)"
    r"[^“”\"]{0,80}$",
    re.IGNORECASE,
)
_NO_MEETING = pattern(r"\bno (?:class|meeting|lecture|seminar|session)\b", re.IGNORECASE)
_BEHIND_HEADING = pattern(r"\s*[(\[]([^()\[\]]{3,30})[)\]]\W*$")
_COUNTED = pattern(
    r"(?:week|session|class|unit|meeting|lecture|day)\s+#?(?:\d|[a-z]+\b)", re.IGNORECASE
)
_REST = pattern(
    r"\b(?:the rest|(?:all )?(?:the )?others?|everything else|remaining|unmarked|unstarred"
    r"|(?:papers|readings|items|those) without|without (?:a|an|the) \w+)\b",
    re.IGNORECASE,
)


_IN_WORDS = pattern(r"\bmarked\b.{0,20}[(\[“\"]required[)\]”\"]", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A section whose end has not been met yet."""

    title: Spanned[Inlines]
    level: int
    refuses: bool = False
    date: str = ""
    is_bold: bool = False
    requirement: Requirement | None = None
    presenter: str = ""
    body: list[Block | Readings[ReadingItem]] = field(default_factory=list)
    sections: list[Section[ReadingItem]] = field(default_factory=list)

    def led_by(self, who: str) -> None:
        """Let *who* present what stands here, and what is still to come."""
        self.presenter = who
        self.body[:] = [
            Readings(schedule.presented(block.items, who)) if isinstance(block, Readings) else block
            for block in self.body
        ]

    def closed(self) -> Section[ReadingItem]:
        return Section(self.title, self.level, tuple(self.body), tuple(self.sections), self.date)


def outline(
    blocks: Blocks,
    page: PageText,
    title: str,
    *,
    expects: bool,
    cites: bool,
    known: Callable[[], frozenset[str]] = frozenset,
    assigned: bool = False,
    is_titled: bool = False,
    is_one: bool = False,
) -> Outline[ReadingItem]:
    """Return *blocks* under their headings, a section under the nearest higher heading.

    *title* is the page's own unless a lone first heading says more, or the page *is_titled* by its
    form; *expects* that the page is one of readings, *cites* that `@key` is a citation, *known*
    which there are, *assigned* that *blocks* stand in a field of readings, *is_one* that the page
    tells of one session.
    """
    top = None if is_titled else _lone_title(blocks)
    if top:
        # It says more than the front matter, whose title is made for menus.
        title = plain_text(page.plain(top.children)).strip() or title
        blocks = tuple(block for block in blocks if block is not top)
    legend = _legend(blocks, page)
    outliner = _Outliner(page, title, expects, cites, known, assigned, is_one, legend)
    return outliner.outline(blocks)


def _lone_title(blocks: Blocks) -> Heading | None:
    """Return a lone first heading of level 1, as on a page of its own."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    tops = [heading for heading in headings if heading.level == 1]
    return tops[0] if len(tops) == 1 and headings[0] is tops[0] else None


@dataclass(slots=True)
class _Outliner:
    page: PageText
    title: str
    expects: bool
    cites: bool
    known: Callable[[], frozenset[str]]
    assigned: bool
    is_one: bool
    legend: Legend
    presenter: str = ""
    label: Context | None = None
    opened: list[_Open] = field(default_factory=list)
    body: list[Block | Readings[ReadingItem]] = field(default_factory=list)
    parts: list[Section[ReadingItem]] = field(default_factory=list)

    def outline(self, blocks: Blocks) -> Outline[ReadingItem]:
        dates = self._dates_of_headings(blocks)
        whole, scope = self.legend, _scope(blocks, self.page, self.legend)
        for number, block in enumerate(blocks):
            if self._is_number(block, blocks[number + 1 :]):
                continue
            if scope:
                self.legend = whole if number in scope else replace(whole, rest=None)
            if isinstance(block, Heading):
                self._heading(block, blocks[number + 1 :])
                if self.opened and (date := dates.get(number)):
                    self.opened[-1].date = self.opened[-1].date or date
            elif number + 1 not in dates:
                self._block(block)
        self._close(0)
        parts = (_tidy(part) for part in self.parts if not _heads_contents(part))
        return Outline(self.title, _without_dividers(self.body), tuple(parts))

    def _is_number(self, block: Block, after: Sequence[Block]) -> bool:
        """Say whether *block* does but number the heading behind it: "#01"."""
        if not isinstance(block, Paragraph) or not after or not isinstance(after[0], Heading):
            return False
        return bool(re.fullmatch(r"\s*#?\d{1,2}[.:]?\s*", self.page.line(block.children).text))

    def _dates_of_headings(self, blocks: Blocks) -> dict[int, str]:
        """Return the dates that stand before their headings, where the page has them so."""
        found = {
            number: text
            for number, (before, block) in enumerate(pairwise(blocks), 1)
            if isinstance(block, Heading) and isinstance(before, Paragraph)
            if _may_be_date(text := self.page.line(before.children).text.strip())
            and schedule.is_date(text)
        }
        # Below a heading a date may as well be that of the heading above it.
        apart = [n for n in found if n > 1 and not isinstance(blocks[n - 2], Heading)]
        levels = {block.level for n in apart if isinstance(block := blocks[n], Heading)}
        return {
            n: date
            for n, date in found.items()
            if isinstance(block := blocks[n], Heading) and block.level in levels
        }

    def _close(self, level: int) -> None:
        while self.opened and self.opened[-1].level >= level:
            done = self.opened.pop().closed()
            (self.opened[-1].sections if self.opened else self.parts).append(done)

    def _heading(self, block: Heading, after: Sequence[Block]) -> None:
        words = self.page.line(block.children)
        text = words.text.strip()
        if self._is_mere_label(text, block.level, after):
            self.label = replace(
                self._context(), expects=True, demands=True, requirement=self._required_by(text)
            )
            return
        self.label = None
        while self.opened and self.opened[-1].is_bold:
            # Bold words head what stands up to the next heading, whatever its level.
            self._close(self.opened[-1].level)
        self._close(block.level)
        place = self.page.place(words)
        title, labels = _without_labels(words)
        refuses = bool(_REFUSES.search(text)) and not _EXPECTS.search(text)
        shown = Spanned(trimmed(self.page.plain(title.inlines())) or (Text("…"),), place.span)
        opened = _Open(
            shown, block.level, refuses, _date_in(text), requirement=requirement_of(text)
        )
        opened.presenter = _leader(text)
        self.opened.append(opened)
        self._add_links(words, labels)

    def _required_by(self, label: str) -> Requirement | None:
        """Return what *label* says of those below it, by itself or as the page explains it."""
        explained = dict(self.legend.columns).get(label.strip(" :").casefold())
        return requirement_of(label) or explained

    def _is_mere_label(self, text: str, level: int, after: Sequence[Block]) -> bool:
        """A heading that only says how binding what follows is heads no section."""
        following = next((b.level for b in after if isinstance(b, Heading)), 0)
        if following > level or not any(opened.level < level for opened in self.opened):
            return False
        if any(opened.level >= level and not opened.is_bold for opened in self.opened):
            return False  # beside sections it is one of them
        return self._required_by(text) is not None or (
            schedule.role(text) is Role.READINGS and len(text.split()) < 3
        )

    def _context(self) -> Context:
        if self.label:
            return self.label
        titles = [plain_text(opened.title.value) for opened in self.opened]
        refuses = any(opened.refuses for opened in self.opened)
        titles = [*map(languages.english, titles)]
        expects = self.expects or any(_EXPECTS.search(title) for title in titles[-2:])
        demands = any(_DEMANDS.fullmatch(title.strip(" :")) for title in titles[-1:])
        return Context(
            expects=expects and not refuses,
            demands=demands and not refuses,
            refuses=refuses,
            requirement=next((o.requirement for o in reversed(self.opened) if o.requirement), None),
            legend=self.legend,
            cites=self.cites,
            known=self.known,
            assigned=self.assigned,
        )

    def _add(self, block: Block | Readings[ReadingItem]) -> None:
        (self.opened[-1].body if self.opened else self.body).append(block)

    def _block(self, block: Block) -> None:
        match block:
            case BulletList() | OrderedList():
                self._list(block)
            case Table():
                self._table(block)
            case Paragraph(children):
                self._paragraph(self.page.line(children), block)
            case Quote(children) if self._names(block) or any(
                isinstance(b, BulletList | OrderedList) for b in children
            ):
                for child in children:
                    self._block(child)
            case Divider():
                self.label = None
                self._add(block)
            case _:
                self._add(self.page.prose(block))

    def _add_links(self, words: Line, labels: Iterable[tuple[int, int]]) -> None:
        """Print below its topic what a heading leads to: "**Snapshots** [Slides](…)"."""
        links = [self.page.plain(words.part(start, end).inlines()) for start, end in labels]
        kept = [child for each in links for child in each if isinstance(child, Link)]
        if kept:
            self._add(Paragraph(tuple(islice(_parted(kept), 1, None))))

    def _names(self, block: Block) -> bool:
        """Say whether readings are named in *block*."""
        return NAMED in self.page.line(flat((block,))).text

    # Paragraphs.

    def _bold_heading(self, words: Line, text: str) -> bool:
        """Open a section for a paragraph of bold words; below a heading it is one lower."""
        behind, when = _BEHIND_HEADING.search(words.text), ""
        if behind and not words.run_at(behind.start(1)).strong and schedule.is_date(behind[1]):
            # "**Reachability** _(Jan 15)_"
            words, when = words.part(0, behind.start()), behind[1]
            text = words.text.strip()
        runs = [run for run in words.runs if run.text.strip()]
        if len(text) > 90 or not all(run.strong and not run.url for run in runs):
            return False
        if "\n" in text or self._label(text):
            return False
        if text.endswith((".", ",", "!")) and not _date_in(text.rstrip(".")):
            return False
        if not when and _date_in(text) and _NO_MEETING.search(languages.english(text)):
            return False
        while self.opened and self.opened[-1].is_bold:
            self._close(self.opened[-1].level)
        level = (self.opened[-1].level if self.opened else 0) + 1
        place = self.page.place(words)
        title = trimmed(words.trimmed(" :.").inlines())
        plain = tuple(
            i
            for child in title
            for i in (child.children if isinstance(child, Strong) else (child,))
        )
        refuses = bool(_REFUSES.search(text)) and not _EXPECTS.search(text)
        self.label = None
        date = when or _date_in(text)
        self.opened.append(_Open(Spanned(plain, place.span), level, refuses, date, True))
        return True

    def _paragraph(self, words: Line, block: Paragraph) -> None:
        text = words.text.strip()
        if not text or self._bold_heading(words, text):
            return
        lead, rest = _bold_lead(words)
        said = lead.text.strip()
        # "**Week 1.** *Required:*", or a day in bold in a line of its own above its readings.
        is_line = words.written_lines()[0].text.strip() == said
        is_day = is_line and bool(_date_in(said) or _COUNTED.match(said))
        heads = bool(said and (is_day or self._label(rest.text.strip())))
        if heads and self._bold_heading(lead, said):
            rest = rest.trimmed()
            self._paragraph(rest, Paragraph(trimmed(rest.inlines())))
            return
        section = self.opened[-1] if self.opened else None
        if section and not (section.date or section.body) and (when := _day(text)):
            section.date, section.presenter = when
            if not schedule.is_date(text):
                self._add(self.page.prose(block))
            return
        can_be_led = not section.presenter if section else self.is_one
        if can_be_led and (led := _led_alone(text)):
            if section is not None:
                section.led_by(led)
            else:
                self.presenter = self.presenter or led
            self._add(self.page.prose(block))
            return
        if _PAUSE.match(languages.english(text)):
            self._add(self.page.prose(block))
            return
        if label := self._label(text):
            self.label = label
            bare = text.strip(" :*")
            if not label.demands and schedule.role(bare) is not Role.READINGS:
                self._add(self.page.prose(block))
            return
        lines = words.written_lines()
        if len(lines) > 1 and not any(starmap(items.goes_on, pairwise(lines))):
            read = [self._read(each, self._context()) for each in lines]
            are_told = [
                f.sure == len(f.entries) > 0
                or phrases.is_other(each.text)
                or phrases.is_nothing(each.text)
                for each, f in zip(lines, read, strict=True)
            ]
            most = sum(are_told) * 3 >= len(lines) * 2 and sum(f.sure > 0 for f in read) > 1
            is_list = (all(are_told) or most) and any(f.sure for f in read)
            asks = bool(phrases.item_label(text)) and read[0].sure == len(read[0].entries) > 0
            if is_list or asks:
                for each, found in zip(lines, read, strict=True):
                    self._take(found)
                    if not found.entries:
                        self._readings(items.prose(each))
                return
        found = self._read(words, self._context())
        is_named = any(isinstance(e, ReadingItem) and e.described is None for e in found.entries)
        if is_named:
            self._run(found)
        elif _is_reference(found, self._context()):
            self._take(found)
        else:
            self._add(self.page.prose(block))

    def _read(self, words: Line, context: Context) -> Found:
        return items.read(words, replace(context, place=self.page.place(words)))

    def _label(self, text: str) -> Context | None:
        """Return what a line such as "Required readings:" says of the list below it."""
        if not text or len(text) > 80:
            return None
        bare = languages.english(text).strip(" :.*–—-") or text
        asking = replace(self._context(), expects=True, demands=True, refuses=False)
        if requirement := self._required_by(bare):
            return replace(asking, requirement=requirement)
        names_readings = text.endswith((":", "：")) and schedule.role(bare) is Role.READINGS
        if (
            bare.lower() in _LABELS
            or _DEMANDS.fullmatch(bare)
            or (names_readings and len(bare.split()) <= 6)
        ):
            return replace(asking, requirement=None)
        if text.endswith(":") and _REFUSES.search(bare) and not _EXPECTS.search(bare):
            return replace(self._context(), expects=False, refuses=True, requirement=None)
        return None

    def _run(self, found: Found) -> None:
        """Readings outside a list: words before the first are prose, the rest is a list."""
        entries = list(found.entries)
        while entries and isinstance(first := entries[0], ListItem):
            for child in first.children:
                self._add(child)
            entries.pop(0)
        self._readings(entries)
        self.page.report(found.problems)

    def _take(self, found: Found) -> None:
        self.page.report(found.problems)
        self._readings(list(found.entries))

    def _readings(self, entries: Sequence[ReadingItem | ListItem]) -> None:
        """Add readings, to the list before them where nothing stands between."""
        if not entries:
            return
        leader = next((o.presenter for o in reversed(self.opened) if o.presenter), self.presenter)
        entries = schedule.presented(entries, leader) if leader else entries
        body = self.opened[-1].body if self.opened else self.body
        if body and isinstance(last := body[-1], Readings):
            body[-1] = Readings((*last.items, *entries))
        else:
            body.append(Readings(tuple(entries)))

    # Lists.

    def _list(self, block: BulletList | OrderedList) -> None:
        context = self._context()
        if (
            self._is_contents(block)
            or self._groups(block, context, "")
            or self._meetings(block, context)
        ):
            return
        read = [self._item(blocks, context) for blocks in block.items]
        if self._are_readings([found for found, _ in read], context):
            # Among readings a link is one too, though by itself nothing would say so.
            among = replace(context, expects=True, refuses=False)
            for found, blocks in read:
                if not _has_readings(found):
                    found, _ = self._item(blocks, among)
                section = self.opened[-1] if self.opened else None
                said = self.page.line(flat(blocks)).text.strip()
                led = "" if _has_readings(found) else _led_alone(said)
                if section and led and not section.presenter:
                    section.led_by(led)
                self._take(found)
                if not found.entries:
                    self._readings((ListItem(self.page.blocks(blocks)),))
        else:
            self._add(self.page.prose(block))

    def _is_contents(self, block: BulletList | OrderedList) -> bool:
        """Say whether a list but leads to the headings of its page."""
        runs = [run for run in self.page.line(flat((block,))).runs if run.text.strip()]
        return bool(runs) and all(run.url.startswith("#") for run in runs)

    def _are_readings(self, found: Sequence[Found], context: Context) -> bool:
        sure = sum(f.sure for f in found)
        likely = sum(f.likely for f in found)
        if context.refuses:
            return sure * 2 >= len(found) and sure > 0
        if sure:
            return context.expects or (sure + likely) * 3 >= len(found)
        return context.expects and likely > 0

    def _item(self, blocks: Blocks, context: Context) -> tuple[Found, Blocks]:
        """Read an item with all that is nested in it as one."""
        if not any(isinstance(block, BulletList | OrderedList) for block in blocks):
            words = join([self.page.line(flat((block,))) for block in blocks])
            return self._read(words, context), blocks
        head = [b for b in blocks if not isinstance(b, BulletList | OrderedList)]
        words = join([self.page.line(flat((block,))) for block in head])
        nested = _nested(blocks)
        if label := self._label(words.text.strip()):
            return self._below(nested, label)[0], blocks
        if not _has_readings(self._read(words, context)):
            below, _ = self._below(nested, context)
            if not _has_readings(below):
                return Found(()), blocks
            return replace(below, entries=(*items.prose(words), *below.entries)), blocks
        # What is nested below a reading tells more of it, or is a reading of its own.
        below, told = self._below(nested, replace(context, expects=False))
        # Behind a sentence stand no authors and no venue.
        first = next((at for at, line in enumerate(told) if items.is_note(line)), len(told))
        found = self._read(join([words, *told[:first]]), context)
        return _both(items.noted(found, told[first:]), below), blocks

    def _below(self, nested: Sequence[Blocks], context: Context) -> tuple[Found, list[Line]]:
        """Return the readings among nested items, and the words of the others."""
        found, told = Found(()), []
        for blocks in nested:
            inner, _ = self._item(blocks, context)
            if inner.sure or (context.expects and _has_readings(inner)):
                found = _both(found, inner)
            else:
                words = join([self.page.line(flat((block,))) for block in blocks]).trimmed()
                told.append(words)
                if context.expects:
                    found = replace(found, entries=(*found.entries, *items.prose(words)))
        return found, told

    def _groups(self, block: BulletList | OrderedList, context: Context, date: str) -> bool:
        """Take a list whose items head lists of readings for sections; False if it is none."""
        heads = [self._group(blocks, context, of_day=bool(date)) for blocks in block.items]
        said = [head or self._dated_prose(i) for head, i in zip(heads, block.items, strict=True)]
        if not any(heads) or any(each is None for each in said):
            return False
        level = (self.opened[-1].level if self.opened else 0) + 1
        if len(said) == 1 and self._dates(block.items[0]):
            return True
        for head, blocks in zip(said, block.items, strict=True):
            assert head is not None
            words, inner = head
            self._close(level)
            labels = words.labels()
            when, title = _dated(words.without(labels))
            when = when or date or _date_in(words.text)
            nested = [b for b in blocks if isinstance(b, BulletList | OrderedList)]
            is_day = not title.text.strip(" :")
            if is_day and any(
                self._group(i, context, of_day=True) for each in nested for i in each.items
            ):
                self._day(inner, context, when)
                continue
            place = self.page.place(words)
            shown = trimmed(title.trimmed(" :\t\n").inlines()) or (Text(when),)
            self.opened.append(_Open(Spanned(shown, place.span), level))
            self._add_links(words, labels)
            before = self.label
            for child in inner:
                self._block(child)
            self.label = before
            done = (
                self.opened.pop().closed()
                if self.opened and self.opened[-1].level == level
                else None
            )
            if done:
                done = replace(done, date=when)
                (self.opened[-1].sections if self.opened else self.parts).append(done)
        return True

    def _meetings(self, block: BulletList | OrderedList, context: Context) -> bool:
        """Take a list with a meeting an item, whose first line has its date; False for others."""
        # Imported only where a page may have such a list.
        from coursepack.read.pages import tables

        read: list[tuple[Line, list[tuple[int, int]], list[Line]]] = []
        for blocks in block.items:
            if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
                return False
            head, *lines = tables.lines_of(self.page.line(blocks[0].children))
            bare, labels = _without_labels(head)
            if not _dated(bare)[0]:
                return False
            read.append((bare, labels, lines))
        if sum(bool(lines) for _, _, lines in read) * 2 <= len(read):
            return False
        asking = replace(context, expects=True, demands=True, refuses=False)
        level = (self.opened[-1].level if self.opened else 0) + 1
        for (head, labels, lines), blocks in zip(read, block.items, strict=True):
            self._close(level)
            words = self.page.line(flat(blocks))
            place = self.page.place(words)
            when, title = _dated(head)
            shown = trimmed(self.page.plain(title.trimmed(" :.\t\n").inlines())) or (Text(when),)
            self.opened.append(_Open(Spanned(shown, place.span), level, date=when))
            self._add_links(words, labels)
            readings, body = tables.told(
                [line for line in lines if line.text.strip()], asking, self.page, place
            )
            self._readings(readings)
            for each in body:
                self._add(self.page.prose(each))
        self._close(level)
        return True

    def _dated_prose(self, blocks: Blocks) -> tuple[Line, Blocks] | None:
        """Return an item that says of a day what happens, among those that say what to read."""
        if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
            return None
        words = self.page.line(blocks[0].children)
        return (words, ()) if _dated(words)[0] else None

    def _dates(self, blocks: Blocks) -> bool:
        """Take a lone item that is a date for that of its section, and what stands below it."""
        section = self.opened[-1] if self.opened else None
        date, title = _dated(self.page.line(flat(blocks[:1])))
        if section is None or section.date or section.body or not date or title.text.strip(" :"):
            return False
        section.date = date
        for block in blocks[1:]:
            self._block(block)
        return True

    def _day(self, blocks: Blocks, context: Context, date: str) -> None:
        """Take what stands below a date: topics with their readings, and words."""
        for block in blocks:
            if not isinstance(block, BulletList | OrderedList):
                self._add(self.page.prose(block))
                continue
            for item in block.items:
                alone = BulletList((item,))
                if not self._groups(alone, context, date):
                    self._list(alone)

    def _group(
        self, blocks: Blocks, context: Context, *, of_day: bool = False
    ) -> tuple[Line, Blocks] | None:
        """Return the label of an item and what it heads, None where it heads no readings.

        Below a date, *of_day*, whatever has readings below it is their topic.
        """
        if len(blocks) < 2 or not isinstance(blocks[0], Paragraph):
            return None
        words = self.page.line(blocks[0].children)
        text = words.text.strip()
        if not text or len(text) > 120 or self._label(text):
            return None
        # "**Visions** (January 10)": the date that the bold words have behind them.
        behind = re.search(r"\s*(?:\(([^()]+)\)|[,:–—-]\s*([^,:()]+))\s*$", text)
        dated = behind and schedule.is_date(behind[1] or behind[2])
        # "**Networks** (in the lab!)": or a remark.
        parted = behind and (dated or behind[1])
        bold = words.trimmed().part(0, behind.start()) if behind and parted else words
        strong = all(run.strong or not run.text.strip() for run in bold.runs)
        if not (strong or text.endswith(":") or schedule.is_date(text)) and not (
            of_day and self._below(_nested(blocks), context)[0].sure
        ):
            return None
        if not dated and _has_readings(self._read(words, replace(context, expects=False))):
            return None
        return words, blocks[1:]

    # Tables.

    def _table(self, block: Table) -> None:
        # Imported only where a page has a table.
        from coursepack.read.pages import tables

        level = (self.opened[-1].level if self.opened else 0) + 1
        read = tables.read(block, self.page, self._context(), level)
        if read is None and self._names(block):
            cells = [self.page.line(cell) for row in (block.header, *block.rows) for cell in row]
            self._run(
                self._read(join([cell for cell in cells if cell.text.strip()]), self._context())
            )
            return
        if read is None:
            self._add(self.page.prose(block))
            return
        self._readings(read.readings)
        (self.opened[-1].sections if self.opened else self.parts).extend(read.sections)


def _bold_lead(words: Line) -> tuple[Line, Line]:
    """Part the bold words that *words* begin with from the rest: "**Week 1.** *Required:*"."""
    end = next((s for s, _, run in words.spans() if run.text.strip() and not run.strong), 0)
    return words.part(0, end), words.part(end)


def _parted(links: Iterable[Link]) -> Iterator[Inline]:
    for link in links:
        yield Text(" · ")
        yield link


def _nested(blocks: Blocks) -> list[Blocks]:
    """Return the items of the lists among *blocks*."""
    return [item for b in blocks if isinstance(b, BulletList | OrderedList) for item in b.items]


def _without_labels(words: Line) -> tuple[Line, list[tuple[int, int]]]:
    """Part a heading from the links behind it that are mere labels: "Tries [slides]"."""
    labels = words.labels()
    if not labels or not re.search(r"\w", words.text[: labels[0][0]]):
        return words, []
    bare = words.without(labels).trimmed(" \n,;:|/·-–—")
    while bare.text[-1:] in ("(", "[") or re.search(r"[(\[][\s,;|/·]*[)\]]$", bare.text):
        bare = bare.trimmed("()[]").trimmed(" \n,;:|/·-–—")
    return bare, labels


def _has_readings(found: Found) -> bool:
    return found.sure + found.likely > 0


def _both(first: Found, second: Found) -> Found:
    return Found(
        (*first.entries, *second.entries),
        first.sure + second.sure,
        first.likely + second.likely,
        (*first.problems, *second.problems),
    )


def _is_reference(found: Found, context: Context) -> bool:
    """A paragraph is a reading when it says little besides; prose may name papers too."""
    if not found.sure or any(isinstance(entry, ListItem) for entry in found.entries):
        return False
    readings = [entry for entry in found.entries if isinstance(entry, ReadingItem)]
    noted = sum(len(plain_text(r.note).split()) for r in readings)
    return noted <= 12 * len(readings) if context.expects else noted <= 4 * len(readings)


def _date_in(text: str) -> str:
    """Return the date that a heading begins with, ends with, or has in brackets."""
    text = re.sub(r"^\d{1,2}\.\s", "", languages.narrow(text))
    pieces = [*re.findall(r"[(\[]([^()\[\]]{3,40})[)\]]", text)]
    pieces += re.split(r"\s*(?::\s|–|—|\||·|•|\s-\s|[()\[\]])\s*", text)
    pieces += re.findall(r"^(.{3,20}?)\.\s", text)  # "January 17. Getting started"
    # "Jan 17 Getting started", "1/17 Getting started"
    pieces += re.findall(r"^((?:[^\W\d_]{3,9}[.,]? ){1,2}\d{1,2}|\d{1,2}/\d{1,2}) +[A-Z]", text)
    pieces += re.findall(r"^((?:\d{4}[年년] ?)?\d{1,2}[月월] ?\d{1,2}[日일号號])\s", text)
    pieces += re.findall(r"^\d{4}-\d\d-\d\d(?=\s)|(?<=\s)\d{4}-\d\d-\d\d$", text.strip())
    for piece in pieces:
        # The pattern of all dates takes 30 ms to compile, which most pages can be spared.
        if (
            _may_be_date(piece)
            and schedule.is_date(piece)
            and not re.fullmatch(
                r"\D*|\s*(?:week|day|wk)\b.*", languages.dated(piece), re.IGNORECASE
            )
        ):
            return str(piece).strip()
    return ""


def _day(text: str) -> tuple[str, str] | None:
    """Return the date that a line below a heading gives, and who leads then.

    "Sep 5", "Jan 22 · Due: memo", "14. Oktober – Vortrag: Lena Braun"
    """
    first, *more = re.split(r"\s*[·•|;]\s*|\s+\((?=[a-z])", text, maxsplit=1)
    if not _may_be_date(first):
        return None
    if schedule.is_date(first):
        return first, _leader(more[0] if more else "") or _leader(text)
    dash = re.search(r"\s+[–—-]\s+|:\s+|,\s+", text)
    if dash and (led := _leader(text[dash.end() :])) and schedule.is_date(text[: dash.start()]):
        return text[: dash.start()], led
    # "Tue 05 Sep 2023, Amara Whitfield"
    before, _, behind = first.rpartition(", ")
    is_short = len(behind.split()) < 6 and not re.search(r"\d", behind)
    return (before, _leader(text)) if is_short and schedule.is_date(before) else None


def _may_be_date(text: str) -> bool:
    return bool(_MAY_BE_DATE.match(text) or languages.here())


def _led_alone(text: str) -> str:
    """Return who leads a session as a line of its own says, "" where it says something else."""
    if text.startswith("👤"):
        return _led_alone(text.removeprefix("👤").strip()) or phrases.presenter_of(text)
    if found := _LED_ALONE.fullmatch(text):
        return found[1].strip(" .")
    before, _, behind = text.partition(":")
    if before.strip().casefold() == "discussion" and reference_text.names_people(behind.strip()):
        return behind.strip(" .")
    told = languages.led(text) if languages.here() else text
    return phrases.presenter_of(told) if told != text else ""


def _leader(text: str) -> str:
    """Return who leads the session that the line *text* gives the date of."""
    found = _LED.search(languages.led(text))
    led = found[1].strip() if found else _led_alone(text)
    return "" if phrases.is_nothing(led) else led


def _dated(words: Line) -> tuple[str, Line]:
    """Part a date at the beginning of a label from the rest."""
    text = words.text
    if schedule.is_date(text.strip(" :")):
        return text.strip(" :"), words.part(len(text))
    behind = re.search(r"\s*\(([^()]{3,40})\)\s*$", text)
    if behind and schedule.is_date(behind[1]):
        return behind[1], words.part(0, behind.start())
    found = re.match(r"\s*([^:–—|]{3,30}?)\s*(?::|–|—|\||\s-)\s+", text)
    if found and schedule.is_date(found[1]) and not re.match(r"\s*week", found[1], re.IGNORECASE):
        return found[1], words.part(found.end())
    return "", words


def _legend(blocks: Blocks, page: PageText) -> Legend:
    """Find where the page says what bold, italics or a symbol means."""
    strong = emphasis = rest = brackets = None
    symbols: list[tuple[str, Requirement]] = []
    columns: list[tuple[str, Requirement]] = []
    explains = False
    for line in _legend_lines(blocks, page):
        if _ALL_BUT.search(line.text[:400]):
            rest = Requirement(True)
            continue
        for clause in re.split(
            r"[.;\n·•|。；，、]|,(?! (?:and )?(?:will|are|is)\b)|\bwhile\b|\bwhereas\b", line.text
        ):
            # A longer clause is no legend, and what is looked for would cost the square of it.
            if len(clause) > 160:
                continue
            told = languages.english(clause)
            requirement = _bound(told)
            if requirement is None:
                continue
            # "Texts marked (required) are for everybody": the word itself is the mark.
            explains = explains or bool(_IN_WORDS.search(told))
            if _REST.search(told):
                rest = requirement
                continue
            columns += (
                (run.text.strip(" :").casefold(), requirement)
                for run in line.runs
                if (run.strong or _is_badge(run, line) or (run.emphasis and "column" in told))
                and run.text.strip() in clause
            )
            letters = re.findall(r"\b([A-Z]{1,2})\b\W{0,4}(?:=|:|means|stands for|–)", clause)
            symbols += ((letter, requirement) for letter in letters)
            if re.search(r"\bbold(?:ed|face)?\b", told, re.IGNORECASE):
                strong = requirement
            elif re.search(r"\bitalic\w*\b", told, re.IGNORECASE):
                emphasis = requirement
                if "[" in clause:
                    brackets = requirement
            elif re.search(r"\bbracket(?:s|ed)?\b", told, re.IGNORECASE):
                brackets = requirement
            else:
                symbols += ((symbol, requirement) for symbol in _symbols(told))
    explains = explains or bool(strong or emphasis or symbols or columns or brackets)
    if rest and not rest.required and not explains:
        rest = None  # what is not optional bears a mark that was not understood
    return Legend(strong, emphasis, tuple(symbols), tuple(columns), rest, brackets)


def _scope(blocks: Blocks, page: PageText, legend: Legend) -> range | None:
    """Return the blocks that a legend holds for which stands below a heading, None for all.

    What "the rest" is there says nothing of sections where nothing bears its signs.
    """
    if legend.rest is None or not legend.symbols:
        return None
    signs = [s for s, bound in legend.symbols if bound.required is not legend.rest.required]
    heads = [number for number, block in enumerate(blocks) if isinstance(block, Heading)]
    shown = [n for n, b in enumerate(blocks) if any(s in page.line(flat((b,))).text for s in signs)]
    start = max((head for head in heads if shown and head <= shown[0]), default=0)
    end = min((head for head in heads if head > start), default=len(blocks))
    said = [n for n in shown if _REST.search(page.line(flat((blocks[n],))).text)]
    return range(start, end) if heads[:1] < [start] and said and shown[-1] < end else None


def _is_badge(run: Run, line: Line) -> bool:
    """Say whether *run* is a word or two in an element of its own, amid the words of *line*."""
    words = run.text.strip()
    return 0 < len(words) < 20 and run.segment not in (
        0,
        line.runs[0].segment,
        line.runs[-1].segment,
    )


def _bound(clause: str) -> Requirement | None:
    """Return what a clause of a legend says that its mark stands for."""
    if said := _LEGEND.search(clause):
        word = said[1].lower()
        return Requirement(word not in _OPTIONAL)
    if _FREES.search(clause):
        return Requirement(False)
    return Requirement(True) if _BINDS.search(clause) else None


def _legend_lines(blocks: Blocks, page: PageText) -> Iterator[Line]:
    for block in blocks:
        match block:
            case Paragraph(children):
                yield page.line(children)
            case BulletList(groups) | OrderedList(_, groups):
                for item in groups:
                    yield from _legend_lines(item, page)
            case Quote(inner):
                yield from _legend_lines(inner, page)
            case Table(header, rows) if len(header) == 2 and len(rows) < _MOST_EXPLAINED:
                for sign, meaning in rows:
                    words = (*page.line(sign).runs, Run(" "), *page.line(meaning).runs)
                    yield Line(words)
            case _:
                pass


_MOST_EXPLAINED = 9


def _symbols(clause: str) -> str:
    """Return the symbol that a clause of a legend explains; all that may be meant by its name."""
    named = {"asterisk": "*", "star": "⭐★☆⋆🌟*", "dagger": "†"}
    for symbol in phrases.SYMBOLS:
        if symbol in clause:
            return symbol
    found = re.search(r"\b(asterisk|star|dagger)\w*\b", clause, re.IGNORECASE)
    return named[found[1].lower()] if found else ""


def _heads_contents(section: Section[ReadingItem]) -> bool:
    """Say whether *section* is the heading of a table of contents, and no more than it."""
    title = plain_text(section.title.value).strip(" :")
    return not (section.body or section.sections) and bool(
        re.fullmatch(r"(?:table of )?contents|toc", title, re.IGNORECASE)
    )


def _tidy(section: Section[ReadingItem]) -> Section[ReadingItem]:
    body = _without_dividers(section.body)
    return replace(section, body=_companions(body), sections=tuple(map(_tidy, section.sections)))


def _companions(
    body: tuple[Block | Readings[ReadingItem], ...],
) -> tuple[Block | Readings[ReadingItem], ...]:
    """Make an unlabelled reading right after a labelled one its optional companion."""

    def bound(readings: Readings[ReadingItem]) -> Iterator[ReadingItem | ListItem]:
        label = ""
        for entry in readings.items:
            if isinstance(entry, ReadingItem):
                if label and entry.requirement is None:
                    yield replace(entry, requirement=Requirement(False, label))
                    label = ""
                    continue
                is_labelled = entry.requirement and entry.requirement.required
                label = entry.requirement.label if is_labelled and entry.requirement else ""
            yield entry

    return tuple(
        Readings(tuple(bound(block))) if isinstance(block, Readings) else block for block in body
    )


def _without_dividers(
    body: Iterable[Block | Readings[ReadingItem]],
) -> tuple[Block | Readings[ReadingItem], ...]:
    """Drop rules at either end of *body*: the headings around them part already."""
    kept = list(body)
    while kept and isinstance(kept[-1], Divider):
        kept.pop()
    while kept and isinstance(kept[0], Divider):
        kept.pop(0)
    return tuple(kept)

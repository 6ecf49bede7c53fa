"""Find the readings in an item of a page: a named key, a linked title, a typed reference.

An item's words are one text (`Line`). Whatever starts a reading cuts it into extents, one a
reading; what stands before and behind a title in its extent tells of authors, venue, sections
and whether it is required. Words that tell nothing of these stay as the reading's note.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from coursepack import languages
from coursepack import words as course_words
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Inlines, ListItem, Paragraph, Text, plain_text, trimmed
from coursepack.model.outline import ReadingItem, Requirement
from coursepack.model.source import Span, Spanned
from coursepack.pattern import pattern
from coursepack.read.pages import container, described, east_asian, reference_text
from coursepack.read.pages.described import Parts
from coursepack.read.pages.line import NAMED, Line, join, named, signs
from coursepack.read.pages.marks import Place
from coursepack.read.words import paper_address, phrases
from coursepack.read.words.schedule import is_date, requirement_of

# Longer lines are no readings, and what is tried on one may cost the square of its length.
_LONGEST = 10_000
_SEPARATORS = " \t\u00a0,.:;–—-|/·•→~"
_CITATION = pattern(r"\[([^\[\]]*(?<![\w.])-?@[\w{][^\[\]]*)\]")
_CITED_KEY = pattern(r"-?@(?:\{([^{}]+)\}|(\w(?:[\w:.#$%&+?<>~/-]*[\w/])?))")
_BARE_CITATION = pattern(r"(?<![\w.])-?@(\w(?:[\w:.#$%&+?~/-]*\w)?)")
_BEGINS_WITH_CITATION = pattern(rf"[{re.escape(phrases.SYMBOLS)}\s]*-?@\w")
_ASKS = pattern(
    r"\W*(?:please )?(?:read|skim|see|watch|play|start with)\s|[^.:]{2,30}:\s+", re.IGNORECASE
)
# A citation key has more than letters: `densenet-cvpr17`, `lamport_clocks`, `Dean2004`. Titles
# begin like one too ("C-Store: A Column-oriented DBMS"), so before a note it must end in a year.
_MAY_BE_KEY = pattern(
    r"(?=\S*[\d_:-])([A-Za-z][\w.+:/-]{2,60}\w)(?=\s*$)"
    r"|([a-z][a-z_:-]*\d{2,4}[a-z]*)(?=\s*[,:;|–—(\n]|\s+-\s)"
)
_LOOKS_LIKE_KEY = pattern(
    r"(?<![\w@./-])(?=[\w:-]*(?:\d|[a-z][A-Z]|_))[A-Za-z][\w:-]{2,60}(?![\w/@])"
)
_LONE_WORD = pattern(r"([^\W\d_][\w.+:/-]{1,60})(?=\s*$|\s*[,:;|–—(\n]|\s+-\s)")
_BRACKETED = pattern(r"[(\[{【（]\s*([^()\[\]{}（）]*(?:\([^()]*\)[^()\[\]{}（）]*)?)[)\]}】）]")

# "Speech and Language Processing, Ch. 3": the last words of a link may say what to read of it.
_BEHIND = pattern(
    r"[,;:–—-]\s*((?:(?:up to|to|until|through)\s+(?:the\s+)?(?:end of\s+)?)?"
    r"(?:ch(?:apter|ap)?s?\.?|sec(?:tion)?s?\.?|§+|pp?\.|pages?)\s*\d[\d.]*(?:\s*(?:[-–,&]|and)\s*\d[\d.]*)*"
    r"(?:\s+to\s+(?:the\s+)?end)?)\s*$",
    re.IGNORECASE,
)
# A sentence of its own at the end: "Read the prologue and chapter 3."
_ASKED = pattern(
    r"(?:^|[.;!?]\s+|[—–]\s+)((?:please\s+)?(?:read|skim"
    r"|focus on)\s+[^.;]{3,90}?(?:\.\d[^.;]*)*?)(?:\s+(?:closely|carefully))?"
    r"(?:[,;]\s*(?:and |but )?(?:skim|skip) [^.;,]*)?\.?\s*$|(?!)",
    re.IGNORECASE,
)
# Behind a colon it may stand anywhere: "Read: Sections I–III."
_TOLD = pattern(
    rf"(?:^|(?<=[.;,)\s]))(?:read|skim|focus on)\s*:\s*({phrases.LOCATOR.pattern})\.?",
    re.IGNORECASE,
)
_OPENING = pattern(
    r"(?:^|[,.;)])\s*((?:the\s+)?(?:introduction|preface|prologue|epilogue|foreword|conclusion|abstract)(?:\s+only)?)\.?\s*$",
    re.IGNORECASE,
)


# "(OSDI, 2010), pages 1–8": nobody has those of an article behind such brackets.
_BEHIND_VENUE = pattern(r"\([^()]*[^\W\d_]{2}[^()]*\d\d\)[,;]$")
_PAGES_AND_YEAR = pattern(r"(?:pp?\.|pages?) .*\d, (?:1[5-9]|20)\d\d")
_IN_CONTAINER = pattern(r"(?:^|[.,;?!”\"]\s*)In:? (?:(?:Proc|Adv)\. )?[^.]{3,160}$")
_INTRODUCTION = pattern(
    r"(?<=[.,;])\s+((?:introduction|preface|prologue|foreword)(?:,? (?:and|&) |, )"
    r"(?:ch(?:ap(?:ter)?)?s?\.? )[\d–—, &-]*\d)[\s.]*$",
    re.IGNORECASE,
)
_OF = pattern(r"\s*(?:of|in|from)\s+")
# A publisher and a year, with no volume and no editor.
_PRINTED = pattern(
    r"[\s,.;]*(?:[^\W\d_][\w. -]{0,30}?(?:\s?:|,)\s+)?[^\W\d_][^\d,:;()]{1,60},?"
    r"\s+(?:1[5-9]|20)\d\d[\s,.;]*"
)
_DASH = pattern(r"\s+[–—|·-]{1,3}\s+")
_WORD = pattern(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STATED = pattern(r"\b(?:1[5-9]|20)\d\d\b|https?:|\bet al\b")
_LEAST_SENTENCE = 5  # words
_LABELLED = pattern(r"(?:^|[.,;–—(]\s)\s*([^\W\d_][^\d.,;:()]{2,30}:\s[^\d;:]{2,120})$")
_SENTENCE_ENDS = ".!?…؟。"
_IN_BRACKETS = pattern(r"\s*\[[^\[\]]+\]\s*")
# "Sept 24: Peter Singer, …"
_DAY_FIRST = pattern(
    r"\s*((?=[^:]*\d)(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
    r"[^:(–—|\n]{2,30}?)\s*"
    r"(?:\((?-i:([^\W\d_a-z][\w'’.-]*(?:(?:,| &| and)? [^\W\d_a-z&][\w'’.-]*)*))\)\s*)?"
    r"(?::|–|—|\s-)\s+(?=\S)",
    re.IGNORECASE,
)
_LABEL_BETWEEN = pattern(r"(?:^|[;,.])\s*([A-Za-z ]{3,30}):\s*$")
# "(heavy going! start early)"
_REMARK = pattern(
    r"\s*\((?:(?=[a-z]+ [a-z])(?![^()]*\d)[^()]{10,200}|[“\"][^()“”\"]+[”\"])\)[\s.]*$"
)
_BOOK = pattern(r"([^,.;:()]+),?\s*(?:1[5-9]|20)\d\d\)?[,.;]?$")
# What stands in a volume of others: its pages are those that it has there.
_CHAPTER = pattern(r"[“”\"«»]|\b[Ii]n:? [A-Z]|\b[Ee]ds?\.")
# "Vol. 1, chap. 2"
_WITHIN = pattern(r"(?:^|[.,;)]\s+)((?:vol(?:ume|\.)|book|bk\.) [IVX\d]+,\s*)$", re.IGNORECASE)
_SEMICOLON = pattern(r"\s*;\s+(?:and\s+)?(?=[^\W\d_a-z])")
_MOST_PARTS = 12
_GOES_ON = pattern(r"\s*[a-z][\w'’-]* ")
_TASK = pattern(
    r"\s*(?:lab|hw|homework|assignment|project|problem set|pset|ps|exercise|quiz|recitation)s?"
    r"\s*#?\d{0,2}[a-z]?\s*(?:\([^()]*\)\s*)?[:–—-]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Legend:
    """What a page says that its marks mean: bold, italics, symbols, brackets, and none of them.

    `columns` are the words in bold that it explains, such as the names of a table's columns.
    """

    strong: Requirement | None = None
    emphasis: Requirement | None = None
    symbols: tuple[tuple[str, Requirement], ...] = ()
    columns: tuple[tuple[str, Requirement], ...] = ()
    rest: Requirement | None = None
    brackets: Requirement | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the place of an item says of it.

    `expects` says that readings stand here, as on a page of them, `demands` that nothing else
    does, as in a column of them; `refuses` that none do, as
    below "Office hours"; `assigned` that a field of data has the words for a reading; `cites`
    that `@key` is a citation, `known` which there are; `place` is that of the item where its
    words do not say.
    """

    expects: bool = False
    demands: bool = False
    refuses: bool = False
    assigned: bool = False
    requirement: Requirement | None = None
    legend: Legend = field(default_factory=Legend)
    cites: bool = False
    known: Callable[[], frozenset[str]] = frozenset
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What an item holds: readings and prose in order, and how surely they are readings.

    `sure` counts the readings that nothing else could be; `likely` those that a list of
    readings would hold, but a list of links too.
    """

    entries: tuple[ReadingItem | ListItem, ...]
    sure: int = 0
    likely: int = 0
    problems: tuple[Diagnostic, ...] = ()


def read(words: Line, context: Context) -> Found:
    """Return the readings that *words* hold."""
    words = words.trimmed()
    reader = _Reader(context)
    if not words.text.strip():
        return Found(())
    is_named = NAMED in words.text or any(run.shows for run in words.runs)
    if is_named or _cites(words, context) or next(_known_keys(words, context), None):
        return reader.named(words)
    # Where there are works, a lone word may be the key of one.
    guessed = reader.guessed(words) if context.cites and not context.refuses else None
    return guessed or reader.described(words)


def goes_on(before: Line, line: Line) -> bool:
    """Say whether an editor broke a sentence between *before* and *line*."""
    return bool(_GOES_ON.match(line.text)) and before.text.rstrip()[-1:].isalnum()


def prose(words: Line) -> tuple[ListItem, ...]:
    """Return *words* as an item of prose, none where they are empty."""
    inlines = trimmed(words.inlines())
    return (ListItem((Paragraph(inlines),)),) if plain_text(inlines).strip() else ()


def _on(
    day: re.Match[str] | None, entries: Sequence[ReadingItem | ListItem]
) -> tuple[ReadingItem | ListItem, ...]:
    """Return *entries* on the *day* that stands before them, presented by whom it names."""
    if day is None:
        return tuple(entries)
    who = day[2] if day[2] and not phrases.is_nothing(day[2]) else ""
    return tuple(
        replace(e, date=e.date or day[1], presenter=e.presenter or who)
        if isinstance(e, ReadingItem)
        else e
        for e in entries
    )


def is_note(words: Line) -> bool:
    """Say whether *words*, nested below a reading, are a sentence to whoever reads it.

    Authors, venues and places are written with capitals, with a year, or in a few words.
    """
    text = words.text.strip()
    told = _WORD.findall(text)
    small = [word for word in told[1:] if word[0].islower()]
    cased = [word for word in told[1:] if word[0].islower() or word[0].isupper()]
    return (
        len(told) >= _LEAST_SENTENCE
        and text[-1] in _SENTENCE_ENDS
        and 2 * len(small) >= len(cased)
        and not _STATED.search(text)
        and not phrases.item_label(text)
        and not phrases.locator_of(text)
    )


def noted(found: Found, notes: Sequence[Line]) -> Found:
    """Return *found* with *notes* at its last reading, or behind it where there is none."""
    if not notes:
        return found
    *before, last = found.entries or (None,)
    if not isinstance(last, ReadingItem):
        return replace(found, entries=(*found.entries, *(i for n in notes for i in prose(n))))
    note = last.note
    for words in notes:
        inlines = trimmed(words.inlines())
        note = (*note, *reference_text.SPACE, *inlines) if note else inlines
    return replace(found, entries=(*(e for e in before if e), replace(last, note=note)))


def _cites(words: Line, context: Context) -> bool:
    if not context.cites:
        return False
    return bool(_CITATION.search(words.text) or _cites_bare(words, context))


def _known_keys(words: Line, context: Context) -> Iterator[re.Match[str]]:
    """Yield the keys of works that stand in *words*, which no other words look like: `lal2004`."""
    found = (m for m in _LOOKS_LIKE_KEY.finditer(words.text) if not words.run_at(m.start()).url)
    if context.cites and not context.refuses:
        yield from (match for match in found if match[0] in context.known())


def _cites_bare(words: Line, context: Context) -> bool:
    """Say whether `@key` assigns a work: at the beginning, behind "Read" or "Optional:"."""
    first = _BARE_CITATION.search(words.text)
    if context.demands or not first:
        return bool(first)
    before = words.text[: first.start()]
    is_asked = bool(_ASKS.fullmatch(before)) and first[1] in context.known()
    return is_asked or bool(_BEGINS_WITH_CITATION.match(words.text))


@dataclass(slots=True)
class _Draft:
    """A reading while its words are looked at."""

    requirement: Requirement | None
    otherwise: Requirement | None = None
    locators: list[str] = field(default_factory=list)
    notes: list[Inlines] = field(default_factory=list)
    presenter: str = ""
    date: str = ""

    def finished(self, item: ReadingItem) -> ReadingItem:
        note = item.note
        for words in self.notes:
            note = (*note, *reference_text.SPACE, *words) if note else words
        locator = ", ".join(filter(None, [item.locator, *self.locators]))
        return replace(
            item,
            requirement=item.requirement or self.requirement or self.otherwise,
            locator=locator,
            note=trimmed(note),
            presenter=item.presenter or self.presenter,
            date=item.date or self.date,
        )


@dataclass(slots=True)
class _Reader:
    context: Context
    problems: list[Diagnostic] = field(default_factory=list)

    # Readings that are named.

    def named(self, words: Line) -> Found:
        """Readings that a key names, an include or a citation, each with the words after it."""
        anchors = sorted(self._anchors(words), key=lambda anchor: anchor[0])
        entries: list[ReadingItem | ListItem] = []
        draft = _Draft(self.context.requirement, self.context.legend.rest)
        day = _DAY_FIRST.match(words.text)
        day = day if day and is_date(day[1]) and day.end() <= anchors[0][0] else None
        before = words.part(day.end() if day else 0, anchors[0][0])
        rest = self._without_marks(before, draft)
        # "Optional: @a; @b", as a line or a term above them too, is said of all.
        is_said_of_all = before.text.rstrip(" ").endswith((":", "\n"))
        for_all = draft.requirement if is_said_of_all else self.context.requirement
        if _ASKS.fullmatch(f"{rest.text} "):
            rest = rest.part(0, 0)  # "Read", "Play:"
        if lead := _meaningful(rest):
            entries += prose(lead)
        for number, (start, end, items, template) in enumerate(anchors):
            next_start = anchors[number + 1][0] if number + 1 < len(anchors) else len(words.text)
            behind, more = self._apart(words.part(end, next_start))
            label = _LABEL_BETWEEN.search(behind.text) if next_start < len(words.text) else None
            between = requirement_of(label[1]) if label else None
            if label and between:
                behind = behind.part(0, label.start())
            rest = self._without_presenter(self._without_marks(behind, draft), draft)
            if template:
                self._without_presenter(words.part(start, end), draft)
            rest = self._without_locators(rest, draft, anywhere=False)
            note = _meaningful(rest)
            if note and _OPENING.fullmatch(opening := phrases.without_lead(note.text)):
                draft.locators.append(opening)
            elif note and not template:
                draft.notes.append(trimmed(note.inlines()))
            if self.context.legend.strong and words.run_at(start).strong:
                draft.requirement = draft.requirement or self.context.legend.strong
            entries += items[:-1]
            entries.append(draft.finished(_located(items[-1])))
            entries += more
            draft = _Draft(between or for_all, self.context.legend.rest)
        count = sum(isinstance(entry, ReadingItem) for entry in entries)
        return Found(_on(day, entries), sure=count, problems=tuple(self.problems))

    def _apart(self, words: Line) -> tuple[Line, tuple[ReadingItem | ListItem, ...]]:
        """Part from the words behind a key the readings without one that follow them."""
        for cut in re.finditer(r"[;\n]\s*", words.text):
            rest = words.part(cut.end())
            if list(_titles(rest)) and (found := self.described(rest)).sure:
                return words.part(0, cut.start()), found.entries
        return words, ()

    def guessed(self, words: Line) -> Found | None:
        """A reading whose key may stand there bare, with what must be read and a note."""
        draft = _Draft(self.context.requirement, self.context.legend.rest)
        rest = self._without_locators(self._without_marks(words, draft), draft, anywhere=False)
        rest = rest.trimmed(_SEPARATORS + "\n")
        found = _MAY_BE_KEY.match(rest.text) or self._known_key(rest.text)
        if not found or rest.run_at(0).url:
            return None
        if note := _meaningful(rest.part(found.end())):
            draft.notes.append(trimmed(note.inlines()))
        self._styled(rest.part(*found.span()), draft)
        place = words.place() or self.context.place
        span = place.of(found[0]) if place else Span("", 1, 1, 1, 1)
        item = ReadingItem(Spanned(found[0], span), words=trimmed(words.inlines()))
        return Found((draft.finished(item),), sure=1)

    def _known_key(self, text: str) -> re.Match[str] | None:
        """Return a lone word that is the key of a work, with a note in brackets perhaps."""
        found = _LONE_WORD.match(text)
        return found if found and found[1] in self.context.known() else None

    def _anchors(self, words: Line) -> Iterator[tuple[int, int, list[ReadingItem], bool]]:
        shown: list[tuple[int, int, str]] = []
        for start, end, run in words.spans():
            if item := named(run):
                yield start, end, [self._signed(item, signs(run))], False
            if run.shows:
                if shown and shown[-1][2] == run.shows:
                    shown[-1] = (shown[-1][0], end, run.shows)
                else:
                    shown.append((start, end, run.shows))
        for start, end, key in shown:
            place = words.run_at(start).place
            if place:
                yield start, end, [ReadingItem(Spanned(key, place.span))], True
        if not self.context.cites:
            return
        found = list(_CITATION.finditer(words.text))
        for match in found:
            if items := list(_cited(match[1], words, match.start(), self.context.place)):
                yield match.start(), match.end(), items, False
        if not (found or _cites_bare(words, self.context)):
            if not (shown or NAMED in words.text):
                for match in _known_keys(words, self.context):
                    item = _keyed(match[0], words, match.start(), "", self.context.place)
                    yield *match.span(), [item], False
            return
        for bare in _BARE_CITATION.finditer(words.text):
            end = bare.end()
            if any(match.start() <= bare.start() < match.end() for match in found):
                continue
            bracket = re.compile(r"\s*\[([^\[\]@]*)\]").match(words.text, end)
            items = [
                _keyed(
                    bare[1], words, bare.start(), bracket[1] if bracket else "", self.context.place
                )
            ]
            yield bare.start(), bracket.end() if bracket else end, items, False

    def _signed(self, item: ReadingItem, shown: str) -> ReadingItem:
        """Return *item* with what the page says that the signs *shown* with it mean."""
        signs, *words = shown.casefold().split("\n")
        legend = self.context.legend
        meant = [bound for sign, bound in legend.symbols if sign in signs]
        meant += [bound for word, bound in legend.columns if word in words]
        return replace(item, requirement=item.requirement or next(iter(meant), None))

    # Readings that the page describes.

    def described(self, words: Line) -> Found:
        """Readings with a title and what else is written of them, a day before them perhaps."""
        dated = _DAY_FIRST.match(words.text)
        if dated and is_date(dated[1]):
            found = self._described(words.part(dated.end()))
            if found.sure:
                return replace(found, entries=_on(dated, found.entries))
        return self._described(words)

    def _described(self, words: Line) -> Found:
        entries: list[ReadingItem | ListItem] = []
        sure = likely = 0
        for group in self._groups(words):
            if len(group.text) > 2 * _LONGEST:
                entries += prose(group)
                self._report_length(group)
                continue
            reader, group = self._within_brackets(group)
            group, source = _without_source(group)
            extents = list(_extents(group))
            read = (
                [reader._linked_in(group, extents)]
                if extents
                else map(reader._typed, reader._parted(group))
            )
            for found in read:
                entries += (_at(entry, source) for entry in found.entries)
                sure += found.sure
                likely += found.likely
        return Found(tuple(entries), sure, likely, tuple(self.problems))

    def _parted(self, words: Line) -> list[Line]:
        """Return the references of a line that semicolons part, where each is one of its own."""
        cuts = [found.span() for found in _SEMICOLON.finditer(words.text)][:_MOST_PARTS]
        starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), None]
        pieces = list(itertools.starmap(words.part, zip(starts, ends, strict=True)))
        are_whole = len(pieces) > 1 and all(map(self._is_whole, pieces))
        return pieces if are_whole else [words]

    def _is_whole(self, words: Line) -> bool:
        """Say whether *words* are a reference with its authors and where or when it appeared."""
        read = _Reader(self.context)._typed(words)
        work = next((e.described for e in read.entries if isinstance(e, ReadingItem)), None)
        if read.sure != 1 or work is None or not work.names:
            return False
        return "issued" in work.dates or "container-title" in work.fields

    def _within_brackets(self, words: Line) -> tuple[_Reader, Line]:
        """Return *words* without the brackets around all of them, and who reads what they mean."""
        bare = words.trimmed()
        text = bare.text
        if not _IN_BRACKETS.fullmatch(text):
            return self, words
        means = self.context.requirement or self.context.legend.brackets
        reader = _Reader(replace(self.context, requirement=means), self.problems)
        return reader, bare.part(1, len(text) - 1)

    def _groups(self, words: Line) -> Iterator[Line]:
        """Yield the lines of an item, those that tell more of a reading with it."""
        gathered: list[Line] = []
        for each in _lines(words):
            length = len(gathered[-1].text) + len(each.text) if gathered else 0
            if gathered and length <= _LONGEST and not self._starts(gathered[-1], each):
                gathered[-1] = join((gathered[-1], each))
            else:
                gathered.append(each)
        yield from gathered

    def _report_length(self, words: Line) -> None:
        place = words.place() or self.context.place
        message = f"a line of {len(words.text):,} characters is too long to be a reading"
        hint = "give each reading an item or a line of its own"
        span = place.of(words.text[:40]) if place else None
        self.problems.append(
            Diagnostic("long-line", Severity.WARNING, message, span, hints=(hint,))
        )

    def _starts(self, before: Line, each: Line) -> bool:
        if self._is_marked(each) or _IN_BRACKETS.fullmatch(each.text):
            return True
        if goes_on(before, each):
            return False
        if not list(_titles(before)):
            bare = self._without_labels(each, Parts(), _Draft(None))
            bare = self._without_trailing_requirement(bare, _Draft(None))
            return bool(list(_titles(each))) or not reference_text.continues(before.text, bare.text)
        if list(_titles(each)):
            return False  # several titles in one are told apart later
        return reference_text.is_typed(self._without_marks(each, _Draft(None)))

    def _is_marked(self, words: Line) -> bool:
        """Say whether a line begins with a mark that only a reading has."""
        rest = self._without_symbols(words.trimmed(), _Draft(None))
        rest = self._without_leading_requirement(rest, _Draft(None))
        bare = words.text.strip()
        return bool(rest.text.strip()) and not bare.startswith(rest.text.strip()[:12])

    def _linked_in(self, words: Line, extents: Sequence[tuple[int, int, int, int]]) -> Found:
        entries: list[ReadingItem | ListItem] = []
        sure = likely = 0
        leading = self.context.requirement
        for start, title_start, title_end, end in extents:
            extent = words.part(start, end)
            draft = _Draft(leading, self.context.legend.rest)
            title = extent.part(title_start - start, title_end - start)
            head = extent.part(0, title_start - start)
            tail = extent.part(title_end - start)
            parts = self._linked(title, head, tail, draft)
            if start == 0 and "\n" not in words.text:
                # "Further reading: A, B, and C": the label is that of each.
                leading = leading or self._leading(head)
            is_task = (
                _TASK.fullmatch(head.text)
                or _TASK.match(f"{parts.title}:")
                or paper_address.is_errand(parts.url)
            )
            if is_task or not parts.title or not (parts.trust or self.context.expects):
                entries += prose(extent)
                continue
            item, trust = self._item(parts, extent, draft)
            sure += trust == 2
            likely += trust == 1
            entries.append(item)
        return Found(tuple(entries), sure, likely, tuple(self.problems))

    def _leading(self, head: Line) -> Requirement | None:
        draft = _Draft(None)
        self._without_leading_requirement(head.trimmed(), draft)
        return draft.requirement

    def _linked(self, title: Line, head: Line, tail: Line, draft: _Draft) -> Parts:
        """What is told of a reading by its linked title and the words at either side."""
        parts = Parts()
        parts.url = next((url for _, _, url in title.links()), "")
        parts.in_italics = all(run.emphasis for run in title.runs if run.text.strip())
        self._styled(title, draft)
        head = self._without_marks(head, draft)
        tail = self._without_marks(tail, draft)
        title = self._without_marks(title, draft, brackets_only=True)
        head = self._head(head, parts, draft)
        tail = self._without_labels(tail, parts, draft)
        tail = self._without_presenter(tail, draft)
        tail = self._without_locators(tail, draft, anywhere=False)
        title = self._without_locators(title, draft, anywhere=False, brackets_only=True)
        if behind := _BEHIND.search(title.text):
            draft.locators.append(behind[1])
            title = title.part(0, behind.start())
        reference_text.title(title, parts)
        rest = reference_text.behind_title(tail, parts)
        for left in (head, rest):
            if note := _meaningful(left):
                draft.notes.append(trimmed(note.inlines()))
        return parts

    def _bare(self, extent: Line) -> bool:
        text = extent.text.strip()
        return (
            phrases.is_nothing(text)
            or phrases.is_guest(text)
            or phrases.is_choice(text)
            or phrases.is_meeting(text)
            or not any(c.isalpha() for c in text)
        )

    def _typed(self, words: Line) -> Found:
        """References without a linked title, one a line unless a line continues another."""
        entries: list[ReadingItem | ListItem] = []
        sure = likely = 0
        for extent in [words]:
            if self._bare(extent):
                entries += prose(extent) if any(c.isalpha() for c in extent.text) else ()
                continue
            draft = _Draft(self.context.requirement, self.context.legend.rest)
            parts = Parts()
            rest = self._without_presenter(self._without_marks(extent, draft), draft)
            rest = rest.part(phrases.without_enumerator(rest.text))
            label = phrases.item_label(rest.text)
            styled = self._without_labels(rest.part(label), parts, draft)
            bare = self._without_availability(_unless_bold(styled), draft)
            # Where titles stand in brackets, a place is told from the pages of an article there;
            # and the section of a statute is what it is called by.
            is_apart = east_asian.may_be(bare.text) or reference_text.is_statute(bare.text)
            rest = bare if is_apart else self._without_locators(bare, draft, anywhere=True)
            note = self._title_alone(rest, parts) or reference_text.typed(rest, parts)
            if note is None and is_apart:
                rest = self._without_locators(bare, draft, anywhere=True)
                note = reference_text.typed(rest, parts)
            is_assigned = self.context.demands or self.context.assigned
            if not parts.title and (draft.locators or is_assigned):
                reference_text.author_and_title(rest.text, parts)
            if label and not parts.title and (end := reference_text.leading_style(rest)):
                # "Viewing: *Revelations*, Alvin Ailey American Dance Theater"
                parts.title = rest.text[:end].strip(_SEPARATORS)
                parts.trust, note = 2, rest.part(end)
            trust = max(parts.trust, 2 * bool(label and parts.trust))
            is_told = bool(self.context.demands or label or draft.requirement or parts.url)
            if not parts.title and (
                (is_told and _may_be_title(rest.text)) or _is_short_with(draft.locators, rest)
            ):
                # "Chapter 2 of Kleinberg & Tardos": whatever stands below "Readings" is one.
                reference_text.whole(rest, parts)
                note = None
                trust = (2 if label and draft.locators else 1) if parts.title else 0
            if not parts.title or not trust or is_date(parts.title):
                entries += prose(extent)
                continue
            self._styled(styled, draft)
            if note and (left := _meaningful(note)):
                if locator := phrases.locator_of(left.text):
                    draft.locators.append(locator)
                else:
                    draft.notes.append(trimmed(left.inlines()))
            if parts.locator:
                draft.locators.append(parts.locator)
            is_alone = not (parts.venue or parts.fields.get("container-title"))
            if "page" in parts.fields and is_alone and _is_book(parts, bare):
                # Those of a whole book are the ones to read.
                draft.locators.append(course_words.here().located("page", parts.fields.pop("page")))
            item = self._item(parts, extent, draft)[0]
            sure += trust == 2
            likely += trust == 1
            entries.append(item)
        return Found(tuple(entries), sure, likely, tuple(self.problems))

    def _title_alone(self, words: Line, parts: Parts) -> Line | None:
        """Take "*Emma*, vol. 1": a title in italics, and behind it only which part to read."""
        text = words.text
        end = reference_text.leading_style(words)
        said = text[end:].strip(_SEPARATORS + "()")
        is_locator = bool(end and said and phrases.part_of(said))
        if not is_locator or requirement_of(text[:end].strip(_SEPARATORS)):
            return None
        parts.title, parts.locator, parts.trust = text[:end].strip(_SEPARATORS), said, 2
        return words.part(len(text))

    def _without_availability(self, words: Line, draft: _Draft) -> Line:
        """Take out where to get a text, and letters in brackets that say so, as notes."""
        holes: list[tuple[int, int]] = []
        for match in _BRACKETED.finditer(words.text):
            said = match[1].strip()
            is_last = not words.text[match.end() :].strip(_SEPARATORS)
            # "Pages 1–35. (CR)", but "Remote Procedure Calls (RPC)"
            is_behind = match[0][0] == "[" or words.text[: match.start()].rstrip()[-1:] in ".])"
            is_letter = is_last and is_behind and re.fullmatch(r"[A-Z]{1,3}", said)
            if is_letter or phrases.AVAILABLE.fullmatch(said):
                holes.append(match.span())
                draft.notes.append((Text(match[0].strip() if is_letter else said),))
        return words.without(holes)

    def _item(self, parts: Parts, extent: Line, draft: _Draft) -> tuple[ReadingItem, int]:
        place = extent.place() or self.context.place
        span = place.of(parts.title) if place else Span("", 1, 1, 1, 1)
        made = described.work(parts, span)
        self.problems += made.diagnostics
        item = ReadingItem(made.value.key, described=made.value)
        return draft.finished(item), parts.trust

    # What stands around a title.

    def _styled(self, title: Line, draft: _Draft) -> None:
        """Apply what the page's legend says of bold and italics."""
        legend = self.context.legend
        words = [run for run in title.runs if run.text.strip()]
        if not words or draft.requirement:
            return
        if legend.strong and all(run.strong for run in words):
            draft.requirement = legend.strong
        elif legend.emphasis and all(run.emphasis for run in words):
            draft.requirement = legend.emphasis

    def _without_marks(self, words: Line, draft: _Draft, brackets_only: bool = False) -> Line:
        """Take out requirement marks, symbols, dates and presenters."""
        holes: list[tuple[int, int]] = []
        for match in _BRACKETED.finditer(words.text):
            inside = match[1].strip()
            if requirement := requirement_of(inside):
                draft.requirement = requirement
                holes.append(match.span())
            elif who := phrases.presenter_of(inside):
                draft.presenter = who
                holes.append(match.span())
            elif two := _bound_place(inside):
                draft.requirement, locator = two
                draft.locators.append(locator)
                holes.append(match.span())
        rest = words.without(holes)
        if brackets_only:
            return rest
        rest = self._without_symbols(rest, draft)
        rest = self._without_leading_requirement(rest, draft)
        return self._without_trailing_requirement(rest, draft)

    def _without_presenter(self, words: Line, draft: _Draft) -> Line:
        found = re.search(
            r"(?:^|[.,;–—(\s-])\s*((?:(?:presented|led) by\b|(?:presenters?|speakers?|discussants?"
            r"|(?:discussion )?(?:leaders?|leads?)):|[🎤🗣👤🙋]️?:?(?=\s*[^\W\d_])).*)$",
            words.text,
            re.IGNORECASE,
        )
        found = found or _led_by_presenter(words.text)
        who = phrases.presenter_of(found[1].strip(" .)")) if found else ""
        if not found or not who:
            return words
        who, dash, behind = (
            (who, "", "")
            if (at := _DASH.search(who)) is None
            else (who[: at.start()], at[0], who[at.end() :])
        )
        if dash and (locator := phrases.locator_of(behind)):
            draft.locators.append(locator)
        elif dash:
            who += dash + behind
        if not phrases.is_nothing(who):
            draft.presenter = who
        return words.part(0, found.start())

    def _without_symbols(self, words: Line, draft: _Draft) -> Line:
        text = words.text
        letter = re.match(r"\s*[(\[]?([A-Z]{1,2})[)\]]?\s*[:.–—-]?(?=\s|$)", text)
        known = dict(self.context.legend.symbols)
        if letter and letter[1] in known:
            draft.requirement = known[letter[1]]
            words = words.part(letter.end())
            text = words.text
        left = len(text) - len(text.lstrip(phrases.SYMBOLS + " \t"))
        right = len(text.rstrip(phrases.SYMBOLS + " \t"))
        for symbol, requirement in known.items():
            if not symbol.isalpha() and (
                symbol in text[:left] or symbol in text[max(right, left) :]
            ):
                draft.requirement = requirement
        return words.part(left, max(right, left)) if left or right < len(text) else words

    def _without_leading_requirement(self, words: Line, draft: _Draft) -> Line:
        found = re.match(
            r"\s*([^\W\d_](?:[^\W\d_]|[ /-]){1,40}?)\s*(?:[:：]|–|—| -\s|\||\.(?=\s*$)|$)",
            words.text,
        )
        if found and found[1].lower() in ("primary", "secondary"):
            return words  # what kind of source it is
        if found and (requirement := requirement_of(found[1])):
            draft.requirement = requirement
            return words.part(found.end())
        # A word in bold or italics of its own is a mark even without a colon.
        for start, end, run in words.spans():
            if not run.text.strip(_SEPARATORS):
                continue
            if (run.strong or run.emphasis or run.segment) and not run.url:
                label = run.text.strip(_SEPARATORS + "()[]*")
                explained = dict(self.context.legend.columns).get(label.casefold())
                if requirement := requirement_of(label) or explained:
                    draft.requirement = requirement
                    return words.without([(start, end)])
            break
        return words

    def _without_trailing_requirement(self, words: Line, draft: _Draft) -> Line:
        found = re.search(
            r"(?:^|[,;.:–—，、-])\s*([^\W\d_](?:[^\W\d_]|[ -]){1,30})\s*\.?\s*$", words.text
        )
        if found and (requirement := requirement_of(found[1])):
            draft.requirement = requirement
            return words.part(0, found.start())
        # `<span class="tag">optional</span>`: an element of its own parts it from what is before.
        last = next((start for start, _, run in words.spans() if run.segment == _segment(words)), 0)
        if last and (requirement := requirement_of(words.text[last:].strip(" .[]()"))):
            draft.requirement = requirement
            return words.part(0, last)
        return words

    def _without_locators(
        self, words: Line, draft: _Draft, *, anywhere: bool, brackets_only: bool = False
    ) -> Line:
        """Take out what says which sections or pages to read."""
        holes: list[tuple[int, int]] = []
        for match in _BRACKETED.finditer(words.text):
            is_pages = match[1].startswith("p") and not match[1].startswith("part")
            if anywhere and is_pages and words.text[match.end() :].strip(" .,"):
                continue  # pages of a chapter, before its publisher
            if is_pages and _IN_CONTAINER.search(words.text[: match.start()]):
                continue  # "In Proceedings of ACL 2020 (pp. 5185–5198)"
            if locator := phrases.locator_of(match[1]):
                draft.locators.append(locator)
                holes.append(match.span())
        rest = words.without(holes)
        if holes and anywhere and (found := _INTRODUCTION.search(rest.text)):
            # "Introduction and ch. 1 (pp. 1–52)"
            draft.locators.insert(0, found[1])
            rest = rest.part(0, found.start())
        if brackets_only or holes:
            return rest
        if behind := _TOLD.search(rest.text):
            draft.locators.append(behind[1])
            return rest.without([behind.span()])
        asked = _ASKED.search(rest.text)
        if asked and (phrases.locator_of(asked[1]) or phrases.LOCATOR.search(asked[1])):
            told = asked[1].rstrip(" .")
            draft.locators.append(phrases.locator_of(told) or phrases.without_lead(told))
            return rest.part(0, asked.start())
        if opening := _OPENING.search(rest.text):
            draft.locators.append(opening[1])
            return rest.part(0, opening.start())
        # At the end, or right behind the title, it needs no brackets.
        found = None
        for match in phrases.locators(rest.text):
            found = match
        if found and self._stands_alone(rest.text, found, anywhere):
            within = _WITHIN.search(rest.text[: found.start()])
            start = within.start(1) if within else found.start()
            of = None if rest.text[:start].strip() else _OF.match(rest.text, found.end())
            end = of.end() if anywhere and of else found.end()  # "Chapter 5 of *A Book*"
            draft.locators.append(phrases.without_lead(rest.text[start : found.end()]))
            return rest.without([(start, end)])
        return rest

    def _stands_alone(self, text: str, found: re.Match[str], anywhere: bool) -> bool:
        before = text[: found.start()].rstrip()
        after = _REMARK.sub("", text[found.end() :]).strip(" .,;)\n")
        is_sentence = found[0][0] == "P" and before.endswith(".")
        is_sentence |= found[0][0] == "p" and bool(_BEHIND_VENUE.search(before))
        if found[0].endswith(("only", "onward", "onwards")):
            return True
        if languages.is_place(found[0]) and not after and _PRINTED.fullmatch(before):
            return True  # ", Grijalbo, 1990, págs. 13–25": behind a publisher, not a journal
        book = _BOOK.search(before) if found[0][0] == "p" and not after else None
        if book and container.publisher(book[1]) and not _CHAPTER.search(before):
            return True  # "Cambridge University Press, 1993, pp. 13–25"
        if (
            re.match(r"p(?!art)", found[0], re.IGNORECASE)
            and re.search(r"\d", before)
            and not is_sentence
        ):
            return False  # pages behind a volume or a year belong to the reference
        if _PAGES_AND_YEAR.fullmatch(found[0]):
            return False  # "In Proceedings of POPL, pages 42–54, 2006"
        if re.match(r"S\.\s?\d", found[0]) and re.search(r"(?:\)|\b\d{1,3}),$", before):
            return False  # "Kursbuch 20 (1970), S. 159–186", but not "Suhrkamp 1990, S. 86"
        if re.match(r"\s*\.\s+[A-Z]", text[found.end() :]) and before[-1:] in (",", ")"):
            return True
        if not after:
            return not before or before[-1] in ',.;:–—-|\n”"]' or not anywhere
        if anywhere and not before:
            return bool(re.match(r"\s*(?:of|in|from|:|–|—|-|,)\s", text[found.end() :]))
        return not before.strip(_SEPARATORS) and text[found.end() :].lstrip()[:1] in ",.;:–—\n"

    def _head(self, head: Line, parts: Parts, draft: _Draft) -> Line:
        """Read what stands before a title: a number, a label, a date, a venue, the authors."""
        head = head.trimmed(" \t\n\u00a0")
        head = head.part(phrases.without_enumerator(head.text))
        text = head.text.strip()
        if not text.strip(_SEPARATORS):
            return head.part(0, 0)
        if 0 < (label := phrases.item_label(head.text)) < len(head.text):
            head = head.part(label)
            text = head.text.strip()
        if phrases.item_label(text) == len(text) or phrases.item_label(text + ": ") >= len(text):
            return head.part(0, 0)
        date = text.strip(" :–—-,()[]")
        if is_date(date) and len(date) > 2:  # "Do" begins a sentence as well
            draft.date = date
            return head.part(0, 0)
        if locator := phrases.locator_of(re.sub(r"\s*(?:of|in|from)?\s*[:,]?$", "", text)):
            draft.locators.append(locator)
            return head.part(0, 0)
        return reference_text.before_title(head, parts)

    def _without_labels(self, words: Line, parts: Parts, draft: _Draft) -> Line:
        """Take out links that are mere labels; the first to the paper gives the address."""
        holes: list[tuple[int, int]] = []
        extras: list[Inlines] = []
        for start, end, url in words.links():
            text = words.text[start:end]
            kind = phrases.label_kind(text)
            if not kind and url.strip("/") != text.strip("/") and not _is_address(text):
                continue
            if _is_within_words(words.text, start, end):
                continue
            if kind == "extra":
                extras.append(trimmed(words.part(start, end).trimmed("[]() \t").inlines()))
            elif not parts.url:
                parts.url = url
            elif parts.url != url:
                extras.append(trimmed(words.part(start, end).trimmed("[]() \t").inlines()))
            holes.append(_with_brackets(words.text, start, end))
        draft.notes += extras
        return words.without(holes)


def _without_source(words: Line) -> tuple[Line, str]:
    """Part from a typed reference the link behind it that only says where it is, with its address.

    `Wilfred Owen, "Dulce et Decorum Est" ([Poetry Foundation](…))`
    """
    links = list(words.links())
    if len(links) != 1:
        return words, ""
    start, end, url = links[0]
    is_last = not words.text[end:].strip(" .)]") and words.text[:start].rstrip()[-1:] in "([,.;–—-"
    if not is_last or start < _SHORTEST or len(words.text[start:end].split()) > _LONGEST_SOURCE:
        return words, ""
    before = words.part(0, len(words.text[:start].rstrip(" ([,–—-")))
    return (before, url) if reference_text.is_whole(before) else (words, "")


_SHORTEST = 20  # characters of a reference
_LONGEST_SOURCE = 4  # words


def _at(entry: ReadingItem | ListItem, url: str) -> ReadingItem | ListItem:
    """Return *entry*, its work at the address *url* where it has none."""
    if not url or not isinstance(entry, ReadingItem) or not entry.described:
        return entry
    fields = {"URL": Spanned(url, entry.key.span), **entry.described.fields}
    return replace(entry, described=replace(entry.described, fields=fields))


def _led_by_presenter(text: str) -> re.Match[str] | None:
    """Return who presents, told at the end in another language: ". Presenta: Íñigo Ruiz"."""
    if not languages.here():
        return None
    labels = _LABELLED.finditer(text)
    return next((m for m in labels if languages.led(m[1]).startswith("presenter:")), None)


def _bound_place(text: str) -> tuple[Requirement, str] | None:
    """Return what "required, ch. 2" says: how binding a reading is, and which parts of it."""
    parted = re.split(r"\s*[,;，、；]\s*", text, maxsplit=1)
    requirement = requirement_of(parted[0]) if len(parted) > 1 else None
    locator = phrases.locator_of(parted[1]) if requirement else ""
    return (requirement, locator) if requirement and locator else None


def _unless_bold(words: Line) -> Line:
    """Return *words* without a style that all of them have, and that so parts nothing."""
    if not all(run.strong or not run.text.strip() for run in words.runs):
        return words
    return Line(tuple(replace(run, strong=False) for run in words.runs))


def _segment(words: Line) -> int:
    """Return the number of the last element in *words* that has any."""
    return next((run.segment for run in reversed(words.runs) if run.text.strip()), 0)


def _is_book(parts: Parts, words: Line) -> bool:
    """Say whether a title is in italics, as that of a book is, or a publisher is all behind it.

    That of a chapter stands in quotation marks.
    """
    styled = (run.text.strip(_SEPARATORS) for run in words.runs if run.emphasis)
    if any(run and parts.title.startswith(run) for run in styled):
        return True
    at = words.text.find(parts.title)
    return "publisher" in parts.fields and words.text[max(at - 1, 0) : at] not in tuple("“\"‘'«")


def _may_be_title(text: str) -> bool:
    """Say whether words that tell nothing else can be the title of something to read."""
    bare = text.strip(_SEPARATORS + "()[]")
    return (
        bool(bare)
        and not bare[0].islower()
        and not phrases.is_other(bare)
        and phrases.label_kind(bare) != "extra"
    )


def _is_short_with(locators: list[str], rest: Line) -> bool:
    return bool(locators) and len(rest.text.split()) < 9


def _is_address(text: str) -> bool:
    return bool(re.match(r"\s*(?:https?://|www\.|doi:|arxiv[:.]\s*\d)", text, re.IGNORECASE))


def _is_within_words(text: str, start: int, end: int) -> bool:
    """Say whether a link stands within a sentence: "a [book] without an entry" labels nothing."""
    before, after = text[:start].rstrip(" ")[-1:], text[end:].lstrip(" ")[:1]
    return before.isalpha() and after.isalpha() and text[end : end + 1] == " "


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of a label with the brackets and the bar around it."""
    while True:
        before = len(text[:start].rstrip(" "))
        after = end + len(text[end:]) - len(text[end:].lstrip(" "))
        pair = text[before - 1 : before] + text[after : after + 1]
        if pair not in ("()", "[]", "{}", "【】"):
            break
        start, end = before - 1, after + 1
    if text[start - 1 : start] in ("|", "/", "·"):
        start -= 1
    return start, end


def _located(item: ReadingItem) -> ReadingItem:
    """Take a note that only says what to read for the locator."""
    note = plain_text(item.note)
    if note and not item.locator and (locator := phrases.locator_of(note)):
        return replace(item, note=(), locator=locator)
    return item


def _cited(body: str, words: Line, start: int, beside: Place | None) -> Iterator[ReadingItem]:
    """Yield the readings of a citation in brackets, `@a, sec. 2; @b`."""
    for part in body.split(";"):
        if found := _CITED_KEY.search(part):
            yield _keyed(found[1] or found[2], words, start, part[found.end() :], beside)


def _keyed(key: str, words: Line, start: int, suffix: str, beside: Place | None) -> ReadingItem:
    place = words.run_at(start).place or words.place() or beside
    span = place.of(key) if place else Span("", 1, 1, 1, 1)
    said = suffix.strip(" ,.;:{}")
    locator = phrases.part_of(said) or (said if re.match(r"[\d§]", said) else "")
    note = (Text(said),) if said and not locator else ()
    return ReadingItem(Spanned(key, span), locator=locator, note=note)


def _meaningful(words: Line) -> Line | None:
    """Return *words* without separators at their ends, None where nothing is said."""
    rest = words.trimmed(_SEPARATORS + "\n")
    while rest.text[:1] in ")]}" and rest.text:
        rest = rest.part(1).trimmed(_SEPARATORS + "\n")
    while rest.text[-1:] in "([{" and rest.text:
        rest = rest.part(0, len(rest.text) - 1).trimmed(_SEPARATORS + "\n")
    bare = re.sub(r"[\W_]+", " ", rest.text).strip().casefold()
    if bare in ("", "and", "or", "by", "also", "see", "see also", "read", "plus", "in", "paper"):
        return None
    return rest


def _extents(words: Line) -> Iterator[tuple[int, int, int, int]]:
    """Yield start, start and end of the title, and end, of each reading with a linked title."""
    titles = list(_titles(words))
    if not titles:
        return
    starts = [0]
    for (_, before), (begin, _) in itertools.pairwise(titles):
        starts.append(_cut(words.text, before, begin))
    for number, (begin, end) in enumerate(titles):
        stop = starts[number + 1] if number + 1 < len(titles) else len(words.text)
        yield starts[number], begin, end, stop


def _titles(words: Line) -> Iterator[tuple[int, int]]:
    """Yield the range of each link whose text is the title of a reading."""
    last = -1
    for start, end, url in words.links():
        text = words.text[start:end]
        if not url or phrases.label_kind(text) or _is_address(text):
            continue
        between = words.text[last:start] if last >= 0 else ""
        if last >= 0 and not reference_text.may_start_title(text, between, url):
            continue
        if last < 0 and reference_text.names_people(words.text[:start]) and not text.strip():
            continue
        yield start, end
        last = end


def _cut(text: str, before: int, begin: int) -> int:
    """Return where, between one title's end and the next one's begin, the next reading starts."""
    between = text[before:begin]
    if (line_end := between.rfind("\n")) >= 0:
        return before + line_end + 1
    for separator in (";", "|", " + ", " and ", " & ", " or ", ". ", ", "):
        at = between.rfind(separator)
        if at >= 0:
            return before + at + len(separator)
    return begin


def _lines(words: Line) -> Iterator[Line]:
    at = 0
    for piece in words.text.split("\n"):
        if piece.strip():
            yield words.part(at, at + len(piece))
        at += len(piece) + 1


def read_texts(
    pandoc: Pandoc, texts: Sequence[Spanned[str]]
) -> Outcome[tuple[tuple[ReadingItem | ListItem, ...], ...]]:
    """Return the readings of each text, with the prose that stands among them."""
    from coursepack.read.pages import texts as reader

    return reader.read(pandoc, texts)

"""The words of a schedule: what its columns hold, which text is a date, what must be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from coursepack import languages, words
from coursepack.model.document import Block, Blocks, Inlines, ListItem, Paragraph, Text, plain_text
from coursepack.model.outline import ReadingItem, Readings, Requirement, Section
from coursepack.model.source import Span, Spanned
from coursepack.pattern import pattern
from coursepack.read.words import csl_variables


class Role(Enum):
    """What a column of a schedule, or a field of a session, holds."""

    WEEK = "week"
    DATE = "date"
    TIME = "time"
    TITLE = "title"
    READINGS = "readings"
    REQUIRED = "required"
    OPTIONAL = "optional"
    PRESENTER = "presenter"
    NOTES = "notes"
    OTHER = "other"


ASSIGNING = frozenset((Role.READINGS, Role.REQUIRED, Role.OPTIONAL))
"""The roles of what holds readings."""


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a course: what it is about, when it is, and what is read for it.

    `number` counts the sessions from one, for a session that says nothing of itself.
    """

    title: Inlines
    span: Span
    date: str = ""
    presenter: str = ""
    readings: tuple[ReadingItem | ListItem, ...] = ()
    body: Blocks = ()
    number: int = 1


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REQUIRED = _words("required main primary must core mandatory compulsory essential obligatory req")
_OPTIONAL = _words(
    """
    optional suggested supplementary supplemental supplement recommended additional background
    further extra bonus secondary opt backup
    """
)
_KINDS_OF_SOURCE = _words("primary secondary")
# Alone these say little; with a word for readings, that others come before.
_OPTIONAL_READINGS = _words("related other more deeper")
_READ = _words(
    """
    reading paper article literature text textbook reference bibliography read publication
    book film documentary viewing podcast listening
    """
)
# Over a column or a list these ask to read; behind a colon they say how.
_ASKING = _words("listen skim citation")
_FILLERS = _READ | _words(
    """
    material resource list item for the only and or but highly strongly all
    everyone & +
    """
)

_TITLE = _words(
    """
    topic lecture subject theme content title class session meeting module unit event agenda focus
    concept chapter area
    """
)
_DATE = _words("date day when weekday held")
_TIME = _words("time hour")
_NUMBER = _words("# no nr num number")
_PRESENTER = _words(
    """
    presenter present presenting presented speaker lead leader discussant student instructor
    lecturer facilitator who moderator led host chair respondent opener open opening respond
    start starter
    """
)
_NOTES = _words("note comment description remark detail overview summary announcement abstract")
_OTHER = _words(
    """
    assignment code deadline deliverable due exam exercise file handout homework hw lab link
    location milestone problem project quiz recitation recording release resource room scribe slide
    tutorial url video material deck notebook github zoom venue place ps pset feedback form
    """
)
# What a word for readings does not make readings of: "Reading response", "Paper slides".
_ABOUT_READINGS = _words(
    "slide video response report review summary quiz question note discussion group form link code"
)

_LONGEST_HEADER = 60
# "Who wrote it" is not who presents it.
_OF_WORKS = frozenset(("authors", "url", "venue", "year"))
_ABOUT = pattern(r"\s*what(?: (?:we|it|is|this|the class)\b|\s*$)", re.IGNORECASE)
_FOR_ALL = pattern(r"(?:every(?:one|body)|all)[ _](?:reads?|must read|has read)", re.IGNORECASE)
_DEEPER = pattern(
    r"(?:dig|go|going|digging|dive) (?:deep|furth)er|deep dive|for the (?:curious|keen|interested)"
    r"|if you (?:have|like|want|are)\b|to go (?:further|deeper)|(?:want|for) more\b"
    r"|(?:also |maybe )?(?:of interest|interesting|worth (?:reading|a look))",
    re.IGNORECASE,
)
_BEFORE = pattern(
    r"(?:(?:to )?(?:do|prepare|preparation|prep) )?(?:before|prior to|ahead of)"
    r" (?:the )?(?:class|lecture|session|meeting)s?|pre[- ]class|prep(?:are|aration)?",
    re.IGNORECASE,
)
_PLURALS = {"summaries": "summary", "quizzes": "quiz", "deliveries": "delivery"}
_BRACKETS = pattern(r"\([^()]*\)|\[[^\[\]]*\]")
_WORD = pattern(r"[^\W_]+|[#&+]")


def role(header: str) -> Role | None:
    """Return what a column called *header* holds; None where its name says nothing we know."""
    header = languages.english(header)
    if len(header) > _LONGEST_HEADER or csl_variables.meant(header) in _OF_WORKS:
        return None
    if _FOR_ALL.fullmatch(header.strip()):
        return Role.REQUIRED
    if _BEFORE.fullmatch(header.strip(" :*")):
        return Role.READINGS
    if _DEEPER.search(header):
        return Role.OPTIONAL
    if _ABOUT.match(header):
        return Role.TITLE
    words = _singular(_BRACKETS.sub(_binding, re.sub(r"\((s|es)\)", r"\1", header)))
    if not words:
        return None
    if words & (_READ | _ASKING):
        return _role_of_readings(words)
    if words & _OTHER:
        return _role_of_other(words)
    if words & (_REQUIRED | _OPTIONAL) and not words & _NOTES:
        return _requirement_role(words)
    return _plain_role(words)


def requirement_of(words: str) -> Requirement | None:
    """Return what a label such as "Suggested reading" or "Required (Network)" demands."""
    if len(words) > _LONGEST_HEADER:
        return None
    text = " ".join(words.replace("(s)", "s").split()).strip(" :.*")
    labelled = _LABELLED.fullmatch(text)
    if labelled and (found := requirement_of(labelled[1])):
        label = (labelled[2] or labelled[3]).strip()
        # A sentence is a remark: "Required (a famous quarrel, read the two in order)".
        is_remark = "," in label or len(label.split()) > _LONGEST_LABEL
        # "Background (optional)" says it twice.
        is_remark |= requirement_of(label) is not None
        return Requirement(found.required, "" if is_remark else label)
    text = languages.english(text)
    if _IF_YOU_LIKE.fullmatch(text):
        return Requirement(False)
    said = _singular(text)
    if "not" in said or "non" in said:
        return Requirement(False) if said - {"not", "non"} == {"required"} else None
    is_optional = bool(said & _OPTIONAL or (said & _READ and said & _OPTIONAL_READINGS))
    is_required = bool(said & (_REQUIRED | _ASSIGNED))
    if is_optional == is_required or {word for word in said if not word.isdigit()} - _LABEL:
        return None
    return Requirement(is_required)


def level(words: str) -> Requirement | None:
    """Return what a cell "R" or "O", or one of longer words, demands."""
    short = _SHORT.get(words.lower().strip(" .*()"))
    return requirement_of(words) if short is None else Requirement(short)


_SHORT = {"r": True, "m": True, "must": True, "o": False, "s": False, "may": False}
_IF_YOU_LIKE = pattern(
    r"(?:only )?if (?:you (?:can|like|want|wish|have (?:the )?time|are (?:keen|interested|curious))"
    r"|time (?:allows|permits)|interested|possible)|also (?:useful|of interest|interesting|good)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 5  # words
_LABELLED = pattern(r"([^()]*[^()\s])\s*(?:\(([^()]+)\)|\bfor ((?!the\b|all\b|this\b)[^()]+))")
# Over a column it says no more than that readings stand there.
_ASSIGNED = _words("assigned")
_LABEL = _REQUIRED | _ASSIGNED | _OPTIONAL | _OPTIONAL_READINGS | _FILLERS


# A range, a weekday in brackets and a time may follow a date; none is longer than this.
_LONGEST_DATE = 60

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY_WORD = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nes(?:day)?)?|thu(?:r(?:s(?:day)?)?)?"
    r"|fri(?:day)?|sat(?:ur(?:day)?)?|sun(?:day)?)\.?"
)
# A letter stands for a day only beside a date: "T 01/14".
_WEEKDAY = (
    rf"(?:{_WEEKDAY_WORD}|th|tu|mo|we|fr|sa|su|tr|[mtwrfsu])(?:/(?:{_WEEKDAY_WORD}|th|[mtwrf]))?"
)
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:19|20)[0-9]{2}|'[0-9]{2})"
_NUMERIC = (
    r"(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|[12][0-9]|3[01])(?:/(?:[0-9]{4}|[0-9]{2}))?"
    r"|(?:0[1-9]|[12][0-9]|3[01])-(?:0[1-9]|[12][0-9]|3[01])(?:-(?:[0-9]{4}|[0-9]{2}))?"
    r"|(?:0?[1-9]|[12][0-9]|3[01])\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?[0-9]{4}|[0-9]{2})?"
)
_CLOCK = r"[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\.[0-9]+)?\s?(?:[ap]\.?m\.?)?|[0-9]{1,2}\s?[ap]\.?m\.?"
_ISO = (
    r"[0-9]{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12][0-9]|3[01])"
    r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_WORDED = rf"{_MONTH}\s?{_DAY}(?:,?\s{_YEAR})?|{_DAY}\.?(?:\sof)?[\s-]{_MONTH}(?:[,\s-]\s?{_YEAR})?"
_PLAIN_DATE = rf"(?:{_ISO}|{_NUMERIC}|{_WORDED})"
_PLACED_DATE = (
    rf"(?:{_WEEKDAY},?\s?)?{_PLAIN_DATE}(?:,?\s?\(?{_WEEKDAY_WORD}\)?|\s?\({_WEEKDAY}\))?"
)
_TO = r"\s?(?:-|–|—|to|through|&|,|and)\s?"
_DATES = rf"{_PLACED_DATE}(?:{_TO}(?:{_PLACED_DATE}|{_DAY}(?:,?\s{_YEAR})?))?"
_WEEK = r"(?:weeks?|wk)\.?\s?(?:#\s?)?[0-9]{1,2}"
_TIMED = rf"(?:,?\s(?:at\s)?(?:{_CLOCK})(?:{_TO}(?:{_CLOCK}))?)?"
_ANY_DATE = pattern(
    rf"(?:week\sof\s)?{_DATES}{_TIMED}"
    rf"|{_WEEK}(?:[:,]?\s(?:-\s|–\s)?\(?(?:{_DATES}){_TIMED}\)?)?"
    rf"|{_WEEKDAY_WORD}{_TIMED}|[0-9]{{1,2}}\s\((?:{_DATES}){_TIMED}\)",
    re.IGNORECASE,
)
# "1/17 (1)": the first lecture.
_NUMBERED = pattern(r"\s\((?:#|lec(?:ture)?\s?)?\d{1,2}\)$", re.IGNORECASE)


def is_date(text: str) -> bool:
    """Say whether the whole of *text* says when something is: a date, a week, a weekday."""
    words = languages.dated(" ".join(text.split())).strip(" :,;")
    words = _NUMBERED.sub("", words)
    return 0 < len(words) <= _LONGEST_DATE and bool(_ANY_DATE.fullmatch(words))


_LED = pattern(
    r"\s*\((?:(?:discussion |session )?(?:led|presented|chaired|opened) by"
    r"|(?:presenters?|leaders?|lead):)"
    r"\s*([^()]{2,60})\)\s*$"
    # In a line of its own it needs no brackets: "Presented by Camila R."
    r"|(?:^|\s)(?:(?:Presented|Led) by|(?:Presenters?|Discussion leaders?):)"
    r" ((?:(?-i:[^\W\d_a-z])[\w'’-]*\.?(?:, (?:and )?| and | & | |$)){1,8})$",
    re.IGNORECASE,
)


def led(title: Inlines) -> tuple[Inlines, str]:
    """Part who leads a session from the end of its title: "Infinite width (led by Priya)"."""
    last = title[-1] if title else None
    found = _LED.search(last.text) if isinstance(last, Text) else None
    if not found or not isinstance(last, Text):
        return title, ""
    left = Text(last.text[: found.start()].rstrip(" ;"))
    kept = [*title[:-1], left]
    while kept and isinstance(kept[-1], Text) and not kept[-1].text.strip(" ;"):
        kept.pop()
    return tuple(kept), (found[1] or found[2]).strip()


def part(session: Session, level: int) -> Section[ReadingItem]:
    """Return *session* as a section; one without a title is called after its date or number."""
    body: list[Block | Readings[ReadingItem]] = list(session.body)
    if any(isinstance(entry, ReadingItem) for entry in session.readings):
        body.append(Readings(presented(session.readings, session.presenter)))
    else:
        body += (block for entry in session.readings for block in _prose(entry))
        if session.presenter:
            body.insert(0, Paragraph((Text(session.presenter),)))
    title = session.title
    if not plain_text(title).strip():
        title = (Text(session.date or words.here().nth_session.format(number=session.number)),)
    return Section(
        Spanned(title, session.span), level, tuple(body), date=without_clock(session.date)
    )


def without_clock(date: str) -> str:
    """Return *date* without the time that a program writes behind it: `2024-01-22T14:30:00`."""
    return _STAMP.sub(r"\1", date)


_STAMP = pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T|\s+)[0-9]{2}:[0-9]{2}(?::[0-9]{2})?\S*(?:\s+[+-][0-9:]{4,5})?"
)


def presented(
    entries: Iterable[ReadingItem | ListItem], presenter: str
) -> tuple[ReadingItem | ListItem, ...]:
    """Return *entries*, presented by *presenter* where a reading does not say by whom."""
    return tuple(
        replace(entry, presenter=presenter)
        if presenter and isinstance(entry, ReadingItem) and not entry.presenter
        else entry
        for entry in entries
    )


def _prose(entry: ReadingItem | ListItem) -> Blocks:
    return entry.children if isinstance(entry, ListItem) else ()


def _singular(text: str) -> frozenset[str]:
    return frozenset(_one(word) for word in _WORD.findall(text.lower()))


def _one(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    is_plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us"))
    return "class" if word == "classes" else word[:-1] if is_plural else word


def _binding(brackets: re.Match[str]) -> str:
    """Keep of *brackets* what says how binding the readings are: "Reading (optional)"."""
    inside = brackets[0][1:-1]
    return f" {inside} " if requirement_of(inside) else " "


def _role_of_readings(words: frozenset[str]) -> Role:
    if words & _PRESENTER:
        return Role.PRESENTER
    if words & _ABOUT_READINGS:
        return Role.OTHER
    return _requirement_role(words)


def _requirement_role(words: frozenset[str]) -> Role:
    if words & _KINDS_OF_SOURCE and words & {"text", "source", "literature"}:
        return Role.READINGS  # "Primary texts" are sources, beside those about them
    is_required = bool(words & _REQUIRED)
    is_optional = bool(words & _OPTIONAL or (words & _READ and words & _OPTIONAL_READINGS))
    if is_required == is_optional:
        return Role.READINGS
    return Role.REQUIRED if is_required else Role.OPTIONAL


def _role_of_other(words: frozenset[str]) -> Role:
    """Materials are readings only where they are said to be optional or required."""
    is_binding = words & (_REQUIRED | _OPTIONAL) and not words - _LABEL
    return _requirement_role(words) if is_binding else Role.OTHER


def _plain_role(words: frozenset[str]) -> Role | None:
    if words & _NUMBER or words & {"week", "wk"}:
        is_date = bool(words & (_DATE | {"of"}))
        return Role.DATE if is_date else Role.WEEK
    if words & _PRESENTER:
        return Role.PRESENTER
    if words & _DATE:
        return Role.DATE
    if words & _TIME:
        return Role.TIME
    if words & _NOTES:
        # "Lecture notes" are files; "Class description" is prose.
        return Role.OTHER if words >= {"lecture", "note"} else Role.NOTES
    return Role.TITLE if words & _TITLE else None

"""The phrases that lists put around a reading: where to read, how binding it is, what a link is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack import languages
from coursepack.pattern import pattern

SYMBOLS = (
    "⭐★☆⋆🌟✨❗‼️✅☑✔🔴🟢🟡🔵🟠📌📍🔥💡📖📚📄📘📕📗📙👉➡️▶️🎥📺📝🏆🥇*†‡🚩🌶️🔑🎯⚠️🧐👀💎📜📃📰🔹🔸🟣"
    "🟥🟧🟨🟩🟦🟪🟫⬛⬜🔺🔻☕🍵🍿🎧🎓🧠📢📣🔖🗞️📑🗒️✏️🖊️🔬🧪🔧🔩⏰⏳🚀🌱🌍💻🎉👍👏💯❤️💙💚🧡🔍🔎🔶🔷◆◇●○◎■□▪▫►▸"
)
"""Signs that lists mark readings with."""

_NUMBER = r"(?:[A-Z]?\d+(?:\.\d+)*[a-z]?|(?<![a-z])[IVXLC]{1,6}(?![\w])|(?<![a-z])[A-H](?![\w]))"
_RANGE = rf"{_NUMBER}(?:\s*(?:-{{1,2}}|–|—|to|through)\s*§?{_NUMBER})?"
_UNIT = (
    r"(?:§{1,2}|sections?|secs?\.?|sect\.?|chapters?|chaps?\.?|chs?\.?|pages?|pp?\.|parts?|pts?\.|bks?\."
    r"|(?:books?|cantos?|acts?)(?=\s(?:[IVXLC]+|\d{1,2})\b)|appendi(?:x|ces)|app\.|figures?|figs?\.?|paragraphs?|lessons?|units?)"
)
_OPENING = "introduction|preface|prelude|prologue|foreword|epilogue|afterword|conclusion|coda"
_LEAD = (
    r"(?:read|skim|skip|only|just|focus(?:ing)? on|except(?: for)?|excluding|up to|through|until"
    r"|especially|esp\.|from|beginning of|first half of|second half of|rest of|all of|see|start of"
    rf"|(?:the )?(?:intro|abstract|{_OPENING})(?: and| &| \+|,|;)?)"
)
_LOCATOR = (
    rf"(?:{_LEAD}\s+)*{_UNIT}\s*{_RANGE}"
    rf"(?:\s*(?:,\s*and|,\s*or|,|;|and|&|\+|or)\s*(?:{_LEAD}\s+)*(?:{_UNIT}\s*)?{_RANGE})*"
    rf"(?:,? (?:and |& )?(?:the )?(?:{_OPENING})\b)?(?:\s+(?:only|onwards?))?"
)
LOCATOR = pattern(rf"(?<![\w.]){_LOCATOR}(?![\w–-])", re.IGNORECASE)
# What only a reader's instruction says, in brackets or after a comma: "first 10 pages".
_INSTRUCTION = pattern(
    rf"(?:{_LEAD}\s+)*(?:(?:the\s+)?(?:first|last|second|third)\s+(?:\d+|two|three|four|five|half)?\s*"
    r"(?:pages?|sections?|chapters?|half|paragraphs?)|(?:through|up to|until|skip|skim|only|just"
    r"|focus on|except|read)\s.+|intro(?:duction)?(?: only)?|abstract(?: only)?|conclusions?"
    rf"|{_OPENING}|read .+|first half|second half|selected (?:pages|chapters|poems))",
    re.IGNORECASE,
)
# What nothing but a title in front says to be a part of the work: behind a journal it is a number.
_PART = pattern(
    r"(?:vol(?:ume)?s?\.?|books?|acts?|scenes?|cantos?|lines?|stanzas?|letters?)"
    r" (?:[IVXLC]+|\d+)\b.{0,40}"
    r"|(?:to |up to )?(?:the end|p\. ?\d+)|(?:finish|start|begin|continue)(?: it)?",
    re.IGNORECASE,
)
# Where a text is to be had says nothing of the text: "on Canvas", "PDF", "course reader".
AVAILABLE = pattern(
    r"(?:(?:available|posted|also|scan(?:ned)?|copy|pdfs?|excerpts?|in full|find it)[,;]? )*"
    r"(?:(?:(?:up)?on|in|via|through|at) (?:the |our )?(?:Canvas|Moodle|Blackboard|Sakai"
    r"|Brightspace|D2L|Ilias|OneDrive|Dropbox|Kanopy|Netflix|YouTube|JSTOR"
    r"|(?:\w+ )?(?:reserves?|website|site|library|reader|drive|course ?pack|packet|bookstore))"
    r"|(?:e-?)?reserves?|hand-?outs?|photocopy|xerox|e-?book|course (?:reader|pack(?:et)?)|Canvas"
    r"|Moodle|Blackboard|Kanopy|Netflix|pdfs?|scan|in class|distributed in class|skim(?: only)?"
    r"|(?:short )?(?:excerpts?|selections?))",
    re.IGNORECASE,
)
"""Where to get what is read, or how to, as brackets behind a reference say it."""

_GENERIC = frozenset(
    """
    pdf|paper|link|links|arxiv|doi|html|here|url|abs|abstract|acm|acm dl|usenix|ieee|springer
    |jstor|online|web|full text|fulltext|proceedings|preprint|openreview|publisher|official|ps
    |epub|txt|article|read|download|source|original|copy|local copy|local|mirror|free pdf|pubmed
    |biorxiv|ssrn|project muse|google books|google scholar|scholar|semantic scholar|version
    |published version|arxiv version|paper link|paper pdf|pdf link|open access|text|ebook|book
    |canvas|library|camera ready|camera-ready|acl|acl anthology|aclanthology|cvf|pmlr|nature
    |science|neurips|sciencedirect|wiley|eprint|iacr|hal|extended version|tech report|techreport
    |author copy|authors' copy|draft|website version|online version|journal version
    |conference version|long version|full version|short version|available here|available online
    |view|open|reading|the paper|this paper|pdf version|html version|pdf file|paper (pdf)
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_EXTRA = frozenset(
    """
    slides|slide|slide deck|video|videos|talk|talk video|presentation|code|github|repo|repository
    |poster|demo|notes|lecture notes|note|review|review form|blog|blog post|blogpost|recording
    |website|project|project page|project website|homepage|home page|dataset|data|supplement
    |supplementary|supplementary material|appendix|erratum|errata|summary|review questions
    |questions|discussion|tutorial|annotations|annotated|bib|bibtex|cite|citation|ppt|pptx|keynote
    |youtube|podcast|audio|interactive|colab|notebook|author's page|twitter|thread|tweet
    |model|models|weights|leaderboard|news|wiki|wikipedia|quiz|form|handout|worksheet|panopto
    |zoom|podcast episode|explainer|companion website|commentary|response|critique|lecture
    |presentation video|slides (pdf)|slides pdf|pdf slides|talk slides|source code|software
    |artifact|key notes|student slides|signup|sign up|sign-up sheet|instructions
    |honor code|code of conduct|rubric|template|prompt|piazza|ed|gradescope|syllabus
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_HANDED_IN = pattern(
    r"(?:slides|video|talk|code|part|hw|lab|homework|assignment|problem set|pset|quiz|worksheet"
    r"|recitation|milestone|exercises?|(?:more|extra|class|scribe|typed|annotated) (?:notes|slides)"
    r"|(?:lecture|class|talk|course|session|zoom) (?:recording|video|slides)s?"
    r"|(?:(?:academic|integrity|honesty|late|university|course|collaboration|attendance|honor|grading"
    r"|regrade|plagiarism|ai) )+(?:policy|policies))"
)
_LABEL_DECORATION = pattern(
    r"^[\s\[\](){}|·•»:→↗📄📃📝🔗🎥📺💻📑📰🖥️️-]+|[\s\[\](){}|·•»:→↗📄📃📝🔗🎥📺💻📑📰🖥️️-]+$"
)
_COPY = pattern(r"(?:scan|scanned|copy|pdf|posted|available|it is)\b.{0,20} (?:on|in|via|at) \w+")
_FILE_SIZE = pattern(r"[ ,]*\(?\d+(?:\.\d+)?\s*[KM]B\)?$", re.IGNORECASE)

_ITEM_LABEL = pattern(
    r"(?:(?:required|optional|main|primary|suggested|recommended|additional|supplementary)\s+)?"
    r"(?:paper|reading|article|textbook|book|text|ref(?:erence)?|blog(?: ?post)?|video|talk|podcast"
    r"|report|essay|chapter|survey|background|tutorial|paper reading|read|see(?: also)?|skim|watch"
    r"|film|movie|documentary|screening|viewing|listening|primary(?: source)?|secondary(?: source)?"
    r"|listen|cf\.?|also|and|plus|or|with|then|reread|re-read|review|main|e\.g\.,?)"
    r"s?(?:\s*#?\s*\d{1,2}[a-z]?|\s*\(in class\))?\s*(?::|-|–|—)\s*"
    r"|(?:read|see(?: also)?|skim|watch|listen to|also|and|or|plus|cf\.?|reread"
    r"|re-read)\s+(?:the\s+)?(?:paper\s+)?"
    r"(?=[\"“‘\N{LEFT DOUBLE QUOTATION MARK}]?$|[\"“])",
    re.IGNORECASE,
)
_OTHER = pattern(
    r"\b(?:demos?|exams?|midterms?|finals?|quiz(?:zes)?|presentations?|projects?|proposals?|due|break|holiday"
    r"|vacation|recess|guest|no class|closed book|open book|review session|workshop session"
    r"|in[- ]class|office hours"
    r"|field trip|check[- ]?in|homework|hw ?\d|lab ?\d|assignment|submission|feedback"
    r"|write[- ]up|thanksgiving"
    r"|cancell?ed|posters?|pitch(?:es)?|worksheets?)\b",
    re.IGNORECASE,
)
_NOTHING = pattern(
    r"(?:no (?:assigned |required |new )?(?:readings?|papers?|class|lecture|meeting)\b|none\b"
    r"|n/?a\b|tb[ad]\b"
    r"|to be (?:announced|determined|decided)|same as|see above|catch[- ]?up|review\s*$"
    r"|nothing(?: to read)?|readings? tb[ad]"
    r"|coming soon|\?+$|your choice|student choice|x+$)?$|no (?:readings?|class|papers?|lecture)\b",
    re.IGNORECASE,
)
_ENUMERATOR = pattern(r"(?:\(?\d{1,3}[.)]|\[\d{1,3}\]|\(?[a-z][.)](?=\s)|#\d{1,3}[:.]?)\s*")


def presenter_of(text: str) -> str:
    """Return whom the whole of *text* says to present a reading, "" where it says no such thing."""
    text = languages.led(text)
    found = _PRESENTER.fullmatch(text) or _PRESENTS.fullmatch(text)
    return found[1] if found else ""


_PRESENTER = pattern(
    r"[(\[]?\s*(?:(?:presenters?|presented by|led by|speakers?|discussants?|scribes?"
    r"|(?:discussion )?(?:leaders?|leads?))\s*:?\s+"
    r"|(?:response|respondents?|commentators?):\s+(?-i:(?=[^\W\d_a-z]))|[🎤🗣👤🙋]️?\s*:?\s*)"
    r"([^()\[\]\n;]{2,80}?)\s*[)\]]?$",
    re.IGNORECASE,
)


# "Marguerite presents", "Ana and Theo lead".
_PRESENTS = pattern(
    r"([^\W\d_a-z][\w'’.-]+(?:(?:,? and |,? & |, | )[^\W\d_a-z][\w'’.-]+){0,7}) "
    r"(?:presents?|presenting|leads?|will (?:present|lead)|to (?:present|lead))"
)


def is_nothing(text: str) -> bool:
    """Say whether *text* stands where a reading could, to say that there is none."""
    bare = languages.english(text).strip(" \t*_()[]-–—.")
    return bool(_NOTHING.match(bare)) or bare.lower().endswith(
        (", nothing to read", ", no reading", " details tba", " details tbd", " title tba")
    )


def is_meeting(text: str) -> bool:
    """Say whether *text* names a meeting: "Week 3 — Reachability (Jan 15)"."""
    return bool(_MEETING.match(text))


_MEETING = pattern(
    r"\W*(?:week|lecture|class|session|meeting|module) \d{1,2}\b\s*(?:[-–—:(.]|$)", re.IGNORECASE
)


def is_choice(text: str) -> bool:
    """Say whether *text* but says how many of what follows to read: "Read one of the two:"."""
    return bool(_CHOICE.fullmatch(text.strip()))


_CHOICE = pattern(
    r"(?:please )?(?:read|choose|pick|select|skim|review)(?: any| at least| only)?"
    r" (?:one|two|three|\d|either|all|both)\b[^.:]{0,60}[.:]?",
    re.IGNORECASE,
)


def is_guest(text: str) -> bool:
    """Say whether *text* tells who comes to speak: "Guest lecture by Ana Ruiz (IBM)"."""
    return bool(_GUEST.match(text))


_GUEST = pattern(
    r"\W*(?:guest|invited|industry)(?: (?:lectur\w+|speakers?|talks?|presenters?))?"
    r"\s*(?::|by\b|–|—|-\s|$)",
    re.IGNORECASE,
)


def is_other(text: str) -> bool:
    """Say whether *text* names what a course does besides reading: a demo, an exam, a holiday."""
    return bool(_OTHER.search(languages.english(text)))


def label_kind(text: str) -> str:
    """Say whether the text of a link is a mere label: "paper" or "extra"; "" for a title."""
    bare = _FILE_SIZE.sub("", _LABEL_DECORATION.sub("", text)).strip().casefold()
    bare = re.sub(r"[\s\d]+$|^(?:the|a|my|our|this|that|their)\s+", "", bare).strip(" .:#")
    if bare in _GENERIC or not bare or _COPY.fullmatch(bare):
        return "paper"
    if bare in _EXTRA or _HANDED_IN.fullmatch(bare):
        return "extra"
    return ""


def without_lead(locator: str) -> str:
    """Return *locator* without the words that ask to read it, and no more than it."""
    bare = re.sub(
        r"^(?:(?:please|and|but|read|see|just|only)(?:\s*:)?\s+)+(?=\S)",
        "",
        " ".join(locator.split()),
        flags=re.IGNORECASE,
    )
    return re.sub(r"(?<=\d)\s+only$", "", bare, flags=re.IGNORECASE)


def only_locator(text: str) -> str:
    """Return the locator that *text* is but for words that ask to read it, and no more; else ""."""
    words = _AND_NO_MORE.sub("", without_lead(text))
    return words if LOCATOR.fullmatch(words) or languages.is_place(words) else ""


def locators(text: str) -> Iterator[re.Match[str]]:
    """Yield what in *text* says which parts of a work to read."""
    yield from LOCATOR.finditer(text)
    yield from languages.places(text)


def locator_of(text: str) -> str:
    """Return the locator that the whole of *text* is, "" where it is something else."""
    words = " ".join(text.split()).strip(" .,;:")
    if len(words) > 160:
        return ""
    words = _AND_NO_MORE.sub("", without_lead(words))
    # "ch. 1, “Time for Disability Studies”": what the chapter is called says no more.
    if LOCATOR.fullmatch(_CALLED.sub("", words)):
        return words
    if _INSTRUCTION.fullmatch(words) or languages.is_place(words):
        return words
    found = next(locators(words), None)
    # "mainly Sections 2 and 3, skim 4": an instruction all the same when little else is said.
    if found and len(found[0]) * 2 >= len(words):
        return words
    return ""


_CALLED = pattern(r",?:?\s*[“\"][^“”\"]+[”\"]$|^[“\"][^“”\"]+[”\"],?\s*")
# "Sections 1–3 are enough", "Section 2, skim the rest".
_AND_NO_MORE = pattern(
    r"(?:\s*[,;.(–—-]?\s*(?:and |but )?(?:you (?:can|may) )?(?:skip|skim|ignore|omit)"
    r" (?:the )?(?:rest|remainder|others?)\b.*"
    r"| (?:is|are|should be) (?:enough|sufficient|plenty))$",
    re.IGNORECASE,
)


def part_of(text: str) -> str:
    """Return which part of a work the whole of *text* says, where only its name is in front."""
    words = " ".join(text.split()).strip(" .,;:")
    return words if _PART.fullmatch(words) else locator_of(words)


def without_enumerator(text: str) -> int:
    """Return how many characters a number or letter before an item takes."""
    found = _ENUMERATOR.match(text)
    return found.end() if found else 0


def item_label(text: str) -> int:
    """Return how many characters a label such as "Paper 1:" at the start of *text* takes."""
    found = _ITEM_LABEL.match(text)
    return found.end() if found else 0

"""Read a reference as people type it: authors, title and venue in whatever order and dress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from coursepack import languages
from coursepack.model.document import Text
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Organization, Person
from coursepack.pattern import pattern
from coursepack.read.pages import container, east_asian
from coursepack.read.pages.described import Parts
from coursepack.read.pages.line import Line
from coursepack.read.words import names, paper_address, phrases, schedule, venue_table, venues
from coursepack.read.words.likely_people import is_given, is_title, likeness

SPACE = (Text(" "),)

_EDGES = " \t\u00a0,.:;–—-|/·•→"
_NOWHERE = Span("", 1, 1, 1, 1)
_YEAR = r"(?:1[6-9]|20)\d\d"
_DATED = pattern(rf"[(\[]?\s*({_YEAR})[a-z]?\s*[)\]]?")
_QUOTED = pattern(
    # "The Market for "Lemons": Quality Uncertainty", then any other.
    r'(?:^|(?<=[\s(]))"(?=\S)([^"]{1,200}\s"[^"\s][^"]{0,100}"[^"]{2,200}?)[,.]?"(?!\w)'
    r"|“([^“”]{1,200}\s“[^“”]{1,100}”[^“”]{2,200})”(?!\w)"
    r"|[“\"„«]\s*([^”\"“»]{3,400}?)\s*[,.]?\s*[”\"“»]|‘([^’]{8,300}(?:’\w[^’]*)*)[,.]?’"
)
_APA = pattern(
    rf"(?P<authors>.{{2,600}}?)[\s,]*\(\s*(?P<year>{_YEAR}(?=\D)|n\.d\.|in press|forthcoming)[a-z]?"
    r"(?:\s*[,/][^()]*)?\)\s*[.:,]?\s*(?P<rest>[^\s,;.:].*)",
    re.DOTALL,
)
# "Weinreich, Labov & Herzog 1968, Empirical foundations …"
_LABOV = pattern(
    r"(?P<authors>[^\W\d_a-z][^\W\d_][\w'’-]*(?:(?:,| &| and|, &|, and) [^\W\d_a-z][\w'’-]+){0,5}"
    rf"(?: et al\.?)?) (?P<year>{_YEAR})[a-z]?[,.:]\s+(?P<rest>\S.*)",
    re.DOTALL,
)
_ACM = pattern(
    rf"(?P<authors>.{{2,600}}?\.)\s+(?P<year>{_YEAR})(?:[a-z]|[/–-]\d\d)?[.:]\s+(?P<rest>\S.*)",
    re.DOTALL,
)
# A full stop that ends a sentence, not an initial or "et al." within a list of names.
_STOP = pattern(
    r"(?<!\bSt)(?<!\bJr)(?<!\bDr)(?<!\bvs)(?<!\bNo)(?:(?<=[\w)\]”\"’'?!][\w)\]”\"’'?!])|(?<=\d\.\d)|(?<=[A-Z]-\d))[.?!][”\"’]?\s+(?=[\[(“\"‘A-Z0-9ÀÁÄÅÉÖØÜŠŽ*]|(?:ar|bio|med)Xiv\b)"
)
_VANCOUVER_NAME = r"[^\W\d_][\w'’-]+(?: (?!and )[\w'’-]+){0,2} [A-Z]{1,3}"
_VANCOUVER_NAMES = pattern(
    rf"({_VANCOUVER_NAME}(?:(?:, |; ){_VANCOUVER_NAME})*(?:, |; )?(?:et al)?)\.\s+"
    r"(?![A-Z]\.)(?=[A-Z0-9])"
)
_SURNAMES = pattern(r"[^\W\d_][\w'’-]+(?:(?:,| &| and) [^\W\d_][\w'’-]+)*")
_TEAM = pattern(r"(?:[A-Z][\w-]+ ){1,5}(?:Collaboration|Collective|Consortium|Group|Team)")
_IN_BRACKETS = pattern(
    r"\s*\(([^\W\d_][\w'’-]+(?:(?:, and|, &|,| &| and) [^\W\d_][\w'’-]+){0,6})"
    r"(?:, ([^(),]+))?\)(?=[\s.,;]|$)"
)
# "(Sweeney '02)", "(Dwork et al. 2006)"
# "SSS'11": a venue that no table has.
_OF_INITIALS = pattern(rf"([A-Z][A-Za-z&@-]*[A-Z][A-Za-z&@-]*)(?:\s?['’](\d\d)| ({_YEAR}))")
_SIGNED = pattern(
    r"\s*\(([^\W\d_][\w'’ -]+?(?:(?:, and|,? &|,| and) [^\W\d_][\w'’ -]+?){0,4}(?:,? et al\.?)?)"
    rf",? (?:['’](\d\d)|({_YEAR}))[a-z]?\)(?=[\s.,;]|$)"
)
_ONE_CAPITAL = pattern(r"[^\W\d_a-z][\w'’-]*[a-zà-ž]")
_MOST_STOPS = 30
_DASH = pattern(r"\s+[-–—|•·]\s+|\s*—\s*|\n")
_JOURNAL = pattern(
    r"(?:in\s+)?(?P<name>[^\d]{3,160}?)[\s,.]*(?:vol(?:ume|\.)?\s*)?(?P<volume>\d{1,4})\s*"
    r"(?:[(]\s*(?P<issue>(?=[^)]*\d)[\w–/-]{1,12})\s*[)]|[,.]?\s*no\.?\s*(?P<number>\d{1,4})|\.(?P<dotted>\d{1,3})(?=\W))?"
    rf"(?:\s*\(?(?P<year>{_YEAR})[a-z]?\)?)?\s*(?:[,:]\s*(?:pp?\.?\s*|pages?\s*|art(?:icle|\.)\s*)?"
    r"(?P<page>e?\d{1,6}(?:\s*[-–]\s*\d{1,6})?))?"
    rf"(?:\s*\(?(?P<late>{_YEAR})\)?)?[\s.,;]*",
    re.IGNORECASE,
)
_VANCOUVER = pattern(
    rf"(?P<name>[^\d.]{{2,120}}?)[.,]?\s+(?P<year>{_YEAR})(?:\s+\w{{3}}(?:\s+\d+)?)?\s*;\s*(?P<volume>\d{{1,4}})"
    r"(?:\((?P<issue>[\w-]{1,12})\))?(?::\s*(?P<page>e?\d+(?:\s*[-–]\s*\d+)?))?[\s.]*"
)
_DOI = pattern(
    r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)(10\.\d{4,9}/\S+?)[.,;]?(?=\s|$)", re.IGNORECASE
)
_ARXIV = pattern(r"\barxiv[:\s]\s*(\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
# "Brandenburg v. Ohio, 395 U.S. 444, 447 (1969)", "Donoghue v Stevenson [1932] AC 562"
_CASE = pattern(
    r"(?P<title>(?:[^\n]{2,120}?\sv\.?\s|(?:In re|Ex parte|Matter of)\s)[^\[\]\n]{2,200}?),?\s+(?:"
    r"(?P<volume>\d{1,4})\s+(?P<name>[A-Z][\w.'’& ]{0,40}?)\s+(?P<page>\d{1,5}|_{2,})"
    rf"(?:,\s*(?P<pin>\d[\d–-]*))?\s*\((?P<court>[^()]*?),?\s*(?P<year>{_YEAR})\)"
    rf"|[\[(](?P<dated>{_YEAR})[\])]\s+(?:(?P<of>\d{{1,3}})\s+)?(?P<report>[A-Z][\w.& ]{{1,30}}?)"
    r"\s+(?P<first>\d{1,5})\b)"
)
# "47 U.S.C. § 230": the section is what a statute is called by; that of a Restatement is read.
_STATUTE = pattern(
    r"(?:(?P<title>(?:\d+\s+(?:U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)|U\.S\. Const\.,?)"
    r"\s*(?:§{1,2}|art\.|amend\.|pt\.)\s*[\w.:-]+(?:\([\w.]+\))*(?:\s*[,–-]\s*[\w.]+(?:\([\w.]+\))*)*)"
    r"|(?P<book>Restatement \((?:First|Second|Third|Fourth)\) of (?:the Law of )?"
    r"[A-Z]\w+(?: [A-Z]\w+)*)"
    r",?\s*(?P<section>§{1,2}\s*[\d.]+(?:\s*[,–-]\s*[\d.]+)*))"
    rf"(?:\s*\((?P<by>[^()]*?),?\s*(?P<year>{_YEAR})\))?"
)
# "*Clueless*. Directed by Amy Heckerling, Paramount, 1995", "Chinatown (dir. Roman Polanski, 1974)"
_FILM = pattern(
    r"(?P<title>[^\n]{2,120}?)[\s,.;]*[(\[]?\s*\b(?:[Dd]ir\.(?: by)?|[Dd]irected by|[Dd]irector:)"
    rf"\s+(?P<who>{container.PEOPLE})"
    r"(?:[,.;]\s+(?P<maker>[^\W\d_a-z][^,.()\d]*))?"
    rf"(?:[,.;\s(\[]+(?P<year>{_YEAR}))?"
)
_FIRST_YEAR = pattern(
    rf"\b({_YEAR})\s*/\s*(?={_YEAR}\b)|(?<=\d\d\d\d)\s*\[({_YEAR})\]|\[({_YEAR})\]\s*(?={_YEAR}\b)"
    rf"|\s*\((?:original(?:ly)?(?: work)?|first) published(?: in)?,? ({_YEAR})\)",
    re.IGNORECASE,
)
# "*The Elementary Forms* (1912), trans. Karen Fields (Free Press, 1995)"
_FIRST_OF_TWO = pattern(rf"\s*\(({_YEAR})\)(?=[^()]*\([^()\d]*[^\W\d_][^()\d]*{_YEAR}\))")
# "(3rd ed., P. Ekman, Ed.)", "(W. D. Halls, Trans.)", behind the title of a book
_EDITION = pattern(
    r"\s*\((?:(?:(?P<number>\d{1,2})(?:st|nd|rd|th)(?: anniversary)?|(?P<word>rev(?:ised|\.)))"
    r" ed(?:n|ition)?\.?)?"
    r"(?:,\s*|(?<=\())?(?:(?P<who>[^()\d]{3,80}), (?P<role>eds?|trans)\.)?\)",
    re.IGNORECASE,
)
# "[Audio podcast episode]", as APA has it
_MEDIUM = pattern(
    r"\s*\[((?:audio|video|film|podcast|tv|television|blog|doctoral|master|unpublished|lecture|working"
    r"|white paper|data|radio|song|album|painting|photograph)\b[^\[\]]{0,60})\]",
    re.IGNORECASE,
)
_MEDIA = {"film": "motion_picture", "podcast": "broadcast", "tv": "broadcast", "radio": "broadcast",
          "television": "broadcast", "doctoral": "thesis", "master": "thesis"}  # fmt: skip
_ROLED = pattern(
    r"(?P<who>(?!In\b)[^()\n]{3,300}?)"
    r"(?P<said>,? [(\[](?P<role>[Ee]d(?:itor)?s?|Hosts?|Directors?|(?:Executive )?Producers?"
    r"|[Tt]rans)\.?[)\]][.,:]?|, (?P<plain>eds?|trans)(?P<stop>\.?,|\.))(?=\s+\S)"
)
_BY = pattern(r"\s*(?:written\s+)?by:?\s+", re.IGNORECASE)
_IN = pattern(r"^\s*(?:in|at|from|appeared in|to appear in|published in)\s*:?\s+", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ACRONYM = pattern(r"[A-Z][A-Z&]{2,}")
_NO_PEOPLE = _words(
    """
    learning systems system models networks conference workshop symposium journal proceedings
    transactions letters university press chapter chapters section sections introduction
    overview required optional reading readings paper papers lecture lectures class classes week
    project final midterm exam presentation presentations discussion homework assignment quiz
    deadline january february september october november december monday tuesday wednesday
    thursday friday saturday sunday fall edition draft preprint magazine pdf html slides video
    tutorial report theory computing science engineering software hardware analysis study survey
    data design notes chapter abstract appendix supplementary supplement recommended suggested
    background due policy syllabus schedule excerpt excerpts selections staff instructor
    instructors office hours code blog podcast essay website the for with from into about this
    that these how what why when session on of see also skim read watch only via using towards
    toward review machine neural deep language information international national annual research
    technical computer network our times radio hour show
    """
)
_SMALL = _words(
    """
    van von der den de del della di da das do dos du la le les el al bin ibn ben y e i 't te ter
    af av zu zum zur und and et op
    """
)


def names_people(text: str) -> bool:
    """Say whether *text* is a list of people's names, or of those who sign papers."""
    return bool(_people(text))


_VANCOUVER = pattern(r"(?:[^,.]+ [A-Z]{1,3}, )+[^,.]+ [A-Z]{1,3}\.")


# Those who write their names so.
_LOWER_CASE_NAMES = frozenset(("bell hooks", "danah boyd", "adrienne maree brown"))


def _people(text: str) -> str:
    """Return *text* as a list of names, "" where it is anything else."""
    bare = " ".join(text.split()).strip(" ,;:–—-|(").rstrip(")")
    bare = re.sub(r",?\s*[(\[]?\b[Ee]ds?\.[)\]]?,?$|,?\s*\(\s*[Ee]ds?\.?$", "", bare).strip(" ,")
    if bare.endswith(".") and not re.search(r"(?:\b\w|al|Jr|Sr)\.$", bare):
        bare = bare[:-1]
    if not 2 <= len(bare) <= 1500 or re.search(r"\d{3}|https?:|[!?=<>“”\"]", bare):
        return ""
    if _VANCOUVER.fullmatch(bare):
        bare = bare[:-1]  # "Powers B, Mullainathan S.": the full stop ends the list
    # "Stephen A." is no whole name, "Eisenstein, Elizabeth L." is.
    if (
        re.search(r"(?:^|\band|&)\s+[^,]*\b[A-Z]\.$|^[^,&]*\b[A-Z]\.$", bare)
        and " al" not in bare[-4:]
    ):
        return ""
    words = re.findall(r"[^\W\d_][\w'’.-]*", bare)
    if not words or any(word.casefold() in _NO_PEOPLE for word in words) or is_title(bare):
        return ""
    if bare.casefold() in _LOWER_CASE_NAMES:
        return bare
    if _STOP.search(bare) or re.search(r"\bal\.?,", bare):
        return ""
    if surnames := _surnames(bare):
        return surnames
    if not all(w[0].isupper() or not w[0].islower() or _is_small(w) for w in words):
        return ""
    found = names.split(Spanned(bare, _NOWHERE), in_reference=True)
    if any(d.code == "unsplit-authors" for d in found.diagnostics):
        return ""
    people = found.value.people
    for name in people:
        match name:
            case Person(family, given):
                if _ACRONYM.fullmatch(family) and (not given or len(family) > 3 or " " in given):
                    return ""
                if _ACRONYM.fullmatch(given) and f"{family}, {given}" in bare:
                    return ""
                if len(f"{given} {family}".split()) > 6:
                    return ""
            case Organization(whole):
                lone = len(people) == 1 and found.value.complete
                if lone and not names.is_collective(whole):
                    return ""
                if len(whole.split()) > 6:
                    return ""
    return bare if people else ""


def _surnames(bare: str) -> str:
    """Return "Hunt, Konar, and Reed" for "Hunt, Konar, Reed": nothing else tells it from pairs."""
    members = [member.strip() for member in re.split(r",", bare)]
    if (
        len(members) < 3
        or not all(_ONE_CAPITAL.fullmatch(member) for member in members)
        or (len(members) % 2 == 0 and any(is_given(member) for member in members))
    ):
        return ""
    return f"{', '.join(members[:-1])}, and {members[-1]}"


def _is_small(word: str) -> bool:
    bare = word.casefold().strip(".,")
    joiners = languages.joiners()
    return (
        bare in _SMALL
        or bool(joiners and joiners.search(f" {bare} "))
        or bare in ("others", "al", "eds", "ed", "jr", "sr")
        or word[:2] in ("d'", "d’", "l'", "al")
    )


def _is_venue(text: str) -> bool:
    return len(text) < 200 and venue_table.current().find(text) is not None


def is_venue(text: str) -> bool:
    """Say whether *text* is a venue that is known, its year perhaps with it, or a year."""
    return bool(_DATED.fullmatch(text)) or _is_dated_venue(text)


def _is_dated_venue(text: str) -> bool:
    """Say whether *text* is a venue and no more, its year perhaps with it."""
    end = venues.trailing(text)
    return _is_venue(text) or bool(end and not end[0].strip(_EDGES + "()[]"))


def title(words: Line, parts: Parts) -> None:
    """Read the text of a link: a title, perhaps with authors, venue or year within it."""
    text = _clean(words.text)
    quoted = _QUOTED.search(text)
    if (
        quoted
        and not text[quoted.end() :].startswith(":")
        and len(inner := _inner(quoted)) * 2 > len(text) - 40
        and len(inner.split()) > 1
    ):
        parts.title = _tidy(inner)
        before = text[: quoted.start()]
        if people := _people(before):
            parts.authors = people
        _facts(text[quoted.end() :], parts)
        return
    text = _without_leading_venue(text, parts)
    is_placed = False
    bracket = re.search(r"\s*[(\[]([^()\[\]]{2,120})[)\]]\.?$", text)
    if bracket and bracket.start() > 2 and _tells(bracket[1]) and _facts(bracket[1], parts):
        text = text[: bracket.start()]
    elif apa := _APA.fullmatch(text):
        if (people := _people(apa["authors"])) and len(apa["rest"].split()) > 1:
            parts.authors = people
            _set_year(parts, apa["year"])
            head, rest = _first_sentence(apa["rest"])
            _facts(rest, parts)
            text = head
    elif (
        (end := venues.trailing(text))
        and len(end[0].split()) >= 3
        and end[0].rstrip()[-1:] in ",.;–—-("
    ) and _facts(text[len(end[0]) :], parts):
        text = end[0]
        is_placed = True
    led = _LED.fullmatch(text)
    if led and not parts.authors and (is_placed or led["year"]) and (who := _people(led["who"])):
        # "Ongaro and Ousterhout. In Search of an Understandable Consensus Algorithm. ATC 2014"
        parts.authors, text = who, led["title"]
        _set_year(parts, led["year"] or "")
    by = re.search(r"\s+by\s+([A-Z].{3,200})$", text)
    if (
        by
        and re.search(r"[,&.]| and ", by[1])
        and (people := _people(by[1]))
        and not parts.authors
        and len(text[: by.start()].split()) > 1
    ):
        parts.authors, text = people, text[: by.start()]
    parts.title = _tidy(text)
    _trust(parts)


_LED = pattern(
    rf"(?P<who>[^.:“\"]{{2,120}}(?:,| and | & )[^.:“\"]{{2,60}}|[^.:“\"]{{2,60}} et al\.?)"
    rf"(?:,? \(?(?P<year>{_YEAR})\)?)?[.:]\s+(?P<title>\S+(?:\s+\S+){{2,}})"
)


def _tells(text: str) -> bool:
    """Say whether a bracket in a title can be authors or a dated venue, not a part of it."""
    return bool(re.search(r"\d\d|[,&]|\band\b|\bal\b", text))


def behind_title(words: Line, parts: Parts) -> Line:
    """Read what stands behind a title; return what tells neither authors nor venue."""
    if not parts.authors and (left := east_asian.behind_title(words, parts)) is not None:
        return left
    taken: list[tuple[int, int]] = []
    text = words.text
    if length := _bracketed_people(text, parts) or _people_in_journal(text, parts):
        taken.append((0, length))
    for start, end in _chunks(words):
        if any(a <= start and end <= b for a, b in taken):
            continue
        chunk = text[start:end]
        if not parts.venue and (numbers := _numbers_behind(words, start, end)):
            # `*Communications of the ACM*, 52(7):107–115, 2009`
            container.read(words.part(start, numbers), parts)
            taken.append((start, numbers))
            continue
        if not chunk.strip(_EDGES + "()[]\n") or _facts(chunk, parts):
            taken.append((start, end))
            continue
        length = 0 if parts.authors else _take_people(chunk, parts)
        if length:
            taken.append((start, start + length))
        if not (length or parts.authors) or parts.venue or parts.fields.get("container-title"):
            continue
        # What follows the authors is the container, in a style of its own or with its numbers.
        # A note stands in a line of its own.
        line_end = text.find("\n", start + length + 1)
        line_end = line_end if line_end > 0 else len(text)
        rest = words.part(start + length, line_end)
        left = container.read(rest, parts)
        if left is not None and len(left.text) < len(rest.text):
            at = text.rfind(left.text, 0, line_end) if left.text.strip() else line_end
            taken += [(start + length, max(at, start + length)), (at + len(left.text), line_end)]
            break
    _trust(parts)
    return words.without(taken)


def _numbers_behind(words: Line, start: int, end: int) -> int:
    """Return where the numbers end of the container in italics that stands there; 0 for none."""
    if not any(run.emphasis and at == start and to == end for at, to, run in words.spans()):
        return 0
    stop = _SENTENCE.search(words.text, end)
    last = stop.start() if stop else len(words.text)
    return last if container.is_numbered(words.text[start:end], words.text[end:last]) else 0


_SENTENCE = pattern(r"[.;](?=\s+\D|\s*$)|\n")


def _bracketed_people(text: str, parts: Parts) -> int:
    """Take "(Lamport, Pease)" or "(Clark, SIGCOMM '88)" right behind a title.

    Return how many characters it is.
    """
    if length := 0 if parts.authors else _signed(text, parts):
        return length
    found = None if parts.authors else _IN_BRACKETS.match(text)
    surnames = re.split(r",? & |,? and |, ", found[1]) if found else []
    if not found or any(
        name.casefold() in _NO_PEOPLE or not name[0].isupper() or name.isupper() or _is_venue(name)
        for name in surnames
    ):
        return 0
    told = replace(parts, fields=dict(parts.fields))
    if found[2] and not (_facts(found[2], told) and (told.venue or told.year)):
        return 0
    if len(surnames) == 1 and not found[2]:
        return 0  # "(Nakamoto)" may be anything: no name is made of a lone word
    _absorb(parts, told)
    *others, last = surnames
    parts.authors = f"{', '.join(others)}, and {last}" if others else last
    return found.end()


def _signed(text: str, parts: Parts) -> int:
    """Take "(Sweeney '02)" right behind a title; return how many characters it is."""
    found = _SIGNED.match(text)
    names = re.split(r",? & |,? and |, |,? et al", found[1]) if found else []
    if not found or any(
        n.casefold() in _NO_PEOPLE or n.isupper() or _is_venue(n) or not _is_surname(n)
        for n in names
        if n.strip(" .")
    ):
        return 0
    parts.authors = found[1]
    century = "19" if found[2] and int(found[2]) > 40 else "20"
    _set_year(parts, found[3] or f"{century}{found[2]}")
    return found.end()


def _is_surname(text: str) -> bool:
    """Say whether *text* may be a family's name: "Yao", "de Montjoye"."""
    return bool(_ONE_CAPITAL.fullmatch(text.strip()) or _FAMILY.fullmatch(text.strip()))


_FAMILY = pattern(r"(?:(?:de|van|von|der|den|la|di|el|al) ){1,2}[^\W\d_a-z][\w'’-]+")


def _take_people(chunk: str, parts: Parts) -> int:
    """Take the names that *chunk* begins with; return how many characters they are."""
    lead = len(chunk) - len(chunk.lstrip(_EDGES + "("))
    if by := _BY.match(chunk, lead):
        lead = by.end()
    best = 0
    for stop in islice(re.finditer(r"[,.;:]\s+|\s+\(|$", chunk[lead:]), _MOST_STOPS):
        if people := _people(chunk[lead : lead + stop.start()]):
            best, parts.authors = lead + stop.start(), people
        elif best:
            break
    # "Bansal, Chen, Herbert, Tomlin (CDC 2017)": what follows surnames is one more.
    more = _ONE_MORE.match(chunk, best) if best else None
    surnames = re.split(r", and |, | and ", parts.authors)
    if more and len(surnames) > 1 and not any(" " in name for name in surnames):
        best, parts.authors = more.end(), f"{', '.join(surnames)}, and {more[1]}"
    return best


_ONE_MORE = pattern(r",\s+([^\W\d_a-z][\w'’-]*[a-zà-ž])(?=\s*(?:$|\())")


# "M. I. Budyko, Tellus (1969)", "Edward N. Lorenz, J. Atmos. Sci. (1963)".
_IN_A_JOURNAL = pattern(
    r"[,\s]*(?P<people>[^()\n]{3,300}?), (?P<journal>[^\W\d_a-z][\w-]{2,}"
    rf"|(?:[A-Z][a-z]*\. ){{1,4}}[A-Z][a-z]{{1,9}}\.) \((?P<year>{_YEAR})\)"
)


def _people_in_journal(text: str, parts: Parts) -> int:
    """Take the authors and the journal, in one word or abbreviated, right before a year.

    Return how many characters they are; a journal is none of the authors.
    """
    found = None if parts.authors or parts.venue else _IN_A_JOURNAL.match(text)
    if not found or is_given(found["journal"]) or not _people(found["people"]):
        return 0
    if all(" " not in name.strip(_EDGES + "—–") for name in found["people"].split(",")):
        return 0  # among surnames the last is one too
    parts.authors = _people(found["people"])
    _set_year(parts, found["year"])
    if _is_venue(found["journal"]):
        parts.venue = found["journal"]
    else:
        parts.fields |= {"container-title": found["journal"], "type": "article-journal"}
    return found.end()


def before_title(words: Line, parts: Parts) -> Line:
    """Read what stands before a title: authors, a venue; return what tells of neither."""
    text = words.text.strip()
    bare = text.strip(_EDGES + '“"‘')
    if not bare:
        return words.part(0, 0)
    led = venues.leading(f"{text} Xxxxx")
    if led and led[0].strip() == "Xxxxx":
        parts.venue = bare.strip("[]() :")
        return words.part(0, 0)
    dated = re.search(rf"[\s,.]*[(\[]?\b({_YEAR})(?:[a-z]|[/–-]\d\d)?\b[)\]]?[\s.,:]*$", bare)
    names_only = _with_initial((bare[: dated.start()] if dated else bare).strip(), text)
    # "Timothy Roscoe's": whose it is.
    names_only = re.sub(r"(?<=\w)['’]s$", "", names_only)
    if people := _people(names_only) or (_TEAM.fullmatch(names_only) and names_only):
        parts.authors = people
        if dated:
            _set_year(parts, dated[1])
        return words.part(0, 0)
    if dated and _SURNAMES.fullmatch(names_only) and names_only.casefold() not in _NO_PEOPLE:
        # "Granovetter 1973", before a title: nobody else stands right before a year.
        parts.authors = names_only
        _set_year(parts, dated[1])
        return words.part(0, 0)
    if _is_venue(bare.strip("[]()")):
        parts.venue = bare.strip("[]() :")
        return words.part(0, 0)
    if lone := _lone_author(text.rstrip('“"‘« ')):
        parts.authors = lone
        return words.part(0, 0)
    if (
        leading_style(words.trimmed(_EDGES + '“"‘')) == len(bare)
        and text.rstrip('“"‘« ')[-1:] == ","
    ):
        parts.fields["container-title"] = bare  # "*In Our Time*, “The Black Death,”"
        return words.part(0, 0)
    return words


def _lone_author(text: str, *, in_italics: bool = False) -> str:
    """Return "Solow" of "Solow," right before a title in quotation marks or italics."""
    bare = text.strip().removesuffix(",")
    bare = bare.removesuffix(".") if in_italics else bare
    is_name = bare.casefold() not in _NO_PEOPLE and likeness(bare) >= 0
    return bare if bare != text.strip() and _ONE_CAPITAL.fullmatch(bare) and is_name else ""


def _signs(people: str, behind: str) -> bool:
    """Say whether *people*, behind a title, are its authors: they look so, or a venue follows."""
    score = likeness(people)
    return score > 0 or (score == 0 and _is_dated_venue(behind.strip(_EDGES)))


def _with_initial(bare: str, text: str) -> str:
    """Return *bare* with the full stop of its last initial, which in *text* looks like an end."""
    is_initial = re.search(r"[,.] ?(?:[A-Z]\. ?)*[A-Z]$|^\S+, \S+ [A-Z]$", bare)
    return f"{bare}." if is_initial and f"{bare}." in text else bare


_LOGISTICS = pattern(
    r"[A-Z]{2,5}[ -]?\d{3,4}[A-Z]?,? (?:Dr|Prof|Instructor|Spring|Summer|Fall|Autumn|Winter)\b|"
    r"\s*(?:staff|instructors?|teaching|professors?|lecturers?|tas?|contact|office|time|times|location|place|when|where|e?-?mails?"
    r"|meetings?|room|units|credits|term|website|slack|zoom|grading|due|hours|note|reminder|update)\s*:"
    r"|\s*(?:[A-Z]{2,5}[ -]?\d{2,4}\w?\b[^.\n]{0,30})?"
    rf"\b(?:spring|summer|fall|autumn|winter)(?: (?:term|semester|quarter))? {_YEAR}\b"
    r"|\s*(?:all |the |most )*(?:readings?|texts?|papers?|books?|materials?)\b[^.:,]{0,40}"
    r"\b(?:are|is|will|can|may)\b",
    re.IGNORECASE,
)


def typed(words: Line, parts: Parts) -> Line | None:
    """Read a whole reference that no link marks the title of; return what is left of it."""
    words = words.trimmed()
    if _LOGISTICS.match(words.text):
        return None
    if _people(words.text):
        # "*Global Physical Climatology*, D. L. Hartmann": nobody sets a name alone in italics.
        # "Foucault, *Discipline and Punish*": and no name has three words there.
        is_titled = words.runs[0].emphasis and words.text[len(words.runs[0].text) :][:1] == ","
        is_titled |= any(
            at and run.emphasis and len(run.text.split()) > 2 for at, _, run in words.spans()
        )
        return _by_style(words, parts) if is_titled else None
    words = _without_identifiers(words, parts)
    if len(words.text) <= _LONGEST:
        for known in (_case, _statute, _film, _of_role):
            if (left := known(words, parts)) is not None:
                return left
        words = _without_edition(_without_first_year(words, parts), parts)
    if len(words.text) <= _LONGEST and (left := east_asian.typed(words, parts)) is not None:
        return left
    led = venues.leading(words.text)
    if led and len(led[0].split()) > 1 and words.text.endswith(led[0]):
        parts.venue = words.text[: len(words.text) - len(led[0])].strip(_EDGES + "[]()")
        words = words.part(len(words.text) - len(led[0]))
        if words.runs[:1] and all(run.strong or not run.text.strip() for run in words.runs):
            parts.title, parts.trust = _tidy(words.text), 2
            return words.part(len(words.text))
    text = words.text
    if len(text) > _LONGEST or len(text) < 6:
        return None
    if (remark := _REMARK.search(text)) and remark.start():
        left = typed(words.part(0, remark.start()), parts)
        return None if left is None else _both(left, words.part(remark.start()))
    if (left := _by_colon(words, parts)) is not None:
        return left
    quoted = _QUOTED.search(text)
    dated = _APA.fullmatch(text) if quoted else None
    if quoted and dated and dated.start("rest") < quoted.start() and _people(dated["authors"]):
        quoted = None  # "(1959). The Science of “Muddling Through.” Public Administration Review"
    if quoted and not text[quoted.end() :].startswith(":"):
        probe = replace(parts, fields=dict(parts.fields))
        left = _around_quotes(words, quoted, probe)
        if left is not None:
            _absorb(parts, probe)
            parts.title, parts.trust = probe.title, probe.trust
            return left
    if (found := _LABOV.fullmatch(text)) and _are_surnames(found["authors"], found["year"]):
        parts.authors = found["authors"]
        _set_year(parts, found["year"])
        return _title_and_rest(words, found.start("rest"), parts)
    for form in (_APA, _ACM):
        found = form.fullmatch(text)
        people = _people(found["authors"]) if found else ""
        if found and (people := people or (form is _APA and _institution(found["authors"])) or ""):
            parts.authors = people
            if found["year"].isdigit():
                _set_year(parts, found["year"])
            return _title_and_rest(words, found.start("rest"), parts)
    return (
        _by_style(words, parts)
        or _by_imprint(words, parts)
        or _by_sentences(words, parts)
        or _by_commas(words, parts)
        or _by_year(words, parts)
    )


_BRACKETED = pattern(rf"\s*\((?P<imprint>[^()]*[^\W\d_][^()]*?),? ({_YEAR})\)(?!\s*[:\d])")


def _by_imprint(words: Line, parts: Parts) -> Line | None:
    """`Joseph Kerman, The Beethoven Quartets (New York: Knopf, 1967), pp. 303–349`."""
    found = _BRACKETED.search(words.text)
    cut = _people_end(words.text[: found.start()]) if found else 0
    title = words.text[cut : found.start()] if found else ""
    if (
        not (found and cut and title)
        or _STOP.search(title)
        or schedule.is_date(found[0].strip(" ()"))
    ):
        return None
    parts.authors, parts.title, parts.trust = _people(words.text[:cut]), _tidy(title), 2
    parts.fields["type"] = "book"
    press = container.book(found["imprint"], parts)
    parts.fields |= {"publisher": press} if press else {}
    _set_year(parts, found[2])
    rest = words.part(found.end())
    if pages := _BARE_PAGES.fullmatch(rest.text):
        parts.fields["page"] = pages[1]
        return rest.part(len(rest.text))
    return _reference_rest(rest, parts)


_BARE_PAGES = pattern(r"[\s,:]*(?:pp?\.\s*)?(\d+\s?[-–]\s?\d+(?:, \d+\s?[-–]\s?\d+)*)[\s.]*")


def author_and_title(text: str, parts: Parts) -> None:
    """Take "Charles Dickens, Bleak House", where it stands among readings: nothing else is told."""
    who, _, named = text.strip(_EDGES).partition(", ")
    is_person = _people(who) and 1 < len(who.split()) < 5
    first = named.split(" ")[0]
    is_named = first[:1].isupper() and not is_given(first) and not phrases.is_other(named)
    if is_person and is_named and (is_given(who.split()[0]) or "." in who or likeness(named) < 0):
        parts.authors, parts.title, parts.trust = who, _tidy(named), 2


def _people_end(text: str) -> int:
    """Return where in *text* the names end that it begins with, at a comma before a title."""
    best = 0
    for match in islice(re.finditer(r",\s+", text), _MOST_STOPS):
        people = _people(text[: match.start()])
        if people and " " in people and not (best and " " not in people.rpartition(", ")[2]):
            best = match.end()
        elif best:
            break
    return best


_TITLE_AND_YEAR = pattern(rf"([^\W\d_a-z][^()\d.]{{5,120}}?),? \(({_YEAR})\)[\s.]*")


def _by_year(words: Line, parts: Parts) -> Line | None:
    """`The Declaration of Independence (1776)`: likely a reading, among readings."""
    found = _TITLE_AND_YEAR.fullmatch(words.text)
    if not found or not container.is_named(found[1]) or phrases.is_other(found[1]):
        return None
    parts.title, parts.year, parts.trust = _tidy(found[1]), found[2], 1
    return words.part(len(words.text))


_LONGEST = 1500  # characters of a reference


def is_statute(text: str) -> bool:
    """Say whether *text* begins with a section of a code, or of a Restatement."""
    return bool(_STATUTE.match(text.lstrip()))


def _case(words: Line, parts: Parts) -> Line | None:
    """`Abrams v. United States, 250 U.S. 616 (1919) (Holmes, J., dissenting)`."""
    found = _CASE.match(words.text)
    if not found:
        return None
    parts.title, parts.trust = found["title"].strip(" ,"), 2
    parts.year = found["year"] or found["dated"]
    parts.locator = found["pin"] or ""
    said = {
        "container-title": found["name"] or found["report"],
        "volume": found["volume"] or found["of"],
        "page": (found["page"] or found["first"]).strip("_"),
        "authority": (found["court"] or "").strip(" ,"),
        "type": "legal_case",
    }
    parts.fields |= {name: text for name, text in said.items() if text}
    return words.part(found.end())


def _statute(words: Line, parts: Parts) -> Line | None:
    """`47 U.S.C. § 230`, `Restatement (Second) of Torts § 558 (Am. L. Inst. 1977)`."""
    found = _STATUTE.match(words.text)
    if not found:
        return None
    parts.title, parts.trust = found["title"] or found["book"], 2
    parts.locator, parts.year = found["section"] or "", found["year"] or ""
    parts.fields["type"] = "legislation" if found["title"] else "book"
    if found["by"]:
        parts.fields["publisher"] = found["by"]
    return words.part(found.end())


def _film(words: Line, parts: Parts) -> Line | None:
    """`*The Seventh Seal*, directed by Ingmar Bergman (1957)`."""
    found = _FILM.match(words.text)
    if not found or len(found["title"].split()) > _LONGEST_FILM:
        return None
    parts.title, parts.trust = _tidy(found["title"]), 2
    parts.year = found["year"] or ""
    parts.fields |= {"director": found["who"], "type": "motion_picture"}
    if found["maker"] and not _COUNTRY.fullmatch(found["maker"].strip()):
        parts.fields["publisher"] = found["maker"].strip()
    end = len(words.text.rstrip(" .)]")) if ")" in words.text[found.end() :] else None
    return words.part(found.end(), end and max(end, found.end()))


_COUNTRY = pattern(
    r"(?:USA?|UK|USSR|France|Italy|Germany|Japan|India|China|Spain|Mexico|Brazil|Iran|Senegal|Sweden"
    r"|Poland|Canada|Australia|Taiwan|(?:Hong|South) Ko\w+)(?:[/, -]+[A-Z]\w+)*"
)
_LONGEST_FILM = 15  # words


def _of_role(words: Line, parts: Parts) -> Line | None:
    """`Franklin, S., & McKinnon, S. (Eds.). (2001). …`: who edited it, or hosts the programme."""
    found = _ROLED.match(words.text)
    if not found or not _people(found["who"]):
        return None
    start, end = found.span("said")
    if found["stop"] and not found["who"].endswith("."):
        end = found.start("stop")  # "Susan McKinnon, eds. *Relative Values*"
    probe = replace(parts, fields=dict(parts.fields))
    left = typed(words.without([(start, end)]), probe)
    if left is None or not probe.title or not probe.authors:
        return None
    role = (found["role"] or found["plain"]).lower().split()[-1]
    name = {"ed": "editor", "tr": "translator", "ho": "host", "di": "director", "pr": "producer"}
    probe.fields[name[role[:2]]] = probe.authors
    probe.authors = ""
    _absorb(parts, probe)
    parts.title, parts.trust = probe.title, 2
    return left


def _institution(text: str) -> str:
    """Return *text* where it is the name of an institution, "" where it may be anything else."""
    bare = text.strip(_EDGES)
    words = re.sub(r" \([A-Z]{2,}\)$", "", bare).split()
    words = [word.lstrip("(") for word in words]
    is_name = all(word[:1].isupper() or _is_small(word) or word in _LINKING for word in words)
    is_short = 1 < len(words) <= _LONGEST_INSTITUTION
    return bare if is_short and is_name and names.is_institution(bare) else ""


_LINKING = frozenset(("of", "for", "on", "the", "and", "&", "(the"))
_LONGEST_INSTITUTION = 10  # words


def _without_first_year(words: Line, parts: Parts) -> Line:
    """Take out when a book first appeared: `(1872/1998)`, `2002 [1925]`."""
    found = _FIRST_YEAR.search(words.text) or _FIRST_OF_TWO.search(words.text)
    if not found:
        return words
    parts.fields["original-date"] = next(filter(None, found.groups()))
    return words.without([found.span()])


def _without_edition(words: Line, parts: Parts) -> Line:
    """Take out which medium or edition it is, and who edited or translated it."""
    if found := _MEDIUM.search(words.text):
        parts.fields["genre"] = found[1]
        said = found[1].lower().replace("'", " ").split()
        if kind := next(filter(None, map(_MEDIA.get, said)), None):
            parts.fields["type"] = kind
        words = words.without([found.span()])
    found = next((f for f in _EDITION.finditer(words.text) if f[0].strip() != "()"), None)
    if not found:
        return words
    if edition := found["number"] or (found["word"] and f"{found['word'].lower()} ed."):
        parts.fields["edition"] = edition
    if found["who"]:
        role = "editor" if found["role"].lower().startswith("ed") else "translator"
        parts.fields[role] = found["who"].lstrip(" ,")
    return words.without([found.span()])


def _are_surnames(text: str, year: str) -> bool:
    """Say whether *text* before *year* is no word of a title and no month."""
    families = re.split(r",? (?:&|and) |, | et al", text)
    return not any(
        each.casefold() in _NO_PEOPLE or likeness(each) < 0 for each in families
    ) and not (schedule.is_date(f"{text} {year}"))


def is_typed(words: Line) -> bool:
    """Say whether *words* are a reference of their own, and surely so."""
    probe = Parts()
    left = behind_title(words, probe)
    told = probe.venue or probe.year or probe.fields
    if (probe.authors and told) or (told and len(left.text.split()) < 3):
        return False
    probe = Parts()
    typed(words, probe)
    return probe.trust == 2 and bool(probe.authors) and len(probe.title.split()) > 2


def is_whole(words: Line) -> bool:
    """Say whether *words* are a reference with its title, and who wrote it or when."""
    probe = Parts()
    typed(words, probe)
    return probe.trust == 2 and bool(probe.authors or probe.year) and len(probe.title.split()) > 1


def whole(words: Line, parts: Parts) -> None:
    """Take all of *words* for the title: nothing tells where it ends."""
    text = words.text
    for form in (r"^\s*(?:of|in|from|on)\s+",):
        text = re.sub(form, "", text, flags=re.IGNORECASE)
    parts.title = _tidy(text)
    if len(parts.title) > 250 or not any(c.isalpha() for c in parts.title):
        parts.title = ""


def continues(before: str, text: str) -> bool:
    """Say whether the line *text* goes on with the reference in the line *before*."""
    if not before.strip():
        return False
    bare = text.strip()
    if _people(bare) or re.match(
        r"https?://\S+$|[(\[]?(?:pdf|link)\b.{0,20}$", bare, re.IGNORECASE
    ):
        return True
    if phrases.label_kind(bare):
        return True
    probe = Parts()
    dated = re.match(rf"[^\d.?!]{{2,80}}?,? \(?{_YEAR}\)?(?=[\s.,;]|$)", bare)
    last = before.strip().rpartition("\n")[2]
    if dated and (container.publisher(dated[0]) or _people(last)):
        return True  # "Cambridge University Press, 1990"
    length = _take_people(bare, probe)
    if length and _is_dated_venue(bare[length:].strip(_EDGES)):
        return True
    return _is_dated_venue(bare) or bare[:1].islower()


def may_start_title(text: str, between: str, url: str) -> bool:
    """Say whether the link *text*, *between* after the title before it, is a title too."""
    if _people(text) and not paper_address.is_paper(url):
        return False
    if _is_dated_venue(text):
        return False
    bare = between.strip(" \t")
    if "\n" in between:
        after = between.rsplit("\n", 1)[1].strip(_EDGES + "()[]*")
        return not after or len(after.split()) <= 6 or names_people(after)
    joiner = re.fullmatch(
        r"[\s,;|/+&.·•]*(?:and|or|plus|&|\+|also|see also)?[\s,:;]*", bare, re.IGNORECASE
    )
    return bool(joiner) or paper_address.is_paper(url) or len(text.split()) > 4


def _chunks(words: Line) -> Iterator[tuple[int, int]]:
    """Yield the ranges of *words* between breaks, dashes, sentences, brackets and styles."""
    text = words.text
    cuts = {0, len(text)}
    for match in _DASH.finditer(text):
        cuts |= {match.start(), match.end()}
    for match in _STOP.finditer(text):
        cuts.add(match.start() + 1)
    for match in re.finditer(r"(?<!\d)[(\[][^()\[\]]*[)\]]", text):
        cuts |= {match.start(), match.end()}
    segment = words.runs[0].segment if words.runs else 0
    for start, end, run in words.spans():
        # What has a style or an element of its own is told apart by it.
        if run.emphasis or run.strong:
            cuts |= {start, end}
        if run.segment != segment:
            cuts.add(start)
            segment = run.segment
    places = sorted(cuts)
    yield from pairwise(places)


def _facts(text: str, parts: Parts, *, behind: bool = True) -> bool:
    """Take authors, venue and year out of *text*; False where it tells something else."""
    bare = " ".join(text.split()).strip(_EDGES + '[]”"').strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip(_EDGES)
    if not bare:
        return True
    if re.fullmatch(r"in|at|by|and|from", bare, re.IGNORECASE):
        return True
    if found := _DOI.fullmatch(bare) or _DOI.match(bare):
        parts.fields["DOI"] = found[1]
        return len(bare) - len(found[0]) < 4
    if by := _BY.match(bare):
        bare = bare[by.end() :]
        return bool(not parts.authors and _authors_and_more(bare, parts))
    bare = _IN.sub("", bare)
    if (day := _LAST_DAY.search(bare)) and day.start():
        parts.fields.setdefault("issued", day["day"])
        _set_year(parts, day["year"])
        return _facts(bare[: day.start()], parts, behind=behind)
    if found := _NTH_EDITION.fullmatch(bare):
        parts.fields |= {"edition": found[1], "type": "book"}
        return True
    if found := _DATED.fullmatch(bare):
        return _set_year(parts, found[1])
    if _set_venue(bare, parts):
        return True
    if not parts.venue and (found := _OF_INITIALS.fullmatch(bare)):
        century = "19" if found[2] and int(found[2]) > 40 else "20"
        parts.venue = f"{found[1]} {found[3] or century + found[2]}"
        return True
    if _journal(bare, parts):
        return True
    if publisher := container.publisher(bare):
        before = bare.partition(publisher)[0]
        is_place = before.rstrip().endswith(":")  # "Cambridge, MA: MIT Press"
        if not parts.authors and not is_place and (people := _people(before)):
            parts.authors = people  # "Justin Zobel, Springer 2014"
        publisher = re.sub(rf"[\s,]+{_YEAR}$", "", publisher)
        parts.fields.setdefault("publisher", publisher)
        parts.fields.setdefault("type", "book")
        if dated := re.search(rf"\b({_YEAR})\b", bare):
            _set_year(parts, dated[1])
        return True
    return bool(behind and not parts.authors and _authors_and_more(bare, parts))


def _authors_and_more(bare: str, parts: Parts) -> bool:
    """`A B and C D`, `A B, C D, SOSP 2003`, `A B et al. 2003`."""
    if people := _people(bare):
        parts.authors = people
        return True
    if end := venues.trailing(bare):
        people = _people(end[0])
        if people and _set_venue(bare[len(end[0]) :], parts):
            parts.authors = people
            return True
    # A venue that no table knows, with its year: "A B, C D, WEIRD 2003".
    last = re.search(rf"[,;]\s*([A-Z][\w'’&+/ -]{{1,80}}?[\s,]*['’]?(?:{_YEAR}|\d\d))$", bare)
    if last and (people := _people(bare[: last.start()])):
        parts.authors = people
        parts.venue = parts.venue or last[1]
        return True
    dated = re.search(rf"[\s,.]*[(\[]?\b({_YEAR})[a-z]?[)\]]?$", bare)
    if dated and (people := _people(bare[: dated.start()])):
        parts.authors = people
        return _set_year(parts, dated[1])
    kind = re.search(
        r"[,;(]\s*((?:blog|blog ?post|podcast|video|essay|talk|lecture notes|web ?page)\)?)$",
        bare,
        re.IGNORECASE,
    )
    if kind and (people := _people(bare[: kind.start()])):
        parts.authors = people
        parts.fields.setdefault("genre", kind[1].strip(")"))
        return True
    # Or a venue without a year: "A B, C D. Some Journal".
    cut = re.search(r"[,.;]\s+([A-Z][^,.;]{2,80})$", bare)
    if cut and _is_venue(cut[1]) and (people := _people(bare[: cut.start()])):
        parts.authors = people
        parts.venue = parts.venue or cut[1]
        return True
    return False


_MONTH_LAST = pattern(rf"(?:^|[\s,(]){container.MONTH}$")
# "March 13, 2019", "13 March 2019", behind something else
_LAST_DAY = pattern(
    rf"[\s,.;(]+(?P<day>(?:{container.MONTH}\s+\d{{1,2}},|\d{{1,2}}\s+{container.MONTH},?)\s+(?P<year>{_YEAR}))\)?$"
)
_NTH_EDITION = pattern(r"(\d{1,2})(?:st|nd|rd|th)\s+ed(?:n|ition)?", re.IGNORECASE)


def _set_venue(text: str, parts: Parts) -> bool:
    bare = text.strip(_EDGES + "()[] ")
    if not bare or len(bare) > 250 or parts.venue:
        return False
    if _is_dated_venue(bare) or _TECHNICAL_REPORT.fullmatch(bare):
        parts.venue = bare
        return True
    return False


# "Sun Microsystems technical report, 1994"
_TECHNICAL_REPORT = pattern(
    rf"[A-Z][\w.&’' ]{{2,50}} (?:tech(?:nical|\.)? report|white ?paper|working paper)"
    rf"(?:[ ,]+(?:no\. ?)?[A-Z\d][\w./-]{{0,20}})?,? \(?{_YEAR}\)?",
    re.IGNORECASE,
)


def _set_year(parts: Parts, year: str) -> bool:
    if not year.isdigit():
        return False
    parts.year = parts.year or year
    return True


def _journal(text: str, parts: Parts) -> bool:
    """`Nature, 12(3), 45–67`, `Lancet. 2019;12(3):1-10`: a container with its numbers."""
    for form in (_VANCOUVER, _JOURNAL):
        found = form.fullmatch(text)
        if not found:
            continue
        said = found.groupdict()
        if not (said.get("year") or said.get("late")) and _DATED.fullmatch(said.get("page") or ""):
            said |= {"year": said["page"], "page": None}  # "Phrack 49, 1996"
            if not _set_year(parts, said["year"]):
                continue
            parts.fields |= {
                "container-title": said["name"].strip(_EDGES),
                "volume": said["volume"],
            }
            return True
        if not (said.get("page") or said.get("issue") or said.get("number")):
            continue
        name = said["name"].strip(_EDGES + "()")
        if not name or parts.venue or parts.fields.get("container-title"):
            continue
        if _MONTH_LAST.search(name):
            continue  # "Rich Sutton, blog post, March 13, 2019"
        before, comma, last = name.rpartition(", ")
        if comma and not parts.authors and _is_venue(last) and (people := _people(before)):
            parts.authors, parts.venue = people, last  # "Xavier Leroy, POPL 2006, pages 42–54"
        else:
            parts.fields |= {"container-title": name, "type": "article-journal"}
        if not (said.get("year") or said.get("late")) and _DATED.fullmatch(said["volume"]):
            said |= {"year": said["volume"], "volume": None}
        for field, value in (
            ("volume", said.get("volume")),
            ("issue", said.get("issue") or said.get("number") or said.get("dotted")),
            ("page", said.get("page")),
        ):
            if value:
                parts.fields[field] = re.sub(r"\s*[-–]\s*", "–", value)
        if year := said.get("year") or said.get("late"):
            _set_year(parts, year)
        return True
    return False


def _around_quotes(words: Line, quoted: re.Match[str], parts: Parts) -> Line | None:
    inner = _inner(quoted)
    before, after = words.part(0, quoted.start()), words.part(quoted.end())
    rest = before_title(before, parts) if before.text.strip(_EDGES) else before.part(0, 0)
    programme = parts.fields.get("container-title")
    told = after.text.strip(_EDGES)
    left = (_reference_rest if parts.authors else behind_title)(after, parts)
    if not parts.authors and left.text.strip(_EDGES):
        left = _reference_rest(left, parts)
    if programme and (maker := parts.fields.get("container-title")) != programme:
        # "*In Our Time*, “The Black Death,” BBC Radio 4": who broadcast it.
        number = parts.fields.pop("volume", "")
        parts.fields |= {"container-title": programme, "publisher": f"{maker} {number}".strip()}
        parts.fields["type"] = "broadcast"
    known = bool(parts.authors or parts.venue or parts.year or parts.fields or parts.url)
    # A quotation within a sentence is no title; by itself it may be one.
    is_sure = bool(parts.authors and (parts.year or parts.fields))
    is_doubtful = (
        not known or len(rest.text.split()) > 8 or (len(inner.split()) < 2 and not is_sure)
    )
    if is_doubtful and (len(inner.split()) < 3 or rest.text.strip(_EDGES) or told):
        return None
    parts.title = _tidy(inner)
    parts.trust = 2 if known else 1
    if parts.url or parts.venue or parts.authors:
        parts.trust = 2
    return left if not rest.text.strip(_EDGES) else _both(rest, left)


# "(no open copy that I could find)": a sentence of its own, and no venue.
_REMARK = pattern(r"\s*\((?=[a-z]+ [a-z])(?![^()]*\d)[^()]{10,200}\)[\s.]*$")
_COLON = pattern(r"(?P<authors>[^:\n]{3,300}?):\s+(?=[^\W\d_a-z])")
# Two names with a comma between may be one and a title: "Joel Reidenberg, Lex Informatica: …".
_SURELY_PEOPLE = pattern(r"&| and |\bet al\b|,[^,]+,|(?:^|, )[^,]*\b[A-Z]\.[^,]*$")


def _by_colon(words: Line, parts: Parts) -> Line | None:
    """`Manabe, S. and Wetherald, R. T.: Title, *Journal* (1967)`, as the geosciences write."""
    found = _COLON.match(words.text)
    if not found or not (
        _SURELY_PEOPLE.search(found["authors"]) or likeness(found["authors"]) >= 2
    ):
        return None
    # "Small, Christopher. *Musicking: The Meanings …*": the colon is within the title.
    if re.search(r"(?:[^\W\d_]{3,}|\bal)\.\s", found["authors"]) or any(
        run.emphasis or run.strong for at, _, run in words.spans() if at < found.end("authors")
    ):
        return None
    people = _people(found["authors"])
    if not people:
        return None
    rest = words.part(found.end())
    starts = [start for start, _, run in rest.spans() if start and (run.emphasis or run.strong)]
    if dated := re.search(rf"\s*\({_YEAR}[a-z]?\)", rest.text):
        starts.append(dated.start())
    parts.authors = people
    if not starts or min(starts) < 3:
        return _title_and_rest(words, found.end(), parts)
    parts.title, parts.trust = _tidy(rest.text[: min(starts)]), 2
    return _reference_rest(rest.part(min(starts)), parts)


def _both(first: Line, second: Line) -> Line:
    return Line((*first.runs, *second.runs))


def _title_and_rest(words: Line, start: int, parts: Parts) -> Line:
    """Read from *start* on a title, then its container."""
    rest = words.part(start)
    styled = leading_style(rest)
    if styled:
        cut = styled
    else:
        head, behind = _first_sentence(rest.text)
        cut = len(head)
        if head.endswith("?") and _STOP.search(behind):
            # "A Question? An Answer. Venue": the title has two sentences.
            cut = len(rest.text) - len(behind) + len(_first_sentence(behind)[0])
    parts.title = _tidy(rest.text[:cut])
    title, _, last = parts.title.rpartition(", ")
    if title and not styled and len(last.split()) < 5 and container.publisher(last) == last:
        parts.title = title  # "Development as Freedom, Knopf"
        parts.fields.setdefault("publisher", last)
    parts.trust = 2 if len(parts.title.split()) > 1 or styled else 1
    return _reference_rest(rest.part(cut), parts)


def _by_style(words: Line, parts: Parts) -> Line | None:
    """`Latour, Bruno. *We Have Never Been Modern*. …`, `**Title**, Authors, Venue`."""
    for strong in (False, True):
        styled = [
            (start, end)
            for start, end, run in words.spans()
            if (run.strong if strong else run.emphasis) and run.text.strip(_EDGES)
        ]
        if not styled or styled[-1][1] - styled[0][0] < 6:
            continue
        start, end = styled[0][0], _end_of_style(styled)
        before = _with_initial(words.text[:start].strip(_EDGES), words.text)
        inner = words.text[start:end]
        if not strong and (venue := venues.trailing(inner)) and not venue[0].strip(_EDGES):
            continue  # "**Mask R-CNN**, Kaiming He, *ICCV 2017*"
        if phrases.item_label(inner.strip() + " ") or (len(inner.split()) < 2 and not before):
            continue
        people = _people(before) or _lone_author(words.text[:start], in_italics=not strong)
        if before and not people:
            continue
        told = words.text[end:].strip(_EDGES)
        # "**Mask R-CNN**, Kaiming He": what looks like a name is none where names follow.
        if not before and (not told or (_people(inner) and not _take_people(told, Parts()))):
            continue
        parts.authors = people
        parts.title = _tidy(inner)
        parts.in_italics = not strong
        left = _reference_rest(words.part(end), parts)
        known = bool(parts.authors or parts.venue or parts.year or parts.url or parts.fields)
        if known:
            parts.trust = 2
            return left
        parts.title = ""
    return None


def _end_of_style(styled: list[tuple[int, int]]) -> int:
    end = styled[0][1]
    for start, stop in styled[1:]:
        if start - end > 1:
            break
        end = stop
    return end


def _by_sentences(words: Line, parts: Parts) -> Line | None:
    """`Authors. Title. Venue`, `Title. Authors. Venue`."""
    text = words.text
    found = _VANCOUVER_NAMES.match(text)
    # "James C. Corbett" is one name, "Powers BW. A Title" has the given names behind.
    if found and (
        "," in found[1]
        or (likeness(found[1]) <= 0 and not re.match(r"[\w'’-]+,", text[found.end() :]))
    ):
        parts.authors = found[1]
        return _title_and_rest(words, found.end(), parts)
    for stop in islice(re.finditer(r"\.\s+", text), _MOST_STOPS):
        rest = text[stop.end() :]
        # An initial goes on with the name that it stands in.
        if re.match(r"(?:[A-Z]\.|[a-z])", rest) or len(rest.split()) < 2:
            continue
        if people := _people(text[: stop.start() + 1]):
            second = _first_sentence(rest)[0]
            if _people(second) and likeness(second) > likeness(people):
                break  # "Raft. Diego Ongaro and John Ousterhout."
            if _is_dated_venue(second):
                break  # "Mask R-CNN, Kaiming He. ICCV 2017."
            parts.authors = people
            left = _title_and_rest(words, stop.end(), parts)
            known = bool(parts.venue or parts.year or parts.url or parts.fields) or "," in people
            parts.trust = 2 if known else 1
            return left
    sentences = list(_sentences(text))
    if len(sentences) < 2:
        return None
    first, second = (text[a:b] for a, b in sentences[:2])
    if not _people(first) and _authors_and_more(second.strip(_EDGES), parts):
        parts.title = _tidy(first)
        parts.trust = 2
        return _reference_rest(words.part(sentences[1][1]), parts)
    if len(first.split()) > 3 and _facts(second, parts) and (parts.venue or parts.year):
        head, people = _title_and_people(first)
        parts.title = _tidy(head)
        parts.authors = parts.authors or people
        parts.trust = 2 if parts.venue else 1
        return _reference_rest(words.part(sentences[1][1]), parts)
    return None


def _by_commas(words: Line, parts: Parts) -> Line | None:
    """`Title, Authors, Venue 2003`, `Title - Authors`, `Title by Authors (Venue 2003)`."""
    text = words.text
    first = re.search(r"\s+[-–—|]\s+|\s+by\s+(?=[A-Z])|\s*\n\s*|\s+\((?=[A-Z])", text)
    if first and len(text[: first.start()].split()) >= 1:
        head, rest = text[: first.start()], words.part(first.start())
        if people := _people(head):
            inner = text[first.end() :]
            if "(" not in first[0] and len(inner.split()) > 2:
                parts.authors = people
                return _title_and_rest(words, first.end(), parts)
        probe = Parts()
        told = behind_title(rest, probe)
        if (probe.authors and len(head.split()) >= 1) or (probe.venue and len(head.split()) >= 2):
            parts.title = _tidy(head)
            _absorb(parts, probe)
            parts.trust = 2
            return told
    if (left := _authors_first(words, parts)) is not None:
        return left
    end = venues.trailing(text)
    before = end[0] if end else text
    head, people = _title_and_people(before)
    if people:
        parts.title = _tidy(head)
        parts.authors = people
        if end:
            _facts(text[len(before) :], parts)
        parts.trust = 2
        return words.part(len(text))
    for match in re.finditer(r",\s+", text) if not end else ():
        # "Title, A. B. Author, Some Symposium 1982": a venue that no table knows.
        probe = Parts()
        head = text[: match.start()]
        if (
            len(head.split()) > 1
            and _authors_and_more(text[match.end() :].strip(_EDGES), probe)
            and (probe.venue or probe.year)
        ):
            parts.title, parts.trust = _tidy(head), 2
            _absorb(parts, probe)
            return words.part(len(text))
    if end and len(before.split()) >= 3:
        cut = before.rstrip(_EDGES + "([")
        parts.title = _tidy(cut)
        _facts(text[len(before) :], parts)
        parts.trust = 2 if parts.venue else 0
        if parts.trust:
            return words.part(len(text))
        parts.title = ""
    return None


def _title_and_people(text: str) -> tuple[str, str]:
    """Part `Title, A B, C D` into both; all is the title where no names end it."""
    best = (text, "")
    for match in re.finditer(r",\s+|\.\s+", text):
        head, tail = text[: match.start()], text[match.end() :].strip(_EDGES)
        if len(head.split()) < 2:
            continue
        people = _people(tail)
        if people and (not best[1] or likeness(people) > likeness(best[1])):
            # "…: Use, Misuse, Abuse, Raja Parasuraman": the split that leaves the best names.
            best = head, people
    return best


def _authors_first(words: Line, parts: Parts) -> Line | None:
    """`Richard Bellman, The Theory of Dynamic Programming, Bulletin of … 60, 1954`."""
    text = words.text
    start = 0
    people = ""
    for match in islice(re.finditer(r",\s+", text), _MOST_STOPS):
        found = _people(text[: match.start()])
        lone = " " not in found.rpartition(", ")[2] and " " in people
        if found and not lone:
            # "Leslie Lamport, Time, Clocks, and …": a lone word is no name among whole ones.
            people, start = found, match.end()
        elif people:
            break
    rest = text[start:]
    if not people or len(rest.split()) < 3 or " " not in people:
        return None
    for match in re.finditer(r",\s+(?=[A-Z0-9(])", rest):
        head = rest[: match.start()]
        if len(head.split()) < 2:
            continue
        probe = Parts()
        left = container.read(words.part(start + match.end()), probe)
        if left is not None and (probe.venue or probe.year or probe.fields):
            parts.authors, parts.title = people, _tidy(head)
            _absorb(parts, probe)
            parts.trust = 2
            return left
    is_weak = not re.search(r",|&| and |\b[A-Z]\.", people)
    if is_weak or _people(rest) or not rest[:1].isupper():
        return None
    parts.authors, parts.title, parts.trust = people, _tidy(rest), 1
    return words.part(len(text))


def _absorb(parts: Parts, other: Parts) -> None:
    parts.authors = parts.authors or other.authors
    parts.venue = parts.venue or other.venue
    parts.year = parts.year or other.year
    parts.url = parts.url or other.url
    parts.fields |= other.fields


def _reference_rest(words: Line, parts: Parts) -> Line:
    """Read the container, publisher, pages and year behind a title in a typed reference."""
    first, stop, _ = words.text.lstrip("\n ").partition("\n")
    if not parts.authors and stop and (people := _people(first)) and not _is_venue(first):
        # A line of names between that of the title and that of the venue.
        parts.authors = people
        words = words.part(words.text.index(first) + len(first))
    words = words.part(_people_in_journal(words.text, parts))
    probe = Parts()
    if not parts.authors and (length := _take_people(words.text, probe)):
        # "**Natural Proofs.** Alexander A. Razborov and Steven Rudich. JCSS 1997."
        is_publisher = container.publisher(probe.authors) or _is_venue(probe.authors)
        if _signs(probe.authors, words.text[length:]) and not is_publisher:
            parts.authors, words = probe.authors, words.part(length)
    left = container.read(words, parts)
    return left if left is not None else behind_title(words, parts)


def _without_identifiers(words: Line, parts: Parts) -> Line:
    """Take out a DOI or an arXiv id that is typed as text."""
    holes: list[tuple[int, int]] = []
    if found := _DOI.search(words.text):
        parts.fields["DOI"] = found[1]
        holes.append(found.span())
    elif (found := _ARXIV.search(words.text)) and not parts.url:
        parts.url = f"https://arxiv.org/abs/{found[1]}"
    return words.without(holes) if holes else words


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(text):
        yield start, stop.start() + (1 if text[stop.start()] in "?!" else 0)
        start = stop.end()
    if text[start:].strip():
        yield start, len(text)


def _first_sentence(text: str) -> tuple[str, str]:
    stop = _STOP.search(text)
    if not stop:
        return text, ""
    end = stop.start() + (1 if text[stop.start()] in "?!" else 0)
    return text[:end], text[stop.end() :]


def leading_style(words: Line) -> int:
    """Return where the italics or bold that *words* begin with end, 0 where they do not."""
    end = 0
    for start, stop, run in words.spans():
        if not run.text.strip() and start == end:
            end = stop
            continue
        if start == end and (run.emphasis or run.strong):
            end = stop
        else:
            break
    return end if words.text[:end].strip() else 0


def _without_leading_venue(text: str, parts: Parts) -> str:
    led = venues.leading(text)
    if led and len(led[0].split()) > 1 and text.endswith(led[0]):
        parts.venue = parts.venue or text[: len(text) - len(led[0])].strip(_EDGES + "[]()")
        return led[0]
    return text


def _inner(quoted: re.Match[str]) -> str:
    return next(filter(None, quoted.groups()), "")


def _clean(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    """Return *text* as a title: one line, without what separated it from its neighbours."""
    bare = _clean(text).strip(" ,;:–—|•·/-")
    bare = re.sub(r"\s*[(\[]\s*[)\]]", "", bare).strip()
    if len(bare) > 1 and bare[0] in '“"„«' and bare[-1] in '”"“»':
        bare = bare[1:-1].strip(" ,.")
    if bare.endswith(".") and not bare.endswith("..") and not re.search(r"\b[A-Z]\.$", bare):
        bare = bare[:-1]
    for opening, closing in ("()", "[]"):
        if bare.endswith(opening) or (
            bare.count(opening) > bare.count(closing) and bare.endswith(opening)
        ):
            bare = bare[:-1].strip()
    return bare


def _trust(parts: Parts) -> None:
    if not parts.title:
        parts.trust = 0
    elif parts.authors or parts.venue or paper_address.is_paper(parts.url):
        parts.trust = 2
    elif len(parts.title.split()) > 2 and not paper_address.is_elsewhere(parts.url):
        parts.trust = 1
    else:
        parts.trust = 0

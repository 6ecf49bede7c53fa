"""Tell the names in an author string apart, or keep whole what cannot be told for sure.

No letter of a name is invented, dropped or moved to another person. Whoever wants to be
certain writes a list, one name an item; `literal` keeps a name whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coursepack import languages
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Name, Names, Organization, Person
from coursepack.pattern import pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ET_AL = pattern(
    r"(?:^|[,;]? )(?:(?:(?:and|&) )?et\.? ?al\b\.*|(?:and|&) (?:\d+ )?(?:others|more)\b)"
    r"[ ,;.]*$",
    re.IGNORECASE,
)
_OTHERS = pattern(r"(?:et\.? al\.*|(?:and )?others)\.?", re.IGNORECASE)

# Marks that lead to footnotes: symbols, raised digits, or digits glued to a word.
_NAME_ENDS = r"(?= ?(?:[,;]|$|(?:and|&) ))"
_RAISED = "*∗†‡§¶¹²³⁰⁴⁵⁶⁷⁸⁹"
_MARKS = pattern(
    rf"(?:(?<=[^\W\d_])|(?<=\.)) ?[{_RAISED}](?:,? ?[{_RAISED}\d])*{_NAME_ENDS}"
    rf"|(?<=[^\W\d_])\^?\d{{1,2}}(?:,\d{{1,2}})*[{_RAISED}]*{_NAME_ENDS}"
)

_AND = pattern(r" (?:and|AND|&) ")
_LEADING_AND = pattern(r"^(?:and|AND|&) ")
_DOUBLED = pattern(r"[,;] ?[,;]|\band and\b|& ?&|[,;]$|^[,;]")

_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "esq."))
_PARTICLES = _words(
    """
    van von der den de del della di da das do dos du la le les het 't te ten ter op af av zu
    zum zur y e i al el bin ibn ben degli dei
    """
)
# Written with a capital these too belong to the family name: "Luc Van Gool".
_CAPITAL_PARTICLES = _words("Van Von De Del Della Di Der Den Du La Ní Ó")

_INITIALS = pattern(r"(?:[^\W\d_]\.[ -]?)+|[A-Z]{1,2}")
_LAST_INITIALS = pattern(r".* [^\W\d_]\.|.* (?:[A-Z]\.)+")
_VANCOUVER = pattern(r"([^\W\d_][\w'’ -]*[^\W\d_]) ([A-Z]{1,3})")

_VANCOUVER_SUFFIX = pattern(r"([^\W\d_][\w'’ -]*[^\W\d_] [A-Z]{1,3}) (Jr\.?|Sr\.?|II|III|IV)")

_COLLECTIVE = _words(
    """
    academies academy agency alliance association authors bureau center centre centres
    collaboration collective commission committee community company consortium contributors
    corp corporation council department developers division foundation group inc inc.
    initiative institute lab laboratories laboratory labs llc ltd ltd. ministry nations network
    office organisation organization panel parliament project research society syndicate team
    teams university
    academia académie akademie asociación associação associazione centro comisión comissão comitato
    comité conseil conselho consejo consiglio departamento département fondation fundação fundación
    fondazione gesellschaft institut instituto istituto kommission ministère ministério ministerio
    ministerium società sociedad sociedade société stiftung universidad universidade università
    université universität universiteit verein zentrum
    академия институт комитет министерство общество университет центр
    """
)
# Companies that sign papers; exactly so written, none is a common name of people.
_COMPANIES = _words(
    """
    AI Alibaba Amazon AMD Anthropic Apple ByteDance Cohere DeepMind DeepSeek-AI Google Huawei IBM
    Intel Meta Microsoft Mistral NVIDIA OpenAI Salesforce Samsung Tencent xAI
    """
)
# No person's name has these words; "de", "la" or "y" many have.
_FUNCTION_WORDS = _words("of for the on in at by with from to against und für")
_NO_NAME = pattern(r"[()\[\]{}<>/\\:=|…!?;\d_+~]|\.\.")

_FAMILY_TEXT = r"(?:[Oo]['’]|[Dd]['’]|Mc|Mac)?[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)*"
_FAMILY = pattern(_FAMILY_TEXT)
_GIVEN = pattern(r"(?:[^\W\d_]\.|[^\W\d_a-z][\w'’-]+)(?:[ -]?[^\W\d_]\.)*")
# Two given names, which may be a whole name as well: "Tor Jakob", "N. Gregory".
_TWO_GIVEN = pattern(r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’-]+) [^\W\d_a-z][\w'’-]+")
_FAMILY_INITIALS = pattern(rf"{_FAMILY_TEXT} (?:[^\W\d_a-z]\.[ -]?)+")
_CJK = pattern("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]")
_MOST_WORDS = 7


def split(text: Spanned[str], *, in_reference: bool = False) -> Outcome[Names]:
    """Return the names in *text*; what cannot be split with confidence is one name.

    "et al." and "and others" become `complete=False`; a team or a company stays whole. In a
    typed reference the first name alone may have its family in front, as Chicago has it.
    """
    written = _read(text)
    if not written.text:
        return Outcome(Names((), text.span, written.complete), written.problems)
    people = _people(written.text, in_reference=in_reference)
    if people is not None:
        return Outcome(Names(people, text.span, written.complete), written.problems)
    whole = Names((Organization(written.text),), text.span, written.complete)
    return Outcome(whole, (*written.problems, _unsplit(written.text, text.span)))


def means_others(text: str) -> bool:
    """Say whether *text*, in the place of a name, stands for names that are not written."""
    return bool(_OTHERS.fullmatch(" ".join(text.split())))


def is_collective(text: str) -> bool:
    """Say whether *text* names a team, a company or an institution."""
    words = text.split()
    return (
        "@" in text
        or words[:1] in (["The"], ["the"])
        or any(word.strip("()").lower() in _COLLECTIVE or word in _COMPANIES for word in words)
        or not _FUNCTION_WORDS.isdisjoint(words)
    )


def is_institution(text: str) -> bool:
    """Say whether a word of *text*, such as "Panel", is that of an institution."""
    return any(word.strip("().,").lower() in _COLLECTIVE for word in text.split())


def one(text: Spanned[str]) -> Outcome[Names]:
    """Return the name in *text*, an item of a list; a comma follows the family name."""
    if means_others(text.value):
        return Outcome(Names((), text.span, complete=False))
    written = _read(text)
    if not written.text or ";" in written.text or _AND.search(_with_and(written.text)):
        return split(text)
    if is_collective(written.text):
        name: Name | None = Organization(written.text)
    else:
        name = _one(_pieces(written.text))
    if name is None:
        return split(text)
    return Outcome(Names((name,), text.span, written.complete), written.problems)


def with_particle(person: Person) -> Person:
    """Return *person* with the particle before the family name, and behind the given, apart."""
    words = person.family.split()
    count = _count_particles(words)
    if count and not person.particle:
        person = replace(person, particle=" ".join(words[:count]), family=" ".join(words[count:]))
    given = person.given.split()
    behind = _count_particles([*reversed(given)])
    if behind and not person.dropping_particle:
        dropped = " ".join(given[-behind:])
        person = replace(person, given=" ".join(given[:-behind]), dropping_particle=dropped)
    return person


@dataclass(frozen=True, slots=True)
class _Written:
    """An author string without what is no part of a name."""

    text: str
    complete: bool
    problems: tuple[Diagnostic, ...]


def _read(text: Spanned[str]) -> _Written:
    words = " ".join(text.value.translate(_IDEOGRAPHIC).split())
    shorter = _ET_AL.sub("", words)
    complete = shorter == words
    # A digit glued to a lone word, "AI2", is a part of it.
    bare = _MARKS.sub("", shorter) if " " in shorter else shorter
    problems = []
    if bare != shorter:
        message = f"footnote marks in the names `{_short(words)}` are left out"
        problems.append(_problem("footnote-marks", message, text.span, "remove the marks"))
    if _DOUBLED.search(bare):
        message = f"the names `{_short(words)}` have a separator too many"
        problems.append(_problem("doubled-separator", message, text.span, "remove it"))
    return _Written(bare.strip(" ,;"), complete, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two separators, with "Jr." and the like apart."""

    text: str
    suffix: str = ""

    @property
    def is_full(self) -> bool:
        """Reads as a whole name in natural order."""
        return " " in self.text or bool(_CJK.search(self.text))


# What parts names in Chinese and Japanese.
_IDEOGRAPHIC = str.maketrans({"、": ", ", "，": ", ", "；": "; "})


def _with_and(text: str) -> str:
    """Return *text* with "and" where a word of the course's languages joins whole names.

    "Dennis Flynn y Arturo Giráldez" are two people, "José Ortega y Gasset" is one.
    """
    joiners = languages.joiners()
    if not joiners or not joiners.search(text) or is_collective(joiners.sub("", text)):
        return text

    def joined(found: re.Match[str]) -> str:
        before = re.split(r"[,;]", text[: found.start()])[-1].split()
        behind = re.split(r"[,;]", text[found.end() :])[0].split()
        is_between = len(before) > 1 and len(behind) > 1
        return "and" if is_between or len(found[0]) > 1 else found[0]

    return joiners.sub(joined, text)


def _people(text: str, *, in_reference: bool = False) -> tuple[Name, ...] | None:
    text = _with_and(text)
    if " / " in text and all("," in each for each in text.split(" / ")):
        text = text.replace(" / ", "; ")  # "Negt, Oskar / Kluge, Alexander"
    if ";" in text:
        return _separated_by_semicolons(text)
    segments = [segment.strip(" ,") for segment in _AND.split(text)]
    # "A, B, and C": the comma before "and" says that commas separate names.
    is_list = ", and " in text or ", & " in text
    pieces = [_pieces(_LEADING_AND.sub("", segment)) for segment in segments]
    kept = [segment for segment in pieces if segment]
    if in_reference:
        if people := _first_inverted(kept):
            return people
        each = [piece for segment in kept for piece in segment]
        if each and all(_FAMILY_INITIALS.fullmatch(piece.text) for piece in each):
            # "Zaharia M. et al."
            return _all_or_none([_inverted(*_parted(piece)) for piece in each])
        if len(kept) > 1 and all(_FAMILY.fullmatch(p.text) for segment in kept for p in segment):
            return tuple(Person(p.text, suffix=p.suffix) for segment in kept for p in segment)
    return _decide(kept, is_list=is_list)


def _separated_by_semicolons(text: str) -> tuple[Name, ...] | None:
    parts = [_LEADING_AND.sub("", part.strip(" ,")) for part in text.split(";")]
    names: list[Name | None] = []
    for part in filter(None, parts):
        if is_collective(part):
            names.append(Organization(part))
        elif _AND.search(part):
            names += _people(part) or (None,)
        else:
            names.append(_one(_pieces(part)))
    return _all_or_none(names)


def _pieces(segment: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for text in filter(None, (part.strip() for part in segment.split(","))):
        if pieces and text.lower() in _SUFFIXES:
            pieces[-1] = replace(pieces[-1], suffix=text)
        elif found := _VANCOUVER_SUFFIX.fullmatch(text):
            pieces.append(_Piece(found[1], found[2]))
        else:
            pieces.append(_Piece(text))
    return pieces


def _decide(segments: list[list[_Piece]], *, is_list: bool) -> tuple[Name, ...] | None:
    """Choose how to read *segments*, which "and" separates, each split at its commas."""
    pieces = [piece for segment in segments for piece in segment]
    if len(pieces) == 1:
        initials = _VANCOUVER.fullmatch(pieces[0].text)
        # "Shepherd TG", but "Malcolm X" and "Louis XIV".
        is_inverted = initials and not set(initials[2]) <= set("IVX")
        return _all_or_none([(_vancouver if is_inverted else _natural)(pieces[0])])
    if any(is_collective(piece.text) for piece in pieces):
        return _with_collectives(pieces)
    if all(_VANCOUVER.fullmatch(piece.text) for piece in pieces):
        return _all_or_none([_vancouver(piece) for piece in pieces])
    if _are_pairs(pieces):
        return _all_or_none(
            [_inverted(*pair) for pair in zip(pieces[::2], pieces[1::2], strict=True)]
        )
    if _are_families(segments, is_list=is_list):
        return tuple(Person(piece.text, suffix=piece.suffix) for piece in pieces)
    if not is_list and _are_inverted(segments):
        return _all_or_none([_inverted(*segment) for segment in segments])
    if _are_natural(pieces) and (len(pieces) == len(segments) or _ends_with_and(segments)):
        return _all_or_none([_natural(piece) for piece in pieces])
    return None


# A name of a team that ends so is whole, whatever stands before it.
_TEAMS = frozenset(("collaboration", "consortium", "group", "team", "network", "committee"))


def _with_collectives(pieces: list[_Piece]) -> tuple[Name, ...] | None:
    """Names among which are teams: sure only where most are plainly people."""
    people = [piece for piece in pieces if not is_collective(piece.text)]
    if all(piece.text.split()[-1].lower() in _TEAMS for piece in pieces):
        return tuple(Organization(piece.text) for piece in pieces)
    if len(people) < 2 or not all(piece.is_full for piece in people):
        return None
    return _all_or_none([_natural(piece) for piece in pieces])


def _are_families(segments: list[list[_Piece]], *, is_list: bool) -> bool:
    """`Dean and Ghemawat`, `Rivest, Shamir, and Adleman`: family names alone."""
    each_alone = all(len(segment) == 1 for segment in segments)
    return (
        len(segments) > 1
        and (each_alone or (is_list and len(segments) == 2 and len(segments[1]) == 1))
        and all(_FAMILY.fullmatch(piece.text) for segment in segments for piece in segment)
    )


def _are_pairs(pieces: list[_Piece]) -> bool:
    """`Kwon, W., Li, Z.`: every other piece is nothing but initials."""
    return len(pieces) % 2 == 0 and all(
        bool(_INITIALS.fullmatch(piece.text)) == bool(index % 2)
        for index, piece in enumerate(pieces)
    )


def _are_inverted(segments: list[list[_Piece]]) -> bool:
    """`Kwon, Woosuk and Li, Zhuohan`: each has one comma, and one reads in no other way."""
    return all(len(segment) == 2 for segment in segments) and any(
        not family.is_full
        or not given.is_full
        or bool(_LAST_INITIALS.fullmatch(given.text))
        or _count_particles(family.text.split()) > 0
        for family, given in segments
    )


def _parted(piece: _Piece) -> tuple[_Piece, _Piece]:
    family, _, initials = piece.text.partition(" ")
    return _Piece(family, piece.suffix), _Piece(initials)


def _first_inverted(segments: list[list[_Piece]]) -> tuple[Name, ...] | None:
    """`Balboni, Clare, Oriana Bandiera, and Robin Burgess`, as Chicago and MLA have it."""
    pieces = [piece for segment in segments for piece in segment]
    # "Glick Schiller, Nina": nobody is called by one given name alone, nor by a family's alone.
    lone = len(pieces) > 1 and bool(_FAMILY.fullmatch(pieces[0].text))
    is_one = (
        len(pieces) > 2
        and len(segments) == 2
        and len(segments[1]) == 1
        and (lone or not pieces[1].is_full)
        and bool(
            _GIVEN.fullmatch(pieces[1].text) or (lone and _TWO_GIVEN.fullmatch(pieces[1].text))
        )
        and all(piece.is_full for piece in pieces[2:])
    )
    if not is_one:
        return None
    return _all_or_none([_inverted(*pieces[:2]), *(_natural(piece) for piece in pieces[2:])])


def _are_natural(pieces: list[_Piece]) -> bool:
    """`Woosuk Kwon, Zhuohan Li`: nearly every piece is a whole name."""
    lone = sum(not piece.is_full for piece in pieces)
    return lone * 3 <= len(pieces)


def _ends_with_and(segments: list[list[_Piece]]) -> bool:
    """Only the last name follows an "and": `A B, C D, and E F`."""
    return len(segments) == 1 or (len(segments) == 2 and len(segments[1]) == 1)


def _one(pieces: list[_Piece]) -> Name | None:
    if len(pieces) == 1:
        return _natural(pieces[0])
    return _inverted(*pieces) if len(pieces) == 2 else None


def _all_or_none(names: list[Name | None]) -> tuple[Name, ...] | None:
    sure = tuple(name for name in names if name is not None)
    return sure if len(sure) == len(names) else None


def _natural(piece: _Piece) -> Name | None:
    """Return the name of a *piece* in natural order; None where that is not sure."""
    words = piece.text.split()
    if not any(character.isalpha() for character in piece.text):
        return None
    if is_collective(piece.text) or (len(words) == 1 and not piece.suffix):
        return Organization(piece.text)
    if _CJK.search(piece.text):
        # Where family and given name part is not written.
        return None if piece.suffix else Organization(piece.text)
    suffix = piece.suffix
    if len(words) > 2 and words[-1].lower() in _SUFFIXES and not suffix:
        suffix = words.pop()
    if _NO_NAME.search(piece.text) or len(words) > _MOST_WORDS:
        return None
    if _INITIALS.fullmatch(words[-1]) and words[-1].endswith("."):
        return None
    start = _family_starts(words)
    count = _count_particles(words[start:])
    particle, family = words[start : start + count], words[start + count :]
    return Person(" ".join(family), " ".join(words[:start]), " ".join(particle), "", suffix)


def _family_starts(words: list[str]) -> int:
    """Return where the family name of *words* begins, its particles included."""
    start = next(
        (
            index
            for index, word in enumerate(words[:-1])
            if word in _PARTICLES or (index and word in _CAPITAL_PARTICLES)
        ),
        len(words) - 1,
    )
    # "José Ortega y Gasset": what joins two family names has one before it.
    if words[start] in ("y", "i") and start > 1:
        start -= 1
    return start


def _count_particles(words: list[str]) -> int:
    """Return how many of *words* are particles before the family name."""
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    return count


def _inverted(family: _Piece, given: _Piece) -> Name | None:
    if _NO_NAME.search(family.text + given.text) or _FUNCTION_WORDS & {*given.text.split()}:
        return None
    if max(len(family.text.split()), len(given.text.split())) > _MOST_WORDS:
        return None
    if family.suffix and given.suffix:
        return None
    person = Person(family.text, given.text, suffix=family.suffix or given.suffix)
    return with_particle(person)


def _vancouver(piece: _Piece) -> Name | None:
    found = _VANCOUVER.fullmatch(piece.text)
    return with_particle(Person(found[1], found[2], suffix=piece.suffix)) if found else None


def _unsplit(text: str, span: Span) -> Diagnostic:
    return _problem(
        "unsplit-authors",
        f"the names `{_short(text)}` cannot be told apart and are printed as they stand",
        span,
        "write a list, one `Family, Given` an item; `literal: …` for a name that stays whole",
    )


def _problem(code: str, message: str, span: Span, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.WARNING, message, span, (), (hint,))


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"

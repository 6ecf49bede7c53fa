"""Read what stands behind the title of a typed reference: journal, pages, publisher, year."""

from __future__ import annotations

import re

from coursepack import languages
from coursepack.pattern import pattern
from coursepack.read.pages.described import Parts
from coursepack.read.pages.line import Line
from coursepack.read.words import venue_table, venues

YEAR = r"(?:1[5-9]|20)\d\d"
EDGES = " \t\n\u00a0,.:;–—-|/·•→"

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_NOISE = pattern(
    r"(?:doi:?\s*)?https?://\S+|\bdoi:?\s*10\.\S+|\b(?:available|retrieved|accessed)\b[^.]*(?:\.|$)"
    r"|\b(?:introduced|illustrated)\s+by\s+[^,.]+[,.]",
    re.IGNORECASE,
)
_EDITORS = pattern(
    r"^(?:(?:in|en|em|dans)\b:?\s+)?(?P<who>[^()]{3,160}?),?"
    r"\s*\(\s*(?:eds?|hgg?|hrsg|coords?|comps?|orgs?)\.?\s*\)[,.:]?\s*",
    re.IGNORECASE,
)
# "Pp. 105–136 in *Racial Formation*", as sociologists write
_PAGES_IN = pattern(r"(?:pp?\.|pages)\s*(\d+\s*[-–—]\s*\d+) in ", re.IGNORECASE)
_IN = pattern(
    r"^(?:(?:reprinted |repr\. |rpt\. |excerpted |collected )?in(?: (?:his|her|their)(?= ))?|from"
    r"|appeared in|appears in|published in|to appear in|at)\b:?\s+",
    re.IGNORECASE,
)
_PAGES = pattern(
    r"[,.:;]?\s*\(?(?:\bpp?\.?|\bpages?|\bart(?:icle|\.)?)\s*(?P<page>[A-Z]?\d+(?:\s*[-–—]\s*[A-Z]?\d+)?"
    r"(?:(?:,|,? and|,? &)\s*\d+\s*[-–—]\s*\d+)*)\)?"
    r"|[:,.]\s*(?P<range>[A-Z]?\d+\s*[-–—]\s*[A-Z]?\d+(?:,\s*\d+\s*[-–—]\s*\d+)*)(?=\W*$|[.,;])",
    re.IGNORECASE,
)
_DATED = pattern(
    rf"(?<!\w)(?:{MONTH}\s+\d{{1,2}},|\d{{1,2}}\s+{MONTH}|{MONTH})"
    rf"\s+(?P<c>{YEAR})\b|[(\[]\s*(?:{MONTH}\s*(?:\d+,\s*)?)?(?P<a>{YEAR})[a-z]?\s*[)\]]|(?<![\d/–-])(?P<b>{YEAR})[a-z]?(?=\s*(?:[;,.:)]|$))",
)
_VOLUME = (
    pattern(
        r"\bvol(?:ume|\.)?\s*(?P<volume>\d{1,4})(?:[,.]?\s*(?:no|num|issue|iss)\.?\s*(?P<issue>[\w–/-]{1,9}))?",
        re.IGNORECASE,
    ),
    pattern(
        r"(?P<volume>\b\d{1,4})\s*[,.]?\s*(?:\((?P<issue>[\w .–/-]{1,12})\)|(?:no|nr"
        r"|issue)\.?\s*(?P<number>[\w–/-]{1,9})"
        r"|[.,:]\s?(?P<dotted>\d{1,3})(?!\d)|/(?P<slashed>\d{1,3}(?:[-–]\d{1,3})?)(?![\d/]))",
        re.IGNORECASE,
    ),
    pattern(r"\bno\.?\s*(?P<issue>\d{1,4})", re.IGNORECASE),
    pattern(r"(?P<volume>\b\d{1,4})(?=\W*$)"),
)
# 126 Harv. L. Rev. 1904 (2013), as lawyers cite.
_BLUEBOOK = pattern(
    rf"(?:(?P<volume>\d{{1,4}})\s+)(?P<name>[A-Z][A-Za-z.&'’ "
    rf"]{{1,60}}?)\s+(?P<page>\d{{1,5}})(?:,\s*[\d–-]+)?"
    rf"(?:\s*\((?:[^()\d]*?)(?P<year>{YEAR})\))?[\s.,;]*"
)
_PUBLISHER = pattern(
    r"\b(?:press|university|publishers?|publishing|books|verlag|wiley|springer|elsevier|pearson"
    r"|routledge|penguin|norton|o['’]reilly|macmillan|sage|knopf|harper\w*|random house"
    r"|morgan kaufmann|addison[- ]wesley|prentice hall|mcgraw[- ]hill|vintage|farrar|palgrave"
    r"|oxford|cambridge|polity|verso|blackwell|cengage|houghton|scribner|doubleday|crc|birkhäuser"
    r"|beacon|schuster|UP|greenwood|schocken|editions|éditions|gallimard|vrin|suhrkamp|minuit|seuil"
    r"|U(?:niv\.)? of (?:[A-Z]\w+ )+P|harcourt|ashgate|dover|brill|berghahn|methuen|heinemann"
    r"|picador|reaktion|haymarket|hill (?:and|&) wang|basic books|viking|allen lane"
    r"|bloomsbury|zone|semiotext|mit press|ACM Press|academic"
    r"|association|foundation|museum|publicaffairs|hackett|routledge|duckworth|hogarth"
    r"|island press)\b",
    re.IGNORECASE,
)


_CAPITAL = "[^\\W\\d_a-zß-ÿ]"
_WORD = rf"{_CAPITAL}[\w'’-]+"
_INITIALS = rf"(?:{_CAPITAL}\.[ -]?){{1,4}}"
_NEXT = rf"(?: (?:van|von|de|der|la|di|del|{_INITIALS}{_WORD}|{_WORD})(?:(?<=Jr)\.)?)"
_PERSON = rf"(?:{_INITIALS}{_WORD}{_NEXT}{{0,4}}|{_WORD}{_NEXT}{{1,5}})"
PEOPLE = rf"{_PERSON}(?:(?:, {_PERSON})*,? (?:and|&) {_PERSON})?"
# "edited by Michael Holquist", "trans. W. D. Halls", and no "2nd ed. Oxford University Press".
_HELPED = pattern(
    r"(?:^|(?<=[\s,.;(]))(?P<role>[Ee]dited|[Ee]ds?\.|[Tt]ranslated|[Tt]ransl?\.|[Tt]r\.)"
    r"(?:\s+(?:and|&)\s+(?P<also>edited|ed\.|translated|trans\.|introduced|annotated))?"
    rf"(?:\s+by)?\s+(?P<who>{PEOPLE})\s*(?:[,.;]\s*|(?=[(:]|$))"
)
# "July 13, 2015", "13 Feb 2014", "July/August 1989"
_DAY = pattern(
    rf"(?<!\w)(?P<when>(?:{MONTH}(?:\s+\d{{1,2}},|(?:\s?[/–-]\s?{MONTH})?,?)|\d{{1,2}}\s+{MONTH}))"
    rf"\s+(?P<year>{YEAR})\b"
)
_VOLUMES = pattern(r"\b(\d{1,2}) vols?\.[,.]?\s*")
_EDITION = pattern(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)|(rev(?:ised|\.)|abridged|expanded|annotated|critical|second|third))"
    r" ed(?:n\b\.?|ition\b|\.)[,.]?\s*",
    re.IGNORECASE,
)
_ORDINAL = pattern(r"(?:\d(?:st|nd|rd|th)|[Rr]ev\.|[Nn]ew)\s*$")
# "(Westport, CT: Greenwood, 1972), 35–63"
_IMPRINT = pattern(rf"\(([^()]*{YEAR})\)")
_PRESS_ALONE = pattern(rf"([A-Z][A-Za-z.&' ]{{2,40}}),? ({YEAR})")
_PLACED = pattern(rf"[^\d:]{{2,60}}:\s*([^\d:]{{2,80}}?),?\s+({YEAR})")


def read(words: Line, parts: Parts) -> Line | None:
    """Take what *words* say of the container; None where they say something else."""
    text = " ".join(words.text.split())
    bare = _NOISE.sub("", text).strip(EDGES)
    bare = re.sub(r" \(([A-Z]{2})\):", r", \1:", bare)  # "Cambridge (MA): MIT Press"
    if not bare:
        return words.part(len(words.text))
    if found := _BLUEBOOK.fullmatch(bare):
        # "1990 Duke L.J. 431": volumes are counted by years there.
        year = found["year"] or (found["volume"] if re.fullmatch(YEAR, found["volume"]) else None)
        _journal(parts, found["name"], found["volume"], None, found["page"], year)
        return words.part(len(words.text))
    if standing := _PAGES_IN.match(bare):
        parts.fields.setdefault("page", re.sub(r"\s*[-–—]\s*", "–", standing[1]))
        bare = "in " + bare[standing.end() :]
    editors = _EDITORS.match(bare)
    if editors:
        parts.fields.setdefault("editor", editors["who"])
        bare = bare[editors.end() :]
    bare = _without_edition(_without_helpers(bare, parts), parts).strip(EDGES)
    if (day := _DAY.search(bare)) and not re.search(r"[/–-]", day["when"]):
        parts.fields.setdefault("issued", day[0])
    bare = _DAY.sub(r"\g<year>", bare)
    if not bare:
        return words.part(len(words.text))
    is_in = bool(_IN.match(bare) or _IN.match(text.lstrip(EDGES)) or editors)
    bare = _IN.sub("", bare)
    if imprint := _IMPRINT.match(bare):
        bare = imprint[1] + bare[imprint.end() :]
        placed = _PLACED.fullmatch(imprint[1])
        alone = _PRESS_ALONE.fullmatch(imprint[1]) if parts.authors else None
        if alone and venue_table.current().find(alone[1]) is None:
            placed = placed or alone
        if placed:
            # "(Oxford: Clarendon, 1930)": whoever stands behind a place publishes books.
            parts.fields |= {"publisher": placed[1], "type": "book"}
            parts.year = parts.year or placed[2]
            bare = bare[len(imprint[1]) :]
            _take(parts, said := _numbers(bare))
            return _left(words, said["rest"])
    styled = _styled(words)
    if styled:
        return _styled_container(words, styled, bare, parts, is_in=is_in)
    return _plain_container(words, bare, parts, is_in=is_in)


def _without_helpers(text: str, parts: Parts) -> str:
    """Take out of *text* who edited or translated the book."""
    kept, at = "", 0
    for found in _HELPED.finditer(text):
        if _ORDINAL.search(text[: found.start()]) or publisher(found["who"]):
            continue
        for role in filter(None, (found["role"], found["also"])):
            name = {"e": "editor", "t": "translator"}.get(role[0].lower())
            if name:
                parts.fields.setdefault(name, found["who"])
        kept += text[at : found.start()]
        at = found.end()
    return kept + text[at:]


def _without_edition(text: str, parts: Parts) -> str:
    """Take out of *text* which edition it is, and of how many volumes."""
    if found := _VOLUMES.search(text):
        parts.fields.setdefault("number-of-volumes", found[1])
        text = text[: found.start()] + text[found.end() :]
    if found := _EDITION.search(text):
        parts.fields.setdefault("edition", found[1] or f"{found[2].lower()} ed.")
        text = text[: found.start()] + text[found.end() :]
    return text


def book(imprint: str, parts: Parts) -> str:
    """Return the publisher in the brackets behind the title of a book; "" for none.

    Who edited or translated it, and which edition it is, may stand there too.
    """
    left = _without_edition(_without_helpers(imprint, parts), parts).strip(EDGES)
    placed = left.rpartition(": ")[2]
    return publisher(left) or placed.strip(EDGES)


def is_numbered(name: str, behind: str) -> bool:
    """Say whether *behind* the name of a container stand its numbers and its year, and no more."""
    if not re.search(r"\d", behind):
        return False
    volume = _VOLUME_IN_NAME.search(name)
    said = _numbers(f"{volume[0] if volume else ''}{behind}")
    # "*SIGMOD* 2019 (demo)" has no issue.
    return not said["rest"] and not re.fullmatch(YEAR, said.get("volume", ""))


# `*Science, 321*`: italics may take the volume in.
_VOLUME_IN_NAME = pattern(r"[\s,]+\(?\d{1,4}\)?$")


def _styled(words: Line) -> str:
    """Return the first words in italics: the name of the container."""
    found: list[str] = []
    for run in words.runs:
        if run.emphasis:
            found.append(run.text)
        elif found:
            break
    return " ".join("".join(found).split()).strip(EDGES)


def _styled_container(
    words: Line, styled: str, bare: str, parts: Parts, *, is_in: bool
) -> Line | None:
    before, found, after = bare.partition(styled)
    if not found or len(before.split()) > 4 or parts.venue:
        return None
    name = styled if is_in else _VOLUME_IN_NAME.sub("", styled)
    after = styled[len(name) :] + after
    said = _numbers(after)
    rest = said.pop("rest").strip(EDGES)
    press = publisher(rest)
    if rest and not press and len(rest.split()) > 8:
        return None
    _take(parts, said)
    imprint = _IN_IMPRINT.search(after) if is_in else None
    if press or (imprint and (press := book(imprint[1], parts))):
        parts.fields["publisher"] = press
    elif is_in and rest and is_named(rest) and len(rest.split()) <= _LONGEST_PRESS:
        # "In *Invisibilia*. NPR", "en *Historia*, Madrid: Siglo XXI"
        parts.fields["publisher"] = rest.rpartition(": ")[2]
    listed = venue_table.current().find(name)
    if listed or (is_in and not said.get("volume") and not press):
        parts.venue = name
    else:
        is_journal = "volume" in said or "issue" in said
        is_dated = "issued" in parts.fields or bool(_HAS_MONTH.search(after))
        is_chapter = (
            is_in or press or said.get("page") or parts.fields.keys() & {"editor", "translator"}
        )
        kind = (
            "article-journal"
            if is_journal
            else "article-magazine"
            if is_dated or not is_chapter
            else "chapter"
        )
        parts.fields["container-title"] = name
        parts.fields.setdefault("type", kind)
    return words.part(len(words.text))


def _plain_container(words: Line, bare: str, parts: Parts, *, is_in: bool) -> Line | None:
    if is_in and (volume := _IN_VOLUME.match(bare)):
        # "in Victorian Subjects (Duke UP, 1991), 179–99"
        parts.fields |= {"container-title": volume["name"].strip(EDGES), "type": "chapter"}
        if press := book(volume["imprint"], parts):
            parts.fields["publisher"] = press
        _take(parts, said := _numbers(f"{volume['year']}{bare[volume.end() :]}"))
        return _left(words, said["rest"])
    if not parts.venue and (end := venues.trailing(bare)) and not end[0].strip(EDGES + "()[]"):
        parts.venue = bare
        return words.part(len(words.text))
    name = re.match(r"[^\d(]{3,140}?(?=[\s,.]*(?:\(?\d|\(?pp\b|\bvol\b|\bno\.|\bpages\b|$))", bare)
    said = _numbers(bare[name.end() :] if name else bare)
    rest = said.pop("rest").strip(EDGES + "()")
    title = _WHEN.sub("", name[0].strip(EDGES)) if name else ""
    if is_in and (placed := _BOOK_PLACED.fullmatch(title)):
        title = placed[1]  # "Historia de la ciudad, Madrid: Siglo XXI"
        parts.fields["publisher"] = placed[2]
    elif press := publisher(title) or _other_press(title, said, rest, parts):
        parts.fields |= {"publisher": press, "type": parts.fields.get("type", "book")}
        _take(parts, said)
        return _left(words, rest)
    listed = venue_table.current().find(title) if title else None
    counted = bool(said.get("page") or said.get("year")) and is_named(title)
    # "Paine, R. T. 1966. Food Web Complexity. American Naturalist.": the year stands in front.
    counted = counted or (bool(parts.year and parts.authors) and not rest and _is_name(title))
    if title and (listed or is_in or counted) and not parts.venue and len(title.split()) < 16:
        _take(parts, said)
        if listed or (is_in and not said.get("volume") and "editor" not in parts.fields):
            parts.venue = title
        else:
            if is_in and said.get("issue") and words.text.lstrip(EDGES + '”"').startswith("In "):
                title = f"In {title}"  # a journal that is called so
            kind = "chapter" if "editor" in parts.fields else "article-journal"
            parts.fields |= {"container-title": title, "type": kind}
        if is_in and (press := publisher(rest)):
            parts.fields["publisher"], rest = press, ""
        return _left(words, rest)
    if not title and not rest and said:
        _take(parts, said)
        return words.part(len(words.text))
    return None


_HAS_MONTH = pattern(rf"(?<!\w){MONTH}(?=[\s,/:]|$)")
_BOOK_PLACED = pattern(r"(.{4,}?), [A-Z][\w. -]{2,30}: ([A-Z][^:]{2,60})")
_IN_IMPRINT = pattern(rf"\(([^()]*[^\W\d_][^()]*?),? {YEAR}\)")
_IN_VOLUME = pattern(
    rf"(?P<name>[^()\d][^()]{{2,140}}?),? \((?P<imprint>[^()]*[^\W\d_][^()]*?),? (?P<year>{YEAR})\)"
)
# "Places Journal, November", before the year
_WHEN = pattern(rf"(?:^|[,\s]+)(?:{MONTH}|spring|summer|fall|autumn|winter)$", re.IGNORECASE)
# "Grijalbo", "М.: Наука", "München: Beck", "Madrid, Castalia"
_PRESS = pattern(
    r"(?:(?P<place>[^\W\d_][\w. -]{0,30}?)(?P<sign>\s?:|,)\s+)?(?P<press>[^\W\d_][^\d,:;()]{1,60})"
)
_QUOTED = pattern(r"[«“„][^«»“”„]+[»”“],?")


def _other_press(title: str, said: dict[str, str], rest: str, parts: Parts) -> str:
    """Return the publisher that *title* is in another language, "" where it may be a journal.

    Behind the authors and the title of a book stand its publisher and its year; behind a title in
    italics its place too, and what to read of it.
    """
    found = _PRESS.fullmatch(title) if languages.here() else None
    if not found or not parts.authors or parts.venue:
        return ""
    is_placed = bool(found["place"]) and parts.in_italics
    if found["sign"] == "," and not (is_placed and is_named(found["place"])):
        return ""
    expected = {"year", "page"} if is_placed else {"year"}
    if "year" not in said or not said.keys() <= expected:
        return ""
    if rest and not (is_placed and _QUOTED.fullmatch(rest)):
        return ""
    press = found["press"].strip(EDGES)
    is_name = press[:1].isupper() and len(press.split()) <= _LONGEST_PRESS
    is_journal = "journal" in languages.english(press).split()
    is_other = is_journal or venue_table.current().find(press) is not None
    return press if is_name and not is_other else ""


_LONGEST_PRESS = 5  # words


def is_named(title: str) -> bool:
    """Say whether *title* is written as a name: most of its words with capitals."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", title) if len(word) > 3]
    return title[:1].isupper() and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def _is_name(title: str) -> bool:
    """Say whether *title* could be nothing but a name: all its words have capitals."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", title)
    small = {"of", "the", "and", "in", "on", "for", "de", "der", "la", "et"}
    return 2 <= len(words) <= 9 and all(w in small or w[0].isupper() for w in words)


def _left(words: Line, rest: str) -> Line:
    at = words.text.rfind(rest) if rest else -1
    return words.part(at, at + len(rest)) if at >= 0 else words.part(len(words.text))


def _numbers(text: str) -> dict[str, str]:
    """Return volume, issue, page and year in *text*, and under `rest` what is left of it."""
    said: dict[str, str] = {}
    if found := _DATED.search(text):
        said["year"] = found["a"] or found["b"] or found["c"]
        text = text[: found.start()] + "," + text[found.end() :]
    text = _with_pages(text)
    if found := _PAGES.search(text):
        said["page"] = re.sub(r"\s*[-–—]\s*", "–", found["page"] or found["range"])
        text = text[: found.start()] + text[found.end() :]
    for form in _VOLUME:
        if found := form.search(text):
            groups = found.groupdict()
            if volume := groups.get("volume"):
                said["volume"] = volume
            if (
                issue := groups.get("issue")
                or groups.get("number")
                or groups.get("dotted")
                or groups.get("slashed")
            ):
                said["issue"] = issue
            text = text[: found.start()] + text[found.end() :]
            break
    said["rest"] = re.sub(r"[\s,;:.()]+$|^[\s,;:.()]+", "", text)
    return said


def _with_pages(text: str) -> str:
    """Return *text* with the pages that it tells in another language told in English."""
    for found in languages.places(text):
        numbers = re.search(r"\d+(?:\s*[-–—]\s*\d+)?", found[0])
        if numbers and languages.counts_pages(found[0]):
            return f"{text[: found.start()]}pp. {numbers[0]}{text[found.end() :]}"
    return text


def _take(parts: Parts, said: dict[str, str]) -> None:
    if year := said.get("year"):
        parts.year = parts.year or year
    for name in ("volume", "issue", "page"):
        if value := said.get(name):
            parts.fields.setdefault(name, value)


def _journal(
    parts: Parts,
    name: str,
    volume: str | None,
    issue: str | None,
    page: str | None,
    year: str | None,
) -> None:
    parts.fields |= {"container-title": name, "type": "article-journal"}
    _take(
        parts,
        {"volume": volume or "", "issue": issue or "", "page": page or "", "year": year or ""},
    )


def publisher(text: str) -> str:
    """Return the publisher that *text* names, without its place; "" for longer words."""
    if len(text) > 120:
        return ""
    # "Cambridge, MA: Harvard University Press": what stands behind the place, then any other.
    placed: list[str] = re.findall(r":\s*([^,.;:()]+)", text)
    for segments in (placed, re.split(r"[,.;]\s+", text)):
        names = [segment.rpartition(":")[2].strip(EDGES) for segment in segments]
        named = [name for name in names if 2 < len(name) < 80 and _PUBLISHER.search(name)]
        if named:
            return max(named, key=len)  # "Oxford, Clarendon Press"
    return ""

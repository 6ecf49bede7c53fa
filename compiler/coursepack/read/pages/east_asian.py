"""Read a reference as Chinese, Japanese and Korean pages have it: its titles stand in brackets.

Books and journals stand in 《》 or 『』, what is part of one in 「」, 〈〉 or 《》 before it;
authors stand in front, publisher, year, number and pages behind. Chinese pages have the form of
GB/T 7714 besides, whose titles end in a letter for their kind: "[M]".
"""

from __future__ import annotations

import re

from coursepack import languages
from coursepack.pattern import pattern
from coursepack.read.pages.described import Parts
from coursepack.read.pages.line import Line
from coursepack.read.words import phrases

_YEAR = r"(?:1[5-9]|20)\d\d"
_BRACKETED = pattern(r"《([^《》]+)》|『([^『』]+)』|「([^「」]+)」|〈([^〈〉]+)〉")
_INNER = "「〈"
# "[德]", "（美）": where an author whose name is translated comes from.
_COUNTRY = pattern(r"^\s*[\[〔［（(【][^\W\d_]{1,4}[\]〕］）)】]\s*")
_FRONT = pattern(
    rf"(?P<who>[^《》『』「」〈〉。！？!?]{{0,80}}?)\s*[（(]?\s*(?P<year>{_YEAR})?\s*年?년?\s*[）)]?"
    r"(?P<mark>\s*[：:，,、．.]?\s*)"
)
# People's names: in signs of their own script, parted by commas and dots.
_NAME = r"[^\W\d_]+(?:[ .·・=＝'’-]+[^\W\d_]+){0,5}\.?"
_NAMES = pattern(rf"{_NAME}(?:\s*[、，,／/;；]\s*{_NAME}){{0,9}}")
_ROLE = pattern(r"\s*(?:主编|主編|編著|编著|编|編|엮음|편저|편|著|지음|저)\s*$")
_EDITS = pattern(r"[编編]|엮음|편")
_OTHERS = pattern(r"\s*(?:等|他|ほか|외)\s*$")
# No list of names has these: it is a sentence in which a title is named.
_SENTENCE = pattern(
    r"[ぁ-ゖ请請]|阅读|閱讀|参见|參見|参考|參考|讨论|討論|关于|關於|如何|什么|(?:오늘|수업|다음|우리|읽기)"
    r"|[을를은는의에서]\s|\b(?:read|see|from|the|of)\b",
    re.IGNORECASE,
)
_TRANSLATED = pattern(
    r"(?:^|(?<=[，,。；;（(、》』\s]))(?P<who>[^\W\d_][^，,。；;（）()]{0,40}?)\s*(?:译|譯|訳|옮김|역)"
    r"(?=[，,、。；;.）)\s]|$)"
)
# "《国史大纲》，钱穆著": who wrote it may stand behind its title.
_WROTE = pattern(
    r"(?:^|(?<=[，,（(、》』\s]))(?P<who>[^\W\d_][^，,。；;（）()]{0,40}?)\s*(?:编著|編著|著|撰|지음)"
    r"(?=[，,、。；;.）)\s]|$)"
)
_VOLUME = pattern(r"(?:第\s*|제\s*)?(\d{1,4})\s*(?:卷|巻|권)")
_ISSUE = pattern(r"(?:第\s*|제\s*|통권\s*)?(\d{1,4})\s*(?:期|号|號|호)")
_PAGES = pattern(
    r"(?:第\s*|제\s*|pp?\.\s*)?(\d{1,5})\s*(?:[-–—~〜～－]\s*(\d{1,5}))?\s*(?:页|頁|쪽|면|ページ)"
    r"|pp?\.\s*(\d{1,5})\s*[-–—~]\s*(\d{1,5})"
)
_DATED = pattern(rf"(?<!\d)({_YEAR})(?!\d)\s*(?:[年년]\s*版?)?(?:\s*\d{{1,2}}\s*[月월])?")
# "，载《中国社会科学》": what leads to the title of the whole.
_WITHIN = pattern(r"[ ，,、.;；:：]*(?:载于?|載於?|收入|收于|收於|收錄於?|수록:?)?\s*")
_ORIGINAL = pattern(r"\s*[（(][A-Za-z][A-Za-z .'’-]*[）)]")
_CUT = pattern(r"[，,、。．；;（）()［］\n]+|\.(?:\s|$)")
_PLACED = pattern(r"^\s*[^\W\d_]{1,12}\s*[：:]\s*")
_LONGEST_PUBLISHER = 30
# "황종연 (2001). 비루한 것의 카니발. 문학동네.", as APA has it.
_APA = pattern(
    rf"(?P<who>[^()（）.。]{{2,80}}?)\s*[(（]\s*(?P<year>{_YEAR})\s*[)）]\s*[.,。．：:]?\s*"
    r"(?P<title>[^.。．]{2,200})[.。．](?P<rest>.*)",
    re.DOTALL,
)
_COUNTED = pattern(
    r"\s*(?P<name>[^\d,，]{2,60}?)[,，]?\s*(?P<volume>\d{1,4})\s*(?:[(（](?P<issue>[\w-]{1,8})[)）])?"
    r"\s*[,，:：]\s*(?P<page>\d{1,5}\s*[-–—~]\s*\d{1,5})\s*[쪽면页頁]?[\s.。]*"
)
# "，费孝通，观察社，1948", "（和辻哲郎、岩波書店、1935年）": authors, publisher, year.
_BEHIND = pattern(
    rf"[\s，,、：:（(]*(?P<who>[^\W\d_][^\d。；;（）()\n]{{1,100}}?)\s*[，,、]\s*"
    rf"(?P<year>{_YEAR})(?!\d)\s*[年년]?\s*版?\s*[）)]?"
)
_PUBLISHER = pattern(
    r".*(?:社|公司|店|局|馆|館|堂|書房|书房|文庫|文库|新書|选书|選書|出版[^\W\d_]?|大学|大學|学院|출판[^\W\d_]*|출판부"
    r"|대학교|문고|서점|책방|[가-힣]{2,}사)"
)
# "《小说月报》", "东方杂志", and those whose names end like any other
_MAGAZINE = pattern(
    r".*(?:报|報|刊|雑誌|杂志|雜誌|評論|评论|研究|思想|世界|论丛|論叢|신문|일보|잡지|평론|비평)|新潮|新青年|语丝|語絲|现代"
    r"|現代|创造|創造|收获|读书|讀書|当代|十月|文学|文學|中央公論|改造|群像|창작과비평|사상계"
)
_HAN_OR_HANGUL = "[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
_GBT = pattern(
    r"(?P<who>[^.．\[\]]{2,120})[.．]\s*(?P<title>[^\[\]]{2,200}?)\s*"
    r"\[\s*(?P<kind>[A-Z]{1,2})(?:/OL)?\s*\](?P<rest>.*)",
    re.DOTALL,
)
_KINDS = {
    "C": "book",
    "D": "thesis",
    "G": "book",
    "J": "article-journal",
    "M": "book",
    "N": "article-newspaper",
    "R": "report",
}
_NUMBERED = pattern(
    rf"(?P<name>[^,，]{{2,60}})[,，]\s*(?P<year>{_YEAR})(?:[,，]\s*(?P<volume>\d{{1,4}}))?"
    r"[,，]?\s*(?:[(（](?P<issue>[\w-]{1,8})[)）])?\s*(?:[:：]\s*(?P<page>\d{1,5}(?:\s*[-–—]\s*\d{1,5})?))?[\s.．]*"
)


def may_be(text: str) -> bool:
    """Say whether *text* has what tells such a reference."""
    return bool(_BRACKETED.search(text) or _GBT.fullmatch(text.strip()))


def typed(words: Line, parts: Parts) -> Line | None:
    """Read *words* as such a reference into *parts*; return what is left, None where it is none."""
    text = words.text
    if found := _GBT.fullmatch(text.strip()):
        return _of_standard(found, words, parts)
    first = _BRACKETED.search(text)
    if first is None:
        return _of_apa(words, parts)
    if not _is_apart(text, first):
        return None
    told = _front(text[: first.start()])
    if told is None:
        return None
    wrote = _WROTE.search(text, first.end())
    if wrote and (authors := _authors(wrote["who"])):
        # What stands before such a title is a label: "教材：《乡土中国》，费孝通著".
        if told.authors and text[: first.start()].rstrip()[-1:] not in "：:":
            return None
        told.authors = authors
        words = words.without([wrote.span()])
        text = words.text
    lead = _WITHIN.match(text, first.end())
    second = _BRACKETED.match(text, lead.end()) if lead else None
    if not told.authors and not (second or _DATED.search(text, first.end())):
        return None  # a title alone may stand in any sentence
    parts.title, parts.authors, parts.year = _inside(first), told.authors, told.year
    parts.fields |= told.fields
    end = first.end()
    if second:
        end = second.end()
        parts.fields["container-title"] = _inside(second)
    left = _facts(words, end, parts, of_whole=not second and first[0][0] not in _INNER)
    if second:
        is_journal = "issue" in parts.fields or "volume" in parts.fields
        parts.fields["type"] = "article-journal" if is_journal else "chapter"
        if is_journal:
            parts.fields.pop("publisher", None)
    elif first[0][0] not in _INNER:
        parts.fields["type"] = "book"
    is_told = parts.year or "publisher" in parts.fields or second
    parts.trust = 2 if (told.authors or told.fields) and is_told else 1
    return left


def behind_title(words: Line, parts: Parts) -> Line | None:
    """Read what stands behind a linked title into *parts*; None where it has another form."""
    found = _BEHIND.match(words.text)
    if found is None or not re.search(_HAN_OR_HANGUL, found["who"]):
        return None
    told = [*re.finditer(r"[^，,、]+", found["who"])]
    last = told[-1][0].strip()
    is_magazine = bool(_MAGAZINE.fullmatch(last))
    publisher = last if len(told) > 1 and not is_magazine else ""
    if is_magazine:
        told.pop()  # "，鲁迅，新潮，1923"
    elif publisher:
        # "王力、李四，三联，1990": authors are parted by another sign than what follows them.
        is_told = found["who"][told[-1].start() - 1] in "，," and "、" in found["who"]
        if is_told or _PUBLISHER.fullmatch(publisher):
            told.pop()
        else:
            publisher = ""
    authors = _authors("、".join(each[0].strip() for each in told)) if told else ""
    if authors is None:
        return None
    if is_magazine:
        parts.fields |= {"container-title": last, "type": "article-journal"}
    parts.authors, parts.year = authors, found["year"]
    if publisher:
        parts.fields |= {"publisher": publisher, "type": "book"}
    parts.trust = 2
    return words.part(found.end())


def _front(text: str) -> Parts | None:
    """Read who wrote, edited and translated it, and when; None where a sentence leads to it."""
    found = _FRONT.fullmatch(_ORIGINAL.sub("", _COUNTRY.sub("", text)))
    if found is None:
        return None
    parts = Parts(year=found["year"] or "")
    who = found["who"].strip(" ：:，,、．.（(")
    if not who:
        return parts
    is_led = bool(found["mark"].strip() or parts.year)
    if translated := _TRANSLATED.search(who):
        names = _authors(translated["who"])
        if names is None or translated.end() < len(who):
            return None
        parts.fields["translator"] = names
        who = who[: translated.start()].strip(" ，,、")
    who, role = _without_role(who)
    authors = _authors(who)
    if authors is None or not (is_led or role or _may_adjoin(who)):
        return None
    if _EDITS.search(role):
        parts.fields["editor"] = authors
    else:
        parts.authors = authors
    return parts


def _is_apart(text: str, title: re.Match[str]) -> bool:
    """Say whether *title* is no word of a sentence, which would go on right behind it."""
    after = text[title.end() : title.end() + 1]
    if not after.isalpha():
        return True
    # "『日本の思想』岩波新書" is a reference, "『日本の思想』を" and "《乡土中国》的" are not.
    return after in "第제" or (title[0][0] in "『「" and not re.match("[ぁ-ゖ가-힣]", after))


def _may_adjoin(who: str) -> bool:
    """Say whether *who* are names that stand right before a title, with no sign between."""
    return bool(
        re.fullmatch(r"[一-鿿々ヶァ-ヺー・=＝、\s]{2,30}|[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4})*", who)
    )


def _without_role(who: str) -> tuple[str, str]:
    role = _ROLE.search(who)
    # "李编" is nobody's name in full: what is left is a name, or the sign belongs to it.
    if role and len(who[: role.start()].strip()) > 1:
        return who[: role.start()].strip(), role[0].strip()
    return who, ""


def _authors(who: str) -> str | None:
    """Return the names in *who* as a list in the manner of English; None where it has others."""
    others = _OTHERS.search(who)
    bare = who[: others.start()] if others and len(who) > others.end() - others.start() + 1 else who
    if not bare or not _NAMES.fullmatch(bare) or _SENTENCE.search(f"{bare} "):
        return None
    if languages.name(bare, languages.here()) != bare:
        return None  # a label
    people = [
        name.strip() for each in re.split(r"[、，,／/;；]", bare) for name in _parted(each.strip())
    ]
    return ", ".join((*people, "et al.") if bare != who else people)


def _parted(names: str) -> list[str]:
    """Part names at a dot where it joins people; within names that are translated it is a blank."""
    for dot, script in (("・", "[一-鿿々]{2,6}"), ("·", "[가-힣]{2,4}")):
        pieces = names.split(dot)
        if all(re.fullmatch(script, piece.strip()) for piece in pieces):
            return pieces
    return [names]


def _inside(bracketed: re.Match[str]) -> str:
    return " ".join(next(filter(None, bracketed.groups())).split())


def _facts(words: Line, start: int, parts: Parts, *, of_whole: bool = False) -> Line:
    """Take what stands behind the titles, from *start* on, into *parts*; return what is left.

    The pages *of_whole* works, of books, are not theirs but those to read.
    """
    text = words.text
    taken = [(0, start)]
    if translated := _TRANSLATED.search(text, start):
        if names := _authors(translated["who"]):
            parts.fields.setdefault("translator", names)
        taken.append(translated.span())
        text = f"{text[: translated.start()]}{'，' * len(translated[0])}{text[translated.end() :]}"
    cuts = [*_CUT.finditer(text, start)]
    taken += (cut.span() for cut in cuts)
    begins = (start, *(cut.end() for cut in cuts))
    ends = (*(cut.start() for cut in cuts), len(text))
    for begin, end in zip(begins, ends, strict=True):
        bare = text[begin:end].strip(" ：:-–—")
        if phrases.locator_of(bare) and (of_whole or not _PAGES.fullmatch(bare)):
            continue
        if found := _DATED.search(bare):
            parts.year = parts.year or found[1]
            bare = (bare[: found.start()] + bare[found.end() :]).strip()
        if found := _PAGES.search(bare):
            first, last = found[1] or found[3], found[2] or found[4]
            parts.fields.setdefault("page", f"{first}–{last}" if last else first)
            bare = (bare[: found.start()] + bare[found.end() :]).strip()
        for name, form in (("volume", _VOLUME), ("issue", _ISSUE)):
            if found := form.search(bare):
                parts.fields.setdefault(name, found[1])
                bare = (bare[: found.start()] + bare[found.end() :]).strip()
        publisher = _PLACED.sub("", bare)
        if any(map(str.isalnum, bare)):
            if "publisher" in parts.fields or len(publisher) > _LONGEST_PUBLISHER:
                continue
            parts.fields["publisher"] = publisher
        taken.append((begin, end))
    return words.without(taken)


def _of_standard(found: re.Match[str], words: Line, parts: Parts) -> Line | None:
    authors = _authors(_COUNTRY.sub("", found["who"]).strip())
    kind = _KINDS.get(found["kind"])
    if authors is None or kind is None:
        return None
    parts.authors, parts.title = authors, found["title"].strip()
    parts.fields["type"] = kind
    parts.trust = 2
    rest = found["rest"].strip(" .．,，")
    whole = kind == "book"
    if kind.startswith("article") and (told := _NUMBERED.fullmatch(rest)):
        parts.fields["container-title"] = told["name"].strip()
        parts.year = told["year"]
        for name in ("volume", "issue", "page"):
            if told[name]:
                parts.fields[name] = _range(told[name])
        return words.part(len(words.text))
    pages = re.search(r"[:：]\s*(\d{1,5}\s*[-–—]\s*\d{1,5})\s*[.．]?\s*$", words.text)
    if pages:
        parts.fields["page"] = _range(pages[1])
        words = words.part(0, pages.start())
    return _facts(words, words.text.index("]") + 1, parts, of_whole=whole)


def _of_apa(words: Line, parts: Parts) -> Line | None:
    found = _APA.fullmatch(words.text.strip())
    if not found or not all(re.search(_HAN_OR_HANGUL, found[name]) for name in ("who", "title")):
        return None
    authors = _authors(found["who"].strip())
    if authors is None:
        return None
    parts.authors, parts.year, parts.title = authors, found["year"], found["title"].strip()
    parts.trust = 2
    if told := _COUNTED.fullmatch(found["rest"]):
        parts.fields |= {"container-title": told["name"].strip(), "type": "article-journal"}
        parts.fields |= {
            name: _range(told[name]) for name in ("volume", "issue", "page") if told[name]
        }
        return words.part(len(words.text))
    start = words.text.index(found["title"]) + len(found["title"])
    left = _facts(words, start, parts, of_whole=True)
    if "publisher" in parts.fields:
        parts.fields["type"] = "book"
    return left


def _range(numbers: str) -> str:
    return re.sub(r"\s*[-–—~]\s*", "–", numbers)

"""Lay a page's pieces out as the Markdown that pandoc reads, a mark for each place in it.

What kramdown, the Markdown of course sites, writes otherwise than CommonMark is put right line
by line: attribute lists, HTML that holds Markdown, headings without a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coursepack.adapters import pandoc_tree
from coursepack.adapters.pandoc_tree import unmarked
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages import dialects
from coursepack.read.pages.laid import MOST_LINES, Laid, citation
from coursepack.read.pages.marks import Marks, Named, Place, Shown, line_of
from coursepack.read.sites.liquid import Assigned, Gap, Piece, Words
from coursepack.read.words import icons, schedule

# Stands where something was taken out, so that a line of nothing else can go with it.
_GAP = "\ue0f2"

_BLOCK = (
    r"address|article|aside|blockquote|body|caption|center|col|colgroup|dd|details|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|li|main|menu|nav|ol|p|section|summary"
    r"|table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAG = rf"</?(?:{_BLOCK})\b[^<>]*>"
_MARKDOWN_PREFIX = pattern(
    rf"(?:\s+|>|[-*+](?=\s)|\d{{1,9}}[.)](?=\s)|#{{1,6}}(?=\s)|\|+|:(?=\s)|<br>|{_TAG})*",
    re.IGNORECASE,
)
_HTML_PREFIX = pattern(rf"(?:\s+|{_TAG})*", re.IGNORECASE)
_NO_TEXT = pattern(r"[\s|:=*_~+-]*")
_UNMARKED = pattern(
    r"\[(?!-?@)[^\]]+\]:|`{3}|~{3}|<(?!(?:a|abbr|b|br|code|del|em|font|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|tt|u|https?:)\b)",
    re.IGNORECASE,
)
# What folds out on a page of HTML stands under a heading elsewhere.
_SUMMARY = pattern(r"<summary\b[^<>]*>(.*?)</summary>", re.IGNORECASE)
_SUMMARY_OF_MEETING = pattern(
    r"<summary\b[^<>]*>((?:<[^<>]*>|\s)*(?:(?:week|lecture|lec|class|session|meeting|module|unit)\b"
    r"|\d{1,2}[/.]\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"\w*[.,]? \w*[. ]*\d).*?)</summary>",
    re.IGNORECASE,
)
_HEADING_OF = r"<p><b>\1</b></p>"
_ROLE = pattern(r"\{cite(?::[a-z]+)?\}`([\w:.#$%&+?<>~/, -]+)`")
_ATTRIBUTES = pattern(r"\{::?(?:[^{}\n]|\{[^{}\n]*\})*\}")
_TOC = pattern(r"\s*(?:[-*+]|\d+[.)])\s+.{0,40}$")
_CLOSE_HEADING = pattern(r"^( {0,3}#{1,6})(?=[^#\s\ue0f2])")
_TASK = pattern(r"^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[[ xX]\]\s+")
_OPENS_MARKDOWN = pattern(
    r"<[a-zA-Z][^<>]*\smarkdown\s*=\s*[\"']?(?:1|block|span)?[\"']?[^<>]*>\s*$"
)
_LISTED = pattern(
    rf"<(?P<end>/?)(?P<tag>ul|ol|li)\b[^<>]*>|{pandoc_tree.MARK.pattern}", re.IGNORECASE
)
_AFTER_HTML = pattern(r"\s*(?:#{1,6}(?:\s|$)|[-*_](?:\s*[-*_]){2,}\s*$|[-*+]\s|\d+[.)]\s|>)")
_DAY = pattern(r"( {0,3}\d{1,2})\.\s+[^\W\d_]{3,14}\.?(?:\s+\d{4})?(?=\s*(?:$|[–—,:]|-\s))")
_HEADING = pattern(r" {0,3}#{1,6}\s")
_CELL = pattern(r"<(/?)t[dh]\b", re.IGNORECASE)
_MARKDOWN = (".md", ".markdown")
_HTML_END = pattern(r"</(?:ul|ol|dl|div|table|section|details|blockquote|p)>\s*$")


# "Optional:" right below a list is no more of its last item.
_LABEL = pattern(r"(?:\u2e28\d+\u2e29 )?[A-Z][\w/&' -]{2,40}:\**\s*")
_IN_LIST = pattern(r"\s*(?:[-*+]|\d{1,3}[.)])\s|\s{2,}\S")
# As with lines: a page of five thousand readings has half of it.
_MOST_TAGS = 80_000  # and cells of tables


def lay_out(pieces: Sequence[Piece], *, html: bool = False, jsx: bool = False) -> Laid:
    """Return *pieces* as one text of Markdown, in which *jsx* may stand, or of *html*."""
    texts = [piece.text for piece in pieces if isinstance(piece, Words)]
    dialect = dialects.Dialect(dialects.ended(texts), jsx, dialects.has_cells(texts))
    embeds = html and any(map(_is_document, pieces))
    layout = _Layout(html and not embeds, dialect, embeds)
    for piece in pieces:
        layout.add(piece)
        if layout.cut:
            break
    layout.finish()
    kept = icons.with_signs(layout.kept)
    return Laid("\n".join(kept) + "\n", layout.marks, layout.cut, html=layout.html)


@dataclass(slots=True)
class _Layout:
    html: bool
    dialect: dialects.Dialect
    embeds: bool = False
    in_document: bool = False
    marks: Marks = field(default_factory=Marks)
    kept: list[str] = field(default_factory=list)
    line: str = ""
    place: tuple[Source, int] | None = None
    fence: str = ""
    in_tag: bool = False
    named: set[str] = field(default_factory=set)
    lists: list[str] = field(default_factory=list)
    cut: Place | None = None
    tags: int = 0

    def add(self, piece: Piece) -> None:
        match piece:
            case Gap(source, start):
                self._put(_GAP, source, start)
            case Assigned(item, written, source, start, signs):
                mark = self.marks.put(Named(item, written, signs))
                self.named.add(mark)
                self._put(mark, source, start)
            case Words(text, source, start, verbatim, field_of):
                if self.embeds and self.in_document is not _is_document(piece):
                    self._turn()
                at = start
                for number, part in enumerate(unmarked(text).replace(_GAP, "\ufffd").split("\n")):
                    if number:
                        self._end_line()
                        at += 1 if verbatim else 0
                    if field_of and part.strip():
                        shown = self.marks.put(Shown(field_of)) + part + self.marks.put(Shown(""))
                        self._put(shown, source, at)
                    else:
                        self._put(part, source, at)
                    at += len(part) if verbatim else 0

    def _turn(self) -> None:
        """Part a page of HTML from a document of Markdown that it prints, as kramdown would."""
        self.in_document = not self.in_document
        if self.line.strip():
            self._end_line()
        self.line = ""
        if not self.in_document or not _in_cell(self.kept):
            self.kept.append("")

    def finish(self) -> None:
        if self.line or self.place:
            self._end_line()

    def _put(self, text: str, source: Source, start: int) -> None:
        # A line is placed where its first words were written.
        if self.place is None or (text.strip() and not self.line.strip(f" \t{_GAP}")):
            self.place = (source, start)
        self.line += text

    def _end_line(self) -> None:
        text, place = self.line, self.place
        self.line, self.place = "", None
        self.tags += text.count("<") + text.count("|")
        if self.cut or len(self.kept) >= MOST_LINES or self.tags > _MOST_TAGS:
            if place and not self.cut:
                source, offset = place
                self.cut = line_of(source, source.span(offset, offset).line)
            return
        if self.embeds and not self.in_document:
            text = text.lstrip()
        if self.html:
            self._laid(self._repaired_html(text), place)
        elif self.fence:
            self._laid(self._fenced(text), place)
        else:
            for each in self.dialect.lines(text):
                self._laid(self._fenced(each), place)

    def _laid(self, text: str, place: tuple[Source, int] | None) -> None:
        if _GAP in text and not text.replace(_GAP, "").strip():
            return
        text = text.replace(_GAP, "")
        if not self.fence:
            text = _LISTED.sub(self._listed, text)
        if not self.fence and place and text.strip():
            text = self._marked(text, place)
        self._keep(text)

    def _listed(self, found: re.Match[str]) -> str:
        """Give a reading right in a list of HTML an item of its own, as its include has."""
        if found["tag"] is None:
            is_loose = found[0] in self.named and self.lists[-1:] in (["ul"], ["ol"])
            return f"<li>{found[0]}</li>" if is_loose else found[0]
        tag = found["tag"].lower()
        if not found["end"] and (tag != "li" or self.lists[-1:] != ["li"]):
            self.lists.append(tag)
        elif found["end"] and tag in self.lists:
            while self.lists.pop() != tag:
                pass
        return found[0]

    def _fenced(self, text: str) -> str:
        fence = re.match(r"\s{0,3}(?:[-*+]\s+)?(`{3,}|~{3,})", text)
        if fence and (not self.fence or text.strip().startswith(self.fence)):
            closing = bool(self.fence)
            self.fence = "" if closing else fence[1]
            return text
        return text if self.fence else self._repaired(text)

    def _repaired(self, text: str) -> str:
        if text.rstrip().endswith("\\\\"):
            # kramdown breaks a line at two of them, pandoc at one.
            text = text.rstrip()[:-1]
        if "{:" in text:
            # `* TOC` with `{:toc}` below is the place of a table of contents.
            if (
                re.search(r"\{:\s*toc\b", text, re.IGNORECASE)
                and self.kept
                and _TOC.fullmatch(self.kept[-1])
            ):
                self.kept.pop()
            text = _ATTRIBUTES.sub(_GAP, text)
        if "<summary" in text:
            text = _SUMMARY_OF_MEETING.sub(_HEADING_OF, text)
        if "{cite" in text:
            text = _ROLE.sub(lambda role: citation(role[1]), text)
        text = _CLOSE_HEADING.sub(r"\1 ", text)
        if (day := _DAY.match(text)) and schedule.is_date(day[0].rstrip(" –—,:")):
            # "14. Oktober" is a day, where Markdown sees the fourteenth item of a list.
            text = f"{day[1]}\\{text[day.end(1) :]}"
        return _TASK.sub(r"\1", text)

    def _repaired_html(self, text: str) -> str:
        return _SUMMARY.sub(_HEADING_OF, icons.named(text))

    def _keep(self, text: str) -> None:
        last = self.kept[-1] if self.kept else ""
        # kramdown ends HTML at its closing tag, CommonMark only at a blank line.
        if not self.html and (
            (_LABEL.fullmatch(text) and _IN_LIST.match(last))
            or (_HTML_END.search(last) and _AFTER_HTML.match(text))
            or _OPENS_MARKDOWN.search(last)
            or (last.endswith(">") and _HEADING.match(text))
        ):
            self.kept.append("")
        self.kept.append(text)

    def _marked(self, text: str, place: tuple[Source, int]) -> str:
        if self.in_tag:
            self.in_tag = not re.search(r">", text) or _leaves_open(text.rpartition(">")[2])
            return text
        self.in_tag = _leaves_open(text)
        if _NO_TEXT.fullmatch(text) or (self.kept and self.kept[-1].rstrip().endswith("](")):
            return text
        found = (_HTML_PREFIX if self.html else _MARKDOWN_PREFIX).match(text)
        at = found.end() if found else 0
        if at >= len(text.rstrip()) or _UNMARKED.match(text, at):
            return text
        source, offset = place
        line = source.span(offset, offset).line
        return f"{text[:at]}{self.marks.put(line_of(source, line))} {text[at:]}"


def _is_document(piece: Piece) -> bool:
    """Say whether *piece* is what a document of Markdown holds, not what it says of itself."""
    if not isinstance(piece, Words) or not piece.source.name.lower().endswith(_MARKDOWN):
        return False
    return piece.verbatim and piece.start > piece.source.text.find("\n---", 3)


def _in_cell(kept: Sequence[str]) -> bool:
    """Say whether a cell of a table is open at the end of *kept*: nothing may part its lines."""
    last = next((line for line in reversed(kept) if _CELL.search(line)), "")
    return bool(last) and _CELL.findall(last)[-1] == ""


def _leaves_open(text: str) -> bool:
    """Say whether *text* ends within a tag."""
    start = text.rfind("<")
    return start >= 0 and bool(re.match(r"</?[a-zA-Z]", text[start:])) and ">" not in text[start:]

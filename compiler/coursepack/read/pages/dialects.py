"""Put what generators other than Jekyll write into Markdown into words that pandoc reads.

Hugo and Quarto have shortcodes, MkDocs admonitions and tabs told by indentation, Docusaurus
admonitions with a title and JSX; all have icons by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from coursepack.pattern import pattern
from coursepack.read.sites.shortcodes import EDGE
from coursepack.read.words import icons

_SHORTCODE = pattern(
    rf"{EDGE}[<%]\s*(?P<end>/?)\s*(?P<name>[\w-]+)(?P<given>[^{EDGE[0]}]*?)/?\s*[>%]{EDGE}"
)
_ENDS = pattern(rf"{EDGE}[<%]\s*/\s*([\w-]+)")
_QUOTED = pattern(
    r"(?:^|\s)(?:(?:title|summary|label|header|name)\s*=\s*)?[\"“]([^\"”=]{2,100})[\"”]"
)
_KIND = pattern(
    r"abstract|caution|danger|example|failure|important|info|note|question|success|tip|warning",
    re.IGNORECASE,
)
_ADMONITION = pattern(r"( *)(?:!!!|\?\?\?\+?)\s*[\w-]+(?:[ \w-]*?)(?:\s+\"([^\"]*)\")?\s*$")
_TAB = pattern(r"( *)===[!+]?\s+\"([^\"]+)\"\s*$")
_FENCE = pattern(
    r" {0,3}:{3,}(?:\s*\{([^{}]*)\}\s*(.*?)|\s*([\w-]+)(?:\s*\[([^\]]+)\]|\s+(.+?))?)?[\s:]*$"
)
# Of MyST: what stands in a box is as good as any, what is made of other files is not there.
_DIRECTIVE = pattern(r" {0,3}(`{3,}|~{3,})\s*\{([\w:-]+)\}\s*(.*?)\s*$")
_BOXES = frozenset(
    [
        "admonition",
        "attention",
        "caution",
        "card",
        "danger",
        "dropdown",
        "error",
        "hint",
        "important",
        "margin",
        "note",
        "seealso",
        "sidebar",
        "tab-item",
        "tip",
        "topic",
        "warning",
    ]
)
_MADE = frozenset(["bibliography", "contents", "figure", "image", "tableofcontents", "toctree"])
_OPTION = pattern(r"\s*:[\w-]+:.*$")
_ALERT = pattern(r"^(\s*>\s*)\[![A-Za-z]+\][+-]?\s*")
_MODULE = pattern(r"(?:import\s.+\sfrom\s+|import\s+|export\s.+?=\s*)[\"'({\[].*")
_NOTE = pattern(r"\{/\*.*?\*/\}")
_TAB_ITEM = pattern(r"<TabItem\b[^<>]*?\blabel=[\"']([^\"'<>]+)[\"'][^<>]*>")
_COMPONENT = pattern(r"</?[A-Z][\w.]*(?:\s[^<>]*)?/?>")
_HEADING = pattern(r" {0,3}#{1,6}\s+(.+?)(?:\s+#+)?\s*$")
_ICON_OF_THEME = pattern(r":(?:material|fontawesome|octicons|simple)-([\w-]+):(?:\{[^{}\n]*\})?")
_CELL = pattern(r"</?(?:table|tbody|tfoot|thead|tr|td|th|colgroup|col)\b[^<>]*>", re.IGNORECASE)
_CELL_EDGE = pattern(r"(</?t[dh]\b[^<>]*>)", re.IGNORECASE)
_BULLET = pattern(r"\s*(?:[-*+]|\d{1,2}[.)])\s+")
_HEAD_ROW = pattern(r"<thead\b", re.IGNORECASE)
_HEAD_ROW_END = pattern(r"</thead\b", re.IGNORECASE)
_CELL_OF_MARKDOWN = pattern(
    r"<td\b[^<>]*\smarkdown\s*=\s*[\"']?(?:1|block)[\"']?[^<>]*>\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTES = "\"'"


def ended(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of the shortcodes that *texts* end: those have something inside."""
    return frozenset(name for text in texts if EDGE in text for name in _ENDS.findall(text))


def _styled(text: str) -> str:
    """Return *text* with its bold words and italics in HTML."""
    text = re.sub(r"\*\*(\S[^*]*)\*\*", r"<b>\1</b>", text)
    return re.sub(r"(?<![\w*])\*(\S[^*]*)\*(?![\w*])", r"<i>\1</i>", text)


def has_cells(texts: Iterable[str]) -> bool:
    """Say whether in *texts* cells of a table hold headings and lists of Markdown."""
    return any("markdown" in text and _CELL_OF_MARKDOWN.search(text) for text in texts)


@dataclass(slots=True)
class Dialect:
    """Lines of a page on their way to Markdown; *ended* are the shortcodes with an end.

    Where a table *has_cells* of whole paragraphs, which no table of Markdown can hold, these
    stand by themselves.

    `indents` are those of the admonitions and tabs that are open, `fences` what each open `:::`
    is called.
    """

    ended: frozenset[str] = frozenset()
    is_jsx: bool = False
    has_cells: bool = False
    in_head: bool = False
    in_cell: bool = False
    has_options: bool = False
    directive: list[tuple[str, bool]] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    fences: list[str] = field(default_factory=list)

    def lines(self, text: str) -> Iterator[str]:
        """Yield *text*, a line of the page, as Markdown."""
        for each in self._cells(text) if self.has_cells else self._within_cells(text):
            yield from self._line(each)

    def _within_cells(self, text: str) -> Iterator[str]:
        """Yield *text* with the list that a cell of HTML holds as lines of the cell."""
        if not self.in_cell and not _CELL_EDGE.search(text):
            yield text
            return
        if not text.strip():
            return  # it would end the table
        written: list[str] = []
        for number, piece in enumerate(_CELL_EDGE.split(text)):
            if number % 2:
                self.in_cell = not piece.startswith("</")
                written.append(piece)
            elif self.in_cell and (bullet := _BULLET.match(piece)):
                written += ("" if number else "<br>", _styled(piece[bullet.end() :]))
            else:
                written.append(piece)
        yield "".join(written)

    def _cells(self, text: str) -> Iterator[str]:
        """Yield what stands in the cells that *text* has, each as a paragraph."""
        if _HEAD_ROW.search(text):
            self.in_head = True
        pieces = _CELL.split(text)
        for number, piece in enumerate(pieces):
            if len(pieces) > 1:
                yield ""
            # The names of columns head nothing any more, nor does the number of a week.
            if not (self.in_head or (len(pieces) > 1 and piece.strip().isdecimal())):
                yield piece if number == 0 else piece.lstrip(" ")
        if _HEAD_ROW_END.search(text):
            self.in_head = False

    def _directive(self, text: str) -> Iterator[str] | None:
        """Return the lines for *text* where it belongs to a directive of MyST, else None."""
        if self.directive:
            fence, is_box = self.directive[-1]
            if text.strip() == fence:
                self.directive.pop()
                return iter(("",))
            if not is_box or (self.has_options and _OPTION.fullmatch(text)):
                return iter(())
        self.has_options = False
        if not (found := _DIRECTIVE.fullmatch(text)) or found[2] not in _BOXES | _MADE:
            return None
        self.directive.append((found[1], found[2] in _BOXES))
        self.has_options = True
        is_titled = found[2] in ("admonition", "card", "dropdown", "tab-item", "topic")
        return self._headed(found[3] if is_titled else "")

    def _line(self, text: str) -> Iterator[str]:
        if (lines := self._directive(text)) is not None:
            yield from lines
            return
        if self.has_options and _OPTION.fullmatch(text):
            return
        self.has_options = False
        text = self._dedented(text)
        if found := _ADMONITION.fullmatch(text) or _TAB.fullmatch(text):
            self.indents.append(len(found[1]) + 4 * len(self.indents) + 4)
            yield from self._headed(found[2] or "", found[1])
            return
        if ":::" in text and (fence := _FENCE.fullmatch(text)):
            yield from self._fence(fence)
            return
        if self.fences and "callout" in self.fences[-1] and (heading := _HEADING.match(text)):
            # It heads what stands in its box, no section of the page.
            yield from self._headed(heading[1])
            return
        text = _ALERT.sub(r"\1", icons.named(text))
        if ":" in text:
            text = _ICON_OF_THEME.sub(rf"{icons.EDGE}\1{icons.EDGE}", text)
        if self.is_jsx:
            yield from self._without_jsx(text)
        elif EDGE in text:
            yield from self._without_codes(text)
        else:
            yield text

    def _dedented(self, text: str) -> str:
        """Return *text* without the indentation of what it stands in."""
        if not text.strip():
            return text
        indent = len(text) - len(text.lstrip(" "))
        while self.indents and indent < self.indents[-1]:
            self.indents.pop()
        return text[4 * len(self.indents) :]

    def _headed(self, title: str, indent: str = "") -> Iterator[str]:
        """Yield a *title* as a paragraph in bold."""
        yield ""
        if title.strip():
            yield f"{indent}**{title.strip()}**"
            yield ""

    def _fence(self, found: re.Match[str]) -> Iterator[str]:
        classes, behind, name, *titles = found.groups()
        titles.append(behind)
        title = next(filter(None, titles), "")
        if classes is None and name is None:
            if self.fences:
                self.fences.pop()
        else:
            self.fences.append(classes or name or "")
            self.has_options = classes is not None
            if not title and (named := _QUOTED.search(classes or "")):
                title = named[1]
        yield from self._headed(title)

    def _without_jsx(self, text: str) -> Iterator[str]:
        if _MODULE.fullmatch(text.strip()):
            yield ""
            return
        text = _NOTE.sub("", text).replace(" className=", " class=")
        if item := _TAB_ITEM.search(text):
            yield from self._headed(item[1])
            text = text.replace(item[0], "")
        yield _COMPONENT.sub("", text)

    def _without_codes(self, text: str) -> Iterator[str]:
        alone = _SHORTCODE.fullmatch(text.strip())
        if alone and not alone["end"] and alone["name"] in self.ended:
            title = _QUOTED.search(alone["given"])
            yield from self._headed("" if not title or _KIND.fullmatch(title[1]) else title[1])
            return
        yield _SHORTCODE.sub(lambda found: self._code(found, text), text)

    def _code(self, found: re.Match[str], text: str) -> str:
        words = found["given"].split()
        if found["name"] in ("ref", "relref") and text[: found.start()].endswith(("(", '"')):
            return words[0].strip(_QUOTES) if words else ""
        if found["name"] in ("fa", "fas", "icon", "bi", "iconify", "ai") and words:
            return f"{icons.EDGE}{words[-1].strip(_QUOTES)}{icons.EDGE}"
        return ""

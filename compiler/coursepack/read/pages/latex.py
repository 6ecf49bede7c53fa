r"""Lay a page of LaTeX out for pandoc, a mark behind each `\item` and in each line of words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Source
from coursepack.pattern import pattern
from coursepack.read.pages.laid import Laid, Lines, Written, laid
from coursepack.read.pages.marks import Marks, Place, line_of
from coursepack.read.sites.site import Site

_INCLUDED = pattern(r"\s*\\(?:input|include|subfile)\s*\{\s*([\w./ -]+?)\s*\}\s*(?:%.*)?")
_DOCUMENT = r"\begin{document}"
_VERBATIM = ("comment", "lstlisting", "minted", "verbatim", "Verbatim")
_ITEM = pattern(
    r"\\(?P<end>begin|end)\s*\{(?P<name>[^{}]*)\}"
    r"|\\item\b\s*(?:<[^<>]*>\s*)?(?:\[(?P<label>(?:[^\[\]{}]|\{[^{}]*\})*)\])?[ \t]*"
)
_TITLE = pattern(
    r"\s*\\(?:part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?\s*(?:\[[^\]]*\])?\{\s*"
)
# Slides are sections; what of them comes when is nothing to print.
_FRAME = pattern(r"\\begin\{frame\}(?:<[^<>]*>)?(?:\[[^\[\]]*\])*\{(?=[^{}]*[^{}\s])")
_AUTHOR_AND_YEAR = pattern(r"\\citeauthor\*?\{([^{}]*)\},?\s*\(?\\citeyear(?:par)?\*?\{\1\}\)?")
_WORDS = pattern(
    r"\s*(?:[&\w“‘\"`'(\[]|\\(?:href|url|emph|text\w+|enquote|fullcite|bibentry|\w*cite\w*)\b)"
)
_DEFINES = pattern(
    r"\\(?:(?:re|provide)?newcommand|DeclareRobustCommand|[egx]?def|(?:New|Renew|Provide)DocumentCommand)"
    r"\*?\s*\{?\\(?P<name>[A-Za-z]+)\}?[^{}]{0,200}?(?:\{[ mo]*\})?\{"
)
# What a defined command may begin with.
_LEADING_ITEM = pattern(
    r"(?:%[^\n]*\n|\s)*(?P<item>\\item)\b\s*(?:\[(?P<label>(?:[^\[\]{}#]|\{[^{}#]*\})*)\])?(?!\s*\[)"
)
_TABLE_PART = pattern(r"\\end(?:firsthead|head|foot|lastfoot)(?![A-Za-z])")
_TABLE_NAMES = (
    r"longtable|longtabu|supertabular|tabu|tabularx|tabulary|tabular\*?|xltabular|xtabular|tblr"
)
_TABLE = pattern(rf"\\begin\{{(?P<name>{_TABLE_NAMES})\}}(?:\s*\[[^\[\]]{{0,40}}\])?")
_TABLE_END = pattern(rf"\\end\{{(?:{_TABLE_NAMES})\}}")
_WIDE = ("tabularx", "tabulary", "xltabular")  # their first argument is their width
_GROUP = pattern(r"\s*(?:\[[^\[\]]{0,40}\]\s*)?\{")
_LONGEST_COLUMNS = 2_000
_REPEATED = pattern(r"\*\{(\d{1,3})\}\{([^{}]{1,100})\}")
_COLUMN_ARGUMENT = pattern(r"[@!<>]\{[^{}]*\}|(?<=[A-Za-z])\{[^{}]*\}|\[[^\[\]]*\]")
_TABLE_LOOKS = pattern(
    r"\\(?:rowcolor|cellcolor|columncolor)\*?(?:\[[^\[\]]*\])?\{[^{}]*\}"
    r"|\\addlinespace(?:\[[^\[\]]*\])?|\\(?:cmidrule|cline)(?:\([^()]*\))?\{[^{}]*\}|\\rowstyle\{[^{}]*\}"
)
_STACKED = pattern(r"\\(?:makecell|shortstack|thead)\s*(?:\[[^\[\]]*\])?\{([^{}]*)\}")
_BRACE = pattern(r"(?<!\\)[{}]")
_ENVIRONMENT = pattern(
    r"\\(?:re|provide)?newenvironment\*?\s*\{(?P<name>[^{}]+)\}(?:\s*\[[^\[\]]*\]){0,2}\s*\{"
)
_COMMAND = pattern(r"\\((?:begin|end)\{[^{}]*\}|[A-Za-z]+)")
_MOST_COMMANDS = 500_000
_TABLE_BOUND = pattern(r"\\begin\{longtable\}(?:\{l+\})?|\\end\{longtable\}")
# An option that has not ended where the next begins.
_OPEN_OPTION = pattern(r"\\[A-Za-z]+\*?\[(?=[^\[\]\n]{0,200}(?:\[|$))", re.MULTILINE)
_MOST_OPTIONS = 50
_MOST_TABLES = 2
_DEEPEST = 20  # commands that stand for commands; pandoc follows no more


def lay_out(source: Source, site: Site) -> Laid:
    """Return the page with its marks; what it inputs stands where it does.

    What stands before the document has commands of its own, but no words.
    """
    found = Lines(source, site, _included)
    written = list(found)
    text = _APART.sub(" · ", "\n".join(line.text for line in written))
    text, commands = _without_items(text)
    lines = [
        replace(line, text=each)
        for line, each in zip(written, _of_one_head(text.split("\n")), strict=True)
    ]
    marker = _Marker(text, commands, in_document=_DOCUMENT not in text, has_works=bool(site.works))
    page = laid(lines, marker.marked)
    page.problems = tuple(found.problems)
    page.text = _with_plain_columns(page.text)
    return _without_endless_commands(_flat(page, source), source)


def _flat(page: Laid, source: Source) -> Laid:
    """Take away tables deep in one another, and options without end: pandoc would not come back."""
    text = page.text
    holes = [*_deep_tables(text), *_open_options(text)]
    if holes:
        kept: list[str] = []
        at = 0
        for start, end in sorted(holes):
            kept.append(text[at:start])
            at = end
        page.text = "".join((*kept, text[at:]))
        message = f"{len(holes)} tables or options too deep in one another are read as words"
        said = Diagnostic("unread-tex", Severity.WARNING, message, line_of(source, 1).span)
        page.problems = (*page.problems, said)
    return page


def _deep_tables(text: str) -> Iterator[tuple[int, int]]:
    depth = 0
    for found in _TABLE_BOUND.finditer(text):
        is_end = found[0].startswith("\\end")
        depth -= is_end
        if depth >= _MOST_TABLES:
            yield found.span()
        depth = max(depth, 0) + (not is_end)


def _open_options(text: str) -> list[tuple[int, int]]:
    found = [(each.end() - 1, each.end()) for each in _OPEN_OPTION.finditer(text)]
    return found if len(found) > _MOST_OPTIONS else []


def _without_items(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Take the `\item` that defined commands begin with away; return the names of these too.

    It stands where they do, so that its mark tells where that is.
    """
    pieces: list[str] = []
    names: list[str] = []
    at = 0
    for each in _definitions(text):
        if found := _LEADING_ITEM.match(text, each.body, each.end):
            label = f"{{{found['label']}}}" if found["label"] else ""
            pieces += (text[at : found.start("item")], label)
            at = found.end()
            names.append(each.name)
    return "".join((*pieces, text[at:])), tuple(names)


def _of_one_head(lines: list[str]) -> list[str]:
    """Leave out what a long table has at the top and the bottom of its further pages."""
    first = None
    for number, line in enumerate(lines):
        if r"\end" not in line:
            continue
        found = list(_TABLE_PART.finditer(line))
        if found and first is None:
            first = (number, found[0].start())
        if found and first:
            start, at = first
            lines[start] = lines[start][:at] + (line[found[-1].end() :] if start == number else "")
            if start != number:
                lines[start + 1 : number] = [""] * (number - start - 1)
                lines[number] = line[found[-1].end() :]
                first = (number, 0)
        elif _TABLE_END.search(line):
            first = None
    return lines


def _with_plain_columns(text: str) -> str:
    """Return *text* with every table as one that pandoc knows, its columns by their number."""
    pieces: list[str] = []
    at = 0
    for table in _TABLE.finditer(text):
        if table.start() < at:
            continue
        widths = 1 if table["name"].rstrip("*") in _WIDE or table["name"] == "tabular*" else 0
        end, groups = _groups(text, table.end(), widths + 1)
        if len(groups) <= widths:
            continue
        count = _columns(groups[-1])
        pieces += (text[at : table.start()], f"\\begin{{longtable}}{{{'l' * count}}}")
        at = end
    return _TABLE_END.sub(r"\\end{longtable}", "".join((*pieces, text[at:])))


def _groups(text: str, at: int, most: int) -> tuple[int, list[str]]:
    """Return up to *most* groups in braces from *at*, and where they end."""
    found: list[str] = []
    while len(found) < most and (opened := _GROUP.match(text, at)):
        depth = 1
        for brace in _BRACE.finditer(text, opened.end(), opened.end() + _LONGEST_COLUMNS):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                found.append(text[opened.end() : brace.start()])
                at = brace.end()
                break
        else:
            break
    return at, found


def _columns(text: str) -> int:
    """Return how many columns *text* declares: `|l|p{2cm}>{\bfseries}X*{2}{c}|`."""
    for _ in range(6):
        text = _COLUMN_ARGUMENT.sub("", text)
        text = _REPEATED.sub(lambda each: each[2] * min(int(each[1]), 50), text)[:_LONGEST_COLUMNS]
    return min(len(re.findall(r"[A-Za-z]", text)), 100) or 1


def _without_endless_commands(page: Laid, source: Source) -> Laid:
    """Take away what the page defines where it grows without end, which pandoc would wait for."""
    defined = (*_definitions(page.text), *_environments(page.text))
    bodies = {each.name: page.text[each.body : each.end] for each in defined}
    if _length(page.text, bodies) < _MOST_COMMANDS:
        return page
    kept: list[str] = []
    at = 0
    for each in sorted(defined, key=lambda each: each.start):
        kept.append(page.text[at : max(each.start, at)])
        at = max(each.end, at)
    page.text = "".join((*kept, page.text[at:]))
    message = "the commands that the page defines are not read: one stands for others without end"
    place = line_of(source, 1)
    said = Diagnostic("unread-tex", Severity.WARNING, message, place.span)
    page.problems = (said, *page.problems)
    return page


@dataclass(frozen=True, slots=True)
class _Definition:
    """A command that a page defines: where that starts, what it stands for, and where it ends."""

    name: str
    start: int
    body: int
    end: int


def _definitions(text: str) -> Iterator[_Definition]:
    at = 0
    while found := _DEFINES.search(text, at):
        end = _closing(text, found.end())
        if end is None:
            return  # pandoc does not get beyond it either
        yield _Definition(found["name"], found.start(), found.end(), end)
        at = end


def _closing(text: str, start: int) -> int | None:
    """Return where the brace ends that opens before *start*."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return None


def _environments(text: str) -> Iterator[_Definition]:
    """Yield what the beginning of each environment that *text* defines stands for, and its end."""
    at = 0
    while found := _ENVIRONMENT.search(text, at):
        at = found.end()
        middle = _closing(text, at)
        if middle is None:
            return  # to look for it from each beginning would take the square of their number
        second = _GROUP.match(text, middle)
        if second is None:
            continue
        end = _closing(text, second.end())
        if end is None:
            return
        name = found["name"]
        yield _Definition(f"begin{{{name}}}", found.start(), found.end(), middle)
        yield _Definition(f"end{{{name}}}", middle, second.end(), end)
        at = end


def _length(text: str, bodies: Mapping[str, str]) -> int:
    """Return how many commands *text* comes to once those with *bodies* are carried out."""
    lengths: dict[str, int] = {}

    def length(name: str, depth: int) -> int:
        if name not in bodies:
            return 1
        if depth > _DEEPEST:
            return _MOST_COMMANDS
        if name not in lengths:
            lengths[name] = _MOST_COMMANDS  # as long as it is not known: it may name itself
            lengths[name] = 1 + sum_of(bodies[name], depth)
        return lengths[name]

    def sum_of(words: str, depth: int) -> int:
        total = 0
        for found in _COMMAND.finditer(words):
            total = min(total + length(found[1], depth + 1), _MOST_COMMANDS)
        return total

    return sum_of(text, 0)


def _simpler(text: str) -> str:
    """Return *text* in commands that pandoc knows."""
    if "&" in text or "\\row" in text or "\\c" in text or "\\addl" in text:
        text = _TABLE_LOOKS.sub("", text)
        text = _STACKED.sub(lambda cell: cell[1].replace("\\\\", "\\newline "), text)
    text = _BIBLIOGRAPHY.sub(r"\1", text)
    if "\\cite" in text:
        text = _AUTHOR_AND_YEAR.sub(r"\\textcite{\1}", text)
    return _FRAME.sub(r"\\begin{frame}\\frametitle{", text)


def _included(text: str) -> str:
    found = _INCLUDED.fullmatch(text)
    name = found[1] if found else ""
    return name if not name or name.endswith(".tex") else f"{name}.tex"


# What is pushed to the right margin, behind words: "Logs \\hfill Jan 7".
_APART = pattern(r"(?<=[\w}\])'!?.])[ \t]*\\hfill(?![A-Za-z])(?:\{\})?[ \t]*(?=[\w{(#])")
_BIBLIOGRAPHY = pattern(r"(\\begin\{thebibliography\})\s*\{[^{}]*\}")
_BIB_ITEM = pattern(r"\\bibitem\s*(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\])?\s*\{(?P<key>[^{}]+)\}")
_NEW_LIST = pattern(r"\\newlist\s*\{([^{}]+)\}\s*\{(itemize|enumerate|description)\*?\}")
_CITED = pattern(r"\\(?!nocite)(?:\w*[cC]ite\w*|bibentry)\*?(?:\[[^\[\]]*\])*\{([^{}]+)\}")
_UNCITED = pattern(r"\\nocite\s*\{([^{}]+)\}")
_LISTS = pattern(
    r"\\(?:nocite\s*\{[^{}]+\}"
    r"|(?P<list>printbibliography|putbib|bibliography(?=\s*\{))\s*(?P<options>\[[^\[\]]*\])?(?:\s*\{[^{}]*\})?)"
)
_LIST_TITLE = pattern(r"\btitle\s*=\s*(?:\{([^{}]+)\}|([^,\]]+))")


class _Marker:
    """Marks lines; knows in which environment one stands, and which works are only listed.

    `commands` begin with an item each; `has_works` says whether there are works to list.
    """

    def __init__(
        self, text: str, commands: tuple[str, ...], *, in_document: bool, has_works: bool
    ) -> None:
        self._in_document = in_document
        self._open: list[str] = []
        names = "|".join(sorted(commands, key=len, reverse=True))
        self._command = re.compile(rf"\\(?:{names})(?![A-Za-z])") if commands else None
        self._lists = dict(_NEW_LIST.findall(text))
        self._has_works = has_works
        self._unlisted: dict[str, Place] = {}
        self._cited = {key.strip() for keys in _CITED.findall(text) for key in keys.split(",")}

    def marked(self, line: Written, marks: Marks) -> str:
        if not self._in_document:
            self._in_document = _DOCUMENT in line.text
            self._listed(line, marks)
            return line.text
        line = replace(line, text=_simpler(line.text))
        was_verbatim = self._open[-1:] and self._open[-1] in _VERBATIM
        text = _ITEM.sub(lambda found: self._item(found, line, marks), line.text)
        if not was_verbatim and not text.lstrip().startswith("%"):
            if self._command and not _DEFINES.search(text):
                text = self._command.sub(
                    lambda found: f"\\item {marks.put(line.place)} {found[0]}", text
                )
            text = _BIB_ITEM.sub(lambda found: _bib_item(found, line, marks), text)
            text = _LISTS.sub(lambda _: self._listed(line, marks), text)
        if was_verbatim or text != line.text or text.lstrip().startswith("%"):
            return text
        found = _TITLE.match(text)
        at = found.end() if found else 0
        if not found and not _WORDS.match(text):
            return text
        return f"{text[:at]}{marks.put(line.place)} {text[at:]}"

    def _listed(self, line: Written, marks: Marks) -> str:
        r"""Gather what a line says with `\nocite`, or return the list that it asks for."""
        for keys in _UNCITED.findall(line.text):
            for key in filter(None, map(str.strip, keys.split(","))):
                if key != "*" and key not in self._cited:
                    self._unlisted.setdefault(key, line.place)
        found = _LISTS.search(line.text)
        if not found or not found["list"] or not (self._unlisted and self._has_works):
            return found[0] if found else ""
        items = "".join(
            f"\\item {marks.put(place)} \\fullcite{{{key}}} "
            for key, place in self._unlisted.items()
        )
        self._unlisted.clear()
        title = _LIST_TITLE.search(found["options"] or "")
        words = title and (title[1] or title[2]).strip()
        heading = f"\\subsection*{{{words}}} " if words else ""
        return f"{heading}\\begin{{itemize}} {items}\\end{{itemize}}"

    def _item(self, found: re.Match[str], line: Written, marks: Marks) -> str:
        inside = self._open[-1] if self._open else ""
        if inside in _VERBATIM and found["name"] != inside:
            return found[0]
        match found["end"]:
            case "begin":
                self._open.append(found["name"])
                return self._known(found)
            case "end":
                if found["name"] in self._open:
                    while self._open.pop() != found["name"]:
                        pass
                return self._known(found)
        label = found["label"]
        if label is None:
            return f"\\item {marks.put(line.place)} "
        if self._lists.get(inside, inside) == "description":
            return f"\\item[{label}] {marks.put(line.place)} "
        # A label in place of a bullet is a mark, such as a star, which pandoc would drop.
        return f"\\item {marks.put(line.place)} {{{label}}} "

    def _known(self, found: re.Match[str]) -> str:
        """Return the beginning or the end of an environment by a name that pandoc knows."""
        name = self._lists.get(found["name"])
        if found["name"] == "thebibliography":
            name = "description"
        return f"\\{found['end']}{{{name}}}" if name else found[0]


def _bib_item(found: re.Match[str], line: Written, marks: Marks) -> str:
    """Return the item of a bibliography as one that its key names."""
    target = f"\\hypertarget{{citation:{found['key'].strip()}}}{{}}"
    return f"\\item[{target}] {marks.put(line.place)} "

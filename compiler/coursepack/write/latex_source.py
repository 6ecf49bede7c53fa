"""The printed document as LaTeX: the body by pandoc, the readings by commands of ours."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from coursepack.adapters import languages, latex_characters, qr_code
from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters.fonts import is_mark
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.document import (
    Agenda,
    Chart,
    Document,
    Heading,
    ListItem,
    Own,
    ReadingEntry,
    ReadingList,
    runs_right_to_left,
)
from coursepack.pattern import pattern
from coursepack.write import columns, scripts
from coursepack.write.characters import Absent
from coursepack.write.printed import (
    BREAK,
    TEMPLATES,
    Gutter,
    gutter,
    is_long,
    is_short,
    running_head,
    tokens,
    wants_contents,
)

# What T1 fonts print, and pdfTeX's text can be searched for, without any help.
_LATIN = (
    "¡¢£¤¥§©«®°±´¶·¸»¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
    "ĂăĄąĆćČčĎďđĘęĚěĞğİıĹĺĽľŁłŃńŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž–—‘’‚“”„†‡•‹›€"
)
_PLAIN = frozenset((*map(chr, range(0x20, 0x7F)), "\n", "\u00a0", BREAK, *_LATIN))
_JOINERS = ("\u200c", "\u200d")

# ASCII that TeX's fonts draw as something else, or join with their neighbours.
_ASCII = {"`": r"\textasciigrave", "^": r"\textasciicircum", "~": r"\textasciitilde"}
_SPECIAL = pattern(r"[`^~]|(?<=[,<>!?])(?=[,<>!?])")
_URL_SAFE = "!#$&'()*+,-./:;=?@_%"
_LONE_PERCENT = pattern(r"%(?![0-9A-Fa-f]{2})")
_ENGLISH = "en"
_LANGUAGE = pattern(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def latex(paper: Document, pandoc: Pandoc) -> str:
    """Return a LaTeX file that compiles by itself, of a document as `printed` made it."""
    paper = scripts.marked(paper)
    hanging = gutter(paper)
    nodes = (
        node
        for block in paper.blocks
        for node in (
            *tree.blocks((block,), lambda own: _own(own, hanging)),
            *(_code_of(block) if isinstance(block, Heading) and block.address else ()),
        )
    )
    body = _dressed(list(nodes))
    template = (TEMPLATES / "handout.latex").read_text("utf-8")
    return pandoc.write("latex-smart", body, template, _meta(paper, body)) + "\n"


def unprinted() -> Absent:
    """Return the function that finds what pdfLaTeX cannot print, nor another engine surely."""
    asked: dict[str, bool] = {}

    def absent(text: str) -> set[str]:
        odd = set(text).difference(_PLAIN, _JOINERS)
        if new := odd - asked.keys():
            known = latex_characters.commands(new)
            asked.update((c, c not in known and not _accent(c)) for c in new)
        return {character for character in odd if asked[character]}

    return absent


def _own(block: Own, hanging: Gutter) -> list[Node]:
    match block:
        case ReadingList():
            return _readings(block, hanging)
        case Agenda():
            return [*_agenda(block, hanging)]
        case Chart():
            return [
                tree.raw("latex", "\\begin{chart}"),
                *_bars(block),
                tree.raw("latex", "\\end{chart}"),
            ]


def _agenda(agenda: Agenda, hanging: Gutter) -> Iterator[Node]:
    day, about = (tree.words(words) for words in agenda.header)
    yield _line("\\begin{agenda}{", *day, "}{", *about, "}")
    for meeting in agenda.meetings:
        command = "\\dayoff{" if meeting.off else "\\textbf{"
        title: list[Node | str] = [command, *tree.inlines(meeting.title), "}"]
        yield _line(*tree.words(meeting.when), " & ", *(title if meeting.title else ()))
        yield from tree.blocks(meeting.blocks, lambda own: _own(own, hanging))
        yield tree.raw("latex", "\\meetingends")
    yield tree.raw("latex", "\\end{agenda}")


def _bars(chart: Chart) -> Iterator[Node]:
    for bar in chart.bars:
        full, light = (length / chart.longest for length in (bar.full, bar.light))
        yield _line(
            "\\chartbar{", *tree.words(bar.name), f"}}{{{full:.4f}}}{{{light:.4f}}}{{",
            *tree.words(bar.words), "}",
        )  # fmt: skip


def _readings(readings: ReadingList, hanging: Gutter) -> list[Node]:
    nodes = [_line(f"\\begin{{readings}}{{{hanging.width:.3f}bp}}")]
    for item in readings.items:
        if isinstance(item, ListItem):
            nodes += _prose(item, hanging)
        else:
            nodes += _entry(item, hanging)
    return [*nodes, tree.raw("latex", "\\end{readings}")]


def _entry(entry: ReadingEntry, hanging: Gutter) -> Iterator[Node]:
    """Box, label, mark, reference, identifier, locator, note, annotation, questions."""
    environment = "longreading" if is_long(entry) else "reading"
    label, mark = [*tree.words(entry.label)], _mark(entry)
    first: list[list[Node | str]] = [
        [] if hanging.holds == "labels" else [*label],
        [] if hanging.holds == "marks" else mark,
        [*tree.inlines(entry.reference)],
        _identifier(entry),
    ]
    below: list[list[Node | str]] = [
        [*tree.words(entry.locator)],
        ["\\readingnote{", *tree.inlines(entry.note), "}"] if entry.note else [],
    ]
    hung: list[Node | str] = ["\\tickbox{}"] if entry.box else []
    if hanging.holds == "labels":
        hung += label
    elif hanging.holds == "marks" and mark:
        hung += ["{\\smallsize{}", *mark, "}"]
    beginning = [f"\\begin{{{environment}}}{{", *hung, "}"]
    told = _spaced(below)
    yield _line(*beginning, *_spaced(first), *(["\\newline{}", *told] if told else []))
    if entry.annotation:
        yield tree.raw("latex", "\\begin{annotation}")
        yield from tree.blocks(entry.annotation, lambda own: _own(own, hanging))
        yield tree.raw("latex", "\\end{annotation}")
    for question in entry.questions:
        yield _line("\\question{", *tree.words(question.text), f"}}{{{question.lines}}}")
    yield tree.raw("latex", f"\\end{{{environment}}}")


def _mark(entry: ReadingEntry) -> list[Node | str]:
    command = "\\requiredmark{" if entry.required else "\\optionalmark{"
    return [command, *tree.words(entry.mark), "}"] if entry.mark else []


def _identifier(entry: ReadingEntry) -> list[Node | str]:
    if not entry.identifier:
        return []
    command = "\\identifier{" if is_short(entry.identifier) else "\\longidentifier{"
    return [command, *tree.inlines(entry.identifier), "}"]


def _spaced(parts: list[list[Node | str]]) -> list[Node | str]:
    space: list[Node | str] = [{"t": "Space"}]
    shown = [part for part in parts if part]
    return [piece for n, part in enumerate(shown) for piece in (space + part if n else part)]


def _prose(item: ListItem, hanging: Gutter) -> list[Node]:
    inner = tree.blocks(item.children, lambda own: _own(own, hanging))
    return [tree.raw("latex", "\\begin{prose}"), *inner, tree.raw("latex", "\\end{prose}")]


def _code_of(heading: Heading) -> Iterator[Node]:
    """Draw the code that leads to the part, row by row, with rules."""
    matrix = qr_code.rows(heading.address)
    squares = "".join(
        f"\\put({start},{len(matrix) - 1 - y}){{\\rule{{{length}\\unitlength}}{{\\unitlength}}}}"
        for y, runs in enumerate(matrix)
        for start, length in runs
    )
    yield tree.raw("latex", f"\\qrcode{{{len(matrix)}}}{{{squares}}}")


def _line(*pieces: Node | str) -> Node:
    """A block of nodes and of commands of ours between them."""
    return tree.plain([_command(p) if isinstance(p, str) else p for p in pieces])


def _command(text: str) -> Node:
    return tree.raw_inline("latex", text)


# What pandoc's writer leaves to be done, on pandoc's own tree


def _dressed(value: Any) -> Any:
    """Return *value*, any part of pandoc's tree, with the nodes replaced that LaTeX needs so."""
    return tree.replaced(value, _replaced)


def _replaced(item: Any) -> list[Any]:
    content: Any = item.get("c") if isinstance(item, dict) else None
    match item:
        case {"t": "Str"}:
            return list(_safe_words(content))
        case {"t": "Code"}:
            return list(_code(content[1]))
        case {"t": "Span"}:
            inner = _dressed(content[1])
            told = dict(content[0][2])
            if told.keys() & {"lang", "dir"}:
                return [_command(_foreign(told)), *inner, _command("}")]
            is_title = tree.TITLE_CLASS in content[0][1]
            return [_command("\\worktitle{"), *inner, _command("}")] if is_title else inner
        case {"t": "Link"}:
            link = [content[0], _dressed(content[1]), [_url(content[2][0]), ""]]
            return [{"t": "Link", "c": link}]
        case {"t": "Header"}:
            # Nothing refers to it, and a label may hold what LaTeX gives a meaning.
            level, _, inner = content
            return [{"t": "Header", "c": [level, tree.NO_ATTRIBUTES, _dressed(inner)]}]
        case {"t": "CodeBlock"}:
            return list(_program(content[1]))
        case {"t": "HorizontalRule"}:
            return [tree.raw("latex", "\\divider")]
        case {"t": "Table"}:
            return [{"t": "Table", "c": _fitted(_dressed(content))}]
        case _:
            return [_dressed(item)]


def _foreign(told: Mapping[str, str]) -> str:
    language = _known(told.get("lang", ""))
    if not language and told.get("dir") == "ltr":
        language = _ENGLISH  # of which the direction is meant alone
    return f"\\foreign{{{language}}}{{"


def _known(tag: str) -> str:
    """Return *tag* where it names a language, "" for a script alone."""
    return tag if _LANGUAGE.fullmatch(tag) and not tag.startswith("und") else ""


def _safe_words(text: str) -> Iterator[Node]:
    end = 0
    for match in _SPECIAL.finditer(text):
        if match.start() > end:
            yield {"t": "Str", "c": text[end : match.start()]}
        end = match.end()
        yield _command(_ascii(match[0]))
    if end < len(text):
        yield {"t": "Str", "c": text[end:]}


def _code(text: str) -> Iterator[Node]:
    yield _command("\\texttt{")
    for number, word in enumerate(text.split(" ")):
        if number:
            yield _command("\\ ")
        yield from _safe_words(word)
    yield _command("}")


def _ascii(character: str) -> str:
    if not character:
        return "{\\kern0pt}"  # the signs on either side would join into a quotation mark
    return f"\\asciicharacter{{{ord(character):04X}}}{{{_ASCII[character]}}}{{}}"


def _url(url: str) -> str:
    """Percent-encode what TeX would take for something else; the address stays the same."""
    return quote(_LONE_PERCENT.sub("%25", url), safe=_URL_SAFE).replace("$", "%24")


def _program(text: str) -> Iterator[Node]:
    yield tree.raw("latex", "\\begin{program}")
    nodes: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            nodes.append({"t": "LineBreak"})
        # Spaces at either end of a line of LaTeX are lost, and an empty one is an error.
        nodes += _code(line.rstrip() or "\u00a0")
    yield tree.plain(nodes)
    yield tree.raw("latex", "\\end{program}")


def _fitted(content: list[Any]) -> list[Any]:
    """Give the columns of a table that is wider than the page the widths of their text."""
    attributes, caption, specs, head, bodies, foot = content
    for cell in (cell for row in head[1] for cell in row[1]):
        cell[4] = [tree.plain([{"t": "Strong", "c": block["c"]}]) for block in cell[4]]
    longest = columns.longest(content)
    if sum(longest) > columns.LINE:
        widths = map(tree.width, columns.shares(longest))
        specs = [[{"t": "AlignLeft"}, width] for width in widths]
    return [attributes, caption, specs, head, bodies, foot]


# The preamble


def _meta(paper: Document, body: list[Node]) -> dict[str, Node]:
    title = paper.title or paper.name
    design = tokens(paper)
    slant = _slant(design) if scripts.has_small_letters(paper.language) else "\\upshape"
    facts = [_map(name=_text(fact.name), text=_line_of(fact.text, paper)) for fact in paper.facts]
    meta: dict[str, Node] = {
        "token": _map(**{name: _token(value) for name, value in design.items()}),
        "language": _string(paper.language if _LANGUAGE.fullmatch(paper.language) else "en"),
        "paper": _string("letterpaper" if paper.sheet.paper == "letter" else "a4paper"),
        "twocolumn": _flag(paper.sheet.columns > 1),
        "labels": _flag(gutter(paper).holds != "marks"),
        "libertinus": _flag(design["fonts"] == "libertinus"),
        "oldstyle": _flag(
            design["figures"] == "old-style" and scripts.has_small_letters(paper.language)
        ),
        "centred": _flag(design["masthead"] == "centred"),
        "strongrule": _flag(design["masthead_rule"] > 1),
        "thinrule": _flag(0 < design["masthead_rule"] <= 1),
        "monoidentifiers": _flag(design["identifiers"] == "mono"),
        "partrule": _flag(design["part_rule"] > 0),
        "sectionrule": _flag(design["section_rule"] > 0),
        "partstyle": _commands(_style(design["part"], design)),
        "sectionstyle": _commands(_style(design["section"], design)),
        "markstyle": _commands("\\scshape" if design["marks"] == "small-caps" else slant),
        "slant": _commands(slant),
        "hyphenate": _flag(design["hyphenate"]),
        # Only English patterns are sure to be in pdfLaTeX's own small TeX.
        "english": _flag(paper.language.startswith("en")),
        "title": _line_of(title, paper),
        "pdftitle": _text(title.replace(BREAK, "")),
        "running": _text(running_head(paper)),
        "page-of": _page_of(paper),
        "subtitle": _line_of(paper.subtitle, paper),
        "facts": {"t": "MetaList", "c": facts},
        "contents": _text(paper.contents_title if wants_contents(paper) else ""),
        "tables": _flag(
            any(node["t"] == "Table" for node in body)
            or any(isinstance(block, Agenda) for block in paper.blocks)
        ),
    }
    content = json.dumps([meta, body]).encode("ascii")
    meta["identity"] = _string(hashlib.sha256(content).hexdigest()[:32].upper())
    meta["characters"] = _declarations(_characters([meta, body]))
    meta |= _languages(paper, [meta, body])
    return meta


def _languages(paper: Document, nodes: list[Any]) -> dict[str, Node]:
    """Return which languages are spoken in *nodes*, and in which faces they are set."""
    main = _known(paper.language) or _ENGLISH
    named = {tag for tag in _spoken(nodes) if tag and tag != main}
    mirrored = paper.is_right_to_left
    bidi = mirrored or any(map(runs_right_to_left, named))
    own = (_ENGLISH,) if mirrored and not main.startswith(_ENGLISH) else ()
    others = sorted(named.union(own) - {main})
    # What TeX itself knows is English.
    needed = bool(others) or not main.lower().startswith(_ENGLISH)
    lines = [f"\\speak{_choices(tag)}" for tag in others]
    if needed:
        lines.insert(0, f"\\speak[main]{_choices(main)}")
    odd = _characters(nodes) - _PLAIN
    found = sorted({script for script in map(_face, odd) if script})
    for script in found:
        names = _HAN_FACES[_home(main)] if script == scripts.HAN else _FACES.get(script, ())
        shaped = f"Script={_SHAPED[script]}" if script in _SHAPED else ""
        lines.append(f"\\newface{{{script}}}{{{shaped}}}{{{','.join(names or (_NOTO,))}}}")
    if scripts.HAN in found:
        for tag in others:
            if tag.partition("-")[0] in _HAN_FACES:
                faces = ",".join(_HAN_FACES[_home(tag)])
                lines.append(f"\\newface{{{scripts.HAN}-{tag}}}{{}}{{{faces}}}")
    return {
        "bidi": _flag(bidi),
        "babel": _flag(needed),
        "upright": _flag(not scripts.has_small_letters(paper.language)),
        "mirrored": _flag(mirrored),
        "languages": {"t": "MetaBlocks", "c": [tree.raw("latex", "\n".join(lines))]},
    }


def _spoken(value: Any) -> Iterator[str]:
    """Yield the tag of each `\\foreign` in any part of a tree."""
    match value:
        case {"t": "RawInline", "c": ["latex", str(text)]} if text.startswith("\\foreign{"):
            yield text[len("\\foreign{") :].partition("}")[0]
        case dict():
            yield from _spoken([*value.values()])
        case list():
            for item in value:
                yield from _spoken(item)


def _choices(tag: str) -> str:
    """Return *tag* and the names under which babel may know it, the closest first."""
    primary = tag.partition("-")[0].lower()
    written = f"{primary}-{languages.script_of(tag)}"
    return f"{{{tag}}}{{{','.join(dict.fromkeys((tag, written, primary)))}}}"


def _home(tag: str) -> str:
    primary = tag.partition("-")[0].lower()
    if primary == "zh" and languages.script_of(tag) == "Hant":
        return "zh-Hant"
    return primary if primary in _HAN_FACES else "zh"


def _face(character: str) -> str:
    """Return the script whose face has *character*, where the course's own has not."""
    script = scripts.folded(languages.script(character))
    if script == "Latn":
        return ""
    if not script and unicodedata.east_asian_width(character) in "WF":
        return scripts.HAN
    shared = {scripts.folded(name) for name in languages.scripts(character)}
    return script or next((s for s in (scripts.HAN, "Arab", "Hebr") if s in shared), "")


# The book faces that systems have for other scripts, free ones first.
_NOTO = "Noto Serif"
_FACES = {
    "Arab": ("Noto Naskh Arabic", "Amiri", "Scheherazade New", "Geeza Pro", "Sakkal Majalla"),
    "Hebr": ("Noto Serif Hebrew", "Frank Ruehl CLM", "New Peninim MT", "David"),
    "Hang": ("Noto Serif CJK KR", "UnBatang", "Baekmuk Batang", "AppleMyungjo", "Batang"),
    "Grek": (_NOTO, "DejaVu Serif", "Times New Roman"),
    "Cyrl": (_NOTO, "DejaVu Serif", "Times New Roman"),
    "Thai": ("Noto Serif Thai", "Norasi", "Thonburi", "Leelawadee UI"),
    "Deva": ("Noto Serif Devanagari", "Lohit Devanagari", "Nirmala UI"),
    "Armn": ("Noto Serif Armenian", "DejaVu Serif"),
    "Geor": ("Noto Serif Georgian", "DejaVu Serif"),
}
_SHAPED = {"Arab": "Arabic", "Hebr": "Hebrew", "Thai": "Thai", "Deva": "Devanagari"}
_HAN_FACES = {
    "zh": ("Noto Serif CJK SC", "FandolSong", "Songti SC", "SimSun"),
    "zh-Hant": ("Noto Serif CJK TC", "Songti TC", "PMingLiU"),
    "ja": ("Noto Serif CJK JP", "Harano Aji Mincho", "IPAexMincho", "Hiragino Mincho ProN"),
    "ko": ("Noto Serif CJK KR", "UnBatang", "AppleMyungjo", "Batang"),
}


def _page_of(paper: Document) -> Node:
    """Return what stands at the foot of a page, with TeX's own numbers."""
    numbers = {"{page}": r"\thepage{}", "{pages}": r"\pageref*{last-page}"}
    nodes: list[Node] = []
    for piece in re.split(r"(\{pages?\})", paper.page_of):
        if piece in numbers:
            nodes.append(tree.raw_inline("latex", numbers[piece]))
        else:
            nodes += _dressed(tree.words(piece))
    return {"t": "MetaInlines", "c": nodes}


def _slant(design: Mapping[str, Any]) -> str:
    return "\\itshape" if design["slant"] else "\\upshape"


def _style(form: str, design: Mapping[str, Any]) -> str:
    return {"semibold": "\\bfseries", "small-caps": "\\scshape"}.get(form, _slant(design))


def _commands(text: str) -> Node:
    return {"t": "MetaInlines", "c": [_command(text)]}


def _token(value: Any) -> Node:
    return _flag(value) if isinstance(value, bool) else _string(str(value))


def _flag(value: bool) -> Node:
    return {"t": "MetaBool", "c": value}


def _declarations(characters: set[str]) -> Node:
    odd = sorted(characters - _PLAIN)
    known = latex_characters.commands(odd) if odd else {}
    lines = "\n".join(_declaration(character, known.get(character, "")) for character in odd)
    return {"t": "MetaBlocks", "c": [tree.raw("latex", lines)]}


def _declaration(character: str, command: str) -> str:
    number = f"{ord(character):04X}"
    missing = "" if character in _JOINERS else f"\\missingcharacter{{{number}}}"
    drawn = command or _accent(character)
    utf_16 = character.encode("utf-16-be", "replace").hex().upper()
    by_pdftex = f"\\actualtext{{{utf_16}}}{{{drawn}}}" if drawn else missing
    by_others = command if latex_characters.is_mathematics(command) else missing
    if missing and by_others == missing and (script := _face(character)):
        by_others = f"\\inface{{{script}}}{{{number}}}"
    return f"\\declarecharacter{{{number}}}{{{by_pdftex}}}{{{by_others}}}"


def _accent(character: str) -> str:
    accent = latex_characters.accent(character) if is_mark(character) else ""
    return f"\\markabove{{{accent}}}" if accent else ""


def _characters(value: Any) -> set[str]:
    """Every character that pandoc prints of a part of its tree."""
    match value:
        case {"t": "Str", "c": str(text)} | {"t": "Code", "c": [_, str(text)]}:
            return set(text)
        case dict():
            return _characters(list(value.values()))
        case list():
            return set().union(*map(_characters, value))
        case _:
            return set()


def _text(text: str) -> Node:
    return {"t": "MetaInlines", "c": _dressed(tree.words(text))}


def _line_of(text: str, paper: Document) -> Node:
    return {"t": "MetaInlines", "c": _dressed(tree.inlines(scripts.line(text, paper)))}


def _string(text: str) -> Node:
    return {"t": "MetaString", "c": text}


def _map(**entries: Node) -> Node:
    return {"t": "MetaMap", "c": entries}

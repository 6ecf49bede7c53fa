"""pandoc, kept up as one process for a build: it reads prose, cites and writes.

The process runs a script of ours under `pandoc lua`, in an empty folder. Its readers are
sandboxed there one by one; raw TeX, mathematics and metadata are switched off in prose,
so that nothing of a course is ever more than text to a writer.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters.answers import Answers
from coursepack.adapters.child import ChildError, Closing, Worker
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.document import Blocks, Inlines, plain_text, trimmed
from coursepack.model.outline import Reference
from coursepack.model.work import Name, PartialDate, Work
from coursepack.pattern import pattern

# Ten times what 3,300 works need in the slowest of the common styles.
SECONDS = 300.0

# Room for new data that saves a third of pandoc's time, spent on collecting garbage otherwise;
# and a limit, at twice what 3,300 works need.
_RUNTIME = ("+RTS", "-A32m", "-n4m", "-M4g", "-RTS")

_NOTE = pattern(r"[ \t>*+\-:\d.)]*\[\^[^\]]+\]:")
_LINE_END = pattern(r"\r\n?|\n")
_BEGINS_BLOCK = pattern(r"[ \t>]*(?:[-*+#|]|\d+[.)]|$)")

# In one paragraph; pandoc's time grows with the square of most of them.
_MOST_LINKS = 500
_MOST_SIGNS = 2000
_SIGN = pattern(r"[*_~^`\[|]")
_LONGEST = 50_000  # characters; a block of HTML may stand in one line
_DENSE = "a paragraph of some thousand links or signs of Markdown, or of 50,000 characters,"

_BODY = "$body$"
# Where something raw stands. No text has this sign in it: writers drop what XML cannot carry.
_PLACE = "\x02"
_KEPT = pattern(rf"{_PLACE}(\d+){_PLACE}")

# Variables in which a quote is a character like any other.
_IDENTIFIERS = {"URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "call-number", "archive_location"}


Form = Literal["markdown", "html", "latex", "org", "rst"]


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as pandoc reads it: blocks, and what was left out after which mark of the text.

    `title` is what the text says of itself, where its form has a place for that; that of HTML is
    made for windows and menus, and is left alone.
    """

    blocks: Blocks
    unread: tuple[tuple[str, int | None], ...]
    title: Inlines = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Works that one style formats together, and so tells apart from one another."""

    style: str
    works: tuple[Work, ...]


class Pandoc(Closing):
    """One pandoc process; use it in a `with` statement."""

    def __init__(self, folder: Path, answers: Answers | None = None) -> None:
        """Start pandoc in *folder*, which is empty and ours. Raises ChildError.

        What stands in *answers* it is not asked again.
        """
        self._folder = folder
        self._answers = answers
        script = Path(__file__).with_name("pandoc_worker.lua")
        program = _program()
        self._version = _version(program)
        argv = [program, *_RUNTIME, "lua", str(script)]
        self._worker = Worker("pandoc", argv, folder, SECONDS)
        self._styles: dict[str, str] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """End the process."""
        self._worker.close()

    def read_prose(self, text: str, form: Form = "markdown") -> Prose:
        """Read *text* as Markdown with HTML in it, or as a page in another *form*."""
        reader = tree.Reader(parted=True)
        text, unread = _parted(text) if form == "markdown" else (text, [])
        notes = not _notes_nest(text)
        read = self._ask("page", text=text, form=form, notes=notes)
        told = read["meta"].get("title", {"t": ""})
        is_title = told["t"] == "MetaInlines" and form != "html"
        title = reader.inlines(told["c"]) if is_title else ()
        return Prose(reader.blocks(read["blocks"]), (*unread, *reader.unread), title)

    def cite(self, runs: Sequence[Run], language: str) -> tuple[Reference, ...]:
        """Format the works of each run, in the order given; no author's key is handed over."""
        return tuple(reference for run in runs for reference in self._cite(run, language))

    def write(
        self,
        to: str,
        blocks: list[Node],
        template: str,
        meta: Mapping[str, Node],
        contents: bool = False,
    ) -> str:
        """Write *blocks* as pandoc's format *to*, in *template*, with its *meta* escaped.

        What is raw in that format stays here meanwhile: pandoc would only copy it, slowly.
        """
        kept: list[str] = []

        def place(node: Node) -> Node:
            match node:
                case {"t": "RawBlock", "c": [form, text]} if to.startswith(form):
                    made = tree.raw
                case {"t": "MetaInlines", "c": [{"t": "RawInline", "c": [form, text]}]}:
                    made = tree.meta_raw
                case _:
                    return node
            kept.append(text)
            return made(form, f"{_PLACE}{len(kept) - 1}{_PLACE}")

        whole = [place(block) for block in blocks]
        given = {name: place(value) for name, value in meta.items()}
        text = self._written(to, whole, template, given, contents)
        return _KEPT.sub(lambda found: kept[int(found[1])], text)

    def _written(
        self,
        to: str,
        blocks: list[Node],
        template: str,
        meta: Mapping[str, Node],
        contents: bool = False,
    ) -> str:
        text = json.dumps(tree.document(blocks, dict(meta)), ensure_ascii=False)
        return str(self._ask("write", tree=text, to=to, template=template, contents=contents))

    def write_file(
        self,
        to: str,
        blocks: list[Node],
        template: str,
        meta: Mapping[str, Node],
        files: Mapping[str, bytes],
    ) -> bytes:
        """Write *blocks* as the archive *to*, "docx" or "epub3".

        Its writer may open *files*, by their names: a reference document (`reference.docx`), style
        sheets and pictures.
        """
        with self._lock:
            for name, data in files.items():
                (self._folder / name).write_bytes(data)
            text = json.dumps(tree.document(blocks, dict(meta)), ensure_ascii=False)
            reference = "reference.docx" if "reference.docx" in files else None
            # Its answer lies in a file, so it is none to remember.
            asked = {"tree": text, "to": to, "template": template, "reference": reference}
            self._answer("write_file", {"operation": "write_file", **asked})
            return (self._folder / "written").read_bytes()

    def write_works(self, to: str, keys: Sequence[str], works: Sequence[Work]) -> str:
        """Write *works*, called *keys*, in the bibliographic format *to*."""
        items = [_item(key, work, marked=False) for key, work in zip(keys, works, strict=True)]
        return self._written(to, [], _BODY, {"references": _list(items)})

    def _cite(self, run: Run, language: str) -> list[Reference]:
        # Ids of our own: the author's keys may hold what pandoc gives a meaning. They are padded
        # because works that a style sorts alike are put in the order of their ids, as text.
        ids = [f"w{number:06}" for number in range(1, len(run.works) + 1)]
        meta = {
            "csl": _string(self._style_file(run.style)),
            "lang": _string(language),
            "references": _list(_item(i, w) for i, w in zip(ids, run.works, strict=True)),
            "nocite": {"t": "MetaInlines", "c": [_nocite(i) for i in ids]},
        }
        answer = self._ask("cite", tree=json.dumps(tree.document([], meta)))
        entries = _entries(answer["blocks"])
        return [entries[f"ref-{i}"] for i in ids]

    def _style_file(self, xml: str) -> str:
        """Return the name of a file in pandoc's folder with this style, the same in any build."""
        if xml not in self._styles:
            told = xml.encode("utf-8")
            self._styles[xml] = name = f"style-{hashlib.sha256(told).hexdigest()}.csl"
            (self._folder / name).write_bytes(told)
        return self._styles[xml]

    def _ask(self, operation: str, /, **request: object) -> Any:
        asked = {"operation": operation, **request}
        if self._answers is None:
            return self._answer(operation, asked)
        question = json.dumps(["pandoc", self._version, asked]).encode("ascii")
        told = self._answers.get(
            question, lambda: json.dumps(self._answer(operation, asked)).encode("ascii")
        )
        return json.loads(told)

    def _answer(self, operation: str, asked: Mapping[str, object]) -> Any:
        answer = self._worker.ask(asked)
        if "error" in answer:
            raise ChildError(f"pandoc could not {operation}: {answer['error']}")
        return answer["value"]


def _program() -> str:
    # Importing pypandoc costs 0.1 s for what is a fixed place in its wheel.
    spec = importlib.util.find_spec("pypandoc")
    for folder in (spec and spec.submodule_search_locations) or ():
        for name in ("pandoc", "pandoc.exe"):
            program = Path(folder, "files", name)
            if program.is_file():
                return str(program)
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise ChildError("pandoc is not installed: `pip install pypandoc_binary`") from error


def _version(program: str) -> tuple[int, int]:
    """Return what tells this *program* from another in its place."""
    try:
        found = Path(program).stat()
    except OSError:
        return 0, 0  # it cannot be started either
    return found.st_mtime_ns, found.st_size


def _notes_nest(text: str) -> bool:
    """Say whether a footnote of *text* may name a footnote.

    pandoc never ends where one names itself, and doubles where each names the next twice.
    """
    if "[^" not in text:
        return False
    inside = after_blank = False
    for line in _LINE_END.split(text):
        if not line.strip(" \t"):
            after_blank = True
            continue
        note = _NOTE.match(line)
        inside = bool(note) or (inside and not (after_blank and line[0] not in " \t"))
        if inside and line.find("[^", note.end() if note else 0) >= 0:
            return True
        after_blank = False
    return False


def _parted(text: str) -> tuple[str, list[tuple[str, int | None]]]:
    """Return *text* without paragraphs of more marks than anyone writes, and what was left out."""
    if _is_readable(text):
        return text, []
    paragraphs: list[list[str]] = []
    for line in text.split("\n"):
        if not paragraphs or _BEGINS_BLOCK.match(line):
            paragraphs.append([])
        paragraphs[-1].append(line)
    joined = ["\n".join(lines) for lines in paragraphs]
    unread = [p for p in joined if not _is_readable(p)]
    kept = "\n".join(p if _is_readable(p) else "" for p in joined)
    places = (tree.MARK.search(p) for p in unread)
    return kept, [(_DENSE, int(place[1]) if place else None) for place in places]


def _is_readable(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST and not paragraph.lstrip().startswith("<"):
        return False
    return paragraph.count("](") <= _MOST_LINKS and len(_SIGN.findall(paragraph)) <= _MOST_SIGNS


def _entries(blocks: list[Node]) -> dict[str, Reference]:
    """Return the entries of the bibliography by the ids that pandoc gave them."""
    found: dict[str, Reference] = {}
    for node in blocks:
        if node["t"] == "Div":
            (ident, classes, _), content = node["c"]
            if "csl-entry" in classes:
                found[ident] = _reference(content)
            else:
                found |= _entries(content)
    return found


def _reference(content: list[Node]) -> Reference:
    """Read one entry; a label in the margin is parted from the text beside it."""
    label: list[Node] = []
    text: list[list[Node]] = []
    for node in _lines(content):
        pieces: list[Node] = []
        for piece in node:
            classes = piece["c"][0][1] if piece["t"] == "Span" else ()
            if "csl-left-margin" in classes:
                label = piece["c"][1]
            elif "csl-right-inline" in classes:
                pieces += piece["c"][1]
            else:
                pieces.append(piece)
        text.append(pieces)
    reader = tree.Reader()
    space = {"t": "Space"}
    joined = [n for number, run in enumerate(text) for n in ([space] if number else []) + run]
    return Reference(trimmed(reader.inlines(joined)), plain_text(reader.inlines(label)).strip())


def _lines(content: list[Node]) -> list[list[Node]]:
    lines: list[list[Node]] = []
    for node in content:
        if node["t"] in ("Para", "Plain"):
            lines.append(node["c"])
        elif node["t"] == "Div":
            lines += _lines(node["c"][1])
    return lines


def _nocite(ident: str) -> Node:
    citation = {
        "citationId": ident,
        "citationPrefix": [],
        "citationSuffix": [],
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], []]}


def _item(ident: str, work: Work, *, marked: bool = True) -> Node:
    """Return *work* as an entry of pandoc's `references`, its texts as inlines.

    The title is *marked*, so that it is found again in what a style makes of it.
    """
    item: dict[str, Node] = {"id": _string(ident), "type": _string(work.kind)}
    for name, names in work.names.items():
        # pandoc prints a last author called "others" as the style's "et al.".
        item[name] = _list(map(_name, names.with_others()))
    for name, date in work.dates.items():
        item[name] = _date(date.value)
    for name, text in work.fields.items():
        as_written = name in _IDENTIFIERS
        item[name] = _inlines((tree.words if as_written else tree.quoted)(text.value))
    if work.title:
        title = tree.inlines(work.title.value, tree.quoted)
        item["title"] = _inlines([tree.span(tree.TITLE_CLASS, title)] if marked else title)
    return {"t": "MetaMap", "c": item}


def _name(name: Name) -> Node:
    parts = {part: _inlines(tree.quoted(text)) for part, text in name.parts().items()}
    return {"t": "MetaMap", "c": parts}


def _date(date: PartialDate) -> Node:
    parts = [str(p) for p in (date.year, date.month, date.day) if p is not None]
    return {"t": "MetaMap", "c": {"date-parts": _list([_list(map(_string, parts))])}}


def _string(text: str) -> Node:
    return {"t": "MetaString", "c": text}


def _inlines(nodes: list[Node]) -> Node:
    return {"t": "MetaInlines", "c": nodes}


def _list(items: Any) -> Node:
    return {"t": "MetaList", "c": list(items)}

"""Evaluate the Liquid of a page, remembering where every piece of its text was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from coursepack import words
from coursepack.adapters import liquid_tags
from coursepack.adapters.liquid_tags import GAP, Tag, Unclosed
from coursepack.definitions.works import VENUE
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Text, plain_text
from coursepack.model.node import Mapping, Scalar
from coursepack.model.outline import ReadingItem, Requirement
from coursepack.model.source import Source, Span, Spanned
from coursepack.pattern import pattern
from coursepack.read.sites import shortcodes
from coursepack.read.sites import site as site_files
from coursepack.read.sites.site import Site
from coursepack.read.words import csl_variables

if TYPE_CHECKING:
    # Only for pages that need it: its import takes longer than the rest of a page.
    from coursepack.adapters.liquid_engine import Call, Event

# None of them is left in a page by `_guarded`; the engine marks what it holds with some.
_PRIVATE = pattern("[\ue0f0-\ue0f6]")

_FENCE = r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)"
_COMMENT = pattern(_FENCE + r"|<!--.*?-->", re.DOTALL | re.MULTILINE)
_GAPS = pattern(f"{GAP}+")
_LITERAL = pattern(r"true|false|nil|-?\d+(?:\.\d+)?")
_LOOP = pattern(r"\{%-?\s*(?:for|tablerow)\b")

_INCLUDES = ("include", "include_relative", "include_cached")
_BLOCKS = {
    "if", "unless", "case", "for", "tablerow", "capture", "highlight", "ifchanged", "raw",
}  # fmt: skip
_MIDDLES = {
    "else": ("if", "unless", "case", "for"),
    "elsif": ("if", "unless"),
    "when": ("case",),
}
_LONE = {
    "", "#", "assign", "cycle", "increment", "decrement", "break", "continue", "echo", "link",
    "post_url", "seo", "feed_meta", *_INCLUDES,
}  # fmt: skip

_MOST_PROBLEMS = 100
# Words and tags of one file; a page of five thousand readings has ten thousand.
_MOST_PIECES = 40_000

_LOCATORS = ("locator", "section", "sections", "page", "pages", "chapter", "chapters")
_NOTES = ("note", "notes", "comment")
_PRESENTERS = ("presenter", "presenters", "lead", "leader", "leads", "discussant", "speaker")
_READING_WORDS = {"required", "optional", "date", *_PRESENTERS, *_LOCATORS, *_NOTES}


@dataclass(frozen=True, slots=True)
class Words:
    """Text of a page as it is after evaluation.

    `start` is the offset in *source* at which it was written; `verbatim` says that every
    character of it was, one after the other. `field_of` is the key of the work whose entry
    this text shows, "" for none.
    """

    text: str
    source: Source
    start: int
    verbatim: bool = True
    field_of: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A reading that an include names by its key; `written` is the tag as it stands.

    `signs` are those, and on lines of their own the words, that the include prints with it,
    whatever they mean.
    """

    item: ReadingItem
    written: str
    source: Source
    start: int
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a tag or a comment stood that prints nothing; a line of nothing else goes too."""

    source: Source
    start: int


Piece = Words | Assigned | Gap


def evaluate(
    source: Source, body: int, front: Mapping | None, site: Site
) -> Outcome[tuple[Piece, ...]]:
    """Return the page *source* from offset *body* on, its Liquid evaluated.

    *front* is its front matter. What is not understood or fails is reported and left out.
    """
    page = _Page(site)
    mended = page.mended(source, body)
    if mended.is_plain and not _loops(mended, site):
        found = tuple(page.without_engine(source, mended))
    else:
        found = tuple(_unmarked(page.pieces(page.evaluated(source, body, front))))
    return Outcome(found, page.diagnostics())


def untouched(source: Source, body: int) -> Outcome[tuple[Piece, ...]]:
    """Return the page *source* from *body* on as its generator has it, which knows no Liquid."""
    return Outcome(tuple(_words(_guarded(source.text[body:]), source, body)))


def with_layouts(
    source: Source, body: int, front: Mapping | None, site: Site
) -> Outcome[tuple[Piece, ...]]:
    """Return the page as `evaluate` does, inside its layouts, without what is for navigating."""
    layout = _layout(front, site)
    if layout is None:
        return evaluate(source, body, front, site)
    page = _Page(site)
    events = page.evaluated(source, body, front)
    inside = page.inside(events, layout, source, body, front)
    return Outcome(tuple(_unmarked(page.pieces(inside))), page.diagnostics())


def is_plain(text: str) -> bool:
    """Say whether the lexer alone can read *text*: no Liquid but comments and keyed includes."""
    return _Page(None).mended(Source("", text), 0).is_plain


def data_shown(texts: Iterable[str]) -> tuple[str, ...]:
    """Return what of `site.data` the templates *texts* read, in order: `papers`, `2024/papers`.

    Names go as far as they are written out; the last may be one inside the file.
    """
    found: dict[str, None] = {}
    for text in texts:
        if "site" not in text:
            continue  # most templates show no data, and need not be taken apart
        names: dict[str, str] = {}
        for tag in _tags(text):
            assigned = _ASSIGN.match(tag.expression) if tag.name == "assign" else None
            expression = assigned[2] if assigned else tag.expression
            paths = [path for match in _PATH.finditer(expression) for path in _data(match, names)]
            found |= dict.fromkeys(path for path in paths if path)
            if assigned:
                text_value = _STRING.fullmatch(expression.strip())
                path = f"={text_value[2]}" if text_value else paths[0] if paths else None
                if path is not None:
                    names[assigned[1]] = path
    return tuple(found)


def shown_fields(include: Source) -> dict[str, str]:
    """Return which field of its data *include* shows as what, where that is certain."""
    text = include.text
    fields: dict[str, str] = {}
    link = _LINK.search(text) or _MARKDOWN_LINK.search(text)
    after = 0
    if link:
        _note(fields, link["url"], "URL")
        after = link.end()
    title = link["inside"] if link else ""
    if not link and (strong := _STRONG.search(text)):
        title, after = strong["inside"], strong.end()
    shown = [name for name in map(_field_name, _OUTPUT.findall(title)) if name]
    if len(shown) == 1:
        fields.setdefault(shown[0], "title")
    for match in _OUTPUT.finditer(text, after):
        name = _field_name(match[1])
        before = _MARKUP.sub(" ", text[max(after, match.start() - 60) : match.start()])
        is_by = before.rstrip().lower().endswith((" by", ">by")) or before.strip().lower() == "by"
        if name and (is_by or name.lower() in ("author", "authors")):
            fields.setdefault(name, "author")
            break
    if link and "author" not in fields.values():
        # What stands first, before the title, are its authors; the container is in italics.
        first = next(filter(None, map(_field_name, _OUTPUT.findall(text, 0, link.start()))), "")
        if first and csl_variables.variable(first) is None:
            fields.setdefault(first, "author")
    if link and (styled := _ITALIC.search(text, link.end())):
        of_style = [name for name in map(_field_name, _OUTPUT.findall(styled["inside"])) if name]
        if len(of_style) == 1 and csl_variables.variable(of_style[0]) is None:
            fields.setdefault(of_style[0], VENUE)
    return fields


_ASSIGN = pattern(r"\s*([\w-]+)\s*=\s*(.*)", re.DOTALL)
_STRING = pattern(r"""(["'])([^"']*)\1""")
_PATH = pattern(
    r"""(?<![\w."'-])([A-Za-z_][\w-]*)((?:\.[\w-]+|\[\s*(?:"[^"\]]*"|'[^'\]]*'|[\w.-]+)\s*\])*)"""
)
_STEP = pattern(r"""\.([\w-]+)|\[\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*\]""")
_OUTPUT = pattern(r"\{\{-?([^{}]*?)-?\}\}")
_LINK = pattern(
    r"""<a\b[^<>]*?\bhref\s*=\s*["']?(?P<url>\{\{[^{}]*\}\})[^<>]*>(?P<inside>.*?)</a>""", re.DOTALL
)
_MARKDOWN_LINK = pattern(r"\[(?P<inside>[^\]\n]*)\]\((?P<url>\{\{[^{}]*\}\})\)")
_STRONG = pattern(r"<(strong|b|em|i|h[1-6])\b[^<>]*>(?P<inside>.*?)</\1>", re.DOTALL)
_ITALIC = pattern(r"<(em|i|cite)\b[^<>]*>(?P<inside>[^<>]*)</\1>", re.DOTALL)
_MARKUP = pattern(r"<[^<>]*>|\{%[^{}]*%\}|[*_]")
_FIELD = pattern(r"\s*[\w-]+(?:\[[^\]]*\])?\.([\w-]+)\s*(?:\|.*)?", re.DOTALL)


def _data(match: re.Match[str], names: dict[str, str]) -> Iterator[str]:
    """Yield the path below `site.data` that *match* writes, if it does; *names* are variables."""
    steps = [_step(step, names) for step in _STEP.finditer(match[2])]
    known = names.get(match[1])
    if known and not known.rpartition("/")[2].isdigit():
        # What an assign names was noted there; further names lie inside the file.
        return
    if match[1] == "site" and steps[:1] == ["data"]:
        steps = steps[1:]
    elif known is not None and not known.startswith("="):
        steps = [*known.split("/"), *steps] if known else steps
    else:
        return
    written: list[str] = []
    for step in steps:
        if not step:
            break
        written.append(step)
    yield "/".join(written)


def _step(match: re.Match[str], names: dict[str, str]) -> str:
    name = next((match[n] for n in (1, 2, 3) if match[n] is not None), None)
    if name is not None:
        return name
    value = names.get(match[4], "")
    return value[1:] if value.startswith("=") else ""


def _note(fields: dict[str, str], output: str, role: str) -> None:
    match = _OUTPUT.search(output)
    if match and (name := _field_name(match[1])):
        fields[name] = role


def _field_name(expression: str) -> str:
    match = _FIELD.fullmatch(expression)
    return match[1] if match and not expression.strip().startswith(("include.", "site.")) else ""


def _tags(text: str) -> Iterator[Tag]:
    return (piece for piece in liquid_tags.pieces(text) if isinstance(piece, Tag))


@dataclass(slots=True)
class _Mended:
    """A text with what is wrong with its tags taken out; its length is unchanged.

    `text` stands for the source from `body` on; `pieces` are what stays.
    """

    body: int
    text: str
    pieces: list[liquid_tags.Words | Tag]

    @property
    def is_plain(self) -> bool:
        """The lexer alone can read it."""
        return all(isinstance(p, liquid_tags.Words) or _is_plain(p) for p in self.pieces)


def _is_plain(tag: Tag) -> bool:
    if tag.name in ("comment", "endcomment", "#"):
        return True
    if tag.name not in _INCLUDES or "{{" in tag.expression:
        return False
    given, _ = liquid_tags.parameters(_parameters(tag)[0])
    # Without quotes it may be a variable; what a parameter of another name means, only what the
    # include prints of it can tell.
    is_literal = all(p.is_quoted or _LITERAL.fullmatch(p.value) for p in given)
    names = {p.name for p in given}
    return is_literal and "key" in names and names <= {"key", *_READING_WORDS}


def _loops(mended: _Mended, site: Site) -> bool:
    """Say whether an include may show many works: only evaluation tells."""
    names = {
        _file_name(piece) for piece in mended.pieces if isinstance(piece, Tag) and piece.expression
    }
    files = (site.include(name) for name in sorted(names))
    return any(file and _LOOP.search(file.text) for file in files)


def _file_name(tag: Tag) -> str:
    return tag.expression.split(None, 1)[0].strip("\"'") if tag.expression.strip() else ""


def _parameters(tag: Tag) -> tuple[str, int]:
    """Return what stands after the name of the file, and its offset."""
    name, _, rest = tag.expression.partition(" ")
    return rest, tag.expression_start + len(name) + 1


@dataclass(slots=True)
class _Page:
    """A page on its way through evaluation; it is the host of the engine."""

    site: Site | None
    problems: dict[tuple[str, Span | None, str], Diagnostic] = field(default_factory=dict)
    texts: dict[tuple[str, int], _Mended] = field(default_factory=dict)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was noticed, each thing once."""
        return tuple(self.problems.values())

    @property
    def is_full(self) -> bool:
        """So much was reported that more would not be read."""
        return len(self.problems) >= _MOST_PROBLEMS

    # The text, and what is wrong with its tags

    def mended(self, source: Source, body: int) -> _Mended:
        """Return *source* from *body* on without tags that nothing can be made of."""
        key = source.name, body
        if key not in self.texts:
            self.texts[key] = self._mended(source, body)
        return self.texts[key]

    def _mended(self, source: Source, body: int) -> _Mended:
        text = _guarded(source.text[body:])
        pieces = list(islice(liquid_tags.pieces(text), _MOST_PIECES + 1))
        if len(pieces) > _MOST_PIECES:
            text = text[: pieces.pop().start]
            self.fault("there are too many tags before it", source, body + len(text))
        balance = _Balance(self, source, body, text)
        balance.read(pieces)
        return _Mended(body, balance.text(), balance.kept(pieces))

    def text(self, source: Source, body: int) -> str:
        """Return the text of *source* from *body* on, mended."""
        return self.mended(source, body).text

    # Without the engine

    def without_engine(self, source: Source, mended: _Mended) -> Iterator[Piece]:
        """Yield the pieces of a page that the lexer alone can read."""
        body = mended.body
        at = 0
        for piece in mended.pieces:
            if GAP in mended.text[at : piece.start]:
                yield Gap(source, body + at)
            if isinstance(piece, liquid_tags.Words):
                yield from _words(piece.text, source, body + piece.start)
                at = piece.start + len(piece.text)
                continue
            at = piece.end
            if piece.name in _INCLUDES:
                yield self._keyed(piece, source, body)
            else:
                yield Gap(source, body + piece.start)
        if GAP in mended.text[at:]:
            yield Gap(source, body + at)

    def _keyed(self, tag: Tag, source: Source, body: int) -> Assigned | Gap:
        rest, start = _parameters(tag)
        found, left_over = liquid_tags.parameters(rest)
        at = body + tag.start
        if left_over:
            self.unread(tag, source, body, tag.end)
            return Gap(source, at)
        start += body
        spans = (source.span(start + p.start, start + p.end) for p in found)
        given = {p.name: Spanned(p.value, span) for p, span in zip(found, spans, strict=True)}
        file = self.site.include(_file_name(tag)) if self.site else None
        item = self._item("key", given, file)
        return Assigned(item, source.text[at : body + tag.end], source, at)

    # With the engine

    def evaluated(self, source: Source, body: int, front: Mapping | None) -> list[Event]:
        """Return what the engine prints for the page."""
        from coursepack.adapters.liquid_engine import Engine
        from coursepack.read.sites import documents as liquid_site

        assert self.site is not None
        engine = Engine(self, liquid_site.values(self.site))
        page = liquid_site.page_value(source, body, front)
        return engine.run(source, body, page, layout=None, content=None)

    def inside(
        self,
        events: list[Event],
        layout: Source,
        source: Source,
        body: int,
        front: Mapping | None,
    ) -> list[Event]:
        """Return *events* inside *layout* and the layouts around that."""
        from coursepack.adapters.liquid_engine import Engine
        from coursepack.read.sites import chrome as liquid_chrome
        from coursepack.read.sites import documents as liquid_site

        assert self.site is not None
        page = liquid_site.page_value(source, body, front)
        seen: set[str] = set()
        around: Source | None = layout
        while around and around.name not in seen:
            seen.add(around.name)
            said = site_files.front_matter(around)
            engine = Engine(self, liquid_site.values(self.site))
            content = engine.held(liquid_chrome.kept(events))
            value = liquid_site.page_value(around, said.body, said.matter)
            events = engine.run(around, said.body, page, layout=value, content=content)
            around = _layout(said.matter, self.site)
        return liquid_chrome.without_chrome(events)

    def pieces(self, events: Iterable[Event]) -> Iterator[Piece]:
        """Yield *events* as pieces."""
        from coursepack.adapters.liquid_engine import Printed, Put

        for event in events:
            if isinstance(event, Printed):
                yield Words(event.text, event.source, event.start, event.verbatim, event.entry)
            elif isinstance(event, Put):
                if isinstance(event.value, Assigned):
                    yield event.value
            else:
                yield Gap(event.source, event.start)

    def template(self, tag: str, name: str, beside: Source) -> Source | None:
        """Return the file that an include names."""
        if self.site is None:
            return None
        if tag != "include_relative":
            return self.site.include(name)
        folder = beside.name.rpartition("/")[0]
        return self.site.open(f"{folder}/{name}" if folder else name)

    def put(self, call: Call, events: Sequence[Event]) -> Assigned | None:
        """Return the reading that an include is, None where it prints other things."""
        chooser = "" if call.rest else self._chooser(call, events)
        if not chooser:
            if call.file is None:
                self.unread_at(call.tag, call.source, call.start, call.end)
            return None
        given = {
            name: Spanned(parameter.text or _word(call, name), _span(parameter))
            for name, parameter in call.parameters.items()
        }
        chosen = call.parameters[chooser]
        if key := _entry(chosen.value):
            given[chooser] = Spanned(key, given[chooser].span)
        if not given[chooser].value.strip():
            self.unread_at(call.tag, call.source, call.start, call.end)
            return None
        for name, text in _shown_of(chosen.value, call.file):
            given.setdefault(name, Spanned(text, given[chooser].span))
        item = _with_printed(self._item(chooser, given, call.file), events)
        written = call.source.text[call.start : call.end]
        return Assigned(item, written, call.source, call.start, _signs(events))

    def unknown_filter(self, name: str, source: Source, start: int) -> None:
        """Report a filter that there is none of."""
        if self.is_full:
            return
        message = f"the Liquid filter `{name}` is not understood and not applied"
        self._warn("unread-liquid", message, source.span(start, _end(source, start)))

    def fault(self, message: str, source: Source, start: int) -> None:
        """Report a tag that could not be evaluated."""
        if self.is_full:
            return
        said = f"this Liquid cannot be evaluated and is not printed: {message}"
        self._warn("liquid-fault", said, source.span(start, _end(source, start)))

    def _chooser(self, call: Call, events: Sequence[Event]) -> str:
        """Return the parameter that says which one work an include shows, "" for none."""
        if call.file is None:
            return "key" if "key" in call.parameters else ""
        shown = set(_shown(events))
        names = sorted(call.parameters, key=lambda name: name != "key")
        if len(shown) == 1:
            (key,) = shown
            is_key = (
                name
                for name in names
                if key in (call.parameters[name].text, _entry(call.parameters[name].value))
            )
            return next(is_key, "")
        if shown:
            return ""
        chooser = _chosen_by(call.file.text)
        if chooser in call.parameters and call.parameters[chooser].text:
            return chooser if self._shows_works(call.file) else ""
        is_keyed = "key" in call.parameters and not _LOOP.search(call.file.text)
        return "key" if is_keyed and not chooser else ""

    def _shows_works(self, file: Source) -> bool:
        assert self.site is not None
        works = self.site.works
        shown = data_shown([file.text])
        return not works or any(self.site.data_file(name) in works for name in shown)

    # What was found

    def _item(
        self, chooser: str, given: dict[str, Spanned[str]], file: Source | None
    ) -> ReadingItem:
        """Return the reading that the parameters *given* describe."""
        for name in sorted(given.keys() - {chooser} - _READING_WORDS):
            if not (file and re.search(rf"\binclude\.{re.escape(name)}(?![\w-])", file.text)):
                self._warn(
                    "unread-liquid",
                    f"the parameter `{name}` of an include is not understood",
                    given[name].span,
                    "a reading takes `key`, `required`, `locator`, `note`, `presenter` and `date`",
                )
        said = {name: value.value.strip() for name, value in given.items() if name != chooser}
        note = next((said[name] for name in _NOTES if said.get(name)), "")
        return ReadingItem(
            key=given[chooser],
            requirement=_requirement(said),
            locator=next((_locator(name, said[name]) for name in _LOCATORS if said.get(name)), ""),
            note=(Text(note),) if note else (),
            presenter=next((said[name] for name in _PRESENTERS if said.get(name)), ""),
            date=said.get("date", ""),
        )

    def unread(self, tag: Tag, source: Source, body: int, end: int) -> None:
        """Report *tag*, and what it holds up to *end*."""
        self.unread_at(tag.name, source, body + tag.start, body + tag.end, body + end)

    def unread_at(self, name: str, source: Source, start: int, end: int, last: int = 0) -> None:
        """Report the tag from *start* to *end*, and what it holds up to *last*."""
        span = source.span(start, end)
        what = f"the Liquid tag `{name}`" if name else "this Liquid output"
        inside = ""
        if last > end:
            line = source.span(last, last).line
            inside = f", nor what it holds up to line {line}" if line > span.line else ""
        self._warn("unread-liquid", f"{what} is not understood and not printed{inside}", span)

    def unbalanced(self, span: Span, message: str, missing: str) -> None:
        """Report a tag without its other half."""
        hints = (f"add {missing}",)
        self._add(Diagnostic("unbalanced-liquid", Severity.ERROR, message, span, hints=hints))

    def _warn(self, code: str, message: str, span: Span, hint: str = "") -> None:
        hints = (hint,) if hint else ()
        self._add(Diagnostic(code, Severity.WARNING, message, span, hints=hints))

    def _add(self, problem: Diagnostic) -> None:
        # A loop meets its faults again and again.
        key = problem.code, problem.span, problem.message
        if not self.is_full:
            self.problems.setdefault(key, problem)


@dataclass(slots=True)
class _Open:
    """A tag whose end was not met yet, and the tags in its middle."""

    tag: Tag
    middles: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class _Balance:
    """Finds the tags of a text that have no other half, or are unknown."""

    page: _Page
    source: Source
    body: int
    whole: str
    dropped: list[tuple[int, int]] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)

    def read(self, pieces: Sequence[liquid_tags.Piece]) -> None:
        """Note and report what is to be dropped."""
        ends = {piece.name for piece in pieces if isinstance(piece, Tag)}
        comment: Tag | None = None
        for piece in pieces:
            match piece:
                case Unclosed(start):
                    self._unclosed(start)
                case Tag("comment"):
                    comment = piece
                case Tag("endcomment") if comment:
                    comment = None
                case Tag():
                    self._tag(piece, ends)
        unclosed = [piece for piece in pieces if isinstance(piece, Unclosed)]
        if len(unclosed) >= liquid_tags.MOST_UNCLOSED:
            self.dropped.append((unclosed[-1].start, len(self.whole)))
        never = [*self.opened, *([_Open(comment)] if comment else [])]
        for level in never:
            tag = level.tag
            missing = f"`{{% end{tag.name} %}}`"
            self._unbalanced(tag.start, tag.end, f"`{tag.name}` is never ended", missing)
            self._drop(tag.start, tag.end)
            for middle in level.middles:
                self._drop(middle.start, middle.end)
        if comment:
            self._drop(comment.start, len(self.whole))
        self.dropped.sort()

    def text(self) -> str:
        """Return the text with gaps for what was dropped."""
        parts: list[str] = []
        at = 0
        for start, end in self.dropped:
            if end > at:
                start = max(start, at)
                parts += (self.whole[at:start], GAP * (end - start))
                at = end
        return "".join((*parts, self.whole[at:]))

    def kept(self, pieces: Sequence[liquid_tags.Piece]) -> list[liquid_tags.Words | Tag]:
        """Return the *pieces* that were not dropped."""
        found: list[liquid_tags.Words | Tag] = []
        regions, reach = iter(self.dropped), 0
        upcoming = next(regions, None)
        for piece in pieces:
            while upcoming and upcoming[0] <= piece.start:
                reach = max(reach, upcoming[1])
                upcoming = next(regions, None)
            if not isinstance(piece, Unclosed) and piece.start >= reach:
                found.append(piece)
        return found

    def _tag(self, tag: Tag, ends: set[str]) -> None:
        name = tag.name
        if name in _MIDDLES:
            self._middle(tag)
        elif name in _BLOCKS or (name not in _LONE and f"end{name}" in ends):
            self.opened.append(_Open(tag))
        elif name.startswith("end"):
            self._close(tag)
        elif name not in _LONE:
            self.page.unread(tag, self.source, self.body, tag.end)
            self._drop(tag.start, tag.end)

    def _middle(self, tag: Tag) -> None:
        if self.opened and self.opened[-1].tag.name in _MIDDLES[tag.name]:
            self.opened[-1].middles.append(tag)
            return
        blocks = _MIDDLES[tag.name][0]
        message = f"`{tag.name}` stands in nothing that it belongs to"
        self._unbalanced(tag.start, tag.end, message, f"`{{% {blocks} %}}` before it")
        self._drop(tag.start, tag.end)

    def _close(self, tag: Tag) -> None:
        if not self.opened or f"end{self.opened[-1].tag.name}" != tag.name:
            name = tag.name.removeprefix("end")
            message = f"`{tag.name}` ends nothing that is open here"
            self._unbalanced(tag.start, tag.end, message, f"`{{% {name} %}}` before it")
            self._drop(tag.start, tag.end)
            return
        start = self.opened.pop().tag
        if start.name not in _BLOCKS:
            self.page.unread(start, self.source, self.body, tag.end)
            self._drop(start.start, tag.end)

    def _unclosed(self, start: int) -> None:
        self._unbalanced(start, start + 2, "this tag is never closed", "`%}` or `}}`")
        end = self.whole.find("\n", start)
        self._drop(start, end if end >= 0 else len(self.whole))

    def _drop(self, start: int, end: int) -> None:
        self.dropped.append((start, end))

    def _unbalanced(self, start: int, end: int, message: str, missing: str) -> None:
        if self.page.is_full:
            return
        span = self.source.span(self.body + start, self.body + end)
        self.page.unbalanced(span, message, missing)


def _guarded(text: str) -> str:
    """Return *text* without our private characters, and with gaps for HTML comments."""
    text = shortcodes.guarded(_PRIVATE.sub("\ufffd", text))
    # Behind the last end no comment is closed; to look for it from each beginning takes long.
    end = text.rfind("-->") + len("-->")
    return _COMMENT.sub(_blanked, text[:end]) + text[end:] if end > 2 else text


def _blanked(match: re.Match[str]) -> str:
    """Return a comment as gaps, one for each character; a fenced block as it is.

    A comment's line ends go too: a blank line left in a list would end it.
    """
    return match[0] if match["fence"] else GAP * len(match[0])


def _words(text: str, source: Source, start: int) -> Iterator[Piece]:
    at = 0
    for match in _GAPS.finditer(text):
        if match.start() > at:
            yield Words(text[at : match.start()], source, start + at)
        yield Gap(source, start + match.start())
        at = match.end()
    if at < len(text):
        yield Words(text[at:], source, start + at)


_MARKUP_EDGE = pattern(r"<(?=[A-Za-z/!])|>|\]\(|\)|\n")


def _unmarked(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield *pieces*; those inside an HTML tag or a link's target show no field."""
    inside = ""
    for piece in pieces:
        if not isinstance(piece, Words):
            yield piece
        elif piece.field_of:
            # Data closes no markup that a template opened.
            plain = Words(piece.text, piece.source, piece.start, piece.verbatim)
            yield plain if inside else piece
        else:
            for match in _MARKUP_EDGE.finditer(piece.text):
                edge = match[0]
                if not inside and edge in ("<", "]("):
                    inside = edge
                elif (inside, edge) in (("<", ">"), ("](", ")"), ("](", "\n")):
                    inside = ""
            yield piece


def _layout(front: Mapping | None, site: Site) -> Source | None:
    node = front.get("layout") if front else None
    return site.layout(node.text.strip()) if isinstance(node, Scalar) and node.text else None


def _shown(events: Iterable[Event]) -> Iterator[str]:
    """Yield the keys of the works that *events* show."""
    from coursepack.adapters.liquid_engine import Printed, Put

    for event in events:
        if isinstance(event, Printed) and event.entry:
            yield event.entry
        elif isinstance(event, Put) and isinstance(event.value, Assigned):
            yield event.value.item.key.value


def _shown_of(value: object, file: Source | None) -> Iterator[tuple[str, str]]:
    """Yield what an entry says of its reading, where the include *file* shows it."""
    from coursepack.adapters.liquid_values import Record

    if not isinstance(value, Record) or file is None:
        return
    for name in _OF_READINGS:
        said = value.get(name)
        if said is not None and re.search(rf"\.{name}\b", file.text):
            word = str(said).lower() if isinstance(said, bool) else str(said)
            yield ("locator" if name == "read" else name), word


def _with_printed(item: ReadingItem, events: Iterable[Event]) -> ReadingItem:
    """Return *item* with what its include prints around the fields of the entry.

    `{% if include.must %}<b>Required</b>{% endif %}` says what `must` means.
    """
    from coursepack.adapters.liquid_engine import Printed
    from coursepack.read.words import phrases, schedule

    printed = "".join(
        (_FIELD_OF_ENTRY if event.entry else event.text)
        for event in events
        if isinstance(event, Printed)
    )
    pieces = [piece.strip(_AROUND) for piece in _EDGE_OF_WORDS.split(printed)]
    binding = (schedule.requirement_of(piece) for piece in pieces if piece)
    noted = plain_text(item.note)
    presented = (phrases.presenter_of(piece) for piece in pieces if ":" in piece or " by " in piece)
    located = [phrases.locator_of(piece) for piece in pieces if piece and piece not in noted]
    # Pages of an entry are those of its volume.
    located += [
        phrases.only_locator(event.text.strip())
        for event in events
        if isinstance(event, Printed) and event.entry and event.text.strip()[:1] not in "Pp"
    ]
    return replace(
        item,
        requirement=item.requirement or next(filter(None, binding), None),
        locator=item.locator or phrases.without_lead(next(filter(None, located), "")),
        presenter=item.presenter or next(filter(None, presented), ""),
    )


def _signs(events: Iterable[Event]) -> str:
    """Return the signs, and each on its line the words, that an include prints of itself."""
    from coursepack.adapters.liquid_engine import Printed
    from coursepack.read.words import icons

    own = (event.text for event in events if isinstance(event, Printed) and not event.entry)
    printed = "".join(own)
    pieces = (piece.strip(_AROUND) for piece in _EDGE_OF_WORDS.split(printed))
    return "\n".join((icons.signs_in(printed), *filter(None, pieces)))


_FIELD_OF_ENTRY = "\ue0f4"
_EDGE_OF_WORDS = pattern(rf"<[^<>]*>|{_FIELD_OF_ENTRY}|\n")
_AROUND = " \t()[]{}*_:;,.–—-|"


def _entry(value: object) -> str:
    """Return the key of a whole entry of works, "" for anything else."""
    from coursepack.adapters.liquid_values import Record

    return value.entry if isinstance(value, Record) else ""


def _word(call: Call, name: str) -> str:
    """Return a parameter as written where it names no variable: its quotes were forgotten."""
    parameter = call.parameters[name]
    if parameter.is_literal or name not in ("key", "required") or not parameter.is_undefined:
        return ""
    start = call.source.offset(parameter.span.line, parameter.span.column)
    end = call.source.offset(parameter.span.end_line, parameter.span.end_column)
    text = call.source.text[start:end]
    return "" if "." in text or "[" in text else text


def _span(parameter: object) -> Span:
    """Return where a parameter's value is written: in the data that it comes from, if so."""
    from coursepack.adapters.liquid_engine import Parameter
    from coursepack.adapters.liquid_values import Record, place_of

    assert isinstance(parameter, Parameter)
    place = None if isinstance(parameter.value, Record) else place_of(parameter.value)
    return place.span if place else parameter.span


_OF_READINGS = ("required", "optional", "locator", "sections", "read", "presenter")
_CHOSEN = pattern(r"\[\s*include\.([\w-]+)\s*\]")
_WHERE = pattern(r"""\bwhere\s*:\s*["'](?:id|key)["']\s*,\s*(?:include\.)?([\w-]+)""")
_ALIAS = pattern(r"\bassign\s+([\w-]+)\s*=\s*include\.([\w-]+)")


def _chosen_by(text: str) -> str:
    """Return the parameter by which the include *text* chooses an entry, "" for none."""
    aliases = {match[1]: match[2] for match in _ALIAS.finditer(text)}
    if match := _CHOSEN.search(text) or _WHERE.search(text):
        return aliases.get(match[1], match[1])
    named = (name for name in aliases if re.search(rf"\[\s*{re.escape(name)}\s*\]", text))
    return next((aliases[name] for name in named), "")


def _end(source: Source, start: int) -> int:
    """Return where the tag ends that stands at *start*."""
    closing = "}}" if source.text.startswith("{{", start) else "%}"
    end = source.text.find(closing, start)
    return end + 2 if end >= 0 else min(start + 2, len(source.text))


def _requirement(said: dict[str, str]) -> Requirement | None:
    if "required" not in said:
        optional = said.get("optional", "").lower()
        return Requirement(optional not in ("true", "yes")) if optional else None
    word = said["required"]
    if word.lower() in ("true", "yes"):
        return Requirement(True)
    if word.lower() in ("false", "no", "nil", ""):
        return Requirement(False)
    return Requirement(True, word)


def _locator(name: str, text: str) -> str:
    """Return a locator in words: `sections="2-3"` says what its numbers count."""
    has_words = name == "locator" or any(c.isalpha() for c in text)
    return text if has_words else words.here().located(name.removesuffix("s"), text)

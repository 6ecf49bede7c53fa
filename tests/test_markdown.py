"""The upload Markdown keeps to its subset, and every renderer reads the document out of it.

CommonMark (markdown-it-py), GFM (cmark-gfm), Python-Markdown bare and with the extensions it
shares with PHP Markdown Extra, mistune, markdown2 and, where it is installed, PHP Markdown
disagree about almost everything that is not in the subset.
"""

from __future__ import annotations

import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import renderers
import strategies
from coursepack import words as language_words
from coursepack.adapters.pandoc import Pandoc
from coursepack.model.document import (
    Agenda,
    Block,
    Blocks,
    BulletList,
    Chart,
    Code,
    CodeBlock,
    Divider,
    Document,
    Emphasis,
    Fact,
    Heading,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    NoCase,
    OrderedList,
    Paragraph,
    Quote,
    ReadingEntry,
    ReadingList,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    WorkTitle,
)
from coursepack.model.theme import Sheet
from coursepack.read import theme as themes
from coursepack.write.format import Engines
from coursepack.write.formats.md import FORMAT
from renderers import PHP_LIBRARY
from tools import need

NO_PANDOC = cast("Pandoc", None)  # this format starts no program
NO_ENGINES = Engines(NO_PANDOC, None, "typst")
JOINER = "\u2060"

ANY = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def page(
    *blocks: Block, title: str = "", subtitle: str = "", facts: tuple[Fact, ...] = ()
) -> Document:
    theme = themes.ours("folio")
    return Document("course", title, subtitle, facts, "en-US", Sheet(), theme, "Contents", blocks)


def upload(document: Document) -> str:
    outcome = FORMAT.write(document, NO_ENGINES)
    assert outcome.value is not None
    assert not outcome.diagnostics
    return outcome.value.decode("utf-8")


def written(*blocks: Block) -> str:
    return upload(page(*blocks)).removesuffix("\n")


def line(*inlines: object) -> str:
    """The paragraph of *inlines*, strings standing for plain text."""
    return written(paragraph(*inlines))


def paragraph(*inlines: object) -> Paragraph:
    return Paragraph(inlines_of(inlines))


def inlines_of(inlines: Iterable[object]) -> Inlines:
    return cast("Inlines", tuple(Text(i) if isinstance(i, str) else i for i in inlines))


def em(*inlines: object) -> Emphasis:
    return Emphasis(inlines_of(inlines))


def strong(*inlines: object) -> Strong:
    return Strong(inlines_of(inlines))


def link(url: str, *inlines: object) -> Link:
    return Link(url, inlines_of(inlines))


def bullets(*items: Blocks) -> BulletList:
    return BulletList(items)


def item(*inlines: object) -> Blocks:
    return (paragraph(*inlines),)


def entry(*reference: object, **fields: object) -> ReadingEntry:
    plain = {"anchor": "a", "work": "Key", "span": strategies.SPAN, **fields}
    return ReadingEntry(reference=inlines_of(reference), **plain)  # type: ignore[arg-type]


# --- what the renderers read


PHP = Path(PHP_LIBRARY).exists() and shutil.which("php") is not None


def renderings(text: str) -> dict[str, str]:
    return renderers.renderings(text, php=PHP)


@dataclass(frozen=True)
class Tree:
    """An element of HTML; white space is as a browser shows it."""

    tag: str
    href: str
    children: tuple[Tree | str, ...]

    def words(self) -> str:
        return "".join(
            child if isinstance(child, str) else child.words() for child in self.children
        )

    def all(self, *tags: str) -> list[Tree]:
        own = [self] if self.tag in tags else []
        return own + [
            found
            for child in self.children
            if isinstance(child, Tree)
            for found in child.all(*tags)
        ]


HOLDS_BLOCKS = {"div", "ul", "ol", "blockquote"}


def tree(html: str) -> Tree:
    """The tree of *html*, which must be well-formed XML, lone ampersands aside."""
    html = re.sub(r"&(?!#?\w+;)", "&amp;", html)
    return _tree(ElementTree.fromstring(f"<div>{html}</div>"))


def _tree(element: ElementTree.Element) -> Tree:
    assert set(element.keys()) <= {"href"}, f"more than an address: {element.attrib}"
    if element.tag == "pre":
        return Tree("pre", "", ("".join(element.itertext()).rstrip("\n"),))
    children: list[Tree | str] = [element.text or ""]
    for child in element:
        children += (_tree(child), child.tail or "")
    kept = [re.sub("[ \n]+", " ", c) if isinstance(c, str) else c for c in children]
    if element.tag in HOLDS_BLOCKS:
        # markdown2 makes a paragraph of nothing.
        kept = [c for c in kept if c != Tree("p", "", ())]
        assert not any(isinstance(c, str) and c.strip() for c in kept), "words outside of blocks"
        kept = [c for c in kept if isinstance(c, Tree)]
    elif element.tag == "li":
        kept = [
            c.rstrip(" ") if isinstance(c, str) and _opens_list(kept, at) else c
            for at, c in enumerate(kept)
        ]
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" ")
    return Tree(element.tag, element.get("href", ""), tuple(c for c in kept if c != ""))


def _opens_list(children: list[Tree | str], at: int) -> bool:
    after = children[at + 1] if at + 1 < len(children) else None
    return isinstance(after, Tree) and after.tag in ("ul", "ol")


def agreed(text: str) -> Tree:
    """The one tree that every renderer makes of *text*."""
    trees = {name: tree(html) for name, html in renderings(text).items()}
    for name, other in trees.items():
        assert other == trees["commonmark"], f"{name} reads otherwise:\n{text}"
    return trees["commonmark"]


# --- what the document says


BREAKING = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u2028\u2029"


def shown(text: str) -> str:
    """What of *text* can be printed, white space and invisible joiners aside."""
    kept = "".join(c for c in text if not _is_dropped(c) and not c.isspace() and c != JOINER)
    return unicodedata.normalize("NFC", kept)


def _is_dropped(character: str) -> bool:
    code = ord(character)
    nonsense = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or code == 0xFEFF
    return nonsense or (unicodedata.category(character) == "Cc" and character not in BREAKING)


def plain(inlines: Inlines) -> str:
    return "".join(_plain(inline) for inline in inlines)


def _plain(inline: object) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case LineBreak():
            return " "
        case Superscript(children):
            return _shifted(children, "SUPERSCRIPT", "ni")
        case Subscript(children):
            return _shifted(children, "SUBSCRIPT", "")
        case _:
            return plain(inline.children)  # type: ignore[attr-defined]


def _shifted(children: Inlines, kind: str, letters: str) -> str:
    words = plain(children)
    digits = map(unicodedata.name, "0123456789+=()")
    small = (f"LATIN SMALL LETTER {letter.upper()}" for letter in letters)
    names = {unicodedata.lookup(name): name for name in (*digits, *small)}
    names |= {"-": "MINUS", "−": "MINUS"}
    if not (names.keys() >= set(words) and all(isinstance(c, Text) for c in children)):
        return words
    return "".join(_moved(names[character], kind) for character in words)


def _moved(name: str, kind: str) -> str:
    return unicodedata.lookup(f"{kind} {name.removeprefix('DIGIT ')}")


def expected_words(document: Document) -> Iterator[tuple[str, bool]]:
    """The words of *document* in order, and whether they may be missing (numbers of items)."""
    yield document.title, False
    yield document.subtitle, False
    for fact in document.facts:
        yield (f"{fact.name}:" if fact.name.strip() else ""), False
        yield fact.text, False
    with language_words.using(document.language):
        told = [*_block_words(document.blocks)]
    yield from told


def _block_words(blocks: Blocks) -> Iterator[tuple[str, bool]]:
    for block in blocks:
        match block:
            case Heading(_, _, children) | Paragraph(children):
                yield plain(children), False
            case BulletList(items):
                for below in items:
                    yield from _block_words(below)
            case OrderedList(start, items):
                for number, below in enumerate(items, start):
                    yield f"{number}.", True
                    yield from _block_words(below)
            case Quote(children):
                yield from _block_words(children)
            case CodeBlock(text):
                yield text, False
            case Divider():
                pass
            case Table():
                yield from ((words, False) for words in _table_words(block))
            case Agenda(_, meetings):
                for meeting in meetings:
                    yield f"{meeting.when}: {plain(meeting.title)}", False
                    yield from _block_words(meeting.blocks)
            case Chart(bars):
                yield from ((f"{bar.name}: {bar.words}", False) for bar in bars)
            case ReadingList(entries):
                for one in entries:
                    if isinstance(one, ListItem):
                        yield from _block_words(one.children)
                    else:
                        yield from ((words, False) for words in _reading_words(one))


def _table_words(table: Table) -> Iterator[str]:
    heads = [plain(head) for head in table.header]
    rows = [[plain(cell) for cell in row] for row in table.rows]
    for row in rows or [heads]:
        cells = []
        for at, cell in enumerate(row):
            if shown(cell):
                head = heads[at] if rows and heads and shown(heads[at]) else ""
                cells.append(f"{head}: {cell}" if head else cell)
        yield f"{language_words.here().semicolon.strip()} ".join(cells)


def _reading_words(reading: ReadingEntry) -> Iterator[str]:
    line = (
        reading.label,
        reading.mark,
        plain(reading.reference),
        plain(reading.identifier),
        reading.locator,
        plain(reading.note),
    )
    if reading.box and any(map(shown, line)):
        yield "☐"
    yield from line
    yield from (words for words, _ in _block_words(reading.annotation))
    yield from (question.text for question in reading.questions)


def assert_same_words(document: Document, read: Tree) -> None:
    expected = [(shown(words), optional) for words, optional in expected_words(document)]
    found = shown(read.words())
    if any(words and unicodedata.combining(words[0]) for words, _ in expected):
        # A mark at the beginning of one run joins the last letter of another, and those on that
        # letter change places: there the letters are compared without their marks.
        expected = [(_without_marks(words), optional) for words, optional in expected]
        found = _without_marks(found)
    # Optional words may each be there or not, so every end so far is followed.
    ends = {0}
    for words, optional in expected:
        after = {end + len(words) for end in ends if found.startswith(words, end)}
        assert after or optional, (words, [found[end : end + 80] for end in ends], found)
        ends = after | ends if optional else after
    assert len(found) in ends, (sorted(ends), found)


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def expected_links(document: Document) -> Iterator[tuple[str, str]]:
    """Every link of *document* that has words: where it leads, and the words."""
    for inlines in _all_inlines(document.blocks):
        for inline in inlines:
            yield from _links(inline)


def _links(inline: object) -> Iterator[tuple[str, str]]:
    if isinstance(inline, Link):
        if words := shown(plain(inline.children)):
            yield inline.url, words
    elif not isinstance(inline, Text | Code | LineBreak):
        for child in inline.children:  # type: ignore[attr-defined]
            yield from _links(child)


def _all_inlines(blocks: Blocks) -> Iterator[Inlines]:
    for block in blocks:
        match block:
            case Heading(children=children) | Paragraph(children):
                yield children
            case BulletList(items) | OrderedList(_, items):
                for below in items:
                    yield from _all_inlines(below)
            case Quote(children):
                yield from _all_inlines(children)
            case Table(header, rows):
                for row in rows or (header,):
                    for at, cell in enumerate(row):
                        if shown(plain(cell)):
                            yield header[at] if rows and header else ()
                            yield cell
            case Agenda(_, meetings):
                for meeting in meetings:
                    yield meeting.title
                    yield from _all_inlines(meeting.blocks)
            case ReadingList(entries):
                for one in entries:
                    if isinstance(one, ListItem):
                        yield from _all_inlines(one.children)
                    else:
                        yield from (one.reference, one.identifier, one.note)
                        yield from _all_inlines(one.annotation)
            case _:
                pass


def assert_same_links(document: Document, read: Tree) -> None:
    """All links of the document are there; what else is a link is an address in plain words."""
    wanted = list(expected_links(document))
    for found in read.all("a"):
        assert re.fullmatch(URL, found.href, re.IGNORECASE)
        words = shown(found.words())
        if wanted and (unquote(found.href), words) == (unquote(wanted[0][0]), wanted[0][1]):
            del wanted[0]
        elif words:
            addresses = (words, f"http://{words}", f"mailto:{words}")
            # Composed, as the words are; the address itself keeps what was written.
            assert shown(unquote(found.href)) in {shown(unquote(a)) for a in addresses}
    assert not wanted


# --- the subset, line by line

URL = r"(?:https?://|mailto:)(?:[A-Za-z0-9._~:/?#@!+,;=&-]|%[0-9A-Fa-f]{2})+"
TOKEN = re.compile(
    rf"""(?P<escape>\\[\\`*_{{}}\[\]()#+\-.!>])
    |(?P<reference>&(?:lt|amp|\#(?:36|37|58|94|124|126));)
    |(?P<code>`[^`]+`)
    |(?P<open>\[)
    |(?P<close>\]\({URL}\))
    |(?P<address><https?://(?:[A-Za-z0-9._~:/?\#@!+,;=&-]|%[0-9A-Fa-f]{{2}})+>)
    |(?P<star>\*+)
    |(?P<plain>[^\\`*_{{}}\[\]<~|^$])""",
    re.VERBOSE | re.IGNORECASE,
)
LIST_LINE = re.compile(r"(?P<indent>(?:    )*)(?P<marker>-|[1-9][0-9]*\.) (?P<content>\S.*)")
BEFORE_STAR = set("([\"'“‘„‚«‹—– ")
AFTER_STAR = set(")].,;:!?\"'”’»›—–… ")


def assert_in_subset(text: str) -> None:
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n") or text == "\n"
    assert not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", text)
    before = ""
    for block in text.removesuffix("\n").split("\n\n") if text.strip() else ():
        before = _assert_block(block, before)


def _assert_block(block: str, before: str) -> str:
    """Check a block and return its kind; the kind before says what it must not follow."""
    lines = block.split("\n")
    if lines[0].startswith("    ") or (before == "code" and lines[0] == ""):
        assert before != "list"
        assert all(line == "" or line.startswith("    ") for line in lines)
        return "code"
    if LIST_LINE.fullmatch(lines[0]):
        assert before != "list"
        _assert_list(lines)
        return "list"
    if lines[0].startswith("> "):
        assert all(line == ">" or line.startswith("> ") for line in lines)
        for line in lines:
            if line != ">":
                _assert_line(line.removeprefix("> "))
        return "quote"
    assert len(lines) == 1, block
    if heading := re.fullmatch("#{1,4} (.*)", block):
        assert not re.search(r"#$|(?<!\\)\}$", block)
        _assert_line(heading[1])
        return "heading"
    if block != "* * *":
        _assert_line(block)
    return "line"


def _assert_list(lines: list[str]) -> None:
    counts: list[int] = []
    for line in lines:
        match = LIST_LINE.fullmatch(line)
        assert match, line
        depth = len(match["indent"]) // 4
        assert depth <= len(counts) - (1 if counts else 0) + 1
        if depth == len(counts):
            counts.append(0)
        del counts[depth + 1 :]
        counts[depth] += 1
        if match["marker"] != "-":
            assert match["marker"] == f"{counts[depth]}."
        _assert_line(match["content"])


def _assert_line(line: str) -> None:
    assert line == line.strip()
    assert "  " not in re.sub("`[^`]*`", "`", line)
    assert not re.match(r"[#+>:%-]|\([^\s)]*\)", line), line
    assert not re.match(r"(\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)))[.)](\s|$)", line), line
    assert not re.search(r"\] ?:", line), line
    at, opened, stars, free = 0, False, [], ""
    while at < len(line):
        token = TOKEN.match(line, at)
        assert token, f"{line[at:]!r} in {line!r}"
        kind, words = token.lastgroup, token[0]
        if kind == "open":
            assert not opened
            assert not re.search(r"(?<!\\)!$", line[:at])
        if kind in ("open", "close"):
            opened = kind == "open"
        elif kind == "star":
            assert len(words) < 3
            _assert_star(line, at, token.end(), stars, words)
        if kind == "plain":
            assert words != "&" or not re.match(r"&#?[\w:.-]+;", line[at:])
            free += "" if opened else words
        else:
            free += "\\" if kind == "escape" else "\0"
        at = token.end()
    assert not opened
    assert not stars
    assert not re.search(r"(?:https?|ftp)://|www\.", free, re.IGNORECASE), line
    assert not re.search(r"[A-Za-z0-9.+_-]@[A-Za-z0-9_-]*\.[A-Za-z0-9]", free), line


def _assert_star(line: str, start: int, end: int, stars: list[str], words: str) -> None:
    before, after = line[start - 1 : start], line[end : end + 1]
    if stars and stars[-1] == words:
        stars.pop()
        assert before not in ("", " ", "\\", "*")
        in_link = line[end:].startswith("](")
        assert in_link or not after or after in AFTER_STAR or line[end : end + 2] in (r"\]", r"\!")
    else:
        assert words not in stars
        stars.append(words)
        assert after not in ("", " ", "*")
        assert not before or before in BEFORE_STAR


# Moodle's emoticons, without those that only differ after what is here.
EMOTICONS = (
    *(":-)", ":)", ":-D", ";-)", ":-/", "V-.", ":-P", ":-p", "B-)", "^-)", "8-)", ":o)", ":-("),
    *(":(", "8-.", ":-I", ":-X", "8-o", "P-|", "8-[", "xx-P", "|-.", "}-]", "(grr)", "(h)"),
    *("(heart)", "(y)", "(n)", "(martin)", "( )"),
    *("\\(", "\\[", "$$"),
)


def assert_no_pictures(html: str) -> None:
    """No words that a filter of an LMS turns into a picture or a formula, code aside."""
    outside = re.sub(r"(?s)<pre>.*?</pre>|<code>.*?</code>", "\0", html)
    words = re.sub(r"<[^<>]*>", "\0", outside)
    assert not [emoticon for emoticon in EMOTICONS if emoticon in words]


def assert_sound(document: Document) -> Tree:
    text = upload(document)
    assert_in_subset(text)
    for html in renderings(text).values():
        assert_no_pictures(html)
    read = agreed(text)
    assert_same_words(document, read)
    assert_same_links(document, read)
    return read


def test_php_markdown_is_among_the_engines() -> None:
    need("php")
    assert PHP
    assert "php-markdown" in renderings("# A")


# --- any document


@ANY
@given(strategies.documents)
def test_any_document_is_read_alike_and_whole(document: Document) -> None:
    assert_sound(document)


@ANY
@given(strategies.inlines)
def test_any_inlines_are_read_alike_wherever_they_stand(inlines: Inlines) -> None:
    assert_sound(
        page(
            Heading(2, "h", inlines),
            Paragraph(inlines),
            bullets((Paragraph(inlines), bullets((Paragraph(inlines),)))),
        )
    )


@ANY
@given(strategies.inlines)
def test_nothing_is_emphasised_that_was_not(inlines: Inlines) -> None:
    read = agreed(written(Paragraph(inlines)) + "\n")
    for tags, kind in ((("em",), Emphasis), (("strong",), Strong)):
        emphasised = "".join(_children_of(inlines, kind))
        for found in read.all(*tags):
            assert shown(found.words()) in shown(emphasised)


def _children_of(inlines: Inlines, kind: type) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, kind):
            yield _plain(inline)
        elif not isinstance(inline, Text | Code | LineBreak):
            yield from _children_of(inline.children, kind)


simple_lines = st.lists(st.sampled_from(strategies.WORDS[:6]), min_size=1, max_size=3).map(
    lambda words: (Paragraph((Text(" ".join(words)),)),)
)


def lists_of(items: st.SearchStrategy[Blocks]) -> st.SearchStrategy[Block]:
    listed = st.lists(items, min_size=1, max_size=3).map(tuple)
    return st.one_of(listed.map(BulletList), listed.map(lambda i: OrderedList(1, i)))


nested_items = st.recursive(
    simple_lines,
    lambda items: st.tuples(simple_lines, lists_of(items)).map(lambda i: (*i[0], i[1])),
    max_leaves=8,
)


@settings(ANY, max_examples=50)
@given(st.lists(st.tuples(simple_lines, lists_of(nested_items)), max_size=3))
def test_lists_keep_their_nesting(parts: list[tuple[Blocks, Block]]) -> None:
    document = page(*(block for prose, listed in parts for block in (*prose, listed)))
    assert assert_sound(document) == Tree("div", "", tuple(map(_list_tree, document.blocks)))


def _list_tree(block: Block) -> Tree:
    match block:
        case Paragraph(children):
            return Tree("p", "", (plain(children),))
        case BulletList(items) | OrderedList(_, items):
            tag = "ul" if isinstance(block, BulletList) else "ol"
            return Tree(tag, "", tuple(map(_item_tree, items)))
    raise AssertionError(block)


def _item_tree(blocks: Blocks) -> Tree:
    words, *below = blocks
    assert isinstance(words, Paragraph)
    return Tree("li", "", (plain(words.children), *map(_list_tree, below)))


# --- the cases that are known to be nasty

NASTY = (
    *EMOTICONS,
    *("C#", "C #", "#1", "# x", "1986. A year", "1986) A", "+ plus", "- minus", "a_b_c", "*", "**"),
    *("<script>", "</div>", "&lt;", "&amp;copy;", "&copy;", "&", "AT&T;", ":", ": x", "[x](y)"),
    *("![x](y)", "!", "http://bare.url", "www.example.org", "user@host", "user@example.org"),
    *("{: .class}", "{#id}", "{{ x }}", "~~x~~", "~~~", "$x$", "$$x$$", "\\(x\\)", "(n)", "( )"),
    *(":)", "R&-)", "8-o", "---", "===", "- - -", "> q", ">> q", "    four spaces", "| a | b |"),
    *(
        "a | b",
        "[^1]: x",
        "[x]: http://a.b",
        "*[HTML]: x",
        "trailing\\",
        "two spaces  ",
        "a\u2028b",
    ),
    *(
        "a\nb",
        "a\tb",
        "a\n\nb",
        "a. b",
        "(a) b",
        "iv. x",
        "#. x",
        "(@) x",
        "% x",
        "^",
        "@key",
        "...",
    ),
    *(
        "--flag",
        "```",
        "``a``",
        "`",
        "<http://a.b>",
        "<a@b.c>",
        "<!-- x -->",
        "<?php ?>",
        "1.",
        "1)",
    ),
    *("http://a.b/c_(d)_(e).", "see (http://a.b/c).", "https://x.y/?a=1&copy;=2", "ftp://a.b/c"),
    *(
        "http://",
        "www.",
        "http://ü.de/ä",
        "a@b.c.",
        "\u0338x",
        "=\u0338",
        "<\u0338",
        "\u1fefx\u1fef",
    ),
    *("\0a\x1bb", "\ufeffa", "\u200b# x", "\u3000x\u3000", "\xa0", "\u0661. x"),
)


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:20]))
def test_nasty_text_is_printed_as_it_is(text: str) -> None:
    words = (Text(text),)
    document = page(
        Paragraph((Text("Before."),)),
        Paragraph(words),
        Heading(1, "h", words),
        Quote((Paragraph(words),)),
        bullets((Paragraph(words), bullets((Paragraph(words),)))),
        Paragraph((Emphasis(words), Text(" "), Strong(words), Text(" x"), Emphasis(words))),
        OrderedList(1, ((Paragraph(words),),)),
        Heading(2, "h", (Text("x "), *words)),
        ReadingList((entry(text, label=text, mark=text, locator=text, note=words),)),
        Paragraph((Link("https://example.org/", words), *words)),
        Table((words, ()), ((words, words),)),
        title=text,
        subtitle=text,
        facts=(Fact(text, text),),
    )
    assert_sound(document)


@pytest.mark.parametrize(
    "text", ["x", "(", "*", "-", ".", "a@", "http://a.b/)", "a.", "&", "[x]: "]
)
def test_long_words_take_no_long(text: str) -> None:
    assert_sound(page(paragraph(text * 200, em(text * 200), " ", em(text))))
    started = time.process_time()
    line(text * 50_000)
    line("http://a.b/" + text * 50_000, *(em(text), " ", link("http://x.y", text)) * 5_000)
    assert time.process_time() - started < 10  # measured: 0.4 s; a quadratic writer needs minutes


def test_lone_surrogates_do_not_stop_the_build() -> None:
    assert line("a\ud800b", Code("\udfff")) == "a\ufffdb`\ufffd`"


# --- exactly what is written


def test_a_page() -> None:
    document = page(
        ReadingList((ListItem(item("Bring ", Code("a<b"), ".")), entry("No list before me."))),
        Heading(1, "p", (Text("Part 1"),)),
        paragraph("Read ", em("slowly"), "."),
        Heading(2, "s", (Text("Section"),)),
        ReadingList(
            (
                entry(
                    link("https://doi.org/10.1/x", WorkTitle((Text("Title"),))),
                    ", ",
                    em("Nature"),
                    ".",
                    label="[1]",
                    mark="Required.",
                    required=True,
                    locator="Read: Sections 2–3.",
                    note=inlines_of(("Mind.",)),
                ),
                entry("B. Other.", mark="Optional.", locator="Read: p. 3.", note=()),
            )
        ),
        Heading(5, "deep", (Text("Deep"),)),
        Divider(),
        CodeBlock("one\n\n  two\n"),
        title="Systems",
        subtitle="Reading list",
        facts=(Fact("Term", "Fall 2025"), Fact("Room", "E2 (n)")),
    )
    assert (
        upload(document)
        == f"""\
# Systems

*Reading list*

- **Term:** Fall 2025
- **Room:** E2 ({JOINER}n)

* * *

- Bring `a<b`.
- No list before me.

## Part 1

Read *slowly*.

### Section

- \\[1\\] **Required.** [Title](https://doi.org/10.1/x), *Nature*. Read: Sections 2–3. Mind.
- *Optional.* B. Other. Read: p. 3.

#### Deep

* * *

    one

      two
"""
    )


@pytest.mark.parametrize(
    ("inlines", "text"),
    [
        (("C#",), "C#"),
        (("#1",), r"\#1"),
        (("1986. A",), r"1986\. A"),
        (("J. Doe",), "J. Doe"),
        (("j. Doe",), r"j\. Doe"),
        (("a < b & c",), "a &lt; b & c"),
        (("&copy; & &copy",), "&amp;copy; & &copy"),
        (("a  b\n\tc ",), "a b c"),
        ((": x",), "&#58; x"),
        (("a|b~c^d$",), "a&#124;b&#126;c&#94;d&#36;"),
        (("ends\\",), "ends\\\\"),
        (("!", link("http://x.y", "z")), r"\![z](http://x.y)"),
        (("see http://a.b/c.",), "see <http://a.b/c>."),
        (("see www.a.b, a@b.c",), "see [www.a.b](http://www.a.b), [a@b.c](mailto:a@b.c)"),
        (("ftp://a.b",), "ftp&#58;//a.b"),
        ((link("http://a.b/c", "http://a.b/c"),), "<http://a.b/c>"),
        ((link("javascript:x", "z"), link("HTTPS://a.b", "y")), "z[y](HTTPS://a.b)"),
        ((link("http://a.b/ é<(|%2F%", "z"),), "[z](http://a.b/%20%C3%A9%3C%28%7C%2F%25)"),
        ((link("http://a.b/'&copy;;", "z"),), "[z](http://a.b/%27&copy%3B;)"),
        ((link("http://a.b", " "), "x"), "x"),
        ((link("http://a.b", "x", link("http://c.d", "y")),), "[xy](http://a.b)"),
        ((LineBreak(), "a", LineBreak(), "b"), "a b"),
        ((Superscript((Text("a"),)), Subscript((Text("b"),)), SmallCaps((Text("c"),))), "abc"),
        ((Text("1/n"), Superscript((Text("2"),)), Text(" H"), Subscript((Text("2"),))), "1/n² H₂"),
        ((Text("x"), Superscript((link("http://x.y", "2"),))), "x[2](http://x.y)"),
        (
            (Text("10"), Superscript((Text("-12"),)), Text("x"), Superscript((Text("n+1"),))),
            "10⁻¹²xⁿ⁺¹",
        ),
        ((Text("XX"), Superscript((Text("e"),)), Superscript((Text("2e"),))), "XXe2e"),
        ((NoCase((Text("aBc"),)),), "aBc"),
        ((Code(" a  b\n"), Code("c")), "`a bc`"),
        ((Code("a`b"), " ", Code(" "), Code("&lt;\\*")), "a\\`b `&lt;\\*`"),
        (("`", Code("x")), r"\`x"),
    ],
)
def test_a_line(inlines: tuple[object, ...], text: str) -> None:
    assert line(*inlines) == text


@pytest.mark.parametrize(
    ("inlines", "text"),
    [
        ((em("a"), ", (", strong("b"), "). “", em("c"), "”"), "*a*, (**b**). “*c*”"),
        ((em(" a "), "b"), "*a* b"),
        (("x", em("a")), "xa"),
        ((em("a"), "s"), "as"),
        ((em("a"), strong("b")), "ab"),
        ((em("a"), " ", strong("b")), "*a* **b**"),
        ((em("a"), " ", em("b")), "*a b*"),
        ((em("?!"),), "?!"),
        ((em("a*"), " x ", em("\u0301a")), "a\\* x \u0301a"),
        ((em("a ", strong("b"), " c"),), "*a **b** c*"),
        ((em("a ", strong("b")),), "*a b*"),
        ((em(em("a")),), "*a*"),
        ((em(link("http://x.y", "a")), "."), "*[a](http://x.y)*."),
        ((link("http://x.y", em("a")), "."), "*[a](http://x.y)*."),
        ((link("http://x.y", em("a"), " b"),), "[*a* b](http://x.y)"),
        ((link("http://x.y", em("a"), "b"),), "[ab](http://x.y)"),
        ((em("a ", link("http://x.y", "b"), " c"),), "*a [b](http://x.y) c*"),
        ((em(Code("a")),), "`a`"),
        ((em(link("http://x.y", "a")), " [b]: c"), "*[a](http://x.y)* \\[b\\]&#58; c"),
        ((em(", a"),), ", a"),
    ],
)
def test_emphasis_that_every_renderer_sees(inlines: tuple[object, ...], text: str) -> None:
    assert line(*inlines) == text
    assert_sound(page(paragraph(*inlines)))


A, B, C = item("a"), item("b"), item("c")


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ((bullets(A), bullets(B)), "- a\n- b"),
        ((bullets(A), OrderedList(1, (B,))), "- a\n\n* * *\n\n1. b"),
        ((OrderedList(1, (A,)), OrderedList(1, (B,))), "1. a\n\n* * *\n\n1. b"),
        ((bullets(A), CodeBlock("b")), "- a\n\n* * *\n\n    b"),
        ((OrderedList(3, (A, B)),), "- 3\\. a\n- 4\\. b"),
        ((OrderedList(1, (A, ())),), "- 1\\. a\n- 2\\."),
        ((bullets((*A, *B, bullets(C))),), "- a b\n    - c"),
        ((bullets((*A, bullets(B), *C)),), "- a\n    - b\n    - c"),
        ((bullets((*A, OrderedList(1, (B,)), *C)),), "- a\n    - 1\\. b\n    - c"),
        ((bullets((bullets(A),)),), "- a"),
        ((bullets((), A),), "- a"),
        (
            (bullets((*A, CodeBlock("x y")), (Heading(1, "h", (Text("b"),)),)),),
            "- a `x y`\n- **b**",
        ),
        ((Quote(A), Quote((bullets(B), CodeBlock("c")))), "> a\n>\n> b\n>\n> `c`"),
        ((CodeBlock("\n a\n\n"), CodeBlock("\tb")), "     a\n\n        b"),
        ((Table(((Text("H"),), ()), (((Text("1"),), (Text("2"),)),)),), "- **H:** 1; 2"),
        ((Table(((Text("H"),), (Text("I"),)), ()),), "- H; I"),
        ((Table((), (((), (Text("2"),)),)),), "- 2"),
        ((Heading(1, "h", (Text("C#"),)),), f"## C#{JOINER}"),
        ((Heading(1, "h", (Text("a\\"),)),), f"## a\\\\{JOINER}"),
        ((Heading(1, "h", ()), paragraph(), bullets(), Quote(()), CodeBlock(" ")), ""),
    ],
)
def test_blocks(blocks: Blocks, text: str) -> None:
    assert written(*blocks) == text
    assert_sound(page(*blocks))


def test_a_long_ordered_list_keeps_its_numbers() -> None:
    document = page(OrderedList(1, tuple((*A, bullets(B)) for _ in range(101))))
    assert "- 101\\. a\n    - b\n" in upload(document)
    assert_sound(document)


def test_no_depth_is_too_deep() -> None:
    inlines: Inlines = (Text("end"),)
    blocks: Blocks = item("end")
    for _ in range(3_000):
        inlines = (Emphasis((Text("a "), *inlines)),)
        blocks = (*A, BulletList((blocks,)))
    quotes: Blocks = blocks
    for _ in range(3_000):
        quotes = (Quote(quotes),)
    text = upload(page(Paragraph(inlines), *blocks, *quotes))
    assert text.count("end") == 3
    assert max(len(line) - len(line.lstrip(" ")) for line in text.split("\n")) == 20
    assert_in_subset(text)


def test_the_same_document_gives_the_same_bytes() -> None:
    document = page(paragraph("a"), title="T")
    assert FORMAT.write(document, NO_ENGINES) == FORMAT.write(document, NO_ENGINES)
    assert (FORMAT.name, FORMAT.suffix) == ("md", ".md")


# --- what one system takes beyond what all do


GRADING = Table(((Text("Part"),), (Text("Share"),)), (((Text("Essay | draft"),), (Text("40 %"),)),))


@pytest.mark.parametrize("lms", ["moodle", "github"])
def test_tables_where_they_are_read(lms: str) -> None:
    text = flavoured(page(GRADING, paragraph("b")), lms)
    assert text == "| Part | Share |\n| --- | --- |\n| Essay &#124; draft | 40 % |\n\nb\n"
    for name in ("gfm", "python-markdown extra"):
        read = tree(re.sub(r"</?t(?:head|body)>", "", renderings(text)[name]))
        (table,) = read.all("table")
        assert [cell.words() for cell in table.all("th", "td")] == [
            "Part",
            "Share",
            "Essay | draft",
            "40 %",
        ]


@pytest.mark.parametrize("lms", ["", "plain", "openedx", "ultra"])
def test_no_tables_elsewhere(lms: str) -> None:
    assert flavoured(page(GRADING), lms) == upload(page(GRADING))


def test_boxes_of_github() -> None:
    document = page(ReadingList((entry("A", box="Read: A."),)))
    assert flavoured(document, "github") == "- [ ] A\n"
    assert flavoured(document, "moodle") == "- ☐ A\n"


def flavoured(document: Document, lms: str) -> str:
    outcome = FORMAT.write(document, Engines(NO_PANDOC, None, "typst", (), lms))
    assert outcome.value is not None
    return outcome.value.decode("utf-8")

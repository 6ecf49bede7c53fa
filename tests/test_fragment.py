"""The fragment is what the cleaners of Canvas and of Moodle leave as it is."""

from __future__ import annotations

import re
from pathlib import Path

import nh3
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html as lxml_html

import strategies
from coursepack.model.document import (
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    Text,
)
from coursepack.pipeline import Wishes, compile_course
from coursepack.read.disk import Disk
from coursepack.write import fragment
from coursepack.write.fragment import FULL, ULTRA

CONTENT = Path(__file__).parents[1] / "content"
ANY = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)

_COMMON = {
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "code",
    "table",
    "caption",
    "thead",
    "tbody",
}
_COMMON |= {
    "tr",
    "th",
    "td",
    "a",
    "em",
    "strong",
    "cite",
    "q",
    "sub",
    "sup",
    "del",
    "abbr",
    "span",
    "div",
}
_PROTOCOLS = {"http", "https", "mailto"}

# What was seen to survive: elements, and the attributes of each.
CLEANERS = {
    "canvas": (
        _COMMON
        | {"br", "hr", "section", "nav", "details", "summary", "figure", "img", "b", "i", "u"},
        {
            "a": {"href", "title", "target", "id", "name"},
            "ol": {"start", "type"},
            "th": {"scope", "colspan", "rowspan"},
            "td": {"colspan", "rowspan"},
            "*": {"class", "title", "id", "style", "dir", "lang"},
        },
    ),
    "moodle": (
        _COMMON | {"br", "hr", "img", "b", "i", "u", "h1"},
        {
            "a": {"href", "title", "target"},
            "ol": {"start"},
            "th": {"scope", "colspan", "rowspan"},
            "td": {"colspan", "rowspan"},
            "*": {"class", "title", "style", "dir", "lang"},
        },
    ),
    "both, and no more": (
        _COMMON,
        {"a": {"href"}, "ol": {"start"}, "th": {"scope"}, "span": {"class"}, "div": {"class"}},
    ),
}
_ULTRA = {
    "a",
    "br",
    "del",
    "div",
    "em",
    "h4",
    "h5",
    "h6",
    "img",
    "li",
    "ol",
    "p",
    "span",
    "strong",
    "sub",
    "sup",
    "ul",
}


def cleaned(text: str, tags: set[str], attributes: dict[str, set[str]]) -> str:
    """Return *text* as a cleaner leaves it that keeps *tags* with *attributes*."""
    return nh3.clean(
        text, tags=tags, attributes=attributes, url_schemes=_PROTOCOLS, link_rel=None,
        clean_content_tags=set(),
    )  # fmt: skip


def same(text: str) -> str:
    """Return *text* with the one way of writing each character: quotes, and no-break spaces."""
    return text.replace("&nbsp;", "\xa0").replace("&quot;", '"')


@ANY
@given(strategies.blocks)
@pytest.mark.parametrize("cleaner", CLEANERS)
def test_any_document_is_a_fixed_point(cleaner: str, blocks: Blocks) -> None:
    written = fragment.fragment(blocks)
    assert same(cleaned(written, *CLEANERS[cleaner])) == same(written)


@ANY
@given(strategies.blocks)
def test_any_document_is_a_fixed_point_of_ultra(blocks: Blocks) -> None:
    written = fragment.fragment(blocks, ULTRA)
    assert same(cleaned(written, _ULTRA, {"a": {"href"}})) == same(written)


@ANY
@given(strategies.blocks)
def test_both_say_the_same_words(blocks: Blocks) -> None:
    def words(text: str) -> str:
        read = lxml_html.fromstring(f"<div>{text}</div>").text_content()
        return re.sub(r"[\W_]+", "", read)

    assert sorted(words(fragment.fragment(blocks, FULL))) == sorted(
        words(fragment.fragment(blocks, ULTRA))
    ) or any(_has_table(block) for block in blocks)


def _has_table(block: object) -> bool:
    # The reduced one says what heads a column in every row, and no header of an agenda.
    return "Table(" in repr(block) or "Agenda(" in repr(block)


@pytest.mark.parametrize(
    ("blocks", "written", "reduced"),
    [
        (
            (Heading(1, "a", (Text("A & B"),)), Heading(2, "b", (Text("<b>"),))),
            "<h2>A &amp; B</h2>\n<h3>&lt;b&gt;</h3>\n",
            "<h4>A &amp; B</h4>\n<h5>&lt;b&gt;</h5>\n",
        ),
        (
            (Paragraph((Link("https://x.org/?a=1&b='2'", (Text("x"),)), LineBreak(), Code("y"))),),
            '<p><a href="https://x.org/?a=1&amp;b=%272%27">x</a> <code>y</code></p>\n',
            '<p><a href="https://x.org/?a=1&amp;b=%272%27">x</a><br>y</p>\n',
        ),
        (
            (Paragraph((Link("javascript:alert(1)", (Text("x"),)), Emphasis((Text(" "),)))),),
            "<p>x</p>\n",
            "<p>x</p>\n",
        ),
        (
            (
                OrderedList(
                    3, ((Paragraph((Text("a"),)), BulletList(((Paragraph((Text("b"),)),),))),)
                ),
            ),
            '<ol start="3"><li>a<ul><li>b</li></ul></li></ol>\n',
            "<ol><li>a<ul><li>b</li></ul></li></ol>\n",
        ),
        (
            (Table(((Text("P"),), (Text("S"),)), (((Text("Essay"),), (Text("40 %"),)),)),),
            '<table><thead><tr><th scope="col">P</th><th scope="col">S</th></tr></thead>'
            "<tbody><tr><td>Essay</td><td>40 %</td></tr></tbody></table>\n",
            "<ul><li><strong>P:</strong> Essay; <strong>S:</strong> 40 %</li></ul>\n",
        ),
        (
            (Quote((Paragraph((Text("q"),)),)), CodeBlock("a\n  b")),
            "<blockquote><p>q</p></blockquote>\n<pre><code>a\n  b</code></pre>\n",
            "<div><p>q</p></div>\n<p>a<br> \xa0b</p>\n",
        ),
    ],
)
def test_blocks(blocks: Blocks, written: str, reduced: str) -> None:
    assert fragment.fragment(blocks) == written
    assert fragment.fragment(blocks, ULTRA) == reduced


def test_no_depth_is_too_deep() -> None:
    inline: Emphasis | Text = Text("x")
    for _ in range(3000):
        inline = Emphasis((inline,))
    assert "x" in fragment.fragment((Paragraph((inline,)),))


@pytest.mark.parametrize("lms", ["", "ultra"])
def test_the_sample_has_a_fragment(lms: str) -> None:
    compiled = compile_course(Disk(CONTENT), Wishes(formats=("fragment",), lms=lms)).value
    names = [artifact.name for artifact in compiled.artifacts]
    assert names == ["reading-list.fragment.html", "syllabus.fragment.html"]
    tags, attributes = CLEANERS["both, and no more"] if not lms else (_ULTRA, {"a": {"href"}})
    for artifact in compiled.artifacts:
        text = artifact.data.decode("utf-8")
        assert same(cleaned(text, tags, attributes)) == same(text)
        assert " id=" not in text


def test_documents_have_names_of_places_only_where_they_stay() -> None:
    heading = Heading(1, "part-a", (Text("A"),))
    assert 'id="part-a"' in fragment.fragment((heading,), fragment.Dialect(with_ids=True))
    assert "id=" not in fragment.fragment((heading,))

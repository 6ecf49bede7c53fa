"""Hypothesis strategies that make any `Document`, with hostile text of every kind."""

from __future__ import annotations

from hypothesis import strategies as st

from coursepack.model.document import (
    Agenda,
    Bar,
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
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Meeting,
    NoCase,
    OrderedList,
    Paragraph,
    Question,
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
from coursepack.model.source import Span
from coursepack.model.theme import Sheet
from coursepack.read import theme as themes

SPAN = Span("course.md", 1, 1, 1, 2)

# What means something to Markdown, LaTeX, Typst, HTML, YAML, or a filter of an LMS.
SNIPPETS = (
    *"#*_`~^$&%@!?|\\/<>()[]{}\"'.,:;+-=",
    *("**", "***", "__", "``", "```", "~~", "---", "===", "- ", "+ ", "# ", "> ", "1. ", "2) "),
    *("a. ", "iv) ", "(a) ", "(@) ", "\\", "\\\\", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "!["),
    *("[x](y)", "![x](y)", "[^1]: x", "[x]: http://y.z", "*[HTML]: x", "{: .class}", "{#id}"),
    *("{{ x }}", "{% x %}", "&lt;", "&amp;copy;", "&copy;", "&#35;", "&copy", "&", "<b>", "</p>"),
    *("<script>", "<!--", "-->", "<![CDATA[", "<?php", "<http://a.b>", "<a@b.org>", "x<y", "x>y"),
    *("http://bare.url", "https://a.org/b_c_(d)?e=1&copy;=2#f", "www.example.org", "user@host"),
    *("user@example.org", "ftp://a.b", "http://", "www.", "mailto:a@b.org", "javascript:x", "//x"),
    *("$x$", "$$x$$", "$5", "\\(x\\)", "\\[x\\]", "\\input{/etc/passwd}", "\\write18", "#read(1)"),
    *("#let", "@key", "^2^", "~2~", "(n)", "(y)", ":)", ":-)", ";-)", "8-o", "( )", "B-)", "-)"),
    *("| a | b |", "|---|", ": def", "^", "%", ":", "C#", "C# ", "1986. A year", "3.5", "#1"),
    *("- [ ] x", "...", "--flag", "<<x>>", "a_b_c", "snake_case_", "*a*", "**a**", "_a_", "`a`"),
)
# Invisible, combining, right-to-left, beyond the first plane, private, and forbidden in XML.
ODDITIES = (
    *"\0\x01\x07\x0b\x0c\x1b\x1c\x1f\x7f\x80\x85\x9f\xa0\xad\u0301\u0308\u0338\u034f\u05d0\u0627",
    *"\u0660\u0e33\u1160\u11a8\u115f\u200b\u200c\u200d\u200e\u200f\u2003\u2009\u2028\u2029\u202e",
    *"\u2060\u2066\u20ac\u2126\u212a\u2215\u3000\u4e2d\ue000\uac00\ufb01\ufdd0\ufe0f\ufeff\ufffd",
    *"\ufffe\uffff\u1fef\u037e\u2260\U0001d400\U0001f600\U0001f9d1\U000e0041\U000f0000\U0010ffff",
    *"“”‘’«»–—…éßñİı",
)
WORDS = (
    "a",
    "Attention",
    "is",
    "all",
    "you",
    "need",
    "1986",
    "x",
    "B",
    "models",
    "naïve",
    "I",
    "ii",
)

words = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(SNIPPETS),
        st.sampled_from((" ", " ", "  ")),
        st.sampled_from(ODDITIES),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=3),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=5),
    ),
    max_size=7,
).map("".join)
long_words = st.tuples(st.sampled_from(("a", "é", "*", "(", ")", "-", ".")), st.just(3000)).map(
    lambda repeated: repeated[0] * repeated[1]
)
# Functions in place of `one_of`, here and below: Hypothesis prints each strategy in full.
hostile_text = st.integers(0, 40).flatmap(lambda dice: long_words if dice == 40 else words)

urls = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(("http://", "https://", "HTTP://", "mailto:a@")),
        st.sampled_from(("example.org", "a-b.example.org:80", "x.y")),
        st.one_of(
            st.just(""),
            st.text(
                st.sampled_from("abcXYZ019/?&=;#.,:!~_-+@%'*$()[]{}<>|\\^\"` é中"), max_size=12
            ).map(lambda tail: f"/{tail}"),
            st.sampled_from(
                (
                    "/10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
                    "/?a=1&copy;=2&lt=3",
                    "/'x'",
                    "/%zz%41%",
                )
            ),
        ),
    ),
)


def _nested(children: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    inside = st.lists(children, max_size=3).map(tuple)
    return st.one_of(
        inside.map(Emphasis),
        inside.map(Strong),
        inside.map(SmallCaps),
        inside.map(Superscript),
        inside.map(Subscript),
        inside.map(NoCase),
        inside.map(WorkTitle),
        st.builds(Link, urls, inside),
    )


def _plain() -> st.SearchStrategy[Inline]:
    return st.one_of(
        hostile_text.map(Text),
        st.sampled_from(WORDS).map(Text),
        st.just(Text(" ")),
        st.sampled_from(("(", ") ", ", ", ". ", "“")).map(Text),
        st.just(LineBreak()),
        hostile_text.map(Code),
    )


inlines: st.SearchStrategy[Inlines] = st.lists(
    st.recursive(_plain(), _nested, max_leaves=5), max_size=5
).map(tuple)

readings = st.builds(
    ReadingEntry,
    anchor=st.just("reading"),
    work=st.just("Key2024"),
    span=st.just(SPAN),
    reference=inlines,
    label=st.one_of(st.just(""), st.just("[1]"), hostile_text),
    mark=st.one_of(st.just(""), st.just("Required."), hostile_text),
    required=st.booleans(),
    locator=st.one_of(st.just(""), st.just("Read: Sections 2–3."), hostile_text),
    note=st.one_of(st.just(()), inlines),
    identifier=st.one_of(st.just(()), inlines),
    box=st.one_of(st.just(""), st.just("Read: A."), hostile_text),
    annotation=st.lists(st.builds(Paragraph, inlines), max_size=2).map(tuple),
    questions=st.lists(st.builds(Question, hostile_text, st.integers(0, 3)), max_size=2).map(tuple),
)


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 3))
    row = st.lists(inlines, min_size=columns, max_size=columns).map(tuple)
    header = draw(st.one_of(st.just(()), row))
    return Table(header, tuple(draw(st.lists(row, max_size=2))))


bars = st.builds(
    Bar,
    name=hostile_text,
    full=st.integers(0, 50),
    light=st.integers(0, 50),
    words=hostile_text,
)


def _agendas(children: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    meetings = st.builds(
        Meeting,
        anchor=st.just("meeting"),
        when=hostile_text,
        date=st.just("2027-01-19"),
        title=st.one_of(st.just(()), inlines),
        off=st.booleans(),
        blocks=st.lists(children, max_size=2).map(tuple),
    )
    return st.builds(Agenda, st.just(("Day", "Session")), st.lists(meetings, max_size=3).map(tuple))


def _lines() -> st.SearchStrategy[Block]:
    return st.one_of(
        inlines.map(Paragraph),
        st.builds(Heading, st.integers(1, 6), st.just("anchor"), inlines),
        hostile_text.map(CodeBlock),
        _tables(),
        st.just(Divider()),
        st.lists(bars, max_size=3).map(tuple).map(Chart),
        st.lists(readings, max_size=3).map(tuple).map(ReadingList),
    )


def _containers(children: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks: st.SearchStrategy[Blocks] = st.lists(children, max_size=3).map(tuple)
    items = st.lists(blocks, max_size=3).map(tuple)
    return st.one_of(
        items.map(BulletList),
        st.builds(OrderedList, st.sampled_from((1, 1, 1, 0, 7)), items),
        blocks.map(Quote),
        _agendas(children),
        st.lists(st.one_of(readings, blocks.map(ListItem)), max_size=3).map(tuple).map(ReadingList),
    )


blocks: st.SearchStrategy[Blocks] = st.lists(
    st.recursive(_lines(), _containers, max_leaves=4), max_size=4
).map(tuple)

documents = st.builds(
    Document,
    name=st.just("course"),
    title=hostile_text,
    subtitle=hostile_text,
    facts=st.lists(st.builds(Fact, hostile_text, hostile_text), max_size=2).map(tuple),
    language=st.sampled_from(("en-US", "de", "ar")),
    sheet=st.builds(
        Sheet,
        paper=st.sampled_from(("a4", "letter")),
        columns=st.sampled_from((1, 2)),
        type_size=st.sampled_from((10, 10.5, 12)),
    ),
    theme=st.sampled_from(themes.names()).map(themes.ours),
    contents_title=st.just("Contents"),
    blocks=blocks,
)

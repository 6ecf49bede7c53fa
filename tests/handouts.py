"""Small handouts for tests of what is printed."""

from __future__ import annotations

from collections.abc import Iterator

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

SPAN = Span("content/papers.yaml", 3, 1, 3, 10)


def text(words: str) -> Inlines:
    return (Text(words),)


def handout(
    *blocks: Block,
    title: str = "Systems and Generative AI",
    paper: str = "a4",
    theme: str = "folio",
    **sheet: object,
) -> Document:
    facts = (Fact("Term", "Spring 2026"), Fact("Instructors", "Íñigo Goiri"))
    return Document(
        name="list",
        title=title,
        subtitle="Reading list",
        facts=facts,
        language="en-US",
        sheet=Sheet(paper, **sheet),  # type: ignore[arg-type]
        theme=themes.ours(theme),
        contents_title="Contents",
        blocks=tuple(blocks),
    )


def entry(number: int, label: str = "", **fields: object) -> ReadingEntry:
    link = Link(
        f"https://doi.org/10.1145/{number}.a_b?x=1&y=%20#z~",
        (WorkTitle(text(f"Work{number}: How GPU-Clusters Serve")),),
    )
    names = "Ngân Vũ, Đặng Thị Ngọc Ánh, and Matej Balog"
    venue = Emphasis(text("Proceedings of “Systems” – ’23"))
    given = {"anchor": f"r{number}", "work": f"work{number}", "span": SPAN, "label": label}
    reference = (link, Text(f". {names}. "), venue, Text(f", {2000 + number}. End{number}."))
    return ReadingEntry(**{**given, "reference": reference, **fields})  # type: ignore[arg-type]


def entries(count: int, labels: bool = False) -> ReadingList:
    return ReadingList(tuple(entry(n, f"[{n}]" if labels else "") for n in range(1, count + 1)))


def sample(
    labels: bool = False, paper: str = "a4", theme: str = "folio", **sheet: object
) -> Document:
    """A handout with every kind of block and inline in it, three parts and two sections."""

    def label(number: int) -> str:
        return f"[{number}]" if labels else ""

    first = ReadingList(
        (
            entry(1, label(1), mark="Required.", required=True, locator="Read: Sections 2–3."),
            entry(2, label(2), mark="Optional.", note=(Text("Mind the "), Code("a_b{}\\%"))),
            ListItem((Paragraph(text("Or anything by Hopper.")),)),
            entry(
                3,
                label(3),
                mark="Why not?",
                locator="Read: Part II.",
                identifier=text("arXiv:2104.04473"),
                box="Read: A.",
                annotation=(Paragraph(text("It tells much.")), Paragraph(text("And more."))),
                questions=(Question("Why so?", 2), Question("What else?", 1)),
            ),
        )
    )
    prose = Paragraph(
        (
            Text("Read the "),
            Strong(text("required")),
            Text(" ones, "),
            SmallCaps(text("Acm")),
            Text(" and "),
            NoCase(text("x")),
            Superscript(text("2")),
            Text(" "),
            Emphasis(text("a")),
            Subscript(text("1")),
            LineBreak(),
            Text("before class."),
        )
    )
    nested = BulletList(((Paragraph(text("Nested")),),))
    table = Table((text("Week"), text("Topic")), ((text("1"), text("Training")),))
    return handout(
        Heading(2, "one", text("Part 1 - Backbone of C#")),
        Heading(4, "two", text("Scaling 100% & More")),
        first,
        Heading(4, "three", text("Serving")),
        entries_from(4, 6, labels),
        Divider(),
        Heading(2, "four", text("Part 2")),
        prose,
        BulletList(((Paragraph(text("First item")), nested), (Paragraph(text("Second")),))),
        OrderedList(3, ((Paragraph(text("Third")),),)),
        Quote((Paragraph(text("A quotation.")),)),
        CodeBlock("def f(x):\n\n    return x"),
        table,
        agenda(),
        Chart((Bar("Week 1", 30, 0, "30 pages"), Bar("Week 2", 10, 5, "10 pages, 5 optional"))),
        Divider(),
        Paragraph(text("The end.")),
        Heading(2, "five", text("Part 3")),
        entries_from(7, 12, labels),
        paper=paper,
        theme=theme,
        **sheet,
    )


def agenda() -> Agenda:
    link = Link("https://example.org/agenda", text("Deep Nets"))
    readings = BulletList(((Paragraph((link, Text(", Vũ et al. 2024"))),),))
    due = Paragraph((Strong(text("Due:")), Text(" Proposal")))
    return Agenda(
        ("Day", "Session"),
        (
            Meeting("m1", "Tue, Jan 19", "2027-01-19", text("Opening"), blocks=(readings, due)),
            Meeting("m2", "Thu, Jan 21", "2027-01-21", text("Holiday: no class"), off=True),
            Meeting("m3", "Tue, Jan 26", "2027-01-26", (), blocks=(due,)),
        ),
    )


def below(filler: int, labels: bool) -> Document:
    """A handout with headings and readings below *filler* lines, near the end of a page."""
    lines = tuple(Paragraph(text(f"Filler {n}.")) for n in range(filler))
    heads = (Heading(1, "a", text("HeadA")), Heading(2, "b", text("HeadB")))
    return handout(*lines, *heads, entries(6, labels))


def assert_whole(printed: str) -> None:
    """Assert that *printed* splits no reading of `below`, and that no heading ends a page."""
    pages = printed.split("\f")
    (home,) = (page for page in pages if "Work1:" in page)
    assert "HeadA" in home
    assert "HeadB" in home
    for number in range(1, 7):
        (page,) = (page for page in pages if f"Work{number}:" in page)
        assert f"End{number}." in page


def entries_from(first: int, last: int, labels: bool) -> ReadingList:
    return ReadingList(tuple(entry(n, f"[{n}]" if labels else "") for n in range(first, last + 1)))


def spoken(document: Document) -> str:
    """Return the words of *document* in the order that every format must keep."""
    lines = [document.title, document.subtitle]
    lines += [f"{fact.name}: {fact.text}" for fact in document.facts]
    return "\n".join([*lines, *_of_blocks(document.blocks)])


def _of_blocks(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(children=children) | Paragraph(children):
                yield _of_inlines(children)
            case BulletList(items):
                for item in items:
                    yield "•"
                    yield from _of_blocks(item)
            case OrderedList(start, items):
                for number, item in enumerate(items, start):
                    yield f"{number}."
                    yield from _of_blocks(item)
            case Quote(children):
                yield from _of_blocks(children)
            case CodeBlock(code):
                yield code
            case Table(header, rows):
                for cell in (cell for row in (header, *rows) for cell in row):
                    yield _of_inlines(cell)
            case ReadingList(items):
                for reading in items:
                    yield from _of_item(reading)
            case Agenda(header, meetings):
                yield from header
                for meeting in meetings:
                    yield meeting.when
                    yield _of_inlines(meeting.title)
                    yield from _of_blocks(meeting.blocks)
            case Chart(bars):
                for bar in bars:
                    yield bar.name
                    yield bar.words
            case Divider():
                pass


def _of_item(item: ReadingEntry | ListItem) -> Iterator[str]:
    if isinstance(item, ListItem):
        yield from _of_blocks(item.children)
        return
    yield item.label
    yield item.mark
    yield _of_inlines(item.reference)
    yield _of_inlines(item.identifier)
    yield item.locator
    yield _of_inlines(item.note)
    yield from _of_blocks(item.annotation)
    for question in item.questions:
        yield question.text


def _of_inlines(children: Inlines) -> str:
    return "".join(
        child.text
        if isinstance(child, Text | Code)
        else " "
        if isinstance(child, LineBreak)
        else _of_inlines(child.children)
        for child in children
    )

"""Readings are bound to works: by key, by what a page describes, in the version that is wished."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack.assemble import reading_list
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import (
    Inlines,
    Link,
    ListItem,
    Paragraph,
    ReadingList,
    Text,
    plain_text,
)
from coursepack.model.outline import (
    CitedReading,
    Outline,
    Reading,
    ReadingItem,
    Readings,
    Reference,
    Requirement,
)
from coursepack.model.settings import Settings
from coursepack.model.source import Source, Span, Spanned
from coursepack.model.work import Library, Work
from coursepack.read import settings as read_settings
from coursepack.read import theme as themes
from coursepack.resolve import resolve, works_called
from works import work

PAGE = Span("list.md", 4, 3, 4, 9)
TITLE = "Efficient Memory Management for Large Language Model Serving"

LISTED = work(
    "kwon23", TITLE, "Kwon, Woosuk", 2023, DOI="10.1145/3600006.3613165", arxiv="2309.06180"
)
PREPRINT = work("rago25", "RAGO", "Jiang, W.", 2025, URL="https://arxiv.org/abs/2503.14649")
PUBLISHED = work("rago25", "RAGO", "Jiang, W.", 2025, DOI="10.1145/3695053.3731093")
BOTH = replace(PREPRINT, versions={"published": PUBLISHED})


def described(one: Work, **fields: object) -> ReadingItem:
    item = ReadingItem(Spanned(one.key.value, PAGE), described=one)
    return replace(item, **fields)  # type: ignore[arg-type]


def bound(
    *items: ReadingItem, works: tuple[Work, ...] = (LISTED,), prefer: str = "listed"
) -> tuple[list[Reading], tuple[Diagnostic, ...]]:
    outline: Outline[ReadingItem] = Outline(body=(Readings(items),))
    outcome = resolve(outline, Library(works), prefer)
    return list(outcome.value.readings()), outcome.diagnostics


# ------------------------------------------------------------------- words that may be keys


def test_words_that_may_be_keys_are_prose_unless_most_are_keys() -> None:
    def guess(key: str) -> ReadingItem:
        return ReadingItem(Spanned(key, PAGE), words=(Text(key),))

    outline: Outline[ReadingItem] = Outline(body=(Readings((guess("python-3"), guess("kwon23"))),))
    outcome = resolve(outline, Library((LISTED,)))
    (body,) = outcome.value.body
    assert isinstance(body, Readings)
    assert body.items[0] == ListItem((Paragraph((Text("python-3"),)),))
    assert [r.work.key.value for r in outcome.value.readings()] == ["kwon23"]
    assert outcome.diagnostics == ()

    found, said = bound(guess("kwon23"), guess("kwon32"), guess("kwon23"))
    assert len(found) == 2
    assert [d.code for d in said] == ["unknown-work"]


# ------------------------------------------------------------------------ described readings


@pytest.mark.parametrize(
    ("written", "because"),
    [
        (
            work("x", "vLLM", "", None, URL="https://arxiv.org/pdf/2309.06180"),
            "both have the arXiv id `2309.06180`",
        ),
        (
            work("x", "vLLM", "", None, URL="https://dl.acm.org/doi/pdf/10.1145/3600006.3613165"),
            "both have the DOI `10.1145/3600006.3613165`",
        ),
        (work("x", TITLE.lower(), "", None), "their titles are alike"),
    ],
)
def test_a_described_work_that_is_listed(written: Work, because: str) -> None:
    item = described(written, requirement=Requirement(True), locator="Sections 2–3")
    (reading,), (said,) = bound(item)
    assert reading.work is LISTED
    assert reading.item == replace(item, key=Spanned("kwon23", PAGE))
    assert (said.code, said.severity, said.span) == ("listed-work", Severity.WARNING, PAGE)
    assert said.message.startswith(f"the reading “{title(written)}” is written by hand, and ")
    assert said.message.endswith(f"`kwon23` describes it: {because}")
    assert [label.span for label in said.labels] == [LISTED.key.span]
    assert "`kwon23`" in said.hints[0]


def test_a_work_without_a_title() -> None:
    written = replace(work("x", URL="https://arxiv.org/abs/2309.06180"), title=None)
    _, (said,) = bound(described(written))
    assert said.message.startswith("a reading is written by hand, and `kwon23` describes it")


def test_a_described_work_that_is_not_listed() -> None:
    written = work("moore65", "Cramming more components onto integrated circuits")
    (reading,), said = bound(described(written))
    assert (reading.work, reading.item.key.value, said) == (written, "moore65", ())


def test_one_paper_described_twice_is_one_work() -> None:
    first = work("first", TITLE, "", None, URL="https://arxiv.org/abs/2309.06180v1")
    again = work("again", "vLLM", "", None, URL="https://arxiv.org/pdf/2309.06180")
    other = work("other", "Something else entirely", "", None)
    readings, said = bound(
        described(first), described(other), described(again, locator="Section 4"), works=()
    )
    assert [r.work.key.value for r in readings] == ["first", "other", "first"]
    assert readings[2].work is readings[0].work
    assert (readings[2].item.key.value, readings[2].item.locator) == ("first", "Section 4")
    assert said == ()


def test_one_description_in_two_places() -> None:
    written = described(work("first", TITLE))
    readings, _ = bound(written, written, works=())
    assert [r.work.key.value for r in readings] == ["first", "first"]


def test_a_key_never_stands_for_two_works() -> None:
    listed = work("a", "A paper of the list with a name")
    items = [
        described(work("a", f"The {name} essay nobody lists", "", None))
        for name in ("first", "second")
    ]
    readings, _ = bound(ReadingItem(Spanned("a", PAGE)), *items, works=(listed,))
    assert [r.work.key.value for r in readings] == ["a", "a-2", "a-3"]
    assert [r.item.key.value for r in readings] == ["a", "a-2", "a-3"]
    assert len({title(r.work) for r in readings}) == 3


def test_an_unknown_key_is_left_out() -> None:
    readings, (said,) = bound(ReadingItem(Spanned("kwon24", PAGE)))
    assert readings == []
    assert (said.code, said.hints) == ("unknown-work", ("did you mean `kwon23`?",))


# --------------------------------------------------------------------------------- versions


def test_the_listed_version_is_cited_where_nothing_is_wished() -> None:
    readings, _ = bound(ReadingItem(Spanned("rago25", PAGE)), works=(BOTH,))
    assert readings[0].work is BOTH


def test_the_published_version_keeps_the_key_and_knows_its_preprint() -> None:
    items = (ReadingItem(Spanned("rago25", PAGE)), described(work("x", "RAGO", "Jiang, W.", 2025)))
    readings, _ = bound(*items, works=(BOTH,), prefer="published")
    for reading in readings:
        assert reading.work.key == BOTH.key
        assert reading.work.text("DOI") == "10.1145/3695053.3731093"
        assert reading.work.versions == {"preprint": PREPRINT}
    assert works_called(["rago25"], Library((BOTH,)), "published").value == (readings[0].work,)


def test_a_preprint_that_the_work_tells_of_stays() -> None:
    draft = work("rago25", URL="https://example.org/draft.pdf")
    three = replace(BOTH, versions={"published": PUBLISHED, "preprint": draft})
    readings, _ = bound(ReadingItem(Spanned("rago25", PAGE)), works=(three,), prefer="published")
    assert readings[0].work.versions == {"preprint": draft}


def test_without_a_published_version_the_listed_one_is_cited() -> None:
    readings, _ = bound(ReadingItem(Spanned("kwon23", PAGE)), prefer="published")
    assert readings[0].work is LISTED


@pytest.mark.parametrize(
    ("written", "prefer", "code"),
    [
        ("title: A", "listed", []),
        ("prefer: published", "published", []),
        ("prefer: listed", "listed", []),
        ("prefer: preprint", "listed", ["bad-setting"]),
    ],
)
def test_the_setting(written: str, prefer: str, code: list[str]) -> None:
    outcome = read_settings.read(Source("course.yaml", written))
    assert (outcome.value.prefer, [d.code for d in outcome.diagnostics]) == (prefer, code)


# ------------------------------------------------------------------------------ open copies


def note(reading: Reading, prefer: str = "published") -> Inlines:
    cited = CitedReading(reading, Reference((Text("words"),)))
    outline: Outline[CitedReading] = Outline(body=(Readings((cited,)),))
    (block,) = reading_list(outline, Settings(prefer=prefer), themes.ours("folio")).blocks
    assert isinstance(block, ReadingList)
    (entry,) = block.items
    return entry.note  # type: ignore[union-attr]


def links(inlines: Inlines) -> list[str]:
    return [inline.url for inline in inlines if isinstance(inline, Link)]


def test_an_open_copy_is_linked_where_the_published_version_is_cited() -> None:
    item = ReadingItem(Spanned("rago25", PAGE), note=(Text("A note."),))
    (reading,), _ = bound(item, works=(BOTH,), prefer="published")
    assert plain_text(note(reading)) == "A note. Open copy: arXiv:2503.14649."
    assert links(note(reading)) == ["https://arxiv.org/abs/2503.14649"]
    assert note(reading, "listed") == item.note


@pytest.mark.parametrize(
    ("cited", "copy"),
    [
        (LISTED, "https://arxiv.org/abs/2309.06180"),
        # What is cited is open itself.
        (PREPRINT, None),
        (work(arxiv="2309.06180"), None),
        (work(arxiv="2309.06180", URL="https://www.usenix.org/system/files/osdi24-x.pdf"), None),
        (work(arxiv="2309.06180", DOI="10.48550/arXiv.2309.06180"), None),
        # None is known, or it is the one that is cited, or it cannot be a link.
        (PUBLISHED, None),
        (work(), None),
        (replace(PUBLISHED, versions={"preprint": PUBLISHED}), None),
        (replace(PUBLISHED, versions={"preprint": work(URL="javascript:alert(1)")}), None),
        (
            replace(PUBLISHED, versions={"preprint": work(URL="https://www.a.org/b c.pdf")}),
            "https://www.a.org/b%20c.pdf",
        ),
    ],
)
def test_which_copy_is_linked(cited: Work, copy: str | None) -> None:
    found = links(note(Reading(cited, ReadingItem(cited.key))))
    assert found == ([copy] if copy else [])


@pytest.mark.parametrize(
    ("url", "copies"),
    [
        ("https://arxiv.org/pdf/2503.14649v2", ["https://arxiv.org/abs/2503.14649"]),
        ("https://openreview.net/forum?id=abc", ["https://openreview.net/forum?id=abc"]),
        ("https://ieeexplore.ieee.org/document/726791", []),
    ],
)
def test_the_open_copy_that_a_page_links_is_not_lost(url: str, copies: list[str]) -> None:
    item = described(work("x", "RAGO", "Jiang, W.", 2025, URL=url))
    (reading,), _ = bound(item, works=(PUBLISHED,))
    assert reading.work is PUBLISHED
    assert links(note(reading)) == copies


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_addresses_say(url: str, other: str) -> None:
    cited = replace(work(URL=url), versions={"preprint": work(URL=f"https://{other}")})
    for link in links(note(Reading(cited, described(work(URL=other))))):
        assert link.startswith(("http://", "https://"))


def title(one: Work) -> str:
    return plain_text(one.title.value) if one.title else ""

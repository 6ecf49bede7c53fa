"""The body of a page and its look, alike for whatever is written in HTML."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial

from coursepack.adapters import pandoc_tree as tree
from coursepack.adapters.pandoc_tree import Node
from coursepack.model.document import (
    Agenda,
    Bar,
    Block,
    Chart,
    Document,
    ListItem,
    Own,
    ReadingEntry,
    ReadingList,
)
from coursepack.model.theme import COLOURS

DEEPEST = 6  # level of headings
_LONGEST_NAME = 120

Beside = Callable[[ReadingEntry], list[Node]]
"""What stands in the item of a reading besides what every format has of it."""


def look(document: Document, spoken: Set[str]) -> dict[str, str]:
    """Return what a style sheet takes from the theme of *document*, which *spoken* it is in."""
    theme = document.theme
    serif = "Palatino Linotype", "Palatino", "Libertinus Serif", "Noto Serif", "Georgia"
    family = (
        ("Iowan Old Style", *serif)
        if theme.fonts == "libertinus"
        else ("Latin Modern Roman", "New Computer Modern", "CMU Serif", *serif)
    )
    first = ", ".join(f'"{name}"' if " " in name else name for name in family)
    colours = {name: f"#{getattr(theme, name)}" for name in COLOURS}
    return {
        **colours,
        "family": first,
        "faces": "\n".join(_faces(first, spoken)),
        "figures": "oldstyle-nums" if theme.figures == "old-style" else "lining-nums",
        "identifiers": "ui-monospace, monospace" if theme.identifiers == "mono" else "inherit",
        "align": "center" if theme.masthead == "centred" else "start",
        "mast": f"{theme.masthead_rule if theme.masthead_rule > 1 else 0}px",
        "part-rule": f"{max(theme.part_rule, 1)}px",
        "part": _HEADINGS[theme.part],
        "section": _HEADINGS[theme.section],
    }


# The book faces of other scripts, as systems have them: Apple's, Microsoft's, then free ones.
_FACES = {
    ("ar", "ckb", "fa", "ps", "ur"): ("Geeza Pro", "Sakkal Majalla", "Noto Naskh Arabic", "Amiri"),
    ("he", "yi"): ("New Peninim MT", "David", "Noto Serif Hebrew"),
    ("zh",): ("Songti SC", "SimSun", "Noto Serif CJK SC"),
    ("zh-Hant", "zh-HK", "zh-TW"): ("Songti TC", "PMingLiU", "Noto Serif CJK TC"),
    ("ja",): ("Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP"),
    ("ko",): ("AppleMyungjo", "Batang", "Noto Serif CJK KR"),
    ("th",): ("Thonburi", "Leelawadee UI", "Noto Serif Thai"),
    ("hi", "mr", "ne", "sa"): ("Kohinoor Devanagari", "Nirmala UI", "Noto Serif Devanagari"),
}


def _faces(first: str, spoken: Set[str]) -> Iterator[str]:
    """Yield rules for what is *spoken* of languages without slant and small capitals."""
    primary = {tag.partition("-")[0] for tag in spoken}
    for known, faces in _FACES.items():
        languages = [tag for tag in known if tag.partition("-")[0] in primary]
        if not languages:
            continue
        told = ", ".join(f"[lang|={tag}], [lang|={tag}] body" for tag in languages)
        stressed = ", ".join(f"p em:lang({tag})" for tag in languages)
        names = ", ".join(f'"{name}"' if " " in name else name for name in faces)
        yield (
            f"{told} {{ font-family: {first}, {names}, serif; font-variant: normal; }}\n"
            f"{stressed} {{ font-style: normal; font-weight: 600; }}"
        )


_HEADINGS = {
    "semibold": "font-weight: 600",
    "small-caps": "font-weight: 400; font-variant-caps: small-caps",
    "italic": "font-weight: 400; font-style: italic",
}


def nothing(_: ReadingEntry) -> list[Node]:
    """Return nothing beside a reading."""
    return []


def body(blocks: Iterable[Block], beside: Beside = nothing) -> list[Node]:
    """Return *blocks* as nodes for pandoc's writers of HTML."""
    return tree.blocks(tuple(blocks), partial(own, beside=beside))


def own(block: Own, beside: Beside = nothing) -> list[Node]:
    """Return a block of ours as nodes for pandoc's writers of HTML."""
    match block:
        case ReadingList():
            return _readings(block, beside)
        case Agenda():
            return _agenda(block)
        case Chart():
            return [tree.raw("html", _chart(block))]


def _agenda(agenda: Agenda) -> list[Node]:
    # The roles keep it a table where a narrow screen shows its rows as cards.
    day, about = map(html.escape, agenda.header)
    nodes = [
        tree.raw(
            "html",
            '<table class="agenda" role="table"><thead role="rowgroup"><tr role="row">'
            f'<th scope="col" role="columnheader">{day}</th>'
            f'<th scope="col" role="columnheader">{about}</th></tr></thead><tbody role="rowgroup">',
        )
    ]
    for meeting in agenda.meetings:
        kind = ' class="off"' if meeting.off else ""
        when = f'<time datetime="{html.escape(meeting.date)}">{html.escape(meeting.when)}</time>'
        row = f'<tr id="{html.escape(meeting.anchor)}" role="row"{kind}>'
        nodes.append(
            tree.raw("html", f'{row}<th scope="row" role="rowheader">{when}</th><td role="cell">')
        )
        if meeting.title:
            nodes.append(tree.raw("html", '<p class="about">'))
            nodes.append(tree.plain(tree.inlines(meeting.title)))
            nodes.append(tree.raw("html", "</p>"))
        nodes += tree.blocks(meeting.blocks, own)
        nodes.append(tree.raw("html", "</td></tr>"))
    return [*nodes, tree.raw("html", "</tbody></table>")]


def _chart(chart: Chart) -> str:
    rows = "".join(_bar(bar, chart.longest) for bar in chart.bars)
    return f'<table class="chart"><tbody>{rows}</tbody></table>'


def _bar(bar: Bar, longest: int) -> str:
    full, light = (100 * length / longest for length in (bar.full, bar.light))
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 10" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">'
        f'<rect class="full" width="{full:.2f}" height="10"/>'
        f'<rect class="light" x="{full:.2f}" width="{light:.2f}" height="10"/></svg>'
    )
    return (
        f'<tr><th scope="row">{html.escape(bar.name)}</th>'
        f"<td>{drawn} <span>{html.escape(bar.words)}</span></td></tr>"
    )


def _readings(readings: ReadingList, beside: Beside) -> list[Node]:
    # The role keeps it a list for Safari, which forgets so where CSS takes the bullets away.
    nodes = [tree.raw("html", '<ul class="readings" role="list">')]
    for item in readings.items:
        match item:
            case ReadingEntry():
                kind = ' class="required"' if item.required else ""
                nodes.append(tree.raw("html", f'<li id="{html.escape(item.anchor)}"{kind}>'))
                if item.box:
                    name = html.escape(item.box[:_LONGEST_NAME])
                    nodes.append(tree.raw("html", f'<input type="checkbox" aria-label="{name}"/>'))
                nodes.append(tree.plain(list(_entry(item))))
                nodes += _below(item)
                nodes += beside(item)
            case ListItem(children):
                nodes.append(tree.raw("html", '<li class="prose">'))
                nodes += tree.blocks(children, own)
        nodes.append(tree.raw("html", "</li>"))
    return [*nodes, tree.raw("html", "</ul>")]


def _below(entry: ReadingEntry) -> Iterator[Node]:
    if entry.annotation:
        yield tree.raw("html", '<div class="annotation">')
        yield from tree.blocks(entry.annotation, own)
        yield tree.raw("html", "</div>")
    for question in entry.questions:
        yield tree.raw("html", f'<p class="question">{html.escape(question.text)}</p>')
        yield tree.raw("html", f'<div class="writing" style="--lines: {question.lines}"></div>')


def _entry(entry: ReadingEntry) -> Iterator[Node]:
    pieces = (
        ("label", tree.words(entry.label)),
        ("requirement", tree.words(entry.mark)),
        ("reference", tree.inlines(entry.reference)),
        ("identifier", tree.inlines(entry.identifier)),
        ("locator", tree.words(entry.locator)),
        ("note", tree.inlines(entry.note)),
    )
    shown = [tree.span(name, nodes) for name, nodes in pieces if nodes]
    for number, node in enumerate(shown):
        if number:
            yield {"t": "Space"}
        yield node

"""Works as CSL-JSON, which Zotero and every citation processor read."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any

from coursepack.model.assigned import Assigned
from coursepack.model.document import (
    Code,
    Emphasis,
    Foreign,
    Inlines,
    LineBreak,
    Link,
    NoCase,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    WorkTitle,
)
from coursepack.model.work import Work


def csl_json(assigned: Sequence[Assigned]) -> bytes:
    """Return the works as a list of items, in their order, with their keywords."""
    items = [_with_keywords(item(each.work), each.keywords) for each in assigned]
    return json.dumps(items, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def item(work: Work) -> dict[str, Any]:
    """Return *work* by the names of CSL-JSON, and `arxiv`, for which it has none."""
    made: dict[str, Any] = {"id": work.key.value, "type": work.kind}
    if work.title:
        made["title"] = _markup(work.title.value)
    for role, names in work.names.items():
        made[role] = [name.parts() for name in names.with_others()]
    for name, date in work.dates.items():
        parts = (date.value.year, date.value.month, date.value.day)
        made[name] = {"date-parts": [[part for part in parts if part is not None]]}
    return made | {name: text.value for name, text in work.fields.items()}


def _with_keywords(made: dict[str, Any], keywords: Sequence[str]) -> dict[str, Any]:
    if arxiv := made.pop("arxiv", ""):
        made.setdefault("number", f"arXiv:{arxiv}")
        made.setdefault("URL", f"https://arxiv.org/abs/{arxiv}")
    if keywords:
        made["keyword"] = ", ".join(keyword.replace(",", " –") for keyword in keywords)
    return made


def _markup(children: Inlines) -> str:
    """Return *children* with the few tags that CSL-JSON has, which is not escaped otherwise."""
    pieces: list[str] = []
    for child in children:
        match child:
            case Text(text) | Code(text):
                # A citation processor reads `<` before a letter as a tag.
                pieces.append(html.escape(text, quote=False) if "<" in text else text)
            case LineBreak():
                pieces.append(" ")
            case Emphasis(inner):
                pieces.append(f"<i>{_markup(inner)}</i>")
            case Strong(inner):
                pieces.append(f"<b>{_markup(inner)}</b>")
            case Superscript(inner):
                pieces.append(f"<sup>{_markup(inner)}</sup>")
            case Subscript(inner):
                pieces.append(f"<sub>{_markup(inner)}</sub>")
            case SmallCaps(inner):
                pieces.append(f'<span style="font-variant:small-caps;">{_markup(inner)}</span>')
            case NoCase(inner):
                pieces.append(f'<span class="nocase">{_markup(inner)}</span>')
            case WorkTitle(inner) | Link(_, inner) | Foreign(children=inner):
                pieces.append(_markup(inner))
    return "".join(pieces)

"""Put an entry behind the last one of a file, and touch nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from coursepack.adapters import yaml_nodes
from coursepack.enter.fields import Fields
from coursepack.model.habits import Habits, Layout, Place, Quotes
from coursepack.model.source import Source

_FLOW = (Layout.FLOW_KEYS, Layout.FLOW_LIST)


def entered(source: Source, habits: Habits, key: str, fields: Fields) -> str:
    """Return the text of *source*, in YAML or JSON, with one entry more."""
    if habits.layout in _FLOW:
        return _in_brackets(source, habits, key, fields)
    text = source.text
    before = text[: habits.at]
    behind = text[habits.at :]
    if behind and not behind.startswith("\n"):
        rest, end, behind = behind.partition("\n")  # a comment at the end of the line
        before, behind = before + rest, end + behind
    pad = " " * habits.indent
    lines = (
        _listed(habits, key, fields)
        if habits.layout is Layout.BLOCK_LIST
        else [f"{pad}{_scalar(key, Quotes.NONE)}:", *_lines(fields, habits.inner, habits.quotes)]
    )
    entry = "\n".join(lines)
    if habits.is_empty:
        lead = before.rstrip("\n")
        return f"{lead}\n\n{entry}\n" if lead else f"{entry}\n"
    return f"{before}{habits.spaced}{entry}{behind or chr(10)}"


_FIELD = re.compile(r"^\t", re.MULTILINE)
_TITLE = re.compile(r"(?<=title = ).*")
_CAPITAL = re.compile(r"\{([A-Z][a-z]+)\}")


def appended(source: Source, entry: str) -> str:
    """Return the text of *source*, in BibTeX or RIS, with the text *entry* behind it."""
    before = source.text.rstrip("\n")
    return f"{before}\n\n{entry.strip()}\n" if before else f"{entry.strip()}\n"


def tidied(entry: str, indent: int) -> str:
    """Return *entry*, of pandoc's, with its fields indented by *indent* and fewer braces."""

    def bare(title: re.Match[str]) -> str:
        # pandoc takes titles for sentences, and shields each capital; in a heading all words have
        # one, which BibTeX expects.
        words = title[0].split()
        capitals = sum(word.strip("{").istitle() for word in words)
        return _CAPITAL.sub(r"\1", title[0]) if 2 * capitals > len(words) else title[0]

    return _TITLE.sub(bare, _FIELD.sub(" " * indent, entry))


def _listed(habits: Habits, key: str, fields: Fields) -> list[str]:
    name = habits.names.get("id", "id")
    first, *others = _lines({name: key, **fields}, habits.inner, habits.quotes)
    dash = f"{' ' * habits.indent}-".ljust(habits.inner)
    return [dash + first.lstrip(), *others]


def _lines(fields: Fields, indent: int, quotes: Quotes) -> Iterator[str]:
    pad = " " * indent
    for name, value in fields.items():
        if isinstance(value, list):
            yield f"{pad}{name}:"
            for item in value:
                shown = _scalar(item, quotes) if isinstance(item, str) else _flow(item)
                yield f"{pad}  - {shown}"
        elif isinstance(value, dict) and "date-parts" not in value:
            yield f"{pad}{name}:"
            yield from _lines(value, indent + 2, quotes)
        elif isinstance(value, dict):
            yield f"{pad}{name}: {_flow(value)}"
        else:
            yield f"{pad}{name}: {_scalar(value, quotes)}"


def _flow(value: Any) -> str:
    """Return a list or mapping in brackets on one line, as YAML reads it."""
    if isinstance(value, dict):
        inner = ", ".join(f"{name}: {_flow(each)}" for name, each in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    return yaml_nodes.scalar(value, in_brackets=True)


def _scalar(value: str | int, quotes: Quotes) -> str:
    if not isinstance(value, str):
        return str(value)
    if quotes is Quotes.DOUBLE:
        return json.dumps(value, ensure_ascii=False)
    if quotes is Quotes.SINGLE:
        doubled = value.replace("'", "''")
        return f"'{doubled}'"
    return yaml_nodes.scalar(value)


def _in_brackets(source: Source, habits: Habits, key: str, fields: Fields) -> str:
    """JSON, which YAML in brackets reads too."""
    text = source.text
    if habits.is_empty:
        entry = _on_lines({"id": key, **fields}, "  ")
        return f"[\n  {entry}\n]\n"
    before, behind = text[: habits.at], text[habits.at :]
    is_first = before.rstrip().endswith(("[", "{"))
    is_on_lines = "\n" in before and (is_first or habits.inner > 0)
    is_list = habits.layout is Layout.FLOW_LIST
    members = {"id": key, **fields} if is_list else fields
    line = before.rpartition("\n")[2]
    margin = line[: len(line) - len(line.lstrip())] if not is_first else "  "
    body = _on_lines(members, margin) if is_on_lines else _json(members)
    if not is_list:
        body = f"{_json(key)}: {body}"
    if not is_on_lines:
        return f"{before}{'' if is_first else ', '}{body}{behind}"
    end = "" if behind.lstrip(" ").startswith("\n") else "\n"
    return f"{before}{'' if is_first else ','}\n{margin}{body}{end}{behind}"


def extended(source: Source, additions: Sequence[tuple[Place, Fields]], quotes: Quotes) -> str:
    """Return the text of *source* with more fields behind the last one of some entries.

    Names and values are written as the form of the file has them; a value of YAML or JSON may be a
    mapping.
    """
    suffix = source.name.rpartition(".")[2].lower()
    pieces: list[str] = []
    at = 0
    for place, fields in sorted(additions, key=lambda addition: addition[0].behind):
        # A comma or a comment at the end of the line stays with its field.
        end = place.behind
        comma = _END_OF_FIELD.match(source.text, end) if suffix == "bib" else None
        if comma:
            end = comma.end()
        elif suffix != "bib" and not place.in_brackets:
            end = source.text.find("\n", end)
            end = len(source.text) if end < 0 else end
        pieces += (source.text[at:end], _more(suffix, place, fields, quotes, is_parted=bool(comma)))
        at = end
    return "".join((*pieces, source.text[at:]))


_END_OF_FIELD = re.compile(r"[ \t]*,[ \t]*(?=\n)")


def _more(suffix: str, place: Place, fields: Fields, quotes: Quotes, *, is_parted: bool) -> str:
    pad = " " * place.indent
    match suffix:
        case "bib":
            before, behind = ("", ",") if is_parted else (",", "")
            return "".join(f"{before}\n{pad}{n} = {{{v}}}{behind}" for n, v in fields.items())
        case "ris":
            return "".join(f"\n{name}  - {value}" for name, value in fields.items())
        case "json":
            between = f",\n{pad}" if place.indent > 3 else ", "
            return "".join(f"{between}{_json(n)}: {_json(v)}" for n, v in fields.items())
        case _ if place.in_brackets:
            return "".join(f", {name}: {_flow(value)}" for name, value in fields.items())
        case _:
            return "".join(f"\n{line}" for line in _lines(fields, place.indent, quotes))


def _on_lines(entry: Fields, margin: str) -> str:
    """Return JSON with a line for each field, and for each name of a list of them."""
    lines: list[str] = []
    for name, value in entry.items():
        shown = _json(value)
        if isinstance(value, list):
            items = ",".join(f"\n{margin}    {_json(item)}" for item in value)
            shown = f"[{items}\n{margin}  ]"
        lines.append(f"\n{margin}  {_json(name)}: {shown}")
    return f"{{{','.join(lines)}\n{margin}}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

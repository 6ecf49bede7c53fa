"""Find the theme of a course: one of ours by its name, or a file of the course."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from coursepack.adapters import yaml_nodes
from coursepack.adapters.nearest import nearest
from coursepack.definitions.field import NO, YES
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Scalar
from coursepack.model.source import Source, Span
from coursepack.model.theme import COLOURS, ENUMS, Theme, contrast
from coursepack.pattern import pattern
from coursepack.read.disk import Disk

OURS = Path(__file__).parent.parent / "themes"
DEFAULT = "folio"

_COLOUR = pattern(r"#?([0-9A-Fa-f]{6})")
_MOST_POINTS = 200.0
# WCAG 2.2, 1.4.3; a rule between things need not be read.
_LEAST_CONTRAST = 4.5


def names() -> tuple[str, ...]:
    """Return the names of our themes."""
    return tuple(sorted(path.stem for path in OURS.glob("*.yaml")))


def find(name: str, named_at: Span | None, disk: Disk) -> Outcome[Theme]:
    """Return the theme called *name*, or that of the course's file of this name.

    What is wrong with it is reported, and stands as in the theme that it extends.
    """
    if name in names():
        return Outcome(ours(name))
    if not name.endswith((".yaml", ".yml")):
        near = nearest(name, names()) or names()
        hint = f"choose {_list(near)}, or name a `.yaml` file of the course"
        message = f"no theme is called `{name}`"
        problem = Diagnostic("unknown-theme", Severity.ERROR, message, named_at, hints=(hint,))
        return Outcome(ours(DEFAULT), (problem,))
    opened = disk.open(name, named_at)
    if opened.value is None:
        return Outcome(ours(DEFAULT), opened.diagnostics)
    read = _read(opened.value)
    return Outcome(read.value, (*opened.diagnostics, *read.diagnostics))


def ours(name: str) -> Theme:
    """Return our theme called *name*."""
    path = OURS / f"{name}.yaml"
    parsed = yaml_nodes.parse(Source(path.name, path.read_text("utf-8"))).value
    assert isinstance(parsed, Mapping)
    said = {token.value.replace("-", "_"): value for token, value in parsed.entries}
    values = {
        field.name: _value(field.name, value.text)
        for field in fields(Theme)
        if isinstance(value := said.get(field.name), Scalar)
    }
    return Theme(name=name, **values)


def _read(source: Source) -> Outcome[Theme]:
    parsed = yaml_nodes.parse(source)
    problems = list(parsed.diagnostics)
    root = parsed.value
    if not isinstance(root, Mapping):
        if root is not None:
            problems.append(_bad("a theme names tokens, such as `accent: 8a3b00`", root.span))
        return Outcome(ours(DEFAULT), tuple(problems))
    base = _base(root, problems)
    known = [field.name.replace("_", "-") for field in fields(Theme) if field.name != "name"]
    changed: dict[str, Any] = {}
    for token, node in root.entries:
        name = token.value.replace("-", "_")
        if token.value == "extends":
            continue
        if token.value not in known:
            near = nearest(token.value, known)
            hint = f"did you mean {_list(near)}?" if near else "docs/themes.md lists the tokens"
            message = f"a theme has no token `{token.value}`"
            problems.append(
                Diagnostic("unknown-token", Severity.WARNING, message, token.span, hints=(hint,))
            )
        elif not isinstance(node, Scalar):
            problems.append(_bad(f"`{token.value}` takes one value", node.span))
        elif isinstance(fault := _value(name, node.text), _Fault):
            problems.append(_bad(f"`{token.value}` {fault}", node.span))
        else:
            changed[name] = fault
            problems += _faint(token.value, name, changed, node.span)
    name = source.name.rpartition("/")[2].rpartition(".")[0]
    return Outcome(replace(base, name=name, **changed), tuple(problems))


def _base(root: Mapping, problems: list[Diagnostic]) -> Theme:
    node = root.get("extends")
    if not isinstance(node, Scalar):
        return ours(DEFAULT)
    if node.text in names():
        return ours(node.text)
    message = f"there is no theme `{node.text}` to extend"
    problems.append(_bad(message, node.span, f"choose {_list(names())}"))
    return ours(DEFAULT)


class _Fault(str):
    """What is wrong with a value, in words that follow the token's name."""

    __slots__ = ()


def _value(token: str, text: str) -> Any:
    """Return *text* as the value of *token*, a _Fault where it is none."""
    text = text.strip()
    if choices := ENUMS.get(token):
        return text if text in choices else _Fault(f"is one of {_list(choices)}, not `{text}`")
    if token in COLOURS:
        found = _COLOUR.fullmatch(text)
        return found[1].lower() if found else _Fault("is a colour of six digits, such as 8a3b00")
    if token == "hyphenate":
        known = text.lower() in (*YES, *NO)
        return text.lower() in YES if known else _Fault("is `true` or `false`")
    try:
        points = float(text.removesuffix("pt"))
    except ValueError:
        return _Fault("is a number of points")
    return points if 0 <= points <= _MOST_POINTS else _Fault("is a number of points up to 200")


def _faint(token: str, name: str, values: Table[str, Any], span: Span) -> list[Diagnostic]:
    if name not in COLOURS or name == "rule" or contrast(values[name]) >= _LEAST_CONTRAST:
        return []
    ratio = contrast(values[name])
    message = f"the colour of `{token}` stands out from white at {ratio:.1f} to 1 only"
    hint = "people who see little need 4.5 to 1: choose a darker one"
    return [Diagnostic("faint-colour", Severity.WARNING, message, span, hints=(hint,))]


def _bad(message: str, span: Span, hint: str = "") -> Diagnostic:
    hints = (hint,) if hint else ("docs/themes.md says what each token takes",)
    return Diagnostic("bad-theme", Severity.ERROR, message, span, hints=hints)


def _list(words: tuple[str, ...] | list[str]) -> str:
    return " or ".join(f"`{word}`" for word in words)

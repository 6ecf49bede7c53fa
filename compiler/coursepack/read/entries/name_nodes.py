"""Read the names of one role, however a file writes them: a string, a list, CSL's parts."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.definitions.works import NAME_BEHAVIOUR, NAME_PARTS
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Spanned
from coursepack.model.work import Name, Names, Organization, Person
from coursepack.read.words import names

_PARTS = {name: part for part, field in NAME_PARTS.items() for name in field.names}


def read(node: Node) -> Outcome[Names]:
    """Return the names that *node* holds, in order; none of its items is dropped unsaid."""
    if isinstance(node, Scalar):
        if node.is_null:
            return Outcome(Names((), node.span))
        return names.split(Spanned(node.text, node.span))
    if isinstance(node, Mapping):
        return _mapping(node)
    people: list[Name] = []
    problems = [*_torn(node)]
    complete = True
    for item in node.items:
        found = _item(item)
        problems += found.diagnostics
        people += found.value.people
        complete = complete and found.value.complete
    return Outcome(Names(tuple(people), node.span, complete), tuple(problems))


def _torn(node: Sequence) -> Iterator[Diagnostic]:
    """Notice `[Roe, John]`: in brackets the comma made two names of one."""
    plain = [item for item in node.items if isinstance(item, Scalar) and not item.quoted]
    words = [item.text for item in plain]
    is_torn = (
        len(plain) == len(node.items) > 1
        and plain[0].span.line == plain[1].span.line
        and all(word.isalpha() and word.isascii() for word in words)
    )
    if is_torn:
        message = f"the names `{words[0]}` and `{words[1]}` are one word each"
        hint = f'a name with a comma needs quotes in brackets: ["{words[0]}, {words[1]}"]'
        yield Diagnostic("bad-name", Severity.WARNING, message, node.span, (), (hint,))


def _item(node: Node) -> Outcome[Names]:
    if isinstance(node, Mapping):
        return _mapping(node)
    if isinstance(node, Scalar) and node.text.strip() and node.text != "~":
        return names.one(Spanned(node.text, node.span))
    problem = _problem("an item of a list of names is no name", node)
    return Outcome(Names((), node.span), (problem,))


def _mapping(node: Mapping) -> Outcome[Names]:
    """A name in parts; `literal` is printed whole, `name` is a name in natural order."""
    parts: dict[str, str] = {}
    whole: Scalar | None = None
    natural: Scalar | None = None
    problems: list[Diagnostic] = []
    for key, value in node.entries:
        if not isinstance(value, Scalar):
            problems.append(_problem(f"`{key.value}` of a name is not a text", value))
        elif key.value == "literal":
            whole = value
        elif key.value == "name":
            natural = value
        elif (part := _PARTS.get(key.value)) and part not in parts:
            # "Null" and "None" are family names; only an empty value is none.
            parts[part] = "" if value.text == "~" else " ".join(value.text.split())
        elif key.value not in NAME_BEHAVIOUR:
            note = f"`{key.value}` of a name is not used"
            problems.append(Diagnostic("unread-field", Severity.NOTE, note, key.span))
    if natural and not whole and not any(parts.values()):
        found = names.one(Spanned(natural.text, natural.span))
        return Outcome(found.value, (*problems, *found.diagnostics))
    alone = whole.text if whole else parts.get("family", "")
    if names.means_others(alone) and not parts.get("given"):
        return Outcome(Names((), node.span, complete=False), tuple(problems))
    name = _name(parts, whole or natural)
    if name is None:
        problems.append(_problem("a name is empty", node))
    return Outcome(Names((name,) if name else (), node.span), tuple(problems))


def _name(parts: dict[str, str], whole: Scalar | None) -> Name | None:
    if parts.get("family"):
        return names.with_particle(Person(**parts))
    text = " ".join((whole.text if whole else parts.get("given", "")).split())
    return Organization(text) if text else None


def _problem(message: str, node: Node) -> Diagnostic:
    hint = "write `Family, Given`, or `{family: …, given: …}`, or `{literal: …}`"
    return Diagnostic("bad-name", Severity.WARNING, message, node.span, (), (hint,))

"""Write what can stand in the files of a course as JSON Schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coursepack.definitions import outline, works
from coursepack.definitions.course import COURSE
from coursepack.definitions.field import (
    ANYTHING,
    TEXT,
    ByName,
    Field,
    Many,
    Named,
    Record,
    Text,
    Value,
)
from coursepack.model.document import Artifact

# The draft that the YAML language server knows best.
_DRAFT = "http://json-schema.org/draft-07/schema#"

_LINE = 100

_Schema = dict[str, Any]

# An editor offers whatever stands as a type: `null`, `true` and numbers are taken, not offered.
_ANY_TEXT: tuple[_Schema, ...] = ({"type": "string"}, {"not": {"type": ["array", "object"]}})
_NOTHING: _Schema = {"not": {"type": ["array", "boolean", "number", "object", "string"]}}


def schemas(registered: Mapping[str, Sequence[str]]) -> tuple[Artifact, ...]:
    """Return the schemas of `course.yaml`, of an outline and of a file of works.

    *registered* are the choices that files declare: "formats", "rules" and "themes".
    """
    return tuple(
        Artifact(f"{name}.json", _written(title, root(_Writer(registered))))
        for name, title, root in (
            ("course", "What a course says of itself", _course),
            ("outline", "An outline of readings", _outline),
            ("works", "The works of a course", _works),
        )
    )


def _written(title: str, schema: _Schema) -> bytes:
    return f"{_laid_out({'$schema': _DRAFT, 'title': title, **schema})}\n".encode()


def _laid_out(node: Any, indent: int = 0) -> str:
    """Return *node* as JSON whose parts stand on a line each where a line is long enough."""
    line = json.dumps(node, ensure_ascii=False)
    if len(line) + indent <= _LINE or not isinstance(node, dict | list):
        return line
    inner = "\n" + " " * (indent + 2)
    if isinstance(node, list):
        parts = [_laid_out(each, indent + 2) for each in node]
        return f"[{inner}{f',{inner}'.join(parts)}\n{' ' * indent}]"
    parts = [f"{json.dumps(name)}: {_laid_out(each, indent + 2)}" for name, each in node.items()]
    return f"{{{inner}{f',{inner}'.join(parts)}\n{' ' * indent}}}"


def _course(writer: _Writer) -> _Schema:
    # Where pages are named, the file is none of them.
    lists = [{"required": [name]} for name in sorted(outline.LISTS.difference(COURSE.names))]
    apart = {"dependencies": {"pages": {"not": {"anyOf": lists}}}}
    return writer.whole({**writer.record(COURSE), "type": ["object", "null"], **apart})


def _outline(writer: _Writer) -> _Schema:
    sections = Many((*TEXT, outline.SECTION), only=True)
    return writer.whole(writer.any_of((outline.OUTLINE, sections)))


def _works(writer: _Writer) -> _Schema:
    """Tell the shapes of a file apart as its readers do, so that it is judged by one of them."""
    work, listed = writer.any_of((works.work(),)), writer.any_of((works.listed_work(),))
    in_list = {"type": "array", "items": listed}
    by_key = {"type": "object", "additionalProperties": work}
    mappings = {"type": ["array", "object"], "additionalProperties": {"type": "object"}}
    lists = {name: {"anyOf": [in_list, by_key]} for name in works.LISTS}
    of_object = _where(
        {"references": {"type": "array"}},
        {"properties": {"references": in_list}, "additionalProperties": False},
        _where(
            {"id": _ANY_TEXT[-1]},
            listed,
            _where(dict.fromkeys(works.LISTS, mappings), {"properties": lists}, by_key),
        ),
    )
    root: _Schema = {"type": ["array", "object", "null"], "items": listed}
    return writer.whole({**root, "if": {"type": "object"}, "then": of_object})


def _where(has: _Schema, then: _Schema, other: _Schema) -> _Schema:
    """Return *then* for an object that *has* one of these properties, *other* for any else."""
    cases = [{"required": [name], "properties": {name: said}} for name, said in has.items()]
    return {"if": {"anyOf": cases}, "then": then, "else": other}


@dataclass(slots=True)
class _Writer:
    """Writes values; the records among them stand once, under `definitions`."""

    registered: Mapping[str, Sequence[str]]
    _definitions: dict[str, _Schema] = field(default_factory=dict)

    def whole(self, root: _Schema) -> _Schema:
        """Return *root* with the records that it refers to."""
        return {**root, "definitions": dict(sorted(self._definitions.items()))}

    def any_of(self, values: Sequence[Value]) -> _Schema:
        """Return what one of *values* is."""
        return _either(self._each(values))

    def record(self, record: Record) -> _Schema:
        """Return what *record* is; one that takes any name lists only the usual ones."""
        is_open = record.besides == ANYTHING
        schema: _Schema = {"type": "object", "properties": {}}
        for known in record.fields:
            for name in (known.name, *(() if is_open else sorted(known.also))):
                schema["properties"][name] = self._property(known)
        if not is_open:
            schema["additionalProperties"] = False
        if not is_open and record.besides:
            schema["patternProperties"] = {_whole(record.besides): {}}
        return schema

    def _property(self, known: Field) -> _Schema:
        alternatives = list(self._each(known.values))
        if _ANY_TEXT[-1] not in alternatives:
            alternatives.append(_NOTHING)
        return {"description": known.description, **_either(alternatives)}

    def _each(self, values: Sequence[Value]) -> Iterator[_Schema]:
        for value in values:
            match value:
                case Text():
                    yield from self._text(value)
                case Many(each, only):
                    if not only:
                        yield from self._each(each)
                    yield {"type": "array", "items": self.any_of(each)}
                case ByName():
                    yield self._by_name(value)
                case Record() | Named():
                    yield self._reference(value)

    def _text(self, text: Text) -> Iterator[_Schema]:
        choices = text.choices or self.registered.get(text.registered, ())
        plain = [_as_data(choice) for choice in choices]
        if choices:
            yield {"enum": plain}
        # In quotes, what is no text to an editor is one.
        quoted = [c for c, data in zip(choices, plain, strict=True) if not isinstance(data, str)]
        patterns = [*map(re.escape, quoted), *filter(None, [text.pattern])]
        if patterns:
            yield {"type": "string", "pattern": _whole("|".join(patterns))}
        if text.pattern and re.fullmatch(text.pattern, "1"):
            yield {"type": "number"}
        if not choices and not patterns:
            yield from _ANY_TEXT

    def _by_name(self, table: ByName) -> _Schema:
        schema: _Schema = {"type": "object"}
        value = self.any_of(table.values)
        if table.registered:
            schema["properties"] = {
                name: {"description": table.description.format(name), **value}
                for name in self.registered[table.registered]
            }
        if table.names:
            schema["patternProperties"] = {_whole(table.names): value}
        is_any = not (table.registered or table.names)
        return {**schema, "additionalProperties": value if is_any else False}

    def _reference(self, value: Record | Named) -> _Schema:
        name = value.name.replace(" ", "-")
        if name not in self._definitions:
            record = value if isinstance(value, Record) else _RECORDS[value.name]()
            self._definitions[name] = {}  # it may stand within itself
            self._definitions[name] = self.record(record)
        return {"$ref": f"#/definitions/{name}"}


_RECORDS: dict[str, Callable[[], Record]] = {
    "section": lambda: outline.SECTION,
    "reading": outline.reading,
}


def _either(alternatives: Iterable[_Schema]) -> _Schema:
    different: list[_Schema] = []
    different += (each for each in alternatives if each not in different)
    return different[0] if len(different) == 1 else {"anyOf": different}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _as_data(word: str) -> bool | float | str:
    """Return what an editor takes *word* for where it stands without quotes."""
    if word in ("true", "false"):
        return word == "true"
    return json.loads(word) if re.fullmatch(r"\d+(?:\.\d+)?", word) else word

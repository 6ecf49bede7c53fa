"""CSL-JSON and CSL-YAML: a list of works, bare or under `references`, or a lone work."""

from __future__ import annotations

import re
from dataclasses import replace

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.work import Work
from coursepack.read.entries import work_parts
from coursepack.read.work_reader import WorkReader

# Pandoc reads and writes the texts of its YAML as Markdown.
_MARKDOWN = (
    (re.compile(r"\[([^\[\]]*)\]\{\.nocase\}"), r'<span class="nocase">\1</span>'),
    (
        re.compile(r"\[([^\[\]]*)\]\{\.smallcaps\}"),
        r'<span style="font-variant:small-caps">\1</span>',
    ),
    (re.compile(r"(?<![\\*])\*\*(?![\s*])([^*]+)(?<![\s\\])\*\*(?!\*)"), r"<b>\1</b>"),
    (re.compile(r"(?<![\\*\w])\*(?![\s*])([^*]+)(?<![\s\\])\*(?![*\w])"), r"<i>\1</i>"),
    (re.compile(r"(?<!\\)\^([^\s^\\]+)\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<![\\~])~([^\s~\\]+)~(?!~)"), r"<sub>\1</sub>"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def takes(node: Node) -> bool:
    """Take `references`, a work with its own id, and any list without loose names."""
    if isinstance(node, Mapping):
        is_lone = isinstance(node.get("id"), Scalar)
        return is_lone or isinstance(node.get("references"), Sequence)
    return isinstance(node, Sequence) and not any(map(work_parts.is_loose, node.items))


def read(node: Node) -> Outcome[tuple[Work, ...]]:
    """Read each item as a work; beside `references` nothing is read, and that is said."""
    if isinstance(node, Sequence):
        return work_parts.by_id(node.items)
    references = node.get("references") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(references, Sequence):
        return work_parts.by_id((node,))
    found = work_parts.by_id(map(_from_markdown, references.items))
    beside = (
        Diagnostic(
            "unread-field",
            Severity.NOTE,
            f"`{name.value}` beside `references` is not used",
            name.span,
        )
        for name, value in node.entries
        if value is not references
    )
    return Outcome(found.value, (*found.diagnostics, *beside))


def _from_markdown(item: Node) -> Node:
    """Return *item* with CSL's tags in its title instead of pandoc's Markdown."""
    if not isinstance(item, Mapping):
        return item
    entries = (
        (name, _tagged(value) if name.value == "title" and isinstance(value, Scalar) else value)
        for name, value in item.entries
    )
    return Mapping(tuple(entries), item.span)


def _tagged(title: Scalar) -> Scalar:
    text = title.text
    for pattern, tags in _MARKDOWN:
        text = pattern.sub(tags, text)
    return replace(title, text=text)


READER = WorkReader((".yaml", ".yml", ".json"), takes, read)

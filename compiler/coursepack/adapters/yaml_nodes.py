"""PyYAML, reduced to nodes that remember where they were written.

Only its events are used: a loader would turn `no` into false and `12:30` into 750, drop
the first of two equal keys, and build what tags ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import yaml

from coursepack.adapters import yaml_faults
from coursepack.adapters.node_builder import DEEPEST, NodeBuilder
from coursepack.adapters.yaml_faults import Fault
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Source

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML forbids. Each is replaced by one character, so that offsets stay true and the
# rest of the file is read.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

# YAML 1.1, which PyYAML speaks, ends lines at these; editors, and YAML 1.2, do not.
_NO_LINE_ENDS = ("\r", "\x85", "\u2028", "\u2029")

_MOST_FAULTS = 20
_MOST_CONTROLS = 5

# How many nodes aliases may stand for, beside one for each character of the file: beyond
# that they blow it up instead of shortening it.
_MOST_ALIASED = 100_000

_MARKER = re.compile(r"^(?:---|\.\.\.)(?:\s|$)", re.MULTILINE)
_TOP_NAME = re.compile(
    r"""^(?:"[^"\n]*"|'[^'\n]*'|[^\s#\-?:,\[\]{}&*!|>'"%@`][^\n:]*(?::\S[^\n:]*)*):(?=\s|$)""",
    re.MULTILINE,
)
_TOP_ITEM = re.compile(r"^-(?=\s)", re.MULTILINE)


def parse(source: Source) -> Outcome[Node | None]:
    """Read the first document of *source*, None where there is nothing in it.

    Where YAML stops at a fault, the entry it stands in is left out and reading goes on at
    the next entry of the top level, so that one run tells every fault. Aliases share the
    node that they name.
    """
    text, problems = _readable(source)
    runs: list[_Run] = []
    anchors: dict[str, _Anchored] = {}
    start: int | None = 1 if text.startswith("\ufeff") else 0
    while start is not None:
        run = _Run(source, text, start, anchors)
        run.read()
        runs.append(run)
        problems += run.problems
        start = run.resume_at() if len(runs) < _MOST_FAULTS else None
    return Outcome(_joined([run.root for run in runs if run.root]), tuple(problems))


def scalar(text: str, *, in_brackets: bool = False) -> str:
    """Return *text* on one line as YAML writes it, in quotes where it would be something else."""
    value: object = [text] if in_brackets else text
    written: str = yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True)
    written = written.removesuffix("...\n").strip()
    return written[1:-1] if in_brackets else written


def _readable(source: Source) -> tuple[str, list[Diagnostic]]:
    """The text without what YAML forbids, and what was forbidden."""
    text = source.text
    for character in _NO_LINE_ENDS:
        text = text.replace(character, " ")
    clean, count = _FORBIDDEN.subn("\ufffd", text)
    if not count:
        return text, []
    found = islice(_FORBIDDEN.finditer(text), _MOST_CONTROLS)
    problems = [
        yaml_faults.error(
            source,
            match.start(),
            f"the character U+{ord(match[0]):04X} cannot stand in YAML",
            "remove it; it may be invisible in your editor",
        )
        for match in found
    ]
    if count > _MOST_CONTROLS:
        more = f"{count - _MOST_CONTROLS} more characters of the file cannot stand in YAML"
        problems.append(yaml_faults.error(source, 0, more, "is this a text file?"))
    return clean, problems


def _joined(roots: list[Node]) -> Node | None:
    """One node of what was read before and after faults."""
    if len(roots) < 2:
        return roots[0] if roots else None
    if all(isinstance(root, Sequence) for root in roots):
        lists = [root for root in roots if isinstance(root, Sequence)]
        return Sequence(tuple(item for root in lists for item in root.items), roots[0].span)
    mappings = [root for root in roots if isinstance(root, Mapping)]
    entries = tuple(entry for root in mappings for entry in root.entries)
    return Mapping(entries, mappings[0].span) if mappings else roots[0]


@dataclass(slots=True)
class _Anchored:
    """A node with a name; None while it is still being read."""

    node: Node | None
    size: int


class _StopError(Exception):
    """The rest of the file cannot be read; the diagnostic says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Run:
    """One pass of the parser, from an offset to the first fault or the end."""

    def __init__(
        self, source: Source, text: str, start: int, anchors: dict[str, _Anchored]
    ) -> None:
        self._source = source
        self._text = text
        self._start = start
        self._anchors = anchors
        self._builder = NodeBuilder(source)
        self._opened: list[tuple[str | None, bool]] = []
        self._quoted: tuple[int, int] | None = None
        self._aliases_left = _MOST_ALIASED + len(text)
        self._failed = False
        self._block: bool | None = None
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None

    def read(self) -> None:
        """Read up to the first fault."""
        try:
            for event in self._events():
                if self._take(event):
                    break
            self.root = self._builder.root
        except _StopError as stop:
            self.problems.append(stop.problem)
            self._failed = True
            self.root = self._builder.rescued()
        self.problems += (
            yaml_faults.error(
                self._source,
                self._source.offset(span.line, span.column),
                "the name of a value is itself a list or a mapping",
                "put the text in quotes if its brackets belong to it",
            )
            for span in self._builder.unusable_keys
        )

    def resume_at(self) -> int | None:
        """Return where the next entry of the top level begins, None if reading is done."""
        if not self._failed or self._block is False:
            return None
        failed = self._builder.unfinished_from()
        failed = self._start if failed is None else failed
        after = self._text.find("\n", failed)
        if after < 0:
            return None
        top = _TOP_ITEM if isinstance(self.root, Sequence) else _TOP_NAME
        found = top.search(self._text, after + 1)
        marker = _MARKER.search(self._text, after + 1)
        if not found or (marker and marker.start() < found.start()):
            return None
        return found.start()

    def _events(self) -> Iterator[yaml.Event]:
        try:
            # The parser is lazy: what stands before a fault arrives before it is raised.
            yield from yaml.parse(self._text[self._start :], Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            raise _StopError(yaml_faults.explain(self._source, self._fault(error))) from error
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            # The parser in Python meets bad numbers in escapes and directives unprepared.
            message = "the file cannot be read as YAML"
            raise _StopError(yaml_faults.error(self._source, self._start, message)) from error

    def _fault(self, error: yaml.MarkedYAMLError) -> Fault:
        since = error.context_mark.index + self._start if error.context_mark else None
        at = error.problem_mark.index + self._start if error.problem_mark else since or 0
        return Fault(error.problem or "", error.context or "", at, since, self._quoted)

    def _take(self, event: yaml.Event) -> bool:
        """Add *event* to the tree; say whether the document is at its end."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._is_further_document(event)
        return False

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = self._place(event)
        style = event.style or ""
        text: str = event.value
        self._quoted = (start, end) if style in ("'", '"') else None
        if style == '"' and _INVISIBLE.search(text):
            self._report_escape(start, end)
        node = self._builder.scalar(text, start, end, quoted=bool(style))
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(node, 1)

    def _report_escape(self, start: int, end: int) -> None:
        self.problems.append(
            Diagnostic(
                "yaml-escape",
                Severity.WARNING,
                "a backslash between double quotes makes an invisible character here",
                self._source.span(start, end),
                (),
                ("put the value between ' quotes, or write each backslash twice",),
            )
        )

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        start, end = self._place(event)
        if self._builder.depth >= DEEPEST:
            message = f"values nest more than {DEEPEST} deep here"
            raise _StopError(yaml_faults.error(self._source, start, message))
        if self._block is None:
            self._block = not event.flow_style
        self._builder.open(start, end, is_mapping=isinstance(event, yaml.MappingStartEvent))
        self._opened.append((event.anchor, bool(event.flow_style)))
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(None, 0)

    def _close(self, event: yaml.MappingEndEvent | yaml.SequenceEndEvent) -> None:
        anchor, flow = self._opened.pop()
        # In block style the parser notices an end only at the beginning of what follows.
        node, size = self._builder.close(self._place(event)[1] if flow else None)
        if anchor:
            self._anchors[anchor] = _Anchored(node, size)

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = self._place(event)
        node, size = self._named(event.anchor or "", start, end)
        self._builder.add(node, size, start, end)

    def _named(self, name: str, start: int, end: int) -> tuple[Node, int]:
        anchored = self._anchors.get(name)
        nothing = Scalar("", self._source.span(start, end))
        if anchored is None:
            self._report(start, f"`*{name}` refers to `&{name}`, which is nowhere before it")
        elif anchored.node is None:
            self._report(start, f"`*{name}` stands inside the very value that it refers to")
        elif anchored.size > self._aliases_left:
            if self._aliases_left:
                self._report(start, "references by `*` make the file too large from here on")
            self._aliases_left = 0  # said once
        else:
            self._aliases_left -= anchored.size
            return anchored.node, anchored.size
        return nothing, 1

    def _report(self, at: int, message: str) -> None:
        hint = "put the value in quotes if the `*` belongs to it"
        self.problems.append(yaml_faults.error(self._source, at, message, hint))

    def _is_further_document(self, event: yaml.DocumentStartEvent) -> bool:
        if not isinstance(root := self._builder.root, Scalar) or not root.is_null:
            return root is not None and self._report_further(event)
        self._builder = NodeBuilder(self._source)  # nothing stood before the marker
        return False

    def _report_further(self, event: yaml.DocumentStartEvent) -> bool:
        start, end = self._place(event)
        if self._text[end:].strip():
            self.problems.append(
                Diagnostic(
                    "yaml-documents",
                    Severity.WARNING,
                    "what follows this `---` is not read: only the first part of the file is",
                    self._source.span(start, end),
                    (),
                    ("remove the line, or move what follows to a file of its own",),
                )
            )
        return True

    def _place(self, event: yaml.Event) -> tuple[int, int]:
        # The index of a mark counts characters; its line would count breaks of its own.
        assert event.start_mark is not None
        assert event.end_mark is not None
        return event.start_mark.index + self._start, event.end_mark.index + self._start

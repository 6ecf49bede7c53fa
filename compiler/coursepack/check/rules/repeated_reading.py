"""The same work, at the same place in it, is assigned more than once."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.outline import Reading


def check(course: Course) -> Iterator[Diagnostic]:
    """Report each reading after the first of the same work and locator."""
    first: dict[tuple[str, str], Reading] = {}
    for reading in course.outline.readings():
        key = reading.work.key.value
        before = first.setdefault((key, reading.item.locator), reading)
        if before is not reading:
            yield Diagnostic(
                RULE.code,
                Severity.WARNING,
                f"`{key}` is assigned a second time",
                reading.item.key.span,
                labels=(Label(before.item.key.span, "first assigned here"),),
                hints=("give each reading its own sections or pages, or remove one",),
            )


RULE = Rule("repeated-reading", check)

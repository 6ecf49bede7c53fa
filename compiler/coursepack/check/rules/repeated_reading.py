"""The same work, at the same place in it, is assigned more than once."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.identity import Works
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.outline import Reading


def check(course: Course) -> Iterator[Diagnostic]:
    """Report each reading after the first of the same paper and locator."""
    papers = _papers(course)
    first: dict[tuple[str, str], Reading] = {}
    for reading in course.outline.readings():
        key = reading.work.key.value
        before = first.setdefault((papers.get(key, key), reading.item.locator), reading)
        if before is not reading:
            yield _repeated(reading, before)


def _papers(course: Course) -> dict[str, str]:
    """The key of the first work that is the same paper, by key, for works that are not alone."""
    works = {reading.work.key.value: reading.work for reading in course.outline.readings()}
    assigned = Works(tuple(works.values()), course.papers)
    return {
        match.work.key.value: group.first.key.value
        for group in assigned.groups()
        for match in group.others
    }


def _repeated(reading: Reading, before: Reading) -> Diagnostic:
    key, earlier = reading.work.key.value, before.work.key.value
    message = f"`{key}` is assigned a second time"
    if key != earlier:
        message = f"`{key}` is the paper that `{earlier}` is, which is assigned already"
    return Diagnostic(
        RULE.code,
        Severity.WARNING,
        message,
        reading.item.key.span,
        labels=(Label(before.item.key.span, "first assigned here"),),
        hints=("give each reading its own sections or pages, or remove one",),
    )


RULE = Rule("repeated-reading", check)

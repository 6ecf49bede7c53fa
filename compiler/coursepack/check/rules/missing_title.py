"""A work has no title, so that nothing says what to read."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import plain_text


def check(course: Course) -> Iterator[Diagnostic]:
    """Report works without a title: an error where one is assigned, else a warning."""
    for work in course.library.works:
        if work.title is None or not plain_text(work.title.value).strip():
            assigned = work.key.value in course.assigned
            yield Diagnostic(
                RULE.code,
                Severity.ERROR if assigned else Severity.WARNING,
                f"`{work.key.value}` has no title",
                (work.title or work.blank.get("title") or work.key).span,
                hints=("add `title:`",),
            )


RULE = Rule("missing-title", check)

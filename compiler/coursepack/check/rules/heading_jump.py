"""A page's headings jump over a level, which screen readers announce as a gap."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.outline import Reading, Section


def check(course: Course) -> Iterator[Diagnostic]:
    """Report once for each page how its headings jump; the outputs have them repaired."""
    jumps: dict[str, list[tuple[Section[Reading], Section[Reading]]]] = {}
    for above in course.outline.sections():
        for below in above.sections:
            if below.level > above.level + 1:
                jumps.setdefault(below.title.span.source, []).append((above, below))
    for found in jumps.values():
        above, below = found[0]
        times = f", {len(found)} times on this page" if len(found) > 1 else ""
        yield Diagnostic(
            RULE.code,
            Severity.NOTE,
            f"the heading level jumps from {above.level} to {below.level}{times};"
            " it does not in the outputs",
            below.title.span,
            hints=(f"write `{'#' * (above.level + 1)}`",),
        )


RULE = Rule("heading-jump", check)

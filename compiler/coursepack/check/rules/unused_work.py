"""Works that no page assigns: kept for later, or left behind by a change of key."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Severity

NAMED = 5


def check(course: Course) -> Iterator[Diagnostic]:
    """Count the works that no reading names, at the first of them, or tell each where asked to."""
    unused = [w for w in course.library.works if w.key.value not in course.assigned]
    if not unused or not course.assigned:
        return
    if course.each_unused:
        for work in unused:
            message = f"`{work.key.value}` is assigned on no page"
            yield Diagnostic(RULE.code, Severity.NOTE, message, work.key.span)
        return
    keys = ", ".join(f"`{work.key.value}`" for work in unused[:NAMED])
    more = f" and {len(unused) - NAMED} more" if len(unused) > NAMED else ""
    subject = "1 work is" if len(unused) == 1 else f"{len(unused)} works are"
    yield Diagnostic(
        RULE.code,
        Severity.NOTE,
        f"{subject} assigned on no page: {keys}{more}",
        unused[0].key.span,
        hints=("`coursepack check --unused` tells each",) if len(unused) > NAMED else (),
    )


RULE = Rule("unused-work", check)

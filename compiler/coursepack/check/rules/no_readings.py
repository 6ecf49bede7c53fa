"""The pages assign nothing: an empty file, or a page that was meant to be another."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.source import Span

INCLUDE = '{% include paper_item.html key="…" %}'
_WITH_INCLUDES = (".md", ".markdown", ".html", ".htm")


def check(course: Course) -> Iterator[Diagnostic]:
    """Report, once and at the first page, that no page has a reading."""
    if course.assigned or not course.pages:
        return
    page = course.pages[0]
    hint = f"write `{INCLUDE}` where a reading stands"
    if not page.lower().endswith(_WITH_INCLUDES):
        hint = "write each reading as an item of a list, with its title, its authors and its year"
    yield Diagnostic(
        RULE.code,
        Severity.ERROR,
        f"`{page}` assigns no reading" if len(course.pages) == 1 else "no page assigns a reading",
        Span(page, 1, 1, 1, 1),
        hints=(hint,),
    )


RULE = Rule("no-readings", check)

"""An address goes over an open line where the same page is served over a safe one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic, Fix, Severity

# Those that are known to answer on https; of others nobody knows.
_SAFE = re.compile(
    r"http://(?:[\w-]+\.)*(?:doi\.org|arxiv\.org|acm\.org|ieee\.org|usenix\.org|springer\.com"
    r"|nature\.com|science\.org|sciencedirect\.com|jstor\.org|openreview\.net|aclanthology\.org"
    r"|jmlr\.org|mlr\.press|neurips\.cc|wikipedia\.org|github\.com|ietf\.org|rfc-editor\.org"
    r"|pnas\.org|wiley\.com|oup\.com|cambridge\.org|tandfonline\.com|nih\.gov)(?=[/:?#]|$)",
    re.IGNORECASE,
)


def check(course: Course) -> Iterator[Diagnostic]:
    """Report `http:` addresses of hosts that serve `https:`."""
    for work in course.works:
        url = work.fields.get("URL")
        if url is None or not _SAFE.match(url.value):
            continue
        at = course.written(url.span).lower().find("http:")
        place = course.part(url.span, at, at + len("http:")) if at >= 0 else url.span
        yield Diagnostic(
            RULE.code,
            Severity.WARNING,
            f"the address of `{work.key.value}` begins with http:, and its site has https:",
            place,
            hints=("write `https:`",),
            fix=Fix(place, "https:") if at >= 0 else None,
        )


RULE = Rule("open-line", check)

"""Let a course decide how much a rule matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from coursepack import registry
from coursepack.check import rules as rule_files
from coursepack.model.diagnostic import Diagnostic, Severity

# What other stages notice besides the rules; a test holds it to the code.
NOTICED = (
    *("approximate-style", "bad-name", "bad-venue", "deadline-outside-term", "doubled-separator"),
    *(
        "duplicate-field",
        "empty-record",
        "faint-colour",
        "footnote-marks",
        "holiday-outside-term",
        "holidays-moved",
        "large-crossref",
        "less-accessible",
        "liquid-fault",
        "long-line",
        "long-page",
        "listed-work",
        "lost-link",
        "made-key",
    ),
    *(
        "missing-character",
        "missing-id",
        "no-schedule",
        "no-topic",
        "no-works",
        "not-a-part",
        "not-a-reading",
    ),
    *(
        "not-text",
        "not-whole",
        "open-day",
        "over-budget",
        "presenter-twice",
        "ragged-row",
        "renamed-style",
    ),
    *("second-topic", "session-on-holiday", "session-outside-term", "session-overlap"),
    *("term-renamed", "unknown-rule"),
    *(
        "undefined-string",
        "unknown-crossref",
        "unknown-presentation",
        "unknown-setting",
        "unknown-token",
        "unknown-type",
        "unmirrored-pages",
        "unread-date",
        "unread-field",
        "unread-liquid",
    ),
    *("unread-markup", "unread-row", "unread-tex", "unread-text", "unscheduled-reading"),
    *("unsplit-authors", "weekday-mismatch"),
    *("yaml-documents", "yaml-escape"),
)


def adjustable() -> tuple[str, ...]:
    """Return the codes that a course may set: those of the rules, and of what else is noticed."""
    codes = (name.replace("_", "-") for name in registry.names(rule_files))
    return (*codes, *NOTICED)


def with_severities(
    diagnostics: Iterable[Diagnostic], rules: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Return *diagnostics* as the course's *rules* set them: a severity by code, or "off".

    An error stays an error: what it stops cannot be printed rightly.
    """
    for diagnostic in diagnostics:
        wish = rules.get(diagnostic.code)
        if wish is None or diagnostic.severity is Severity.ERROR:
            yield diagnostic
        elif wish != "off":
            yield replace(diagnostic, severity=Severity(wish))

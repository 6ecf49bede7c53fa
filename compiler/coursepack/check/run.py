"""Ask every rule about the course."""

from __future__ import annotations

from collections.abc import Sequence

from coursepack import registry
from coursepack.check import rules
from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.outline import Outline, Reading, ReadingItem
from coursepack.model.source import Sources
from coursepack.model.work import Library


def check(
    written: Outline[ReadingItem],
    outline: Outline[Reading],
    library: Library,
    pages: Sequence[str],
    sources: Sources,
    *,
    each_unused: bool = False,
) -> tuple[Diagnostic, ...]:
    """Return what the rules noticed about *outline*, *written* with keys on these *pages*.

    Works that no page assigns are counted, or told one by one where *each_unused*.
    """
    named = {item.key.value for item in written.readings()}
    assigned = frozenset(named | {reading.work.key.value for reading in outline.readings()})
    course = Course(outline, library, assigned, tuple(pages), sources, each_unused)
    found = registry.declared(rules, "RULE", Rule)
    return tuple(diagnostic for rule in found for diagnostic in rule.check(course))

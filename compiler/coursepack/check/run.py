"""Ask every rule about the course."""

from __future__ import annotations

from coursepack import registry
from coursepack.check import rules
from coursepack.check.rule import Course, Rule
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.outline import Outline, Reading, ReadingItem
from coursepack.model.work import Library


def check(
    written: Outline[ReadingItem], outline: Outline[Reading], library: Library
) -> tuple[Diagnostic, ...]:
    """Return what the rules noticed about *outline*, which was *written* with keys."""
    assigned = frozenset(item.key.value for item in written.readings())
    course = Course(outline, library, assigned)
    found = registry.declared(rules, "RULE", Rule)
    return tuple(diagnostic for rule in found for diagnostic in rule.check(course))

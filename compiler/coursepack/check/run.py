"""Ask every rule about the course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coursepack import registry
from coursepack.check import rules
from coursepack.check.rule import Catalogue, Course, Rule, WorksRule
from coursepack.identity import Works
from coursepack.model.diagnostic import Diagnostic
from coursepack.model.outline import Outline, Reading, ReadingItem
from coursepack.model.source import Sources
from coursepack.model.work import Library


@dataclass(frozen=True, slots=True)
class Noticed:
    """Works, and what the rules about works alone noticed of them, by the codes of the rules."""

    library: Library
    papers: Works
    by_rule: Mapping[str, tuple[Diagnostic, ...]]


def notice(library: Library, sources: Sources) -> Noticed:
    """Return what the rules notice of *library* before any page is looked at."""
    papers = Works([work for work in library.works if library.get(work.key.value) is work])
    catalogue = Catalogue(library, sources, papers)
    found = {
        rule.code: tuple(rule.check(catalogue)) for rule in _rules() if isinstance(rule, WorksRule)
    }
    return Noticed(library, papers, found)


def check(
    written: Outline[ReadingItem],
    outline: Outline[Reading],
    noticed: Noticed,
    pages: Sequence[str],
    sources: Sources,
    *,
    each_unused: bool = False,
) -> tuple[Diagnostic, ...]:
    """Return what the rules noticed about *outline*, *written* with keys on these *pages*.

    It includes what they *noticed* of its works. Works that no page assigns are counted, or told
    one by one where *each_unused*.
    """
    named = {item.key.value for item in written.readings()}
    assigned = frozenset(named | {reading.work.key.value for reading in outline.readings()})
    catalogue = (noticed.library, sources, noticed.papers)
    course = Course(*catalogue, outline, assigned, tuple(pages), each_unused)
    return tuple(
        diagnostic
        for rule in _rules()
        for diagnostic in (
            noticed.by_rule[rule.code] if isinstance(rule, WorksRule) else rule.check(course)
        )
    )


def _rules() -> tuple[Rule, ...]:
    return registry.declared(rules, "RULE", Rule)

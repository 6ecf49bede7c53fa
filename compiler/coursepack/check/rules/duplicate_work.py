"""Two works have one key: a reader would take one of them, and not the one you think."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack.check.rule import Catalogue, WorksRule
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.document import plain_text
from coursepack.model.work import Work


def check(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Report each work whose key an earlier work has, with the fields that differ."""
    for work in catalogue.library.works:
        first = catalogue.library.get(work.key.value)
        if first is None or first is work:
            continue
        differing = sorted(_differing(first, work))
        hint = (
            f"they differ in {', '.join(f'`{name}`' for name in differing)}: keep the right one"
            if differing
            else "they are equal: remove one"
        )
        yield Diagnostic(
            RULE.code,
            Severity.ERROR,
            f"two works have the key `{work.key.value}`",
            work.key.span,
            labels=(Label(first.key.span, "first defined here"),),
            hints=(hint,),
        )


def _differing(first: Work, second: Work) -> Iterator[str]:
    one, other = _values(first), _values(second)
    return (name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _values(work: Work) -> dict[str, object]:
    values: dict[str, object] = {name: text.value for name, text in work.fields.items()}
    values |= {name: date.value for name, date in work.dates.items()}
    for role, names in work.names.items():
        values[role] = (names.complete, tuple(names.people))
    values["type"] = work.kind
    if work.title:
        values["title"] = plain_text(work.title.value)
    return values


RULE = WorksRule("duplicate-work", check)

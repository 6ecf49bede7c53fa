"""Given names that are not shortened, being written in letters without capitals.

Engines put the point of an initial behind them: "عبد. السلام. هارون". What stands there is no
initial, and whoever reads Arabic, Hebrew or Hindi writes the name in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from coursepack.model.document import Code, Inline, Inlines, LineBreak, Text
from coursepack.model.outline import Reference
from coursepack.model.work import Person, Work

_Name = tuple[str, re.Pattern[str]]  # and how engines write it


def whole(reference: Reference, work: Work) -> Reference:
    """Return *reference* without points within such names of *work*.

    One behind the last word stays, as it ends the authors, where no family and no comma follows.
    """
    patterns = [*_patterns(work)]
    if not patterns:
        return reference
    return replace(reference, text=_mended(reference.text, patterns))


def _patterns(work: Work) -> Iterator[_Name]:
    everybody = [person for names in work.names.values() for person in names.people]
    people = [person for person in everybody if isinstance(person, Person)]
    for person in sorted(people, key=lambda person: -len(person.given)):
        name = " ".join(person.given.split())
        if name and person.family and name.lower() == name.upper():
            words = r"\.?\s*".join(map(re.escape, name.split()))
            particles = (person.dropping_particle, person.particle)
            family = re.escape(" ".join((*particles, person.family)).split()[0])
            end = rf"(?P<end>\.(?=,)|\.?(?P<gap>\s*)(?={family})|\.|(?!\w))"
            yield name, re.compile(rf"(?<!\w){words}{end}")


def _mended(children: Inlines, patterns: Sequence[_Name]) -> Inlines:
    return tuple(_mended_inline(child, patterns) for child in children)


def _mended_inline(inline: Inline, patterns: Sequence[_Name]) -> Inline:
    match inline:
        case Text(text):
            for name, each in patterns:
                text = each.sub(partial(_with, name), text)
            return Text(text)
        case Code() | LineBreak():
            return inline
        case _:
            return replace(inline, children=_mended(inline.children, patterns))


def _with(name: str, found: re.Match[str]) -> str:
    if found["gap"] is not None:
        return f"{name} "
    is_before_comma = found.string[found.end() : found.end() + 1] == ","
    return name if is_before_comma else f"{name}{found['end']}"

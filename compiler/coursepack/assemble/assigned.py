"""The works of a course in the order of its list, with what the list says of each as keywords."""

from __future__ import annotations

from collections.abc import Iterator

from coursepack import words
from coursepack.model.assigned import Assigned
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Section, readings_in


def assigned(outline: Outline[Reading]) -> tuple[Assigned, ...]:
    """Return each work of *outline* once, where it is assigned first.

    Its keywords are the headings that it stands under, and whether it must be read.
    """
    found: dict[str, Assigned] = {}
    for reading, headings in _placed(outline):
        key = reading.work.key.value
        told = found.get(key, Assigned(reading.work))
        keywords = (*told.keywords, *headings, *_binding(reading))
        found[key] = Assigned(told.work, tuple(dict.fromkeys(keywords)))
    return tuple(found.values())


def _placed(outline: Outline[Reading]) -> Iterator[tuple[Reading, tuple[str, ...]]]:
    for reading in readings_in(outline.body):
        yield reading, ()
    for part in outline.parts:
        yield from _below(part, ())


def _below(
    section: Section[Reading], above: tuple[str, ...]
) -> Iterator[tuple[Reading, tuple[str, ...]]]:
    title = " ".join(plain_text(section.title.value).split())
    path = (*above, title) if title else above
    for reading in section.own_readings():
        yield reading, path
    for inner in section.sections:
        yield from _below(inner, path)


def _binding(reading: Reading) -> Iterator[str]:
    binding = reading.item.requirement
    if binding:
        yield words.here().required if binding.required else words.here().optional
        if binding.label:
            yield binding.label

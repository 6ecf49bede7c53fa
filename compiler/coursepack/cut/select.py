"""Keep the readings that are asked for, and what stands with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from coursepack.adapters.nearest import nearest
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Block, plain_text
from coursepack.model.outline import Outline, Reading, Readings, Section, readings_in
from coursepack.pattern import pattern

Keeps = Callable[[Reading], bool]

_NUMBER = pattern(r"\D*?(\d+)\b")


def select(
    outline: Outline[Reading], only: Sequence[str] = (), *, required: bool = False
) -> Outcome[Outline[Reading]]:
    """Return *outline* with the parts and sections called one of *only*, and required readings.

    () keeps all parts. A section is called by its title, as it is written or as it is printed, by
    the beginning of it, or by its number ("Part 2", "2"); what none is called is reported.
    """
    problems: list[Diagnostic] = []
    if only:
        chosen: set[int] = set()
        for name in only:
            found = _called(outline, name)
            chosen |= {id(section) for section in found}
            if not found:
                problems.append(_unknown(outline, name))
        parts = tuple(p for part in outline.parts if (p := _with(part, chosen)))
        outline = Outline(outline.title, (), parts)
    if required:
        outline = keep(outline, lambda reading: _is_required(reading))
    return Outcome(outline, tuple(problems))


def keep(outline: Outline[Reading], keeps: Keeps) -> Outline[Reading]:
    """Return *outline* with the readings that *keeps* takes; sections left without any go."""
    parts = tuple(p for part in outline.parts if (p := _kept(part, keeps)))
    return Outline(outline.title, _body(outline.body, keeps), parts)


def has_readings(body: Sequence[Block | Readings[Reading]]) -> bool:
    """Say whether a reading stands in *body* itself."""
    return any(True for _ in readings_in(body))


def _kept(section: Section[Reading], keeps: Keeps) -> Section[Reading] | None:
    body = _body(section.body, keeps)
    below = tuple(s for inner in section.sections if (s := _kept(inner, keeps)))
    if not below and not has_readings(body):
        return None
    return replace(section, body=body, sections=below)


def _body(
    body: tuple[Block | Readings[Reading], ...], keeps: Keeps
) -> tuple[Block | Readings[Reading], ...]:
    """Return *body* with lists of what is kept; prose among readings goes with the last."""
    kept: list[Block | Readings[Reading]] = []
    for block in body:
        if not isinstance(block, Readings):
            kept.append(block)
            continue
        items = tuple(i for i in block.items if not isinstance(i, Reading) or keeps(i))
        if any(isinstance(item, Reading) for item in items):
            kept.append(Readings(items))
    return tuple(kept)


def _is_required(reading: Reading) -> bool:
    requirement = reading.item.requirement
    return requirement is not None and requirement.required


def _with(section: Section[Reading], chosen: set[int]) -> Section[Reading] | None:
    if id(section) in chosen:
        return section
    below = tuple(s for inner in section.sections if (s := _with(inner, chosen)))
    return replace(section, body=(), sections=below) if below else None


def _called(outline: Outline[Reading], name: str) -> list[Section[Reading]]:
    wanted = _plain(name)
    called = [(section, _titles(section)) for section in outline.sections()]
    exact = [section for section, titles in called if wanted in titles]
    if exact:
        return exact
    if wanted.isdigit():
        # "2" is the part whose title has that number, else the second.
        numbered = [p for p in outline.parts if _number(p) == wanted]
        at = int(wanted) - 1 if len(wanted) < 6 else -1
        return numbered or list(outline.parts[at : at + 1] if at >= 0 else ())
    return [
        section
        for section, titles in called
        if any(
            t.startswith(wanted) and not t[len(wanted) : len(wanted) + 1].isalnum() for t in titles
        )
    ]


def _titles(section: Section[Reading]) -> set[str]:
    return {_plain(plain_text(title)) for title in (section.title.value, section.printed_title)}


def _number(section: Section[Reading]) -> str:
    found = _NUMBER.match(plain_text(section.title.value))
    return found[1] if found else ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _unknown(outline: Outline[Reading], name: str) -> Diagnostic:
    titles = list(dict.fromkeys(plain_text(s.printed_title) for s in outline.sections()))
    near = nearest(name, titles) or titles[:5]
    hint = f"these are: {', '.join(f'“{title}”' for title in near)}" if near else ""
    message = f"no part or section is called “{name}”"
    return Diagnostic("unknown-section", Severity.ERROR, message, hints=(hint,) if hint else ())

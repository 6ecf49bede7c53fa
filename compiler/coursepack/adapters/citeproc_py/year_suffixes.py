"""The letters that tell apart works of the same people and year ("1965a")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coursepack.adapters.citeproc_py.labels import family_of, people_of
from coursepack.adapters.citeproc_py.marks import MARKS
from coursepack.adapters.citeproc_py.run import CSL, Run
from coursepack.adapters.citeproc_py.works import People


def add_year_suffixes(items: Sequence[Any], run: Run) -> None:
    """Give works of the same people and year the letters that the library does not."""
    citation = run.root.find(f"{CSL}citation")
    if citation is None or citation.get("disambiguate-add-year-suffix") != "true":
        return
    groups: dict[object, list[Any]] = {}
    for item in items:
        groups.setdefault(_looks(item, citation, run), []).append(item)
    for group in groups.values():
        if len(group) > 1:
            for number, item in enumerate(_in_order(group, run)):
                letters = run.string(_letters(number))
                item.reference.update({"year-suffix": letters, "year_suffix": letters})


def _looks(item: Any, citation: Any, run: Run) -> tuple[object, ...]:
    """What a citation shows of a work at most: its people and its year."""
    date = item.reference.get("issued")
    people = people_of(item.reference)
    if not people:
        return (str(item.reference.get("title", "")), date and date.year)
    run.begin(citation, item)
    least = int(run.option(None, "et-al-min") or 0)
    cut = 0 < least <= len(people) and citation.get("disambiguate-add-names") != "true"
    shown = people[: int(run.option(None, "et-al-use-first") or 1)] if cut else people
    with_given = citation.get("disambiguate-add-givenname") == "true"
    return (*(_looks_of(name, with_given) for name in shown), cut, date and date.year)


def _looks_of(name: Any, with_given: bool) -> tuple[str, str]:
    given = str(name.get("given", ""))[:1] if with_given else ""
    return family_of(name).casefold(), given.casefold()


def _in_order(items: list[Any], run: Run) -> list[Any]:
    """Return *items* as the style would sort them in a bibliography."""
    area = run.root.find(f"{CSL}bibliography")
    keys = area.findall(f"{CSL}sort/{CSL}key")
    for key in reversed(keys):
        told = {item.key: _sort_text(key, item, area, run) for item in items}
        items = sorted(
            items, key=lambda item: told[item.key], reverse=key.get("sort") == "descending"
        )
    return items


def _sort_text(key: Any, item: Any, area: Any, run: Run) -> tuple[bool, str]:
    run.begin(area, item)
    if name := key.get("macro"):
        over = {"name-as-sort-order": "all"}
        text = str(run.macros[name].render(item, sort_options=over) or "")
    else:
        value = run.peek(key.get("variable"))
        if isinstance(value, People):
            text = " ".join(map(family_of, value))
        else:
            text = value.sort_key() if hasattr(value, "sort_key") else str(value or "")
    # What has nothing to sort by comes last.
    return not text, MARKS.sub("", text).casefold()


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters

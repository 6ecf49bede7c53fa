"""What the columns of a table hold: by their names, else by what stands in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from coursepack.model.node import Mapping, Node, Scalar
from coursepack.model.node import Sequence as Rows
from coursepack.model.source import Spanned
from coursepack.pattern import pattern
from coursepack.read.words import csl_variables, phrases, schedule
from coursepack.read.words.schedule import Role

_MOST_LOOKED_AT = 200
_ADDRESS = pattern(r"(?:https?://|www\.|doi:|10\.\d{4,9}/)\S+", 0)
_YEAR = pattern(r"(?:1[5-9]|20)\d\d[a-z]?")
_SHORTEST_COUNT = 2
_FEWEST_NAMES = 3


def role(name: str, cells: Iterable[str]) -> Role | None:
    """Return what the column called *name* holds; what its *cells* are comes before its name.

    "Question for the day" has no days in it, and a column "Meets on" has nothing else.
    """
    said = [cell for cell in cells if cell][:_MOST_LOOKED_AT]
    found = schedule.role(name)
    dates = sum(map(schedule.is_date, said))
    if found is None and said and dates == len(said):
        return Role.DATE
    if found is Role.TITLE and len(said) > 1 and dates == len(said):
        return Role.DATE
    if found is Role.DATE and _are_titles(said):
        return Role.TITLE
    if found is None and not csl_variables.variable(name) and _are_presenters(said):
        return Role.PRESENTER
    return found


def roles(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Role | None]:
    """Return what each column holds; readings beside a column of optional ones are required."""
    found = [role(*column) for column in zip(names, cells, strict=True)]
    if Role.OPTIONAL in found and Role.REQUIRED not in found and _are_alike(names, found):
        return [Role.REQUIRED if each is Role.READINGS else each for each in found]
    return found


def _are_alike(names: Sequence[str], found: Sequence[Role | None]) -> bool:
    """Say whether one column holds readings, or several that a number tells apart."""
    columns = zip(names, found, strict=True)
    called = {name.rstrip(" #0123456789") for name, each in columns if each is Role.READINGS}
    return len(called) == 1


def named(table: Node | None) -> Node | None:
    """Return the rows of *table* with a name that is known over each column that has none.

    Only what says for itself what it is gets one: dates, addresses, years, how binding a
    reading is, and a count of rows.
    """
    if not isinstance(table, Rows):
        return table
    rows = [row for row in table.items if isinstance(row, Mapping)]
    cells: dict[str, list[str]] = {}
    for row in rows[:_MOST_LOOKED_AT]:
        for name, value in row.entries:
            texts = cells.setdefault(name.value, [])
            if isinstance(value, Scalar) and value.text.strip():
                texts.append(" ".join(value.text.split()))
    found = dict(zip(cells, roles([*cells], [*cells.values()]), strict=True))
    taken = {csl_variables.plain(name) for name in cells}
    called: dict[str, str] = {}
    for column, said in cells.items():
        new = _known(column, found[column], said)
        if new and new not in taken:
            called[column] = new
            taken.add(new)
    if not called:
        return table
    renamed = tuple(
        Mapping(
            tuple((Spanned(called.get(n.value, n.value), n.span), v) for n, v in row.entries),
            row.span,
        )
        for row in rows
    )
    return Rows(renamed, table.span)


_LOOKS: dict[str, Callable[[str], object]] = {
    "url": _ADDRESS.fullmatch,
    "year": _YEAR.fullmatch,
    "requirement": schedule.level,
}
_WHO = r"[A-Z][\w'’-]+\.?(?: [A-Z][\w'’-]*\.?){0,2}"
_PEOPLE = pattern(rf"{_WHO}(?:(?:,| and| &|/| /|;) ?{_WHO})*")
_CALLED = {
    Role.DATE: "date",
    Role.TITLE: "topic",
    Role.REQUIRED: "required reading",
    Role.PRESENTER: "presenter",
}


def _known(name: str, found: Role | None, said: Sequence[str]) -> str:
    """Return what the column *name* is called elsewhere, "" where its own name will do."""
    own = schedule.role(name)
    if own in schedule.ASSIGNING and said and all(map(schedule.level, said)):
        return "requirement"
    if own is Role.TITLE and "what" in name.lower():
        return "topic"
    if own is Role.PRESENTER:
        return "presenter"
    if found is not own or (own is Role.DATE and said and all(map(_is_day, said))):
        new = _CALLED.get(found, "") if found else ""
        number = name[len(name.rstrip("0123456789")) :]
        return f"{new} {number}" if new and number and found is Role.REQUIRED else new
    if own is not None or csl_variables.variable(name) or not said:
        return ""
    for new, looks in _LOOKS.items():
        if all(map(looks, said)):
            return new
    return "session" if _is_count(said) else ""


def _are_presenters(said: Sequence[str]) -> bool:
    """Say whether names stand here that come again, some of them beside others: "Femi / Ruth"."""
    named = [text for text in said if not phrases.is_nothing(text)]
    if len(named) < _FEWEST_NAMES or not all(map(_PEOPLE.fullmatch, named)):
        return False
    people = [who.strip() for text in named for who in re.split(r",|;|/|&|\band\b", text)]
    return len(people) > len(named) or len(set(people)) < len(people)


def _is_day(text: str) -> bool:
    """Say whether *text* is a date rather than a weekday beside one."""
    return schedule.is_date(text) and any(map(str.isdigit, text))


def _are_titles(said: Sequence[str]) -> bool:
    """Say whether no text in a column of "days" says when, and some say what."""
    says_when = any(schedule.is_date(text) or any(map(str.isdigit, text)) for text in said)
    return not says_when and any(len(text.split()) > 2 for text in said)


def _is_count(said: Sequence[str]) -> bool:
    """Say whether numbers go up from one, each as often as its rows are many."""
    if len(said) < _SHORTEST_COUNT or not all(text.isdecimal() for text in said):
        return False
    numbers = [int(text[:6]) for text in said]
    steps = (after - before for before, after in itertools.pairwise(numbers))
    return numbers[0] in (0, 1) and all(step in (0, 1) for step in steps)

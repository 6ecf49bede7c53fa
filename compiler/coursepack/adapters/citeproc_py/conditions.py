"""The tests by which a style chooses what to print of a work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from coursepack.adapters.citeproc_py.numbers import is_numeric


@dataclass(frozen=True, slots=True)
class Conditions:
    """The tests of one `if`, and how many of them must hold: "all", "any" or "none"."""

    match: str
    kinds: tuple[str, ...]
    variables: tuple[str, ...]
    numbers: tuple[str, ...]
    never: int

    def hold(self, kind: str, value: Callable[[str], object]) -> bool:
        """Say whether a work of *kind* meets them; *value* returns what it has, or None."""
        tests = self._tests(kind, value)
        if self.match == "any":
            return any(tests)
        return not any(tests) if self.match == "none" else all(tests)

    def _tests(self, kind: str, value: Callable[[str], object]) -> Iterator[bool]:
        yield from (kind == wanted for wanted in self.kinds)
        yield from (value(name) is not None for name in self.variables)
        yield from (is_numeric(value(name)) for name in self.numbers)
        yield from (False for _ in range(self.never))


def conditions_of(element: Any) -> Conditions:
    """Return the tests of *element*, an `if` or `else-if`."""

    def words(name: str) -> tuple[str, ...]:
        return tuple(str(element.get(name, "")).split())

    # Dates of ours are certain, a list has neither locators nor positions, and works are
    # told apart by what their entries say: the library takes `disambiguate` to hold.
    never = ("is-uncertain-date", "locator", "position", "disambiguate")
    return Conditions(
        str(element.get("match", "all")),
        words("type"),
        words("variable"),
        words("is-numeric"),
        sum(len(words(name)) for name in never),
    )

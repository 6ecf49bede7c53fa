"""The controls of a page that can be searched, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to leave readings out: its name in an address, its label, and what one chooses of.

    `choices` are values and the words for them.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Controls:
    """The words on the controls.

    `everything` is the choice that leaves nothing out; `shown` says how many are shown,
    `{number}` of `{total}`, in each form that CLDR tells numbers apart by; `shortcut` names the
    key that leads to the search.
    """

    search: str
    shortcut: str
    everything: str
    clear: str
    copy: str
    copied: str
    not_copied: str
    shown: tuple[tuple[str, str], ...]
    filters: tuple[Filter, ...] = ()

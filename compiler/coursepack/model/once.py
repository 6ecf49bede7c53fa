"""Stages that need not be done again: what is made of equal inputs is equal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Once(Protocol):
    """Something that may remember what a stage made of its inputs."""

    def __call__(self, stage: str, inputs: object, make: Callable[[], T], /) -> T:
        """Return what *make* makes of *inputs*; *stage* tells it from what else is made."""


def anew(_stage: str, _inputs: object, make: Callable[[], T], /) -> T:
    """Return what *make* makes: nothing is remembered."""
    return make()

"""The programs of a build, started when they are first needed and kept until they are closed."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar, cast

from coursepack.adapters import values
from coursepack.adapters.answers import Answers
from coursepack.adapters.child import Closing
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.typst import Typst

T = TypeVar("T")


class Programs(Closing):
    """pandoc and Typst for one build, or for many in turn; use them in a `with` statement.

    With *answers*, they are not asked again what they have answered once, and `once` remembers.
    """

    def __init__(self, answers: Answers | None = None) -> None:
        self._answers = answers
        self._last: dict[str, tuple[object, object]] = {}
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._pandoc: Pandoc | None = None
        self._typst: Typst | None = None

    @property
    def pandoc(self) -> Pandoc:
        """The pandoc of this build. Raises ChildError."""
        with self._lock:
            if self._pandoc is None:
                self._pandoc = self._stack.enter_context(Pandoc(self._scratch(), self._answers))
            return self._pandoc

    @property
    def typst(self) -> Typst:
        """The Typst of this build. Raises ChildError."""
        with self._lock:
            if self._typst is None:
                typst = Typst(self._scratch(), answers=self._answers)
                self._typst = self._stack.enter_context(typst)
            return self._typst

    def once(self, stage: str, inputs: object, make: Callable[[], T]) -> T:
        """Return what *make* made of *inputs* for *stage* the last time, if they were equal."""
        last = self._last.get(stage)
        if last is not None and last[0] == inputs:
            return cast("T", last[1])
        made = make()
        if self._answers is not None:
            self._last[stage] = (inputs, made)
        return made

    def kept(self, stage: str, inputs: object, make: Callable[[], T]) -> T:
        """Do as `once` does, and leave what *make* made in the cache folder for the next build.

        Inputs and what is made of them must be of the types of `model`.
        """
        return self.once(stage, inputs, lambda: self._kept(stage, inputs, make))

    def _kept(self, stage: str, inputs: object, make: Callable[[], T]) -> T:
        if self._answers is None or not self._answers.are_kept:
            return make()
        made: list[T] = []

        def answer() -> bytes:
            made.append(make())
            return values.dumped(made[0])

        told = self._answers.get(values.dumped((stage, inputs)), answer)
        try:
            return made[0] if made else cast("T", values.loaded(told))
        except values.NoValueError:
            return make()

    def close(self) -> None:
        """End what was started; what is asked for next starts again."""
        with self._lock:
            self._pandoc = self._typst = None
            self._stack.close()
        if self._answers is not None:
            self._answers.close()

    def _scratch(self) -> Path:
        made = tempfile.TemporaryDirectory(prefix="coursepack-", ignore_cleanup_errors=True)
        return Path(self._stack.enter_context(made))

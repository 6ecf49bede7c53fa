"""The programs of a build, started when they are first needed and kept until they are closed."""

from __future__ import annotations

import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from coursepack.adapters.answers import Answers
from coursepack.adapters.child import Closing
from coursepack.adapters.pandoc import Pandoc
from coursepack.adapters.typst import Typst


class Programs(Closing):
    """pandoc and Typst for one build, or for many in turn; use them in a `with` statement.

    With *answers*, they are not asked again what they have answered once.
    """

    def __init__(self, answers: Answers | None = None) -> None:
        self._answers = answers
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

    def close(self) -> None:
        """End what was started; what is asked for next starts again."""
        with self._lock:
            self._pandoc = self._typst = None
            self._stack.close()

    def _scratch(self) -> Path:
        made = tempfile.TemporaryDirectory(prefix="coursepack-", ignore_cleanup_errors=True)
        return Path(self._stack.enter_context(made))

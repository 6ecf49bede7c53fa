"""Typst, embedded in a wheel and run as a child: data and a template of ours to a PDF."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coursepack.adapters.answers import Answers
from coursepack.adapters.child import Closing, Worker, source_date

_SECONDS = 120.0
_SCRIPT = Path(__file__).with_name("typst_child.py")


class TypstError(Exception):
    """Typst refused a document; the message is its own."""


class Typst(Closing):
    """One Typst process, started at once and kept until it is closed."""

    def __init__(
        self, folder: Path, seconds: float = _SECONDS, answers: Answers | None = None
    ) -> None:
        """Start in *folder*, which must be empty; a document may take *seconds*.

        What stands in *answers* it is not asked again.
        """
        self._answers = answers
        # -I: neither the environment nor the current folder may slip a module in.
        self._worker = Worker("Typst", [sys.executable, "-I", str(_SCRIPT)], folder, seconds)

    def compile(self, template: str, data: Mapping[str, Any], fonts: Sequence[Path] = ()) -> bytes:
        """Return the tagged PDF (PDF/UA-1) of *data* in *template*.

        *fonts* are font files to use beside the embedded ones. Raises TypstError where
        Typst refuses the document, `child.ChildError` where the process fails.
        """
        return self._made("pdf", template, data, fonts)[0]

    def pictures(
        self, template: str, data: Mapping[str, Any], fonts: Sequence[Path] = ()
    ) -> tuple[bytes, ...]:
        """Return a picture (SVG) of each sheet of what `compile` makes, and raise as it does."""
        return self._made("svg", template, data, fonts)

    def _made(
        self, form: str, template: str, data: Mapping[str, Any], fonts: Sequence[Path]
    ) -> tuple[bytes, ...]:
        request = {
            "form": form,
            "template": template,
            "document": json.dumps(data, ensure_ascii=False),
            "fonts": [(str(path), *_stamp(path)) for path in fonts],
            "timestamp": source_date(),
        }
        if self._answers is None:
            return _decoded(self._answer(request))
        question = json.dumps(["typst", request]).encode("ascii")
        told = self._answers.get(question, lambda: "\n".join(self._answer(request)).encode("ascii"))
        return _decoded(told.decode("ascii").split("\n"))

    def _answer(self, request: Mapping[str, Any]) -> list[str]:
        answer = self._worker.ask(request)
        if "error" in answer:
            raise TypstError(str(answer["error"]))
        files: list[str] = answer["files"]
        return files

    def close(self) -> None:
        """End the process."""
        self._worker.close()


def _decoded(files: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(file) for file in files)


def _stamp(font: Path) -> tuple[int, int]:
    """Return what tells another file of the same name."""
    found = font.stat()
    return found.st_mtime_ns, found.st_size

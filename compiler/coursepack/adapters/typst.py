"""Typst, embedded in a wheel and run as a child: data and a template of ours to a PDF."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coursepack.adapters.child import Closing, Worker, source_date

_SECONDS = 120.0
_SCRIPT = Path(__file__).with_name("typst_child.py")


class TypstError(Exception):
    """Typst refused a document; the message is its own."""


class Typst(Closing):
    """One Typst process, started at once and kept until it is closed."""

    def __init__(self, folder: Path, seconds: float = _SECONDS) -> None:
        """Start in *folder*, which must be empty; a document may take *seconds*."""
        # -I: neither the environment nor the current folder may slip a module in.
        self._worker = Worker("Typst", [sys.executable, "-I", str(_SCRIPT)], folder, seconds)

    def compile(self, template: str, data: Mapping[str, Any], fonts: Sequence[Path] = ()) -> bytes:
        """Return the tagged PDF (PDF/UA-1) of *data* in *template*.

        *fonts* are font files to use beside the embedded ones. Raises TypstError where
        Typst refuses the document, `child.ChildError` where the process fails.
        """
        request = {
            "template": template,
            "document": json.dumps(data, ensure_ascii=False),
            "fonts": [str(path) for path in fonts],
            "timestamp": source_date(),
        }
        answer = self._worker.ask(request)
        if "error" in answer:
            raise TypstError(str(answer["error"]))
        return base64.b64decode(answer["pdf"])

    def close(self) -> None:
        """End the process."""
        self._worker.close()

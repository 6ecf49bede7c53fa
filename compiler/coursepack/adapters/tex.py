"""A TeX engine, run over a source of ours until its page numbers stand still."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coursepack.adapters import child

ENGINES = ("lualatex", "xelatex", "pdflatex")  # the order in which "auto" looks for them

# A first run of LuaLaTeX on a machine lists every font there is.
_SECONDS = 240.0
_MOST_RUNS = 4
_NAME = "handout"
_CARRIED = (".aux", ".toc", ".out")  # what one run leaves for the next
_FLAGS = ("-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "-file-line-error")
_UNPRINTED = re.compile(r"^Coursepack: no glyph for U\+([0-9A-F]+)", re.MULTILINE)
_ERROR = re.compile(r"^(?:!|\.?/?[^\s:]+\.(?:tex|sty|cls|lua):\d+:) *(.+)", re.MULTILINE)


class TexError(Exception):
    """TeX stopped; the message is its first complaint."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The PDF, the characters that its fonts did not have, and all that the engine said."""

    pdf: bytes
    unprinted: frozenset[str]
    log: str


def installed() -> str | None:
    """Return the first engine on this machine, as `pdf-engine: auto` wants it."""
    return next((engine for engine in ENGINES if shutil.which(engine)), None)


def is_installed(engine: str) -> bool:
    """Say whether *engine* can be run."""
    return shutil.which(engine) is not None


def compile_pdf(engine: str, source: str, seconds: float = _SECONDS) -> Pages:
    """Run *engine* on *source* in a folder that holds nothing else.

    Raises TexError where it stops, ChildError where it cannot be run or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="coursepack-") as temporary:
        # Always the same name, because engines write the folder's into the PDF.
        folder = Path(temporary, _NAME)
        folder.mkdir()
        (folder / f"{_NAME}.tex").write_text(source, "utf-8")
        for _ in range(_MOST_RUNS):
            before = _carried(folder)
            _run(engine, folder, seconds)
            if _carried(folder) == before:
                break
        log = (folder / f"{_NAME}.log").read_text("utf-8", "replace")
        unprinted = frozenset(chr(int(number, 16)) for number in _UNPRINTED.findall(log))
        return Pages((folder / f"{_NAME}.pdf").read_bytes(), unprinted, log)


def _run(engine: str, folder: Path, seconds: float) -> None:
    env = {
        # Nothing outside the folder is read or written, and no clock.
        "openin_any": "p",
        "openout_any": "p",
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
        "max_print_line": "1000",
    }
    code, output = child.run(engine, [engine, *_FLAGS, f"{_NAME}.tex"], folder, seconds, env)
    if code or not (folder / f"{_NAME}.pdf").exists():
        raise TexError(_complaint(output.decode("utf-8", "replace")))


def _carried(folder: Path) -> tuple[bytes, ...]:
    paths = (folder / f"{_NAME}{suffix}" for suffix in _CARRIED)
    return tuple(path.read_bytes() if path.exists() else b"" for path in paths)


def _complaint(output: str) -> str:
    match = _ERROR.search(output)
    return match[1].strip() if match else "it gave no reason"

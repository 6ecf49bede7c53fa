"""The LaTeX source: its readings, and that whatever it begins it ends."""

from __future__ import annotations

from collections import Counter

from coursepack.pattern import pattern
from coursepack.verify.told import Told, Verifier

_EDGE = pattern(r"\\(begin|end)\{([a-z]+)\}")


def read(data: bytes) -> Told:
    """Read LaTeX of ours back, from where the document begins."""
    text = data.decode("utf-8", "replace")
    body = text[text.find("\\begin{document}") :]
    found = Told(title=None, headings=None, links=None, items=None)
    counts = Counter(name for edge, name in _EDGE.findall(body) if edge == "begin")
    found.readings = counts["reading"] + counts["longreading"]
    if not _is_balanced(body):
        found.faults.append("begins something that it does not end")
    return found


def _is_balanced(body: str) -> bool:
    opened: list[str] = []
    for edge, name in _EDGE.findall(body):
        if edge == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


VERIFIER = Verifier(".tex", read)

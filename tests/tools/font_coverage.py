"""Read which characters the fonts inside Typst's wheel have, and write the table of them.

The fonts lie, whole and unpacked, in the wheel's extension module. Run this after Typst's
version changes: `python tests/tools/font_coverage.py`.
"""

from __future__ import annotations

import io
import json
import mmap
import re
import struct
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from coursepack.adapters import fonts

_START = re.compile(rb"(?:OTTO|\x00\x01\x00\x00)\x00[\x08-\x20]")


def coverage() -> dict[str, dict[str, list[list[int]]]]:
    """Return for each family the characters that any of its fonts has, and that all have."""
    families: dict[str, list[set[int]]] = {}
    for font in _fonts(_module()):
        name = font["name"].getBestFamilyName()
        families.setdefault(name, []).append(set(font.getBestCmap()))
    return {
        name: {"some": ranges(set.union(*sets)), "all": ranges(set.intersection(*sets))}
        for name, sets in sorted(families.items())
    }


def written() -> dict[str, dict[str, list[list[int]]]]:
    """Return the table as it stands in the package."""
    table: dict[str, dict[str, list[list[int]]]] = json.loads(fonts.EMBEDDED.read_text("utf-8"))
    return table


def ranges(points: Iterable[int]) -> list[list[int]]:
    """Return *points* as sorted pairs of first and last."""
    pairs: list[list[int]] = []
    for point in sorted(points):
        if pairs and pairs[-1][1] == point - 1:
            pairs[-1][1] = point
        else:
            pairs.append([point, point])
    return pairs


def _module() -> Path:
    spec = find_spec("typst")
    assert spec is not None
    assert spec.origin is not None
    return next(
        path for path in Path(spec.origin).parent.glob("_typst*") if path.suffix in (".so", ".pyd")
    )


def _fonts(module: Path) -> Iterator[TTFont]:
    with module.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for match in _START.finditer(data):
            if font := _font(data, match.start()):
                yield font


def _font(data: mmap.mmap, start: int) -> TTFont | None:
    """Return the font that starts at *start*, None where the bytes only look like one."""
    (count,) = struct.unpack_from(">H", data, start + 4)
    end = 12 + 16 * count
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, start + 12 + 16 * number)
        if not tag.isascii() or start + offset + length > len(data):
            return None
        end = max(end, offset + length)
    try:
        font = TTFont(io.BytesIO(data[start : start + end]), lazy=False)
        return font if font.getBestCmap() else None
    except (TTLibError, KeyError, AssertionError, struct.error):
        return None


if __name__ == "__main__":
    lines = [
        f"{json.dumps(name)}: {json.dumps(kinds, separators=(',', ':'))}"
        for name, kinds in coverage().items()
    ]
    fonts.EMBEDDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")

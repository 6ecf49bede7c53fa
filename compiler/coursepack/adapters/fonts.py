"""Which characters fonts have: those inside Typst by a table, others by their own tables."""

from __future__ import annotations

import json
import os
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coursepack.places import font_folders

# Made from the wheel's own fonts by tests/tools/font_coverage.py; a test holds it to them.
EMBEDDED = Path(__file__).with_name("typst_fonts.json")

Ranges = Sequence[Sequence[int]]

_SUFFIXES = (".otf", ".ttf", ".otc", ".ttc")
_MOST_FILES = 2000  # a designer's machine has thousands; the common ones come first
_COMMON = ("libertin", "noto", "dejavu", "freeserif", "gnu", "unifont")
_STYLED = (
    *("bold", "italic", "oblique", "slanted", "light", "thin", "black", "mono", "cond", "medium"),
    *("display", "kufi", "nastaliq", "rashi"),
)
# What a book is set in is called so, in one script or another.
_BOOK = ("serif", "naskh", "amiri", "scheherazade", "mincho", "ming", "song", "batang", "roman")
_BOLDER = ("SemiBold", "Semibold", "Bold")


@dataclass(frozen=True, slots=True)
class Family:
    """The characters that some font of a family has, and those that each of them has."""

    some: Ranges
    every: Ranges


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a set of font families can print."""

    families: tuple[Family, ...]

    def has(self, character: str) -> bool:
        """Say whether *character* can be printed by itself."""
        return any(_within(ord(character), family.some) for family in self.families)

    def has_together(self, cluster: str) -> bool:
        """Say whether one family can print *cluster*, a letter and its marks, in any dress."""
        points = tuple(map(ord, cluster))
        return any(all(_within(p, family.every) for p in points) for family in self.families)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font on this machine and its characters; *bold* is the same in a heavier weight."""

    path: Path
    family: Family
    bold: Path | None = None

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files of both weights."""
        return (self.path, self.bold) if self.bold else (self.path,)


def embedded(*, for_prose: bool = False) -> Coverage:
    """Return what the fonts inside Typst's wheel can print, those *for_prose* or all."""
    table = json.loads(EMBEDDED.read_text("utf-8"))
    chosen = (kinds for name, kinds in table.items() if not (for_prose and "Mono" in name))
    return Coverage(tuple(Family(kinds["some"], kinds["all"]) for kinds in chosen))


def find(characters: Iterable[str], own: Sequence[Path] = ()) -> tuple[FontFile, ...]:
    """Return fonts that have as many of *characters* as can be had, each needed for one.

    Fonts at *own* (files or folders) come first, then those of the system.
    """
    wanted = set(map(ord, characters))
    found: list[FontFile] = []
    for path in _candidates(own):
        if not wanted:
            break
        points = _points(path)
        if not wanted.isdisjoint(points):
            wanted -= points
            ranges = tuple(_ranges(points))
            found.append(FontFile(path, Family(ranges, ranges), _bolder(path)))
    return tuple(found)


def is_mark(character: str) -> bool:
    """Say whether *character* is set on, above or below the one before it."""
    return unicodedata.category(character)[0] == "M"


def _within(point: int, ranges: Ranges) -> bool:
    at = bisect_right(ranges, point, key=_first) - 1
    return at >= 0 and point <= ranges[at][1]


def _first(pair: Sequence[int]) -> int:
    return pair[0]


def _candidates(own: Sequence[Path]) -> Iterator[Path]:
    for path in own:
        yield from sorted(_fonts_in(path)) if path.is_dir() else (path,)
    system = sorted(
        {font for folder in font_folders() for font in _fonts_in(Path(folder))}, key=_rank
    )
    yield from system[:_MOST_FILES]


def _fonts_in(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        yield from (Path(root, name) for name in names if name.lower().endswith(_SUFFIXES))


def _rank(path: Path) -> tuple[int, int, bool, str]:
    """Upright book faces of the common families first, then in the order of names."""
    name = path.name.lower()
    family = next((n for n, common in enumerate(_COMMON) if common in name), len(_COMMON))
    is_book = any(word in name for word in _BOOK)
    return sum(word in name for word in _STYLED), family, not is_book, str(path)


def _bolder(path: Path) -> Path | None:
    """Return the file beside *path* that has its letters in a heavier weight, None for none."""
    stem = path.stem.removesuffix("-Regular")
    names = (path.with_name(f"{stem}-{weight}{path.suffix}") for weight in _BOLDER)
    return next((name for name in names if name.is_file()), None)


def _points(path: Path) -> set[int]:
    """The characters of the font at *path*, none where it cannot be read."""
    # Only a course with a character that no embedded font has pays for this import.
    from fontTools.ttLib import TTFont

    try:
        # Of a collection the first font stands for all: they share their characters.
        with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            return {point for point, glyph in font.getBestCmap().items() if glyph != ".notdef"}
    except Exception:  # noqa: BLE001 - a broken font raises anything, and is no font to us
        return set()


def _ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(points)
    start = 0
    for end in range(1, len(ordered) + 1):
        if end == len(ordered) or ordered[end] != ordered[end - 1] + 1:
            yield ordered[start], ordered[end - 1]
            start = end

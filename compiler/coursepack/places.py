"""Where each system keeps what programs share; imported before anything else, so it is small."""

from __future__ import annotations

import os
import sys

CACHE = "COURSEPACK_CACHE"
"""The variable that names the cache folder; "off" for none."""


def cache_folder() -> str:
    """Return the folder for what may be lost at any time; "" for none."""
    named = os.environ.get(CACHE, "")
    if named:
        return "" if named == "off" else named
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return f"{home}/Library/Caches/coursepack"
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA", home), "coursepack", "Cache")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache", "coursepack")


def font_folders() -> tuple[str, ...]:
    """Return the folders in which the system and its user keep fonts."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", home)
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return (
            os.path.join(windows, "Fonts"),
            os.path.join(local, "Microsoft", "Windows", "Fonts"),
        )
    if sys.platform == "darwin":
        return "/System/Library/Fonts", "/Library/Fonts", f"{home}/Library/Fonts"
    return (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        f"{home}/.local/share/fonts",
        f"{home}/.fonts",
    )

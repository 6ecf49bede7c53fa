"""A real browser for tests of pages, and axe in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tools import need

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
}


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium, and end it."""
    from playwright.sync_api import sync_playwright

    program = shutil.which(need("chromium"))
    said = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    said += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=said)
        yield started
        started.close()


def axe_violations(page: Any) -> list[str]:
    """Return what axe finds in *page* as it is now."""
    from axe_playwright_python.sync_playwright import Axe

    # Of what passes it names each element otherwise, for thrice the time.
    options = {"runOnly": AXE_TAGS, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {[node['html'][:120] for node in v['nodes'][:3]]}" for v in found]

"""Every engine that Markdown is rendered with here, each as a system or a program uses it."""

from __future__ import annotations

import atexit
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import cmarkgfm
import markdown
import markdown2
import mistune
from markdown_it import MarkdownIt

_PHP = Path(__file__).parent / "tools" / "renderers.php"
_LONGEST_LINE = 3000  # markdown2 looks no farther for the end of a link
PHP_LIBRARY = "/usr/share/php/markdown.php"


@cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark")


@cache
def _mistune() -> Any:
    return mistune.create_markdown(escape=False)


@cache
def _php() -> subprocess.Popen[str]:
    running = subprocess.Popen(
        ["php", str(_PHP)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(_end, running)
    return running


def _end(running: subprocess.Popen[str]) -> None:
    with running:
        running.terminate()


def renderings(text: str, *, php: bool = False) -> dict[str, str]:
    """Return *text* as HTML by the name of each engine, PHP Markdown among them if asked for."""
    found = {
        "commonmark": _commonmark().render(text),
        "gfm": cmarkgfm.github_flavored_markdown_to_html(text),
        "python-markdown": markdown.markdown(text),
        "python-markdown extra": markdown.markdown(text, extensions=["extra"]),
        "mistune": str(_mistune()(text)),
    }
    if max(map(len, text.split("\n"))) < _LONGEST_LINE:
        found["markdown2"] = str(markdown2.markdown(text))
    if php:
        running = _php()
        assert running.stdin
        assert running.stdout
        running.stdin.write(json.dumps(text) + "\n")
        running.stdin.flush()
        found["php-markdown"] = json.loads(running.stdout.readline())
    return found

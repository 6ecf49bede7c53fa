"""`styles` and `cite`."""

from __future__ import annotations

import argparse
import sys

from coursepack.cli.words import CLEAN, ERRORS, report
from coursepack.model.diagnostic import has_errors


def styles(arguments: argparse.Namespace) -> int:
    """Find citation styles."""
    from coursepack.commands.citing import find_styles
    from coursepack.model.document import plain_text
    from coursepack.read.disk import Disk

    found = find_styles(Disk(arguments.folder), " ".join(arguments.query))
    if not found.entries:
        print(f"no style answers to “{' '.join(arguments.query)}”", file=sys.stderr)
        return ERRORS
    width = min(max(len(entry.name) for entry in found.entries), 48)
    for entry in found.entries:
        fields = f" · {', '.join(entry.fields)}" if entry.fields else ""
        category = f" ({entry.category})" if entry.category else ""
        print(f"{entry.name:<{width}}  {entry.title}{category}{fields}")
    if found.sample:
        shown = f"{found.sample.label} {plain_text(found.sample.text)}".strip()
        print(f"\n{found.entries[0].name} prints:\n  {shown}")
    return CLEAN


def cite(arguments: argparse.Namespace) -> int:
    """Print formatted references."""
    from coursepack.commands.citing import cite_works
    from coursepack.model.document import plain_text
    from coursepack.pipeline import Wishes
    from coursepack.read.disk import Disk

    disk = Disk(arguments.folder)
    cited = cite_works(disk, arguments.keys, Wishes(style=arguments.style))
    for reference in cited.value:
        label = f"{reference.label} " if reference.label else ""
        print(f"{label}{plain_text(reference.text)}")
    report(cited.diagnostics, disk)
    return ERRORS if has_errors(cited.diagnostics) else CLEAN

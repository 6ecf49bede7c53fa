"""`completion`."""

from __future__ import annotations

import argparse

from coursepack.cli.words import CLEAN


def completion(arguments: argparse.Namespace) -> int:
    """Print the script by which a shell completes commands, options and files."""
    from coursepack.adapters.shell_completion import script
    from coursepack.cli.arguments import parser
    from coursepack.read import theme as themes
    from coursepack.write import known

    choices = {"--to": known(), "--theme": themes.names()}
    print(script(parser(), arguments.shell, choices))
    return CLEAN

"""shtab, reduced to the script by which a shell completes our command."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def script(
    parser: argparse.ArgumentParser, shell: str, choices: Mapping[str, Sequence[str]]
) -> str:
    """Return the script for *shell*, one of SHELLS, to complete what *parser* reads.

    Options called as in *choices* are completed with those names; paths with folders, or where
    their value is called FILE with files.
    """
    import shtab

    for action in _actions(parser):
        if action.metavar == "FILE":
            action.complete = shtab.FILE  # type: ignore[attr-defined]  # where shtab looks for it
        elif action.type is Path:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]  # the same
        else:
            named = [choices[option] for option in action.option_strings if option in choices]
            action.choices = named[0] if named else action.choices
    return str(shtab.complete(parser, shell))


def _actions(parser: argparse.ArgumentParser) -> Sequence[argparse.Action]:
    found: list[argparse.Action] = []
    for action in parser._actions:
        found.append(action)
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                found += _actions(command)
    return found

"""The command line: arguments in; words, files and an exit code out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from coursepack.cli.arguments import parser
from coursepack.cli.words import ERRORS, USAGE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that *argv* gives, by default the process's own; return the exit code."""
    started = time.perf_counter()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot print a character must not end the program.
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    arguments = parser().parse_args(argv)
    arguments.started = started
    # Only the process's own command is one that can be given again.
    arguments.argv = sys.argv[1:] if argv is None else []
    if not arguments.command:
        parser().print_help()
        return USAGE
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        # Whoever read our words has stopped, as `head` does; Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERRORS
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130

"""`python -m coursepack`, and `coursepack`, are the command."""

import sys


def run() -> int:
    """Run the command; where nothing has changed since the last time, only say so."""
    from coursepack import unchanged

    code = unchanged.again(sys.argv[1:])
    if code is not None:
        return code
    from coursepack.cli import main

    return main()


if __name__ == "__main__":
    sys.exit(run())

"""`python -m coursepack`, and `coursepack`, are the command."""

import gc
import sys

# What a course is read into are trees, which hold no rings: to look for those after every 700
# objects, which is what Python does by itself, costs time with a long list and finds nothing.
_OBJECTS = 100_000


def run() -> int:
    """Run the command; where nothing has changed since the last time, only say so."""
    from coursepack import unchanged

    code = unchanged.again(sys.argv[1:])
    if code is not None:
        return code
    # Imported only here: the line above is to take next to no time.
    import signal

    from coursepack.cli import main

    for number in (signal.SIGTERM, signal.SIGHUP):
        # A closed terminal ends us as Ctrl-C does: no program and no folder of ours stays.
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    gc.set_threshold(_OBJECTS)
    return main()


if __name__ == "__main__":
    sys.exit(run())

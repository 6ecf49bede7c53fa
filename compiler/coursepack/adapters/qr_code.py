"""segno, reduced to a code's pictures and its rows; imported only where a page wants one."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator

QUIET = 4
"""The white margin that a code needs on every side, in its squares (ISO/IEC 18004)."""


def svg(address: str, name: str = "") -> str:
    """Return the code that leads to *address* as a picture called *name*, with its margin."""
    side = 0
    rows = []
    for y, runs in enumerate(_rows(address)):
        side = y + 1
        rows += [f"M{start + QUIET} {y + QUIET}h{length}v1h-{length}z" for start, length in runs]
    whole = side + 2 * QUIET
    path = f'<path d="{"".join(rows)}" fill="#000"/>'
    says = f' role="img" aria-label="{html.escape(name)}"' if name else ""
    box = f'viewBox="0 0 {whole} {whole}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}{says}>{path}</svg>'


def png(address: str) -> bytes:
    """Return the code that leads to *address* as a picture of points, with its margin."""
    import segno

    out = io.BytesIO()
    segno.make(address, micro=False).save(out, kind="png", scale=8, border=QUIET)
    return out.getvalue()


def rows(address: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the dark runs of each row of the code, as their start and their length."""
    return tuple(_rows(address))


def _rows(address: str) -> Iterator[tuple[tuple[int, int], ...]]:
    import segno

    for row in segno.make(address, micro=False).matrix:
        runs: list[tuple[int, int]] = []
        for x, dark in enumerate(row):
            if dark and runs and sum(runs[-1]) == x:
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            elif dark:
                runs.append((x, 1))
        yield tuple(runs)

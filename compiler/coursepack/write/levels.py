"""Heading levels that whoever listens to a document can follow."""

from __future__ import annotations

from dataclasses import replace

from coursepack.model.document import Block, Blocks, Heading, plain_text


def levelled(blocks: Blocks, deepest: int) -> Blocks:
    """Close the gaps between heading levels: the first is one, none skips a level.

    What lies below *deepest* has that level; headings of no words go.
    """
    above: list[int] = []
    result: list[Block] = []
    for block in blocks:
        if not isinstance(block, Heading):
            result.append(block)
        elif plain_text(block.children).strip():
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            result.append(replace(block, level=min(len(above), deepest)))
    return tuple(result)

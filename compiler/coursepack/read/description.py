"""Read what the course says it is about: Markdown, in a sentence or in paragraphs."""

from __future__ import annotations

from dataclasses import replace

from coursepack.adapters.pandoc import Pandoc
from coursepack.model.diagnostic import Outcome
from coursepack.model.document import Block, Heading, Paragraph, Strong, Text
from coursepack.model.settings import Settings
from coursepack.pattern import pattern

# Nothing of it is Markdown, so that nobody need be asked.
_PLAIN = pattern(r"[\w ,;:.!?()/%-]*")


def read(settings: Settings, pandoc: Pandoc) -> Outcome[Settings]:
    """Return *settings* with the description of the course as blocks."""
    said = settings.description
    if said is None:
        return Outcome(settings)
    words = " ".join(said.value.split())
    if _PLAIN.fullmatch(words) and "--" not in words and "..." not in words:
        return Outcome(replace(settings, about=(Paragraph((Text(words),)),) if words else ()))
    # Imported only where there is anything to understand.
    from coursepack.read.pages import prose

    found = prose.read(pandoc, [prose.Asked(said)])
    blocks = tuple(map(_below, found.value[0]))
    return Outcome(replace(settings, about=blocks), found.diagnostics)


def _below(block: Block) -> Block:
    """A heading there would stand above those of the course."""
    return Paragraph((Strong(block.children),)) if isinstance(block, Heading) else block

"""The LaTeX source of the handout, which compiles as it stands."""

from __future__ import annotations

from coursepack.model.diagnostic import Outcome, Severity
from coursepack.model.document import Document
from coursepack.write import characters, latex_source
from coursepack.write.format import Engines, Format
from coursepack.write.printed import printed


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Write *document* through pandoc."""
    paper = printed(document)
    text = latex_source.latex(paper, engines.pandoc)
    places = characters.missing(paper, latex_source.unprinted())
    hint = "lualatex and xelatex print those that a font of the machine has{packages}"
    notes = characters.diagnostics(places, Severity.NOTE, "pdflatex", hint)
    return Outcome(text.encode("utf-8", "replace"), notes)


FORMAT = Format("tex", ".tex", write)

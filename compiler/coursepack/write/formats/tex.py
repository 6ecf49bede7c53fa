"""The LaTeX source of the handout, which compiles as it stands."""

from __future__ import annotations

from coursepack.adapters import languages
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import Document, runs_right_to_left
from coursepack.write import characters, latex_source
from coursepack.write.format import Engines, Format
from coursepack.write.printed import printed


def write(document: Document, engines: Engines) -> Outcome[bytes | None]:
    """Write *document* through pandoc."""
    paper = printed(document)
    text = latex_source.latex(paper, engines.pandoc)
    if (script := languages.script_of(paper.language)) != "Latn":
        return Outcome(text.encode("utf-8", "replace"), (_unreadable(paper.language, script),))
    places = characters.missing(paper, latex_source.unprinted())
    hint = "lualatex and xelatex print those that a font of the machine has{packages}"
    notes = characters.diagnostics(places, Severity.NOTE, "pdflatex", hint)
    return Outcome(text.encode("utf-8", "replace"), notes)


def _unreadable(language: str, script: str) -> Diagnostic:
    message = f"pdflatex has no font for the letters of `{language}` (script {script})"
    right_to_left = runs_right_to_left(language)
    engines = "lualatex" if right_to_left else "lualatex or xelatex"
    hint = f"compile the LaTeX source with {engines}"
    return Diagnostic("missing-character", Severity.NOTE, message, hints=(hint,))


FORMAT = Format("tex", ".tex", write)

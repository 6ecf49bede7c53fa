"""Ask each format for its file."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from coursepack import registry
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.document import Artifact, Document
from coursepack.write import formats
from coursepack.write.format import Engines, Format


def known() -> dict[str, Format]:
    """Return every format by its name on the command line."""
    return {form.name: form for form in registry.declared(formats, "FORMAT", Format)}


def write(
    document: Document, chosen: Sequence[Format], engines: Engines
) -> Outcome[tuple[Artifact, ...]]:
    """Return *document* in each of the *chosen* formats, side by side.

    The engines are programs of their own, so threads that wait for them do not wait for
    one another: the PDF is set while pandoc writes.
    """
    artifacts: list[Artifact] = []
    problems: list[Diagnostic] = []
    with ThreadPoolExecutor(max_workers=len(chosen) or 1) as pool:
        for form, written in zip(
            chosen, pool.map(lambda form: form.write(document, engines), chosen), strict=True
        ):
            problems += written.diagnostics
            if written.value is not None:
                artifacts.append(Artifact(document.name + form.suffix, written.value))
    return Outcome(tuple(artifacts), tuple(problems))

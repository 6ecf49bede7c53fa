"""Ask each format for its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from coursepack import registry
from coursepack.model.diagnostic import Diagnostic, Outcome
from coursepack.model.document import Artifact, Document
from coursepack.write import formats
from coursepack.write.format import Engines, Format


def known() -> tuple[str, ...]:
    """Return the name of every format, importing none."""
    return registry.names(formats)


def load(names: Iterable[str]) -> tuple[Format, ...]:
    """Return the formats called *names*, each as its file declares it."""
    return tuple(registry.one(formats, name, "FORMAT", Format) for name in names)


def write(
    document: Document, names: Sequence[str], engines: Engines
) -> Outcome[tuple[Artifact, ...]]:
    """Return *document* in each of the formats called *names*, side by side.

    The engines are programs of their own, so threads that wait for them do not wait for
    one another: the PDF is set while pandoc writes.
    """
    chosen = load(names)
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

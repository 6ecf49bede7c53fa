"""The entry of each work: load the style, walk through it, read the marked text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coursepack.adapters.citeproc_py.load import load
from coursepack.adapters.citeproc_py.marks import FIELD_END, LABEL, Char, chars, tree
from coursepack.adapters.citeproc_py.punctuation import tidied, trimmed
from coursepack.adapters.citeproc_py.run import CSL, Run
from coursepack.adapters.citeproc_py.works import citation_items
from coursepack.adapters.citeproc_py.year_suffixes import add_year_suffixes
from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.outline import Reference
from coursepack.model.style import Style
from coursepack.model.work import Work

# The styles whose entries a test holds equal to pandoc's, but for a list of differences.
COMPARED = frozenset(
    {
        "american-political-science-association",
        "apa",
        "association-for-computing-machinery",
        "chicago-author-date",
        "chicago-notes-bibliography",
        "elsevier-harvard",
        "elsevier-vancouver",
        "harvard-cite-them-right",
        "ieee",
        "modern-language-association",
        "nature",
        "reading-list",
        "reading-list-compact",
        "springer-lecture-notes-in-computer-science",
    }
)


def entries(works: Sequence[Work], style: Style, language: str) -> Outcome[tuple[Reference, ...]]:
    """Return the entry of each of *works*, or an error where the library fails."""
    try:
        run = load(style, language)
        items = citation_items(works, run)
        add_year_suffixes(items, run)
        found = tuple(_entry(item, run) for item in items)
    # The library raises whatever comes: it was not written for every style there is.
    except Exception as error:  # noqa: BLE001
        return Outcome((), (_cannot_run(style, error),))
    return Outcome(found, () if style.name in COMPARED else (_approximate(style),))


def _cannot_run(style: Style, error: Exception) -> Diagnostic:
    return Diagnostic(
        "citation-engine",
        Severity.ERROR,
        f"citeproc-py cannot run the style `{style.name}` ({type(error).__name__})",
        hints=("write `citation-engine: pandoc`, the default engine",),
    )


def _approximate(style: Style) -> Diagnostic:
    return Diagnostic(
        "approximate-style",
        Severity.NOTE,
        f"citeproc-py formats the style `{style.name}` approximately",
        hints=("`citation-engine: pandoc`, the default engine, follows styles more exactly",),
    )


def _entry(item: Any, run: Run) -> Reference:
    area = run.root.find(f"{CSL}bibliography")
    layout = area.find(f"{CSL}layout")
    run.begin(area, item)
    fields = [_field(child, item) for child in layout]
    if not any(fields):  # some styles leave kinds of works, such as statutes, to the notes
        return Reference(())
    if area.get("second-field-align") and fields[0]:
        fields[0] += FIELD_END
    text = layout.format(layout.wrap(run.string("".join(fields))))
    label, rest = _parted(tidied(chars(str(text)), run))
    return Reference(tree(rest), label)


def _field(child: Any, item: Any) -> str:
    text = child.render(item)
    if text is None:
        return ""
    # A block of its own on paper is words of their own in a line.
    return f" {text} " if child.get("display") else str(text)


def _parted(text: list[Char]) -> tuple[str, list[Char]]:
    """Part the number or key at the beginning of an entry from the rest of it."""
    first = next((at for at, (_, path) in enumerate(text) if LABEL in path), None)
    marks = [at for at, (char, _) in enumerate(text) if char == FIELD_END]
    plain = [one for one in text if one[0] != FIELD_END]
    # A bracket may stand before it, but no word: then it is part of a sentence.
    if first is None or any(char.isalnum() for char, _ in text[:first]):
        return "", plain
    spaces = (at for at, (char, _) in enumerate(plain) if at > first and char.isspace())
    end = marks[0] if marks and marks[0] > first else next(spaces, len(plain))
    return "".join(char for char, _ in plain[:end]).strip(), trimmed(plain[end:])

"""BibTeX that pandoc has written, made complete by bibtexparser.

pandoc escapes, braces and names the fields as BibTeX wants them, but knows no DOI, keywords or
notes in it, and takes "others" at the end of a list of authors for a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.library import Library
from bibtexparser.model import Field

from coursepack.model.assigned import Assigned
from coursepack.pattern import pattern

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "{}%&#$_"},
}
_BETWEEN = pattern(r"(?<=\w)-(?=\w)")
_IN_KEY = pattern(r"[^A-Za-z0-9:._/+-]+")


def keys(assigned: Sequence[Assigned]) -> list[str]:
    """Return a citation key for each work: its own where BibTeX can have it, none twice."""
    found: list[str] = []
    taken: set[str] = set()
    for each in assigned:
        base = _IN_KEY.sub("-", each.work.key.value).strip("-") or "work"
        key, number = base, 2
        while key.lower() in taken:
            key, number = f"{base}-{number}", number + 1
        taken.add(key.lower())
        found.append(key)
    return found


def completed(text: str, names: Sequence[str], assigned: Sequence[Assigned]) -> tuple[str, ...]:
    """Return the entries of *text* called *names*, each with all that is known of its work.

    One that is not found there is "".
    """
    by_key = {entry.key: entry for entry in parse_string(text, parse_stack=[]).entries}
    written: list[str] = []
    for name, each in zip(names, assigned, strict=True):
        entry = by_key.get(name)
        if entry is None:
            written.append("")
            continue
        for people in ("author", "editor"):
            if people in entry.fields_dict:
                value = entry.fields_dict[people].value
                entry.set_field(Field(people, value.replace("and {others}", "and others")))
        if "pages" in entry.fields_dict:
            pages = entry.fields_dict["pages"].value
            entry.set_field(Field("pages", _BETWEEN.sub("--", pages)))
        work = each.work
        extra = {"doi": work.text("DOI"), "eprint": work.text("arxiv")}
        extra["archiveprefix"] = "arXiv" if work.text("arxiv") else ""
        extra["note"] = work.text("note")
        extra["keywords"] = ", ".join(word.replace(",", " –") for word in each.keywords)
        for field, value in extra.items():
            if value and field not in entry.fields_dict:
                shown = value if field in ("doi", "eprint") else _escaped(value)
                entry.set_field(Field(field, f"{{{shown}}}"))
        written.append(write_string(Library([entry]), unparse_stack=[]))
    return tuple(written)


def _escaped(text: str) -> str:
    return re.sub(r"[\\~^{}%&#$_]", lambda found: _SPECIAL[found[0]], " ".join(text.split()))

"""What every element of a style does: it asks the run instead of searching the style."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from coursepack.adapters.citeproc_py.cases import cased
from coursepack.adapters.citeproc_py.run import Run


class Element:
    """A part of a style, to be mixed into the library's; `Any`, for those have no types."""

    run: Run
    is_label = False
    get: Any
    find: Any
    wrap: Any
    format: Any
    render_children: Any

    def get_root(self) -> Any:
        """Return the style, also from within a locale."""
        return self.run.root

    def get_formatter(self) -> SimpleNamespace:
        """Return what sets marks."""
        return self.run.formatter

    def get_term(self, name: str, form: str | None = None, **_: object) -> Any:
        """Return the element of the term *name*, None where no locale has it."""
        return self.run.term_element(name, form)

    def case(self, text: Any, *_: object) -> Any:
        """Change the case of *text* as the style asks.

        In place of the library's, which raises on plain strings (176 styles), forgets
        hyphenated words and cannot see our marks.
        """
        how = self.get("text-case")
        if how is None or not text:
            return text
        # Terms are in the language of the document, and no title: "(éds.)" becomes "(Éds.)".
        is_term = self.get("term") is not None or self.is_label
        english = is_term or self.run.item_language().startswith("en")
        return self.run.string(cased(str(text), how, english=english))

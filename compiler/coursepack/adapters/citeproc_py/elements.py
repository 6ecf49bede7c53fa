"""The elements that stand in for the library's, each with what is wrong with that one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coursepack.adapters.citeproc_py.conditions import conditions_of
from coursepack.adapters.citeproc_py.dates import DateElement, DatePartElement
from coursepack.adapters.citeproc_py.element import Element
from coursepack.adapters.citeproc_py.names import NamesElement
from coursepack.adapters.citeproc_py.numbers import is_numeric, is_plural, last_page, ordinal
from coursepack.adapters.citeproc_py.run import Run


class _Text(Element):
    strip_periods: Any
    _process: Any

    def render(self, item: Any, **options: Any) -> Any:
        text = self._value(item, **options)
        if text is None or not str(text):
            return None
        cased = self.case(self.strip_periods(self.run.string(str(text))))
        return self.wrap(self._quoted(self.format(cased)))

    def _value(self, item: Any, **options: Any) -> Any:
        if name := self.get("variable"):
            return self._variable(name)
        if name := self.get("macro"):
            return self.run.macros[name].render(item, **options)
        if name := self.get("term"):
            return self._term(name)
        return self.get("value")

    def _variable(self, name: str) -> Any:
        if self.get("form") == "short" and self.run.has(f"{name}-short"):
            name = f"{name}-short"
        value = self.run.value(name)
        if value is None or not name.startswith("page"):
            return value
        return self._process(str(value), name)

    def _format_last_page(self, first: str, last: str) -> str:
        """Shorten *last* as the style writes pages; "1–15" has nothing in common."""
        return last_page(first, last, str(self.run.root.get("page-range-format") or ""))

    def _term(self, name: str) -> str:
        element = self.run.term_element(name, self.get("form"))
        if element is None:
            return ""
        if name == "no date":  # it stands for a date, and keeps its group as one would
            self.run.note("issued", name)
        return str(element.multiple if self.get("plural") == "true" else element.single)

    def _quoted(self, text: Any) -> Any:
        """Put *text* in quotation marks, and single ones inside them: the library forgets."""
        if self.get("quotes") != "true":
            return text
        term = self.run.term
        within = str(text)
        for name in ("open", "close"):
            within = within.replace(term(f"{name}-quote"), term(f"{name}-inner-quote"))
        return self.run.string(f"{term('open-quote')}{within}{term('close-quote')}")


class _Number(Element):
    strip_periods: Any
    _process: Any

    def render(self, _item: Any, **_: Any) -> Any:
        name = self.get("variable")
        value = self.run.value(name)
        if value is None:
            return None
        # The library would take the hyphen of "MSR-TR" for a range.
        text = self._process(str(value), name) if is_numeric(value) else value
        cased = self.case(self.strip_periods(self.run.string(str(text))))
        return self.wrap(self.format(cased))

    def format_number(self, number: str) -> str:
        """Return *number* as the style writes numbers: in figures, ordinal or roman."""
        form = self.get("form", "numeric")
        if form == "numeric" or not number.isdecimal():
            return number
        value = int(number)
        if form == "roman":
            return str(self.run.library.model.romanize(value)).lower() if value < 4000 else number
        if form == "long-ordinal" and (word := self.run.term(f"long-ordinal-{value:02}")):
            return word
        return ordinal(value, self.run.ordinals())


class _Label(Element):
    is_label = True
    strip_periods: Any

    def render(self, _item: Any, variable: str = "", plural: bool | None = None, **_: Any) -> Any:
        name = variable or self.get("variable")
        if plural is None:
            # The library prints the label of a variable that is not there.
            value = self.run.peek(name)
            if value is None:
                return None
            plural = is_plural(name, str(value))
        element = self.run.term_element(name, self.get("form"))
        if element is None:
            return None
        several = {"always": True, "never": False}.get(self.get("plural"), plural)
        text = element.multiple if several else element.single
        if not str(text):
            return None
        return self.wrap(self.format(self.case(self.strip_periods(text))))


class _Group(Element):
    def render(self, item: Any, **options: Any) -> Any:
        """Return the parts joined, nothing where all variables in it are empty.

        The library asks its elements what they would call instead of counting what they
        did, and keeps a bare "In: ".
        """
        options["delimiter"] = self.get("delimiter", "")
        text = _unless_empty(self, item, **options)
        return None if text is None else self.wrap(self.format(text))


class _Macro(Element):
    def render(self, item: Any, **options: Any) -> Any:
        """Return the parts, nothing where a group would print nothing."""
        return _unless_empty(self, item, **options)


def _unless_empty(element: Any, item: Any, **options: Any) -> Any:
    run: Run = element.run
    called, rendered = run.called, len(run.rendered)
    text = element.render_children(item, **options)
    if run.called > called and len(run.rendered) == rendered:
        return None
    return text if text is not None and str(text) else None


class _If(Element):
    def render(self, item: Any, delimiter: str = "", **options: Any) -> Any:
        """Return the children where the conditions hold, which each count by themselves."""
        conditions = self.run.conditions.get(self)
        if conditions is None:
            conditions = self.run.conditions[self] = conditions_of(self)
        if not conditions.hold(self.run.reference.type, self.run.peek):
            raise self.run.library.model.ConditionFailed
        return self.render_children(item, delimiter=delimiter, **options)


class _Substitute(Element):
    def render(self, item: Any, **options: Any) -> Any:
        """Return the first child that prints; whatever it used is not printed again.

        The library remembers the variable of the child itself only, and only for texts.
        """
        run = self.run
        for child in self:  # type: ignore[attr-defined]  # an element has children
            start = len(run.rendered)
            text = child.render(item, **options)
            if text is not None and str(text):
                run.used_up.update(run.rendered[start:])
                return text
        return None


ELEMENTS: Mapping[str, type[Element]] = {
    "date": DateElement,
    "date-part": DatePartElement,
    "else-if": _If,
    "group": _Group,
    "if": _If,
    "label": _Label,
    "macro": _Macro,
    "names": NamesElement,
    "number": _Number,
    "substitute": _Substitute,
    "text": _Text,
}

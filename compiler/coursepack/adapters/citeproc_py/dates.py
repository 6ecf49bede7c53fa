"""Dates: the parts the style asks for, in the shape of a locale where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from coursepack.adapters.citeproc_py.element import Element
from coursepack.adapters.citeproc_py.numbers import ordinal
from coursepack.adapters.citeproc_py.run import CSL


class DateElement(Element):
    """A date of the work."""

    findall: Any

    def render(self, _item: Any, **_: Any) -> Any:
        """Return the date, its parts from the style laid over those of the locale.

        The library writes the style's attributes into the locale, where they stay for the
        next entry, and takes the delimiter from the wrong one of the two.
        """
        run = self.run
        name = self.get("variable")
        # Not used up by a `substitute`: a year may stand twice, as other engines have it.
        date = run.peek(name)
        run.note(name, date)
        if date is None:
            return None
        parts = run.shapes.get(self)
        if parts is None:
            parts = run.shapes[self] = list(self._parts())
        texts = [text for part in parts if (text := part.printed(date, name))]
        if not texts:
            return None
        shape = self._shape()
        text = shape.get("delimiter", "").join(texts)
        # The parts of a locale's date end in what parts them from the next, which may not come.
        return self.wrap(self.format(run.string(text if shape is self else text.strip())))

    def _shape(self) -> Any:
        form = self.get("form")
        if not form:
            return self
        path = f"{CSL}date[@form='{'numeric' if form == 'numeric' else 'text'}']"
        shapes = (locale.find(path) for locale in self.run.locales)
        return next((shape for shape in shapes if shape is not None), self)

    def _parts(self) -> Iterator[Any]:
        shape = self._shape()
        wanted = str(self.get("date-parts", "year-month-day")).split("-")
        own = {part.get("name"): part for part in self.findall(f"{CSL}date-part")}
        for part in shape.findall(f"{CSL}date-part"):
            if shape is not self and part.get("name") not in wanted:
                continue
            laid_over = copy(part)
            if shape is not self and part.get("name") in own:
                laid_over.attrib.update(own[part.get("name")].attrib)
            yield laid_over


class DatePartElement(Element):
    """Its year, month or day."""

    strip_periods: Any

    def printed(self, date: Any, variable: str) -> str:
        """Return the part of *date* that this is, "" where the date is not so exact."""
        name = str(self.get("name"))
        number = date.get(name)
        if number is None:
            return ""
        text = getattr(self, f"_{name}")(int(number))
        if not text:
            return ""
        if name == "year" and variable == "issued":
            text += self.run.suffix_of_year()
        cased = self.case(self.strip_periods(self.run.string(text)))
        return str(self.wrap(self.format(cased)))

    def _year(self, number: int) -> str:
        if self.get("form") == "short":
            return f"{abs(number) % 100:02}"
        if number < 0:
            return f"{-number}{self.run.term('bc')}"
        return f"{number}{self.run.term('ad')}" if number < 1000 else str(number)

    def _month(self, number: int) -> str:
        match self.get("form", "long"):
            case "numeric":
                return str(number)
            case "numeric-leading-zeros":
                return f"{number:02}"
            case form:
                return self.run.term(f"month-{number:02}", form)

    def _day(self, number: int) -> str:
        match self.get("form", "numeric"):
            case "numeric-leading-zeros":
                return f"{number:02}"
            case "ordinal" if (
                number == 1 or self.run.style_option("limit-day-ordinals-to-day-1") != "true"
            ):
                return ordinal(number, self.run.ordinals())
            case _:
                return str(number)

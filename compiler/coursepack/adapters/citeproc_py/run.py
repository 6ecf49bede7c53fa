"""What the elements of one loaded style share while its entries are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from coursepack.adapters.citeproc_py.conditions import Conditions
from coursepack.adapters.citeproc_py.labels import label_of, number_of
from coursepack.adapters.citeproc_py.marks import LABEL, marked, new_formatter

CSL = "{http://purl.org/net/xbiblio/csl}"

# What the specification puts in the place of a form of a term that no locale has; the
# library prints nothing.
_NEXT_FORM = {"verb-short": "verb", "symbol": "short", "short": "long", "verb": "long"}

UNSET = "\0"
_NAME_DEFAULTS = {
    "form": "long",
    "delimiter": ", ",
    "sort-separator": ", ",
    "initialize-with": UNSET,
    "demote-non-dropping-particle": "display-and-sort",
}


@dataclass(slots=True)
class Run:
    """What the elements of one loaded style share.

    `rendered` and `called` tell a group whether a variable in it had a value; `used_up`
    holds the variables that a `substitute` used up. The rest spares the library its
    searches through the whole style, which took 39% of its time.
    """

    library: Any
    language: str
    formatter: SimpleNamespace = field(default_factory=new_formatter)
    root: Any = None
    locales: list[Any] = field(default_factory=list)
    area: Any = None
    reference: Any = None
    places_suffix: bool = False
    suffix_is_printed: bool = False
    called: int = 0
    rendered: list[str] = field(default_factory=list)
    used_up: set[str] = field(default_factory=set)
    around: list[Any] = field(default_factory=list)
    macros: dict[str, Any] = field(default_factory=dict)
    options: dict[tuple[Any, Any, str], Any] = field(default_factory=dict)
    terms: dict[tuple[str, str], Any] = field(default_factory=dict)
    shapes: dict[Any, list[Any]] = field(default_factory=dict)
    conditions: dict[Any, Conditions] = field(default_factory=dict)

    def begin(self, area: Any, item: Any) -> None:
        """Forget the entry before."""
        self.area, self.reference = area, item.reference
        self.called, self.suffix_is_printed = 0, False
        self.rendered.clear()
        self.used_up.clear()

    def note(self, variable: str, value: object) -> None:
        """Remember that *variable* was asked for, and whether it had a value."""
        self.called += 1
        if value is not None and value != "":
            self.rendered.append(variable)

    def string(self, text: object) -> Any:
        """Return *text* as the library's kind of string."""
        return self.library.string.String(text)

    def item_language(self) -> str:
        """Return the language of the work, else of the document."""
        return str(self.reference.get("language") or self.language).lower()

    def peek(self, name: str) -> Any:
        """Return what the work has for the variable *name*, None for nothing."""
        if name == "citation-number":
            return self.string(marked(LABEL, number_of(self.reference)))
        if name == "citation-label":
            return self.string(marked(LABEL, label_of(self.reference)))
        return self.reference.get("page" if name == "page-first" else name)

    def has(self, name: str) -> bool:
        """Say whether the work has the variable *name*."""
        return self.peek(name) is not None

    def value(self, name: str) -> Any:
        """Return what is to be printed for *name*, and remember that it was."""
        value = None if name in self.used_up else self.peek(name)
        if name != "year-suffix":  # it is ours, not the work's: "n.d." stands without it
            self.note(name, value)
        return value

    def suffix_of_year(self) -> str:
        """Return the letter behind the year, where the style leaves its place open."""
        if self.places_suffix or self.suffix_is_printed:
            return ""
        self.suffix_is_printed = True
        return str(self.reference.get("year-suffix", ""))

    def option(self, name_element: Any, name: str) -> str:
        """Return an option of names, which the parts of a style hand down."""
        key = (name_element, self.area, name)
        if key not in self.options:
            handed_down = f"name-{name}" if name in ("form", "delimiter") else name
            sources = ((name_element, name), (self.area, handed_down), (self.root, handed_down))
            found = (e.get(n) for e, n in sources if e is not None)
            default = _NAME_DEFAULTS.get(name, "")
            self.options[key] = next((v for v in found if v is not None), default)
        return str(self.options[key])

    def term_element(self, name: str, form: str | None) -> Any:
        """Return the term *name* in *form* or the form that stands in for it."""
        wanted: str | None = form or "long"
        while wanted:
            element = self.terms.get((name, wanted))
            if element is not None:
                return element
            wanted = _NEXT_FORM.get(wanted)
        return None

    def term(self, name: str, form: str | None = None) -> str:
        """Return the term *name* as text, "" where no locale has it."""
        element = self.term_element(name, form)
        return "" if element is None else str(element.single)

    def ordinals(self) -> Mapping[str, str]:
        """The endings of ordinals, of one locale: "2." must not become the English "2nd"."""
        for locale in self.locales:
            terms = locale.iterfind(f"{CSL}terms/{CSL}term")
            found = {t.get("name"): str(t.single) for t in terms if t.get("name")[:7] == "ordinal"}
            if found:
                return found
        return {}

    def style_option(self, name: str) -> str:
        """Return an option that locales set, "" where none does."""
        for locale in self.locales:
            options = locale.find(f"{CSL}style-options")
            if options is not None and name in options.attrib:
                return str(options.get(name))
        return ""

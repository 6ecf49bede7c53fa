"""Names: who is printed, in which order, joined and shortened as the style says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coursepack.adapters.citeproc_py.element import Element
from coursepack.adapters.citeproc_py.run import CSL, UNSET, Run
from coursepack.adapters.citeproc_py.works import People


class NamesElement(Element):
    """The people in one or more roles, with what they did."""

    def render(self, item: Any, **options: Any) -> Any:
        """Return the names of each role, or else what stands in for them."""
        run = self.run
        shape = self._shape()
        roles = str(self.get("variable")).split()
        if sorted(roles) == ["editor", "translator"] and _same_people(run, *roles):
            run.value("translator")
            roles, term = ["editor"], "editortranslator"
        else:
            term = ""
        printed = [self._role(item, role, term or role, shape, **options) for role in roles]
        texts = [text for text in printed if text]
        if texts:
            delimiter = self.get("delimiter", run.option(None, "names-delimiter"))
            return self.wrap(self.format(run.string(delimiter.join(texts))))
        substitute = self.find(f"{CSL}substitute")
        if substitute is None:
            return None
        run.around.append(shape)
        try:
            text = substitute.render(item, **options)
        finally:
            run.around.pop()
        return None if text is None else self.wrap(self.format(text))

    def _shape(self) -> Any:
        """Return the `names` whose `name`, `et-al` and `label` hold for this one."""
        bare = self.find(f"{CSL}name") is None and self.find(f"{CSL}label") is None
        return self.run.around[-1] if bare and self.run.around else self

    def _role(self, item: Any, role: str, term: str, shape: Any, **options: Any) -> str:
        people = self.run.value(role)
        if not people:
            return ""
        text = _names_text(people, shape, self.run, options.get("sort_options") or {})
        label = shape.find(f"{CSL}label")
        if label is None or not text:
            return text
        several = len(people) > 1 or not people.complete
        words = str(label.render(item, term, plural=several) or "")
        name = shape.find(f"{CSL}name")
        is_first = (
            name is not None
            and label.getnext() is not None
            and label in name.itersiblings(preceding=True)
        )
        return words + text if is_first else text + words


def _same_people(run: Run, first: str, second: str) -> bool:
    one, other = run.peek(first), run.peek(second)
    return bool(one) and one == other and run.term_element("editortranslator", None) is not None


def _names_text(people: People, shape: Any, run: Run, over: Mapping[str, str]) -> str:
    """Return the names as the style joins them.

    In place of the library's, which joins by ", " whatever the style says, knows neither
    `initialize="false"` nor an unfinished list, and loses particles.
    """
    element = shape.find(f"{CSL}name")

    def option(name: str) -> str:
        return str(over[name]) if name in over else run.option(element, name)

    least, first = int(option("et-al-min") or 0), int(option("et-al-use-first") or 1)
    is_cut = 0 < least <= len(people) and first < len(people)
    shown = people[:first] if is_cut else people
    if option("form") == "count":
        return str(len(shown))
    order = option("name-as-sort-order")
    inverted = [order == "all" or (order == "first" and at == 0) for at in range(len(shown))]
    texts = [_name_text(*pair, element, option) for pair in zip(shown, inverted, strict=True)]
    delimiter = option("delimiter")
    if is_cut and option("et-al-use-last") == "true" and least - first >= 2:
        last = _name_text(people[-1], order == "all", element, option)
        return f"{delimiter.join(texts)}{delimiter}… {last}"
    if is_cut or not people.complete:
        and_others = _et_al(shape, run)
        close = _precedes(option("delimiter-precedes-et-al"), len(texts) > 1, inverted[-1:])
        return f"{delimiter.join(texts)}{delimiter if close else ' '}{and_others}"
    word = {"text": run.term("and"), "symbol": "&"}.get(option("and"), "")
    if not word or len(texts) < 2:
        return delimiter.join(texts)
    close = _precedes(option("delimiter-precedes-last"), len(texts) > 2, inverted[-2:-1])
    return f"{delimiter.join(texts[:-1])}{delimiter if close else ' '}{word} {texts[-1]}"


def _precedes(rule: str, in_context: bool, inverted: Sequence[bool]) -> bool:
    match rule:
        case "always":
            return True
        case "never":
            return False
        case "after-inverted-name":
            return any(inverted)
        case _:
            return in_context


def _et_al(shape: Any, run: Run) -> str:
    element = shape.find(f"{CSL}et-al")
    if element is None:
        return run.term("et-al")
    return str(element.format(run.string(run.term(element.get("term", "et-al")))))


def _name_text(name: Any, inverted: bool, element: Any, option: Callable[[str], str]) -> str:
    """Return one name, formatted; the library formats all of them as one."""
    text = _parts_of_name(name, inverted, element, option)
    if element is None or not text:
        return text
    return str(element.wrap(element.format(element.run.string(text))))


def _parts_of_name(name: Any, inverted: bool, element: Any, option: Callable[[str], str]) -> str:
    if "literal" in name:
        return _part("family", name["literal"], element)
    given, family = name.get("given", ""), name.get("family", "")
    dropping, particle = name.get("dropping-particle", ""), name.get("non-dropping-particle", "")
    suffix = name.get("suffix", "")
    if option("form") == "short":
        return _part("family", _spaced(particle, family), element)
    given = _initials(given, option)
    if _is_written_together(family + given):
        return _part("family", family, element) + _part("given", given, element)
    if not inverted:
        whole = _part("family", _spaced(dropping, particle, family), element)
        return _spaced(_part("given", given, element), whole, suffix)
    if option("demote-non-dropping-particle") == "display-and-sort":
        given = _spaced(given, dropping, particle)
    else:
        family, given = _spaced(particle, family), _spaced(given, dropping)
    parts = (_part("family", family, element), _part("given", given, element), suffix)
    return option("sort-separator").join(part for part in parts if part)


def _part(kind: str, text: str, element: Any) -> str:
    if element is None or not text:
        return text
    for part in element.iterfind(f"{CSL}name-part[@name='{kind}']"):
        return str(part.wrap(part.format(part.case(part.run.string(text)))))
    return text


def _spaced(*parts: str) -> str:
    """Join the parts of a name by spaces, but none after an apostrophe or hyphen."""
    text = ""
    for part in filter(None, parts):
        text += part if not text or text[-1] in "’'-" else f" {part}"
    return text


def _is_written_together(name: str) -> bool:
    """Say whether *name* is in a script that sets the family first and no spaces."""
    letters = [char for char in name if char.isalpha()]
    return bool(letters) and all(char >= "\u2e80" for char in letters)


def _initials(given: str, option: Callable[[str], str]) -> str:
    if given.lower() == given.upper():
        return given  # letters without capitals make no initials
    mark = option("initialize-with")
    if mark == UNSET or not given:
        return given
    if option("initialize") == "false":
        # Initials that are there get the style's mark ("T.J.", "T J"); names stay whole.
        initials = re.sub(r"\b(\w)(?:\.\s*|\s+|$)(?!\w*')", rf"\1{mark}", given)
        return " ".join(initials.split()).replace(" -", "-")
    keeps = option("initialize-with-hyphen") != "false"
    text = ""
    for joint, word, stop in re.findall(r"(^|[\s.]*-|\s+|)([^\s.-]+)(\.?)", given):
        if word[0].islower():
            # A particle stays; a small word behind a hyphen ("Guo-ping") has no initial.
            text = text if "-" in joint else f"{text.rstrip()} {word} "
            continue
        if "-" in joint and keeps:
            text = text.rstrip() + "-"
        # "Ph." is somebody's own abbreviation.
        text += (word if stop else word[0].upper()) + mark
    return text.strip()

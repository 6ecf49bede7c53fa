"""citeproc-py, the citation engine that runs in this process.

The library reads a style and walks through it; where it is known to depart from the
specification, an element of ours stands in for its own. Each of those says why. They are
mixed into the library's classes when a style is loaded, so nothing of the library is
changed for anybody else, and importing this module does not import it: that takes 50 ms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import groupby, islice
from types import SimpleNamespace
from typing import Any

from coursepack.model.diagnostic import Diagnostic, Outcome, Severity
from coursepack.model.document import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoCase,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    WorkTitle,
)
from coursepack.model.outline import Reference
from coursepack.model.style import Style
from coursepack.model.work import Name, Names, PartialDate, Person, Work

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


def cite(works: Sequence[Work], style: Style, language: str) -> Outcome[tuple[Reference, ...]]:
    """Return the entry of each of *works*, in their order, which also numbers them.

    No work may come twice. Where the engine cannot run *style* there are no entries, and
    an error says so.
    """
    try:
        run = _load(style, language)
        items = _items(works, run)
        _add_year_suffixes(items, run)
        entries = tuple(_entry(item, run) for item in items)
    # The library raises whatever comes: it was not written for every style there is.
    except Exception as error:  # noqa: BLE001
        return Outcome((), (_cannot_run(style, error),))
    return Outcome(entries, () if style.name in COMPARED else (_approximate(style),))


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


# ---------------------------------------------------------------------------------------
# Marks: how formatting travels through the strings of the library.

# Noncharacters, which no text may hold: the library escapes nothing, so its own HTML could
# not be told from a title that reads `<i>`. They are taken out of whatever goes in.
_OPEN: dict[str, type[Inline] | None] = {
    "\ufdd0": Emphasis,
    "\ufdd1": Strong,
    "\ufdd2": SmallCaps,
    "\ufdd3": Superscript,
    "\ufdd4": Subscript,
    "\ufdd5": WorkTitle,
    "\ufdd6": None,  # characters whose case stays
    "\ufdd7": None,  # the number or key that the style gives the work
}
_MARK = {kind: mark for mark, kind in _OPEN.items() if kind}
_NO_CASE, _LABEL = "\ufdd6", "\ufdd7"
_CLOSE = "\ufdd8"
_FIELD_END = "\ufdd9"  # the end of the first field of an entry
_GUARD = "\ufdda"  # keeps the punctuation of data ("...") as it is
_FORBIDDEN = re.compile("[\ufdd0-\ufdef\x00-\x08\x0e-\x1f\x7f]")
_MARKS = re.compile("[\ufdd0-\ufdda]")


def _marked(mark: str, text: object) -> str:
    return f"{mark}{text}{_CLOSE}"


def _formatter() -> SimpleNamespace:
    """What the library calls to format text; light and plain text stay as they are."""

    def setter(kind: type[Inline]) -> Callable[[object], str]:
        return lambda text: _marked(_MARK[kind], text)

    return SimpleNamespace(
        preformat=str,
        Italic=setter(Emphasis),
        Oblique=setter(Emphasis),
        Underline=setter(Emphasis),
        Bold=setter(Strong),
        Light=str,
        SmallCaps=setter(SmallCaps),
        Superscript=setter(Superscript),
        Subscript=setter(Subscript),
    )


# ---------------------------------------------------------------------------------------
# Works, as the library wants them.


class _People(list[Any]):
    """The names of one role, and whether that is all of them."""

    complete = True


def _items(works: Sequence[Work], run: _Run) -> list[Any]:
    source = run.library.source
    shelf = source.BibliographySource()
    book = SimpleNamespace(source=shelf, keys=[], formatter=run.formatter)
    items = []
    for number, work in enumerate(works, start=1):
        # Ids of our own: the library folds the author's to lower case.
        ident = f"w{number}"
        shelf.add(_reference(ident, work, run))
        book.keys.append(ident)
        item = source.CitationItem(ident)
        source.Citation([item]).bibliography = book
        items.append(item)
    return items


# Apostrophes belong to these as they are.
_IDENTIFIERS = frozenset(("URL", "DOI", "ISBN", "ISSN", "PMID", "PMCID", "language"))


def _reference(ident: str, work: Work, run: _Run) -> Any:
    reference = run.library.source.Reference(ident, work.kind)
    values: dict[str, Any] = {
        name: _clean(value.value) if name in _IDENTIFIERS else _text(value.value, run)
        for name, value in work.fields.items()
        if value.value.strip()
    }
    if work.title and (title := _title(work.title.value, run)):
        values["title"] = _marked(_MARK[WorkTitle], title)
    texts = {name: run.library.string.String(value) for name, value in values.items()}
    people = {name: _people(names, run) for name, names in work.names.items()}
    dates = {name: _date(date.value, run) for name, date in work.dates.items()}
    for name, value in {**texts, **people, **dates}.items():
        if isinstance(value, list) and not value:
            continue
        # Under both spellings: some parts of the library look for "chapter-number", others
        # for "chapter_number".
        reference.update({name: value, name.replace("-", "_"): value})
    return reference


def _title(children: Inlines, run: _Run) -> str:
    return _typographic(" ".join(_marked_inlines(children).split()), run)


def _marked_inlines(children: Inlines) -> str:
    return "".join(map(_marked_inline, children))


def _marked_inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return _guarded(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text))
        case LineBreak():
            return " "
        case NoCase(children):
            return _marked(_NO_CASE, _marked_inlines(children))
        case WorkTitle(children) | Link(_, children):
            return _marked_inlines(children)
        case _:
            return _marked(_MARK[type(inline)], _marked_inlines(inline.children))


def _clean(text: str) -> str:
    kept = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return _guarded(" ".join(kept.split()))


def _text(text: str, run: _Run) -> str:
    return _typographic(_clean(text), run)


def _guarded(text: str) -> str:
    """Keep the punctuation within *text* from being taken for a slip of the style."""
    return re.sub(r"(?<=[.,:;!?])(?=[.,:;!?])", _GUARD, text)


def _people(names: Names, run: _Run) -> _People:
    people = _People(_name(name, run) for name in names.people)
    people.complete = names.complete
    return people


_PARTICLE = re.compile(r"((?:[a-zß-öø-ÿ’']+\s+)+)(.+)")


def _name(name: Name, run: _Run) -> Any:
    if not isinstance(name, Person):
        return run.library.source.Name(literal=_text(name.name, run))
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "dropping-particle": name.dropping_particle,
        "suffix": name.suffix,
    }
    if not name.particle and (found := _PARTICLE.match(name.family)):
        # Written as one word with the family by whoever did not know of particles.
        parts |= {"non-dropping-particle": found[1], "family": found[2]}
    given = {part: _text(text, run) for part, text in parts.items() if text.strip()}
    return run.library.source.Name(**given)


def _date(date: PartialDate, run: _Run) -> Any:
    parts = {"year": date.year, "month": date.month, "day": date.day if date.month else None}
    known = {part: number for part, number in parts.items() if number is not None}
    return run.library.source.Date(**known)


def _typographic(text: str, run: _Run) -> str:
    """Replace typewriter quotes, as the specification asks; the library leaves them."""
    if "'" not in text and '"' not in text:
        return text
    pieces = re.split(r'("[^"]*")', text)
    for at in range(1, len(pieces), 2):
        pieces[at] = f"{run.term('open-quote')}{pieces[at][1:-1]}{run.term('close-quote')}"
    inner = f"{run.term('open-inner-quote')}\\1{run.term('close-inner-quote')}"
    joined = re.sub(r"(?<!\w)'(?=[^\s\d'])([^']*[^\s'])'(?!\w)", inner, "".join(pieces))
    return joined.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")


# ---------------------------------------------------------------------------------------
# One run of a style.


@dataclass(slots=True)
class _Run:
    """What the elements of one loaded style share.

    `rendered` and `called` tell a group whether a variable in it had a value; `used_up`
    holds the variables that a `substitute` used up. The rest spares the library its
    searches through the whole style, which took 39% of its time.
    """

    library: Any
    language: str
    formatter: SimpleNamespace = field(default_factory=_formatter)
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
    terms: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    shapes: dict[Any, list[Any]] = field(default_factory=dict)
    conditions: dict[Any, _Conditions] = field(default_factory=dict)

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
            return self.string(_marked(_LABEL, _number_of(self.reference)))
        if name == "citation-label":
            return self.string(_marked(_LABEL, _label_of(self.reference)))
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
            if found := self.terms.get((name, wanted)):
                return found[0]
            wanted = _NEXT_FORM.get(wanted)
        return None

    def term(self, name: str, form: str | None = None) -> str:
        """Return the term *name* as text, "" where no locale has it."""
        element = self.term_element(name, form)
        return "" if element is None else str(element.single)

    def ordinals(self) -> Mapping[str, str]:
        """The endings of ordinals, of one locale: "2." must not become the English "2nd"."""
        for locale in self.locales:
            terms = locale.iterfind(f"{_CSL}terms/{_CSL}term")
            found = {t.get("name"): str(t.single) for t in terms if t.get("name")[:7] == "ordinal"}
            if found:
                return found
        return {}

    def style_option(self, name: str) -> str:
        """Return an option that locales set, "" where none does."""
        for locale in self.locales:
            options = locale.find(f"{_CSL}style-options")
            if options is not None and name in options.attrib:
                return str(options.get(name))
        return ""


# What the specification puts in the place of a form of a term that no locale has; the
# library prints nothing.
_NEXT_FORM = {"verb-short": "verb", "symbol": "short", "short": "long", "verb": "long"}

_UNSET = "\0"
_NAME_DEFAULTS = {
    "form": "long",
    "delimiter": ", ",
    "sort-separator": ", ",
    "initialize-with": _UNSET,
    "demote-non-dropping-particle": "display-and-sort",
}

_CSL = "{http://purl.org/net/xbiblio/csl}"


def _load(style: Style, language: str) -> _Run:
    run = _Run(_library(), language)
    parser = _parser(run)
    etree = run.library.model.etree
    run.root = etree.fromstring(style.xml.encode("utf-8", "replace"), parser)
    run.root.formatter = run.formatter
    run.locales = list(_locales(run, parser))
    run.macros = {macro.get("name"): macro for macro in run.root.findall(f"{_CSL}macro")}
    for locale in run.locales:
        for term in locale.iterfind(f"{_CSL}terms/{_CSL}term"):
            key = (term.get("name"), term.get("form", "long"))
            run.terms.setdefault(key, []).append(term)
    run.places_suffix = any(
        text.get("variable") in ("year-suffix", "citation-label")
        for text in run.root.iter(f"{_CSL}text")
    )
    return run


def _library() -> Any:
    import citeproc  # here, because it and lxml take 50 ms to load
    from citeproc import model, source, string

    return SimpleNamespace(citeproc=citeproc, model=model, source=source, string=string)


def _parser(run: _Run) -> Any:
    """Return an XML parser whose elements are the library's with ours mixed in."""
    model = run.library.model
    lookup = model.etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(_CSL[1:-1])
    namespace[None] = model.CitationStylesElement
    for base in model.CitationStylesElement.__subclasses__():
        tag = base.__name__.replace("_", "-").lower()
        ours = _ELEMENTS.get(tag, _Element)
        namespace[tag] = type(base.__name__, (ours, base), {"run": run})
    parser = model.etree.XMLParser(
        remove_comments=True,
        remove_pis=True,
        encoding="UTF-8",
        no_network=True,
        resolve_entities=False,
    )
    parser.set_element_class_lookup(lookup)
    return parser


def _locales(run: _Run, parser: Any) -> Iterator[Any]:
    """Every locale to look in, nearest first: the style's own, then the library's files."""
    known = run.library.citeproc
    language = run.language.partition("-")[0].lower()
    wanted = {name.lower(): name for name in known.LANGUAGE_NAMES}.get(run.language.lower())
    own = run.root.findall(f"{_CSL}locale")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for tag in dict.fromkeys((wanted or language, language, None)):
        yield from (locale for locale in own if locale.get(lang) == tag)
    files = (wanted, known.PRIMARY_DIALECTS.get(language), "en-US")
    for name in dict.fromkeys(filter(None, files)):
        path = f"{known.LOCALES_PATH}/locales-{name}.xml"
        yield run.library.model.etree.parse(path, parser).getroot()


# ---------------------------------------------------------------------------------------
# Elements of a style. `Any` throughout: they are mixed into classes without types.


class _Element:
    """What every element does: it asks the run instead of searching the style."""

    run: _Run
    get: Any
    find: Any
    wrap: Any
    format: Any
    render_children: Any

    def get_root(self) -> Any:
        """Return the style, also from within a locale."""
        return self.run.root

    def get_macro(self, name: str) -> Any:
        """Return the macro called *name*."""
        return self.run.macros[name]

    def get_formatter(self) -> SimpleNamespace:
        """Return what sets marks."""
        return self.run.formatter

    def get_term(self, name: str, form: str | None = None, **_: object) -> Any:
        """Return the element of the term *name*, None where no locale has it."""
        return self.run.term_element(name, form)

    def get_locale_option(self, name: str) -> str:
        """Return an option of the nearest locale that sets it."""
        return self.run.style_option(name) or "false"

    def case(self, text: Any, *_: object) -> Any:
        """Change the case of *text* as the style asks.

        In place of the library's, which raises on plain strings (176 styles), forgets
        hyphenated words and cannot see our marks.
        """
        how = self.get("text-case")
        if how is None or not text:
            return text
        # Terms are in the language of the document, and no title: "(éds.)" becomes "(Éds.)".
        is_term = self.get("term") is not None or isinstance(self, _Label)
        english = is_term or self.run.item_language().startswith("en")
        return self.run.string(_cased(str(text), how, english=english))


class _Text(_Element):
    quote: Any
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
        return _last_page(first, last, str(self.run.root.get("page-range-format") or ""))

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


class _Number(_Element):
    strip_periods: Any
    _process: Any

    def render(self, _item: Any, **_: Any) -> Any:
        name = self.get("variable")
        value = self.run.value(name)
        if value is None:
            return None
        # The library would take the hyphen of "MSR-TR" for a range.
        text = self._process(str(value), name) if _is_numeric(value) else value
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
        return _ordinal(value, self.run)


class _Label(_Element):
    strip_periods: Any

    def render(self, _item: Any, variable: str = "", plural: bool | None = None, **_: Any) -> Any:
        name = variable or self.get("variable")
        if plural is None:
            # The library prints the label of a variable that is not there.
            value = self.run.peek(name)
            if value is None:
                return None
            plural = _is_plural(name, str(value))
        element = self.run.term_element(name, self.get("form"))
        if element is None:
            return None
        several = {"always": True, "never": False}.get(self.get("plural"), plural)
        text = element.multiple if several else element.single
        if not str(text):
            return None
        return self.wrap(self.format(self.case(self.strip_periods(text))))


class _Group(_Element):
    def render(self, item: Any, **options: Any) -> Any:
        """Return the parts joined, nothing where all variables in it are empty.

        The library asks its elements what they would call instead of counting what they
        did, and keeps a bare "In: ".
        """
        options["delimiter"] = self.get("delimiter", "")
        text = _unless_empty(self, item, **options)
        return None if text is None else self.wrap(self.format(text))


class _Macro(_Element):
    def render(self, item: Any, **options: Any) -> Any:
        """Return the parts, nothing where a group would print nothing."""
        return _unless_empty(self, item, **options)


def _unless_empty(element: Any, item: Any, **options: Any) -> Any:
    run: _Run = element.run
    called, rendered = run.called, len(run.rendered)
    text = element.render_children(item, **options)
    if run.called > called and len(run.rendered) == rendered:
        return None
    return text if text is not None and str(text) else None


class _If(_Element):
    def render(self, item: Any, delimiter: str = "", **options: Any) -> Any:
        """Return the children where the conditions hold, which each count by themselves."""
        conditions = self.run.conditions.get(self)
        if conditions is None:
            conditions = self.run.conditions[self] = _conditions(self)
        if not conditions.hold(self.run):
            raise self.run.library.model.ConditionFailed
        return self.render_children(item, delimiter=delimiter, **options)


@dataclass(frozen=True, slots=True)
class _Conditions:
    """The tests of one `if`, and how many of them must hold: "all", "any" or "none"."""

    match: str
    kinds: tuple[str, ...]
    variables: tuple[str, ...]
    numbers: tuple[str, ...]
    never: int

    def hold(self, run: _Run) -> bool:
        """Say whether the work that is being printed meets them."""
        tests = self._tests(run)
        if self.match == "any":
            return any(tests)
        return not any(tests) if self.match == "none" else all(tests)

    def _tests(self, run: _Run) -> Iterator[bool]:
        yield from (kind == run.reference.type for kind in self.kinds)
        yield from (run.peek(name) is not None for name in self.variables)
        yield from (_is_numeric(run.peek(name)) for name in self.numbers)
        yield from (False for _ in range(self.never))


def _conditions(element: Any) -> _Conditions:
    def words(name: str) -> tuple[str, ...]:
        return tuple(str(element.get(name, "")).split())

    # Dates of ours are certain, a list has neither locators nor positions, and works are
    # told apart by what their entries say: the library takes `disambiguate` to hold.
    never = ("is-uncertain-date", "locator", "position", "disambiguate")
    return _Conditions(
        str(element.get("match", "all")),
        words("type"),
        words("variable"),
        words("is-numeric"),
        sum(len(words(name)) for name in never),
    )


def _is_numeric(value: object) -> bool:
    return value is not None and bool(_NUMERIC.fullmatch(str(value)))


class _Substitute(_Element):
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


class _Names(_Element):
    def render(self, item: Any, **options: Any) -> Any:
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
        substitute = self.find(f"{_CSL}substitute")
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
        bare = self.find(f"{_CSL}name") is None and self.find(f"{_CSL}label") is None
        return self.run.around[-1] if bare and self.run.around else self

    def _role(self, item: Any, role: str, term: str, shape: Any, **options: Any) -> str:
        people = self.run.value(role)
        if not people:
            return ""
        text = _names_text(people, shape, self.run, options.get("sort_options") or {})
        label = shape.find(f"{_CSL}label")
        if label is None or not text:
            return text
        several = len(people) > 1 or not people.complete
        words = str(label.render(item, term, plural=several) or "")
        name = shape.find(f"{_CSL}name")
        is_first = (
            name is not None
            and label.getnext() is not None
            and label in name.itersiblings(preceding=True)
        )
        return words + text if is_first else text + words


class _Date(_Element):
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
        path = f"{_CSL}date[@form='{'numeric' if form == 'numeric' else 'text'}']"
        shapes = (locale.find(path) for locale in self.run.locales)
        return next((shape for shape in shapes if shape is not None), self)

    def _parts(self) -> Iterator[Any]:
        shape = self._shape()
        wanted = str(self.get("date-parts", "year-month-day")).split("-")
        own = {part.get("name"): part for part in self.findall(f"{_CSL}date-part")}
        for part in shape.findall(f"{_CSL}date-part"):
            if shape is not self and part.get("name") not in wanted:
                continue
            laid_over = copy(part)
            if shape is not self and part.get("name") in own:
                laid_over.attrib.update(own[part.get("name")].attrib)
            yield laid_over


class _DatePart(_Element):
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
                return _ordinal(number, self.run)
            case _:
                return str(number)


_ELEMENTS: Mapping[str, type[_Element]] = {
    "date": _Date,
    "date-part": _DatePart,
    "else-if": _If,
    "group": _Group,
    "if": _If,
    "label": _Label,
    "macro": _Macro,
    "names": _Names,
    "number": _Number,
    "substitute": _Substitute,
    "text": _Text,
}


# ---------------------------------------------------------------------------------------
# Numbers and case.

# Figures with letters before or behind, and several of them: "4", "2nd", "B12", "1-3, 5".
_NUMERIC = re.compile(r"\s*[^\W\d_]*\d+[^\W\d_]*(?:\s*[-–,&]\s*[^\W\d_]*\d+[^\W\d_]*)*\s*")
_SEVERAL = re.compile(r"\d+[^\d.]+\d+|[ivxlcdm]+\s*[-–,&]\s*[ivxlcdm]+")
_LONGEST_NUMBER = 1000  # beyond it is none, and would be searched for long
_PAGE = re.compile(r"(.*\D|)(\d+)")


def _is_plural(name: str, value: str) -> bool:
    if name.startswith("number-of"):
        return value.strip() not in ("0", "1")
    return bool(_SEVERAL.search(value[:_LONGEST_NUMBER]))


def _last_page(first: str, last: str, rule: str) -> str:
    """Return the last page of a range in as many figures as *rule* keeps.

    The library's own rule takes the first figure of 15 for the figure of 1.
    """
    start, end = _PAGE.fullmatch(first), _PAGE.fullmatch(last)
    if not (rule and start and end) or end[1] not in ("", start[1]):
        return last
    before, figures = start[1], start[2]
    # "321–8" says 328, whatever the style does with it next.
    whole = figures[: max(0, len(figures) - len(end[2]))] + end[2]
    if rule == "expanded":
        return end[1] + whole
    if len(whole) != len(figures):
        return whole if before else last
    same = next((at for at, (a, b) in enumerate(zip(figures, whole, strict=True)) if a != b), 0)
    return whole[_kept_from(int(figures), same, len(whole), rule) :]


def _kept_from(start: int, same: int, length: int, rule: str) -> int:
    """Return how many of the figures of a last page may be left out."""
    if rule == "minimal":
        return same
    if rule == "minimal-two":
        return min(same, max(0, length - 2))
    if start < 100 or start % 100 == 0:
        return 0
    if start % 100 < 10:
        return same
    if rule != "chicago-16" and length == 4 and length - same > 2:
        return 0
    return min(same, length - 2)


def _ordinal(number: int, run: _Run) -> str:
    """Return *number* with the ending of its last two figures, its last one, or any."""
    names = (f"ordinal-{number % 100:02}", f"ordinal-{number % 10:02}", "ordinal")
    # An ending for one figure ("ordinal-01": 1st, 21st) must not meet 101 by its 01.
    candidates = names[1:] if number > 9 and number % 100 < 10 else names
    return f"{number}{next(filter(None, map(run.ordinals().get, candidates)), '')}"


# Words that a title keeps small, unless they begin it or one of its parts.
_SMALL_WORDS = frozenset(
    (
        *("a", "about", "an", "and", "as", "at", "but", "by", "c", "ca", "d", "de", "down", "et"),
        *("for", "from", "in", "into", "nor", "of", "on", "onto", "or", "over", "so", "the"),
        *("till", "to", "up", "van", "von", "via", "with", "yet"),
    )
)


def _cased(text: str, how: str, *, english: bool) -> str:
    """Return *text* in the case *how*; what is marked so keeps its own."""
    chars = list(text)
    free = list(_free(chars))
    letters = "".join(chars[at] for at in free)
    match how:
        case "lowercase":
            changed = [char.lower() for char in letters]
        case "uppercase":
            changed = [char.upper() for char in letters]
        case "capitalize-first":
            changed = _capitalized(letters, islice(_small_words(letters), 1))
        case "capitalize-all":
            changed = _capitalized(letters, _small_words(letters))
        case "sentence":
            small = letters.lower() if letters.isupper() else letters
            changed = _capitalized(small, islice(_small_words(small), 1))
        case "title" if english:
            changed = _capitalized(letters, _title_words(letters))
        case _:
            changed = list(letters)
    for at, char in zip(free, changed, strict=True):
        if chars[at] != _NO_CASE:
            chars[at] = char
    return "".join(chars)


def _free(chars: Sequence[str]) -> Iterator[int]:
    """The places of characters whose case may change; a kept one is held by a stand-in."""
    stack: list[str] = []
    for at, char in enumerate(chars):
        if char in _OPEN:
            stack.append(char)
        elif char == _CLOSE:
            if stack:
                stack.pop()
        elif not _MARKS.match(char) and _NO_CASE not in stack:
            yield at


def _capitalized(text: str, starts: Iterable[re.Match[str] | None]) -> list[str]:
    chars = list(text)
    for start in starts:
        if start:
            chars[start.start()] = chars[start.start()].upper()
    return chars


def _small_words(text: str) -> Iterator[re.Match[str] | None]:
    """The first letter of each word, None for a word like "arXiv" that has capitals."""
    for word in re.finditer(r"\S+", text):
        if first := _LETTER.search(text, word.start(), word.end()):
            yield first if word.group() == word.group().lower() else None


def _title_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a title to begin with a capital: small words only after a break."""
    for word in re.finditer(r"[^\s\-–—/]+", text):
        before = text[max(0, word.start() - 2) : word.start()].rstrip()
        begins = not before or before[-1] in ":.?!"
        letters = re.sub(r"\W", "", word.group())
        # Letters that stand alone are names of things: "n-Gram", "A v. B".
        may_stay_small = len(letters) == 1 or letters in _SMALL_WORDS
        if letters == letters.lower() and (begins or not may_stay_small):
            yield from islice(_LETTER.finditer(text, word.start(), word.end()), 1)


_LETTER = re.compile(r"\w")


# ---------------------------------------------------------------------------------------
# Names.


def _same_people(run: _Run, first: str, second: str) -> bool:
    one, other = run.peek(first), run.peek(second)
    return bool(one) and one == other and run.term_element("editortranslator", None) is not None


def _names_text(people: _People, shape: Any, run: _Run, over: Mapping[str, str]) -> str:
    """Return the names as the style joins them.

    In place of the library's, which joins by ", " whatever the style says, knows neither
    `initialize="false"` nor an unfinished list, and loses particles.
    """
    element = shape.find(f"{_CSL}name")

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


def _et_al(shape: Any, run: _Run) -> str:
    element = shape.find(f"{_CSL}et-al")
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
        family, given = family, _spaced(given, dropping, particle)
    else:
        family, given = _spaced(particle, family), _spaced(given, dropping)
    parts = (_part("family", family, element), _part("given", given, element), suffix)
    return option("sort-separator").join(part for part in parts if part)


def _part(kind: str, text: str, element: Any) -> str:
    if element is None or not text:
        return text
    for part in element.iterfind(f"{_CSL}name-part[@name='{kind}']"):
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
    mark = option("initialize-with")
    if mark == _UNSET or not given:
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


# ---------------------------------------------------------------------------------------
# Years that look alike.

_ROLES = ("author", "editor", "translator", "director", "composer", "container-author")


def _number_of(reference: Any) -> str:
    return str(reference.key)[1:]


def _label_of(reference: Any) -> str:
    """Return the key that label styles print ("Knu84"), made as other engines make it."""
    if label := reference.get("citation-label"):
        return str(label)
    people: Sequence[Any] = next((p for role in _ROLES if (p := reference.get(role))), ())
    families = [str(n.get("family") or n.get("literal", "")).replace(" ", "") for n in people[:4]]
    lengths = {1: (4,), 2: (2, 2), 3: (2, 2, 2)}.get(len(families), (1, 1, 1, 1))
    names = "".join(family[:length] for family, length in zip(families, lengths, strict=False))
    date = reference.get("issued")
    year = f"{abs(date.year) % 100:02}" if date else ""
    return f"{names or 'Xyz'}{year}{reference.get('year-suffix', '')}"


def _add_year_suffixes(items: Sequence[Any], run: _Run) -> None:
    """Give works of the same people and year the letters that the library does not."""
    citation = run.root.find(f"{_CSL}citation")
    if citation is None or citation.get("disambiguate-add-year-suffix") != "true":
        return
    groups: dict[object, list[Any]] = {}
    for item in items:
        groups.setdefault(_looks(item, citation, run), []).append(item)
    for group in groups.values():
        if len(group) > 1:
            for number, item in enumerate(_in_order(group, run)):
                letters = run.string(_letters(number))
                item.reference.update({"year-suffix": letters, "year_suffix": letters})


def _looks(item: Any, citation: Any, run: _Run) -> tuple[object, ...]:
    """What a citation shows of a work at most: its people and its year."""
    date = item.reference.get("issued")
    people = next((p for role in _ROLES if (p := item.reference.get(role))), None)
    if not people:
        return (str(item.reference.get("title", "")), date and date.year)
    run.begin(citation, item)
    least = int(run.option(None, "et-al-min") or 0)
    cut = 0 < least <= len(people) and citation.get("disambiguate-add-names") != "true"
    shown = people[: int(run.option(None, "et-al-use-first") or 1)] if cut else people
    with_given = citation.get("disambiguate-add-givenname") == "true"
    return (*(_looks_of(name, with_given) for name in shown), cut, date and date.year)


def _looks_of(name: Any, with_given: bool) -> tuple[str, str]:
    family = str(name.get("family") or name.get("literal", ""))
    return family.casefold(), str(name.get("given", ""))[:1].casefold() if with_given else ""


def _in_order(items: list[Any], run: _Run) -> list[Any]:
    """Return *items* as the style would sort them in a bibliography."""
    area = run.root.find(f"{_CSL}bibliography")
    keys = area.findall(f"{_CSL}sort/{_CSL}key")
    for key in reversed(keys):
        told = {item.key: _sort_text(key, item, area, run) for item in items}
        items = sorted(
            items, key=lambda item: told[item.key], reverse=key.get("sort") == "descending"
        )
    return items


def _sort_text(key: Any, item: Any, area: Any, run: _Run) -> tuple[bool, str]:
    run.begin(area, item)
    if name := key.get("macro"):
        over = {"name-as-sort-order": "all"}
        text = str(run.macros[name].render(item, sort_options=over) or "")
    else:
        value = run.peek(key.get("variable"))
        if isinstance(value, _People):
            text = " ".join(str(n.get("family") or n.get("literal", "")) for n in value)
        else:
            text = value.sort_key() if hasattr(value, "sort_key") else str(value or "")
    # What has nothing to sort by comes last.
    return not text, _MARKS.sub("", text).casefold()


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


# ---------------------------------------------------------------------------------------
# Entries, from marked strings to trees.

_Char = tuple[str, tuple[str, ...]]


def _entry(item: Any, run: _Run) -> Reference:
    area = run.root.find(f"{_CSL}bibliography")
    layout = area.find(f"{_CSL}layout")
    run.begin(area, item)
    fields = [_field(child, item) for child in layout]
    if not any(fields):  # some styles leave kinds of works, such as statutes, to the notes
        return Reference(())
    if area.get("second-field-align") and fields and fields[0]:
        fields[0] += _FIELD_END
    text = layout.format(layout.wrap(run.string("".join(fields))))
    chars = _tidied(list(_chars(str(text))), run)
    label, rest = _parted(chars)
    return Reference(_tree([(char, _toggled(path)) for char, path in rest]), label)


def _field(child: Any, item: Any) -> str:
    text = child.render(item)
    if text is None:
        return ""
    # A block of its own on paper is words of their own in a line.
    return f" {text} " if child.get("display") else str(text)


def _chars(marked: str) -> Iterator[_Char]:
    """Every character of *marked* with the marks it stands in."""
    stack: list[str] = []
    for char in marked:
        if char in _OPEN:
            stack.append(char)
        elif char == _CLOSE:
            if stack:
                stack.pop()
        else:
            yield char, tuple(stack)


# Of two marks that meet, the one that stays; pairs that are not here both stay.
_STAYS = {
    **{pair: pair[0] for pair in ("!.", "!:", "?.", "?:", ":.", ";.", ";:")},
    **{pair: pair[1] for pair in (":!", ":?", ";!", ";?", " ,", " .")},
    **{mark * 2: mark for mark in ".,:;!? "},
}


def _tidied(chars: Iterable[_Char], run: _Run) -> list[_Char]:
    """Take out doubled punctuation and spaces, and set marks inside quotes where customary."""
    quotes = (run.term("close-quote"), run.term("close-inner-quote"))
    moves = run.style_option("punctuation-in-quote") == "true"
    kept: list[_Char] = []
    for char, path in chars:
        inside = _before_quotes(kept, quotes) if char in ".," else len(kept)
        if inside < len(kept) and kept[inside - 1][0] in "!?" and (moves or char == "."):
            continue  # “Why?” needs no stop behind it
        if inside < len(kept) and moves:
            _add(kept, inside, (char, kept[inside][1]))
        else:
            _add(kept, len(kept), (char, path))
    return _trimmed([one for one in kept if one[0] != _GUARD])


def _before_quotes(kept: Sequence[_Char], quotes: Sequence[str]) -> int:
    """Return the place before the quotation marks that *kept* ends in, else its end."""
    if not kept or kept[-1][0] != quotes[0]:
        return len(kept)
    at = len(kept)
    while at > 1 and kept[at - 1][0] in quotes:
        at -= 1
    return at


def _add(kept: list[_Char], at: int, new: _Char) -> None:
    """Insert *new* unless it or what stands before it must yield to the other."""
    while at and (stays := _STAYS.get(kept[at - 1][0] + new[0])):
        if stays == kept[at - 1][0]:
            return
        at -= 1
        del kept[at]
    kept.insert(at, new)


def _trimmed(chars: list[_Char]) -> list[_Char]:
    start, end = 0, len(chars)
    while start < end and chars[start][0] in (" ", _FIELD_END):
        start += 1
    while end > start and chars[end - 1][0] in (" ", _FIELD_END):
        end -= 1
    return chars[start:end]


def _parted(chars: list[_Char]) -> tuple[str, list[_Char]]:
    """Part the number or key at the beginning of an entry from the rest of it."""
    first = next((at for at, (_, path) in enumerate(chars) if _LABEL in path), None)
    marks = [at for at, (char, _) in enumerate(chars) if char == _FIELD_END]
    plain = [one for one in chars if one[0] != _FIELD_END]
    # A bracket may stand before it, but no word: then it is part of a sentence.
    if first is None or any(char.isalnum() for char, _ in chars[:first]):
        return "", plain
    spaces = (at for at, (char, _) in enumerate(plain) if at > first and char.isspace())
    end = marks[0] if marks and marks[0] > first else next(spaces, len(plain))
    return "".join(char for char, _ in plain[:end]).strip(), _trimmed(plain[end:])


def _toggled(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the marks that show: italics within italics are upright again."""
    shown: list[str] = []
    for mark in path:
        if _OPEN[mark] is None:
            continue
        if mark not in shown:
            shown.append(mark)
        elif mark in (_MARK[Emphasis], _MARK[Strong]):
            shown.remove(mark)
    return tuple(shown)


def _tree(chars: Iterable[_Char], depth: int = 0) -> Inlines:
    return tuple(_nodes(chars, depth))


def _nodes(chars: Iterable[_Char], depth: int) -> Iterator[Inline]:
    for mark, run in groupby(chars, lambda one: one[1][depth] if len(one[1]) > depth else None):
        kind = _OPEN.get(mark) if mark else None
        if kind is None:
            yield Text("".join(char for char, _ in run))
        else:
            yield kind(_tree(run, depth + 1))  # type: ignore[call-arg, arg-type]  # all of these have children

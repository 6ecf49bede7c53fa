"""Reading a style with the library, our elements mixed into its own."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from coursepack.adapters.citeproc_py.element import Element
from coursepack.adapters.citeproc_py.elements import ELEMENTS
from coursepack.adapters.citeproc_py.run import CSL, Run
from coursepack.model.style import Style


def load(style: Style, language: str) -> Run:
    """Return a run of *style*, nothing printed yet."""
    run = Run(_library(), language)
    parser = _parser(run)
    etree = run.library.model.etree
    run.root = etree.fromstring(style.xml.encode("utf-8", "replace"), parser)
    run.root.formatter = run.formatter
    run.locales = list(_locales(run, parser))
    run.macros = {macro.get("name"): macro for macro in run.root.findall(f"{CSL}macro")}
    for locale in run.locales:
        for term in locale.iterfind(f"{CSL}terms/{CSL}term"):
            run.terms.setdefault((term.get("name"), term.get("form", "long")), term)
    run.places_suffix = any(
        text.get("variable") in ("year-suffix", "citation-label")
        for text in run.root.iter(f"{CSL}text")
    )
    return run


def _library() -> Any:
    import citeproc  # here, because it and lxml take 50 ms to load
    from citeproc import model, source, string

    return SimpleNamespace(citeproc=citeproc, model=model, source=source, string=string)


def _parser(run: Run) -> Any:
    """Return an XML parser whose elements are the library's with ours mixed in."""
    model = run.library.model
    lookup = model.etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(CSL[1:-1])
    namespace[None] = model.CitationStylesElement
    for base in model.CitationStylesElement.__subclasses__():
        tag = base.__name__.replace("_", "-").lower()
        ours = ELEMENTS.get(tag, Element)
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


def _locales(run: Run, parser: Any) -> Iterator[Any]:
    """Every locale to look in, nearest first: the style's own, then the library's files."""
    known = run.library.citeproc
    language = run.language.partition("-")[0].lower()
    wanted = {name.lower(): name for name in known.LANGUAGE_NAMES}.get(run.language.lower())
    own = run.root.findall(f"{CSL}locale")
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for tag in dict.fromkeys((wanted or language, language, None)):
        yield from (locale for locale in own if locale.get(lang) == tag)
    files = (wanted, known.PRIMARY_DIALECTS.get(language), "en-US")
    for name in dict.fromkeys(filter(None, files)):
        path = f"{known.LOCALES_PATH}/locales-{name}.xml"
        yield run.library.model.etree.parse(path, parser).getroot()

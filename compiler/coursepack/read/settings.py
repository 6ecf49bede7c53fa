"""Read what a course says of itself in `course.yaml`."""

from __future__ import annotations

import re
from collections.abc import Collection

from coursepack.adapters import yaml_nodes
from coursepack.adapters.nearest import nearest
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Label, Outcome, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.settings import Settings
from coursepack.model.source import Source, Spanned

_FIELDS = (
    "title",
    "description",
    "code",
    "term",
    "institution",
    "instructors",
    "language",
    "pages",
    "works",
    "venues",
    "style",
    "citation-engine",
    "formats",
    "pdf-engine",
    "paper",
    "columns",
    "type-size",
    "large-print",
    "theme",
    "identifiers",
    "qr",
    "address",
    "questions",
    "fonts",
    "prefer",
    "rules",
)
_CITATION_ENGINES = ("pandoc", "citeproc-py")
_PDF_ENGINES = ("typst", "lualatex", "xelatex", "pdflatex", "auto")
_PAPERS = ("a4", "letter")
_COLUMNS = ("1", "2")
_TYPE_SIZES = ("10", "10.5", "11", "12")
_FLAGS = ("true", "yes", "false", "no")
_SHOWN = ("shown", "hidden")
_VERSIONS = ("listed", "published")
_SEVERITIES = ("error", "warning", "note", "off")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def read(
    source: Source, formats: Collection[str] = (), rules: Collection[str] = ()
) -> Outcome[Settings]:
    """Return the settings in *source*; a wrong one is reported and has its default.

    Where *formats* and *rules* are given, only the names in them may be used.
    """
    parsed = yaml_nodes.parse(source)
    problems = list(parsed.diagnostics)
    if not isinstance(parsed.value, Mapping):
        if parsed.value is not None:
            message = "a course is described by names and values, such as `title: …`"
            problems.append(_bad(parsed.value, message, "write one name a line"))
        return Outcome(Settings(), tuple(problems))
    fields = _Fields(parsed.value)
    settings = _settings(fields, formats, rules)
    return Outcome(settings, (*problems, *fields.problems))


def language(text: str) -> str:
    """Return *text* as the tag of a language, "" where it is none."""
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def _settings(fields: _Fields, formats: Collection[str], rules: Collection[str]) -> Settings:
    default = Settings()
    style, theme = fields.text("style"), fields.text("theme")
    fields.demand("qr", "address", "`address: https://…`, where the list stands on the web")
    return Settings(
        title=fields.words("title"),
        description=fields.words("description"),
        code=fields.words("code"),
        term=fields.words("term"),
        institution=fields.words("institution"),
        instructors=tuple(name.value for name in fields.texts("instructors")),
        language=fields.language() or default.language,
        pages=fields.texts("pages"),
        works=fields.texts("works"),
        venues=fields.texts("venues"),
        style=style.value if style else default.style,
        style_span=style.span if style else None,
        citation_engine=fields.choice("citation-engine", _CITATION_ENGINES)
        or default.citation_engine,
        formats=fields.choices("formats", formats),
        pdf_engine=fields.choice("pdf-engine", _PDF_ENGINES) or default.pdf_engine,
        paper=fields.choice("paper", _PAPERS) or default.paper,
        columns=int(fields.choice("columns", _COLUMNS) or default.columns),
        type_size=float(fields.choice("type-size", _TYPE_SIZES) or default.type_size),
        large_print=fields.flag("large-print"),
        theme=theme.value if theme else default.theme,
        theme_span=theme.span if theme else None,
        identifiers=fields.choice("identifiers", _SHOWN) != "hidden",
        qr=fields.flag("qr"),
        address=fields.address("address"),
        questions=tuple(text.value for text in fields.texts("questions")),
        fonts=fields.texts("fonts"),
        prefer=fields.choice("prefer", _VERSIONS) or default.prefer,
        rules=fields.severities("rules", rules),
    )


class _Fields:
    """The values of a course file by name, and what is wrong with them."""

    def __init__(self, root: Mapping) -> None:
        self.problems: list[Diagnostic] = []
        self._nodes: dict[str, Node] = {}
        names: dict[str, Spanned[str]] = {}
        for name, node in root.entries:
            if name.value not in _FIELDS:
                self._unknown("unknown-setting", "setting", name, _FIELDS)
            elif first := names.get(name.value):
                self._repeated(name, first)
            else:
                names[name.value] = name
                self._nodes[name.value] = node

    def text(self, name: str) -> Spanned[str] | None:
        """Return the one text that *name* has, None where it is missing or empty."""
        node = self._nodes.get(name)
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return None
        if isinstance(node, Scalar):
            return _text(node)
        hint = f"write `{name}: …` with its text on one line"
        self.problems.append(_bad(node, f"`{name}` should be one text", hint))
        return None

    def words(self, name: str) -> str:
        """Return the words of the text that *name* has, "" where it has none."""
        text = self.text(name)
        return " ".join(text.value.split()) if text else ""

    def texts(self, name: str) -> tuple[Spanned[str], ...]:
        """Return the texts that *name* has; one text alone is a list of one."""
        node = self._nodes.get(name)
        if not isinstance(node, Sequence):
            text = self.text(name)
            return (text,) if text else ()
        texts: list[Spanned[str]] = []
        for item in node.items:
            if isinstance(item, Scalar) and item.text.strip():
                texts.append(_text(item))
            else:
                hint = "write one text an item"
                self.problems.append(_bad(item, f"an item of `{name}` is no text", hint))
        return tuple(texts)

    def language(self) -> str | None:
        """Return the tag of the course's language."""
        text = self.text("language")
        if text is None or _LANGUAGE.fullmatch(text.value):
            return text.value if text else None
        message = f"`{text.value}` is not the tag of a language"
        self._bad_text(text, message, "write `en-US`, `de`, `pt-BR` or the like")
        return None

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """Return the value of *name*, one of *choices*."""
        text = self.text(name)
        return text.value if text and self._is_choice(name, text, choices) else None

    def flag(self, name: str) -> bool:
        """Return whether *name* says yes."""
        return self.choice(name, _FLAGS) in ("true", "yes")

    def demand(self, name: str, other: str, hint: str) -> None:
        """Report a yes to *name* that means nothing without *other*."""
        said = self.text(name)
        if said and said.value in ("true", "yes") and self.text(other) is None:
            self._bad_text(said, f"`{name}` needs `{other}`", f"write {hint}")

    def address(self, name: str) -> str:
        """Return the web address that *name* has."""
        text = self.text(name)
        found = web_address.encoded(text.value) if text else ""
        if text and not (found or "").startswith("http"):
            message = f"`{text.value}` is no address of the web"
            self._bad_text(text, message, "write the whole address, `https://` and all")
            return ""
        return found or ""

    def choices(self, name: str, choices: Collection[str]) -> tuple[str, ...]:
        """Return the values of *name*, each of *choices* unless there are none."""
        found = self.texts(name)
        return tuple(
            text.value for text in found if not choices or self._is_choice(name, text, choices)
        )

    def severities(self, name: str, known: Collection[str]) -> dict[str, str]:
        """Return how much each rule matters, by its code."""
        node = self._nodes.get(name)
        if not isinstance(node, Mapping):
            if node is not None and not (isinstance(node, Scalar) and node.is_null):
                hint = "write below it, indented, `heading-jump: off`"
                self.problems.append(_bad(node, f"`{name}` should name rules", hint))
            return {}
        found: dict[str, str] = {}
        for rule, value in node.entries:
            if known and rule.value not in known:
                self._unknown("unknown-rule", "rule", rule, known)
            elif not isinstance(value, Scalar):
                message = f"`{rule.value}` should be one of {_list(_SEVERITIES)}"
                self.problems.append(_bad(value, message, f"write `{rule.value}: off`"))
            elif self._is_choice(rule.value, _text(value), _SEVERITIES):
                found[rule.value] = value.text.strip()
        return found

    def _is_choice(self, name: str, text: Spanned[str], choices: Collection[str]) -> bool:
        if text.value in choices:
            return True
        message = f"`{name}` cannot be `{text.value}`"
        self._bad_text(text, message, f"choose one of {_list(choices)}")
        return False

    def _bad_text(self, text: Spanned[str], message: str, hint: str) -> None:
        self.problems.append(
            Diagnostic("bad-setting", Severity.ERROR, message, text.span, (), (hint,))
        )

    def _unknown(self, code: str, what: str, name: Spanned[str], known: Collection[str]) -> None:
        near = nearest(name.value, known)
        hint = f"did you mean {_list(near)}?" if near else f"these are known: {_list(known)}"
        message = f"there is no {what} `{name.value}`"
        self.problems.append(Diagnostic(code, Severity.WARNING, message, name.span, (), (hint,)))

    def _repeated(self, name: Spanned[str], first: Spanned[str]) -> None:
        self.problems.append(
            Diagnostic(
                "bad-setting",
                Severity.ERROR,
                f"`{name.value}` is written twice",
                name.span,
                (Label(first.span, "first written here"),),
                ("keep one of them",),
            )
        )


def _text(node: Scalar) -> Spanned[str]:
    return Spanned(node.text.strip(), node.span)


def _bad(node: Node, message: str, hint: str) -> Diagnostic:
    return Diagnostic("bad-setting", Severity.ERROR, message, node.span, (), (hint,))


def _list(words: Collection[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return " or ".join((", ".join(quoted[:-1]), quoted[-1])) if len(quoted) > 1 else quoted[0]

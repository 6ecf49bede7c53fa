"""Read what a course says of itself in `course.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from coursepack.adapters import yaml_nodes
from coursepack.definitions.course import COURSE, LANGUAGE, PERSON, SEVERITIES, SYLLABUS
from coursepack.model.diagnostic import Outcome
from coursepack.model.node import Mapping, Scalar, Sequence
from coursepack.model.settings import Settings
from coursepack.model.source import Source, Spanned
from coursepack.model.syllabus import Contact
from coursepack.read.fields import Fields, bad, quoted, spanned

_MAIL = re.compile(r"(.+?)\s*<([^<>\s]+@[^<>\s]+)>")
_LANGUAGE = re.compile(LANGUAGE)


def read(
    source: Source,
    formats: Collection[str] = (),
    rules: Collection[str] = (),
    is_outline: Callable[[Mapping], bool] = lambda _: False,
) -> Outcome[Settings]:
    """Return the settings in *source*; a wrong one is reported and has its default.

    Where *formats* and *rules* are given, only the names in them may be used. Where what is no
    setting *is_outline*, the file is its own page.
    """
    parsed = yaml_nodes.parse(source)
    problems = list(parsed.diagnostics)
    if not isinstance(parsed.value, Mapping):
        if parsed.value is not None:
            message = "a course is described by names and values, such as `title: …`"
            problems.append(bad(parsed.value, message, "write one name a line"))
        return Outcome(Settings(), tuple(problems))
    node, besides = parsed.value, without_settings(parsed.value)
    is_page = bool(besides.entries) and node.get("pages") is None and is_outline(besides)
    if is_page:
        node = Mapping(tuple(e for e in node.entries if e not in besides.entries), node.span)
    fields = _Settings(node, COURSE, "setting")
    settings = _settings(fields, formats, rules)
    if is_page:
        settings = replace(settings, pages=(Spanned(source.name, besides.entries[0][0].span),))
    return Outcome(settings, (*problems, *fields.problems))


def without_settings(node: Mapping) -> Mapping:
    """Return what *node* holds that is no setting of a course; a list of sessions is none."""
    known = COURSE.names
    return Mapping(
        tuple(
            (name, value)
            for name, value in node.entries
            if name.value not in known or (name.value == "schedule" and isinstance(value, Sequence))
        ),
        node.span,
    )


def policies(settings: Settings) -> Iterator[str]:
    """Yield the pages that the course names as its policies."""
    node = settings.syllabus.get("policies")
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar):
            yield item.text.strip()


def language(text: str) -> str:
    """Return *text* as the tag of a language, "" where it is none."""
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def _settings(fields: _Settings, formats: Collection[str], rules: Collection[str]) -> Settings:
    default = Settings()
    style, theme = fields.text("style"), fields.text("theme")
    fields.demand("qr", "address", "`address: https://…`, where the list stands on the web")
    return Settings(
        title=fields.words("title"),
        description=fields.text("description"),
        code=fields.words("code"),
        term=fields.words("term"),
        institution=fields.words("institution"),
        instructors=tuple(fields.contacts("instructors")),
        assistants=tuple(fields.contacts("assistants")),
        syllabus={field.name: node for field in SYLLABUS if (node := fields.node(field.name))},
        language=fields.language() or default.language,
        pages=fields.texts("pages"),
        works=fields.texts("works"),
        venues=fields.texts("venues"),
        style=style.value if style else default.style,
        style_span=style.span if style else None,
        citation_engine=fields.choice("citation-engine") or default.citation_engine,
        formats=fields.choices("formats", formats),
        pdf_engine=fields.choice("pdf-engine") or default.pdf_engine,
        paper=fields.choice("paper") or default.paper,
        columns=int(fields.choice("columns") or default.columns),
        type_size=float(fields.choice("type-size") or default.type_size),
        large_print=fields.flag("large-print"),
        theme=theme.value if theme else default.theme,
        theme_span=theme.span if theme else None,
        identifiers=fields.choice("identifiers") != "hidden",
        qr=fields.flag("qr"),
        address=fields.address("address"),
        questions=tuple(text.value for text in fields.texts("questions")),
        fonts=fields.texts("fonts"),
        prefer=fields.choice("prefer") or default.prefer,
        interactive=fields.flag("interactive"),
        rules=fields.severities("rules", rules),
    )


class _Settings(Fields):
    """The values of a course file by name."""

    def language(self) -> str | None:
        """Return the tag of the course's language."""
        text = self.text("language")
        if text is None or _LANGUAGE.fullmatch(text.value):
            return text.value if text else None
        message = f"`{text.value}` is not the tag of a language"
        self.bad_text(text, message, "write `en-US`, `de`, `pt-BR` or the like")
        return None

    def contacts(self, name: str) -> Iterator[Contact]:
        """Yield the people that *name* names: "Ada Lee", "Ada Lee <ada@example.org>", or fields."""
        node = self.node(name)
        for item in node.items if isinstance(node, Sequence) else (node,) if node else ():
            if isinstance(item, Mapping):
                own = Fields(item, PERSON)
                who = own.words("name")
                page = own.address("page") if own.text("page") else ""
                if who:
                    yield Contact(
                        who, own.words("email"), own.words("office"), own.words("hours"), page
                    )
                else:
                    own.problems.append(bad(item, "a person has no name", "write `name: …`"))
                self.problems += own.problems
            elif isinstance(item, Scalar) and item.text.strip():
                found = _MAIL.fullmatch(item.text.strip())
                yield Contact(found[1], found[2]) if found else Contact(item.text.strip())
            else:
                hint = "write a name an item, or `name:`, `email:`, `office:`, `hours:`, `page:`"
                self.problems.append(bad(item, f"an item of `{name}` names nobody", hint))

    def severities(self, name: str, known: Collection[str]) -> dict[str, str]:
        """Return how much each rule matters, by its code."""
        node = self.node(name)
        if not isinstance(node, Mapping):
            if node is not None:
                hint = "write below it, indented, `heading-jump: off`"
                self.problems.append(bad(node, f"`{name}` should name rules", hint))
            return {}
        found: dict[str, str] = {}
        for rule, value in node.entries:
            if known and rule.value not in known:
                self.unknown("unknown-rule", "rule", rule, known)
            elif not isinstance(value, Scalar):
                message = f"`{rule.value}` should be one of {quoted(SEVERITIES)}"
                self.problems.append(bad(value, message, f"write `{rule.value}: off`"))
            elif self.is_choice(rule.value, spanned(value), SEVERITIES):
                found[rule.value] = value.text.strip()
        return found

"""Read the fields of a mapping that a person writes, and say what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection

from coursepack.adapters.nearest import nearest
from coursepack.definitions.field import YES, Record
from coursepack.model import web_address
from coursepack.model.diagnostic import Diagnostic, Label, Severity
from coursepack.model.node import Mapping, Node, Scalar, Sequence
from coursepack.model.source import Spanned

BAD = "bad-setting"


class Fields:
    """The values of a mapping by name, each a field of *record*, and what is wrong with them."""

    def __init__(self, root: Mapping, record: Record, what: str = "") -> None:
        self.problems: list[Diagnostic] = []
        self.span = root.span
        self._known = {field.name: field for field in record.fields}
        self._nodes: dict[str, Node] = {}
        names: dict[str, Spanned[str]] = {}
        for name, node in root.entries:
            if name.value not in self._known:
                what = what or f"field of a {record.name}"
                self.unknown("unknown-setting", what, name, tuple(self._known))
            elif first := names.get(name.value):
                self._repeated(name, first)
            else:
                names[name.value] = name
                self._nodes[name.value] = node

    def node(self, name: str) -> Node | None:
        """Return what *name* holds, None where it is missing or empty."""
        node = self._nodes.get(name)
        return None if isinstance(node, Scalar) and node.is_null else node

    def text(self, name: str) -> Spanned[str] | None:
        """Return the one text that *name* has, None where it is missing or empty."""
        node = self.node(name)
        if node is None or isinstance(node, Scalar):
            return spanned(node) if node else None
        hint = f"write `{name}: …` with its text on one line"
        self.problems.append(bad(node, f"`{name}` should be one text", hint))
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
                texts.append(spanned(item))
            else:
                hint = "write one text an item"
                self.problems.append(bad(item, f"an item of `{name}` is no text", hint))
        return tuple(texts)

    def choice(self, name: str) -> str | None:
        """Return the value of *name*, one of the choices of its field."""
        text = self.text(name)
        choices = self._known[name].choices
        return text.value if text and self.is_choice(name, text, choices) else None

    def flag(self, name: str) -> bool:
        """Return whether *name* says yes."""
        return self.choice(name) in YES

    def demand(self, name: str, other: str, hint: str) -> None:
        """Report a yes to *name* that means nothing without *other*."""
        said = self.text(name)
        if said and said.value in YES and self.text(other) is None:
            self.bad_text(said, f"`{name}` needs `{other}`", f"write {hint}")

    def address(self, name: str) -> str:
        """Return the web address that *name* has."""
        text = self.text(name)
        found = web_address.encoded(text.value) if text else ""
        if text and not (found or "").startswith("http"):
            message = f"`{text.value}` is no address of the web"
            self.bad_text(text, message, "write the whole address, `https://` and all")
            return ""
        return found or ""

    def choices(self, name: str, choices: Collection[str]) -> tuple[str, ...]:
        """Return the values of *name*, each of *choices* unless there are none."""
        found = self.texts(name)
        return tuple(
            text.value for text in found if not choices or self.is_choice(name, text, choices)
        )

    def is_choice(self, name: str, text: Spanned[str], choices: Collection[str]) -> bool:
        """Say whether *text* is one of *choices*, and report it where it is not."""
        if text.value in choices:
            return True
        message = f"`{name}` cannot be `{text.value}`"
        self.bad_text(text, message, f"choose one of {quoted(choices)}")
        return False

    def bad_text(self, text: Spanned[str], message: str, hint: str) -> None:
        """Report that *text* is wrong, and what to write."""
        self.problems.append(Diagnostic(BAD, Severity.ERROR, message, text.span, (), (hint,)))

    def unknown(self, code: str, what: str, name: Spanned[str], known: Collection[str]) -> None:
        """Report that *name* is none of *known*."""
        near = nearest(name.value, known)
        hint = f"did you mean {quoted(near)}?" if near else f"these are known: {quoted(known)}"
        message = f"there is no {what} `{name.value}`"
        self.problems.append(Diagnostic(code, Severity.WARNING, message, name.span, (), (hint,)))

    def _repeated(self, name: Spanned[str], first: Spanned[str]) -> None:
        self.problems.append(
            Diagnostic(
                BAD,
                Severity.ERROR,
                f"`{name.value}` is written twice",
                name.span,
                (Label(first.span, "first written here"),),
                ("keep one of them",),
            )
        )


def spanned(node: Scalar) -> Spanned[str]:
    """Return the text of *node* where it stands."""
    return Spanned(node.text.strip(), node.span)


def bad(node: Node, message: str, hint: str) -> Diagnostic:
    """Return the diagnostic that *node* is wrong."""
    return Diagnostic(BAD, Severity.ERROR, message, node.span, (), (hint,))


def quoted(words: Collection[str]) -> str:
    """Return *words* as a list in a sentence: "`a`, `b` or `c`"."""
    marked = [f"`{word}`" for word in words]
    return " or ".join((", ".join(marked[:-1]), marked[-1])) if len(marked) > 1 else marked[0]

"""The signs between the parts of an entry, as the script of the course has them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from coursepack.adapters import languages
from coursepack.model.document import Code, Inline, Inlines, LineBreak, Text, WorkTitle, plain_text
from coursepack.model.outline import Reference
from coursepack.pattern import pattern

# Behind an Arabic letter, or between a number and one; among Latin letters they stay.
_ARABIC = "[\u0621-\u064a\u0670-\u06d3]"
_SIGN = pattern(rf"(?<={_ARABIC})[,;](?=\s|$)|(?<=[\d)»”\"])[,;](?=\s+{_ARABIC})")
_ITS = {",": "،", ";": "؛"}


def signed(reference: Reference, language: str) -> Reference:
    """Return *reference*, of a course in *language*, with the commas of Arabic where it is in it.

    Styles write those of Latin letters into every entry. A title stays as it is written.
    """
    if languages.script_of(language) != "Arab":
        return reference
    words = plain_text(reference.text)
    found = {at.start(): _ITS[at[0]] for at in _SIGN.finditer(words)}
    return replace(reference, text=_Signs(found).inlines(reference.text)) if found else reference


@dataclass(slots=True)
class _Signs:
    """One pass through an entry that counts its characters; `found` tells which signs change."""

    found: dict[int, str]
    done: int = 0

    def inlines(self, children: Inlines, *, kept: bool = False) -> Inlines:
        return tuple(self._inline(child, kept=kept) for child in children)

    def _inline(self, inline: Inline, *, kept: bool) -> Inline:
        match inline:
            case Text(text):
                start, self.done = self.done, self.done + len(text)
                if kept:
                    return inline
                return Text("".join(self.found.get(start + at, c) for at, c in enumerate(text)))
            case Code() | LineBreak():
                self.done += len(plain_text((inline,)))
                return inline
            case _:
                kept = kept or isinstance(inline, WorkTitle)
                return replace(inline, children=self.inlines(inline.children, kept=kept))

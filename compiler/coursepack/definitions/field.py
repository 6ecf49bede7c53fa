"""What definitions are made of: fields, and the kinds of values that stand behind their names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text; a number, `true` and nothing at all are texts too.

    It is one of *choices* or something that *pattern* matches as a whole; where there is neither,
    any. `registered` names choices that are known only where files declare them: "formats".
    """

    choices: tuple[str, ...] = ()
    pattern: str = ""
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of *values*; unless *only* a list will do, one of them alone is a list of one."""

    values: tuple[Value, ...]
    only: bool = False


@dataclass(frozen=True, slots=True)
class ByName:
    """One of *values* under each name: any, one that *names* matches, or one that is registered.

    *description* says, with the name put into it, what stands under a registered one.
    """

    values: tuple[Value, ...]
    names: str = ""
    registered: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping of fields; *besides* matches what else may stand there without being looked at."""

    name: str
    fields: tuple[Field, ...]
    besides: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields."""
        return tuple(field.name for field in self.fields)


@dataclass(frozen=True, slots=True)
class Named:
    """The record called so, which may stand within itself."""

    name: str


Value = Text | Many | ByName | Record | Named

ANYTHING = ".*"
"""What a record has besides where its reader knows more names than can be listed."""

TEXT = (Text(),)
TEXTS = (Many(TEXT),)
YES, NO = ("true", "yes"), ("false", "no")
FLAG = (Text(choices=(*YES, *NO)),)


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, what it is for in a sentence, and what may stand behind it.

    `also` are the other names that people give it.
    """

    name: str
    description: str
    values: tuple[Value, ...] = TEXT
    also: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """Every name of the field."""
        return self.also | {self.name}

    @property
    def choices(self) -> tuple[str, ...]:
        """What a text behind the field can be; () for anything."""
        return next((v.choices for v in self.values if isinstance(v, Text)), ())


def listed(text: str) -> frozenset[str]:
    """Return the names in *text*, which commas part."""
    return frozenset(name.strip() for name in text.split(","))

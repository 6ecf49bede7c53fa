"""How a handout looks: a theme's tokens, and the sheet that it is printed on."""

from __future__ import annotations

from dataclasses import dataclass

ENUMS: dict[str, tuple[str, ...]] = {
    "fonts": ("libertinus", "computer-modern"),
    "figures": ("old-style", "lining"),
    "masthead": ("left", "centred"),
    "part": ("semibold", "small-caps", "italic"),
    "section": ("semibold", "small-caps", "italic"),
    "identifiers": ("text", "mono"),
    "marks": ("italic", "small-caps"),
}
"""The tokens that are one of some words."""

COLOURS = ("ink", "quiet", "link", "accent", "rule")
"""The tokens that are colours, as six hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens of one design, used alike by every format that has a look.

    Sizes and spaces are points at a type size of 10.5, to which all but the margins (`top`,
    `bottom`, `side`) grow and shrink with the sheet's own. `fonts` are a family that both print
    engines have; `masthead` stands left or centred under a rule of `masthead_rule` points (0 for
    none); `part` and `section` are how headings are set, over a rule of so many points;
    `identifiers` and `marks` how what identifies a reading and what binds to it are; `hyphenate`
    says whether prose may be parted at syllables.
    """

    name: str
    fonts: str
    figures: str
    masthead: str
    part: str
    section: str
    identifiers: str
    marks: str
    hyphenate: bool
    ink: str
    quiet: str
    link: str
    accent: str
    rule: str
    masthead_rule: float
    part_rule: float
    section_rule: float
    text: float
    line: float
    small: float
    code: float
    title: float
    subtitle: float
    part_size: float
    section_size: float
    part_above: float
    part_below: float
    section_above: float
    section_below: float
    paragraph: float
    item: float
    reading: float
    hang: float
    gutter: float
    top: float
    bottom: float
    side: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper of a handout: "a4" or "letter", one or two columns, a type size in points.

    `large_print` is for people who see little: one column, nothing in italics, more space.
    """

    paper: str = "a4"
    columns: int = 1
    type_size: float = 10.5
    large_print: bool = False


LARGE_PRINT = 18.0
"""The type size of large print, in points."""


def contrast(colour: str, ground: str = "ffffff") -> float:
    """Return how strongly *colour* stands out on *ground*, as WCAG 2 counts it: from 1 to 21."""
    bright, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""The LaTeX command for a character, where plain LaTeX of 2022 with T1 fonts has one.

pylatexenc knows thousands of commands; many need packages or fonts that a small TeX
installation lacks. Only what the LaTeX kernel and Latin Modern bring is let through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MATH_WORDS = (
    "Delta Downarrow Gamma Lambda Leftarrow Leftrightarrow Longleftarrow Longleftrightarrow "
    "Longrightarrow Omega Phi Pi Psi Rightarrow Sigma Theta Uparrow Updownarrow Upsilon Vert Xi "
    "aleph alpha amalg angle approx asymp beta bigcap bigcirc bigcup bigtriangledown "
    "bigtriangleup bigvee bigwedge bowtie bullet cap cdot cdots chi circ cong coprod cup dashv "
    "ddots delta diamond doteq ell epsilon equiv eta exists forall frown gamma geq gg hbar "
    "hookleftarrow hookrightarrow in infty int iota kappa lambda langle lceil leftharpoondown "
    "leftharpoonup leftrightarrow leq lfloor ll longleftarrow longleftrightarrow longmapsto "
    "longrightarrow mapsto mid mp mu nabla nearrow neq ni notin nu nwarrow odot oint omega "
    "ominus oplus oslash otimes parallel partial perp phi pi pm prec preceq prod propto psi "
    "rangle rceil rfloor rho rightharpoondown rightharpoonup rightleftharpoons searrow sigma "
    "sim simeq smile sqcap sqcup sqsubseteq sqsupseteq star subset subseteq succ succeq sum "
    "supset supseteq swarrow tau theta top triangleleft triangleright updownarrow uplus upsilon "
    "varepsilon varphi varpi varrho varsigma vartheta vdash vdots vee wedge wp wr xi zeta"
)
# Not \textpertenthousand, \textservicemark and \texttrademark: not in every Latin Modern.
_TEXT_WORDS = (
    "AE DH DJ L NG O OE TH ae dh dj guillemotleft guillemotright guilsinglleft guilsinglright i "
    "l ng o oe quotedblbase quotesinglbase ss textacutedbl textasciiacute textasciibreve "
    "textasciicaron textasciidieresis textasciimacron textasteriskcentered textbaht "
    "textbigcircle textblank textbrokenbar textbullet textcelsius textcent textcircledP "
    "textcolonmonetary textcopyright textcurrency textdagger textdaggerdbl textdegree "
    "textdiscount textdiv textdong textdownarrow textellipsis textemdash textendash "
    "textestimated texteuro textexclamdown textflorin textfractionsolidus textinterrobang "
    "textleftarrow textlira textlnot textmho textmu textmusicalnote textnaira textnumero "
    "textonehalf textonequarter textonesuperior textopenbullet textordfeminine "
    "textordmasculine textparagraph textperiodcentered textperthousand textpeso "
    "textquestiondown textquotedblleft textquotedblright textquoteleft textquoteright "
    "textrecipe textreferencemark textregistered textrightarrow textsection textsterling "
    "textthreequarters textthreesuperior texttimes texttwosuperior textuparrow textwon "
    "textyen th"
)
_MATH = frozenset(_MATH_WORDS.split())
_TEXT = frozenset(_TEXT_WORDS.split())
_MATH_COMMAND = re.compile(r"\\ensuremath\{\\([A-Za-z]+)\}")
_MATH_LETTER = re.compile(r"\\ensuremath\{\\math(?:bf|it|sf|tt)\{[A-Za-z0-9]\}\}")
_TEXT_COMMAND = re.compile(r"\\([A-Za-z]+)")

# Marks that LaTeX sets on any letter, by their number.
_ACCENTS = {
    0x300: "`", 0x301: "'", 0x302: "^", 0x303: "~", 0x304: "=", 0x306: "u", 0x307: ".",
    0x308: '"', 0x30A: "r", 0x30B: "H", 0x30C: "v", 0x323: "d", 0x326: "textcommabelow", 0x327: "c",
    0x328: "k", 0x331: "b",
}  # fmt: skip
_DOTLESS = {"i": "\\i", "j": "\\j"}


def commands(characters: Iterable[str]) -> dict[str, str]:
    """Return a command for each of *characters* that has one."""
    # Only a document with such characters pays for this import.
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    encoder = UnicodeToLatexEncoder(
        conversion_rules=["defaults", "unicode-xml"],
        replacement_latex_protection="none",
        unknown_char_policy=lambda _: "",
        unknown_char_warning=False,
    )
    found = ((c, _known(str(encoder.unicode_to_latex(c))) or _composed(c)) for c in characters)
    return {character: command for character, command in found if command}


def is_mathematics(command: str) -> bool:
    """Say whether *command* prints from the mathematical fonts, which every engine has."""
    return command.startswith("\\ensuremath")


def accent(mark: str) -> str:
    """Return the accent command of a combining *mark*, "" where LaTeX has none."""
    name = _ACCENTS.get(ord(mark), "")
    return f"\\{name}" if name else ""


def _known(command: str) -> str:
    if match := _MATH_COMMAND.fullmatch(command):
        return command if match[1] in _MATH else ""
    if match := _TEXT_COMMAND.fullmatch(command):
        return command if match[1] in _TEXT else ""
    return command if _MATH_LETTER.fullmatch(command) else ""


def _composed(character: str) -> str:
    """Build a letter from what Unicode says that it is made of."""
    kind, _, parts = unicodedata.decomposition(character).rpartition("> ")
    if kind in ("<compat", "<wide", "<narrow", "<super"):
        text = unicodedata.normalize("NFKC", character)
        if not (text.isascii() and text.isalnum()):
            return ""
        return f"\\textsuperscript{{{text}}}" if kind == "<super" else text
    apart = unicodedata.normalize("NFD", character)
    letter, marks = apart[0], apart[1:]
    if kind or not parts or not (letter.isascii() and letter.isalpha()):
        return ""
    over = any(unicodedata.combining(mark) == 230 for mark in marks)
    command = _DOTLESS.get(letter, letter) if over else letter
    for mark in marks:
        if not (name := accent(mark)):
            return ""
        command = f"{name}{{{command}}}"
    return command

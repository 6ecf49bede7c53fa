"""What Markdown has that learning systems disagree on, and where each is not what it was meant.

Which system breaks what was measured on the engines that they use: Moodle's PHP Markdown Extra,
GitHub's cmark-gfm, Open edX's Python-Markdown, and CommonMark for those that keep to it. What only
a program for sites or papers has (Jekyll, Quarto, pandoc) is plain words to all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SYSTEMS = ("Moodle", "GitHub", "Open edX", "CommonMark")
_MOODLE, _GITHUB, _EDX, _COMMONMARK = SYSTEMS


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct: its code, how a line shows it, what it is called, where it breaks, what to do.

    *example* is a page that has it, *shows* an expression for the HTML that its author expects.
    """

    code: str
    found: re.Pattern[str]
    what: str
    breaks: tuple[str, ...]
    hint: str
    example: str
    shows: str


def _construct(
    code: str, found: str, what: str, breaks: tuple[str, ...], hint: str, example: str, shows: str
) -> Construct:
    return Construct(code, re.compile(found), what, breaks, hint, example, shows)


# Of whole lines, outside of code. A line is what stands between two line ends.
CONSTRUCTS = (
    _construct(
        "shortcode",
        r"\{\{[<%].*?[>%]\}\}",
        "a shortcode of Hugo or Quarto",
        SYSTEMS,
        "write what it stands for",
        "{{< video a.mp4 >}}\n",
        r"<video",
    ),
    _construct(
        "liquid",
        r"\{[%{].*?[%}]\}",
        "a tag of Jekyll",
        SYSTEMS,
        "upload `reading-list.md` of a build, which has what the tag stands for",
        '{% include paper.html key="a" %}\n',
        r"(?!)",
    ),
    _construct(
        "citation",
        r"\[[^\[\]\n]*(?<![\w.])@[\w{][^\[\]\n]*\]",
        "a citation by key",
        SYSTEMS,
        "upload `reading-list.md` of a build, which has the reference in place",
        "- [@kwon23, sec. 2]\n",
        r"Kwon",
    ),
    _construct(
        "attributes",
        r"(?<!\\)\{:[^{}\n]*\}|(?<=[)\]`*])\{[.#][^{}\n]*\}",
        "an attribute list",
        SYSTEMS,
        "leave it out",
        "A paragraph\n{: .note }\n",
        r'class="note"',
    ),
    _construct(
        "heading-id",
        r"^#{1,6} .*(?<!\\)\{#[\w-]+\}\s*$",
        "a name for a heading",
        (_GITHUB, _EDX, _COMMONMARK),
        "leave it out: nothing may rely on the names of places",
        "## Part {#part}\n",
        r">\s*Part\s*</h2>",
    ),
    _construct(
        "fenced-div",
        r"^\s*:{3,}",
        "a fenced division",
        SYSTEMS,
        "write its words as a paragraph or as a quotation",
        "::: note\nText\n:::\n",
        r"<div",
    ),
    _construct(
        "admonition",
        r"^(?:!!!|\?\?\?)\+? \w",
        "an admonition of MkDocs",
        SYSTEMS,
        "write its words as a paragraph that begins in bold",
        "!!! note\n    Text\n",
        r'class="admonition',
    ),
    _construct(
        "fenced-code",
        r"^ {0,3}(?:`{3,}|~{3,})",
        "fenced code",
        (_EDX,),
        "indent the code by four spaces",
        "```\na = 1\n```\n",
        r"<pre><code>a = 1",
    ),
    _construct(
        "footnote",
        r"\[\^[^\[\]\s]+\]",
        "a footnote",
        (_EDX, _COMMONMARK),
        "put its words in brackets where the note stands",
        "A[^1]\n\n[^1]: Note\n",
        r"<sup",
    ),
    _construct(
        "definition-list",
        r"^:[ \t]+\S",
        "a definition list",
        (_GITHUB, _EDX, _COMMONMARK),
        "write a bullet, the term in bold",
        "Term\n: What it is\n",
        r"<dl>",
    ),
    _construct(
        "task-list",
        r"^\s*[-*+] \[[ xX]\] ",
        "a box to tick",
        (_MOODLE, _EDX, _COMMONMARK),
        "write ☐, which every system prints",
        "- [ ] Read\n",
        r"checkbox",
    ),
    _construct(
        "strikethrough",
        r"(?<![~\\])~~(?=\S)[^~\n]+(?<=\S)~~(?!~)",
        "words struck through",
        (_MOODLE, _EDX, _COMMONMARK),
        "leave the words out, or say that they no longer hold",
        "~~gone~~\n",
        r"<del>|<s>",
    ),
    _construct(
        "table",
        r"^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$",
        "a table",
        (_EDX, _COMMONMARK),
        "write a list with an item a row",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        r"<table>",
    ),
    _construct(
        "mathematics",
        r"(?<![\\$\w])\$\$?(?=[^\s$\d])[^$\n]*[^\s$\\]\$\$?(?![\d$])|\\\(|\\\[",
        "mathematics",
        (_MOODLE, _EDX, _COMMONMARK),
        "write it in words, or use the system's own editor for formulas",
        "$x^2$\n",
        r"<math|math-",
    ),
    _construct(
        "emoji-code",
        r"(?<![\w:]):[a-z][a-z0-9_+-]{2,30}:(?![\w:])",
        "an emoji by its name",
        (_MOODLE, _EDX, _COMMONMARK),
        "write the character itself",
        "A :coffee: break\n",
        "☕",
    ),
    _construct(
        "backslash-break",
        r"(?<!\\)\\$",
        "a line break by a backslash",
        (_MOODLE, _EDX),
        "begin a new paragraph or a new item",
        "one\\\ntwo\n",
        r"<br",
    ),
    _construct(
        "other-escape",
        r"(?<!\\)(?:\\\\)*\\[<>&\"'$%,/:;=?@^|~]",
        "a backslash before a character that needs none",
        (_MOODLE, _EDX),
        "leave the backslash out; write `&lt;` for `<`",
        "a \\~ b\n",
        r"<p>a ~ b</p>",
    ),
    _construct(
        "heading-without-space",
        r"^#{1,6}[^\s#\d!{]",
        "a heading without a space",
        (_GITHUB, _COMMONMARK),
        "write a space behind the `#`",
        "##Part\n",
        r"<h2>Part</h2>",
    ),
    _construct(
        "number-sign",
        r"^#\d",
        "a `#` before a number, which some take for a heading",
        (_MOODLE, _EDX),
        "write `\\#1`",
        "#1 in the list\n",
        r"<p>#1",
    ),
    _construct(
        "html",
        r"</?(?!br\b|https?:|mailto:)[A-Za-z][\w-]*(?:\s[^<>]*)?/?>",
        "HTML within the page",
        SYSTEMS,
        "write it as Markdown: each system keeps other elements, and GitHub no style",
        '<details style="x">a</details>\n',
        r'<details style="x">a</details>\s*$(?!)',
    ),
    _construct(
        "wiki-link",
        r"\[\[[^\[\]\n]+\]\]",
        "a link of a wiki",
        SYSTEMS,
        "write `[words](https://…)`",
        "[[Other page]]\n",
        r"<a ",
    ),
    _construct(
        "local-link",
        r"\]\((?!https?:|mailto:|#|<)[^()\s]+",
        "a link or picture from your own disk",
        SYSTEMS,
        "upload the file there and link to its address",
        "[notes](notes.pdf)\n",
        r"(?!)",
    ),
    _construct(
        "inner-link",
        r"\]\(#[^()\s]*\)",
        "a link to a place of the page",
        SYSTEMS,
        "leave the link out: Moodle and Canvas drop the names of places",
        "[below](#part)\n",
        r"(?!)",
    ),
    _construct(
        "bare-address",
        r"(?<![(<\w\"'=/\]:.])https?://[^\s<>)\]]+",
        "an address that is no link",
        (_MOODLE, _EDX, _COMMONMARK),
        "write `<https://…>`",
        "See https://example.org today\n",
        r'<a href="https://example.org"',
    ),
    _construct(
        "emoticon",
        r"\((?:y|n|h|heart|grr|martin)\)|(?<!\w):-?[)(](?!\w)|;-\)",
        "what Moodle turns into a picture",
        (_MOODLE,),
        "put a word joiner (U+2060) behind the first character, or other words",
        "option (n) of three\n",
        r"\(n\)",
    ),
)

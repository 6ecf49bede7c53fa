"""The pieces that each format is made of, its real files, and what can happen to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).parent
CORPUS = TESTS / "corpus"

_WORDS = (
    *("Ada Lovelace", "A. B. Smith", "Li, W.", "et al.", " and ", ", ", ". ", "; ", " & ", "2019"),
    *(
        "(2001)",
        "In Proc. SOSP",
        "Nature 12(3)",
        "pp. 1–9",
        "Sec. 2",
        "Ch. 3-5",
        "arXiv:2104.00001",
    ),
    *(
        "https://arxiv.org/abs/2104.00001",
        "https://doi.org/10.1145/1.2",
        "Attention is all you need",
    ),
    *(
        "required",
        "optional",
        "(Optional)",
        "Reading:",
        "Week 3",
        "Tue 1/14",
        "Jan 5",
        "[pdf]",
        "“",
        "”",
    ),
    *(
        '"',
        "'",
        "é",
        "中",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\U0001f600",
        "\ue0f2",
        "\u2028",
        "\x0b",
        "\x85",
    ),
)
# Two words of a language make a course speak it.
_OF_LANGUAGES = (
    *("Pflichtlektüre", "S. 3–5 und 7", "14. Oktober 2024", "Referat: ", "Verlag", "fakultativ"),
    *("Lectura obligatoria", "cap. 2 y 3", "Lunes 3 de marzo", "Editorial", "Autores", "opcional"),
    *("Lecture obligatoire", "chapitre IV", "1er mai", "facultatif", "Titre", "Auteur"),
    *("Обязательная литература", "гл. 2", "12 октября 2024 г.", "Автор", "Название", "Тема"),
    *(
        "必读",
        "第4章、第5章",
        "10月14日（周一）",
        "著者：",
        "出版社",
        "発表者",
        "3ページ",
        "参考文献",
    ),
    *("필수", "제3장", "10월 14일 (월)", "저자", "발표자", "주차"),
    *("قراءة إلزامية", "ص 3-5", "الفصل 2", "חובה", "פרק ב", "עמ' 3"),
    *("Zorunlu", "Bölüm 3", "Pazartesi", "Bắt buộc", "chương 2", "ngày 3 tháng 10", "İ", "ı", "ß"),
)
_LAYOUT = (
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\r\n",
    "\\",
    "-",
    ":",
    "—",
    "⸨1⸩",
    "⸨",
    "⸩",
    "⸨99999999999⸩",
)
_MARKDOWN = (
    *(
        "# ",
        "## ",
        "#### A ",
        "- ",
        "* ",
        "1. ",
        "  - ",
        "    * ",
        "> ",
        "**",
        "*",
        "_",
        "`",
        "```\n",
    ),
    *("[", "](", ")", "[@key1]", "[@key1, p. 3; @key2]", "[a](http://x.org)", "<http://x.org>"),
    *("[1]: http://x.org", "[^1]", "| a | b |\n", "|---|---|\n", "|", "---\n", "===\n", "***\n"),
    *(
        "{: .x }",
        "{:toc}",
        "<!--",
        "-->",
        "~~",
        "![i](j)",
        ": d",
        "- [ ] ",
        "$x$",
        "&amp;",
        "\\*",
        "<br>",
    ),
)
_LIQUID = (
    *("{%", "%}", "{{", "}}", "{% for p in site.data.papers %}", "{% endfor %}", "{% if p.url %}"),
    *("{% else %}", "{% endif %}", "{{ p.title }}", "{{ page.title | upcase }}", "{% raw %}"),
    *("{% endraw %}", '{% include paper.html key="key1" %}', '{% include x.md note="a" %}'),
    *("{% assign a = site.data.papers %}", "{% capture b %}", "{% endcapture %}", "{%- ", " -%}"),
    *("{% comment %}", "{% endcomment %}", "{{ site.data.papers[0].title }}", "{% liquid\n"),
    *(
        "{% bibliography --query @*[year=2001] %}",
        "{% cite key1 %}",
        "{{ content }}",
        "| sort: 'x'",
    ),
)
_HTML = (
    *(
        "<ul>",
        "</ul>",
        "<ol>",
        "<li>",
        "</li>",
        "<p>",
        "</p>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
    ),
    *(
        "<td>",
        "</td>",
        '<td rowspan="3">',
        '<td colspan="99999999">',
        "<th>",
        "<h2>",
        "</h2>",
        "<h9>",
    ),
    *(
        '<a href="http://x.org">',
        "</a>",
        "<a href=",
        "<i>",
        "</i>",
        "<b>",
        "<br/>",
        "<div>",
        "</div>",
    ),
    *("<dl>", "<dt>", "<dd>", "<pre>", "<script>", "<style>", "<!--", "-->", "<![CDATA[", "&nbsp;"),
    *(
        "&#0;",
        "&bad;",
        "<",
        ">",
        "<span class='title'>",
        "</span>",
        "<em>",
        "<base href='//y'>",
        "<img>",
    ),
    *(
        "<blockquote>",
        "<details markdown=1>",
        "<svg>",
        "<math>",
        "<template>",
        "<caption>",
        "<tbody>",
    ),
)
_YAML = (
    *(
        "title: ",
        "authors: ",
        "author: ",
        "readings:\n",
        "- ",
        "  - ",
        "  ",
        "date: ",
        "topic: ",
        "week: ",
    ),
    *(
        "parts:\n",
        "sections:\n",
        "papers:\n",
        "key: ",
        "id: ",
        "url: ",
        "venue: ",
        "year: ",
        "issued: ",
    ),
    *(
        "required: ",
        "true",
        "null",
        "~",
        "[",
        "]",
        "{",
        "}",
        "|\n",
        ">\n",
        "&a ",
        "*a",
        "<<: *a",
        "!!binary ",
    ),
    *(
        "? ",
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        "# ",
        "presenter: ",
        "links:\n",
        "optional: ",
        "notes: ",
    ),
    *(
        "2019-01-05",
        "0x1F",
        ".nan",
        "1e999",
        "- {title: A, url: http://x.org}\n",
        "family: ",
        "versions:\n",
    ),
)
_JSON = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        '"title"',
        '"author"',
        '"id"',
        '"a"',
        '"issued"',
        '"date-parts"',
    ),
    *(
        "1",
        "-0",
        "1e999",
        "true",
        "null",
        '"family"',
        '"\\ud800"',
        '"\\u0000"',
        '"readings"',
        '"type"',
    ),
    *(
        '"key"',
        "9" * 5000,
        '"title": "A"',
        '"URL": "http://x.org"',
        '{"title": "A", "author": "B"}',
    ),
)
_CSV = (
    *(
        "Week",
        "Date",
        "Reading",
        "Title",
        "Authors",
        "Link",
        "Topic",
        "Presenter",
        ",",
        ",",
        ";",
        "\t",
    ),
    *('"', '""', "Optional", "Key", "URL", "http://x.org"),
)
_BIBTEX = (
    *(
        "@article{",
        "@inproceedings{",
        "@string{",
        "@preamble{",
        "@comment{",
        "@book(",
        "@misc{k,\n",
        "}",
    ),
    *(
        "{",
        "title = ",
        "author = ",
        "editor = ",
        "year = ",
        "month = nov",
        "date = ",
        "crossref = ",
        "#",
    ),
    *(
        "xdata = {k}",
        ",\n",
        '"',
        "=",
        "k",
        '{\\"o}',
        "\\'",
        "\\emph{",
        "$x^2$",
        "\\",
        "%",
        "~",
        "--",
    ),
    *(
        "doi = {10.1145/1.2}",
        "{A, B and C, D}",
        "{A and others}",
        "url = {http://x.org}",
        "2001/2002~",
    ),
    *(
        "{-0044}",
        "{9999999999}",
        "von ",
        "{von Last, Jr, First}",
        "journal = {Nature}",
        "crossref = {k}",
    ),
)
_RIS = (
    *(
        "TY  - JOUR\n",
        "TY  - CONF\n",
        "TY  - ",
        "ER  - \n",
        "AU  - ",
        "A1  - ",
        "TI  - ",
        "T1  - ",
        "T2  - ",
    ),
    *(
        "PY  - 2001\n",
        "Y1  - 2001/13/99/\n",
        "DA  - ",
        "SP  - 1\n",
        "EP  - 9\n",
        "DO  - ",
        "UR  - ",
        "ID  - ",
    ),
    *("N2  - ", "XX  - ", "  - ", "KW  - ", "SN  - ", "\n", "M3  - "),
)

_ORG = (
    "* ", "** TODO ", "*** ", "\n* COMMENT ", "\n- ", "\n  - [X] ", "\n1. ",
    "[[https://doi.org/10.1145/1][", "]]", "*bold* ", "/italic/ ", "=code= ", "~", "| ",
    "\n|---+---|\n", "<2026-01-20 Tue>", "[2026-02-03]",
    "\n  SCHEDULED: <2026-01-27 Tue 10:00-11:30>\n", "\n:PROPERTIES:\n", "\n:END:\n",
    " :tag:other:", "\n#+BEGIN_SRC sh\n", "\n#+END_SRC\n", "\n#+begin_quote\n", "#+TITLE: ",
    "#+INCLUDE: \"page.org\"", "\n#+MACRO: a {{{a}}}\n", "{{{a}}}", "cite:lamport78",
    "[cite:@lamport78 p. 3]", "[fn:1]", "\n[fn:1] ", "$x^2$", "\\alpha", "<<x>>",
)  # fmt: skip
_LATEX = (
    "\\documentclass{article}\n", "\\begin{document}\n", "\\end{document}", "\\section*{",
    "\\subsection{", "}", "{", "[", "]", "\n\\begin{itemize}\n", "\n\\end{itemize}\n",
    "\\begin{enumerate}[a)]", "\\end{enumerate}", "\\begin{foo}{x}", "\\end{foo}", "\n\\item ",
    "\\item[$\\star$] ", "\\href{https://doi.org/10.1145/1}{", "\\emph{", "\\textbf{", "``", "''",
    "~", "--", "\\\\", "&", "%", "\n\\begin{tabular}{ll}\n", "\n\\end{tabular}\n",
    "\\cite{lamport78}", "\\fullcite[p.~3]{a, b}", "\\nocite{*}", "\\input{page}",
    "\\newcommand{\\a}[1]{#1\\a{#1}}", "\\def\\b{\\a}", "\\a{x}", "\\unknown{x}{y}", "$x^2$",
    "\\[", "\\verb|", "\\begin{verbatim}", "\\footnote{", "\\title{",
)  # fmt: skip
_RST = (
    "\n=====\n", "\n-----\n", "\n^^^^^\n", "\n- ", "\n* ", "\n#. ",
    "`Title <https://doi.org/10.1145/1>`_", "`x`__", "\n__ https://a.org\n", ":cite:`a`",
    ":cite:p:`a, b`", ":doc:`x`", "**", "*", "``", "::\n\n   ", "\n.. note::\n   ",
    "\n.. include:: page.rst\n", "\n.. |a| replace:: |a|\n", "|a|", "\n.. _x:\n", "[1]_",
    "\n.. [1] ", "\n=== ===\na   b\n=== ===\n", "\n+---+---+\n| a | b |\n+---+---+\n",
    "\n.. list-table::\n\n   * - ", "\n:Field: ", "\n.. raw:: html\n\n   <b>", "\n\n   ", "|",
)  # fmt: skip

FRAGMENTS: dict[str, tuple[str, ...]] = {
    ".md": (*_MARKDOWN, *_LIQUID, *_HTML, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".html": (*_HTML, *_LIQUID, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".yaml": (*_YAML, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".json": (*_JSON, *_WORDS, *_OF_LANGUAGES),
    ".csv": (*_CSV, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".org": (*_ORG, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".tex": (*_LATEX, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".rst": (*_RST, *_WORDS, *_OF_LANGUAGES, *_LAYOUT),
    ".bib": (*_BIBTEX, *_WORDS, *_OF_LANGUAGES),
    ".ris": (*_RIS, *_WORDS, *_OF_LANGUAGES),
}
WORKS = (".yaml", ".json", ".bib", ".ris")
OUTLINES = (".md", ".html", ".org", ".tex", ".rst", ".yaml", ".json", ".csv")

_SAME = {".yml": ".yaml"}


def real(suffix: str) -> list[Path]:
    """Return the tests' real files in the format of *suffix*."""
    folders = (CORPUS, TESTS / "bibtex", TESTS / "ris")
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        path
        for path in found
        if _SAME.get(path.suffix, path.suffix) == suffix and path.name != "expected.yaml"
    ]


def courses() -> list[Path]:
    """Return the folders of the courses in the corpus."""
    return sorted(path.parent for path in CORPUS.glob("*/expected.yaml"))


Numbers = Callable[[int], int]
"""Gives a number from zero up to one below what it is asked."""


def mutated(data: bytes, pieces: tuple[str, ...], number: Numbers) -> bytes:
    """Return *data* after a few of the accidents that *number* chooses."""
    for _ in range(1 + number(6)):
        start = number(len(data) + 1)
        end = min(start + 1 + number(80), len(data))
        other = number(len(data) + 1)
        piece = data[start:end]
        match number(6):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:other] + piece + data[other:]
            case 2:
                data = data[:start] + piece[::-1] + data[end:]
            case 3:
                data = data[:start] + pieces[number(len(pieces))].encode() + data[start:]
            case 4:
                data = data[:start] + bytes([number(256)]) + data[start:]
            case _:
                data = data[:start] if number(4) == 0 else data[:start] + piece * 3 + data[end:]
    return data


def spoil(course: Path, number: Numbers) -> None:
    """Let a few accidents happen to about half of the files of *course*."""
    for path in sorted(path for path in course.rglob("*") if path.is_file()):
        if number(2):
            pieces = FRAGMENTS.get(path.suffix, FRAGMENTS[".yaml"])
            path.write_bytes(mutated(path.read_bytes(), pieces, number))

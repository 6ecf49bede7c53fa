"""Pages of Org, LaTeX and reStructuredText: what they include, define and break."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading, Requirement
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk

RAFT = "Diego Ongaro and John Ousterhout, USENIX ATC 2014"


def outline_of(folder: Path, **files: str) -> tuple[Outline[Reading], list[str]]:
    """Return the outline of *files* in *folder*, `_` for the dot of a name, and what was said."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    checked = check_course(Disk(folder))
    said = [f"{d.code} {d.span.line if d.span else 0}: {d.message}" for d in checked.diagnostics]
    return checked.value.outline, said


def titles(outline: Outline[Reading]) -> list[str]:
    return [plain_text(r.work.title.value) if r.work.title else "" for r in outline.readings()]


def headings(outline: Outline[Reading]) -> list[str]:
    return [plain_text(section.title.value) for section in outline.sections()]


def document(*lines: str, preamble: str = "") -> str:
    body = "\n".join(lines)
    return f"\\documentclass{{article}}\n{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n"


def items(*lines: str) -> str:
    return "\n".join(("\\begin{itemize}", *(f"\\item {line}" for line in lines), "\\end{itemize}"))


def test_the_commands_of_a_page_are_carried_out(tmp_path: Path) -> None:
    preamble = "\\title{My course}\n\\newcommand{\\paper}[2]{\\href{#1}{#2}, }\n"
    text = document(
        "\\section{Logs \\hfill Jan 7}",
        items(f"\\paper{{https://raft.github.io/raft.pdf}}{{Raft --- a Log}}{RAFT}"),
        preamble=preamble,
    )
    outline, said = outline_of(tmp_path, list_tex=text)
    assert (outline.title, headings(outline)) == ("My course", ["Logs · Jan 7"])
    (reading,) = outline.readings()
    assert titles(outline) == ["Raft — a Log"]
    assert reading.work.text("URL") == "https://raft.github.io/raft.pdf"
    assert said == []


def test_a_command_that_nothing_defines_is_named_and_its_words_are_kept(tmp_path: Path) -> None:
    item = f"\\thing{{“A Paper That Is There”}}, {RAFT}"
    outline, said = outline_of(tmp_path, list_tex=document(items(item, item)))
    assert titles(outline) == ["A Paper That Is There"] * 2
    unread = [line for line in said if line.startswith("unread-markup")]
    assert unread == ["unread-markup 4: the command `\\thing` is not printed, 2 times on this page"]


@pytest.mark.parametrize(
    "cited",
    ["\\cite[p.~3]{a}", "\\textcite[p. 3]{a}", "\\fullcite[p. 3]{a}", "\\footfullcite[p. 3]{a}"],
)
def test_a_citation_names_a_work_and_what_of_it_to_read(cited: str, tmp_path: Path) -> None:
    bib = "@book{a, title = {A Book}, author = {Ada Lee}, year = 2001}\n"
    outline, said = outline_of(tmp_path, list_tex=document(items(cited)), refs_bib=bib)
    (reading,) = outline.readings()
    assert (titles(outline), said) == (["A Book"], [])
    assert reading.item.locator == "p. 3"


def test_what_stands_in_the_margin_is_said_in_brackets(tmp_path: Path) -> None:
    item = f"\\marginpar{{Required}} \\href{{https://raft.github.io}}{{Raft}}, {RAFT}"
    text = document("\\newthought{Words}\\sidenote{Aside.} go on.", items(item))
    outline, said = outline_of(tmp_path, list_tex=text)
    (reading,) = outline.readings()
    assert (titles(outline), said) == (["Raft"], [])
    assert reading.item.requirement == Requirement(True)
    assert "Words (Aside.) go on." in f"{outline.body[0]}"


def test_an_author_and_a_year_are_one_citation(tmp_path: Path) -> None:
    bib = "@book{a, title = {A Book}, author = {Ada Lee}, year = 2001}\n"
    text = document(items("\\citeauthor{a} (\\citeyear{a})", "\\citeauthor{a}, \\citeyearpar{a}"))
    outline, _ = outline_of(tmp_path, list_tex=text, refs_bib=bib)
    assert titles(outline) == ["A Book", "A Book"]


def test_slides_are_sections_whatever_comes_when(tmp_path: Path) -> None:
    slides = document(
        "\\begin{frame}<1->[t]{Week 1}",
        "\\begin{itemize}",
        f"\\item<1-> \\href{{https://raft.github.io}}{{Raft}}, {RAFT}",
        "\\end{itemize}",
        "\\end{frame}",
        "\\begin{frame}",
        "\\frametitle{Week 2}",
        items(f"\\href{{https://paxos.example}}{{Paxos}}, {RAFT}"),
        "\\end{frame}",
    )
    outline, said = outline_of(tmp_path, list_tex=slides)
    sections = {plain_text(s.title.value): list(s.readings()) for s in outline.sections()}
    assert {title: len(found) for title, found in sections.items()} == {"Week 1": 1, "Week 2": 1}
    assert (titles(outline), said) == (["Raft", "Paxos"], [])


def test_a_file_that_a_page_inputs_stands_there_and_keeps_its_places(tmp_path: Path) -> None:
    (tmp_path / "weeks").mkdir()
    week = items(f"\\href{{https://raft.github.io}}{{Raft}}, {RAFT}")
    (tmp_path / "weeks" / "one.tex").write_text(f"\\section{{One}}\n{week}\n")
    text = document("\\input{weeks/one}", "\\include{../outside}", "\\input{list}")
    outline, _ = outline_of(tmp_path, list_tex=text)
    (reading,) = outline.readings()
    span = reading.item.key.span
    assert (span.source, span.line) == ("weeks/one.tex", 3)


def test_nothing_outside_of_the_course_is_input(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("The secret words")
    course = tmp_path / "course"
    course.mkdir()
    item = f"\\href{{https://raft.github.io}}{{Raft}}, {RAFT}"
    text = document("\\input{../secret}", f"\\input{{{tmp_path}/secret}}", items(item))
    outline, said = outline_of(course, list_tex=text)
    assert titles(outline) == ["Raft"]
    assert "secret words" not in f"{outline}{said}"


BROKEN = {
    "brace": "\\textbf{no end",
    "other-end": "\\end{enumerate}",
    "table": "\\begin{tabular}{l} a & b \\\\",
    "mathematics": "$x^2",
    "verbatim": "\\verb|x \\cite[ {a \\begin{foo",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_one_broken_item_costs_no_other(broken: str, tmp_path: Path) -> None:
    good = f"\\href{{https://raft.github.io}}{{Raft}}, {RAFT}"
    text = document("\\section{Logs}", items(good, broken, good), preamble="\\title{T}")
    outline, said = outline_of(tmp_path, list_tex=text)
    assert titles(outline)[0] == titles(outline)[-1] == "Raft"
    assert len(titles(outline)) == 2
    assert (outline.title, headings(outline)) == ("T", ["Logs"])
    assert broken == BROKEN["other-end"] or any(
        "unread-markup 6: what is no LaTeX" in s for s in said
    )


ENDLESS = [
    "\\begin{itemize}",
    "\\begin{tabular}{l}",
    "\\footnote{",
    "\\iftrue ",
    "\\def\\a ",
    "\\newenvironment{a}{",
    "{",
]


@pytest.mark.parametrize("opened", ENDLESS)
def test_what_never_ends_is_left_out(opened: str, tmp_path: Path) -> None:
    """pandoc would try twice as long for each that is open; the test would run into its limit."""
    good = items(f"\\href{{https://raft.github.io}}{{Raft}}, {RAFT}")
    outline, _ = outline_of(tmp_path, list_tex=document(good, "", f"{opened} x\n" * 3000))
    assert titles(outline) == ["Raft"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("list_tex", "\\input{list}"),
        ("list_org", '#+INCLUDE: "list.org"'),
        ("list_rst", ".. include:: list.rst"),
    ],
)
def test_files_that_include_themselves_come_to_an_end(name: str, line: str, tmp_path: Path) -> None:
    start = {"list_tex": "\\item", "list_org": "-", "list_rst": "-"}[name]
    text = f"{start} Diego Ongaro, “A Log That Is Replicated”, 2014\n\n" + f"{line}\n" * 300
    outline, said = outline_of(tmp_path, **{name: text})
    assert titles(outline)
    assert any("it is no file of the course, or includes itself" in each for each in said)
    assert any(each.startswith("long-page") for each in said)


WORKS = "\n".join(
    (
        "\\begin{thebibliography}{9}",
        "\\bibitem[Lee(2001)]{a} Lee, Ada (2001). ``A First Paper.'' \\emph{Mind} 1(2): 3--4.",
        "\\bibitem{b} Ray, Ben (2002). ``A Second Paper.'' \\emph{Mind} 2(2): 5--9.",
        "\\end{thebibliography}",
    )
)


def test_a_work_that_the_page_lists_stands_where_it_is_cited(tmp_path: Path) -> None:
    cited = items("\\cite{b}, sec. 2", "\\citet[ch.~3]{a}; \\cite{b}")
    outline, _ = outline_of(tmp_path, list_tex=document("\\section{One}", cited, WORKS))
    assert titles(outline) == ["A Second Paper", "A First Paper", "A Second Paper"]
    assert [r.item.locator for r in outline.readings()] == ["sec. 2", "ch. 3", ""]
    assert [r.item.key.span.line for r in outline.readings()] == [5, 6, 6]


def test_works_that_nothing_cites_are_a_list(tmp_path: Path) -> None:
    outline, said = outline_of(tmp_path, list_tex=document("\\section{References}", WORKS))
    assert (titles(outline), said) == (["A First Paper", "A Second Paper"], [])
    assert [r.item.key.span.line for r in outline.readings()] == [5, 6]


def test_prose_that_cites_a_listed_work_stays_prose(tmp_path: Path) -> None:
    prose = "We shall see in the first of the weeks what is said by \\cite{a}, who is often wrong."
    outline, _ = outline_of(
        tmp_path, list_tex=document("\\section{One}", prose, "\\section{Two}", WORKS)
    )
    assert titles(outline) == ["A First Paper", "A Second Paper"]
    assert "A First Paper" not in f"{outline.parts[0].body[0]}"


def test_works_that_are_only_listed_are_readings(tmp_path: Path) -> None:
    bib = "".join(
        f"@book{{{key}, title = {{Book {key}}}, author = {{Ada Lee}}, year = 2001}}\n"
        for key in "abcd"
    )
    text = document(
        "\\section{One}",
        items("\\fullcite{a}"),
        "\\section{Two}",
        "\\begin{refsection}",
        "\\nocite{b,c}",
        "\\printbibliography[heading=subbibliography, title={Surveys}]",
        "\\end{refsection}",
    )
    outline, _ = outline_of(tmp_path, list_tex=text, refs_bib=bib)
    assert titles(outline) == ["Book a", "Book b", "Book c"]
    assert headings(outline) == ["One", "Two", "Surveys"]
    assert [r.item.key.span.line for r in outline.readings()] == [5, 9, 9]


@pytest.mark.parametrize(
    ("cited", "told"),
    [
        ("\\cite[12--30]{a}", "pp. 12–30"),
        ("\\fullcite[12]{a}", "p. 12"),
        ("\\fullcite[see][ch.~5]{a}", "ch. 5"),
    ],
)
def test_a_number_behind_a_citation_is_a_page(cited: str, told: str, tmp_path: Path) -> None:
    bib = "@book{a, title = {A Book}, author = {Ada Lee}, year = 2001}\n"
    outline, said = outline_of(tmp_path, list_tex=document(items(cited)), refs_bib=bib)
    assert ([r.item.locator for r in outline.readings()], said) == ([told], [])


def test_a_command_that_begins_an_item_is_placed_where_it_stands(tmp_path: Path) -> None:
    preamble = (
        "\\newcommand{\\reading}[2]{%\n  \\item \\href{#2}{#1}, " + RAFT + "}\n"
        "\\newenvironment{papers}{\\begin{itemize}}{\\end{itemize}}\n"
    )
    text = document(
        "\\begin{papers}",
        "\\reading{Raft}{https://raft.github.io}",
        "\\reading",
        "  {Paxos}{https://paxos.example}",
        "\\end{papers}",
        preamble=preamble,
    )
    outline, said = outline_of(tmp_path, list_tex=text)
    assert (titles(outline), said) == (["Raft", "Paxos"], [])
    assert [r.item.key.span.line for r in outline.readings()] == [7, 8]


TABLE = f"""\\documentclass{{article}}
\\newcolumntype{{L}}[1]{{>{{\\raggedright}}p{{#1}}}}
\\begin{{document}}
\\begin{{longtable}}{{|L{{2cm}}|*{{2}}{{>{{\\small}}p{{.3\\textwidth}}}}|}}
\\toprule
Date & Topic & Reading\\\\
\\midrule
\\endfirsthead
Date & Topic & Reading\\\\
\\endhead
\\bottomrule
\\endfoot
\\multicolumn{{3}}{{c}}{{Part One}}\\\\
\\rowcolor{{gray}} Jan 7 & Logs & \\href{{https://doi.org/10.1145/1.2}}{{Raft}}, {RAFT}\\\\
\\cmidrule(lr){{1-3}}
Jan 14 & Votes & \\makecell{{(optional)}} \\href{{https://doi.org/10.1145/3.4}}{{Paxos}}, {RAFT}\\\\
\\end{{longtable}}
\\end{{document}}
"""


def test_a_table_may_have_columns_of_any_kind(tmp_path: Path) -> None:
    outline, said = outline_of(tmp_path, list_tex=TABLE)
    assert (titles(outline), said) == (["Raft", "Paxos"], [])
    assert headings(outline) == ["Part One", "Logs", "Votes"]
    assert [r.item.key.span.line for r in outline.readings()] == [14, 16]


def test_an_environment_that_nobody_knows_may_be_a_list(tmp_path: Path) -> None:
    lines = [
        f"\\item \\href{{https://a.org/{n}}}{{Paper Number {n}}}, {RAFT}" for n in ("One", "Two")
    ]
    text = document("\\begin{readinglist}", *lines, "\\end{readinglist}")
    outline, said = outline_of(tmp_path, list_tex=text)
    assert (titles(outline), said) == (["Paper Number One", "Paper Number Two"], [])


@pytest.mark.parametrize(
    "deep",
    ["\\begin{tabular}{l} " * 60 + "x" + "\\end{tabular}" * 60, "\\foo[\n" * 2000],
    ids=["tables", "options"],
)
def test_what_stands_deep_in_one_another_costs_no_reading(deep: str, tmp_path: Path) -> None:
    """pandoc would not come back from either."""
    item = items(f"\\href{{https://raft.github.io}}{{Raft}}, {RAFT}")
    outline, said = outline_of(tmp_path, list_tex=document(item, "", deep))
    assert titles(outline) == ["Raft"]
    assert any(line.startswith("unread-tex") for line in said)


def grown(times: int) -> str:
    """Return commands each of which stands for the next, *times* over."""
    names = [f"\\m{letter}" for letter in "abcdefghijklmnopqr"]
    pairs = pairwise(names)
    return "".join(f"\\newcommand{{{one}}}{{{next_ * times}}}\n" for one, next_ in pairs)


@pytest.mark.parametrize(
    "preamble", [grown(4), "\\newcommand{\\ma}{\\ma x}\n", "\\def\\ma{\\mb}\\def\\mb{\\ma}\n"]
)
def test_commands_without_end_are_not_carried_out(preamble: str, tmp_path: Path) -> None:
    item = f"\\ma \\href{{https://raft.github.io}}{{Raft}}, {RAFT}"
    outline, said = outline_of(tmp_path, list_tex=document(items(item), preamble=preamble))
    assert titles(outline) == ["Raft"]
    assert any(line.startswith("unread-tex") for line in said)


def test_environments_without_end_are_not_carried_out(tmp_path: Path) -> None:
    item = items(f"\\href{{https://raft.github.io}}{{Raft}}, {RAFT}")
    loop = "\\newenvironment{week}{\\begin{week}}{\\end{week}}\n"
    text = document(item, "\\begin{week}x\\end{week}", preamble=loop)
    outline, said = outline_of(tmp_path, list_tex=text)
    assert titles(outline) == ["Raft"]
    assert any(line.startswith("unread-tex") for line in said)


def test_a_command_used_on_every_line_is_carried_out(tmp_path: Path) -> None:
    lines = [f"\\req \\href{{https://a.org/{n}}}{{Paper number {n}}}, {RAFT}" for n in range(400)]
    preamble = "\\newcommand{\\req}{\\textbf{(Required)}}\n"
    outline, said = outline_of(tmp_path, list_tex=document(items(*lines), preamble=preamble))
    assert len(titles(outline)) == 400
    assert all(r.item.requirement and r.item.requirement.required for r in outline.readings())
    assert not any(line.startswith("unread") for line in said)


def test_the_label_of_an_item_is_a_mark_that_the_page_explains(tmp_path: Path) -> None:
    lines = [
        "\\begin{itemize}",
        f"\\item[$\\star$] \\href{{https://raft.github.io}}{{Raft}}, {RAFT}",
        f"\\item \\href{{https://paxos.example}}{{Paxos}}, {RAFT}",
        "\\end{itemize}",
    ]
    text = document("Starred papers are required.", *lines)
    outline, _ = outline_of(tmp_path, list_tex=text)
    told = [r.item.requirement.required if r.item.requirement else None for r in outline.readings()]
    assert (titles(outline), told) == (["Raft", "Paxos"], [True, None])


ORG = f"""#+TITLE: Systems
* TODO [#A] Logs <2026-01-20 Tue> :week1:
  - [X] [[https://raft.github.io][Raft]], {RAFT}
* Flash
  SCHEDULED: <2026-01-27 Tue 10:00>
  1. [[https://a.org/flash][Flash]], {RAFT}
* COMMENT Not yet
** Below
   - [[https://a.org/later][Later]], {RAFT}
* More
#+begin_src sh
- [[https://a.org/x][No reading]], {RAFT}
#+end_src
"""


def test_org_says_days_and_hides_what_is_commented(tmp_path: Path) -> None:
    outline, said = outline_of(tmp_path, list_org=ORG)
    assert outline.title == "Systems"
    assert headings(outline) == ["Logs 2026-01-20", "Flash (2026-01-27)", "More"]
    assert titles(outline) == ["Raft", "Flash"]
    assert [r.item.key.span.line for r in outline.readings()] == [3, 6]
    assert said == []


PAPERS = f"""#+TODO: TODO READING | DONE CANCELLED
* Logs <2026-01-20 Tue>
** READING Raft :required:
   :PROPERTIES:
   :AUTHOR: Ongaro, Diego and Ousterhout, John
   :YEAR: 2014
   :BOOKTITLE: USENIX ATC
   :URL: https://raft.github.io
   :END:
   Mind the figure.
** CANCELLED [[https://a.org/x][Not Read]], {RAFT}
** TODO [[https://paxos.example][Paxos]], {RAFT} :optional:
** Slides
   :PROPERTIES:
   :URL: https://a.org/slides
   :END:
   Words.
* Votes
"""


def test_a_heading_of_org_may_be_a_paper(tmp_path: Path) -> None:
    outline, said = outline_of(tmp_path, list_org=PAPERS)
    assert (titles(outline), said) == (["Raft", "Paxos"], [])
    assert headings(outline) == ["Logs 2026-01-20", "Slides", "Votes"]
    raft, paxos = outline.readings()
    assert raft.item.requirement
    assert raft.item.requirement.required
    assert paxos.item.requirement
    assert not paxos.item.requirement.required
    assert plain_text(raft.item.note) == "Mind the figure"
    assert [name.family for name in raft.work.names["author"].people] == ["Ongaro", "Ousterhout"]
    assert [r.item.key.span.line for r in outline.readings()] == [3, 12]


def test_links_and_citations_of_org_ref_are_read(tmp_path: Path) -> None:
    bib = "".join(
        f"@book{{{key}, title = {{Book {key}}}, author = {{Ada Lee}}, year = 2001}}\n"
        for key in "abc"
    )
    text = (
        "* Logs\n- [[cite:&a]]\n- [[citep:b;&c][see]]\n"
        f"- Raft, {RAFT}, doi:10.1145/1.2\n- [[doi:10.1145/3.4][Paxos]], {RAFT}\n"
    )
    outline, said = outline_of(tmp_path, list_org=text, refs_bib=bib)
    assert titles(outline)[:3] == ["Book a", "Book b", "Book c"]
    found = [r.work.text("DOI") for r in outline.readings()][3:]
    assert (found, said) == (["10.1145/1.2", "10.1145/3.4"], [])


def test_a_macro_of_org_that_names_others_is_not_read(tmp_path: Path) -> None:
    macros = "#+MACRO: a {{{b}}} {{{b}}}\n#+MACRO: b words\n"
    text = f"{macros}* Logs\n- [[https://raft.github.io][Raft]], {RAFT} {{{{{{a}}}}}}\n"
    outline, said = outline_of(tmp_path, list_org=text)
    assert titles(outline) == ["Raft"]
    assert said == ["unread-markup 1: the macro `a` is not read: it stands for others"]


RST = f"""
======
 Logs
======

Week 1
------

* `Raft <https://raft.github.io>`_, {RAFT}
  (required)

Week 2
------

======  =======
Day     Reading
======  =======
Jan 12  `Paxos <https://paxos.example>`_, {RAFT}
======  =======

::

    Title
    -----
"""


def test_titles_and_tables_of_restructuredtext_are_as_long_as_their_rules(tmp_path: Path) -> None:
    outline, said = outline_of(tmp_path, list_rst=RST)
    assert (outline.title, headings(outline)) == ("Logs", ["Week 1", "Week 2"])
    assert titles(outline) == ["Raft", "Paxos"]
    assert [r.item.key.span.line for r in outline.readings()] == [9, 18]
    assert said == []


FIELDS = f"""
====
Logs
====

:orphan:
:Instructor: Ada Lee

Papers
------

Raft
   :Authors: Diego Ongaro and John Ousterhout
   :Venue: USENIX ATC
   :Year: 2014
   :URL: https://raft.github.io
   :Status: optional

The Part-Time Parliament
~~~~~~~~~~~~~~~~~~~~~~~~

:Authors: Leslie Lamport
:Published in: ACM TOCS
:Year: 1998

More
----

+--------+------------+-----------------------------+
| Day    | Topic      | Reading                     |
+========+============+=============================+
| Jan 12 | Votes      | `Votes`_, Ada Lee, OSDI     |
|        |            | 2020                        |
+--------+------------+-----------------------------+
| Jan 19 | Citations  | [Ray02]_, ch. 2             |
+--------+------------+-----------------------------+

.. list-table::
   :header-rows: 1

   * - Date
     - Topic
     - Reading
     - Optional
   * - Jan 26
     - Two
     - * `One <https://a.org/one>`_, {RAFT}
       * `Two <https://a.org/two>`_, {RAFT}
     -

.. _Votes: https://a.org/votes
.. [Ray02] Ray, Ben (2002). *A Book of Rays*. MIT Press.
"""


def test_fields_tables_and_citations_of_restructuredtext_are_read(tmp_path: Path) -> None:
    outline, said = outline_of(tmp_path, list_rst=FIELDS)
    assert titles(outline) == [
        "Raft",
        "The Part-Time Parliament",
        "Votes",
        "A Book of Rays",
        "One",
        "Two",
    ]
    assert headings(outline) == ["Papers", "More", "Votes", "Citations", "Two"]
    assert "Instructor:" in f"{outline.body}"
    assert "orphan" not in f"{outline}"
    assert [r.item.key.span.line for r in outline.readings()] == [12, 19, 32, 35, 47, 48]
    assert [r.item.locator for r in outline.readings()] == ["", "", "", "ch. 2", "", ""]
    assert said == []


def test_a_line_that_pandoc_cannot_read_costs_no_other(tmp_path: Path) -> None:
    good = f"- [[https://raft.github.io][Raft]], {RAFT}\n"
    outline, said = outline_of(tmp_path, list_org=f"* Logs\n{good}\n\\\n\n* More\n{good}")
    assert titles(outline) == ["Raft", "Raft"]
    assert [s for s in said if s.startswith("unread")] == [
        "unread-markup 4: what cannot be read, is not printed"
    ]


@pytest.mark.parametrize("name", ["list_tex", "list_org", "list_rst"])
@pytest.mark.parametrize("line", ["[[cite:" * 1000, "*" * 60_000])
def test_a_line_too_long_for_anyone_is_left_out(name: str, line: str, tmp_path: Path) -> None:
    start = {"list_tex": "\\item", "list_org": "-", "list_rst": "-"}[name]
    good = f"{start} Diego Ongaro, “A Log That Is Replicated”, 2014"
    outline, said = outline_of(tmp_path, **{name: f"{good}\n\n{line}\n"})
    assert titles(outline) == ["A Log That Is Replicated"]
    assert any(each.startswith("long-line 3") for each in said)


def test_such_pages_come_after_those_of_a_site(tmp_path: Path) -> None:
    page = f"# Readings\n\n- [Raft](https://arxiv.org/abs/2104.04473), {RAFT}\n"
    notes = document(
        items(*[f"\\href{{https://doi.org/10.1145/{n}}}{{Paper}}, {RAFT}" for n in "123"])
    )
    outline, _ = outline_of(tmp_path, readings_md=page, homework_tex=notes)
    assert titles(outline) == ["Raft"]

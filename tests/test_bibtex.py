"""BibTeX and BibLaTeX files become works, as exactly as their rules say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bibtex_oracle as oracle
from coursepack.adapters import bibtex_nodes, latex_text
from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.model.document import Emphasis, NoCase, Superscript, Text, plain_text
from coursepack.model.node import Mapping, Scalar
from coursepack.model.source import Source
from coursepack.model.work import Library, Name, Organization, PartialDate, Person, Work
from coursepack.read import library

CORPUS = sorted(Path(__file__).with_name("bibtex").glob("*.bib"))

# Why we read an entry otherwise than pandoc, and which aspects of which entries: in both its
# dialects where none is named. It may only shrink.
DISAGREEMENTS = {
    "pandoc knows months as numbers and as the bare names of BibTeX only.": (
        "f-month-word issued",
        "f-month-day issued",
        "f-month-day-us issued",
        "f-month-range issued",
        "f-month-quoted issued",
        "t-conference issued",
    ),
    "pandoc takes no range of years and no rough year; we take the first year and say so.": (
        "f-year-range issued",
        "f-year-circa issued",
    ),
    "pandoc leaves escapes and resolvers in addresses and DOIs, where they lead nowhere.": (
        "f-doi-address DOI",
        "f-doi-escaped DOI",
        "f-url-escaped URL",
    ),
    "An address in `howpublished` or `note` is the work's address.": (
        "f-howpublished-url URL",
        "f-howpublished-url publisher",
        "f-note-url URL",
    ),
    "What has an address and nothing else to be is a page, as in our other shapes.": (
        "f-howpublished-url type",
        "f-note-url type",
        "f-note type",
        "t-misc-url type",
    ),
    "A preprint is an article of arXiv, and its id no address, volume or page.": (
        "f-eprint type",
        "f-eprint URL",
        "f-eprint publisher",
        "f-eprinttype type",
        "f-eprinttype URL",
        "f-eprinttype publisher",
        "f-eprint-journal URL",
        "f-eprint-unpublished type",
        "f-eprint-unpublished URL",
        "f-eprint-unpublished publisher",
        "f-scholar type",
        "f-scholar container-title",
        "f-scholar publisher",
        "f-dblp type",
        "f-dblp container-title",
        "f-dblp volume",
        "f-dblp publisher",
        "f-ads type",
        "f-ads container-title",
        "f-ads page",
        "f-ads URL",
        "f-ads publisher",
        "f-s2 type",
        "f-s2 container-title",
        "f-s2 volume",
        "f-s2 publisher",
        "f-note-arxiv type",
        "f-note-arxiv publisher",
    ),
    "A whole book's subtitle belongs to its title, in BibTeX's dialect too.": (
        "f-crossref-book title bibtex",
        "f-crossref-book container-title bibtex",
    ),
    "`issue`, `eid` and the book of a supplement are lost in pandoc.": (
        "f-issue issue",
        "t-article-eid page",
        "t-suppbook container-title",
        "t-suppcollection container-title",
    ),
    "pandoc keeps mathematics as TeX.": (
        "l-math title",
        "l-math-letter title",
        "l-greek title",
        "l-power title",
        "l-water title",
        "l-relations title",
        "l-sets title",
        "l-fraction title",
    ),
    "pandoc puts an accent over a dotless i instead of writing the letter.": (
        "l-acute title",
        "n-von-two author",
    ),
    "pandoc turns single quotes in a title into double ones.": ("l-quotes title",),
    "pandoc drops what it does not know; we keep it, but for soft hyphens.": (
        "l-mbox title",
        "l-unknown title",
        "l-hyphen title",
        "l-symbols title",
    ),
    "BibTeX takes `AND` and `And` for `and`.": ("n-and-capital author",),
    "An accent in braces protects no name; pandoc takes it to.": ("n-accent-first author",),
    "pandoc splits `d'Alembert` where BibTeX does not.": ("n-apostrophe author",),
    "What BibTeX's rules would tear apart stays whole, and is reported.": (
        "n-jr-natural author",
        "n-team author",
        "n-commas author",
        "n-many-commas author",
        "n-ampersand author",
    ),
    "An `and` too many is nobody's name.": ("n-doubled author", "n-trailing author"),
    "CSL has the type, pandoc an older one.": (
        "t-periodical type",
        "t-periodical container-title",
        "t-performance type",
        "t-standard type",
    ),
    "`@conference` is `@inproceedings`.": ("t-conference type", "t-conference container-title"),
}


def read(text: str, name: str = "works.bib") -> tuple[Library, list[Diagnostic]]:
    outcome = library.read([Source(name, text)])
    return outcome.value, list(outcome.diagnostics)


def one(text: str) -> Work:
    found, problems = read(text)
    assert problems == []
    (work,) = found.works
    return work


def entry(fields: str, kind: str = "article") -> Work:
    return one(f"@{kind}{{k, title = {{T}}, {fields}}}")


def said(text: str) -> list[str]:
    return [f"{d.code} {str(d.span).removeprefix('works.bib:')}" for d in read(text)[1]]


def texts(work: Work) -> dict[str, str]:
    return {name: value.value for name, value in work.fields.items()}


def people(names: str) -> tuple[Name, ...]:
    found, _ = read(f"@misc{{k, title = {{T}}, author = {{{names}}}}}")
    return found.works[0].names["author"].people


# Against pandoc.


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_pandoc_reads_the_same(path: Path) -> None:
    found, _ = read(path.read_text("utf-8"), path.name)
    ours = {work.key.value: oracle.aspects(work) for work in found.works}
    differing = {
        (key, aspect, dialect)
        for dialect in ("bibtex", "biblatex")
        for key, item in oracle.items(path, dialect).items()
        for aspect, value in item.items()
        if value != ours[key][aspect]
    }
    assert differing == {known for known in known_disagreements() if known[0] in ours}


def known_disagreements() -> list[tuple[str, str, str]]:
    known: list[tuple[str, str, str]] = []
    for written in (line for lines in DISAGREEMENTS.values() for line in lines):
        key, aspect, *dialects = written.split()
        known += ((key, aspect, dialect) for dialect in dialects or ("bibtex", "biblatex"))
    assert len(known) == len({*known})
    return known


def test_the_corpus_is_broad() -> None:
    works = [w for p in CORPUS for w in read(p.read_text("utf-8"), p.name)[0].works]
    assert len(works) >= 200
    assert {key for key, _, _ in known_disagreements()} <= {w.key.value for w in works}


# Places.

PLACED = """\
@string{j = "Journal"}

@article{key:1,
  author = {Kim, Bo},
  title = "A {B}",  journal = j # { of } # "B",
  year = 1999, doi = {10.1000/1}
}
"""


def test_every_value_has_its_place() -> None:
    work = one(PLACED)
    assert work.title is not None
    assert str(work.key.span) == "works.bib:3:10"
    assert work.key.span.end_column == 15
    assert str(work.names["author"].span) == "works.bib:4:12"
    assert str(work.title.span) == "works.bib:5:11"
    container = work.fields["container-title"]
    assert container.value == "Journal of B"
    assert (str(container.span), container.span.end_column) == ("works.bib:5:31", 47)
    assert str(work.dates["issued"].span) == "works.bib:6:10"
    assert str(work.fields["DOI"].span) == "works.bib:6:22"


def test_places_of_several_entries_in_one_line() -> None:
    found, _ = read("@misc{a, title={X}} @misc{a, title={X}}")
    assert [str(w.key.span) for w in found.works] == ["works.bib:1:7", "works.bib:1:27"]
    assert [str(w.title.span) for w in found.works if w.title] == [
        "works.bib:1:16",
        "works.bib:1:36",
    ]


def test_a_type_whose_small_letters_are_more_moves_no_place() -> None:
    found, _ = read("@İ{a, title={X}}")
    assert [str(w.key.span) for w in found.works] == ["works.bib:1:4"]
    assert [str(w.title.span) for w in found.works if w.title] == ["works.bib:1:13"]


# The file.


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@misc(a, title = {T (x)})", ["a"]),
        ("@misc{a}\n@MISC{b,}\n@misc { c , title = {T} , }", ["a", "b", "c"]),
        ("words user@example.org {x}\n@misc{a}", ["a"]),
        ("%@misc{a, title={T}}\n  % @misc{b}\n@misc{c}", ["c"]),
        ("@comment{\n@misc{a}\n}\n@misc{b}", ["b"]),
        ("@comment{ not closed\n@misc{a}", ["a"]),
        ('@preamble{ {\\x} # "y" }\n@misc{a}', ["a"]),
        ("@misc{a,\n % old = {x},\n title = {T}}", ["a"]),
        ("@misc{é/ü:1+*', title = {T}}", ["é/ü:1+*'"]),
        ("@misc{a}@misc{a}", ["a", "a"]),
        ("@xdata{x, title = {T}}\n@misc{a}", ["a"]),
    ],
)
def test_what_stands_in_a_file(text: str, keys: list[str]) -> None:
    found, problems = read(text)
    assert [work.key.value for work in found.works] == keys
    assert problems == []


def test_a_percent_sign_in_a_value_is_text() -> None:
    assert texts(entry("abstract = {Up\n% by half}"))["abstract"] == "Up % by half"


def test_strings() -> None:
    work = one(
        '@string{a = {A}}\n@STRING(b = a # " and " # {B})\n'
        "@article{k, title = B, journal = a # b, month = jan, year = 2001}"
    )
    assert work.title is not None
    assert plain_text(work.title.value) == "A and B"
    assert texts(work)["container-title"] == "AA and B"
    assert work.dates["issued"].value == PartialDate(2001, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@misc{a,\n  title = {T}\n  note = {N}}", ["bibtex-syntax 3:3"]),
        ("@misc{title = {T}}\n@misc{b}", ["bibtex-syntax 1:1"]),
        ("@misc{, title = {T}}\n@misc{b}", ["missing-id 1:2"]),
        ("@misc{a, title {T}}\n@misc{b}", ["bibtex-syntax 1:1"]),
        ("@misc{a, title = {T},\n\n@misc{b}", ["bibtex-syntax 1:1"]),
        ("@misc{a, title = {T,\n year = 2000,\n}\n@misc{b}", ["bibtex-syntax 1:1"]),
        ('@misc{a, title = "T,\n year = 2000}\n@misc{b}', ["bibtex-syntax 1:1"]),
        ("@misc{a, title = Two Words}", ["undefined-string 1:18", "bibtex-syntax 1:18"]),
        ("@misc{a, title = word}", ["undefined-string 1:18"]),
        ("@misc{a, title = {T}, title = {U}}", ["duplicate-field 1:23"]),
        ("@misc{a, title = {T}, crossref = {none}}", ["unknown-crossref 1:34"]),
        ("@nonsense{a, title = {T}}", ["unknown-type 1:2"]),
        ("@misc{a, title = {\\foo{T}}}\n@misc{b, title = {\\foo{T}}}", ["unread-tex 1:18"]),
        ("@misc{a, title = {T}, mood = {x}}\n@misc{b, mood = {y}}", ["unread-field 1:23"]),
        ("@misc{a, title = {T}, year = {soon}}", ["unread-date 1:30"]),
        ("@misc{a, title = {T}, date = {2020-21}}", ["unread-date 1:30"]),
    ],
)
def test_faults_are_reported_where_they_stand(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "fault",
    ["@misc{a, title {T}}", "@misc{a, title = {T,", '@misc{a, title = "T', "@misc{title = {T}}"],
)
def test_the_good_entries_stay(fault: str) -> None:
    found, problems = read(f"@misc{{x, title = {{X}}}}\n{fault}\n@misc{{y, title = {{Y}}}}")
    assert {"x", "y"} <= {work.key.value for work in found.works}
    assert [d.severity for d in problems] == [Severity.ERROR]


def test_an_entry_whose_last_brace_is_missing_still_counts() -> None:
    found, (problem,) = read("@misc{a, title = {T},\n year = 2000\n\n@misc{b}")
    assert [work.key.value for work in found.works] == ["a", "b"]
    assert found.works[0].dates["issued"].value == PartialDate(2000)
    assert "`}` is missing" in problem.message


def test_bookkeeping_makes_no_noise() -> None:
    work = entry(
        "file = {:/a.pdf:pdf}, mendeley-tags = {x}, bdsk-url-1 = {y}, owner = {me}, "
        "timestamp = {2001-01-01}, date-added = {x}, bibsource = {dblp}, __markedentry = {x}"
    )
    assert texts(work) == {}


# Fields.


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("year = 2003", PartialDate(2003)),
        ("year = {2003}, month = nov", PartialDate(2003, 11)),
        ("year = 2003, month = 11", PartialDate(2003, 11)),
        ("year = 2003, month = {November}", PartialDate(2003, 11)),
        ("year = 2003, month = {10~nov}", PartialDate(2003, 11, 10)),
        ('year = 2003, month = nov # "~10"', PartialDate(2003, 11, 10)),
        ("year = 2003, month = sep, day = 4", PartialDate(2003, 9, 4)),
        ("date = {2021-11-03}", PartialDate(2021, 11, 3)),
        ("date = {2021-11}, year = 2021, month = nov", PartialDate(2021, 11)),
        ("year = 2003, month = {Sept.}", PartialDate(2003, 9)),
    ],
)
def test_dates(fields: str, issued: PartialDate) -> None:
    assert entry(fields).dates["issued"].value == issued


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("pages = {1--15}", {"page": "1–15"}),
        ("pages = {3-1--3-24}", {"page": "3-1–3-24"}),
        ("pages = {A-12}", {"page": "A-12"}),
        ("number = 3, volume = 2", {"issue": "3", "volume": "2"}),
        ("number = 3, issue = {Spring}", {"issue": "3, Spring"}),
        ("doi = {https://doi.org/10.1000/a\\_b}", {"DOI": "10.1000/a_b"}),
        ("url = {\\url{https://x.org/~a\\_b}}", {"URL": "https://x.org/~a_b"}),
        ("note = {arXiv:2104.04473 [cs.DC]}", {"arxiv": "2104.04473", "publisher": "arXiv"}),
        (
            "journal = {CoRR}, volume = {abs/1706.03762}",
            {"arxiv": "1706.03762", "publisher": "arXiv"},
        ),
        ("journal = {CoRR, abs/1706.03762}", {"arxiv": "1706.03762", "publisher": "arXiv"}),
        ("journal = {arXiv:1706.03762 [cs]}", {"arxiv": "1706.03762", "publisher": "arXiv"}),
        ("journal = {SC 21}", {"container-title": "SC 21"}),
        ("langid = {ngerman}", {"language": "de"}),
        ("type = {phdthesis}", {"genre": "PhD thesis"}),
        (
            "journal = {A \\& B}, publisher = {{ACM}}",
            {"container-title": "A & B", "publisher": "ACM"},
        ),
    ],
)
def test_fields(fields: str, expected: dict[str, str]) -> None:
    assert texts(entry(fields)) == expected


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("misc", "eprint = {2104.04473}, archiveprefix = {arXiv}", "article"),
        ("misc", "eprint = {2104.04473}", "article"),
        ("online", "eprint = {2104.04473}, eprinttype = {arxiv}", "article"),
        ("unpublished", "eprint = {2104.04473}, eprinttype = {arxiv}", "article"),
        ("inproceedings", "eprint = {2104.04473}, booktitle = {SC}", "paper-conference"),
        ("article", "eprint = {2104.04473}, journal = {J}", "article-journal"),
        ("techreport", "institution = {I}", "report"),
        ("misc", "url = {https://x.org}", "webpage"),
        ("misc", "", "document"),
    ],
)
def test_types(kind: str, fields: str, expected: str) -> None:
    assert entry(fields, kind).kind == expected


def test_a_paper_takes_the_title_of_its_volume() -> None:
    found, _ = read(
        "@inproceedings{a, title = {A}, crossref = {P}}\n"
        "@proceedings{p, title = {Proc}, subtitle = {Sub}, year = 2001, "
        "doi = {10.1000/1}, xdata = {x}}\n@xdata{x, publisher = {X}, xdata = {p}}"
    )
    paper = found.works[0]
    assert texts(paper) == {"container-title": "Proc: Sub", "publisher": "X"}
    assert paper.dates["issued"].value == PartialDate(2001)


# Names.


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Ludwig van Beethoven", Person("Beethoven", "Ludwig", "van")),
        ("van Beethoven, Ludwig", Person("Beethoven", "Ludwig", "van")),
        ("von Berg, Jr., Hans", Person("Berg", "Hans", "von", "", "Jr.")),
        ("De la Cruz, Juan", Person("Cruz", "Juan", "De la")),
        ("Maria {de la Cruz}", Person("de la Cruz", "Maria")),
        ("Beethoven, Ludwig van", Person("Beethoven", "Ludwig van")),
        ("{Barnes and Noble Inc.}", Organization("Barnes and Noble Inc.")),
        ("{Meta AI}", Organization("Meta AI")),
        ("Plato", Organization("Plato")),
        ("Donald~E. Knuth", Person("Knuth", "Donald E.")),
        ("{\\'E}mile {\\o}rsted Foo", Person("Foo", "Émile", "ørsted")),
        ("\\L ukasz Kaiser", Person("Kaiser", "Łukasz")),
        ("family=Neumann, given=John, prefix=von", Person("Neumann", "John", "von")),
    ],
)
def test_names(names: str, expected: Name) -> None:
    assert people(names) == (expected,)


@pytest.mark.parametrize(
    "names", ["Llama Team", "Bo Kim, Jo Lee, Al Oh", "Martin Luther King Jr.", "A, B, C, D"]
)
def test_odd_names_stay_whole_and_are_reported(names: str) -> None:
    assert people(names) == (Organization(names),)
    assert said(f"@misc{{k, title = {{T}}, author = {{{names}}}}}") == ["unsplit-authors 1:32"]


@pytest.mark.parametrize("names", ["~", ",", "{}", "and", "~ and ,"])
def test_nobody_is_made_of_nothing(names: str) -> None:
    found, problems = read(f"@misc{{k, title = {{T}}, author = {{{names}}}}}")
    assert found.works[0].names == {}
    assert problems


@pytest.mark.parametrize("names", ["Kim, Bo and others", "Bo Kim et al.", "Bo Kim and et al."])
def test_others_are_no_person(names: str) -> None:
    work = entry(f"author = {{{names}}}")
    assert work.names["author"].people == (Person("Kim", "Bo"),)
    assert not work.names["author"].complete


# LaTeX.


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\"o} \"{o} \"o \'\i{} {\'{\i}} \v{c} \c c", "ö ö ö í í č ç"),
        (r"\o \ss{} \L{}x \k{a} \H{o} {\AA}", "øß Łx ą ő Å"),
        ("a--b---c ``q''", "a–b—c “q”"),
        (r"a~b \& \% \_ \$ \#", "a\xa0b & % _ $ #"),
        (r"\textbf{b} \texttt{t} \mbox{m} {\it i}", "b t m i"),
        (r"\url{http://a.b/~c_d%20e}", "http://a.b/~c_d%20e"),
        (r"\href{http://a.b}{text}", "text"),
        (r"$O(n \log n)$ $k$-means $\alpha$ $a \leq b$", "O(n log n) k-means α a ≤ b"),
        ("H$_2$O x$^2$ 5\\textsuperscript{th}", "H₂O x² 5th"),
        ("a < b & c", "a < b & c"),
        ("The $100 laptop", "The $100 laptop"),
        (r"\foo{kept {too}}", "kept too"),
    ],
)
def test_latex_as_text(tex: str, text: str) -> None:
    assert latex_text.plain(tex).text == text


@pytest.mark.parametrize(
    ("tex", "inlines"),
    [
        ("On {GPU}s", (Text("On "), NoCase((Text("GPUs"),)))),
        ("{D}eep GPT-{N}eo", (NoCase((Text("Deep"),)), Text(" GPT-"), NoCase((Text("Neo"),)))),
        ("{All of it}", (NoCase((Text("All of it"),)),)),
        ("{\\'E}cole", (Text("École"),)),
        ("\\emph{E. coli}", (Emphasis((Text("E. coli"),)),)),
        ("$x^2$", (Text("x"), Superscript((Text("2"),)))),
        ("a < b <c>", (Text("a < b <c>"),)),
        # Publishers' exports have these tags in their titles.
        ("<i>E. coli</i>", (Emphasis((Text("E. coli"),)),)),
        ("As Written", (Text("As Written"),)),
    ],
)
def test_titles(tex: str, inlines: tuple[object, ...]) -> None:
    work = one(f"@misc{{k, title = {{{tex}}}}}")
    assert work.title is not None
    assert work.title.value == inlines


@pytest.mark.parametrize("tex", ["\\strange{x}", "a } b", "a { b", "\\today"])
def test_what_is_not_understood_is_named(tex: str) -> None:
    assert latex_text.tagged(tex).unread


# Anything at all.

PIECES = st.sampled_from(
    [*'@{}(),=#"%\\$~^_-\n ', "@article{", "@string{", "@comment{", "title = ", " and ", "\\'", "a"]
)
FIELDS = ("author", "title", "year", "date", "month", "pages", "eprint", "journal", "note", "url")
LARGE = 1_000_000


@given(st.lists(PIECES | st.text(max_size=3), max_size=60))
def test_no_text_breaks_the_reader(pieces: list[str]) -> None:
    read("".join(pieces))


@given(st.data())
def test_no_mutation_breaks_the_reader(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([path.read_text("utf-8") for path in CORPUS]))
    start = data.draw(st.integers(0, len(text)))
    part = text[start : start + 1500]
    at = data.draw(st.integers(0, len(part)))
    cut = data.draw(st.integers(0, 20))
    read(part[:at] + data.draw(PIECES) + part[at + cut :])


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join), st.sampled_from(FIELDS))
def test_no_value_breaks_the_reader(value: str, name: str) -> None:
    read(f"@article{{k, {name} = {{{value.replace('{', '').replace('}', '')}}}}}")


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_no_text_breaks_latex(tex: str) -> None:
    latex_text.tagged(tex)
    latex_text.plain(tex)
    latex_text.verbatim(tex)


@given(st.text("abc de<>&;.äöü", max_size=40))
def test_text_without_commands_is_kept(text: str) -> None:
    assert latex_text.plain(text).text == " ".join(text.split(" ")).strip() or "  " in text


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title = {" + "x" * LARGE,
        "{" * LARGE,
        "@article{a," * (LARGE // 11),
        "$" * LARGE,
        "\\" * LARGE,
        "@misc{a, title = {" + "$" * LARGE + "}}",
        "@misc{a, title = {" + "\\" * LARGE + " }}",
        "@misc{a, title = {" + "{" * (LARGE // 2) + "}" * (LARGE // 2) + "}}",
        "@misc{a, author = {" + " and" * (LARGE // 4) + "}}",
        "@misc{a, title = " + "a # " * (LARGE // 4) + "a}",
        "%\n" * (LARGE // 2),
        "\n@misc{" * (LARGE // 7),
    ],
    ids=lambda text: text[:20],
)
def test_a_megabyte_of_nonsense_ends(text: str) -> None:
    read(text)


def test_strings_do_not_multiply() -> None:
    lines = ["@string{a0 = {" + "x" * 100 + "}}"]
    lines += [f"@string{{a{n + 1} = a{n} # a{n}}}" for n in range(60)]
    node = bibtex_nodes.parse(
        Source("works.bib", "\n".join([*lines, "@misc{k, title = a60}"]))
    ).value
    assert isinstance(node, Mapping)
    fields = node.entries[0][1]
    assert isinstance(fields, Mapping)
    title = fields.get("title")
    assert isinstance(title, Scalar)
    assert len(title.text) < 100_000

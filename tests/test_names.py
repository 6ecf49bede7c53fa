"""Author strings come apart where that is sure, and stay whole where it is not."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursepack import languages
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Name, Names, Organization, Person
from coursepack.read.words import names

SPAN = Span("works.yaml", 3, 12, 3, 40)


def shown(name: Name) -> str:
    """`given|dropping|particle|family|suffix`, or the whole name between guillemets."""
    if isinstance(name, Organization):
        return f"«{name.name}»"
    parts = (name.given, name.dropping_particle, name.particle, name.family, name.suffix)
    return "|".join(parts)


def split(text: str) -> tuple[list[str], bool, list[str]]:
    outcome = names.split(Spanned(text, SPAN))
    codes = [d.code for d in outcome.diagnostics]
    return [shown(name) for name in outcome.value.people], outcome.value.complete, codes


def _inverted(name: Name) -> str:
    if isinstance(name, Organization):
        return name.name
    return f"{name.particle} {name.family}, {name.given}".strip()


def plain(*people: str) -> list[str]:
    """Given and family name of each, the family name the last word."""
    return ["|||".join(person.rsplit(" ", 1)) + "|" for person in people]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Amar Jo, Bo Li, and Cy Xu", plain("Amar Jo", "Bo Li", "Cy Xu")),
        ("Amar Jo, Bo Li and Cy Xu", plain("Amar Jo", "Bo Li", "Cy Xu")),
        ("Amar Jo, Bo Li & Cy Xu", plain("Amar Jo", "Bo Li", "Cy Xu")),
        ("Amar Jo,Bo Li,\n  Cy Xu", plain("Amar Jo", "Bo Li", "Cy Xu")),
        ("Amar Jo and Bo Li", plain("Amar Jo", "Bo Li")),
        ("Amar Jo and Bo Li and Cy Xu", plain("Amar Jo", "Bo Li", "Cy Xu")),
        ("Amar Jo, Bo Li", plain("Amar Jo", "Bo Li")),
        ("Amar Jo; Bo Li", plain("Amar Jo", "Bo Li")),
        ("Amar Jo", plain("Amar Jo")),
        ("Ngân Vũ and Björk Þórðardóttir", plain("Ngân Vũ", "Björk Þórðardóttir")),
        ("Patrick LeGresley, Lawrence McAfee", plain("Patrick LeGresley", "Lawrence McAfee")),
        ("Francisco J. R. Ruiz, M. Pawan Kumar", plain("Francisco J. R. Ruiz", "M. Pawan Kumar")),
        ("J.-P. Serre & Geon-Woo Kim", plain("J.-P. Serre", "Geon-Woo Kim")),
        ('Zhangyang "Atlas" Wang, Ruisi Cai', plain('Zhangyang "Atlas" Wang', "Ruisi Cai")),
        ("Malcolm X", plain("Malcolm X")),
        ("Brandon Andrews and Anders Sand", plain("Brandon Andrews", "Anders Sand")),
    ],
)
def test_names_in_natural_order(text: str, people: list[str]) -> None:
    assert split(text) == (people, True, [])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Kwon, Woosuk and Li, Zhuohan", plain("Woosuk Kwon", "Zhuohan Li")),
        ("Kwon, Woosuk; Li, Zhuohan; and Xu, Ion", plain("Woosuk Kwon", "Zhuohan Li", "Ion Xu")),
        ("Kwon, W., Li, Z., and Stoica, I.", plain("W. Kwon", "Z. Li", "I. Stoica")),
        ("Kwon W, Li ZH, Stoica I", plain("W Kwon", "ZH Li", "I Stoica")),
        ("Kwon, Woosuk", plain("Woosuk Kwon")),
        ("KWON, WOOSUK", plain("WOOSUK KWON")),
        ("Ehteshami Bejnordi, Babak", ["Babak|||Ehteshami Bejnordi|"]),
        ("Garcia Lopez, Maria J.", ["Maria J.|||Garcia Lopez|"]),
    ],
)  # fmt: skip
def test_family_names_first(text: str, people: list[str]) -> None:
    assert split(text) == (people, True, [])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ludwig van Beethoven", ["Ludwig||van|Beethoven|"]),
        ("Jan van der Berg, Ana de la Cruz", ["Jan||van der|Berg|", "Ana||de la|Cruz|"]),
        ("van der Berg, Jan", ["Jan||van der|Berg|"]),
        ("Beethoven, Ludwig van", ["Ludwig|van||Beethoven|"]),
        ("Charles de la Vallée Poussin", ["Charles||de la|Vallée Poussin|"]),
        ("Luc Van Gool and Seán Ó Riada", ["Luc|||Van Gool|", "Seán|||Ó Riada|"]),
        ("José Ortega y Gasset", ["José|||Ortega y Gasset|"]),
        ("Martin Luther King Jr.", ["Martin Luther|||King|Jr."]),
        ("Martin King, Jr., and Rosa Parks", ["Martin|||King|Jr.", "Rosa|||Parks|"]),
        ("King, Jr., Martin", ["Martin|||King|Jr."]),
    ],
)
def test_particles_and_suffixes(text: str, people: list[str]) -> None:
    assert split(text) == (people, True, [])


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("es", "Dennis O. Flynn y Arturo Giráldez", ["Flynn, Dennis O.", "Giráldez, Arturo"]),
        ("es", "José Ortega y Gasset", ["Ortega y Gasset, José"]),
        ("es", "Ana Ruiz, Luis Gil y Eva Mora Sanz", ["Ruiz, Ana", "Gil, Luis", "Sanz, Eva Mora"]),
        ("fr", "Gilles Deleuze et Félix Guattari", ["Deleuze, Gilles", "Guattari, Félix"]),
        ("fr", "Gilles Deleuze et al.", ["Deleuze, Gilles"]),
        ("de", "Max Weber und Theodor W. Adorno", ["Weber, Max", "Adorno, Theodor W."]),
        ("pt", "Ana Silva e João Sousa", ["Silva, Ana", "Sousa, João"]),
        ("pt", "Ana Costa e Silva", ["e Silva, Ana Costa"]),
        ("it", "Michael Hardt e Antonio Negri", ["Hardt, Michael", "Negri, Antonio"]),
        ("pl", "Jan Nowak i Anna Kowalska", ["Nowak, Jan", "Kowalska, Anna"]),
        ("ru", "Лорен Грэхем и Жан-Мишель Кантор", ["Грэхем, Лорен", "Кантор, Жан-Мишель"]),
        ("el", "Γιώργος Σεφέρης και Νίκος Γκάτσος", ["Σεφέρης, Γιώργος", "Γκάτσος, Νίκος"]),
        ("de", "Institut für Arbeit und Technik", ["Institut für Arbeit und Technik"]),
        ("es", "Ministerio de Educación y Formación Profesional",
         ["Ministerio de Educación y Formación Profesional"]),
    ],
)  # fmt: skip
def test_people_are_joined_in_the_languages_of_the_course(
    language: str, text: str, people: list[str]
) -> None:
    with languages.using((language,)):
        assert [_inverted(name) for name in names.split(Spanned(text, SPAN)).value.people] == people


@pytest.mark.parametrize(
    "text",
    ["OpenAI", "The Movie Gen team @ Meta", "Google DeepMind", "王伟", "王 伟", "김민수",
     "Association for Computing Machinery", "Stanford University"],
)  # fmt: skip
def test_what_is_one_name_stays_whole(text: str) -> None:
    assert split(text) == ([f"«{text}»"], True, [])


def test_teams_among_people() -> None:
    found, _, problems = split("Gemini Team, Rohan Anil, and Yonghui Wu")
    assert found == ["«Gemini Team»", *plain("Rohan Anil", "Yonghui Wu")]
    assert problems == []
    assert split("王伟, 李娜")[0] == ["«王伟»", "«李娜»"]


@pytest.mark.parametrize(
    "text",
    [
        "Llama Team, AI @ Meta",
        "National Academies of Sciences, Engineering, and Medicine",
        "Kwon, Woosuk, Li, Zhuohan",
        "Wang, Yu, Li, Bo",
        "Plato, Aristotle and Kant",
        "Plato, Aristotle, and Immanuel Kant",
        "Hao Ge, Wei Lin and Bo Li, Jun Xu",
        "Jane Doe (MIT), John Roe (CMU)",
        "Vijay A.",
        "123",
    ],
)
def test_what_is_not_sure_stays_whole_and_is_told(text: str) -> None:
    assert split(text) == ([f"«{text}»"], True, ["unsplit-authors"])
    problem = names.split(Spanned(text, SPAN)).diagnostics[0]
    assert problem.span == SPAN
    assert text in problem.message
    assert "literal" in problem.hints[0]


@pytest.mark.parametrize(
    "end",
    [" et al.", ", et al.", " et al", ", et. al.", " and others", ", and others", " et al..",
     " and 12 others", ", and et al."],
)  # fmt: skip
def test_a_cut_list_is_no_person(end: str) -> None:
    assert split(f"Amar Jo, Bo Li{end}") == (plain("Amar Jo", "Bo Li"), False, [])
    assert split(f"Kwon, W. and Li, Z.{end}") == (plain("W. Kwon", "Z. Li"), False, [])


def test_nothing_but_et_al() -> None:
    assert split("et al.") == ([], False, [])
    assert split("") == ([], True, [])
    assert split("  \n") == ([], True, [])


@pytest.mark.parametrize(
    "text",
    ["Amar Jo*, Bo Li1,2, and Cy Xu†‡", "Amar Jo¹, Bo Li^2, Cy Xu *", "Amar Jo1,Bo Li2,Cy Xu3"],
)
def test_footnote_marks_are_left_out_and_told(text: str) -> None:
    assert split(text) == (plain("Amar Jo", "Bo Li", "Cy Xu"), True, ["footnote-marks"])


def test_a_digit_can_belong_to_a_name() -> None:
    assert split("AI2") == (["«AI2»"], True, [])


@pytest.mark.parametrize("text", ["Amar Jo,, Bo Li", "Amar Jo, , and Bo Li", "Amar Jo, Bo Li,"])
def test_a_doubled_separator_makes_no_name(text: str) -> None:
    assert split(text) == (plain("Amar Jo", "Bo Li"), True, ["doubled-separator"])


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Narayanan, Deepak", plain("Deepak Narayanan")),
        ("Deepak Narayanan", plain("Deepak Narayanan")),
        ("Jimenez Fernandez, Mikel Ramon", ["Mikel Ramon|||Jimenez Fernandez|"]),
        ("van der Berg, Jan", ["Jan||van der|Berg|"]),
        ("King, Martin Luther, Jr.", ["Martin Luther|||King|Jr."]),
        ("Llama Team, AI @ Meta", ["«Llama Team, AI @ Meta»"]),
        ("Amar Jo and Bo Li", plain("Amar Jo", "Bo Li")),
        ("Null", ["«Null»"]),
    ],
)
def test_an_item_of_a_list_is_one_name(text: str, people: list[str]) -> None:
    found = names.one(Spanned(text, SPAN))
    assert [shown(name) for name in found.value.people] == people
    assert found.diagnostics == ()


@pytest.mark.parametrize("text", ["et al.", "others", "and others", "et al"])
def test_a_list_can_end_with_others(text: str) -> None:
    assert names.one(Spanned(text, SPAN)).value == Names((), SPAN, complete=False)


# What can never happen, whatever is written.


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def of_names(found: Names) -> Counter[str]:
    total: Counter[str] = Counter()
    for name in found.people:
        if isinstance(name, Person):
            total += letters(name.given + name.family + name.suffix)
            total += letters(name.particle + name.dropping_particle)
        else:
            total += letters(name.name)
    return total


WORDS = """
    Amar Bo Li Narayanan Kwon W. J.-P. Ortega y van der De la Jr. III Team OpenAI The of and & and
    AND et al. others 王伟 Vũ Þórr O'Reilly LeGresley * 1,2 † (MIT) @ Meta ; , ,, Ge* X1
"""
WORD = st.sampled_from(sorted(WORDS.split()))
AUTHORS = st.lists(st.tuples(WORD, st.sampled_from([" ", ", ", "", "; ", " and "])), max_size=14)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(AUTHORS.map(lambda pairs: "".join(word + gap for word, gap in pairs)) | st.text())
def test_no_letter_is_invented_or_lost(text: str) -> None:
    for read in (names.split, names.one):
        found = read(Spanned(text, SPAN)).value
        lost = letters(text)
        lost.subtract(of_names(found))
        assert min(lost.values(), default=0) >= 0, "a letter was invented"
        # What may go: each "and" or "AND" between names, and one "et al." or "others".
        rest = +lost
        assert not rest - allowed(text), f"letters were lost: {rest}"
        assert all(
            name.name if isinstance(name, Organization) else name.family for name in found.people
        )


def allowed(text: str) -> Counter[str]:
    low = text.lower()
    total = letters("and" * low.count("and") + "AND" * text.count("AND"))
    return total + letters("etal" * low.count("al") + "others" * low.count("others")) + letters(
        "ETAL" * low.count("al") + "OTHERS" * low.count("others") + "MOREmore" * low.count("more")
    )  # fmt: skip


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Amar", "Bo", "J. E.", "Geon-Woo", "Ngân", "Vijay Anand"]),
            st.sampled_from(["Jo", "Li", "Vũ", "LeGresley", "O'Reilly", "Romera-Paredes"]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["Oxford", "and", "comma", "bibtex", "semicolon", "inverted semicolon"]),
)
def test_every_way_to_join_people_comes_apart(people: list[tuple[str, str]], way: str) -> None:
    natural = [f"{first} {last}" for first, last in people]
    inverted = [f"{last}, {first}" for first, last in people]
    start = ", ".join(natural[:-1])
    text = {
        "Oxford": f"{start}, and {natural[-1]}" if len(people) > 2 else " and ".join(natural),
        "and": f"{start} and {natural[-1]}" if start else natural[-1],
        "comma": ", ".join(natural),
        "bibtex": " and ".join(inverted),
        "semicolon": "; ".join(natural),
        "inverted semicolon": "; ".join(inverted),
    }[way]
    assert split(text) == ([f"{first}|||{last}|" for first, last in people], True, [])


@pytest.mark.parametrize(
    "text",
    ["Aaa Bbb, " * 20_000, "A, " * 40_000, " and " * 40_000, "et al. " * 20_000, "a1,1" * 20_000,
     "a" + "1," * 40_000, "*" * 100_000, "; " * 100_000, "A. " * 100_000],
    ids=lambda text: text[:8],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_a_very_long_string_ends_soon(text: str) -> None:
    names.split(Spanned(text, SPAN))


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Mankiw, N. Gregory, David Romer, and David N. Weil", ["Mankiw", "Romer", "Weil"]),
        ("Klette, Tor Jakob, and Samuel Kortum", ["Klette", "Kortum"]),
        ("Negt, Oskar / Kluge, Alexander", ["Negt", "Kluge"]),
    ],
)
def test_people_of_a_reference_whose_families_stand_in_front(
    text: str, families: list[str]
) -> None:
    read = names.split(Spanned(text, SPAN), in_reference=True).value
    assert [person.family for person in read.people if isinstance(person, Person)] == families
    assert len(read.people) == len(families)

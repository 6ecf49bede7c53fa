"""A reference as people type it, in whatever order: its authors, its title and its venue."""

from __future__ import annotations

import pytest
import yaml

import coursepack
from corpus_score import CORPUS, names
from coursepack.model.document import plain_text
from coursepack.model.outline import Reading, Requirement
from coursepack.model.work import Person
from coursepack.read.pages import reference_text
from coursepack.read.pages.described import Parts
from coursepack.read.pages.line import Line, Run
from coursepack.read.words import phrases
from coursepack.read.words.likely_people import is_title, likeness

# A reference, and below it what it says.
REFERENCES = """
Leslie Lamport. Paxos Made Simple. SIGMOD 2001.
Paxos Made Simple | Leslie Lamport | SIGMOD 2001
Paxos Made Simple. Leslie Lamport. SIGMOD 2001.
Paxos Made Simple | Leslie Lamport | SIGMOD 2001
Miguel Castro and Barbara Liskov. Practical Byzantine Fault Tolerance. OSDI 1999.
Practical Byzantine Fault Tolerance | Miguel Castro and Barbara Liskov | OSDI 1999
Practical Byzantine Fault Tolerance. Miguel Castro and Barbara Liskov. OSDI 1999.
Practical Byzantine Fault Tolerance | Miguel Castro and Barbara Liskov | OSDI 1999
Practical Byzantine Fault Tolerance, Miguel Castro, Barbara Liskov. OSDI 1999.
Practical Byzantine Fault Tolerance | Miguel Castro, Barbara Liskov | OSDI 1999
James C. Corbett et al. Spanner: Google's Globally-Distributed Database. OSDI 2012.
Spanner: Google's Globally-Distributed Database | James C. Corbett et al. | OSDI 2012
Alma Whitten and J. D. Tygar. Why Johnny Can't Encrypt: Evaluating PGP 5.0. USENIX Security 1999.
Why Johnny Can't Encrypt: Evaluating PGP 5.0 | Alma Whitten and J. D. Tygar | USENIX Security 1999
Hunt, Konar, Junqueira, Reed. ZooKeeper: Wait-free Coordination. USENIX ATC 2010.
ZooKeeper: Wait-free Coordination | Hunt, Konar, Junqueira, and Reed | USENIX ATC 2010
Vaswani et al., Attention Is All You Need, NeurIPS 2017
Attention Is All You Need | Vaswani et al. | NeurIPS 2017
Leslie Lamport, Time, Clocks, and the Ordering of Events, CACM 1978
Time, Clocks, and the Ordering of Events | Leslie Lamport | CACM 1978
“Why Should I Trust You?”: Explaining the Predictions, Marco Tulio Ribeiro, Sameer Singh. KDD 2016
“Why Should I Trust You?”: Explaining the Predictions | Marco Tulio Ribeiro, Sameer Singh | KDD 2016
Humans and Automation: Use, Misuse, Abuse, Raja Parasuraman, Victor Riley. Human Factors 1997
Humans and Automation: Use, Misuse, Abuse | Raja Parasuraman, Victor Riley | Human Factors 1997
Diego Ongaro, John Ousterhout: In Search of a Consensus Algorithm. USENIX ATC 2014
In Search of a Consensus Algorithm | Diego Ongaro, John Ousterhout | USENIX ATC 2014
Mask R-CNN. He, Gkioxari, Dollár, Girshick. ICCV 2017.
Mask R-CNN | He, Gkioxari, Dollár, and Girshick | ICCV 2017
"""
LINES = REFERENCES.strip().splitlines()


@pytest.mark.parametrize(("text", "said"), list(zip(LINES[::2], LINES[1::2], strict=True)))
def test_the_order_is_told_by_what_looks_like_names(text: str, said: str) -> None:
    parts = Parts()
    assert reference_text.typed(Line((Run(text),)), parts) is not None
    assert f"{parts.title} | {parts.authors} | {parts.venue}" == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("《国史大纲》，钱穆著，商务印书馆，1940年", "国史大纲 | 钱穆 | 商务印书馆 | 1940"),
        ("教材：《乡土中国》，费孝通著，三联书店，1985年", "乡土中国 | 费孝通 | 三联书店 | 1985"),
        ("福柯：《规训与惩罚》，刘北成译，三联书店，1999年", "规训与惩罚 | 福柯 | 三联书店 | 1999"),
    ],
)
def test_who_wrote_it_may_stand_behind_its_title(text: str, said: str) -> None:
    parts = Parts()
    assert reference_text.typed(Line((Run(text),)), parts) is not None
    where = parts.fields["publisher"]
    assert f"{parts.title} | {parts.authors} | {where} | {parts.year}" == said


@pytest.mark.parametrize(
    "text",
    [
        "本周讨论鲁迅《呐喊》的现代性。",
        "参见鲁迅《呐喊》，1923年",
        "私たちは『風土』を読む。",
        "观看电影《活着》，然后讨论",
        "『風土』について話す",
    ],
)
def test_a_sentence_that_names_a_title_is_no_reference(text: str) -> None:
    parts = Parts()
    assert reference_text.typed(Line((Run(text),)), parts) is None
    assert parts == Parts()


def read(language: str, page: str) -> list[Reading]:
    """Return the readings of a *page* of a course in *language*."""
    settings = f"title: X\nlanguage: {language}\n"
    made = coursepack.compile({"course.yaml": settings, "list.md": f"## A\n\n{page}\n"}, to=["csl"])
    return list(made.outline.readings())


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("es", "Ana Roe, *Los mares*, Madrid, Castalia, 1993, págs. 159–309.",
         "book | Castalia | 1993 | páginas 159–309 | "),
        ("es", "Ana Roe, *Los mares*, México, UNAM, 1959 (caps. 1–3)",
         "book | UNAM | 1959 | caps. 1–3 | "),
        ("es", "Ana Roe, *Los mares*, Madrid, Castalia, 1993, «Segunda carta», págs. 15–30",
         "book | Castalia | 1993 | páginas 15–30 | «Segunda carta»"),
        ("es", "Ana Roe, [*Los mares*](https://a.org/b), Madrid, Castalia, 2005, págs. 3–56.",
         "book | Castalia | 2005 | págs. 3–56 | "),
        ("fr", "Anne Roe, *Les mers*, Paris, La Découverte, 2003, p. 17-75",
         "book | La Découverte | 2003 | pages 17–75 | "),
        ("it", "Anna Roe, *I mari*, Torino, Einaudi, 1976", "book | Einaudi | 1976 |  | "),
        ("de", "Anna Roe, *Die Meere*, München: Beck, 1998, S. 5–9",
         "book | Beck | 1998 | S. 5–9 | "),
        # Behind a title in quotation marks stands a journal.
        ("es", "Ana Roe, «Los mares», Hispania, 1993, págs. 159–309",
         "article-journal | Hispania | 1993 |  | "),
    ],
)  # fmt: skip
def test_a_title_in_italics_is_that_of_a_book(language: str, line: str, said: str) -> None:
    (reading,) = read(language, f"- {line}")
    work, item = reading.work, reading.item
    where = work.text("publisher") or work.text("container-title")
    year = work.dates["issued"].value.year
    assert f"{work.kind} | {where} | {year} | {item.locator} | {plain_text(item.note)}" == said


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "Read chapter 2 with care, above all what it says of *translatio* on pages 28–60."),
        ("en", "Compare it with the letter: who speaks, and *for whom*?"),
        ("es", "Compárese con la carta de Cortés: ¿quién habla, y *para quién*?"),
        ("de", "Lesen Sie mit Sorgfalt, was er auf den Seiten 28–60 über *translatio* sagt."),
        ("ar", "اقرأ الفصل الثاني بعناية، ولا سيما ما يقوله عن *translatio* في الصفحات 28–60."),
    ],
)
def test_a_sentence_below_a_reading_is_its_note_and_whole(language: str, note: str) -> None:
    for line in (
        "[Paxos Made Simple](https://example.org/x.pdf), Leslie Lamport, 2001 (Required)",
        "Leslie Lamport, *Paxos Made Simple*, Oxford University Press, 2001 (Required)",
    ):
        (reading,) = read(language, f"- {line}\n  - {note}")
        assert plain_text(reading.item.note) == note.replace("*", "")
        assert reading.item.locator == ""
        assert reading.item.requirement == Requirement(True)
        assert not reading.work.text("container-title")
        assert not reading.work.text("page")


def test_what_tells_more_of_a_reading_below_it_is_read_still() -> None:
    (reading,) = read(
        "en",
        "- [Paxos Made Simple](https://example.org/x.pdf)\n  - Leslie Lamport\n"
        "  - Sections 2 and 3.\n  - It is what everybody cites.\n  - Skim it.",
    )
    assert reading.work.names["author"].people == (Person("Lamport", "Leslie"),)
    assert reading.item.locator == "Sections 2 and 3"
    assert plain_text(reading.item.note) == "It is what everybody cites. Skim it."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("es", "Presenta: Íñigo Ruiz"),
        ("de", "Referat: Íñigo Ruiz"),
        ("en", "Presenter: Íñigo Ruiz"),
    ],
)
def test_who_presents_stands_behind_the_year(language: str, told: str) -> None:
    (reading,) = read(language, f"- Ana Roe, *Los mares*, Oxford University Press, 2004. {told}")
    assert reading.item.presenter == "Íñigo Ruiz"
    assert reading.item.note == ()


def test_names_and_titles_of_the_corpus_are_told_apart() -> None:
    titles, authors = set[str](), set[str]()
    for name in names():
        expected = yaml.safe_load((CORPUS / name / "expected.yaml").read_text("utf-8"))
        for item in expected["readings"]:
            titles.add(item.get("title", ""))
            authors.add(", ".join(item.get("authors", ())))
    titles.discard("")
    authors.discard("")
    assert len(titles) > 1000 < len(authors)
    # Titles that name people, and one that is a list of three: what stands around them decides.
    assert {title for title in titles if likeness(title) > 0 and "U.S.C." not in title} == {
        "A Review of B. F. Skinner's Verbal Behavior",
        "George Eliot: Immanent Victorian",
        "The gift, the Indian gift and the 'Indian gift'",
        "Virginia v. Black",
    }
    wrong = {each for each in authors if is_title(each)}
    # A collective's name has a title's words; the reader tells it by its last word.
    assert {each for each in wrong if not each.endswith((" Collaboration", " Ltd."))} == set()


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        (
            "Abrams v. United States, 250 U.S. 616, 624 (1919) (Holmes, J., dissenting)",
            "Abrams v. United States",
            {"type": "legal_case", "container-title": "U.S.", "volume": "250", "page": "616"},
        ),
        (
            "Donoghue v Stevenson [1932] AC 562",
            "Donoghue v Stevenson",
            {"type": "legal_case", "container-title": "AC", "page": "562"},
        ),
        ("47 U.S.C. § 230(c)(1)", "47 U.S.C. § 230(c)(1)", {"type": "legislation"}),
        (
            "Chinatown (dir. Roman Polanski, USA, 1974)",
            "Chinatown",
            {"type": "motion_picture", "director": "Roman Polanski"},
        ),
        (
            "Franklin, S., & McKinnon, S. (Eds.). (2001). Relative Values. Duke University Press.",
            "Relative Values",
            {"editor": "Franklin, S., & McKinnon, S.", "publisher": "Duke University Press"},
        ),
        (
            "Malcolm Gillies, ed., The Bartók Companion (London: Faber, 1993), 215–284.",
            "The Bartók Companion",
            {"editor": "Malcolm Gillies", "publisher": "Faber", "page": "215–284", "type": "book"},
        ),
        (
            "Mauss, Marcel. 2002 [1925]. The Gift. Translated by W. D. Halls. London: Routledge.",
            "The Gift",
            {"original-date": "1925", "translator": "W. D. Halls", "publisher": "Routledge"},
        ),
        (
            "Darwin, C. (1872/1998). The expression of the emotions (3rd ed., P. Ekman, Ed.). "
            "Oxford University Press.",
            "The expression of the emotions",
            {"original-date": "1872", "edition": "3", "editor": "P. Ekman"},
        ),
        (
            'Bernard Williams, "Internal and External Reasons," reprinted in Moral Luck '
            "(Cambridge UP, 1981), 101–113.",
            "Internal and External Reasons",
            {"container-title": "Moral Luck", "publisher": "Cambridge UP", "page": "101–113"},
        ),
        (
            "American Psychiatric Association. (2013). Diagnostic manual (5th ed.).",
            "Diagnostic manual",
            {"edition": "5"},
        ),
        (
            'Kathryn Schulz, "The Really Big One," The New Yorker, July 13, 2015',
            "The Really Big One",
            {"issued": "July 13, 2015"},
        ),
    ],
)
def test_a_reference_tells_of_more_than_authors_and_a_journal(
    text: str, title: str, told: dict[str, str]
) -> None:
    parts = Parts()
    assert reference_text.typed(Line((Run(text),)), parts) is not None
    assert parts.title == title
    assert told.items() <= parts.fields.items()


@pytest.mark.parametrize(
    "text",
    [
        "HIS 4550, Dr. Marchetti",
        "Tuesdays 4–6:30, Fall 2021",
        "Response paper #1 due in class",
        "Bring two pitches. No reading.",
        "Sign up in the sheet (Room 204, 2014)",
    ],
)
def test_what_a_page_says_of_the_course_is_no_reference(text: str) -> None:
    parts = Parts()
    reference_text.typed(Line((Run(text),)), parts)
    assert parts.trust == 0


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["Q", "Aa AB", "AbAB ", "Aa BC, "])
def test_words_in_capitals_are_read_in_time(piece: str) -> None:
    """An expression that tries each way to part letters into names has billions to try."""
    text, parts = piece * 60, Parts()
    reference_text.typed(Line((Run(text),)), parts)
    assert parts.authors == ""
    assert phrases.presenter_of(text) == ""


LEROY = "[Formal Verification of a Realistic Compiler](https://doi.org/10.1145/1538788.1538814)"
IN_CACM = "2009 52 7 107–115"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"Xavier Leroy. {LEROY}. *Communications of the ACM*, 52(7):107–115, 2009.", IN_CACM),
        (f"{LEROY}, Xavier Leroy, *Communications of the ACM*, 52(7):107–115, 2009.", IN_CACM),
        (f"Leroy, X. (2009). {LEROY}. *Communications of the ACM, 52*(7), 107–115.", IN_CACM),
        (f"{LEROY}. Xavier Leroy. Commun. ACM 52, 7 (July 2009), 107–115.", IN_CACM),
        (f"{LEROY}. Xavier Leroy. Commun. ACM 52, 7 (2009), 107–115.", IN_CACM),
        (f"Xavier Leroy. {LEROY}. In *Proceedings of POPL*, pages 42–54, 2006.", "2006   42–54"),
        (f"{LEROY}, Xavier Leroy, POPL 2006, pages 42–54", "2006   42–54"),
        (f"{LEROY}, Xavier Leroy, *CACM* 2009; sections 2 and 3", "2009   "),
    ],
)
def test_the_numbers_behind_a_journal_are_its_own(line: str, said: str) -> None:
    (reading,) = read("en", f"- {line}")
    work = reading.work
    (author,) = work.names["author"].people
    assert isinstance(author, Person)
    assert author.family == "Leroy"
    told = [str(work.dates["issued"].value.year), *map(work.text, ("volume", "issue", "page"))]
    assert " ".join(told) == said
    assert reading.item.locator == ("sections 2 and 3" if "sections" in line else "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[Ongaro and Ousterhout. In Search of an Algorithm. USENIX ATC 2014](https://a.org)",
         "Ongaro; Ousterhout | In Search of an Algorithm | 2014 | "),
        ("[Vaswani et al., 2017. Attention Is All You Need](https://a.org)",
         "Vaswani | Attention Is All You Need | 2017 | "),
        ("[The Bitter Lesson](https://a.org), Rich Sutton, blog post, March 13, 2019",
         "Sutton | The Bitter Lesson | 2019 | "),
        ("Bender, E. M., & Koller, A. (2020). Climbing to NLU. In Proc. of ACL 2020 (pp. 5–18).",
         "Bender; Koller | Climbing to NLU | 2020 | "),
        ("Chapter 5 of *Designing Data-Intensive Applications* by Martin Kleppmann",
         "Kleppmann | Designing Data-Intensive Applications |  | Chapter 5"),
        ("Hennessy & Patterson, *Computer Architecture*, 6th ed., Ch. 1.1–1.5",
         "Hennessy; Patterson | Computer Architecture |  | Ch. 1.1–1.5"),
        ("Foucault, *Discipline and Punish*, pp. 195-228",
         "Foucault | Discipline and Punish |  | pp. 195-228"),
        ("Scott, James C. *Seeing Like a State*. Verso, 1998. Introduction and ch. 1 (pp. 1–52).",
         "Scott | Seeing Like a State | 1998 | Introduction and ch. 1, pp. 1–52"),
        ("*A Note on Distributed Computing*, J. Waldo and Ann Wollrath, Sun technical report, 1994",
         "Waldo; Wollrath | A Note on Distributed Computing | 1994 | "),
    ],
)  # fmt: skip
def test_a_reference_is_parted_wherever_its_title_stands(line: str, said: str) -> None:
    (reading,) = read("en", f"- {line}")
    work = reading.work
    assert work.title
    people = work.names["author"].people
    called = "; ".join(p.family if isinstance(p, Person) else p.name for p in people)
    year = str(work.dates["issued"].value.year) if "issued" in work.dates else ""
    told = [called, plain_text(work.title.value), year]
    assert " | ".join([*told, reading.item.locator or ""]) == said

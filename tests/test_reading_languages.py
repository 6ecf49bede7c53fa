"""What courses in other languages write is understood, and no English page is taken for one."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest

import corpus_score as corpus
from coursepack import languages, words
from coursepack.adapters import date_words
from coursepack.days import days_in, weekday_in
from coursepack.pipeline import check_course
from coursepack.plan.load import counts_pages
from coursepack.read.disk import Disk
from coursepack.read.words import phrases, schedule
from coursepack.read.words.schedule import Role

OTHERS = [name for name in words.languages() if name != "en"]
# How the two tables call Chinese in the older characters.
READ_AS = {"zh-Hant": "zh"}


@pytest.mark.parametrize("language", OTHERS)
def test_the_days_that_documents_print_are_read_back(language: str) -> None:
    for number in range(0, 365, 9):
        day = dt.date(2027, 1, 1) + dt.timedelta(days=number)
        for text in (date_words.long_day(day, language), date_words.month_day(day, language)):
            assert days_in(text, 2027) == [day], text
            assert schedule.is_date(text), text


@pytest.mark.parametrize("language", OTHERS)
def test_the_words_that_documents_print_are_read_back(language: str) -> None:
    said = words.of(language)
    with languages.using((READ_AS.get(language, language),)):
        required, optional = map(schedule.requirement_of, (said.required, said.optional))
        assert required
        assert required.required
        assert optional
        assert not optional.required
        for what in ("page", "chapter", "section"):
            for numbers in ("3", "3–7"):
                place = said.located(what, numbers)
                assert phrases.locator_of(place) == place, place
        assert schedule.role(said.date) is Role.DATE
        assert schedule.is_date(said.week.format(number=3))
    assert counts_pages(said.located("page", "3–7")), said.located("page", "3–7")


@pytest.mark.parametrize(
    ("language", "header", "role"),
    [
        ("de", "Pflichtlektüre", Role.REQUIRED),
        ("de", "Referat", Role.PRESENTER),
        ("es", "Lectura optativa", Role.OPTIONAL),
        ("fr", "Séance", Role.TITLE),
        ("pt", "Apresentação", Role.PRESENTER),
        ("it", "Letture", Role.READINGS),
        ("nl", "Onderwerp", Role.TITLE),
        ("cs", "Povinná četba", Role.REQUIRED),
        ("ru", "Литература", Role.READINGS),
        ("uk", "Доповідач", Role.PRESENTER),
        ("tr", "Ek okumalar", Role.OPTIONAL),
        ("el", "Ημερομηνία", Role.DATE),
        ("vi", "Bài đọc bắt buộc", Role.REQUIRED),
        ("zh", "參考文獻", Role.OPTIONAL),
        ("ja", "発表者", Role.PRESENTER),
        ("ko", "참고 문헌", Role.OPTIONAL),
        ("ar", "القراءات المطلوبة", Role.REQUIRED),
        ("he", "קריאת רשות", Role.OPTIONAL),
    ],
)
def test_names_of_columns(language: str, header: str, role: Role) -> None:
    assert schedule.role(header) is not role
    with languages.using((language,)):
        assert schedule.role(header) is role


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "S. 12–18"), ("de", "Kapitel 3 und 5"), ("es", "págs. 3–9"), ("pt", "cap. 2"),
        ("ru", "гл. 2"), ("zh", "第3章"), ("ja", "第2–4章"), ("ko", "제2장"), ("ar", "الفصل 2"),
        ("he", "פרק 3"), ("tr", "5. bölüm"), ("cs", "kapitola 2 až 4"),
        ("ja", "１２–４０頁"), ("zh", "１２页"), ("ko", "３쪽"), ("ar", "ص ٣–٥"),
    ],
)  # fmt: skip
def test_places_of_a_work(language: str, text: str) -> None:
    with languages.using((language,)):
        assert phrases.locator_of(text) == text
        assert [found[0] for found in phrases.locators(f"…, 1987, {text}")] == [text]


def test_an_initial_is_a_page_only_where_the_course_says_so() -> None:
    assert phrases.locator_of("S. 12–18") == ""
    with languages.using(("de",)):
        assert [m[0] for m in phrases.locators("A. S. Meyer, Kap. 2")] == ["Kap. 2"]


def test_days_of_english_pages_stay_theirs() -> None:
    assert weekday_in("Mar 4") is None
    for text in (
        "Chapter 5 out",
        "12 set",
        "May 3",
        "3 May",
        "Mar 4: Language models",
        "So 3 ways",
    ):
        assert languages.dated(text) == text


def test_which_language_a_course_speaks() -> None:
    assert languages.spoken("en-US", ["A list of readings, required and optional, by week."]) == ()
    assert languages.spoken("de-AT", [""]) == ("de",)
    assert languages.spoken("en-US", ["| Fecha | Lectura obligatoria |"]) == ("es",)
    # One word alone may be a name, or stand in a title.
    assert languages.spoken("en-US", ["Karl Verlag"]) == ()
    # These letters are of both.
    assert languages.spoken("en-US", ["Война и мир"]) == ("ru", "uk")
    assert languages.spoken("en-US", ["Мы"]) == ("ru",)
    assert languages.spoken("en-US", ["Тіні забутих предків"]) == ("uk",)
    assert languages.spoken("en-US", ["Мы. Тіні"]) == ("ru", "uk")
    assert languages.spoken("ru", ["Тіні забутих предків"]) == ("ru", "uk")


def test_no_english_course_is_taken_for_one_in_another_language() -> None:
    """But for works whose titles are in another script, of which only its own words are known."""
    found = {}
    for name in corpus.names():
        if "Its language is" in (corpus.CORPUS / name / "expected.yaml").read_text("utf-8"):
            continue
        pages = corpus.expected(name)["page"]
        texts = [(corpus.CORPUS / name / page).read_text("utf-8") for page in pages]
        if spoken := languages.spoken("en-US", texts):
            found[name] = spoken
    assert found == {}


@pytest.mark.parametrize(
    ("language", "legend", "first", "second"),
    [
        ("de", "Mit * gekennzeichnete Texte sind Pflicht.", "\\* {}", None),
        ("es", "Los textos con * son obligatorios; los demás son optativos.", "\\* {}", False),
        ("fr", "Les textes en gras sont obligatoires, les autres facultatifs.", "**{}**", False),
        ("it", "P = obbligatorio; F = facoltativo.", "P {}", None),
        ("nl", "Vetgedrukte teksten zijn verplicht.", "**{}**", None),
        ("pt", "Em negrito: leitura obrigatória.", "**{}**", None),
        ("ru", "Звёздочкой (\\*) отмечена обязательная литература.", "\\* {}", None),
        ("tr", "\\* = zorunlu, diğerleri seçmeli", "\\* {}", False),
        ("zh", "★ 表示必读，其余为选读。", "★ {}", False),
        ("ja", "◎は必読、○は参考文献。", "◎ {}", None),
        ("en", "Mit * gekennzeichnete Texte sind Pflicht.", "{}", None),
    ],
)
def test_what_marks_mean(
    language: str, legend: str, first: str, second: bool | None, tmp_path: Path
) -> None:
    one = first.format("[Opus primum et magnum](a.pdf), Ada Lee, SC 2021")
    two = "[Opus alterum et parvum](b.pdf), Ada Lee, SC 2022"
    (tmp_path / "course.yaml").write_text(f"language: {language}\npages: [page.md]\n", "utf-8")
    (tmp_path / "page.md").write_text(f"# A\n\n{legend}\n\n## B\n\n- {one}\n- {two}\n", "utf-8")
    read = check_course(Disk(tmp_path)).value.outline
    said = [reading.item.requirement for reading in read.readings()]
    required = None if language == "en" else True
    assert [each and each.required for each in said] == [required, second]


@pytest.mark.parametrize(
    ("language", "line", "date", "presenter"),
    [
        ("de", "14. Oktober – Vortrag: Lena Braun", "14. Oktober", "Lena Braun"),
        ("de", "14. Oktober, Referat: Lena Braun", "14. Oktober", "Lena Braun"),
        ("de", "14. Oktober", "14. Oktober", ""),
        ("fr", "30 septembre – présenté par Inès Caron", "30 septembre", "Inès Caron"),
        ("en", "Oct 14 – presented by Lena Braun", "Oct 14", "Lena Braun"),
        ("en", "Oct 14 – The city and its nerves", "", ""),
    ],
)
def test_a_day_and_who_presents_in_one_line(
    language: str, line: str, date: str, presenter: str, tmp_path: Path
) -> None:
    page = f"# A\n\n## B\n\n{line}\n\n- [Opus primum et magnum](a.pdf), Ada Lee, SC 2021\n"
    (tmp_path / "course.yaml").write_text(f"language: {language}\npages: [page.md]\n", "utf-8")
    (tmp_path / "page.md").write_text(page, "utf-8")
    read = check_course(Disk(tmp_path)).value.outline
    section = read.parts[0].sections[0] if read.parts[0].sections else read.parts[0]
    assert section.date == date
    assert [reading.item.presenter for reading in read.readings()] == [presenter]


_PIECES = (
    "S. 1, ",
    "S. 1 und ",
    "Seite 1 bis ",
    "1. Oktober ",
    "Pflicht",
    "Pflicht ",
    "kein ",
    "1",
)
_PIECES += ("1.", "一", "第3", "3章、", "IV, ", "i", " ", "12 年", "Mo 1. ")


@pytest.mark.parametrize("piece", _PIECES)
def test_a_line_of_any_length_is_searched_in_time(piece: str) -> None:
    """Most ways to look for some hundred words in 100,000 letters would take hours, not seconds."""
    line = (piece * 100_000)[:100_000]
    with languages.using(tuple({READ_AS.get(name, name) for name in OTHERS})):
        for look in (languages.english, languages.led, languages.dated):
            look(line)
        found = [*languages.places(line)]
        assert all(one.end() <= two.start() for one, two in pairwise(found))
        languages.is_place(line)
        languages.counts_pages(line)


def test_words_are_found_behind_a_long_line() -> None:
    with languages.using(("de", "ja")):
        text = f"{'Wort ' * 30_000}Pflicht, S. 3–5; 第4章"
        assert languages.english(text).endswith("required , S. 3–5; 第4章")
        assert [found[0] for found in languages.places(text)] == ["S. 3–5; 第4章"]

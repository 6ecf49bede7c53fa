"""A course speaks its own language, in every format, whatever its script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursepack.adapters import date_words
from coursepack.assemble import words
from coursepack.model.diagnostic import Severity
from coursepack.pipeline import Wishes, compile_course
from coursepack.read.disk import Disk

# The title of a course, of a part and of a note, and a work that is read in the language.
COURSES = {
    "es": (
        "Historia de la lectura", "Los libros", "Con *atención*.",
        "Borges, Jorge Luis", "Ficciones",
    ),
    "de": (
        "Geschichte des Lesens", "Die Bücher", "Mit *Ruhe*.",
        "Kafka, Franz", "Der Prozess",
    ),
    "fr": (
        "Histoire de la lecture", "Les livres", "Avec *soin*.",
        "Proust, Marcel", "Du côté de chez Swann",
    ),
    "pt-BR": (
        "História da leitura", "Os livros", "Com *calma*.",
        "Lispector, Clarice", "A paixão segundo G.H.",
    ),
    "pl": (
        "Historia czytania", "Książki", "Ze *spokojem*.",
        "Lem, Stanisław", "Solaris",
    ),
    "ru": (
        "История чтения", "Книги", "Читать *медленно*.",
        "Булгаков, Михаил", "Мастер и Маргарита",
    ),
    "uk": (
        "Історія читання", "Книги", "Читати *повільно*.",
        "Франко, Іван", "Захар Беркут",
    ),
    "el": (
        "Ιστορία της ανάγνωσης", "Τα βιβλία", "Με *προσοχή*.",
        "Καβάφης, Κωνσταντίνος", "Ποιήματα",
    ),
    "tr": (
        "Okumanın tarihi", "Kitaplar", "*Dikkatle*.",
        "Pamuk, Orhan", "Kara Kitap",
    ),
    "vi": (
        "Lịch sử việc đọc", "Sách", "Đọc *kỹ*.",
        "Nguyễn, Du", "Truyện Kiều",
    ),
    "he": (
        "תולדות הקריאה", "הספרים", "לקרוא *לאט*.",
        "עוז, עמוס", "סיפור על אהבה וחושך",
    ),
    "ar": (
        "تاريخ القراءة", "الكتب", "اقرأ *بتمهل*.",
        "محفوظ, نجيب", "بين القصرين",
    ),
    "zh": (
        "阅读史", "书籍", "请*仔细*阅读。",
        "鲁迅", "呐喊",
    ),
    "zh-TW": (
        "閱讀史", "書籍", "請*仔細*閱讀。",
        "白先勇", "臺北人",
    ),
    "ja": (
        "読書の歴史", "書物", "*ゆっくり*読むこと。",
        "夏目漱石", "こころ",
    ),
    "ko": (
        "독서의 역사", "책", "*천천히* 읽으세요.",
        "박경리", "토지",
    ),
}  # fmt: skip
# The system's fonts are asked for what those inside Typst have not.
CJK = ("zh", "zh-TW", "ja", "ko")
HAS_CJK = any(Path("/usr/share/fonts").rglob("*CJK*"))
# Words that are the same in English.
SAME = frozenset(
    [
        "by_section",
        "code",
        "contents",
        "date",
        "dates",
        "et_al",
        "exam",
        "handouts",
        "how",
        "institution",
        "instructor",
        "kind_article",
        "kind_preprint",
        "links",
        "name",
        "no_class",
        "optional",
        "page_of",
        "part",
        "required",
        "session",
        "texts",
        "week",
        "pages.one",
        "pages.other",
        "minutes.one",
        "minutes.other",
    ]
)


def table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for line in words.TABLE.read_text("utf-8").splitlines():
        if line.startswith("["):
            inner = found.setdefault(line[1:-1], {})
        elif " = " in line:
            name, _, text = line.partition(" = ")
            assert name not in inner, line
            inner[name] = text
    return found


@pytest.mark.parametrize("language", words.languages())
def test_every_language_has_every_word(language: str) -> None:
    said = words.of(language)
    assert said.language == language
    own, english = table()[language], table()["en"]
    for name, text in own.items():
        base = f"{name.partition('.')[0]}.other" if "." in name else name
        holes = set(re.findall(r"\{\w+\}", text))
        # "قراءة واحدة", one reading, says its number in words.
        assert holes <= set(re.findall(r"\{\w+\}", english[base])), name
        if "." not in name:
            assert holes == set(re.findall(r"\{\w+\}", english[base])), name
        assert language == "en" or text != english.get(name) or name in SAME, f"{name} = {text}"
    for what in ("readings", "pages", "minutes", "shown"):
        forms = {date_words.plural_form(number, language) for number in range(201)}
        assert forms <= {n.partition(".")[2] for n in own if n.startswith(f"{what}.")} | (
            {"many"} if language in ("es", "pt", "fr", "it") else set()
        ), what
        for number in (1, 2, 5, 11, 21, 100):
            forms_of = dict(said.forms(what))
            form = forms_of.get(date_words.plural_form(number, language), forms_of["other"])
            shown = form.format(number=number, total=number)
            assert what == "shown" or said.counted(what, number) == shown
            assert str(number) in shown or number < 3


def test_there_are_more_than_a_dozen_and_english_stands_in() -> None:
    assert len(words.languages()) >= 12
    assert words.of("xx").language == "en"
    assert words.of("pt-BR").language == "pt"
    assert words.of("zh-CN").language == "zh"
    assert words.of("zh-TW").language == words.of("zh-Hant-HK").language == "zh-Hant"
    assert words.of("en-GB") is words.of("en")
    assert words.here().language == "en"
    with words.using("de"):
        assert words.here().required == "Verpflichtend"
    assert words.here().language == "en"


def course(folder: Path, language: str) -> Path:
    title, part, note, author, work = COURSES[language]
    (folder / "course.yaml").write_text(
        f"title: {title}\nlanguage: {language}\npages: [list.md]\nworks: [works.yaml]\n"
        "formats: [md, html, tex, pdf, ics, docx, epub]\ninstructors: [Ada Lee]\n"
        "grading: {A: 40%, B: 60%}\n"
        "schedule:\n  meets: Mon 14:00–16:00\n  start: 2027-01-11\n  end: 2027-02-01\n"
        f"  sessions: [{{section: {part}, sessions: 1}}]\n"
        "  deadlines: [2027-01-18 X]\n  presenters: {own: Ben Ray}\n",
        "utf-8",
    )
    (folder / "list.md").write_text(
        f"## {part}\n\n{note}\n\n- [@own, 12] (Required)\n- [@raft] (Optional)\n", "utf-8"
    )
    (folder / "works.yaml").write_text(
        f"own: {{type: book, title: {work}, author: ['{author}'], issued: 1987, publisher: X}}\n"
        "raft:\n  title: In Search of an Understandable Consensus Algorithm\n"
        "  authors: Diego Ongaro and John Ousterhout\n  booktitle: USENIX ATC 2014\n"
        "  url: https://raft.github.io/raft.pdf\n",
        "utf-8",
    )
    return folder


@pytest.mark.parametrize("language", COURSES)
def test_a_course_in_every_format(language: str, tmp_path: Path) -> None:
    folder = course(tmp_path, language)
    made = compile_course(Disk(folder), Wishes(verify=True))
    said = [d for d in made.diagnostics if d.severity is not Severity.NOTE]
    if language in CJK and not HAS_CJK:
        # Where the system has no font for it, each work that lacks one is named.
        assert {d.code for d in said} == {"missing-character"}
        assert "`own` has characters that Typst has no font for" in str(said)
    else:
        assert not said
    files = {artifact.name: artifact.data for artifact in made.value.artifacts}
    assert {name.rpartition(".")[2] for name in files} == {
        "md", "html", "tex", "pdf", "ics", "docx", "epub",
    }  # fmt: skip
    own = words.of(language)
    page = files["syllabus.html"].decode("utf-8")
    text = re.sub(r"<[^<>]*>", " ", page)
    for label in (own.grading, own.schedule, own.instructor, own.required, own.optional, own.due):
        assert label in text, label
    assert own.presented_by.format(who="Ben Ray") in text
    assert not re.search(r"\b(?:Required|Presented|Grading|Syllabus|Reading list)\b", text)
    root = re.search(r"<html[^>]*>", page)
    assert root
    assert f'lang="{language}"' in root[0]
    assert ('dir="rtl"' in root[0]) == (language in ("he", "ar"))
    assert own.reading_list in files["reading-list.md"].decode("utf-8")
    page_of = own.page_of.partition("{")[0].strip()
    assert page_of in files["reading-list.tex"].decode("utf-8")

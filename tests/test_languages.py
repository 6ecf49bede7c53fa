"""A course speaks its own language, in every format, whatever its script."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

import coursepack
from coursepack import words
from coursepack.adapters import date_words, fonts, tex
from coursepack.model.diagnostic import Severity
from coursepack.model.document import (
    Code,
    Foreign,
    Inlines,
    LineBreak,
    Paragraph,
    ReadingEntry,
    ReadingList,
    Text,
    WorkTitle,
    plain_text,
)
from coursepack.pipeline import Wishes, compile_course
from coursepack.read.disk import Disk
from coursepack.write import characters, columns, scripts
from handouts import entry, handout, text
from test_accessible import VIEWS, axe_violations, browser, failed_rules
from test_books import faulty
from tools import epub_chapters, need, page_text, word_text

__all__ = ["browser"]  # a fixture of another module

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
HAS_ARABIC = any(Path("/usr/share/fonts").rglob("NotoNaskhArabic-Regular.ttf"))
# Words that are the same in English.
SAME = frozenset(
    [
        "by_section",
        "code",
        "comma",
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
        "semicolon",
        "session",
        "texts",
        "week",
        "week_from",
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
    for name, told in own.items():
        base = f"{name.partition('.')[0]}.other" if "." in name else name
        holes = set(re.findall(r"\{\w+\}", told))
        # "قراءة واحدة", one reading, says its number in words.
        assert holes <= set(re.findall(r"\{\w+\}", english[base])), name
        if "." not in name:
            assert holes == set(re.findall(r"\{\w+\}", english[base])), name
        assert language == "en" or told != english.get(name) or name in SAME, f"{name} = {told}"
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


@pytest.mark.parametrize(
    ("language", "meets", "share", "week"),
    [
        ("en", "Mon, Wed, 2:00", "Essay; **Share:** 12.5%", "2 readings, 1 optional"),
        (
            "es",
            "lun, mié, 14:00",
            "Essay; **Peso:** 12,5\xa0%",
            "2 lecturas, 1 con carácter optativo",
        ),
        ("el", "Δευ, Τετ, 2:00", "Essay· **Ποσοστό:** 12,5%", "2 αναγνώσματα, 1 προαιρετικά"),
        ("tr", "Pzt, Çar, 14:00", "Essay; **Pay:** %12,5", "2 okuma, 1 isteğe bağlı"),
        ("ja", "月、水、14時", "Essay； **割合:** 12.5%", "文献 2 件、1 任意"),
        ("zh", "周一，周三，14:00", "Essay； **比例:** 12.5%", "2 篇，1 选读"),
        ("ar", "الاثنين، الأربعاء، 2:00", "Essay؛ **النسبة:** 12.5%", "قراءتان، 1 اختياريًا"),
    ],
)
def test_a_language_has_its_own_signs_between_what_is_listed(
    language: str, meets: str, share: str, week: str
) -> None:
    made = coursepack.compile(
        {
            "course.yaml": f"title: X\nlanguage: {language}\ngrading: {{Essay: 12.5%, E: 87.5%}}\n"
            "schedule: {meets: Mon Wed 14:00–16:00, start: 2027-01-11, end: 2027-01-25, "
            "sessions: [{section: A}, X, {section: B}, Y, {section: C}]}\n",
            "list.md": "".join(
                f"## {name}\n\n- [{name} One](https://a.org/{name}1), Ann Poe, 2001 (Required)\n"
                f"- [{name} Two](https://a.org/{name}2), Ann Poe, 2002 (Optional)\n\n"
                for name in "ABC"
            ),
        },
        to=["md"],
    )
    text = made.files["syllabus.md"].decode("utf-8")
    assert meets in text
    assert share in text
    assert week in text


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
    elif language == "ar" and not HAS_ARABIC:
        assert {d.code for d in said} == {"missing-character"}
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


# Eight courses as their authors would keep them

SAMPLES = sorted(path.name for path in (Path(__file__).parent / "languages").iterdir())
RIGHT_TO_LEFT = ("ar", "he")
FORMATS = {
    "docx", "epub", "fragment.html", "html", "ics", "imscc", "mbz", "md", "pdf", "tex",
}  # fmt: skip
# Where these are missing, the tests of a script that needs them are skipped.
HAS_NOTO = HAS_ARABIC and HAS_CJK


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Return the files of each sample, none of which has anything to be warned of."""
    if not HAS_NOTO:
        if os.environ.get("CI"):
            pytest.fail("`fonts-noto-core` and `fonts-noto-cjk` are not installed")
        pytest.skip("`fonts-noto-core` and `fonts-noto-cjk` are not installed")
    found = {}
    for language in SAMPLES:
        made = compile_course(Disk(Path(__file__).parent / "languages" / language), Wishes())
        said = [d for d in made.diagnostics if d.severity is not Severity.NOTE]
        assert said == [], language
        found[language] = {artifact.name: artifact.data for artifact in made.value.artifacts}
    return found


@pytest.mark.parametrize("language", SAMPLES)
def test_a_sample_has_every_format(language: str, built: dict[str, dict[str, bytes]]) -> None:
    assert {name.partition(".")[2] for name in built[language]} == FORMATS
    page = built[language]["reading-list.html"].decode("utf-8")
    text = re.sub(r"<[^<>]*>", "", page)
    title = yaml_title(language)
    for name in ("md", "tex", "fragment.html"):
        assert built[language][f"reading-list.{name}"]
    assert title in text
    assert title in built[language]["reading-list.md"].decode("utf-8")
    words_of_page = [word for word in re.findall(r"[\w]+", title) if len(word) > 1]
    for read in (
        word_text(built[language]["reading-list.docx"]),
        " ".join(epub_chapters(built[language]["reading-list.epub"])),
    ):
        assert all(word in read for word in words_of_page)


def yaml_title(language: str) -> str:
    settings = (Path(__file__).parent / "languages" / language / "course.yaml").read_text("utf-8")
    found = re.match(r"title: (.+)", settings)
    assert found
    return found[1]


def of_format(built: dict[str, dict[str, bytes]], suffix: str) -> dict[str, bytes]:
    """Return the two documents of every sample, by language and name."""
    found = {
        f"{language}-{name.removesuffix(suffix)}": data
        for language, files in built.items()
        for name, data in files.items()
        if name.endswith(suffix)
    }
    assert len(found) == 2 * len(SAMPLES)
    return found


def test_pdfs_keep_the_rules_and_embed_their_faces(
    built: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    pdfs = of_format(built, ".pdf")
    found = failed_rules(pdfs, tmp_path)
    assert len(found) == 2 * len(pdfs)
    assert {key: rules for key, rules in found.items() if rules} == {}
    for name, data in pdfs.items():
        text = page_text(data, tmp_path, crop=False)
        assert "[U+" not in text, name
        # Arabic that is read back in presentation forms could not be searched for.
        assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text), name
        assert_faces(name, faces_of(data))


@pytest.mark.parametrize(("language", "slanted"), [("ko", False), ("ar", False), ("de", True)])
def test_word_slants_only_what_has_a_slant(
    built: dict[str, dict[str, bytes]], language: str, slanted: bool
) -> None:
    file = docx.Document(io.BytesIO(built[language]["syllabus.docx"]))
    assert bool(file.styles["Day Off"].font.italic) == slanted


def test_a_day_in_syllables_stands_on_one_line_in_word() -> None:
    assert columns.characters("3월 16일 (화)") == len("3w 16i (h)") + 3


def test_books_are_sound(built: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    assert faulty(of_format(built, ".epub"), tmp_path) == {}


FACES = {
    "ar": {"NotoNaskhArabic"}, "he": {"LibertinusSerif", "NotoNaskhArabic"},
    "ja": {"NotoSerifCJKjp"}, "ko": {"NotoSerifCJKkr"}, "zh": {"NotoSerifCJKsc"},
    "ru": {"LibertinusSerif"}, "es": {"NotoSerifCJKjp"}, "de": {"LibertinusSerif"},
}  # fmt: skip


def assert_faces(name: str, faces: set[str]) -> None:
    language = name.partition("-")[0]
    assert FACES[language] <= faces, (name, faces)
    # The face of program text, and no sans, sets no words.
    assert not {face for face in faces if "Sans" in face} - {"DejaVuSansMono"}, (name, faces)


def faces_of(pdf: bytes) -> set[str]:
    fonts = (
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    )
    return {re.sub(r"^/(?:[A-Z]{6}\+)?|-.*$", "", font) for font in fonts}


@pytest.mark.parametrize("language", SAMPLES)
def test_words_are_read_back_in_their_order(
    language: str, built: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    page = built[language]["reading-list.html"].decode("utf-8")
    body = re.sub(r"<[^<>]*>", "", page[page.index("<main>") :])
    wanted = [word for word in WORDS.findall(body) if len(word) > 1 and not word.isascii()]
    assert len(wanted) > 5
    said = page_text(built[language]["reading-list.pdf"], tmp_path, raw=False)
    said = UNSEEN.sub("", said)
    lacking = set(wanted) - set(WORDS.findall(said))
    # A line may end within a word of East Asia alone.
    run = "".join(said.split())
    assert {word for word in lacking if not (language in CJK and word in run)} == set()
    titles = [re.sub("<[^<>]*>", "", title) for title in TITLE.findall(page)]
    assert len(titles) >= 5
    assert [title for title in titles if "".join(title.split()) not in run] == []


# What keeps directions apart, and what pdftotext itself writes around words of the other one.
UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TITLE = re.compile(r'<span class="work-title">(?:<span[^>]*>)?(.*?)</span>')
WORDS = re.compile(r"[^\W\d_]+")


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("engine", ["lualatex", "xelatex"])
def test_the_source_compiles_with_every_character(
    engine: str, language: str, built: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    need(engine)
    for name in ("reading-list", "syllabus"):
        pages = tex.compile_pdf(engine, built[language][f"{name}.tex"].decode("utf-8"))
        assert pages.unprinted == frozenset()
        assert "Missing character" not in pages.log
        if engine == "lualatex":
            assert any(face.startswith("Noto") for face in faces_of(pages.pdf)) == (
                language not in ("de", "ru")
            )


def test_xelatex_says_that_it_does_not_mirror(tmp_path: Path) -> None:
    need("xelatex")
    folder = course(tmp_path, "he")
    with (folder / "course.yaml").open("a", encoding="utf-8") as settings:
        settings.write("pdf-engine: xelatex\n")
    said = {d.code for d in compile_course(Disk(folder), Wishes(formats=("pdf",))).diagnostics}
    assert "unmirrored-pages" in said


def test_the_source_says_which_engine_mirrors_its_pages(
    built: dict[str, dict[str, bytes]],
) -> None:
    """Whoever compiles it without us is told in its first lines, and by XeLaTeX itself."""
    need("xelatex")
    for language, mirrors in {"he": True, "de": False}.items():
        source = built[language]["reading-list.tex"].decode("utf-8")
        assert ("% lualatex of TeX Live" in source) == mirrors
        log = tex.compile_pdf("xelatex", source).log
        assert ("lualatex mirrors these pages, XeLaTeX does not" in log) == mirrors


@pytest.mark.parametrize("view", ["wide", "narrow"])
def test_axe_finds_nothing_on_a_page_of_any_language(
    browser: object, built: dict[str, dict[str, bytes]], view: str, tmp_path: Path
) -> None:
    context = browser.new_context(**VIEWS[view])  # type: ignore[attr-defined]
    page = context.new_page()
    for language, files in built.items():
        for name in ("reading-list", "syllabus"):
            path = tmp_path / f"{language}-{name}.html"
            path.write_bytes(files[f"{name}.html"])
            page.goto(path.as_uri())
            assert (path.name, axe_violations(page)) == (path.name, [])
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert (path.name, wide) == (path.name, 0)
            start = page.evaluate(
                "(r => [r.left, window.innerWidth - r.right])"
                "(document.querySelector('.readings, .agenda, dl').getBoundingClientRect())"
            )
            assert abs(start[0] - start[1]) < 40  # a page and its mirror have the same margins
    context.close()


# What mixed directions go wrong with


def pieces(line: str, language: str = "en") -> list[tuple[str, str, str]]:
    """Return each run of *line* that is told apart: its language, its direction, its words."""
    (block,) = scripts.marked_blocks((Paragraph((Text(line),)),), language)
    assert isinstance(block, Paragraph)
    assert plain_text(block.children) == line
    return [*_runs(block.children)]


def _runs(children: Inlines) -> Iterator[tuple[str, str, str]]:
    for child in children:
        if isinstance(child, Foreign):
            direction = child.direction if child.turned else ""
            yield child.language, direction, plain_text(child.children)
        if not isinstance(child, Text | Code | LineBreak):
            yield from _runs(child.children)


@pytest.mark.parametrize(
    ("language", "line", "wanted"),
    [
        ("en", "Naguib Mahfouz, بين القصرين (2nd ed.), 2019, doi:10.1145/1", [
            ("ar", "rtl", "بين القصرين")]),
        ("en", "By עוז, עמוס and Smith, J. (2002)", [("he", "rtl", "עוז, עמוס")]),
        ("en", "See ألف ليلة (طبعة بولاق) and others", [("ar", "rtl", "ألف ليلة (طبعة بولاق)")]),
        ("en", "Read کتاب چهار مقاله with care", [("fa", "rtl", "کتاب چهار مقاله")]),
        ("en", "On こころ by 夏目漱石 at last", [("ja", "", "こころ"), ("ja", "", "夏目漱石")]),
        ("en", "By 鲁迅 himself", [("zh", "", "鲁迅")]),
        ("en", "By 박경리 (朴景利)", [("ko", "", "박경리"), ("ko", "", "朴景利")]),
        ("en", "The λ-calculus and the β-VAE", []),
        ("en", "Война и мир is long", [("und-Cyrl", "", "Война и мир")]),
        ("en", "Τα ποιήματα of Cavafy", [("el", "", "Τα ποιήματα")]),
        ("ru", "Война и мир, Ποιήματα", [("el", "", "Ποιήματα")]),
        ("de", "Größe und naïveté", []),
        ("ar", "لغة Python 3.11، ثم C++ و https://example.org/a/ أيضا", [
            ("und-Latn", "ltr", "Python 3.11"), ("und-Latn", "ltr", "C++"),
            ("und-Latn", "ltr", "https://example.org/a/")]),
        ("ar", "ترجمة Penguin Classics (2nd ed.) جيدة", [
            ("und-Latn", "ltr", "Penguin Classics (2nd ed.)")]),
        ("ar", "الزمن (1 of 2) اليوم", [("und-Latn", "ltr", "1 of 2")]),
        ("he", "כנס 3D ו־2nd ed", [("und-Latn", "ltr", "3D"), ("und-Latn", "ltr", "2nd ed")]),
        ("ar", "نقرأ الصفحات 12–34 ثم نكتب", []),
        ("he", "עמודים 12–34 בשעה 14:00–16:00", [
            ("", "ltr", "12–34"), ("", "ltr", "14:00–16:00")]),
        ("he", "לפי doi:10.1145/359545.359563.", [
            ("und-Latn", "ltr", "doi:10.1145/359545.359563")]),
        ("ar", "كتاب الحيوان 1965. المطلوب: pp. 75–79 ثم ch. 2.", [
            ("und-Latn", "ltr", "pp. 75–79"), ("und-Latn", "ltr", "ch. 2")]),
        ("ar", "نقرأ Suhrkamp. 1977 كان عام النشر", [("und-Latn", "ltr", "Suhrkamp")]),
        ("he", "Attention Is All You Need", [("und-Latn", "ltr", "Attention Is All You Need")]),
        ("zh", "先读 Transformer 的原文", []),
        ("ko", "번역과 원문(原文)을 견주어", []),
    ],
)  # fmt: skip
def test_runs_of_other_scripts(
    language: str, line: str, wanted: list[tuple[str, str, str]]
) -> None:
    assert pieces(line, language) == wanted


def test_a_title_is_one_run_and_takes_the_language_of_its_work() -> None:
    item = entry(1, reference=(WorkTitle(text("خمسة (5) 2")), *text(", 2019.")))
    german = replace(entry(2, reference=(WorkTitle(text("Der Prozess")),)), language="de")
    marked = scripts.marked(handout(ReadingList((item, german))))
    (readings,) = marked.blocks
    assert isinstance(readings, ReadingList)
    first, second = readings.items
    assert isinstance(first, ReadingEntry)
    assert isinstance(second, ReadingEntry)
    assert [*_runs(first.reference)] == [("ar", "rtl", "خمسة (5) 2")]
    assert [*_runs(second.reference)] == [("de", "", "Der Prozess")]


def test_code_and_references_in_letters_of_the_other_direction_stay_whole() -> None:
    item = entry(1, reference=text("Lamport, L. (1978). Time, Clocks, 21(7): 558–565."))
    document = replace(
        handout(Paragraph((Text("הפקודה "), Code("git log -1"))), ReadingList((item,))),
        language="he",
    )
    paragraph, readings = scripts.marked(document).blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(readings, ReadingList)
    assert [*_runs(paragraph.children)] == [("", "ltr", "git log -1")]
    (only,) = readings.items
    assert isinstance(only, ReadingEntry)
    assert [*_runs(only.reference)] == [
        ("und-Latn", "ltr", "Lamport, L. (1978). Time, Clocks, 21(7): 558–565.")
    ]


def test_a_hint_names_the_package_with_a_font() -> None:
    paper = handout(ReadingList((entry(1, note=text("中 አ")),)))
    places = characters.missing(paper, lambda text: set(text) & set("中አ"))
    (said,) = characters.diagnostics(places, Severity.WARNING, "Typst", "get one{packages}")
    assert said.hints == (
        "their numbers are printed instead; get one (on Debian `fonts-noto-cjk fonts-noto-core`)",
    )


def test_a_face_for_prose_is_looked_for_before_that_of_program_text() -> None:
    assert fonts.embedded().has("ق")
    assert not fonts.embedded(for_prose=True).has("ق")

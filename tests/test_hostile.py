"""What a course may throw at the compiler: each a diagnostic with its place, never a traceback."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from coursepack.model.diagnostic import Diagnostic, Severity
from coursepack.pipeline import Compiled, Wishes, compile_course
from coursepack.read.disk import LARGEST, Disk
from coursepack.write.archive import unzipped
from linked import linked
from shown import shown
from test_cli import SAMPLE, files, run
from tools import epub_chapters, need, page_text, word_text

PAGE = '## One\n\n- {% include p.html key="a" %}\n'
WORK = 'a: {title: "T", author: ["A, B"], issued: 2001}\n'


def course(folder: Path, **contents: str | bytes) -> Path:
    """Write a course; `list_md` is the file `list.md`."""
    written = {"list_md": PAGE, "works_yaml": WORK, **contents}
    for name, text in written.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def compiled(folder: Path, *formats: str, **wishes: str) -> tuple[Compiled, list[Diagnostic]]:
    made = compile_course(Disk(folder), Wishes(formats or ("md",), **wishes))
    return made.value, list(made.diagnostics)


def errors(folder: Path, **wishes: str) -> list[str]:
    made, said = compiled(folder, **wishes)
    found = [d for d in said if d.severity is Severity.ERROR]
    assert found
    assert made.artifacts == ()
    return [f"{d.code} {d.span or '-'}" for d in found]


@pytest.mark.parametrize(
    ("works", "found"),
    [
        ("", "unknown-work list.md:3:26"),
        ("# nothing yet\n", "unknown-work list.md:3:26"),
        ("- 1\n- 2\n", "not-a-work works.yaml:1:3"),
        ("a: [1, 2]\n", "not-a-work works.yaml:1:4"),
        ("a: 12\n", "not-a-work works.yaml:1:4"),
        ("a:\n", "not-a-work works.yaml:1:1"),
        ("a: null\n", "not-a-work works.yaml:1:4"),
        ("a:\n\ttitle: x\n", "yaml-syntax works.yaml:2:1"),
        ('a: {title: "x\n', "yaml-syntax works.yaml"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not-utf8 works.yaml:1:1"),
        (WORK.encode("utf-16"), "not-utf8 works.yaml:1:1"),
        (WORK.encode()[:20] + b"\xc3", "not-utf8 works.yaml:1:21"),
        ("[" * 100_000, "yaml-syntax works.yaml:1:1"),
        ("a: " + "{a: " * 5000, "yaml-syntax works.yaml:1:"),
        ("a: &a [*a]\n", "yaml-syntax works.yaml:1:"),
        (WORK + WORK, "duplicate-work works.yaml:2:1"),
        ("a: {author: ['A, B']}\n", "missing-title works.yaml:1:1"),
        ("a: {title: T, URL: 'javascript:alert(1)'}\n", "unsafe-url works.yaml:1:20"),
    ],
)
def test_works_that_cannot_be_read(works: str | bytes, found: str, tmp_path: Path) -> None:
    said = errors(course(tmp_path, works_yaml=works))
    assert any(line.startswith(found) for line in said), said


def test_a_thousand_million_laughs(tmp_path: Path) -> None:
    lines = ["a: &l0 {title: lol}"]
    lines += [f"b{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12)]
    _, said = compiled(course(tmp_path, works_yaml="\n".join(lines)))
    assert any(d.severity is Severity.ERROR for d in said)


def test_a_file_of_fifty_megabytes(tmp_path: Path) -> None:
    folder = course(tmp_path)
    with (folder / "works.yaml").open("wb") as file:
        file.write(WORK.encode())
        file.truncate(50 * 2**20)
    assert LARGEST < 50 * 2**20
    assert errors(folder) == ["too-large -"]


@pytest.mark.parametrize("works", [WORK.replace("\n", "\r\n"), "\ufeff" + WORK])
def test_line_ends_and_marks_of_other_systems(works: str, tmp_path: Path) -> None:
    made, said = compiled(course(tmp_path, works_yaml=works))
    assert ([d.code for d in said], len(made.artifacts)) == ([], 1)


def test_keys_of_any_characters(tmp_path: Path) -> None:
    keys = ["two words", "a:b", "ключ", "鍵", "-", "#x", "a/b\\c", "%", "{}"]
    page = "## One\n" + "".join(f'- {{% include p.html key="{key}" %}}\n' for key in keys)
    works = "".join(f'"{k}": {{title: "T{n}", author: ["A, B"]}}\n' for n, k in enumerate(keys))
    made, said = compiled(course(tmp_path, list_md=page, works_yaml=works.replace("\\", "\\\\")))
    assert {d.code for d in said} == {"missing-year"}
    assert all(f"T{n}" in made.artifacts[0].data.decode() for n in range(len(keys)))


@pytest.mark.parametrize(
    ("style", "found"),
    [
        ("chicago-author-dat", "unknown-style"),
        ("none.csl", "unknown-style"),
        ("../x.csl", "unknown-style"),
        ("bad.csl", "broken-style"),
        ("short.csl", "broken-style"),
        ("entity.csl", "broken-style"),
    ],
)
def test_styles_that_cannot_be_used(style: str, found: str, tmp_path: Path) -> None:
    folder = course(tmp_path, bad_csl="not xml", course_yaml=f"style: {style}\n")
    head = '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">'
    (folder / "short.csl").write_text(f"{head}<citation><layout/></citation></style>")
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    (folder / "entity.csl").write_text(f"{entity}{head}&e;</style>")
    assert errors(folder) == [f"{found} course.yaml:1:8"]
    assert errors(folder, style=style) == [f"{found} -"]


def test_a_misspelt_style_is_told_the_nearest(tmp_path: Path) -> None:
    _, said = compiled(course(tmp_path), style="chicago-author-dat")
    assert "`chicago-author-date`" in said[0].hints[0]


@pytest.mark.parametrize("page", ["", "\n\n", "---\n", "---\n---\n", "\ufeff", "# Title\n", "<!--"])
def test_pages_with_no_readings(page: str, tmp_path: Path) -> None:
    made, said = compiled(course(tmp_path, list_md=page), "md", "html", "tex", "pdf")
    assert [d.code for d in said if d.severity is Severity.ERROR] == ["no-readings"]
    assert made.artifacts == ()


def test_folders_that_are_no_course(tmp_path: Path) -> None:
    assert errors(tmp_path / "none") == ["no-page -"]
    assert errors(tmp_path) == ["no-page -"]
    file = tmp_path / "file"
    file.touch()
    assert errors(file) == ["no-page -"]


def test_a_page_nested_without_end(tmp_path: Path) -> None:
    for page in (">" * 20_000, "- " * 3000 + PAGE, "<div>" * 20_000, "[" * 20_000, "*" * 20_000):
        _, said = compiled(course(tmp_path, list_md=PAGE + "\n" + page))
        assert all(d.message for d in said)


@pytest.mark.parametrize("language", ["en", "de", "ar", "ja"])
def test_lists_and_quotes_within_one_another(language: str, tmp_path: Path) -> None:
    """As deep as anybody writes, all is printed; deeper, it is told; no depth is too deep."""
    formats = ("md", "html", "tex", "pdf", "docx", "epub", "fragment", "imscc", "mbz")

    def build(depth: int) -> tuple[Compiled, list[Diagnostic]]:
        page = f"{PAGE}\nBefore.\n\n{'- > 1. ' * depth}innermost\n\nAfter.\n"
        settings = f"language: {language}\n"
        return compiled(course(tmp_path, list_md=page, course_yaml=settings), *formats)

    made, said = build(15)
    assert [d.code for d in said if d.severity is not Severity.NOTE] == []
    files = {a.name.partition(".")[2]: a.data for a in made.artifacts}
    assert len(files) == len(formats)
    read = [files[name].decode() for name in ("md", "html", "tex", "fragment.html")]
    read += [page_text(files["pdf"], tmp_path), word_text(files["docx"])]
    read.append("".join(epub_chapters(files["epub"])))
    assert all("innermost" in text for text in read)

    made, said = build(60)
    messages = [d.message for d in said if d.severity is not Severity.NOTE]
    assert messages == ["what is nested 60 deep is not printed"]
    assert len(made.artifacts) == len(formats)
    printed = made.artifacts[formats.index("pdf")].data
    assert "After." in page_text(printed, tmp_path)

    made, said = build(300)
    assert ([d.code for d in said], made.artifacts) == (["program-failed"], ())


CODE = (
    "<script>alert(1)</script> \\input{/etc/passwd} \\write18{touch /tmp/x} \\directlua{os.exit()}"
    ' #read("/etc/passwd") $(touch x) `touch x` {{ site }} %0 &amp; javascript:alert(1)'
)


def test_code_in_data_is_printed_as_text(tmp_path: Path) -> None:
    """Titles, notes, names and addresses of code: text in every format, and a link in none."""
    text = CODE.replace("\\", "\\\\").replace('"', '\\"')
    fields = f'author: ["{text}"]\n  publisher: "{text}"\n  URL: "https://example.org/{text}"\n'
    works = f'a:\n  title: "{text}"\n  {fields}'
    note = "note='" + CODE.replace("{{ site }} %0", "") + "'"
    page = PAGE.replace('"a"', f'"a" {note}')
    folder = course(tmp_path, list_md=page, works_yaml=works, course_yaml=f'title: "{text}"\n')
    made, said = compiled(folder, "md", "html", "tex", "pdf", "docx", "epub")
    assert {d.code for d in said} <= {"malformed-url", "unsplit-authors", *UNTIDY}
    by_name = {Path(a.name).suffix: a.data for a in made.artifacts}
    page_shown = shown(by_name[".html"].decode())
    # What programs find in the page is no program, and nothing of it is one.
    found = linked(by_name[".html"].decode())
    assert page_shown.tags.count("script") == len(found.data) == 1
    assert found.scripts == []
    assert page_shown.links
    assert all(x.startswith(("https://example.org/", "#")) for x in page_shown.links)
    on_paper = page_text(by_name[".pdf"], tmp_path)
    for piece in ("<script>", "\\input{/etc/passwd}", "\\write18", "\\directlua"):
        assert piece in page_shown.text
        assert piece in on_paper.replace("\n", "")
        assert piece in word_text(by_name[".docx"])
    chapters = epub_chapters(by_name[".epub"])
    assert "\n".join(shown(c).text for c in chapters).split() == page_shown.text.split()
    assert all("script" not in shown(chapter).tags for chapter in chapters)
    passwd = Path("/etc/passwd").read_text().splitlines()[0]
    assert all(passwd.encode() not in data for data in by_name.values())
    source = by_name[".tex"].decode()
    assert "\\input{/etc" not in source
    assert "\\write18" not in source
    assert "\\directlua{os" not in source


def test_what_no_file_can_carry_is_in_none(tmp_path: Path) -> None:
    """Controls and noncharacters: what HTML and XML forbid is dropped, the words around it stay."""
    odd = "\x01\x08\x0b\x1f\x7f\ufdd0\ufffe\U0001ffff"
    escaped = "".join(f"\\U{ord(character):08x}" for character in odd)
    works = f'a:\n  title: "One{escaped}two"\n  author: ["A{escaped}da Bo"]\n'
    folder = course(tmp_path, list_md=PAGE + f"\nWo{odd}rds.\n", works_yaml=works)
    said = f'title: "T{escaped}"\ninstructor: "C{escaped}y"\ninteractive: true\n'
    (folder / "course.yaml").write_text(said)
    made, _ = compiled(folder, "html", "md", "tex", "docx", "epub")
    files = {artifact.name: artifact.data for artifact in made.artifacts}
    for name in [n for n in files if n.endswith((".docx", ".epub"))]:
        files |= {f"{name}/{part}": data for part, data in unzipped(files.pop(name)).items()}
    texts = {n: d.decode() for n, d in files.items() if not n.endswith((".png", "mimetype"))}
    assert len(texts) > len(made.artifacts)
    for name, text in texts.items():
        if name.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx")):
            etree.fromstring(text.encode())
        # What the LaTeX source keeps is printed as its number, and told.
        left = {"\ufdd0", "\ufffe", "\U0001ffff"} if name.endswith(".tex") else set()
        assert (name, set(text) & set(odd) - left) == (name, set())


def test_characters_that_no_font_has_are_reported(tmp_path: Path) -> None:
    odd = WORK.replace('"T"', '"Egyptian \U00013000 and private \ue123"')
    made, said = compiled(course(tmp_path, works_yaml=odd), "pdf")
    assert "missing-character" in [d.code for d in said]
    (problem,) = [d for d in said if d.code == "missing-character"]
    assert "`a`" in problem.message
    assert "[U+E123]" in page_text(made.artifacts[0].data, tmp_path)


def test_a_title_of_ten_thousand_characters(tmp_path: Path) -> None:
    for title in ("word " * 2000, "w" * 10_000, "w-" * 5000):
        works = f"a: {{title: '{title}', author: ['A, B'], issued: 2001}}\n"
        made, said = compiled(course(tmp_path, works_yaml=works), "md", "html", "tex", "pdf")
        assert {d.code for d in said} <= UNTIDY
        assert len(made.artifacts) == 4


@pytest.mark.skipif(os.name != "posix", reason="this system has other folders")
def test_output_folders_that_cannot_be_written(tmp_path: Path) -> None:
    for out in ("/dev/null", "/proc/none", str(tmp_path / ("x" * 300))):
        done = run("build", SAMPLE, "--to", "md", "--out", out)
        assert done.returncode == 1
        assert "error[unwritable-output]" in done.stderr


def test_a_failed_build_keeps_the_last_outputs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = tmp_path / "course"
    folder.mkdir()
    assert run("build", course(folder), "--to", "md", "--out", out).returncode == 0
    before = {name: (out / name).read_bytes() for name in files(out)}
    assert run("build", course(folder, works_yaml="a: ["), "--out", out).returncode == 1
    assert {name: (out / name).read_bytes() for name in files(out)} == before


PIECES = (
    *("a", ":", " ", "\n", "- ", "{", "}", "[", "]", '"', "'", "&x", "*x", "|", ">", "!", "#"),
    *(
        "title",
        "author",
        "\t",
        "key=",
        "{%",
        "%}",
        "include",
        "## ",
        "http://",
        "<",
        "\\",
        "$",
        "%",
        "@",
    ),
)
ANYTHING = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
PRINTABLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"])


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(page=ANYTHING, works=ANYTHING, settings_text=ANYTHING)
@example(page=PAGE, works="a: !!python/object/apply:os.system ['true']", settings_text="")
@example(page=PAGE, works="<<: *x", settings_text="title: [\n")
def test_no_course_makes_it_raise(
    tmp_path: Path, page: str, works: str, settings_text: str
) -> None:
    folder = course(tmp_path, list_md=page + PAGE, works_yaml=works, course_yaml=settings_text)
    _, said = compiled(folder, "md", "html", "tex")
    assert all(d.code != "program-failed" for d in said), said


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    title=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"]), min_size=1)
)
@example("\uf900")
def test_any_title_reaches_every_text_format(tmp_path: Path, title: str) -> None:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    works = f'a: {{title: "x {quoted} y", author: ["A, B"]}}\n'
    made, said = compiled(course(tmp_path, works_yaml=works), "html", "md")
    assert not [d for d in said if d.severity is Severity.ERROR], said
    html_text = shown(made.artifacts[0].data.decode()).text
    assert letters(title) in letters(html_text)


def letters(text: str) -> str:
    """Return the letters and digits of *text* as every format writes them, composed."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


# Latin letters with their marks, and every sign of ASCII and Latin-1.
# What is said of how a title is written; strange ones may well be so.
UNTIDY = {"double-space", "lost-capitals", "lost-space", "missing-year", "odd-quotes", "tex-left"}
LETTERS = [chr(c) for c in (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100))]
LETTERS += [c for c in map(chr, range(0x100, 0x180)) if unicodedata.normalize("NFD", c) != c]
# Accents that stand alone are left out: pdftotext puts them on the letter before.
LETTERS = [c for c in LETTERS if c.isascii() or unicodedata.category(c) != "Sk"]


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_three_hundred_random_titles_survive_tex(engine: str, tmp_path: Path) -> None:
    """One document of them all, since TeX starts slowly; every letter comes out in order."""
    need(engine)
    draw = random.Random(300)
    titles = ["".join(draw.choices([*LETTERS, *"   "], k=draw.randint(3, 40))) for _ in range(300)]
    works = [{"id": f"k{n}", "title": f"x {title} y"} for n, title in enumerate(titles)]
    page = "## One\n" + "".join(f'- {{% include p.html key="k{n}" %}}\n' for n in range(300))
    folder = course(tmp_path, list_md=page)
    (folder / "works.yaml").unlink()
    (folder / "works.json").write_text(json.dumps(works), "utf-8")
    made, said = compiled(folder, "html", "pdf", pdf_engine=engine)
    missing = [d.message[-80:] for d in said if d.code not in {"missing-author", *UNTIDY}]
    assert missing == []
    # Programs take a digraph such as "ĳ" apart when they read it back.
    on_page, on_paper = (letters(unicodedata.normalize("NFKC", t)) for t in texts(made, tmp_path))
    assert len(on_page) > 4000
    odd = next((n for n, (a, b) in enumerate(zip(on_page, on_paper, strict=False)) if a != b), None)
    assert on_paper == on_page, odd and (
        on_page[odd - 20 : odd + 20],
        on_paper[odd - 20 : odd + 20],
    )


def texts(made: Compiled, folder: Path) -> tuple[str, str]:
    html, pdf = (artifact.data for artifact in made.artifacts)
    # A list of this length has its contents printed.
    whole = page_text(pdf, folder)
    return shown(html.decode()).text, whole.replace("ContentsOne1", "", 1).replace(
        "Contents\nOne 1\n", "", 1
    )


def test_nothing_stays_where_temporary_files_are(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    folder = course(tmp_path / "course")
    (tmp_path / "scratch").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch"), "COURSEPACK_CACHE": "off"}
    argv = [sys.executable, "-m", "coursepack", "build", str(folder), "--out", str(tmp_path / "o")]
    subprocess.run(argv, env=environment, check=True, capture_output=True)
    assert list((tmp_path / "scratch").iterdir()) == []

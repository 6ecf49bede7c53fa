"""A page that can be searched, in a real browser: by every author and title, by keyboard alone."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from coursepack import words
from coursepack.adapters import date_words
from coursepack.assemble import VARIANTS
from coursepack.model.document import plain_text
from coursepack.model.outline import Outline, Reading
from coursepack.model.work import Organization, Person
from coursepack.pipeline import Wishes, compile_course
from coursepack.read import theme as themes
from coursepack.read.disk import Disk
from shown import shown
from tools import page_text
from tools import words as words_of
from tools.browser import VIEWS, axe_violations, chromium

CONTENT = Path(__file__).parents[1] / "content"

# What makes a search fail: accents, letters of their own, points, no spaces between words, signs
# that end a script, people whom the style leaves out, words that are only in the file of works.
COURSE = {
    "course.yaml": """\
title: Reading & its <history>
language: LANGUAGE
interactive: true
pages: [list.md]
works: [works.yaml]
schedule:
  {meets: Mon, start: 2027-01-11, end: 2027-02-15, presenters: {own: Ben Ray, raft: Cléo Dré}}
""",
    "list.md": """\
Before.

## Books

Prose here.

- [@own, 12] (Required)
- [@raft] (Optional)
- plain *item* of prose

### Below

- [@cjk] Mind the gap.
- [@evil] (Required)

## Only prose

Nothing to read.

## Web

- [@page]
- [@thesis]
""",
    "works.yaml": """\
own: {type: book, title: بَين القصرين, author: ['محفوظ, نجيب'], issued: 1987, publisher: Misr}
raft:
  title: In Search of an Understandable Consensus Algorithm
  authors: Diego Ongaro and Séamus O’Neill
  booktitle: USENIX ATC 2014
  url: https://raft.github.io/raft.pdf
cjk:
  type: article-journal
  title: 阅读史研究
  author: [白先勇]
  issued: 2001-05
  container-title: 读书
  container-title-short: DS
  keyword: codex, scroll
evil:
  type: chapter
  title: '</script><img src=x onerror="window.hit=1"> "quoted" ]]> C++ &amp; 100%'
  author: ["Doe, Jane"]
  container-title: A & B "Book"
  issued: 2020
page:
  type: webpage
  title: A page
  author: ['Łukasiewicz, Jan']
  URL: https://a.org/?b=1&c=2
  issued: 2024-02-03
thesis:
  type: thesis
  title: Über Maße
  author: ['Strauß, Øystein', 'Ibn Iyad, İsmail']
  issued: 2011
""",
}
IDS = ("own", "raft", "cjk", "evil", "page", "thesis")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


def course(folder: Path, language: str = "en") -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in COURSE.items():
        (folder / name).write_text(text.replace("LANGUAGE", language), "utf-8")
    return folder


class Built:
    """Pages of two courses, plain and interactive, on a server of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sample: Outline[Reading] = Outline()
        for name, is_interactive in (("plain", False), ("sample", True)):
            made = compile_course(
                Disk(CONTENT), Wishes(formats=("html", "bib"), interactive=is_interactive)
            ).value
            self.sample = made.outline
            self._put(name, made.artifacts)
        for language in ("en", "ar"):
            disk = Disk(course(folder / f"course-{language}", language))
            for is_interactive in (True, False):
                wishes = Wishes(formats=("html", "bib"), interactive=is_interactive)
                made = compile_course(disk, wishes).value
                name = language if is_interactive else f"plain-{language}"
                self._put(name, made.artifacts)
        handler = functools.partial(_Quiet, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _put(self, name: str, artifacts: Any) -> None:
        (self.folder / name).mkdir()
        assert artifacts
        for artifact in artifacts:
            (self.folder / name / artifact.name).write_bytes(artifact.data)

    def text(self, name: str, file: str = "reading-list.html") -> str:
        return (self.folder / name / file).read_text("utf-8")

    def address(self, name: str, file: str = "reading-list.html") -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{name}/{file}"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    made = Built(tmp_path_factory.mktemp("interactive"))
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a browser that nobody has used, in which nothing goes wrong unseen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    yield opened
    context.close()
    assert [text for text in said if "favicon" not in text] == []


SEARCH = """queries => queries.map(query => {
  const field = document.getElementById("find");
  field.value = query;
  field.dispatchEvent(new Event("input", {bubbles: true}));
  return [...document.querySelectorAll(".readings > li[id]")].filter(e => e.checkVisibility())
    .map(e => e.id.replace("reading-", ""));
})"""
VISIBLE = "ids => [...document.querySelectorAll(ids)].filter(e => e.checkVisibility()).length"


def found(page: Any, *queries: str) -> list[list[str]]:
    """Return the readings that each of *queries* leaves."""
    answers: list[list[str]] = page.evaluate(SEARCH, list(queries))
    return answers


def left(page: Any) -> list[str]:
    """Return the readings that are shown now."""
    ids: list[str] = page.evaluate(
        "[...document.querySelectorAll('.readings > li[id]')].filter(e => e.checkVisibility())"
        ".map(e => e.id.replace('reading-', ''))"
    )
    return ids


def counted(page: Any) -> str:
    return str(page.inner_text(".find [role=status]"))


def anchor(key: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", key.lower()))


def test_every_author_and_every_title_of_the_sample_is_found(page: Any, built: Built) -> None:
    page.goto(built.address("sample"))
    queries: list[str] = []
    wanted: list[str] = []
    for reading in built.sample.readings():
        work = reading.work
        assert work.title
        told = [plain_text(work.title.value)]
        for name in work.names["author"].people:
            match name:
                case Person(family, given):
                    told += [f"{given} {family}", f"{family}, {given}", family.upper()]
                case Organization(whole):
                    told.append(whole)
        told += [work.text("container-title"), work.text("DOI"), work.text("arxiv")]
        told.append(f"{told[1]} {work.dates['issued'].value.year}")
        queries += filter(None, told)
        wanted += [anchor(work.key.value)] * len([*filter(None, told)])
    assert len(queries) > 800
    answers = found(page, *queries)
    missed = [(q, w) for q, w, a in zip(queries, wanted, answers, strict=True) if w not in a]
    assert missed == []
    titles = [q for q in queries if len(q) > 60]
    assert all(len(answer) < 33 for answer in found(page, *titles))


def test_case_accents_and_signs_do_not_matter(page: Any, built: Built) -> None:
    page.goto(built.address("en"))
    wanted = {
        "": [*IDS],
        "  ": [*IDS],
        "łukasiewicz": ["page"],
        "LUKASIEWICZ jan": ["page"],
        "jan lukas": ["page"],
        "oystein STRAUSS": ["thesis"],
        "ismail": ["thesis"],
        "uber masse": ["thesis"],
        "Über Maße": ["thesis"],
        "seamus": ["raft"],
        "o'neill": ["raft"],
        "oneill": ["raft"],
        "O’Neill, Séamus": ["raft"],
        "usenix annual technical": ["raft"],
        "atc 2014": ["raft"],
        "阅读史": ["cjk"],
        "研究": ["cjk"],
        "白先勇 2001": ["cjk"],
        "读书": ["cjk"],
        "scroll": ["cjk"],
        "gap mind": ["cjk"],
        "نجيب محفوظ": ["own"],
        "بين": ["own"],
        "بَين القصرين": ["own"],
        "ben ray": ["own"],
        "cleo": ["raft"],
        "c++": ["evil"],
        '<img src=x onerror="window.hit': ["evil"],
        "optional": ["raft"],
        "no such words": [],
        "jane 1987": [],
        # What is only in BibTeX is no word of a reading.
        "booktitle": [],
        "incollection": [],
    }
    answers = dict(zip(wanted, found(page, *wanted), strict=True))
    assert answers == wanted
    assert page.evaluate("window.hit") is None


def test_what_is_shown_is_counted_and_empty_places_are_gone(page: Any, built: Built) -> None:
    page.goto(built.address("en"))
    assert counted(page) == "6 of 6 readings shown"
    heads = "main h2, main h3"
    assert page.evaluate(VISIBLE, heads) == 4
    assert page.locator("nav li:visible").count() == 4
    assert page.locator(".find [type=reset]").is_hidden()
    page.fill("#find", "jane")
    assert left(page) == ["evil"]
    assert counted(page) == "1 of 6 readings shown"
    assert page.locator(f"{heads} >> visible=true").all_inner_texts() == ["Books", "Below"]
    assert [*map(str.strip, page.locator("nav a:visible").all_inner_texts())] == ["Books", "Below"]
    # A text among the readings is found like one, and is none.
    page.fill("#find", "plain item")
    assert (left(page), counted(page)) == ([], "0 of 6 readings shown")
    assert page.locator("li.prose").is_visible()
    page.fill("#find", "nowhere at all")
    assert page.evaluate(VISIBLE, heads) == 0
    assert page.locator("main > p").is_visible()
    page.click(".find [type=reset]")
    assert left(page) == [*IDS]
    assert page.evaluate(VISIBLE, heads) == 4
    assert page.evaluate("document.activeElement.id") == "find"


def choices(page: Any) -> dict[str, list[str]]:
    told: dict[str, list[str]] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.find select')]"
        ".map(s => [s.name, [...s.options].map(o => o.text.trim())]))"
    )
    return told


def test_filters_leave_what_they_say(page: Any, built: Built) -> None:
    page.goto(built.address("en"))
    assert choices(page) == {
        "need": ["All", "Required", "Optional"],
        "section": ["All", "Books", "Below", "Web"],
        "year": ["All", "1987", "2001", "2011", "2014", "2020", "2024"],
        "kind": ["All", "Article", "Conference paper", "Book", "Chapter", "Thesis", "Web page"],
        "presenter": ["All", "Ben Ray", "Cléo Dré"],
    }
    wanted = {
        ("need", "Required"): ["own", "evil"],
        ("need", "Optional"): ["raft"],
        ("section", "Books"): ["own", "raft", "cjk", "evil"],
        ("section", "Below"): ["cjk", "evil"],
        ("section", "Web"): ["page", "thesis"],
        ("year", "1987"): ["own"],
        ("kind", "Web page"): ["page"],
        ("presenter", "Cléo Dré"): ["raft"],
    }
    for (name, choice), ids in wanted.items():
        option = page.locator(f"select[name={name}] option", has_text=choice).first
        page.select_option(f"select[name={name}]", option.get_attribute("value"))
        assert (name, choice, left(page)) == (name, choice, ids)
        page.select_option(f"select[name={name}]", "")
    page.select_option("select[name=need]", "required")
    page.select_option("select[name=kind]", "chapter")
    assert left(page) == ["evil"]
    page.fill("#find", "نجيب")
    assert left(page) == []


def test_a_filter_that_would_leave_out_nothing_is_not_there(page: Any, built: Built) -> None:
    page.goto(built.address("sample"))
    assert [*choices(page)] == ["section", "year", "kind"]
    page.goto(built.address("ar"))
    assert [*choices(page)] == ["need", "section", "year", "kind", "presenter"]


def test_many_years_are_chosen_by_decade(page: Any, tmp_path: Path) -> None:
    keys = (830, *range(1961, 2005, 3))
    (tmp_path / "list.md").write_text("## A\n\n" + "".join(f"- [@y{n}]\n" for n in keys))
    (tmp_path / "works.yaml").write_text(
        "".join(f"y{n}: {{type: book, title: T{n}, issued: {n}}}\n" for n in keys)
    )
    wishes = Wishes(formats=("html",), interactive=True)
    (made,) = compile_course(Disk(tmp_path), wishes).value.artifacts
    (tmp_path / "page.html").write_bytes(made.data)
    page.goto((tmp_path / "page.html").as_uri())
    decades = ["830–839", "1960–1969", "1970–1979", "1980–1989", "1990–1999", "2000–2009"]
    assert choices(page) == {"year": ["All", *decades]}
    page.select_option("select", "1960–1969")
    assert left(page) == ["y1961", "y1964", "y1967"]


def test_nobody_who_presents_is_named_in_public(tmp_path: Path) -> None:
    made = compile_course(Disk(course(tmp_path)), Wishes(formats=("html",), public=True)).value
    for artifact in made.artifacts:
        assert b"Ben Ray" not in artifact.data
        assert b"presenter" not in artifact.data.partition(b"<script>")[0]


def query_of(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_address_leads_to_the_same_list(page: Any, built: Built) -> None:
    page.goto(built.address("en") + "?from=lms#section-below")
    page.fill("#find", "Jane & co? 100%")
    page.fill("#find", "jane")
    page.select_option("select[name=need]", "required")
    page.wait_for_url("**need=required**")
    assert query_of(page) == {"from": ["lms"], "q": ["jane"], "need": ["required"]}
    assert page.url.endswith("#section-below")
    for address in (page.url, page.url.replace("from=lms", "kind=nonsense&year=")):
        page.goto(address)
        page.reload()
        assert left(page) == ["evil"]
        assert page.input_value("#find") == "jane"
        assert page.input_value("select[name=need]") == "required"
        assert page.input_value("select[name=kind]") == ""
    page.click(".find [type=reset]")
    page.wait_for_url(lambda url: "jane" not in url)
    assert set(query_of(page)) <= {"from", "kind"}
    section = "section=section-below&q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    page.goto(f"{built.address('en')}?{section}")
    assert page.input_value("#find") == "<img src=x onerror=alert(1)>"
    assert page.locator("form img").count() == 0


def test_a_page_in_a_file_keeps_its_address_too(page: Any, built: Built) -> None:
    page.goto((built.folder / "en" / "reading-list.html").as_uri() + "?q=jane")
    assert left(page) == ["evil"]
    page.fill("#find", "jan")
    page.wait_for_timeout(400)
    assert left(page) == ["evil", "page"]
    page.reload()
    assert left(page) == ["evil", "page"]


def test_a_link_to_a_reading_that_is_left_out_shows_it(page: Any, built: Built) -> None:
    page.goto(built.address("en") + "?q=jane")
    page.evaluate("location.hash = '#reading-evil'")
    page.wait_for_timeout(100)
    assert left(page) == ["evil"]
    page.evaluate("location.hash = '#reading-thesis'")
    page.wait_for_function("document.querySelector('#reading-thesis').checkVisibility()")
    assert left(page) == [*IDS]


def focused(page: Any) -> str:
    return str(
        page.evaluate("(e => e.name || e.type || e.textContent.trim())(document.activeElement)")
    )


def test_all_of_it_by_keyboard_alone(page: Any, built: Built) -> None:
    page.goto(built.address("en"))
    press = page.keyboard.press
    press("/")
    assert focused(page) == "q"
    page.keyboard.type("a/b")
    assert page.input_value("#find") == "a/b"
    press("Escape")
    assert (page.input_value("#find"), left(page)) == ("", [*IDS])
    page.keyboard.type("jan")
    assert left(page) == ["evil", "page"]
    reached = []
    for _ in range(7):
        press("Tab")
        reached.append(focused(page))
    assert reached == ["button", "need", "section", "year", "kind", "presenter", "reset"]
    press("Enter")
    assert (left(page), focused(page)) == ([*IDS], "q")
    press("Tab")
    press("Tab")
    press("ArrowDown")
    assert left(page) == ["own", "evil"]
    press("/")
    assert focused(page) == "need"  # in a list, a letter looks for a choice
    press("Escape")
    assert (left(page), focused(page)) == ([*IDS], "q")
    # On to the first BibTeX, open it, copy.
    while focused(page) != "BibTeX":
        press("Tab")
    press("Enter")
    page.wait_for_selector(".copying button")
    press("Tab")
    assert focused(page) == "button"


def test_the_key_can_be_switched_off_for_good(page: Any, built: Built) -> None:
    page.goto(built.address("en"))
    switch = page.get_by_role("button", name="Keyboard shortcut: /")
    assert switch.get_attribute("aria-pressed") == "true"
    switch.focus()
    page.keyboard.press("Space")
    assert switch.get_attribute("aria-pressed") == "false"
    for _ in range(2):
        page.keyboard.press("/")
        assert focused(page) != "q"
        page.reload()
    assert switch.get_attribute("aria-pressed") == "false"
    switch.click()
    page.evaluate("document.activeElement.blur()")
    for key in ("Control+/", "Alt+/", "Meta+/"):
        page.keyboard.press(key)
        assert focused(page) != "q"
    page.keyboard.press("/")
    assert focused(page) == "q"


def test_focus_is_seen_on_each_control(page: Any, built: Built) -> None:
    look = (
        "e => { const of = n => { const s = getComputedStyle(n); return [s.outlineStyle,"
        " s.outlineColor, s.borderBottomColor, s.boxShadow].join(); };"
        " return of(e) + of(e.parentElement); }"
    )
    page.goto(built.address("en") + "?q=jan")
    page.click("main > p")
    for control in page.locator(".find input, .find select, .find button, summary:visible").all():
        before = control.evaluate(look)
        control.focus()
        page.keyboard.press("Shift")  # what a keyboard focuses is shown
        assert control.evaluate(look) != before
        control.evaluate("e => e.blur()")


@pytest.mark.parametrize("name", ["en", "ar", "sample"])
def test_bibtex_is_that_of_the_file(page: Any, built: Built, name: str) -> None:
    page.goto(built.address(name))
    entries = page.evaluate(
        "[...document.querySelectorAll('.bibtex code')].map(e => e.textContent)"
    )
    written = built.text(name, "reading-list.bib")
    assert entries == [entry.strip() for entry in re.split(r"\n\n+(?=@)", written)]
    assert len(entries) == page.locator(".readings > li[id]").count()


def test_copied_bibtex_is_on_the_clipboard_and_said(browser: Any, built: Built) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(built.address("en"))
    for number in (1, 4):
        page.locator("summary").nth(number).click()
        line = page.locator("details").nth(number)
        said = line.get_by_role("status")
        assert said.inner_text() == ""
        line.get_by_role("button", name="Copy").click()
        page.wait_for_function("e => e.textContent === 'Copied'", arg=said.element_handle())
        text = page.evaluate("navigator.clipboard.readText()")
        assert text == line.locator("code").inner_text()
        assert text.startswith("@")
    context.close()


@pytest.mark.parametrize(("is_possible", "said"), [(True, "Copied"), (False, "Not copied")])
def test_without_a_clipboard_the_text_is_selected(
    browser: Any, built: Built, is_possible: bool, said: str
) -> None:
    context = browser.new_context()
    # As in a page that came over an unsafe line.
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    if not is_possible:
        context.add_init_script("document.execCommand = () => false")
    page = context.new_page()
    page.goto(built.address("en"))
    page.locator("summary").first.click()
    page.get_by_role("button", name="Copy").click()
    page.wait_for_function("document.querySelector('.copying [role=status]').textContent")
    assert page.inner_text(".copying [role=status]").startswith(said)
    selected = page.evaluate("getSelection().toString()")
    assert selected.strip() == page.locator(".bibtex code").first.inner_text().strip()
    context.close()


@pytest.mark.parametrize("name", ["en", "ar", "sample"])
@pytest.mark.parametrize("file", ["reading-list.html", "syllabus.html"])
def test_script_or_none_the_words_are_the_same(
    browser: Any, built: Built, name: str, file: str
) -> None:
    texts = {}
    for is_on in (True, False):
        context = browser.new_context(java_script_enabled=is_on)
        page = context.new_page()
        page.goto(built.address(name, file))
        assert page.locator("form").count() == page.locator("input").count() == is_on
        # Only the browser's own buttons open what is folded.
        assert page.locator("button").count() == 2 * is_on
        if is_on:
            page.locator("form").evaluate("e => e.remove()")
        texts[is_on] = page.inner_text("body")
        page.locator("summary").first.click()
        assert page.locator("pre").first.is_visible()
        context.close()
    assert texts[True] == texts[False]
    plain = {"en": "plain-en", "ar": "plain-ar", "sample": "plain"}[name]
    both = [words_of(shown(built.text(each, file)).text) for each in (plain, name)]
    without = re.sub(
        r'<details class="bibtex">.*?</details>', "", built.text(name, file), flags=re.S
    )
    assert words_of(shown(without).text) == both[0]
    assert len(both[1]) > len(both[0])


def test_paper_has_what_is_shown(page: Any, built: Built, tmp_path: Path) -> None:
    page.goto(built.address("en"))
    plain = built.address("plain-en")

    def printed() -> list[str]:
        return words_of(page_text(page.pdf(), tmp_path, crop=False))

    page.locator("summary").first.click()
    whole = printed()
    page.fill("#find", "jane")
    part = " ".join(printed())
    page.goto(plain)
    assert whole == printed()
    assert "1 of 6 readings shown" in part
    assert "Jane Doe" in part
    for word in ("Search", "BibTeX", "Clear", "Raft", "Ongaro", "@"):
        assert word not in part


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["en", "ar", "sample"])
def test_axe_finds_nothing_whatever_is_open(
    browser: Any, built: Built, view: str, name: str
) -> None:
    context = browser.new_context(**VIEWS[view])
    page = context.new_page()
    for file in ("reading-list.html", "syllabus.html"):
        page.goto(built.address(name, file))
        for query in ("", "jan"):
            page.fill("#find", query)
            page.locator("summary:visible").first.click()
            page.wait_for_selector(".copying button:visible")
            assert (file, query, axe_violations(page)) == (file, query, [])
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert (file, query, wide) == (file, query, 0)
            boxes = page.locator(".find").evaluate(
                "f => [...f.querySelectorAll('input, select, button:not([hidden])')]"
                ".map(e => e.getBoundingClientRect()).map(b => [b.left, b.right, b.height])"
            )
            width = VIEWS[view]["viewport"]["width"]
            assert all(a >= -1 and b <= width + 1 and high >= 24 for a, b, high in boxes)
    context.close()


def test_controls_stand_in_the_section_of_the_list(page: Any, built: Built) -> None:
    page.goto(built.address("en", "syllabus.html"))
    page.fill("#find", "jane")
    heads = page.locator("main h2:visible").all_inner_texts()
    assert heads == ["Schedule", "What a week asks for", "Reading list"]
    assert page.locator(".agenda tr:visible").count() > 5
    assert page.locator("main > section:has(form) > h2").inner_text() == "Reading list"


def test_controls_stand_before_a_section_without_readings(page: Any, tmp_path: Path) -> None:
    texts = {
        "course.yaml": "title: T\ngrading: {Essay: 100%}\n",
        "works.yaml": COURSE["works.yaml"],
    }
    texts["list.md"] = "Hello.\n\n## Welcome\n\n## One\n\n- [@own]\n\n## Two\n\n- [@raft]\n"
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    made = compile_course(Disk(tmp_path), Wishes(formats=("html",), interactive=True)).value
    for artifact in made.artifacts:
        path = tmp_path / artifact.name
        path.write_bytes(artifact.data)
        page.goto(path.as_uri())
        after = page.locator("form.find + section").locator("h2, h3").first
        assert (artifact.name, after.inner_text()) == (artifact.name, "Welcome")
    assert len(made.artifacts) == 2


@pytest.mark.parametrize("name", ["plain", "sample"])
def test_no_other_script_runs(browser: Any, built: Built, name: str) -> None:
    page = browser.new_page()
    page.goto(built.address(name))
    refused = page.evaluate(
        "new Promise(done => { document.addEventListener('securitypolicyviolation',"
        " e => done(e.effectiveDirective)); const s = document.createElement('script');"
        " s.textContent = 'window.hit = 1'; document.body.append(s); })"
    )
    assert refused == "script-src-elem"
    assert page.evaluate("window.hit") is None
    page.close()


@pytest.mark.parametrize("language", words.languages())
def test_the_controls_speak_the_language_of_the_course(
    page: Any, tmp_path: Path, language: str
) -> None:
    disk = Disk(course(tmp_path / "course", language))
    made = compile_course(disk, Wishes(formats=("html",))).value
    (artifact,) = [a for a in made.artifacts if a.name == "reading-list.html"]
    file = tmp_path / "page.html"
    file.write_bytes(artifact.data)
    page.goto(file.as_uri())
    own = words.of(language)
    assert page.get_by_label(own.search, exact=True).and_(page.locator("input")).count() == 1
    for label in (own.by_requirement, own.by_section, own.by_year, own.by_kind, own.by_presenter):
        assert page.locator("label", has_text=label).count() >= 1
    for query, ids in (("", IDS), ("jane", IDS[3:4]), ("jan", IDS[3:5]), ("none such", ())):
        assert found(page, query) == [[*ids]]
        form = date_words.plural_form(len(ids), language)
        forms = dict(own.forms("shown"))
        text = forms.get(form, forms["other"])
        assert counted(page) == text.format(number=len(ids), total=6)
    found(page, "jane")
    assert page.inner_text(".find [type=reset]") == own.clear
    page.locator("summary:visible").click()
    assert page.inner_text(".copying button") == own.copy


def test_a_tag_of_no_language_stops_nothing(page: Any, tmp_path: Path) -> None:
    made = compile_course(Disk(course(tmp_path / "course", "en-a")), Wishes(formats=("html",)))
    file = tmp_path / "page.html"
    (data,) = [a.data for a in made.value.artifacts if a.name == "reading-list.html"]
    file.write_bytes(data)
    page.goto(file.as_uri())
    assert found(page, "jane") == [["evil"]]
    assert counted(page) == "1 of 6 readings shown"


@pytest.mark.parametrize("theme", themes.names())
def test_axe_finds_nothing_in_any_theme_and_variant(page: Any, tmp_path: Path, theme: str) -> None:
    disk = Disk(course(tmp_path / "course"))
    for variant in ("", *VARIANTS):
        wishes = Wishes(formats=("html",), theme=theme, variant=variant, verify=True)
        made = compile_course(disk, wishes)
        assert "verify-failed" not in {d.code for d in made.diagnostics}
        file = tmp_path / "page.html"
        file.write_bytes(made.value.artifacts[0].data)
        for is_dark in (False, True):
            page.emulate_media(color_scheme="dark" if is_dark else "light")
            page.goto(file.as_uri())
            page.locator("summary").first.click()
            assert axe_violations(page) == []
            assert found(page, "strauss") == [["thesis"]]
            assert axe_violations(page) == []


def test_focus_is_seen_where_the_system_sets_colours(page: Any, built: Built) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(built.address("en"))
    page.keyboard.press("/")
    look = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    colour = page.evaluate("getComputedStyle(document.activeElement).outlineColor")
    assert look == "solid"
    assert not colour.endswith(", 0)")


def test_the_command_decides_over_the_course(tmp_path: Path) -> None:
    from coursepack.cli import main

    folder = course(tmp_path / "course")
    for option, is_interactive in (
        ("", True),
        ("--no-interactive", False),
        ("--interactive", True),
    ):
        out = tmp_path / f"out{option}"
        said = ["build", str(folder), "--to", "html", "--out", str(out), *filter(None, [option])]
        assert main(said) == 0
        for name in ("reading-list.html", "syllabus.html"):
            text = (out / name).read_text("utf-8")
            assert ('<template id="controls">' in text) == is_interactive
            assert ('<details class="bibtex">' in text) == is_interactive

"""What learning systems take whole, read back by readers that share nothing with its writers."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

import cartridge_validator as cartridge
import moodle_backup_reader as backup
import strategies
from coursepack.model import web_address
from coursepack.model.document import Blocks, Document, Paragraph, ReadingEntry, Text, plain_text
from coursepack.model.package import Download, Group, Item, Module, Package, Page, WebLink
from coursepack.model.source import Span
from coursepack.pipeline import Wishes, check_course, compile_course
from coursepack.read.disk import Disk
from coursepack.write.package import LONGEST_TITLE, Packing, short
from coursepack.write.packages import imscc, mbz
from coursepack.write.safe_markdown import JOINER

CONTENT = Path(__file__).parents[1] / "content"
ANY = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
SPAN = Span("course.md", 1, 1, 1, 2)


def plain(text: str) -> str:
    """Return *text* as it reads: no joiners, one space between words."""
    return " ".join(re.sub("[“”]", '"', text.replace(JOINER, "")).split())


# --- the sample


@pytest.fixture(scope="module", params=["part", "section", "week"])
def made(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return built(Wishes(formats=("imscc", "mbz"), modules=request.param, dates="restrict"))


def built(wishes: Wishes, folder: Path = CONTENT) -> dict[str, bytes]:
    compiled = compile_course(Disk(folder), wishes)
    assert [d for d in compiled.diagnostics if d.severity.value != "note"] == []
    return {artifact.name: artifact.data for artifact in compiled.value.artifacts}


def expected() -> dict[str, str]:
    """Return the title of each reading of the sample, and where it leads."""
    outline = check_course(Disk(CONTENT)).value.outline
    found = {}
    for reading in outline.readings():
        work = reading.work
        assert work.title is not None
        doi = work.text("DOI")
        found[plain_text(work.title.value)] = f"https://doi.org/{doi}" if doi else work.text("URL")
    return found


def test_the_sample_keeps_every_rule(made: dict[str, bytes]) -> None:
    assert cartridge.faults(made["course.imscc"]) == []
    assert backup.faults(made["course.mbz"]) == []


def test_every_reading_arrives_once_with_its_address(made: dict[str, bytes]) -> None:
    wanted = {plain(title): url for title, url in expected().items()}
    modules = cartridge.contents(made["course.imscc"])
    links = [item for module in modules for item in module.items if item.kind == "link"]
    sections = backup.contents(made["course.mbz"])
    urls = [a for section in sections for a in section.activities if a.kind == "url"]
    for found in (
        [(item.title, item.address) for item in links],
        [(a.title, a.address) for a in urls],
    ):
        titles = {plain(re.sub(r" \([^()]*\d{4}\).*$", "", title)): url for title, url in found}
        assert titles == wanted
        assert len(found) == len(wanted)


def test_what_stands_for_the_whole_course_comes_first(made: dict[str, bytes]) -> None:
    first = cartridge.contents(made["course.imscc"])[0]
    assert (first.title, [item.kind for item in first.items]) == (
        "Overview",
        ["page", "page", "file", "file"],
    )
    general = backup.contents(made["course.mbz"])[0]
    kinds = ["page", "page", "resource", "resource"]
    assert (general.number, [a.kind for a in general.activities]) == (0, kinds)
    assert all(a.file_bytes.startswith(b"%PDF") for a in general.activities if a.file_bytes)


def test_a_module_has_a_page_with_its_references(made: dict[str, bytes]) -> None:
    for module in cartridge.contents(made["course.imscc"])[1:]:
        page, *others = module.items
        assert page.kind == "page"
        for link in others:
            if link.kind == "link":
                title = re.sub(r" \([^()]*\d{4}\).*$", "", link.title)
                assert plain(title) in plain(page.text)


def test_a_note_under_each_link_is_its_reference(made: dict[str, bytes]) -> None:
    for section in backup.contents(made["course.mbz"])[1:]:
        for activity in section.activities:
            if activity.kind == "url":
                assert activity.text_format == 4
                assert activity.shows_description
                assert activity.text.startswith(f"[{activity.title[:20]}"[:12])


def test_inner_links_of_pages_lead_somewhere(made: dict[str, bytes]) -> None:
    general = backup.contents(made["course.mbz"])[0]
    pages = [a.text for a in general.activities if a.kind == "page"]
    for page in pages:
        tree = lxml_html.fromstring(f"<div>{page}</div>")
        targets = set(tree.xpath("//@id"))
        inner = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
        assert inner
        assert set(inner) <= targets


def test_readings_open_on_the_day_of_their_session() -> None:
    data = built(Wishes(formats=("mbz",), modules="week", dates="restrict"))["course.mbz"]
    for section in backup.contents(data)[1:]:
        day = re.search(r"\((\w+ \d+)\)", section.name)
        assert day
        opened = dt.datetime.strptime(f"{day[1]} 2027", "%B %d %Y")
        stamps = {
            int(t) for a in section.activities for t in re.findall(r'"t": (\d+)', a.availability)
        }
        (stamp,) = stamps
        # Midnight there, some hours after midnight UTC.
        assert 0 <= stamp - int(opened.replace(tzinfo=dt.UTC).timestamp()) < 86400
    named = built(Wishes(formats=("mbz",), modules="week", dates="label"))["course.mbz"]
    assert all("2027" in section.summary for section in backup.contents(named)[1:])


def test_canvas_has_its_own_list_of_the_modules() -> None:
    with_canvas = built(Wishes(formats=("imscc",), canvas=True))["course.imscc"]
    assert cartridge.faults(with_canvas) == []
    without = built(Wishes(formats=("imscc",)))["course.imscc"]
    for one, other in zip(
        cartridge.contents(with_canvas), cartridge.contents(without), strict=True
    ):
        assert one.title == other.title
        assert [(i.kind, i.title) for i in one.items] == [(i.kind, i.title) for i in other.items]


def test_the_same_course_gives_the_same_bytes(tmp_path: Path) -> None:
    for number in (1, 2):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "coursepack",
                "build",
                str(CONTENT),
                "--to",
                "imscc,mbz",
                "--out",
                str(tmp_path / str(number)),
            ],
            check=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": str(number),
                "TZ": ("UTC", "Asia/Tokyo")[number - 1],
            },
            capture_output=True,
        )
    for name in ("course.imscc", "course.mbz"):
        first, second = ((tmp_path / str(n) / name).read_bytes() for n in (1, 2))
        assert first == second


# --- anything


@pytest.mark.parametrize(
    ("length", "kept"), [(0, "…"), (1, "x"), (255, "x" * 255), (256, "x" * 254 + "…")]
)
def test_titles_are_as_long_as_moodle_takes_them(length: int, kept: str) -> None:
    assert short("x" * length) == kept


def test_a_title_is_cut_at_a_word() -> None:
    assert short("word " * 60) == ("word " * 50).strip() + "…"
    assert len(short("😀" * 300)) == LONGEST_TITLE


def _entry(inlines: tuple[object, ...], title: str) -> ReadingEntry:
    return ReadingEntry("a", title[:10], SPAN, inlines)  # type: ignore[arg-type]


_titles = st.one_of(
    strategies.hostile_text,
    st.sampled_from(
        ("", " ", "<b>x</b>", "&lt;script&gt;", "&amp;lt;i&amp;gt;", "x" * 256, "\x00\ufffe")
    ),
)
_addresses = st.one_of(
    strategies.urls,
    st.sampled_from(
        (
            "https://doi.org/10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            "https://example.org/a b?q=[1]{2}|3^4&amp=1&lt;=2#ä",
            "https://пример.рф/путь",
        )
    ),
).map(lambda url: (not url.startswith("mailto") and web_address.encoded(url)) or "https://x.org/")


@st.composite
def _items(draw: st.DrawFn, key: str) -> Item:
    title = draw(_titles)
    entry = draw(strategies.readings)
    match draw(st.sampled_from(("link", "page", "file"))):
        case "link":
            return WebLink(key, title, draw(_addresses), entry)
        case "page":
            return Page(key, title, draw(strategies.blocks))
        case _:
            return Download(key, title, f"{key}.pdf", b"%PDF" + key.encode())


@st.composite
def packages(draw: st.DrawFn) -> Package:
    modules = []
    for number in range(draw(st.integers(0, 3))):
        groups = tuple(
            Group(
                f"g{number}-{place}",
                draw(st.one_of(st.just(""), _titles.filter(str.strip))),
                tuple(
                    draw(_items(f"i{number}-{place}-{n}")) for n in range(draw(st.integers(1, 3)))
                ),
            )
            for place in range(draw(st.integers(0, 2)))
        )
        blocks = draw(strategies.blocks)
        day = draw(st.one_of(st.none(), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))))
        modules.append(
            Module(f"m{number}", draw(_titles), draw(_titles), blocks, blocks, day, groups)
        )
    document: Document = draw(strategies.documents)
    return Package(
        "0" * 16, draw(_titles), draw(_titles), "en-US", draw(st.sampled_from(("", "Asia/Seoul"))),
        None, None, "Overview", (document,),
        (Download("f", draw(_titles), "l.pdf", b"%PDF"),), tuple(modules),
    )  # fmt: skip


@ANY
@given(packages(), st.booleans())
def test_no_course_breaks_a_rule_of_cartridges(package: Package, canvas: bool) -> None:
    data = imscc.write(package, Packing(canvas=canvas))
    assert cartridge.faults(data) == []
    modules = cartridge.contents(data)
    assert len(modules) == 1 + len(package.modules)
    for module, read in zip(package.modules, modules[1:], strict=True):
        wanted = [item for group in module.groups for item in group.items]
        found = [item for item in read.items[1:] if item.kind != "group"]
        assert [_address(item) for item in wanted] == [item.address for item in found]


def _address(item: Item) -> str:
    match item:
        case WebLink(url=url):
            return url
        case Download(name=name):
            return f"web_resources/{name}"
        case _:
            return ""


@ANY
@given(packages(), st.sampled_from(("", "restrict", "label")))
def test_no_course_breaks_a_rule_of_backups(package: Package, dates: str) -> None:
    data = mbz.write(package, Packing(dates=dates))
    assert backup.faults(data) == []
    sections = backup.contents(data)
    assert len(sections) == 1 + len(package.modules)
    for module, read in zip(package.modules, sections[1:], strict=True):
        wanted = [item for group in module.groups for item in group.items]
        found = [a for a in read.activities if a.kind != "label"]
        kinds = {WebLink: "url", Page: "page", Download: "resource"}
        assert [kinds[type(item)] for item in wanted] == [a.kind for a in found]
        assert [i.url for i in wanted if isinstance(i, WebLink)] == [
            a.address for a in found if a.address
        ]


def test_what_is_decoded_once_too_often_stays_words() -> None:
    words = "if a<b> & c: &lt;em&gt;x&lt;/em&gt; &amp;lt;i&amp;gt; <!-- y --> </p>"
    blocks: Blocks = (Paragraph((Text(words),)),)
    module = Module("m", words, words, blocks, blocks, None, ())
    document = Document("list", words, "", (), "en", _sheet(), _theme(), "Contents", blocks)
    package = Package("0" * 16, words, "", "en", "", None, None, words, (document,), (), (module,))
    data = imscc.write(package, Packing())
    assert cartridge.faults(data) == []
    page = cartridge.contents(data)[1].items[0]
    assert plain(page.text) == plain(words)


def _sheet() -> object:
    from coursepack.model.theme import Sheet

    return Sheet("a4", 1, 10.0, False)


def _theme() -> object:
    from coursepack.read import theme as themes

    return themes.ours("folio")


@pytest.mark.parametrize(
    "name",
    ["csv-deveconomics", "html-internet-law", "jekyll-climate", "markdown-free-will",
     "table-film-studies", "topics-ml", "works-ecology", "yaml-history"],
)  # fmt: skip
def test_courses_of_every_form_are_packed_whole(name: str) -> None:
    wishes = Wishes(formats=("imscc", "mbz"), canvas=True, dates="restrict")
    compiled = compile_course(Disk(CONTENT.parent / "tests" / "corpus" / name), wishes).value
    made = {artifact.name: artifact.data for artifact in compiled.artifacts}
    assert cartridge.faults(made["course.imscc"]) == []
    assert backup.faults(made["course.mbz"]) == []
    modules = cartridge.contents(made["course.imscc"])[1:]
    readings = [i for m in modules for i in m.items[1:] if i.kind in ("link", "page")]
    assert len(readings) == compiled.readings > 0
    sections = backup.contents(made["course.mbz"])[1:]
    assert len([a for s in sections for a in s.activities if a.kind != "label"]) == len(readings)

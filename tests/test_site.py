"""A course's folder is laid out as Jekyll lays out a site, and nothing outside it is opened."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Files
from pathlib import Path

import pytest

from coursepack.model.node import Mapping, Scalar, Sequence
from coursepack.model.source import Source, Spanned
from coursepack.read.disk import Disk
from coursepack.read.entries.keys import work_key
from coursepack.read.sites.site import MOST_FILES, Site, front_matter

MakeSite = Callable[[Files[str, str]], Site]


@pytest.fixture
def site(tmp_path: Path) -> MakeSite:
    def make(files: Files[str, str]) -> Site:
        for name, text in files.items():
            path = tmp_path / "course" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return Site(Disk(tmp_path / "course"))

    return make


def test_files_are_found_by_their_place(site: MakeSite) -> None:
    made = site(
        {
            "_includes/a/b.html": "include",
            "_layouts/page.html": "layout",
            "_config.yml": "title: CS 1\n",
        }
    )
    include, layout, config = made.include("a/b.html"), made.layout("page"), made.config()
    assert include is not None
    assert layout is not None
    assert config is not None
    assert (include.text, layout.text) == ("include", "layout")
    title = config.get("title")
    assert isinstance(title, Scalar)
    assert str(title.span) == "_config.yml:1:8"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("papers", "_data/papers.yml"),
        ("old/papers", "_data/old/papers.json"),
        ("reading-list", "_data/reading-list.yaml"),
        ("a_b", "_data/a b.csv"),
        ("old", ""),
        ("../secret", ""),
        ("old/../papers", ""),
        ("/etc/passwd", ""),
        ("", ""),
    ],
)
def test_data_has_the_name_of_its_file(name: str, file: str, site: MakeSite) -> None:
    made = site(
        {
            "_data/papers.yml": "a: 1",
            "_data/old/papers.json": "{}",
            "_data/reading-list.yaml": "a: 1",
            "_data/a b.csv": "x\n1\n",
            "secret.yml": "x: 1",
        }
    )
    assert made.data_file(name) == file


def test_folders_are_read_with_what_lies_below_them(site: MakeSite) -> None:
    made = site(
        {
            "_config.yml": "collections: [weeks]\n",
            "_data/old/2023/papers.yml": "a: 1",
            "_data/old/notes.md": "no data",
            "_data/plan.csv": "a\n1\n",
            "_weeks/one/a.md": "A",
            "_weeks/b.md": "B",
        }
    )
    assert made.data_names() == ("old", "plan")
    assert made.data_names("old") == ("2023",)
    assert [d.source.name for d in made.documents("weeks")] == ["_weeks/b.md", "_weeks/one/a.md"]


def test_a_table_has_text_at_its_places(site: MakeSite) -> None:
    made = site({"_data/t.csv": 'week,topic\n1,"Sets, ""maps"""\n\n2\n'})
    table = made.data("_data/t.csv")
    assert isinstance(table, Sequence)
    first, second = table.items
    assert isinstance(first, Mapping)
    assert isinstance(second, Mapping)
    topic = first.get("topic")
    assert isinstance(topic, Scalar)
    assert (topic.text, topic.span.line) == ('Sets, "maps"', 2)
    assert [name.value for name, _ in second.entries] == ["week"]


@pytest.mark.parametrize(
    ("config", "order"),
    [
        ("collections: [weeks]\n", ["a", "b", "c"]),
        ("collections: {weeks: {sort_by: number}}\n", ["b", "a", "c"]),
        ("collections: {weeks: {order: [c.md, b.md]}}\n", ["c", "b", "a"]),
        ("collections_dir: parts\ncollections: [weeks]\n", ["z"]),
    ],
)
def test_documents_are_ordered(config: str, order: list[str], site: MakeSite) -> None:
    files = {
        "_config.yml": config,
        "_weeks/a.md": "---\nnumber: 10\n---\nA",
        "_weeks/b.md": "---\nnumber: 2\n---\nB",
        "_weeks/c.md": "C",
        "parts/_weeks/z.md": "Z",
    }
    made = site(files)
    assert made.collections() == ("posts", "weeks")
    assert [document.slug for document in made.documents("weeks")] == order


def test_posts_have_dates_and_the_newest_is_first(site: MakeSite) -> None:
    made = site({"_posts/2025-01-02-one.md": "", "_posts/2025-02-03-two.md": ""})
    posts = [(post.slug, post.date) for post in made.documents("posts")]
    assert posts == [("two", "2025-02-03"), ("one", "2025-01-02")]


def test_front_matter_keeps_its_places() -> None:
    front = front_matter(Source("p.md", "---\ntitle: T\n---\nbody\n"))
    assert front.matter is not None
    title = front.matter.get("title")
    assert isinstance(title, Scalar)
    assert (str(title.span), front.body) == ("p.md:2:8", 17)
    assert front_matter(Source("p.md", "body")).matter is None


def test_nothing_outside_the_folder_is_opened(tmp_path: Path, site: MakeSite) -> None:
    (tmp_path / "secret.html").write_text("secret")
    made = site({"_includes/a.html": "a"})
    (tmp_path / "course" / "_includes" / "link.html").symlink_to(tmp_path / "secret.html")
    for name in ("../../secret.html", "link.html", str(tmp_path / "secret.html"), "a\0", ""):
        assert made.include(name) is None
        assert made.layout(name) is None


def test_so_many_files_are_opened_and_no_more(site: MakeSite) -> None:
    made = site({"a.md": "a", "b.md": "b"})
    assert made.open("a.md") is not None
    for number in range(MOST_FILES):
        made.open(f"{number}.md")
    assert made.open("b.md") is None
    assert made.open("a.md") is not None


def test_a_work_has_the_key_it_says_or_one_of_its_title() -> None:
    source = Source("w", "x")
    span = source.span(0, 1)

    def node(**fields: str) -> Mapping:
        named = ((Spanned(n, span), Scalar(text, span)) for n, text in fields.items())
        return Mapping(tuple(named), span)

    assert work_key(Spanned("k", span), node(id="a"), 1).value == "k"
    assert work_key(None, node(id=" a ", title="T"), 1).value == "a"
    assert work_key(None, node(key="b"), 1).value == "b"
    title = "Gödel's Proof: on Some Undecidable Problems, again"
    assert work_key(None, node(title=title), 1).value == "godel-s-proof-on-some-undecidable"
    assert work_key(None, node(title="理论"), 3).value == "work-3"

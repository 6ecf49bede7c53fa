"""Files are opened inside the course only, as UTF-8 however they begin and end their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursepack.read.disk import LARGEST, Disk


def codes(disk: Disk, name: str) -> list[str]:
    opened = disk.open(name)
    assert (opened.value is None) == bool(opened.diagnostics)
    return [d.code for d in opened.diagnostics]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"\xef\xbb\xbfa\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"", ""),
        ("G\u00f6del \U0001f680".encode(), "G\u00f6del \U0001f680"),
    ],
)
def test_text_is_read(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "file").write_bytes(data)
    opened = Disk(tmp_path).open("file").value
    assert opened is not None
    assert opened.text == text


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"title: G\xf6del\n", "f:1:9"),
        (b"ok: 1\ncut: \xe2\x82", "f:2:6"),
        ("a: b\n".encode("utf-16"), "f:1:1"),
        (b"a\nb\0c", "f:2:2"),
        (b"\xef\xbb\xbfa: \xff", "f:1:4"),
    ],
)
def test_what_is_not_utf8_is_named_with_its_place(tmp_path: Path, data: bytes, place: str) -> None:
    (tmp_path / "f").write_bytes(data)
    (problem,) = Disk(tmp_path).open("f").diagnostics
    assert (problem.code, str(problem.span)) == ("not-utf8", place)


def test_nothing_outside_the_course_is_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    course = tmp_path / "course"
    course.mkdir()
    (course / "link").symlink_to(tmp_path / "secret")
    (course / "folder").symlink_to(tmp_path)
    (course / "loop").symlink_to("loop")
    disk = Disk(course)
    for name in ("../secret", str(tmp_path / "secret"), "link", "folder/secret"):
        assert codes(disk, name) == ["outside-course"]
    assert codes(disk, "loop") in (["no-such-file"], ["outside-course"])


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    disk = Disk(tmp_path)
    for name in ("none", "folder", "a\0b", "x" * 5000):
        assert codes(disk, name)[0] in ("no-such-file", "outside-course", "unreadable-file")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert codes(disk, "large") == ["too-large"]


def test_fonts_lie_inside_the_course(tmp_path: Path) -> None:
    (tmp_path / "outside.otf").write_bytes(b"")
    course = tmp_path / "course"
    course.mkdir()
    (course / "own.otf").write_bytes(b"")
    disk = Disk(course)
    assert disk.locate("own.otf").value == course / "own.otf"
    assert [d.code for d in disk.locate("../outside.otf").diagnostics] == ["outside-course"]
    assert [d.code for d in disk.locate("none.otf").diagnostics] == ["no-such-file"]

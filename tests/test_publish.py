"""Outputs are replaced whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursepack.model.document import Artifact
from coursepack.publish import publish

ONE = Artifact("list.md", b"one")
TWO = Artifact("list.html", b"two")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    published = publish((ONE, TWO), out)
    assert [p.changed for p in published.value] == [True, True]
    assert names(out) == ["list.html", "list.md"]
    assert (out / "list.md").read_bytes() == b"one"


def test_a_file_that_is_the_same_is_not_touched(tmp_path: Path) -> None:
    publish((ONE,), tmp_path)
    os.utime(tmp_path / "list.md", (1, 1))
    published = publish((ONE, TWO), tmp_path)
    assert [p.changed for p in published.value] == [False, True]
    assert (tmp_path / "list.md").stat().st_mtime == 1


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    publish((ONE,), tmp_path)
    # A name longer than any file system takes fails only when its turn comes.
    failed = publish((Artifact("list.md", b"new"), Artifact("x" * 300, b"two")), tmp_path)
    assert [d.code for d in failed.diagnostics] == ["unwritable-output"]
    assert failed.value == ()
    assert (tmp_path / "list.md").read_bytes() == b"one"
    assert names(tmp_path) == ["list.md"]


@pytest.mark.parametrize("place", ["/dev/null/out", "/proc/out"])
def test_a_folder_that_cannot_be_is_said(place: str) -> None:
    failed = publish((ONE,), Path(place))
    assert [d.code for d in failed.diagnostics] == ["unwritable-output"]
    assert place in failed.diagnostics[0].message


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish((ONE,), tmp_path)
    # The real writer on a real full device: only the name of the file beside is another.
    monkeypatch.setattr(
        "coursepack.publish.tempfile.mkstemp",
        lambda **_: (os.open("/dev/full", os.O_WRONLY), str(tmp_path / "beside")),
    )
    failed = publish((Artifact("list.md", b"new"),), tmp_path)
    assert [d.code for d in failed.diagnostics] == ["unwritable-output"]
    assert "No space left" in failed.diagnostics[0].message
    assert (tmp_path / "list.md").read_bytes() == b"one"


def test_a_link_in_the_output_folder_is_replaced_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"keep")
    out = tmp_path / "out"
    out.mkdir()
    (out / "list.md").symlink_to(elsewhere)
    publish((ONE,), out)
    assert elsewhere.read_bytes() == b"keep"
    assert (out / "list.md").read_bytes() == b"one"
    assert not (out / "list.md").is_symlink()

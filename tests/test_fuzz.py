"""Whatever a file holds, reading it ends with values: no exception, and every place a real one.

`tests/fuzz/run.py` looks for longer.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fragments
import sound
from coursepack.adapters.pandoc import Pandoc

few = settings(max_examples=40, deadline=None)


@pytest.fixture(scope="module")
def pandoc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pandoc]:
    with Pandoc(tmp_path_factory.mktemp("pandoc")) as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("course")


@cache
def files(suffix: str) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in fragments.real(suffix))


@st.composite
def broken(draw: st.DrawFn, suffix: str) -> bytes:
    """Draw random text, pieces of the format in any order, or a real file after accidents."""
    pieces = fragments.FRAGMENTS[suffix]
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return draw(st.text(max_size=120)).encode("utf-8", "replace")
    if kind < 3:
        return "".join(draw(st.lists(st.sampled_from(pieces), max_size=60))).encode()
    data = draw(st.sampled_from(files(suffix)))
    dice = draw(st.randoms(use_true_random=False))
    return fragments.mutated(data, pieces, dice.randrange)


@pytest.mark.parametrize("suffix", fragments.WORKS)
def test_any_file_of_works_is_read(suffix: str) -> None:
    @few
    @given(broken(suffix))
    def test(data: bytes) -> None:
        assert sound.works_faults(f"works{suffix}", data) == []

    test()


@pytest.mark.parametrize("suffix", fragments.OUTLINES)
def test_any_page_is_read(suffix: str, pandoc: Pandoc, folder: Path) -> None:
    name = f"page{suffix}"

    @few
    @given(broken(suffix))
    def test(data: bytes) -> None:
        (folder / name).write_bytes(data)
        assert sound.outline_faults(folder, name, pandoc) == []

    test()


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(fragments.courses()), st.randoms(use_true_random=False))
def test_any_course_is_read(course: Path, dice: random.Random) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "course")
        shutil.copytree(course, folder, ignore=shutil.ignore_patterns("expected.yaml"))
        fragments.spoil(folder, dice.randrange)
        assert sound.course_faults(folder) == []

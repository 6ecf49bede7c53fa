"""A build that would give what is there only says so; where it would give more, it builds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursepack import __main__ as command
from coursepack import cli, unchanged

FILES = {
    "course.yaml": "title: A Course\npages: [list.md]\nworks: [works.yaml]\nstyle: own\n",
    "list.md": "## One\n\nSome words.\n\n- @a\n\n## Two\n\n- @b\n",
    "works.yaml": (
        "a: {title: Alpha, authors: Ada Lee, booktitle: SOSP 2003, url: 'https://example.org/a'}\n"
        "b: {title: Beta, authors: Bo Xu, booktitle: OSDI 2004, url: 'https://example.org/b'}\n"
    ),
    "csl/own.csl": (Path(__file__).parents[1] / "csl" / "reading-list.csl").read_text("utf-8"),
}


class Told(NamedTuple):
    """The exit code of a command, what it said, and whether it compiled anything."""

    code: int
    out: str
    err: str
    was_built: bool


Run = Callable[..., Told]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in the folder of the course, with a cache of its own."""
    monkeypatch.setenv("COURSEPACK_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "course"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)

    built: list[bool] = []
    main = cli.main

    def counted(*argv: list[str]) -> int:
        built.append(True)
        return main(*argv)

    monkeypatch.setattr(cli, "main", counted)

    def run_(*argv: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["coursepack", *argv])
        built.clear()
        code = command.run()
        told = capsys.readouterr()
        return Told(code, told.out, told.err, bool(built))

    return run_


BUILD = ("build", "--to", "md,html")


def test_the_second_time_only_says_so(run: Run) -> None:
    first, second = run(*BUILD), run(*BUILD)
    assert first.was_built
    assert not second.was_built
    assert second[1].startswith("2 readings → output/reading-list.md, output/reading-list.html: ")
    assert "0 written, 2 unchanged in 0.0" in second[1]
    assert first[2] == second[2]


def test_what_was_noticed_is_said_again(run: Run) -> None:
    Path("list.md").write_text(FILES["list.md"].replace("- @b\n", ""))
    first, second = run(*BUILD), run(*BUILD)
    assert not second.was_built
    assert "unused-work" in first[2]
    assert second[2] == first[2]
    assert second[1].rstrip().endswith("(1 note)")


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path("list.md").write_text(FILES["list.md"].replace("Some", "More")),
        lambda: Path("csl/own.csl").write_text(FILES["csl/own.csl"].replace(", ", "; ")),
        lambda: Path("output/reading-list.md").unlink(),
        lambda: Path("output/reading-list.md").write_text("mine"),
        lambda: Path("new.yaml").write_text("c: {title: C}\n"),
        lambda: Path("works.yaml").rename("other.yaml"),
        lambda: os.environ.__setitem__("SOURCE_DATE_EPOCH", "1"),
    ],
    ids=["page", "style", "lost", "changed", "new", "renamed", "environment"],
)
def test_whatever_changes_is_built(
    change: Callable[[], object], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run(*BUILD)
    assert not run(*BUILD).was_built
    change()
    told = run(*BUILD)
    assert told[0] == 1 or told.was_built


def test_a_file_that_only_the_command_names_counts(run: Run) -> None:
    Path("other.csl").write_text(FILES["csl/own.csl"])
    argv = (*BUILD, "--style", "other.csl")
    assert run(*argv).code == 0
    assert not run(*argv).was_built
    os.utime("other.csl", ns=(1, 1))
    assert run(*argv).was_built


@pytest.mark.parametrize("option", ["--no-cache", "--verify"])
def test_who_asks_for_more_gets_it(option: str, run: Run) -> None:
    run(*BUILD, option)
    assert run(*BUILD, option).was_built


def test_errors_are_not_remembered(run: Run) -> None:
    Path("list.md").write_text("- @nobody\n")
    assert run(*BUILD)[0] == 1
    assert run(*BUILD)[0] == 1


def test_a_broken_record_is_none(run: Run, tmp_path: Path) -> None:
    run(*BUILD)
    (record,) = (tmp_path / "cache" / "builds").iterdir()
    whole = record.read_bytes()
    for broken in (b"", whole[: len(whole) // 2], whole.replace(b"\0", b"\1"), b"\xff\0" * 9):
        record.write_bytes(broken)
        assert run(*BUILD).was_built
    assert not run(*BUILD).was_built


def test_no_cache_can_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").write_text("")
    for place in ("file/cache", "off", "/proc/none"):
        monkeypatch.setenv("COURSEPACK_CACHE", place)
        assert run(*BUILD)[0] == 0
        assert run(*BUILD).was_built


def test_a_change_while_it_builds_is_not_lost(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The author saves while the compiler works on what was there before."""
    keep = unchanged.Record.keep

    def slow(self: unchanged.Record, *told: object) -> None:
        Path("list.md").write_text(FILES["list.md"].replace("Some", "Late"))
        keep(self, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(unchanged.Record, "keep", slow)
    run(*BUILD)
    monkeypatch.setattr(unchanged.Record, "keep", keep)
    assert run(*BUILD).was_built
    assert "Late words" in Path("output/reading-list.md").read_text()


def test_two_at_once(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    environment = {**os.environ, "COURSEPACK_CACHE": str(tmp_path / "cache")}
    argv = [sys.executable, "-m", "coursepack", *BUILD]

    def build(_: int) -> int:
        return subprocess.run(
            argv, cwd=tmp_path, env=environment, capture_output=True, check=False
        ).returncode

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert [*pool.map(build, range(8))] == [0] * 8
    assert len(list((tmp_path / "cache" / "builds").iterdir())) == 1


_LINES = ("Words.\n\n", "- @a\n", "## Week\n\n", "title: T\n", "style: apa\n", "# note\n")
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["list.md", "works.yaml", "course.yaml"]),
        st.sampled_from(["insert", "delete", "letter", "back", "touch", "nothing"]),
        st.integers(0, 1000),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=_STEPS)
def test_never_a_stale_byte(steps: list[tuple[str, str, int]], run: Run) -> None:
    """After any edits, however soon one follows another, the files are those of a clean build."""
    for name, text in FILES.items():
        Path(name).write_text(text)
    for name, kind, at in steps:
        _edit(Path(name), kind, at)
        told = run(*BUILD)
        with tempfile.TemporaryDirectory() as clean:
            wanted = run(*BUILD, "--out", clean, "--no-cache")
            assert told[0] == wanted[0]
            if told[0] == 0:
                assert {p.name: p.read_bytes() for p in Path("output").iterdir()} == {
                    p.name: p.read_bytes() for p in Path(clean).iterdir()
                }


def _edit(path: Path, kind: str, at: int) -> None:
    lines = path.read_text().splitlines(keepends=True) or ["\n"]
    place = at % len(lines)
    match kind:
        case "insert":
            lines.insert(place, _LINES[at % len(_LINES)])
        case "delete":
            del lines[place]
        case "letter":
            # As long as before, and within the same tick of the clock.
            lines[place] = lines[place].replace("A", "E").replace("o", "u")
        case "back":
            lines = [FILES[path.name]]
        case "touch":
            os.utime(path, ns=(time.time_ns(), time.time_ns()))
            return
        case _:
            return
    path.write_text("".join(lines))

"""A build that would give what is there only says so; where it would give more, it builds."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursepack import __main__ as command
from coursepack import cli, unchanged
from coursepack.adapters import values
from coursepack.adapters.answers import Folder
from coursepack.adapters.child import Worker
from coursepack.model.source import Span, Spanned
from coursepack.model.work import Work
from coursepack.read import library

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


def test_a_cache_in_the_course_is_nothing_of_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEPACK_CACHE", str(Path("cache").absolute()))
    assert run(*BUILD).was_built
    assert not run(*BUILD).was_built


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


# --- what is kept of stages


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what programs were asked to do, as it comes."""
    found: list[str] = []
    ask = Worker.ask

    def listed(self: Worker, request: Mapping[str, object]) -> object:
        found.append(str(request.get("operation") or request.get("form")))
        return ask(self, request)

    monkeypatch.setattr(Worker, "ask", listed)
    return found


def test_only_what_an_edit_touches_is_asked_again(run: Run, asked: list[str]) -> None:
    run(*BUILD)
    assert asked.count("cite") == 1
    asked.clear()
    Path("list.md").write_text(FILES["list.md"].replace("Some", "More"))
    run(*BUILD)
    # The page is read, and what stands below its first heading is written.
    assert asked == ["page", "write"]
    asked.clear()
    run(*BUILD, "--no-cache")
    assert {"page", "cite", "write"} <= {*asked}


def test_works_are_read_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*BUILD)
    before = {path.name: path.read_bytes() for path in Path("output").iterdir()}
    monkeypatch.setattr(library, "read", pytest.fail)
    shutil.rmtree("output")
    assert run(*BUILD).was_built
    assert {path.name: path.read_bytes() for path in Path("output").iterdir()} == before


def test_answers_may_be_broken_or_lost(run: Run, tmp_path: Path) -> None:
    run(*BUILD)
    before = {path.name: path.read_bytes() for path in Path("output").iterdir()}
    kept = sorted((tmp_path / "cache" / "answers").iterdir())
    for number, path in enumerate(kept):
        whole = path.read_bytes()
        other = kept[number - 1].read_bytes()
        path.write_bytes((b"", whole[:-1], whole[:-1] + b"?", other)[number % 4])
    kept[-1].unlink()
    shutil.rmtree("output")
    assert run(*BUILD).code == 0
    assert {path.name: path.read_bytes() for path in Path("output").iterdir()} == before


def test_what_was_asked_for_longest_ago_is_removed(tmp_path: Path) -> None:
    def room(most: int, size: int) -> Folder:
        return Folder(tmp_path, "program", room=size, most=most)

    folder = room(3, 10**6)
    for number in range(5):
        folder.write(b"%d" % number, b"answer")
        os.utime(sorted(tmp_path.iterdir(), key=os.path.getmtime)[-1], (number, number))
    assert folder.read(b"0") == b"answer"  # and is the newest by that
    folder.tidy()
    assert [n for n in range(5) if folder.read(b"%d" % n)] == [0, 3, 4]
    small = room(9, 150)
    small.write(b"5", b"x" * 100)
    small.tidy()
    assert [n for n in range(6) if small.read(b"%d" % n)] == [5]
    assert Folder(tmp_path, "another program").read(b"5") is None


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("harm",)


def test_what_is_kept_cannot_do_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    value = (Work(Spanned("a", Span("f", 1, 1, 1, 2)), "book", None), {"b": [1.5, None]})
    assert values.loaded(values.dumped(value)) == value
    for data in (
        pickle.dumps(_Harm()),
        pickle.dumps(os.getcwd),
        pickle.dumps(Path("x")),
        # A function of the model, and a type that a module of it has only imported.
        b"ccoursepack.model.document\nplain_text\n.",
        b"ccoursepack.model.document\nEnum\n.",
        b"ccoursepack.model.nowhere\nWork\n.",
        values.dumped(value)[:-9],
        b"",
    ):
        with pytest.raises(values.NoValueError):
            values.loaded(data)
    assert not Path("harm").exists()


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

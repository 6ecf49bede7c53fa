"""A watched course is built again when it changes, never stale, and its reader keeps the place."""

from __future__ import annotations

import http.client
import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coursepack.adapters.answers import Answers
from coursepack.adapters.file_changes import changes
from coursepack.adapters.preview_server import PreviewServer, Shown
from coursepack.adapters.programs import Programs
from coursepack.commands.watch import Built, Watching, watch
from coursepack.pipeline import Wishes, compile_course, compile_in_turn
from coursepack.read.disk import Disk
from tools import need

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = "# Readings\n\n" + "".join(
    f"## Week {n}\n\nWords of week {n}.\n\n- [@a{n}] (Required)\n- [@b{n}, ch. {n}]\n\n"
    for n in range(1, 15)
)
WORKS = "".join(
    f"{letter}{n}: {{title: Title {letter.upper()}{n}, authors: Ada Lee, booktitle: SOSP 2003,"
    f" url: 'https://example.org/{letter}{n}'}}\n"
    for n in range(1, 15)
    for letter in "ab"
)
PATIENCE = 30


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "list.md").write_text(PAGE)
    (folder / "works.yaml").write_text(WORKS)
    return folder


@pytest.fixture
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which(need("chromium"))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started.new_page()
        started.close()


@contextmanager
def watched(
    folder: Path, out: Path, wishes: Wishes, server: PreviewServer | None = None
) -> Iterator[queue.Queue[Built]]:
    told: queue.Queue[Built] = queue.Queue()
    stop = threading.Event()
    watching = Watching(folder, wishes, out)
    thread = threading.Thread(target=watch, args=(watching, told.put, server, stop))
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_each_change_is_built_and_errors_keep_what_was(course: Path, tmp_path: Path) -> None:
    out = course / "output"  # in the course, as it is by default
    with watched(course, out, Wishes(formats=("md", "html", "pdf"))) as told:
        first = told.get(timeout=PATIENCE)
        assert first.ok
        assert sorted(p.name for p in first.changed) == [
            "reading-list.html", "reading-list.md", "reading-list.pdf",
        ]  # fmt: skip
        (course / "list.md").write_text(PAGE.replace("Words of week 3.", "Other words."))
        assert told.get(timeout=PATIENCE).ok
        assert "Other words." in (out / "reading-list.md").read_text()
        before = {path.name: path.read_bytes() for path in out.iterdir()}
        (course / "list.md").write_text(PAGE.replace("@a3", "@nobody"))
        built = told.get(timeout=PATIENCE)
        assert [d.code for d in built.diagnostics if d.severity.value == "error"] == [
            "unknown-work"
        ]
        assert {path.name: path.read_bytes() for path in out.iterdir()} == before
        (course / "list.md").write_text(PAGE)
        assert told.get(timeout=PATIENCE).diagnostics == first.diagnostics
        # What it writes itself is no change.
        time.sleep(0.5)
        assert told.empty()


def test_what_is_hidden_or_its_own_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / ".git").mkdir()
    stop, found = threading.Event(), queue.Queue[set[str]]()

    def listen() -> None:
        for group in changes(tmp_path, [tmp_path / "out"], stop):
            found.put(group)

    thread = threading.Thread(target=listen)
    thread.start()
    time.sleep(0.5)
    for name in ("out/x.md", ".git/HEAD", ".list.md.swp"):
        (tmp_path / name).write_text("x")
    time.sleep(0.5)
    (tmp_path / "list.md").write_text("x")
    assert found.get(timeout=PATIENCE) == set()
    assert found.get(timeout=PATIENCE) == {"list.md"}
    stop.set()
    thread.join(PATIENCE)


# --- what is remembered never shows

_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["list.md", "works.yaml", "course.yaml"]),
        st.sampled_from(["delete", "swap", "insert", "back"]),
        st.integers(0, 10**6),
    ),
    min_size=1,
    max_size=6,
)
_LINES = (
    "- [@a2]\n",
    "## Another week\n\n",
    "Some *words*.\n\n",
    "style: ieee\n",
    "title: Named\n",
    "c1: {title: Title C1, authors: Bo Xu, booktitle: OSDI 2020}\n",
    "- [A linked paper](https://example.org/x), Cy Coe, Nature 2001\n",
    "language: de\n",
    "d1: {title: Ein Text, authors: Bo Xu, Verlag: Suhrkamp, year: 2001}\n",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits=_EDITS)
# The fields of works are read in the languages of the course.
@example(edits=[("works.yaml", "insert", 8), ("course.yaml", "insert", 7)])
def test_a_warm_build_gives_the_bytes_of_a_clean_one(
    edits: list[tuple[str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("course")
    texts = {"list.md": PAGE[:400], "works.yaml": WORKS, "course.yaml": "title: A Course\n"}
    first = dict(texts)
    wishes = Wishes(formats=("md", "html", "tex", "bib"))
    disk: Disk | None = None
    with Programs(Answers()) as programs:
        for name, kind, at in [("list.md", "back", 0), *edits]:
            texts[name] = first[name] if kind == "back" else _edited(texts[name], kind, at)
            for file, text in texts.items():
                (folder / file).write_text(text)
            disk = Disk(folder, disk)
            *_, warm = compile_in_turn(disk, wishes, programs)
            clean = compile_course(Disk(folder), wishes)
            assert warm.value.artifacts == clean.value.artifacts
            assert warm.diagnostics == clean.diagnostics
    shutil.rmtree(folder)


def _edited(text: str, kind: str, at: int) -> str:
    lines = text.splitlines(keepends=True) or ["\n"]
    place = at % len(lines)
    if kind == "delete":
        del lines[place]
    elif kind == "swap":
        other = (at // 7) % len(lines)
        lines[place], lines[other] = lines[other], lines[place]
    else:
        lines.insert(place, _LINES[at % len(_LINES)])
    return "".join(lines)


def test_what_was_asked_longest_ago_is_forgotten_first() -> None:
    answers = Answers(room=10)
    asked: list[str] = []

    def ask(name: str) -> bytes:
        def answer() -> bytes:
            asked.append(name)
            return b"12345"

        return answers.get(name.encode(), answer)

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert asked == ["a", "b", "c", "b"]
    assert answers.get(b"large", lambda: b"x" * 11) == b"x" * 11
    ask("a")
    assert asked == ["a", "b", "c", "b"]


# --- the browser


def get(server: PreviewServer, path: str, host: str = "") -> http.client.HTTPResponse:
    parts = urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or parts.netloc)
    connection.endheaders()
    return connection.getresponse()


def test_the_server_gives_what_it_shows_and_nothing_else() -> None:
    with PreviewServer() as server:
        assert server.address.startswith("http://127.0.0.1:")
        server.show(Shown({"views": []}, {"files/a b.html": b"<p>"}))
        answer = get(server, "/files/a%20b.html")
        assert (answer.status, answer.read()) == (200, b"<p>")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        for path in ("/files/../preview.js", "/../../etc/passwd", "/files/", "//etc/passwd", "/x"):
            assert get(server, path).status == 404
        # Another site whose name leads to this machine may not read what is shown here.
        assert get(server, "/files/a%20b.html", host="evil.example:80").status == 403
        assert get(server, "/", host="localhost:1").status == 200


def test_news_comes_as_it_is_shown() -> None:
    with PreviewServer() as server:
        server.show(Shown({"state": "one"}))
        stream = get(server, "/events")
        assert json.loads(stream.readline().removeprefix(b"data: ")) == {"state": "one"}
        stream.readline()
        server.show(Shown({"state": "two"}))
        assert json.loads(stream.readline().removeprefix(b"data: ")) == {"state": "two"}


def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    from coursepack.cli import main

    with PreviewServer() as server:
        port = str(urlsplit(server.address).port)
        assert main(["watch", str(tmp_path), "--serve", "--port", port]) == 2
    assert f"port {port} cannot be had" in capsys.readouterr().err
    assert main(["watch", str(tmp_path / "nowhere")]) == 2


def test_the_author_sees_it_and_keeps_the_place(page: Page, course: Path, tmp_path: Path) -> None:
    wishes = Wishes(formats=("html", "pdf"))
    with PreviewServer() as server, watched(course, tmp_path / "out", wishes, server) as told:
        told.get(timeout=PATIENCE)
        page.goto(server.address)
        frame = page.frame_locator("#page")
        frame.get_by_text("Words of week 14.").wait_for()
        assert page.get_by_role("button").all_inner_texts() == [
            "reading-list.html", "reading-list.pdf",
        ]  # fmt: skip
        page.frames[1].evaluate("window.scrollTo(0, 700)")
        (course / "list.md").write_text(PAGE.replace("Words of week 14.", "Quite other words."))
        frame.get_by_text("Quite other words.").wait_for()
        page.wait_for_function("document.getElementById('page').contentWindow.scrollY === 700")
        # The PDF, sheet by sheet.
        told.get(timeout=PATIENCE)
        page.get_by_role("button", name="reading-list.pdf").click()
        sheets = page.locator("#sheets img")
        sheets.nth(1).wait_for()
        page.evaluate("document.getElementById('sheets').scrollTop = 300")
        before = [sheet.get_attribute("src") for sheet in sheets.all()]
        (course / "list.md").write_text(PAGE.replace("Words of week 14.", "Words at the end."))
        page.wait_for_function(
            "last => [...document.querySelectorAll('#sheets img')].at(-1).getAttribute('src')"
            " !== last",
            arg=before[-1],
        )
        after = [sheet.get_attribute("src") for sheet in sheets.all()]
        assert after[0] == before[0]
        assert page.evaluate("document.getElementById('sheets').scrollTop") == 300
        # What is wrong is there, and goes when it is mended.
        assert page.locator("#problems").is_hidden()
        (course / "list.md").write_text(PAGE.replace("@a3", "@nobody"))
        page.locator("#problems .error").get_by_text("no work has the key").wait_for()
        assert page.get_by_role("status").inner_text().startswith("The course has errors")
        (course / "list.md").write_text(PAGE)
        page.locator("#problems").wait_for(state="hidden")


# --- killed


def test_a_watcher_that_is_killed_leaves_whole_files(course: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    out = tmp_path / "out"
    command = [sys.executable, "-m", "coursepack", "watch", str(course), "--out", str(out)]
    dice = random.Random(7)
    for round_ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout is not None
        process.stdout.readline()
        for number in range(3):
            (course / "list.md").write_text(f"{PAGE}\nMore, {round_} and {number}.\n")
            time.sleep(dice.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert (out / "reading-list.html").read_text().rstrip().endswith("</html>")
        assert (out / "reading-list.tex").read_text().rstrip().endswith(r"\end{document}")
        assert len(PdfReader(out / "reading-list.pdf").pages) >= 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_watcher_that_is_ended_leaves_no_folder_and_no_program_behind(
    course: Path, tmp_path: Path, number: signal.Signals
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    # What runs in the background of a shell ignores Ctrl-C, and hands that on.
    as_from_terminal = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from coursepack.__main__ import run; sys.exit(run())"
    )
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            as_from_terminal,
            "watch",
            str(course),
            "--out",
            str(tmp_path / "o"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(scratch)},
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        assert any(scratch.iterdir())
        process.send_signal(number)
        # What a program of ours still held open would be read on and on.
        said, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode in (0, 130)
    assert "Traceback" not in said
    assert not list(scratch.iterdir())

"""A push creates what is missing and updates what changed, once, and says so before it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import lms_servers
from coursepack.adapters.web import LARGEST, Web, WebError
from coursepack.cli import main
from coursepack.cli.pushing import TOKEN
from coursepack.model.placed import Entry, Kind, PlacedModule
from coursepack.push import State, Target, push
from lms_servers import Canvas, Moodle, running

PAPERS = """\
a: {title: Alpha & Omega, authors: Ada Lee, booktitle: SOSP 2003, url: 'https://x.org/a'}
b: {title: Beta, authors: Bo Xu, booktitle: Nature 2001, url: 'https://x.org/b'}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(TOKEN, lms_servers.TOKEN)
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "list.md").write_text("## One\n\n- **(Required)** [@a]\n\n## Two\n\n- [@b]\n")
    (folder / "papers.yaml").write_text(PAPERS)
    return folder


def run(system: str, course: Path, site: str, *more: str) -> int:
    return main(["push", system, str(course), "--site", site, "--course", "7", *more])


def test_a_dry_run_says_all_and_does_nothing(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    canvas = Canvas()
    with running(canvas) as site:
        assert run("canvas", course, site) == 0
    said = capsys.readouterr().out
    assert "create module “One”" in said
    assert "create link “Alpha & Omega (Lee 2003)” in “One”" in said
    assert "--apply makes the changes" in said
    assert {method for method, _ in canvas.calls} == {"GET"}
    assert not (course / ".coursepack").exists()


def test_canvas_is_brought_up_to_date_once(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    canvas = Canvas(per_page=1)
    with running(canvas) as site:
        assert run("canvas", course, site, "--apply") == 0
        shown = canvas.shown()
        assert [name for name, _ in shown] == ["Overview", "One", "Two"]
        assert shown[1][1] == [
            ("Page", "References and notes: One", ""),
            ("SubHeader", "Required", ""),
            ("ExternalUrl", "Alpha & Omega (Lee 2003)", "https://x.org/a"),
        ]
        assert [kind for kind, *_ in shown[0][1]] == ["Page", "File"]
        assert all(data.startswith(b"%PDF") for _, data in canvas.files.values())
        # Nothing is doubled.
        capsys.readouterr()
        canvas.calls.clear()
        assert run("canvas", course, site, "--apply") == 0
        assert canvas.shown() == shown
        assert {method for method, _ in canvas.calls} == {"GET"}
        assert "0 of 0 changes made" in capsys.readouterr().out


def test_what_changes_here_changes_there(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    canvas = Canvas()
    with running(canvas) as site:
        run("canvas", course, site, "--apply")
        (course / "papers.yaml").write_text(PAPERS.replace("x.org/b", "y.org/b"))
        (course / "list.md").write_text("## One\n\n- [@b]\n")
        capsys.readouterr()
        run("canvas", course, site, "--apply")
        said = capsys.readouterr().out
        assert "create link “Beta (Xu 2001)” in “One”" in said
        assert "leave “Alpha & Omega (Lee 2003)”" in said
        modules = dict(canvas.shown())
        assert ("ExternalUrl", "Beta (Xu 2001)", "https://y.org/b") in modules["One"]
        # What is no longer in the course stays: nobody asked for it to go.
        assert ("ExternalUrl", "Alpha & Omega (Lee 2003)", "https://x.org/a") in modules["One"]


def test_a_lost_memory_doubles_nothing(course: Path) -> None:
    canvas = Canvas()
    with running(canvas) as site:
        run("canvas", course, site, "--apply")
        shown, pages = canvas.shown(), set(canvas.pages)
        for file in (course / ".coursepack").iterdir():
            file.write_text("nonsense")
        run("canvas", course, site, "--apply")
        assert canvas.shown() == shown
        assert set(canvas.pages) == pages


def test_what_others_made_is_left_alone(course: Path) -> None:
    canvas = Canvas()
    canvas.modules.append({"id": 1, "name": "Welcome", "items": []})
    with running(canvas) as site:
        run("canvas", course, site, "--apply")
    assert sorted(name for name, _ in canvas.shown()) == ["One", "Overview", "Two", "Welcome"]


def test_the_token_goes_to_the_site_alone(course: Path) -> None:
    canvas = Canvas()
    with running(canvas) as site:
        run("canvas", course, site, "--apply")
    assert canvas.secrets
    assert not [secret for secret in canvas.secrets if secret.startswith("/upload")]


def test_moodle_by_its_sections(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moodle = Moodle()
    with running(moodle) as site:
        assert run("moodle", course, site) == 0
        assert len(moodle.sections) == 1
        assert run("moodle", course, site, "--apply") == 0
        assert [s["name"] for s in moodle.sections] == ["", "One", "Two"]
        assert '<a href="https://x.org/a">Alpha &amp; Omega</a>' in moodle.sections[1]["summary"]
        moodle.calls.clear()
        capsys.readouterr()
        assert run("moodle", course, site, "--apply") == 0
        assert ("CALL", "local_wsmanagesections_update_sections") not in moodle.calls
        assert "0 of 0 changes made, 2 as they should be" in capsys.readouterr().out
        (course / "list.md").write_text("## One\n\n- [@b]\n\n## Two\n\n- [@b]\n")
        assert run("moodle", course, site, "--apply") == 0
        assert [s["name"] for s in moodle.sections] == ["", "One", "Two"]
        assert "Beta" in moodle.sections[1]["summary"]


def test_moodle_by_its_private_files(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    moodle = Moodle(plugin=False)
    with running(moodle) as site:
        assert run("moodle", course, site, "--apply") == 0
        (backup,) = moodle.private
        assert backup[:2] == b"\x1f\x8b"
        assert run("moodle", course, site, "--apply") == 0
        assert len(moodle.private) == 1
    with running(Moodle(plugin=False, private=False)) as site:
        assert run("moodle", course, site, "--apply") == 1
    assert "ask the administrator" in capsys.readouterr().err


def test_a_token_is_needed(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(TOKEN, "wrong")
    with running(Canvas()) as site:
        assert run("canvas", course, site) == 1
    with running(Moodle()) as site:
        assert run("moodle", course, site) == 1
    said = capsys.readouterr().err
    assert "is the token right" in said
    assert "Invalid token" in said
    monkeypatch.delenv(TOKEN)
    assert run("canvas", course, "https://x.org") == 2


MODULES = (
    PlacedModule("m", "One", "<p>x</p>", (Entry("e", Kind.LINK, "A", 0, "https://x.org/"),)),
)


def pushed(system: lms_servers.System, waited: list[float] | None = None) -> tuple[int, list[str]]:
    with running(system) as site:
        name = "canvas" if isinstance(system, Canvas) else "moodle"
        waits = waited if waited is not None else []
        target = Target(name, site, "7", lms_servers.TOKEN)
        outcome = push(target, MODULES, b"\x1f\x8b", State(), apply=True, wait=waits.append)
    return outcome.value.done, [d.message for d in outcome.diagnostics]


def test_rate_limits_are_honoured() -> None:
    canvas = Canvas()
    canvas.faults = [(429, {"Retry-After": "7"}, b"{}"), (503, {}, b"")]
    waited: list[float] = []
    assert pushed(canvas, waited) == (2, [])
    assert waited == [7.0, 4.0]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ((200, {}, b"<html>"), "no JSON"),
        ((200, {}, b""), "no JSON"),
        ((200, {}, b'{"a": 1}'), "did not answer with a list"),
        ((200, {}, b"[1, 2]"), "did not answer with a list"),
        ((200, {}, b'[{"name": "x"}]'), "did not answer with a list"),
        ((302, {"Location": "https://evil.example/"}, b""), "no JSON"),
        ((400, {}, b'{"errors": [{"message": "bad"}]}'), "answered 400: bad"),
        ((404, {}, b""), "knows nothing"),
        ((200, {}, b"[" * 100_000), "no JSON"),
        ((200, {"Link": '<https://evil.example/>; rel="next"'}, b"[]"), "somewhere else"),
    ],
)
def test_a_strange_answer_is_an_error_and_changes_nothing(
    fault: tuple[int, dict[str, str], bytes], message: str
) -> None:
    canvas = Canvas()
    canvas.faults = [fault]
    done, said = pushed(canvas)
    assert done == 0
    assert len(said) == 1
    assert message in said[0]
    assert canvas.modules == []


def test_a_huge_or_slow_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas = Canvas()
    canvas.faults = [(200, {}, b"x" * (LARGEST + 10))]
    assert "larger than any" in pushed(canvas)[1][0]
    with (
        pytest.raises(WebError, match=r"takes too long|cannot be reached"),
        Web("http://127.0.0.1:9", seconds=0.2) as web,
    ):
        web.ask("GET", "/")


def test_secrets_do_not_go_over_an_open_line() -> None:
    with pytest.raises(WebError, match="https"):
        Web("http://lms.example.edu")


def test_what_is_done_is_remembered_when_the_rest_fails(course: Path) -> None:
    canvas = Canvas()
    with running(canvas) as site:
        run("canvas", course, site)
        canvas.calls.clear()
        original = canvas.answer

        def failing(*request: Any) -> Any:
            if len([c for c in canvas.calls if c[0] == "POST"]) > 4:
                return 500, {}, {}
            return original(*request)

        canvas.answer = failing  # type: ignore[method-assign]
        assert run("canvas", course, site, "--apply") == 1
        (state,) = (course / ".coursepack").iterdir()
        assert json.loads(state.read_text())["ids"]
        canvas.answer = original  # type: ignore[method-assign]
        assert run("canvas", course, site, "--apply") == 0
        names = [name for name, _ in canvas.shown()]
        assert names == ["Overview", "One", "Two"]
        titles = [title for _, items in canvas.shown() for _, title, _ in items]
        assert len(titles) == len(set(titles))


def test_items_that_canvas_leaves_out_are_asked_for(course: Path) -> None:
    canvas = Canvas()
    canvas.hides_items = True
    with running(canvas) as site:
        run("canvas", course, site, "--apply")
        shown = canvas.shown()
        run("canvas", course, site, "--apply")
        assert canvas.shown() == shown

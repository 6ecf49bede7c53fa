"""The command as its user meets it: words, files and exit codes; never a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursepack import cli
from coursepack.adapters.shell_completion import SHELLS
from coursepack.assemble import VARIANTS
from coursepack.cli import arguments
from coursepack.cut import BY

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "content"


def run(
    *arguments: str | Path, cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "coursepack", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "course"))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_build_writes_every_format_and_says_so(tmp_path: Path) -> None:
    done = run("build", SAMPLE, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    forms = ("html", "md", "pdf", "tex")
    assert files(tmp_path / "output") == sorted(
        [f"{name}.{form}" for name in ("reading-list", "syllabus") for form in forms]
        + ["syllabus.ics"]
    )
    assert done.stdout.startswith("33 readings → ")
    assert "9 written in" in done.stdout
    again = run("build", SAMPLE, cwd=tmp_path)
    assert "0 written, 9 unchanged" in again.stdout


def test_build_writes_only_the_formats_that_are_asked_for(tmp_path: Path) -> None:
    done = run("build", SAMPLE, "--to", "md,html", "--out", tmp_path / "a" / "b")
    assert done.returncode == 0
    names = ("reading-list", "syllabus")
    assert files(tmp_path / "a" / "b") == [f"{n}.{form}" for n in names for form in ("html", "md")]


def test_a_wrong_key_is_named_and_the_last_outputs_stay(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", course, "--out", out, "--to", "md").returncode == 0
    before = (out / "reading-list.md").read_bytes()
    page = course / "reading-list.md"
    page.write_text(page.read_text("utf-8").replace("megatron-sc21", "megatron-sc22"), "utf-8")
    done = run("build", course, "--out", out, "--to", "md")
    assert done.returncode == 1
    assert "error[unknown-work]: no work has the key `megatron-sc22`" in done.stderr
    assert "--> reading-list.md:11:35" in done.stderr
    assert "did you mean `megatron-sc21`" in done.stderr
    assert "nothing was written: 1 error" in done.stderr
    assert (out / "reading-list.md").read_bytes() == before


def test_strict_lets_warnings_stop_a_build(course: Path, tmp_path: Path) -> None:
    papers = course / "papers.yaml"
    papers.write_text(
        papers.read_text("utf-8").replace("https://arxiv.org/abs/2406.07496", "arxiv.org"), "utf-8"
    )
    out = tmp_path / "out"
    assert run("build", course, "--out", out, "--to", "md").returncode == 0
    shutil.rmtree(out)
    strict = run("build", course, "--out", out, "--to", "md", "--strict")
    assert strict.returncode == 1
    assert "warning[malformed-url]" in strict.stderr
    assert not out.exists()
    assert run("check", course, "--strict").returncode == 1
    assert run("check", course).returncode == 0


def test_the_second_engine_makes_the_same_page(course: Path, tmp_path: Path) -> None:
    assert run("build", course, "--out", tmp_path / "one", "--to", "md").returncode == 0
    settings = course / "course.yaml"
    settings.write_text(settings.read_text("utf-8") + "citation-engine: citeproc-py\n", "utf-8")
    done = run("build", course, "--out", tmp_path / "two", "--to", "md")
    assert (done.returncode, done.stderr) == (0, "")
    one, two = ((tmp_path / name / "reading-list.md").read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_folder_with_a_page_and_works_is_a_course(tmp_path: Path) -> None:
    for name in ("reading-list.md", "papers.yaml"):
        shutil.copy(SAMPLE / name, tmp_path)
    done = run("build", "--to", "md", cwd=tmp_path)
    assert done.returncode == 0
    assert "found reading-list.md with papers.yaml" in done.stderr
    assert files(tmp_path / "output") == ["reading-list.md"]


def test_check_speaks_to_people_and_programs(course: Path) -> None:
    done = run("check", course)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("33 readings: no problems in ")
    page = course / "reading-list.md"
    page.write_text(page.read_text("utf-8").replace("megatron-sc21", "x"), "utf-8")
    found = run("check", course, "--format", "json")
    report = json.loads(found.stdout)
    assert found.returncode == 1
    assert (report["errors"], report["warnings"], report["notes"]) == (1, 0, 1)
    unused, first = report["diagnostics"]
    assert (unused["code"], first["code"]) == ("unused-work", "unknown-work")
    place = {"file": "reading-list.md", "line": 11, "column": 35, "end_line": 11, "end_column": 36}
    assert first["place"] == place


def test_styles_are_found_and_shown() -> None:
    done = run("styles", "chicago", "author-date")
    assert done.returncode == 0
    assert "chicago-author-date" in done.stdout
    assert "Rivest" in done.stdout
    assert run("styles", "no-such-style-anywhere").returncode == 1


def test_cite_prints_references(tmp_path: Path) -> None:
    done = run("cite", "cassini-nsdi24", "switch-jmlr22", "--style", "ieee", "--course", SAMPLE)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("[1] S. Rajasekaran, M. Ghobadi, and A. Akella, “CASSINI")
    assert second.startswith("[2] W. Fedus")
    wrong = run("cite", "cassini", "--course", SAMPLE)
    assert wrong.returncode == 1
    assert "did you mean `cassini-nsdi24`?" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("--help",), 0),
        (("build", "--help"), 0),
        (("--version",), 0),
        (("brew",), 2),
        (("build", "--to", "odt", SAMPLE), 2),
        (("build", "--pdf-engine", "word"), 2),
        (("check", "--format", "xml"), 2),
        (("cite",), 2),
    ],
)
def test_usage(arguments: tuple[str | Path, ...], code: int, tmp_path: Path) -> None:
    assert run(*arguments, cwd=tmp_path).returncode == code
    assert files(tmp_path) == []


def test_colour_only_where_it_is_wanted(course: Path) -> None:
    (course / "course.yaml").write_text("pages: [none.md]\n")
    assert "\x1b[" not in run("check", course).stdout


def test_the_wheel_gives_the_command(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.endswith("-py3-none-any.whl")
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", str(site), str(wheel)], check=True, timeout=300)
    # From the installed files alone: the checkout is not on the path of this process.
    script = (
        f"import sys; sys.path.insert(0, {str(site)!r});"
        "import coursepack; assert coursepack.__file__.startswith(sys.path[0]);"
        "from coursepack.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    out = tmp_path / "out"
    command = [sys.executable, "-c", script, "build", str(SAMPLE), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(files(out)) == 9


def test_the_command_line_offers_what_the_stages_have() -> None:
    """It names them itself, so that `--help` need not import the stages."""
    assert arguments.CUTS == BY
    assert arguments.VARIANTS == VARIANTS
    assert arguments.SHELLS == SHELLS


def test_unused_works_are_told_one_by_one_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    works = "".join(f"w{n}: {{title: Title {n}, authors: Ada Lee, year: 2001}}\n" for n in range(9))
    (tmp_path / "works.yaml").write_text(works)
    (tmp_path / "list.md").write_text("# R\n\n- @w0\n")
    assert cli.main(["check", str(tmp_path)]) == 0
    counted = capsys.readouterr().out
    assert "8 works are assigned on no page" in counted
    assert "`coursepack check --unused` tells each" in counted
    assert cli.main(["check", str(tmp_path), "--unused"]) == 0
    told = capsys.readouterr().out
    assert all(f"`w{n}` is assigned on no page" in told for n in range(1, 9))
    assert "works.yaml:9:1" in told


@pytest.mark.parametrize("severity", ["note", "warning", "off"])
def test_a_course_sets_how_much_counts_what_is_noticed_while_files_are_made(
    tmp_path: Path, severity: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "works.yaml").write_text("a: {title: A Title, authors: Ada Lee, year: 2001}\n")
    (tmp_path / "list.md").write_text("# Readings\n\n- @a\n")
    (tmp_path / "course.yaml").write_text(
        "style: brain\ncitation-engine: citeproc-py\n"
        f"formats: [md]\nrules: {{approximate-style: {severity}}}\n"
    )
    assert cli.main(["build", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().err
    assert (f"{severity}[approximate-style]" in said) is (severity != "off")
    assert ("approximate-style" in said) is (severity != "off")


COMPLETE = """
source {script}
COMP_WORDS=({line}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_shtab_coursepack coursepack "${{COMP_WORDS[COMP_CWORD]}}" "${{COMP_WORDS[COMP_CWORD-1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("coursepack wa", {"watch"}),
        ("coursepack build --theme ''", {"bulletin", "folio", "lecture"}),
        ("coursepack build --to im", {"imscc"}),
        ("coursepack handouts --by ''", {"part", "section", "week", "presenter"}),
        ("coursepack build co", {"course"}),
        ("coursepack build --works wo", {"works.yaml"}),
        ("coursepack add --to wo", {"works.yaml"}),
    ],
)
def test_bash_completes_commands_choices_folders_and_files(
    line: str, offered: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "works.yaml").touch()
    assert cli.main(["completion", "bash"]) == 0
    script = tmp_path / ".script"
    script.write_text(capsys.readouterr().out)
    asked = ["bash", "-c", COMPLETE.format(script=script, line=line)]
    told = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert set(told.stdout.split()) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    assert {"coursepack", "handouts", "bulletin"} <= set(
        re.findall(r"\w+", capsys.readouterr().out)
    )

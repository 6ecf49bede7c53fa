"""The library gives what the command gives, in any thread, and its documented examples run."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import coursepack
from coursepack.cli import main

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CORPUS = ROOT / "tests" / "corpus"


def test_the_documented_examples_run() -> None:
    blocks = FENCE.findall((ROOT / "docs" / "library.md").read_text("utf-8"))
    assert len(blocks) == 3
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/library.md", "exec"), names)


def test_a_folder_gives_the_files_of_the_command(tmp_path: Path) -> None:
    main(["build", str(ROOT / "content"), "--to", "md,html", "--out", str(tmp_path / "a")])
    course = coursepack.compile(ROOT / "content", to=("md", "html"))
    written = course.write(tmp_path / "b")
    assert {p.name: p.read_bytes() for p in written} == {
        p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()
    }
    assert [d.name for d in course.documents] == ["reading-list", "syllabus"]


def test_memory_and_folder_are_the_same() -> None:
    folder = CORPUS / "jekyll-memory"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "expected.yaml"
    }
    held = coursepack.compile(files, to=["md"])
    assert held.ok
    assert sum(1 for _ in held.outline.readings()) > 5


def test_threads_do_not_meet() -> None:
    """Courses with venues and words of their own, many at once, as each by itself."""
    courses: list[dict[str, str | bytes]] = [
        {
            "course.yaml": "title: C\npages: [list.md]\nworks: [w.yaml]\nvenues: [v.txt]\n",
            "v.txt": f"conference | MADE | Made-up Conference {n} | Nobody | 2000\n",
            "list.md": f"## Part {n}\n\n- @a{n}\n",
            "w.yaml": f"a{n}: {{title: Title {n}, authors: Ada Lee, booktitle: MADE 2001}}\n",
        }
        for n in range(6)
    ]
    alone = [coursepack.compile(course, to=["md", "html"]) for course in courses]
    with ThreadPoolExecutor(max_workers=6) as pool:
        at_once = list(
            pool.map(lambda course: coursepack.compile(course, to=["md", "html"]), courses)
        )
    assert [c.files for c in at_once] == [c.files for c in alone]
    for number, course in enumerate(at_once):
        (reading,) = course.outline.readings()
        assert reading.work.text("container-title") == f"Made-up Conference {number}"


def test_errors_are_values_but_for_the_programmer_s() -> None:
    course = coursepack.compile({"list.md": "- @nobody\n", "w.bib": "@misc{a, title={A}}"})
    assert not course.ok
    with pytest.raises(ValueError, match="nothing to write"):
        course.write("never")
    with pytest.raises(ValueError, match="no format"):
        coursepack.compile({}, to=["docxx"])
    for name in ("../x.md", "/x.md", "a/../../x.md", "", "a\\b.md"):
        with pytest.raises(ValueError, match="inside of a course"):
            coursepack.compile({name: "- x"})
    empty = coursepack.compile({})
    assert [d.code for d in empty.errors] == ["no-page"]


def test_importing_the_package_imports_no_compiler() -> None:
    code = "import coursepack, sys; print(sum(m.startswith('coursepack') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"

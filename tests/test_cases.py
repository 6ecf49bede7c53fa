"""Every page under `cases/` is a small course and what is said about it.

A page is a heading with the code, a sentence on why it matters, the files of the course
in fences (`file`, or `file` with an escape for bytes), and the report that is expected.
`pytest --accept` rewrites the reports; the difference is reviewed like code.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from coursepack.check import adjustable
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk
from coursepack.report import human, in_order

ROOT = Path(__file__).parent / "cases"
CASES = sorted(ROOT.rglob("*.md"))
FENCE = re.compile(
    r"^`([^`\n]+)`( as Python bytes)?:\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)

SOFTER = {"Severity.WARNING", "Severity.NOTE"}
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")

# Codes of what stages notice besides the rules, which have their own file each.
OTHER_CODES = {
    *("listed-work", "liquid-fault", "not-utf8", "unknown-work", "unread-liquid", "yaml-syntax"),
}


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_case(page: Path, tmp_path: Path, accept: bool) -> None:
    text = page.read_text("utf-8")
    expected = ""
    for name, as_bytes, content in FENCE.findall(text):
        if name == "report":
            expected = content
            continue
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8")
        if as_bytes:
            data = data.decode("unicode_escape").encode("latin-1")
        file.write_bytes(data)
    disk = Disk(tmp_path)
    found = in_order(check_course(disk).diagnostics)
    said = "\n".join(human(d, disk) + "\n" for d in found)
    if accept and said != expected:
        page.write_text(text.replace(f"```text\n{expected}```", f"```text\n{said}```"), "utf-8")
        return
    assert said == expected
    assert page.stem in {d.code for d in found}, "the page shows its own code"


def test_every_rule_has_a_case() -> None:
    rules = Path(__file__).parents[1] / "compiler" / "coursepack" / "check" / "rules"
    codes = {f.stem.replace("_", "-") for f in rules.glob("[a-z]*.py")} | OTHER_CODES
    assert codes <= {page.stem for page in CASES}


def test_a_course_can_set_whatever_is_noticed() -> None:
    """Every code that a module makes a warning or a note of is one that `rules:` knows."""
    package = Path(__file__).parents[1] / "compiler" / "coursepack"
    found: set[str] = set()
    # What `add` and `complete` say is of a command, not of the course.
    for file in {*package.rglob("*.py")} - {package / "commands" / "bibliography.py"}:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and SOFTER & {ast.unparse(a) for a in node.args}:
                texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                found |= {t for t in texts if isinstance(t, str) and CODE.fullmatch(t)}
    assert {"unread-markup", "not-text", "renamed-style"} <= found, "the search finds codes"
    assert found <= set(adjustable())

"""The page of the rules, made of their cases: `python tests/rules_page.py` writes it.

With `--faults` the table of faults is measured anew.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import lint_corpus
from corpus_score import CORPUS, names
from coursepack.check import adjustable
from coursepack.pipeline import check_course
from coursepack.read.disk import Disk

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "rules.md"
CASES = ROOT / "tests" / "cases"
FENCE = re.compile(r"^`([^`\n]+)`:\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORDS = re.compile(r"^# ([a-z-]+)\n\n(.*?)\n\n`", re.DOTALL)

# The rules on how works are written, which nobody had in mind who wrote the corpus.
TEXTUAL = frozenset(
    (
        "double-space",
        "joined-authors",
        "lost-capitals",
        "lost-space",
        "missing-year",
        "mixed-address",
        "no-address",
        "no-paper-there",
        "odd-quotes",
        "open-line",
        "person-twice",
        "shouted-name",
        "tex-left",
        "venue-spelling",
        "year-mismatch",
    )
)

HEAD = """\
# What is checked

`coursepack check COURSE` names each of these at its line; `build` does too. An error stops a
build, a warning only with `--strict`. `rules:` in `course.yaml` sets how much each matters to you
(`rules: {person-twice: off, missing-year: error}`). `coursepack check --fix` makes the repairs
that are certain, shows each line that it changes, and leaves everything else as it is, comments
and quotes too. `--format json`, `sarif` and `github` say it to programs.

| code | is | `--fix` | why it matters |
|---|---|---|---|
"""
TAIL = """
Besides, reading and planning tell of what they come across: {others}.

## In an editor's or a repository's way

A hook for [pre-commit](https://pre-commit.com) and an action for GitHub are in this repository:

```yaml
# .pre-commit-config.yaml
repos:
  - repo: https://github.com/OWNER/coursepack
    rev: v0.1.0
    hooks: [{{id: coursepack-check, args: [my-course]}}]
```

```yaml
# .github/workflows/course.yml
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: OWNER/coursepack@v0.1.0
        with: {{course: my-course}}
```

## How well

`tests/lint_corpus.py` writes works of eight subjects in the nine forms that a course may have:
{faulty} lists with one fault and {clean} without. No list without a fault gets a word; of the
others each is told its fault at the line where it stands, and nothing besides but what follows of
it. The faults are those that published lists carry; they were put in by the authors of the rules,
so the figures say that no form is forgotten rather than how often a list that nobody has seen is
judged rightly.

{table}

On the corpus of `tests/corpus/` ({courses} courses, of which none was written for a rule)
the {rules} rules on titles, names, years, venues and addresses speak {spoken} times (so counts
`python tests/rules_page.py`, which writes this page); each was looked at, and none is wrong. One is
a matter of taste, a paper posted in the year after its conference, and is a note.
"""


def page(table: str = "") -> str:
    """Return the page, with the *table* of faults, or the one that it has."""
    rows, told = [], set()
    for case in sorted(CASES.rglob("*.md")):
        text = case.read_text("utf-8")
        found = WORDS.match(text)
        if not found:
            continue
        code, why = found[1], " ".join(found[2].split())
        told.add(code)
        severity, mends = _said(code, text)
        rows.append(f"| `{code}` | {severity} | {'yes' if mends else ''} | {why} |\n")
    others = ", ".join(f"`{code}`" for code in adjustable() if code not in told)
    return (
        HEAD
        + "".join(rows)
        + TAIL.format(
            others=others,
            courses=len(names()),
            rules=len(TEXTUAL),
            spoken=_spoken(),
            faulty=sum(len(list(lint_corpus.faulty(f.name))) for f in lint_corpus.FAULTS),
            clean=len(list(lint_corpus.clean())),
            table=table or faults_table(PAGE.read_text("utf-8")),
        )
    )


def faults_table(text: str) -> str:
    """Return the table of faults that *text* has; tests hold each of its rows."""
    found = re.search(r"^\| fault \|.*?^\| all \|[^\n]*$", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


def _spoken() -> int:
    """Return how often the rules of TEXTUAL speak on the corpus."""
    count = 0
    for name in names():
        with tempfile.TemporaryDirectory() as folder:
            course = Path(shutil.copytree(CORPUS / name, Path(folder, name)))
            (course / "expected.yaml").unlink()
            said = check_course(Disk(course)).diagnostics
            count += sum(d.code in TEXTUAL for d in said)
    return count


def _said(code: str, text: str) -> tuple[str, bool]:
    """Return how much the problem matters, and whether it can be mended, as its case shows."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in FENCE.findall(text):
            if name != "report":
                file = Path(folder, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, "utf-8")
        said = [d for d in check_course(Disk(Path(folder))).diagnostics if d.code == code]
    severities = " or ".join(dict.fromkeys(d.severity.value for d in said))
    if not severities:
        # Its file cannot stand in a fence as it is.
        severities = " or ".join(
            dict.fromkeys(re.findall(rf"^(\w+)\[{code}\]", text, re.MULTILINE))
        )
    return severities, any(d.fix for d in said)


if __name__ == "__main__":
    PAGE.write_text(page(lint_corpus.table() if "--faults" in sys.argv else ""), "utf-8")

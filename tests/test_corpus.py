"""Courses as their authors keep them are read as a careful reader would read them."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus_score as corpus

DOCS = Path(__file__).parents[1] / "docs" / "reading.md"
CLEAN = [name for name in corpus.names() if corpus.expected(name).get("clean")]


def test_the_figures_in_the_docs_are_those_measured() -> None:
    """Run `python tests/corpus_score.py` and put its table there, after reading what changed."""
    table = "\n".join(corpus.rows(corpus.total(corpus.names())))
    assert table in DOCS.read_text("utf-8")


@pytest.mark.parametrize("name", CLEAN)
def test_nothing_is_said_of_a_clean_course(name: str) -> None:
    found, said, _ = corpus.read(name)
    assert found
    assert [d.message for d in said] == []


def test_there_are_courses_in_every_form() -> None:
    forms = [corpus.expected(name)["form"] for name in corpus.names()]
    assert len(forms) >= 70
    assert set(forms) >= {
        "jekyll",
        "markdown",
        "table",
        "html",
        "freetext",
        "yaml",
        "topics",
        "csv",
    }
    assert len(CLEAN) >= 10

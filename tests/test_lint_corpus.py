"""The rules find every fault of the corpus at its line, and find none where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import lint_corpus as corpus
import rules_page

DOCS = (Path(__file__).parents[1] / "docs" / "rules.md").read_text("utf-8")


@pytest.mark.parametrize("name", [fault.name for fault in corpus.FAULTS])
def test_each_fault_is_told_at_its_line_and_nothing_besides(name: str) -> None:
    score = corpus.score(name)
    assert score.faults >= 2
    assert not score.missed
    assert not score.other
    assert corpus.row(name, score) in DOCS, "run `python tests/rules_page.py --faults`"


@pytest.mark.parametrize("form", corpus.FORMS)
def test_a_clean_list_gives_no_alarm(form: str) -> None:
    lists = [course for course in corpus.clean() if course.form == form]
    assert len(lists) == len(corpus.papers())
    for course in lists:
        assert not corpus.said_of(course)


def test_there_are_as_many_as_the_docs_say() -> None:
    faults = sum(len(list(corpus.faulty(fault.name))) for fault in corpus.FAULTS)
    clean = len(list(corpus.clean()))
    assert faults >= 60
    assert clean >= 60
    assert f"{faults} lists with one fault and {clean} without" in DOCS
    assert rules_page.faults_table(DOCS).count("\n") == len(corpus.FAULTS) + 2

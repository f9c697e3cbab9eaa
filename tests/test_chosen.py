"""What a question wants done with two figures, and with which: the learned choice over real questions, and its working."""

from __future__ import annotations

import pytest

from reportqa.answering.chosen import work_out
from reportqa.answering.chosen.operation import DONE, VALUE, chances_of, terms_of
from reportqa.answering.chosen.pairs import OPERAND_FEATURES, PAIR_FEATURES, best_pairs, candidates, paired
from reportqa.answering.query import Query
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.snapshot import Snapshot

WANTED = [
    ("How many times larger was Sweden's pear harvest than Denmark's?", "ratio"),
    ("By what percentage did the pear harvest of Sweden rise?", "change"),
    ("By how many tonnes was Sweden's harvest above that of Denmark?", "difference"),
    ("Which harvested more, Sweden or Denmark?", "compare"),
    ("What was the average of the two harvests?", "average"),
    ("How many members does the Station Library have?", VALUE),
]
WORKED = [
    ("What is the difference between the members of the Harbour Library and the Station Library?", 9_000.0),
    ("How many times as many members does the Harbour Library have as the Station Library?", 40_000 / 31_000),
]


def query_of(question: str, snapshot: Snapshot) -> Query:
    return understand(question, [], snapshot)


def test_terms_are_words_and_pairs_of_words() -> None:
    assert terms_of("How much, in %?") == {"how", "much", "in", "%", "how much", "much in", "in %"}


@pytest.mark.parametrize(("question", "done"), WANTED)
def test_what_is_wanted(question: str, done: str, invented: Snapshot) -> None:
    wants = chances_of(query_of(question, invented))
    assert set(wants) == {*DONE, VALUE}
    assert sum(wants.values()) == pytest.approx(1.0)
    assert max(wants, key=lambda name: wants[name]) == done


def test_a_pair_is_of_two_different_figures(invented: Snapshot) -> None:
    query = query_of(WORKED[0][0], invented)
    held = candidates(query, invented, chances_of(query))
    assert held is not None
    assert held.rows.shape == (len(held.found), len(OPERAND_FEATURES))
    found, rows = paired(held, held.rows[:, 0].astype(float))
    assert rows.shape == (len(found), len(PAIR_FEATURES))
    assert all(a != b for a, b in found)
    pair, *_ = best_pairs(held)
    assert {pair.first.text, pair.second.text} == {"40,000 members", "31,000 members"}


@pytest.mark.parametrize(("question", "value"), WORKED)
def test_what_is_worked_out(question: str, value: float, invented: Snapshot) -> None:
    made = work_out(query_of(question, invented), invented)
    assert made is not None
    assert made.derivation is not None
    assert made.derivation.value == pytest.approx(value)
    assert {f.id for f in made.figures} == set(made.derivation.operands)


def test_nothing_is_worked_out_of_someone_unknown(invented: Snapshot) -> None:
    assert (
        work_out(query_of("How many more members does the Louvre have than the Harbour Library?", invented), invented)
        is None
    )

"""Stretches of sentences, and the network that ranks them."""

import numpy as np
import pytest

from evals.prose_train import agreement
from reportqa.answering.prose.candidates import stretches
from reportqa.answering.prose.features import FEATURES
from reportqa.answering.prose.ranker import SIGNALS, Ranker, load_ranker
from reportqa.answering.prose.room import tagged


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The office was founded in March 2014.", "March 2014"),
        ("Repairs cost $2.3 million, mainly due to floods.", "$2.3 million"),
        ("Repairs cost $2.3 million, mainly due to floods.", "due to floods"),
        ("The rate is set by comparison with a public index (rounded).", "comparison with a public index (rounded)"),
    ],
)
def test_the_answer_is_among_the_stretches(text: str, wanted: str) -> None:
    s = tagged(text, 0, len(text), frozenset())
    assert wanted in [s.slice(a, b) for a, b in stretches(s).tolist()]


def test_no_stretch_opens_a_bracket_that_it_does_not_close() -> None:
    text = "The index (rounded to a tenth) rose by a fifth."
    s = tagged(text, 0, len(text), frozenset())
    found = [s.slice(a, b) for a, b in stretches(s).tolist()]
    assert [f for f in found if f.count("(") != f.count(")")] == []


def test_the_score_of_a_network_worked_out_by_hand() -> None:
    ranker = Ranker(
        mean=np.array([1.0, 0.0], np.float32),
        spread=np.array([2.0, 1.0], np.float32),
        hidden=np.array([[1.0, -1.0], [0.5, 0.0]], np.float32),
        bias=np.array([0.0, 1.0], np.float32),
        out=np.array([2.0, 3.0], np.float32),
        sure=np.zeros(len(SIGNALS) + 1, np.float32),
    )
    # (3 - 1) / 2 = 1 and 4: the units are 1 + 2 = 3 and -1 + 1 = 0; a value beyond five spreads counts as five.
    rows = np.array([[3.0, 4.0], [101.0, 0.0]], np.float32)
    assert ranker.score(rows).tolist() == [6.0, 10.0]
    assert ranker.chance(np.zeros(len(SIGNALS), np.float32)) == 0.5


def test_the_weights_are_of_the_features_and_hold_no_words() -> None:
    ranker = load_ranker()
    assert ranker.mean.shape == (len(FEATURES),)
    assert ranker.hidden.shape[0] == len(FEATURES)
    assert len(set(FEATURES)) == len(FEATURES)


@pytest.mark.parametrize(
    ("gold", "text", "exact", "f1"),
    [
        ("the river path", "River path.", 1.0, 1.0),
        ("$2.3 million", "2.3 million", 1.0, 1.0),
        ("$2.3 million", "$2.3 billion", 0.0, 0.5),
        ("river path", "path", 0.0, pytest.approx(2 / 3)),
    ],
)
def test_agreement_of_two_stretches(gold: str, text: str, exact: float, f1: float) -> None:
    assert agreement(gold, text) == (exact, f1)

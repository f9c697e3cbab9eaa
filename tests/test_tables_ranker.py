"""The ranker's arithmetic, worked out by hand: trees, calibration, and the file they are kept in."""

from __future__ import annotations

import json

import numpy as np
import pytest

from reportqa.answering.forest import Tree
from reportqa.answering.tables.ranker import (
    CANDIDATE_FEATURES,
    FEATURES,
    Calibration,
    Model,
    decode,
    encode,
    load_model,
    standing,
)
from reportqa.errors import ModelError

# Feature 0 at most 0.5 goes left: log-odds +1, else −2.
STUMP = Tree((0, 0, 0), (0.5, 0.0, 0.0), (1, 1, 2), (2, 1, 2), (0.0, 1.0, -2.0))
# A leaf alone adds 0.5 to every row.
LEAF = Tree((0,), (0.0,), (0,), (0,), (0.5,))


def model() -> Model:
    """Two trees of different size over the real features."""
    return Model.of(np.zeros(len(FEATURES)), -0.5, (STUMP, LEAF), Calibration((0.0, 1.0), (0.0, 0.8)))


def test_trees_add_up_log_odds() -> None:
    rows = np.zeros((2, len(CANDIDATE_FEATURES)), np.float32)
    rows[1, 0] = 1.0
    assert model().probability(rows) == pytest.approx([1 / (1 + np.exp(-1.0)), 1 / (1 + np.exp(2.0))])
    assert model().probability(rows[:0]).shape == (0,)


def test_calibration_is_a_line_through_points() -> None:
    line = Calibration((0.0, 0.5, 1.0), (0.1, 0.2, 0.9))
    assert [line.chance(x) for x in (-1.0, 0.25, 0.75, 2.0)] == pytest.approx([0.1, 0.15, 0.55, 0.9])
    assert standing(np.array([0.2, 0.7])) == 0.7
    assert standing(np.zeros(0)) == 0.0


def test_weights_survive_their_file() -> None:
    again = decode(json.loads(json.dumps(encode(model()))))
    rows = np.random.default_rng(0).random((5, len(CANDIDATE_FEATURES))).astype(np.float32)
    assert again.probability(rows) == pytest.approx(model().probability(rows))
    assert again.calibration == model().calibration


def test_weights_of_other_features_are_refused() -> None:
    data = encode(model()) | {"candidate_features": ["another"]}
    with pytest.raises(ModelError, match="tatqa_train"):
        decode(data)


def test_the_weights_that_ship_hold_no_words_and_are_in_step() -> None:
    shipped = load_model()
    assert shipped.series.shape == (len(FEATURES),)
    assert np.isfinite(shipped.forest.leaf).all() and len(shipped.trees) > 50
    assert shipped.calibration.true[0] <= shipped.calibration.true[-1] <= 1.0

"""Learning the table answers' weights: folds keep reports whole, the learned trees run in the product, calibration rises."""

from __future__ import annotations

import numpy as np
import pytest

from evals.tatqa_train import Asked, Rows, fit_calibration, fit_ranker, folds_of, reliability
from reportqa.answering.tables.ranker import CANDIDATE_FEATURES, FEATURES, Calibration, Model


def asked(report: str) -> Asked:
    """A question of a report, with nothing else."""
    return Asked({"within": report}, (), np.zeros(4, np.float32), ())


def rows_with(first: list[float], right: list[float]) -> Rows:
    """Candidates that differ in their first feature."""
    features = np.zeros((len(first), len(CANDIDATE_FEATURES)))
    features[:, 0] = first
    marks = np.column_stack([right, right])
    return Rows(features, [(None, None)] * len(first), marks)  # type: ignore[list-item]


def test_a_report_is_in_one_fold_only() -> None:
    questions = [asked(name) for name in "aabbccddeeffgg"]
    fold = folds_of(questions, 3)
    assert all(fold[i] == fold[i + 1] for i in range(0, len(questions), 2))
    assert set(fold) == {0, 1, 2}


def test_the_trees_run_in_the_product_as_they_were_learned() -> None:
    own = [rows_with([0.0, 1.0], [0.0, 1.0]) for _ in range(60)]
    foreign = [rows_with([0.0], [0.0]) for _ in range(60)]
    start, trees = fit_ranker(own, foreign)
    model = Model.of(np.zeros(len(FEATURES)), start, trees, Calibration((0.0, 1.0), (0.0, 1.0)))
    wrong, right = model.probability(own[0].features.astype(np.float32))
    assert wrong < 0.05 and right > 0.95


def test_calibration_follows_how_often_it_was_right() -> None:
    said = np.array([0.1] * 10 + [0.9] * 10)
    right = np.array([0.0] * 8 + [1.0] * 2 + [1.0] * 9 + [0.0])
    line = fit_calibration(said, right)
    assert [line.chance(0.1), line.chance(0.9)] == pytest.approx([0.2, 0.9])
    assert [line.split() for line in reliability(said, right).splitlines()[1:]] == [
        ["0.1", "10", "0.10", "0.20"],
        ["0.9", "10", "0.90", "0.90"],
    ]

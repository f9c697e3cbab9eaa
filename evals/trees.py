"""Fitted trees as the plain numbers that the package keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from reportqa.answering.forest import Tree

__all__ = ["boosted", "plain_histogram_tree", "plain_tree", "written"]


def plain_tree(fitted: Any, values: npt.NDArray[np.float64], digits: int = 5) -> Tree:
    """A fitted tree of scikit-learn with `values`, shape (nodes,), at its leaves; a leaf is its own child."""
    nodes = np.arange(fitted.node_count)
    leaf = fitted.children_left < 0
    return Tree(
        feature=tuple(int(f) for f in np.where(leaf, 0, fitted.feature)),
        threshold=tuple(round(float(np.float32(t)), digits) for t in np.where(leaf, 0.0, fitted.threshold)),
        left=tuple(int(n) for n in np.where(leaf, nodes, fitted.children_left)),
        right=tuple(int(n) for n in np.where(leaf, nodes, fitted.children_right)),
        leaf=tuple(round(float(v), digits) for v in np.where(leaf, values, 0.0)),
    )


def plain_histogram_tree(predictor: Any, digits: int = 5) -> Tree:
    """A tree of scikit-learn's histogram gradient boosting; a leaf is its own child."""
    nodes = predictor.nodes
    leaf, own = nodes["is_leaf"].astype(bool), np.arange(len(nodes))
    return Tree(
        feature=tuple(int(f) for f in np.where(leaf, 0, nodes["feature_idx"])),
        threshold=tuple(round(float(np.float32(t)), digits) for t in np.where(leaf, 0.0, nodes["num_threshold"])),
        left=tuple(int(n) for n in np.where(leaf, own, nodes["left"])),
        right=tuple(int(n) for n in np.where(leaf, own, nodes["right"])),
        leaf=tuple(round(float(v), digits) for v in np.where(leaf, nodes["value"], 0.0)),
    )


def boosted(
    rows: Sequence[npt.NDArray[np.float32]],
    right: Sequence[npt.NDArray[np.bool_]],
    rounds: int,
    weights: npt.NDArray[np.float64] | None = None,
    leaves: int = 16,
) -> HistGradientBoostingClassifier:
    """Trees of at most so many leaves that tell right rows from wrong ones; `weights`, shape (all rows,), say how much each row
    counts."""
    trees = HistGradientBoostingClassifier(
        max_iter=rounds, learning_rate=0.05, max_leaf_nodes=leaves, min_samples_leaf=30, l2_regularization=1.0, max_features=0.5,
        random_state=1, early_stopping=False,
    )  # fmt: skip
    return trees.fit(np.vstack(rows), np.concatenate(right), weights)


def written(trees: HistGradientBoostingClassifier) -> dict[str, Any]:
    """Boosted trees as `answering/forest.py` reads them."""
    told = [plain_histogram_tree(stage[0], 4) for stage in trees._predictors]
    columns = [[list(c) for c in (t.feature, t.threshold, t.left, t.right, t.leaf)] for t in told]
    return {"start": float(trees._baseline_prediction[0, 0]), "trees": columns}

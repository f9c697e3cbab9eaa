"""Fitted trees as the plain numbers that the package keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.answering.forest import Tree

__all__ = ["plain_histogram_tree", "plain_tree"]


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

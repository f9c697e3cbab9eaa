"""Gradient-boosted trees as plain numbers: what a learned ranker needs to be carried out, and nothing that learns.

Friedman, "Greedy function approximation" (2001). The weights hold no words: every feature is a share, a similarity or a
count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Trees", "trees_from"]


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees as arrays of shape (trees, nodes): at a node a row goes left where its feature is at most the threshold.

    A leaf has itself for children. `start` and the leaves are log-odds; `depth` is that of the deepest tree.
    """

    start: float
    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    leaf: npt.NDArray[np.float64]
    depth: int

    def score(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The log-odds of each row, shape (rows,), for features of shape (rows, features)."""
        if not len(rows):
            return np.zeros(0)
        trees = np.arange(len(self.leaf))[None, :]
        at = np.zeros((len(rows), len(self.leaf)), np.int32)
        row = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            below = rows[row, self.feature[trees, at]] <= self.threshold[trees, at]
            at = np.where(below, self.left[trees, at], self.right[trees, at])
        total: npt.NDArray[np.float64] = self.start + self.leaf[trees, at].sum(axis=1)
        return total

    def probability(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The chance that each row is right, shape (rows,), for features of shape (rows, features)."""
        chance: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-self.score(rows)))
        return chance


def trees_from(data: Mapping[str, Any]) -> Trees:
    """The trees of a weights file: `start`, `depth` and `trees`, each a list a node of feature, threshold, left, right, leaf."""
    trees: Sequence[Mapping[str, Any]] = data["trees"]
    nodes = max((len(t["feature"]) for t in trees), default=1)

    def stack(name: str) -> npt.NDArray[np.float64]:
        return np.array([[*t[name], *[0] * (nodes - len(t[name]))] for t in trees], np.float64)

    return Trees(
        start=float(data["start"]),
        feature=stack("feature").astype(np.int32),
        threshold=stack("threshold"),
        left=stack("left").astype(np.int32),
        right=stack("right").astype(np.int32),
        leaf=stack("leaf"),
        depth=int(data["depth"]),
    )

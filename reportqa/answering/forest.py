"""Decision trees that were learned elsewhere and are kept as plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Boosted", "Forest", "Tree"]


@dataclass(frozen=True, slots=True)
class Tree:
    """A regression tree: at a node a row goes left where its feature is at most the threshold; a leaf is its own child."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays of shape (trees, nodes)."""

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    leaf: npt.NDArray[np.float64]

    @classmethod
    def of(cls, trees: Sequence[Tree]) -> Forest:
        """The forest of some trees; every tree is padded to as many nodes as the largest."""
        nodes = max(len(t.feature) for t in trees)

        def stack(rows: Sequence[Sequence[float]]) -> npt.NDArray[np.float64]:
            return np.array([[*row, *[0] * (nodes - len(row))] for row in rows], np.float64)

        return cls(
            feature=stack([t.feature for t in trees]).astype(np.int32),
            threshold=stack([t.threshold for t in trees]).astype(np.float32),
            left=stack([t.left for t in trees]).astype(np.int32),
            right=stack([t.right for t in trees]).astype(np.int32),
            leaf=stack([t.leaf for t in trees]),
        )

    def leaves(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """What each tree says of each row, shape (rows, trees), for features of shape (rows, features)."""
        trees = np.arange(len(self.leaf))[None, :]
        at = np.zeros((len(rows), len(self.leaf)), np.int32)
        row = np.arange(len(rows))[:, None]
        while True:
            below = rows[row, self.feature[trees, at]] <= self.threshold[trees, at]
            after = np.where(below, self.left[trees, at], self.right[trees, at])
            if np.array_equal(after, at):
                return np.asarray(self.leaf[trees, at], np.float64)
            at = after


@dataclass(frozen=True, slots=True)
class Boosted:
    """Boosted trees: the chance of a row is the logistic of `start` and of what every tree says of it."""

    start: float
    forest: Forest

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Boosted:
        """The trees that a file of weights holds under "start" and "trees"."""
        return cls(float(data["start"]), Forest.of([Tree(*map(tuple, columns)) for columns in data["trees"]]))

    def chances(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The chance of each row, shape (rows,), for features of shape (rows, features)."""
        chances: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.start + self.forest.leaves(rows).sum(axis=1))))
        return chances

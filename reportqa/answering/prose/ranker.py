"""How likely a stretch answers: a small feed-forward network over the features, learned once and kept as numbers.

One hidden layer of rectified units, trained on whole pools of stretches by the expected agreement of the one that is drawn
(listwise, Cao et al., "Learning to rank", ICML 2007). The weights hold no words. `evals/prose_train.py` makes them again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.features import FEATURES
from reportqa.answering.prose.pool import Pool
from reportqa.errors import ModelError

__all__ = ["SIGNALS", "Ranked", "Ranker", "load_ranker", "rank"]

SIGNALS = (
    "log odds",
    "score",
    "dense",
    "covered",
    "behind the best",
    "missing names",
    "year missing",
    "quantity",
    "length",
)
_WIDEST = 5.0


@dataclass(frozen=True, slots=True)
class Ranker:
    """The network: rows are brought to mean 0 and spread 1, then hidden units, then one score.

    Shapes: `mean`, `spread` (features,); `hidden` (features, units); `bias`, `out` (units,); `sure` (SIGNALS + 1,) are the
    weights of the logistic regression that turns signals into a chance of being right, the constant last.
    """

    mean: npt.NDArray[np.float32]
    spread: npt.NDArray[np.float32]
    hidden: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    out: npt.NDArray[np.float32]
    sure: npt.NDArray[np.float32]

    def score(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The score of each row, shape (rows,), for features of shape (rows, len(FEATURES))."""
        level = np.clip((rows - self.mean) / self.spread, -_WIDEST, _WIDEST)
        found: npt.NDArray[np.float32] = np.maximum(level @ self.hidden + self.bias, 0.0) @ self.out
        return found

    def chance(self, signals: npt.NDArray[np.float32]) -> float:
        """The chance that an answer with these SIGNALS is right."""
        return float(1.0 / (1.0 + np.exp(-(signals @ self.sure[:-1] + self.sure[-1]))))


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best stretch of a pool: its index and its SIGNALS."""

    index: int
    signals: npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """The weights that ship with the package. Raises ModelError where they were made for other features."""
    data = json.loads(resources.files("reportqa.answering.prose").joinpath("weights.json").read_text(encoding="utf-8"))
    if tuple(data["features"]) != FEATURES or tuple(data["signals"]) != SIGNALS:
        raise ModelError("the prose weights are of other features; run evals/prose_train.py")
    names = ("mean", "spread", "hidden", "bias", "out", "sure")
    return Ranker(*(np.asarray(data[name], np.float32) for name in names))


def rank(pool: Pool, scores: npt.NDArray[np.float32]) -> Ranked:
    """The stretch of a pool with the highest score, with what says how sure it is."""
    best = int(np.argmax(scores))
    odds = np.exp(scores - scores[best])
    row = dict(zip(FEATURES, pool.features[best].tolist(), strict=True))
    # Nearly the same stretch once more is no other answer: neighbours that overlap by half count for the best.
    near = _overlap(pool, best) >= 0.5
    together = min(float(odds[near].sum() / odds.sum()), 0.999)
    signals = [
        float(np.log(together / (1 - together))), row["score"], row["dense"], row["covered"], row["behind the best"], row["missing names"],
        float(row["years asked"] > 0 and not row["holds a year asked for"]), row["quantity"], min(row["size"], 30.0) / 30.0,
    ]  # fmt: skip
    return Ranked(best, np.asarray(signals, np.float32))


def _overlap(pool: Pool, best: int) -> npt.NDArray[np.float64]:
    """How much of the longer of two stretches both share, for each stretch and the best one."""
    first, last = pool.edges[:, 0], pool.edges[:, 1]
    shared = np.minimum(last, last[best]) - np.maximum(first, first[best])
    longer = np.maximum(last - first, last[best] - first[best])
    found: npt.NDArray[np.float64] = np.where(pool.places == pool.places[best], np.maximum(shared, 0) / longer, 0.0)
    return found

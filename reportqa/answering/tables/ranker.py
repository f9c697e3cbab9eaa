"""How likely a candidate is right: gradient-boosted trees over counts and shares, learned once and kept as numbers.

Friedman, "Greedy function approximation" (2001). The weights hold no words: every feature is an operation, a share of
matched words, a similarity or a count. `evals/tatqa_train.py` makes them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from reportqa.answering.tables.candidates import GROUP_FEATURES, Candidate, TableView
from reportqa.answering.tables.match import FEATURES, word_stems
from reportqa.answering.tables.question import Op, Reading
from reportqa.answering.trees import Trees, trees_from
from reportqa.errors import ModelError

__all__ = ["CANDIDATE_FEATURES", "Model", "describe", "load_model", "series_weights"]

Array = npt.NDArray[np.float32]

_OPS = tuple(Op)
_COUNTED = (
    "score", "least score", "place", "series", "extras", "facts", "years", "targets", "through", "respectively",
    "single average", "names", "nil", "negative", "percent", "scaled", "rows", "columns", "dated", "question words",
    "mixed scales", "fine periods", "all years found",
)  # fmt: skip
CANDIDATE_FEATURES: tuple[str, ...] = (
    *(f"op {op.value}" for op in _OPS), *(f"read {op.value}" for op in _OPS), *(f"first {name}" for name in FEATURES),
    *(f"least {name}" for name in FEATURES), *(f"group {name}" for name in GROUP_FEATURES), *_COUNTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: `series` weighs the match features, `trees` score a candidate."""

    series: Array
    trees: Trees

    def probability(self, rows: Array) -> npt.NDArray[np.float64]:
        """The chance that each candidate is right, shape (rows,), for features of shape (rows, len(CANDIDATE_FEATURES))."""
        return self.trees.probability(rows)


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The weights that ship with the package. Raises ModelError where they were made for other features."""
    data = json.loads(resources.files("reportqa.answering.tables").joinpath("weights.json").read_text(encoding="utf-8"))
    if tuple(data["match_features"]) != FEATURES or tuple(data["candidate_features"]) != CANDIDATE_FEATURES:
        raise ModelError("the table weights are of other features; run evals/tatqa_train.py")
    return Model(np.asarray(data["series"], np.float32), trees_from(data))


def series_weights() -> Array:
    """The weights of the match features, shape (len(FEATURES),)."""
    return load_model().series


def describe(candidate: Candidate, readings: Sequence[Reading], view: TableView) -> list[float]:
    """The features of a candidate, in the order of CANDIDATE_FEATURES."""
    read = {r.op for r in readings}
    matched = [c.features for c in candidate.chosen]
    blank = [-1.0] * len(FEATURES)
    first = list(matched[0]) if matched else blank
    least = [min(column) for column in zip(*matched, strict=True)] if matched else blank
    group = list(candidate.extra)[: len(GROUP_FEATURES)]
    group += [-1.0] * (len(GROUP_FEATURES) - len(group))
    return [
        *(float(candidate.op is op) for op in _OPS), *(float(op in read) for op in _OPS), *first, *least, *group,
        *_counts(candidate, view),
    ]  # fmt: skip


def _counts(candidate: Candidate, view: TableView) -> list[float]:
    reading, facts = candidate.reading, candidate.facts
    scores = [c.score for c in candidate.chosen]
    scales = [view.scale(f) for f in facts]
    years = reading.years
    return [
        scores[0] if scores else -1.0, min(scores, default=-1.0), float(max((c.place for c in candidate.chosen), default=-1)),
        float(len(scores)), float(len(candidate.extra)), float(len(facts)), float(len(years)), float(len(reading.targets)),
        float(reading.through), float(reading.respectively), float(reading.single_average), float(len(candidate.names)),
        float(any(f.number.nil for f in facts)), float(any(f.number.value < 0 for f in facts)),
        float(any(s.unit == "percent" for s in scales)), float(any(s.factor != 1 for s in scales)),
        float(len({f.row for f in facts})), float(len({f.column for f in facts})), float(bool(facts) and all(f.when.years for f in facts)),
        float(len(word_stems(reading.rest))), float(len({s.factor for s in scales}) > 1), float(len(reading.when.parts)),
        float(bool(years) and bool(facts) and all(any(y in f.when.years for f in facts) for y in years)),
    ]  # fmt: skip

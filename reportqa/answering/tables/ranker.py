"""How likely a candidate is right: gradient-boosted trees over counts and shares, learned once and kept as numbers.

Friedman, "Greedy function approximation" (2001). The weights hold no words: every feature is an operation, a share of
matched words, a similarity or a count. `evals/tatqa_train.py` makes them again.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.answering.forest import Forest, Tree
from reportqa.answering.tables.candidates import GROUP_FEATURES
from reportqa.answering.tables.grid import Fact
from reportqa.answering.tables.match import FEATURES, word_stems
from reportqa.answering.tables.question import Op, Reading
from reportqa.answering.tables.results import Result
from reportqa.answering.tables.view import Candidate, TableView
from reportqa.errors import ModelError

__all__ = [
    "CANDIDATE_FEATURES",
    "Calibration",
    "Model",
    "decode",
    "describe",
    "encode",
    "load_model",
    "series_weights",
    "standing",
]

Array = npt.NDArray[np.float32]

_OPS = tuple(Op)
_COUNTED = (
    "score", "least score", "place", "series", "extras", "facts", "years", "targets", "through", "respectively",
    "single average", "names", "nil", "negative", "percent", "scaled", "rows", "columns", "dated", "question words",
    "mixed scales", "fine periods", "all years found", "sides", "averaged", "magnitude", "backwards", "outflow", "signed",
    "same label", "same headers", "same sections", "first asked", "second asked", "both asked", "bare sums",
    "covered", "covered by table", "names covered", "unasked label", "unasked header", "score behind", "rivals", "all negative", "mixed currency", "size of result", "over whole",
    "size ratio", "result negative", "asks year of each", "question says average", "question says total", "question says percent",
)  # fmt: skip
CANDIDATE_FEATURES: tuple[str, ...] = (
    *(f"op {op.value}" for op in _OPS), *(f"read {op.value}" for op in _OPS), *(f"first {name}" for name in FEATURES),
    *(f"least {name}" for name in FEATURES), *(f"group {name}" for name in GROUP_FEATURES), *_COUNTED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line through points: what the trees say of a question's best candidate → how often that is right."""

    said: tuple[float, ...]
    true: tuple[float, ...]

    def chance(self, said: float) -> float:
        """The calibrated chance, in [0, 1]."""
        return float(np.interp(said, self.said, self.true))


@dataclass(frozen=True, slots=True)
class Model:
    """Boosted trees: `start` and their leaves are log-odds; `series` weighs the match features."""

    series: Array
    start: float
    trees: tuple[Tree, ...]
    calibration: Calibration
    forest: Forest

    @classmethod
    def of(
        cls, series: npt.NDArray[np.float64], start: float, trees: Sequence[Tree], calibration: Calibration
    ) -> Model:
        """A model of these weights."""
        return cls(np.asarray(series, np.float32), start, tuple(trees), calibration, Forest.of(trees))

    def probability(self, rows: Array) -> npt.NDArray[np.float64]:
        """The chance that each candidate is right, shape (rows,), for features of shape (rows, len(CANDIDATE_FEATURES))."""
        if not len(rows):
            return np.zeros(0)
        chance: npt.NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(self.start + self.forest.leaves(rows).sum(axis=1))))
        return chance


def standing(chances: npt.NDArray[np.float64]) -> float:
    """How far a question's best candidate stands out: its chance, 0 where there is none."""
    return float(chances.max(initial=0.0))


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The weights that ship with the package. Raises ModelError where they were made for other features."""
    text = resources.files("reportqa.answering.tables").joinpath("weights.json").read_text(encoding="utf-8")
    return decode(json.loads(text))


def encode(model: Model) -> dict[str, Any]:
    """A model as plain lists and numbers, for JSON, with the names of the features it was made for."""
    return {
        "version": 2,
        "match_features": list(FEATURES),
        "candidate_features": list(CANDIDATE_FEATURES),
        "series": [round(float(w), 4) for w in model.series],
        "start": round(model.start, 5),
        "calibration": {"said": list(model.calibration.said), "true": list(model.calibration.true)},
        "trees": [[list(column) for column in (t.feature, t.threshold, t.left, t.right, t.leaf)] for t in model.trees],
    }


def decode(data: Mapping[str, Any]) -> Model:
    """The model that `encode` wrote. Raises ModelError where it was made for other features."""
    if tuple(data["match_features"]) != FEATURES or tuple(data["candidate_features"]) != CANDIDATE_FEATURES:
        raise ModelError("the table weights are of other features; run evals/tatqa_train.py")
    calibration = Calibration(tuple(data["calibration"]["said"]), tuple(data["calibration"]["true"]))
    trees = [Tree(*(tuple(column) for column in tree)) for tree in data["trees"]]
    return Model.of(np.asarray(data["series"], np.float64), float(data["start"]), trees, calibration)


def series_weights() -> Array:
    """The weights of the match features, shape (len(FEATURES),)."""
    return load_model().series


def describe(
    found: Sequence[tuple[Candidate, Result]], readings: Sequence[Reading], view: TableView
) -> list[list[float]]:
    """The features of the candidates of one table, a row each, in the order of CANDIDATE_FEATURES."""
    read = {r.op for r in readings}
    asked = [float(op in read) for op in _OPS]
    best: dict[Op, float] = {}
    count: Counter[Op] = Counter(c.op for c, _ in found)
    for c, _ in found:
        best[c.op] = max(best.get(c.op, -99.0), _least(c))
    return [
        [
            *_row(c, asked, view),
            *_whole(c, view),
            _least(c) - best[c.op],
            float(min(count[c.op], 20)),
            *_outcome(c, r, view),
        ]
        for c, r in found
    ]


def _least(candidate: Candidate) -> float:
    return min((c.score for c in candidate.chosen), default=0.0)


def _whole(candidate: Candidate, view: TableView) -> list[float]:
    """How the words of all the cells and those of the question cover one another."""
    w = view.matcher.weight
    asked = frozenset(word_stems(candidate.reading.rest))
    labels = frozenset(s for f in candidate.facts for s in word_stems(f.label))
    headers = frozenset(s for f in candidate.facts for s in word_stems(" ".join(f.headers)))
    sections = frozenset(s for f in candidate.facts for s in word_stems(" ".join(f.sections)))
    everything = labels | headers | sections | frozenset(s for n in candidate.names for s in word_stems(n))
    table = view.vocabulary()
    capital = frozenset(s for n in _CAPITAL.findall(candidate.reading.rest) for s in word_stems(n))
    return [
        w(everything & asked) / (w(asked) or 1.0), w(table & asked) / (w(asked) or 1.0),
        len(capital & (everything | table)) / len(capital) if capital else 1.0, w(labels - asked) / (w(labels) or 1.0), w(headers - asked) / (w(headers) or 1.0)
    ]  # fmt: skip


_CAPITAL = re.compile(r"\b[A-Z][A-Za-z&’'-]+")


def _outcome(candidate: Candidate, result: Result, view: TableView) -> list[float]:
    """What the outcome looks like: a share over 100 %, cells of very different size, a sign; and words of the question."""
    values = [abs(view.value(f)) for f in candidate.facts if not f.number.nil and f.number.value]
    spread = math.log10(max(values) / min(values)) if values else 0.0
    size = math.log10(abs(result.value)) if result.value else -9.0
    units = {view.scale(f).unit for f in candidate.facts if not f.number.nil}
    text = candidate.reading.rest.lower()
    return [
        float(bool(candidate.facts) and all(f.number.value < 0 for f in candidate.facts if not f.number.nil)), float(len(units) > 1), size,
        float(candidate.op is Op.SHARE and (result.value or 0.0) > 100), spread, float((result.value or 0.0) < 0),
        float(len(candidate.reading.years) == len(candidate.facts)), float("average" in text or "mean" in text),
        float("total" in text or "sum" in text), float("percent" in text or "%" in text or "proportion" in text),
    ]  # fmt: skip


def _row(candidate: Candidate, asked: list[float], view: TableView) -> list[float]:
    matched = [c.features for c in candidate.chosen]
    blank = [-1.0] * len(FEATURES)
    first = list(matched[0]) if matched else blank
    least = [min(column) for column in zip(*matched, strict=True)] if matched else blank
    group = list(candidate.extra)[: len(GROUP_FEATURES)]
    group += [-1.0] * (len(GROUP_FEATURES) - len(group))
    return [
        *(float(candidate.op is op) for op in _OPS), *asked, *first, *least, *group, *_counts(candidate, view),
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
        float(candidate.split), float(candidate.averaged), float(candidate.magnitude),
        float(len(facts) == 2 and _before(facts[0], facts[1])), float(any(_OUTFLOW.search(f.label) for f in facts[:2])), float(reading.signed),
        *_pairing(candidate, view), float(bool(_BARE_SUM.match(reading.rest))),
    ]  # fmt: skip


_OUTFLOW = re.compile(
    r"\b(?:costs?|expenses?|depreciation|amorti[sz]ation|tax(?:es|ation)?|payments?|paid|loss(?:es)?|used|charges?|provisions?|allowances?|impairments?|write-?offs?|repayments?|purchases?|deductions?|forfeited|vested|cancell?ed|exercised|settlements?|disposals?)\b",
    re.I,
)
_BARE_SUM = re.compile(r"\s*(?:sum|total|combined|aggregate)\b", re.I)


def _before(a: Fact, b: Fact) -> bool:
    return bool(a.when.year and b.when.year and a.when.year < b.when.year)


def _pairing(candidate: Candidate, view: TableView) -> list[float]:
    """How two chosen series pair: what they share, and how much of its own phrase each holds that the other does not."""
    if len(candidate.chosen) != 2 or len(candidate.reading.targets) != 2:
        return [-1.0] * 6
    a, b = (c.series for c in candidate.chosen)
    words = [frozenset(word_stems(s.name)) for s in (a, b)]
    asked = [frozenset(word_stems(t)) for t in candidate.reading.targets]
    w = view.matcher.weight
    own = [asked[0] - asked[1] or asked[0], asked[1] - asked[0] or asked[1]]
    gains = [w((words[i] - words[1 - i]) & own[i]) / (w(own[i]) or 1.0) for i in (0, 1)]
    both = asked[0] | asked[1]
    return [
        float(a.label == b.label), float(a.headers == b.headers), float(a.sections == b.sections), *gains,
        w((words[0] | words[1]) & both) / (w(both) or 1.0),
    ]  # fmt: skip

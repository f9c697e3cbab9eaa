"""Which two figures a question wants set against one another: trees over each figure, then over each pair of the likeliest.

The roles of operands as in TagOp (Zhu et al., "TAT-QA", 2021), over figures with their identities instead of tokens. The
weights are made by `evals/operands_train.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import permutations
from math import exp, log1p, log10

import numpy as np
import numpy.typing as npt

from reportqa.answering.chance import FEATURES, features, is_earlier, unit_class
from reportqa.answering.chosen.operation import DONE, VALUE
from reportqa.answering.concepts import equal_terms
from reportqa.answering.forest import Boosted
from reportqa.answering.match import Match, asked_stems, weighed
from reportqa.answering.nearness import FADES, name_near, surroundings
from reportqa.answering.query import Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.errors import ModelError
from reportqa.figures.names import canonical_name
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Status

__all__ = ["OPERAND_FEATURES", "PAIR_FEATURES", "Candidates", "Pair", "best_pairs", "candidates", "paired"]

OPERAND_FEATURES = (*FEATURES, "nearest name", "mean name", *(f"is {name}" for name in DONE))
PAIR_FEATURES = (
    "first", "second", "both", "least", "first rank", "second rank", "ranks apart", "unit", "unit class", "first class", "second class",
    "metric", "metrics", "subject", "subjects", "sentence", "apart", "in order", "period", "first earlier", "second earlier",
    "first ahead", "second ahead", "ratio", "smaller first", "words close", "words held", "first held", "second held",
    "names", "names in order", "heading", "frequency", "first meaning", "second meaning", "names asked", "first score", "second score",
    "first cell", "second cell", "one table", "one row", "one column",
    *(f"is {name}" for name in DONE), "is stated",
)  # fmt: skip
_LIST, _TRIED = 70, 12
_NEARBY = 0.5
"""What a word counts for a figure that stands in the sentence before or above."""

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The figures that may be operands: their features, shape (figures, OPERAND_FEATURES), and, for each, how near every name
    of the question stands, how close every asked word, and whether it holds that word, shapes (figures, names) and
    (figures, words). `rarity` weighs the words; `labels` holds the vectors of subjects and measures; `wants` are the chances
    of what is to be done, as far as it is to be done at all, and of a stated number last."""

    found: tuple[Match, ...]
    rows: Array
    names: npt.NDArray[np.float64]
    close: npt.NDArray[np.float64]
    held: npt.NDArray[np.float64]
    rarity: npt.NDArray[np.float64]
    labels: Mapping[str, npt.NDArray[np.float32]]
    wants: tuple[float, ...]
    vector: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures in the order of their roles, the chance that they are the ones, and whether the gates let each stand there."""

    first: Figure
    second: Figure
    chance: float
    allowed: bool


def candidates(query: Query, snapshot: Snapshot, wants: Mapping[str, float]) -> Candidates | None:
    """The figures nearest to a question, any of whose names they may have; None where it names someone unknown."""
    if query.unknown:
        return None

    def nearness(match: Match) -> tuple[float, str]:
        held = 0.10 * (match.fits.period is not None)
        return -(0.62 * match.dense + 0.34 * match.covered + held), match.figure.id

    found = sorted((m for m in weighed(query, snapshot) if m.figure.unit != "date"), key=nearness)[:_LIST]
    if len(found) < 2:
        return None
    around, stems = surroundings(snapshot), asked_stems(query)
    equal = [equal_terms(s) | {s} for s in stems]
    places = [around.of(m.figure) for m in found]
    names = np.array([[name_near(m.figure, p, n) for n in query.entities] for m, p in zip(found, places, strict=True)])
    names = names.reshape(len(found), len(query.entities))
    close, held = np.zeros((len(found), len(stems))), np.zeros((len(found), len(stems)))
    for i, place in enumerate(places):
        for j, terms in enumerate(equal):
            away = [d for word, d, _ in place.words if word in terms]
            nearby = not terms.isdisjoint(place.before) or not terms.isdisjoint(place.above)
            close[i, j] = exp(-min(away) / FADES) if away else 0.0
            held[i, j] = 1.0 if away else _NEARBY * nearby
    done = np.array([wants[name] for name in DONE])
    done = done / max(float(done.sum()), 1e-9)
    unnamed = np.full((len(found), 2), -1.0)
    nearest = np.stack([names.max(axis=1), names.mean(axis=1)], axis=1) if query.entities else unnamed
    rows = np.hstack([features(query, snapshot, found), nearest, np.tile(done, (len(found), 1))]).astype(np.float32)
    labels = sorted({label for m in found for label in _labels(m.figure) if label})
    vectors = dict(zip(labels, snapshot.label_vectors(labels), strict=True)) if labels else {}
    rarity = np.array([vocabulary(snapshot).rarity(s) for s in stems])
    return Candidates(
        tuple(found), rows, names, close, held, rarity, vectors, (*map(float, done), wants[VALUE]), query.vector
    )


def _labels(figure: Figure) -> tuple[str, str]:
    return figure.metric.lower(), canonical_name(figure.subject)


def paired(held: Candidates, chances: npt.NDArray[np.float64]) -> tuple[list[tuple[int, int]], Array]:
    """The ordered pairs of the likeliest operands as rows of `held.found`, and their features, shape (pairs, PAIR_FEATURES)."""
    top = [int(i) for i in np.argsort(-chances, kind="stable")[:_TRIED]]
    rank = {i: n for n, i in enumerate(top)}
    pairs = list(permutations(top, 2))
    rows = [[*_together(held, a, b, chances, rank), *held.wants] for a, b in pairs]
    return pairs, np.array(rows, np.float32).reshape(len(pairs), len(PAIR_FEATURES))


def _together(
    held: Candidates, a: int, b: int, chances: npt.NDArray[np.float64], rank: Mapping[int, int]
) -> Iterator[float]:
    """The features of one pair, without what the question wants done."""
    one, other = held.found[a].figure, held.found[b].figure
    (metric, subject), (its_metric, its_subject) = _labels(one), _labels(other)
    sizes = abs(one.value), abs(other.value)
    yield from (chances[a], chances[b], chances[a] * chances[b], min(chances[a], chances[b]))
    yield from (rank[a], rank[b], abs(rank[a] - rank[b]))
    yield from (one.unit == other.unit, unit_class(one.unit) == unit_class(other.unit))
    yield from (unit_class(one.unit), unit_class(other.unit))
    yield from (bool(metric) and metric == its_metric, _cosine(held, metric, its_metric))
    yield from (subject == its_subject, _cosine(held, subject, its_subject))
    yield from (one.quote == other.quote, log1p(abs(one.start - other.start)), one.start < other.start)
    yield (one.period.text if one.period else "") == (other.period.text if other.period else "")
    yield from (is_earlier(one), is_earlier(other))
    yield from (one.status is Status.FORECAST, other.status is Status.FORECAST)
    yield from (log10((sizes[0] + 1e-9) / (sizes[1] + 1e-9)), sizes[0] < sizes[1])
    yield _weighed(np.maximum(held.close[a], held.close[b]), held.rarity)
    yield _weighed(np.maximum(held.held[a], held.held[b]), held.rarity)
    yield from (_weighed(held.held[a], held.rarity), _weighed(held.held[b], held.rarity))
    apart = held.names[a] - held.names[b]
    yield float(np.maximum(held.names[a], held.names[b]).min()) if len(apart) else -1.0
    yield float(apart[0] - apart[-1]) if len(apart) > 1 else 0.0
    yield from (one.heading == other.heading, one.frequency == other.frequency)
    yield from (_meaning(held, metric), _meaning(held, its_metric), len(apart))
    yield from (held.found[a].score, held.found[b].score)
    one_table = one.table >= 0 and (one.document, one.table) == (other.document, other.table)
    yield from (one.table >= 0, other.table >= 0, one_table)
    yield from (one_table and one.row == other.row, one_table and one.column == other.column)


def _weighed(counts: npt.NDArray[np.float64], rarity: npt.NDArray[np.float64]) -> float:
    return float(counts @ rarity / rarity.sum()) if len(rarity) else 0.5


def _cosine(held: Candidates, one: str, other: str) -> float:
    return float(held.labels[one] @ held.labels[other]) if one and other else -1.0


def _meaning(held: Candidates, label: str) -> float:
    return float(held.labels[label] @ held.vector) if label else -1.0


def best_pairs(held: Candidates) -> list[Pair]:
    """The pairs of the likeliest operands, the likeliest first."""
    operand, pair = _trees()
    pairs, rows = paired(held, operand.chances(held.rows))
    chances = pair.chances(rows)
    order = [int(i) for i in np.argsort(-chances, kind="stable")]
    sides = [(held.found[pairs[i][0]], held.found[pairs[i][1]], float(chances[i])) for i in order]
    return [Pair(a.figure, b.figure, c, _may_stand(a, held) and _may_stand(b, held)) for a, b, c in sides]


def _may_stand(match: Match, held: Candidates) -> bool:
    """Whether the gates allow an operand: it is of no other period, and of no other kind or group where no one is named."""
    return match.fits.period is not None and (match.fits.subject is not None or held.names.shape[1] > 0)


@lru_cache(maxsize=1)
def _trees() -> tuple[Boosted, Boosted]:
    """The weights that ship with the package. Raises ModelError where they were made for other features."""
    text = resources.files("reportqa.answering.chosen").joinpath("pairs.json").read_text(encoding="utf-8")
    data = json.loads(text)
    if tuple(data["operand features"]) != OPERAND_FEATURES or tuple(data["pair features"]) != PAIR_FEATURES:
        raise ModelError("pairs.json was made for other features: run python -m evals.operands_train --write")
    return Boosted.of(data["operand"]), Boosted.of(data["pair"])

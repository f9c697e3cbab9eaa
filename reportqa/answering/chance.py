"""How likely each figure that passed the gates is the one a question means: a forest over its signs and its rivals.

The score of `match.py` is a sum of parts that fit one another on the reports it was tuned on. Trees over the same parts, each
also set against the best rival, gave more right answers and fewer wrong ones on reports that neither had seen:
`evals/match_train.py` prints both side by side, and makes the weights again. They hold no words. Breiman, "Random forests",
Machine Learning 45 (2001).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from reportqa.answering.forest import Forest, Tree
from reportqa.answering.match import ACCEPTED, Match, passed
from reportqa.answering.query import Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.errors import ModelError
from reportqa.figures.units import PHYSICAL, TIMES, is_money
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["FEATURES", "LIKELY", "features", "likeliest", "shortlist", "supported"]

FEATURES = (
    "dense", "dense lead", "lexical", "lexical lead", "sentence", "sentence lead", "heading", "subject meaning", "measure asked", "measure meaning",
    "covered", "own words", "near words", "lacking", "lacking lead", "rarest lacking", "least covered", "words",
    "subject", "period", "noun asked", "kind", "contrast", "unit asked", "unit same", "unit class", "passage", "rivals",
    "asks share", "asks count", "asks change",
)  # fmt: skip
# The chance from which a figure is given as an answer; by it `evals/match_train.py` prints right and wrong answers.
LIKELY = 0.5
_SUPPORT = 0.25
"""How much of the distance of a score from the one that alone would do is added to a chance."""
_FOREIGN, _UNCOVERED = 0.2, 0.05
_LIST = 40
"""Figures weighed at most: those of the highest cosine and coverage."""
_PASSAGES = 15
_SHARE = re.compile(
    r"\b(?:share|percent\w*|proportion|part of|portion|slice|fraction|pct|rate|likel\w+|odds)\b|%|\bhow (?:full|often)\b",
    re.I,
)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b", re.I)
_CHANGE = re.compile(
    r"\bby (?:how much|what)\b|\b(?:gr[eo]w\w*|r[io]se|risen|f[ae]ll\w*|drop\w*|(?:in|de)creas\w*|declin\w*|chang\w*|cheaper|dearer|up|down)\b",
    re.I,
)

Array = npt.NDArray[np.float32]


def likeliest(query: Query, snapshot: Snapshot) -> list[tuple[Match, float]]:
    """The figures that a question may mean with their chances, in [0, 1], the likeliest first."""
    found = shortlist(query, snapshot)
    if not found:
        return []
    chances = supported(_forest().leaves(features(query, snapshot, found)).mean(axis=1), found)
    pairs = zip(found, map(float, chances), strict=True)
    return sorted(pairs, key=lambda pair: (-round(pair[1], 6), -pair[0].score, pair[0].figure.id))


def supported(chances: npt.NDArray[np.float64], found: Sequence[Match]) -> npt.NDArray[np.float64]:
    """Chances, raised where the score of a match speaks for it too; 0 for what shares no word and no meaning with a question:
    among few candidates the least unlikely is none."""
    scores = np.array([0.0 if m.unlike else m.score for m in found])
    raised: npt.NDArray[np.float64] = np.minimum(chances + _SUPPORT * np.clip(scores - ACCEPTED, 0.0, 0.6), 1.0)
    return np.where([_is_foreign(m) for m in found], 0.0, raised)


def _is_foreign(match: Match) -> bool:
    return match.dense < _FOREIGN or (match.unlike and match.covered < _UNCOVERED)


def shortlist(query: Query, snapshot: Snapshot) -> list[Match]:
    """The figures that passed the gates and stand nearest to a question."""
    found = sorted(passed(query, snapshot), key=lambda m: (-0.62 * m.dense - 0.34 * m.covered, m.figure.id))
    return found[:_LIST]


def features(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> Array:
    """The features of figures that are weighed against one another, shape (figures, len(FEATURES))."""
    words = vocabulary(snapshot)
    hits = snapshot.search_figures(query.text, vector=query.vector, top=200, within=query.within)
    told = {h.row: h.score for h in hits}
    dense = np.array([m.dense for m in found])
    lexical = np.array([told.get(m.signs.row, 0.0) for m in found])
    at = [int(words.sentences[m.signs.row]) for m in found]
    sentence = np.array(
        [
            float(snapshot.sentence_vectors[i] @ query.vector) if i >= 0 else m.dense
            for i, m in zip(at, found, strict=True)
        ]
    )
    lacking = np.array([m.signs.lacking for m in found])
    places = _places(query, snapshot, found)
    asks = [float(bool(form.search(query.text))) for form in (_SHARE, _COUNT, _CHANGE)]
    labels = _likeness(query, snapshot, found)
    rows = [
        [
            m.dense, lead[0], lexical[i], lead[1], sentence[i], lead[2], *labels[i], m.meaning,
            m.covered, m.signs.own, m.signs.near, m.signs.lacking, lead[3], m.signs.rarest, m.signs.least, min(m.signs.words, 6),
            m.signs.subject, m.period_fit, m.signs.asked, m.signs.shape, m.signs.contrast, float(bool(query.unit)),
            float(bool(query.unit) and m.figure.unit == query.unit), _unit_class(m.figure.unit), places[i], len(found), *asks,
        ]
        for i, (m, lead) in enumerate(zip(found, zip(*map(_leads, (dense, lexical, sentence, -lacking)), strict=True), strict=True))
    ]  # fmt: skip
    return np.asarray(rows, np.float32)


def _leads(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How far each value lies before the best of the others, below 0 where it lies behind."""
    if len(values) < 2:
        return np.zeros(len(values))
    second, first = np.sort(values)[-2:]
    lead: npt.NDArray[np.float64] = np.where(values < first, values - first, values - second)
    return lead


def _likeness(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> list[tuple[float, float, float]]:
    """The cosines of the question and each figure's headings, subject and metric, 0 where it has none."""
    labels = [(" > ".join(m.figure.heading) or m.figure.title, m.figure.subject, m.figure.metric) for m in found]
    known = sorted({label for row in labels for label in row if label})
    cosine = dict(zip(known, map(float, snapshot.label_vectors(known) @ query.vector), strict=True)) if known else {}
    return [(cosine.get(a, 0.0), cosine.get(b, 0.0), cosine.get(c, 0.0)) for a, b, c in labels]


def _places(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> list[int]:
    """The place, from 0, of the best of the passages that hold each figure; the number that is looked at where none does."""
    hits = snapshot.search_passages(query.text, vector=query.vector, top=_PASSAGES, within=query.within)
    spans = [snapshot.passages[h.row] for h in hits]

    def place(figure: Figure) -> int:
        held = (i for i, p in enumerate(spans) if p.document == figure.document and p.start <= figure.start < p.end)
        return next(held, _PASSAGES)

    return [place(m.figure) for m in found]


def _unit_class(unit: str) -> int:
    """What kind of unit a figure has: none, a percentage, a ratio, money, a price, a time, a measure, a count or a rate."""
    if unit in ("", "percent", "percentage point", "basis point", "ratio", "date"):
        return {"": 0, "ratio": 2, "date": 3}.get(unit, 1)
    if is_money(unit):
        return 5 if " / " in unit else 4
    if unit in TIMES.values():
        return 6
    if unit in PHYSICAL.values():
        return 7
    return 9 if " / " in unit else 8


@lru_cache(maxsize=1)
def _forest() -> Forest:
    """The weights that ship with the package. Raises ModelError where they were made for other features."""
    data = json.loads(resources.files("reportqa.answering").joinpath("chance.json").read_text(encoding="utf-8"))
    if tuple(data["features"]) != FEATURES:
        raise ModelError("the weights of the figures are of other features; run evals/match_train.py")
    return Forest.of([Tree(*(tuple(column) for column in tree)) for tree in data["trees"]])

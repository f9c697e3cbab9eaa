"""How likely each figure of a question's scope is the one it means: boosted trees over its signs, its place and its rivals.

The gates and the score of `match.py` are right where a question and a report speak alike. Trees over what each gate says, over
the parts of the score, and over where the question's words stand around a figure (`nearness.py`), each also set against the
best rival, were right far more often on reports that neither had seen: `evals/match_train.py` prints both side by side, and
makes the weights again. How likely the likeliest is the one at all, further trees tell by its signs and by how far the others
lie behind. They hold no words. Friedman, "Greedy function approximation", Annals of Statistics 29 (2001).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from reportqa.answering.comparing.claims import is_closed
from reportqa.answering.forest import Boosted
from reportqa.answering.kept import once_a_query
from reportqa.answering.match import ACCEPTED, Match, asked_stems, weighed
from reportqa.answering.nearness import PLACES, placed, surroundings
from reportqa.answering.query import Asked, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.errors import ModelError
from reportqa.figures.units import PHYSICAL, TIMES, is_money
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Status

__all__ = [
    "FEATURES",
    "LIKELY",
    "SURE_FEATURES",
    "features",
    "is_earlier",
    "likeliest",
    "shortlist",
    "sure_row",
    "unit_class",
]

_SIGNS = (
    "dense", "dense lead", "lexical", "lexical lead", "sentence", "sentence lead", "heading", "subject meaning", "measure asked", "measure meaning",
    "covered", "own words", "near words", "lacking", "lacking lead", "rarest lacking", "least covered", "words",
    "subject", "period", "noun asked", "kind", "contrast", "unit asked", "unit same", "unit class", "passage", "rivals",
    "score", "score lead", "names someone", "earlier", "forecast", "cell",
)  # fmt: skip
_GATES = ("unit fits", "status fits", "given", "plain", "grows", "subject fit", "period fit")
_LEADS = ("close lead", "nearest lead", "in sentence lead")
_ASKED = {
    "asks share": r"\b(?:share|percent\w*|proportion|part of|portion|slice|fraction|pct|rate|likel\w+|odds)\b|%|\bhow (?:full|often)\b",
    "asks count": r"\bhow many\b|\bnumber of\b",
    "asks change": r"\bby (?:how much|what)\b|\b(?:gr[eo]w\w*|r[io]se|risen|f[ae]ll\w*|drop\w*|(?:in|de)creas\w*|declin\w*|chang\w*|cheaper|dearer|up|down)\b",
    "asks amount": r"\bhow much\b",
    "asks degree": r"\bhow (?:long|old|far|big|large|high|fast|full|often|heav\w+)\b",
    "asks part": r"\bwhat (?:share|percentage|proportion|part|fraction)\b",
    "asks what": r"\bwhat\b",
    "asks which": r"\bwhich\b",
    "asks price": r"\b(?:price|costs?|fee|pay|paid|charge)\b",
    "asks earlier": r"\b(?:last year|year before|earlier|previous|before|formerly|used to|a year ago)\b",
    "asks ahead": r"\b(?:expect\w*|forecast\w*|will|plan\w*|outlook|guidance|target\w*|next year)\b",
}  # fmt: skip
_FORMS = tuple(re.compile(form, re.I) for form in _ASKED.values())
_UNDERSTOOD = ("names", "periods", "closed", "operation", "kind of answer", "looks ahead", "length")
FEATURES = (*_SIGNS, *_GATES, *PLACES, *_LEADS, *_ASKED, *_UNDERSTOOD)
SURE_FEATURES = ("best", "second", "third", "ahead", "all", "part of all", *FEATURES)
# The chance from which a figure is given as an answer; by it `evals/match_train.py` prints right and wrong answers.
LIKELY = 0.45
_LIST = 70
"""Figures weighed at most: those of the highest cosine and coverage that the fewest gates refuse."""
_PASSAGES = 15
_LEAST = 1e-4
"""Chances below this are all the same."""
_SAME = 0.003
_DOUBTED, _OTHER_UNIT = 0.6, 0.35
"""What is left of the chance of a figure that a gate refuses, and of one that is counted in something else or whose words
and meaning have hardly anything of the question: less than the next score."""
_HARDLY = 0.15
_OUTDATED = 0.5
"""What is left of the chance of a cell beside a newer one, where no time is asked for."""
_ASKS_EARLIER = re.compile(_ASKED["asks earlier"], re.I)
_FOREIGN, _UNCOVERED = 0.2, 0.05
_NAMED = 0.4
"""How near the names of a question have to stand where the figure is not told to be theirs."""
_EARLIER = re.compile(r"\b(?:earlier|before|previous|last|ago|from)\b", re.I)
_OPERATIONS, _KINDS = tuple(Operation), tuple(Asked)

Array = npt.NDArray[np.float32]


@once_a_query
def likeliest(query: Query, snapshot: Snapshot) -> list[tuple[Match, float]]:
    """The figures that a question may mean with their chances, in [0, 1], the likeliest first."""
    found = shortlist(query, snapshot)
    if not found:
        return []
    rows = features(query, snapshot, found)
    figures, sure = _trees()
    chances = figures.chances(rows)
    surely = float(sure.chances(sure_row(rows, chances)[None, :])[0])
    chances = np.minimum(chances * surely / max(float(chances.max()), _LEAST), 1.0)
    names = rows[:, FEATURES.index("names near")]
    older = frozenset[str]() if query.periods or _ASKS_EARLIER.search(query.text) else _older(found)
    pairs = [
        (m, _supported(m, float(c), float(near)) * (_OUTDATED if m.figure.id in older else 1.0))
        for m, c, near in zip(found, chances, names, strict=True)
    ]
    return sorted(pairs, key=lambda pair: (-round(pair[1], 6), -pair[0].score, pair[0].figure.id))


def _older(found: Sequence[Match]) -> frozenset[str]:
    """The cells beside which one of their own row and measure holds for a later time."""
    latest: dict[tuple[str, int, int, str, str], date] = {}
    ends = []
    for figure in (m.figure for m in found):
        if figure.table >= 0 and figure.period is not None and (end := figure.period.end) is not None:
            row = (figure.document, figure.table, figure.row, figure.subject, figure.metric)
            ends.append((row, figure.id, end))
            if figure.status is not Status.FORECAST:
                latest[row] = max(latest.get(row, end), end)
    return frozenset(name for row, name, end in ends if end < latest.get(row, end))


def sure_row(rows: Array, chances: npt.NDArray[np.float64]) -> Array:
    """What tells how likely the likeliest figure is the one at all, shape (len(SURE_FEATURES),): its log odds, those of the next
    two, and its own features."""
    order = np.argsort(-chances, kind="stable")[:3]
    top = np.zeros(3)
    top[: len(order)] = chances[order]
    odds = np.log((top + _LEAST) / (1.0 - top + _LEAST))
    whole = float(chances.sum())
    told = (*odds, odds[0] - odds[1], np.log(whole + _LEAST), top[0] / max(whole, _LEAST))
    return np.array([*told, *rows[order[0]]], np.float32)


def _supported(match: Match, chance: float, names_near: float) -> float:
    """The chance of a figure with what the gates say of it: less where one refuses it, none where its period or its names are
    others. A cell that the gates and the score take has at least the chance of an answer: its labels say all that it is."""
    if _is_refused(match, names_near):
        return 0.0
    if not match.fits.passed:
        return chance * (_DOUBTED if match.fits.unit else _OTHER_UNIT)
    if match.score < _HARDLY:
        return _OTHER_UNIT * chance
    if match.figure.table >= 0 and not match.unlike and match.score >= ACCEPTED:
        return max(chance, min(LIKELY + match.score - ACCEPTED, 1.0))
    return chance


def _is_refused(match: Match, names_near: float) -> bool:
    """Whether a figure may not answer whatever its chance: it is of another period or of names that stand nowhere near, or
    the question states it."""
    foreign = match.fits.subject is None and names_near < _NAMED
    unlike = match.dense < _FOREIGN or (match.unlike and match.covered < _UNCOVERED)
    return foreign or unlike or match.fits.period is None or match.fits.given


def shortlist(query: Query, snapshot: Snapshot) -> list[Match]:
    """The figures that stand nearest to a question; none where it names someone whom the corpus does not hold."""
    if query.unknown:
        return []

    def nearness(match: Match) -> float:
        fits = match.fits
        held = (
            0.14 * (fits.subject is not None) + 0.10 * (fits.period is not None) + 0.10 * fits.unit + 0.05 * fits.status
        )
        return 0.62 * match.dense + 0.34 * match.covered + held

    dated = query.unit == "date"
    found = [m for m in weighed(query, snapshot) if dated or m.figure.unit != "date"]
    return sorted(found, key=lambda m: (-nearness(m), m.figure.id))[:_LIST]


def features(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> Array:
    """The features of figures that are weighed against one another, shape (figures, len(FEATURES))."""
    words, around = vocabulary(snapshot), surroundings(snapshot)
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
    score = np.array([m.score for m in found])
    same = _equals(found)
    leads = np.stack([_leads(v, same) for v in (dense, lexical, sentence, -lacking, score)], axis=1)
    ranks, labels = _ranks(query, snapshot, found), _likeness(query, snapshot, found)
    units = _unit_likeness(query, snapshot, found)
    asked = asked_stems(query)
    near = np.array(
        [placed(m.figure, around, asked, words.rarity, query.entities, units[m.figure.unit]) for m in found]
    )
    shared = _shared(query)
    rows = [
        [
            m.dense, lead[0], lexical[i], lead[1], sentence[i], lead[2], *labels[i], m.meaning,
            m.covered, m.signs.own, m.signs.near, m.signs.lacking, lead[3], m.signs.rarest, m.signs.least, min(m.signs.words, 6),
            m.signs.subject, m.period_fit, m.signs.asked, m.signs.shape, m.signs.contrast, bool(query.unit),
            bool(query.unit) and m.figure.unit == query.unit, unit_class(m.figure.unit), ranks[i], len(found),
            m.score, lead[4], bool(m.figure.subject), is_earlier(m.figure), m.figure.status is Status.FORECAST, m.figure.table >= 0,
            *_gates(m),
        ]
        for i, (m, lead) in enumerate(zip(found, leads, strict=True))
    ]  # fmt: skip
    rivals = np.stack([_leads(near[:, PLACES.index(p)], same) for p in ("close", "nearest", "in sentence")], axis=1)
    return np.hstack([np.array(rows, np.float32), near, rivals, np.tile(shared, (len(found), 1))]).astype(np.float32)


def _gates(match: Match) -> list[float]:
    fits = match.fits
    subject, period = (-1.0 if fit is None else fit for fit in (fits.subject, fits.period))
    return [
        float(fits.unit),
        float(fits.status),
        float(fits.given),
        float(fits.plain),
        float(fits.grows),
        subject,
        period,
    ]


def _shared(query: Query) -> list[float]:
    """What holds for every figure: the words of the question that tell its form, and how it was understood."""
    forms = [float(bool(form.search(query.text))) for form in _FORMS]
    understood = (
        len(query.entities), len(query.periods), is_closed(query), _OPERATIONS.index(query.operation), _KINDS.index(query.asked),
        query.forecast, len(query.text.split()),
    )  # fmt: skip
    return [*forms, *map(float, understood)]


def is_earlier(figure: Figure) -> bool:
    """Whether a figure is told to hold for an earlier time than others of its text."""
    return figure.period is not None and bool(_EARLIER.search(figure.period.text))


def _equals(found: Sequence[Match]) -> npt.NDArray[np.bool_]:
    """Which figures state one number, shape (figures, figures): they are no rivals of one another."""
    values = np.array([m.figure.value for m in found])
    units = np.array([m.figure.unit for m in found])
    scale = np.maximum(np.abs(values[:, None]), np.abs(values[None, :]))
    equal = np.abs(values[:, None] - values[None, :]) <= _SAME * scale
    alike = (units[:, None] == units[None, :]) | (units[:, None] == "") | (units[None, :] == "")
    same: npt.NDArray[np.bool_] = np.logical_and(equal, alike)
    return same


def _leads(values: npt.NDArray[np.float64], same: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """How far each value lies before the best of its rivals, below 0 where it lies behind; 0 where it has none."""
    rivals = np.where(same, -np.inf, values[None, :]).max(axis=1)
    alone = ~np.isfinite(rivals)
    lead: npt.NDArray[np.float64] = values - np.where(alone, values, rivals)
    return lead


def _likeness(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> list[tuple[float, float, float]]:
    """The cosines of the question and each figure's headings, subject and metric, 0 where it has none."""
    labels = [(" > ".join(m.figure.heading) or m.figure.title, m.figure.subject, m.figure.metric) for m in found]
    cosine = _cosines(query, snapshot, {label for row in labels for label in row if label})
    return [(cosine.get(a, 0.0), cosine.get(b, 0.0), cosine.get(c, 0.0)) for a, b, c in labels]


def _unit_likeness(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> dict[str, float]:
    """The cosine of the question and what each unit counts, 0 for a bare number."""
    counted = {m.figure.unit: m.figure.unit.split(" / ")[0] for m in found}
    cosine = _cosines(query, snapshot, set(filter(None, counted.values())))
    return {unit: cosine.get(noun, 0.0) for unit, noun in counted.items()}


def _cosines(query: Query, snapshot: Snapshot, labels: set[str]) -> dict[str, float]:
    known = sorted(labels)
    return dict(zip(known, map(float, snapshot.label_vectors(known) @ query.vector), strict=True)) if known else {}


def _ranks(query: Query, snapshot: Snapshot, found: Sequence[Match]) -> list[int]:
    """The place, from 0, of the best of the passages that hold each figure; the number that is looked at where none does."""
    hits = snapshot.search_passages(query.text, vector=query.vector, top=_PASSAGES, within=query.within)
    spans = [snapshot.passages[h.row] for h in hits]

    def place(figure: Figure) -> int:
        held = (i for i, p in enumerate(spans) if p.document == figure.document and p.start <= figure.start < p.end)
        return next(held, _PASSAGES)

    return [place(m.figure) for m in found]


def unit_class(unit: str) -> int:
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
def _trees() -> tuple[Boosted, Boosted]:
    """The weights that ship with the package: of the figures, and of how sure the likeliest is. Raises ModelError where they were
    made for other features."""
    text = resources.files("reportqa.answering").joinpath("chance.json").read_text(encoding="utf-8")
    data = json.loads(text)
    if tuple(data["features"]) != FEATURES:
        raise ModelError("chance.json was made for other features: run python -m evals.match_train --write")
    return Boosted.of(data["figure"]), Boosted.of(data["sure"])

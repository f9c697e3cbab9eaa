"""Which figures an operation works on: one for each phrase, name or period of the question, chosen together.

Two operands must measure the same thing in units that can be compared; a phrase of its own ("of the global total") is
understood like a question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from reportqa.answering.match import ACCEPTED, Match, ranked
from reportqa.answering.query import Operation, Query
from reportqa.answering.words import stem
from reportqa.figures.metric import same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.units import compatible
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["LEAST", "RELATIVE", "best", "best_of", "is_total", "measure_words", "pair", "siblings", "subquery"]

RELATIVE = frozenset(["percent", "percentage point", "basis point", "ratio"])
LEAST = ACCEPTED - 0.10
"""An operand may fit a little worse than an answer: the question speaks of it with fewer words."""

_TOTALS = frozenset("global total world worldwide overall all combined sum network group whole altogether".split())
_TOGETHER = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|all|both|together)\b", re.I)
_OPERATING = {
    stem(w)
    for w in """difference gap more less fewer higher lower larger smaller bigger greater exceed times ratio multiple factor share fraction
    proportion percentage percent part average mean sum combined together total altogether midpoint middle change rise rose fall fell
    increase decrease grow grew drop dropped decline declined compare comparison versus cost costs pay year years earlier later before
    between range two three countries country companies faster slower fastest slowest highest lowest point points
    after ago expensive cheap cheaper reach many much would make made come came account days week weeks day month months
    """.split()
}
_TRIED = 6


def measure_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words that say what is measured: those that name no operation."""
    return tuple(w for w in words if stem(w) not in _OPERATING)


def subquery(query: Query, snapshot: Snapshot, *, text: str = "", **changes: object) -> Query:
    """A query for one operand: without the words that name the operation, with some parts changed.

    Where `text` is given the query's vector is that of the phrase, so that it stands for the operand alone.
    """
    kept = measure_words(query.words)
    vector = snapshot.encoder.encode([text])[0] if text else query.vector
    return replace(query, words=kept, operation=Operation.NONE, vector=vector, **changes)  # type: ignore[arg-type]


def best(query: Query, snapshot: Snapshot, least: float = LEAST) -> Figure | None:
    """The figure that fits a query best, None where none fits well enough."""
    found = ranked(query, snapshot)
    return precise(found).figure if found and found[0].score >= least else None


def best_of(query: Query, snapshot: Snapshot, allowed: Callable[[Figure], bool], least: float = LEAST) -> Figure | None:
    """The figure that fits a query best among those that are allowed, None where none fits well enough."""
    found = [m for m in ranked(query, snapshot) if m.score >= least and allowed(m.figure)]
    return precise(found).figure if found else None


def precise(found: Sequence[Match]) -> Match:
    """The first match, or its equal that is written with more digits and stands in the text and not in a title."""
    first = found[0]
    alike = [m for m in found[:12] if _restates(m.figure, first.figure) and m.score >= first.score - 0.15]
    # Of equals a sentence says more than a cell.
    return max(alike, key=lambda m: (_written(m.figure), m.figure.table < 0, m.score)) if alike else first


def _written(figure: Figure) -> int:
    return len(f"{figure.value:g}".replace(".", "").strip("0")) if figure.low is None else 0


def _restates(a: Figure, b: Figure) -> bool:
    """Whether one figure is the other, perhaps rounded: 7.9 trillion stands for 7.941 trillion of the same owner."""
    if a.unit != b.unit or canonical_name(a.subject) != canonical_name(b.subject):
        return False
    return abs(a.value - b.value) <= 0.006 * max(abs(a.value), abs(b.value), 1e-12)


def pair(
    first: Query, second: Query, snapshot: Snapshot, *, same_unit: bool = True, relative: bool = True
) -> tuple[Figure, Figure] | None:
    """The two figures that fit two queries best together: of one measure, in comparable units, at different places.

    `relative` allows percentages and ratios as operands. None where no pair fits.
    """
    left = [
        m
        for m in ranked(first, snapshot)
        if m.score >= LEAST and _is_measured(m) and (relative or m.figure.unit not in RELATIVE)
    ]
    right = [
        m
        for m in ranked(second, snapshot)
        if m.score >= LEAST and _is_measured(m) and (relative or m.figure.unit not in RELATIVE)
    ]
    scored = [
        (a.score + b.score + _agreement(a.figure, b.figure, snapshot), a, b)
        for a in left[: _TRIED * 2]
        for b in right[: _TRIED * 2]
        if _can_pair(a.figure, b.figure, same_unit)
    ]
    if not scored:
        return None
    _, a, b = max(scored, key=lambda s: (s[0], -s[1].figure.start, -s[2].figure.start))
    return (
        precise([a, *(m for m in left if m is not a)]).figure,
        precise([b, *(m for m in right if m is not b)]).figure,
    )


def _is_measured(match: Match) -> bool:
    """Whether a figure is of the measure that is asked for: books are not compared where members are asked for."""
    return match.covered >= 0.15 or match.meaning >= 0.35


def _can_pair(a: Figure, b: Figure, same_unit: bool) -> bool:
    if (a.document, a.start) == (b.document, b.start) or "date" in (a.unit, b.unit):
        return False
    if not same_unit:
        return True
    if not (a.unit == b.unit or (a.unit and b.unit and compatible(a.unit, b.unit))):
        return False
    return not (a.frequency and b.frequency and a.frequency != b.frequency)


def _agreement(a: Figure, b: Figure, snapshot: Snapshot) -> float:
    """A reward for two figures that measure the same, at the same time or for the same owner."""
    if not a.metric or not b.metric:
        likeness = 0.5
    elif same_measure(a.metric, b.metric):
        likeness = 1.0
    else:
        vectors = snapshot.label_vectors([a.metric, b.metric])
        likeness = float(np.dot(vectors[0], vectors[1]))
    together = a.document == b.document and a.heading == b.heading
    same_time = a.period is not None and b.period is not None and a.period.start == b.period.start
    same_owner = canonical_name(a.subject) == canonical_name(b.subject)
    restated = _restates(a, b)
    return 0.35 * likeness + 0.08 * together + 0.08 * (same_time or same_owner) - 0.6 * restated


def is_total(figure: Figure) -> bool:
    """Whether a figure counts a whole and no part of it: its subject says "global", "total", "network"."""
    if _TOGETHER.search(figure.subject):
        return True
    words = set(figure.subject.lower().split()) or set(figure.metric.lower().split())
    return bool(words & _TOTALS)


def siblings(figure: Figure, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures of one measure beside a figure, one for each owner, in the order of the text: the parts of a group.

    They stand in one column of a table, or under one heading with the same unit, interval and period.
    """
    inside = [f for f in snapshot.figures if f.document == figure.document and f.unit == figure.unit]
    if figure.table >= 0:
        found = [f for f in inside if f.table == figure.table and f.column == figure.column]
    else:
        found = [f for f in inside if f.table < 0 and f.heading == figure.heading and _one_measure(f, figure)]
    return _one_each(f for f in found if not is_total(f))


def _one_measure(a: Figure, b: Figure) -> bool:
    same_time = (a.period is None or b.period is None) or a.period.start == b.period.start
    return (
        same_time
        and a.frequency == b.frequency
        and bool(a.subject)
        and (same_measure(a.metric, b.metric) or a.metric == b.metric)
    )


def _one_each(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """One figure for each owner: the one written with the most digits."""
    kept: dict[str, Figure] = {}
    for f in figures:
        name = canonical_name(f.subject) or f"{f.table}:{f.row}"
        if name not in kept or _written(f) > _written(kept[name]):
            kept[name] = f
    return tuple(sorted(kept.values(), key=lambda f: f.start))

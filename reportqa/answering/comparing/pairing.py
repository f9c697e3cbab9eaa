"""The figures of the sides of a comparison, chosen together: each of the very measure that is asked for, all of one measure.

What is asked must hold for every side as strictly as in a look-up: a side that has no figure of the measure leaves the
whole comparison unanswered, since another measure's number beside it would compare nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.answering.arithmetic.operands import LEAST, are_comparable, is_total, of_kind, one_owner, precise
from reportqa.answering.match import Match, ranked
from reportqa.answering.query import Query
from reportqa.answering.vocabulary import identity_of, vocabulary
from reportqa.answering.words import stems
from reportqa.figures.metric import same_measure
from reportqa.figures.units import is_money
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["GROWING", "is_measured", "side_by_side"]

GROWING = stems(
    """growth grow grew grown growing rise rose risen increase increased decline declined fall fell fallen drop dropped decrease decreased
    change changed gain gained expansion expanded climb climbed shrink shrank slide slid surge surged jump jumped"""
)
"""Words of a measure that tells how another one changed."""
_COVERED, _MEANT = 0.45, 0.65
"""From this coverage, or this likeness in meaning, a figure alone is of the measure that is asked for …"""
_PARTLY, _NEARLY = 0.3, 0.5
"""… or from these two together."""
_LESS_COVERED, _LESS_MEANT = 0.15, 0.1
"""How far a figure may lie behind the best of its side in both before it is another measure."""
_TRIED = 12
_ALIKE, _AGAIN = 0.5, 0.65
"""The cosine from which two measures may be one: of two sides, and of one owner at two times."""
_FAR_LONGER = 3.5


def is_measured(match: Match) -> bool:
    """Whether a figure that fits a question is of the measure that it names, and not only of its subject."""
    if match.covered >= _COVERED or match.meaning >= _MEANT:
        return True
    return match.covered >= _PARTLY and match.meaning >= _NEARLY


def side_by_side(queries: Sequence[Query], snapshot: Snapshot, *, again: bool = False) -> tuple[Figure, ...]:
    """One figure for each query, all of the measure asked, of one measure, in comparable units and over alike stretches of
    time; () where one side has none. `again` wants one owner at several times."""
    pools, beside = _pools(queries, snapshot)
    best, chosen = 0.0, list[Match]()
    for anchor in pools[0] if all(pools) else ():
        whole = again and not queries[0].entities and is_total(anchor.figure)
        picked, score = [anchor], anchor.score + 0.1 * whole
        for pool in pools[1:]:
            fitting = [
                (m.score + _together(anchor.figure, m.figure, snapshot), m)
                for m in pool
                if all(_goes_with(p.figure, m.figure, snapshot, again, beside) for p in picked)
            ]
            if not fitting:
                break
            added, match = max(fitting, key=lambda f: (f[0], -f[1].figure.start))
            picked, score = [*picked, match], score + added
        if len(picked) == len(pools) and score > best:
            best, chosen = score, picked
    figures = [precise([m, *(o for o in p if o is not m)]).figure for m, p in zip(chosen, pools, strict=False)]
    return tuple(_in_step(figures, queries, snapshot))


def _pools(queries: Sequence[Query], snapshot: Snapshot) -> tuple[list[list[Match]], frozenset[str]]:
    """The figures of each side that may be compared, and the ids of those that are only told beside the other side's.

    Where a side has none of the measure, the one that stands beside the other side's in one sentence is of it ("A sold 5
    tons, and B 3"), or the only one that counts the same thing under the same heading.
    """
    found = [_fitting(q, snapshot) for q in queries]
    pools = [_measured(side) for side in found]
    known = [m.figure for pool in pools for m in pool]
    beside = [
        pool or _only([m for m in side if any(_told_beside(m.figure, k) for k in known)])
        for pool, side in zip(pools, found, strict=True)
    ]
    added = (m.figure.id for side, pool in zip(beside, pools, strict=True) if not pool for m in side)
    return beside, frozenset(added)


def _only(side: list[Match]) -> list[Match]:
    """The one value of some matches, none where they give several."""
    return side if len({m.figure.value for m in side}) == 1 else []


def _told_beside(figure: Figure, known: Figure) -> bool:
    if figure.document != known.document or figure.unit != known.unit:
        return False
    counts = bool(figure.unit) and figure.unit not in RATES and not is_money(figure.unit)
    return figure.quote == known.quote or (counts and figure.heading == known.heading)


def _fitting(query: Query, snapshot: Snapshot) -> list[Match]:
    """The figures of one side, best first; how it grew only where growth is asked."""
    grows = bool(stems(query.text) & GROWING) or query.unit == "percent"
    return [
        m
        for m in ranked(query, snapshot)
        if m.score >= LEAST
        and of_kind(query.text, m.figure)
        and (grows or m.figure.unit not in RATES or not stems(m.figure.metric) & GROWING)
    ]


def _measured(side: Sequence[Match]) -> list[Match]:
    """The figures of a side that are of the measure asked, and lie not far behind the one that is most of it."""
    found = [m for m in side if is_measured(m)]
    covered, meaning = (max((getattr(m, part) for m in found), default=0.0) for part in ("covered", "meaning"))
    kept = [m for m in found if m.covered >= covered - _LESS_COVERED or m.meaning >= meaning - _LESS_MEANT]
    return kept[:_TRIED]


def _goes_with(a: Figure, b: Figure, snapshot: Snapshot, again: bool, beside: frozenset[str]) -> bool:
    """Whether two figures can be the two sides of one comparison."""
    if not are_comparable(a, b):
        return False
    if a.metric and b.metric and not {a.id, b.id} & beside and not _same(a.metric, b.metric):
        least = _AGAIN if again else _ALIKE
        grows = bool(stems(a.metric) & GROWING) == bool(stems(b.metric) & GROWING)
        if not grows or snapshot.likeness(a.metric, b.metric) < least:
            return False
    if not _even(a, b):
        return False
    if not again:
        return True
    at_once = a.period is not None and b.period is not None and a.period.start == b.period.start
    return not at_once and one_owner(a, b, snapshot)


def _same(metric: str, other: str) -> bool:
    return metric.lower() == other.lower() or same_measure(metric, other) or same_measure(other, metric)


def _even(a: Figure, b: Figure) -> bool:
    """Whether two amounts came in over stretches of about one length: a week's is not set against a year's."""
    if a.unit in RATES or " / " in a.unit:
        return True
    spans = sorted((p.end - p.start).days + 1 for p in (a.period, b.period) if p and p.start and p.end)
    return len(spans) < 2 or spans[1] <= _FAR_LONGER * spans[0] or spans[0] == 1


def _together(a: Figure, b: Figure, snapshot: Snapshot) -> float:
    """A reward for two figures that stand as one pair: a column, a sentence, a heading, a time."""
    likeness = 0.5
    if a.metric and b.metric:
        likeness = 1.0 if _same(a.metric, b.metric) else snapshot.likeness(a.metric, b.metric)
    column = a.table >= 0 and (a.document, a.table, a.column) == (b.document, b.table, b.column)
    sentence = a.document == b.document and a.quote == b.quote
    heading = a.document == b.document and a.heading == b.heading
    at_once = a.period is not None and b.period is not None and a.period.start == b.period.start
    return 0.35 * likeness + 0.15 * (column or sentence) + 0.08 * heading + 0.08 * at_once


def _in_step(figures: list[Figure], queries: Sequence[Query], snapshot: Snapshot) -> list[Figure]:
    """Figures that no name owns, told in one sentence that names both sides, in the order in which it names them."""
    names = [q.entities[0] if len(q.entities) == 1 else "" for q in queries]
    if len(figures) != 2 or len(set(names)) < 2 or figures[0].quote != figures[1].quote:
        return figures
    lexicon = vocabulary(snapshot).lexicon
    if any(set(names) & identity_of(f, lexicon).owners for f in figures):
        return figures
    quote = re.sub(r"\s+", " ", figures[0].quote.lower())
    places = [quote.find(n) for n in names]
    if min(places) < 0:
        return figures
    ordered = sorted(figures, key=lambda f: f.start)
    return ordered if places[0] < places[1] else ordered[::-1]

"""Which figures an operation works on: one for each phrase, name or period of the question, chosen together.

Two operands must measure the same thing in units that can be compared; a phrase of its own ("of the global total") is
understood like a question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from reportqa.answering.match import ACCEPTED, Match, ranked
from reportqa.answering.query import Operation, Query
from reportqa.answering.tables.meant import is_whole_row
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.words import stem
from reportqa.figures.metric import same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.units import compatible, convert, singular
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = [
    "LEAST",
    "RATES",
    "are_comparable",
    "are_of_one_measure",
    "best",
    "best_of",
    "chosen_together",
    "is_total",
    "measure_words",
    "of_kind",
    "one_owner",
    "pair",
    "siblings",
    "subquery",
    "whole_of",
]

LEAST = ACCEPTED - 0.15
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
    cent separate separates apart short far dearer divide divided another same whole full left single annualised annualized
    """.split()
}
_PER = re.compile(r"\bper ([a-z]+)", re.I)
_TRIED = 6
_NEAREST = 40
_APART = 1000.0
"""Two figures further apart than by this factor measure different things, unless they are called the same."""
_ALIKE, _AGAIN = 0.5, 0.65
"""The cosine from which the names of two measures may stand for one: of two owners, and of one owner at two times."""
_SUPPORT = 0.03
"""What another statement of a value adds to the score of an operand."""
# Kinds of a result: who asks for one of them does not ask for another.
_KINDS = frozenset(["net", "gross", "operating"])


def measure_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words that say what is measured: those that name no operation."""
    return tuple(w for w in words if stem(w) not in _OPERATING)


def subquery(query: Query, snapshot: Snapshot, *, text: str = "", **changes: object) -> Query:
    """A query for one operand: without the words that name the operation, with some parts changed.

    Where `text` is given the query's vector is that of the phrase, so that it stands for the operand alone.
    """
    changes.setdefault("words", measure_words(query.words))
    vector = snapshot.encoder.encode([text])[0] if text else query.vector
    return replace(query, operation=Operation.NONE, vector=vector, **changes)  # type: ignore[arg-type]


def best(query: Query, snapshot: Snapshot, least: float = LEAST) -> Figure | None:
    """The figure that fits a query best, None where none fits well enough."""
    return best_of(query, snapshot, lambda _: True, least)


def best_of(query: Query, snapshot: Snapshot, allowed: Callable[[Figure], bool], least: float = LEAST) -> Figure | None:
    """The figure that fits a query best among those that are allowed, None where none fits well enough."""
    ranks = [m for m in ranked(query, snapshot) if of_kind(query.text, m.figure) and allowed(m.figure)]
    found = _supported([m for m in ranks if m.score >= least])
    return precise(found).figure if found else None


def of_kind(text: str, figure: Figure) -> bool:
    """Whether a figure is of the kind of result that a text names: an operating profit is no net profit."""
    asked = _KINDS & _words(text)
    held = _KINDS & _words(f"{figure.subject} {figure.metric}")
    return not asked or bool(asked & (held or _words(f"{figure.quote} {figure.statement}")))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+", text.lower()))


def one_owner(a: Figure, b: Figure, snapshot: Snapshot) -> bool:
    """Whether two figures belong to one owner: "Havik" is "Retail Netherlands (Havik)"; what nobody owns belongs to the
    whole, to what its report is about, or to the owner of the sentences around it."""
    first, second = _owner(a), _owner(b)
    if first and second:
        return first <= second or second <= first
    if first == second or is_total(a) or is_total(b):
        return first == second or not (_bearer(a) and _bearer(b)) or (is_total(a) and is_total(b))
    owned, unowned = (a, b) if a.subject else (b, a)
    if _owner(owned) <= _words(unowned.metric):
        # "Online sales" are the sales of Online.
        return True
    topic = vocabulary(snapshot).topics.get(a.document, "")
    return a.heading == b.heading or canonical_name(a.subject or b.subject) == topic


def _bearer(figure: Figure) -> str:
    """Who a figure is of: its subject; the total of a table's rows is of none of them."""
    return figure.subject or ("total" if figure.table >= 0 and is_total(figure) else "")


def _owner(figure: Figure) -> frozenset[str]:
    return frozenset() if is_total(figure) else _words(canonical_name(figure.subject))


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
    left, right = (_operands(q, snapshot, relative) for q in (first, second))
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


def _operands(query: Query, snapshot: Snapshot, relative: bool) -> list[Match]:
    found = [
        m
        for m in ranked(query, snapshot)
        if m.score >= LEAST
        and _is_measured(m)
        and (relative or m.figure.unit not in RATES)
        and _counts_as_asked(m.figure, query)
        and of_kind(query.text, m.figure)
    ]
    # Beside a figure of the very measure that is asked for, one of another measure is no operand.
    covered = max((m.covered for m in found), default=0.0)
    meaning = max((m.meaning for m in found), default=0.0)
    return _supported([m for m in found if m.covered >= covered - 0.4 or m.meaning >= meaning - 0.25])


def _supported(found: Sequence[Match]) -> list[Match]:
    """Matches, best first, where of two values for one identity the one that a report states more often goes first."""
    near = found[:_NEAREST]
    told = [sum(_restates(m.figure, o.figure) for o in near) - 1 for m in near]
    best = max((m.score for m in near), default=0.0)
    raised = [
        replace(m, score=m.score + _SUPPORT * min(n, 2)) if m.score >= best - 0.15 else m
        for m, n in zip(near, told, strict=True)
    ]
    return [*sorted(raised, key=lambda m: -m.score), *found[_NEAREST:]]


def chosen_together(
    queries: Sequence[Query],
    snapshot: Snapshot,
    *,
    relative: bool = True,
    owned_alike: bool = False,
    allowed: Sequence[Callable[[Figure], bool] | None] = (),
) -> tuple[Figure, ...]:
    """One figure for each query, all of one measure in comparable units; () where one of them has none.

    `owned_alike` wants one owner for all: the same thing at several times. `allowed` says for each query which figures
    may be taken (None: any).
    """
    gates = [*allowed, *[None] * (len(queries) - len(allowed))]
    pools = [
        [m for m in _operands(q, snapshot, relative) if gate is None or gate(m.figure)][: _TRIED * 2]
        for q, gate in zip(queries, gates, strict=True)
    ]
    best_score, chosen = 0.0, list[Match]()
    for anchor in pools[0] if all(pools) else ():
        # Where nobody is named, what moved is the whole.
        whole = owned_alike and not queries[0].entities and is_total(anchor.figure)
        picked, score = [anchor], anchor.score + 0.1 * whole
        for pool in pools[1:]:
            fitting = [
                (m.score + _agreement(anchor.figure, m.figure, snapshot), m)
                for m in pool
                if all(_can_pair(p.figure, m.figure, True) for p in picked)
                and _alike(anchor.figure, m.figure, snapshot, _AGAIN if owned_alike else _ALIKE)
                and (not owned_alike or _is_again(anchor.figure, m.figure, snapshot))
            ]
            if not fitting:
                break
            added, match = max(fitting, key=lambda f: (f[0], -f[1].figure.start))
            picked, score = [*picked, match], score + added
        if len(picked) == len(pools) and score > best_score:
            best_score, chosen = score, picked
    return tuple(m.figure for m in chosen)


def are_of_one_measure(a: Figure, b: Figure, snapshot: Snapshot) -> bool:
    """Whether two figures of one owner measure one thing, by their names for it."""
    return _alike(a, b, snapshot, _AGAIN)


def _alike(a: Figure, b: Figure, snapshot: Snapshot, least: float) -> bool:
    """Whether two figures measure nearly the same thing, by their names for it."""
    if not a.metric or not b.metric or same_measure(a.metric, b.metric):
        return True
    return snapshot.likeness(a.metric, b.metric) >= least


def _is_again(a: Figure, b: Figure, snapshot: Snapshot) -> bool:
    """Whether two figures are one measure of one owner at two times."""
    if a.period is not None and b.period is not None and a.period.start == b.period.start:
        return False
    spans = sorted((p.end - p.start).days + 1 for p in (a.period, b.period) if p and p.start and p.end)
    # What was counted at an end is not set against what came in over a year.
    even = len(spans) < 2 or a.unit in RATES or " / " in a.unit or spans[1] <= 3.5 * spans[0]
    return even and one_owner(a, b, snapshot) and (is_total(a) == is_total(b) or not (_bearer(a) and _bearer(b)))


def _is_measured(match: Match) -> bool:
    """Whether a figure is of the measure that is asked for: books are not compared where members are asked for."""
    return match.covered >= 0.15 or match.meaning >= 0.35


def _counts_as_asked(figure: Figure, query: Query) -> bool:
    """Whether a figure is counted over what the question counts over: an income of a year is no price per night.

    A figure that names no interval and nothing else that it is for may be of any.
    """
    if query.frequency and figure.frequency and figure.frequency != query.frequency:
        return False
    asked = {singular(w.lower()) for w in _PER.findall(query.text)} - {"cent", "annum"}
    own = [u for u in (*figure.unit.split(" / ")[1:], figure.frequency) if u]
    return not asked or not own or bool(asked & set(own)) or any(compatible(u, w) for u in own for w in asked)


def _are_near(a: Figure, b: Figure) -> bool:
    """Whether two figures are of one order of size, or of one measure by name: 640 million hours and 16 hours are not."""
    small, large = sorted((abs(a.value), abs(convert(b.value, b.unit, a.unit))))
    return large <= _APART * small or not small or bool(a.metric and same_measure(a.metric, b.metric))


def _are_apart(a: Figure, b: Figure) -> bool:
    """Whether two figures stand at different places, and neither is a date."""
    return (a.document, a.start) != (b.document, b.start) and "date" not in (a.unit, b.unit)


def are_comparable(a: Figure, b: Figure) -> bool:
    """Whether two figures of different places are in comparable units and, as far as told, over one interval."""
    alike = a.unit == b.unit or (a.unit and b.unit and compatible(a.unit, b.unit))
    return _are_apart(a, b) and bool(alike) and not (a.frequency and b.frequency and a.frequency != b.frequency)


def _can_pair(a: Figure, b: Figure, same_unit: bool) -> bool:
    return are_comparable(a, b) and _are_near(a, b) if same_unit else _are_apart(a, b)


def _agreement(a: Figure, b: Figure, snapshot: Snapshot) -> float:
    """A reward for two figures that measure the same, at the same time or for the same owner."""
    if not a.metric or not b.metric:
        likeness = 0.5
    elif same_measure(a.metric, b.metric):
        likeness = 1.0
    else:
        likeness = snapshot.likeness(a.metric, b.metric)
    together = a.document == b.document and a.heading == b.heading
    same_time = a.period is not None and b.period is not None and a.period.start == b.period.start
    same_owner = canonical_name(a.subject) == canonical_name(b.subject)
    restated = _restates(a, b)
    return 0.35 * likeness + 0.08 * together + 0.08 * (same_time or same_owner) - 0.6 * restated


def is_total(figure: Figure) -> bool:
    """Whether a figure counts a whole and no part of it: its subject says "global", "total", "network"."""
    if _TOGETHER.search(figure.subject):
        return True
    return bool((_words(figure.subject) or _words(figure.metric)) & _TOTALS)


def whole_of(figure: Figure, query: Query, snapshot: Snapshot) -> Figure:
    """The total of a figure's measure, where a question names no owner; the figure itself where there is none."""
    if query.entities or not figure.subject or is_total(figure):
        return figure
    totals = [
        f
        for f in snapshot.figures
        if f.document == figure.document
        and f.unit == figure.unit
        and is_total(f)
        and f.metric
        and (f.metric.lower() == figure.metric.lower() or same_measure(f.metric, figure.metric))
        and (not query.periods or (f.period and f.period.text) == (figure.period and figure.period.text))
    ]
    return max(totals, key=lambda f: (str(f.period.end if f.period else ""), -f.start), default=figure)


def siblings(figure: Figure, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures of one measure beside a figure, one for each owner, in the order of the text: the parts of a group.

    They stand in one column of a table, or under one heading with the same unit, interval and period.
    """
    inside = [f for f in snapshot.figures if f.document == figure.document and f.unit == figure.unit]
    if figure.table >= 0:
        found = [f for f in inside if f.table == figure.table and f.column == figure.column]
    else:
        found = [f for f in inside if f.table < 0 and f.heading == figure.heading and _one_measure(f, figure)]
    return _one_each(f for f in found if not is_total(f) and not is_whole_row(f, snapshot))


def _one_measure(a: Figure, b: Figure) -> bool:
    same_time = (a.period is None or b.period is None) or a.period.start == b.period.start
    return (
        same_time
        and (a.frequency == b.frequency or not (a.frequency and b.frequency))
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

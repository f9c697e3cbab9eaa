"""Comparisons and rankings: the figures of several owners or several times side by side, and which is larger."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.changes import over_time
from reportqa.answering.match import ranked
from reportqa.answering.operands import LEAST, RELATIVE, best, best_of, is_total, pair, precise, siblings, subquery
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.wording import forecast, named, stated
from reportqa.answering.working import term
from reportqa.figures.names import canonical_name
from reportqa.figures.units import compatible, convert
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["both_sides", "compare", "extreme", "is_comparison", "is_lower", "verdict"]

_MOVED = re.compile(
    r"\b(?:rise or fall|fall or rise|(?:increase|grow|rise|go up) or (?:decrease|shrink|fall|decline|drop|go down)|up or down|more or (?:less|fewer)|"
    r"(?:less|fewer) or more|widen or narrow|[a-z]+er or (?:[a-z]+er|worse)|better or worse)\b",
    re.I,
)
_LOWER = re.compile(
    r"\b(?:less|least|fewer|fewest|lower|lowest|smaller|smallest|cheaper|cheapest|slower|slowest|shorter|shortest)\b",
    re.I,
)
# The other side is now: "cheaper than in 2024", "higher than a year earlier".
_THAN_THEN = re.compile(
    r"\bthan (?:(?:it|they) (?:was|were|did) )?(?:(?:in|at|on|by|during|for|the|its|their) )*(?:\d|[HQ]\d|last|a year|one year|previous|prior|same|end|FY)",
    re.I,
)
_FASTER = re.compile(r"\b(?:grew|grow|grown|growing|growth)\b", re.I)


def is_comparison(query: Query) -> bool:
    """Whether a question sets names or times against one another without asking for arithmetic."""
    return query.asked in (Asked.COMPARISON, Asked.RANKING) or bool(_MOVED.search(query.text))


def compare(query: Query, snapshot: Snapshot) -> Draft | None:
    """Both numbers (or all of them, largest first, for a ranking), and which is larger; None where one is missing."""
    if query.unknown or not is_comparison(query):
        return None
    figures = both_sides(query, snapshot)
    if len(figures) < 2:
        return None
    ordered = _ordered(figures)
    if query.asked is Asked.RANKING:
        return _ranking(query, ordered)
    return verdict(query, figures)


def is_lower(query: Query) -> bool:
    """Whether a question asks for the smaller one: "fewer", "cheapest"."""
    return bool(_LOWER.search(query.text))


def both_sides(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures that a question sets against one another, in the order it names them: of its periods, its names, or of
    now and the one period that it names ("than in 2024"). Empty where one is missing."""
    if len(query.periods) == 1 and len(query.entities) < 2 and _THAN_THEN.search(query.text):
        base = subquery(query, snapshot, unit=_plain(query.unit))
        return pair(replace(base, periods=()), base, snapshot) or ()
    return _compared(query, snapshot)


def _compared(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    base = subquery(
        query, snapshot, unit="percent" if query.unit == "percent" or _FASTER.search(query.text) else _plain(query.unit)
    )
    names, periods = query.entities, query.periods
    if _MOVED.search(query.text) and len(periods) < 2:
        return over_time(query, snapshot, relative=True) or ()
    if len(periods) >= 2:
        found = pair(replace(base, periods=periods[:1]), replace(base, periods=periods[1:2]), snapshot)
        return found or ()
    if len(names) == 2:
        queries = [replace(base, entities=(n,)) for n in names]
        found = pair(queries[0], queries[1], snapshot)
        if found is None and base.unit and base.unit != "percent":
            found = pair(replace(queries[0], unit=""), replace(queries[1], unit=""), snapshot)
        return found if found and (found[0].unit != "ratio" or query.unit == "ratio") else ()
    if len(names) > 2:
        one = [best(replace(base, entities=(n,)), snapshot) for n in names]
        kept = tuple(f for f in one if f is not None)
        return kept if len(kept) == len(one) and _alike(kept) else ()
    if query.asked is Asked.RANKING:
        one_figure = best_of(base, snapshot, lambda f: not is_total(f) and f.unit not in RELATIVE)
        return siblings(one_figure, snapshot) if one_figure else ()
    return ()


def _plain(unit: str) -> str:
    """A comparison that says "times" or "lead" still wants the two numbers."""
    return "" if unit == "ratio" else unit


def _alike(figures: Sequence[Figure]) -> bool:
    return all(f.unit == figures[0].unit or compatible(f.unit, figures[0].unit) for f in figures)


def _ordered(figures: Sequence[Figure]) -> list[Figure]:
    unit = figures[0].unit
    return sorted(figures, key=lambda f: -convert(f.value, f.unit, unit))


def _who(figure: Figure, other: Figure) -> str:
    name = term(figure, other).name
    return name[:1].upper() + name[1:]


def _ranking(query: Query, ordered: Sequence[Figure]) -> Draft:
    if _LOWER.search(query.text):
        ordered = list(reversed(ordered))
    names = [_who(f, ordered[i - 1] if i else ordered[1]) for i, f in enumerate(ordered)]
    lines = [f"{n}: {stated(f)}{forecast(f)}" for n, f in zip(names, ordered, strict=True)]
    first = "the smallest" if _LOWER.search(query.text) else "the largest"
    return Draft(f"{'; '.join(lines)} ({first} first).", tuple(names), 0.8, tuple(ordered))


def verdict(query: Query, figures: Sequence[Figure]) -> Draft:
    """Which of some figures is the larger (or smaller, where that is asked), with both numbers, or how one moved in time."""
    ordered = _ordered(figures)
    large, small = ordered[0], ordered[-1]
    first, second = _who(large, small), _who(small, large)
    values = f"{stated(large)}{forecast(large)} against {stated(small)}{forecast(small)}"
    if large.value == small.value:
        text = f"{first} and {second} are equal: {values}."
        return Draft(text, (stated(large),), 0.7, tuple(figures))
    if _MOVED.search(query.text):
        earlier, later = figures[0], figures[1]
        if (
            earlier.period
            and later.period
            and earlier.period.start
            and later.period.start
            and earlier.period.start > later.period.start
        ):
            earlier, later = later, earlier
        up = later.value > earlier.value
        text = f"It {'rose' if up else 'fell'}: from {stated(earlier)} ({_who(earlier, later)}) to {stated(later)} ({_who(later, earlier)})."
        return Draft(text, ("rose" if up else "fell",), 0.8, (earlier, later))
    winner, loser = (small, large) if _LOWER.search(query.text) else (large, small)
    words = "is smaller" if winner is small else "is larger"
    text = f"{_who(winner, loser)} {words}: {stated(winner)}{forecast(winner)} against {stated(loser)}{forecast(loser)} ({_who(loser, winner)})."
    choice = bool(re.match(r"(?:and |so )?(?:which|who|what|does|do|did|is|are|was|were|has|have)\b", query.text, re.I))
    short = (
        (_who(winner, loser),)
        if choice
        else (
            f"{_who(figures[0], figures[1])}: {stated(figures[0])}",
            f"{_who(figures[1], figures[0])}: {stated(figures[1])}",
        )
    )
    return Draft(text, short, 0.8, (winner, loser))


def extreme(query: Query, snapshot: Snapshot) -> Draft | None:
    """The owner with the largest or smallest figure of a group ("Which region uses the most tokens?")."""
    if query.operation not in (Operation.HIGHEST, Operation.LOWEST) or query.unknown or query.asked is Asked.REASON:
        return None
    found = [m for m in ranked(subquery(query, snapshot), snapshot) if m.score >= LEAST]
    if not found:
        return None
    group = [f for f in siblings(precise(found).figure, snapshot) if f.subject]
    if len({canonical_name(f.subject) for f in group}) < 2:
        return None
    ordered = _ordered(group)
    top = ordered[0] if query.operation is Operation.HIGHEST else ordered[-1]
    return Draft(
        f"{top.subject}: {stated(top)}, {named(top)}.",
        (top.subject,),
        0.6,
        (top, *tuple(f for f in ordered if f is not top)[:4]),
    )

"""Sums and averages over a group of figures: of the names or periods a question lists, else of a whole list or column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.operands import (
    LEAST,
    best,
    chosen_together,
    is_total,
    of_kind,
    siblings,
    subquery,
)
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.match import ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.figures.names import canonical_name
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Period

__all__ = ["average", "total"]

_YEAR = 366
_TRIED = 12
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = re.compile(rf"\b(?:the|all|these|of|over|across) ({'|'.join(_NUMBERS)})\b", re.I)


def total(query: Query, snapshot: Snapshot) -> Draft | None:
    """The sum of a group of two or more."""
    figures = _group(query, snapshot)
    if len(figures) < 2 or figures[0].unit in RATES:
        return None
    return worked(
        Operation.SUM, _joined(figures), sum(f.value for f in figures), figures[0].unit, figures, "The sum is"
    )


def average(query: Query, snapshot: Snapshot) -> Draft | None:
    """The mean of a group of two or more."""
    figures = _group(query, snapshot)
    if len(figures) < 2:
        return None
    value = sum(f.value for f in figures) / len(figures)
    terms: list[Term | str] = ["(", *_joined(figures), f") / {len(figures)}"]
    return worked(Operation.AVERAGE, terms, value, figures[0].unit, figures, "The average is")


def _group(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    base = subquery(query, snapshot)
    if len(query.periods) >= 2:
        times = [replace(base, periods=(p,)) for p in query.periods]
        return _of_one_flow(chosen_together(times, snapshot, owned_alike=True))
    if len(query.entities) >= 2:
        return _of_one_flow(chosen_together([replace(base, entities=(n,)) for n in query.entities], snapshot))
    if len(query.periods) == 1 and _is_long(query.periods[0]):
        return _inside(query.periods[0], base, snapshot)
    return _beside(query, base, snapshot)


def _of_one_flow(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return figures if len({(f.unit, f.frequency) for f in figures}) == 1 else ()


def _beside(query: Query, base: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    """A whole list or column: so many owners as the question counts ("the four countries"), where it counts them."""
    if any(n in vocabulary(snapshot).owners for n in query.entities):
        # One owner has no siblings that could be summed up in its name.
        return ()
    count = _counted(query.text)
    found = [m.figure for m in ranked(base, snapshot) if m.score >= LEAST and of_kind(base.text, m.figure)]
    for one in sorted(found[:_TRIED], key=lambda f: f.unit in RATES):
        group = siblings(one, snapshot)
        if len(group) == count or (not count and len(group) > 1):
            return group
    return ()


def _counted(text: str) -> int:
    """How many owners a question counts: 4 for "the four countries", 0 where it does not say."""
    found = _COUNTED.search(text)
    return _NUMBERS.index(found[1].lower()) + 2 if found else 0


def _is_long(period: Period) -> bool:
    return bool(period.start and period.end and (period.end - period.start).days > _YEAR)


def _inside(span: Period, base: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures of one measure and owner at each time inside a span of years."""
    first = best(replace(base, periods=()), snapshot)
    if first is None or span.start is None or span.end is None:
        return ()
    found: dict[object, Figure] = {}
    for f in snapshot.figures:
        same = f.document == first.document and f.unit == first.unit and f.metric == first.metric
        if not same or canonical_name(f.subject) != canonical_name(first.subject) or is_total(f) != is_total(first):
            continue
        when = f.period
        if when and when.start and when.end and span.start <= when.start and when.end <= span.end:
            found.setdefault((when.start, when.end), f)
    return tuple(sorted(found.values(), key=lambda f: str(f.period.start if f.period else "")))


def _joined(figures: Sequence[Figure]) -> list[Term | str]:
    out: list[Term | str] = []
    for i, figure in enumerate(figures):
        out += ([" + "] if i else []) + [term(figure, figures[i - 1] if i else figures[1])]
    return out

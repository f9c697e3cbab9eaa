"""Columns of a table that are worked out from others: a change column, a column of shares of the total.

The header says what such a column is; which columns it is worked out from is told by the rows that come out. Only when
most rows do is a row that does not a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from reportqa.answering.audit.bounds import Bounds
from reportqa.answering.audit.changes import Pair, change_check
from reportqa.answering.audit.columns import is_total_label
from reportqa.answering.audit.grids import Grid
from reportqa.answering.audit.items import Item, Kind
from reportqa.answering.audit.ratios import share_check
from reportqa.answering.audit.wording import scale_of
from reportqa.types import Check

__all__ = ["column_checks"]

_CHANGE = re.compile(
    r"\b(?:change|growth|increase|decrease|variance|yoy|y/y|var\.?|difference|movement|year[- ]o[nv]e?r?[- ]year)\b|[+±]/-|变化|增长|同比",
    re.I,
)
_SHARE = re.compile(r"\bshare\b|\b(?:percent(?:age)?|proportion|%) of\b|^%$|\(%\)$|\bpercent(?:age)?$|占比", re.I)
_MOST_VALUES = 8
# A column is understood when this share of its rows comes out, and at least two of them.
_MOST_ROWS = 0.7
_LEAST_ROWS = 2
_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a column: a check for each row that has all its cells."""

    checks: tuple[Check, ...]

    @property
    def fitting(self) -> int:
        return sum(c.agrees for c in self.checks)

    @property
    def understood(self) -> bool:
        return self.fitting >= max(_LEAST_ROWS, _MOST_ROWS * len(self.checks))


def column_checks(grid: Grid) -> Iterator[Check]:
    """The rows of every change and share column of a table against the columns that it is worked out from."""
    for column, header in enumerate(grid.headers):
        claims = {i.figure.row: i for i in grid.column(column) if i.figure.unit == "percent" or _CHANGE.search(header)}
        if len(claims) < _LEAST_ROWS:
            continue
        others = [c for c in range(len(grid.headers)) if c != column and not _CHANGE.search(grid.headers[c])]
        pairs: list[tuple[int, int]] = []
        if _CHANGE.search(header):
            pairs = list(permutations(others[:_MOST_VALUES], 2))
        elif _SHARE.search(header):
            pairs = [(c, c) for c in others[:_MOST_VALUES]]
        yield from _best(grid, claims, pairs)


def _best(grid: Grid, claims: Mapping[int, Item], pairs: Sequence[tuple[int, int]]) -> Iterator[Check]:
    """The checks of the columns that most rows come out of, when they tell that these are the right ones.

    The first rows of a long table choose the columns.
    """
    sample = dict(list(claims.items())[:_SAMPLE])
    best = max(pairs, key=lambda p: _reading(grid, sample, *p).fitting, default=None)
    if best is not None:
        reading = _reading(grid, claims, *best)
        yield from reading.checks if reading.understood else ()


def _reading(grid: Grid, claims: Mapping[int, Item], a: int, b: int) -> _Reading:
    """A change from column b to column a; where the two are one, a share of its total."""
    return _shares(grid, claims, a) if a == b else _changes(grid, claims, a, b)


def _changes(grid: Grid, claims: Mapping[int, Item], new: int, old: int) -> _Reading:
    """Every row of a change column as the change from one column to another."""
    checks = []
    for row, claim in claims.items():
        a, b = grid.items.get((row, new)), grid.items.get((row, old))
        if a is None or b is None or a.figure.unit != b.figure.unit or b.value <= 0 or a.value <= 0:
            continue
        stated = _as_change(claim, a)
        check = change_check(stated, Pair(a, b, True))
        # A rate may change in points, a cost may be told as better or worse: what fits another way is no fault.
        if check.agrees or not _otherwise(claim, a, b):
            checks.append(check)
    return _Reading(tuple(checks))


def _as_change(claim: Item, value: Item) -> Item:
    """A cell of a change column read as a change in percent, or as a gap in the unit of its row."""
    rated = claim.figure.unit == "percent" and value.figure.unit != "percent"
    kind = Kind.CHANGE if rated else Kind.GAP
    return replace(claim, kind=kind, bounds=_signed(claim), sign=1.0)


def _signed(claim: Item) -> Bounds:
    return claim.bounds.times(claim.sign)


def _otherwise(claim: Item, new: Item, old: Item) -> bool:
    """Whether a change comes out in another of the ways in which tables tell one."""
    stated = _signed(claim)
    rate = (new.bounds / old.bounds).plus(-1.0).times(100.0)
    if claim.figure.unit == "percent" and new.figure.unit != "percent":
        return stated.meets(rate.times(-1.0))
    gap = new.bounds - old.bounds
    if _as_printed(claim).meets(rate) or _as_printed(claim).meets(rate.times(-1.0)):
        return True
    return any(stated.meets(b.times(f)) for b in (gap, rate) for f in (1.0, -1.0, 100.0, -100.0))


def _as_printed(claim: Item) -> Bounds:
    """A cell's digits alone, whatever unit and scale its row has: a percentage in a row of amounts."""
    scale = scale_of(claim.figure)
    ends = sorted((abs(claim.bounds.low), abs(claim.bounds.high)))
    return Bounds(ends[0], ends[1]).times(1.0 / scale)


def _shares(grid: Grid, claims: Mapping[int, Item], column: int) -> _Reading:
    """Every row of a share column as its part of the total of another column."""
    whole = _whole(grid, claims, column)
    if whole is None:
        return _Reading(())
    found = (_row_share(grid, claim, row, column, whole) for row, claim in claims.items())
    return _Reading(tuple(c for c in found if c is not None))


def _whole(grid: Grid, claims: Mapping[int, Item], column: int) -> Item | None:
    """The total of a column: the row of a hundred per cent, or the row called total."""
    rows = [r for r, c in claims.items() if c.value == 100.0] or [
        r for r in grid.rows() if is_total_label(grid.labels[r])
    ]
    found = [grid.items[r, column] for r in rows if (r, column) in grid.items]
    return found[-1] if found and found[-1].value > 0 and found[-1].kind is Kind.VALUE else None


def _row_share(grid: Grid, claim: Item, row: int, column: int, whole: Item) -> Check | None:
    part = grid.items.get((row, column))
    if part is None or part is whole or part.figure.unit != whole.figure.unit or part.value <= 0:
        return None
    # Printed shares are often nudged by a unit of their last digit so that they come to a hundred.
    nudged = Bounds(claim.bounds.low - claim.bounds.half, claim.bounds.high + claim.bounds.half)
    return share_check(replace(claim, bounds=nudged), part, whole)

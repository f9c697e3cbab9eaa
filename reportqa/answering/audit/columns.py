"""Total and average rows of tables against the rows above them.

A table's structure is not trusted before it has shown itself: what a total row adds up is told by the columns that come
out, and a column that does not is then a fault. A table of one column must call its total plainly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportqa.answering.audit.bounds import Bounds, telling_digits
from reportqa.answering.audit.grids import Grid
from reportqa.answering.audit.items import Item, Kind
from reportqa.answering.audit.totals import Whole, average_check

__all__ = ["is_total_label", "table_averages", "table_wholes"]

_TOTAL = re.compile(
    r"^(?:grand |sub-?)?totals?\b|\btotals?$|^sum\b|^overall$|^all\b|^(?:whole|entire)\b|^combined$|合计|总计", re.I
)
_PLAIN = re.compile(
    r"^(?:(?:grand|global|overall|world|network|group|company|national|combined) )?totals?$|^sum$|合计|总计", re.I
)
_AVERAGE_ROW = re.compile(r"^(?:average|mean|avg)\b|\b(?:average|mean)$|平均", re.I)
_PART_OF_PART = re.compile(r"^(?:-\s*)?(?:of which|thereof|including|incl\b|memo|o/w)", re.I)
_AVERAGED = re.compile(
    r"\b(?:average|avg|mean|median|rate|price|margin|index|score|rank|per|change|growth|share|ratio|yield|age|year)\b|%|out of",
    re.I,
)
_MOST_OFF = 0.25
_TELLING_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total cell with the cells that may make it up."""

    total: Item
    parts: tuple[Item, ...]

    @property
    def fits(self) -> bool:
        return self.total.bounds.meets(Bounds.total(p.bounds for p in self.parts))

    @property
    def telling(self) -> bool:
        """Whether a sum that comes out is more than chance."""
        return telling_digits(self.total.figure) >= _TELLING_DIGITS or len(self.parts) > 2

    @property
    def off(self) -> float:
        total = abs(self.total.value) or 1.0
        return abs(sum(p.value for p in self.parts) - self.total.value) / total


def is_total_label(label: str) -> bool:
    """Whether a row's label says that the row is a total."""
    return bool(_TOTAL.search(label))


def table_wholes(grid: Grid) -> Iterator[Whole]:
    """Every total cell with the cells above that make it up; `told` where a sum that does not come out is a fault."""
    rows = list(grid.rows())
    for row in rows:
        if not grid.filled(row):
            continue
        label = grid.labels[row]
        if is_total_label(label) or not label or row == rows[-1]:
            yield from _chosen([_sums(grid, row, above) for above in _stretches(grid, row)], label, grid)


def table_averages(grid: Grid) -> Iterator[Whole]:
    """Every cell of an average row with the plain cells above it; a mean that does not come out is a fault only where
    another column's does (an average may be weighted)."""
    rows = [r for r in grid.rows() if grid.filled(r)]
    for row in (r for r in rows if _AVERAGE_ROW.search(grid.labels[r])):
        above = [r for r in rows if r < row and not is_total_label(grid.labels[r]) and grid.labels[r]]
        found = []
        for column in range(len(grid.headers)):
            mean = grid.items.get((row, column))
            parts = [grid.items[r, column] for r in above if (r, column) in grid.items]
            if mean is not None and len(parts) == len(above) >= 2 and len({i.figure.unit for i in (mean, *parts)}) == 1:
                found.append(Whole(mean, tuple(parts), False))
        fitting = [w for w in found if average_check(w) is not None]
        proved = 2 * len(fitting) > len(found)
        yield from (Whole(w.total, w.parts, proved) for w in found)


def _stretches(grid: Grid, row: int) -> Iterator[tuple[int, ...]]:
    """The rows that a total may add up, the likeliest first: since the last total or section, all plain rows, the totals."""
    above = [r for r in grid.rows() if r < row and not _PART_OF_PART.search(grid.labels[r])]
    totals = [r for r in above if is_total_label(grid.labels[r]) or not grid.labels[r]]
    sections = [r for r in above if not grid.filled(r)]
    start = max([*totals, *sections], default=-1)
    plain = [r for r in above if r not in totals and grid.filled(r)]
    options = (
        tuple(r for r in plain if r > start),
        tuple(plain),
        tuple(totals),
        tuple(r for r in above if grid.filled(r) and r >= max(totals, default=row)),
    )
    yield from dict.fromkeys(o for o in options if len(o) >= 2)


def _sums(grid: Grid, row: int, above: Sequence[int]) -> list[_Sum]:
    """The columns of a total row that are sums by their kind: amounts in one unit, none larger than its total."""
    out = []
    for column, header in enumerate(grid.headers):
        total = grid.items.get((row, column))
        parts = [grid.items[r, column] for r in above if (r, column) in grid.items]
        if total is None or len(parts) < 2:
            continue
        # Shares add up as well, where their total says that it is all of them.
        shared = total.figure.unit == "percent" and total.value == 100.0
        if not shared and (total.kind is not Kind.VALUE or _AVERAGED.search(header)):
            continue
        unit = total.figure.unit
        same = all(p.figure.unit == unit and (shared or p.kind is Kind.VALUE) for p in parts)
        if same and "/" not in unit and abs(total.value) >= max(p.value for p in parts):
            out.append(_Sum(total, tuple(parts)))
    return out


def _chosen(options: Sequence[list[_Sum]], label: str, grid: Grid) -> Iterator[Whole]:
    """The stretch that most columns come out of."""
    best = max(options, key=lambda sums: sum(s.fits for s in sums), default=[])
    fitting = [s for s in best if s.fits]
    proved = any(s.telling for s in fitting) and 2 * len(fitting) >= len(best)
    named = is_total_label(label)
    for found in best:
        if found.fits and (named or found.telling):
            yield Whole(found.total, found.parts, True)
        elif not found.fits and found.off <= _MOST_OFF and _whole_column(found, grid):
            sole = len(best) == 1 and bool(_PLAIN.search(label)) and all(p.value > 0 for p in found.parts)
            if (proved and named) or sole or (proved and len(fitting) >= 2):
                yield Whole(found.total, found.parts, True)


def _whole_column(found: _Sum, grid: Grid) -> bool:
    """Whether every row of the stretch has its number: what is missing may be what a sum lacks."""
    column = found.total.figure.column
    rows = [p.figure.row for p in found.parts]
    return all((r, column) in grid.items or not grid.filled(r) for r in range(min(rows), max(rows) + 1))

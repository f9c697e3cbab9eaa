"""Grids of cells → Tables."""

from __future__ import annotations

from collections.abc import Sequence

from reportqa.reading.headers import header_shape
from reportqa.types import Cell, Table

__all__ = ["make_table"]


def make_table(
    cells: Sequence[Sequence[Cell]],
    name: str,
    title: str = "",
    *,
    units: tuple[str, ...] = (),
    notes: str = "",
    section: str = "",
    page: int | None = None,
) -> Table:
    """A Table of a ragged grid: short rows are filled with empty cells at the end of their last cell."""
    width = max((len(row) for row in cells), default=0)
    full = []
    for r, row in enumerate(cells):
        end = row[-1].end if row else 0
        full.append((*row, *(Cell(r, c, end, end, "") for c in range(len(row), width))))
    rows, columns = header_shape([[c.text for c in row] for row in full])
    starts = [c.start for row in full for c in row] or [0]
    ends = [c.end for row in full for c in row] or [0]
    return Table(name, title, min(starts), max(ends), tuple(full), rows, columns, units, notes, section, page)

"""Where the tables of a sheet stand: a cut at blank rows and columns (the XY cut of page segmentation, Nagy and Seth 1984,
on cells), and a mend where a blank row or column is only a space inside one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportqa.reading.headers import is_data

__all__ = ["Region", "regions"]


@dataclass(frozen=True, slots=True)
class Region:
    """Rows top to bottom - 1 and columns left to right - 1 of a grid."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def is_table(self) -> bool:
        """Whether it is two rows high and two columns wide."""
        return self.right - self.left > 1 and self.bottom - self.top > 1


Texts = Sequence[Sequence[str]]


def regions(grid: Texts) -> list[Region]:
    """The regions of a rectangular grid of texts, from top to bottom, then left to right.

    Blank rows part regions, then blank columns, then blank rows again inside each part. A part that has data where its labels
    should be belongs to its left neighbour; one that goes on without headers of its own belongs to the table above it.
    """
    out: list[Region] = []
    for top, bottom in _runs([any(row) for row in grid]):
        for region in _side_by_side(grid, top, bottom):
            above = out[-1] if out else None
            if above is not None and _goes_on(grid, above, region):
                out[-1] = replace(above, bottom=region.bottom, right=max(above.right, region.right))
            else:
                out.append(region)
    return out


def _side_by_side(grid: Texts, top: int, bottom: int) -> list[Region]:
    """The regions of a band of rows without a blank one."""
    spans: list[tuple[int, int]] = []
    for left, right in _runs([any(grid[r][c] for r in range(top, bottom)) for c in range(len(grid[0]))]):
        first = [grid[r][left] for r in range(top, bottom) if grid[r][left]]
        unlabelled = sum(is_data(t) for t in first) * 2 >= len(first) - 1
        if spans and left - spans[-1][1] == 1 and bottom - top > 1 and unlabelled:
            spans[-1] = (spans[-1][0], right)
        else:
            spans.append((left, right))
    out = []
    for left, right in spans:
        rows = [any(grid[r][left:right]) for r in range(top, bottom)]
        out += [Region(top + a, top + b, left, right) for a, b in _runs(rows)]
    return sorted(out, key=lambda g: (g.top, g.left))


def _goes_on(grid: Texts, above: Region, region: Region) -> bool:
    """Whether a region below one blank row goes on with the table above: as wide, and data before any header."""
    if region.top - above.bottom != 1 or not above.is_table or region.right - region.left < 2:
        return False
    if region.left != above.left or region.right > above.right:
        return False
    rows = [grid[r][region.left + 1 : region.right] for r in range(region.top, region.bottom)]
    first = next((row for row in rows if any(row)), [])
    return any(is_data(text) for text in first)


def _runs(used: Sequence[bool]) -> list[tuple[int, int]]:
    """The stretches of used positions."""
    out: list[tuple[int, int]] = []
    for n, is_used in enumerate(used):
        if is_used and out and n == out[-1][1]:
            out[-1] = (out[-1][0], n + 1)
        elif is_used:
            out.append((n, n + 1))
    return out

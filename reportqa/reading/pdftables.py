"""The tables of a PDF page: those drawn with lines, which pdfplumber finds, and those set with blanks alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from reportqa.reading.assembly import Slot
from reportqa.reading.headers import is_data
from reportqa.reading.pdflayout import Word, joined, rows_of

__all__ = ["PageTable", "lined_tables", "set_tables"]

_MAX_LINES = 4000  # drawn edges on a page, past which it is a chart or a map and no table is looked for
_Row = Sequence[Word]
_Parts = Sequence[Sequence[Word]]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with its place on the page, in points."""

    grid: tuple[tuple[Slot, ...], ...]
    top: float
    bottom: float


def lined_tables(page: Any, words: Sequence[Word]) -> tuple[list[PageTable], list[Word]]:
    """The tables that lines draw, and the words outside them."""
    if len(page.rects) + len(page.lines) + len(page.curves) > _MAX_LINES:
        return [], list(words)
    out: list[PageTable] = []
    rest = list(words)
    for found in page.find_tables():
        inside = [w for w in rest if _within(w, found.bbox)]
        grid = _lined_grid(found.cells, inside)
        if _is_table(grid) and not _rows_without_lines(found.cells, inside):
            out.append(PageTable(grid, found.bbox[1], found.bbox[3]))
            taken = set(map(id, inside))
            rest = [w for w in rest if id(w) not in taken]
    return out, rest


def _within(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lined_grid(
    cells: Sequence[tuple[float, float, float, float]], words: Sequence[Word]
) -> tuple[tuple[Slot, ...], ...]:
    """The grid of drawn cells; a cell that spans several rows or columns is the origin of those it covers."""
    xs = _edges([v for c in cells for v in (c[0], c[2])])
    ys = _edges([v for c in cells for v in (c[1], c[3])])
    grid = [[Slot() for _ in xs[1:]] for _ in ys[1:]]
    for box in sorted(cells, key=lambda c: (c[1], c[0])):
        rows = [n for n in range(len(ys) - 1) if box[1] <= (ys[n] + ys[n + 1]) / 2 <= box[3]]
        across = [n for n in range(len(xs) - 1) if box[0] <= (xs[n] + xs[n + 1]) / 2 <= box[2]]
        for r in rows:
            for c in across:
                grid[r][c] = Slot(origin=(rows[0], across[0]))
        if rows and across:
            held = rows_of([w for w in words if _within(w, box)])
            grid[rows[0]][across[0]] = Slot(" ".join(joined(row) for row in held))
    kept = [r for r, row in enumerate(grid) if any(s.text or s.origin for s in row)]
    places = {old: new for new, old in enumerate(kept)}
    return tuple(tuple(_moved(s, places) for s in grid[r]) for r in kept)


def _moved(slot: Slot, places: dict[int, int]) -> Slot:
    if slot.origin is None:
        return slot
    return Slot(origin=(places[slot.origin[0]], slot.origin[1])) if slot.origin[0] in places else Slot()


def _edges(values: Sequence[float]) -> list[float]:
    """Sorted edges, those within two points of each other as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > 2:
            out.append(value)
    return out


def _is_table(grid: Sequence[Sequence[Slot]]) -> bool:
    """Two rows and columns with words in two cells of five: a frame around text or a chart's grid is none."""
    own = [s for row in grid for s in row if s.origin is None]
    filled = sum(bool(s.text) for s in own)
    columns = sum(any(row[c].text for row in grid) for c in range(len(grid[0]))) if grid else 0
    rows = sum(any(s.text for s in row) for row in grid)
    if rows == 1 and columns > 2 and filled == len(own):
        # The last row of a table that goes on over a page end; alone it becomes a paragraph again.
        return True
    return rows > 1 and columns > 1 and filled * 5 >= 2 * len(own) and all(len(s.text) < 1500 for s in own)


def _rows_without_lines(cells: Sequence[tuple[float, float, float, float]], words: Sequence[Word]) -> bool:
    """Whether drawn cells hold whole columns of numbers, a line each: then only some of the table's lines are drawn."""
    stacked = 0
    for box in cells:
        held = rows_of([w for w in words if _within(w, box)])
        stacked += len(held) > 2 and sum(is_data(joined(row)) for row in held) > 0.6 * len(held)
    return stacked > 0


def set_tables(rows: Sequence[_Row]) -> list[tuple[int, int, PageTable]]:
    """(first row, last row + 1, table) of the tables in a region that are set with blanks: rows of parts far apart, numbers to the right."""
    parts = [_parts(row) for row in rows]
    out: list[tuple[int, int, PageTable]] = []
    n = 0
    while n < len(rows):
        last = _run(rows, parts, n)
        table = _set_table(rows[n:last], parts[n:last]) if last - n > 1 else None
        if table is not None:
            first = _with_headers_above(rows, parts, n, last, out[-1][1] if out else 0)
            wider = _set_table(rows[first:last], parts[first:last]) or table
            out.append((first, last, wider))
        n = max(last, n + 1) if table is not None else n + 1
    return out


def _with_headers_above(rows: Sequence[_Row], parts: Sequence[_Parts], first: int, last: int, floor: int) -> int:
    """The first row of a table with the rows of one part above it that are its headers ("Years ended", "(in millions)").

    They stand as close as the table's own rows, over its columns or at its left edge, and in few words.
    """
    pitch = _pitch(rows[first:last])
    left, right = min(r[0].x0 for r in rows[first:last]), max(r[-1].x1 for r in rows[first:last])
    labels = max((p[0][-1].x1 for p in parts[first:last] if len(p) > 1), default=left)
    while first > floor and first > 0:
        row = rows[first - 1]
        near = rows[first][0].top - row[0].top < 1.3 * pitch
        inside = (row[0].x0 > left + 2 and row[-1].x1 > labels) or (abs(row[0].x0 - left) < 2 and row[-1].x1 < labels)
        if not near or not inside or row[-1].x1 > right + 2 or len(row) > 9 or joined(row).endswith((".", "。")):
            break
        first -= 1
    return first


def _pitch(rows: Sequence[_Row]) -> float:
    """The usual distance of a row from the one above it."""
    return median(b[0].top - a[0].top for a, b in pairwise(rows)) if len(rows) > 1 else 0.0


def _parts(row: _Row) -> list[list[Word]]:
    """A row cut where the blank is wider than its letters are high; a currency sign stays with its number."""
    out: list[list[Word]] = []
    for word in row:
        near = out and (
            word.x0 - out[-1][-1].x1 < 0.9 * word.size or (out[-1][-1].text in "$€£¥" and word.x0 - out[-1][-1].x1 < 40)
        )
        if near:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _run(rows: Sequence[_Row], parts: Sequence[_Parts], first: int) -> int:
    """Where the run of rows that may be one table ends: rows of several parts, between them at most two short rows of one part."""
    if len(parts[first]) < 2:
        return first
    last = first + 1
    for n in range(first + 1, len(rows)):
        gap = min(w.top for w in rows[n]) - max(w.bottom for w in rows[n - 1])
        if gap > 2.5 * rows[n][0].size or n - last > 2:
            break
        if len(parts[n]) > 1:
            last = n + 1
        elif len(rows[n]) > 12:
            break
    return last


def _set_table(rows: Sequence[_Row], parts: Sequence[_Parts]) -> PageTable | None:
    """The table of a run of rows, or None where its parts are no columns with numbers."""
    data = [p for p in parts if len(p) > 1 and any(_is_number(joined(part)) for part in p[1:])]
    cells = [joined(part) for p in parts for part in p[1:]]
    if len(data) < 2 or sum(_is_number(c) for c in cells) * 2 < len(cells) or not any(is_data(c) for c in cells):
        return None
    spans = _column_spans([part for p in data for part in p])
    if len(spans) < 2:
        return None
    grid = [_spread(p, spans, r) for r, p in enumerate(parts)]
    top, bottom = min(w.top for w in rows[0]), max(w.bottom for w in rows[-1])
    return PageTable(tuple(grid), top, bottom)


def _is_number(text: str) -> bool:
    """Whether a cell holds data, a year, or the dash that stands for none."""
    return is_data(text) or re.fullmatch(r"\W*(?:(?:19|20)\d\d)?\W*", text) is not None


def _column_spans(parts: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    """The columns as the unions of parts that overlap."""
    out: list[tuple[float, float]] = []
    for x0, x1 in sorted((p[0].x0, p[-1].x1) for p in parts):
        if out and x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _spread(parts: Sequence[Sequence[Word]], spans: Sequence[tuple[float, float]], r: int) -> tuple[Slot, ...]:
    """The parts of a row in their columns; one that lies over several covers them."""
    row = [Slot() for _ in spans]
    for part in parts:
        x0, x1 = part[0].x0, part[-1].x1
        # A header wider than its numbers juts out over the labels: only what lies well over a column counts.
        over = [n for n, (a, b) in enumerate(spans) if min(b, x1) - max(a, x0) > 0.3 * min(b - a, x1 - x0)]
        under = [n for n, (_, b) in enumerate(spans) if n and abs(b - x1) < 3 and x0 > spans[0][0] + 2]
        over = under[:1] if len(over) < 2 and under else over
        middle = (x0 + x1) / 2
        over = over or [min(range(len(spans)), key=lambda n: abs((spans[n][0] + spans[n][1]) / 2 - middle))]
        first = over[0]
        words = f"{row[first].text} {joined(part)}".strip() if row[first].origin is None else joined(part)
        row[first] = Slot(words)
        for n in over[1:]:
            row[n] = Slot(origin=(r, first))
    return tuple(row)

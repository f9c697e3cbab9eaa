"""A Word table → a grid, with its merged cells spread out."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from reportqa.reading.assembly import MAX_ROWS, Slot
from reportqa.reading.wordtext import paragraph_text

__all__ = ["table_grid"]

_MAX_SPAN = 200


def table_grid(table: Any) -> list[list[Slot]]:
    """The grid of a w:tbl. A cell that a vertical or horizontal merge covers names its origin; a table inside a cell is words."""
    rows: list[list[Slot]] = []
    for r, row in enumerate(table.findall(qn("w:tr"))[: MAX_ROWS + 1]):
        slots = [Slot() for _ in range(_number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0))]
        for cell in _own_cells(row):
            slots += _cell_slots(cell, r, len(slots), rows)
        rows.append(slots)
    width = max((len(row) for row in rows), default=0)
    return [[*row, *(Slot() for _ in range(width - len(row)))] for row in rows]


def _own_cells(row: Any) -> list[Any]:
    """The cells of a row, those inside a content control too, but none of a table inside a cell."""
    out: list[Any] = []
    for child in row:
        if child.tag == qn("w:tc"):
            out.append(child)
        elif child.tag == qn("w:sdt"):
            out += child.findall(f"{qn('w:sdtContent')}/{qn('w:tc')}")
    return out


def _cell_slots(cell: Any, r: int, c: int, above: list[list[Slot]]) -> list[Slot]:
    """The slots that one w:tc fills."""
    properties = cell.find(qn("w:tcPr"))
    across = min(_number(properties.find(qn("w:gridSpan")) if properties is not None else None, 1), _MAX_SPAN)
    merge = properties.find(qn("w:vMerge")) if properties is not None else None
    if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and above and c < len(above[-1]):
        origin = above[-1][c].origin or (r - 1, c)
        return [Slot(origin=origin)] * across
    words = " ".join(paragraph_text(p) for p in cell.iter(qn("w:p")))
    return [Slot(" ".join(words.split())), *[Slot(origin=(r, c))] * (across - 1)]


def _number(element: Any, default: int) -> int:
    value = element.get(qn("w:val")) if element is not None else None
    return int(value) if value is not None and value.isdigit() else default

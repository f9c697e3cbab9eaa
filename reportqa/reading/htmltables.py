"""A <table> → a grid, with its merged cells spread out."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from reportqa.reading.assembly import MAX_ROWS, Slot
from reportqa.reading.htmltext import inline_text

__all__ = ["is_data_table", "table_grid"]

_MAX_SPAN = 200


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table: its head first, its foot last, wherever they are written; none of a table inside it."""
    groups: dict[str, list[HtmlElement]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        if child.tag == "tr":
            groups["tbody"].append(child)
        elif child.tag in groups:
            groups[child.tag] += [r for r in child if r.tag == "tr"]
    return groups["thead"] + groups["tbody"] + groups["tfoot"]


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds data and is not there to lay a page out: two rows and columns, no table or article inside."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return False
    rows = _rows(table)
    wide = [r for r in rows if sum(c.tag in ("td", "th") for c in r) > 1]
    if len(rows) < 2 or not wide:
        return False
    lengths = sorted(len(c.text_content()) for r in rows for c in r if c.tag in ("td", "th"))
    return lengths[len(lengths) // 2] < 200 and table.find(".//h1") is None


def table_grid(table: HtmlElement) -> list[list[Slot]]:
    """The grid of a table of data; a cell that spans rows or columns is named as the origin of those it covers."""
    taken: dict[tuple[int, int], Slot] = {}
    rows = _rows(table)[: MAX_ROWS + 1]
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (r, c) in taken:
                c += 1
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - r)
            across = max(_span(cell, "colspan"), 1)
            for i in range(down):
                for j in range(across):
                    taken[r + i, c + j] = Slot(origin=(r, c))
            taken[r, c] = Slot(inline_text(cell))
            c += across
    width = max((c for _, c in taken), default=-1) + 1
    return [[taken.get((r, c), Slot()) for c in range(width)] for r in range(len(rows))]


def _span(cell: HtmlElement, name: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "1")
    return min(int(found[1]), _MAX_SPAN) if found else 1

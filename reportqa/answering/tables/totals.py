"""Which rows of a table are sums of the rows above them: found in the numbers, whatever the rows are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportqa.answering.tables.cells import CellNumber

__all__ = ["parts_of_totals"]

_MOST = 25
"""Rows that a total is tried over at most."""


def parts_of_totals(rows: Sequence[Mapping[int, CellNumber]], named: Sequence[bool]) -> dict[int, tuple[int, ...]]:
    """Each row that adds up the rows above it → those rows, nearest run first; a subtotal counts once, without its parts.

    `rows[i]` holds the numbers of row i by column; `named[i]` says that it calls itself a total. A sum of two rows in one
    column alone may be chance: it counts only where the row is named a total. The tolerance is half a unit of the last
    digit for each number.
    """
    found: dict[int, tuple[int, ...]] = {}
    for i, row in enumerate(rows):
        if any(n.percent for n in row.values()) or not any(n.value for n in row.values()):
            continue
        run: list[int] = []
        j = i - 1
        while j >= 0 and len(run) < _MOST and rows[j] and not any(n.percent for n in rows[j].values()):
            run.append(j)
            if len(run) >= 2 and _adds_up(row, [rows[k] for k in run], named[i]):
                found[i] = tuple(reversed(run))
                break
            j = min(found[j]) - 1 if j in found else j - 1
    return found


def _adds_up(total: Mapping[int, CellNumber], parts: Sequence[Mapping[int, CellNumber]], named: bool) -> bool:
    columns = [c for c in total if any(c in p for p in parts)]
    checked = 0
    for c in columns:
        values = [p[c] for p in parts if c in p]
        digits = max(n.decimals for n in (*values, total[c]))
        if abs(sum(n.value for n in values) - total[c].value) > 0.5001 * 10.0**-digits * (len(values) + 1):
            return False
        checked += bool(total[c].value) and sum(bool(n.value) for n in values) >= 2
    return checked >= 2 or (checked == 1 and (named or len(parts) >= 4))

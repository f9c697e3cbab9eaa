"""Every answer a table could give to the readings of a question: an operation over chosen cells, not yet judged."""

from __future__ import annotations

from collections.abc import Sequence

from reportqa.answering.tables import lists, sums
from reportqa.answering.tables.question import Op, Reading
from reportqa.answering.tables.view import Candidate, Chosen, TableView, Vector

__all__ = ["GROUP_FEATURES", "Candidate", "Chosen", "TableView", "candidates"]

GROUP_FEATURES = ("side asked", "side recall", "section asked", "table asked", "along rows", "size", "first column")

_MAKERS = {
    Op.LOOKUP: sums.lookups, Op.DIFFERENCE: sums.changes, Op.CHANGE: sums.changes, Op.AVERAGE: sums.spreads, Op.SUM: sums.spreads,
    Op.RATIO: sums.pairs, Op.SHARE: sums.pairs, Op.PEAK_PERIOD: lists.peak_periods, Op.PEAK_ROW: lists.peak_rows,
    Op.FILTER_PERIODS: lists.fitting_periods, Op.COUNT_PERIODS: lists.fitting_periods, Op.FILTER_ROWS: lists.fitting_rows,
    Op.COUNT_ROWS: lists.fitting_rows, Op.LIST_PERIODS: lists.period_lists, Op.LIST_ROWS: lists.row_lists,
    Op.COUNT_LIST: lists.row_lists,
}  # fmt: skip


def candidates(view: TableView, readings: Sequence[Reading], query: Vector | None = None) -> list[Candidate]:
    """Every candidate of one table for the readings of one question."""
    out: list[Candidate] = []
    for reading in readings:
        out += _MAKERS[reading.op](view, reading, query)
    return out

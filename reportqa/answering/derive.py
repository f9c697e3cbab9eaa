"""Arithmetic over figures: which operation a question asks for, and who works it out.

Units are carried through by pint (`reportqa.figures.units`); what does not fit is refused by returning no draft. Every
operand is a figure, or a number that the question itself gives.
"""

from __future__ import annotations

from collections.abc import Callable

from reportqa.answering.changes import before_growth, change, difference, ratio
from reportqa.answering.groups import average, total
from reportqa.answering.operands import best, subquery
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.rates import convert_interval, product_of, rate_of
from reportqa.answering.shares import margin, share
from reportqa.answering.wording import amount
from reportqa.answering.working import Term, worked
from reportqa.errors import UnitError
from reportqa.indexing.snapshot import Snapshot

__all__ = ["derive"]


def derive(query: Query, snapshot: Snapshot) -> Draft | None:
    """The draft that works out what a question asks for; None where it asks for no arithmetic or an operand is missing."""
    if query.unknown:
        return None
    try:
        if query.operation is not Operation.NONE:
            maker = _MAKERS.get(query.operation)
            return maker(query, snapshot) if maker else None
        return margin(query, snapshot) or rate_of(query, snapshot) or convert_interval(query, snapshot)
    except (UnitError, ZeroDivisionError):
        return None


def _midpoint(query: Query, snapshot: Snapshot) -> Draft | None:
    ranges = best(subquery(query, snapshot, forecast=True), snapshot)
    plain = best(subquery(query, snapshot), snapshot)
    figure = next((f for f in (ranges, plain) if f is not None and f.low is not None and f.high is not None), None)
    if figure is None or figure.low is None or figure.high is None:
        return None
    low, high = (amount(x, "percent" if figure.unit == "percent" else "") for x in (figure.low, figure.high))
    terms: list[Term | str] = ["(", Term(low), " + ", Term(high, figure), ") / 2"]
    return worked(Operation.MIDPOINT, terms, (figure.low + figure.high) / 2, figure.unit, (figure,), "The midpoint is")


_MAKERS: dict[Operation, Callable[[Query, Snapshot], Draft | None]] = {
    Operation.DIFFERENCE: difference, Operation.CHANGE: change, Operation.RATIO: ratio, Operation.SHARE: share,
    Operation.SUM: total, Operation.AVERAGE: average, Operation.MIDPOINT: _midpoint, Operation.PRODUCT: product_of,
    Operation.PROJECT_BACK: before_growth,
}  # fmt: skip

"""Arithmetic over figures: which operation a question asks for, and who works it out.

Units are carried through by pint (`reportqa.figures.units`); what does not fit is refused by returning no draft. Every
operand is a figure, or a number that the question itself gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reportqa.answering.arithmetic.changes import change, difference, ratio
from reportqa.answering.arithmetic.complements import left_out, share_of_others
from reportqa.answering.arithmetic.groups import average, total
from reportqa.answering.arithmetic.intervals import convert_interval, wants_conversion
from reportqa.answering.arithmetic.operands import best, subquery
from reportqa.answering.arithmetic.perhead import asks_rate, rate_of
from reportqa.answering.arithmetic.products import interest_of, paid_by_all, priced_together
from reportqa.answering.arithmetic.projections import after_growth, asks_what_if, before_growth
from reportqa.answering.arithmetic.rates import amount_over, cost_over, product_of
from reportqa.answering.arithmetic.remainders import asks_rest, rest_of
from reportqa.answering.arithmetic.shares import asks_for_rest, gives_part, margin, share
from reportqa.answering.arithmetic.working import Term, worked
from reportqa.answering.kept import once_a_query
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.wording import amount
from reportqa.errors import UnitError
from reportqa.indexing.snapshot import Snapshot

__all__ = ["derive", "must_be_worked"]


@once_a_query
def derive(query: Query, snapshot: Snapshot) -> Draft | None:
    """The draft that works out what a question asks for; None where it asks for no arithmetic or an operand is missing."""
    if query.unknown:
        return None
    try:
        return _derived(query, snapshot)
    except (UnitError, ZeroDivisionError):
        return None


def _derived(query: Query, snapshot: Snapshot) -> Draft | None:
    if asks_what_if(query) and query.operation is not Operation.PROJECT_BACK:
        return after_growth(query, snapshot)
    if asks_rest(query) and query.operation is not Operation.SHARE:
        return rest_of(query, snapshot)
    if left_out(query, snapshot):
        return share_of_others(query, snapshot)
    if query.operation is Operation.SHARE and _BY_PERCENT.match(query.text):
        # "By what percentage did the herd shrink" names no whole: it asks for a change, whatever its verb.
        query = replace(query, operation=Operation.CHANGE)
    maker = _MAKERS.get(query.operation)
    made = maker(query, snapshot) if maker else None
    if made is None and query.operation is Operation.SUM:
        made = paid_by_all(query, snapshot) or (convert_interval(query, snapshot) if wants_conversion(query) else None)
    if made is None and query.operation in _OPEN:
        # An amount for each of something is not the amount of an interval.
        makers = [m for m in _UNASKED if m is not convert_interval or not asks_rate(query, snapshot)]
        made = next((d for make in makers if (d := make(query, snapshot))), None)
    return made


def must_be_worked(query: Query, snapshot: Snapshot) -> bool:
    """Whether a question asks for what no figure states by itself, so that none may stand in for it: an amount for each of
    something or at a rate, what is left of a whole, what a growth would lead to, an amount carried over to another interval."""
    if query.operation is Operation.PROJECT_BACK:
        return False
    if asks_what_if(query) or asks_rest(query) or wants_conversion(query):
        return True
    if asks_for_rest(query) or gives_part(query) or left_out(query, snapshot):
        return True
    if query.operation not in _OPEN:
        return False
    return asks_rate(query, snapshot) or amount_over(query, snapshot) is not None


def _midpoint(query: Query, snapshot: Snapshot) -> Draft | None:
    ranges = best(subquery(query, snapshot, forecast=True), snapshot)
    plain = best(subquery(query, snapshot), snapshot)
    figure = next((f for f in (ranges, plain) if f is not None and f.low is not None and f.high is not None), None)
    if figure is None or figure.low is None or figure.high is None:
        return None
    low, high = (amount(x, "percent" if figure.unit == "percent" else "") for x in (figure.low, figure.high))
    terms: list[Term | str] = ["(", Term(low), " + ", Term(high, figure), ") / 2"]
    return worked(Operation.MIDPOINT, terms, (figure.low + figure.high) / 2, figure.unit, (figure,), "The midpoint is")


_BY_PERCENT = re.compile(r"(?:and |so )?by (?:what|which|how many|how much of a) per ?cent(?:age)?\b", re.I)
# What no word of the question names, in the order of how clear it is.
_UNASKED: tuple[Callable[[Query, Snapshot], Draft | None], ...] = (
    margin, rate_of, interest_of, priced_together, paid_by_all, cost_over, amount_over, convert_interval,
)  # fmt: skip
# What a question may ask for beside a rate, which words of price and number do not tell from it.
_OPEN = frozenset([Operation.NONE, Operation.PRODUCT, Operation.AVERAGE])

_MAKERS: dict[Operation, Callable[[Query, Snapshot], Draft | None]] = {
    Operation.DIFFERENCE: difference, Operation.CHANGE: change, Operation.RATIO: ratio, Operation.SHARE: share,
    Operation.SUM: total, Operation.AVERAGE: average, Operation.MIDPOINT: _midpoint, Operation.PRODUCT: product_of,
    Operation.PROJECT_BACK: before_growth,
}  # fmt: skip

"""Money that a sentence lets a reader work out: a quantity and its price, or a sum and its rate of interest, told together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportqa.answering.arithmetic.intervals import interval_of
from reportqa.answering.arithmetic.operands import subquery
from reportqa.answering.arithmetic.working import Term, measured, worked
from reportqa.answering.match import ACCEPTED, ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import bare, time_units
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures.names import canonical_name
from reportqa.figures.units import combine, compatible, is_currency, is_money, singular
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["interest_of", "paid_by_all", "priced_together"]

_COSTS = re.compile(r"\bcosts?\b|\bpays?\b|\bpaid\b|\bspend(?:s|ing)?\b|\bspent\b", re.I)
_TOGETHER = re.compile(r"\b(?:all|every|together|altogether|combined|in total|jointly)\b", re.I)
_INTEREST = re.compile(r"\binterest\b|\bcoupons?\b", re.I)
_RATES = stems("coupon interest rate")
# What a quantity measured in a unit is a quantity of, and what the form of such a question says beside it.
_MATTER = {
    "watt_hour": stems("electricity power energy current"),
    "liter": stems("water fuel oil diesel petrol milk"),
    "tonne": stems("fuel oil coal gas steel grain"),
}
_FORM = stems(
    "cost costs pay pays paid price charge spend spent much year annual yearly interest coupon money amount single"
)


def priced_together(query: Query, snapshot: Snapshot) -> Draft | None:
    """Quantity × price where one sentence tells both: "a crossing uses 480 kWh, and pays NOK 0.92 per kWh for it".

    The sentence must hold every word of the question that is neither of cost nor the matter that the unit measures.
    """
    if query.unit not in ("price", "money") or not _COSTS.search(query.text):
        return None
    found = [(q, p) for q, p in _pairs(query, snapshot) if _tells(query, q)]
    if len({q.quote for q, _ in found}) != 1 or len(found) != 1:
        return None
    quantity, price = found[0]
    value, unit = combine((quantity.value, quantity.unit), (price.value, price.unit), "*")
    if not is_money(unit):
        return None
    terms: list[Term | str] = [measured(quantity), " × ", Term(" ".join(price.text.split()), price)]
    return worked(Operation.PRODUCT, terms, value, unit, (quantity, price), "The cost is")


def paid_by_all(query: Query, snapshot: Snapshot) -> Draft | None:
    """What all that a figure counts pay together: so many of one owner × the price that its own price list gives for one.

    The question must name who pays by the noun that the figure counts, the price be of the same owner and, where the
    question names an interval, for it.
    """
    if query.unit not in ("price", "money") or not (_COSTS.search(query.text) and _TOGETHER.search(query.text)):
        return None
    said = {singular(w) for w in re.findall(r"[a-z]+", query.text.lower())}
    base = subquery(query, snapshot, frequency="")
    units = [u for u in vocabulary(snapshot).units if u in said and not is_currency(u) and u not in RATES]
    payers = [f for u in units for f in _answers(replace(base, unit=u), snapshot)]
    for payer in payers:
        for price in _answers(replace(base, unit="price", words=("price", "cost")), snapshot):
            top, *under = price.unit.split(" / ")
            per = [u for u in under if u != payer.unit]
            interval = price.frequency or next((u for u in per if u in time_units()), "")
            owned = canonical_name(price.subject) == canonical_name(payer.subject) != ""
            if not owned or [u for u in per if u != interval] or price.document != payer.document:
                continue
            if not interval or (query.frequency and query.frequency != interval):
                continue
            terms: list[Term | str] = [measured(payer), " × ", measured(price)]
            value = payer.value * price.value
            return worked(Operation.PRODUCT, terms, value, f"{top} / {interval}", (payer, price), "Together that is")
    return None


def _answers(query: Query, snapshot: Snapshot) -> list[Figure]:
    """The figures that fit a query as an answer must, exact ones only."""
    return [m.figure for m in ranked(query, snapshot) if m.score >= ACCEPTED and m.figure.low is None]


def _pairs(query: Query, snapshot: Snapshot) -> Iterator[tuple[Figure, Figure]]:
    """The quantities and the prices for their unit that stand in one sentence."""
    inside = [snapshot.figures[r] for r in snapshot.rows_within(query.within)[2]]
    prices = [f for f in inside if " / " in f.unit and is_money(f.unit) and f.table < 0 and f.low is None]
    for price in prices:
        under = [u for u in price.unit.split(" / ")[1:] if u not in time_units()]
        for figure in inside:
            beside = figure.document == price.document and figure.quote == price.quote and figure.id != price.id
            if beside and figure.low is None and figure.unit and any(compatible(figure.unit, u) for u in under):
                yield figure, price


def _tells(query: Query, quantity: Figure) -> bool:
    matter = next((w for u, w in _MATTER.items() if compatible(quantity.unit, u)), stems(quantity.unit))
    asked = {stem(w) for w in content_words(query.text)} - _FORM
    if not asked & matter and stem(quantity.unit) not in asked:
        return False
    return asked - matter <= stems(f"{quantity.quote} {' '.join(quantity.heading)}")


def interest_of(query: Query, snapshot: Snapshot) -> Draft | None:
    """The interest of a year: sum × rate, where one sentence tells both and the question names it by its words."""
    if not _INTEREST.search(query.text) or interval_of(query) != "year" or "%" in query.text:
        return None
    inside = [snapshot.figures[r] for r in snapshot.rows_within(query.within)[2]]
    rates = [f for f in inside if f.unit == "percent" and f.low is None and stems(f.metric) & _RATES]
    found = [(r, s) for r in rates if (s := _sum_of(r, inside)) is not None and _names(query, r)]
    if len(found) != 1:
        return None
    rate, amount = found[0]
    value = amount.value * rate.value / 100
    terms: list[Term | str] = [measured(amount), " × ", Term(bare(rate), rate)]
    return worked(Operation.PRODUCT, terms, value, amount.unit, (amount, rate), "The interest of a year is")


def _sum_of(rate: Figure, figures: list[Figure]) -> Figure | None:
    """The sum of money that a rate of interest is told of: the nearest before it in its sentence."""
    before = [
        f
        for f in figures
        if f.document == rate.document and f.quote == rate.quote and is_currency(f.unit) and f.start < rate.start
    ]
    return max(before, key=lambda f: f.start, default=None)


def _names(query: Query, rate: Figure) -> bool:
    """Whether a sentence holds the question's years and all its words but those of its form."""
    years = set(re.findall(r"\b(?:19|20)\d\d\b", query.text))
    asked = {stem(w) for w in query.words if w.isalpha()} - _FORM - stems("euros dollars euro dollar")
    return all(y in rate.quote for y in years) and asked <= stems(rate.quote)

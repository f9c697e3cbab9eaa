"""Arithmetic with prices: what a quantity costs, and what a sum of money buys."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.answering.arithmetic.given import Given, figure_of, given_in
from reportqa.answering.arithmetic.intervals import interval_of
from reportqa.answering.arithmetic.operands import LEAST, best, precise, subquery
from reportqa.answering.arithmetic.working import Term, measured, worked
from reportqa.answering.evidence import block_at
from reportqa.answering.match import ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import bare, time_units
from reportqa.answering.words import content_words, stem
from reportqa.errors import UnitError
from reportqa.figures.units import PHYSICAL, combine, compatible, convert, is_currency, is_money, singular
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["amount_over", "cost_over", "is_unit_price", "product_of"]

_PAID = frozenset(stem(w) for w in "pay paid cost costs charge people days whole".split())
_FOR_EACH = re.compile(r"\bper (?:(thousand|million) |(?:a |one )?)([a-z]+)$", re.I)
_EACH = re.compile(r"\b(?:per|an?|each|every) ([a-z]+)\b", re.I)
# From this coverage, or this likeness, a figure is of the measure that is asked for.
_TOLD, _MEANT = 0.3, 0.5
_THOUSANDS = {"thousand": "kilo", "million": "mega"}
_FORECAST = re.compile(r"\b(?:forecast|expected|predicted|projected|outlook|by the end of)\b", re.I)


def product_of(query: Query, snapshot: Snapshot) -> Draft | None:
    """What a quantity costs at a price, or how much money buys at it; quantities are the question's own or figures."""
    charged = next((g for g in given_in(query) if " / " in g.unit and is_money(g.unit)), None)
    price = figure_of(charged, query, snapshot) if charged else _price(query, snapshot)
    if price is None or " / " not in price.unit:
        return None
    money, *under = price.unit.split(" / ")
    given = [g for g in given_in(query) if g.unit not in RATES]
    paid = next((g for g in given if g.unit == money), None)
    counted = next((g for g in given if g.unit and _fits(g.unit, under)), None)
    if paid is not None and counted is None and query.unit and _fits(query.unit, under):
        value, unit = combine((paid.value, paid.unit), (price.value, price.unit), "/")
        terms: list[Term | str] = [Term(paid.text), " / ", Term(price.text, price)]
        return worked(Operation.PRODUCT, terms, convert(value, unit, query.unit), query.unit, (price,), "That buys")
    if paid is not None and counted is None:
        return None
    if counted is not None and _is_one(counted, under):
        return None
    if counted is not None:
        others = [g for g in given if g is not counted and g.unit and _fits_all(g.unit, under)]
        return _cost([counted, *others], Term(counted.text), price, query, (price,))
    figure = _quantity(query, price, under, snapshot)
    if figure is None:
        return None
    repeated = Given(bare(figure), figure.value, figure.unit)
    return _cost([repeated], measured(figure), price, query, (figure, price))


def amount_over(query: Query, snapshot: Snapshot) -> Draft | None:
    """What a quantity that the question gives takes at a rate that is no price: 1,000 litres at 3 kWh per litre."""
    given = [g for g in given_in(query) if g.unit and g.unit not in RATES and " / " not in g.unit]
    if len(given) != 1 or is_currency(given[0].unit):
        return None
    quantity = given[0]
    ranks = ranked(subquery(query, snapshot, unit="", frequency=""), snapshot)
    found = [m for m in ranks if m.score >= LEAST and (m.covered >= _TOLD or m.meaning >= _MEANT)]
    figure = precise(found).figure if found else None
    if figure is None or figure.low is not None:
        return None
    top, *under = figure.unit.split(" / ")
    if len(under) != 1 or is_currency(top) or not _fits(quantity.unit, under) or _is_one(quantity, under):
        return None
    value, unit = combine((quantity.value, quantity.unit), (figure.value, figure.unit), "*")
    terms: list[Term | str] = [Term(quantity.text), " × ", measured(figure)]
    return worked(Operation.PRODUCT, terms, value, unit, (figure,), "The amount is")


def _is_one(quantity: Given, under: list[str]) -> bool:
    """Whether a quantity is just what a price is for: 1,000 tokens at a price per 1,000 tokens."""
    return any(_fits(quantity.unit, [u]) and abs(convert(quantity.value, quantity.unit, u) - 1) < 1e-9 for u in under)


def is_unit_price(query: Query, price: Figure) -> bool:
    """Whether a question asks for a price itself: it names no quantity, or just the one that the price is for."""
    counted = [g for g in given_in(query) if g.unit and g.unit not in RATES]
    return all(_is_one(g, price.unit.split(" / ")[1:]) for g in counted)


def _fits(unit: str, under: list[str]) -> bool:
    return any(unit == u or (compatible(unit, u) and u not in time_units()) for u in under)


def _fits_all(unit: str, under: list[str]) -> bool:
    """Whether a price is charged for a unit, an interval too: "five nights" at a price per guest and night."""
    return any(unit == u or compatible(unit, u) for u in under)


def _cost(
    quantities: list[Given], first: Term, price: Figure, query: Query, figures: tuple[Figure, ...]
) -> Draft | None:
    """Quantities × price; `first` is how the first of them is shown. All the quantities must cancel against the price."""
    value, unit = price.value, price.unit
    terms: list[Term | str] = []
    for i, quantity in enumerate(quantities):
        value, unit = combine((quantity.value, quantity.unit), (value, unit), "*")
        terms += [first if not i else Term(quantity.text), " × "]
    charged = " ".join(price.text.split())
    terms.append(Term(charged, price, "" if " per " in charged else price.metric))
    top, *left = unit.split(" / ")
    if left and query.frequency and left[0] != query.frequency:
        wanted = f"{top} / {query.frequency}"
        times = convert(1.0, unit, wanted)
        value, unit = value * round(times, 6), wanted
        terms.append(f" × {round(times, 2):g}")
    if not is_money(unit):
        raise UnitError(f"{quantities[0].unit} and {price.unit} give no amount of money")
    return worked(Operation.PRODUCT, terms, value, unit, figures, "The cost is")


def _price(query: Query, snapshot: Snapshot) -> Figure | None:
    """The price that a question means: money per something."""
    asked = subquery(query, snapshot, unit="price", frequency="", forecast=_is_forecast(query))
    found = [
        replace(m, figure=_per_unit(m.figure, query, snapshot))
        for m in ranked(asked, snapshot)
        if m.score >= LEAST - 0.05
    ]
    found = [m for m in found if " / " in m.figure.unit]
    return precise(found).figure if found else None


def _per_unit(figure: Figure, query: Query, snapshot: Snapshot) -> Figure:
    """A price whose measure says what it is for ("picking cost per order", "price per thousand listens"), with that in its
    unit; where only its paragraph says it, for the unit of a quantity that the question gives."""
    if not is_currency(figure.unit):
        return figure
    if said := _FOR_EACH.search(figure.metric):
        return replace(figure, unit=f"{figure.unit} / {_THOUSANDS.get((said[1] or '').lower(), '')}{singular(said[2])}")
    given = [g.unit for g in given_in(query) if g.unit and g.unit not in RATES and not is_currency(g.unit)]
    before = _paragraph(figure, snapshot)
    for word in (w.lower() for w in reversed(_EACH.findall(before))):
        unit = PHYSICAL.get(word, singular(word))
        if any(unit == g or compatible(unit, g) for g in given):
            return replace(figure, unit=f"{figure.unit} / {unit}")
    return figure


def _paragraph(figure: Figure, snapshot: Snapshot) -> str:
    """The paragraph of a figure up to it, "" for a cell."""
    document = snapshot.documents[figure.document]
    block = block_at(document, figure.start)
    return document.text[block.start : figure.start] if block is not None and figure.table < 0 else ""


def cost_over(query: Query, snapshot: Snapshot) -> Draft | None:
    """What the quantity of an interval costs at a price for its unit: "What does a week's water cost?"."""
    interval = interval_of(query)
    price = _price(query, snapshot) if query.unit in ("price", "money") and interval else None
    if price is None or any(u in time_units() for u in price.unit.split(" / ")):
        return None
    under = price.unit.split(" / ")[1:]
    figure = _quantity(replace(query, frequency=interval), price, under, snapshot)
    if figure is None or figure.frequency != interval or figure.document != price.document:
        return None
    repeated = Given(bare(figure), figure.value, figure.unit)
    return _cost([repeated], measured(figure), price, query, (figure, price))


def _is_forecast(query: Query) -> bool:
    """Whether a price to come is meant: what something "would cost" is only supposed."""
    return query.forecast and bool(_FORECAST.search(query.text))


def _quantity(query: Query, price: Figure, under: list[str], snapshot: Snapshot) -> Figure | None:
    """The figure whose unit a price is charged by, for a question that names it in words: "China's whole weekly volume"."""
    units = [u for u in vocabulary(snapshot).units if u and u not in RATES and _fits(u, under)]
    priced = {stem(w) for w in content_words(f"price {price.metric}")}
    words = tuple(w for w in query.words if stem(w) not in priced | _PAID)
    if not words:
        return None
    asked = subquery(replace(query, words=words), snapshot, periods=(), forecast=_is_forecast(query))
    found = [f for u in units if (f := best(replace(asked, unit=u), snapshot, LEAST - 0.05))]
    return found[0] if found else None

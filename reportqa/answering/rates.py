"""Arithmetic with rates: prices times volumes, amounts per head, and intervals (per week → per day)."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.answering.given import Given, figure_of, given_in
from reportqa.answering.match import ranked
from reportqa.answering.operands import LEAST, RELATIVE, best, best_of, precise, subquery
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import bare, time_units
from reportqa.answering.words import content_words, stem
from reportqa.answering.working import Term, term, worked
from reportqa.errors import UnitError
from reportqa.figures.names import canonical_name
from reportqa.figures.units import PHYSICAL, combine, compatible, convert, is_currency, singular
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["convert_interval", "is_unit_price", "product_of", "rate_of"]

_DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}
_STEPS = {
    ("week", "day"): " / 7", ("week", "year"): " × 365 / 7", ("week", "month"): " × 365 / (12 × 7)", ("day", "week"): " × 7", ("day", "year"): " × 365",
    ("day", "month"): " × 365 / 12", ("month", "year"): " × 12", ("year", "month"): " / 12", ("year", "day"): " / 365", ("month", "day"): " × 12 / 365",
    ("year", "week"): " × 7 / 365", ("month", "week"): " × 12 × 7 / 365", ("quarter", "year"): " × 4", ("year", "quarter"): " / 4", ("quarter", "month"): " / 3",
    ("month", "quarter"): " × 3",
}  # fmt: skip
# A count of people at a time does not flow: a month's active users are not thirty times a day's.
_STOCK = frozenset(
    ["user", "person", "employee", "subscriber", "customer", "member", "patient", "nurse", "bed", "vessel", "company"]
)
_PAID = frozenset(stem(w) for w in "pay paid cost costs charge people days whole".split())
_PER = re.compile(
    r"\b(?:per|on each|for each|for every|each|every|by each)\s+((?:[\w-]+\s+){0,3}?[\w-]+)(?=\s+(?:in|of|at|on|does|do|from|have|has)\b|[?.!]|$)",
    re.I,
)


def convert_interval(query: Query, snapshot: Snapshot) -> Draft | None:
    """A flow counted over one interval, asked for over another: tokens per week ÷ 7 = tokens per day.

    A count without an interval of its own that holds for a dated period is spread over the days of that period.
    """
    if not query.frequency or query.unit in RELATIVE:
        return None
    figure = best(subquery(query, snapshot, frequency=""), snapshot, LEAST + 0.05)
    if (
        figure is None
        or figure.unit in _STOCK | RELATIVE
        or " / " in figure.unit
        or figure.frequency == query.frequency
    ):
        return None
    terms: list[Term | str]
    if figure.frequency:
        terms = [term(figure), _STEPS.get((figure.frequency, query.frequency), "")]
        value = figure.value * _DAYS[query.frequency] / _DAYS[figure.frequency] if terms[1] else 0.0
    else:
        days = _days_of(figure)
        terms = [term(figure), f" / {days} days" if query.frequency == "day" else ""]
        value = figure.value / days if days and figure.unit and not is_currency(figure.unit) else 0.0
    if not value or not terms[1]:
        return None
    unit = f"{figure.unit} / {query.frequency}" if figure.unit else ""
    return worked(Operation.CONVERT, terms, value, unit, (figure,), "That is")


def _days_of(figure: Figure) -> int:
    """The days of the dated period that a figure holds for, 0 where it is not dated or only a day."""
    when = figure.period
    if when is None or when.start is None or when.end is None:
        return 0
    days = (when.end - when.start).days + 1
    return days if days >= 28 else 0


def rate_of(query: Query, snapshot: Snapshot) -> Draft | None:
    """An amount for each of a counted thing: weekly tokens ÷ users = tokens per user; both must be figures of one owner."""
    found = _PER.search(query.text)
    if found is None:
        return None
    before = query.text[: found.start()]
    below = _measure_of(found[1])
    if not below or below in time_units():
        return None
    base = subquery(query, snapshot)
    if any(
        m.score >= LEAST + 0.1 and f"/ {below}" in m.figure.unit for m in ranked(replace(base, unit=""), snapshot)[:20]
    ):
        return None
    dropped = {stem(w) for w in content_words(found[1])}
    words = tuple(w for w in base.words if stem(w) not in dropped)
    unit = query.unit if query.unit not in (*RELATIVE, "price") and query.unit != below else ""
    above = replace(base, unit=unit, words=words, vector=snapshot.encoder.encode([before])[0])
    top = best_of(above, snapshot, lambda f: f.unit not in RELATIVE and f.unit != below and " / " not in f.unit)
    if top is None:
        return None
    bottom = _counted_for(top, below, base, found[1], snapshot)
    if bottom is None:
        return None
    value, made = combine((top.value, top.unit), (bottom.value, bottom.unit), "/")
    if top.unit and bottom.unit != below and compatible(bottom.unit, below):
        value, made = value / convert(1.0, bottom.unit, below), f"{top.unit} / {below}"
    return worked(Operation.RATIO, [_measured(top), " / ", _measured(bottom)], value, made, (top, bottom), "That is")


def _measure_of(phrase: str) -> str:
    """The canonical unit that a phrase ends in: "passenger", "mobile internet user", "kWh"."""
    last = phrase.split()[-1]
    return PHYSICAL.get(last.lower(), singular(last))


def _counted_for(top: Figure, below: str, base: Query, phrase: str, snapshot: Snapshot) -> Figure | None:
    """The figure that counts what an amount is spread over: in that unit, for the same owner, near it at best."""
    asked = replace(
        base, unit="", words=content_words(phrase), frequency="", vector=snapshot.encoder.encode([phrase])[0]
    )
    names = set(base.entities)

    def fits(figure: Figure) -> bool:
        same_unit = figure.unit == below or (
            bool(figure.unit) and " / " not in figure.unit and compatible(figure.unit, below)
        )
        owner = canonical_name(figure.subject) == canonical_name(top.subject) or bool(
            names & {canonical_name(figure.subject)}
        )
        beside = figure.document == top.document and figure.heading == top.heading
        return same_unit and figure.id != top.id and (owner or (beside and not names))

    rows = snapshot.rows_within(base.within)[2]
    near = [f for r in rows if fits(f := snapshot.figures[r])]
    if not near:
        return None
    order = {m.figure.id: i for i, m in enumerate(ranked(asked, snapshot))}
    return min(near, key=lambda f: (order.get(f.id, len(order)), f.heading != top.heading, abs(f.start - top.start)))


def _measured(figure: Figure) -> Term:
    return Term(bare(figure), figure, f"{figure.subject} {figure.metric}".strip())


def product_of(query: Query, snapshot: Snapshot) -> Draft | None:
    """What a quantity costs at a price, or how much money buys at it; quantities are the question's own or figures."""
    charged = next((g for g in given_in(query) if " / " in g.unit and is_currency(g.unit.split(" / ")[0])), None)
    price = figure_of(charged, query, snapshot) if charged else _price(query, snapshot)
    if price is None or " / " not in price.unit:
        return None
    money, *under = price.unit.split(" / ")
    given = [g for g in given_in(query) if g.unit not in RELATIVE]
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
        return _cost(Term(counted.text), counted, price, query, (price,))
    figure = _quantity(query, price, under, snapshot)
    if figure is None:
        return None
    repeated = Given(bare(figure), figure.value, figure.unit)
    return _cost(_measured(figure), repeated, price, query, (figure, price))


def _is_one(quantity: Given, under: list[str]) -> bool:
    """Whether a quantity is just what a price is for: 1,000 tokens at a price per 1,000 tokens."""
    return any(_fits(quantity.unit, [u]) and abs(convert(quantity.value, quantity.unit, u) - 1) < 1e-9 for u in under)


def is_unit_price(query: Query, price: Figure) -> bool:
    """Whether a question asks for a price itself: it names no quantity, or just the one that the price is for."""
    counted = [g for g in given_in(query) if g.unit and g.unit not in RELATIVE]
    return all(_is_one(g, price.unit.split(" / ")[1:]) for g in counted)


def _fits(unit: str, under: list[str]) -> bool:
    return any(unit == u or (compatible(unit, u) and u not in time_units()) for u in under)


def _cost(what: Term, quantity: Given, price: Figure, query: Query, figures: tuple[Figure, ...]) -> Draft | None:
    value, unit = combine((quantity.value, quantity.unit), (price.value, price.unit), "*")
    terms: list[Term | str] = [what, " × ", Term(" ".join(price.text.split()), price)]
    top, *left = unit.split(" / ")
    if left and query.frequency and left[0] != query.frequency:
        wanted = f"{top} / {query.frequency}"
        times = convert(1.0, unit, wanted)
        value, unit = value * round(times, 6), wanted
        terms.append(f" × {round(times, 2):g}")
    if not is_currency(unit.split(" / ")[0]):
        raise UnitError(f"{quantity.unit} and {price.unit} give no amount of money")
    return worked(Operation.PRODUCT, terms, value, unit, figures, "The cost is")


def _price(query: Query, snapshot: Snapshot) -> Figure | None:
    """The price that a question means: money per something."""
    found = [
        m
        for m in ranked(subquery(query, snapshot, unit="price", frequency=""), snapshot)
        if " / " in m.figure.unit and m.score >= LEAST - 0.05
    ]
    return precise(found).figure if found else None


def _quantity(query: Query, price: Figure, under: list[str], snapshot: Snapshot) -> Figure | None:
    """The figure whose unit a price is charged by, for a question that names it in words: "China's whole weekly volume"."""
    units = [u for u in vocabulary(snapshot).units if u and u not in RELATIVE and _fits(u, under)]
    priced = {stem(w) for w in content_words(f"price {price.metric}")}
    words = tuple(w for w in query.words if stem(w) not in priced | _PAID)
    if not words:
        return None
    asked = subquery(replace(query, words=words), snapshot, periods=())
    found = [f for u in units if (f := best(replace(asked, unit=u), snapshot, LEAST - 0.05))]
    return found[0] if found else None

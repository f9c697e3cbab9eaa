"""A flow counted over one interval, asked for over another: tokens a week ÷ 7 = tokens a day."""

from __future__ import annotations

import re

from reportqa.answering.arithmetic.operands import LEAST, measure_words, of_kind, precise, subquery
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.match import Match, ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.wording import bare
from reportqa.answering.words import stems
from reportqa.figures.units import is_currency
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["convert_interval", "fits_interval", "interval_of", "wants_conversion"]

_DAYS = {"second": 1 / 86_400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365 / 12, "quarter": 365 / 4, "year": 365.0}  # fmt: skip
_STEPS = {
    ("week", "year"): " × 365 / 7", ("week", "month"): " × 365 / (12 × 7)", ("day", "year"): " × 365", ("day", "month"): " × 365 / 12",
    ("month", "year"): " × 12", ("year", "month"): " / 12", ("year", "day"): " / 365", ("month", "day"): " × 12 / 365",
    ("year", "week"): " × 7 / 365", ("month", "week"): " × 12 × 7 / 365", ("quarter", "year"): " × 4", ("year", "quarter"): " / 4", ("quarter", "month"): " / 3",
    ("month", "quarter"): " × 3",
}  # fmt: skip
# Each interval holds so many of the next.
_LADDER = ("week", "day", "hour", "minute", "second")
_HOLDS = (7, 24, 60, 60)
# How something is supposed to go on: "running at full capacity".
_HOW = frozenset(["run", "running", "operating", "working", "going", "full", *_DAYS])
# A count of people at a time does not flow: a month's active users are not thirty times a day's.
_STOCK = frozenset(
    ["user", "person", "employee", "subscriber", "customer", "member", "patient", "nurse", "bed", "vessel", "company"]
)
# What is earned or spent in a year is spread over it; what is owed or owned is not.
_FLOWS = stems(
    "revenue sales turnover spending spend cost costs expense expenses profit income deficit surplus loss earnings output production amount"
)
# What one of many has, or costs, is spread over no time.
_OF_ONE = stems("average averaged mean median typical typically price fee fare")
_OVER = re.compile(
    r"\b(?:over|in|for|during|across|through) (?:the |one |a |an )?(?:course of (?:a|one|the) )?(?:full|whole|entire|single|average|typical|complete|calendar) (day|week|month|quarter|year|hour)\b"
    r"|\b(?:come|comes|amount|amounts|add up|adds up|works? out)(?: to)?\b[^?]*\b(?:over|in|for) (?:a|one) (day|week|month|quarter|year|hour)\b"
    r"|\bat (?:its|their|his|her|the|this|that|a|an) (?:[\w-]+ ){0,2}(?:hourly|daily|weekly|monthly|quarterly|yearly|annual) (?:rate|pace|speed)\b[^?]*\b(?:in|over|for|within|during|per) (?:a|one|the|each) (?:full |whole |single )?(day|week|month|quarter|year|hour)\b"
    r"|\bhow much is (?:that|it) (?:in|for|over) (?:a|one) (day|week|month|quarter|year)\b",
    re.I,
)
_ANNUAL = re.compile(r"\bannuali[sz]ed\b|\b(?:over|for|in) (?:twelve|12) months\b|\bper annum\b", re.I)


def interval_of(query: Query) -> str:
    """The interval that a question wants an amount for: "per week", "over a full year", "annualised"; "" for none."""
    if _ANNUAL.search(query.text):
        return "year"
    over = _OVER.search(query.text)
    return next(g for g in over.groups() if g).lower() if over else query.frequency


def wants_conversion(query: Query) -> bool:
    """Whether a question says in so many words that an amount is to be carried over to another interval."""
    return bool(_ANNUAL.search(query.text) or _OVER.search(query.text))


def fits_interval(figure: Figure, interval: str) -> bool:
    """Whether a figure counts over an interval: by its own, or by the length of the period that it holds for."""
    if not interval or figure.frequency:
        return not interval or figure.frequency == interval
    days = _days_of(figure)
    return bool(days) and abs(days - _DAYS[interval]) <= 0.1 * _DAYS[interval]


def convert_interval(query: Query, snapshot: Snapshot) -> Draft | None:
    """The figure asked for, carried over to the interval asked for; None where it does not flow or needs no conversion.

    A count without an interval of its own that holds for a dated period is spread over that period.
    """
    wanted = interval_of(query)
    if not wanted or query.unit in RATES:
        return None
    found = _ranked(query, snapshot)
    if not found:
        return None
    figure = precise(found).figure
    if figure.unit in _STOCK | RATES or figure.low is not None:
        return None
    top, *under = figure.unit.split(" / ")
    if under:
        return _price_over(figure, top, under, wanted)
    if figure.frequency:
        step = _step(figure.frequency, wanted)
        value = figure.value * _DAYS[wanted] / _DAYS[figure.frequency]
    else:
        step, value = _spread(figure, wanted)
    if not step:
        return None
    unit = f"{figure.unit} / {wanted}" if figure.unit else ""
    return worked(Operation.CONVERT, [term(figure), step], value, unit, (figure,), "That is")


def _ranked(query: Query, snapshot: Snapshot) -> list[Match]:
    unit = "money" if query.unit == "price" else query.unit
    words = tuple(w for w in measure_words(query.words) if w not in _HOW)
    asked = [subquery(query, snapshot, frequency="", words=words, unit=u) for u in dict.fromkeys((query.unit, unit))]
    for one in asked:
        found = [
            m
            for m in ranked(one, snapshot)
            if m.score >= LEAST + 0.05 and _is_told(m, one) and of_kind(query.text, m.figure)
        ]
        if found:
            return found
    return []


def _is_told(match: Match, query: Query) -> bool:
    """Whether a figure is of the measure that is asked for; where its unit is asked for by name, that tells enough."""
    named = query.unit not in ("", "price", "money") and match.figure.unit == query.unit
    return named or match.covered >= 0.3 or match.meaning >= 0.5


def _price_over(figure: Figure, top: str, under: list[str], wanted: str) -> Draft | None:
    """A price for an interval ("200 USD per seat and month") for another one."""
    own = next((u for u in under if u in _DAYS), "")
    step = _step(own, wanted) if own and own != wanted else ""
    if not step:
        return None
    value = figure.value * _DAYS[wanted] / _DAYS[own]
    unit = " / ".join([top, *(wanted if u == own else u for u in under)])
    return worked(Operation.CONVERT, [Term(bare(figure), figure), step], value, unit, (figure,), "That is")


def _step(own: str, wanted: str) -> str:
    """What a figure is multiplied or divided by from one interval to another, in writing; "" where they are one."""
    if own == wanted:
        return ""
    if own in _LADDER and wanted in _LADDER:
        a, b = sorted((_LADDER.index(own), _LADDER.index(wanted)))
        times = " × ".join(str(n) for n in _HOLDS[a:b])
        if _LADDER.index(own) > _LADDER.index(wanted):
            return f" × {times}"
        return f" / ({times})" if b - a > 1 else f" / {times}"
    if own == "year" and wanted in _LADDER[2:]:
        return f" / (365 × {' × '.join(str(n) for n in _HOLDS[1 : _LADDER.index(wanted)])})"
    return _STEPS.get((own, wanted), "")


def _spread(figure: Figure, wanted: str) -> tuple[str, float]:
    """How a figure of a dated period is spread over it, in writing and as a value; "" where it cannot be."""
    days = _days_of(figure)
    flows = not is_currency(figure.unit) or bool(stems(figure.metric) & _FLOWS)
    flows = flows and stems(f"{figure.subject} {figure.metric}").isdisjoint(_OF_ONE)
    if not days or not figure.unit or not flows or _DAYS[wanted] * 1.5 > days:
        return "", 0.0
    months = round(days / _DAYS["month"])
    if wanted in ("month", "quarter") and abs(days - months * _DAYS["month"]) <= 3:
        parts = months if wanted == "month" else months / 3
        return (f" / {parts:g}", figure.value / parts) if parts == int(parts) else ("", 0.0)
    if wanted == "day":
        return f" / {days} days", figure.value / days
    if wanted == "week":
        return f" × 7 / {days} days", figure.value * 7 / days
    return "", 0.0


def _days_of(figure: Figure) -> int:
    """The days of the dated period that a figure holds for, 0 where it is not dated or only a day."""
    when = figure.period
    if when is None or when.start is None or when.end is None:
        return 0
    days = (when.end - when.start).days + 1
    return days if days >= 28 else 0

"""A value before or after a growth: the growth that the report states, or the one that the question gives."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.answering.arithmetic.given import Given, figure_of, given_in
from reportqa.answering.arithmetic.operands import best, best_of, subquery, whole_of
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.wording import amount
from reportqa.answering.words import stem
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot

__all__ = ["after_growth", "asks_what_if", "before_growth"]

_UP = r"grow|grows|grew|grown|rise|rises|rose|increase|increases|increased|expand|expands|expanded|climb|climbs|climbed|gain|gains|gained"
_DOWN = r"fall|falls|fell|shrink|shrinks|shrank|drop|drops|dropped|decline|declines|declined|decrease|decreases|decreased|lose|loses|lost"
_WHAT_IF = re.compile(
    rf"\b(?:if|suppose|supposing|assuming|assume|were|should)\b[^?]*\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.I
)
_AGAIN = re.compile(
    r"\b(?:again|once more|same (?:rate|pace|growth|percentage)|another|further|keeps?|continues?)\b", re.I
)
_MOVING = frozenset(
    stem(w)
    for w in f"{_UP}|{_DOWN}|growth|rate|pace|again|suppose|assuming|further|next|becomes|total|yearly|annual".split(
        "|"
    )
)


def asks_what_if(query: Query) -> bool:
    """Whether a question supposes a growth and asks what it would lead to."""
    return bool(_WHAT_IF.search(query.text)) and (_rate_in(query) is not None or bool(_AGAIN.search(query.text)))


def after_growth(query: Query, snapshot: Snapshot) -> Draft | None:
    """A value after a growth that is supposed: value × (1 + growth); the growth is the question's, else the report's."""
    supposed = _WHAT_IF.search(query.text)
    if supposed is None:
        return None
    base = subquery(query, snapshot, periods=(), forecast=False)
    words = tuple(w for w in base.words if stem(w) not in _MOVING and not w[0].isdigit())
    owned = replace(base, words=words, vector=snapshot.encoder.encode([" ".join(words) or query.text])[0])
    rate = _rate_in(query)
    growth = None
    if rate is None:
        growth = best_of(
            replace(base, unit="percent", words=(*words, "growth")),
            snapshot,
            lambda f: f.unit == "percent" and "growth" in f.metric,
        )
        if growth is None or not _AGAIN.search(query.text):
            return None
        rate = Given(amount(growth.value, "percent"), growth.value, "percent")
    levels = [g for g in given_in(query) if g.unit not in RATES]
    level = figure_of(levels[0], query, snapshot) if levels else None
    if level is None:
        unit = query.unit if query.unit not in RATES and query.unit not in ("would", "price") else ""
        level = best_of(
            replace(owned, unit=unit),
            snapshot,
            lambda f: f.unit not in RATES and f.low is None and " / " not in f.unit,
        )
        level = whole_of(level, query, snapshot) if level is not None else None
    if level is None or (growth is not None and growth.subject and level.subject and growth.subject != level.subject):
        return None
    sign = "−" if supposed["down"] else "+"
    value = level.value * (1 + (-1 if supposed["down"] else 1) * abs(rate.value) / 100)
    figures = (level, growth) if growth is not None else (level,)
    terms: list[Term | str] = [term(level, growth), f" × (1 {sign} ", Term(rate.text, growth), ")"]
    return worked(Operation.PROJECT_AHEAD, terms, value, level.unit, figures, "It would come to")


def _rate_in(query: Query) -> Given | None:
    return next((g for g in given_in(query) if g.unit == "percent"), None)


def before_growth(query: Query, snapshot: Snapshot) -> Draft | None:
    """A value before a growth that is stated: value / (1 + growth)."""
    base = subquery(query, snapshot)
    given = given_in(query)
    rates, levels = ([g for g in given if (g.unit == "percent") is wanted] for wanted in (True, False))
    growth = figure_of(rates[0], query, snapshot) if rates else None
    if growth is None:
        growth = best(replace(base, unit="percent", words=(*base.words, "growth"), periods=()), snapshot)
    level = figure_of(levels[0], query, snapshot) if levels else None
    if level is None:
        unit = query.unit if query.unit not in RATES else ""
        level = best_of(replace(base, unit=unit, periods=()), snapshot, lambda f: f.unit not in RATES)
    if growth is None or level is None or "growth" not in growth.metric.lower():
        return None
    value = level.value / (1 + growth.value / 100)
    terms: list[Term | str] = [term(level, growth), " / (1 + ", Term(amount(growth.value, "percent"), growth), ")"]
    return worked(Operation.PROJECT_BACK, terms, value, level.unit, (level, growth), "A year earlier it comes to")

"""Shares: a part as a percentage of its whole, each understood from its own phrase of the question; margins on revenue."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.answering.given import figure_of, given_in
from reportqa.answering.operands import RELATIVE, best_of, pair, subquery
from reportqa.answering.phrases import share_phrases
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.understand import understand
from reportqa.answering.working import Term, term, worked
from reportqa.figures.units import convert, is_currency
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["margin", "share"]

_MARGIN = re.compile(r"\b(?:(?P<measure>[\w-]+(?: [\w-]+)?) margin)\b", re.I)
_REVENUE = ("revenue", "sales", "turnover")


def share(query: Query, snapshot: Snapshot) -> Draft | None:
    """Part / whole, in percent; None where the question names no whole or a figure of one of them is missing."""
    phrases = share_phrases(query.text)
    if phrases is None:
        return None
    part, whole = (_phrase_query(p, query, snapshot) for p in phrases)
    if not part.entities or part.text.lower() == part.entities[0]:
        # A bare name measures nothing: what is measured of it stands in the phrase of the whole.
        part = replace(part, words=part.words or whole.words, vector=snapshot.encoder.encode([" ".join(phrases)])[0])
    if part.unknown or whole.unknown:
        return None
    found = _given_parts(part, whole, query, snapshot) or _of_one_kind(part, whole, snapshot)
    if found is None:
        return None
    small, large = found
    value = 100 * _value(small, large) / large.value
    if not 0 <= value <= 100:
        return None
    terms: list[Term | str] = [_term(small, large), " / ", _term(large, small)]
    figures = tuple(f for f in (small, large) if f.id)
    return worked(Operation.SHARE, terms, value, "percent", figures, "The share is")


def _value(small: Figure, large: Figure) -> float:
    """The part's value in the unit of the whole; two counted nouns of one sentence count heads of one kind."""
    if small.unit == large.unit or small.quote == large.quote:
        return small.value
    return convert(small.value, small.unit, large.unit)


def _term(figure: Figure, other: Figure) -> Term:
    return term(figure, other) if figure.id else Term(figure.text)


def _of_one_kind(part: Query, whole: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """Two figures in comparable units; else two counts that one sentence sets against one another ("9,120, of whom 4,310")."""
    found = pair(part, whole, snapshot, relative=False)
    if found is not None and found[0].value <= found[1].value:
        return found
    loose = pair(part, whole, snapshot, relative=False, same_unit=False)
    if loose is None or loose[0].quote != loose[1].quote or loose[0].value > loose[1].value:
        return None
    return None if any(is_currency(f.unit.split(" / ")[0]) for f in loose) else loose


def _given_parts(part: Query, whole: Query, query: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """Where the question gives the number of the whole ("of the 312 vessels"), that figure; its part is in the same unit."""
    given = [g for g in given_in(query) if g.unit not in RELATIVE and g.text in whole.text]
    total = figure_of(given[0], query, snapshot) if given else None
    if total is None:
        return None
    own = best_of(replace(part, unit=total.unit), snapshot, lambda f: f.id != total.id and f.value <= total.value)
    return (own, total) if own else None


def _phrase_query(phrase: str, query: Query, snapshot: Snapshot) -> Query:
    """A phrase understood as a question of its own, with the periods of the whole question where it names none."""
    own = understand(phrase, (), snapshot, query.within)
    asked = replace(
        query, text=phrase, words=own.words, entities=own.entities, unknown=own.unknown,
        periods=own.periods or query.periods, unit="", frequency="", vector=own.vector,
    )  # fmt: skip
    return subquery(asked, snapshot)


def margin(query: Query, snapshot: Snapshot) -> Draft | None:
    """A margin that is not stated: the named result as a percentage of the revenue of the same owner and period."""
    named = _MARGIN.search(query.text)
    if named is None:
        return None
    base = subquery(query, snapshot, unit="")
    words = tuple(w for w in base.words if w != "margin")
    part = replace(base, words=words, text=named["measure"])
    whole = replace(base, words=("revenue",), text="revenue", vector=snapshot.encoder.encode(["revenue"])[0])
    found = pair(part, whole, snapshot, relative=False)
    if found is None or found[0].id == found[1].id or not any(w in found[1].metric.lower() for w in _REVENUE):
        return None
    result, revenue = found
    if result.subject != revenue.subject:
        return None
    value = 100 * convert(result.value, result.unit, revenue.unit) / revenue.value
    terms: list[Term | str] = [term(result, None), " / ", term(revenue, None)]
    return worked(Operation.SHARE, terms, value, "percent", (result, revenue), "The margin is")

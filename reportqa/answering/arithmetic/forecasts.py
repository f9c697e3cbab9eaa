"""Changes between what is and what was or is foreseen: how far a count beat its forecast, how far a level is from its aim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.given import Given, given_in
from reportqa.answering.arithmetic.operands import (
    are_of_one_measure,
    measure_words,
    one_owner,
    subquery,
)
from reportqa.answering.match import ACCEPTED, ranked
from reportqa.answering.query import Query
from reportqa.answering.words import stem, stems
from reportqa.figures.metric import same_measure
from reportqa.figures.units import compatible
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Status

__all__ = ["against_forecast", "aim_of", "asks_against_forecast", "asks_reach", "foreseen_first"]

_FORESEEN = re.compile(r"\b(?:forecast|predict|prediction|projection|estimate|expectation|plan|target|budget|guidance|outlook)(?:s|ed)?\b", re.I)  # fmt: skip
_OUTDOES = re.compile(
    r"\b(?:beat|beats|beaten|exceed\w*|surpass\w*|outdid|outperform\w*|overshot|overshoot|top|topped|miss|missed|undershot|fall short|fell short|short of|below|above|over|off)\b",
    re.I,
)
_REACH = re.compile(r"\b(?:reach|get to|attain|hit|arrive at|meet|achieve)\b", re.I)
_AIM = re.compile(
    r"\b(?:figure|forecast|aim|target|goal|level|value|plan|expectation|prediction|ambition|objective)s?\b", re.I
)
_FORM = stems(
    "actual actually beat exceed surpass outdo outperform overshoot top miss undershoot fall short count figure result number forecast predict prediction projection estimate expectation plan target budget guidance outlook million billion thousand trillion reach attain hit achieve meet aim goal level still must rise grow increase"
)


def asks_against_forecast(query: Query) -> bool:
    """Whether a question sets a result against what was foreseen: "by how much did sales beat the forecast of 9 million?"."""
    return bool(_FORESEEN.search(query.text) and _OUTDOES.search(query.text))


def foreseen_first(query: Query, given: Sequence[Given]) -> list[Given]:
    """The numbers of a question, that of the forecast first: what came is measured against what was foreseen."""
    told = _FORESEEN.search(query.text)
    behind = query.text[told.end() :] if told else ""
    return sorted(given, key=lambda g: g.text not in behind)


def asks_reach(query: Query) -> bool:
    """Whether a question asks how far a level is from an aim that the report gives: "to reach the 2028 figure"."""
    found = _REACH.search(query.text)
    return bool(found and _AIM.search(query.text[found.end() :]))


def against_forecast(query: Query, snapshot: Snapshot) -> tuple[Given | Figure, Figure] | None:
    """What was foreseen and what came; the question's own number for the first where it gives one. None where either lacks."""
    words = _measured(query)
    actual = replace(subquery(query, snapshot, unit="", words=words), forecast=False)
    foreseen = [g for g in given_in(query) if g.unit not in RATES]
    if len(foreseen) == 1:
        known = foreseen[0]
        came = next(
            (f for f in _fitting(actual, snapshot) if f.status is not Status.FORECAST and _is_alike(known, f)), None
        )
        return (known, came) if came is not None else None
    ahead = [f for f in _fitting(replace(actual, forecast=True, periods=()), snapshot) if f.status is Status.FORECAST]
    for came in _fitting(actual, snapshot):
        if came.status is Status.FORECAST:
            continue
        told = next((f for f in ahead if _foresees(f, came, snapshot)), None)
        if told is not None:
            return told, came
    return None


def aim_of(query: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """The level of now, or of the time that the question names for it, and the aim that the report gives for a later time."""
    reach = _REACH.search(query.text)
    if reach is None:
        return None
    later = tuple(p for p in query.periods if p.text and p.text in query.text[reach.end() :])
    sooner = tuple(p for p in query.periods if p not in later)
    base = subquery(query, snapshot, unit="", words=_measured(query))
    levels = list(_fitting(replace(base, periods=sooner, forecast=False), snapshot))
    aims = list(_fitting(replace(base, periods=later, forecast=True), snapshot))
    pairs = [(level, aim) for aim in aims for level in levels if _is_aim(aim, level, snapshot)]
    # What bears the very name of the aim goes before what only means nearly the same.
    return min(pairs, key=lambda p: not same_measure(p[0].metric, p[1].metric), default=None)


def _is_aim(aim: Figure, level: Figure, snapshot: Snapshot) -> bool:
    """Whether a figure is an aim for a level: of the same measure and owner, foreseen or of a later time."""
    comes = (
        aim.period and aim.period.start and level.period and level.period.end and aim.period.start > level.period.end
    )
    ahead = level.status is not Status.FORECAST and (comes or aim.status is Status.FORECAST)
    same = aim.unit == level.unit and aim.frequency == level.frequency and one_owner(aim, level, snapshot)
    return bool(ahead and same and aim.id != level.id) and are_of_one_measure(aim, level, snapshot)


def _measured(query: Query) -> tuple[str, ...]:
    words = measure_words(query.words)
    return tuple(w for w in words if stem(w) not in _FORM and not w[0].isdigit()) or words


def _fitting(query: Query, snapshot: Snapshot) -> Iterator[Figure]:
    """The figures that fit a query as well as an answer must, no rates and no ranges."""
    for match in ranked(query, snapshot):
        if match.score >= ACCEPTED and match.figure.unit not in RATES and match.figure.low is None:
            yield match.figure


def _is_alike(given: Given, figure: Figure) -> bool:
    """Whether a figure may be set against a number of the question: of its unit, and of its order of size."""
    fits = not given.unit or given.unit == figure.unit or compatible(given.unit, figure.unit)
    return fits and 0.1 <= figure.value / given.value <= 10 and figure.value != given.value


def _foresees(told: Figure, came: Figure, snapshot: Snapshot) -> bool:
    """Whether a forecast is of the very measure, owner and time of a result."""
    if told.unit != came.unit or not one_owner(told, came, snapshot) or not are_of_one_measure(told, came, snapshot):
        return False
    a, b = told.period, came.period
    if not (a and b and a.start and a.end and b.start and b.end):
        return a is None and b is None
    return a.start <= b.end and b.start <= a.end

"""A question about one figure → the figure, with its equals and with what other sources state for the same identity."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from reportqa.answering.arithmetic.operands import precise
from reportqa.answering.match import ACCEPTED, Match, ranked
from reportqa.answering.query import Draft, Query
from reportqa.answering.wording import forecast, named, stated
from reportqa.answering.words import noun_asked, stems
from reportqa.figures.names import canonical_name
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["asks_in_words", "look_up"]

_WORDY = 0.15
"""How much better a figure must fit a question that asks for words as well as for a number: "What is the contradiction?"."""
_ASKS_WORDS = re.compile(r"\b(?:what|which|who|whom|whose|where)\b", re.I)
_ASKS_AMOUNT = re.compile(
    r"\bhow (?:much|many|[a-z]+ (?:is|are|was|were|did|does|do|has|have|had|will))\b|\b(?:total|number|amount)\b", re.I
)
_SOURCES = 4
"""Statements of one figure cited at most."""


def look_up(query: Query, snapshot: Snapshot, least: float = ACCEPTED) -> Draft | None:
    """The figure that a question means, None where none passes the gates with a score of at least `least`.

    `confidence` grows with the match's score: 0.5 at the score from which a figure is given as an answer.
    """
    if not (query.words or query.unit):
        # A name alone asks for nothing: "And how did Denmark do?".
        return None
    found = ranked(query, snapshot)
    if (
        not found
        or found[0].score < least + _WORDY * _may_ask_words(query, found[0].figure)
        or not _interval_fits(query, found[0].figure)
    ):
        return None
    first = precise(found)
    head = first.figure
    equal = [
        m.figure
        for m in found
        if m.figure.id != head.id and _same_number(m.figure, head) and m.score >= first.score - 0.25
    ]
    rivals = _rivals(found, first)
    figures = (head, *_best_placed(equal, head)[: _SOURCES - 1], *rivals)
    text = f"{named(head)}: {stated(head)}{forecast(head)}."
    if rivals:
        text = f"{text[:-1]}; elsewhere {', '.join(f'{stated(r)} ({named(r)})' for r in rivals)}."
    return Draft(text, (stated(head),), _confidence(found[0]), tuple(dict.fromkeys(figures)))


def _may_ask_words(query: Query, figure: Figure) -> bool:
    """Whether nothing in a question tells that it asks for a number: no unit, no amount, but a word like "what" before
    something that the figure does not measure."""
    if noun_asked(query.text) in stems(figure.metric):
        return False
    return asks_in_words(query)


def asks_in_words(query: Query) -> bool:
    """Whether a question has a word like "what" or "who", and neither a unit nor an amount is asked for."""
    return not query.unit and bool(_ASKS_WORDS.search(query.text)) and not _ASKS_AMOUNT.search(query.text)


def _confidence(match: Match) -> float:
    return round(float(1.0 / (1.0 + np.exp(-9.0 * (match.score - ACCEPTED)))), 4)


def _interval_fits(query: Query, figure: Figure) -> bool:
    """Whether a figure is counted over the interval that a question names: a month's users are not a day's."""
    return not (query.frequency and figure.frequency and figure.frequency != query.frequency)


def _best_placed(figures: Sequence[Figure], head: Figure) -> list[Figure]:
    """Equal statements from other places first: each sentence once, titles last."""
    seen = {(head.document, head.quote)}
    kept = []
    for f in sorted(
        figures,
        key=lambda f: (f.locator.endswith("title"), f.document == head.document and f.heading == head.heading, f.start),
    ):
        if (f.document, f.quote) not in seen:
            seen.add((f.document, f.quote))
            kept.append(f)
    return kept


def _rivals(found: Sequence[Match], first: Match) -> tuple[Figure, ...]:
    """Other values for the very same identity: unit, owner, measure and period. The newest report's first."""
    head = first.figure
    out = [
        m.figure
        for m in found
        if m.score >= first.score - 0.08 and _same_but_value(m.figure, head) and not _same_number(m.figure, head)
    ]
    return tuple(out[:2])


def _same_number(a: Figure, b: Figure) -> bool:
    """Whether two figures state one number of one subject: same unit and owner, values equal within their rounding."""
    if a.unit != b.unit or (canonical_name(a.subject) != canonical_name(b.subject) and a.subject and b.subject):
        return False
    scale = max(abs(a.value), abs(b.value), 1e-12)
    return abs(a.value - b.value) <= 0.006 * scale


def _same_but_value(a: Figure, b: Figure) -> bool:
    if a.unit != b.unit or not a.subject or canonical_name(a.subject) != canonical_name(b.subject):
        return False
    if (
        (a.period and a.period.start) != (b.period and b.period.start)
        or a.frequency != b.frequency
        or a.status != b.status
    ):
        return False
    return bool(a.metric) and a.metric.lower() == b.metric.lower()

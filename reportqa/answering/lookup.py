"""A question about one figure → the figure, with its equals and with what other sources state for the same identity."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from reportqa.answering.arithmetic.operands import is_total, precise
from reportqa.answering.chance import LIKELY, likeliest
from reportqa.answering.gates import NOW
from reportqa.answering.match import Match
from reportqa.answering.query import Draft, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import forecast, named, stated
from reportqa.answering.words import noun_asked, stem, stems
from reportqa.figures.names import canonical_name
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["asks_in_words", "look_up", "may_ask_words", "stated_for_one"]

_PLAIN = 0.6
"""From this chance a figure states what a question might have had worked out."""
_FOR_ONE = re.compile(
    r"\b(?:per|each|every|(?:the|an) average|the (?:typical|mean)|an? (?:single|typical))\s+((?:[\w-]+ )?[\w-]+)", re.I
)
_ONE = re.compile(r"\b(?:averag\w*|mean|median|typical\w*|per|each|every|an?)\b", re.I)
# What is left, what would be, and the figures of all of several are not stated for one.
_LEFT = re.compile(r"\b(?:if|left|rest|remain\w*|would|(?:in|of|at|by) (?:each|every))\b", re.I)

_ASKS_WORDS = re.compile(r"\b(?:what|which|who|whom|whose|where)\b", re.I)
_ASKS_AMOUNT = re.compile(
    r"\bhow (?:much|many|[a-z]+ (?:is|are|was|were|did|does|do|has|have|had|will))\b|\b(?:total|number|amount)\b"
    r"|\bwhat (?:do|does|did|will|would) .*\b(?:spend|cost|pay|earn|charge|lose|invest|raise|owe)\b",
    re.I,
)
# "What was the average basket in 2025?": what is asked for by name.
_ITSELF = re.compile(
    r"(?:and |so )?what(?:['’]s| (?:is|was|are|were)) (?:[\w'’-]+ ){0,5}?([a-z]+)(?= (?:of|in|at|for|on|by|during|per|to|from|after|before|last|this)\b|\W*$)",
    re.I,
)
_BESIDE = 0.15
"""How much less well than its best part the whole of a measure may fit."""
_SEVERAL = 3
"""From this many rows of one measure none answers a question that names none of them."""
_SOURCES = 4
"""Statements of one figure cited at most."""


def look_up(query: Query, snapshot: Snapshot, least: float = LIKELY) -> Draft | None:
    """The figure that a question means, None where none passes the gates with a chance of at least `least`.

    `confidence` grows with the chance: 0.5 at the one from which a figure is given as an answer.
    """
    if not (query.words or query.unit):
        # A name alone asks for nothing: "And how did Denmark do?".
        return None
    likely = [(m, c) for m, c in likeliest(query, snapshot) if c > 0.0]
    found = [m for m, _ in likely]
    chance = likely[0][1] if likely else 0.0
    if not found or chance < least or not _interval_fits(query, found[0].figure):
        return None
    first = _whole_first(_last_told(precise(found), found, query), found, query, snapshot)
    if first is None:
        return None
    head = first.figure
    equal = [
        m.figure
        for m in found
        if m.fits.passed and m.figure.id != head.id and _same_number(m.figure, head) and m.score >= first.score - 0.25
    ]
    rivals = _rivals(found, first)
    figures = (head, *_best_placed(equal, head)[: _SOURCES - 1], *rivals)
    text = f"{named(head)}: {stated(head)}{forecast(head)}."
    if rivals:
        text = f"{text[:-1]}; elsewhere {', '.join(f'{stated(r)} ({named(r)})' for r in rivals)}."
    return Draft(text, (stated(head),), _confidence(chance), tuple(dict.fromkeys(figures)))


def stated_for_one(query: Query, snapshot: Snapshot) -> Draft | None:
    """The figure that a report itself states for one of something ("every employee received a bonus of ..."), so that nothing
    is worked out; None where the question gives numbers, or the sentence does not tell of one of what is asked for."""
    asked = _FOR_ONE.search(query.text)
    if asked is None or _LEFT.search(query.text) or re.search(r"\b\d", re.sub(r"\b(?:19|20)\d\d\b", "", query.text)):
        return None
    draft = look_up(query, snapshot, _PLAIN)
    if draft is None:
        return None
    figure = draft.figures[0]
    told = stems(f"{figure.subject} {figure.metric} {figure.unit} {figure.quote}")
    for_one = " / " in figure.unit or bool(figure.frequency) or bool(_ONE.search(figure.quote))
    return draft if for_one and stems(asked[1]) & told else None


def _last_told(first: Match, found: Sequence[Match], query: Query) -> Match:
    """The later of the dates that a sentence tells of one thing where a question asks for what holds now: what was promised
    for July and put off to September is due in September."""
    if query.unit != "date" or not NOW.search(query.text):
        return first
    told = [m for m in found if m.score >= first.score - 0.08 and m.figure.quote == first.figure.quote]
    same = [m for m in told if m.figure.subject == first.figure.subject and m.figure.period and m.figure.period.end]
    return max(same, key=lambda m: str(m.figure.period and m.figure.period.end), default=first)


def _whole_first(first: Match, found: Sequence[Match], query: Query, snapshot: Snapshot) -> Match | None:
    """The row of the whole instead of a row that a question does not name; None where a table tells several and no whole."""
    head = first.figure
    topic = vocabulary(snapshot).topics.get(head.document)

    def is_whole(figure: Figure) -> bool:
        return not figure.subject or is_total(figure) or canonical_name(figure.subject) == topic

    if head.table < 0 or query.entities or is_whole(head) or stems(head.subject) & stems(query.text):
        return first
    alike = [m for m in found if m.score >= first.score - _BESIDE and _is_sibling(m.figure, head)]
    whole = next((m for m in alike if is_whole(m.figure)), None)
    parts = {canonical_name(m.figure.subject) for m in alike}
    return whole or (first if len(parts) < _SEVERAL else None)


def _is_sibling(a: Figure, b: Figure) -> bool:
    """Whether two figures are one measure of one time, be it of others."""
    same = a.unit == b.unit and a.frequency == b.frequency and a.status == b.status
    timed = (a.period and a.period.start) == (b.period and b.period.start)
    return same and timed and bool(a.metric) and a.metric.lower() == b.metric.lower()


def may_ask_words(query: Query, figure: Figure) -> bool:
    """Whether nothing in a question tells that it asks for a number: no unit, no amount, but a word like "what" before
    something that the figure does not measure."""
    itself = _ITSELF.match(query.text)
    if {noun_asked(query.text), stem(itself[1]) if itself else ""} & stems(figure.metric):
        return False
    return asks_in_words(query)


def asks_in_words(query: Query) -> bool:
    """Whether a question has a word like "what" or "who", and neither a unit nor an amount is asked for."""
    return not query.unit and bool(_ASKS_WORDS.search(query.text)) and not _ASKS_AMOUNT.search(query.text)


def _confidence(chance: float) -> float:
    return round(float(np.interp(chance, (0.0, LIKELY, 1.0), (0.0, 0.5, 1.0))), 4)


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
        if m.fits.passed
        and m.score >= first.score - 0.08
        and _same_but_value(m.figure, head)
        and not _same_number(m.figure, head)
    ]
    return tuple(out[:2])


def _same_number(a: Figure, b: Figure) -> bool:
    """Whether two figures state one number of one subject: same unit and owner, values equal within their rounding."""
    if a.unit != b.unit or (canonical_name(a.subject) != canonical_name(b.subject) and a.subject and b.subject):
        return False
    scale = max(abs(a.value), abs(b.value), 1e-12)
    return abs(a.value - b.value) <= 0.006 * scale


def _same_but_value(a: Figure, b: Figure) -> bool:
    return bool(a.subject) and canonical_name(a.subject) == canonical_name(b.subject) and _is_sibling(a, b)

"""What is left of a whole: a whole and the part of it that one sentence sets against it, the part taken away."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

from reportqa.answering.arithmetic.given import figure_of, given_in
from reportqa.answering.arithmetic.operands import LEAST, of_kind, one_owner, subquery
from reportqa.answering.arithmetic.parts import told_part
from reportqa.answering.arithmetic.working import Term, measured, worked
from reportqa.answering.match import Match, ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.words import stem, stems
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["asks_rest", "rest_of"]

_LEFT = re.compile(
    r"\bhow (?:much|many)\b[^?]*\b(?:still (?:\w+ )?(?:to|had|has|have|need\w*|without|left|outstanding|unspent|due|missing|wait\w*|lack\w*|open)|(?:is|are|was|were|be) (?:still )?(?:left|remaining|outstanding|missing|unspent|pending)"
    r"|left (?:to|over|of)|remains?|remained|yet to|yet unspent|not yet|had to be|to go)\b",
    re.I,
)
_NOT = re.compile(
    r"\bhow (?:much|many) of\b[^?]*(?:\b(?:not|no|without|lack|lacks|neither)\b|n['’]t\b)"
    r"|\bhow (?:much|many)\b[^?]*\b(?:do|does|did|is|are|was|were|has|have|had)(?: not|n['’]t)\b",
    re.I,
)
_STATED = stems("remaining remains left outstanding unspent")
_FORM = stems(
    "still left remain remains remained remaining outstanding yet unspent pending wait waiting part rest amount"
)
_PART_OF_IT = re.compile(
    r"\bof (?:which|whom|these|those|them|that|it)\b|\b(?:just|only|so far|already|to date)\b|\b(?:had|has|have) (?:\w+ )?(?:been |\w+ed\b|received|got)",
    re.I,
)
_BESIDE = 250
_TRIED = 15


def asks_rest(query: Query) -> bool:
    """Whether a question asks what is left of something, or how much of it is not what the report counts."""
    return bool(_LEFT.search(query.text) or _NOT.search(query.text))


def rest_of(query: Query, snapshot: Snapshot) -> Draft | None:
    """Whole − part; None where no sentence sets a part against the whole that is asked about."""
    if not asks_rest(query) or len(query.entities) > 1:
        return None
    told = told_part(query, snapshot) if _NOT.search(query.text) else None
    found = (told.whole, told.figure) if told else _whole_and_part(query, snapshot)
    if found is None:
        return None
    whole, part = found
    terms: list[Term | str] = [measured(whole), " − ", measured(part)]
    value = whole.value - part.value
    return worked(Operation.DIFFERENCE, terms, value, whole.unit or part.unit, (whole, part), "What is left is")


def _whole_and_part(query: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    base = subquery(query, snapshot, forecast=True, periods=())
    words = tuple(w for w in base.words if stem(w) not in _FORM and not w[0].isdigit())
    unit = "money" if query.unit in ("price", "money") else "" if query.unit in RATES else query.unit
    asked = replace(base, words=words, unit=unit)
    known = [g for g in given_in(query) if g.unit not in RATES]
    told = figure_of(known[0], query, snapshot) if known else None
    # The whole that the question gives is no candidate of its own query.
    found = [m for m in ranked(replace(asked, text=" ".join(words)), snapshot) if m.score >= LEAST][:_TRIED]
    found = [m for m in found if m.figure.low is None and m.figure.unit not in RATES and of_kind(query.text, m.figure)]
    wholes = [(m.score, m.figure) for m in found] if told is None else [(1.0, told)]
    pairs = [
        (score + m.score, whole, m.figure)
        for (score, whole), m in product(wholes, found)
        if _is_part(m, whole, query, snapshot, given=told is not None)
    ]
    if not pairs:
        return None
    _, whole, part = max(pairs, key=lambda p: (p[0], -p[1].start, -p[2].start))
    return whole, part


def _is_part(match: Match, whole: Figure, query: Query, snapshot: Snapshot, *, given: bool) -> bool:
    """Whether a figure is told as a part of another: in one sentence, smaller, behind words that take it out of the whole."""
    part = match.figure
    if part.document != whole.document or part.table >= 0 or whole.table >= 0 or part.unit != whole.unit:
        return False
    near = part.quote == whole.quote and abs(part.start - whole.start) <= _BESIDE
    if not near or not 0 < part.value < whole.value or not (given or one_owner(part, whole, snapshot)):
        return False
    if stems(part.metric) & _STATED or not _in_time(part, query):
        return False
    text = snapshot.documents[part.document].text
    between = text[min(part.end, whole.end) : max(part.start, whole.start)]
    clause = text[part.end : part.end + 40]
    return bool(_PART_OF_IT.search(between) or (part.start > whole.start and _PART_OF_IT.match(clause.strip())))


def _in_time(part: Figure, query: Query) -> bool:
    """Whether the part holds for a time that the question names, where it names one."""
    when = part.period
    if not query.periods or when is None or when.start is None or when.end is None:
        return True
    return any(p.start and p.end and p.start <= when.end and when.start <= p.end for p in query.periods)

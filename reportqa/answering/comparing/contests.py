"""Claims that set two sides against one another: one and another, one and the rest, one and several together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.operands import LEAST, is_total, siblings, subquery
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.comparing.compare import both_sides, is_lower, side_names, verdict
from reportqa.answering.comparing.described import described, smaller_wins
from reportqa.answering.comparing.sides import rate_verdict, sides_of
from reportqa.answering.comparing.verdicts import is_of, told
from reportqa.answering.match import ranked
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.understanding.understand import understand
from reportqa.answering.vocabulary import identity_of, vocabulary
from reportqa.answering.wording import stated
from reportqa.figures.names import canonical_name
from reportqa.figures.units import convert
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["SIDES", "contest"]

SIDES = re.compile(
    r"\b(?:(?:more|less|fewer|[a-z]+er)\b[^?]*?\bthan\b|exceeds?|exceeded|surpass(?:es|ed)?|outnumber(?:s|ed)?|outpace[sd]?|overtake[sn]?|overtook|ahead of|beat(?:s|en)?)",
    re.I,
)
_REST = re.compile(
    r"\b(?:the rest\b(?: of (?:the )?[\w ]+?)?|everyone else|everybody else|all (?:the )?others?(?: [a-z]+)?|the others?(?: [a-z]+)?|(?:the )?other (?:two|three|four|five|six|[a-z]+s))\b"
    r"(?=(?:,? (?:put together|combined|together|taken together|altogether))|\s*[?.!]*\s*$)",
    re.I,
)
_ALL = re.compile(r"\brest of (?:the )?(?:world|planet|globe)\b|\beveryone else\b|\beverybody else\b", re.I)
_TOGETHER = re.compile(r"\b(?:together|combined|altogether|between them|jointly|in total)\b", re.I)
_SAME_TOTAL = 0.02
"""How far the sum of all parts may lie from a stated total, relative to it."""


def contest(query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that one side is larger or smaller than the other, decided by the figures of both."""
    if _REST.search(query.text) and len(query.entities) < 2:
        return _rest(query, snapshot)
    smaller = is_lower(query)
    if rates := sides_of(query, snapshot):
        held = [s.worked.value for s in rates]
        found = rate_verdict(rates, smaller)
        return told(held[0] < held[1] if smaller else held[0] > held[1], replace(found, short=found.short[1:]))
    if len(query.entities) > 2 and _TOGETHER.search(query.text):
        return _joint(query, snapshot)
    figures = both_sides(query, snapshot)
    if len(figures) != 2:
        return _described(query, snapshot)
    if not is_of(query, Draft("", (), 1.0, figures), snapshot) or not _own(query, figures, snapshot):
        return None
    first, second = figures
    other = convert(second.value, second.unit, first.unit) if second.unit != first.unit else second.value
    found = verdict(replace(query, asked=Asked.COMPARISON), figures, side_names(query, figures, snapshot))
    decided = first.value != other and (first.value < other if smaller else first.value > other)
    return told(decided, replace(found, short=(stated(first), stated(second))))


def _described(query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim about two sides that only words tell apart: "Is a dish cooked here dearer than a delivered one?"."""
    found = described(query, snapshot)
    if found is None:
        return None
    one, other, sides = found
    decided = one.value < other.value if smaller_wins(query, sides, one) else one.value > other.value
    text = f"It is {stated(one)} ({sides.first}) against {stated(other)} ({sides.second})."
    return told(decided, Draft(text, (stated(one), stated(other)), 0.8, (one, other)))


def _rest(query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that one is larger than all the others together: their sum, worked out."""
    if len(query.entities) != 1:
        return None
    asked = understand(_REST.sub(" ", query.text), (), snapshot, query.within)
    base = subquery(replace(asked, entities=query.entities, unit=""), snapshot)
    one, others = _one_of_group(base, snapshot)
    if one is None or not others or not _is_whole(one, others, query, snapshot):
        return None
    return _against_sum(one, others, "The others come to", is_lower(query))


def _one_of_group(base: Query, snapshot: Snapshot) -> tuple[Figure | None, list[Figure]]:
    """The figure that fits a query best, as it stands beside those of others, and those; of equal statements one with others."""
    fits = [m for m in ranked(base, snapshot) if m.score >= LEAST and m.figure.unit not in RATES]
    one = next((m.figure for m in fits if not is_total(m.figure)), None)
    if one is None:
        return None, []
    for match in fits:
        same = match.figure.unit == one.unit and abs(match.figure.value - one.value) <= _SAME_TOTAL / 2 * one.value
        group = siblings(match.figure, snapshot) if same else ()
        name = canonical_name(match.figure.subject)
        others = [f for f in group if canonical_name(f.subject) != name]
        if others:
            return next((f for f in group if f not in others), match.figure), others
    return one, []


def _own(query: Query, figures: Sequence[Figure], snapshot: Snapshot) -> bool:
    """Whether each name of a question has a figure of its own; sides that are told apart by time need none."""
    if len(query.entities) != len(figures) or len(query.periods) > 1:
        return True
    lexicon = vocabulary(snapshot).lexicon
    owners = [identity_of(f, lexicon).owners for f in figures]
    named = all(
        any(n == o or n in o.split() or o in n.split() for o in held)
        for n, held in zip(query.entities, owners, strict=True)
    )
    return named and len({f.id for f in figures}) == len(figures)


def _joint(query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that sets one against several others together: the sum of those, worked out."""
    figures, pivot = both_sides(query, snapshot), SIDES.search(query.text)
    if len(figures) != len(query.entities) or pivot is None or any(f.unit != figures[0].unit for f in figures):
        return None
    if not _own(query, figures, snapshot) or not is_of(query, Draft("", (), 1.0, figures), snapshot):
        return None
    first = understand(query.text[: pivot.end()], (), snapshot, query.within).entities
    before = [f for n, f in zip(query.entities, figures, strict=True) if n in first]
    after = [f for f in figures if f not in before]
    if len(before) == 1:
        return _against_sum(before[0], after, "Together they come to", is_lower(query))
    return _against_sum(after[0], before, "Together they come to", not is_lower(query)) if len(after) == 1 else None


def _against_sum(one: Figure, others: list[Figure], lead: str, smaller: bool) -> Draft:
    """Whether one figure is larger (or smaller) than the sum of others, which is worked out."""
    value = sum(f.value for f in others)
    terms: list[Term | str] = [t for i, f in enumerate(others) for t in (" + " if i else "", term(f, one)) if t]
    made = worked(Operation.SUM, terms, value, one.unit, others, lead)
    text = f"{made.text[:-1]}, against {stated(one)} ({term(one, others[0]).name})."
    decided = one.value < value if smaller else one.value > value
    return told(decided, replace(made, text=text, short=(stated(one), *made.short), figures=(*others, one)))


def _is_whole(one: Figure, others: list[Figure], query: Query, snapshot: Snapshot) -> bool:
    """Whether some figures and one more make up all there is, where a question speaks of the whole world."""
    if not _ALL.search(query.text):
        return True
    value = one.value + sum(f.value for f in others)
    totals = [f for f in snapshot.figures if f.unit == one.unit and f.document == one.document and is_total(f)]
    return any(abs(t.value - value) <= _SAME_TOTAL * value for t in totals) or any(
        re.match(r"(?:the )?(?:other|rest|remaining)\b", f.subject, re.I) for f in others
    )

"""Which checks a question means: by the numbers it names, the relation it speaks of, and what it is about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportqa.answering.audit.asking import Said, Wanted
from reportqa.answering.audit.wording import scale_of, topic_of
from reportqa.answering.evidence import block_at
from reportqa.answering.query import Query
from reportqa.answering.words import stems
from reportqa.figures.names import canonical_name
from reportqa.types import Check, Document, Figure, Period

__all__ = ["Choice", "chosen", "is_named"]

# A check must be meant by something: a number that it holds, or its kind and its topic.
_ACCEPTED = 2.0
# Checks that a question means as much as the best one are answered together.
_AS_MUCH = 0.15
# Without a number in common, the check must be about most of what the question is about.
_ABOUT = 0.5
_NAMED = 0.25
_RATES = ("percent", "percentage point", "basis point")
_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A check with how well it fits a question, and the numbers of the question that its figures do not hold."""

    check: Check
    score: float
    unheld: tuple[Said, ...]


def chosen(
    want: Wanted,
    query: Query,
    checks: Sequence[Check],
    figures: Mapping[str, Figure],
    documents: Mapping[str, Document],
) -> list[Choice]:
    """The checks that a question means, the best first; empty where none fits."""
    found = [_choice(want, query, check, [figures[i] for i in check.figures], documents) for check in checks]
    ranked = sorted((c for c in found if c.score >= _ACCEPTED), key=lambda c: -c.score)
    if not ranked:
        return []
    best = ranked[0]
    close = [c for c in ranked if c.score >= best.score - _AS_MUCH and c.check.kind == best.check.kind]
    return _unrepeated(close)[:_TOGETHER]


def _unrepeated(choices: Sequence[Choice]) -> list[Choice]:
    """Choices without those that state the same claim again, in a table or a restatement."""
    out: list[Choice] = []
    for choice in choices:
        same = (choice.check.kind, choice.check.claimed, choice.check.expected)
        if same not in [(c.check.kind, c.check.claimed, c.check.expected) for c in out]:
            out.append(choice)
    return out


def _choice(
    want: Wanted, query: Query, check: Check, cited: Sequence[Figure], documents: Mapping[str, Document]
) -> Choice:
    held = [n for n in want.numbers if any(is_named(n, f) for f in cited) or _is_value(n, check)]
    unheld = tuple(n for n in want.numbers if n not in held)
    score = 2.0 * len(held) - sum(0.3 if _in_place(n, check, want) else 1.2 for n in unheld)
    claimed = cited[0]
    if any(is_named(n, claimed) for n in held):
        score += 0.5
    if check.kind in want.kinds:
        score += 1.5 if want.kinds[0] == check.kind else 0.9
    elif want.kinds and not check.agrees:
        # What disagrees is told only where the question asks for that relation: a growth of 18% is no share of 18%.
        return Choice(check, -math.inf, unheld)
    elif want.kinds:
        score -= 1.0
    about = _about(want, query, check, cited, documents)
    named = _named(frozenset(query.entities), cited)
    # Where every name that is asked for has its figure, fewer of the other words need to be the report's own.
    least = _NAMED if named > 0 and check.kind in want.kinds[:1] else _ABOUT
    if not held and about < least and want.topic:
        return Choice(check, -math.inf, unheld)
    score += 2.0 * about + named + _timely(query.periods, cited)
    return Choice(check, score, unheld)


def _in_place(said: Said, check: Check, want: Wanted) -> bool:
    """Whether a number may stand in the place of a check's claim: of its kind and its unit."""
    fits = said.percent == (check.unit == "percent") and (not said.multiple or check.unit == "ratio")
    return fits and check.kind in want.kinds[:1]


def _is_value(said: Said, check: Check) -> bool:
    """Whether a number is the whole that a check of shares comes to."""
    return check.kind == "total" and check.unit == "percent" and said.value == check.claimed


def is_named(said: Said, figure: Figure) -> bool:
    """Whether a number of a question is a figure's: its value, an end of its range, or its digits as printed."""
    if (said.percent and figure.unit not in _RATES) or (said.multiple and figure.unit != "ratio"):
        return False
    values = [v for v in (figure.value, figure.low, figure.high) if v is not None]
    scale = scale_of(figure)
    return any(math.isclose(abs(v), said.value * f, rel_tol=1e-6) for v in values for f in {1.0, scale})


def _about(
    want: Wanted, query: Query, check: Check, cited: Sequence[Figure], documents: Mapping[str, Document]
) -> float:
    """The share of a question's topic that a check's figures are about; their sentences and paragraphs count half.

    The names that it asks about are weighed by themselves.
    """
    topic = want.topic - stems(" ".join(query.entities))
    if not topic:
        return _NAMED if want.topic else 0.3
    own = topic_of(cited) | stems(check.kind)
    near = stems(" ".join(f"{f.quote} {f.title}" for f in cited))
    near = near.union(*(_around(documents[f.document], f.start) for f in cited if f.table < 0))
    return sum(1.0 if s in own else 0.5 if s in near else 0.0 for s in topic) / len(topic)


def _around(document: Document, place: int) -> frozenset[str]:
    """The stems of the paragraph or list item at a place and, of an item, of what introduces its list."""
    block = block_at(document, place)
    if block is None:
        return frozenset()
    lead = block.lead_in or (0, 0)
    return _stems_of(document.text[lead[0] : lead[1]]) | _stems_of(document.text[block.start : block.end])


@lru_cache(maxsize=1024)
def _stems_of(text: str) -> frozenset[str]:
    return stems(text)


def _timely(asked: Iterable[Period], cited: Sequence[Figure]) -> float:
    """A reward for figures of the times asked, a penalty where a time asked is none of theirs."""
    held = [f.period for f in cited if f.period and f.period.start and f.period.end]
    score = 0.0
    for period in asked:
        if period.start and period.end and any(c.isdigit() for c in period.text):
            hit = any(h.start and h.end and h.start <= period.end and period.start <= h.end for h in held)
            score += 0.4 if hit else -1.5
    return score


def _named(names: frozenset[str], cited: Sequence[Figure]) -> float:
    """A reward for figures of the names asked, a penalty where one of the names has no figure in the check."""
    if not names:
        return 0.0
    owners = {canonical_name(f.subject) for f in cited}
    words = owners | {w for o in owners for w in o.split()}
    around = " ".join(f"{f.metric} {f.quote} {f.title} {f.document}".lower() for f in cited)
    missing = [n for n in names if n not in words and n not in around]
    return 0.3 * sum(n in words for n in names) - 1.5 * len(missing)

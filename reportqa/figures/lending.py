"""The period that a sentence lends to the next: only one that frames its paragraph, of one status, never one of several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.figures.construing import Reading
from reportqa.figures.grammar import Predicate
from reportqa.figures.identity import Attributes
from reportqa.figures.lexicon import Act
from reportqa.figures.sections import lends
from reportqa.figures.timing import EVENTS, is_ago, is_compared, is_passed, is_rate, opens
from reportqa.figures.uses import Role
from reportqa.types import Period, Status

__all__ = ["Lent", "lent_by"]

# Days: a shorter period than a quarter may be the date of something that happened once.
_LONG = 80
_LASTING = frozenset([Act.STATE, Act.HAVE, Act.RISE, Act.FALL, Act.SHARE, Act.PRICE])


@dataclass(frozen=True, slots=True)
class Lent:
    """A period that a sentence lends on; `frames` tells that it holds for what follows, else only the next sentences of the
    paragraph may take it, and only where no heading and no title names a period."""

    period: Period
    frames: bool


def lent_by(r: Reading, found: Sequence[Attributes], published: dt.date | None) -> Lent | None:
    """What a sentence lends: the period that opens it or announces a list, else weakly the one period of its values."""
    told = zip(sorted(r.uses), found, strict=True)
    values = [(k, a) for k, a in told if a.role is not Role.ADJUNCT and not is_passed(r.s, r.uses, k)]
    own = {t: p for t, p in r.clock.items() if not is_ago(p) and not is_rate(p)}
    here = {p.text for p in r.clock.values()}
    dated = [
        a.period for _, a in values if a.period is not None and a.period.start is not None and a.period.text in here
    ]
    several = len({(p.start, p.end) for p in dated}) > 1 or len({a.status for _, a in values}) > 1
    opening = next((t for t in sorted(own) if opens(r.s, t)), -1)
    announced = (p for t, p in own.items() if lends(p, published) and not is_compared(r.s, t))
    if r.s.tags.rstrip("?").endswith(":") and (named := next(announced, None)):
        return Lent(named, True)
    foreseen = any(a.status is Status.FORECAST for _, a in values)
    if opening >= 0 and not several and not foreseen and _frames(own[opening], _verb_behind(r, opening)):
        # "In the first half" has its days from the value that holds in it.
        period = next((p for p in dated if p.text == own[opening].text), own[opening])
        if lends(period, published):
            return Lent(period, True)
    holding = [(k, a.period) for k, a in values if a.period in dated and any(p.text == _words(a) for p in own.values())]
    if several or not holding or any(a.status is not Status.REPORTED for _, a in values):
        return None
    period = next(p for _, p in holding if p is not None)
    if any(p == period and r.s.words[t - 1 : t] in (("since",), ("until",), ("till",)) for t, p in own.items()):
        # "has held its price at $6 since 2018", "until 2021": the next sentence tells of today.
        return None
    governor = r.uses[holding[0][0]].predicate
    held = governor is not None and governor.act in _LASTING and (period.start != period.end or governor.lemma == "be")
    return Lent(period, False) if lends(period, published) and (held or _days(period) >= _LONG) else None


def _frames(period: Period, verb: Predicate | None) -> bool:
    """Whether a period that opens a sentence holds for more than what happened then: "In March 2025 the group issued"."""
    if period.start is None or _days(period) >= _LONG:
        return True
    if period.start == period.end:
        return verb is not None and verb.act is Act.STATE
    return verb is None or verb.lemma not in EVENTS


def _verb_behind(r: Reading, t: int) -> Predicate | None:
    return next((p for p in r.predicates if p.verb[0] > t), None)


def _words(found: Attributes) -> str:
    return found.period.text if found.period is not None else ""


def _days(period: Period) -> int:
    return (period.end - period.start).days if period.start is not None and period.end is not None else 0

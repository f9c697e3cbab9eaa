"""Whether what a report gives bears a claim out: a number with its hedge against the number of the claim.

A hedge makes a number an interval: "over 100 million" is more than that, "about 300 million" is near it, a range lies
between its ends. A claim is true where it holds for the whole interval, false where it holds nowhere in it, and open
where the source cannot tell.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import numpy as np

from reportqa.answering.arithmetic.operands import measure_words
from reportqa.answering.match import ranked
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stem, stems
from reportqa.errors import UnitError
from reportqa.figures.numbers import Number
from reportqa.figures.periods import overlap
from reportqa.figures.units import compatible, convert
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Derivation, Figure, Qualifier

__all__ = [
    "Held",
    "direction_of",
    "held_by",
    "holds",
    "is_disputed",
    "is_of",
    "open_between",
    "rivals",
    "told",
    "way_of",
]

_NEAR = 0.03
"""How far a number that its source calls "about" may lie from what it counts, relative to it."""
_EQUAL, _ROUND = 0.005, 0.02
"""How far a number may lie from an equal one: always, and at most where the claim is written with few digits."""
_AS_WELL, _SEEN = 0.10, 12
"""How much worse a figure may fit a question and still be meant as well, and how many are looked at."""
# Words of a claim that name no measure, and those that a ratio covers by itself.
_GENERIC = stems(
    "use used have make made reach record account alone true really much per week month day year weekly monthly daily annual"
)
_PROPORTION = stems("lead multiple factor gap ratio advantage times")
# What somebody has is told by no count of what was opened, closed or cut.
_OWNS = re.compile(
    r"^how many\b.*\b(?:have|has|had|are there|is there|there are|does|do)\b(?:.*\bha(?:ve|s|d)\b)?", re.I
)
_EVENTS = stems("opened closed opening closing openings closures cut lost hired added recruited transferred acquired")
_PART = re.compile(r"\b(?:half|quarter|[HQ][1-4]|months?)\b", re.I)
_HEDGED = frozenset([Qualifier.OVER, Qualifier.AT_LEAST])
_CAPPED = frozenset([Qualifier.UNDER, Qualifier.UP_TO])
_FALLS = re.compile(
    r"\b(?:fall|fell|fallen|drop|declin|decreas|shrink|shrank|shrunk|plung|slump|cheaper|go(?:ne|ing)? down|went down|halv|contract(?:ed|ion)|reduc)",
    re.I,
)
_RISES = re.compile(
    r"\b(?:rise|rose|risen|rising|grow|grew|increas|climb|jump|surg|go(?:ne|ing)? up|went up|doubl|tripl|trebl|quadrupl|gain|expan)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a report gives, as an interval of `unit`: its ends, and whether they themselves are left out."""

    low: float
    high: float
    unit: str
    above: bool = False
    below: bool = False


def held_by(found: Draft) -> Held | None:
    """The interval of a draft's result or of its first figure; None where it gives neither."""
    if found.derivation is not None:
        return _worked(found, found.derivation)
    return _held(found.figures[0]) if found.figures else None


def _worked(found: Draft, derivation: Derivation) -> Held:
    """The interval of a result: where its first operand is "over" a number, so is the result; other bounds say nothing."""
    value, unit = abs(derivation.value), derivation.unit
    hedges = {f.id: f.qualifier for f in found.figures if f.id in derivation.operands}
    first, *rest = (hedges.get(o) for o in derivation.operands)
    if any(h in _HEDGED | _CAPPED for h in rest) or first in _CAPPED:
        return Held(0.0, math.inf, unit)
    if first in _HEDGED:
        return Held(value, math.inf, unit, above=first is Qualifier.OVER)
    return _around(value, unit) if Qualifier.ABOUT in hedges.values() else Held(value, value, unit)


def _held(figure: Figure) -> Held:
    value, unit = abs(figure.value), figure.unit
    if figure.low is not None and figure.high is not None:
        low, high = sorted((abs(figure.low), abs(figure.high)))
        return Held(low, high, unit)
    if figure.qualifier in _HEDGED:
        return Held(value, math.inf, unit, above=figure.qualifier is Qualifier.OVER)
    if figure.qualifier in _CAPPED:
        return Held(0.0, value, unit, below=figure.qualifier is Qualifier.UNDER)
    return _around(value, unit) if figure.qualifier is Qualifier.ABOUT else Held(value, value, unit)


def _around(value: float, unit: str) -> Held:
    """What "about" a value may count: half a unit of its last digit that is not zero, and at most a few per cent."""
    digits = f"{value:.6g}".split("e")[0].replace(".", "").strip("0")
    half = (
        0.5 * 10.0 ** (math.floor(math.log10(value)) - len(digits) + 1) if value > 0 and len(digits) < 6 else math.inf
    )
    near = min(half, _NEAR * value)
    return Held(value - near, value + near, unit)


def holds(claimed: Number, held: Held) -> bool | None:
    """Whether a claim holds for what a report gives; None where that leaves it open or measures something else.

    >>> from reportqa.figures.numbers import find
    >>> claim = find("more than 100 million users")[0]
    >>> holds(claim, Held(1e8, math.inf, "user", above=True)), holds(claim, Held(5e7, math.inf, "user", above=True))
    (True, None)
    """
    value = claimed.value
    if held.unit != claimed.unit and held.unit and claimed.unit and compatible(claimed.unit, held.unit):
        try:
            value = convert(claimed.value, claimed.unit, held.unit)
        except UnitError:
            return None
    match claimed.qualifier:
        case Qualifier.OVER:
            return _exceeds(held, value)
        case Qualifier.UP_TO:
            over = _exceeds(held, value)
            return None if over is None else not over
        case Qualifier.AT_LEAST:
            return _reaches(held, value)
        case Qualifier.UNDER:
            reached = _reaches(held, value)
            return None if reached is None else not reached
    return _equals(held, value, claimed)


def _exceeds(held: Held, value: float) -> bool | None:
    if held.low > value or (held.low == value and held.above):
        return True
    return False if held.high <= value else None


def _reaches(held: Held, value: float) -> bool | None:
    if held.low >= value:
        return True
    return False if held.high < value or (held.high == value and held.below) else None


def _equals(held: Held, value: float, claimed: Number) -> bool | None:
    scale = value / claimed.value if claimed.value else 1.0
    near = _NEAR if claimed.qualifier is Qualifier.ABOUT else _ROUND
    slack = max(_EQUAL * abs(value), min(claimed.half * scale, near * abs(value)))
    if claimed.low is not None and claimed.high is not None:
        return claimed.low * scale <= held.low and held.high <= claimed.high * scale
    if math.isinf(held.high) or held.low == 0.0 < held.high:
        # "Over 50 million" is what a source says of 50 million, and does not rule out 60 million.
        stated = held.low if math.isinf(held.high) else held.high
        if abs(stated - value) <= slack:
            return True
        return None if held.low <= value <= held.high else False
    if held.high - slack <= value <= held.low + slack or (held.low <= value <= held.high and _is_about(held)):
        return True
    return None if held.low <= value <= held.high else False


def _is_about(held: Held) -> bool:
    """Whether an interval is that of a number told with "about", and no range."""
    return 0.0 < held.high - held.low <= 2.001 * _NEAR * held.high


def direction_of(found: Draft, text: str = "") -> int:
    """Which way a change goes that a draft gives: 1 up, -1 down, 0 where nothing tells."""
    if found.derivation is not None:
        lead = found.text.lower()
        if lead.startswith("the change is"):
            return int(np.sign(found.derivation.value))
        return -1 if lead.startswith("the fall") else 1 if lead.startswith("the rise") else 0
    figure = found.figures[0]
    if figure.value < 0 or figure.text.startswith(("-", "−", "(")):
        return -1
    return way_of(figure.metric)


def way_of(text: str) -> int:
    """1 where words tell of a rise, -1 where they tell of a fall, 0 where they tell of neither or of both."""
    return bool(_RISES.search(text)) - bool(_FALLS.search(text))


def is_of(asked: Query, found: Draft, snapshot: Snapshot) -> bool:
    """Whether a draft is of the measure that is asked for: it says half of the question's words, or means the same."""
    figures = found.figures[:1] if found.derivation is None else found.figures
    wanted = {stem(w) for w in measure_words(asked.words) if not w[0].isdigit()} - _GENERIC
    if all(f.unit == "ratio" for f in figures):
        wanted -= _PROPORTION
    if not wanted or not figures:
        return bool(figures)
    if _OWNS.search(asked.text) and any((stems(f.metric) & _EVENTS) - wanted for f in figures):
        return False
    said = frozenset().union(*(stems(f"{f.subject} {f.metric} {f.unit} {f.quote}") for f in figures))
    if 2 * len(wanted & said) >= len(wanted):
        return True
    metrics = [f.metric for f in figures if f.metric]
    if not metrics:
        return False
    vectors = snapshot.label_vectors(metrics)
    return float(np.max(vectors @ snapshot.encoder.encode([" ".join(asked.words)])[0])) >= 0.5


def rivals(found: Draft) -> tuple[Held, ...]:
    """What other sources give for the very same owner and measure, where a draft tells of them."""
    if found.derivation is not None or not found.figures:
        return ()
    head, *others = found.figures
    return tuple(
        _held(f)
        for f in others
        if f.unit == head.unit and f.metric.lower() == head.metric.lower() and not _restates(f, head)
    )


def is_disputed(claimed: Number, asked: Query, found: Draft, snapshot: Snapshot) -> bool:
    """Whether a figure that fits an open question as well as the one found would decide the claim the other way."""
    if found.derivation is not None:
        return False
    head = found.figures[0]
    ranks = ranked(asked, snapshot)
    best = next((m.score for m in ranks if m.figure.id == head.id), None)
    near = [m.figure for m in ranks[:_SEEN] if best is not None and m.score >= best - _AS_WELL]
    near = [f for f in near if f not in found.figures]
    said = {
        holds(claimed, _held(f)) for f in near if f.unit == head.unit and _one_time(f, head) and not _restates(f, head)
    }
    said |= {holds(claimed, _held(head))}
    return {True, False} <= said


def _restates(a: Figure, b: Figure) -> bool:
    """Whether two figures give one number, perhaps rounded."""
    return abs(a.value - b.value) <= _EQUAL * max(abs(a.value), abs(b.value)) * 1.2


def _one_time(a: Figure, b: Figure) -> bool:
    """Whether two figures hold for times that meet; what is not dated holds for any."""
    return (
        a.period is None or b.period is None or not (a.period.start and b.period.start) or overlap(a.period, b.period)
    )


def is_part(asked: Query, found: Draft) -> bool:
    """Whether a figure is for a half or a quarter of the year that a claim speaks of: it decides nothing about the whole."""
    if found.derivation is not None or not asked.periods or found.figures[0].period is None:
        return False
    wanted = any(_PART.search(p.text) for p in asked.periods)
    return bool(_PART.search(found.figures[0].period.text)) and not wanted


def open_between(found: Draft) -> Draft:
    """A draft whose sources differ, so that one of them bears a claim out and another does not."""
    return replace(found, text=f"The reports differ. {found.text}")


def told(decided: bool | None, found: Draft) -> Draft:
    """A draft that says yes, no, or that its figures leave the claim open."""
    lead, short = {True: ("Yes", "yes"), False: ("No", "no"), None: ("The report leaves that open", "")}[decided]
    bare = (short, *found.short) if short else found.short
    return replace(found, text=f"{lead}. {found.text}", short=bare)

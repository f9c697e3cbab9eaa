"""Changes between two values: "from 3.2 to 3.7 million, a rise of 21%", "a 93% decline", "18% above the 4.9 GW of 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportqa.answering.audit.bounds import decimals, telling_digits
from reportqa.answering.audit.items import Item, Kind, Shelf, is_counted, is_year_before, on_one_ground, same_time
from reportqa.answering.audit.movements import written_change
from reportqa.answering.audit.wording import conclude, named, number, result, shown
from reportqa.answering.words import stems
from reportqa.types import Check, Figure

__all__ = ["Pair", "change_check", "change_checks", "twins"]


# Of a longer series of one measure nothing tells which two values a change is of, unless its sentence does.
_MOST_OVER_TIME = 200
_A_YEAR = re.compile(
    r"\b(?:(?:a|per|each|every) year|per annum|annual(?:ly|i[sz]ed)|compound|cagr)\b(?! (?:ago|earlier|before))", re.I
)
_BEFORE = 700
_TELLING_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A value and the one before it. `told` says that the sentence of the change states them, or that their identities
    leave no doubt."""

    new: Item
    old: Item
    told: bool


def change_checks(shelf: Shelf) -> Iterator[Check]:
    """Every stated change of a report's prose, in percent or in units, against the two values that it lies between."""
    for kind in (Kind.CHANGE, Kind.GAP, Kind.LEVEL):
        for claim in shelf.of(kind):
            if claim.figure.table >= 0 or claim.figure.low is not None:
                continue
            written = written_change(claim, shelf)
            if written is not None:
                yield change_check(written[0], Pair(*written[1:], True))
            elif kind is not Kind.LEVEL:
                check = _verdict(claim, list(_pairs(claim, shelf)))
                yield from [check] if check is not None else []


def _verdict(claim: Item, pairs: Sequence[Pair]) -> Check | None:
    """The check of the best pair: one that fits where there is any, else the told pair when all that is told disagrees."""
    checks = [(pair, change_check(claim, pair)) for pair in pairs]
    fitting = [c for _, c in checks if c.agrees]
    if fitting:
        return min(fitting, key=lambda c: c.tolerance)
    # A rate a year over several years is no change between their ends.
    yearly = bool(_A_YEAR.search(claim.figure.quote))
    told = all(
        p.told
        and on_one_ground(claim, p.new, p.old)
        and (not yearly or is_year_before(p.old.figure.period, p.new.figure.period))
        for p in pairs
    )
    return checks[0][1] if checks and told else None


def change_check(claim: Item, pair: Pair) -> Check:
    """A stated change against new / old − 1, or against new − old where it is stated in units."""
    new, old = pair.new.figure, pair.old.figure
    if claim.kind is Kind.GAP:
        bounds = pair.new.bounds - pair.old.bounds
        value = pair.new.value - pair.old.value
        size = _points(value, new, old) if new.unit == "percent" else result(abs(value), [new, old])
    else:
        bounds = (pair.new.bounds / pair.old.bounds).plus(-1.0).times(100.0)
        value = 100.0 * (pair.new.value / pair.old.value - 1.0)
        size = f"{number(abs(value), 1)}%"
    way = "fall" if value < 0 else "rise"
    working = f"from {shown(old)} to {shown(new)} is a {way} of {size}; stated: {shown(claim.figure)}"
    statement = f"{named(claim.figure)}, from {shown(old)} to {shown(new)}"
    figures = [claim.figure, new, old]
    return conclude(
        "change", figures, (claim.value, claim.bounds), (value, bounds), claim.figure.unit, statement, working
    )


def _points(value: float, new: Figure, old: Figure) -> str:
    return f"{number(abs(value), max(decimals(new), decimals(old)))} percentage points"


def _pairs(claim: Item, shelf: Shelf) -> Iterator[Pair]:
    """The pairs of values that a change can lie between: in its sentence, half in it, or by their identities alone."""
    beside = [i for i in shelf.beside(claim) if _can_change(i, claim)]
    inside = [(n, o) for n in beside for o in beside if _follows(n, o) and _one_thing(n, o, claim)]
    if inside:
        # Where a sentence has more values of one measure than two, only a pair that fits is known to be the one meant.
        sole = len({(n.value, o.value) for n, o in inside}) == 1
        yield from (
            Pair(n, o, sole) for n, o in sorted(inside, key=lambda p: _apart(p[0], claim) + _apart(p[1], claim))
        )
        return
    if claim.kind is Kind.GAP:
        return
    # Bare counts are compared inside a sentence only: beyond it nothing tells what they count.
    owned = [
        i for i in shelf.owned(Kind.VALUE, claim.who) if i.figure.unit and _can_change(i, claim) and i not in beside
    ]
    known = list(_completed(claim, beside, owned, shelf)) or list(
        _by_identity(claim, [i for i in owned if _measures(i, claim)])
    )
    yield from known or _nearby(claim, shelf)


def _nearby(claim: Item, shelf: Shelf) -> Iterator[Pair]:
    """Two values of the subject in the sentences just before a change, of one unit and an earlier and a later time; one of
    them not far enough to be of another thing. Only a pair that comes out is known to be the one meant."""
    if not claim.who or telling_digits(claim.figure) < _TELLING_DIGITS:
        return
    near = [
        i
        for i in shelf.owned(Kind.VALUE, claim.who)
        if i.figure.document == claim.figure.document
        and i.figure.table < 0
        and i.figure.unit
        and 0 <= claim.figure.start - i.figure.start <= _BEFORE
        and _can_change(i, claim)
        and (i.figure.status == "forecast") == (claim.figure.status == "forecast")
    ]
    yield from (Pair(n, o, False) for n in near for o in near if _follows(n, o))


def _apart(item: Item, claim: Item) -> int:
    return abs(item.figure.start - claim.figure.start)


def _can_change(item: Item, claim: Item) -> bool:
    return (
        item.kind is Kind.VALUE
        and item.figure.low is None
        and item.value > 0
        and (item.who == claim.who or not item.who or not claim.who)
        and (claim.kind is not Kind.GAP or item.figure.unit == claim.figure.unit)
    )


def _follows(new: Item, old: Item) -> bool:
    """Whether two values are of one unit and the first holds for a later time."""
    a, b = new.figure.period, old.figure.period
    if new is old or new.figure.unit != old.figure.unit or a is None or b is None:
        return False
    return bool(a.start and b.start and a.end and b.end and b.start < a.start and b.end < a.end)


def _one_thing(new: Item, old: Item, claim: Item) -> bool:
    """Whether two values measure what changed: one subject, one measure."""
    if new.who != old.who or new.measure != old.measure:
        return False
    return bool(new.measure & claim.measure) or not claim.measure or not new.measure


def _measures(item: Item, claim: Item) -> bool:
    """Whether a value measures what a change is of: all of the words of one are words of the other."""
    a, b = item.measure, claim.measure
    return bool(a and b) and (a <= b or b <= a)


def _alike(a: Item, b: Item) -> bool:
    """Whether two values of one subject measure one thing: by their words, or because they count the same noun."""
    unit = a.figure.unit
    if unit != b.figure.unit or a.figure.frequency != b.figure.frequency:
        return False
    return a.measure == b.measure or is_counted(unit) or _measures(a, b)


def _completed(claim: Item, beside: Iterable[Item], owned: Sequence[Item], shelf: Shelf) -> Iterator[Pair]:
    """A change whose sentence gives one end: the other is the same subject's and measure's, a year before or now."""
    when = claim.figure.period
    for end in beside:
        if is_year_before(end.figure.period, when):
            yield from (Pair(i, end, True) for i in owned if _alike(i, end) and same_time(i.figure.period, when))
            continue
        known = [(end, owned), *((t, shelf.owned(Kind.VALUE, t.who)) for t in twins(end, shelf))]
        for same, kin in known:
            for old in kin:
                if _alike(old, same) and old.value > 0 and is_year_before(old.figure.period, end.figure.period):
                    yield Pair(end, old, old.measure == same.measure)


def twins(item: Item, shelf: Shelf) -> Iterator[Item]:
    """The other statements of one value: the same number, unit and time, and a word of its subject or measure in common."""
    words = item.measure | stems(item.figure.subject)
    for other in shelf.stating(item.figure.unit, item.value):
        if other is item or other.who == item.who:
            continue
        if same_time(other.figure.period, item.figure.period) and words & (other.measure | stems(other.figure.subject)):
            yield other


def _by_identity(claim: Item, owned: Sequence[Item]) -> Iterator[Pair]:
    """A change over a year whose sentence gives neither end: the values of its measure now and a year before."""
    when = claim.figure.period
    if not claim.yearly or len(owned) > _MOST_OVER_TIME:
        return
    for new in owned:
        if same_time(new.figure.period, when):
            for old in owned:
                if new.measure == old.measure and _follows(new, old) and _is_start(old, new, owned):
                    yield Pair(new, old, new.measure == claim.measure)


def _is_start(old: Item, new: Item, owned: Sequence[Item]) -> bool:
    """Whether a value is the one a year before another, or the only other one that its measure has."""
    if is_year_before(old.figure.period, new.figure.period):
        return True
    return {i.value for i in owned if i.measure == new.measure and i.figure.unit == new.figure.unit} == {
        new.value,
        old.value,
    }

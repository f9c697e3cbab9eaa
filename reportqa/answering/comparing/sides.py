"""Two sides compared by an amount for each of something: tokens per user of one country and of the other, both worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportqa.answering.arithmetic.derive import derive
from reportqa.answering.comparing.compare import is_comparison, is_lower
from reportqa.answering.match import ranked
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import time_units
from reportqa.figures.metric import same_measure
from reportqa.figures.units import singular
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Derivation

__all__ = ["Side", "rate_verdict", "rates_compared", "sides_of"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: its name as the corpus writes it, and the draft that works its rate out."""

    name: str
    draft: Draft
    worked: Derivation


def sides_of(query: Query, snapshot: Snapshot) -> tuple[Side, Side] | None:
    """The rates of the two names of a question in its order; None where one cannot be worked out or the units differ."""
    if len(query.entities) != 2 or query.unknown:
        return None
    made = [
        _side(replace(query, entities=(n,), asked=Asked.QUANTITY, operation=Operation.NONE), snapshot)
        for n in query.entities
    ]
    first, second = made
    return (first, second) if first and second and first.worked.unit == second.worked.unit else None


def _side(query: Query, snapshot: Snapshot) -> Side | None:
    """The rate of one name, in the unit that is counted; by that unit alone where the name has one measure in it."""
    words = vocabulary(snapshot)
    counted = {w: u for w in query.words if (u := singular(w)) in words.units and u not in time_units()}
    tried = [replace(query, unit=u) for u in dict.fromkeys((query.unit, *counted.values())) if u]
    tried += [q for w, u in counted.items() if _is_only_measure(q := replace(query, unit=u, words=(w,)), snapshot)]
    for one in tried:
        found = derive(one, snapshot)
        if found and found.derivation and " / " in found.derivation.unit and len(found.derivation.operands) == 2:
            owner = next((f.subject for f in found.figures if f.subject), "")
            return Side(owner or words.names.get(query.entities[0], query.entities[0]), found, found.derivation)
    return None


def _is_only_measure(query: Query, snapshot: Snapshot) -> bool:
    """Whether all that a name has in a unit is one measure: then whatever verb a question uses means that."""
    metrics = {m.figure.metric for m in ranked(replace(query, frequency=""), snapshot) if m.figure.unit == query.unit}
    first = next(iter(metrics), "")
    return bool(first) and all(m == first or same_measure(m, first) for m in metrics)


def rates_compared(query: Query, snapshot: Snapshot) -> Draft | None:
    """Which of two names has the larger rate (or the smaller, where that is asked for), with both workings; its rate is the
    headline. None where a question compares no rates or one side cannot be worked out."""
    sides = sides_of(query, snapshot) if is_comparison(query) else None
    return rate_verdict(sides, is_lower(query)) if sides else None


def rate_verdict(sides: tuple[Side, Side], smaller: bool) -> Draft:
    """Which side has the larger or the smaller rate, in words."""
    order = sorted(sides, key=lambda s: s.worked.value, reverse=not smaller)
    winner, loser = order
    steps = [f"{s.worked.formula} = {_number(s)}" for s in order]
    figures = tuple(dict.fromkeys(f for s in order for f in s.draft.figures))
    derivation = replace(
        winner.worked, formula="; ".join(steps), operands=tuple(o for s in order for o in s.worked.operands)
    )
    text = (
        f"{winner.name} is {'smaller' if smaller else 'larger'}: {winner.worked.display} ({winner.worked.formula}) "
        f"against {loser.worked.display} ({loser.worked.formula}; {loser.name})."
    )
    return Draft(text, (winner.name, winner.worked.display, loser.worked.display), 0.8, figures, derivation)


def _number(side: Side) -> str:
    """The number of a result without its unit."""
    return side.worked.display.split(" ")[0]

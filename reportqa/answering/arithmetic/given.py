"""The numbers that a question itself gives: "10 million tokens", "25 seats", "from 7.941 trillion to 15 trillion"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.answering.match import ranked
from reportqa.answering.query import Query
from reportqa.figures import numbers, periods
from reportqa.figures.units import compatible, is_currency
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["Given", "figure_of", "given_in"]

_NEAR = 0.003
"""How far a number of the question may lie from the figure it repeats, relative to it."""

# Words for one of whatever is counted: "1.2 million units" are two-wheelers where the text counts two-wheelers.
_COUNTERS = frozenset(["unit", "item", "piece", "machine"])


@dataclass(frozen=True, slots=True)
class Given:
    """A number of a question: its characters there, its value in `unit`."""

    text: str
    value: float
    unit: str


def given_in(query: Query) -> tuple[Given, ...]:
    """The numbers of a question in order, its years and dates left out."""
    text = re.sub(r"\b(?:a|one) thousand\b", "1,000", query.text, flags=re.I)
    text = re.sub(r"\b(?:a|one) (million|billion|trillion)\b", r"1 \1", text, flags=re.I)
    dated = [(s, e) for _, s, e in periods.find(text, None)]
    found = numbers.find(text)
    apart = [n for n in found if not any(s < n.end and n.start < e for s, e in dated)]
    out: list[Given] = []
    for n in apart:
        if n.low is not None and n.high is not None:
            # "from 0.12 to 0.008" is two numbers to a question, not a range.
            ends = n.text.replace("–", "-").split(" to ") if " to " in n.text else [f"{n.low:g}", f"{n.high:g}"]
            values = [n.low, n.high]
            if (
                len(ends) == 2
                and (first := numbers.find(ends[0]))
                and first[0].value > n.low * 1.001
                and " to " in n.text
            ):
                values = [n.high, n.low]
            out += [Given(t.strip(), v, n.unit) for t, v in zip(ends, values, strict=False)]
        else:
            out.append(Given(n.text, n.value, n.unit))
    return tuple(out)


def figure_of(given: Given, query: Query, snapshot: Snapshot) -> Figure | None:
    """The figure of the corpus that a number of the question repeats, the best fitting one; None where none has its value."""
    rows = snapshot.rows_within(query.within)[2]
    alike = [snapshot.figures[r] for r in rows if _is_near(given, snapshot.figures[r])]
    if not alike:
        return None
    order = {m.figure.id: i for i, m in enumerate(ranked(query, snapshot))}
    return min(alike, key=lambda f: (order.get(f.id, len(order)), f.locator.endswith("title"), f.start))


def _is_near(given: Given, figure: Figure) -> bool:
    counted = given.unit in _COUNTERS and " / " not in figure.unit and not is_currency(figure.unit)
    if given.unit and not (counted or given.unit == figure.unit or compatible(given.unit, figure.unit)):
        return False
    values = [v for v in (figure.value, figure.low, figure.high) if v is not None]
    return figure.unit != "date" and any(abs(v - given.value) <= _NEAR * max(abs(v), 1e-12) for v in values)

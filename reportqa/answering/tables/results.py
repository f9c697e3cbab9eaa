"""What a candidate comes to: the parts of the answer, the value with its unit, and the formula with its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answering.tables.cells import plain
from reportqa.answering.tables.grid import Fact
from reportqa.answering.tables.question import Op
from reportqa.answering.tables.scale import PLAIN, Scale
from reportqa.answering.tables.view import Candidate, TableView

__all__ = ["Result", "printed", "result_of"]

_ARITHMETIC = frozenset({Op.DIFFERENCE, Op.CHANGE, Op.AVERAGE, Op.SUM, Op.RATIO, Op.SHARE})
_COUNTS = frozenset({Op.COUNT_PERIODS, Op.COUNT_ROWS, Op.COUNT_LIST})


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a candidate. `value` is in `unit`; `formula` shows the numbers as printed, `scale` how to print it."""

    parts: tuple[str, ...]
    value: float | None = None
    unit: str = ""
    formula: str = ""
    scale: Scale = PLAIN


def result_of(candidate: Candidate, view: TableView) -> Result | None:
    """Carry a candidate out; None where its units do not fit or it divides by nothing."""
    op = candidate.op
    if op is Op.LOOKUP:
        return Result(tuple(printed(f, view.scale(f)) for f in candidate.facts))
    if op in _ARITHMETIC:
        return _arithmetic(candidate, view)
    if op in _COUNTS:
        count = len(candidate.names)
        return Result((str(count),), float(count), "", f"count({', '.join(candidate.names)}) = {count}")
    return Result(candidate.names) if candidate.names and all(candidate.names) else None


def printed(fact: Fact, scale: Scale) -> str:
    """A cell as an answer prints it: verbatim, with its scale word or percent sign where the cell leaves them out."""
    text = plain(fact.text)
    if fact.number.nil:
        text = "0"
    if scale.unit == "percent" and "%" not in text and "percent" not in text:
        return f"{text}%"
    return (
        f"{text} {scale.word}" if scale.word and scale.word not in text.lower() and fact.number.factor == 1.0 else text
    )


def _fitting(facts: Sequence[Fact], view: TableView) -> Scale | None:
    """The one scale and unit of cells that may be added, None where their units differ."""
    scales = [view.scale(f) for f, n in ((f, f.number) for f in facts) if not n.nil] or [view.scale(facts[0])]
    units = {s.unit for s in scales if s.unit}
    percents = {s.unit == "percent" for s in scales}
    if len(units) > 1 or len(percents) > 1:
        return None
    unit = next(iter(units), "")
    return Scale(scales[0].factor, unit, scales[0].word)


def _arithmetic(candidate: Candidate, view: TableView) -> Result | None:
    facts = candidate.facts
    scale = _fitting(facts, view)
    if scale is None:
        return None
    values = [abs(view.value(f)) if candidate.magnitude else view.value(f) for f in facts]
    shown = [_operand(f, candidate.magnitude) for f in facts]
    if candidate.op is Op.SUM:
        return _money(sum(values), scale, " + ".join(shown))
    if candidate.op is Op.AVERAGE:
        return _money(sum(values) / len(values), scale, f"({' + '.join(shown)}) / {len(values)}")
    (a, left), (b, right) = (
        _side(values[part], shown[part], candidate) for part in (slice(candidate.split), slice(candidate.split, None))
    )
    if candidate.op is Op.DIFFERENCE:
        if not candidate.reading.signed and a < b and len(candidate.chosen) > 1:
            a, left, b, right = b, right, a, left
        return _money(a - b, scale, f"{left} − {right}")
    if b == 0:
        return None
    if candidate.op is Op.CHANGE:
        return _pure(100 * (a - b) / b, "percent", f"({left} − {right}) / {right}")
    if candidate.op is Op.SHARE:
        return _pure(100 * a / b, "percent", f"{left} / {right}")
    return _pure(a / b, "ratio", f"{left} / {right}")


def _side(values: Sequence[float], shown: Sequence[str], candidate: Candidate) -> tuple[float, str]:
    """One side of an operation: its value and how it is written."""
    if len(values) == 1:
        return values[0], shown[0]
    text = f"({' + '.join(shown)})"
    return (sum(values) / len(values), f"{text} / {len(values)}") if candidate.averaged else (sum(values), text)


def _operand(fact: Fact, magnitude: bool) -> str:
    """A cell as the formula prints it: verbatim; without its minus or parentheses where only its size counts."""
    if fact.number.nil:
        return "0"
    text = plain(fact.text)
    if magnitude and fact.number.value < 0:
        return re.sub(r"[()−-]|\s(?=\d)", "", text).strip()
    return f"({text})" if fact.number.value < 0 and not text.startswith("(") else text


def _money(value: float, scale: Scale, formula: str) -> Result:
    """A sum or difference in the scale of its cells."""
    value = float(f"{value:.12g}")
    shown = float(f"{value / scale.factor:.12g}")
    text = _number(shown)
    text = f"{text}%" if scale.unit == "percent" else f"{text} {scale.word}".strip()
    return Result((text,), value, scale.unit, f"{formula} = {text}", scale)


def _pure(value: float, unit: str, formula: str) -> Result:
    value = float(f"{value:.12g}")
    text = f"{_number(value)}%" if unit == "percent" else _number(value)
    return Result((text,), value, unit, f"{formula} = {text}", Scale(1.0, unit))


def _number(value: float) -> str:
    """Two decimals at most, thousands parted, no needless zeros."""
    text = f"{value:,.2f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text

"""What a candidate comes to: the parts of the answer, the value with its unit, and the formula with its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportqa.answering.tables.cells import plain
from reportqa.answering.tables.grid import Fact
from reportqa.answering.tables.question import Op
from reportqa.answering.tables.scale import PLAIN, Scale
from reportqa.answering.tables.view import Candidate, TableView
from reportqa.answering.wording import unit_words

__all__ = ["ARITHMETIC", "Result", "printed", "result_of"]

ARITHMETIC = frozenset({Op.DIFFERENCE, Op.CHANGE, Op.AVERAGE, Op.SUM, Op.RATIO, Op.SHARE})
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
    if op in ARITHMETIC:
        return _arithmetic(candidate, view)
    if op in _COUNTS:
        count = len(candidate.names)
        return Result((str(count),), float(count), "", f"count{{{'; '.join(candidate.names)}}} = {count}")
    return Result(candidate.names) if candidate.names and all(candidate.names) else None


def printed(fact: Fact, scale: Scale) -> str:
    """A cell as an answer prints it: verbatim, with the scale, percent sign or unit that the table states elsewhere.

    A currency is named by its code where the cell prints no sign of its own and nothing else says what is counted.
    """
    text = "0" if fact.number.nil else plain(fact.text)
    if scale.unit == "percent":
        return text if "%" in text or "percent" in text else f"{text}%"
    if scale.word and scale.word not in text.lower() and fact.number.factor == 1.0:
        text = f"{text} {scale.word}"
    return f"{text} {noun}" if (noun := _noun(fact, scale)) else text


def _noun(fact: Fact, scale: Scale) -> str:
    """The unit to print behind a cell's number: nothing where the cell says it, or for an amount per share."""
    top, _, under = scale.unit.partition(" / ")
    if not top or fact.number.currency or under == "share" or top in ("basis_point", "ratio", "1"):
        return ""
    words = unit_words(scale.unit, fact.number.value)
    return "" if words.lower() in fact.text.lower() else words


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
    # Cells of several scales, or that print their own, carry it in the formula; else it is said once, behind it.
    mixed = any(f.number.factor != 1.0 for f in facts) or len({view.scale(f).factor for f in facts}) > 1
    once = replace(scale, said=False) if mixed else scale
    values = [abs(view.value(f)) if candidate.magnitude else view.value(f) for f in facts]
    shown = [_operand(f, candidate.magnitude, view.scale(f).word if mixed else "") for f in facts]
    if candidate.op is Op.SUM:
        return _money(sum(values), once, " + ".join(shown))
    if candidate.op is Op.AVERAGE:
        return _money(sum(values) / len(values), once, f"({' + '.join(shown)}) / {len(values)}")
    (a, left), (b, right) = (
        _side(values[part], shown[part], candidate) for part in (slice(candidate.split), slice(candidate.split, None))
    )
    if candidate.op is Op.DIFFERENCE:
        if not candidate.reading.signed and a < b and len(candidate.chosen) > 1:
            a, left, b, right = b, right, a, left
        return _money(a - b, once, f"{left} − {right}")
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


def _operand(fact: Fact, magnitude: bool, word: str) -> str:
    """A cell as the formula prints it: its own digits and sign of currency, a minus for accounting parentheses; without
    its sign where only its size counts."""
    if fact.number.nil:
        return "0"
    text = re.sub(r"[()−-]|\s(?=\d)", "", plain(fact.text)).strip()
    if word and word not in text.lower():
        text = f"{text} {word}"
    if fact.number.value < 0 and not magnitude:
        return f"(−{text})"
    return text


def _money(value: float, scale: Scale, formula: str) -> Result:
    """A sum or a difference in the scale of its cells, with its unit."""
    value = float(f"{value:.12g}")
    shown, rounded = _number(float(f"{value / scale.factor:.12g}"))
    if scale.unit == "percent":
        text = f"{shown}%"
    else:
        noun = "" if " / share" in scale.unit else unit_words(scale.unit, value)
        text = " ".join(p for p in (shown, scale.word, noun) if p)
    return Result((text,), value, scale.unit, _worked(formula, scale.word if scale.said else "", text, rounded), scale)


def _pure(value: float, unit: str, formula: str) -> Result:
    value = float(f"{value:.12g}")
    shown, rounded = _number(value)
    text = f"{shown}%" if unit == "percent" else shown
    return Result((text,), value, unit, _worked(formula, "", text, rounded), Scale(1.0, unit))


def _worked(formula: str, word: str, text: str, rounded: bool) -> str:
    """The working with its result; the scale of the cells is said once, and so is that the result is rounded."""
    scaled = f"({formula}) {word}" if word and re.search(r"[+−/]", formula) else formula
    return f"{scaled} = {text}{' (rounded)' if rounded else ''}"


def _number(value: float) -> tuple[str, bool]:
    """Two decimals at most, more for small numbers, thousands parted, no needless zeros; and whether that is rounded."""
    decimals = 2 if abs(value) >= 0.1 or not value else 4
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text, abs(float(text.replace(",", "")) - value) > 1e-9 * max(1.0, abs(value))

"""Promise 1 in code: no number without a source. `faults` says why an answer may not be shown.

Every number of an answer stands in the text, quote or value of a cited figure, in the derivation, in a cited passage or in
the question; every cited stretch holds its own words; every marker points at something cited; and a derivation can be
worked out again from the figures that it cites.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportqa.errors import UnitError
from reportqa.figures.numbers import SCALES
from reportqa.figures.units import combine, convert
from reportqa.types import Answer, Derivation, Document, Figure

__all__ = ["MARKER", "faults", "numbers_in"]

MARKER = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
# Every digit counts, also inside a name ("GPT-5") or a time ("24/7"): what reads as a number must have a source.
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SCALE = r"thousand|million|billion|trillion|万亿|万|亿|bn|mn|tn|[kmbt](?![a-z²³/])"
_NUMBER = re.compile(
    rf"(?P<a>{_DIGITS})(?:\s*(?:-|–|—|to|and)\s*(?P<b>{_DIGITS}))?\s*(?P<scale>{_SCALE})?(?P<percent>\s?(?:%|per ?cent\b))?",
    re.I,
)
# How far a printed number may lie from the evidence that a reader would take it for; the check that only looks at sizes.
_NEAR = 0.006
# A derivation's value may be rounded to what is shown.
_ROUNDED = 0.005
_PERCENT_UNITS = ("percent", "percentage point", "basis point")
# Numbers that a formula may hold without a source: how many days a week has, a hundred for a percentage.
_CONSTANTS = frozenset([1.0, 2.0, 4.0, 7.0, 10.0, 12.0, 24.0, 30.0, 52.0, 60.0, 100.0, 365.0, 1000.0, 1e6, 1e9, 1e12])
_FLOAT_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class _Written:
    """A number as written: its digits as printed, its value with the scale words behind it, whether it is a percentage."""

    text: str
    printed: float
    value: float
    scaled: bool
    percent: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What an answer's numbers may rest on.

    `loose` are values that a number may come near; `values` and `printed` are exact; `percents` are those that some
    evidence gives as a percentage. `rounded` are values that a number may be the rounding of.
    """

    loose: tuple[float, ...]
    values: tuple[float, ...]
    printed: frozenset[float]
    percents: tuple[float, ...]
    rounded: tuple[float, ...]


def faults(answer: Answer, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """Why an answer may not be shown, one line a reason; empty where everything in it has its source."""
    return (
        *_false_spans(answer, documents),
        *_lost_markers(answer),
        *_unfounded_derivation(answer),
        *_unfounded_numbers(answer),
    )


def numbers_in(text: str) -> tuple[float, ...]:
    """Every value that a text writes in digits, scale words applied, in order; citation markers aside.

    >>> numbers_in("China: 7.941 trillion tokens [1], 15-20 million")
    (7941000000000.0, 15000000.0, 20000000.0)
    """
    return tuple(w.value for w in _written(text))


def _written(text: str) -> Iterator[_Written]:
    for m in _NUMBER.finditer(MARKER.sub(" ", text)):
        factor = SCALES.get((m["scale"] or "").lower(), 1.0)
        for digits in (m["a"], m["b"]):
            if digits:
                plain = float(digits.replace(",", ""))
                yield _Written(m.group().strip(), plain, plain * factor, factor != 1.0, bool(m["percent"]))


def _false_spans(answer: Answer, documents: Mapping[str, Document]) -> Iterator[str]:
    """Figures and passages whose span does not hold their words; a cell is quoted as its row, joined cell by cell."""
    for figure in (*answer.figures, *answer.nearest):
        document = documents.get(figure.document)
        if document is None or document.text[figure.start : figure.end] != figure.text:
            yield f"{figure.document}[{figure.start}:{figure.end}] is not {figure.text!r}"
        elif figure.table < 0 and figure.quote not in document.text:
            yield f"the quote of {figure.id} does not stand in {figure.document}"
    for passage in answer.passages:
        document = documents.get(passage.document)
        if document is None or document.text[passage.start : passage.end] != passage.text:
            yield f"{passage.document}[{passage.start}:{passage.end}] is not the passage that is cited"


def _lost_markers(answer: Answer) -> Iterator[str]:
    """Markers that name neither a figure nor a passage: figures are counted first, then passages."""
    cited = len(answer.figures) + len(answer.passages)
    for marker in MARKER.findall(answer.answer):
        for n in re.findall(r"\d+", marker):
            if not 1 <= int(n) <= cited:
                yield f"[{n}] points at nothing that is cited"


def _unfounded_numbers(answer: Answer) -> Iterator[str]:
    evidence = _evidence(answer)
    for where, text in (("the answer", answer.answer), *(("the bare answer", s) for s in answer.short)):
        for written in _written(text):
            if not _stands_in(written, evidence):
                yield f"{written.text!r} in {where} has no source"


def _stands_in(written: _Written, evidence: _Evidence) -> bool:
    if not _near_any(written, evidence.loose):
        return False
    exact = _among(written.value, evidence.values) or (not written.scaled and written.printed in evidence.printed)
    if not exact and not any(_is_rounding(written, v) for v in evidence.rounded):
        return False
    return not written.percent or _among(written.printed, evidence.percents) or _rounds_to(written, evidence.percents)


def _near_any(written: _Written, pool: Iterable[float]) -> bool:
    value = written.value
    return any(abs(value - p) <= _NEAR * max(abs(value), abs(p), 1e-12) for p in pool)


def _among(value: float, pool: Iterable[float]) -> bool:
    return any(math.isclose(value, p, rel_tol=_FLOAT_NOISE, abs_tol=1e-15) for p in pool)


def _rounds_to(written: _Written, pool: Iterable[float]) -> bool:
    return any(_is_rounding(written, v) for v in pool)


def _is_rounding(written: _Written, value: float) -> bool:
    """Whether a number is a value rounded to the digits it is written in: 2.11 of 2.1120."""
    digits = re.search(_DIGITS, written.text)
    shown = digits.group() if digits else ""
    fraction = len(shown.partition(".")[2])
    factor = written.value / written.printed if written.printed else 1.0
    return abs(abs(written.value) - abs(value)) <= 0.5000001 * 10.0**-fraction * factor


def _evidence(answer: Answer) -> _Evidence:
    """All that the numbers of an answer may rest on. An answer that refuses rests on the nearest figures it offers."""
    figures = (*answer.figures, *answer.nearest)
    texts = [answer.question, answer.standalone, *(p.text for p in answer.passages), *_texts_of(figures)]
    derivation = answer.derivation
    if derivation is not None:
        texts += [derivation.formula, derivation.display]
    written = [(w, t) for t in texts for w in _written(t)]
    values = [w.value for w, _ in written] + [v for f in figures for v in _values(f)]
    derived = [abs(derivation.value)] if derivation else []
    percents = [w.printed for w, t in written if w.percent or "%" in t or "percent" in t or "per cent" in t]
    percents += [v for f in figures if f.unit in _PERCENT_UNITS for v in _values(f)]
    percents += derived if derivation and derivation.unit in _PERCENT_UNITS else []
    printed = frozenset(w.printed for w, _ in written)
    # What stands beside a scale word counts in both readings: "7.941 + 3.76" of trillions.
    loose = [*values, *(w.printed for w, _ in written if w.scaled), *derived]
    return _Evidence(tuple(loose), (*values, *derived), printed, tuple(percents), tuple(derived))


def _values(figure: Figure) -> list[float]:
    """The values of a figure without their signs: a loss of (3.1) is written "a loss of 3.1"."""
    return [abs(v) for v in (figure.value, figure.low, figure.high) if v is not None]


def _texts_of(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        yield figure.text
        yield figure.quote
        if figure.period is not None:
            yield figure.period.text
            yield from (str(d.year) for d in (figure.period.start, figure.period.end) if d is not None)


def _unfounded_derivation(answer: Answer) -> Iterator[str]:
    """Operands that are not cited, numbers of the formula that no operand holds, a value that does not come out."""
    derivation = answer.derivation
    if derivation is None:
        return
    cited = {f.id: f for f in answer.figures}
    absent = [o for o in derivation.operands if o not in cited]
    if absent:
        yield f"the derivation rests on {', '.join(absent)}, which is not cited"
        return
    operands = [cited[o] for o in derivation.operands]
    yield from _formula_faults(answer, derivation, operands)
    headline = derivation.formula.partition(";")[0]
    results = [r for r in (*_recomputed(derivation, operands), *_evaluated(headline)) if math.isfinite(r)]
    if results and not any(_comes_to(r, derivation) for r in results):
        yield f"{derivation.formula} does not come to {derivation.display}"


def _formula_faults(answer: Answer, derivation: Derivation, operands: Sequence[Figure]) -> Iterator[str]:
    texts = [answer.question, answer.standalone, derivation.display, *_texts_of(operands)]
    known = [w for t in texts for w in _written(t)]
    values = [*(w.value for w in known), *(w.printed for w in known), *(v for f in operands for v in _values(f))]
    allowed = [*values, *_CONSTANTS, float(len(operands))]
    # Of several steps ("a / b = c; d / e = f") each result is what comes of the numbers before it.
    ends = [
        abs(derivation.value),
        *(r for step in derivation.formula.split(";") for r in _evaluated(step) if "=" in step),
    ]
    for written in _written(derivation.formula):
        if not (
            _among(written.value, allowed)
            or _among(written.printed, allowed)
            or any(_is_rounding(written, e) for e in ends)
        ):
            yield f"{written.text!r} in the derivation has no source"


def _comes_to(result: float, derivation: Derivation) -> bool:
    """Whether a recomputed result is the derivation's value, rounded or in another scale of its table."""
    value = abs(derivation.value)
    small = _ROUNDED if derivation.unit in (*_PERCENT_UNITS, "ratio") else 0.0
    return any(
        abs(abs(result) * factor - value) <= max(_ROUNDED * value, small)
        for factor in (1.0, 1e2, 1e3, 1e6, 1e9, 1e12, 1e-2, 1e-3, 1e-6, 1e-9, 1e-12)
    )


def _recomputed(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    """The results of a plain operation over its operands, in either order where the order is not told."""
    work = _OPERATIONS.get(derivation.operation)
    if work is None or not operands:
        return
    try:
        yield from work(derivation, operands)
    except (UnitError, ZeroDivisionError, OverflowError):
        return


def _same_unit(derivation: Derivation, operands: Sequence[Figure]) -> list[float]:
    first = operands[0].unit
    return [convert(f.value, f.unit, first) if f.unit and first else f.value for f in operands]


def _sum(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    yield math.fsum(_same_unit(derivation, operands))


def _average(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    yield math.fsum(_same_unit(derivation, operands)) / len(operands)


def _difference(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    if len(operands) == 2:
        a, b = _same_unit(derivation, operands)
        yield a - b


def _change(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    if len(operands) == 2:
        a, b = _same_unit(derivation, operands)
        yield 100 * (a - b) / b
        yield 100 * (b - a) / a


def _quotient(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    if len(operands) == 2:
        a, b = ((f.value, f.unit) for f in operands)
        factor = 100.0 if derivation.unit in _PERCENT_UNITS else 1.0
        yield factor * combine(a, b, "/")[0]
        yield factor * combine(b, a, "/")[0]


def _product(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    if len(operands) == 2:
        yield combine((operands[0].value, operands[0].unit), (operands[1].value, operands[1].unit), "*")[0]


def _midpoint(derivation: Derivation, operands: Sequence[Figure]) -> Iterator[float]:
    ends = [v for f in operands for v in (f.low, f.high) if v is not None] or _same_unit(derivation, operands)
    yield math.fsum(ends) / len(ends)


_OPERATIONS: dict[str, Callable[[Derivation, Sequence[Figure]], Iterator[float]]] = {
    "sum": _sum,
    "average": _average,
    "difference": _difference,
    "percentage change": _change,
    "ratio": _quotient,
    "percentage of": _quotient,
    "product": _product,
    "midpoint": _midpoint,
}

_SIGNS = {"−": "-", "–": "-", "×": "*", "÷": "/", "·": "*"}
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _evaluated(formula: str) -> Iterator[float]:
    """What the arithmetic left of a formula's last "=" comes to; nothing where it is more than plain arithmetic."""
    left = formula.rpartition("=")[0] or formula
    try:
        result = _evaluate(ast.parse(_as_arithmetic(left), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError, RecursionError, MemoryError):
        return
    if isinstance(result, float):
        yield result


def _as_arithmetic(formula: str) -> str:
    """A formula with its numbers in full and its words left out: "7.941 trillion tokens / 7 days" → "7941000000000.0 / 7.0"."""

    def number(m: re.Match[str]) -> str:
        factor = SCALES.get((m["scale"] or "").lower(), 1.0) * (0.01 if m["percent"] else 1.0)
        return repr(float(m["a"].replace(",", "")) * factor)

    formula = re.sub(r"\bper(?=\s+\d)", "/", MARKER.sub(" ", formula))
    pattern = rf"(?P<a>{_DIGITS})(?:\s*(?P<scale>{_SCALE}))?(?P<percent>\s?(?:%|per ?cent\b))?"
    text = re.sub(pattern, number, formula, flags=re.I)
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    return re.sub(r"(?<![\d.])(?!e[+-]?\d)[^\W\d_]+|[%$€£¥,:;]", " ", text).strip()


def _evaluate(node: ast.expr) -> float:
    """The value of an expression of numbers, the four operations and brackets. Raises ValueError for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        inner = _evaluate(node.operand)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](_evaluate(node.left), _evaluate(node.right))
    raise ValueError("not plain arithmetic")

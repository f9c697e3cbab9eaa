"""How a check is told: numbers as their source prints them, results with as many digits as their operands bear."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from reportqa.answering.audit.bounds import Bounds, decimals, digits_of
from reportqa.answering.wording import unit_words
from reportqa.answering.words import stems
from reportqa.types import Check, Figure

__all__ = ["conclude", "named", "number", "result", "scale_of", "shown", "topic_of"]

_WORDS = {1e3: "thousand", 1e6: "million", 1e9: "billion", 1e12: "trillion"}
_PRINTED = re.compile(r"\d[\d,.\u00a0\u202f]*(?<![,.\u00a0\u202f])")
_BARE = re.compile(r"[\d.,\s]+")
_FACTOR = re.compile(r"thousand|million|billion|trillion|万|亿|\b(?:bn|mn|tn)\b|\d[kmbt]\b", re.I)


def scale_of(figure: Figure) -> float:
    """What one printed unit of a figure is worth: 1e12 of "7.941 trillion" and of the cell "7.941" in trillions."""
    digits = digits_of(figure)
    first = figure.value if figure.low is None else figure.low
    if not digits or not float(digits) or not first:
        return 1.0
    factor = abs(first) / float(digits)
    return float(f"{factor:.6g}")


def shown(figure: Figure) -> str:
    """A figure as a working shows it: verbatim, with the scale, unit or percent sign that a table states elsewhere."""
    text = " ".join(figure.text.split())
    if figure.unit == "percent" and not re.search(r"%|per ?cent|half|third|quarter|fifth|tenth", text, re.I):
        return f"{text}%"
    word = _WORDS.get(scale_of(figure), "")
    scaled = f"{text} {word}" if word and not _FACTOR.search(text) else text
    unit = unit_words(figure.unit) if figure.table >= 0 and _BARE.fullmatch(text) else ""
    return f"{scaled} {unit}" if unit and unit != "times" else scaled


def number(value: float, places: int) -> str:
    """A number with at most `places` decimals, thousands parted, no needless zeros."""
    text = f"{value:,.{max(places, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def result(value: float, like: Sequence[Figure]) -> str:
    """A result as the figures that it comes from are written: in their scale and unit, with the most decimals of any."""
    model = min(like, key=lambda f: (scale_of(f), f.table >= 0))
    text = number(value / scale_of(model), max(decimals(f) for f in like))
    printed = shown(model)
    digits = _PRINTED.search(printed)
    if digits is None:
        return text
    before, after = printed[: digits.start()].strip("(-−+ "), printed[digits.end() :].lstrip(")")
    return f"{before}{' ' if before[-1:].isalnum() else ''}{text}{after}"


def named(figure: Figure) -> str:
    """Whose and what a figure is, in words."""
    who, what = figure.subject.strip(), figure.metric.strip()
    parts = [p for p in (who, what) if p]
    when = f" ({figure.period.text})" if figure.period and figure.period.start else ""
    return (": ".join(parts) or figure.text) + when


def topic_of(cited: Iterable[Figure]) -> frozenset[str]:
    """The stems of what figures are about: subjects, measures, units, the heading they stand under."""
    words = (" ".join((f.subject, f.metric, f.unit, *f.heading[-1:])) for f in cited)
    return stems(" ".join(words))


def conclude(
    kind: str,
    figures: Sequence[Figure],
    claimed: tuple[float, Bounds],
    expected: tuple[float, Bounds],
    unit: str,
    statement: str,
    working: str,
) -> Check:
    """The Check of a claim against what its figures come to: it agrees where the two intervals meet."""
    return Check(
        kind=kind,
        agrees=claimed[1].meets(expected[1]),
        statement=statement,
        working=working,
        figures=tuple(dict.fromkeys(f.id for f in figures)),
        claimed=claimed[0],
        expected=float(f"{expected[0]:.10g}"),
        tolerance=float(f"{_tolerance(claimed, expected):.6g}"),
        unit=unit,
    )


def _tolerance(claimed: tuple[float, Bounds], expected: tuple[float, Bounds]) -> float:
    """How far rounding can part the two; where a hedge leaves one side open, at least as far as they are apart."""
    open_ended = not math.isfinite(claimed[1].high - claimed[1].low)
    half = claimed[1].half + expected[1].half
    return max(half, abs(claimed[0] - expected[0])) if open_ended and claimed[1].meets(expected[1]) else half

"""Between which values a printed number lies, and arithmetic on such intervals (Moore, "Interval Analysis", 1966)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from reportqa.types import Figure, Qualifier

__all__ = ["Bounds", "bounds_of", "decimals", "digits_of", "exact", "is_open", "telling_digits"]

_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
# A number in words ("a fifth", "four times") and a round number behind "about" stand for what lies a twentieth around them.
_ROUND = 0.05
_OPEN_ABOVE = (Qualifier.OVER, Qualifier.AT_LEAST)
_OPEN_BELOW = (Qualifier.UNDER, Qualifier.UP_TO)
_CLOSE = re.compile(
    r"\b(?:just|slightly|a (?:little|bit|touch|shade)|marginally|fractionally) (?P<side>under|below|over|above|less|fewer|more|short|shy)(?: than| of)?"
    r"[^\w.,;]*(?:[A-Z]{3} )?$",
    re.I,
)
_BELOW = ("under", "below", "less", "fewer", "short", "shy")
# Binary fractions put a bound that is met exactly a hair off it.
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval; an end may be infinite."""

    low: float
    high: float

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Bounds) -> Bounds:
        return Bounds(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Bounds) -> Bounds:
        """The quotient; everything where the divisor may be nothing."""
        if other.low <= 0.0 <= other.high:
            return Bounds(-math.inf, math.inf)
        ends = [_quotient(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Bounds(min(ends), max(ends))

    def times(self, factor: float) -> Bounds:
        """The interval times a number."""
        ends = (self.low * factor, self.high * factor)
        return Bounds(min(ends), max(ends))

    def plus(self, number: float) -> Bounds:
        """The interval moved by a number."""
        return Bounds(self.low + number, self.high + number)

    def meets(self, other: Bounds) -> bool:
        """Whether the two have a value in common."""
        hair = _HAIR * max(
            (abs(v) for v in (self.low, self.high, other.low, other.high) if math.isfinite(v)), default=0
        )
        return self.low <= other.high + hair and other.low <= self.high + hair

    @property
    def half(self) -> float:
        """Half the width; 0 where an end is open."""
        width = self.high - self.low
        return width / 2 if math.isfinite(width) else 0.0

    @staticmethod
    def total(many: Iterable[Bounds]) -> Bounds:
        """The sum of intervals."""
        out = Bounds(0.0, 0.0)
        for bounds in many:
            out = out + bounds
        return out


def _quotient(a: float, b: float) -> float:
    if math.isinf(a) and math.isinf(b):
        return math.copysign(1.0, a) * math.copysign(1.0, b)
    return a / b


def exact(value: float) -> Bounds:
    """The interval that holds one value."""
    return Bounds(value, value)


def is_open(bounds: Bounds) -> bool:
    """Whether an interval has no end, so that nearly every value lies in it: "over 50", "up to 200"."""
    return not math.isfinite(bounds.high) or bounds.low <= 0.0 < bounds.high


def digits_of(figure: Figure) -> str:
    """The digits of a figure as printed, without grouping; "" where it is written in words."""
    match = _DIGITS.search(figure.text)
    return re.sub(r"[,\u00a0\u202f]", "", match.group()) if match else ""


def telling_digits(figure: Figure) -> int:
    """How many digits of a figure tell something: those that no rounding leaves, so that meeting them is less by chance."""
    return len(digits_of(figure).replace(".", "").strip("0"))


def decimals(figure: Figure) -> int:
    """How many decimals a figure is printed with."""
    return len(digits_of(figure).partition(".")[2])


def bounds_of(figure: Figure) -> Bounds:
    """The values that a figure's printed digits and its hedge allow, in the figure's unit.

    Half a unit of the last digit either way; behind "about" a round number may be off by more (never over a twentieth);
    "over" and "up to" leave one side open, "just over" and "just under" a twentieth.
    """
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    close = _CLOSE.search(figure.quote.partition(figure.text)[0])
    if close:
        under = close["side"].lower() in _BELOW
        return Bounds(low * (1 - _ROUND), high) if under else Bounds(low, high * (1 + _ROUND))
    half = _half(figure)
    if figure.qualifier in _OPEN_ABOVE:
        return Bounds(low - half, math.inf)
    if figure.qualifier in _OPEN_BELOW:
        return Bounds(min(0.0, low), high + half)
    return Bounds(low - half, high + half)


def _half(figure: Figure) -> float:
    digits = digits_of(figure)
    if not digits or not float(digits):
        return 0.0 if digits else _ROUND * abs(figure.value)
    whole, _, fraction = digits.partition(".")
    printed = float(digits)
    first = figure.value if figure.low is None else figure.low
    factor = abs(first) / printed
    half = 0.5 * 10.0 ** -len(fraction) * factor
    if figure.qualifier is Qualifier.ABOUT and not fraction:
        zeros = len(whole) - len(whole.rstrip("0"))
        half = max(half, min(half * 10.0**zeros, _ROUND * abs(figure.value)))
    return half

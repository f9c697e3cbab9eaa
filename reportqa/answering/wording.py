"""How numbers and figures are put into words: amounts with their scale and unit, and what a figure measures.

A number is written as its source wrote it; what code worked out is rounded to four significant digits, which is said.
"""

from __future__ import annotations

import math
import re

from reportqa.figures.names import find_names
from reportqa.figures.units import NOUN_UNITS, PHYSICAL, TIMES, is_currency
from reportqa.types import Figure, Qualifier, Status

__all__ = ["DIGITS", "amount", "bare", "listed", "named", "plural", "stated", "unit_words"]

DIGITS = 4
"""The significant digits of a number that was worked out."""

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_IRREGULAR = {v: k for k, v in reversed(NOUN_UNITS.items()) if k.isascii() and v and v not in ("", "time")} | {
    "person": "people", "employee": "employees", "visit": "visits", "company": "companies", "foot": "feet",
}  # fmt: skip
_SYMBOLS = {"kilowatt_hour": "kWh", "megawatt_hour": "MWh", "gigawatt_hour": "GWh", "terawatt_hour": "TWh", "watt_hour": "Wh", "megawatt": "MW", "gigawatt": "GW", "kilowatt": "kW", "watt": "W", "kilometer": "km", "meter": "m", "kilogram": "kg", "tonne": "tonnes", "degree_Celsius": "°C", "degree_Fahrenheit": "°F", "hectare": "hectares"}  # fmt: skip
# Behind a number "m" reads as millions.
_LENGTHS = {"meter": "metres", "meter ** 2": "square metres", "meter ** 3": "cubic metres"}
_POWERS = {"2": "²", "3": "³"}
_COUNTED = re.compile(r"(kilo|mega|giga|\d+ )(.+)")
_COUNTS = {"kilo": "1,000", "mega": "million", "giga": "billion"}
_HEDGES = {
    Qualifier.ABOUT: "about", Qualifier.AT_LEAST: "at least", Qualifier.OVER: "over", Qualifier.UP_TO: "up to",
    Qualifier.UNDER: "under",
}  # fmt: skip
_BEFORE_PERIOD = re.compile(r"^(?:in|by|at|on|since|from|during|until|as of|between|over|within|for)\b", re.I)
_NOT_WHEN = re.compile(r"year[- ]o[nv]e?r?[- ]year|yoy|quarter[- ]o|month[- ]o|annual|per\b", re.I)


def plural(noun: str) -> str:
    """The plural of a canonical counted noun: "token" → "tokens", "person" → "people", "city" → "cities"."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.isupper() or not noun.isascii() or (" " in noun and not noun.split()[-1].isalpha()):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", noun) else "s")


def _powered(part: str) -> str:
    """A length to a power as it is written: "meter ** 3" → "m³"; "" for every other unit."""
    base, _, power = part.partition(" ** ")
    return f"{_SYMBOLS.get(base, base)}{_POWERS[power]}" if power in _POWERS else ""


def _under(part: str) -> str:
    """The denominator of a rate in words: "kilotoken" → "1,000 tokens"."""
    if powered := _powered(part):
        return powered
    if (m := _COUNTED.fullmatch(part)) and part not in _SYMBOLS and part not in PHYSICAL.values():
        return f"{_COUNTS.get(m[1], m[1].strip())} {plural(m[2])}"
    return _SYMBOLS.get(part, part.replace("_", " "))


def unit_words(unit: str, value: float = 2.0) -> str:
    """A canonical unit in words: "RMB / kilotoken" → "RMB per 1,000 tokens", "percent" → "%", "ratio" → "times"."""
    if unit in ("", "date", "year"):
        return ""
    if unit == "percent":
        return "%"
    if unit == "ratio":
        return "times"
    top, *under = unit.split(" / ")
    if is_currency(top) or top == "1":
        words = "" if top == "1" else top
    elif top in _LENGTHS:
        words = _LENGTHS[top]
    elif top in _SYMBOLS or _powered(top):
        words = _SYMBOLS.get(top) or _powered(top)
    else:
        plain = top.replace("_", " ")
        words = plain if value == 1 else plural(plain)
    return " ".join([words, *(f"per {_under(u)}" for u in under)]).strip()


def _rounded(value: float, digits: int) -> str:
    """A number below the scales with so many significant digits, grouped by thousands, without trailing zeros."""
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: float, unit: str, digits: int = DIGITS) -> str:
    """A value with its scale word and unit, rounded to `digits` significant digits.

    >>> amount(4.181e12, "token"), amount(9.3023, "percent"), amount(0.112, "RMB / kilotoken")
    ('4.181 trillion tokens', '9.302%', '0.112 RMB per 1,000 tokens')
    """
    value = float(f"{value:.{digits}g}")
    words = unit_words(unit, value)
    scale, name = next(((s, n) for s, n in _SCALES if abs(value) >= s), (1.0, ""))
    number = f"{_rounded(value / scale, digits)} {name}".strip()
    if words == "%":
        return f"{number}%"
    return f"{number} {words}".strip()


def _digits_in(text: str) -> int:
    """How many significant digits a number is written with, at least one."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?|\.\d+", text)
    return max(1, len(match.group().replace(",", "").replace(".", "").lstrip("0"))) if match else DIGITS


def bare(figure: Figure) -> str:
    """A figure's number with its scale and without its unit, to stand in a formula: "7.941 trillion", "61.6%"."""
    return amount(figure.value, "percent" if figure.unit == "percent" else "", max(_digits_in(figure.text), 1))


def stated(figure: Figure) -> str:
    """A figure as its source states it, with the unit and scale that a table keeps in its header, and with its hedge."""
    text = " ".join(figure.text.split())
    if figure.unit == "date":
        return text
    if figure.table >= 0 and figure.low is None and _is_bare(text):
        text = amount(figure.value, figure.unit, _digits_in(text))
    elif re.fullmatch(r"[\d.,–-]+(?:\s(?:thousand|million|billion|trillion))?", text) and figure.unit not in (
        "",
        "ratio",
    ):
        text = f"{text} {unit_words(figure.unit)}" if figure.unit != "percent" else f"{text}%"
    elif figure.unit == "ratio" and re.fullmatch(r"[\d.,]+", text):
        text = f"{text} times"
    hedge = _HEDGES.get(figure.qualifier) if figure.qualifier else None
    if hedge and not re.match(rf"{hedge}\b", text, re.I) and "+" not in text:
        text = f"{hedge} {text}"
    return text


def _is_bare(text: str) -> bool:
    return re.fullmatch(r"[(\-−–]?\s*(?:[A-Z]{0,3}[$€£¥])?\s*[\d.,]+\s*\)?\s*%?", text) is not None


def named(figure: Figure) -> str:
    """What a figure measures and when: "China's AI usage growth, year-over-year"."""
    subject, metric = figure.subject.strip(), figure.metric.strip()
    if not metric or not subject or subject.lower() in metric.lower():
        what = metric or subject
    elif len(subject.split()) <= 3 and find_names(subject, 0, len(subject)) and not subject.endswith(("'s", "’s", ")")):
        what = f"{subject}{'’' if subject.endswith('s') and subject[-2:] != 'ss' and ' ' in subject else '’s'} {metric}"
    else:
        what = f"{subject}, {metric}"
    # A date says itself when it is.
    return what[:1].upper() + what[1:] + (_when(figure) if figure.unit != "date" else "")


def _when(figure: Figure) -> str:
    if figure.period is None:
        return ""
    text = " ".join(figure.period.text.split())
    if _NOT_WHEN.search(text):
        return f", {text}"
    return f" {text}" if _BEFORE_PERIOD.match(text) and text[0].islower() else f", {text}"


def listed(parts: list[str]) -> str:
    """Parts as an enumeration: "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def forecast(figure: Figure) -> str:
    """The word that marks a number that is none yet: " (forecast)" or ""."""
    return " (forecast)" if figure.status is Status.FORECAST else ""


def time_units() -> frozenset[str]:
    """The canonical names of spans of time."""
    return frozenset(TIMES.values())

"""Column names as programs write them → headers as people do: "average_fare_usd_per_km" is "Average fare (USD per km)"."""

from __future__ import annotations

import re

__all__ = ["in_words"]

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_CURRENCIES = frozenset(
    """usd eur gbp jpy cny rmb chf sek nok dkk isk pln czk huf ron inr idr vnd thb myr php krw twd hkd sgd brl mxn cad aud nzd try zar
    ils aed sar""".split()
)
_UNITS = _CURRENCIES | frozenset(
    """pct percent per thousand million millions billion billions trillion mn bn tn k m km kwh mwh gwh twh kw mw gw kg g t ha tonne tonnes cent cents
    litre litres hour hours hrs minute minutes min day days second seconds capita""".split()
)
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_WATT_HOURS = {"kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "twh": "TWh"}
# "2025_26" is the fiscal year 2025/26.
_FISCAL = re.compile(r"(?<![^_])((?:19|20)\d\d)_(\d\d)(?![^_])")
_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:/\d\d)?|fy\d*|[qh][1-4]|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|"
    r"september|october|november|december"
)


def in_words(name: str) -> str:
    """A field name of words joined by underscores as a header: its unit in brackets, its period behind its words. Any other
    text is returned as it is.

    >>> in_words("weekly_rides_may_2026"), in_words("revenue_eur_m_2025"), in_words("milk_2025_26_million_kg"), in_words("Weekly rides")
    ('Weekly rides May 2026', 'Revenue 2025 (EUR m)', 'Milk 2025/26 (million kg)', 'Weekly rides')
    """
    if not _FIELD.fullmatch(name.strip()):
        return name
    words = _FISCAL.sub(_fiscal, name.strip().lower()).split("_")
    last = len(words)
    while last > 1 and _PERIOD.fullmatch(words[last - 1]):
        last -= 1
    # "price_usd_per_month": what stands behind "per" belongs to the unit before it.
    rate = words.index("per", 1) if "per" in words[1:last] else last
    first = _before_units(words, rate)
    if first == rate < last:
        first = _before_units(words, last)
    middle = first
    while middle > 1 and _PERIOD.fullmatch(words[middle - 1]):
        middle -= 1
    measure = " ".join(words[:middle])
    parts = [
        measure[:1].upper() + measure[1:],
        " ".join(w.upper() if len(w) < 3 else w.capitalize() for w in (*words[middle:first], *words[last:])),
    ]
    if first < last:
        parts.append(f"({' '.join(_unit(w, words[i + 1 : last]) for i, w in enumerate(words[first:last], first))})")
    return " ".join(part for part in parts if part)


def _before_units(words: list[str], end: int) -> int:
    """Where the run of units begins that ends before a word; the first word is always the measure's."""
    while end > 1 and words[end - 1] in _UNITS:
        end -= 1
    return end


def _fiscal(match: re.Match[str]) -> str:
    first, second = match.groups()
    return f"{first}/{second}" if int(second) == (int(first) + 1) % 100 else match.group()


def _unit(word: str, behind: list[str]) -> str:
    """A unit as people write it; a scale before a noun in full: "per m tokens" → "per million tokens"."""
    if word in ("pct", "percent"):
        return "%"
    if behind and word in _SCALES and behind[0] not in _UNITS:
        return _SCALES[word]
    return word.upper() if word in _CURRENCIES else _WATT_HOURS.get(word, word)

"""What stands behind a number: its percent sign, currency, counted noun, and "per" what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures.units import CURRENCIES, PHYSICAL, TIMES, currency, singular

__all__ = ["Tail", "read_tail"]


@dataclass(frozen=True, slots=True)
class Tail:
    """The unit that follows a number, where it ends, and the interval it is counted over ("week" or "")."""

    unit: str
    end: int
    frequency: str = ""
    rate: str = ""

    def rated(self, money: str) -> str:
        """The unit of an amount whose currency stands before the number: "USD / seat / month"."""
        return money + self.rate


_PERCENT = re.compile(r"\s?(?:%|％|percent\b|per cent\b|pct\b)(?P<points>[\s-]?(?:points?|pts?)\b)?", re.I)
_POINTS = re.compile(r"\s?(?:percentage[\s-]points?|pp\b|ppts?\b|p\.p\.)", re.I)
_BASIS = re.compile(r"\s?(?:basis points?|bps)\b", re.I)
_TIMES = re.compile(r"\s?(?:[x×](?![a-z])|times(?!\s+(?:a|per)\b)\b|-?fold\b|倍)", re.I)
_CURRENCY = re.compile(
    r"\s?("
    + "|".join(sorted((re.escape(c) for c in CURRENCIES if c.isalpha()), key=len, reverse=True))
    + r")(?![A-Za-z])",
    re.I,
)
_PHYSICAL = re.compile(
    r"[\s-]?(" + "|".join(sorted((re.escape(p) for p in PHYSICAL), key=len, reverse=True)) + r")(?![A-Za-z²])", re.I
)
# These two-letter units are words in lower case or elsewhere; they count only as they are really written.
_CASED = {
    "mw": "MW",
    "gw": "GW",
    "tw": "TW",
    "mb": "MB",
    "gb": "GB",
    "tb": "TB",
    "pb": "PB",
    "mt": "Mt",
    "ha": "ha",
    "teu": "TEU",
    "ms": "ms",
}
_TIME = re.compile(r"[\s-](" + "|".join(sorted(TIMES, key=len, reverse=True)) + r")\b", re.I)
_WORD = re.compile(r"[\s\u00a0-]+([A-Za-z][A-Za-z'’]*(?:-[A-Za-z]+)*)")
_CJK = re.compile(r"\s?(用户|人|次|家)")
_PER = re.compile(
    r"(?:\s+(?:per|a|an|each|every)\s+|\s?/\s?)(?:(?P<n>1,?000,?000|1,?000|100|thousand|million|1k|1m)\s+)?"
    r"(?P<what>[A-Za-z]+|千|百万)",
    re.I,
)
_ADVERB = re.compile(r"\s+(?:each\s+)?(weekly|monthly|daily|annually|yearly|quarterly|hourly)\b", re.I)
_ADVERBS = {
    "weekly": "week", "monthly": "month", "daily": "day", "annually": "year", "annual": "year", "yearly": "year", "quarterly": "quarter",
    "hourly": "hour",
}  # fmt: skip
_MULTIPLES = {
    "1000": "kilo",
    "thousand": "kilo",
    "1k": "kilo",
    "1000000": "mega",
    "million": "mega",
    "1m": "mega",
    "100": "hecto",
}
# Words that end a noun phrase behind a number.
_STOP = frozenset(
    ["a", "an", "and", "or", "of", "in", "on", "at", "by", "for", "from", "to", "with", "within", "into", "per", "than", "that", "which", "who", "while", "but", "as", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "will", "would", "can", "could", "may", "might", "should", "do", "does", "did", "not", "no", "the", "this", "these", "those", "its", "their", "our", "his", "her", "it", "they", "we", "you", "i", "if", "when", "where", "after", "before", "during", "since", "until", "under", "over", "above", "below", "between", "against", "across", "versus", "vs", "about", "compared", "year-over-year", "year-on-year", "yoy", "up", "down", "more", "less", "most", "least", "only", "also", "even", "just", "still", "then", "now", "year", "weekly", "monthly", "daily", "annually", "yearly", "each", "every", "all", "both", "respectively", "because", "so", "such", "some", "any", "other", "due", "i.e", "e.g", "according", "including", "excluding", "via", "plus", "minus", "across", "through", "without", "toward", "towards", "like", "unlike"]
)  # fmt: skip
_NOT_PLURAL = frozenset(
    [
        "is",
        "was",
        "has",
        "its",
        "this",
        "as",
        "us",
        "thus",
        "less",
        "plus",
        "versus",
        "always",
        "perhaps",
        "across",
        "yes",
        "process",
        "business",
        "access",
        "basis",
    ]
)
_SPELLED = frozenset(
    ["people", "staff", "personnel", "headcount", "children", "men", "women", "aircraft", "cattle", "sheep", "fish"]
)


def read_tail(text: str, at: int, end: int, scaled: bool, percent: bool) -> Tail | None:
    """The unit written from text[at:] on, at most to `end`. None where what follows shows that this is no figure."""
    simple = _ratio(text, at, end, percent)
    if simple is not None:
        return simple
    found = _amount(text, at, end) or _counted(text, at, end)
    unit, stop = found if found else ("", at)
    rate, stop, frequency = _rate(text, stop, end, bool(unit))
    return Tail(unit + rate, stop, frequency, rate)


def _ratio(text: str, at: int, end: int, percent: bool) -> Tail | None:
    """A percentage, percentage points, basis points or a multiple."""
    if percent:
        points = re.compile(r"[\s-]?(?:percentage\s)?points?\b", re.I).match(text, at, end)
        return Tail("percentage point", points.end()) if points else Tail("percent", at)
    for pattern, unit in (
        (_POINTS, "percentage point"),
        (_BASIS, "basis point"),
        (_PERCENT, "percent"),
        (_TIMES, "ratio"),
    ):
        match = pattern.match(text, at, end)
        if match:
            unit = "percentage point" if unit == "percent" and match["points"] else unit
            return Tail(unit, match.end())
    return None


def _amount(text: str, at: int, end: int) -> tuple[str, int] | None:
    """A currency, a physical unit or a span of time behind the number."""
    match = _CURRENCY.match(text, at, end)
    if match and not (match[1].lower() in ("won", "pound", "pounds") and match[1].islower() and match[1] == "won"):
        return currency(match[1]) or "", match.end()
    match = _PHYSICAL.match(text, at, end)
    if match and match[1].lower() in _CASED and match[1] != _CASED[match[1].lower()]:
        match = None
    if match:
        return PHYSICAL[match[1].lower()], match.end()
    match = _TIME.match(text, at, end)
    if match and not re.match(r"-(?:old|long)", text[match.end() : match.end() + 5]):
        return TIMES[match[1].lower()], match.end()
    match = _CJK.match(text, at, end)
    return (singular(match[1]), match.end()) if match else None


def _counted(text: str, at: int, end: int) -> tuple[str, int] | None:
    """The counted noun: the first plural within four words behind the number ("312 full-time employees")."""
    stop = at
    for _ in range(4):
        match = _WORD.match(text, stop, end)
        if match is None or match[1].lower() in _STOP:
            return None
        word = match[1].lower().rstrip("'’")
        if text[stop] == "\n" and "\n\n" in match.group():
            return None
        if (
            word.endswith("s") and word not in _NOT_PLURAL and not word.endswith("ss") and len(word) > 3
        ) or word in _SPELLED:
            if word.endswith(("'s", "’s")):
                return None
            return singular(word), match.end()
        stop = match.end()
    return None


def _rate(text: str, at: int, end: int, counted: bool) -> tuple[str, int, str]:
    """Every "per …" behind a unit, as " / seat / month" (time last), where it ends, and a frequency.

    "tokens per week" and "tokens weekly" keep their unit and have a frequency: the interval of a flow is part of what is
    counted over, not of what is counted.
    """
    nouns: list[str] = []
    times: list[str] = []
    frequency = ""
    while match := _PER.match(text, at, end):
        what = match["what"].lower()
        word = match.group().split()[0].lower() if match.group().strip() else ""
        if word in ("a", "an", "each", "every") and what not in TIMES:
            break
        if what in TIMES:
            times.append(TIMES[what])
        elif what in _STOP:
            break
        else:
            multiple = _MULTIPLES.get((match["n"] or "").replace(",", "").lower(), "")
            physical = PHYSICAL.get(what)
            nouns.append(multiple + (physical or singular(what)))
        at = match.end()
    adverb = _ADVERB.match(text, at, end)
    if adverb and not times:
        frequency = _ADVERBS[adverb[1].lower()]
    if (counted or not nouns) and len(times) == 1 and not nouns and not text[at - 1 : at].isdigit():
        return "", at, times[0]
    return "".join(f" / {p}" for p in nouns + times), at, frequency

"""Numbers in a text: value, unit, hedge and the exact characters they are written in.

>>> [(n.text, n.value, n.unit) for n in find("China: 7.941 trillion tokens, up 312% to 0.008 RMB per 1,000 tokens")]
[('7.941 trillion tokens', 7941000000000.0, 'token'), ('312%', 312.0, 'percent'), ('0.008 RMB per 1,000 tokens', 0.008, 'RMB / kilotoken')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures.rates import read_tail
from reportqa.figures.units import currency
from reportqa.types import Qualifier

__all__ = ["SCALES", "Number", "find", "parse"]

SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "mio": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "trillions": 1e12, "tn": 1e12, "trn": 1e12,
    "t": 1e12, "万": 1e4, "亿": 1e8, "万亿": 1e12, "千": 1e3, "百万": 1e6,
    "lakh": 1e5, "crore": 1e7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written at text[start:end], with its value in `unit`.

    `core` is the span of its digits; `half` is half a unit of the last digit written (its rounding), in `unit`.
    """

    text: str
    start: int
    end: int
    value: float
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier | None
    frequency: str
    core: tuple[int, int]
    half: float


_DIGITS = (
    r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
)
_SCALE = (
    r"hundred(?:\s+thousand|\s+million)?|thousand|millions?|billions?|trillions?|万亿|百万|万|亿|千|"
    r"(?:bn|mn|mln|mio|tn|trn|lakh|crore)\b|[kmbt](?![a-z²³/])"
)
_CUR = r"US\$|HK\$|[ASCR]\$|[$€£¥￥₹₩₽]|\b(?:RMB|CNY|USD|EUR|GBP|JPY|NOK|SEK|DKK|CHF|INR|AUD|CAD|HKD|SGD|KRW|BRL|ZAR|PLN)\b"
_NUMBER = re.compile(
    rf"(?P<paren>\((?=\s*(?:{_CUR})?\s*\d[\d,.]*\s*%?\s*\)))?\s*(?P<cur>{_CUR})?\s?(?P<sign>[-−–+±](?=[\d.$€£¥]))?(?P<cur2>[$€£¥])?"
    rf"(?P<a>{_DIGITS})(?P<ascale>\s?(?:{_SCALE}))?(?P<aunit>\s?(?:%|percent\b(?![\s-]points?)|per cent\b))?"
    rf"(?:(?P<sep>\s?[-–—~]\s?|\s(?:to|and|or)\s)(?P<cur3>{_CUR})?\s?(?P<b>{_DIGITS})(?![\d]))?(?P<plus>\+)?"
    rf"(?:[\s\u00a0-]?(?P<scale>{_SCALE}))?",
    re.I,
)
_WORD_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "twenty": 20, "fifty": 50,
}  # fmt: skip
_HEDGES: tuple[tuple[Qualifier, str], ...] = (
    (Qualifier.AT_LEAST, r"at least|no (?:less|fewer) than|a minimum of|minimum|not less than"),
    (Qualifier.UP_TO, r"up to|at most|no more than|as (?:much|many) as|a maximum of|maximum|not more than"),
    (Qualifier.OVER, r"over|more than|exceed(?:s|ed|ing)?|above|greater than|surpass(?:es|ed|ing)?|upwards of|in excess of|north of|broke through|超过"),
    (Qualifier.UNDER, r"under|below|less than|fewer than|short of|不到"),
    (
        Qualifier.ABOUT,
        r"approximately|about|roughly|around|some|nearly|almost|close to|circa|ca\.?|approx\.?|an estimated|estimated at|~|≈|约|大约|近",
    ),
)  # fmt: skip
_RATIO_LEAD = re.compile(
    r"\b(?:factor|ratio|multiple)(?:\s+of|\s+is|\s+was|\s+at|:)?\s*(?:about|around|approximately|roughly)?\s*$", re.I
)
_HEDGE = tuple((q, re.compile(rf"(?:{p})[\s(]*(?:the\s|a\s|an\s|by\s)?$", re.I)) for q, p in _HEDGES)
_LATER_HEDGE = re.compile(
    r"^\s*(?:or (?P<more>more|above|higher|greater)|or (?P<less>less|lower|fewer|below)|(?P<so>or so))\b", re.I
)
_RANGE_LEAD = re.compile(
    r"\b(?:between|from|range of|range from|ranging from|ranged from|ranges from)\s*(?:[\w$€£¥]+\s)?$", re.I
)
# A capitalised word before a small bare number makes it part of a name: "Claude 4", "Chapter 3", "Type 2".
_NAME_BEFORE = re.compile(r"(?:^|[\s(\"“'‘])(?P<word>[A-Z][\w’'.]*)[\s\u00a0]$")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
]
_NOT_NAMES = frozenset(
    [
        "about",
        "over",
        "under",
        "only",
        "some",
        "nearly",
        "almost",
        "around",
        "roughly",
        "approximately",
        "between",
        "from",
        "to",
        "in",
        "at",
        "by",
        "of",
        "for",
        "with",
        "and",
        "or",
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "all",
        "another",
        "just",
        "exactly",
        "up",
        "down",
        "its",
        "our",
        "their",
        "his",
        "her",
        "reaching",
        "reached",
        "total",
        "some",
        "than",
        "since",
        "until",
        "after",
        "before",
        "during",
        "through",
        "per",
        "than",
        "were",
        "was",
        "is",
        "are",
        "has",
        "have",
        "had",
        "that",
        "but",
        "while",
        "on",
        "no",
        "net",
        "average",
    ]
)
_LABEL_WORDS = frozenset(
    [
        "chapter",
        "section",
        "figure",
        "table",
        "reason",
        "judgment",
        "judgement",
        "step",
        "part",
        "phase",
        "type",
        "level",
        "tier",
        "note",
        "footnote",
        "page",
        "appendix",
        "annex",
        "item",
        "version",
        "volume",
        "issue",
        "exhibit",
        "schedule",
        "stage",
        "class",
        "category",
        "no",
        "number",
        "article",
        "paragraph",
        "rule",
        "question",
        "answer",
        "option",
        "scenario",
        "day",
        "week",
        "top",
    ]
)


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Every number of text[start:end] that is not part of a name, an ordinal, a date, a version or a list marker.

    Years and dates are `periods.find`'s. Spans never overlap and come in order.
    """
    end = len(text) if end is None else end
    out: list[Number] = []
    at = start
    while match := _NUMBER.search(text, at, end):
        number = _read(text, match, end)
        if number is not None:
            out.append(number)
        at = max(number.end if number else match.end("a"), at + 1)
    return tuple(out)


def parse(text: str) -> Number | None:
    """The first number of a short text such as a table cell, or None."""
    found = find(text)
    return found[0] if found else None


def _plain(digits: str) -> float:
    return float(re.sub(r"[,\u00a0\u202f]", "", digits))


def _clean(value: float) -> float:
    """A value without the noise of binary arithmetic: 4.1 million is 4100000, not 4099999.9999999995."""
    return float(f"{value:.15g}")


def _half(digits: str) -> float:
    """Half a unit of the last digit written; trailing zeros of a whole number count as written."""
    fraction = digits.partition(".")[2]
    return float(0.5 * 10.0 ** -len(fraction))


def _read(text: str, m: re.Match[str], end: int) -> Number | None:
    """The number at a match, or None where the digits belong to something else."""
    m = _without_false_range(text, m, end)
    if not m["cur"] and not m["cur2"] and _is_inside_word(text, m):
        return None
    scale_text = (m["scale"] or "").strip()
    own = (m["ascale"] or "").strip()
    factor = SCALES.get(re.sub(r"\s+", " ", scale_text.lower()), _compound(scale_text))
    factor_a = SCALES.get(own.lower(), _compound(own)) if own else factor
    stop = m.end()
    prefix = m["cur"] or m["cur2"] or m["cur3"]
    percent = bool(m["aunit"]) and not m["b"]
    tail = read_tail(
        text, m.end("aunit") if percent and not m["scale"] else stop, end, bool(scale_text or own), percent
    )
    if tail is None or (not prefix and not percent and _is_label(text, m, bool(scale_text or own), tail.unit)):
        return None
    money = currency(prefix) if prefix else None
    unit = tail.rated(money) if money else tail.unit
    value_a, value_b = _plain(m["a"]) * factor_a, _plain(m["b"]) * factor if m["b"] else None
    if not unit and _RATIO_LEAD.search(text[max(0, m.start("a") - 40) : m.start("a")]):
        unit = "ratio"
    negative = m["sign"] in ("-", "−", "–") or (bool(m["paren"]) and text[tail.end : tail.end + 1] == ")")
    if negative:
        value_a, value_b = -value_a, -value_b if value_b is not None else None
    low, high = (min(value_a, value_b), max(value_a, value_b)) if value_b is not None else (None, None)
    first = _first(m)
    return Number(
        text=text[first : tail.end],
        start=first,
        end=tail.end,
        value=_clean(value_a if low is None or high is None else (low + high) / 2),
        low=None if low is None else _clean(low),
        high=None if high is None else _clean(high),
        unit=unit,
        qualifier=_hedge(text, first, tail.end, bool(m["plus"])),
        frequency=tail.frequency,
        core=(m.start("a"), m.end("b") if m["b"] else m.end("a")),
        half=_half(m["b"] or m["a"]) * (factor if m["b"] else factor_a),
    )


def _first(m: re.Match[str]) -> int:
    """Where the number's own characters begin: its currency, its sign or its first digit."""
    return min(m.start(g) for g in ("cur", "sign", "cur2", "a") if m[g])


def _compound(scale: str) -> float:
    words = scale.lower().split()
    product = 1.0
    for word in words:
        product *= SCALES.get(word, 1.0)
    return product


def _without_false_range(text: str, m: re.Match[str], end: int) -> re.Match[str]:
    """The match without its second number where "and"/"to"/"-" does not make a range.

    "grew 312 and 89" is two numbers; "between 3 and 5" and "15-20 trillion" are ranges; "from 3 to 5" is a change, whose
    ends are two figures.
    """
    if not m["b"]:
        return m
    word = (m["sep"] or "").strip().lower()
    lead = _RANGE_LEAD.search(text[max(0, m.start() - 24) : m.start("a")])
    if word == "and":
        keep = bool(lead) and "between" in lead.group().lower() if lead else False
    elif word == "to":
        keep = not (lead and lead.group().lower().startswith("from"))
    elif word == "or":
        keep = False
    else:
        keep = not m["ascale"] or bool(m["scale"])
    if keep and _plain(m["a"]) < _plain(m["b"]) * (10 if m["ascale"] else 1):
        return m
    shorter = _NUMBER.match(
        text, m.start(), m.end("aunit") if m["aunit"] else m.end("ascale") if m["ascale"] else m.end("a")
    )
    if shorter and shorter["a"] == m["a"]:
        # Give a scale or a percent sign after the first number back to it.
        whole = _NUMBER.match(text, m.start(), m.start("sep"))
        return whole or shorter
    return m


def _is_inside_word(text: str, m: re.Match[str]) -> bool:
    """Whether the digits hang on a letter, a hyphen, a slash or a dot: GPT-5, A1, 24/7, B2B, v1.2.3, 10.0.0.1."""
    a = m.start("a")
    before = text[a - 1] if a else " "
    if m["sign"]:
        before_sign = text[m.start("sign") - 1] if m.start("sign") else " "
        if before_sign.isalnum():
            return True
        before = " "
    if (
        (before.isalpha() and not "\u4e00" <= before <= "\u9fff")
        or before in "_#@/.:"
        or (before in "-‑" and text[a - 2 : a - 1].isalnum())
    ):
        return before != ":" or text[a - 2 : a - 1].isdigit()
    last = m.end("b") if m["b"] else m.end("a")
    after = text[last : last + 2]
    if re.match(r"(?:st|nd|rd|th)\b", text[last : last + 3], re.I) and not m["scale"]:
        return True
    return bool(re.match(r"[/:]\d|\.\d", after)) or bool(
        re.match(r"[-‑](?!\d)", after) and re.match(r"[-‑][A-Za-z]", after) and not _HYPHEN_UNIT.match(text, last)
    )


_HYPHEN_UNIT = re.compile(
    r"[-‑](?:year|month|day|week|hour|minute|fold|percent|point|million|billion|trillion|km|seat|bed|mw|gw)", re.I
)


def _is_label(text: str, m: re.Match[str], scaled: bool, unit: str) -> bool:
    """Whether a bare number is a name's or a list's: "Claude 4", "Section 3", "2. Results", or a year."""
    digits = m["a"]
    if scaled or m["b"] or m["plus"]:
        return False
    if re.fullmatch(r"(?:1[89]|20)\d\d", digits) and not unit:
        return True
    line = text.rfind("\n", 0, m.start("a")) + 1
    if not text[line : m.start("a")].strip(" \t#>*-•") and re.match(
        r"[.)、．]\s|\.\d", text[m.end("a") : m.end("a") + 2]
    ):
        return True
    before = _NAME_BEFORE.search(text[max(0, m.start("a") - 30) : m.start("a")])
    if before is None:
        return not unit and _is_month(text, m)
    if unit in ("percent", "percentage point", "ratio"):
        return False
    word = before["word"].lower().rstrip(".")
    if word in _LABEL_WORDS or word in _MONTHS:
        return True
    return "." not in digits and "," not in digits and len(digits) <= 2 and word not in _NOT_NAMES


def _is_month(text: str, m: re.Match[str]) -> bool:
    """Whether the digits are a day of a month: "25 May", "May 25"."""
    after = re.match(r"\s+(?:of\s+)?([A-Za-z]{3,9})\b", text[m.end("a") : m.end("a") + 16])
    return bool(after and after.group(1).lower() in _MONTHS and len(m["a"]) <= 2 and after.group(1)[0].isupper())


def _hedge(text: str, start: int, end: int, plus: bool) -> Qualifier | None:
    """The hedge written around a number."""
    if plus:
        return Qualifier.AT_LEAST
    later = _LATER_HEDGE.match(text[end : end + 14])
    if later:
        return Qualifier.AT_LEAST if later["more"] else Qualifier.UP_TO if later["less"] else Qualifier.ABOUT
    before = text[max(0, start - 32) : start]
    return next((q for q, pattern in _HEDGE if pattern.search(before)), None)

"""Numbers in a text: value, unit, hedge and the exact characters they are written in.

>>> [(n.text, n.value, n.unit) for n in find("China: 7.941 trillion tokens, up 312% to 0.008 RMB per 1,000 tokens")]
[('7.941 trillion tokens', 7941000000000.0, 'token'), ('312%', 312.0, 'percent'), ('0.008 RMB per 1,000 tokens', 0.008, 'RMB / kilotoken')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures.hedges import hedge
from reportqa.figures.labels import is_age, is_inside_word, is_label, is_reference, is_resolution, not_figures
from reportqa.figures.rates import Tail, read_tail
from reportqa.figures.spelled import Spelled, find_spelled
from reportqa.figures.units import CODES, currency
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

    `core` is the span of its digits (or number words); `half` is half a unit of the last digit written (its rounding), in
    `unit`.
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
    r"lakh\s+crore\b|(?:bn|mn|mln|mio|tn|trn|lakh|crore)\b|[kmbt](?![a-z²³/'’])"
)
_CUR = rf"US\$|HK\$|NZ\$|NT\$|[ASCR]\$|[$€£¥￥₹₩₽]|\b(?:{'|'.join(CODES)}|Rs\.?|kr)\b"
_MOST_DIGITS = 24
_PERCENT = r"%|percent\b(?![\s-]points?)|per cent\b"
_NUMBER = re.compile(
    rf"(?P<cur>(?-i:{_CUR}))?\s?(?P<sign>[-−–+±](?=[\d.$€£¥]))?(?P<cur2>[$€£¥])?"
    rf"(?P<a>{_DIGITS})(?P<ascale>[\s\u00a0]?(?:{_SCALE}))?(?P<aunit>\s?(?:{_PERCENT}))?"
    rf"(?:(?P<sep>\s?[-–—~]\s?|\s(?:to|and|or)\s)(?P<cur3>(?-i:{_CUR}))?\s?(?P<sign2>[-−+](?=[\d.]))?(?P<b>{_DIGITS})(?![\d]))?(?P<plus>\+)?"
    rf"(?:[\s\u00a0-]?(?P<scale>{_SCALE}))?",
    re.I,
)
# Accounting negatives inside a sentence: "$(9.8) million", "(48.3)%".
_NEGATIVE = re.compile(
    rf"(?P<cur>(?-i:{_CUR}))?\s?\(\s?(?P<cur2>[$€£¥])?(?P<a>{_DIGITS})\s?(?P<inner>%)?\s?\)(?P<percent>\s?%)?(?:\s?(?P<scale>{_SCALE}))?",
    re.I,
)
# "4 in 10 renters", "1 in 8", "17 out of 20".
_ODDS = re.compile(
    r"(?<![\w.,$€£¥-])(?P<some>\d)\sin\s(?:every\s)?(?P<all>10|100|1,000)(?=\s[a-z])(?!\s(?:years|months|weeks|days|hours|minutes)\b)|(?<![\w.,$€£¥-])(?P<one>1)\sin\s(?:every\s)?(?P<every>[2-9]|1[0-9]|[2-9]0)(?=\s[a-z])(?!\s(?:years|months|weeks|days|hours|minutes)\b)"
)
_RATIO_LEAD = re.compile(
    r"\b(?:factor|ratio|multiple)(?:\s+of|\s+is|\s+was|\s+at|:)?\s*(?:about|around|approximately|roughly)?\s*$", re.I
)
_RANGE_LEAD = re.compile(
    r"\b(?P<word>between|from|range of|range from|ranging from|ranged from|ranges from|to)\s*(?:(?:about|approximately|around|roughly|some)\s+)?(?:[$€£¥]\s?)?$",
    re.I,
)
# The currency code between "from" and its number: "rose from USD 868 to USD 912".
_TRAILING_CODE = re.compile(rf"(?:{_CUR})\s?$")
# After one of these "A to B" is a change and its result, two numbers: "increased $8.6 million to $16.7 million".
_CHANGED = re.compile(
    r"\b(?:increas|decreas|gr[eo]w|rose|ris(?:e|ing|en)|fell|fall|drop|declin|reduc|rais|cut|improv|widen|narrow|slip|climb|jump|up|down|lower|lift|expand|shr[aiu]nk)\w*"
    r"(?:\s+by)?(?:\s+(?:about|approximately|around|roughly|nearly|almost|some|only|a further|an additional))?[\s$€£¥]*$",
    re.I,
)


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Number, ...]:
    """Every number of text[start:end] that is not part of a name, an ordinal, a date, a version, an address or a list mark.

    Years and dates are `periods.find`'s. Spans never overlap and come in order.
    """
    end = len(text) if end is None else end
    never = not_figures(text, start, end)
    odds = [_odds(text, m) for m in _ODDS.finditer(text, start, end)]
    out = [n for m in _NEGATIVE.finditer(text, start, end) if (n := _read_negative(text, m, end)) is not None]
    out += odds
    taken = never + [(n.start, n.end) for n in out]
    at = start
    while match := _NUMBER.search(text, at, end):
        first = match.start("a")
        blocked = next((e for s, e in taken if s <= first < e), None)
        number = _read(text, match, end) if blocked is None else None
        if number is not None:
            out.append(number)
            taken.append((number.start, number.end))
        at = max(number.end if number else blocked or match.end("a"), at + 1)
    for spelled in find_spelled(text, start, end):
        if not any(s < spelled.end and spelled.start < e for s, e in taken):
            number = _read_spelled(text, spelled, end)
            if number is not None:
                out.append(number)
    return tuple(sorted(out, key=lambda n: n.start))


def _odds(text: str, m: re.Match[str]) -> Number:
    """ "4 in 10", "18 out of 20" as a percentage."""
    some, every = int(m["some"] or m["one"]), int((m["all"] or m["every"]).replace(",", ""))
    value = _clean(100.0 * some / every)
    return _number(text, m.span(), value, None, None, Tail("percent", m.end()), m.span(), 0.5, False)


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


def _factor(scale: str) -> float:
    """The factor of scale words, "" being 1: "hundred million" is 1e8."""
    words = re.sub(r"\s+", " ", scale.strip().lower())
    if words in SCALES:
        return SCALES[words]
    product = 1.0
    for word in words.split():
        product *= SCALES.get(word, 1.0)
    return product


def _read(text: str, m: re.Match[str], end: int) -> Number | None:
    """The number at a match, or None where the digits belong to something else."""
    m = _without_false_scale(text, _without_false_range(text, m, end))
    last = m.end("b") if m["b"] else m.end("a")
    if len(m["a"]) > _MOST_DIGITS or len(m["b"] or "") > _MOST_DIGITS:
        return None
    money_sign = m["cur"] or m["cur2"] or m["cur3"]
    if not money_sign and is_inside_word(text, m.start("a"), last, m.start("sign")):
        return None
    scale, own = (m["scale"] or "").strip(), (m["ascale"] or "").strip()
    percent = bool(m["aunit"]) and not m["b"]
    money = currency(money_sign) if money_sign else None
    tail = read_tail(
        text, m.end("aunit") if percent and not scale else m.end(), end, bool(scale or own), percent, money
    )
    if tail is None or (
        tail.end == m.end() and text[tail.end : tail.end + 1].isalpha() and text[tail.end] < "\u2e80" and not money_sign
    ):
        return None
    bare = not (scale or own or m["b"] or m["plus"] or money_sign or percent)
    if m["b"] and not (scale or own or money_sign or percent) and is_reference(text, m.start("a")):
        return None
    if is_resolution(text, m.start("a"), m.end("a")):
        return None
    if bare and is_label(text, m.start("a"), last, tail.unit):
        return None
    if not (scale or own or money_sign or percent or tail.unit) and is_age(text, m.start("a")):
        return None
    factor = _factor(scale)
    factor_a = _factor(own) if own else factor
    value_a, value_b = _plain(m["a"]) * factor_a, _plain(m["b"]) * factor if m["b"] else None
    value_a, value_b = value_a * _sign(m), value_b * _sign(m, "sign2") if value_b is not None else None
    low, high = (min(value_a, value_b), max(value_a, value_b)) if value_b is not None else (None, None)
    first = min(m.start(g) for g in ("cur", "sign", "cur2", "a") if m[g])
    value = value_a if low is None or high is None else (low + high) / 2
    half = _half(m["b"] or m["a"]) * (factor if m["b"] else factor_a)
    core = (m.start("a"), last)
    return _number(text, (first, tail.end), value, low, high, tail, core, half, bool(m["plus"]))


def _sign(m: re.Match[str], group: str = "sign") -> int:
    """-1 where a minus stands before a number; the second of a range has the first one's unless it has its own or stands
    behind a word: "-1% to 3%"."""
    if group == "sign2" and not m[group] and m["sep"].strip().isalpha():
        return 1
    return -1 if (m[group] or m["sign"] or "") in ("-", "−", "–") else 1


def _number(
    text: str,
    span: tuple[int, int],
    value: float,
    low: float | None,
    high: float | None,
    tail: Tail,
    core: tuple[int, int],
    half: float,
    plus: bool,
) -> Number:
    unit = tail.unit
    if not unit and _RATIO_LEAD.search(text, max(0, core[0] - 40), core[0]):
        unit = "ratio"
    return Number(
        text=text[span[0] : span[1]],
        start=span[0],
        end=span[1],
        value=_clean(value),
        low=None if low is None else _clean(low),
        high=None if high is None else _clean(high),
        unit=unit,
        qualifier=hedge(text, span[0], span[1], plus),
        frequency=tail.frequency,
        core=core,
        half=half,
    )


def _read_negative(text: str, m: re.Match[str], end: int) -> Number | None:
    """An accounting negative in a sentence; brackets alone make none: "(2018)" and "(1)" are not money."""
    sign = m["cur"] or m["cur2"]
    if not sign and not m["percent"] and not (m["inner"] and m["scale"]):
        return None
    percent = bool(m["percent"] or m["inner"])
    tail = read_tail(text, m.end(), end, bool(m["scale"]), percent, currency(sign) if sign else None)
    if tail is None:
        return None
    factor = _factor(m["scale"] or "")
    first = m.start() + len(m.group()) - len(m.group().lstrip())
    core = (m.start("a"), m.end("a"))
    return _number(
        text, (first, tail.end), -_plain(m["a"]) * factor, None, None, tail, core, _half(m["a"]) * factor, False
    )


_OF_A_POINT = re.compile(r"\sof a (?:percentage )?point\b", re.I)


def _read_spelled(text: str, spelled: Spelled, end: int) -> Number | None:
    """A number in words: a fraction is a percentage; a count needs the noun it counts or a scale behind it."""
    point = _OF_A_POINT.match(text, spelled.end, end)
    core = (spelled.start, spelled.end)
    if spelled.fraction and point:
        step = Tail("percentage point", point.end())
        return _number(text, (spelled.start, point.end()), spelled.value / 100, None, None, step, core, 0.05, False)
    if spelled.fraction:
        tail: Tail | None = Tail("percent", spelled.end)
    else:
        tail = read_tail(text, spelled.end, end, spelled.scaled, False, None)
    if (
        tail is None
        or not (tail.unit or spelled.scaled)
        or (tail.end == spelled.end and not (spelled.scaled or spelled.fraction))
    ):
        return None
    return _number(text, (spelled.start, tail.end), spelled.value, None, None, tail, core, 0.5, False)


def _without_false_range(text: str, m: re.Match[str], end: int) -> re.Match[str]:
    """The match without its second number where "and"/"to"/"-" does not make a range.

    "grew 312 and 89" is two numbers; "between 3 and 5" and "15-20 trillion" are ranges; "from 3 to 5" and "rose $2m to $9m"
    are changes, whose numbers are two figures.
    """
    if not m["b"] or (_is_range(text, m) and _rises(m)):
        return m
    return _NUMBER.match(text, m.start(), m.start("sep")) or m


def _rises(m: re.Match[str]) -> bool:
    """Whether the second number of a range is the larger, signs and the first one's own scale taken in."""
    if m["sign"] in ("-", "−", "–") and not m["sign2"] and not m["sep"].strip().isalpha():
        return _plain(m["a"]) < _plain(m["b"])
    return _plain(m["a"]) * _sign(m) < _plain(m["b"]) * _sign(m, "sign2") * (1000 if m["ascale"] else 1)


# Behind a space "m" is metres and "t" tonnes, but for money and for what is counted in millions: "5 m users".
_METRES = re.compile(r"\s+(?:high|tall|wide|long|deep|above|below|of|in|x|×)\b|[.,;:)]|$")


def _without_false_scale(text: str, m: re.Match[str]) -> re.Match[str]:
    """The match without a letter behind its digits that is a unit and no scale."""
    for group in ("ascale", "scale"):
        letter = (m[group] or "").strip()
        spaced = bool(m[group]) and text[m.end(group) - 2 : m.end(group) - 1].isspace()
        if (
            letter in ("t", "m")
            and spaced
            and not (m["cur"] or m["cur2"])
            and (letter == "t" or _METRES.match(text, m.end(group)))
        ):
            return _NUMBER.match(text, m.start(), m.end(group) - 2) or m
    return m


_A_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_YEAR = re.compile(r"\b(?:in|of|during|since|for|by|until|(?:end|start|close|year)(?: of)?)\s+$", re.I)


def _is_range(text: str, m: re.Match[str]) -> bool:
    word = (m["sep"] or "").strip().lower()
    before = _TRAILING_CODE.sub("", text[max(0, m.start() - 48) : m.start("sign" if m["sign"] else "a")])
    lead = _RANGE_LEAD.search(before)
    lead_word = lead["word"].lower() if lead else ""
    if word == "and":
        return lead_word == "between"
    if (m["aunit"] and m["cur3"]) or (word == "to" and m["cur3"] and not (m["cur"] or m["cur2"])):
        return False
    if word == "to" and _A_YEAR.fullmatch(m["a"]) and not _A_YEAR.fullmatch(m["b"]) and _IN_YEAR.search(before):
        # "From 900 in 2024 to 1,100 in 2025": the year tells when the first number was.
        return False
    if word == "to":
        return lead_word not in ("from", "to") and not _CHANGED.search(before)
    if word == "or":
        return False
    return not m["ascale"] or bool(m["scale"])

"""What headers, row labels, titles and notes declare of the numbers below them: a unit, a scale, an interval."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportqa.figures.lexicon import word_set
from reportqa.figures.numbers import SCALES
from reportqa.figures.rates import Tail, read_tail
from reportqa.figures.units import CODES, PHYSICAL, PHYSICAL_UNITS, TIMES, currency, is_currency, singular
from reportqa.types import Table

__all__ = [
    "CODE",
    "CURRENCY",
    "NOT_MONEY",
    "UNIT_WORDS",
    "Measure",
    "counted",
    "is_explicit",
    "measure",
    "row_measure",
    "table_measure",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a header says of the numbers below it: a factor ("in millions"), a unit ("%", "€m", "trillion tokens"), an interval."""

    factor: float = 1.0
    unit: str = ""
    frequency: str = ""


CODE = rf"(?:US\$|[ACS]\$|[$€£¥]|\b(?:{'|'.join(CODES)})(?=(?:mn?|bn|k|tn)?\b))"
_SCALE = re.compile(
    rf"\b(?P<word>thousands?|millions?|billions?|trillions?|crore|lakh)\b|{CODE}\s?(?P<short>m|mn|mio|bn|k|tn|b)\b|(?<![\w.])(?P<ahead>m|mn|mio|bn|k|t)(?=€|£|EUR\b|USD\b|GBP\b|CHF\b)|\((?:in\s)?(?P<lone>k)\)|(?<![\w.])(?P<alone>mn|bn|mio)\b|(?<![\d,.])['’`]?\s?000(?P<zeros>s|['’]s)?\b",
    re.I,
)
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b|\bpct\b", re.I)
# Units that headers abbreviate: what a table writes to the canonical unit. Points come before percentages.
_SHORT = (
    (re.compile(r"\bpercentage[\s-]points?\b|%[\s-]?(?:points?|pts?)\b|\b(?:pp|ppts?|p\.p\.)(?!\w)", re.I), "percentage point"),
    (re.compile(r"\bbasis[\s-]points?\b|\bbps?\b", re.I), "basis point"),
    (re.compile(r"\bFTEs?\b|\bfull[\s-]time[\s-]equivalents?\b", re.I), "full-time equivalent"),
)  # fmt: skip
CURRENCY = re.compile(
    rf"(?-i:{CODE})|(?-i:(?<=[mkt])(?:EUR|USD|GBP|CHF)\b|(?<=bn)(?:EUR|USD|GBP|CHF)\b|(?<=T)EUR\b)|\b(?:yuan|renminbi|dollars?|euros?|pounds sterling|kroner|kronor|rupees|yen)\b|(?-i:\bkr\b)",
    re.I,
)
_PER = re.compile(
    r"\bper\s+(?:(1,?000,?000|1,?000|million|thousand)\s+)?((?:square\s|cubic\s)?[a-z]+[²³]?)(?:\s+per\s+([a-z]+))?|/\s?(?:(\d+)\s)?([a-zA-Z]+[²³]?)",
    re.I,
)
# "(million cubic metres)", "in kWh per cubic metre": what a header writes as a unit.
_WRITTEN = re.compile(
    r"(?:\(|\bin\s|,\s?|^)\s?(?:thousand|million|billion|trillion)?(?:s\sof)?\s?([^(),\d][^(),]{0,50}?)\s?(?:\)|$)",
    re.I,
)
# Units that only a bracket or the end of a header writes with one or two letters.
_IN_FULL = {
    "g": "grams",
    "mg": "milligrams",
    "l": "litres",
    "h": "hours",
    "hr": "hours",
    "min": "minutes",
    "sec": "seconds",
    "ct": "cents",
}
_ABBREVIATED = re.compile(rf"^(?:{'|'.join(_IN_FULL)})\b", re.I)
# Emissions are weighed in tonnes of what is emitted.
_CARBON = re.compile(r"\s(?:of\s)?CO[2₂](?:e|eq)?\b", re.I)
_BRACKETS = re.compile(r"\([^)]*\)")
_SCALED_BY = re.compile(r"\bper\s+(?:thousand|million|1,?000(?:,?000)?)\b", re.I)
# "Passengers (m)": millions of what is counted, metres of anything else.
_MILLIONS = re.compile(r"\(m\)")
_NOUN_PER = re.compile(r"\b([a-z]+s)\s+per\s+[a-z\d].*", re.I)
_PHYSICAL = re.compile(r"(?:\(|\bin\s|,\s?|^)\s?(" + "|".join(sorted((re.escape(p) for p in PHYSICAL if len(p) > 1), key=len, reverse=True)) + r")\s?(?:\)|$)", re.I)  # fmt: skip
# What a title or a note declares of a whole table: "(EUR million)", "figures are in thousands", ", % of respondents" at its end.
_DECLARED = re.compile(
    rf"\([^()]*\)|\b(?:all\s+)?(?:figures|amounts|values|numbers)?\s*(?:are\s+)?in\s+[^.;()]{{3,40}}|,\s(?:%|per\s?cent\b|(?:thousand|million|billion)s?\b|{CODE})[^.,;()]*$",
    re.I,
)
NOT_MONEY = re.compile(
    r"\bshares?\b(?!.*\b(?:capital|premium|price|based)\b)|%|per ?cent|\bratio\b|\brate\b|\bnumber of\b|\bemployees\b|\bheadcount\b|\bmargin\b|\bdays\b|\byears\b|\bvolume\b|\bunits\b|\btimes\b",
    re.I,
)
# "Median wait by specialty, in days".
_IN_TIME = re.compile(r"[,(]\s?in (seconds|minutes|hours|days|weeks|months|years)\)?$", re.I)
_POPULATION = re.compile(r"^(?:total\s|resident\s)?population\b(?!\s(?:share|growth|density|change|rate))", re.I)
_FREQUENCY = {
    "weekly": "week",
    "monthly": "month",
    "daily": "day",
    "annual": "year",
    "yearly": "year",
    "quarterly": "quarter",
}
_RATIO = re.compile(r"\b(?:ratio|multiple|times|factor)\b|\((?:x|×)\)", re.I)
# Plural nouns of headers that count nothing.
_SKIPPED = word_set(
    """sales years months weeks days hours ended millions thousands billions trillions earnings assets costs expenses liabilities less plus this total
    others notes regions status figures results statements tables numbers data statistics highlights prices revenues fares rates shares-based
    adjustments changes details items operations activities obligations benefits terms basis totals units amounts values periods charges fees
    accounts levels ratios margins countries companies banks segments products services categories types models names providers scenarios locations sites
    areas sectors industries groups payments balances dividends additions disposals gains losses taxes funds loans securities investments
    contracts agreements plans notes receivables payables inventories borrowings deposits equities bonds instruments derivatives financings proceeds
    measures metrics indicators kpis sources uses members directors officers quarters halves"""
)
UNIT_WORDS = re.compile(
    rf"(?-i:{CODE})\s?(?:m|mn|bn|k|tn|b)?\b|\b(?:in|of|thousands?|millions?|billions?|trillions?|dollars?|euros?|mn|bn|per\s?cent|except|per|share|shares|amounts?|data|percentages?|unless|otherwise|stated|"
    r"us|canadian|kr|pp|ppts?|bps?|ftes?|number|points?|basis|[mkt](?:eur|usd|gbp|chf)|(?:mn|bn)(?:eur|usd|gbp|chf))\b|u\.s\.|['’`]?\s?000s?|[%()$€£¥,.'’\s-]",
    re.I,
)
# "per available room": an adjective before what is counted by.
_DESCRIBED = re.compile(r"per\s+[a-z]+(?:able|ied|ed|ive|ary|ing)\s+([a-z]{3,})", re.I)


def measure(text: str) -> Measure:
    """The factor, unit and interval that a header, title or note declares.

    >>> measure("Weekly tokens (trillion)")
    Measure(factor=1000000000000.0, unit='token', frequency='week')
    """
    if counted(text):
        text = _MILLIONS.sub("(million)", text)
    factor = _factor(text)
    frequency = next((f for w, f in _FREQUENCY.items() if re.search(rf"\b{w}\b", text, re.I)), "")
    rate = _PER.search(text)
    if rate and (
        (rate[2] or "").lower() == "cent" or ((rate[2] or "").lower() == "share" and "except" in text.lower())
    ):
        rate = None
    money, physical, written = CURRENCY.search(text), _PHYSICAL.search(text), _written(text)
    short = next((unit for pattern, unit in _SHORT if pattern.search(text)), "")
    if short and not money:
        unit = short
    elif money:
        code = currency(money.group()) or ""
        spread = written is not None and written.unit.startswith(f"{code} / ")
        # "(EUR per 100 kg)" is written out.
        unit = written.unit if written and spread and not rate else code + (_rate(rate) if rate else "")
        # "Revenue per user (EUR a month)": what it is counted by, then the time.
        over = written.frequency if written else ""
        unit, frequency = (
            (f"{unit} / {over}", frequency) if rate and over and over not in unit else (unit, over or frequency)
        )
    elif _PERCENT.search(text):
        unit = "percent"
    elif _RATIO.search(text):
        unit = "ratio"
    elif physical and factor == 1.0:
        unit = PHYSICAL[physical[1].lower()]
    elif written:
        unit, frequency = written.unit, written.frequency or frequency
    else:
        unit = _counted_by(text) or counted(text) or ("person" if _POPULATION.search(text) else "")
    return Measure(factor, unit, frequency)


def _factor(text: str) -> float:
    """The scale that a header declares; that of what a rate is counted by ("per 1,000 residents") is none."""
    match = _SCALE.search(_SCALED_BY.sub(" ", text))
    if match is None:
        return 1.0
    word = (match["word"] or match["short"] or match["alone"] or match["ahead"] or match["lone"] or "thousand").lower()
    # "TEUR" is thousands of euros.
    word = "k" if match["ahead"] and word == "t" else word
    return SCALES.get(word.rstrip("s") if len(word) > 2 else word, 1e3)


def _written(text: str) -> Tail | None:
    """The unit that a header writes out in brackets, with what it is counted by: "(litres per person per day)"."""
    for match in _WRITTEN.finditer(text):
        inner = _ABBREVIATED.sub(lambda m: _IN_FULL[m[0].lower()], _CARBON.sub("", match[1]))
        tail = read_tail(f" {inner}", 0, len(inner) + 1, False, False)
        if tail and tail.end == len(inner) + 1 and _is_measured(tail, match[0].strip()[:1] == "("):
            return tail
    return None


def _is_measured(tail: Tail, bracketed: bool) -> bool:
    """Whether what a header writes is a unit and no noun: physical, money over a time, or a time that stands in brackets."""
    base = tail.unit.partition(" / ")[0]
    return (
        base in PHYSICAL_UNITS
        or (is_currency(base) and bool(tail.frequency or " / " in tail.unit))
        or (bracketed and base in TIMES.values())
    )


def _counted_by(text: str) -> str:
    """What a header counts by something else: "Beds per 1,000 residents" → "bed / kiloresident"; "" where it does not."""
    match = _NOUN_PER.search(_BRACKETS.sub(" ", text))
    if match is None or match[1].lower() in _SKIPPED:
        return ""
    tail = read_tail(f" {match[0]}", 0, len(match[0]) + 1, False, False)
    return tail.unit if tail and " / " in tail.unit else ""


def is_explicit(said: Measure) -> bool:
    """Whether a label says a scale or a unit, and not only what is counted."""
    base = said.unit.partition(" / ")[0]
    return said.factor != 1.0 or is_currency(base) or base in PHYSICAL_UNITS or base in ("percent", "ratio")


@lru_cache(maxsize=20_000)
def row_measure(label: str) -> Measure:
    """What a row's label declares of its cells, in brackets or behind a comma at its end: "Cloud (USD bn)", "Revenue, €m"."""
    match = re.search(r"\(([^()]{1,30})\)\s*$|,\s*([^,()]{1,20})$", label)
    inner = (match[1] or match[2]).strip() if match else ""
    if not inner or re.fullmatch(r"[\d\s.,]*", inner):
        return Measure()
    whole = f"({inner})"
    # "Revenue per user (EUR a month)": what money is counted by stands before the bracket.
    whole = label if match and match[1] and CURRENCY.search(inner) and _PER.search(label[: match.start()]) else whole
    return (
        measure(whole)
        if not UNIT_WORDS.sub("", inner).strip() or _written(whole) or _PERCENT.match(inner)
        else Measure()
    )


def table_measure(table: Table) -> Measure:
    """What the title, the notes and the header of the label column say of the whole table.

    Of a title only what is written as a unit counts: "in millions", "(%)", "€m"; not its nouns.
    """
    corner = " ".join(
        c.text for row in table.cells[: table.header_rows] for c in row[: table.header_columns] if c.text.strip()
    )
    found = Measure()
    for text in (corner, table.notes, table.title):
        declared = [m.group() for m in _DECLARED.finditer(text)]
        unit_only = bool(text) and not UNIT_WORDS.sub("", text).strip()
        said = measure(text if unit_only else " ".join(declared)) if declared or unit_only else Measure()
        physical, time = _PHYSICAL.search(text), _IN_TIME.search(text)
        unit = (
            said.unit
            if said.unit in ("percent", "ratio") or CURRENCY.search(text) or physical or said.factor != 1.0
            else ""
        )
        found = Measure(
            found.factor if found.factor != 1.0 else said.factor,
            found.unit or unit or (TIMES[time[1].lower()] if time else ""),
            found.frequency or measure(text).frequency,
        )
    return found


def _rate(match: re.Match[str]) -> str:
    multiple = {"1000": "kilo", "thousand": "kilo", "1000000": "mega", "million": "mega"}.get(
        (match[1] or "").replace(",", "").lower(), ""
    )
    described = _DESCRIBED.match(match.string, match.start())
    names = [w for w in (described[1] if described else match[2] or match[5], match[3]) if w]
    multiple = f"{match[4]} " if match[4] else multiple
    return "".join(
        f" / {multiple if not n else ''}{TIMES.get(w.lower()) or PHYSICAL.get(w.lower()) or singular(w)}"
        for n, w in enumerate(names)
    )


def counted(text: str) -> str:
    """The counted noun of a header: the last plural word ("Mobile internet users (billion)" → "user")."""
    plain = re.sub(
        r"\([^)]*\)|\bin\s+\w+",
        lambda m: m.group() if re.search(r"[a-z]{4,}s\b(?<!llions)(?<!thousands)", m.group()) else " ",
        text,
    )
    # "two-wheelers" is one noun.
    words = [w.lower() for w in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", plain)]
    counted = [
        w for w in words if w.endswith("s") and len(w) > 3 and not w.endswith(("ss", "us", "is")) and w not in _SKIPPED
    ]
    return singular(counted[-1]) if counted else ""
